package people

import (
	"context"

	"zhas/ent"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// RenewConsent records that the person who asks agrees anew to the text in force,
// for its term from now on. It refuses as GUARDIAN_REQUIRED who may not consent
// alone yet.
func (s *Service) RenewConsent(ctx context.Context, version int, language viewer.Locale) error {
	if version != ConsentVersion {
		return programme.Refuse(programme.RefusedConsent, "consentVersion")
	}
	_, err := s.own(ctx, func(ctx context.Context, tx *ent.Tx, row *ent.Youth) error {
		held, err := s.records.Open(ctx, []programme.PersonalField{programme.PersonalBirthDate}, row.PersonID)
		if err != nil {
			return err
		}
		born := programme.Date(held[row.PersonID][programme.PersonalBirthDate])
		if born == "" { // who registered with an earlier release
			return programme.Refuse(programme.RefusedRequired, "birthDate")
		}
		if may, err := programme.MayConsent(born, dayOf(now())); err != nil {
			return err
		} else if !may {
			return programme.Refuse(programme.RefusedGuardian, "")
		}
		return s.consent(ctx, tx, row.PersonID, Registration{Language: language})
	})
	return err
}
