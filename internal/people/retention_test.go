package people_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"zhas/ent"
	"zhas/ent/job"
	"zhas/ent/notification"
	"zhas/ent/rolegrant"
	"zhas/ent/season"
	"zhas/ent/youth"
	"zhas/internal/people"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// runs is the instant of a run, years ahead: nothing may ask for the time itself.
var runs = time.Date(2031, time.May, 10, 12, 0, 0, 0, time.UTC)

// youngster is a young person as they were set up. Days are YYYY-MM-DD.
type youngster struct {
	registered, active string
	told               string // an instant, RFC 3339
	seasons            []int  // years of the teams
	consents           []programme.GivenConsent
	roles              []viewer.Role // beside that of a young person
	roleEnds           string
	seen               string // when the session was used last, RFC 3339; none when empty
	begun              string // when it was begun; when it was used last
	invented           bool

	id, account, person int
}

func instant(text string) time.Time {
	if len(text) == len(time.DateOnly) {
		text += "T08:00:00Z"
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return at
}

// enter sets young people up, some hundred at once.
func (w *world) enter(all ...*youngster) {
	w.t.Helper()
	ctx := testkit.Setup(w.system())
	tx, err := w.client.Tx(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	values := make([]personal.Values, len(all))
	for i := range all {
		w.people++
		values[i] = personal.Values{
			programme.PersonalEmail: fmt.Sprintf("young%d@zhas.example", w.people), programme.PersonalAccountName: "Айгерім",
			programme.PersonalIIN: programme.InventedIdentificationNumber(w.people), programme.PersonalPhone: "+77011234567",
			programme.PersonalNames: `{"kazakh":{"family":"Әбенова","given":"Айым"}}`, programme.PersonalBirthDate: "2001-02-03",
		}
	}
	known, err := w.records.Create(ctx, tx, values...)
	if err != nil {
		w.t.Fatal(err)
	}
	var accounts []*ent.AccountCreate
	for i, y := range all {
		y.person = known[i].ID
		accounts = append(accounts, tx.Account.Create().SetPersonID(y.person).SetName("Айгерім").SetLanguage(viewer.Kazakh).SetPasswordHash("none"))
	}
	var youths []*ent.YouthCreate
	var grants []*ent.RoleGrantCreate
	var consents []*ent.ConsentCreate
	var members []*ent.MemberCreate
	var sessions []*ent.SessionCreate
	for i, row := range tx.Account.CreateBulk(accounts...).SaveX(ctx) {
		y := all[i]
		y.account = row.ID
		create := tx.Youth.Create().SetPersonID(y.person).SetAccountID(y.account).SetRegionID(w.region).SetFamilyName("Әбенова").SetGivenName("Айым").
			SetSpellings("").SetRegisteredAt(instant(y.registered)).SetInvented(y.invented)
		if y.active != "" {
			create.SetActiveOn(programme.Date(y.active))
		}
		if y.told != "" {
			create.SetExpiryToldAt(instant(y.told))
		}
		youths = append(youths, create)
		for _, role := range append([]viewer.Role{viewer.Youth}, y.roles...) {
			grant := tx.RoleGrant.Create().SetAccountID(y.account).SetRole(role).SetStartsAt(instant(y.registered))
			if role != viewer.Youth && y.roleEnds != "" {
				grant.SetEndsAt(instant(y.roleEnds))
			}
			grants = append(grants, grant)
		}
		for _, given := range y.consents {
			create := tx.Consent.Create().SetPersonID(y.person).SetPurpose(programme.ConsentParticipation).SetTextVersion(1).SetLanguage(viewer.Kazakh).
				SetOperator("").SetEndsOn(given.EndsOn)
			if given.Withdrawn != nil {
				create.SetWithdrawnAt(instant(string(*given.Withdrawn)))
			}
			consents = append(consents, create)
		}
		if y.seen != "" {
			begun := y.seen
			if y.begun != "" {
				begun = y.begun
			}
			sessions = append(sessions, tx.Session.Create().SetAccountID(y.account).SetTokenHash([]byte(fmt.Sprint("young", y.account))).SetDevice("").SetAddress("").
				SetCreatedAt(instant(begun)).SetSeenAt(instant(y.seen)))
		}
	}
	for i, row := range tx.Youth.CreateBulk(youths...).SaveX(ctx) {
		all[i].id = row.ID
		for _, year := range all[i].seasons {
			members = append(members, tx.Member.Create().SetProjectID(w.project(ctx, tx, year)).SetYouthID(row.ID).SetRole(programme.MemberLeader))
		}
	}
	tx.RoleGrant.CreateBulk(grants...).ExecX(ctx)
	tx.Consent.CreateBulk(consents...).ExecX(ctx)
	tx.Member.CreateBulk(members...).ExecX(ctx)
	tx.Session.CreateBulk(sessions...).ExecX(ctx)
	for _, y := range all {
		if err := personal.WriteTraits(ctx, tx, personal.YouthCopies{Youth: y.id}); err != nil {
			w.t.Fatal(err)
		}
		if len(all) > 100 { // a statement a row
			break
		}
	}
	if err := tx.Commit(); err != nil {
		w.t.Fatal(err)
	}
	w.witness.Forget(w.t)
}

// project is one of a season, which ends with its year unless that is 2031.
func (w *world) project(ctx context.Context, tx *ent.Tx, year int) int {
	w.t.Helper()
	id, err := tx.Season.Query().Where(season.Year(year)).OnlyID(w.system())
	if ent.IsNotFound(err) {
		create := tx.Season.Create().SetYear(year).SetNameKk("Маусым").SetNameRu("Сезон").SetNameEn("Season").SetState(programme.SeasonCompleted)
		if year != 2031 {
			create.SetEndsOn(programme.Date(fmt.Sprint(year, "-12-31")))
		}
		id = create.SaveX(ctx).ID
	} else if err != nil {
		w.t.Fatal(err)
	}
	return tx.SocialProject.Create().SetTitle("Жоба").SetLanguage(programme.TextKazakh).SetDirection(programme.DirectionHealth).
		SetStage(programme.StageDraft).SetSeasonID(id).SetRegionID(w.region).SaveX(ctx).ID
}

// state says what has become of a young person.
func (w *world) state(y *youngster) string {
	w.t.Helper()
	row := w.client.Youth.Query().Where(youth.ID(y.id)).WithTraits().OnlyX(w.system())
	of := w.client.Account.GetX(w.system(), y.account)
	known := w.client.Person.GetX(w.system(), y.person)
	held := w.held(y.id)
	var grants []string
	for _, g := range w.client.RoleGrant.Query().Where(rolegrant.AccountID(y.account), rolegrant.RevokedAtIsNil()).Order(rolegrant.ByID()).AllX(w.system()) {
		grants = append(grants, string(g.Role))
	}
	whole := row.AccountID != nil && row.FamilyName != "" && held[programme.PersonalIIN] != "" && of.Name != "" && of.BlockedAt == nil && known.ErasedAt == nil
	nameless := row.AccountID == nil && row.FamilyName+row.GivenName == "" && len(row.Edges.Traits) == 0 && row.ProcessingStoppedAt != nil && row.ExpiryToldAt == nil
	switch {
	case whole && row.ExpiryToldAt != nil:
		return "told"
	case whole:
		return "stays"
	case nameless && of.Name == "" && of.BlockedAt != nil && known.ErasedAt != nil && len(held) == 0 && len(grants) == 0:
		return "erased"
	case nameless && of.Name != "" && of.BlockedAt == nil && known.ErasedAt == nil && len(held) == 2 && held[programme.PersonalEmail] != "":
		return "profile erased, " + strings.Join(grants, " ")
	}
	return fmt.Sprintf("%+v, %+v, %+v, %v, %v", row, of, known, held, grants)
}

func (w *world) retain(at time.Time) people.Retained {
	w.t.Helper()
	r, err := people.RetainAnyway(w.Service, w.system(), at)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// What has run out is erased, and nobody is who was not told 30 days before.
func TestRetaining(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.somebody(viewer.Administrator, 0) // there is one who stays, whatever happens to others
		until := func(days ...programme.Date) (given []programme.GivenConsent) {
			for _, day := range days {
				given = append(given, programme.GivenConsent{EndsOn: day})
			}
			return given
		}
		due := youngster{registered: "2028-01-01", told: "2031-04-10T12:00:00Z"}
		with := func(change func(*youngster)) *youngster {
			y := due
			change(&y)
			return &y
		}
		cases := []struct {
			name  string
			young *youngster
			want  string
		}{
			{"registered lately", &youngster{registered: "2030-01-01", consents: until("2034-12-31")}, "stays"},
			{"registered long ago", &youngster{registered: "2029-05-10"}, "told"},
			{"30 days before", &youngster{registered: "2029-06-09"}, "told"},
			{"31 days before", &youngster{registered: "2029-06-10"}, "stays"},
			{"active since", &youngster{registered: "2026-01-01", active: "2030-01-01"}, "stays"},
			{"active long ago", &youngster{registered: "2026-01-01", active: "2029-06-09"}, "told"},
			{"in a session right now", &youngster{registered: "2026-01-01", seen: "2031-05-10T11:59:00Z"}, "stays"},
			{"told 30 days ago", with(func(*youngster) {}), "erased"},
			{"told a minute later", with(func(y *youngster) { y.told = "2031-04-10T12:01:00Z" }), "told"},
			{"told, who came back", with(func(y *youngster) { y.seen = "2031-05-09T10:00:00Z" }), "stays"},
			{"told, who was there the day before", with(func(y *youngster) { y.seen = "2031-04-09T10:00:00Z" }), "stays"},
			{"in a team of a season that ended", &youngster{registered: "2026-01-01", seasons: []int{2026}}, "stays"},
			{"in a team of a season that goes on", with(func(y *youngster) { y.seasons = []int{2024, 2031} }), "stays"},
			{"in teams of long ago", &youngster{registered: "2024-01-01", seasons: []int{2024, 2025}, consents: until("2033-01-01")}, "told"},
			{"consent ended", &youngster{registered: "2030-06-01", consents: until("2031-05-09")}, "told"},
			{"consent ends in 30 days", &youngster{registered: "2030-06-01", consents: until("2031-06-08")}, "told"},
			{"consent ends in 31 days", &youngster{registered: "2030-06-01", consents: until("2031-06-09")}, "stays"},
			{"consent was given anew", with(func(y *youngster) { y.registered, y.consents = "2030-06-01", until("2031-05-01", "2036-05-01") }), "stays"},
			{"consent ended, who came back without giving it anew", with(func(y *youngster) {
				y.registered, y.consents, y.seen = "2030-06-01", until("2031-05-01"), "2031-05-09T10:00:00Z"
			}), "erased"},
			{"consent ended in a running season", with(func(y *youngster) { y.consents, y.seasons = until("2031-05-01"), []int{2031} }), "erased"},
			{"consent was taken back", &youngster{registered: "2030-06-01", consents: []programme.GivenConsent{{EndsOn: "2036-01-01", Withdrawn: new(programme.Date("2031-05-10"))}}}, "told"},
			{"coordinator", with(func(y *youngster) { y.roles = []viewer.Role{viewer.RegionalCoordinator} }), "profile erased, REGIONAL_COORDINATOR"},
			{"administrator", with(func(y *youngster) { y.roles = []viewer.Role{viewer.Administrator} }), "profile erased, ADMINISTRATOR"},
			{"mentor until tomorrow", with(func(y *youngster) { y.roles, y.roleEnds = []viewer.Role{viewer.Mentor}, "2031-05-11" }), "profile erased, MENTOR"},
			{"mentor until yesterday", with(func(y *youngster) { y.roles, y.roleEnds = []viewer.Role{viewer.Mentor}, "2031-05-09" }), "erased"},
			{"invented", with(func(y *youngster) { y.invented = true }), "told"},
		}
		var all []*youngster
		for _, c := range cases {
			all = append(all, c.young)
		}
		w.enter(all...)
		report := func() string {
			t.Helper()
			report, err := w.ReportRetention(t.Context(), runs)
			if err != nil {
				t.Fatal(err)
			}
			var text bytes.Buffer
			if _, err := report.WriteTo(&text); err != nil {
				t.Fatal(err)
			}
			return text.String()
		}
		w.witness.Forget(t)
		// Who came back is counted with the others until a run has noticed.
		if got, want := report(), "What runs out, by illustrative periods, as the rules of season 2019, version 1 give none\n"+
			"                     today  within 30 days\n"+
			"NEVER_IN_TEAM            7               5\n"+
			"PARTICIPANT              0               1\n"+
			"CONSENT_ENDED            2               3\n"+
			"CONSENTS                 0               0\n"+
			"ACCESSES                 0               0\n"; got != want {
			t.Errorf("%s, want\n%s", got, want)
		}
		if _, changed := w.witness.Unexplained(t); len(changed) > 0 {
			t.Errorf("the report changed %v", changed)
		}
		sealed := w.client.Person.GetX(w.system(), cases[7].young.person)
		r := w.retain(runs)
		for _, c := range cases {
			if got := w.state(c.young); got != c.want {
				t.Errorf("%s: %s, want %s", c.name, got, c.want)
			}
		}
		if r.Erased != 4 || r.Profiles != 3 || r.Told != 7 || r.Kept != 4 || strings.Count(report(), "illustrative") != 1 {
			t.Errorf("%+v", r)
		}
		notices := w.client.Notification.Query().Where(notification.KindEQ(programme.NoticeDataRunsOut)).CountX(w.system())
		if jobs := w.client.Job.Query().Where(job.Kind("account.notice")).CountX(w.system()); notices != r.Told || jobs != r.Told {
			t.Errorf("%d notices and %d messages for %d people", notices, jobs, r.Told)
		}
		if again := w.retain(runs); again.Told+again.Kept+again.Erased+again.Profiles != 0 {
			t.Errorf("the same day again: %+v", again)
		}
		if early := w.retain(runs.AddDate(0, 0, 29)); early.Erased != 1 { // told a minute later than 30 days
			t.Errorf("29 days later: %+v", early)
		}
		if later := w.retain(runs.AddDate(0, 0, 30)); later.Erased != 7 || w.state(cases[1].young) != "erased" {
			t.Errorf("30 days later: %+v, %s", later, w.state(cases[1].young))
		}
		// Nobody comes back with what a backup holds, nor with what is made again after
		// a restore.
		w.client.Person.UpdateOneID(sealed.ID).SetNames(sealed.Names).SetIin(sealed.Iin).ExecX(testkit.Setup(w.system()))
		w.witness.Forget(t)
		if held := w.held(cases[7].young.id); len(held) != 0 {
			t.Errorf("%v opens with an old copy", held)
		}
		if _, err := w.records.Refill(w.system()); err != nil {
			t.Fatal(err)
		}
		if got := w.state(cases[7].young); got != "erased" {
			t.Error(got)
		}
	})
}

// The ministry's own periods are those of the rules in force.
func TestRetainingByTheRules(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		lately, old := &youngster{registered: "2031-03-01"}, &youngster{registered: "2020-01-01", seasons: []int{2030}}
		w.enter(lately, old)
		ctx := testkit.Setup(w.system())
		of := w.client.Season.Query().Where(season.Year(2030)).OnlyX(w.system())
		for version, months := range map[int]int{1: 24, 2: 1} {
			w.client.RuleSet.Create().SetSeason(of).SetVersion(version).
				SetRules(programme.Rules{Retention: []programme.RetentionPeriod{{Kind: programme.RetentionNeverInTeam, Months: months}}}).SaveX(ctx)
		}
		r := w.retain(runs)
		if w.state(lately) != "told" || w.state(old) != "stays" || r.By != "the rules of season 2030, version 2" {
			t.Errorf("%s, %s, %+v", w.state(lately), w.state(old), r)
		}
	})
}

