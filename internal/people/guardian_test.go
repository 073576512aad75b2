package people_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"zhas/ent"
	entaccount "zhas/ent/account"
	"zhas/ent/consent"
	"zhas/ent/guardianrequest"
	"zhas/ent/notification"
	"zhas/ent/youth"
	"zhas/internal/jobs"
	"zhas/internal/journal"
	"zhas/internal/people"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/testkit"
	"zhas/internal/vault"
	"zhas/internal/viewer"
)

// postbox keeps what is sent.
type postbox struct{ sent []letter }

type letter struct{ to, subject, text string }

func (p *postbox) SendMail(_ context.Context, to, subject, text string) error {
	p.sent = append(p.sent, letter{to, subject, text})
	return nil
}

func (p *postbox) SendSMS(_ context.Context, to, text string) error {
	p.sent = append(p.sent, letter{to, "", text})
	return nil
}

const mother = "ana@zhas.example"

// deliver does the jobs that are due and returns what was sent to a contact.
func (w *world) deliver(to string) (letters []letter) {
	w.t.Helper()
	box := new(postbox)
	w.accounts.Post = box
	handlers := w.accounts.Handlers()
	maps.Copy(handlers, w.Handlers())
	worker := jobs.New(w.client, handlers, slog.New(slog.NewTextHandler(w.t.Output(), nil)))
	for {
		if n, err := worker.Work(w.system()); err != nil {
			w.t.Fatal(err)
		} else if n == 0 {
			return slices.DeleteFunc(box.sent, func(l letter) bool { return l.to != to })
		}
	}
}

// asks has the guardian asked, and returns the token of the link that they get.
func (w *world) asks(ctx context.Context, of people.Guardian) (token string) {
	w.t.Helper()
	if _, err := w.AskGuardian(ctx, viewer.Russian, of); err != nil {
		w.t.Fatal(err)
	}
	to := of.Email
	if of.Phone != "" {
		to = "+77015550000"
	}
	letters := w.deliver(to)
	if len(letters) != 1 || !strings.Contains(letters[0].text, "/ru/guardian#") {
		w.t.Fatalf("%+v", letters)
	}
	return regexp.MustCompile(`#([\w-]{43})`).FindStringSubmatch(letters[0].text)[1]
}

func motherOf(name string) people.Guardian { return people.Guardian{Name: name, Email: mother} }

// agreeing is an answer by which a guardian agrees.
func agreeing() people.GuardianAnswer {
	return people.GuardianAnswer{
		Agrees: true, ConsentVersion: people.GuardianConsentVersion, Publication: true, Name: " Серікова  Гүлнар ",
		Relation: programme.RelationParent, Language: viewer.Kazakh,
	}
}

// minors is a registration of somebody who is seventeen.
func (w *world) minors(n int) people.Registration {
	r := w.registration(n)
	r.Data.BirthDate = programme.Date(time.Now().AddDate(-17, 0, 0).Format(time.DateOnly))
	return r
}

// told are the notices to an account, the first first.
func (w *world) told(account int) (kinds []programme.Notice) {
	for _, row := range w.client.Notification.Query().Where(notification.AccountID(account)).Order(notification.ByID()).AllX(w.system()) {
		kinds = append(kinds, row.Kind)
	}
	return kinds
}

