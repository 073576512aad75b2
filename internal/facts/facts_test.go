package facts_test

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"zhas/internal/facts"
	"zhas/internal/programme"
)

func carried(t *testing.T) facts.Facts {
	t.Helper()
	carried, err := facts.Embedded()
	if err != nil {
		t.Fatalf("the facts that the program carries are broken:\n%v", err)
	}
	return carried
}

// TestPublishedNumbers holds the numbers as they were published, against slips
// in the data file: year, region, place, measure, how exactly, value, source.
func TestPublishedNumbers(t *testing.T) {
	t.Parallel()
	type published struct {
		first, last string // years
		region      string
		place       string
		measure     programme.Measure
		basis       programme.Basis
		qualifier   programme.Qualifier
		value       float64
		source      string
	}
	const (
		reported = programme.Reported
		planned  = programme.Planned
		derived  = programme.Derived
	)
	want := []published{
		{"2017", "2017", "", "", programme.MeasureYouth, reported, programme.About, 2000, "S0"},
		{"2017", "2017", "", "", programme.MeasureYouth, reported, programme.About, 2000, "S24"},
		{"2017", "2017", "", "", programme.MeasureProjects, reported, programme.Exactly, 589, "S0"},
		{"2017", "2017", "", "", programme.MeasureVulnerableShare, reported, programme.Over, 40, "S24"},
		{"2018", "2018", "", "", programme.MeasureYouth, reported, programme.About, 3500, "S0"},
		{"2018", "2018", "", "", programme.MeasureYouth, reported, programme.Over, 3500, "S17"},
		{"2018", "2018", "", "", programme.MeasureProjects, reported, programme.About, 1000, "S0"},
		{"2018", "2018", "", "", programme.MeasureProjects, reported, programme.Exactly, 1027, "S17"},
		{"2018", "2018", "KZ-63", "", programme.MeasureProjects, reported, programme.Exactly, 149, "S25"},
		{"2018", "2018", "KZ-63", "", programme.MeasureProjects, reported, programme.Exactly, 149, "S27"},
		{"2018", "2018", "KZ-63", "", programme.MeasureYouth, reported, programme.Exactly, 491, "S27"},
		{"2018", "2018", "KZ-63", "", programme.MeasureTeamSizeMean, derived, programme.About, 3.3, "S27"},
		{"2018", "2018", "KZ-15", "", programme.MeasureProjects, reported, programme.Exactly, 165, "S26"},
		{"2018", "2018", "KZ-15", "", programme.MeasureApplications, reported, programme.About, 300, "S26"},
		{"2018", "2018", "KZ-39", "", programme.MeasureProjects, reported, programme.Exactly, 143, "S21"},
		{"2018", "2018", "KZ-39", "", programme.MeasureApplications, reported, programme.Almost, 500, "S21"},
		{"2018", "2018", "KZ-39", "", programme.MeasureGrants, reported, programme.Exactly, 136_300_000, "S21"},
		{"2018", "2018", "KZ-39", "", programme.MeasureGrantMean, derived, programme.About, 953_147, "S21"},
		{"2018", "2018", "KZ-39", "", programme.MeasureMentors, reported, programme.Exactly, 20, "S21"},
		{"2018", "2018", "KZ-43", "", programme.MeasureProjects, reported, programme.Exactly, 269, "S26a"},
		{"2018", "2018", "KZ-43", "Karmakshy District", programme.MeasureProjects, reported, programme.Exactly, 14, "S26a"},
		{"2018", "2018", "", "", programme.MeasureProjects, derived, programme.Exactly, 726, "S25"},
		{"2018", "2018", "", "", programme.MeasureProjects, derived, programme.Exactly, 301, "S17"},
		{"2017", "2018", "", "", programme.MeasureYouth, reported, programme.Exactly, 5508, "S16"},
		{"2017", "2018", "", "", programme.MeasureProjects, reported, programme.Exactly, 1116, "S16"},
		{"2017", "2018", "", "", programme.MeasureProjects, derived, programme.Exactly, 1616, "S17"},
		{"2019", "2019", "", "", programme.MeasureYouth, planned, programme.Exactly, 3500, "S16"},
		{"2019", "2019", "", "", programme.MeasureProjects, planned, programme.AtLeast, 1100, "S16"},
		{"2019", "2019", "", "", programme.MeasureMentors, planned, programme.Exactly, 200, "S10a"},
		{"2019", "2019", "KZ-27", "", programme.MeasureApplications, reported, programme.Over, 700, "S20"},
		{"2019", "2019", "KZ-27", "", programme.MeasureProjects, reported, programme.Exactly, 228, "S20"},
		{"2019", "2019", "KZ-27", "Oral", programme.MeasureProjects, reported, programme.Exactly, 58, "S20"},
		{"2020", "2020", "", "", programme.MeasureProjectDuration, reported, programme.Exactly, 5, "S22"},
		{"2017", "2021", "", "", programme.MeasureYouth, reported, programme.Over, 9000, "S18"},
		{"2017", "2021", "", "", programme.MeasureYouth, reported, programme.About, 10_000, "S19"},
		{"2017", "2021", "", "", programme.MeasureYouthCompleted, reported, programme.About, 9000, "S19"},
		{"2017", "2021", "", "", programme.MeasureProjects, reported, programme.Over, 2900, "S18"},
		{"2017", "2021", "", "", programme.MeasureProjects, reported, programme.Over, 2000, "S19"},
		{"2017", "2021", "", "", programme.MeasureRuralShare, reported, programme.Exactly, 20, "S19"},
		{"2017", "2021", "", "", programme.MeasureEducationShare, reported, programme.Exactly, 20, "S19"},
		{"2017", "2021", "", "", programme.MeasureCultureShare, reported, programme.Exactly, 10, "S19"},
		{"2016", "2017", "", "", programme.MeasureYouth, planned, programme.About, 8500, "S13"},
		{"2016", "2017", "", "", programme.MeasureProjects, planned, programme.UpTo, 1700, "S13"},
		{"2016", "2017", "", "", programme.MeasureHostOrganizations, planned, programme.About, 100, "S13"},
		{"2017", "2021", "", "", programme.MeasureYouth, planned, programme.Over, 8000, "S14"},
		{"2017", "2021", "", "", programme.MeasureProjects, planned, programme.Over, 1500, "S14"},
		{"2017", "2021", "", "", programme.MeasureYouth, planned, programme.Over, 8000, "S15"},
		{"2017", "2021", "", "", programme.MeasureHostOrganizations, planned, programme.About, 100, "S15"},
		{"2017", "2020", "", "", programme.MeasureYouth, planned, programme.Over, 8500, "S16"},
		{"2014", "2018", "", "", programme.MeasureBudget, planned, programme.Exactly, 20_000_000, "S2"},
		{"2014", "2018", "", "", programme.MeasureBudget, planned, programme.Exactly, 760_000, "S2"},
		{"2014", "2018", "", "", programme.MeasureBudget, planned, programme.Exactly, 1_000_000, "S2"},
		{"2014", "2018", "", "", programme.MeasureBudget, planned, programme.Exactly, 21_763_000, "S1"},
		{"2014", "2018", "", "", programme.MeasureBudget, planned, programme.Exactly, 21_763_000, "S14"},
		{"2014", "2018", "", "", programme.MeasureBudget, planned, programme.Exactly, 21_763_000, "S15"},
		{"2022", "2022", "", "", programme.MeasureProjects, reported, programme.Over, 250, "S32a"},
		{"2023", "2023", "", "", programme.MeasureGrants, planned, programme.Exactly, 28_000_000, "S30b"},
		{"2023", "2023", "", "", programme.MeasureProjects, derived, programme.Exactly, 28, "S30b"},
		{"2024", "2024", "", "", programme.MeasureProjects, planned, programme.Exactly, 280, "S31"},
	}
	got := map[published]int{}
	for _, f := range carried(t).Figures {
		got[published{
			string(f.PeriodStart[:4]), string(f.PeriodEnd[:4]), f.Region, f.Place.En, f.Measure, f.Basis, f.Qualifier,
			f.Value, f.Source,
		}]++
	}
	for _, number := range want {
		if got[number] != 1 {
			t.Errorf("%d rows, expected one: %+v", got[number], number)
		}
		delete(got, number)
	}
	for number := range got {
		t.Errorf("a row that this table does not have: %+v", number)
	}
}

