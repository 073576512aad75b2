package graph_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"zhas/ent/predicate"
	"zhas/ent/region"
	"zhas/internal/kaztext"
	"zhas/internal/testkit"
)

func byCode(code string) predicate.Region { return region.IsoCode(code) }

func TestPublishedNumbersOf2018(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		data := w.data(t, public, `{
			season(year: 2018) { figures(filter: {measure: [PROJECTS], national: true, basis: [REPORTED]}, orderBy: {field: VALUE}) {
				nodes { value qualifier source { code } } } }
			region(code: "KZ-63") { name { en }
				figures(filter: {measure: [PROJECTS], season: [2018]}) { nodes { value qualifier source { code } } }
				successors { name { en } isoCode validFrom } }
		}`, nil)
		var got []string
		for i := range 2 {
			node := at(t, data, "season", "figures", "nodes", i)
			got = append(got, fmt.Sprint(at(t, node, "qualifier"), at(t, node, "value"), at(t, node, "source", "code")))
		}
		if want := []string{"ABOUT1000S0", "EXACTLY1027S17"}; !slices.Equal(got, want) {
			t.Errorf("projects of 2018 = %v, want %v", got, want)
		}
		if value := fmt.Sprint(at(t, data, "region", "figures", "nodes", 0, "value")); value != "149" {
			t.Errorf("East Kazakhstan had %s projects, want 149", value)
		}
		if abai := fmt.Sprint(at(t, data, "region", "successors", 0)); abai != "map[isoCode:KZ-10 name:map[en:Abai Region] validFrom:2022-06-08]" {
			t.Errorf("split into %s", abai)
		}
	})
}

// Every list in every order is read in pages forwards and backwards, and the
// pages put together are the list.
func TestPagesJoinToTheList(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, testkit.Size(9, 45), "KZ-63", "KZ-39")
		for list, orders := range map[string][]string{
			"regions":           {"KATO", "NAME_KK", "NAME_RU", "NAME_EN"},
			"seasons":           {"YEAR"},
			"figures":           {"CODE", "PERIOD", "VALUE"},
			"sources":           {"CODE"},
			"socialProjects":    {"CREATED_AT", "TITLE"},
			"hostOrganizations": {"NAME"},
			"youths":            {"FAMILY_NAME", "REGISTERED_AT"},
			"localities":        {"KATO", "NAME_KK", "NAME_RU"},
		} {
			for _, order := range orders {
				for _, direction := range []string{"ASC", "DESC"} {
					t.Run(list+" "+order+" "+direction, func(t *testing.T) {
						query := fmt.Sprintf(`query($first: Int, $after: Cursor, $last: Int, $before: Cursor) {
							%s(first: $first, after: $after, last: $last, before: $before, orderBy: {field: %s, direction: %s}) {
								nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`, list, order, direction)
						whole := w.data(t, system, query, map[string]any{"first": 100})
						want := texts(t, at(t, whole, list, "nodes"), "id")
						if total := fmt.Sprint(at(t, whole, list, "totalCount")); total != fmt.Sprint(len(want)) {
							t.Fatalf("totalCount = %s of %d rows", total, len(want))
						}
						var forwards, backwards []string
						for page := map[string]any{"first": 4}; ; {
							data := at(t, w.data(t, system, query, page), list)
							forwards = append(forwards, texts(t, at(t, data, "nodes"), "id")...)
							if at(t, data, "pageInfo", "hasNextPage") != true {
								break
							}
							page["after"] = at(t, data, "pageInfo", "endCursor")
						}
						for page := map[string]any{"last": 4}; ; {
							data := at(t, w.data(t, system, query, page), list)
							backwards = append(texts(t, at(t, data, "nodes"), "id"), backwards...)
							if at(t, data, "pageInfo", "hasPreviousPage") != true {
								break
							}
							page["before"] = at(t, data, "pageInfo", "startCursor")
						}
						if !slices.Equal(forwards, want) {
							t.Errorf("forwards  %v\nwant      %v", forwards, want)
						}
						if !slices.Equal(backwards, want) {
							t.Errorf("backwards %v\nwant      %v", backwards, want)
						}
					})
				}
			}
		}
	})
}

