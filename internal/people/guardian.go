package people

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"zhas/ent"
	entaccount "zhas/ent/account"
	"zhas/ent/consent"
	"zhas/ent/guardianrequest"
	"zhas/ent/predicate"
	"zhas/ent/region"
	"zhas/ent/youth"
	"zhas/internal/account"
	"zhas/internal/jobs"
	"zhas/internal/journal"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

const (
	// guardianLifetime is how long a guardian may take to answer.
	guardianLifetime = 14 * 24 * time.Hour
	// maxGuardianName is the longest name of a guardian, in characters.
	maxGuardianName = 200
)

// jobGuardian sends the link of a GuardianRequest.
const jobGuardian = "people.guardian"

// Guardian is who a person asks to agree for them, at an address or by telephone.
type Guardian struct{ Name, Email, Phone string }

// sealed is the guardian as they are held, with the one contact that is given.
func (g Guardian) sealed() (held programme.Guardian, contact string, err error) {
	if held.Name, err = guardianName(g.Name); err != nil {
		return held, "", err
	}
	switch {
	case g.Phone == "":
		if contact, err = account.NormalizeEmail(g.Email); err != nil {
			return held, "", err
		}
		held.Email = &contact
	case g.Email != "":
		return held, "", programme.Refuse(programme.RefusedInvalid, "phone")
	default:
		number, ok := programme.NormalizePhone(g.Phone)
		if !ok {
			return held, "", programme.Refuse(programme.RefusedInvalid, "phone")
		}
		contact, held.Phone = number, &number
	}
	return held, contact, nil
}

// guardianName is a guardian's name as it is held.
func guardianName(name string) (string, error) {
	name, err := text(name, "name", maxGuardianName)
	if err == nil && name == "" {
		return "", programme.Refuse(programme.RefusedRequired, "name")
	}
	return name, err
}

// AskGuardian has a link sent with which a guardian agrees for the person who asks,
// or declines. It takes the place of a request before, whose link works no more. It
// refuses as ALREADY_CONSENTED while the consent of a guardian is in force. It
// returns the identifier of the request.
func (s *Service) AskGuardian(ctx context.Context, language viewer.Locale, of Guardian) (id int, err error) {
	v, err := asking(ctx)
	if err != nil {
		return 0, err
	}
	if !v.Has(viewer.Youth) {
		return 0, programme.Refuse(programme.RefusedNotAllowed, "")
	}
	held, contact, err := of.sealed()
	if err != nil {
		return 0, err
	}
	err = journal.Write(viewer.AsSystem(ctx), s.client, func(ctx context.Context, tx *ent.Tx) error {
		person, err := lockPerson(ctx, tx, entaccount.ID(v.Account))
		if err != nil {
			return err
		}
		own, err := s.records.Open(ctx, []programme.PersonalField{programme.PersonalEmail, programme.PersonalPhone}, person)
		if err != nil {
			return err
		}
		switch contact { // nobody is their own guardian
		case own[person][programme.PersonalEmail]:
			return programme.Refuse(programme.RefusedInvalid, "email")
		case own[person][programme.PersonalPhone]:
			return programme.Refuse(programme.RefusedInvalid, "phone")
		}
		if agreed, err := inForce(ctx, tx.Consent, person, programme.ConsentParticipation, programme.GivenByGuardian); err != nil {
			return err
		} else if agreed {
			return programme.Refuse(programme.RefusedConsented, "")
		}
		if err := s.accounts.ThrottleGuardian(ctx, tx, v.Account, contact); err != nil {
			return err
		}
		if err := s.hold(ctx, tx, person, held); err != nil {
			return err
		}
		err = tx.GuardianRequest.Update().Where(guardianrequest.PersonID(person), guardianrequest.CancelledAtIsNil()).SetCancelledAt(now()).Exec(ctx)
		if err != nil {
			return err
		}
		row, err := tx.GuardianRequest.Create().SetPersonID(person).SetLanguage(language).SetAskedAt(now()).SetExpiresAt(now().Add(guardianLifetime)).Save(ctx)
		if err != nil {
			return err
		}
		id = row.ID
		return jobs.Add(ctx, tx, jobGuardian, row.ID)
	})
	return id, err
}