// A guardian agrees by the link that they were sent, and takes it back by the same.
func TestAGuardianAgreesAndTakesItBack(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, own := w.somebody(viewer.Youth, 0)
		coordinator, _ := w.somebody(viewer.RegionalCoordinator, w.region)
		if _, err := w.Register(ctx, w.minors(1)); code(err) != "GUARDIAN_REQUIRED birthDate" {
			t.Fatalf("before anybody was asked: %v", err)
		}
		token := w.asks(ctx, motherOf("Мама"))
		person := w.client.Account.GetX(w.system(), own).PersonID
		if _, err := w.Register(ctx, w.minors(1)); code(err) != "GUARDIAN_REQUIRED birthDate" {
			t.Errorf("before the answer: %v", err)
		}
		link, err := w.OpenGuardianLink(t.Context(), token)
		if err != nil || link.Name != "Айгерім" || link.AgreedAt != nil || link.Text.Version != people.GuardianConsentVersion {
			t.Fatalf("%+v, %v", link, err)
		}
		if err := w.WithdrawGuardianConsent(t.Context(), token); code(err) != "LINK_EXPIRED token" {
			t.Errorf("taking back what was not given: %v", err)
		}
		for want, change := range map[string]func(*people.GuardianAnswer){
			"CONSENT_REQUIRED consentVersion": func(a *people.GuardianAnswer) { a.ConsentVersion = 0 },
			"REQUIRED name":                   func(a *people.GuardianAnswer) { a.Name = " " },
			"INVALID name":                    func(a *people.GuardianAnswer) { a.Name = "a\u202eb" },
			"REQUIRED relation":               func(a *people.GuardianAnswer) { a.Relation = "" },
		} {
			a := agreeing()
			change(&a)
			if err := w.AnswerGuardianRequest(t.Context(), token, a); code(err) != want {
				t.Errorf("%v, want %s", err, want)
			}
		}
		if err := w.AnswerGuardianRequest(t.Context(), token, agreeing()); err != nil {
			t.Fatal(err)
		}
		if err := w.AnswerGuardianRequest(t.Context(), token, agreeing()); code(err) != "LINK_EXPIRED token" {
			t.Errorf("a second answer: %v", err)
		}
		if link, err := w.OpenGuardianLink(t.Context(), token); err != nil || link.AgreedAt == nil || !link.Publication {
			t.Errorf("%+v, %v", link, err)
		}
		if _, err := w.AskGuardian(ctx, viewer.Kazakh, motherOf("Мама")); code(err) != "ALREADY_CONSENTED" {
			t.Errorf("asking again: %v", err)
		}
		opened, err := w.records.Open(w.system(), []programme.PersonalField{programme.PersonalGuardian}, person)
		if want := `{"name":"Серікова Гүлнар","relation":"PARENT","email":"ana@zhas.example"}`; err != nil || opened[person][programme.PersonalGuardian] != want {
			t.Errorf("%v, %v", opened, err)
		}

		id, err := w.Register(ctx, w.minors(1))
		if err != nil {
			t.Fatal(err)
		}
		consents := w.client.Consent.Query().Order(consent.ByID()).AllX(w.system())
		if len(consents) != 2 {
			t.Fatalf("%+v", consents)
		}
		for i, purpose := range []programme.ConsentPurpose{programme.ConsentParticipation, programme.ConsentPublication} {
			if c := consents[i]; c.Purpose != purpose || c.GivenBy != programme.GivenByGuardian || c.PersonID != person || c.Language != viewer.Kazakh {
				t.Errorf("%+v", c)
			}
		}
		if !w.client.Youth.Query().Where(youth.ID(id)).ExistX(coordinator) {
			t.Error("the coordinator does not see them")
		}
		r := w.minors(1)
		r.Data.Phone = "7029999999"
		if _, err := w.Correct(ctx, r.Residence, r.Data); err != nil {
			t.Errorf("correcting: %v", err)
		}
		if _, err := w.GiveConsent(ctx, people.ConsentVersion, false, viewer.Kazakh); code(err) != "GUARDIAN_REQUIRED" {
			t.Errorf("agreeing themself: %v", err)
		}
		if _, err := w.StopProcessing(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := w.ResumeProcessing(ctx); err != nil {
			t.Errorf("resuming what they stopped themself: %v", err)
		}

		if err := w.WithdrawGuardianConsent(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		for _, c := range w.client.Consent.Query().AllX(w.system()) {
			if c.WithdrawnAt == nil {
				t.Errorf("%+v", c)
			}
		}
		if w.client.Youth.Query().Where(youth.ID(id)).ExistX(coordinator) {
			t.Error("the coordinator still sees them")
		}
		if _, err := w.ResumeProcessing(ctx); code(err) != "GUARDIAN_REQUIRED" {
			t.Errorf("resuming alone: %v", err)
		}
		if _, err := w.Correct(ctx, r.Residence, r.Data); code(err) != "GUARDIAN_REQUIRED birthDate" {
			t.Errorf("correcting without a guardian: %v", err)
		}
		if err := w.WithdrawGuardianConsent(t.Context(), token); code(err) != "LINK_EXPIRED token" {
			t.Errorf("taking it back twice: %v", err)
		}
		if got, want := w.told(own), []programme.Notice{programme.NoticeGuardianAgreed, programme.NoticeGuardianWithdrew}; !slices.Equal(got, want) {
			t.Errorf("they are told %v", got)
		}
		if letters := w.deliver("a@zhas.example"); len(letters) != 2 || letters[1].subject == "" {
			t.Errorf("%+v", letters)
		}

		// Another guardian agrees: the link of the first says nothing of that.
		second := w.asks(ctx, people.Guardian{Name: "Әке", Phone: "8 701 555 00 00"})
		if err := w.AnswerGuardianRequest(t.Context(), second, agreeing()); err != nil {
			t.Fatal(err)
		}
		if err := w.WithdrawGuardianConsent(t.Context(), token); code(err) != "LINK_EXPIRED token" {
			t.Errorf("the first guardian takes back the consent of the second: %v", err)
		}
		if _, err := w.ResumeProcessing(ctx); err != nil {
			t.Errorf("resuming with another consent: %v", err)
		}
	})
}

