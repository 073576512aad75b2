package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zhas/ent"
	"zhas/ent/season"
	"zhas/ent/socialproject"
	"zhas/internal/programme"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// invent adds to the season of a year, which is marked as invented, n published
// projects of a stage in a region.
func (w *world) invent(t *testing.T, year, n int, region string, stage programme.Stage) {
	t.Helper()
	ctx := testkit.Setup(viewer.AsSystem(t.Context()))
	name := fmt.Sprint(year)
	of, err := w.client.Season.Query().Where(season.Year(year)).Only(ctx)
	if err != nil {
		of = w.client.Season.Create().SetYear(year).SetNameKk(name).SetNameRu(name).SetNameEn(name).
			SetState(programme.SeasonRunning).SetInvented(true).SaveX(ctx)
		w.client.SeasonRegion.Create().SetSeason(of).SetRegion(w.client.Region.Query().Where(byCode(region)).OnlyX(ctx)).ExecX(ctx)
	}
	for range n {
		w.client.SocialProject.Create().SetTitle("Ойдан").SetLanguage(programme.TextKazakh).SetDirection(programme.DirectionOther).
			SetStage(stage).SetSeason(of).SetRegion(w.client.Region.Query().Where(byCode(region)).OnlyX(ctx)).
			SetPublishedAt(time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)).SetInvented(true).ExecX(ctx)
	}
}

func TestInventedRowsAreMarkedAndLeftOut(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2021, 3, "KZ-63")
		w.invent(t, 2025, 2, "KZ-63", programme.StageRunning)
		for filter, want := range map[string]struct{ seasons, projects string }{
			"":                           {"[2017 2018 2019 2021 2025]", "[false false false true true]"},
			"(filter: {invented: null})": {"[2017 2018 2019 2021 2025]", "[false false false true true]"},
			"(filter: {invented: true})": {"[2025]", "[true true]"}, "(filter: {invented: false})": {"[2017 2018 2019 2021]", "[false false false]"},
		} {
			data := w.data(t, system, fmt.Sprintf(`{ seasons%[1]s { nodes { year } } socialProjects%[1]s { nodes { invented } } }`, filter), nil)
			if got := fmt.Sprint(texts(t, at(t, data, "seasons", "nodes"), "year")); got != want.seasons {
				t.Errorf("seasons%s: %s, want %s", filter, got, want.seasons)
			}
			marks := texts(t, at(t, data, "socialProjects", "nodes"), "invented")
			slices.Sort(marks)
			if got := fmt.Sprint(marks); got != want.projects {
				t.Errorf("projects%s: %s, want %s", filter, got, want.projects)
			}
		}
		data := w.data(t, public, `{ season(year: 2025) { invented seasonRegions { source { code } region { isoCode } } } }`, nil)
		if got := fmt.Sprint(at(t, data, "season")); got != "map[invented:true seasonRegions:[map[region:map[isoCode:KZ-63] source:<nil>]]]" {
			t.Errorf("the invented season is %s", got)
		}
	})
}

