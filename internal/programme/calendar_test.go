package programme

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // machines that have no time zones run this too
)

func TestADayIsWorkedOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	for sentence, days := range map[string]map[Date]DayKind{
		"Monday to Friday are worked":                           {"2019-03-04": WorkingDay, "2025-05-08": WorkingDay, "2026-11-23": WorkingDay},
		"Saturday and Sunday are not":                           {"2019-03-02": Weekend, "2019-03-03": Weekend},
		"New Year has two days":                                 {"2019-01-01": StateHoliday, "2019-01-02": StateHoliday, "2019-01-03": WorkingDay},
		"Nauryz has three":                                      {"2023-03-20": WorkingDay, "2023-03-21": StateHoliday, "2023-03-22": StateHoliday, "2023-03-23": StateHoliday, "2023-03-24": WorkingDay},
		"a holiday on a weekend stays a holiday":                {"2020-03-08": StateHoliday, "2025-10-25": NationalHoliday},
		"a holiday on a Sunday frees the Monday":                {"2020-03-09": MovedByRule, "2026-10-26": MovedByRule},
		"a holiday on a Saturday frees the Monday":              {"2025-09-01": MovedByRule, "2023-12-18": MovedByRule},
		"… or the day after, if the Monday is a holiday itself": {"2017-01-02": StateHoliday, "2017-01-03": MovedByRule, "2022-05-10": MovedByRule},
		"two holidays on a weekend free two days":               {"2022-01-03": MovedByRule, "2022-01-04": MovedByRule, "2022-01-05": WorkingDay, "2026-03-24": MovedByRule, "2026-03-25": MovedByRule, "2026-03-26": WorkingDay},
		"Christmas is off":                                      {"2019-01-07": ReligiousDayOff, "2025-01-07": ReligiousDayOff},
		"… and on a weekend frees nothing":                      {"2023-01-07": ReligiousDayOff, "2023-01-09": WorkingDay, "2018-01-07": ReligiousDayOff, "2018-01-08": WorkingDay},
		"the first day of Kurban Ait is off":                    {"2017-09-01": ReligiousDayOff, "2018-08-21": ReligiousDayOff, "2020-07-31": ReligiousDayOff, "2021-07-20": ReligiousDayOff, "2023-06-28": ReligiousDayOff, "2025-06-06": ReligiousDayOff, "2026-05-27": ReligiousDayOff},
		"… and its second day is not":                           {"2018-08-22": WorkingDay, "2026-05-28": WorkingDay},
		"… and on a weekend frees nothing as well":              {"2019-08-11": ReligiousDayOff, "2019-08-12": WorkingDay, "2022-07-09": ReligiousDayOff, "2022-07-11": WorkingDay},
		"the moon was seen a day before the calendar of 2024":   {"2024-06-16": ReligiousDayOff, "2024-06-17": WorkingDay},
		"a decree moves a Saturday":                             {"2018-08-25": WorkingDay, "2018-08-31": MovedByDecree},
		"a decree moves a Sunday":                               {"2020-01-05": WorkingDay, "2020-01-03": MovedByDecree, "2020-01-04": Weekend},
		"a decree moves what the law has moved":                 {"2020-05-09": StateHoliday, "2020-05-11": WorkingDay, "2020-05-08": MovedByDecree},
		"Republic Day is kept since 2022":                       {"2019-10-25": WorkingDay, "2021-10-25": WorkingDay, "2022-10-25": NationalHoliday, "2022-10-22": WorkingDay, "2022-10-24": MovedByDecree},
		"1 December was First President's Day until 2021":       {"2019-12-01": StateHoliday, "2019-12-02": MovedByRule, "2021-12-01": StateHoliday, "2022-12-01": WorkingDay},
		"Independence Day had two days until 2021":              {"2021-12-16": NationalHoliday, "2021-12-17": NationalHoliday, "2017-12-18": MovedByRule, "2017-12-19": MovedByRule},
		"… and has one since 2022":                              {"2022-12-16": StateHoliday, "2022-12-19": WorkingDay, "2024-12-17": WorkingDay},
		"Constitution Day was 30 August until 2025":             {"2019-08-30": StateHoliday, "2025-08-30": StateHoliday, "2026-08-30": Weekend, "2026-08-31": WorkingDay},
	} {
		for date, want := range days {
			if day, err := CalendarDayOf(date); err != nil || day.Kind != want {
				t.Errorf("%s: %s is %s, %v; want %s", sentence, date, day.Kind, err, want)
			}
		}
	}
}