// lockPerson returns the person of an account, whose requests and consents nobody
// else changes until the transaction ends.
func lockPerson(ctx context.Context, tx *ent.Tx, of predicate.Account) (int, error) {
	query := tx.Account.Query().Where(of)
	query.Modify(lock)
	row, err := query.Only(ctx)
	if err != nil {
		return 0, err
	}
	return row.PersonID, nil
}

// hold seals a guardian with what is held of a person.
func (s *Service) hold(ctx context.Context, tx *ent.Tx, person int, g programme.Guardian) error {
	value, err := json.Marshal(g)
	if err != nil {
		return err
	}
	return s.records.Update(ctx, tx, person, personal.Values{programme.PersonalGuardian: string(value)})
}

// heldGuardian is the guardian of a person as they are held, nil when none is.
func (s *Service) heldGuardian(ctx context.Context, person int) (*programme.Guardian, error) {
	opened, err := s.records.Open(ctx, []programme.PersonalField{programme.PersonalGuardian}, person)
	if err != nil || opened[person][programme.PersonalGuardian] == "" {
		return nil, err
	}
	g := new(programme.Guardian)
	if err := json.Unmarshal([]byte(opened[person][programme.PersonalGuardian]), g); err != nil {
		return nil, errors.New("a guardian that is no JSON") // the parser's error would quote it
	}
	return g, nil
}

// sendGuardianLink sends the link of a request. Its token is made here, so that it
// is kept nowhere but in the message.
func (s *Service) sendGuardianLink(ctx context.Context, id int) error {
	row, err := s.client.GuardianRequest.Query().Where(guardianrequest.ID(id), waiting()).Only(ctx)
	if ent.IsNotFound(err) {
		return nil
	} else if err != nil {
		return err
	}
	to, err := s.heldGuardian(ctx, row.PersonID)
	if err != nil || to == nil {
		return err
	}
	token, hash := account.NewLinkToken()
	err = journal.Write(ctx, s.client, func(ctx context.Context, tx *ent.Tx) error {
		return tx.GuardianRequest.Update().Where(guardianrequest.ID(id), waiting()).SetTokenHash(hash).Exec(ctx)
	})
	if err != nil {
		return err
	}
	return s.accounts.SendToGuardian(ctx, *to, row.Language, token)
}

// waiting keeps requests that can still be answered.
func waiting() predicate.GuardianRequest {
	return guardianrequest.And(guardianrequest.CancelledAtIsNil(), guardianrequest.AnsweredAtIsNil(), guardianrequest.ExpiresAtGT(now()))
}

// GuardianLink is what the link of a request shows.
type GuardianLink struct {
	Name        string // of the account of who asks
	AskedAt     time.Time
	ExpiresAt   time.Time
	AgreedAt    *time.Time // nil while it is to be answered
	Publication bool       // the guardian agreed to that too
	Text        *ConsentText

	request *ent.GuardianRequest
	account int
}

// OpenGuardianLink tells whoever has the link of a request who asks and what for:
// while it can be answered, and then as long as the consent that was given by it is
// in force. It refuses as LINK_EXPIRED otherwise, whatever is wrong with the link.
func (s *Service) OpenGuardianLink(ctx context.Context, token string) (*GuardianLink, error) {
	system := viewer.AsSystem(ctx)
	row, err := s.client.GuardianRequest.Query().
		Where(guardianrequest.TokenHash(account.LinkTokenHash(token)), guardianrequest.CancelledAtIsNil()).Only(system)
	if ent.IsNotFound(err) {
		return nil, s.accounts.RefuseLink(ctx)
	} else if err != nil {
		return nil, err
	}
	link := &GuardianLink{AskedAt: row.AskedAt, ExpiresAt: row.ExpiresAt, Text: s.GuardianConsentText(), request: row}
	agreed, err := s.client.Consent.Query().Where(ofGuardian(row.PersonID), consent.EndsOnGTE(dayOf(now()))).All(system)
	if err != nil {
		return nil, err
	}
	for _, given := range agreed {
		link.Publication = link.Publication || given.Purpose == programme.ConsentPublication
	}
	switch {
	case row.AnsweredAt == nil && row.ExpiresAt.After(now()):
	case row.Answer != nil && *row.Answer == programme.GuardianAgreed && slices.ContainsFunc(agreed, func(c *ent.Consent) bool {
		return c.Purpose == programme.ConsentParticipation
	}):
		link.AgreedAt = row.AnsweredAt
	default:
		return nil, s.accounts.RefuseLink(ctx)
	}
	who, err := s.client.Account.Query().Where(entaccount.PersonID(row.PersonID)).Only(system)
	if err != nil {
		return nil, err
	}
	link.Name, link.account = who.Name, who.ID
	return link, nil
}

