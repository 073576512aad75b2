package demo_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/google/go-cmp/cmp"

	"zhas/ent"
	"zhas/ent/hostorganization"
	"zhas/ent/locality"
	"zhas/ent/member"
	entperson "zhas/ent/person"
	_ "zhas/ent/runtime"
	"zhas/ent/season"
	"zhas/ent/socialproject"
	"zhas/ent/youth"
	"zhas/ent/youthtraits"
	"zhas/internal/demo"
	"zhas/internal/facts"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// small is a demonstration that needs several statements a table.
var small = demo.Options{Youth: 2300, Projects: 520, Seed: 7}

// loaded returns a client over a store with the published facts.
func loaded(t *testing.T, s *store.Store) (*ent.Client, context.Context) {
	t.Helper()
	client, ctx := ent.NewClient(ent.Driver(s.Driver())), systemContext(t)
	if _, err := facts.Load(ctx, client); err != nil {
		t.Fatal(err)
	}
	return client, ctx
}

// held is what is held of people, under a vault of its own.
func held(t *testing.T, client *ent.Client) *personal.Records {
	t.Helper()
	return personal.New(client, testkit.Vault(t))
}

func systemContext(t *testing.T) context.Context {
	t.Helper()
	return viewer.AsSystem(t.Context())
}

func generate(t *testing.T, client *ent.Client, options demo.Options) demo.Report {
	t.Helper()
	report, err := demo.Generate(systemContext(t), client, held(t, client), options)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// content is the digest of each table that a backup has, but the journal's.
func content(t *testing.T, s *store.Store) map[string]string {
	t.Helper()
	manifest, err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "content.backup"))
	if err != nil {
		t.Fatal(err)
	}
	digests := make(map[string]string, len(manifest.Tables))
	for _, table := range manifest.Tables {
		if strings.HasPrefix(table.Name, "journal_") {
			continue // it says when, and keeps what is removed
		}
		if table.Name == entperson.Table {
			continue // sealed anew each time: TestWhatIsHeldOfTheInvented
		}
		digests[table.Name] = fmt.Sprint(table.Rows, " ", table.SHA256)
	}
	return digests
}

// One seed gives one content, on either database; another seed gives another.
func TestEqualOptionsGiveEqualContent(t *testing.T) {
	t.Parallel()
	run := func(options demo.Options) map[string]map[string]string {
		contents := map[string]map[string]string{}
		testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
			client, _ := loaded(t, s)
			generate(t, client, options)
			contents[s.Dialect()] = content(t, s)
		})
		return contents
	}
	first, again := run(small), run(small)
	if diff := cmp.Diff(first["sqlite3"], first["postgres"]); diff != "" {
		t.Errorf("the databases differ (-sqlite +postgres):\n%s", diff)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("two runs differ (-first +second):\n%s", diff)
	}
	other := small
	other.Seed++
	second := run(other)["sqlite3"]
	for _, table := range []string{"localities", "host_organizations", "youths", "social_projects", "members"} {
		if first["sqlite3"][table] == second[table] {
			t.Errorf("another seed leaves the table %s as it was", table)
		}
	}
	for _, table := range []string{"figures", "regions", "sources", "rule_sets", "seasons", "season_regions"} {
		if first["sqlite3"][table] != second[table] {
			t.Errorf("another seed changes the table %s", table)
		}
	}
}