// TestContradictionsAreExplained: a reader who sees one of two figures that
// contradict each other is told of the other.
func TestContradictionsAreExplained(t *testing.T) {
	t.Parallel()
	figures := map[string]facts.FigureRow{}
	for _, f := range carried(t).Figures {
		figures[f.Code] = f
	}
	for code, other := range map[string]string{
		"2017-2018-projects-s16":             "S17",
		"2017-2018-projects-derived":         "S16",
		"2017-2021-projects-s18":             "S19",
		"2017-2021-projects-s19":             "S18",
		"2017-2021-youth-s18":                "S19",
		"2017-2021-youth-s19":                "S18",
		"2018-youth-s0":                      "S17",
		"2018-youth-s17":                     "S0",
		"2018-projects-s0":                   "S17",
		"2018-projects-s17":                  "S0",
		"2018-kz-43-projects-s26a":           "",
		"2017-2021-youth-completed-s19":      "",
		"2018-kz-39-applications-s21":        "",
		"2017-2021-youth-plan-s14":           "",
		"2022-successor-projects-s32a":       "",
		"2018-kz-63-projects-s25":            "",
		"2014-2018-budget-s1":                "S3",
		"2014-2018-budget-component-1-s2":    "S2",
		"2018-projects-four-regions-derived": "S26a",
	} {
		note := figures[code].Note
		for language, text := range map[string]string{"kk": note.Kk, "ru": note.Ru, "en": note.En} {
			if text == "" || !strings.Contains(text, other) {
				t.Errorf("%s: the note in %s does not name %q: %q", code, language, other, text)
			}
		}
	}
}

