package people_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"zhas/ent"
	"zhas/ent/consent"
	"zhas/ent/dataaccess"
	"zhas/ent/duplicatecase"
	"zhas/ent/exceptionalaccess"
	"zhas/ent/guardianrequest"
	"zhas/ent/member"
	"zhas/ent/region"
	_ "zhas/ent/runtime"
	"zhas/ent/youth"
	"zhas/ent/youthcategory"
	"zhas/internal/account"
	"zhas/internal/facts"
	"zhas/internal/kaztext"
	"zhas/internal/people"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// world is the service over a database with the published facts.
type world struct {
	*people.Service
	t        *testing.T
	client   *ent.Client
	records  *personal.Records
	accounts *account.Service
	region   int
	witness  *testkit.Witness
	people   int
}

const password = "an apple and a pear"

func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client := ent.NewClient(ent.Driver(s.Driver()))
		ctx := viewer.AsSystem(t.Context())
		if _, err := facts.Load(ctx, client); err != nil {
			t.Fatal(err)
		}
		records := personal.New(client, testkit.Vault(t))
		accounts := account.New(account.Options{
			Client: client, Records: records, Key: account.Key{1}, PublicURL: &url.URL{}, Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
		})
		w := &world{
			Service: people.New(client, accounts, "Оператор, Астана"), t: t, client: client, records: records, accounts: accounts,
			region: client.Region.Query().Where(region.IsoCode("KZ-63")).OnlyIDX(ctx),
		}
		w.witness = testkit.Watch(t, s, map[string]string{
			"Consent": consent.Table, "DataAccess": dataaccess.Table, "Person": "people", "DuplicateCase": duplicatecase.Table, "Member": member.Table,
			"Youth": youth.Table, "Account": "accounts", "RoleGrant": "role_grants", "Session": "sessions", "Notification": "notifications",
			"ExceptionalAccess": exceptionalaccess.Table,
			"GuardianRequest":   guardianrequest.Table,
		})
		test(t, w)
		if problems, _ := w.witness.Unexplained(t); len(problems) > 0 {
			t.Errorf("%d changes past the journal, such as %s", len(problems), problems[0])
		}
	})
}

func (w *world) system() context.Context { return viewer.AsSystem(w.t.Context()) }

