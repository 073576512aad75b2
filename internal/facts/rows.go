package facts

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhas/internal/programme"
)

// Known is what the rows of a file may name, and what they may not redefine.
type Known struct {
	Sources    map[string]bool           // codes
	RegionISO  map[string]bool           // ISO 3166-2 codes in use today
	RegionKATO map[string]bool           // nine digits
	RegionFrom map[string]programme.Date // first day of the regions that were split off, by ISO code
	Seasons    map[int]bool              // years
	Reserved   map[string]bool           // codes of figures or sources that the program itself carries
}

// SourceRow is a publication that figures are taken from.
type SourceRow struct {
	Code        string
	Title       string // as the publication has it; empty if not on record
	Language    string // BCP 47 tag; empty if unknown
	Description programme.Text
	Publisher   string         // empty if unknown
	PublishedOn programme.Date // empty if unknown
	Address     string         // empty if unknown
	Note        programme.Text
}

// RegionRow is a region as it stands today.
type RegionRow struct {
	KATO          string
	ISOCode       string
	ISOCodeBefore string // empty for a region founded in 2022
	Kind          programme.RegionKind
	Name          programme.Text
	Centre        programme.Text
	TimeZone      string
	ValidFrom     programme.Date // empty: before the programme
	Predecessor   string         // KATO of the region it was split off from; may be empty
	Source        string
	Note          programme.Text
}

// RegionPeriodRow is a time in which a region's name and centre did not change.
type RegionPeriodRow struct {
	KATO      string
	ValidFrom programme.Date // empty: before the programme
	ValidTo   programme.Date // first day on which it no longer held; empty: it holds
	Name      programme.Text
	Centre    programme.Text
	Source    string
}

// SeasonRow is a season.
type SeasonRow struct {
	Year     int
	Name     programme.Text
	StartsOn programme.Date // empty if unknown
	EndsOn   programme.Date // empty if unknown
	State    programme.SeasonState
	Note     programme.Text
	Source   string
}

// SeasonRegionRow is a region's part in a season.
type SeasonRegionRow struct {
	Season int
	Region string // ISO code
	Source string
	Office programme.Text // empty if unknown
}

// FigureRow is a published number.
type FigureRow struct {
	Code        string
	PeriodStart programme.Date
	PeriodEnd   programme.Date // last day, included
	Season      int            // 0: none
	Region      string         // ISO code; empty: the whole country
	Place       programme.Text // part of the region; empty: the whole
	Measure     programme.Measure
	Qualifier   programme.Qualifier
	Basis       programme.Basis
	Value       float64
	Unit        programme.Unit
	Source      string
	Note        programme.Text
	Derivation  string // only of a derived figure
}

// LocalityRow is a unit of the KATO classifier below the region.
type LocalityRow struct {
	KATO   string
	Kind   programme.LocalityKind
	NameKk string
	NameRu string
	NameEn string // empty if the file gives none
}

var (
	sourceColumns = strings.Split("code,title,language,description_kk,description_ru,description_en,publisher,"+
		"published_on,address,note_kk,note_ru,note_en", ",")
	regionColumns = strings.Split("kato,iso_code,iso_code_before,kind,name_kk,name_ru,name_en,centre_kk,centre_ru,"+
		"centre_en,time_zone,valid_from,predecessor_kato,source,note_kk,note_ru,note_en", ",")
	regionPeriodColumns = strings.Split("kato,valid_from,valid_to,name_kk,name_ru,name_en,centre_kk,centre_ru,centre_en,"+
		"source", ",")
	seasonColumns = strings.Split("year,name_kk,name_ru,name_en,starts_on,ends_on,state,note_kk,note_ru,note_en,"+
		"source", ",")
	seasonRegionColumns = strings.Split("season,region,source,office_kk,office_ru,office_en", ",")
	figureColumns       = strings.Split("code,period,season,region,place_kk,place_ru,place_en,measure,qualifier,value,unit,"+
		"source,note_kk,note_ru,note_en,derivation", ",")
	localityColumns = strings.Split("kato,kind,name_kk,name_ru,name_en", ",")
)