// ofGuardian keeps consents that a guardian gave for a person and did not take back.
func ofGuardian(person int) predicate.Consent {
	return consent.And(consent.PersonID(person), consent.GivenByEQ(programme.GivenByGuardian), consent.WithdrawnAtIsNil())
}

// inForce tells whether a person has a consent for a purpose, given by whom it has
// to be, that counts.
func inForce(ctx context.Context, consents *ent.ConsentClient, person int, purpose programme.ConsentPurpose, by programme.ConsentGiver, where ...predicate.Consent) (bool, error) {
	query := consents.Query().Where(consent.PersonID(person), consent.PurposeEQ(purpose), consent.GivenByEQ(by),
		consent.WithdrawnAtIsNil(), consent.EndsOnGTE(dayOf(now()))).Where(where...)
	query.Modify(lock) // nobody takes it back meanwhile
	rows, err := query.All(ctx)
	return len(rows) > 0, err
}

// GuardianAnswer is what a guardian states with their answer.
type GuardianAnswer struct {
	Agrees         bool
	ConsentVersion int
	Publication    bool // the minor's name may be published
	Name           string
	Relation       programme.GuardianRelation
	Language       viewer.Locale // of the text that was read
}

// AnswerGuardianRequest records what a guardian answers to the link that they were
// sent: their consent, with who they say they are, or that they decline, after which
// nothing of them is held. Each link is answered once.
func (s *Service) AnswerGuardianRequest(ctx context.Context, token string, a GuardianAnswer) error {
	link, err := s.OpenGuardianLink(ctx, token)
	if err != nil {
		return err
	}
	if link.AgreedAt != nil {
		return s.accounts.RefuseLink(ctx)
	}
	if v, _ := viewer.FromContext(ctx); v.Account == link.account { // nobody is their own guardian
		return programme.Refuse(programme.RefusedNotAllowed, "")
	}
	answer, notice := programme.GuardianDeclined, programme.NoticeGuardianDeclined
	if a.Agrees {
		answer, notice = programme.GuardianAgreed, programme.NoticeGuardianAgreed
		if a.ConsentVersion != GuardianConsentVersion {
			return programme.Refuse(programme.RefusedConsent, "consentVersion")
		}
		if a.Name, err = guardianName(a.Name); err != nil {
			return err
		}
		if !slices.Contains(a.Relation.Values(), string(a.Relation)) {
			return programme.Refuse(programme.RefusedRequired, "relation")
		}
	}
	return journal.Write(viewer.AsSystem(ctx), s.client, func(ctx context.Context, tx *ent.Tx) error {
		person, err := lockPerson(ctx, tx, entaccount.ID(link.account))
		if err != nil {
			return err
		}
		answered, err := tx.GuardianRequest.Update().Where(guardianrequest.ID(link.request.ID), waiting()).
			SetAnsweredAt(now()).SetAnswer(answer).Save(ctx)
		switch {
		case err != nil:
			return err
		case answered == 0: // or replaced, a moment ago
			return programme.Refuse(programme.RefusedLink, "token")
		}
		if err := s.accounts.Notify(ctx, tx, link.account, notice); err != nil {
			return err
		}
		if !a.Agrees {
			return s.records.Update(ctx, tx, person, personal.Values{programme.PersonalGuardian: ""})
		}
		if err := s.agree(ctx, tx, person, agreement{GuardianConsentVersion, a.Language, programme.GivenByGuardian, a.Publication}); err != nil {
			return err
		}
		if born, err := s.born(ctx, person); err != nil {
			return err
		} else if born != "" { // else they register by this consent
			if err := endAfterComingOfAge(ctx, tx, person, born); err != nil {
				return err
			}
		}
		held, err := s.heldGuardian(ctx, person)
		if err != nil {
			return err
		}
		held.Name, held.Relation = a.Name, &a.Relation
		return s.hold(ctx, tx, person, *held)
	})
}