// somebody is an account with a role, in a context in which they ask.
func (w *world) somebody(role viewer.Role, where int) (ctx context.Context, id int) {
	w.t.Helper()
	w.people++
	link, err := w.accounts.FirstAdministrator(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	if link != "" { // the first of all looks after the others
		_, token, _ := strings.Cut(link, "#")
		if _, err := w.accounts.CreateAdministrator(w.t.Context(), token, account.Newcomer{
			Email: "first@zhas.example", Name: "Бірінші", Password: password, Language: viewer.Kazakh,
		}); err != nil {
			w.t.Fatal(err)
		}
	}
	setup := testkit.Setup(w.system())
	tx, err := w.client.Tx(setup)
	if err != nil {
		w.t.Fatal(err)
	}
	known, err := w.records.Create(setup, tx, personal.Values{programme.PersonalEmail: "a@zhas.example", programme.PersonalAccountName: "Айгерім"})
	if err != nil {
		w.t.Fatal(err)
	}
	first := tx.Account.Query().Order(ent.Asc("id")).FirstX(w.system())
	of := tx.Account.Create().SetPerson(known[0]).SetName("Айгерім").SetLanguage(viewer.Kazakh).SetPasswordHash(first.PasswordHash).
		SetSecondFactorAt(time.Now()).SaveX(setup)
	session := tx.Session.Create().SetAccount(of).SetTokenHash([]byte{byte(w.people)}).SetDevice("").SetAddress("").SetSecondFactorAt(time.Now()).SaveX(setup)
	grant := tx.RoleGrant.Create().SetAccount(of).SetRole(role).SetStartsAt(time.Now().Add(-time.Hour))
	if where != 0 {
		grant.SetRegionID(where)
	}
	grant.SaveX(setup)
	if err := tx.Commit(); err != nil {
		w.t.Fatal(err)
	}
	w.witness.Forget(w.t)
	v, err := w.accounts.Again(viewer.NewContext(w.t.Context(), viewer.Viewer{Session: session.ID, Locale: viewer.Kazakh}))
	if err != nil || v.Person() == 0 {
		w.t.Fatal(v, err)
	}
	return viewer.NewContext(w.t.Context(), v), of.ID
}

// registration is a complete one, of nobody: the number is the n-th of the
// demonstration.
func (w *world) registration(n int) people.Registration {
	female, higher, neet := programme.SexFemale, programme.SchoolingHigher, programme.OccupationNEET
	return people.Registration{
		ConsentVersion: people.ConsentVersion, Publication: true, Language: viewer.Kazakh, Residence: people.Residence{Region: w.region},
		Data: people.Data{
			Names: programme.Names{
				Kazakh: &programme.FullName{Family: " Әбенова ", Given: "Айым", Patronymic: "Нұрланқызы"},
				Latin:  &programme.FullName{Family: "Abenova", Given: "Aiym"},
			},
			Sex: &female, BirthDate: "2001-02-03", IIN: programme.InventedIdentificationNumber(n), Phone: "8 701 123 45 67",
			Address: "Абай көшесі, 1", Document: "N 012345678", Education: &higher, Occupation: &neet,
			Categories: []programme.VulnerabilityCategory{programme.VulnerableOrphan, programme.VulnerableOrphan},
		},
	}
}

func code(err error) string {
	var refusal *programme.Refusal
	if !errors.As(err, &refusal) {
		if err != nil {
			return err.Error()
		}
		return ""
	}
	return strings.TrimSuffix(string(refusal.Code)+" "+refusal.Field, " ")
}

// held is what is held of the person of a profile.
func (w *world) held(id int) personal.Values {
	w.t.Helper()
	row := w.client.Youth.GetX(w.system(), id)
	fields := []programme.PersonalField{}
	for _, name := range programme.PersonalField("").Values() {
		fields = append(fields, programme.PersonalField(name))
	}
	opened, err := w.records.Open(w.system(), fields, row.PersonID)
	if err != nil {
		w.t.Fatal(err)
	}
	return opened[row.PersonID]
}

func TestRegistering(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, own := w.somebody(viewer.Youth, 0)
		id, err := w.Register(ctx, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		row := w.client.Youth.Query().Where(youth.ID(id)).WithTraits().WithCategories().OnlyX(w.system())
		if *row.AccountID != own || row.FamilyName != "Әбенова" || row.GivenName != "Айым" || row.Spellings != "Нұрланқызы Abenova Aiym" {
			t.Errorf("%+v", row)
		}
		if traits := row.Edges.Traits[0]; *traits.BirthYear != 2001 || *traits.Sex != programme.SexFemale || len(row.Edges.Categories) != 1 {
			t.Errorf("%+v, %+v", row.Edges.Traits, row.Edges.Categories)
		}
		held := w.held(id)
		if held[programme.PersonalPhone] != "+77011234567" || held[programme.PersonalBirthDate] != "2001-02-03" || held[programme.PersonalEmail] != "a@zhas.example" {
			t.Errorf("%v", held)
		}
		consents := w.client.Consent.Query().Order(consent.ByID()).AllX(w.system())
		if len(consents) != 2 || consents[0].Purpose != programme.ConsentParticipation || consents[1].Purpose != programme.ConsentPublication ||
			consents[0].Operator != "Оператор, Астана" || consents[0].TextVersion != people.ConsentVersion || consents[0].GivenAt.After(row.RegisteredAt) {
			t.Errorf("%+v", consents)
		}
		if _, err := w.Register(ctx, w.registration(2)); code(err) != "ALREADY_REGISTERED" {
			t.Errorf("a second time: %v", err)
		}
		if held := w.held(id); held[programme.PersonalIIN] != programme.InventedIdentificationNumber(1) {
			t.Errorf("a refused registration changed %v", held)
		}

		// Nothing tells that somebody has the number already.
		other, _ := w.somebody(viewer.Youth, 0)
		if _, err := w.Register(other, w.registration(1)); err != nil {
			t.Errorf("the same number: %v", err)
		}
	})
}

