package programme

import "testing"

// "A guardian's for those under 18."
func TestAGuardianConsentsForThoseUnderEighteen(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		born, day Date
		alone     bool
	}{
		"a child":                              {"2012-05-13", "2026-05-13", false},
		"the day before the birthday":          {"2008-05-13", "2026-05-12", false},
		"on the birthday":                      {"2008-05-13", "2026-05-13", true},
		"the day after":                        {"2008-05-13", "2026-05-14", true},
		"a grown-up":                           {"1997-12-31", "2026-01-01", true},
		"over the turn of a year":              {"2008-01-01", "2025-12-31", false},
		"born on 29 February, on 28 February":  {"2008-02-29", "2026-02-28", false},
		"born on 29 February, on 1 March":      {"2008-02-29", "2026-03-01", true},
		"born on 28 February of a leap year":   {"2008-02-28", "2026-02-28", true},
		"born on 1 March of a leap year":       {"2008-03-01", "2026-02-28", false},
		"on 29 February":                       {"2006-03-01", "2024-02-29", false},
		"on the day of birth":                  {"2026-05-13", "2026-05-13", false},
		"not born yet":                         {"2027-05-13", "2026-05-13", false},
		"born where years have no digits left": {"9990-05-13", "9999-05-13", false},
	} {
		if alone, err := MayConsent(one.born, one.day); err != nil || alone != one.alone {
			t.Errorf("%s: alone = %t, %v", name, alone, err)
		}
	}
	for _, dates := range [][2]Date{{"", "2026-05-13"}, {"2008-05-13", ""}, {"13.05.2008", "2026-05-13"}, {"2007-02-29", "2026-05-13"}} {
		if alone, err := MayConsent(dates[0], dates[1]); err == nil || alone {
			t.Errorf("%q consents alone on %q: %t, %v", dates[0], dates[1], alone, err)
		}
	}
}

// From eighteen on they agree themself: a guardian's consent ends soon after.
func TestAGuardiansConsentEndsAfterTheYearOfComingOfAge(t *testing.T) {
	t.Parallel()
	for born, want := range map[Date]Date{"2008-01-01": "2027-03-31", "2008-12-31": "2027-03-31", "2008-02-29": "2027-03-31", "2009-01-01": "2028-03-31"} {
		if end, err := GuardianConsentEnd(born); err != nil || end != want {
			t.Errorf("born on %s: %s, %v, want %s", born, end, err, want)
		}
	}
	if end, err := GuardianConsentEnd("2008"); err == nil {
		t.Errorf("no date: %s", end)
	}
}