// Of everybody who is invented something is held, as of real people: numbers that
// nobody has.
func TestWhatIsHeldOfTheInvented(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := loaded(t, s)
		records := held(t, client)
		if _, err := demo.Generate(ctx, client, records, demo.Options{Youth: 50}); err != nil {
			t.Fatal(err)
		}
		youths := client.Youth.Query().AllX(ctx)
		ids := make([]int, len(youths))
		for i, y := range youths {
			ids[i] = y.PersonID
		}
		opened, err := records.Open(ctx, []programme.PersonalField{programme.PersonalNames, programme.PersonalIIN, programme.PersonalBirthDate}, ids...)
		if err != nil {
			t.Fatal(err)
		}
		numbers := map[string]bool{}
		for _, y := range youths {
			values := opened[y.PersonID]
			copies, err := personal.CopiesOf(values)
			if err != nil || copies.FamilyName != y.FamilyName || copies.GivenName != y.GivenName {
				t.Errorf("%s %s is sealed as %v, %v", y.FamilyName, y.GivenName, copies, err)
			}
			number := values[programme.PersonalIIN]
			if err := programme.CheckIdentificationNumber(number); err != nil || number[2:4] != "99" || numbers[number] {
				t.Errorf("%s: %v", number, err)
			}
			numbers[number] = true
			traits := client.YouthTraits.Query().Where(youthtraits.YouthID(y.ID)).OnlyX(ctx)
			if *traits.BirthYear != programme.Date(values[programme.PersonalBirthDate]).Year() {
				t.Errorf("born %s, in the statistics %d", values[programme.PersonalBirthDate], *traits.BirthYear)
			}
		}
		if _, err := demo.Remove(ctx, client, records); err != nil {
			t.Fatal(err)
		}
		if n := client.Person.Query().CountX(ctx) + client.BlindIndex.Query().CountX(ctx) + client.YouthTraits.Query().CountX(ctx); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

func TestTheSeasonFollowsTheRules(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := loaded(t, s)
		report := generate(t, client, small)
		projects := client.SocialProject.Query().WithMembers(func(q *ent.MemberQuery) { q.WithYouth() }).
			WithLocality().WithHost().WithSeason().AllX(ctx)
		inTeam := map[int]bool{}
		titles := map[string]bool{}
		stages, directions, languages, regions := map[programme.Stage]int{}, map[programme.Direction]int{}, map[programme.TextLanguage]int{}, map[int]int{}
		for _, p := range projects {
			stages[p.Stage]++
			directions[p.Direction]++
			languages[p.Language]++
			regions[p.RegionID]++
			titles[p.Title] = true
			if n := len(p.Edges.Members); n < 3 || n > 5 {
				t.Errorf("a team of %d", n)
			}
			leaders := 0
			for _, m := range p.Edges.Members {
				if m.Role == programme.MemberLeader {
					leaders++
				}
				if inTeam[m.YouthID] {
					t.Errorf("somebody is in two teams")
				}
				inTeam[m.YouthID] = true
				if m.Edges.Youth.RegionID != p.RegionID {
					t.Errorf("a member does not live in the project's region")
				}
				if m.JoinedAt.Before(p.CreatedAt) || p.CreatedAt.Before(m.Edges.Youth.RegisteredAt) {
					t.Errorf("a member registered at %v joined at %v a project begun at %v", m.Edges.Youth.RegisteredAt, m.JoinedAt, p.CreatedAt)
				}
			}
			if leaders != 1 {
				t.Errorf("a team has %d leaders", leaders)
			}
			public := p.Stage == programme.StageSelected || p.Stage == programme.StageRunning || p.Stage == programme.StageCompleted || p.Stage == programme.StageEnded
			if public != (p.PublishedAt != nil) || public && p.PublishedAt.Before(p.CreatedAt) {
				t.Errorf("a project of stage %s begun at %v was published at %v", p.Stage, p.CreatedAt, p.PublishedAt)
			}
			if !p.Invented || !p.Edges.Season.Invented || !p.Edges.Locality.Invented || p.Edges.Host != nil && (!p.Edges.Host.Invented || p.Edges.Host.RegionID != p.RegionID) || p.Edges.Locality.RegionID != p.RegionID {
				t.Errorf("project %d is not invented throughout, or not in one region", p.ID)
			}
			if strings.ContainsAny(p.Title+p.Summary, "{}") || strings.Count(p.Summary, ".") < 3 || p.TitleOrder == "" || p.SearchText == "" {
				t.Errorf("%s: %s", p.Title, p.Summary)
			}
			if p.CreatedAt.Year() != 2025 || p.PublishedAt != nil && p.PublishedAt.Year() != 2025 {
				t.Errorf("a project lies outside its year")
			}
		}
		got := []int{len(stages), len(directions), len(languages), len(regions), report.SocialProjects, report.Youth, report.Members}
		if diff := cmp.Diff([]int{10, 9, 2, 20, 520, 2300, len(inTeam)}, got); diff != "" {
			t.Errorf("stages, directions, languages, regions, projects, youth, members (-want +got):\n%s", diff)
		}
		if len(titles) < 510 {
			t.Errorf("only %d titles of 520 projects differ", len(titles))
		}
		if kk := languages[programme.TextKazakh]; kk < 520*50/100 || kk > 520*70/100 {
			t.Errorf("%d of 520 projects are written in Kazakh", kk)
		}
		for name, n := range map[string]int{
			"youth that is not invented":     client.Youth.Query().Where(youth.Invented(false)).CountX(ctx),
			"hosts that are not invented":    client.HostOrganization.Query().Where(hostorganization.Invented(false)).CountX(ctx),
			"places that are not invented":   client.Locality.Query().Where(locality.Invented(false)).CountX(ctx),
			"members without a project":      report.Members - client.Member.Query().Where(member.HasProject()).CountX(ctx),
			"published seasons that changed": 3 - client.Season.Query().Where(season.Invented(false)).CountX(ctx),
		} {
			if n != 0 {
				t.Errorf("%s: %d", name, n)
			}
		}
		for _, l := range client.Locality.Query().WithRegion().AllX(ctx) {
			if !programme.InventedKATO(l.Kato) || l.Kato[:2] != l.Edges.Region.Kato[:2] {
				t.Errorf("%s has the code %s in %s", l.NameKk, l.Kato, l.Edges.Region.Kato)
			}
		}
		for _, h := range client.HostOrganization.Query().AllX(ctx) {
			if h.RegisteredAt.Year() != 2025 {
				t.Errorf("a host registered at %v", h.RegisteredAt)
			}
		}
		if n := client.SocialProject.Query().Where(socialproject.SearchTextContains("ауылы")).CountX(ctx); n == 0 {
			t.Error("no text is found")
		}
	})
}