func TestRegistrationsThatAreRefused(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, _ := w.somebody(viewer.Youth, 0)
		staff, _ := w.somebody(viewer.RegionalCoordinator, 0)
		try := func(ctx context.Context, change func(*people.Registration)) string {
			r := w.registration(1)
			change(&r)
			_, err := w.Register(ctx, r)
			return code(err)
		}
		for want, change := range map[string]func(*people.Registration){
			"CONSENT_REQUIRED consentVersion": func(r *people.Registration) { r.ConsentVersion = 0 },
			"INVALID iin":                     func(r *people.Registration) { r.Data.IIN = "000115500009" },
			"REQUIRED iin":                    func(r *people.Registration) { r.Data.IIN = " " },
			"INVALID phone":                   func(r *people.Registration) { r.Data.Phone = "123" },
			"INVALID birthDate":               func(r *people.Registration) { r.Data.BirthDate = "2999-01-01" },
			"GUARDIAN_REQUIRED birthDate": func(r *people.Registration) {
				r.Data.BirthDate = programme.Date(time.Now().AddDate(-17, 0, 0).Format(time.DateOnly))
			},
			"REQUIRED kazakhName": func(r *people.Registration) { r.Data.Names = programme.Names{} },
			"REQUIRED latinName":  func(r *people.Registration) { r.Data.Names.Latin = &programme.FullName{Family: "Abenova"} },
			"INVALID kazakhName":  func(r *people.Registration) { r.Data.Names.Kazakh = &programme.FullName{Family: "A1", Given: "B"} },
			"TOO_LONG address":    func(r *people.Registration) { r.Data.Address = strings.Repeat("ә", 501) },
			"INVALID document":    func(r *people.Registration) { r.Data.Document = "1\u202e2" },
			"NOT_FOUND region":    func(r *people.Registration) { r.Region = 1 },
			"NOT_FOUND locality":  func(r *people.Registration) { r.Locality = &r.Region },
		} {
			if got := try(ctx, change); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		}
		none := func(*people.Registration) {}
		if got := try(staff, none); got != "NOT_ALLOWED" {
			t.Errorf("staff: %s", got)
		}
		if got := try(t.Context(), none); got != "SIGN_IN_REQUIRED" {
			t.Errorf("nobody: %s", got)
		}
		if n := w.client.Consent.Query().CountX(w.system()) + w.client.Youth.Query().CountX(w.system()); n != 0 {
			t.Errorf("refusals left %d rows", n)
		}
	})
}

func TestCorrectingAndAttesting(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, _ := w.somebody(viewer.Youth, 0)
		id, err := w.Register(ctx, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		elsewhere := w.client.Region.Query().Where(region.IsoCode("KZ-75")).OnlyIDX(w.system())
		coordinator, seer := w.somebody(viewer.RegionalCoordinator, w.region)
		stranger, _ := w.somebody(viewer.RegionalCoordinator, elsewhere)
		if err := w.Attest(stranger, id); code(err) != "NOT_FOUND youth" {
			t.Errorf("a coordinator of another region: %v", err)
		}
		if err := w.Attest(ctx, id); code(err) != "NOT_ALLOWED" {
			t.Errorf("themself: %v", err)
		}
		if err := w.Attest(coordinator, id); err != nil {
			t.Fatal(err)
		}
		if row := w.client.Youth.GetX(w.system(), id); row.AttestedAt == nil || *row.AttestedByID != seer {
			t.Errorf("%+v", row)
		}
		// One attested person a number, whoever registered first.
		double, _ := w.somebody(viewer.Youth, 0)
		other, err := w.Register(double, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Attest(coordinator, other); code(err) != "ATTESTED_FOR_ANOTHER youth" {
			t.Errorf("a second person with the number: %v", err)
		}

		r := w.registration(1)
		r.Data.Phone = "7029999999"
		if _, err := w.Correct(ctx, r.Residence, r.Data); err != nil {
			t.Fatal(err)
		}
		row := w.client.Youth.GetX(w.system(), id)
		if row.AttestedAt == nil || w.held(id)[programme.PersonalPhone] != "+77029999999" {
			t.Errorf("%+v, %v", row, w.held(id))
		}
		if err := w.Attest(coordinator, other); code(err) != "ATTESTED_FOR_ANOTHER youth" {
			t.Errorf("after a correction of what stands in no document: %v", err)
		}
		for what, change := range map[string]func(){
			"the name":       func() { r.Data.Names.Kazakh = &programme.FullName{Family: "Серікова", Given: "Айым"} },
			"the birth date": func() { r.Data.BirthDate = "1999-03-04" },
		} {
			change()
			if _, err := w.Correct(ctx, r.Residence, r.Data); err != nil {
				t.Fatal(err)
			}
			if row := w.client.Youth.GetX(w.system(), id); row.AttestedAt != nil || row.AttestedByID != nil {
				t.Errorf("%s is another: %+v", what, row)
			}
			if err := w.Attest(coordinator, id); err != nil {
				t.Fatal(err)
			}
		}
		r.Data.IIN = programme.InventedIdentificationNumber(2)
		if _, err := w.Correct(ctx, people.Residence{Region: elsewhere}, r.Data); err != nil {
			t.Fatal(err)
		}
		if row := w.client.Youth.GetX(w.system(), id); row.AttestedAt != nil || row.RegionID != elsewhere {
			t.Errorf("after another number: %+v", row)
		}
		if err := w.Attest(coordinator, other); err != nil {
			t.Errorf("the number is free: %v", err)
		}
		if _, err := w.Correct(coordinator, r.Residence, r.Data); code(err) != "NOT_FOUND" {
			t.Errorf("who has no profile: %v", err)
		}
	})
}