// The lengths of texts in characters, as the schema has them.
const (
	maxName       = 500
	maxNote       = 2000 // places and offices too
	maxDerivation = 500
	maxFigureCode = 100
	maxSourceCode = 32
	maxPublisher  = 200
	maxLocality   = 200
	maxWord       = 100 // anything that must be one of a few words
)

var (
	sourceCode  = regexp.MustCompile(`^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$`)
	figureCode  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)
	plainValue  = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
)

// ParseSources reads a file of sources. Either every row is good, or the error
// is Problems.
func ParseSources(name string, r io.Reader, known Known) ([]SourceRow, error) {
	t, err := openTable(name, r)
	if err != nil {
		return nil, err
	}
	return sources(t, known)
}

func sources(t *table, known Known) ([]SourceRow, error) {
	seen := map[string]int{}
	return rows(t, sourceColumns, func(r *row) SourceRow {
		return SourceRow{
			Code:        r.code("code", maxSourceCode, sourceCode, "letters and digits, such as S17", known, seen),
			Title:       r.text("title", maxName),
			Language:    r.language("language"),
			Description: r.texts("description"),
			Publisher:   r.text("publisher", maxPublisher),
			PublishedOn: r.date("published_on"),
			Address:     r.text("address", maxName),
			Note:        r.optionalTexts("note"),
		}
	})
}

// ParseFigures reads a file of figures. Sources, regions and seasons that rows
// name must be known. Either every row is good, or the error is Problems.
func ParseFigures(name string, r io.Reader, known Known) ([]FigureRow, error) {
	t, err := openTable(name, r)
	if err != nil {
		return nil, err
	}
	return figures(t, known)
}

func figures(t *table, known Known) ([]FigureRow, error) {
	seen := map[string]int{}
	return rows(t, figureColumns, func(r *row) FigureRow {
		f := FigureRow{
			Code: r.code("code", maxFigureCode, figureCode, "lower-case words and digits joined by hyphens", known, seen),
		}
		var years bool
		f.PeriodStart, f.PeriodEnd, years = r.period("period")
		f.Season = r.season("season", known)
		if f.Season != 0 && f.PeriodStart != "" {
			year := programme.Date(strconv.Itoa(f.Season))
			switch {
			case years:
				r.fail("season", "a period of several years is no single season: leave the season empty")
			case year < f.PeriodStart[:4] || year > f.PeriodEnd[:4]:
				r.fail("season", "season %d is outside the period", f.Season)
			}
		}
		f.Region = r.known("region", known.RegionISO, "no region has this ISO code; today's codes are KZ-10 to KZ-79", false)
		if from := known.RegionFrom[f.Region]; f.PeriodEnd != "" && f.PeriodEnd < from {
			r.fail("region", "%s exists since %s: name the region it was part of then", f.Region, from)
		}
		f.Place = r.optionalTexts("place")
		if f.Place != (programme.Text{}) && r.raw("region") == "" {
			r.fail("place_kk", "a place needs its region")
		}
		f.Measure = word(r, "measure", measureWords)
		f.Qualifier, f.Basis = r.qualifier("qualifier")
		f.Unit = word(r, "unit", unitWords)
		if units := f.Measure.Units(); f.Measure != "" && f.Unit != "" && !slices.Contains(units, f.Unit) {
			r.fail("unit", "%s is given in %s", wordOf(measureWords, f.Measure), wordsOf(unitWords, units))
		}
		f.Value = r.value("value", f.Unit)
		if f.Measure.Counts() && f.Value != math.Trunc(f.Value) {
			r.fail("value", "%s are counted in whole numbers", wordOf(unitWords, f.Unit))
		}
		f.Source = r.known("source", known.Sources, "no source has this code: load the sources first", true)
		f.Note = r.optionalTexts("note")
		f.Derivation = r.text("derivation", maxDerivation)
		switch {
		case f.Basis == programme.Derived && r.raw("derivation") == "":
			r.fail("derivation", "a derived figure says how it was computed")
		case f.Basis != "" && f.Basis != programme.Derived && f.Derivation != "":
			r.fail("derivation", "only a derived figure has a derivation")
		case f.Basis == programme.Derived && f.Derivation != "" && resultOf(f.Derivation) != r.raw("value"):
			r.fail("derivation", "it does not end in = and the value, %s", r.raw("value"))
		}
		return f
	})
}