// TestDerivations computes each derived figure again from the figures that its
// derivation names.
func TestDerivations(t *testing.T) {
	t.Parallel()
	figures := carried(t).Figures
	values := map[string]float64{}
	for _, f := range figures {
		values[f.Code] = f.Value
	}
	derived := 0
	for _, f := range figures {
		if f.Basis != programme.Derived {
			continue
		}
		derived++
		parts := strings.Split(f.Derivation, " = ")
		if len(parts) != 3 {
			t.Errorf("%s: %q is not codes = numbers = result", f.Code, f.Derivation)
			continue
		}
		codes, numbers := strings.Fields(parts[0]), strings.Fields(parts[1])
		if len(codes) != len(numbers) {
			t.Errorf("%s: the two sides of %q differ in length", f.Code, f.Derivation)
			continue
		}
		result := 0.0
		operator := "+"
		for i, number := range numbers {
			if i%2 == 1 {
				operator = number
				if codes[i] != number {
					t.Errorf("%s: operator %q against %q", f.Code, codes[i], number)
				}
				continue
			}
			value, err := strconv.ParseFloat(number, 64)
			if err != nil {
				t.Errorf("%s: %v", f.Code, err)
			}
			if known, ok := values[codes[i]]; ok && known != value || !ok && codes[i] != number {
				t.Errorf("%s: %s is not %s", f.Code, codes[i], number)
			}
			switch operator {
			case "+":
				result += value
			case "-":
				result -= value
			case "/":
				result /= value
			default:
				t.Errorf("%s: operator %q", f.Code, operator)
			}
		}
		_, decimals, _ := strings.Cut(parts[2], ".")
		scale := math.Pow10(len(decimals))
		if written := strconv.FormatFloat(f.Value, 'f', len(decimals), 64); written != parts[2] {
			t.Errorf("%s: the derivation ends in %s, the value is %s", f.Code, parts[2], written)
		}
		if math.Round(result*scale)/scale != f.Value {
			t.Errorf("%s: %s is %v, not %v", f.Code, parts[1], result, f.Value)
		}
	}
	if derived != 6 {
		t.Errorf("%d derived figures, expected 6", derived)
	}
}