// How a circumstance is known, its sealed value and its copy say alike.
func TestAttestingCircumstances(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, _ := w.somebody(viewer.Youth, 0)
		r := w.registration(1)
		r.Data.Categories = []programme.VulnerabilityCategory{programme.VulnerableOrphan, programme.VulnerableNEET}
		id, err := w.Register(ctx, r)
		if err != nil {
			t.Fatal(err)
		}
		coordinator, _ := w.somebody(viewer.RegionalCoordinator, w.region)
		elsewhere := w.client.Region.Query().Where(region.IsoCode("KZ-75")).OnlyIDX(w.system())
		stranger, _ := w.somebody(viewer.RegionalCoordinator, elsewhere)
		mentor, _ := w.somebody(viewer.Mentor, w.region)
		known := func(want string) {
			t.Helper()
			var copies []string
			for _, row := range w.client.YouthCategory.Query().Where(youthcategory.YouthID(id)).Order(ent.Asc("id")).AllX(w.system()) {
				copies = append(copies, fmt.Sprintf(`{"category":%q,"attestation":%q}`, row.Category, row.Attestation))
			}
			slices.Sort(copies)
			slices.Reverse(copies)
			if held := w.held(id)[programme.PersonalCategories]; held != want || held != "["+strings.Join(copies, ",")+"]" {
				t.Errorf("held is %s, copied %v, want %s", held, copies, want)
			}
		}
		const orphan, neet = `{"category":"ORPHAN","attestation":"DECLARED"}`, `{"category":"NEET","attestation":"DECLARED"}`
		seen := func(told string) string { return strings.Replace(told, "DECLARED", "DOCUMENT_SEEN", 1) }
		known("[" + orphan + "," + neet + "]")
		for want, who := range map[string]context.Context{
			"NOT_FOUND youth": stranger, "NOT_ALLOWED": ctx, "SIGN_IN_REQUIRED": t.Context(),
		} {
			if err := w.AttestCategory(who, id, programme.VulnerableOrphan); code(err) != want {
				t.Errorf("%v, want %s", err, want)
			}
		}
		if err := w.AttestCategory(mentor, id, programme.VulnerableOrphan); code(err) != "NOT_ALLOWED" {
			t.Errorf("a mentor: %v", err)
		}
		if err := w.AttestCategory(coordinator, id, programme.VulnerableKandas); code(err) != "NOT_FOUND category" {
			t.Errorf("what is not told: %v", err)
		}
		for range 2 {
			if err := w.AttestCategory(coordinator, id, programme.VulnerableOrphan); err != nil {
				t.Fatal(err)
			}
		}
		known("[" + seen(orphan) + "," + neet + "]")
		if _, err := w.Correct(ctx, r.Residence, r.Data); err != nil {
			t.Fatal(err)
		}
		known("[" + seen(orphan) + "," + neet + "]")
		r.Data.Categories = r.Data.Categories[1:]
		if _, err := w.Correct(ctx, r.Residence, r.Data); err != nil {
			t.Fatal(err)
		}
		known("[" + neet + "]")
		r.Data.Categories = []programme.VulnerabilityCategory{programme.VulnerableOrphan}
		if _, err := w.Correct(ctx, r.Residence, r.Data); err != nil {
			t.Fatal(err)
		}
		known("[" + orphan + "]") // told anew, and to be seen anew
	})
}

