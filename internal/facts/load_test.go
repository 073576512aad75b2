package facts_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"
	"github.com/google/go-cmp/cmp"

	"zhas/ent"
	"zhas/ent/figure"
	"zhas/ent/locality"
	"zhas/ent/migrate"
	"zhas/ent/region"
	_ "zhas/ent/runtime" // hooks and policies
	"zhas/ent/source"
	"zhas/internal/facts"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

func connect(s *store.Store) *ent.Client { return ent.NewClient(ent.Driver(s.Driver())) }

func system(t *testing.T) context.Context {
	t.Helper()
	return viewer.AsSystem(t.Context())
}

func load(t *testing.T, client *ent.Client) facts.Report {
	t.Helper()
	report, err := facts.Load(system(t), client)
	if err != nil {
		t.Fatalf("loading the facts: %v", err)
	}
	return report
}

func loadFile(t *testing.T, client *ent.Client, content string) facts.Report {
	t.Helper()
	report, err := facts.LoadFile(system(t), client, "more.csv", strings.NewReader(content))
	if err != nil {
		t.Fatalf("loading the file: %v", err)
	}
	return report
}

func refuseFile(t *testing.T, client *ent.Client, content, want string) {
	t.Helper()
	_, err := facts.LoadFile(system(t), client, "more.csv", strings.NewReader(content))
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// unchanged is the report of loading what is there already.
func unchanged(t *testing.T) facts.Report {
	t.Helper()
	carried := carried(t)
	citations := 0
	for _, set := range carried.RuleSets {
		citations += len(set.Citations)
	}
	return facts.Report{
		Sources:       facts.Counts{Unchanged: len(carried.Sources)},
		Regions:       facts.Counts{Unchanged: len(carried.Regions)},
		RegionPeriods: facts.Counts{Unchanged: len(carried.RegionPeriods)},
		Seasons:       facts.Counts{Unchanged: len(carried.Seasons)},
		SeasonRegions: facts.Counts{Unchanged: len(carried.SeasonRegions)},
		RuleSets:      facts.Counts{Unchanged: len(carried.RuleSets)},
		RuleCitations: facts.Counts{Unchanged: citations},
		Figures:       facts.Counts{Unchanged: len(carried.Figures)},
	}
}

func TestLoad(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := connect(s), system(t)
		first := load(t, client)
		want := unchanged(t)
		for _, counts := range []*facts.Counts{
			&want.Sources, &want.Regions, &want.RegionPeriods, &want.Seasons, &want.SeasonRegions, &want.RuleSets,
			&want.RuleCitations, &want.Figures,
		} {
			*counts = facts.Counts{Created: counts.Unchanged}
		}
		if diff := cmp.Diff(want, first); diff != "" {
			t.Errorf("first load (-want +got):\n%s", diff)
		}
		if want := "sources: 41 created, 0 updated, 0 unchanged; regions: 20 created, "; !strings.HasPrefix(first.String(), want) {
			t.Errorf("the report reads %q", first)
		}

		f := client.Figure.Query().Where(figure.Code("2019-kz-27-oral-projects-s20")).WithRegion().WithSeason().WithSource().OnlyX(ctx)
		if f.Value != 58 || f.Edges.Region.NameRu != "Западно-Казахстанская область" || f.Edges.Season.Year != 2019 ||
			f.Edges.Source.Code != "S20" || f.PlaceRu == nil || *f.PlaceRu != "Уральск" || f.PeriodEnd != "2019-12-31" ||
			f.Derivation != nil {
			t.Errorf("the figure of Oral is %+v", f)
		}
		abai := client.Region.Query().Where(region.IsoCode("KZ-10")).WithPredecessor().WithPeriods().OnlyX(ctx)
		if abai.Edges.Predecessor == nil || abai.Edges.Predecessor.IsoCode != "KZ-63" || len(abai.Edges.Periods) != 1 ||
			abai.IsoCodeBefore != nil || abai.ValidFrom == nil || *abai.ValidFrom != "2022-06-08" {
			t.Errorf("Abai Region is %+v", abai)
		}
		for _, set := range client.RuleSet.Query().WithSeason().WithCitations().AllX(ctx) {
			for _, row := range carried(t).RuleSets {
				if row.Season == set.Edges.Season.Year {
					if diff := cmp.Diff(row.Rules, set.Rules); diff != "" || len(set.Edges.Citations) != len(row.Citations) {
						t.Errorf("rules of %d, %d citations (-want +got):\n%s", row.Season, len(set.Edges.Citations), diff)
					}
				}
			}
		}

		counted, statements := store.CountStatements(ctx)
		again, err := facts.Load(counted, client)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(unchanged(t), again); diff != "" {
			t.Errorf("second load (-want +got):\n%s", diff)
		}
		if n := statements.Load(); n > 10 { // eight entities, and the lock
			t.Errorf("%d statements where nothing changed", n)
		}
	})
}

