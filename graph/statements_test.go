package graph_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"entgo.io/ent/dialect"

	"zhas/ent"
	"zhas/ent/season"
	"zhas/internal/facts"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// The statements of a query do not grow with its rows: as many for two rows of
// each list as for many.
func TestStatementsDoNotGrowWithRows(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, testkit.Size(12, 300), "KZ-63", "KZ-39", "KZ-15")
		for name, query := range map[string]string{
			"projects to people": `query($n: Int) { socialProjects(first: $n) { nodes {
				title season { year } region { name { kk } } locality { kato } host { name region { isoCode } }
				members { role youth { familyName region { isoCode } } } } } }`,
			"by edges": `query($n: Int) { socialProjects(first: $n) { edges { cursor node { region { isoCode source { code } } } } } }`,
			"regions to pages of figures and projects": `query($n: Int) { regions(first: $n, orderBy: {field: KATO}) { totalCount nodes {
				source { code } predecessor { isoCode } successors { isoCode } periods { source { code } } seasonRegions { season { year } nameThen { en } source { code } }
				figures(first: $n) { totalCount pageInfo { hasNextPage } nodes { source { code } season { year } } }
				socialProjects(first: $n, filter: {stage: [RUNNING]}) { totalCount edges { node { title members { youth { givenName } } } } }
				hostOrganizations(first: 3) { nodes { socialProjects(last: $n) { totalCount nodes { title } } } } } } }`,
			"seasons to rules": `query($n: Int) { seasons(first: $n) { nodes { ruleSet { citations { source { code } } } ruleSets { version season { year } }
				seasonRegions { nameThen { kk } region { isoCode } } figures(first: $n) { nodes { region { isoCode } } } } } }`,
			"sources to figures": `query($n: Int) { sources(first: $n) { nodes { figures { totalCount nodes { code region { isoCode } } } } } }`,
			"aliases":            `query($n: Int) { regions(first: $n) { nodes { a: figures(first: 1) { nodes { code } } b: figures(first: $n) { totalCount nodes { code source { code } } } } } }`,
		} {
			var counts []int64
			for _, n := range []int{2, 15} {
				a := w.ask(t, system, query, map[string]any{"n": n})
				if len(a.Errors) > 0 {
					t.Fatalf("%s: %+v", name, a.Errors)
				}
				counts = append(counts, a.statements)
			}
			if counts[0] == 0 || counts[1] > counts[0] {
				t.Errorf("%s: %d statements for 2 rows, %d for many", name, counts[0], counts[1])
			}
		}
	})
}