// Who coordinates elsewhere and is in a team with a young person attests nothing of
// them.
func TestTeamMatesAttestNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, _ := w.somebody(viewer.Youth, 0)
		id, err := w.Register(ctx, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		elsewhere := w.client.Region.Query().Where(region.IsoCode("KZ-75")).OnlyIDX(w.system())
		_, mate := w.somebody(viewer.RegionalCoordinator, elsewhere)
		setup := testkit.Setup(w.system())
		of := w.client.Account.GetX(w.system(), mate)
		tx, err := w.client.Tx(setup)
		if err != nil {
			t.Fatal(err)
		}
		tx.RoleGrant.Create().SetAccountID(mate).SetRole(viewer.Youth).SetStartsAt(time.Now().Add(-time.Hour)).ExecX(setup)
		own := tx.Youth.Create().SetPersonID(of.PersonID).SetAccountID(mate).SetRegionID(elsewhere).SetFamilyName("А").SetGivenName("Ә").SetSpellings("").SaveX(setup)
		project := w.project(setup, tx, 2030)
		for _, young := range []int{id, own.ID} {
			tx.Member.Create().SetProjectID(project).SetYouthID(young).SetRole(programme.MemberLeader).ExecX(setup)
		}
		session := tx.Session.Create().SetAccountID(mate).SetTokenHash([]byte("mate")).SetDevice("").SetAddress("").SetSecondFactorAt(time.Now()).SaveX(setup)
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		w.witness.Forget(t)
		v, err := w.accounts.Again(viewer.NewContext(t.Context(), viewer.Viewer{Session: session.ID, Locale: viewer.Kazakh}))
		if err != nil {
			t.Fatal(err)
		}
		asking := viewer.NewContext(t.Context(), v)
		if !w.client.Youth.Query().Where(youth.ID(id)).ExistX(asking) {
			t.Fatal("a team mate is not seen")
		}
		if err := w.Attest(asking, id); code(err) != "NOT_FOUND youth" {
			t.Errorf("%v", err)
		}
		if err := w.AttestCategory(asking, id, programme.VulnerableOrphan); code(err) != "NOT_FOUND youth" {
			t.Errorf("%v", err)
		}
	})
}

// Whoever has the use of their data stopped is seen by nobody but themself, at
// once.
func TestStoppingTheUseOfOnesData(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, _ := w.somebody(viewer.Youth, 0)
		id, err := w.Register(ctx, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		coordinator, _ := w.somebody(viewer.RegionalCoordinator, w.region)
		administrator, _ := w.somebody(viewer.Administrator, 0)
		seen := func(want bool) {
			t.Helper()
			for who, ctx := range map[string]context.Context{"a coordinator": coordinator, "an administrator": administrator} {
				if got := w.client.Youth.Query().Where(youth.ID(id)).ExistX(ctx); got != want {
					t.Errorf("%s sees them: %t", who, got)
				}
			}
			if !w.client.Youth.Query().Where(youth.ID(id)).ExistX(ctx) {
				t.Error("they do not see themself")
			}
		}
		seen(true)
		for range 2 {
			if _, err := w.StopProcessing(ctx); err != nil {
				t.Fatal(err)
			}
		}
		seen(false)
		if err := w.Attest(coordinator, id); code(err) != "NOT_FOUND youth" {
			t.Errorf("attesting: %v", err)
		}
		if _, err := w.ResumeProcessing(ctx); err != nil {
			t.Fatal(err)
		}
		seen(true)
		if err := w.WithdrawPublication(ctx); err != nil {
			t.Fatal(err)
		}
		for _, c := range w.client.Consent.Query().AllX(w.system()) {
			if withdrawn := c.WithdrawnAt != nil; withdrawn != (c.Purpose == programme.ConsentPublication) {
				t.Errorf("%s is withdrawn: %t", c.Purpose, withdrawn)
			}
		}
	})
}