// Each as it was published: days off in a row, and the day that is worked for them.
func TestADecreeJoinsDaysOff(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ first, last, worked Date }{
		{"2017-03-19", "2017-03-23", "2017-03-18"},
		{"2017-07-06", "2017-07-09", "2017-07-01"},
		{"2018-03-08", "2018-03-11", "2018-03-03"},
		{"2018-04-29", "2018-05-01", "2018-04-28"},
		{"2018-05-06", "2018-05-09", "2018-05-05"},
		{"2018-08-30", "2018-09-02", "2018-08-25"},
		{"2018-12-30", "2019-01-02", "2018-12-29"},
		{"2019-05-09", "2019-05-12", "2019-05-04"},
		{"2020-01-01", "2020-01-04", "2020-01-05"},
		{"2020-05-07", "2020-05-10", "2020-05-11"},
		{"2020-12-16", "2020-12-19", "2020-12-20"},
		{"2021-07-04", "2021-07-06", "2021-07-03"},
		{"2022-03-06", "2022-03-08", "2022-03-05"},
		{"2022-08-28", "2022-08-30", "2022-08-27"},
		{"2022-10-23", "2022-10-25", "2022-10-22"},
		{"2023-07-06", "2023-07-09", "2023-07-01"},
		{"2024-05-07", "2024-05-09", "2024-05-04"},
		{"2025-01-01", "2025-01-04", "2025-01-05"},
	} {
		first, _ := row.first.utc()
		last, _ := row.last.utc()
		for _, worked := range []Date{row.worked, dateOf(first.AddDate(0, 0, -1)), dateOf(last.AddDate(0, 0, 1))} {
			if day, err := CalendarDayOf(worked); err != nil || day.Kind != WorkingDay {
				t.Errorf("%s is %s, %v", worked, day.Kind, err)
			}
		}
		for date := range datesFrom(row.first, row.last) {
			if day, err := CalendarDayOf(date); err != nil || day.Kind == WorkingDay {
				t.Errorf("%s is %s, %v", date, day.Kind, err)
			}
		}
	}
}

// The counts are those that were published: days off of a month, or of the year
// where only that was.
func TestTheCalendarHasAsManyDaysOffAsWasPublished(t *testing.T) {
	t.Parallel()
	for _, published := range []struct {
		name, source string
		months       map[string]int // days off by the beginning of their dates
	}{
		{"2017", "W34", map[string]int{"2017-05": 11}},
		{"2018", "W35", map[string]int{"2018-05": 11}},
		// Published with 10 May off and 4 May not yet worked.
		{"2019, months", "W26", map[string]int{
			"2019-01": 11, "2019-02": 8, "2019-03": 14, "2019-04": 8, "2019-05": 12 - 1, "2019-06": 10, "2019-07": 9,
			"2019-08": 10, "2019-09": 9, "2019-10": 8, "2019-11": 9, "2019-12": 12,
		}},
		{"2019", "W37", map[string]int{"2019": 119}},
		{"2020", "W27", map[string]int{"2020-03": 13, "2020": 120}},
		{"2020, August", "W10", map[string]int{"2020-08": 11}},
		{"2021", "W28", map[string]int{"2021-05": 13, "2021": 120}},
		{"2021, July", "W11", map[string]int{"2021-07": 11}},
		// Published before the law changed: 25 October became a holiday, 1 and 19
		// December became working days.
		{"2022", "W29", map[string]int{
			"2022-01": 13, "2022-02": 8, "2022-03": 12, "2022-04": 9, "2022-05": 12, "2022-06": 8, "2022-07": 11,
			"2022-08": 9, "2022-09": 8, "2022-10": 10 + 1, "2022-11": 8, "2022-12": 12 - 2, "2022": 120 + 1 - 2,
		}},
		{"2022, December, and 2023, January", "W38", map[string]int{"2022-12": 10, "2023-01": 11}},
		{"2023", "W30", map[string]int{"2023-02": 8, "2023-03": 12, "2023-11": 8}},
		{"2023, October", "W39", map[string]int{"2023-10": 10}},
		// Published with Kurban Ait on 17 June, which became a working day.
		{"2024", "W31", map[string]int{
			"2024-01": 31 - 21, "2024-02": 29 - 21, "2024-03": 31 - 17, "2024-04": 30 - 22, "2024-05": 31 - 20,
			"2024-06": 30 - 19 - 1, "2024-07": 31 - 22, "2024-08": 31 - 21, "2024-09": 30 - 21, "2024-10": 31 - 22,
			"2024-11": 30 - 21, "2024-12": 31 - 21, "2024": 366 - 248 - 1,
		}},
		{"2025", "W32", map[string]int{"2025": 119}},
		{"2025, January", "W36", map[string]int{"2025-01": 11}},
		{"2025, June", "W40", map[string]int{"2025-06": 10}},
		{"2025, August", "W41", map[string]int{"2025-08": 10}},
		{"2025, October", "W42", map[string]int{"2025-10": 9}},
		// Published before 30 August, a Sunday, ceased to free 31 August.
		{"2026", "W33", map[string]int{"2026": 119 - 1}},
		{"2026, January", "W43", map[string]int{"2026-01": 12}},
	} {
		t.Run(published.name, func(t *testing.T) {
			t.Parallel()
			for month, want := range published.months {
				got := 0
				for date := range datesFrom(Date(month[:4]+"-01-01"), Date(month[:4]+"-12-31")) {
					day, err := CalendarDayOf(date)
					if err != nil {
						t.Fatal(err)
					}
					if strings.HasPrefix(string(date), month) && day.Kind != WorkingDay {
						got++
					}
				}
				if got != want {
					t.Errorf("%s has %d days off; %s published %d", month, got, published.source, want)
				}
			}
		})
	}
}