// A link that is unknown, out of date, replaced or used is refused in one way.
func TestLinksToGuardiansThatDoNotWork(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, own := w.somebody(viewer.Youth, 0)
		person := w.client.Account.GetX(w.system(), own).PersonID
		dead := func(what, token string) {
			t.Helper()
			_, opening := w.OpenGuardianLink(t.Context(), token)
			for how, err := range map[string]error{
				"opening": opening, "agreeing": w.AnswerGuardianRequest(t.Context(), token, agreeing()),
				"declining": w.AnswerGuardianRequest(t.Context(), token, people.GuardianAnswer{}), "taking back": w.WithdrawGuardianConsent(t.Context(), token),
			} {
				if code(err) != "LINK_EXPIRED token" {
					t.Errorf("%s by a link that is %s: %v", how, what, err)
				}
			}
		}
		dead("unknown", "nothing")
		dead("empty", "")
		first := w.asks(ctx, motherOf("Мама"))
		second := w.asks(ctx, motherOf("Мама"))
		dead("replaced", first)
		if _, err := w.OpenGuardianLink(t.Context(), second); err != nil {
			t.Fatal(err)
		}
		expire := func(id int) {
			t.Helper()
			w.exec(fmt.Sprintf(`UPDATE guardian_requests SET expires_at = asked_at WHERE id = %d`, id))
		}
		latest := func() *ent.GuardianRequest {
			return w.client.GuardianRequest.Query().Where(guardianrequest.CancelledAtIsNil()).OnlyX(w.system())
		}
		expire(latest().ID)
		dead("out of date", second)

		third := w.asks(ctx, motherOf("Мама"))
		if err := w.AnswerGuardianRequest(t.Context(), third, people.GuardianAnswer{}); err != nil {
			t.Fatal(err)
		}
		dead("declined", third)
		if row := latest(); *row.Answer != programme.GuardianDeclined || row.AnsweredAt == nil {
			t.Errorf("%+v", row)
		}
		if opened, err := w.records.Open(w.system(), []programme.PersonalField{programme.PersonalGuardian}, person); err != nil || len(opened[person]) != 0 {
			t.Errorf("of a guardian who declined is held %v, %v", opened, err)
		}
		if got := w.told(own); !slices.Equal(got, []programme.Notice{programme.NoticeGuardianDeclined}) {
			t.Errorf("they are told %v", got)
		}
		if n := w.client.Consent.Query().CountX(w.system()); n != 0 {
			t.Errorf("%d consents", n)
		}

		// The consent that was given by a link ends.
		fourth := w.asks(ctx, motherOf("Мама"))
		if err := w.AnswerGuardianRequest(t.Context(), fourth, agreeing()); err != nil {
			t.Fatal(err)
		}
		expire(latest().ID)
		if _, err := w.OpenGuardianLink(t.Context(), fourth); err != nil {
			t.Errorf("an answered link works as long as the consent: %v", err)
		}
		w.exec(`UPDATE consents SET ends_on = '2020-01-01'`)
		dead("of a consent that has ended", fourth)
		if _, err := w.Register(ctx, w.minors(1)); code(err) != "GUARDIAN_REQUIRED birthDate" {
			t.Errorf("registering with a consent that has ended: %v", err)
		}
	})
}

// exec changes rows past the program.
func (w *world) exec(statement string) {
	w.t.Helper()
	if _, err := w.client.ExecContext(w.t.Context(), statement); err != nil {
		w.t.Fatal(err)
	}
	w.witness.Forget(w.t)
}

