package facts_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhas/internal/facts"
	"zhas/internal/programme"
)

const (
	figureHeader = "code,period,season,region,place_kk,place_ru,place_en,measure,qualifier,value,unit,source," +
		"note_kk,note_ru,note_en,derivation\n"
	sourceHeader   = "code,title,language,description_kk,description_ru,description_en,publisher,published_on,address,note_kk,note_ru,note_en\n"
	localityHeader = "kato,kind,name_kk,name_ru,name_en\n"
)

var known = facts.Known{
	Sources:    map[string]bool{"S1": true},
	RegionISO:  map[string]bool{"KZ-27": true, "KZ-10": true},
	RegionFrom: map[string]programme.Date{"KZ-10": "2022-06-08"},
	RegionKATO: map[string]bool{"270000000": true},
	Seasons:    map[int]bool{2018: true, 2019: true},
	Reserved:   map[string]bool{"carried": true},
}

// figureRow is a good row of figures in which some columns are replaced.
func figureRow(replaced map[string]string) string {
	return goodRow(figureHeader, "x-1,2018,2018,KZ-27,,,,projects,exactly,7,projects,S1,,,,", replaced)
}

// sourceRow is a file of one good source in which some columns are replaced.
func sourceRow(replaced map[string]string) string {
	return sourceHeader + goodRow(sourceHeader, "N1,Есеп,kk,Облыс есебі,Отчёт области,Report of a region,,,,,,", replaced)
}

func goodRow(header, good string, replaced map[string]string) string {
	fields := strings.Split(good, ",")
	for i, column := range strings.Split(strings.TrimSpace(header), ",") {
		if value, ok := replaced[column]; ok {
			fields[i] = value
		}
	}
	return strings.Join(fields, ",") + "\n"
}