// node and nodes cost one statement a type.
func TestStatementsOfNodes(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		data := w.data(t, public, `{ regions(first: 100) { nodes { id } } seasons { nodes { id } } }`, nil)
		ids := append(texts(t, at(t, data, "regions", "nodes"), "id"), texts(t, at(t, data, "seasons", "nodes"), "id")...)
		a := w.ask(t, public, `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": ids})
		if got := texts(t, at(t, a.Data, "nodes"), "id"); fmt.Sprint(got) != fmt.Sprint(ids) {
			t.Errorf("nodes = %v, want %v", got, ids)
		}
		if a.statements != 2 {
			t.Errorf("%d statements, want 2", a.statements)
		}
	})
}

// COUNT is run for totalCount and for nothing else.
func TestCountsAreRunWhenAsked(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for query, want := range map[string]int64{
			`{ regions { nodes { id } pageInfo { hasNextPage } } }`:                     1,
			`{ regions { totalCount } }`:                                                1,
			`{ regions { totalCount nodes { id } } }`:                                   2,
			`{ regions { pageInfo { hasNextPage endCursor } } }`:                        1,
			`{ seasons { nodes { figures { nodes { id } pageInfo { endCursor } } } } }`: 2,
			`{ seasons { nodes { figures { totalCount } } } }`:                          2,
		} {
			if got := w.ask(t, public, query, nil).statements; got != want {
				t.Errorf("%s: %d statements, want %d", query, got, want)
			}
		}
	})
}

// A region has the name of the season's time: on its first day, else on 1 July.
func TestNameOfARegionThen(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := viewer.AsSystem(t.Context())
		names := func(query string) []string {
			t.Helper()
			list := at(t, w.data(t, public, query, nil), "region", "seasonRegions")
			return texts(t, list, "nameThen", "en")
		}
		for _, c := range []struct {
			region, asked string
			starts        programme.Date
			want          string
		}{
			{"KZ-61", "", "", "[South Kazakhstan Region]"},
			{"KZ-61", "season { year } region { periods { validFrom } name { en } }", "", "[South Kazakhstan Region]"},
			{"KZ-71", "", "", "[Nur-Sultan]"},
			{"KZ-71", "", "2019-03-22", "[Astana]"},
			{"KZ-71", "", "2019-03-23", "[Nur-Sultan]"},
			{"KZ-63", "", "", "[East Kazakhstan Region]"},
		} {
			if c.starts != "" {
				w.client.Season.Update().Where(season.Year(2019)).SetStartsOn(c.starts).ExecX(testkit.Setup(ctx))
			}
			query := fmt.Sprintf(`{ region(code: %q) { seasonRegions { nameThen { en } %s } } }`, c.region, c.asked)
			if got := fmt.Sprint(names(query)); got != c.want {
				t.Errorf("%s in a season from %q: %s, want %s", c.region, c.starts, got, c.want)
			}
		}
		if got := w.ask(t, public, `{ seasons { nodes { seasonRegions { nameThen { kk } } } } }`, nil).statements; got != 5 {
			t.Errorf("%d statements, want 5: seasons, their parts, and the season, the region and its periods of all parts", got)
		}
	})
}

// Aliases and fragments change names, not values.
func TestAliasesAndFragments(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		data := w.data(t, public, `
			query {
				page: regions(first: 1, filter: {search: "шығыс"}) { rows: edges { row: node { ...names ... on Node { key: id } } } list: nodes { isoCode } count: totalCount info: pageInfo { more: hasNextPage } }
				region(code: "KZ-10") {
					old: predecessor { name { en } few: figures(first: 1) { nodes { code } } }
					again: predecessor { name { ru } few: figures(first: 2, orderBy: {field: CODE, direction: DESC}) { nodes { code } total: totalCount } all: figures { totalCount } }
				}
			}
			fragment names on Region { title: name { kk } }`, nil)
		for got, want := range map[string]string{
			fmt.Sprint(at(t, data, "page", "rows", 0, "row", "title", "kk")):        "Шығыс Қазақстан облысы",
			fmt.Sprint(at(t, data, "page", "list", 0, "isoCode")):                   "KZ-63",
			fmt.Sprint(at(t, data, "page", "count")):                                "1",
			fmt.Sprint(at(t, data, "region", "old", "name", "en")):                  "East Kazakhstan Region",
			fmt.Sprint(at(t, data, "region", "again", "name", "ru")):                "Восточно-Казахстанская область",
			fmt.Sprint(len(at(t, data, "region", "old", "few", "nodes").([]any))):   "1",
			fmt.Sprint(len(at(t, data, "region", "again", "few", "nodes").([]any))): "2",
			fmt.Sprint(at(t, data, "region", "again", "few", "total")):              fmt.Sprint(at(t, data, "region", "again", "all", "totalCount")),
		} {
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	})
}

// One field of the document that is reached on several ways gives each way all
// that it asks for.
func TestOneFieldOnSeveralWays(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		const fragment = ` fragment F on Region { figures(first: 1) { nodes { code } } }`
		for name, test := range map[string]struct {
			query string
			path  []any
		}{
			"edges and nodes": {
				`{ regions(first: 1, filter: {season: 2018}) { edges { node { ...F figures(first: 1) { nodes { season { year } region { isoCode } } } } } nodes { ...F } } }`,
				[]any{"regions", "edges", 0, "node"},
			},
			"nodes and edges": {
				`{ regions(first: 1, filter: {season: 2018}) { nodes { ...F } edges { node { ...F figures(first: 1) { nodes { season { year } region { isoCode } } } } } } }`,
				[]any{"regions", "edges", 0, "node"},
			},
			"two aliases of an edge": {
				`{ region(code: "KZ-10") { a: predecessor { ...F figures(first: 1) { nodes { season { year } region { isoCode } } } } b: predecessor { ...F } } }`,
				[]any{"region", "a"},
			},
			"the rule set and the rule sets": {
				`{ season(year: 2018) { ruleSets { season { seasonRegions { region { ...F } } } } ruleSet { season { seasonRegions { region { ...F figures(first: 1) { nodes { season { year } region { isoCode } } } } } } } } }`,
				[]any{"season", "ruleSet", "season", "seasonRegions", 0, "region"},
			},
		} {
			figure := at(t, w.data(t, public, test.query+fragment, nil), append(test.path, "figures", "nodes", 0)...)
			if code, region := at(t, figure, "code"), at(t, figure, "region", "isoCode"); code == nil || region == nil || at(t, figure, "season", "year") == nil {
				t.Errorf("%s: %v", name, figure)
			}
		}
	})
}

// A page beneath one row is read with a limit; only pages beneath many rows are
// ranked.
func TestAPageBeneathOneRowIsNotRanked(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		if _, err := facts.Load(viewer.AsSystem(t.Context()), ent.NewClient(ent.Driver(s.Driver()))); err != nil {
			t.Fatal(err)
		}
		var ranked atomic.Bool
		w := newWorld(t, s, ent.NewClient(ent.Driver(dialect.DebugWithContext(s.Driver(), func(_ context.Context, statement ...any) {
			if strings.Contains(fmt.Sprint(statement...), "ROW_NUMBER") {
				ranked.Store(true)
			}
		}))))
		id := at(t, w.data(t, public, `{ region(code: "KZ-10") { id } }`, nil), "region", "id")
		for query, want := range map[string]bool{
			`query { region(code: "KZ-63") { figures(first: 1) { nodes { code } } } }`:                                                  false,
			`query { region(code: "KZ-10") { predecessor { figures(first: 1) { nodes { source { figures { nodes { code } } } } } } } }`: true,
			`query($id: ID!) { node(id: $id) { ... on Region { predecessor { figures { nodes { code } } } } } }`:                        false,
			`query { regions(first: 2) { nodes { figures(first: 1) { nodes { code } } } } }`:                                            true,
		} {
			ranked.Store(false)
			w.data(t, public, query, map[string]any{"id": id})
			if got := ranked.Load(); got != want {
				t.Errorf("%s: ranked %v, want %v", query, got, want)
			}
		}
	})
}
