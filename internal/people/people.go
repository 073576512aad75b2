// Package people is about young people who take part: they register with their
// consent, see and correct what is held of them, have its use stopped, and are
// erased. Whoever calls it is named in the context; what it refuses, it refuses
// with a *programme.Refusal.
package people

import (
	"context"
	"errors"
	"slices"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"zhas/ent"
	entaccount "zhas/ent/account"
	"zhas/ent/consent"
	"zhas/ent/locality"
	"zhas/ent/region"
	"zhas/ent/youth"
	"zhas/internal/account"
	"zhas/internal/jobs"
	"zhas/internal/journal"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// Service is the programme's door for young people. It is safe for concurrent use
// and keeps nothing between requests.
type Service struct {
	client   *ent.Client
	records  *personal.Records
	accounts *account.Service
	operator string
}

// New returns the service; operator is who answers for the data, as texts of
// consent name them.
func New(client *ent.Client, accounts *account.Service, operator string) *Service {
	return &Service{client: client, records: accounts.Records, accounts: accounts, operator: operator}
}

// Residence is where a young person lives.
type Residence struct {
	Region   int
	Locality *int
}

// Registration is what somebody registers as a young person with.
type Registration struct {
	ConsentVersion int
	Publication    bool // the name may be published; for a minor the guardian says so
	Language       viewer.Locale
	Residence
	Data Data
}

// now is the instant of an action, at the precision that both databases keep.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// asking returns who asks, who must have signed in completely.
func asking(ctx context.Context) (viewer.Viewer, error) {
	v, _ := viewer.FromContext(ctx)
	if v.Person() == 0 {
		return v, programme.Refuse(programme.RefusedSignIn, "")
	}
	return v, nil
}

// Register makes the person who asks a young person of the programme, with their
// consent, which is recorded before anything else; for a minor a guardian has agreed
// before, or it is refused as GUARDIAN_REQUIRED. Whether somebody else has
// their identity number is not said. It returns the identifier of the profile.
func (s *Service) Register(ctx context.Context, r Registration) (id int, err error) {
	v, err := asking(ctx)
	if err != nil {
		return 0, err
	}
	if !v.Has(viewer.Youth) {
		return 0, programme.Refuse(programme.RefusedNotAllowed, "")
	}
	if r.ConsentVersion != ConsentVersion {
		return 0, programme.Refuse(programme.RefusedConsent, "consentVersion")
	}
	values, err := r.Data.values()
	if err != nil {
		return 0, err
	}
	err = journal.Write(viewer.AsSystem(ctx), s.client, func(ctx context.Context, tx *ent.Tx) error {
		of, err := standingAccount(ctx, tx, v.Account)
		if err != nil {
			return err
		}
		if err := lives(ctx, tx, r.Residence); err != nil {
			return err
		}
		guarded, err := s.guarded(ctx, tx, of.PersonID, r.Data.BirthDate, r.Region, values[programme.PersonalPhone])
		if err != nil {
			return err
		}
		if !guarded {
			if err := s.agree(ctx, tx, of.PersonID, agreement{r.ConsentVersion, r.Language, programme.GivenBySelf, r.Publication}); err != nil {
				return err
			}
		}
		if err := s.records.Update(ctx, tx, of.PersonID, values); err != nil {
			return err
		}
		copies, err := personal.CopiesOf(values)
		if err != nil {
			return err
		}
		row, err := tx.Youth.Create().SetPersonID(of.PersonID).SetAccountID(of.ID).SetRegionID(r.Region).SetNillableLocalityID(r.Locality).
			SetFamilyName(copies.FamilyName).SetGivenName(copies.GivenName).SetSpellings(copies.Spellings).Save(ctx)
		if err != nil {
			return err
		}
		id = row.ID
		if err := personal.WriteTraits(ctx, tx, personal.YouthCopies{Youth: row.ID, Copies: copies}); err != nil {
			return err
		}
		return jobs.Add(ctx, tx, jobDuplicates, row.ID)
	})
	if ent.IsConstraintError(err) { // nobody has two profiles
		return 0, programme.Refuse(programme.RefusedRegistered, "")
	}
	return id, err
}

// standingAccount returns the account of who asks, which nobody else changes until
// the transaction ends. It refuses as SIGN_IN_REQUIRED one that was erased or blocked
// since they asked. It comes before their other rows, so that nobody waits for
// somebody who waits for them.
func standingAccount(ctx context.Context, tx *ent.Tx, id int) (*ent.Account, error) {
	query := tx.Account.Query().Where(entaccount.ID(id))
	query.Modify(lock)
	row, err := query.Only(ctx)
	if err == nil && row.BlockedAt != nil {
		err = programme.Refuse(programme.RefusedSignIn, "")
	}
	return row, err
}

// lives refuses a residence that is none.
func lives(ctx context.Context, tx *ent.Tx, r Residence) error {
	known, err := tx.Region.Query().Where(region.ID(r.Region), region.ValidToIsNil()).Exist(ctx)
	if err == nil && !known {
		return programme.Refuse(programme.RefusedNotFound, "region")
	}
	if err != nil || r.Locality == nil {
		return err
	}
	known, err = tx.Locality.Query().Where(locality.ID(*r.Locality), locality.RegionID(r.Region)).Exist(ctx)
	if err == nil && !known {
		return programme.Refuse(programme.RefusedNotFound, "locality")
	}
	return err
}

// own changes the profile of the person who asks. It refuses as NOT_FOUND when
// they have none. It returns its identifier.
func (s *Service) own(ctx context.Context, change func(ctx context.Context, tx *ent.Tx, row *ent.Youth) error) (id int, err error) {
	v, err := asking(ctx)
	if err != nil {
		return 0, err
	}
	err = journal.Write(viewer.AsSystem(ctx), s.client, func(ctx context.Context, tx *ent.Tx) error {
		if _, err := standingAccount(ctx, tx, v.Account); err != nil {
			return err
		}
		query := tx.Youth.Query().Where(youth.AccountID(v.Account))
		query.Modify(lock)
		row, err := query.Only(ctx)
		if ent.IsNotFound(err) {
			return programme.Refuse(programme.RefusedNotFound, "")
		} else if err != nil {
			return err
		}
		id = row.ID
		return change(ctx, tx, row)
	})
	return id, err
}

// Correct puts what the person tells of themself in the place of what was held. A
// document that was seen has to be seen again when what stands in it changes: the
// names, the birth date or the identity number; of circumstances that are still told
// it stays seen. A birth date of a minor is
// refused as GUARDIAN_REQUIRED where no guardian agreed.
func (s *Service) Correct(ctx context.Context, home Residence, data Data) (id int, err error) {
	values, err := data.values()
	if err != nil {
		return 0, err
	}
	return s.own(ctx, func(ctx context.Context, tx *ent.Tx, row *ent.Youth) error {
		if err := lives(ctx, tx, home); err != nil {
			return err
		}
		if _, err := s.guarded(ctx, tx, row.PersonID, data.BirthDate, home.Region, values[programme.PersonalPhone]); err != nil {
			return err
		}
		before, err := s.records.Open(ctx, append([]programme.PersonalField{programme.PersonalCategories}, inDocument...), row.PersonID)
		if err != nil {
			return err
		}
		if err := keepAttested(values, before[row.PersonID]); err != nil {
			return err
		}
		if err := s.records.Update(ctx, tx, row.PersonID, values); err != nil {
			return err
		}
		copies, err := personal.CopiesOf(values)
		if err != nil {
			return err
		}
		update := tx.Youth.UpdateOne(row).SetRegionID(home.Region).SetNillableLocalityID(home.Locality).SetActiveOn(dayOf(now())).
			SetFamilyName(copies.FamilyName).SetGivenName(copies.GivenName).SetSpellings(copies.Spellings)
		if home.Locality == nil {
			update.ClearLocalityID()
		}
		if slices.ContainsFunc(inDocument, func(f programme.PersonalField) bool { return before[row.PersonID][f] != values[f] }) {
			update.ClearAttestedAt().ClearAttestedByID()
		} else if row.AttestedAt != nil {
			if err := s.records.Claim(ctx, tx, row.PersonID, programme.PersonalIIN); err != nil {
				return err
			}
		}
		if err := update.Exec(ctx); err != nil {
			return err
		}
		if err := personal.WriteTraits(ctx, tx, personal.YouthCopies{Youth: row.ID, Copies: copies}); err != nil {
			return err
		}
		return jobs.Add(ctx, tx, jobDuplicates, row.ID)
	})
}

// inDocument is what a coordinator compares with a document.
var inDocument = []programme.PersonalField{programme.PersonalNames, programme.PersonalBirthDate, programme.PersonalIIN}

// StopProcessing has the use of the data of the person who asks stopped: from now
// on nobody else reads it.
func (s *Service) StopProcessing(ctx context.Context) (int, error) {
	return s.own(ctx, func(ctx context.Context, tx *ent.Tx, row *ent.Youth) error {
		if row.ProcessingStoppedAt != nil {
			return nil
		}
		if err := tx.Youth.UpdateOne(row).SetProcessingStoppedAt(now()).Exec(ctx); err != nil {
			return err
		}
		return jobs.Add(ctx, tx, jobDuplicates, row.ID)
	})
}

// ResumeProcessing lets the data of the person who asks be used again. It refuses
// as CONSENT_REQUIRED, of a minor as GUARDIAN_REQUIRED, where no consent to that is
// in force.
func (s *Service) ResumeProcessing(ctx context.Context) (int, error) {
	return s.own(ctx, func(ctx context.Context, tx *ent.Tx, row *ent.Youth) error {
		if refused, err := s.mayUse(ctx, tx, row); err != nil {
			return err
		} else if refused != nil {
			return refused
		}
		if err := tx.Youth.UpdateOne(row).ClearProcessingStoppedAt().Exec(ctx); err != nil {
			return err
		}
		return jobs.Add(ctx, tx, jobDuplicates, row.ID)
	})
}

// WithdrawPublication takes back the consent of the person who asks to have their
// name published.
func (s *Service) WithdrawPublication(ctx context.Context) error {
	_, err := s.own(ctx, func(ctx context.Context, tx *ent.Tx, row *ent.Youth) error {
		return tx.Consent.Update().Where(consent.PersonID(row.PersonID), consent.PurposeEQ(programme.ConsentPublication),
			consent.WithdrawnAtIsNil()).SetWithdrawnAt(now()).Exec(ctx)
	})
	return err
}

// Attest records that a coordinator of the young person's region, or of all, saw
// the identity document. It refuses as ATTESTED_FOR_ANOTHER when somebody else's
// was seen with the same number, and as CONSENT_REQUIRED or GUARDIAN_REQUIRED when no
// consent to use the data is in force.
func (s *Service) Attest(ctx context.Context, id int) error {
	err := s.attest(ctx, id, func(ctx context.Context, tx *ent.Tx, row *ent.Youth, by int) error {
		err := s.records.Claim(ctx, tx, row.PersonID, programme.PersonalIIN)
		if errors.Is(err, personal.ErrNoValue) {
			return programme.Refuse(programme.RefusedRequired, "iin")
		} else if err != nil {
			return err
		}
		return tx.Youth.UpdateOneID(row.ID).SetAttestedAt(now()).SetAttestedByID(by).Exec(ctx)
	})
	if ent.IsConstraintError(err) {
		return programme.Refuse(programme.RefusedAttested, "youth")
	}
	return err
}

// Erase erases the person who asks, once they have given their password again:
// their account, what is held of them, and the key that opens what the journal and
// backups still hold. Their places in teams stay, and name nobody. It returns who
// asks from then on.
func (s *Service) Erase(ctx context.Context, password string) (viewer.Viewer, error) {
	begun := now()
	v, err := s.accounts.EraseOwn(ctx, password, func(ctx context.Context, tx *ent.Tx, of *ent.Account) error {
		rows, err := tx.Youth.Query().Where(youth.PersonID(of.PersonID)).IDs(ctx)
		if err != nil || len(rows) == 0 {
			return err
		}
		return eraseProfiles(ctx, tx, now(), rows...)
	})
	if err != nil {
		return v, err
	}
	return v, s.records.Destroy(ctx, begun)
}

// eraseProfiles takes off young people's rows what says who they are, within a
// journalled transaction. Their places in teams stay, and name nobody.
func eraseProfiles(ctx context.Context, tx *ent.Tx, at time.Time, ids ...int) error {
	if err := personal.ForgetTraits(ctx, tx, ids...); err != nil {
		return err
	}
	if err := unmerge(ctx, tx, ids...); err != nil {
		return err
	}
	if _, err := tx.DuplicateCase.Delete().Where(about(ids...)).Exec(ctx); err != nil {
		return err
	}
	return tx.Youth.Update().Where(youth.IDIn(ids...)).SetFamilyName("").SetGivenName("").SetSpellings("").ClearLocalityID().ClearAccountID().
		ClearAttestedAt().ClearAttestedByID().ClearActiveOn().ClearExpiryToldAt().SetProcessingStoppedAt(at).Exec(ctx)
}

// lock has a query keep the rows that it finds as they are until the transaction
// ends. SQLite has one writer at a time anyway.
func lock(s *sql.Selector) {
	if s.Dialect() == dialect.Postgres {
		s.ForUpdate()
	}
}