// It is kept when people were there last, once a month while they come back.
func TestNotingActivity(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		cases := []struct {
			name  string
			young *youngster
			want  string
		}{
			{"who was never back", &youngster{registered: "2031-04-09"}, ""},
			{"on the day of registration", &youngster{registered: "2031-05-01", seen: "2031-05-01T09:00:00Z"}, ""},
			{"in the first month", &youngster{registered: "2031-04-12", seen: "2031-05-09T09:00:00Z"}, ""},
			{"after a month", &youngster{registered: "2031-04-01", seen: "2031-05-09T23:59:00Z"}, "2031-05-09"},
			{"within a month of the last", &youngster{registered: "2030-01-01", active: "2031-04-10", seen: "2031-05-09T09:00:00Z"}, "2031-04-10"},
			{"a month after the last", &youngster{registered: "2030-01-01", active: "2031-04-09", seen: "2031-05-09T09:00:00Z"}, "2031-05-09"},
			{"within a month, and away for a week", &youngster{registered: "2030-01-01", active: "2031-04-20", seen: "2031-05-02T09:00:00Z"}, "2031-05-02"},
			{"within a month, of a session that ends", &youngster{registered: "2030-01-01", active: "2031-04-20", seen: "2031-05-09T09:00:00Z", begun: "2031-04-11T07:00:00Z"}, "2031-05-09"},
			{"within a month, but told", &youngster{registered: "2030-01-01", active: "2031-04-20", seen: "2031-05-09T09:00:00Z", told: "2031-05-01"}, "2031-05-09"},
			{"earlier than known", &youngster{registered: "2030-01-01", active: "2031-05-05", seen: "2031-05-01T09:00:00Z"}, "2031-05-05"},
		}
		var all []*youngster
		for _, c := range cases {
			all = append(all, c.young)
		}
		w.enter(all...)
		for range 2 {
			if err := w.NoteActivity(t.Context(), runs); err != nil {
				t.Fatal(err)
			}
			for _, c := range cases {
				got := ""
				if day := w.client.Youth.GetX(w.system(), c.young.id).ActiveOn; day != nil {
					got = string(*day)
				}
				if got != c.want {
					t.Errorf("%s: %q, want %q", c.name, got, c.want)
				}
			}
		}
		n := w.client.JournalEntry.Query().CountX(w.system())
		if err := w.NoteActivity(t.Context(), runs); err != nil || w.client.JournalEntry.Query().CountX(w.system()) != n {
			t.Errorf("the same again is on record, or %v", err)
		}
	})
}