// What was there before stays, to the byte, and nothing else does.
func TestRemovalLeavesTheRest(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := loaded(t, s)
		setup := testkit.Setup(ctx)
		region := client.Region.Query().FirstX(setup)
		actual := client.Season.Create().SetYear(2024).SetNameKk("Шын").SetNameRu("Шын").SetNameEn("Real").SetState(programme.SeasonRunning).SaveX(setup)
		client.SeasonRegion.Create().SetSeason(actual).SetRegion(region).ExecX(setup)
		client.Locality.Create().SetKato("271010000").SetKind(programme.LocalityTown).SetNameKk("Орал").SetNameRu("Уральск").SetRegion(region).ExecX(setup)
		project := client.SocialProject.Create().SetTitle("Шын").SetLanguage(programme.TextKazakh).SetDirection(programme.DirectionOther).
			SetStage(programme.StageRunning).SetSeason(actual).SetRegion(region).
			SetHost(client.HostOrganization.Create().SetName("Шын").SetRegion(region).SaveX(setup)).SaveX(setup)
		person := client.Youth.Create().SetPerson(client.Person.Create().SaveX(setup)).SetFamilyName("Шын").SetGivenName("Шын").SetRegion(region).SaveX(setup)
		client.Member.Create().SetProject(project).SetYouth(person).SetRole(programme.MemberLeader).ExecX(setup)

		before := content(t, s)
		written := generate(t, client, small)
		if diff := cmp.Diff(before, content(t, s)); diff == "" {
			t.Error("nothing was written")
		}
		counted, statements := store.CountStatements(ctx)
		removed, err := demo.Remove(counted, client, held(t, client))
		if err != nil {
			t.Fatal(err)
		}
		if removed != written {
			t.Errorf("removed %v of %v", removed, written)
		}
		if n := statements.Load(); n > 20 { // for SQLite's room, 13 tables, two transactions, the keys and the journal
			t.Errorf("removed by %d statements", n)
		}
		if diff := cmp.Diff(before, content(t, s)); diff != "" {
			t.Errorf("the rest has changed (-before +after):\n%s", diff)
		}
		if again, err := demo.Remove(ctx, client, held(t, client)); err != nil || again.String() != "nothing invented" {
			t.Errorf("a second removal: %v, %v", again, err)
		}
	})
}

// Who looked at somebody invented stays on record when they are removed.
func TestRemovalOfWhomSomebodyLookedAt(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := loaded(t, s)
		setup := testkit.Setup(ctx)
		generate(t, client, small)
		looker := client.Account.Create().SetPerson(client.Person.Create().SaveX(setup)).SetName("Шын").SetLanguage(viewer.Kazakh).SetPasswordHash("x").SaveX(setup)
		seen := client.Youth.Query().Where(youth.Invented(true)).FirstX(setup)
		access := client.ExceptionalAccess.Create().SetAccount(looker).SetYouth(seen).SetOutcome(programme.ExceptionalOpened).
			SetSoughtBy(programme.PersonalIIN).SetPurpose(programme.ReadingContact).SetReason("x").SaveX(setup)
		look := client.DataAccess.Create().SetAccount(looker).SetPurpose(programme.ReadingContact).SetFields([]programme.PersonalField{programme.PersonalIIN}).
			SetPeople([]int{seen.PersonID}).SetExceptionalAccess(access).SaveX(setup)
		client.DataAccessPerson.Create().SetAccess(look).SetPersonID(seen.PersonID).ExecX(setup)
		if _, err := demo.Remove(ctx, client, held(t, client)); err != nil {
			t.Fatal(err)
		}
		if row := client.ExceptionalAccess.GetX(ctx, access.ID); row.YouthID != nil || client.DataAccess.GetX(ctx, look.ID).People[0] != seen.PersonID {
			t.Errorf("%+v", row)
		}
	})
}