func TestTheCalendarEndsWhereNothingIsKnown(t *testing.T) {
	t.Parallel()
	for date, want := range map[Date]error{
		"2017-01-01": nil, "2026-12-31": nil,
		"2016-12-31": ErrCalendarEnds, "2027-01-01": ErrCalendarEnds, "2027-03-15": ErrCalendarEnds,
	} {
		if _, err := CalendarDayOf(date); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", date, err, want)
		}
	}
	for _, text := range []Date{"", "2019-02-29", "2019-3-5", "yesterday"} {
		if day, err := CalendarDayOf(text); err == nil || errors.Is(err, ErrCalendarEnds) {
			t.Errorf("%q is %v, %v", text, day, err)
		}
	}
	for date, want := range map[Date]bool{"2019-05-10": false, "2026-03-18": false, "2026-03-19": true, "2026-12-31": true} {
		if day, err := CalendarDayOf(date); err != nil || day.Announced != want {
			t.Errorf("%s: announced = %t, %v", date, day.Announced, err)
		}
	}
	for year := 2017; year <= 2026; year++ { // a year without it is not known
		known := 0
		for date := range kurbanAit {
			if strings.HasPrefix(string(date), fmt.Sprint(year)) {
				known++
			}
		}
		if known != 1 {
			t.Errorf("%d has %d first days of Kurban Ait", year, known)
		}
	}
}

// "Since 1 Jul 2024 notify the authorised body of a breach within 1 business day."
func TestABreachIsNotifiedWithinOneWorkingDay(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct{ discovered, day, before string }{
		"on a working day: the next one":             {"2025-05-13T10:00:00+05:00", "2025-05-14", "2025-05-15T00:00:00+05:00"},
		"in the first second of a day":               {"2025-05-13T00:00:00+05:00", "2025-05-14", "2025-05-15T00:00:00+05:00"},
		"in the last second of a day":                {"2025-05-13T23:59:59+05:00", "2025-05-14", "2025-05-15T00:00:00+05:00"},
		"whose day is Kazakhstan's, not Greenwich's": {"2025-05-13T19:00:00Z", "2025-05-15", "2025-05-16T00:00:00+05:00"},
		"on a Friday":                      {"2025-05-16T09:00:00+05:00", "2025-05-19", "2025-05-20T00:00:00+05:00"},
		"on a Saturday":                    {"2025-05-17T09:00:00+05:00", "2025-05-19", "2025-05-20T00:00:00+05:00"},
		"before a Saturday that is worked": {"2024-05-03T09:00:00+05:00", "2024-05-04", "2024-05-05T00:00:00+05:00"},
		"before a Sunday that is worked":   {"2025-01-02T09:00:00+05:00", "2025-01-05", "2025-01-06T00:00:00+05:00"},
		"before the long days of Nauryz":   {"2026-03-20T15:00:00+05:00", "2026-03-26", "2026-03-27T00:00:00+05:00"},
		"before a day between holidays":    {"2025-05-06T15:00:00+05:00", "2025-05-08", "2025-05-09T00:00:00+05:00"},
		"at the old clock of Almaty":       {"2019-03-04T23:30:00+06:00", "2019-03-05", "2019-03-06T00:00:00+06:00"},
		"over the hour that came twice":    {"2024-02-28T12:00:00+06:00", "2024-02-29", "2024-03-01T00:00:00+05:00"},
		"in the hour that came twice":      {"2024-02-29T23:30:00+05:00", "2024-03-01", "2024-03-02T00:00:00+05:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			discovered, before := instant(t, one.discovered), instant(t, one.before)
			due, err := NotificationDueAfter(discovered)
			if err != nil {
				t.Fatal(err)
			}
			if due.Day != Date(one.day) || !due.Before.Equal(before) {
				t.Errorf("until the end of %s, before %s; want %s, %s", due.Day, due.Before, one.day, one.before)
			}
			if due.Announced != (due.Day > calendarSettled) {
				t.Errorf("until %s: announced = %t", due.Day, due.Announced)
			}
		})
	}
	for _, late := range []string{"2026-12-31T09:00:00+05:00", "2027-02-01T09:00:00+05:00", "2016-12-30T09:00:00+06:00"} {
		if due, err := NotificationDueAfter(instant(t, late)); !errors.Is(err, ErrCalendarEnds) {
			t.Errorf("discovered at %s: %+v, %v; the calendar does not know", late, due, err)
		}
	}
}