func TestRegionsAndTheirPeriods(t *testing.T) {
	t.Parallel()
	carried := carried(t)
	if len(carried.Regions) != 20 {
		t.Fatalf("%d regions, expected 20", len(carried.Regions))
	}
	before := 0
	for _, region := range carried.Regions {
		if region.ISOCode != "KZ-"+region.KATO[:2] {
			t.Errorf("%s: ISO code %s", region.KATO, region.ISOCode)
		}
		if region.ISOCodeBefore != "" {
			before++
		}
		if _, err := time.LoadLocation(region.TimeZone); err != nil {
			t.Errorf("%s: %v", region.KATO, err)
		}
		var periods []facts.RegionPeriodRow
		for _, period := range carried.RegionPeriods {
			if period.KATO == region.KATO {
				periods = append(periods, period)
			}
		}
		from := region.ValidFrom
		for i, period := range periods {
			if period.ValidFrom != from || (period.ValidTo == "") != (i == len(periods)-1) {
				t.Errorf("%s: period %d runs from %q to %q, expected from %q", region.KATO, i, period.ValidFrom, period.ValidTo, from)
			}
			from = period.ValidTo
		}
		if len(periods) == 0 {
			t.Errorf("%s has no period", region.KATO)
			continue
		}
		open := periods[len(periods)-1]
		if diff := cmp.Diff([]programme.Text{region.Name, region.Centre}, []programme.Text{open.Name, open.Centre}); diff != "" {
			t.Errorf("%s: the open period is not the region (-region +period):\n%s", region.KATO, diff)
		}
	}
	if before != 17 {
		t.Errorf("%d regions with an ISO code of before 2022, expected 17", before)
	}

	// What a reader of a year's figures has to see.
	for _, c := range []struct {
		day                programme.Date
		kato, name, centre string
	}{
		{"2017-06-01", "610000000", "South Kazakhstan Region", "Shymkent"},
		{"2018-06-18", "610000000", "South Kazakhstan Region", "Shymkent"},
		{"2018-06-19", "610000000", "Turkistan Region", "Turkistan"},
		{"2018-06-18", "790000000", "", ""},
		{"2018-06-19", "790000000", "Shymkent", "Shymkent"},
		{"2019-03-22", "710000000", "Astana", "Astana"},
		{"2019-03-23", "710000000", "Nur-Sultan", "Nur-Sultan"},
		{"2022-09-16", "710000000", "Nur-Sultan", "Nur-Sultan"},
		{"2022-09-17", "710000000", "Astana", "Astana"},
		{"2022-06-07", "190000000", "Almaty Region", "Taldykorgan"},
		{"2022-06-08", "190000000", "Almaty Region", "Konaev"},
		{"2022-06-07", "330000000", "", ""},
		{"2022-06-08", "330000000", "Jetisu Region", "Taldykorgan"},
		{"2022-06-08", "100000000", "Abai Region", "Semey"},
		{"2022-06-08", "620000000", "Ulytau Region", "Zhezkazgan"},
		{"2018-01-01", "630000000", "East Kazakhstan Region", "Oskemen"},
	} {
		name, centre := "", ""
		for _, p := range carried.RegionPeriods {
			if p.KATO == c.kato && p.ValidFrom <= c.day && (p.ValidTo == "" || c.day < p.ValidTo) {
				name, centre = p.Name.En, p.Centre.En
			}
		}
		if name != c.name || centre != c.centre {
			t.Errorf("%s on %s: %q with %q, expected %q with %q", c.kato, c.day, name, centre, c.name, c.centre)
		}
	}
	predecessors := map[string]string{}
	for _, region := range carried.Regions {
		if region.Predecessor != "" {
			predecessors[region.KATO] = region.Predecessor
		}
	}
	want := map[string]string{
		"100000000": "630000000", "330000000": "190000000", "620000000": "350000000", "790000000": "610000000",
	}
	if diff := cmp.Diff(want, predecessors); diff != "" {
		t.Errorf("predecessors (-want +got):\n%s", diff)
	}
}