func TestNamesFollowTheKazakhAlphabet(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, 7, "KZ-63")
		data := w.data(t, system, `{
			regions(first: 100) { nodes { name { kk } } }
			socialProjects(orderBy: {field: TITLE}) { nodes { title } } }`, nil)
		for _, names := range [][]string{
			texts(t, at(t, data, "regions", "nodes"), "name", "kk"),
			texts(t, at(t, data, "socialProjects", "nodes"), "title"),
		} {
			if !slices.IsSortedFunc(names, func(a, b string) int {
				return strings.Compare(kaztext.SortKey(a), kaztext.SortKey(b))
			}) {
				t.Errorf("not in Kazakh order: %v", names)
			}
		}
		titles := texts(t, at(t, data, "socialProjects", "nodes"), "title")
		want := []string{"Ёлка во дворе", "Қайырымды көрші", "Яркий двор", "Әжелер мен немерелер", "ӘЛЕМ 2", "Әлем 10", "Book Time"}
		slices.SortFunc(want, func(a, b string) int { return strings.Compare(kaztext.SortKey(a), kaztext.SortKey(b)) })
		if !slices.Equal(titles, want) {
			t.Errorf("titles = %v, want %v", titles, want)
		}
		if slices.Index(titles, "ӘЛЕМ 2") > slices.Index(titles, "Әлем 10") {
			t.Error("numbers in names are not ordered by value")
		}
	})
}

func TestSearchFindsCyrillicInAnyCase(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		for text, want := range map[string]string{
			"ҚОСТАНАЙ":        "[KZ-39]",
			"костанай":        "[KZ-39]",
			"east KAZ":        "[KZ-63]",
			"шығыс облысы":    "[KZ-63]",
			"туркестанск":     "[KZ-61]",
			"%":               "[]",
			"_":               "[]",
			"солтүстік  ҚАЗА": "[KZ-59]",
			"НУР-СУЛТАН":      "[KZ-71]",
			"south kazakh":    "[KZ-61]",
		} {
			data := w.data(t, public, `query($text: String) { regions(filter: {search: $text}) { nodes { isoCode } } }`,
				map[string]any{"text": text})
			if got := fmt.Sprint(texts(t, at(t, data, "regions", "nodes"), "isoCode")); got != want {
				t.Errorf("search %q finds %s, want %s", text, got, want)
			}
		}
	})
}

func TestFilters(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, 3, "KZ-63", "KZ-39")
		for name, test := range map[string]struct{ list, filter, want string }{
			"regions of a season":                  {"regions", `{season: 2018}`, "6"},
			"cities":                               {"regions", `{kind: CITY}`, "3"},
			"regions of 2017":                      {"regions", `{existedOn: "2017-06-01"}`, "16"},
			"regions of today":                     {"regions", `{existedOn: "2026-01-01"}`, "20"},
			"season by year":                       {"seasons", `{year: [2018, 2019]}`, "2"},
			"season by region":                     {"seasons", `{region: "KZ-63", state: [COMPLETED]}`, "1"},
			"no season":                            {"seasons", `{year: []}`, "0"},
			"figures of a region by its ISO":       {"figures", `{region: "KZ-39", season: [2018], measure: [MENTORS]}`, "1"},
			"figures of a region by its KATO":      {"figures", `{region: "390000000", measure: [MENTORS]}`, "1"},
			"figures of a region by its old":       {"figures", `{region: "KZ-KUS", measure: [MENTORS]}`, "1"},
			"figures of a region in small letters": {"figures", `{region: "kz-39", measure: [MENTORS]}`, "1"},
			"figures of nowhere":                   {"figures", `{region: "KZ-99"}`, "0"},
			"figures by source":                    {"figures", `{source: ["S24"], measure: [VULNERABLE_SHARE]}`, "1"},
			"figures that end after the period":    {"figures", `{measure: [PROJECTS], basis: [REPORTED], from: "2021-01-01", to: "2017-12-31"}`, "2"},
			"figures of two seasons":               {"figures", `{season: [2017, 2018], measure: [PROJECTS], national: true, qualifier: [EXACTLY], basis: [REPORTED]}`, "2"},
			"projects of a region":                 {"socialProjects", `{region: "KZ-63", season: [2026], stage: [RUNNING], direction: [CULTURE_AND_LEISURE], language: KAZAKH}`, "3"},
			"projects by a word":                   {"socialProjects", `{search: "АУЫЛ жаст"}`, "6"},
			"hosts by a word":                      {"hostOrganizations", `{search: "жас өркен", region: "KZ-39"}`, "1"},
			"youth by a word":                      {"youths", `{search: "елкин", region: "KZ-39"}`, "3"},
			"youth by the family name's beginning": {"youths", `{familyNamePrefix: "ЖҰМ", region: "KZ-39"}`, "3"},
			"youth by a beginning that none has":   {"youths", `{familyNamePrefix: "жум"}`, "0"},
			"youth by an empty beginning":          {"youths", `{familyNamePrefix: "", region: "KZ-39"}`, "9"},
			"sources by their description":         {"sources", `{search: "ШЫМКЕНТ туркестан"}`, "1"},
			"sources by their title":               {"sources", `{search: "миллион благое"}`, "1"},
		} {
			data := w.data(t, system, fmt.Sprintf(`{ %s(filter: %s) { totalCount nodes { id } } }`, test.list, test.filter), nil)
			if got := fmt.Sprint(at(t, data, test.list, "totalCount")); got != test.want || fmt.Sprint(len(at(t, data, test.list, "nodes").([]any))) != test.want {
				t.Errorf("%s: %s, want %s", name, got, test.want)
			}
		}
	})
}