// Wherever a run is interrupted, nobody is half erased, and the next one ends it.
func TestARunThatIsInterrupted(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		all := make([]*youngster, people.Together+2)
		for i := range all {
			all[i] = &youngster{registered: "2028-01-01", told: "2031-04-01"}
			if i%2 == 0 {
				all[i].told = ""
			}
		}
		all[1].roles = []viewer.Role{viewer.Administrator}
		w.enter(all...)
		interrupted := errors.New("interrupted")
		left := 0
		w.client.Use(func(next ent.Mutator) ent.Mutator {
			return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
				if left--; left == 0 && m.Type() != "Throttle" {
					return nil, interrupted
				}
				return next.Mutate(ctx, m)
			})
		})
		breaks := 0
		for n := 2; ; n += 1 + n/40 { // most of all: notices are one each
			left = n
			r, done, err := w.Retain(t.Context(), runs)
			left = 0
			if err == nil {
				if !done {
					t.Fatal("a failed run keeps others from running")
				}
				t.Logf("%d breaks, then %+v", breaks, r)
				break
			}
			if !errors.Is(err, interrupted) {
				t.Fatal(err)
			}
			breaks++
			for _, i := range []int{0, 1, 2, 3, len(all) - 2, len(all) - 1} {
				if got := w.state(all[i]); got != "stays" && got != "told" && got != "erased" && got != "profile erased, ADMINISTRATOR" {
					t.Fatalf("after %d changes: %s", n-1, got)
				}
			}
		}
		if breaks < 20 {
			t.Errorf("interrupted %d times only", breaks)
		}
		want := map[bool]string{true: "told", false: "erased"}
		for i, y := range all {
			if got := w.state(y); got != want[i%2 == 0] && i != 1 {
				t.Errorf("%d: %s", i, got)
			}
		}
		if got := w.state(all[1]); got != "profile erased, ADMINISTRATOR" {
			t.Error(got)
		}
		if n := w.client.Notification.Query().CountX(w.system()); n != len(all)/2 {
			t.Errorf("%d notices", n)
		}
		if _, done, err := w.Retain(t.Context(), runs.Add(time.Hour)); done || err != nil {
			t.Errorf("an hour later: %t, %v", done, err)
		}
		if _, done, err := w.Retain(t.Context(), runs.AddDate(0, 0, 1)); !done || err != nil {
			t.Errorf("a day later: %t, %v", done, err)
		}
	})
}