func TestSeasonsAndTheirRegions(t *testing.T) {
	t.Parallel()
	carried := carried(t)
	got := map[int][]string{}
	for _, season := range carried.Seasons {
		if season.State != programme.SeasonCompleted {
			t.Errorf("season %d is %s", season.Year, season.State)
		}
		got[season.Year] = nil
	}
	for _, part := range carried.SeasonRegions {
		got[part.Season] = append(got[part.Season], part.Region)
	}
	want := map[int][]string{
		2017: {"KZ-19", "KZ-35", "KZ-55", "KZ-61"},
		2018: {"KZ-15", "KZ-31", "KZ-39", "KZ-43", "KZ-59", "KZ-63"},
		2019: {"KZ-11", "KZ-23", "KZ-27", "KZ-47", "KZ-71", "KZ-75"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("regions of the seasons (-want +got):\n%s", diff)
	}
	for _, f := range carried.Figures {
		if f.Season != 0 && f.Region != "" && !slices.Contains(want[f.Season], f.Region) {
			t.Errorf("%s: %s took no part in %d", f.Code, f.Region, f.Season)
		}
	}
}

// TestRulesAreOnlyWhatSourcesGive: which rules of which season are known, and
// what they say where a slip would do harm.
func TestRulesAreOnlyWhatSourcesGive(t *testing.T) {
	t.Parallel()
	sets := map[int]facts.RuleSetRow{}
	for _, set := range carried(t).RuleSets {
		sets[set.Season] = set
	}
	cited := func(season int) map[programme.Rule][]string {
		rules := map[programme.Rule][]string{}
		for _, citation := range sets[season].Citations {
			rules[citation.Rule] = append(rules[citation.Rule], citation.Source)
		}
		return rules
	}
	want := map[int]map[programme.Rule][]string{
		2017: {},
		2018: {
			programme.RuleAge: {"S17"}, programme.RuleExclusions: {"S17"}, programme.RuleTeamSize: {"S29"},
			programme.RuleVulnerabilityCategories: {"S17"}, programme.RuleHostCriteria: {"S7a", "S7b"},
			programme.RuleProjectCriteria: {"S17"},
		},
		2019: {
			programme.RuleAge: {"S6", "S16"}, programme.RuleExclusions: {"S6"}, programme.RuleTeamSize: {"S9a", "S23"},
			programme.RuleGrantCeiling: {"S10"}, programme.RuleStipends: {"S10", "S16", "S23"},
			programme.RuleTrancheShares: {"S10"}, programme.RuleMonths: {"S11"}, programme.RuleDirections: {"S8", "S11"},
			programme.RuleVulnerabilityCategories: {"S9"}, programme.RuleSelectionStages: {"S9"},
			programme.RuleMentorCriteria: {"S10a"}, programme.RuleProjectCriteria: {"S8", "S9"},
			programme.RuleDeadlines: {"S0", "S9a", "S10a"}, programme.RuleOutageDays: {"S9a"},
		},
	}
	for season, rules := range want {
		if diff := cmp.Diff(rules, cited(season)); diff != "" {
			t.Errorf("citations of %d (-want +got):\n%s", season, diff)
		}
		known := sets[season].Rules.Known()
		if diff := cmp.Diff(slices.Sorted(maps.Keys(rules)), slices.Sorted(slices.Values(known))); diff != "" {
			t.Errorf("known rules of %d (-want +got):\n%s", season, diff)
		}
	}

	day := func(d programme.Date) *programme.Date { return &d }
	rules := sets[2019].Rules
	for _, c := range []struct {
		what      string
		got, want any
	}{
		{"age", *rules.Age, programme.AgeRange{Min: 14, Max: 29}},
		{"team", *rules.TeamSize, programme.TeamSize{Min: 3, Max: 5}},
		{"grant", *rules.GrantCeiling, int64(1_000_000)},
		{"stipends", rules.Stipends, []programme.StipendLevel{
			{Education: programme.EducationHigher, AmountPerMonth: 60_000},
			{Education: programme.EducationOther, AmountPerMonth: 40_000},
		}},
		{"tranches", rules.TrancheShares, []int{50, 50}},
		{"months", *rules.Months, 6},
		{"outage", *rules.OutageDays, 3},
		{"directions", directions(rules.Directions), programme.Direction("").Values()},
		{"stages", rules.SelectionStages, []programme.SelectionStage{
			programme.SelectionTechnicalCheck, programme.SelectionEvaluation, programme.SelectionRandomisation,
		}},
		{"deadlines", rules.Deadlines, []programme.Deadline{
			{Kind: programme.DeadlineHostBids, ClosesOn: day("2019-03-05")},
			{Kind: programme.DeadlineYouthApplications, OpensOn: day("2019-03-15"), ClosesOn: day("2019-04-15")},
			{Kind: programme.DeadlineMentorApplications, OpensOn: day("2019-03-15"), ClosesOn: day("2019-04-15")},
			{Kind: programme.DeadlineMentorResults, OpensOn: day("2019-05-10")},
		}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s of 2019 (-want +got):\n%s", c.what, diff)
		}
	}
	// JSON takes any text for a Go string type: check the words themselves.
	for season, set := range sets {
		for _, category := range set.Rules.VulnerabilityCategories {
			if !slices.Contains([]programme.VulnerabilityCategory{
				programme.VulnerableNEET, programme.VulnerableWorkingPoor, programme.VulnerableLowIncome,
				programme.VulnerableUnemployed, programme.VulnerableLimitedMobility, programme.VulnerableOrphan,
				programme.VulnerableKandas,
			}, category) {
				t.Errorf("%d: unknown category %s", season, category)
			}
		}
		for _, exclusion := range set.Rules.Exclusions {
			if exclusion != programme.ExclusionSchoolPupils {
				t.Errorf("%d: unknown exclusion %s", season, exclusion)
			}
		}
		for _, list := range [][]programme.Criterion{set.Rules.HostCriteria, set.Rules.MentorCriteria, set.Rules.ProjectCriteria} {
			seen := map[string]bool{}
			for _, criterion := range list {
				if criterion.Text.Kk == "" || criterion.Text.Ru == "" || criterion.Text.En == "" {
					t.Errorf("%d: criterion %s lacks a language", season, criterion.Code)
				}
				if seen[criterion.Code] || !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(criterion.Code) {
					t.Errorf("%d: criterion code %q is given twice or has another form", season, criterion.Code)
				}
				seen[criterion.Code] = true
			}
		}
	}
}

func directions(list []programme.Direction) []string {
	words := make([]string, len(list))
	for i, direction := range list {
		words[i] = string(direction)
	}
	return words
}

// TestEverySourceIsUsed: a source stands in the list because a row or a note
// rests on it.
func TestEverySourceIsUsed(t *testing.T) {
	t.Parallel()
	carried := carried(t)
	used := map[string]bool{"S41": true, "S42": true} // the lists of ISO codes, behind all regions
	used["S10b"] = true                               // training, in the application's steps
	var notes []string
	for _, f := range carried.Figures {
		used[f.Source] = true
		notes = append(notes, f.Note.En)
	}
	for _, r := range carried.Regions {
		used[r.Source] = true
	}
	for _, p := range carried.RegionPeriods {
		used[p.Source] = true
	}
	for _, s := range carried.Seasons {
		used[s.Source] = true
	}
	for _, s := range carried.SeasonRegions {
		used[s.Source] = true
	}
	for _, set := range carried.RuleSets {
		for _, c := range set.Citations {
			used[c.Source] = true
		}
	}
	for _, code := range regexp.MustCompile(`S[0-9]+[a-z]?`).FindAllString(strings.Join(notes, " "), -1) {
		used[code] = true
	}
	codes := map[string]bool{}
	for _, source := range carried.Sources {
		codes[source.Code] = true
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(used)), slices.Sorted(maps.Keys(codes))); diff != "" {
		t.Errorf("sources (-used +listed):\n%s", diff)
	}
}