// Whenever a breach is discovered, the time to tell of it spans at least one
// whole working day, and no second one.
func TestTheTimeToNotifyHoldsOneWorkingDay(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation(calendarZone)
	if err != nil {
		t.Fatal(err)
	}
	for date := range datesFrom(calendarFrom, "2026-12-30") {
		noon, err := time.ParseInLocation(time.DateOnly+" 15:04", string(date)+" 12:00", zone)
		if err != nil {
			t.Fatal(err)
		}
		due, err := NotificationDueAfter(noon)
		if err != nil {
			t.Fatal(err)
		}
		worked := 0
		for next := range datesFrom(date, due.Day) {
			if day, _ := CalendarDayOf(next); next != date && day.Kind == WorkingDay {
				worked++
			}
		}
		if worked != 1 {
			t.Errorf("discovered on %s, due at the end of %s: %d working days between", date, due.Day, worked)
		}
	}
}

// What a row of the calendar says can be looked up, and is well formed.
func TestEachDayOfTheCalendarNamesItsSource(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("../../docs/working-days.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\| (W\d+) \| .*https?://.* \|$`).FindAllStringSubmatch(string(document), -1) {
		listed[row[1]] = true
	}
	sources, before := map[string]string{}, time.Time{}
	for _, kept := range holidays {
		sources[fmt.Sprint(kept.month, kept.day, kept.kind)] = kept.source
		day := time.Date(2020, kept.month, kept.day, 0, 0, 0, 0, time.UTC)
		if day.Before(before) || day.Month() != kept.month || kept.last != 0 && kept.last < kept.first {
			t.Errorf("%+v is no day, or not in the order of the year", kept)
		}
		before = day
	}
	for date, source := range kurbanAit {
		sources[string(date)] = source
	}
	seen := map[Date]bool{}
	for _, moved := range movedDays {
		sources[string(moved.off)] = moved.source
		for _, date := range []Date{moved.off, moved.worked} {
			if _, err := CalendarDayOf(date); err != nil || seen[date] {
				t.Errorf("%s is moved twice, or: %v", date, err)
			}
			seen[date] = true
		}
		off, _ := time.Parse(time.DateOnly, string(moved.off))
		worked, _ := time.Parse(time.DateOnly, string(moved.worked))
		if kindByLaw(off) != WorkingDay || kindByLaw(worked) == WorkingDay && !movedByRule(worked.Year())[moved.worked] {
			t.Errorf("%s was free already, or %s was worked already", moved.off, moved.worked)
		}
	}
	for day, source := range sources {
		if !listed[source] {
			t.Errorf("%s: docs/working-days.md has no source %q", day, source)
		}
	}
}

// datesFrom yields the dates from first to last, both included.
func datesFrom(first, last Date) iter.Seq[Date] {
	return func(yield func(Date) bool) {
		day, _ := time.Parse(time.DateOnly, string(first))
		for date := first; date <= last && yield(date); date = Date(day.Format(time.DateOnly)) {
			day = day.AddDate(0, 0, 1)
		}
	}
}

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