// WithdrawGuardianConsent takes back the consent that a guardian gave by a link:
// from now on nobody but the minor reads what is held of them.
func (s *Service) WithdrawGuardianConsent(ctx context.Context, token string) error {
	link, err := s.OpenGuardianLink(ctx, token)
	if err != nil {
		return err
	}
	if link.AgreedAt == nil {
		return s.accounts.RefuseLink(ctx)
	}
	return journal.Write(viewer.AsSystem(ctx), s.client, func(ctx context.Context, tx *ent.Tx) error {
		person, err := lockPerson(ctx, tx, entaccount.ID(link.account))
		if err != nil {
			return err
		}
		withdrawn, err := tx.Consent.Update().Where(ofGuardian(person)).SetWithdrawnAt(now()).Save(ctx)
		switch {
		case err != nil:
			return err
		case withdrawn == 0: // by another request, a moment ago
			return programme.Refuse(programme.RefusedLink, "token")
		}
		row, err := tx.Youth.Query().Where(youth.PersonID(person), youth.ProcessingStoppedAtIsNil()).Only(ctx)
		switch {
		case ent.IsNotFound(err): // they have not registered, or stopped it themself
		case err != nil:
			return err
		default:
			may, err := s.mayUse(ctx, tx, row)
			if err != nil {
				return err
			}
			if may == nil { // of age by now, with a consent of their own
				break
			}
			if err := tx.Youth.UpdateOne(row).SetProcessingStoppedAt(now()).Exec(ctx); err != nil {
				return err
			}
		}
		return s.accounts.Notify(ctx, tx, link.account, programme.NoticeGuardianWithdrew)
	})
}

// isMinor tells whether somebody who was born on a day does not consent alone yet,
// by today's date where they live.
func isMinor(ctx context.Context, tx *ent.Tx, born programme.Date, home int) (bool, error) {
	zones, err := tx.Region.Query().Where(region.ID(home)).Select(region.FieldTimeZone).Strings(ctx)
	if err != nil {
		return false, err
	}
	day, err := programme.DateIn(append(zones, "")[0], now())
	if err != nil {
		return false, err
	}
	may, err := programme.MayConsent(born, day)
	return !may, err
}

// guarded tells whether somebody is a minor, for whom a guardian has agreed. It
// refuses as GUARDIAN_REQUIRED a minor for whom none has, and a telephone that is the
// guardian's.
func (s *Service) guarded(ctx context.Context, tx *ent.Tx, person int, born programme.Date, home int, phone string) (bool, error) {
	minor, err := isMinor(ctx, tx, born, home)
	if err != nil || !minor {
		return false, err
	}
	agreed, err := inForce(ctx, tx.Consent, person, programme.ConsentParticipation, programme.GivenByGuardian)
	if err != nil {
		return true, err
	}
	if !agreed {
		return true, programme.Refuse(programme.RefusedGuardian, "birthDate")
	}
	held, err := s.heldGuardian(ctx, person)
	if err != nil {
		return true, err
	}
	if held != nil && held.Phone != nil && *held.Phone == phone { // nobody is their own guardian
		return true, programme.Refuse(programme.RefusedInvalid, "phone")
	}
	return true, endAfterComingOfAge(ctx, tx, person, born)
}