// TestScripts finds Latin letters inside Cyrillic words and the reverse, which
// look right and are found by no search.
func TestScripts(t *testing.T) {
	t.Parallel()
	carried := carried(t)
	var texts []programme.Text
	for _, f := range carried.Figures {
		texts = append(texts, f.Note, f.Place)
	}
	for _, s := range carried.Sources {
		texts = append(texts, s.Description, s.Note)
	}
	for _, r := range carried.Regions {
		texts = append(texts, r.Name, r.Centre, r.Note)
	}
	for _, p := range carried.RegionPeriods {
		texts = append(texts, p.Name, p.Centre)
	}
	for _, s := range carried.Seasons {
		texts = append(texts, s.Name, s.Note)
	}
	for _, set := range carried.RuleSets {
		for _, list := range [][]programme.Criterion{set.Rules.HostCriteria, set.Rules.MentorCriteria, set.Rules.ProjectCriteria} {
			for _, criterion := range list {
				texts = append(texts, criterion.Text)
			}
		}
	}
	const kazakhOnly = "әғқңөұүһі"
	for _, text := range texts {
		for _, word := range strings.FieldsFunc(text.Kk+" "+text.Ru+" "+text.En, func(c rune) bool { return !unicode.IsLetter(c) }) {
			latin := strings.ContainsFunc(word, func(c rune) bool { return unicode.Is(unicode.Latin, c) })
			cyrillic := strings.ContainsFunc(word, func(c rune) bool { return unicode.Is(unicode.Cyrillic, c) })
			if latin && cyrillic {
				t.Errorf("%q mixes scripts in %q", word, text)
			}
		}
		if strings.ContainsAny(strings.ReplaceAll(strings.ToLower(text.Ru), "ұлытау", ""), strings.ReplaceAll(kazakhOnly, "і", "")) ||
			strings.ContainsAny(strings.ReplaceAll(strings.ToLower(text.Ru), "жетісу", ""), "і") {
			t.Errorf("Kazakh letters in the Russian text %q", text.Ru)
		}
		if strings.ContainsFunc(text.En, func(c rune) bool { return unicode.Is(unicode.Cyrillic, c) }) {
			t.Errorf("Cyrillic in the English text %q", text.En)
		}
	}
}
