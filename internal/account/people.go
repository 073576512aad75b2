package account

import (
	"context"
	"fmt"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/notification"
	"zhas/ent/recoverycode"
	"zhas/ent/rolegrant"
	"zhas/ent/session"
	"zhas/internal/journal"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// UpdateProfile changes what the person who asks is called and which language
// their messages are in.
func (s *Service) UpdateProfile(ctx context.Context, name string, language viewer.Locale) error {
	v, err := person(ctx)
	if err != nil {
		return err
	}
	if name, err = required(name, "name", maxName); err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		row, err := tx.Account.UpdateOneID(v.Account).Where(account.BlockedAtIsNil()).SetName(name).SetLanguage(language).Save(ctx)
		if ent.IsNotFound(err) { // it was blocked or erased meanwhile
			return programme.Refuse(programme.RefusedSignIn, "")
		} else if err != nil {
			return err
		}
		return s.Records.Update(ctx, tx, row.PersonID, personal.Values{programme.PersonalAccountName: name})
	})
}

// ReadNotifications marks the notifications of the person who asks as read.
func (s *Service) ReadNotifications(ctx context.Context) error {
	v, err := person(ctx)
	if err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Notification.Update().Where(notification.AccountID(v.Account), notification.ReadAtIsNil()).SetReadAt(now()).Exec(ctx)
	})
}

// GrantRole gives a person whom the viewer may read a role, and is done when they
// hold it until then already. Who gives it may give no more than they hold, and
// nothing to themself unless they look after everybody.
func (s *Service) GrantRole(ctx context.Context, id int, a Appointment) error {
	return s.changeStanding(ctx, func(ctx context.Context, tx *ent.Tx, asking viewer.Viewer) error {
		if err := readable(ctx, tx, asking, id); err != nil {
			return err
		}
		a, err := appoint(ctx, tx, asking, a)
		if err != nil {
			return err
		}
		if id == asking.Account && !isAdministrator(asking) {
			return programme.Refuse(programme.RefusedNotAllowed, "")
		}
		if err := s.throttleWithin(ctx, tx, appointing, fmt.Sprint(asking.Account)); err != nil {
			return err
		}
		given, err := grant(ctx, tx, id, a, &asking.Account)
		if err != nil || !given {
			return err
		}
		return notify(ctx, tx, id, programme.NoticeRoleGranted)
	})
}

// RevokeRole takes a role back, which counts at the person's next request; the
// invitations that it let them send count no more. It returns the id of the
// person's account. The last administrator stays.
func (s *Service) RevokeRole(ctx context.Context, id int) (person int, err error) {
	gone := programme.Refuse(programme.RefusedNotFound, "roleGrant")
	err = s.changeStanding(ctx, func(ctx context.Context, tx *ent.Tx, asking viewer.Viewer) error {
		row, err := tx.RoleGrant.Query().Where(rolegrant.ID(id)).Only(viewer.NewContext(ctx, asking))
		if ent.IsNotFound(err) {
			return gone
		} else if err != nil {
			return err
		}
		if _, may := mayGive(asking, row.Role, orZero(row.RegionID)); !may {
			return programme.Refuse(programme.RefusedNotAllowed, "")
		}
		n, err := tx.RoleGrant.Update().Where(rolegrant.ID(id), rolegrant.RevokedAtIsNil()).SetRevokedAt(now()).Save(ctx)
		switch {
		case err != nil:
			return err
		case n == 0:
			return gone
		}
		if err := someAdministrator(ctx, tx); err != nil {
			return err
		}
		person = row.AccountID
		return notify(ctx, tx, row.AccountID, programme.NoticeRoleRevoked)
	})
	return person, err
}

// Block keeps a person from signing in and ends their sessions, for a reason
// that stays on record; of a person who is blocked it changes the reason. The last
// administrator cannot be blocked.
func (s *Service) Block(ctx context.Context, id int, reason string) error {
	return s.lookAfter(ctx, id, reason, func(ctx context.Context, tx *ent.Tx, reason string) error {
		err := tx.Account.Update().Where(account.ID(id), account.BlockedAtIsNil()).SetBlockedAt(now()).Exec(ctx)
		if err != nil {
			return err
		}
		if err := tx.Account.UpdateOneID(id).SetBlockedReason(reason).Exec(ctx); err != nil {
			return err
		}
		if err := someAdministrator(ctx, tx); err != nil {
			return err
		}
		return endSessions(ctx, tx, session.AccountID(id))
	})
}

// Unblock lets a person sign in again.
func (s *Service) Unblock(ctx context.Context, id int) error {
	return s.lookAfter(ctx, id, "unblocked", func(ctx context.Context, tx *ent.Tx, _ string) error {
		return tx.Account.UpdateOneID(id).ClearBlockedAt().ClearBlockedReason().Exec(ctx)
	})
}

// ResetSecondFactor takes away the second factor of a person who lost it, for a
// reason that stays on record, and ends their sessions. Nobody does it for
// themself.
func (s *Service) ResetSecondFactor(ctx context.Context, id int, reason string) error {
	return s.lookAfter(ctx, id, reason, func(ctx context.Context, tx *ent.Tx, reason string) error {
		return resetSecondFactor(ctx, tx, id, reason)
	})
}

