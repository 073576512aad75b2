package people

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"zhas/ent"
	"zhas/ent/policy"
	"zhas/ent/youth"
	"zhas/ent/youthcategory"
	"zhas/internal/journal"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// attest has somebody who asks attest something of a young person: a coordinator of
// their region or of all, or an administrator, never the young person themself. A
// team mate is no coordinator of theirs, whatever else they coordinate.
func (s *Service) attest(ctx context.Context, id int, do func(ctx context.Context, tx *ent.Tx, row *ent.Youth, by int) error) error {
	v, err := coordinating(ctx)
	if err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.client, func(system context.Context, tx *ent.Tx) error {
		query := tx.Youth.Query().Where(youth.ID(id), policy.CoordinatedYouthScope(v))
		query.Modify(lock)
		row, err := query.Only(system) // what is hidden is absent
		if ent.IsNotFound(err) {
			return programme.Refuse(programme.RefusedNotFound, "youth")
		} else if err != nil {
			return err
		}
		switch {
		case row.AccountID != nil && *row.AccountID == v.Account:
			return programme.Refuse(programme.RefusedNotAllowed, "")
		case row.MergedIntoID != nil: // the profile that stands for it is attested
			return programme.Refuse(programme.RefusedDecided, "youth")
		}
		if refused, err := s.mayUse(system, tx, row); err != nil {
			return err
		} else if refused != nil {
			return refused
		}
		return do(system, tx, row, v.Account)
	})
}

// AttestCategory records that a coordinator of the young person's region, or of all,
// saw a document for a circumstance. It refuses as NOT_FOUND a circumstance that the
// person does not tell.
func (s *Service) AttestCategory(ctx context.Context, id int, category programme.VulnerabilityCategory) error {
	return s.attest(ctx, id, func(ctx context.Context, tx *ent.Tx, row *ent.Youth, _ int) error {
		held, err := s.records.Open(ctx, []programme.PersonalField{programme.PersonalCategories}, row.PersonID)
		if err != nil {
			return err
		}
		told, err := circumstances(held[row.PersonID])
		if err != nil {
			return err
		}
		i := slices.IndexFunc(told, func(c programme.Circumstance) bool { return c.Category == category })
		if i < 0 {
			return programme.Refuse(programme.RefusedNotFound, "category")
		}
		if told[i].Attestation == programme.AttestationDocumentSeen {
			return nil
		}
		told[i].Attestation = programme.AttestationDocumentSeen
		text, err := personal.Encode(told)
		if err != nil {
			return err
		}
		if err := s.records.Update(ctx, tx, row.PersonID, personal.Values{programme.PersonalCategories: text}); err != nil {
			return err
		}
		return tx.YouthCategory.Update().Where(youthcategory.YouthID(row.ID), youthcategory.CategoryEQ(category)).
			SetAttestation(programme.AttestationDocumentSeen).Exec(ctx)
	})
}

// circumstances are those of values.
func circumstances(values personal.Values) (told []programme.Circumstance, err error) {
	if text := values[programme.PersonalCategories]; text != "" {
		if json.Unmarshal([]byte(text), &told) != nil { // its error would quote them
			return nil, errors.New("circumstances that are no JSON")
		}
	}
	return told, nil
}

// keepAttested keeps of the values before for which circumstances a document was
// seen.
func keepAttested(values, before personal.Values) error {
	was, err := circumstances(before)
	if err != nil {
		return err
	}
	told, err := circumstances(values)
	if err != nil {
		return err
	}
	for i, one := range told {
		if seen := (programme.Circumstance{Category: one.Category, Attestation: programme.AttestationDocumentSeen}); slices.Contains(was, seen) {
			told[i] = seen
		}
	}
	values[programme.PersonalCategories], err = personal.Encode(told)
	return err
}
