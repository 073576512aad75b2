package people_test

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"

	"zhas/ent"
	"zhas/ent/duplicatecase"
	"zhas/ent/member"
	"zhas/ent/region"
	"zhas/ent/season"
	"zhas/internal/jobs"
	"zhas/internal/likeness"
	"zhas/internal/people"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// work does the jobs that wait.
func (w *world) work() {
	w.t.Helper()
	worker := jobs.New(w.client, w.Handlers(), slog.New(slog.NewTextHandler(w.t.Output(), nil)))
	for {
		done, err := worker.Work(w.system())
		if err != nil {
			w.t.Fatal(err)
		}
		if done == 0 {
			break
		}
	}
	if n := w.client.Job.Query().CountX(w.system()); n > 0 {
		w.t.Fatalf("%d jobs failed", n)
	}
}

// registered is somebody who registered, the n-th.
func (w *world) registered(n int, change func(*people.Registration)) (ctx context.Context, id int) {
	w.t.Helper()
	ctx, _ = w.somebody(viewer.Youth, 0)
	r := w.registration(n)
	change(&r)
	id, err := w.Register(ctx, r)
	if err != nil {
		w.t.Fatal(err)
	}
	w.work()
	return ctx, id
}

// otherwise spells the person of registration in Russian, with another phone.
func otherwise(r *people.Registration) {
	r.Data.Names = programme.Names{Russian: &programme.FullName{Family: "Абенова", Given: "Айым", Patronymic: "Нурлановна"}}
	r.Data.Phone = "8 702 000 00 00"
}

func somebodyElse(r *people.Registration) {
	r.Data.Names = programme.Names{Kazakh: &programme.FullName{Family: "Тұрсынбек", Given: "Дамир"}}
	r.Data.Phone, r.Data.BirthDate = "8 703 000 00 00", "1999-09-09"
}

func (w *world) cases() []*ent.DuplicateCase {
	return w.client.DuplicateCase.Query().Order(duplicatecase.ByID()).AllX(w.system())
}

func TestWhoRegistersTwiceIsACaseForACoordinator(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		first, one := w.registered(1, func(*people.Registration) {})
		if got := w.cases(); len(got) != 0 {
			t.Fatalf("alone: %v", got)
		}
		_, two := w.registered(2, otherwise)
		_, three := w.registered(3, somebodyElse)
		got := w.cases()
		if len(got) != 1 || got[0].FirstID != one || got[0].SecondID != two || got[0].SameNumber || got[0].Score < likeness.Proposed ||
			got[0].FamilyName != likeness.AgreementSpelling || got[0].BirthDate != likeness.AgreementSame || got[0].Phone != likeness.AgreementDifferent {
			t.Fatalf("two spellings: %v", got)
		}
		// The number alone, whatever the name.
		_, four := w.registered(3, func(r *people.Registration) { otherwise(r); r.Data.BirthDate = "1990-12-30" })
		numbers := map[[2]int]bool{}
		for _, c := range w.cases() {
			if c.SameNumber {
				numbers[[2]int{c.FirstID, c.SecondID}] = true
			}
		}
		if len(numbers) != 1 || !numbers[[2]int{three, four}] {
			t.Errorf("one number: %v", numbers)
		}
		// A correction opens and closes.
		r := w.registration(1)
		somebodyElse(&r)
		if _, err := w.Correct(first, r.Residence, r.Data); err != nil {
			t.Fatal(err)
		}
		w.work()
		pairs := map[[2]int]bool{}
		for _, c := range w.cases() {
			pairs[[2]int{c.FirstID, c.SecondID}] = true
		}
		if pairs[[2]int{one, two}] || !pairs[[2]int{one, three}] {
			t.Errorf("after a correction: %v", pairs)
		}
		// Whoever has the use of their data stopped is compared with nobody.
		if _, err := w.StopProcessing(first); err != nil {
			t.Fatal(err)
		}
		w.work()
		for _, c := range w.cases() {
			if c.FirstID == one || c.SecondID == one {
				t.Errorf("%v speaks of somebody whose data is not to be used", c)
			}
		}
	})
}

