package people

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"zhas/ent"
	entaccount "zhas/ent/account"
	"zhas/ent/exceptionalaccess"
	"zhas/ent/policy"
	"zhas/ent/youth"
	"zhas/internal/account"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

const (
	minReason = 20
	maxReason = 1000
)

// aDay is how far back the asking for exceptional access is counted.
const aDay = 24 * time.Hour

// Sought is what a person is looked for by: their identity number, telephone or
// e-mail address.
type Sought struct {
	Field programme.PersonalField
	Value string
}

// normal is the one spelling that the value is held in.
func (s Sought) normal() (value string, err error) {
	valid := false
	switch s.Field {
	case programme.PersonalIIN:
		value = strings.Join(strings.Fields(s.Value), "")
		valid = programme.CheckIdentificationNumber(value) == nil
	case programme.PersonalPhone:
		value, valid = programme.NormalizePhone(s.Value)
	case programme.PersonalEmail:
		value, err = account.NormalizeEmail(s.Value)
		valid = err == nil
	}
	if !valid {
		return "", programme.Refuse(programme.RefusedInvalid, "person")
	}
	return value, nil
}

// reasonFor returns why somebody asks.
func reasonFor(told string) (string, error) {
	reason, err := remark(told, "reason")
	if err != nil {
		return "", err
	}
	if utf8.RuneCountInString(reason) < minReason {
		return "", &programme.Refusal{Code: programme.RefusedTooShort, Field: "reason", Amount: minReason}
	}
	return reason, nil
}