// ResetSecondFactorOf is ResetSecondFactor by the person's address, for those who
// look after the server's own machine; the programme itself asks. It refuses as
// NOT_FOUND when there is no account.
func (s *Service) ResetSecondFactorOf(ctx context.Context, address, reason string) error {
	found, err := s.ByAddress(ctx, address)
	if err != nil {
		return err
	}
	if reason, err = required(reason, "reason", maxReason); err != nil {
		return err
	}
	return journal.Write(ctx, s.Client, func(ctx context.Context, tx *ent.Tx) error {
		return resetSecondFactor(ctx, tx, found.ID, reason)
	})
}

// ResetSecondFactors is ResetSecondFactor of everybody who has one, for whoever
// lost the account key for good; the programme itself asks. It returns of how
// many.
func (s *Service) ResetSecondFactors(ctx context.Context, reason string) (n int, err error) {
	if reason, err = required(reason, "reason", maxReason); err != nil {
		return 0, err
	}
	sealed := account.Or(account.TotpSecretNotNil(), account.TotpOfferedNotNil())
	err = journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		ids, err := tx.Account.Query().Where(sealed).Order(account.ByID()).IDs(ctx)
		if err != nil {
			return err
		}
		n = len(ids)
		if _, err := tx.RecoveryCode.Delete().Where(recoverycode.HasAccountWith(sealed)).Exec(ctx); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, session.HasAccountWith(sealed)); err != nil {
			return err
		}
		err = tx.Account.Update().Where(sealed).ClearTotpSecret().ClearTotpOffered().ClearSecondFactorAt().
			SetSecondFactorResetReason(reason).Exec(ctx)
		if err != nil {
			return err
		}
		return notifyAll(ctx, tx, ids, programme.NoticeSecondFactorReset)
	})
	return n, err
}

func resetSecondFactor(ctx context.Context, tx *ent.Tx, id int, reason string) error {
	err := tx.Account.UpdateOneID(id).ClearTotpSecret().ClearTotpOffered().ClearSecondFactorAt().
		SetSecondFactorResetReason(reason).Exec(ctx)
	if err != nil {
		return err
	}
	if _, err := tx.RecoveryCode.Delete().Where(recoverycode.AccountID(id)).Exec(ctx); err != nil {
		return err
	}
	if err := endSessions(ctx, tx, session.AccountID(id)); err != nil {
		return err
	}
	return notify(ctx, tx, id, programme.NoticeSecondFactorReset)
}

// readable refuses an account that the viewer may not read as absent.
func readable(ctx context.Context, tx *ent.Tx, asking viewer.Viewer, id int) error {
	some, err := tx.Account.Query().Where(account.ID(id)).Exist(viewer.NewContext(ctx, asking))
	if err == nil && !some {
		return programme.Refuse(programme.RefusedNotFound, "account")
	}
	return err
}

// lookAfter does something to a person's account, for a reason, unless it refuses:
// who asks has to be able to give every role of the staff that the person holds.
// An administrator looks after anybody else; nobody after themself.
func (s *Service) lookAfter(ctx context.Context, id int, reason string, do func(ctx context.Context, tx *ent.Tx, reason string) error) error {
	return s.changeStanding(ctx, func(ctx context.Context, tx *ent.Tx, asking viewer.Viewer) error {
		if err := readable(ctx, tx, asking, id); err != nil {
			return err
		}
		if err := maySeeTo(ctx, tx, asking, id); err != nil {
			return err
		}
		reason, err := required(reason, "reason", maxReason)
		if err != nil {
			return err
		}
		return do(ctx, tx, reason)
	})
}

func maySeeTo(ctx context.Context, tx *ent.Tx, asking viewer.Viewer, id int) error {
	if isAdministrator(asking) && id != asking.Account {
		return nil
	}
	held, err := tx.RoleGrant.Query().Where(rolegrant.AccountID(id)).Where(Counting(now())...).All(ctx)
	if err != nil {
		return err
	}
	given := 0
	for _, g := range held {
		if g.Role == viewer.Youth { // anybody's, by registering
			continue
		}
		if _, may := mayGive(asking, g.Role, orZero(g.RegionID)); !may {
			return programme.Refuse(programme.RefusedNotAllowed, "")
		}
		given++
	}
	if given == 0 || id == asking.Account {
		return programme.Refuse(programme.RefusedNotAllowed, "")
	}
	return nil
}

// someAdministrator refuses a change that would leave nobody to look after
// people, or nobody for long.
func someAdministrator(ctx context.Context, tx *ent.Tx) error {
	some, err := tx.RoleGrant.Query().
		Where(rolegrant.RoleEQ(viewer.Administrator), rolegrant.RegionIDIsNil(), rolegrant.RevokedAtIsNil(), rolegrant.StartsAtLTE(now()),
			rolegrant.EndsAtIsNil(), rolegrant.HasAccountWith(account.BlockedAtIsNil())).Exist(ctx)
	if err == nil && !some {
		return programme.Refuse(programme.RefusedLastAdministrator, "")
	}
	return err
}