// TestLoadRepairs changes each column that a file fills, one of each table at a
// time: loading notices and restores it.
func TestLoadRepairs(t *testing.T) {
	t.Parallel()
	tables := []struct {
		*schema.Table
		others []string // columns that identify a row, or do not come from a file
		counts func(facts.Report) facts.Counts
	}{
		{migrate.SourcesTable, []string{"code"}, func(r facts.Report) facts.Counts { return r.Sources }},
		{migrate.RegionsTable, []string{"kato", "valid_to"}, func(r facts.Report) facts.Counts { return r.Regions }},
		{
			migrate.RegionPeriodsTable,
			[]string{"region_id", "valid_from"},
			func(r facts.Report) facts.Counts { return r.RegionPeriods },
		},
		{migrate.SeasonsTable, []string{"year", "invented"}, func(r facts.Report) facts.Counts { return r.Seasons }},
		{
			migrate.SeasonRegionsTable,
			[]string{"season_id", "region_id"},
			func(r facts.Report) facts.Counts { return r.SeasonRegions },
		},
		{migrate.RuleSetsTable, []string{"season_id", "version"}, func(r facts.Report) facts.Counts { return r.RuleSets }},
		{migrate.FiguresTable, []string{"code"}, func(r facts.Report) facts.Counts { return r.Figures }},
	}
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client := connect(s)
		load(t, client)
		read := func(table *schema.Table, column *schema.Column, id int) (value string) {
			t.Helper()
			query := fmt.Sprintf("SELECT coalesce(CAST(%s AS text), 'NULL') FROM %s WHERE id = %d", column.Name, table.Name, id)
			if err := s.DB().QueryRow(query).Scan(&value); err != nil {
				t.Fatalf("%s: %v", query, err)
			}
			return value
		}
		for round, changed := 0, true; changed; round++ {
			changed = false
			var checks []func(facts.Report)
			for _, table := range tables {
				var columns []*schema.Column
				for _, column := range table.Columns {
					computed := column.Name == "id" || column.Name == "search_text" || strings.HasSuffix(column.Name, "_order")
					if !computed && !slices.Contains(table.others, column.Name) {
						columns = append(columns, column)
					}
				}
				if round >= len(columns) {
					continue
				}
				changed = true
				column := columns[round]
				var id int
				if err := s.DB().QueryRow("SELECT min(id) FROM " + table.Name).Scan(&id); err != nil {
					t.Fatal(err)
				}
				before := read(table.Table, column, id)
				change := fmt.Sprintf("UPDATE %s SET %s = %s WHERE id = %d", table.Name, column.Name, otherValue(t, table.Table, column, before), id)
				if _, err := s.DB().Exec(change); err != nil {
					t.Fatalf("%s: %v", change, err)
				}
				checks = append(checks, func(report facts.Report) {
					if counts := table.counts(report); counts.Updated != 1 || counts.Created != 0 {
						t.Errorf("after %q: %+v", change, counts)
					}
					if after := read(table.Table, column, id); after != before {
						t.Errorf("after %q: %s, was %s", change, after, before)
					}
				})
			}
			report := load(t, client)
			for _, check := range checks {
				check(report)
			}
		}
		if diff := cmp.Diff(unchanged(t), load(t, client)); diff != "" {
			t.Errorf("after all repairs (-want +got):\n%s", diff)
		}
	})
}