func TestCasesAreForCoordinatorsAndNotForThoseTheyAreAbout(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		elsewhere := w.client.Region.Query().Where(region.IsoCode("KZ-75")).OnlyIDX(w.system())
		first, one := w.registered(1, func(*people.Registration) {})
		_, two := w.registered(1, func(r *people.Registration) { otherwise(r); r.Region = elsewhere })
		c := w.cases()[0]
		here, _ := w.somebody(viewer.RegionalCoordinator, w.region)
		everywhere, _ := w.somebody(viewer.RegionalCoordinator, 0)
		third := w.client.Region.Query().Where(region.IsoCode("KZ-71")).OnlyIDX(w.system())
		stranger, _ := w.somebody(viewer.RegionalCoordinator, third)
		analyst, _ := w.somebody(viewer.MinistryAnalyst, 0)
		for name, reader := range map[string]struct {
			ctx  context.Context
			want int
		}{
			"the person": {first, 0}, "a coordinator of one of the two regions": {here, 1}, "of all": {everywhere, 1},
			"of another region": {stranger, 0}, "an analyst": {analyst, 0},
		} {
			if n := w.client.DuplicateCase.Query().CountX(reader.ctx); n != reader.want {
				t.Errorf("%s reads %d cases, want %d", name, n, reader.want)
			}
		}
		for name, try := range map[string]struct {
			ctx  context.Context
			want string
		}{
			"the person": {first, "NOT_ALLOWED"}, "a coordinator of one of the two regions": {here, "NOT_ALLOWED case"},
			"of another region": {stranger, "NOT_FOUND case"}, "an analyst": {analyst, "NOT_ALLOWED"}, "nobody": {t.Context(), "SIGN_IN_REQUIRED"},
		} {
			for what, err := range map[string]error{
				"merge": w.Merge(try.ctx, c.ID, one), "keep apart": w.KeepApart(try.ctx, c.ID), "reopen": w.Reopen(try.ctx, c.ID),
			} {
				if code(err) != try.want {
					t.Errorf("%s, %s: %v, want %s", name, what, err, try.want)
				}
			}
		}
		if err := w.Merge(everywhere, c.ID, c.ID); code(err) != "INVALID keep" {
			t.Errorf("a third profile: %v", err)
		}
		if err := w.Merge(everywhere, c.ID, two); err != nil {
			t.Error(err)
		}
		if row := w.client.Youth.GetX(w.system(), one); row.MergedIntoID == nil || *row.MergedIntoID != two || row.MergedAt == nil {
			t.Errorf("%+v", row)
		}
	})
}

// teams puts profiles into teams of their own and returns the places.
func (w *world) team(youths ...int) (places []int) {
	w.t.Helper()
	setup := testkit.Setup(w.system())
	year := w.client.Season.Query().Order(season.ByID()).FirstX(setup)
	project := w.client.SocialProject.Create().SetTitle("Жоба").SetLanguage(programme.TextKazakh).SetDirection(programme.DirectionEducation).
		SetStage(programme.StageDraft).SetSeason(year).SetRegionID(w.region).SaveX(setup)
	for _, id := range youths {
		places = append(places, w.client.Member.Create().SetProject(project).SetYouthID(id).SetRole(programme.MemberLeader).SaveX(setup).ID)
	}
	w.witness.Forget(w.t)
	return places
}

func (w *world) at(place int) int {
	return w.client.Member.Query().Where(member.ID(place)).OnlyX(w.system()).YouthID
}

