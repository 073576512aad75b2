package programme

import (
	"fmt"
	"io"
	"strconv"
	"time"
)

// Date is a calendar day without a time zone, as YYYY-MM-DD. Its text order is
// its order in time. The zero value is no date.
type Date string

// ParseDate returns the date that s names, or an error that says what is
// expected.
func ParseDate(s string) (Date, error) {
	if _, err := Date(s).utc(); err != nil {
		return "", err
	}
	return Date(s), nil
}

// Year is the year of the day, 0 of none.
func (d Date) Year() int {
	day, err := d.utc()
	if err != nil {
		return 0
	}
	return day.Year()
}

// utc is the beginning of the date in UTC, to compute with.
func (d Date) utc() (time.Time, error) {
	day, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is not a date: expected YYYY-MM-DD", string(d))
	}
	return day, nil
}

// MarshalGQL writes the date as a JSON string.
func (d Date) MarshalGQL(w io.Writer) {
	_, _ = io.WriteString(w, strconv.Quote(string(d))) // the writer is gqlgen's buffer
}

// UnmarshalGQL reads a date from a value of the graph.
func (d *Date) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return fmt.Errorf("a date is a string of the form YYYY-MM-DD")
	}
	date, err := ParseDate(s)
	if err != nil {
		return err
	}
	*d = date
	return nil
}