func TestAskingAGuardianIsRefused(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, _ := w.somebody(viewer.Youth, 0)
		staff, _ := w.somebody(viewer.RegionalCoordinator, 0)
		for want, of := range map[string]people.Guardian{
			"REQUIRED name":  {Email: mother},
			"TOO_LONG name":  {Name: strings.Repeat("ә", 201), Email: mother},
			"REQUIRED email": {Name: "Мама"},
			"INVALID email":  {Name: "Мама", Email: "nowhere"},
			"INVALID phone":  {Name: "Мама", Phone: "12"},
		} {
			if _, err := w.AskGuardian(ctx, viewer.Kazakh, of); code(err) != want {
				t.Errorf("%v, want %s", err, want)
			}
		}
		if _, err := w.AskGuardian(ctx, viewer.Kazakh, people.Guardian{Name: "Мама", Email: mother, Phone: "87015550000"}); code(err) != "INVALID phone" {
			t.Errorf("two contacts: %v", err)
		}
		if _, err := w.AskGuardian(ctx, viewer.Kazakh, people.Guardian{Name: "Мен", Email: " A@zhas.example"}); code(err) != "INVALID email" {
			t.Errorf("themself: %v", err)
		}
		if _, err := w.AskGuardian(staff, viewer.Kazakh, motherOf("Мама")); code(err) != "NOT_ALLOWED" {
			t.Errorf("staff: %v", err)
		}
		if _, err := w.AskGuardian(t.Context(), viewer.Kazakh, motherOf("Мама")); code(err) != "SIGN_IN_REQUIRED" {
			t.Errorf("nobody: %v", err)
		}
		if n := w.client.GuardianRequest.Query().CountX(w.system()); n != 0 {
			t.Errorf("refusals left %d requests", n)
		}
		asked := 0
		for ; asked < 20; asked++ {
			_, err := w.AskGuardian(ctx, viewer.Kazakh, motherOf("Мама"))
			if code(err) == "THROTTLED" {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if asked != 5 {
			t.Errorf("%d messages are sent to one contact", asked)
		}
		another, _ := w.somebody(viewer.Youth, 0)
		if _, err := w.AskGuardian(another, viewer.Kazakh, motherOf("Мама")); code(err) != "THROTTLED" {
			t.Errorf("to the same contact by another: %v", err)
		}
		if n := w.client.GuardianRequest.Query().Where(guardianrequest.CancelledAtIsNil()).CountX(w.system()); n != 1 {
			t.Errorf("%d requests count", n)
		}
		if letters := w.deliver(mother); len(letters) != 1 { // those that were replaced before they were sent are not
			t.Errorf("%+v", letters)
		}
	})
}

// A birth date is of a minor or is not, whoever's consent was given before.
func TestCorrectingToABirthDateOfAMinor(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, _ := w.somebody(viewer.Youth, 0)
		id, err := w.Register(ctx, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		minor := w.minors(1)
		if _, err := w.Correct(ctx, minor.Residence, minor.Data); code(err) != "GUARDIAN_REQUIRED birthDate" {
			t.Errorf("without a guardian: %v", err)
		}
		if born := w.held(id)[programme.PersonalBirthDate]; born != "2001-02-03" {
			t.Errorf("a refused correction changed the birth date to %s", born)
		}
		token := w.asks(ctx, motherOf("Мама"))
		if err := w.AnswerGuardianRequest(t.Context(), token, agreeing()); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Correct(ctx, minor.Residence, minor.Data); err != nil {
			t.Fatal(err)
		}
		// What the minor agreed to alone is worth nothing now.
		if err := w.WithdrawGuardianConsent(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		if row := w.client.Youth.GetX(w.system(), id); row.ProcessingStoppedAt == nil {
			t.Error("their data is still used")
		}
		if _, err := w.ResumeProcessing(ctx); code(err) != "GUARDIAN_REQUIRED" {
			t.Errorf("resuming: %v", err)
		}
	})
}