func TestAMergeCanBeUndone(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		_, one := w.registered(1, func(*people.Registration) {})
		_, two := w.registered(1, otherwise)
		_, three := w.registered(2, otherwise)
		coordinator, who := w.somebody(viewer.RegionalCoordinator, w.region)
		c := w.client.DuplicateCase.Query().Where(duplicatecase.FirstID(one), duplicatecase.SecondID(two)).OnlyX(w.system())
		mine, its := w.team(one)[0], w.team(two)[0]
		before := w.held(two)

		if err := w.Attest(coordinator, two); err != nil {
			t.Fatal(err)
		}
		if err := w.Merge(coordinator, c.ID, one); code(err) != "KEEP_ATTESTED keep" {
			t.Errorf("away from the one whose document was seen: %v", err)
		}
		shared := w.team(one, two)
		if err := w.Merge(coordinator, c.ID, two); code(err) != "IN_ONE_TEAM case" {
			t.Errorf("two of one team: %v", err)
		}
		w.client.Member.DeleteOneID(shared[0]).ExecX(testkit.Setup(w.system()))
		w.witness.Forget(t)

		if err := w.Merge(coordinator, c.ID, two); err != nil {
			t.Fatal(err)
		}
		w.work()
		if w.at(mine) != two || w.at(its) != two {
			t.Errorf("the places are with %d and %d, want %d", w.at(mine), w.at(its), two)
		}
		c = w.client.DuplicateCase.GetX(w.system(), c.ID)
		if c.State != programme.DuplicateMerged || *c.KeptID != two || *c.DecidedByID != who || len(c.MovedMembers) != 1 {
			t.Errorf("%+v", c)
		}
		if n := w.client.DuplicateCase.Query().Where(duplicatecase.Or(duplicatecase.FirstID(one), duplicatecase.SecondID(one)), duplicatecase.StateEQ(programme.DuplicateOpen)).CountX(w.system()); n != 0 {
			t.Errorf("%d questions are open about a profile that stands for itself no more", n)
		}
		for what, err := range map[string]error{"merge": w.Merge(coordinator, c.ID, two), "keep apart": w.KeepApart(coordinator, c.ID), "attest": w.Attest(coordinator, one)} {
			if got := code(err); got != "ALREADY_DECIDED case" && got != "ALREADY_DECIDED youth" {
				t.Errorf("%s a second time: %v", what, err)
			}
		}

		if err := w.Reopen(coordinator, c.ID); err != nil {
			t.Fatal(err)
		}
		w.work()
		row := w.client.Youth.GetX(w.system(), one)
		if w.at(mine) != one || w.at(its) != two || row.MergedIntoID != nil || row.MergedAt != nil {
			t.Errorf("undone: the places are with %d and %d, %+v", w.at(mine), w.at(its), row)
		}
		if after := w.held(two); len(after) != len(before) {
			t.Errorf("%v, before %v", after, before)
		}
		open := w.client.DuplicateCase.Query().Where(duplicatecase.StateEQ(programme.DuplicateOpen)).CountX(w.system())
		if open != 3 { // each of the three with each
			t.Errorf("%d questions are open again", open)
		}
		if err := w.Reopen(coordinator, c.ID); code(err) != "ALREADY_DECIDED case" {
			t.Errorf("undone twice: %v", err)
		}

		// What was decided stays when nothing new speaks.
		if err := w.KeepApart(coordinator, c.ID); err != nil {
			t.Fatal(err)
		}
		apart := w.client.DuplicateCase.Query().Where(duplicatecase.FirstID(one), duplicatecase.SecondID(three)).OnlyX(w.system())
		if err := w.KeepApart(coordinator, apart.ID); err != nil {
			t.Fatal(err)
		}
		w.comparedAgain(one)
		for _, id := range []int{c.ID, apart.ID} {
			if got := w.client.DuplicateCase.GetX(w.system(), id); got.State != programme.DuplicateKeptApart {
				t.Errorf("asked again: %+v", got)
			}
		}
	})
}

// comparedAgain has a profile compared once more.
func (w *world) comparedAgain(id int) {
	w.t.Helper()
	setup := testkit.Setup(w.system())
	w.client.Job.Create().SetKind("duplicates").SetSubjectID(id).ExecX(setup)
	w.work()
}

// Of coordinators who decide at once, one does.
func TestOneDecisionOfMany(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		_, one := w.registered(1, func(*people.Registration) {})
		_, two := w.registered(1, otherwise)
		coordinator, _ := w.somebody(viewer.RegionalCoordinator, w.region)
		id := w.cases()[0].ID
		var wait sync.WaitGroup
		results := make([]string, 10)
		for i := range results {
			wait.Go(func() {
				keep := one
				if i%2 == 1 {
					keep = two
				}
				results[i] = code(w.Merge(coordinator, id, keep))
			})
		}
		wait.Wait()
		done := 0
		for _, got := range results {
			switch got {
			case "":
				done++
			case "ALREADY_DECIDED case":
			default:
				t.Errorf("%s", got)
			}
		}
		if done != 1 {
			t.Errorf("%d of ten merged", done)
		}
		w.work()
	})
}

// Who is erased is in no case, and is found by nothing.
func TestAnErasedPersonIsInNoCase(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx, one := w.registered(1, func(*people.Registration) {})
		_, _ = w.registered(1, otherwise)
		if len(w.cases()) != 1 {
			t.Fatal("no case")
		}
		if _, err := w.Erase(ctx, password); err != nil {
			t.Fatal(err)
		}
		w.work()
		_, _ = w.registered(1, otherwise)
		for _, c := range w.cases() {
			if c.FirstID == one || c.SecondID == one {
				t.Errorf("%+v", c)
			}
		}
		if n := w.client.YouthKey.Query().CountX(w.system()); n == 0 {
			t.Error("nobody is found by their name")
		}
	})
}