// Replicas that run at once tell nobody twice; one of them has the turn of a day.
func TestRunsAtOnce(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		var all []*youngster
		for i := range 40 {
			all = append(all, &youngster{registered: "2028-01-01", told: []string{"", "2031-04-01"}[i%2], seen: []string{"", "2031-03-31"}[i%2]})
		}
		w.enter(all...)
		at := func(run func() error) {
			t.Helper()
			var wait sync.WaitGroup
			for range 4 {
				wait.Go(func() {
					if err := run(); err != nil {
						t.Error(err)
					}
				})
			}
			wait.Wait()
		}
		at(func() error { _, err := people.RetainAnyway(w.Service, w.system(), runs); return err })
		told := w.client.Notification.Query().Where(notification.KindEQ(programme.NoticeDataRunsOut)).CountX(w.system())
		if told != 20 {
			t.Errorf("%d notices for 20 people", told)
		}
		turns := make(chan bool, 4)
		at(func() error {
			_, done, err := w.Retain(t.Context(), runs.AddDate(0, 0, 31))
			turns <- done
			return err
		})
		close(turns)
		mine := 0
		for done := range turns {
			if done {
				mine++
			}
		}
		if mine != 1 {
			t.Errorf("%d had the turn", mine)
		}
	})
}

// The statements of a run do not grow with the people.
func TestStatementsOfARun(t *testing.T) {
	var counts []int64
	eachWorld(t, func(t *testing.T, w *world) {
		for _, n := range []int{3, 200} {
			var all []*youngster
			for i := range n {
				y := &youngster{registered: "2028-01-01", told: "2031-04-01", seasons: []int{2020}, consents: []programme.GivenConsent{{EndsOn: "2040-01-01"}}}
				switch i % 3 {
				case 0:
					y.told = ""
				case 1:
					y.roles = []viewer.Role{viewer.Mentor}
				}
				all = append(all, y)
			}
			w.enter(all...)
			ctx, statements := store.CountStatements(w.system())
			if _, err := people.RetainAnyway(w.Service, ctx, runs); err != nil {
				t.Fatal(err)
			}
			counts = append(counts, statements.Load())
		}
		if last := len(counts) - 1; counts[last] > counts[last-1] {
			t.Errorf("%d statements for 3 people, %d for 200", counts[last-1], counts[last])
		}
	})
}