// From eighteen on people agree themself.
func TestComingOfAge(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, own := w.somebody(viewer.Youth, 0)
		token := w.asks(ctx, motherOf("Мама"))
		if err := w.AnswerGuardianRequest(t.Context(), token, agreeing()); err != nil {
			t.Fatal(err)
		}
		id, err := w.Register(ctx, w.minors(1))
		if err != nil {
			t.Fatal(err)
		}
		person := w.client.Account.GetX(w.system(), own).PersonID
		w.born(person, "2001-02-03") // years pass
		if _, err := w.StopProcessing(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := w.ResumeProcessing(ctx); code(err) != "CONSENT_REQUIRED" {
			t.Errorf("resuming by the guardian's consent: %v", err)
		}
		if _, err := w.GiveConsent(ctx, 0, true, viewer.Kazakh); code(err) != "CONSENT_REQUIRED consentVersion" {
			t.Errorf("a text of another version: %v", err)
		}
		for range 2 {
			if _, err := w.GiveConsent(ctx, people.ConsentVersion, false, viewer.Kazakh); err != nil {
				t.Fatal(err)
			}
		}
		if n := w.client.Consent.Query().Where(consent.GivenByEQ(programme.GivenBySelf)).CountX(w.system()); n != 1 {
			t.Errorf("%d consents of their own", n)
		}
		if _, err := w.ResumeProcessing(ctx); err != nil {
			t.Errorf("resuming by their own: %v", err)
		}
		if err := w.WithdrawGuardianConsent(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		if row := w.client.Youth.GetX(w.system(), id); row.ProcessingStoppedAt != nil {
			t.Error("a guardian stopped the use of the data of who agreed themself")
		}
		w.exec(`UPDATE consents SET ends_on = '2020-01-01'`)
		if _, err := w.GiveConsent(ctx, people.ConsentVersion, true, viewer.Kazakh); err != nil {
			t.Fatal(err)
		}
		if n := w.client.Consent.Query().Where(consent.GivenByEQ(programme.GivenBySelf), consent.EndsOnGT("2021-01-01")).CountX(w.system()); n != 2 {
			t.Errorf("%d consents after one has ended", n)
		}
		stranger, _ := w.somebody(viewer.Youth, 0)
		if _, err := w.GiveConsent(stranger, people.ConsentVersion, true, viewer.Kazakh); code(err) != "NOT_FOUND" {
			t.Errorf("who has no profile: %v", err)
		}
	})
}

// What a guardian agreed to ends when the person is to have agreed themself, whether
// they registered before or after.
func TestAGuardiansConsentEnds(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ends := func(want programme.Date, what string) {
			t.Helper()
			for _, row := range w.client.Consent.Query().AllX(w.system()) {
				if row.EndsOn != want {
					t.Errorf("%s: %s ends on %s, want %s", what, row.Purpose, row.EndsOn, want)
				}
			}
		}
		ctx, own := w.somebody(viewer.Youth, 0)
		if err := w.AnswerGuardianRequest(t.Context(), w.asks(ctx, motherOf("Мама")), agreeing()); err != nil {
			t.Fatal(err)
		}
		r := w.minors(1)
		if _, err := w.Register(ctx, r); err != nil {
			t.Fatal(err)
		}
		end := programme.Date(fmt.Sprint(r.Data.BirthDate.Year()+19, "-03-31"))
		ends(end, "registered after it")
		w.exec(`UPDATE consents SET withdrawn_at = given_at, ends_on = '2020-01-01'`)
		w.born(w.client.Account.GetX(w.system(), own).PersonID, string(r.Data.BirthDate))
		if err := w.AnswerGuardianRequest(t.Context(), w.asks(ctx, motherOf("Мама")), agreeing()); err != nil {
			t.Fatal(err)
		}
		w.exec(`DELETE FROM consents WHERE withdrawn_at IS NOT NULL`)
		ends(end, "registered before it")
	})
}

// Who does not answer in time is not held any longer; who does is.
func TestRetainingForgetsGuardians(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		agreed, agreedID := w.somebody(viewer.Youth, 0)
		if err := w.AnswerGuardianRequest(t.Context(), w.asks(agreed, motherOf("Мама")), agreeing()); err != nil {
			t.Fatal(err)
		}
		silent, silentID := w.somebody(viewer.Youth, 0)
		w.asks(silent, people.Guardian{Name: "Ата", Email: "ata@zhas.example"})
		held := func(account int) bool {
			return w.client.Person.GetX(w.system(), w.client.Account.GetX(w.system(), account).PersonID).Guardian != nil
		}
		if r := w.retain(time.Now().AddDate(0, 0, 13)); r.Guardians != 0 || !held(silentID) {
			t.Errorf("while they may answer: %+v", r)
		}
		if r := w.retain(time.Now().AddDate(0, 0, 15)); r.Guardians != 1 || held(silentID) || !held(agreedID) {
			t.Errorf("after that: %+v", r)
		}
		if r := w.retain(time.Now().AddDate(0, 0, 16)); r.Guardians != 0 {
			t.Errorf("once more: %+v", r)
		}
		if _, err := w.AskGuardian(silent, viewer.Russian, motherOf("Мама")); err != nil || !held(silentID) {
			t.Errorf("asking another: %v", err)
		}
	})
}