// remark returns what staff write for the record, in one line. It holds no number and
// no address of anybody, which are sealed.
func remark(told, field string) (string, error) {
	line, err := text(strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ").Replace(told), field, maxReason)
	if err == nil && programme.HoldsContact(line) {
		err = programme.Refuse(programme.RefusedInvalid, field)
	}
	return line, err
}

// BeginExceptionalAccess lets a coordinator or an analyst see one young person
// outside of their ordinary scope, whose identity number, telephone or address they
// know, for three hours. It is on record whatever comes of it, and so often in a day
// alone. It returns the identifier of the record, whose outcome says whether
// anything was opened.
func (s *Service) BeginExceptionalAccess(ctx context.Context, sought Sought, purpose programme.ReadingPurpose, reason string) (id int, err error) {
	v, err := asking(ctx)
	if err != nil {
		return 0, err
	}
	if !policy.MayHaveExceptionalAccess(v) {
		return 0, programme.Refuse(programme.RefusedNotAllowed, "")
	}
	value, err := sought.normal()
	if err != nil {
		return 0, err
	}
	if purpose == programme.ReadingOwn {
		return 0, programme.Refuse(programme.RefusedInvalid, "purpose")
	}
	if reason, err = reasonFor(reason); err != nil {
		return 0, err
	}
	err = journal.Write(viewer.AsSystem(ctx), s.client, func(ctx context.Context, tx *ent.Tx) error {
		at := now()
		if err := notTooOften(ctx, tx, v.Account, at); err != nil {
			return err
		}
		found, outcome, err := s.seek(ctx, tx, v, sought.Field, value)
		if err != nil {
			return err
		}
		create := tx.ExceptionalAccess.Create().SetAccountID(v.Account).SetNillableYouthID(found).SetOutcome(outcome).SetSoughtBy(sought.Field).
			SetPurpose(purpose).SetReason(reason).SetBegunAt(at)
		if outcome == programme.ExceptionalOpened {
			create.SetEndsAt(at.Add(programme.ExceptionalAccessLasts))
		}
		row, err := create.Save(ctx)
		if err != nil {
			return err
		}
		id = row.ID
		if outcome != programme.ExceptionalOpened {
			return nil
		}
		return account.NotifyAdministrators(ctx, tx, programme.NoticeExceptionalAccess)
	})
	return id, err
}

// notTooOften refuses who asked as often as they may in a day, and tells them how
// long to wait. Until the transaction ends nobody else counts for them.
func notTooOften(ctx context.Context, tx *ent.Tx, of int, at time.Time) error {
	waiting := tx.Account.Query().Where(entaccount.ID(of))
	waiting.Modify(func(s *sql.Selector) {
		if s.Dialect() == dialect.Postgres {
			s.ForUpdate()
		}
	})
	if _, err := waiting.All(ctx); err != nil {
		return err
	}
	last, err := tx.ExceptionalAccess.Query().Where(exceptionalaccess.AccountID(of), exceptionalaccess.BegunAtGT(at.Add(-aDay))).
		Order(exceptionalaccess.ByBegunAt(sql.OrderDesc())).Limit(programme.ExceptionalAccessesADay).All(ctx)
	if err != nil || len(last) < programme.ExceptionalAccessesADay {
		return err
	}
	wait := last[len(last)-1].BegunAt.Add(aDay).Sub(at).Truncate(time.Second) + time.Second
	viewer.ClientOf(ctx).RetryAfter(wait)
	return &programme.Refusal{Code: programme.RefusedThrottled, Amount: int(wait.Seconds())}
}

// seek finds the one young person who has the value and whose data may be used; of
// profiles that were merged the one that stands for both. Of
// several with one identity number it is the one whose document was seen.
func (s *Service) seek(
	ctx context.Context, tx *ent.Tx, v viewer.Viewer, field programme.PersonalField, value string,
) (found *int, outcome programme.ExceptionalOutcome, err error) {
	has, err := s.records.Has(field, value)
	if err != nil {
		return nil, "", err
	}
	query := tx.Youth.Query().Where(youth.HasPersonWith(has), youth.ProcessingStoppedAtIsNil(), youth.MergedIntoIDIsNil())
	ids, err := query.Clone().Limit(2).IDs(ctx)
	if err == nil && len(ids) > 1 && field == programme.PersonalIIN {
		ids, err = query.Where(youth.AttestedAtNotNil()).Limit(2).IDs(ctx)
		if len(ids) == 0 {
			return nil, programme.ExceptionalSeveral, err
		}
	}
	switch {
	case err != nil:
		return nil, "", err
	case len(ids) == 0:
		return nil, programme.ExceptionalNotFound, nil
	case len(ids) > 1:
		return nil, programme.ExceptionalSeveral, nil
	}
	near, err := tx.Youth.Query().Where(youth.ID(ids[0]), policy.CloseYouthScope(v)).Exist(ctx)
	if near {
		return &ids[0], programme.ExceptionalInScope, err
	}
	return &ids[0], programme.ExceptionalOpened, err
}

// EndExceptionalAccess ends what the person who asks has opened; what is over
// already stays so.
func (s *Service) EndExceptionalAccess(ctx context.Context, id int) error {
	return s.exceptional(ctx, id, func(ctx context.Context, tx *ent.Tx, v viewer.Viewer, row *ent.ExceptionalAccess) error {
		if row.AccountID != v.Account {
			return programme.Refuse(programme.RefusedNotAllowed, "")
		}
		return endExceptional(ctx, tx, id)
	})
}

func endExceptional(ctx context.Context, tx *ent.Tx, id int) error {
	at := now()
	return tx.ExceptionalAccess.Update().
		Where(exceptionalaccess.ID(id), exceptionalaccess.EndedAtIsNil(), exceptionalaccess.EndsAtGT(at)).SetEndedAt(at).Exec(ctx)
}

// ReviewExceptionalAccess records what a second person thinks of an exceptional
// access: an administrator, or a coordinator of the region of whom it is about. One
// that still lasts ends, so that nothing is seen after the review. What is not
// justified takes a note.
func (s *Service) ReviewExceptionalAccess(ctx context.Context, id int, verdict programme.Verdict, note string) error {
	note, err := remark(note, "note")
	if err != nil {
		return err
	}
	return s.exceptional(ctx, id, func(ctx context.Context, tx *ent.Tx, v viewer.Viewer, row *ent.ExceptionalAccess) error {
		if row.AccountID == v.Account || !v.Has(viewer.Administrator) && !v.Has(viewer.RegionalCoordinator) {
			return programme.Refuse(programme.RefusedNotAllowed, "")
		}
		if note == "" && verdict != programme.VerdictJustified {
			return programme.Refuse(programme.RefusedRequired, "note")
		}
		update := tx.ExceptionalAccess.Update().Where(exceptionalaccess.ID(id), exceptionalaccess.ReviewedAtIsNil()).
			SetReviewedAt(now()).SetReviewedByID(v.Account).SetVerdict(verdict)
		if note != "" {
			update.SetReviewNote(note)
		}
		n, err := update.Save(ctx)
		if err == nil && n == 0 {
			return programme.Refuse(programme.RefusedReviewed, "access")
		}
		if err != nil {
			return err
		}
		return endExceptional(ctx, tx, id)
	})
}

// exceptional changes an exceptional access that the person who asks may read.
func (s *Service) exceptional(ctx context.Context, id int, change func(context.Context, *ent.Tx, viewer.Viewer, *ent.ExceptionalAccess) error) error {
	v, err := asking(ctx)
	if err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.client, func(system context.Context, tx *ent.Tx) error {
		row, err := tx.ExceptionalAccess.Query().Where(exceptionalaccess.ID(id)).Only(viewer.NewContext(system, v)) // what is hidden is absent
		if ent.IsNotFound(err) {
			return programme.Refuse(programme.RefusedNotFound, "access")
		} else if err != nil {
			return err
		}
		return change(system, tx, v, row)
	})
}