// Comparing takes the same number of statements for few and for many.
func TestComparingTakesNoStatementPerRow(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		_, one := w.registered(1, func(*people.Registration) {})
		_, _ = w.registered(2, otherwise)
		w.comparedAgain(one)
		statements := func() int64 {
			ctx, counted := store.CountStatements(w.system())
			if err := w.Handlers()["duplicates"](ctx, one); err != nil {
				t.Fatal(err)
			}
			return counted.Load()
		}
		few := statements()
		for n := 3; n < 12; n++ {
			_, _ = w.registered(n, otherwise)
		}
		if many := statements(); many != few {
			t.Errorf("%d statements for many, %d for few", many, few)
		}
	})
}

// Who was merged into somebody who is erased stands for themself again, with their
// places in teams, and is attested as anybody.
func TestErasingTheProfileThatStoodForAnother(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		kept, one := w.registered(1, func(*people.Registration) {})
		_, two := w.registered(1, otherwise)
		places := w.team(two)
		coordinator, _ := w.somebody(viewer.RegionalCoordinator, w.region)
		if err := w.Merge(coordinator, w.cases()[0].ID, one); err != nil {
			t.Fatal(err)
		}
		if w.at(places[0]) != one {
			t.Fatal("the place did not go over")
		}
		if _, err := w.Erase(kept, password); err != nil {
			t.Fatal(err)
		}
		w.work()
		if row := w.client.Youth.GetX(w.system(), two); row.MergedIntoID != nil || row.MergedAt != nil || w.at(places[0]) != two {
			t.Errorf("%+v, the place is of %d", row, w.at(places[0]))
		}
		if err := w.Attest(coordinator, two); err != nil {
			t.Errorf("attesting: %v", err)
		}
	})
}

// Of two profiles that were merged the one that stands for both is found, by the
// number that both have.
func TestExceptionalAccessToMergedProfiles(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		_, one := w.registered(1, func(*people.Registration) {})
		w.registered(1, otherwise)
		coordinator, _ := w.somebody(viewer.RegionalCoordinator, w.region)
		if err := w.Merge(coordinator, w.cases()[0].ID, one); err != nil {
			t.Fatal(err)
		}
		analyst, _ := w.somebody(viewer.MinistryAnalyst, 0)
		id, err := w.BeginExceptionalAccess(analyst, people.Sought{Field: programme.PersonalIIN, Value: programme.InventedIdentificationNumber(1)},
			programme.ReadingContact, "The hospital asks for the family")
		if err != nil {
			t.Fatal(err)
		}
		if row := w.access(id); row.YouthID == nil || *row.YouthID != one || row.Outcome != programme.ExceptionalOpened {
			t.Errorf("%+v", row)
		}
	})
}

// Many with one telephone crowd nobody out who has the same number.
func TestACrowdHidesNobody(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		_, one := w.registered(9001, func(*people.Registration) {})
		crowd := make([]*youngster, 201)
		for i := range crowd {
			crowd[i] = &youngster{registered: "2030-01-01"}
		}
		w.enter(crowd...)
		_, two := w.registered(9001, func(r *people.Registration) { somebodyElse(r); r.Data.Phone = "7011234567" })
		if !slices.ContainsFunc(w.cases(), func(c *ent.DuplicateCase) bool { return c.FirstID == one && c.SecondID == two && c.SameNumber }) {
			t.Error("the second registration with a number is no case")
		}
	})
}

// Who registered before there were keys is compared as anybody.
func TestKeysOfThoseWhoRegisteredBefore(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		_, one := w.registered(1, func(*people.Registration) {})
		_, two := w.registered(1, otherwise)
		keys := w.client.YouthKey.Query().CountX(w.system())
		w.exec("DELETE FROM youth_keys")
		w.exec("DELETE FROM duplicate_cases")
		for range 2 {
			if err := w.KeyNames(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := w.client.Job.Query().CountX(w.system()); n != 2 {
			t.Errorf("%d jobs for two people", n)
		}
		w.work()
		if got := w.cases(); len(got) != 1 || got[0].FirstID != one || got[0].SecondID != two || w.client.YouthKey.Query().CountX(w.system()) != keys {
			t.Errorf("%v", got)
		}
	})
}
