package model

import (
	"testing"
	"time"
)

func TestUnmarshalTime(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Time{
		"2026-09-01T09:00:00.1234567+05:00": time.Date(2026, 9, 1, 4, 0, 0, 123456000, time.UTC),
		"9999-12-31T23:59:59.9999999Z":      time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC),
		"0001-01-01T00:00:00Z":              {},
	} {
		if got, err := UnmarshalTime(text); err != nil || got != want {
			t.Errorf("%s is %v, %v; want %v", text, got, err, want)
		}
	}
	for name, input := range map[string]any{
		"after the last year":        "9999-12-31T23:59:59-01:00",
		"before the first year":      "0001-01-01T00:00:00+01:00",
		"year zero":                  "0000-06-01T00:00:00Z",
		"an instant without offset":  "2026-09-01 09:00:00",
		"a day":                      "2026-09-01",
		"no text":                    "",
		"a number":                   int64(1),
		"nothing where it is needed": nil,
	} {
		if got, err := UnmarshalTime(input); err == nil {
			t.Errorf("%s: %v is %v", name, input, got)
		}
	}
}