// endAfterComingOfAge has what a guardian agreed to for who was born on a day end
// when they are to have agreed themself. Where that day is over the birth date is
// one to be corrected: who is of age asks no guardian.
func endAfterComingOfAge(ctx context.Context, tx *ent.Tx, person int, born programme.Date) error {
	end, err := programme.GuardianConsentEnd(born)
	if err != nil || end < dayOf(now()) {
		return err
	}
	return tx.Consent.Update().Where(ofGuardian(person), consent.EndsOnGT(end)).SetEndsOn(end).Exec(ctx)
}

// mayUse returns why the data of a young person may not be used, nil when it may:
// from eighteen by their own consent, before that by a guardian's.
func (s *Service) mayUse(ctx context.Context, tx *ent.Tx, row *ent.Youth) (refused *programme.Refusal, err error) {
	minor, err := s.minor(ctx, tx, row)
	if err != nil {
		return nil, err
	}
	by, refused := programme.GivenBySelf, programme.Refuse(programme.RefusedConsent, "")
	if minor {
		by, refused = programme.GivenByGuardian, programme.Refuse(programme.RefusedGuardian, "")
	}
	agreed, err := inForce(ctx, tx.Consent, row.PersonID, programme.ConsentParticipation, by)
	if err != nil || agreed {
		return nil, err
	}
	return refused, nil
}

// minor is isMinor of who has registered.
func (s *Service) minor(ctx context.Context, tx *ent.Tx, row *ent.Youth) (bool, error) {
	born, err := s.born(ctx, row.PersonID)
	if err != nil || born == "" {
		return false, err
	}
	return isMinor(ctx, tx, born, row.RegionID)
}

// born is the birth date of a person, empty when none is held.
func (s *Service) born(ctx context.Context, person int) (programme.Date, error) {
	opened, err := s.records.Open(ctx, []programme.PersonalField{programme.PersonalBirthDate}, person)
	return programme.Date(opened[person][programme.PersonalBirthDate]), err
}

// GiveConsent records that the person who asks agrees themself, from eighteen on,
// to the text in force, for its term from now on: where a guardian did, where their
// own consent ended, or before it ends. What they agreed to today stays as it is.
func (s *Service) GiveConsent(ctx context.Context, version int, publication bool, language viewer.Locale) (id int, err error) {
	return s.own(ctx, func(ctx context.Context, tx *ent.Tx, row *ent.Youth) error {
		if version != ConsentVersion {
			return programme.Refuse(programme.RefusedConsent, "consentVersion")
		}
		if _, err := lockPerson(ctx, tx, entaccount.PersonID(row.PersonID)); err != nil {
			return err
		}
		if minor, err := s.minor(ctx, tx, row); err != nil {
			return err
		} else if minor {
			return programme.Refuse(programme.RefusedGuardian, "")
		}
		return s.agree(ctx, tx, row.PersonID, agreement{ConsentVersion, language, programme.GivenBySelf, publication})
	})
}

// agreement is what somebody agrees to.
type agreement struct {
	version     int
	language    viewer.Locale
	by          programme.ConsentGiver
	publication bool
}

// agree records a consent for each purpose, where none to the same text counts as
// long already.
func (s *Service) agree(ctx context.Context, tx *ent.Tx, person int, a agreement) error {
	purposes := []programme.ConsentPurpose{programme.ConsentParticipation}
	if a.publication {
		purposes = append(purposes, programme.ConsentPublication)
	}
	at := now()
	end := programme.Date(at.AddDate(ConsentYears, 0, 0).Format(time.DateOnly))
	var rows []*ent.ConsentCreate
	for _, purpose := range purposes {
		agreed, err := inForce(ctx, tx.Consent, person, purpose, a.by, consent.TextVersion(a.version), consent.EndsOnGTE(end))
		if err != nil {
			return err
		}
		if !agreed {
			rows = append(rows, tx.Consent.Create().SetPersonID(person).SetPurpose(purpose).SetTextVersion(a.version).SetLanguage(a.language).
				SetOperator(s.operator).SetGivenBy(a.by).SetGivenAt(at).SetEndsOn(end))
		}
	}
	return tx.Consent.CreateBulk(rows...).Exec(ctx)
}