func TestSocialProjectCounts(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2021, 4, "KZ-63", "KZ-19") // two of four are published
		w.invent(t, 2025, 3, "KZ-63", programme.StageSelected)
		w.invent(t, 2025, 1, "KZ-63", programme.StageCompleted)
		w.invent(t, 2025, 1, "KZ-11", programme.StageRunning)
		const all = "2021 KZ-19 RUNNING %[1]d, 2021 KZ-63 RUNNING %[1]d, 2025 KZ-11 RUNNING 1, 2025 KZ-63 SELECTED 3, 2025 KZ-63 COMPLETED 1"
		for _, c := range []struct {
			asking       viewer.Viewer
			filter, want string
		}{
			{public, ``, fmt.Sprintf(all, 2)},
			{system, ``, fmt.Sprintf(all, 4)},
			{public, `(filter: {invented: false})`, "2021 KZ-19 RUNNING 2, 2021 KZ-63 RUNNING 2"},
			{public, `(filter: {season: [2025], region: "KZ-63", stage: [COMPLETED, DRAFT]})`, "2025 KZ-63 COMPLETED 1"},
			{public, `(filter: {search: "ойдан", invented: true, region: "KZ-11"})`, "2025 KZ-11 RUNNING 1"},
			{public, `(filter: {season: []})`, ""},
			{viewer.Viewer{Locale: viewer.English}, ``, ""},
		} {
			a := w.ask(t, c.asking, `{ socialProjectCounts`+c.filter+` { season { year } region { isoCode } stage count } }`, nil)
			if len(a.Errors) > 0 {
				t.Fatalf("%s: %+v", c.filter, a.Errors)
			}
			var got []string
			for _, row := range at(t, a.Data, "socialProjectCounts").([]any) {
				got = append(got, fmt.Sprint(at(t, row, "season", "year"), " ", at(t, row, "region", "isoCode"), " ",
					at(t, row, "stage"), " ", at(t, row, "count")))
			}
			if strings.Join(got, ", ") != c.want {
				t.Errorf("%s for %q: %s, want %s", c.filter, name(c.asking), strings.Join(got, ", "), c.want)
			}
			if a.statements > 3 {
				t.Errorf("%s: %d statements, want 3: counts, seasons, regions", c.filter, a.statements)
			}
		}
		a := w.ask(t, public, `{ socialProjectCounts { season { year ruleSets { version } } region { name { kk } periods { name { kk } } } } }`, nil)
		if len(a.Errors) > 0 || a.statements != 5 {
			t.Errorf("%d statements with rule sets and periods, want 5; errors %v", a.statements, a.Errors)
		}
		// Rows that are many count as many.
		wide := `{ socialProjectCounts { region { figures(first: 60) { nodes { code } } } } }`
		if a := w.ask(t, public, wide, nil); len(a.Errors) == 0 || a.Errors[0].Extensions["limit"] != "cost" {
			t.Errorf("figures beneath 200 counts: %+v", a.Errors)
		}
		if a := w.ask(t, public, `{ socialProjectCounts(filter: {region: "nowhere"}) { count } }`, nil); len(a.Errors) == 0 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" {
			t.Errorf("a region's code misspelt: %+v", a.Errors)
		}
	})
}

// More than 2,000 rows are refused, not cut.
func TestSocialProjectCountsAreBounded(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := testkit.Setup(viewer.AsSystem(t.Context()))
		regions := w.client.Region.Query().AllX(ctx)
		stages := programme.Stage("").Values()
		for year := 2030; year < 2041; year++ { // 11 seasons, 20 regions, 10 stages
			name := fmt.Sprint(year)
			of := w.client.Season.Create().SetYear(year).SetNameKk(name).SetNameRu(name).SetNameEn(name).
				SetState(programme.SeasonRunning).SetInvented(true).SaveX(ctx)
			var creates []*ent.SocialProjectCreate
			for _, region := range regions {
				for _, stage := range stages {
					creates = append(creates, w.client.SocialProject.Create().SetTitle("Ж").SetLanguage(programme.TextKazakh).
						SetDirection(programme.DirectionOther).SetStage(programme.Stage(stage)).SetSeason(of).SetRegion(region).SetInvented(true))
				}
			}
			w.client.SocialProject.CreateBulk(creates...).ExecX(ctx)
		}
		query := `query($years: [Int!]) { socialProjectCounts(filter: {season: $years}) { count } }`
		if a := w.ask(t, system, query, nil); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" || !strings.Contains(a.Errors[0].Message, "2000") {
			t.Errorf("2,200 rows: %+v", a.Errors)
		}
		w.client.SocialProject.Delete().Where(socialproject.HasSeasonWith(season.Year(2040))).ExecX(ctx)
		if rows := at(t, w.data(t, system, query, nil), "socialProjectCounts").([]any); len(rows) != 2000 {
			t.Errorf("%d rows, want 2000", len(rows))
		}
	})
}
