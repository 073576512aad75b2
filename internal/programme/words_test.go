package programme_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhas/internal/programme"
)

// TestValuesListEveryConstant reads the package's source: a constant that its
// type's Values forgets would be refused by the database.
func TestValuesListEveryConstant(t *testing.T) {
	t.Parallel()
	listed := map[string][]string{
		"ActorKind":     programme.ActorKind("").Values(),
		"Basis":         programme.Basis("").Values(),
		"Direction":     programme.Direction("").Values(),
		"JournalAction": programme.JournalAction("").Values(),
		"LocalityKind":  programme.LocalityKind("").Values(),
		"Measure":       programme.Measure("").Values(),
		"MemberRole":    programme.MemberRole("").Values(),
		"Qualifier":     programme.Qualifier("").Values(),
		"RegionKind":    programme.RegionKind("").Values(),
		"RetentionKind": programme.RetentionKind("").Values(),
		"Rule":          programme.Rule("").Values(),
		"SeasonState":   programme.SeasonState("").Values(),
		"Stage":         programme.Stage("").Values(),
		"TextLanguage":  programme.TextLanguage("").Values(),
		"Unit":          programme.Unit("").Values(),
	}
	declared := map[string][]string{}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			constants, ok := declaration.(*ast.GenDecl)
			if !ok || constants.Tok != token.CONST {
				continue
			}
			for _, spec := range constants.Specs {
				value, ok := spec.(*ast.ValueSpec)
				if !ok || value.Type == nil {
					continue
				}
				word, err := strconv.Unquote(value.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				name := fmt.Sprint(value.Type)
				declared[name] = append(declared[name], word)
			}
		}
	}
	for name, values := range listed {
		want, got := slices.Sorted(slices.Values(declared[name])), slices.Sorted(slices.Values(values))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-constants +Values):\n%s", name, diff)
		}
		for _, value := range values {
			if value != strings.ToUpper(value) || strings.ContainsAny(value, " -") {
				t.Errorf("%s: %q is not upper-case words joined by underscores", name, value)
			}
		}
	}
}

func TestEveryMeasureHasUnits(t *testing.T) {
	t.Parallel()
	used := map[programme.Unit]bool{}
	for _, measure := range programme.Measure("").Values() {
		units := programme.Measure(measure).Units()
		if len(units) == 0 {
			t.Errorf("%s has no unit", measure)
		}
		for _, unit := range units {
			used[unit] = true
		}
	}
	if len(used) != len(programme.Unit("").Values()) {
		t.Errorf("%d of %d units are used by a measure", len(used), len(programme.Unit("").Values()))
	}
	if units := programme.Measure("HEIGHT").Units(); units != nil {
		t.Errorf("an unknown measure is given in %v", units)
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	if known := (programme.Rules{}).Known(); known != nil {
		t.Errorf("of no rules %v are known", known)
	}
	number, amount := 6, int64(1)
	all := programme.Rules{
		Age: &programme.AgeRange{}, Exclusions: []programme.Exclusion{}, TeamSize: &programme.TeamSize{},
		GrantCeiling: &amount, Stipends: []programme.StipendLevel{}, TrancheShares: []int{}, Months: &number,
		Directions: []programme.Direction{}, VulnerabilityCategories: []programme.VulnerabilityCategory{},
		SelectionStages: []programme.SelectionStage{}, HostCriteria: []programme.Criterion{},
		MentorCriteria: []programme.Criterion{}, ProjectCriteria: []programme.Criterion{}, Rubric: []programme.RubricLine{},
		Deadlines: []programme.Deadline{}, OutageDays: &number, Retention: []programme.RetentionPeriod{},
	}
	var names []string
	for _, rule := range all.Known() {
		names = append(names, string(rule))
	}
	if diff := cmp.Diff(programme.Rule("").Values(), names); diff != "" {
		t.Errorf("known of all rules (-want +got):\n%s", diff)
	}
	some := programme.Rules{OutageDays: &number, Age: &programme.AgeRange{Min: 14, Max: 29}}
	if diff := cmp.Diff([]programme.Rule{programme.RuleAge, programme.RuleOutageDays}, some.Known()); diff != "" {
		t.Errorf("known of two rules (-want +got):\n%s", diff)
	}
}

func TestValidKATO(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]bool{
		"270000000": true, "273635100": true, "110000000": true,
		"": false, "27": false, "2700000000": false, "000000000": false, "00123456": false, "001234567": false,
		"27000000x": false, "٢70000000": false, "-70000000": false,
	} {
		if got := programme.ValidKATO(code); got != want {
			t.Errorf("ValidKATO(%q) = %t", code, got)
		}
	}
}

func TestDate(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"2019-03-05": true, "2020-02-29": true,
		"": false, "2019-02-29": false, "2019-3-5": false, "05.03.2019": false, "2019-03-05T00:00:00Z": false,
	} {
		date, err := programme.ParseDate(text)
		if (err == nil) != want || want && string(date) != text || !want && date != "" {
			t.Errorf("ParseDate(%q) = %q, %v", text, date, err)
		}
		var read programme.Date
		if err := read.UnmarshalGQL(text); (err == nil) != want || read != date {
			t.Errorf("UnmarshalGQL(%q) gives %q, %v", text, read, err)
		}
	}
	var date programme.Date
	if err := date.UnmarshalGQL(20190305); err == nil {
		t.Error("a number was read as a date")
	}
	var written strings.Builder
	programme.Date("2019-03-05").MarshalGQL(&written)
	if written.String() != `"2019-03-05"` {
		t.Errorf("written as %s", written.String())
	}
}