// otherValue is a literal that a column may hold and does not.
func otherValue(t *testing.T, table *schema.Table, column *schema.Column, before string) string {
	t.Helper()
	switch column.Type {
	case field.TypeEnum:
		for _, word := range column.Enums {
			if word != before {
				return "'" + word + "'"
			}
		}
	case field.TypeString:
		return "'x'"
	case field.TypeFloat64:
		return "7.25"
	case field.TypeJSON:
		return `'{"months":11}'`
	case field.TypeInt: // a foreign key: another row of its table
		for _, key := range table.ForeignKeys {
			if key.Columns[0].Name == column.Name {
				return fmt.Sprintf("(SELECT max(id) FROM %s)", key.RefTable.Name)
			}
		}
	}
	t.Fatalf("%s.%s: no other value for %s", table.Name, column.Name, column.Type)
	return ""
}

func TestLoadAtOnce(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := connect(s), system(t)
		const replicas = 4
		created := make([]int, replicas)
		var all sync.WaitGroup
		for i := range replicas {
			all.Go(func() {
				report, err := facts.Load(ctx, client)
				if err != nil {
					t.Errorf("replica %d: %v", i, err)
				}
				created[i] = report.Figures.Created
			})
		}
		all.Wait()
		slices.Sort(created)
		if want := []int{0, 0, 0, len(carried(t).Figures)}; !slices.Equal(created, want) {
			t.Errorf("figures created: %v, want %v", created, want)
		}
	})
}

func TestLoadNeedsTheSystem(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		public := viewer.NewContext(t.Context(), viewer.Anybody(viewer.English))
		if report, err := facts.Load(public, connect(s)); err == nil {
			t.Errorf("the public loaded facts: %s", report)
		}
	})
}

func TestLoadFile(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := connect(s), system(t)
		load(t, client)
		count := len(carried(t).Figures)

		sources := sourceRow(map[string]string{"published_on": "2019-12-30"})
		want := facts.Report{Sources: facts.Counts{Created: 1}}
		if diff := cmp.Diff(want, loadFile(t, client, sources)); diff != "" {
			t.Errorf("sources (-want +got):\n%s", diff)
		}
		want = facts.Report{Sources: facts.Counts{Updated: 1}}
		untitled := sourceRow(map[string]string{"title": "", "language": "", "note_kk": "ескертпе", "note_ru": "примечание", "note_en": "note"})
		if diff := cmp.Diff(want, loadFile(t, client, untitled)); diff != "" {
			t.Errorf("the source without its title (-want +got):\n%s", diff)
		}
		if e := client.Source.Query().Where(source.Code("N1")).OnlyX(ctx); e.Title != nil || e.Language != nil || e.Note() == nil ||
			e.SearchText != "облыс есебі\nотчет области\nreport of a region" {
			t.Errorf("the source without its title is %+v, searched as %q", e, e.SearchText)
		}
		if err := client.Source.Update().Where(source.Code("N1")).SetTitle("Есеп").Exec(testkit.Setup(ctx)); err == nil {
			t.Error("a title was set without what is searched beside it")
		}
		figures := figureHeader +
			"n-1,2019,2019,KZ-27,,,,youth,exactly,700,people,N1,,,,\n" +
			"n-2,2019,2019,KZ-23,,,,youth,exactly,800,people,S20,,,,\n"
		want = facts.Report{Figures: facts.Counts{Created: 2}}
		if diff := cmp.Diff(want, loadFile(t, client, figures)); diff != "" {
			t.Errorf("figures (-want +got):\n%s", diff)
		}
		counted, statements := store.CountStatements(ctx)
		report, err := facts.LoadFile(counted, client, "more.csv", strings.NewReader(strings.Replace(figures, ",700,", ",701,", 1)))
		if err != nil {
			t.Fatal(err)
		}
		want = facts.Report{Figures: facts.Counts{Updated: 1, Unchanged: 1}}
		if diff := cmp.Diff(want, report); diff != "" {
			t.Errorf("figures corrected (-want +got):\n%s", diff)
		}
		if n := statements.Load(); n > 9 { // the lock, three of keys, the figures, and one update
			t.Errorf("%d statements for one change", n)
		}
		if f := client.Figure.Query().Where(figure.Code("n-1")).OnlyX(ctx); f.Value != 701 {
			t.Errorf("the corrected figure is %v", f.Value)
		}

		// Nothing of a file with one bad row, nor of one that redefines.
		refuseFile(t, client, figures+"n-3,2019,2019,KZ-27,,,,youth,exactly,1,people,N1,,,,\nn-4,2019,2016,KZ-99,,,,youth,exactly,-1,people,N2,,,,\n",
			`more.csv:5:season: there is no season 2016`+"\n"+
				`more.csv:5:region: "KZ-99": no region has this ISO code; today's codes are KZ-10 to KZ-79`+"\n"+
				`more.csv:5:value: "-1" is below 0`+"\n"+
				`more.csv:5:source: "N2": no source has this code: load the sources first`)
		refuseFile(t, client, figureHeader+"2018-projects-s17,2018,2018,,,,,projects,exactly,2000,projects,S17,,,,\n",
			`more.csv:2:code: "2018-projects-s17" belongs to the facts that the program carries: choose another code`)
		refuseFile(t, client, sourceRow(nil)+strings.TrimPrefix(sourceRow(map[string]string{"code": "S17"}), sourceHeader),
			`more.csv:3:code: "S17" belongs to the facts that the program carries: choose another code`)
		refuseFile(t, client, strings.Replace(figures, ",derivation", "", 1), "more.csv:1:derivation: missing column")
		refuseFile(t, client, "a,b\n1,2\n", "more.csv:1: not the header of figures ("+strings.TrimSpace(figureHeader)+
			"), of sources ("+strings.TrimSpace(sourceHeader)+") or of localities ("+strings.TrimSpace(localityHeader)+")")
		if got := client.Figure.Query().CountX(ctx); got != count+2 {
			t.Errorf("%d figures, expected %d", got, count+2)
		}
		if diff := cmp.Diff(unchanged(t), load(t, client)); diff != "" {
			t.Errorf("the carried facts after files (-want +got):\n%s", diff)
		}
	})
}

