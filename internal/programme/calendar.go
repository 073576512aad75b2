package programme

import (
	"errors"
	"fmt"
	"time"
)

// calendarZone is where Kazakhstan's calendar of working days is read; the whole
// country keeps its clock since 1 March 2024.
const calendarZone = "Asia/Almaty"

// ErrCalendarEnds says that the calendar of working days does not know a day.
var ErrCalendarEnds = errors.New("the calendar of working days is known from " +
	string(calendarFrom) + " to " + string(calendarUntil))

// DayKind says whether a day is worked, and why not.
type DayKind string

// The kinds of day.
const (
	WorkingDay      DayKind = "WORKING_DAY"
	Weekend         DayKind = "WEEKEND"
	NationalHoliday DayKind = "NATIONAL_HOLIDAY"
	StateHoliday    DayKind = "STATE_HOLIDAY"
	// ReligiousDayOff is 7 January or the first day of Kurban Ait. Falling on a
	// weekend it moves nothing.
	ReligiousDayOff DayKind = "RELIGIOUS_DAY_OFF"
	// MovedByRule is the day off for a holiday that falls on a weekend: the next
	// working day (Law on Holidays, article 5).
	MovedByRule DayKind = "MOVED_BY_RULE"
	// MovedByDecree is a day off for another day that is worked instead (Labour
	// Code, article 85).
	MovedByDecree DayKind = "MOVED_BY_DECREE"
)

// CalendarDay is a day of Kazakhstan's calendar, in a week of five days.
type CalendarDay struct {
	Kind      DayKind
	Announced bool // not settled: as it was announced, and may have changed since
}

// CalendarDayOf tells what kind of day date is. It returns ErrCalendarEnds for
// days that are not known yet, and an error for what is no date.
func CalendarDayOf(date Date) (CalendarDay, error) {
	day, err := date.utc()
	if err != nil {
		return CalendarDay{}, err
	}
	if date < calendarFrom || date > calendarUntil {
		return CalendarDay{}, fmt.Errorf("%s: %w", date, ErrCalendarEnds)
	}
	return CalendarDay{Kind: kindOfDay(day), Announced: date > calendarSettled}, nil
}

// kindOfDay is the kind of a day of the calendar. Decrees come last: they also
// move days that the law has moved already.
func kindOfDay(day time.Time) DayKind {
	date := dateOf(day)
	for _, moved := range movedDays {
		switch date {
		case moved.off:
			return MovedByDecree
		case moved.worked:
			return WorkingDay
		}
	}
	if kind := kindByLaw(day); kind != WorkingDay {
		return kind
	}
	if movedByRule(day.Year())[date] {
		return MovedByRule
	}
	return WorkingDay
}

// kindByLaw is the kind that a day has before anything is moved.
func kindByLaw(day time.Time) DayKind {
	for _, kept := range holidays {
		if kept.month == day.Month() && kept.day == day.Day() && kept.in(day.Year()) {
			return kept.kind
		}
	}
	if _, first := kurbanAit[dateOf(day)]; first {
		return ReligiousDayOff
	}
	if isWeekend(day) {
		return Weekend
	}
	return WorkingDay
}

// movedByRule is the days off for the holidays of a year that fall on a weekend:
// for each the next working day, the earlier holiday first.
func movedByRule(year int) map[Date]bool {
	moved := map[Date]bool{}
	for _, kept := range holidays { // they are in the order of the year
		day := time.Date(year, kept.month, kept.day, 0, 0, 0, 0, time.UTC)
		if !kept.in(year) || kept.kind == ReligiousDayOff || !isWeekend(day) {
			continue
		}
		for day = day.AddDate(0, 0, 1); kindByLaw(day) != WorkingDay || moved[dateOf(day)]; {
			day = day.AddDate(0, 0, 1)
		}
		moved[dateOf(day)] = true
	}
	return moved
}

// in tells whether the holiday is kept in a year.
func (h holiday) in(year int) bool { return h.first <= year && (h.last == 0 || year <= h.last) }

func isWeekend(day time.Time) bool {
	return day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
}

func dateOf(day time.Time) Date { return Date(day.Format(time.DateOnly)) }

// NotificationDue is until when the authorised body has to be told of a breach.
type NotificationDue struct {
	Day       Date      // the last day in time, to its end
	Before    time.Time // that end: the midnight after Day in Kazakhstan
	Announced bool      // the days up to it are not all settled: somebody should look whether an order moved one
}

// NotificationDueAfter is until when the authorised body has to be told of a
// breach of personal data that was discovered at an instant: within one working
// day from the moment of discovery. That is read as until the end of the next
// working day after the day of discovery, whatever kind of day that was; neither
// the Law nor the Rules, as far as they could be read, say more
// (docs/working-days.md). It returns ErrCalendarEnds where the calendar does not
// reach, rather than a guess.
func NotificationDueAfter(discovered time.Time) (NotificationDue, error) {
	zone, err := time.LoadLocation(calendarZone)
	if err != nil {
		return NotificationDue{}, fmt.Errorf("time zone of the calendar: %w", err)
	}
	year, month, day := discovered.In(zone).Date()
	for {
		day++
		date := dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
		kept, err := CalendarDayOf(date)
		if err != nil {
			return NotificationDue{}, err
		}
		if kept.Kind == WorkingDay {
			return NotificationDue{
				Day: date, Before: time.Date(year, month, day+1, 0, 0, 0, 0, zone), Announced: kept.Announced,
			}, nil
		}
	}
}
