package demo_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhas/ent"
	"zhas/ent/hostorganization"
	"zhas/ent/locality"
	"zhas/ent/member"
	_ "zhas/ent/runtime"
	"zhas/ent/season"
	"zhas/ent/socialproject"
	"zhas/ent/youth"
	"zhas/internal/demo"
	"zhas/internal/facts"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// small is a demonstration that needs several statements a table.
var small = demo.Options{Youth: 3300, Projects: 710, Seed: 7}

// loaded returns a client over a store with the published facts.
func loaded(t *testing.T, s *store.Store) (*ent.Client, context.Context) {
	t.Helper()
	client, ctx := ent.NewClient(ent.Driver(s.Driver())), viewer.AsSystem(t.Context())
	if _, err := facts.Load(ctx, client); err != nil {
		t.Fatal(err)
	}
	return client, ctx
}

func generate(t *testing.T, client *ent.Client, options demo.Options) demo.Report {
	t.Helper()
	report, err := demo.Generate(viewer.AsSystem(t.Context()), client, options)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// content is the digest of each table that a backup has.
func content(t *testing.T, s *store.Store) map[string]string {
	t.Helper()
	manifest, err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "content.backup"))
	if err != nil {
		t.Fatal(err)
	}
	digests := make(map[string]string, len(manifest.Tables))
	for _, table := range manifest.Tables {
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
		if diff := cmp.Diff([]int{10, 9, 2, 20, 710, 3300, len(inTeam)}, got); diff != "" {
			t.Errorf("stages, directions, languages, regions, projects, youth, members (-want +got):\n%s", diff)
		}
		if len(titles) < 700 {
			t.Errorf("only %d titles of 710 projects differ", len(titles))
		}
		if kk := languages[programme.TextKazakh]; kk < 710*50/100 || kk > 710*70/100 {
			t.Errorf("%d of 710 projects are written in Kazakh", kk)
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