// resultOf returns what stands behind the last equals sign of a derivation.
func resultOf(derivation string) string {
	return strings.TrimSpace(derivation[strings.LastIndex(derivation, "=")+1:])
}

// ParseLocalities reads a file of localities, whose regions must be known.
// Either every row is good, or the error is Problems.
func ParseLocalities(name string, r io.Reader, known Known) ([]LocalityRow, error) {
	t, err := openTable(name, r)
	if err != nil {
		return nil, err
	}
	return localities(t, known)
}

func localities(t *table, known Known) ([]LocalityRow, error) {
	seen := map[string]int{}
	return rows(t, localityColumns, func(r *row) LocalityRow {
		kato := r.given("kato", maxWord)
		switch {
		case kato == "": // noted
		case !programme.ValidKATO(kato):
			r.fail("kato", "%s is no KATO code: nine digits", show(kato))
		case regionOf(kato) == kato:
			r.fail("kato", "%s is a region: a file of localities holds what lies below", kato)
		case programme.InventedKATO(kato):
			r.fail("kato", "%s is no code of the classifier, in which digits three and four name a district or town: such codes are those of invented places", kato)
		case !known.RegionKATO[regionOf(kato)]:
			r.fail("kato", "%s lies in no known region: there is no %s", kato, regionOf(kato))
		default:
			r.unique("kato", kato, seen)
		}
		return LocalityRow{
			KATO:   kato,
			Kind:   word(r, "kind", localityWords),
			NameKk: r.given("name_kk", maxLocality),
			NameRu: r.given("name_ru", maxLocality),
			NameEn: r.text("name_en", maxLocality),
		}
	})
}

// regionOf is the code of the region that a locality lies in.
func regionOf(kato string) string { return kato[:2] + "0000000" }