func TestParseFigures(t *testing.T) {
	t.Parallel()
	content := "\ufeff" + strings.ReplaceAll(figureHeader, "\n", "\r\n") +
		"a-1,2017-2021,,KZ-27, Орал ,Уральск,Oral,team_size_mean,plan at least,3.5,people,S1,\"бір, екі\",\"он сказал \"\"да\"\"\",three,\n" +
		"\n" +
		"a-2,2019-03-01/2019-04-30,2019,,,,,grants,derived about,953147,KZT,S1,,,,136300000 / 143 = 953147\n" +
		"a-3,2019,2019,,,,,mentors,plan,200,people,S1,,,,\n"
	got, err := facts.ParseFigures("more.csv", strings.NewReader(content), known)
	if err != nil {
		t.Fatal(err)
	}
	want := []facts.FigureRow{
		{
			Code: "a-1", PeriodStart: "2017-01-01", PeriodEnd: "2021-12-31", Region: "KZ-27",
			Place:   programme.Text{Kk: "Орал", Ru: "Уральск", En: "Oral"},
			Measure: programme.MeasureTeamSizeMean, Qualifier: programme.AtLeast, Basis: programme.Planned, Value: 3.5,
			Unit: programme.UnitPeople, Source: "S1", Note: programme.Text{Kk: "бір, екі", Ru: `он сказал "да"`, En: "three"},
		},
		{
			Code: "a-2", PeriodStart: "2019-03-01", PeriodEnd: "2019-04-30", Season: 2019,
			Measure: programme.MeasureGrants, Qualifier: programme.About, Basis: programme.Derived, Value: 953_147,
			Unit: programme.UnitTenge, Source: "S1", Derivation: "136300000 / 143 = 953147",
		},
		{
			Code: "a-3", PeriodStart: "2019-01-01", PeriodEnd: "2019-12-31", Season: 2019,
			Measure: programme.MeasureMentors, Qualifier: programme.Exactly, Basis: programme.Planned, Value: 200,
			Unit: programme.UnitPeople, Source: "S1",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestFiguresRefused(t *testing.T) {
	t.Parallel()
	row := func(pairs ...string) string {
		replaced := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			replaced[pairs[i]] = pairs[i+1]
		}
		return figureHeader + figureRow(replaced)
	}
	for _, c := range []struct{ name, content, want string }{
		{"empty file", "", `f.csv: empty: the first line is the header`},
		{"semicolons", "code;period\n", `f.csv:1: columns are separated by commas, not by semicolons or tabs`},
		{"other encoding", "\xff\xfec\x00o\x00\n", `f.csv:1: not UTF-8: save the file as CSV in UTF-8`},
		{"unknown column", strings.Replace(figureHeader, "unit", "units", 1), `f.csv:1:"units": unknown column; the columns are ` +
			strings.TrimSpace(figureHeader) + "\n" + `f.csv:1:unit: missing column`},
		{"column twice", strings.Replace(figureHeader, "unit", "value", 1), "f.csv:1:value: column given twice\nf.csv:1:unit: missing column"},
		{"other order", strings.Replace(figureHeader, "value,unit", "unit,value", 1), `f.csv:1: columns in another order; the order is ` + strings.TrimSpace(figureHeader)},
		{"too few fields", figureHeader + "x,2018\n", `f.csv:2:season: the row has 2 fields, the header has 16`},
		{"too many fields", figureHeader + strings.TrimSpace(figureRow(nil)) + ",,\n", `f.csv:2:derivation: the row has 18 fields, the header has 16`},
		{"stray quote", figureHeader + `x"1,2018` + "\n" + figureRow(map[string]string{"value": "x"}), `f.csv:2: misplaced quote ("): enclose the whole field in quotes and double each quote inside it` + "\n" +
			`f.csv:3:value: "x" is no plain decimal number, such as 1027 or 3.3`},
		{"open quote", figureHeader + `"x-1,2018` + "\n", `f.csv:2: misplaced quote ("): enclose the whole field in quotes and double each quote inside it`},
		{"invalid UTF-8", row("note_kk", "a\xffb", "note_ru", "б", "note_en", "b"), `f.csv:2:note_kk: not UTF-8: save the file as CSV in UTF-8`},
		{"line break", row("note_kk", "\"a\nb\"", "note_ru", "б", "note_en", "b"), `f.csv:2:note_kk: holds a control character, such as a line break`},
		{"zero byte", row("code", "a\x00"), `f.csv:2:code: holds a control character, such as a line break`},
		{"turned writing", row("note_kk", "a\u202eb", "note_ru", "б", "note_en", "b"), `f.csv:2:note_kk: holds a control character, such as a line break`},
		{"too long", row("derivation", strings.Repeat("я", 497)+" = 7", "qualifier", "derived exactly"), `f.csv:2:derivation: longer than 500 characters`},
		{"no code", row("code", " "), `f.csv:2:code: is empty`},
		{"bad code", row("code", "A b"), `f.csv:2:code: "A b" is no code: lower-case words and digits joined by hyphens`},
		{"reserved code", row("code", "carried"), `f.csv:2:code: "carried" belongs to the facts that the program carries: choose another code`},
		{"code twice", row() + figureRow(map[string]string{"code": "x-2"}) + figureRow(nil), `f.csv:4:code: "x-1" was given in line 2`},
		{"no period", row("period", ""), `f.csv:2:period: is empty`},
		{"bad period", row("period", "spring"), `f.csv:2:period: "spring" is no period: 2018, 2017-2021 or 2018-05-01/2018-06-30`},
		{"day that is none", row("period", "2019-02-29/2019-03-01"), `f.csv:2:period: "2019-02-29/2019-03-01" is no period: 2018, 2017-2021 or 2018-05-01/2018-06-30`},
		{"year of a slip", row("period", "0218"), `f.csv:2:period: "0218" is no period: 2018, 2017-2021 or 2018-05-01/2018-06-30`},
		{"reversed period", row("period", "2021-2017", "season", ""), `f.csv:2:period: "2021-2017" ends before it begins`},
		{"season outside", row("season", "2019"), `f.csv:2:season: season 2019 is outside the period`},
		{"season of years", row("period", "2018-2019"), `f.csv:2:season: a period of several years is no single season: leave the season empty`},
		{"unknown season", row("season", "2016"), `f.csv:2:season: there is no season 2016`},
		{"bad season", row("season", "first"), `f.csv:2:season: "first" is no year`},
		{"unknown region", row("region", "KZ-ZAP"), `f.csv:2:region: "KZ-ZAP": no region has this ISO code; today's codes are KZ-10 to KZ-79`},
		{"place in one language", row("place_kk", "Орал"), "f.csv:2:place_ru: is empty while place is given in another language: give all three or none\n" +
			`f.csv:2:place_en: is empty while place is given in another language: give all three or none`},
		{"place without region", row("region", "", "place_kk", "Орал", "place_ru", "Уральск", "place_en", "Oral"), `f.csv:2:place_kk: a place needs its region`},
		{"unknown measure", row("measure", "Projects"), `f.csv:2:measure: "Projects" is none of applications, budget, culture_share, education_share, grant_mean, grants, host_organizations, mentors, project_duration, projects, rural_share, team_size_mean, vulnerable_share, youth, youth_completed`},
		{"no measure", row("measure", ""), `f.csv:2:measure: is empty`},
		{"unknown qualifier", row("qualifier", "plan maybe"), `f.csv:2:qualifier: "plan maybe" is none of about, almost, at least, exactly, over, up to; plan or derived may stand before it`},
		{"bare derived", row("qualifier", "derived", "derivation", "a"), `f.csv:2:qualifier: "derived" is none of about, almost, at least, exactly, over, up to; plan or derived may stand before it`},
		{"unknown unit", row("unit", "kzt"), `f.csv:2:unit: "kzt" is none of KZT, USD, applications, months, organizations, people, percent, projects`},
		{"unit of another measure", row("unit", "people"), `f.csv:2:unit: projects is given in projects`},
		{"unit of money", row("unit", "people", "measure", "grants"), `f.csv:2:unit: grants is given in KZT or USD`},
		{"no value", row("value", ""), `f.csv:2:value: is empty`},
		{"negative", row("value", "-1"), `f.csv:2:value: "-1" is below 0`},
		{"not finite", row("value", "Inf"), `f.csv:2:value: "Inf" is no plain decimal number, such as 1027 or 3.3`},
		{"not a number", row("value", "NaN"), `f.csv:2:value: "NaN" is no plain decimal number, such as 1027 or 3.3`},
		{"exponent", row("value", "1e3"), `f.csv:2:value: "1e3" is no plain decimal number, such as 1027 or 3.3`},
		{"decimal comma", row("value", `"3,5"`), `f.csv:2:value: "3,5" is no plain decimal number, such as 1027 or 3.3`},
		{"too many digits", row("value", "1234567890123456"), `f.csv:2:value: "1234567890123456" has more than 15 digits`},
		{"percent", row("value", "100.1", "unit", "percent", "measure", "rural_share"), `f.csv:2:value: "100.1" is more than 100 percent`},
		{"unknown source", row("source", "S2"), `f.csv:2:source: "S2": no source has this code: load the sources first`},
		{"no source", row("source", ""), `f.csv:2:source: is empty`},
		{"no derivation", row("qualifier", "derived about"), `f.csv:2:derivation: a derived figure says how it was computed`},
		{"another result", row("qualifier", "derived exactly", "derivation", "3 + 3 = 6"), `f.csv:2:derivation: it does not end in = and the value, 7`},
		{"half a project", row("value", "1.5"), `f.csv:2:value: projects are counted in whole numbers`},
		{"before the region", row("region", "KZ-10"), `f.csv:2:region: KZ-10 exists since 2022-06-08: name the region it was part of then`},
		{"needless derivation", row("derivation", "1 + 1"), `f.csv:2:derivation: only a derived figure has a derivation`},
		{"all problems at once", row("value", "x", "source", "", "code", "?"), `f.csv:2:code: "?" is no code: lower-case words and digits joined by hyphens` + "\n" +
			`f.csv:2:value: "x" is no plain decimal number, such as 1027 or 3.3` + "\n" + `f.csv:2:source: is empty`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			rows, err := facts.ParseFigures("f.csv", strings.NewReader(c.content), known)
			if rows != nil {
				t.Errorf("rows of a refused file: %v", rows)
			}
			var problems facts.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("error is %v, expected Problems", err)
			}
			if diff := cmp.Diff(c.want, problems.Error()); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSourcesAndLocalitiesRefused(t *testing.T) {
	t.Parallel()
	parseSources := func(r io.Reader) error {
		_, err := facts.ParseSources("f.csv", r, known)
		return err
	}
	parseLocalities := func(r io.Reader) error {
		_, err := facts.ParseLocalities("f.csv", r, known)
		return err
	}
	for _, c := range []struct {
		name    string
		parse   func(io.Reader) error
		content string
		want    string
	}{
		{"source code", parseSources, sourceRow(map[string]string{"code": "S 1"}), `f.csv:2:code: "S 1" is no code: letters and digits, such as S17`},
		{"reserved source", parseSources, sourceRow(map[string]string{"code": "carried"}), `f.csv:2:code: "carried" belongs to the facts that the program carries: choose another code`},
		{"source twice", parseSources, sourceRow(nil) + strings.TrimPrefix(sourceRow(nil), sourceHeader), `f.csv:3:code: "N1" was given in line 2`},
		{"source without a description", parseSources, sourceRow(map[string]string{"description_ru": ""}), `f.csv:2:description_ru: is empty`},
		{"source with half a note", parseSources, sourceRow(map[string]string{"note_en": "n"}), "f.csv:2:note_kk: is empty while note is given in another language: give all three or none\n" +
			"f.csv:2:note_ru: is empty while note is given in another language: give all three or none"},
		{"source of no language", parseSources, sourceRow(map[string]string{"language": "Қазақша"}), `f.csv:2:language: "Қазақша" is no tag of a language, such as kk, ru or en`},
		{"source of no day", parseSources, sourceRow(map[string]string{"published_on": "2019-13-01"}), `f.csv:2:published_on: "2019-13-01" is not a date: expected YYYY-MM-DD`},
		{"source of a far day", parseSources, sourceRow(map[string]string{"published_on": "1019-01-01"}), `f.csv:2:published_on: "1019-01-01" is not a date between 1991 and 2100`},
		{"no KATO", parseLocalities, localityHeader + "27,town,О,О,\n", `f.csv:2:kato: "27" is no KATO code: nine digits`},
		{"locality is a region", parseLocalities, localityHeader + "270000000,town,О,О,\n", `f.csv:2:kato: 270000000 is a region: a file of localities holds what lies below`},
		{"invented place", parseLocalities, localityHeader + "270000001,village,О,О,\n", `f.csv:2:kato: 270000001 is no code of the classifier, in which digits three and four name a district or town: such codes are those of invented places`},
		{"locality of no region", parseLocalities, localityHeader + "281010000,town,О,О,\n", `f.csv:2:kato: 281010000 lies in no known region: there is no 280000000`},
		{"locality twice", parseLocalities, localityHeader + "271010000,town,О,О,\n271010000,town,О,О,\n", `f.csv:3:kato: "271010000" was given in line 2`},
		{"kind of locality", parseLocalities, localityHeader + "271010000,city,О,О,\n", `f.csv:2:kind: "city" is none of district, rural_district, town, village`},
		{"locality without a name", parseLocalities, localityHeader + "271010000,town,О,,\n", `f.csv:2:name_ru: is empty`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			err := c.parse(strings.NewReader(c.content))
			var problems facts.Problems
			if !errors.As(err, &problems) || problems.Error() != c.want {
				t.Errorf("got  %v\nwant %v", err, c.want)
			}
		})
	}
}

// TestBounds: a file is bounded in bytes, rows and problems told.
func TestBounds(t *testing.T) {
	t.Parallel()
	t.Run("bytes", func(t *testing.T) {
		t.Parallel()
		content := append([]byte(localityHeader), bytes.Repeat([]byte("x"), 16<<20)...)
		_, err := facts.ParseLocalities("f.csv", bytes.NewReader(content), known)
		if want := "f.csv: larger than 16 MiB: split the file"; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
	t.Run("rows", func(t *testing.T) {
		t.Parallel()
		var content strings.Builder
		content.WriteString(localityHeader)
		for i := range 200_001 {
			fmt.Fprintf(&content, "27%07d,village,А,А,\n", 1_000_000+i)
		}
		_, err := facts.ParseLocalities("f.csv", strings.NewReader(content.String()), known)
		if want := "f.csv:200002: more than 200000 rows: split the file"; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	})
	t.Run("problems", func(t *testing.T) {
		t.Parallel()
		_, err := facts.ParseLocalities("f.csv", strings.NewReader(localityHeader+strings.Repeat("x\n", 60)), known)
		var problems facts.Problems
		if !errors.As(err, &problems) || len(problems) != 51 || problems[50].String() != "f.csv: and 10 more problems" {
			t.Errorf("%d problems: %v", len(problems), err)
		}
	})
	t.Run("reader", func(t *testing.T) {
		t.Parallel()
		broken := errors.New("cable cut")
		_, err := facts.ParseLocalities("f.csv", io.MultiReader(strings.NewReader(localityHeader), failing{broken}), known)
		if !errors.Is(err, broken) {
			t.Errorf("got %v, want %v", err, broken)
		}
	})
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// FuzzParseFigures: whatever a file holds, either its rows keep every promise
// or it is refused with problems that name it.
func FuzzParseFigures(f *testing.F) {
	f.Add(figureHeader + figureRow(nil))
	f.Add(figureHeader + figureRow(map[string]string{"period": "2017-2021", "season": "", "value": "3.3"}))
	f.Add(figureHeader + figureRow(map[string]string{"qualifier": "derived about", "derivation": "1 / 3"}))
	f.Add("\ufeff" + figureHeader + "\"")
	f.Add(figureHeader + "a,\"b\nc\",\xff\n")
	f.Fuzz(func(t *testing.T, content string) {
		rows, err := facts.ParseFigures("f.csv", strings.NewReader(content), known)
		if err != nil {
			var problems facts.Problems
			if !errors.As(err, &problems) || len(problems) == 0 || len(problems) > 51 || rows != nil {
				t.Fatalf("%d rows and error %v", len(rows), err)
			}
			for _, problem := range problems {
				if problem.File != "f.csv" || problem.Reason == "" {
					t.Fatalf("problem %+v", problem)
				}
			}
			return
		}
		seen := map[string]bool{}
		for _, row := range rows {
			switch {
			case seen[row.Code] || row.Code == "":
				t.Fatalf("code %q given twice or empty", row.Code)
			case row.PeriodStart == "" || row.PeriodStart > row.PeriodEnd:
				t.Fatalf("period %s to %s", row.PeriodStart, row.PeriodEnd)
			case math.IsNaN(row.Value) || math.IsInf(row.Value, 0) || row.Value < 0:
				t.Fatalf("value %v", row.Value)
			case row.Measure == "" || row.Qualifier == "" || row.Basis == "" || row.Unit == "":
				t.Fatalf("words %+v", row)
			case row.Source != "S1" || row.Region != "" && row.Region != "KZ-27":
				t.Fatalf("references %+v", row)
			}
			seen[row.Code] = true
		}
	})
}