func TestBadArgumentsAreNamed(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		byYear := at(t, w.data(t, public, `{ seasons { pageInfo { endCursor } } }`, nil), "seasons", "pageInfo", "endCursor")
		for name, query := range map[string]string{
			"a cursor of another list":   fmt.Sprintf(`{ regions(after: %q) { nodes { id } } }`, byYear),
			"a cursor of another order":  fmt.Sprintf(`{ figures(after: %q, orderBy: {field: VALUE}) { nodes { id } } }`, byYear),
			"no cursor at all":           `{ regions(after: "abc") { nodes { id } } }`,
			"an empty cursor":            `{ regions(after: "") { nodes { id } } }`,
			"too many rows":              `{ regions(first: 101) { nodes { id } } }`,
			"fewer than none":            `{ regions(first: -1) { nodes { id } } }`,
			"both ends":                  `{ regions(first: 1, last: 1) { nodes { id } } }`,
			"a long search":              fmt.Sprintf(`{ regions(filter: {search: %q}) { nodes { id } } }`, strings.Repeat("а", 201)),
			"a long beginning":           fmt.Sprintf(`{ youths(filter: {familyNamePrefix: %q}) { nodes { id } } }`, strings.Repeat("а", 201)),
			"a long search beneath":      fmt.Sprintf(`{ regions { nodes { localities(filter: {search: %q}) { nodes { id } } } } }`, strings.Repeat("а", 201)),
			"too many rows beneath":      `{ seasons { nodes { figures(first: 101) { nodes { id } } } } }`,
			"a bad cursor beneath":       `{ seasons { nodes { figures(after: "abc") { nodes { id } } } } }`,
			"a day that does not exist":  `{ regions(filter: {existedOn: "2019-02-30"}) { nodes { id } } }`,
			"a bad day beneath":          `{ seasons { nodes { figures(filter: {from: "yesterday"}) { nodes { id } } } } }`,
			"an identifier that is none": `{ node(id: "abc") { id } }`,
			"a cursor with a null byte":  cursorOf(`["KATO","a\u0000b",1]`),
			"a cursor without a row":     cursorOf(`["KATO","110000000",null]`),
			"a cursor with more behind":  cursorOf(`["KATO","110000000",1] x`),
			"a cursor with too little":   cursorOf(`["KATO","110000000"]`),
			"a number beyond 32 bits":    `{ season(year: 99999999999) { id } }`,
			"a number beyond, beneath":   `{ regions { nodes { figures(filter: {season: [2147483648]}) { nodes { id } } } } }`,
			"a region's code misspelt":   `{ figures(filter: {region: "nowhere"}) { nodes { id } } }`,
		} {
			a := w.ask(t, public, query, nil)
			if len(a.Errors) == 0 {
				t.Errorf("%s: no error, data %v", name, a.Data)
				continue
			}
			if code := a.Errors[0].Extensions["code"]; code != "BAD_USER_INPUT" {
				t.Errorf("%s: code %v (%s)", name, code, a.Errors[0].Message)
			}
		}
	})
}

// cursorOf is a query with a cursor that holds a text.
func cursorOf(text string) string {
	return fmt.Sprintf(`{ regions(after: %q, orderBy: {field: KATO}) { nodes { id } } }`, base64.RawURLEncoding.EncodeToString([]byte(text)))
}
