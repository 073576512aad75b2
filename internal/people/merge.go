package people

import (
	"context"

	"zhas/ent"
	"zhas/ent/duplicatecase"
	"zhas/ent/member"
	"zhas/ent/policy"
	"zhas/ent/youth"
	"zhas/internal/jobs"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// Merge decides that the two profiles of a case are one person's: the one that is
// kept stands for both, and takes the places in teams of the other. Nothing that
// is held is lost, and neither account sees what the other told. It is for whoever
// coordinates both, and refuses as NOT_FOUND what they may not see, as
// ALREADY_DECIDED a case that is not open, as IN_ONE_TEAM two who are in the team
// of one project, and what programme.MayMerge does.
func (s *Service) Merge(ctx context.Context, id, keep int) error {
	return s.decide(ctx, id, func(ctx context.Context, tx *ent.Tx, v viewer.Viewer, c *ent.DuplicateCase) error {
		kept, other := c.Edges.First, c.Edges.Second
		if kept.ID != keep {
			kept, other = other, kept
		}
		if kept.ID != keep {
			return programme.Refuse(programme.RefusedInvalid, "keep")
		}
		if c.State != programme.DuplicateOpen {
			return programme.Refuse(programme.RefusedDecided, "case")
		}
		if err := programme.MayMerge(registered(kept), registered(other)); err != nil {
			return err
		}
		places, err := tx.Member.Query().Where(member.YouthIDIn(kept.ID, other.ID)).Order(member.ByID()).All(ctx)
		if err != nil {
			return err
		}
		teams, moved := map[int]int{}, []int{}
		for _, place := range places {
			if teams[place.ProjectID]++; teams[place.ProjectID] > 1 {
				return programme.Refuse(programme.RefusedOneTeam, "case")
			}
			if place.YouthID == other.ID {
				moved = append(moved, place.ID)
			}
		}
		if err := tx.Member.Update().Where(member.IDIn(moved...)).SetYouthID(kept.ID).Exec(ctx); err != nil {
			return err
		}
		at := now()
		if err := tx.Youth.UpdateOne(other).SetMergedIntoID(kept.ID).SetMergedAt(at).Exec(ctx); err != nil {
			return err
		}
		err = tx.DuplicateCase.UpdateOne(c).SetState(programme.DuplicateMerged).SetDecidedAt(at).SetDecidedByID(v.Account).
			SetKeptID(kept.ID).SetMovedMembers(moved).Exec(ctx)
		if err != nil {
			return err
		}
		// Other questions about the merged profile are now about the one that is kept.
		return jobs.Add(ctx, tx, jobDuplicates, other.ID, kept.ID)
	})
}

func registered(row *ent.Youth) programme.Registered {
	return programme.Registered{Attested: row.AttestedAt != nil, Merged: row.MergedIntoID != nil}
}

// KeepApart decides that the two profiles of a case are two people's. It is for
// whoever coordinates both; it refuses as Merge does.
func (s *Service) KeepApart(ctx context.Context, id int) error {
	return s.decide(ctx, id, func(ctx context.Context, tx *ent.Tx, v viewer.Viewer, c *ent.DuplicateCase) error {
		if c.State != programme.DuplicateOpen {
			return programme.Refuse(programme.RefusedDecided, "case")
		}
		return tx.DuplicateCase.UpdateOne(c).SetState(programme.DuplicateKeptApart).SetDecidedAt(now()).SetDecidedByID(v.Account).Exec(ctx)
	})
}

// Reopen takes back what was decided of a case. After a merge the other profile
// stands for itself again and gets back its places in teams, those that it still
// has. It refuses as ALREADY_DECIDED a case that is open, and one whose kept
// profile was merged into another one since: that merge is undone first.
func (s *Service) Reopen(ctx context.Context, id int) error {
	return s.decide(ctx, id, func(ctx context.Context, tx *ent.Tx, _ viewer.Viewer, c *ent.DuplicateCase) error {
		if c.State == programme.DuplicateOpen {
			return programme.Refuse(programme.RefusedDecided, "case")
		}
		update := tx.DuplicateCase.UpdateOne(c).SetState(programme.DuplicateOpen).ClearDecidedAt().ClearDecidedByID()
		if c.State == programme.DuplicateMerged {
			kept, other := c.Edges.First, c.Edges.Second
			if kept.ID != *c.KeptID {
				kept, other = other, kept
			}
			if kept.MergedIntoID != nil {
				return programme.Refuse(programme.RefusedDecided, "case")
			}
			err := tx.Member.Update().Where(member.IDIn(c.MovedMembers...), member.YouthID(kept.ID)).SetYouthID(other.ID).Exec(ctx)
			if err != nil {
				return err
			}
			if err := tx.Youth.UpdateOne(other).ClearMergedIntoID().ClearMergedAt().Exec(ctx); err != nil {
				return err
			}
			update.ClearKeptID().ClearMovedMembers()
		}
		if err := update.Exec(ctx); err != nil {
			return err
		}
		return jobs.Add(ctx, tx, jobDuplicates, c.FirstID, c.SecondID)
	})
}

// unmerge lets profiles that were merged into some others stand for themselves again,
// with the places in teams that they had.
func unmerge(ctx context.Context, tx *ent.Tx, kept ...int) error {
	cases, err := tx.DuplicateCase.Query().Where(duplicatecase.KeptIDIn(kept...), duplicatecase.StateEQ(programme.DuplicateMerged)).All(ctx)
	if err != nil || len(cases) == 0 {
		return err
	}
	var others []int
	for _, c := range cases {
		other := c.FirstID + c.SecondID - *c.KeptID
		others = append(others, other)
		if err := tx.Member.Update().Where(member.IDIn(c.MovedMembers...), member.YouthID(*c.KeptID)).SetYouthID(other).Exec(ctx); err != nil {
			return err
		}
	}
	if err := tx.Youth.Update().Where(youth.IDIn(others...)).ClearMergedIntoID().ClearMergedAt().Exec(ctx); err != nil {
		return err
	}
	return jobs.Add(ctx, tx, jobDuplicates, others...)
}

// decide changes a case that the viewer may read, with both profiles, which they
// coordinate: what is hidden is absent.
func (s *Service) decide(ctx context.Context, id int, change func(context.Context, *ent.Tx, viewer.Viewer, *ent.DuplicateCase) error) error {
	v, err := coordinating(ctx)
	if err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.client, func(system context.Context, tx *ent.Tx) error {
		query := tx.DuplicateCase.Query().Where(duplicatecase.ID(id))
		query.Modify(lock)
		c, err := query.Only(viewer.NewContext(system, v))
		if ent.IsNotFound(err) {
			return programme.Refuse(programme.RefusedNotFound, "case")
		} else if err != nil {
			return err
		}
		profiles := tx.Youth.Query().Where(youth.IDIn(c.FirstID, c.SecondID), policy.CoordinatedYouthScope(v)).Order(youth.ByID())
		profiles.Modify(lock)
		both, err := profiles.All(system)
		if err != nil {
			return err
		}
		if len(both) < 2 {
			return programme.Refuse(programme.RefusedNotAllowed, "case")
		}
		c.Edges.First, c.Edges.Second = both[0], both[1]
		return change(system, tx, v, c)
	})
}

// coordinating returns who asks, who must coordinate a region or all, or
// administer.
func coordinating(ctx context.Context) (viewer.Viewer, error) {
	v, err := asking(ctx)
	if err == nil && !v.Has(viewer.RegionalCoordinator) && !v.Has(viewer.Administrator) {
		err = programme.Refuse(programme.RefusedNotAllowed, "")
	}
	return v, err
}
