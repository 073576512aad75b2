package programme_test

import (
	"testing"
	"time"

	"zhas/internal/programme"
)

func TestDateIn(t *testing.T) {
	t.Parallel()
	at := time.Date(2023, 12, 31, 18, 30, 0, 0, time.UTC) // half past midnight in Almaty, half past eleven in Oral
	for zone, want := range map[string]programme.Date{
		"Asia/Almaty": "2024-01-01", "Asia/Oral": "2023-12-31", "": "2024-01-01", "Asia/Nowhere": "2024-01-01",
	} {
		if got, err := programme.DateIn(zone, at); err != nil || got != want {
			t.Errorf("DateIn(%q) = %s, %v, want %s", zone, got, err, want)
		}
	}
}

func TestZonePeriods(t *testing.T) {
	t.Parallel()
	since := time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, want := range map[string][]int{
		"Asia/Almaty":    {360, 300}, // the whole country took UTC+5 on 1 March 2024
		"Asia/Qyzylorda": {360, 300}, // since December 2018
		"Asia/Oral":      {300},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			periods, err := programme.ZonePeriods(name, since)
			if err != nil {
				t.Fatal(err)
			}
			if len(periods) != len(want) {
				t.Fatalf("periods = %+v, want offsets %v", periods, want)
			}
			for i, period := range periods {
				if period.UTCOffset != want[i] {
					t.Errorf("offset %d = %d, want %d", i, period.UTCOffset, want[i])
				}
				if first, last := i == 0, i == len(want)-1; (period.From == nil) != first || (period.To == nil) != last {
					t.Errorf("ends of period %d = %v, %v", i, period.From, period.To)
				}
			}
		})
	}
	if _, err := programme.ZonePeriods("Asia/Nowhere", since); err == nil {
		t.Error("an unknown zone is accepted")
	}
}