// TestLoadFileAtItsLimits: the longest texts that parsing accepts, the database
// accepts.
func TestLoadFileAtItsLimits(t *testing.T) {
	t.Parallel()
	long := func(characters int) string { return strings.Repeat("я", characters) }
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client := connect(s)
		load(t, client)
		code := "N" + strings.Repeat("1", 31)
		loadFile(t, client, sourceHeader+strings.Join([]string{
			code, long(500), "mis" + strings.Repeat("-12345678", 3), long(500), long(500), long(500), long(200), "2019-12-30", long(500),
			long(2000), long(2000), long(2000),
		}, ",")+"\n")
		loadFile(t, client, figureHeader+strings.Join([]string{
			strings.Repeat("n", 100), "2019", "2019", "KZ-27", long(2000), long(2000), long(2000), "budget", "derived exactly",
			"999999999999999", "KZT", code, long(2000), long(2000), long(2000), long(482) + " = 999999999999999",
		}, ",")+"\n")
		loadFile(t, client, localityHeader+"271010000,town,"+long(200)+","+long(200)+","+long(200)+"\n")
	})
}

func TestLoadLocalities(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := connect(s), system(t)
		load(t, client)
		parents := func() map[string]string {
			t.Helper()
			parents := map[string]string{}
			for _, l := range client.Locality.Query().WithParent().WithRegion().AllX(ctx) {
				if l.Edges.Region.Kato[:2] != l.Kato[:2] {
					t.Errorf("%s lies in %s", l.Kato, l.Edges.Region.Kato)
				}
				parents[l.Kato] = ""
				if l.Edges.Parent != nil {
					parents[l.Kato] = l.Edges.Parent.Kato
				}
			}
			return parents
		}

		// A village before its rural district, in one file and over two.
		report := loadFile(t, client, localityHeader+
			"273635100,village,Ақсай,Аксай,\n273635000,rural_district,Ақсай а.о.,Аксайский с.о.,\n273641000,rural_district,Жарсуат,Жарсуат,\n"+
			"271010000,town,Орал,Уральск,Oral\n275037100,village,Шолақ,Шолак,\n")
		if want := (facts.Report{Localities: facts.Counts{Created: 5}}); report != want {
			t.Errorf("first file: %s", report)
		}
		want := map[string]string{
			"273635100": "273635000", "273635000": "", "273641000": "", "271010000": "", "275037100": "",
		}
		if diff := cmp.Diff(want, parents()); diff != "" {
			t.Errorf("parents (-want +got):\n%s", diff)
		}
		second := localityHeader + "273600000,district,Бөрлі ауданы,Бурлинский район,\n275037000,rural_district,Шолақ а.о.,Шолакский с.о.,\n"
		report = loadFile(t, client, second)
		if want := (facts.Report{Localities: facts.Counts{Created: 2, Updated: 3}}); report != want {
			t.Errorf("second file: %s", report)
		}
		maps.Copy(want, map[string]string{
			"273600000": "", "273635000": "273600000", "273641000": "273600000", "275037000": "", "275037100": "275037000",
		})
		if diff := cmp.Diff(want, parents()); diff != "" {
			t.Errorf("parents after the second file (-want +got):\n%s", diff)
		}
		report = loadFile(t, client, second)
		if want := (facts.Report{Localities: facts.Counts{Unchanged: 2}}); report != want {
			t.Errorf("second file again: %s", report)
		}
		if l := client.Locality.Query().Where(locality.Kato("271010000")).OnlyX(ctx); l.Kind != programme.LocalityTown ||
			l.NameKk != "Орал" || l.NameRu != "Уральск" || l.NameEn == nil || *l.NameEn != "Oral" {
			t.Errorf("Oral is %+v", l)
		}
		if got := loadFile(t, client, localityHeader+"271010000,town,Орал қ.,Уральск,\n").Localities.Updated; got != 1 {
			t.Errorf("%d rows renamed, expected 1", got)
		}
		refuseFile(t, client, localityHeader+"201010000,town,А,А,\n", "more.csv:2:kato: 201010000 lies in no known region: there is no 200000000")
	})
}

