package programme

import (
	"fmt"
	"time"
)

// ZonePeriod is a time in which the clocks of a zone kept one offset from UTC.
type ZonePeriod struct {
	From      *time.Time // nil: since before the time asked about
	To        *time.Time // nil: it holds for good, as far as is known
	UTCOffset int        // minutes ahead of UTC
}

// ZonePeriods lists the offsets of the IANA zone called name from since
// onwards, the earliest first. It returns an error for an unknown zone.
func ZonePeriods(name string, since time.Time) ([]*ZonePeriod, error) {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("time zone %q: %w", name, err)
	}
	var periods []*ZonePeriod
	for at := since; ; {
		_, seconds := at.In(zone).Zone()
		_, end := at.In(zone).ZoneBounds()
		if last := len(periods) - 1; last >= 0 && periods[last].UTCOffset == seconds/60 {
			periods[last].To = nil // only the abbreviation changed
		} else {
			period := &ZonePeriod{UTCOffset: seconds / 60}
			if last >= 0 {
				from := at.UTC()
				period.From = &from
			}
			periods = append(periods, period)
		}
		if end.IsZero() {
			return periods, nil
		}
		to := end.UTC()
		periods[len(periods)-1].To = &to
		at = end
	}
}

// DateIn is the date of an instant by the clocks of an IANA zone, by those of
// Almaty where none is named that is known.
func DateIn(zone string, at time.Time) (Date, error) {
	location, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		if location, err = time.LoadLocation(calendarZone); err != nil {
			return "", fmt.Errorf("time zone %q: %w", calendarZone, err)
		}
	}
	return Date(at.In(location).Format(time.DateOnly)), nil
}