// ancestorsOf are the codes that a locality's parent may have, the nearest
// first: its rural district and its district.
func ancestorsOf(kato string) []string {
	var codes []string
	for _, code := range []string{kato[:6] + "000", kato[:4] + "00000"} {
		if code != kato && code != regionOf(kato) && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

func parseRegions(name string, reader io.Reader, known Known) ([]RegionRow, error) {
	t, err := openTable(name, reader)
	if err != nil {
		return nil, err
	}
	katos, codes := map[string]int{}, map[string]int{}
	return rows(t, regionColumns, func(r *row) RegionRow {
		region := RegionRow{
			KATO:          r.given("kato", maxWord),
			ISOCode:       r.given("iso_code", maxWord),
			ISOCodeBefore: r.text("iso_code_before", maxWord),
			Kind:          word(r, "kind", regionWords),
			Name:          r.texts("name"),
			Centre:        r.texts("centre"),
			TimeZone:      r.given("time_zone", maxWord),
			ValidFrom:     r.date("valid_from"),
			Predecessor:   r.text("predecessor_kato", maxWord),
			Source:        r.known("source", known.Sources, "unknown source", true),
			Note:          r.optionalTexts("note"),
		}
		if !programme.ValidKATO(region.KATO) || regionOf(region.KATO) != region.KATO {
			r.fail("kato", "%s is no code of a region", show(region.KATO))
		}
		r.unique("kato", region.KATO, katos)
		r.unique("iso_code", region.ISOCode, codes)
		return region
	})
}

func parseRegionPeriods(name string, reader io.Reader, known Known) ([]RegionPeriodRow, error) {
	t, err := openTable(name, reader)
	if err != nil {
		return nil, err
	}
	seen := map[string]int{}
	return rows(t, regionPeriodColumns, func(r *row) RegionPeriodRow {
		period := RegionPeriodRow{
			KATO:      r.known("kato", known.RegionKATO, "unknown region", true),
			ValidFrom: r.date("valid_from"),
			ValidTo:   r.date("valid_to"),
			Name:      r.texts("name"),
			Centre:    r.texts("centre"),
			Source:    r.known("source", known.Sources, "unknown source", true),
		}
		if period.ValidTo != "" && period.ValidTo <= period.ValidFrom {
			r.fail("valid_to", "is not after valid_from")
		}
		r.unique("valid_from", period.KATO+" "+string(period.ValidFrom), seen)
		return period
	})
}

func parseSeasons(name string, reader io.Reader, known Known) ([]SeasonRow, error) {
	t, err := openTable(name, reader)
	if err != nil {
		return nil, err
	}
	seen := map[string]int{}
	return rows(t, seasonColumns, func(r *row) SeasonRow {
		season := SeasonRow{
			Year:     r.year("year"),
			Name:     r.texts("name"),
			StartsOn: r.date("starts_on"),
			EndsOn:   r.date("ends_on"),
			State:    word(r, "state", seasonWords),
			Note:     r.optionalTexts("note"),
			Source:   r.known("source", known.Sources, "unknown source", true),
		}
		r.unique("year", r.raw("year"), seen)
		return season
	})
}

func parseSeasonRegions(name string, reader io.Reader, known Known) ([]SeasonRegionRow, error) {
	t, err := openTable(name, reader)
	if err != nil {
		return nil, err
	}
	seen := map[string]int{}
	return rows(t, seasonRegionColumns, func(r *row) SeasonRegionRow {
		part := SeasonRegionRow{
			Season: r.season("season", known),
			Region: r.known("region", known.RegionISO, "unknown region", true),
			Source: r.known("source", known.Sources, "unknown source", true),
			Office: r.optionalTexts("office"),
		}
		if part.Season == 0 && r.raw("season") == "" {
			r.fail("season", "is empty")
		}
		r.unique("region", r.raw("season")+" "+part.Region, seen)
		return part
	})
}

// code is a code of this file's own rows: of the form, given once, not
// reserved.
func (r *row) code(
	column string, limit int, form *regexp.Regexp, meaning string, known Known, seen map[string]int,
) string {
	code := r.given(column, limit)
	switch {
	case code == "": // noted
	case !form.MatchString(code):
		r.fail(column, "%s is no code: %s", show(code), meaning)
	case known.Reserved[code]:
		r.fail(column, "%s belongs to the facts that the program carries: choose another code", show(code))
	default:
		r.unique(column, code, seen)
	}
	return code
}

// known is a code of another file's row, empty if it is not known.
func (r *row) known(column string, codes map[string]bool, reason string, required bool) string {
	get := r.text
	if required {
		get = r.given
	}
	code := get(column, maxWord)
	if code != "" && !codes[code] {
		r.fail(column, "%s: %s", show(code), reason)
		return ""
	}
	return code
}

// texts is a text in the three languages, all given.
func (r *row) texts(stem string) programme.Text {
	return programme.Text{
		Kk: r.given(stem+"_kk", maxName), Ru: r.given(stem+"_ru", maxName), En: r.given(stem+"_en", maxName),
	}
}

// optionalTexts is a text in the three languages, all given or none.
func (r *row) optionalTexts(stem string) programme.Text {
	text := programme.Text{
		Kk: r.text(stem+"_kk", maxNote), Ru: r.text(stem+"_ru", maxNote), En: r.text(stem+"_en", maxNote),
	}
	if text == (programme.Text{}) {
		return text
	}
	for _, column := range []string{stem + "_kk", stem + "_ru", stem + "_en"} {
		if r.raw(column) == "" {
			r.fail(column, "is empty while %s is given in another language: give all three or none", stem)
		}
	}
	return text
}

// language is the tag of a language, empty where the file gives none.
func (r *row) language(column string) string {
	tag := r.text(column, maxWord)
	if tag != "" && !languageTag.MatchString(tag) {
		r.fail(column, "%s is no tag of a language, such as kk, ru or en", show(tag))
		return ""
	}
	return tag
}

// date is a day, empty where the file gives none.
func (r *row) date(column string) programme.Date {
	s := r.text(column, maxWord)
	if s == "" {
		return ""
	}
	date, err := parseDay(s)
	if err != nil {
		r.fail(column, "%v", err)
	}
	return date
}

// year is a year, 0 if it is none.
func (r *row) year(column string) int {
	s := r.given(column, maxWord)
	if s == "" {
		return 0
	}
	if _, err := parseDay(s + "-01-01"); err != nil {
		r.fail(column, "%s is no year", show(s))
		return 0
	}
	year, _ := strconv.Atoi(s) // four digits, as parseDay found
	return year
}

// season is the year of a known season, 0 where the file gives none.
func (r *row) season(column string, known Known) int {
	if r.raw(column) == "" {
		return 0
	}
	year := r.year(column)
	if year != 0 && !known.Seasons[year] {
		r.fail(column, "there is no season %d", year)
		return 0
	}
	return year
}

// period is the first and last day that a column names: a year, two years, or
// two days. severalYears tells that it was given as more than one year.
func (r *row) period(column string) (first, last programme.Date, severalYears bool) {
	s := r.given(column, maxWord)
	if s == "" {
		return "", "", false
	}
	var from, to string
	switch before, after, found := strings.Cut(s, "/"); {
	case found:
		from, to = before, after
	case len(s) == len("2017-2021") && s[4] == '-':
		from, to = s[:4]+"-01-01", s[5:]+"-12-31"
		severalYears = s[:4] != s[5:]
	default:
		from, to = s+"-01-01", s+"-12-31"
	}
	first, err := parseDay(from)
	if err == nil {
		last, err = parseDay(to)
	}
	switch {
	case err != nil:
		r.fail(column, "%s is no period: 2018, 2017-2021 or 2018-05-01/2018-06-30", show(s))
	case first > last:
		r.fail(column, "%s ends before it begins", show(s))
	default:
		return first, last, severalYears
	}
	return "", "", false
}

// parseDay is a day of the republic's time and of the next decades; others are
// slips of the keyboard.
func parseDay(s string) (programme.Date, error) {
	day, err := programme.ParseDate(s)
	switch {
	case err != nil:
		return "", fmt.Errorf("%s is not a date: expected YYYY-MM-DD", show(s))
	case day < "1991" || day >= "2101":
		return "", fmt.Errorf("%s is not a date between 1991 and 2100", show(s))
	}
	return day, nil
}

// value is a number of the unit: plain decimal, so that it reads the same
// everywhere.
func (r *row) value(column string, unit programme.Unit) float64 {
	s := r.given(column, maxWord)
	switch {
	case s == "":
		return 0
	case strings.HasPrefix(s, "-"):
		r.fail(column, "%s is below 0", show(s))
		return 0
	case !plainValue.MatchString(s):
		r.fail(column, "%s is no plain decimal number, such as 1027 or 3.3", show(s))
		return 0
	case len(strings.Replace(s, ".", "", 1)) > 15:
		r.fail(column, "%s has more than 15 digits", show(s))
		return 0
	}
	value, err := strconv.ParseFloat(s, 64)
	if err != nil {
		r.fail(column, "%s is no number", show(s))
	}
	if unit == programme.UnitPercent && value > 100 {
		r.fail(column, "%s is more than 100 percent", show(s))
	}
	return value
}

// qualifier is how exactly a source gave the value, and on what basis.
func (r *row) qualifier(column string) (programme.Qualifier, programme.Basis) {
	s := r.given(column, maxWord)
	if s == "" {
		return "", ""
	}
	basis, rest := programme.Reported, s
	if after, ok := strings.CutPrefix(s+" ", "plan "); ok {
		basis, rest = programme.Planned, strings.TrimSuffix(after, " ")
		if rest == "" {
			rest = "exactly"
		}
	} else if after, ok := strings.CutPrefix(s, "derived "); ok {
		basis, rest = programme.Derived, after
	}
	qualifier, ok := qualifierWords[rest]
	if !ok {
		r.fail(column, "%s is none of %s; plan or derived may stand before it", show(s), listWords(qualifierWords))
		return "", ""
	}
	return qualifier, basis
}