// What remains of a person who is erased names nobody and opens no more.
func TestErasing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, own := w.somebody(viewer.Youth, 0)
		id, err := w.Register(ctx, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		sealed := w.client.Person.GetX(w.system(), w.client.Youth.GetX(w.system(), id).PersonID)
		if _, err := w.Erase(ctx, "a wrong password"); code(err) != "WRONG_PASSWORD password" {
			t.Errorf("%v", err)
		}
		v, err := w.Erase(ctx, password)
		if err != nil || v.Person() != 0 {
			t.Fatal(v, err)
		}
		row := w.client.Youth.Query().Where(youth.ID(id)).WithTraits().WithCategories().OnlyX(w.system())
		if row.FamilyName+row.GivenName+row.Spellings != "" || row.FamilyNameOrder != kaztext.SortKey("") || row.GivenNameOrder != kaztext.SortKey("") || strings.TrimSpace(row.SearchText) != "" ||
			row.AccountID != nil || len(row.Edges.Traits)+len(row.Edges.Categories) != 0 {
			t.Errorf("of the profile remains %+v", row)
		}
		account := w.client.Account.GetX(w.system(), own)
		if account.Name+account.SearchText != "" || account.NameOrder != kaztext.SortKey("") || account.BlockedAt == nil || account.SecondFactorAt != nil {
			t.Errorf("of the account remains %+v", account)
		}
		if n := w.client.BlindIndex.Query().CountX(w.system()); n > 1 { // the first administrator's address
			t.Errorf("%d blind indexes remain", n)
		}
		if held := w.held(id); len(held) != 0 {
			t.Errorf("%v opens", held)
		}
		// Not even with what a backup holds.
		w.client.Person.UpdateOneID(sealed.ID).SetNames(sealed.Names).SetIin(sealed.Iin).ExecX(testkit.Setup(w.system()))
		w.witness.Forget(t)
		if held := w.held(id); len(held) != 0 {
			t.Errorf("%v opens with an old copy", held)
		}
		if w.client.Session.Query().CountX(w.system()) != 1 || w.client.RoleGrant.Query().CountX(w.system()) != 2 {
			t.Error("the others lost sessions or grants")
		}
		if _, err := w.accounts.SignIn(t.Context(), "a@zhas.example", password); code(err) != "WRONG_CREDENTIALS" {
			t.Errorf("signing in: %v", err)
		}
		if n := w.client.Consent.Query().CountX(w.system()); n != 2 {
			t.Errorf("%d consents are on record", n)
		}
	})
}

// What somebody saw of whom comes from the record, and nothing else.
func TestABreachIsReported(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, young := w.somebody(viewer.Youth, 0)
		id, err := w.Register(ctx, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		_, stranger := w.somebody(viewer.RegionalCoordinator, 0)
		first := w.client.Account.Query().Order(ent.Asc("id")).FirstX(w.system())
		person := w.client.Youth.GetX(w.system(), id).PersonID
		begun := time.Now().UTC().Truncate(time.Microsecond)
		for _, a := range []personal.Access{
			{By: first.ID, People: []int{person, first.PersonID, person}, Fields: []programme.PersonalField{programme.PersonalEmail}, Purpose: programme.ReadingAccounts},
			{By: first.ID, People: []int{person}, Fields: []programme.PersonalField{programme.PersonalIIN, programme.PersonalEmail}, Purpose: programme.ReadingEligibility},
			{By: stranger, People: []int{person}, Fields: []programme.PersonalField{programme.PersonalAddress}, Purpose: programme.ReadingContact},
		} {
			if err := w.records.Record(w.system(), a); err != nil {
				t.Fatal(err)
			}
		}
		friday := time.Date(2026, time.March, 13, 9, 0, 0, 0, time.UTC)
		report, err := w.ReportBreach(t.Context(), "First@zhas.example", begun, time.Now().Add(time.Second), friday)
		if err != nil {
			t.Fatal(err)
		}
		if report.Account != first.ID || report.Accesses != 2 || len(report.People) != 2 || report.Due == nil || report.Due.Day != "2026-03-16" {
			t.Fatalf("%+v", report)
		}
		for _, d := range report.People {
			if d.Person == person && (fmt.Sprint(d.Fields) != "[EMAIL IIN]" || *d.Youth != id || *d.Account != young) {
				t.Errorf("%+v", d)
			}
		}
		var text strings.Builder
		if _, err := report.WriteTo(&text); err != nil || !strings.Contains(text.String(), "by the end of 2026-03-16") || !strings.Contains(text.String(), "people: 2") {
			t.Errorf("%s, %v", text.String(), err)
		}
		if strings.Contains(text.String(), "ADDRESS") || strings.Contains(text.String(), "@") {
			t.Errorf("%s", text.String())
		}
		later, err := w.ReportBreach(t.Context(), "first@zhas.example", time.Now().Add(time.Minute), time.Now().Add(time.Hour), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
		if err != nil || later.Accesses != 0 || later.Due != nil || later.DueUnknown == "" {
			t.Errorf("%+v, %v", later, err)
		}
		if _, err := w.ReportBreach(t.Context(), "nobody@zhas.example", begun, begun, begun); code(err) != "NOT_FOUND email" {
			t.Errorf("%v", err)
		}
	})
}