// born gives a person another birth date.
func (w *world) born(person int, day string) {
	w.t.Helper()
	setup := testkit.Setup(w.system())
	tx, err := w.client.Tx(setup)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.records.Update(setup, tx, person, personal.Values{programme.PersonalBirthDate: day}); err != nil {
		w.t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		w.t.Fatal(err)
	}
	w.witness.Forget(w.t)
}

// Of a person who is erased nobody who was asked remains.
func TestErasingForgetsTheGuardian(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, own := w.somebody(viewer.Youth, 0)
		person := w.client.Account.GetX(w.system(), own).PersonID
		w.asks(ctx, motherOf("Мама"))
		token := w.asks(ctx, motherOf("Мама"))
		if err := w.AnswerGuardianRequest(t.Context(), token, agreeing()); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Erase(ctx, password); err != nil {
			t.Fatal(err)
		}
		if n := w.client.GuardianRequest.Query().CountX(w.system()); n != 0 {
			t.Errorf("%d requests remain", n)
		}
		if row := w.client.Person.GetX(w.system(), person); row.Guardian != nil {
			t.Error("the guardian remains")
		}
		if _, err := w.OpenGuardianLink(t.Context(), token); code(err) != "LINK_EXPIRED token" {
			t.Errorf("the link: %v", err)
		}
		if w.client.Account.Query().Where(entaccount.ID(own), entaccount.Name("")).CountX(w.system()) != 1 {
			t.Error("the account is not erased")
		}
	})
}

// Nobody is their own guardian: not by answering, nor by a telephone.
func TestNobodyIsTheirOwnGuardian(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, _ := w.somebody(viewer.Youth, 0)
		token := w.asks(ctx, people.Guardian{Name: "Мама", Phone: "7015550000"})
		if err := w.AnswerGuardianRequest(ctx, token, agreeing()); code(err) != "NOT_ALLOWED" {
			t.Errorf("answering for oneself: %v", err)
		}
		if err := w.AnswerGuardianRequest(t.Context(), token, agreeing()); err != nil {
			t.Fatal(err)
		}
		r := w.minors(1)
		r.Data.Phone = "8 701 555 00 00"
		if _, err := w.Register(ctx, r); code(err) != "INVALID phone" {
			t.Errorf("with the guardian's telephone: %v", err)
		}
		r.Data.Phone = "8 701 555 00 01"
		if _, err := w.Register(ctx, r); err != nil {
			t.Fatal(err)
		}
	})
}

// Of who was erased nothing is written any more, also while their key is still there.
func TestNothingIsWrittenOfTheErased(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, own := w.somebody(viewer.Youth, 0)
		person := w.client.Account.GetX(w.system(), own).PersonID
		err := journal.Write(w.system(), w.client, func(ctx context.Context, tx *ent.Tx) error {
			if err := w.records.Erase(ctx, tx, person); err != nil {
				return err
			}
			return tx.Account.UpdateOneID(own).SetBlockedAt(time.Now()).Exec(ctx)
		})
		if err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{
			"a profile": func() error { _, err := w.Register(ctx, w.registration(1)); return err }(),
			"a name":    w.accounts.UpdateProfile(ctx, "Призрак", viewer.Kazakh),
		} {
			if code(err) != "SIGN_IN_REQUIRED" {
				t.Errorf("%s: %v", what, err)
			}
		}
		err = journal.Write(w.system(), w.client, func(ctx context.Context, tx *ent.Tx) error {
			return w.records.Update(ctx, tx, person, personal.Values{programme.PersonalAddress: "Абай 1"})
		})
		if !errors.Is(err, vault.ErrDestroyed) {
			t.Errorf("a value: %v", err)
		}
	})
}