// Consents, and the records of who looked, are kept for their periods after people
// were erased, and no longer.
func TestRetainingConsentsAndAccesses(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		given := []programme.GivenConsent{{EndsOn: "2040-01-01"}}
		erased := &youngster{registered: "2028-01-01", told: "2031-04-01", consents: given}
		office := &youngster{registered: "2028-01-01", told: "2031-04-01", consents: given, roles: []viewer.Role{viewer.Mentor}}
		stays := &youngster{registered: "2031-01-01", consents: given}
		w.enter(erased, office, stays)
		_, seer := w.somebody(viewer.Administrator, 0)
		for _, about := range [][]int{{erased.person}, {erased.person, stays.person}, {stays.person}, {office.person}} {
			if err := w.records.Record(w.system(), personal.Access{By: seer, People: about, Fields: []programme.PersonalField{programme.PersonalEmail}, Purpose: programme.ReadingAccounts}); err != nil {
				t.Fatal(err)
			}
		}
		w.retain(runs)
		if got := w.state(erased) + ", " + w.state(office); got != "erased, profile erased, MENTOR" {
			t.Fatal(got)
		}
		count := func() string {
			return fmt.Sprint(w.client.Consent.Query().CountX(w.system()), w.client.DataAccess.Query().CountX(w.system()), w.client.DataAccessPerson.Query().CountX(w.system()))
		}
		ctx := testkit.Setup(w.system())
		w.client.Youth.UpdateOneID(stays.id).SetActiveOn("2034-05-01").ExecX(ctx) // a daily visitor
		w.witness.Forget(t)
		day := runs.AddDate(3, 0, 0)
		w.retain(day.AddDate(0, 0, -1))
		if got := count(); got != "3 4 5" {
			t.Errorf("a day before: %s", got)
		}
		report, err := w.ReportRetention(t.Context(), day.AddDate(0, 0, -1))
		if err != nil || fmt.Sprint(report.Lines[3:]) != "[{CONSENTS 0 2} {ACCESSES 0 1}]" {
			t.Errorf("%+v, %v", report, err)
		}
		r := w.retain(day)
		if got := count(); got != "1 3 4" || r.Consents != 2 || r.Accesses != 1 {
			t.Errorf("36 months after: %s, %+v", got, r)
		}
		if n := w.client.Consent.Query().OnlyX(w.system()).PersonID; n != stays.person {
			t.Errorf("that of %d is left", n)
		}
	})
}