// What is invented for demonstration never mixes with what was published.
func TestInventedRowsStayApart(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := connect(s), system(t)
		invent := func(year int) {
			t.Helper()
			client.Season.Create().SetYear(year).SetNameKk("А").SetNameRu("А").SetNameEn("A").
				SetState(programme.SeasonRunning).SetInvented(true).ExecX(testkit.Setup(ctx))
		}
		load(t, client)
		invent(2025)
		client.Locality.Create().SetKato("270000001").SetKind(programme.LocalityVillage).SetNameKk("А").SetNameRu("А").
			SetRegion(client.Region.Query().Where(region.Kato("270000000")).OnlyX(ctx)).SetInvented(true).ExecX(testkit.Setup(ctx))
		if diff := cmp.Diff(unchanged(t), load(t, client)); diff != "" {
			t.Errorf("loading beside a demonstration (-want +got):\n%s", diff)
		}
		refuseFile(t, client, figureHeader+"2025-projects,2025,2025,,,,,projects,exactly,7,projects,S17,,,,\n",
			"more.csv:2:season: there is no season 2025")
		if want := (facts.Report{Localities: facts.Counts{Created: 1}}); loadFile(t, client, localityHeader+"271010000,town,Орал,Уральск,\n") != want {
			t.Error("an invented place was loaded again")
		}

		_, err := s.DB().Exec("UPDATE seasons SET invented = true WHERE year = 2018")
		if err != nil {
			t.Fatal(err)
		}
		_, err = facts.Load(ctx, client)
		if err == nil || !strings.Contains(err.Error(), "season of 2018") || !strings.Contains(err.Error(), "zhas demo --remove") {
			t.Errorf("published facts were loaded into a demonstration: %v", err)
		}
	})
}

// TestLoadManyLocalities: a classifier of full size takes a few statements, and
// one when nothing changed.
func TestLoadManyLocalities(t *testing.T) {
	t.Parallel()
	rows := testkit.Size(1_500, 20_000)
	var content strings.Builder
	content.WriteString(localityHeader)
	for i := range rows {
		fmt.Fprintf(&content, "27%03d%04d,village,Ауыл %d,Село %d,\n", 100+i/100, 1001+i%100, i, i)
	}
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := connect(s), system(t)
		load(t, client)
		for _, c := range []struct {
			want       facts.Counts
			statements int64
		}{
			{facts.Counts{Created: rows}, int64(5 + rows/500 + 1)},
			{facts.Counts{Unchanged: rows}, 6},
		} {
			counted, statements := store.CountStatements(ctx)
			report, err := facts.LoadFile(counted, client, "kato.csv", strings.NewReader(content.String()))
			if err != nil {
				t.Fatal(err)
			}
			if report.Localities != c.want {
				t.Errorf("report is %s, expected %+v", report, c.want)
			}
			if n := statements.Load(); n > c.statements {
				t.Errorf("%d statements, expected %d at most", n, c.statements)
			}
		}
	})
}