func TestRefusalsWriteNothing(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := ent.NewClient(ent.Driver(s.Driver())), systemContext(t)
		refuse := func(name string, ctx context.Context, options demo.Options, want string) {
			t.Helper()
			before := content(t, s)
			_, err := demo.Generate(ctx, client, held(t, client), options)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
			if diff := cmp.Diff(before, content(t, s)); diff != "" {
				t.Errorf("%s changed the database (-before +after):\n%s", name, diff)
			}
		}
		few := demo.Options{Youth: 50}
		refuse("a database without facts", ctx, few, "load the published facts first")
		loaded(t, s)
		refuse("a real season", ctx, demo.Options{Youth: 50, Year: 2018}, "real season of 2018")
		refuse("too few for the teams", ctx, demo.Options{Youth: 50, Projects: 17}, "17 projects need at least 51 youth")
		refuse("fewer than none", ctx, demo.Options{Youth: -1}, "cannot be negative")
		refuse("fewer projects than none", ctx, demo.Options{Projects: -1}, "cannot be negative")
		refuse("a year before the republic", ctx, demo.Options{Year: 1990}, "between 1991 and 2100")
		refuse("the public", viewer.NewContext(t.Context(), viewer.Anybody(viewer.English)), few, "deny")
		stopped, stop := context.WithCancel(ctx)
		stop()
		refuse("a run that is stopped", stopped, few, "context canceled")

		// A run that fails half-way.
		taken := client.Locality.Create().SetKato("790000012").SetKind(programme.LocalityVillage).SetNameKk("А").SetNameRu("А").
			SetRegion(client.Region.Query().FirstX(ctx)).SaveX(testkit.Setup(ctx))
		refuse("a code that is taken", ctx, few, "constraint")
		client.Locality.DeleteOne(taken).ExecX(testkit.Setup(ctx))

		generate(t, client, few)
		refuse("a second demonstration", ctx, demo.Options{Youth: 50, Year: 2026}, "zhas demo --remove")
		if _, err := demo.Generate(ctx, client, held(t, client), few); !errors.Is(err, demo.ErrLoaded) {
			t.Errorf("a second demonstration of the same year: %v", err)
		}
	})
}

// The smallest seasons keep the rules too, and a season is written by few
// statements.
func TestSizes(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := loaded(t, s)
		for _, c := range []struct {
			options         demo.Options
			projects, teams int // teams: 0 when not all are of one size
			statements      int64
		}{
			{demo.Options{Youth: 1}, 0, 0, 60},
			{demo.Options{Youth: 9, Projects: 3}, 3, 3, 60},
			{demo.Options{Youth: 2999, Projects: 1}, 1, 0, 100},
			{demo.Options{}, 700, 0, 110},
		} {
			counted, statements := store.CountStatements(ctx)
			report, err := demo.Generate(counted, client, held(t, client), c.options)
			if err != nil {
				t.Fatal(err)
			}
			youth := c.options.Youth
			if youth == 0 {
				youth = demo.DefaultYouth
			}
			if report.Youth != youth || report.SocialProjects != c.projects || c.teams > 0 && report.Members != c.teams*c.projects {
				t.Errorf("%+v: %s", c.options, report)
			}
			if n := statements.Load(); n > c.statements {
				t.Errorf("%+v: %d statements", c.options, n)
			}
			if _, err := demo.Remove(ctx, client, held(t, client)); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// However many rows there are, a table is written by one statement again and
// again, and one more for the rest: PostgreSQL keeps what it has prepared.
func TestStatementsAreEqual(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		loaded(t, s)
		texts := map[string]map[string]bool{}
		client := ent.NewClient(ent.Driver(dialect.DebugWithContext(s.Driver(), func(_ context.Context, log ...any) {
			text := fmt.Sprint(log...)
			for _, table := range []string{"youths", "social_projects", "members"} {
				if _, insert, found := strings.Cut(text, "INSERT INTO "); found && strings.Contains(insert[:30], table) {
					insert, _, _ = strings.Cut(insert, " args=")
					if texts[table] == nil {
						texts[table] = map[string]bool{}
					}
					texts[table][insert] = true
				}
			}
		})))
		generate(t, client, demo.Options{Youth: 3300, Projects: 1050})
		for _, table := range []string{"youths", "social_projects", "members"} {
			if n := len(texts[table]); n != 2 {
				t.Errorf("%s are written by %d different statements, want 2", table, n)
			}
		}
	})
}