// Nobody who was looked at stands in the way of forgetting others.
func TestPeopleWhoWereLookedAtArePurged(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		_, seer := w.somebody(viewer.Administrator, 0)
		ctx := testkit.Setup(w.system())
		tx, err := w.client.Tx(ctx)
		if err != nil {
			t.Fatal(err)
		}
		invited, err := w.records.Create(ctx, tx, personal.Values{programme.PersonalEmail: "a@zhas.example"}, personal.Values{programme.PersonalEmail: "b@zhas.example"})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.records.EraseAt(ctx, tx, time.Now().AddDate(-1, 0, 0), invited[0].ID, invited[1].ID); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		w.witness.Forget(t)
		if err := w.records.Record(w.system(), personal.Access{By: seer, People: []int{invited[0].ID}, Fields: []programme.PersonalField{programme.PersonalEmail}, Purpose: programme.ReadingAccounts}); err != nil {
			t.Fatal(err)
		}
		n := w.client.Person.Query().CountX(w.system())
		if err := w.records.Purge(t.Context()); err != nil {
			t.Fatal(err)
		}
		if left := w.client.Person.Query().CountX(w.system()); left != n-1 {
			t.Errorf("of %d people %d are left", n, left)
		}
	})
}

func TestRenewingConsent(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, _ := w.somebody(viewer.Youth, 0)
		id, err := w.Register(ctx, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		// The consents of the registration are nearly over.
		setup := testkit.Setup(w.system())
		w.client.Consent.Delete().ExecX(setup)
		w.client.Consent.Create().SetPersonID(w.client.Youth.GetX(setup, id).PersonID).SetPurpose(programme.ConsentParticipation).SetTextVersion(people.ConsentVersion).
			SetLanguage(viewer.Kazakh).SetOperator("Оператор").SetEndsOn(programme.Date(time.Now().AddDate(0, 0, 20).Format(time.DateOnly))).SaveX(setup)
		w.witness.Forget(t)
		for range 2 { // once is enough for today
			if _, err := w.GiveConsent(ctx, people.ConsentVersion, false, viewer.Russian); err != nil {
				t.Fatal(err)
			}
		}
		last := w.client.Consent.Query().Order(ent.Desc("id")).FirstX(w.system())
		if n := w.client.Consent.Query().CountX(w.system()); n != 2 || last.Purpose != programme.ConsentParticipation || last.Language != viewer.Russian ||
			last.EndsOn.Year() != time.Now().UTC().Year()+people.ConsentYears {
			t.Errorf("%d consents, the last %+v", n, last)
		}
		corrected := w.registration(1)
		corrected.Data.Address = "Абай көшесі, 2"
		if _, err := w.Correct(ctx, corrected.Residence, corrected.Data); err != nil {
			t.Fatal(err)
		}
		if row := w.client.Youth.GetX(w.system(), id); row.ActiveOn == nil || *row.ActiveOn != programme.Date(time.Now().UTC().Format(time.DateOnly)) {
			t.Errorf("correcting is no activity: %v", row.ActiveOn)
		}
	})
}
