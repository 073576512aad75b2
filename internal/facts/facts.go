// Package facts holds what was published about the programme, as the project's
// own data files, and loads it: sources, regions with their history, seasons
// with their regions and rules, and figures. Further sources, figures and
// localities come from files of the same format (data/README.md describes it).
//
// Reading and checking files is pure; Load and LoadFile write to the database.
package facts

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"

	"zhas/internal/programme"
)

//go:embed data/*.csv data/rule_sets.json
var data embed.FS

// Facts are the published facts that the program carries, in the order of its
// files. Every reference in them resolves within them.
type Facts struct {
	Sources       []SourceRow
	Regions       []RegionRow
	RegionPeriods []RegionPeriodRow
	Seasons       []SeasonRow
	SeasonRegions []SeasonRegionRow
	RuleSets      []RuleSetRow
	Figures       []FigureRow
}

// RuleSetRow is one version of a season's rules with the sources of each rule.
type RuleSetRow struct {
	Season    int             `json:"season"`
	Version   int             `json:"version"`
	Rules     programme.Rules `json:"rules"`
	Citations []Citation      `json:"citations"`
}

// Citation names a source that gives a rule.
type Citation struct {
	Rule   programme.Rule `json:"rule"`
	Source string         `json:"source"`
}

var embedded = sync.OnceValues(readEmbedded)

// Embedded returns the published facts that the program carries. The slices
// are shared: callers read them only. An error means a broken build.
func Embedded() (Facts, error) { return embedded() }

func readEmbedded() (Facts, error) {
	var (
		facts Facts
		err   error
		known = Known{
			Sources: map[string]bool{}, RegionISO: map[string]bool{}, RegionKATO: map[string]bool{},
			RegionFrom: map[string]programme.Date{}, Seasons: map[int]bool{},
		}
	)
	facts.Sources, err = readFile("sources.csv", known, ParseSources)
	if err != nil {
		return Facts{}, err
	}
	for _, row := range facts.Sources {
		known.Sources[row.Code] = true
	}
	facts.Regions, err = readFile("regions.csv", known, parseRegions)
	if err != nil {
		return Facts{}, err
	}
	roots := map[string]bool{}
	for _, row := range facts.Regions {
		known.RegionISO[row.ISOCode] = true
		known.RegionKATO[row.KATO] = true
		known.RegionFrom[row.ISOCode] = row.ValidFrom
		roots[row.KATO] = row.Predecessor == ""
	}
	for _, row := range facts.Regions {
		if row.Predecessor != "" && !roots[row.Predecessor] { // the loader creates predecessors first
			return Facts{}, fmt.Errorf("regions.csv: %s: %s is no region, or was split off itself", row.KATO, row.Predecessor)
		}
	}
	facts.Seasons, err = readFile("seasons.csv", known, parseSeasons)
	if err != nil {
		return Facts{}, err
	}
	for _, row := range facts.Seasons {
		known.Seasons[row.Year] = true
	}
	var others [4]error
	facts.RegionPeriods, others[0] = readFile("region_periods.csv", known, parseRegionPeriods)
	facts.SeasonRegions, others[1] = readFile("season_regions.csv", known, parseSeasonRegions)
	facts.Figures, others[2] = readFile("figures.csv", known, ParseFigures)
	facts.RuleSets, others[3] = readRuleSets("rule_sets.json", known)
	if err := errors.Join(others[:]...); err != nil {
		return Facts{}, err
	}
	return facts, nil
}

// readFile parses one of the embedded files.
func readFile[R any](name string, known Known, parse func(string, io.Reader, Known) ([]R, error)) ([]R, error) {
	content, err := data.ReadFile("data/" + name)
	if err != nil {
		return nil, fmt.Errorf("reading embedded facts: %w", err)
	}
	return parse(name, bytes.NewReader(content), known)
}

// readRuleSets parses the embedded rule sets: strict JSON, as a misspelt rule
// would otherwise silently be an unknown one.
func readRuleSets(name string, known Known) ([]RuleSetRow, error) {
	content, err := data.ReadFile("data/" + name)
	if err != nil {
		return nil, fmt.Errorf("reading embedded facts: %w", err)
	}
	var sets []RuleSetRow
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&sets); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	seen := map[string]bool{}
	for _, set := range sets {
		label := name + ": rules of " + strconv.Itoa(set.Season) + ", version " + strconv.Itoa(set.Version)
		if !known.Seasons[set.Season] || set.Version < 1 || seen[label] {
			return nil, fmt.Errorf("%s: no such season, no such version, or given twice", label)
		}
		seen[label] = true
		given := set.Rules.Known()
		cited := map[Citation]bool{}
		for _, citation := range set.Citations {
			if !slices.Contains(given, citation.Rule) || !known.Sources[citation.Source] || cited[citation] {
				return nil, fmt.Errorf("%s: %s citing %s: unknown rule, unknown source, or given twice",
					label, citation.Rule, citation.Source)
			}
			cited[citation] = true
		}
		for _, rule := range given {
			if !slices.ContainsFunc(set.Citations, func(c Citation) bool { return c.Rule == rule }) {
				return nil, fmt.Errorf("%s: %s has no source", label, rule)
			}
		}
	}
	return sets, nil
}
