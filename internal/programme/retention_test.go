package programme

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// "Retention periods in the rule set; what has run out is erased."
func TestWhatIsHeldRunsOut(t *testing.T) {
	t.Parallel()
	all := []RetentionPeriod{
		{RetentionNeverInTeam, 24}, {RetentionParticipant, 60}, {RetentionConsents, 36}, {RetentionAccesses, 12},
	}
	for name, one := range map[string]struct {
		retention []RetentionPeriod
		person    PersonDates
		want      Expiry
	}{
		"in no team: from registration": {
			all,
			PersonDates{Registered: "2025-03-15"},
			Expiry{Profile: new(Date("2027-03-15")), Consents: new(Date("2030-03-15")), Accesses: new(Date("2028-03-15"))},
		},
		"in no team: from what the person did last": {
			all,
			PersonDates{Registered: "2025-03-15", LastActivity: new(Date("2026-01-01"))},
			Expiry{Profile: new(Date("2028-01-01")), Consents: new(Date("2031-01-01")), Accesses: new(Date("2029-01-01"))},
		},
		"in a team: from the end of the last season": {
			all,
			PersonDates{Registered: "2019-03-15", LastActivity: new(Date("2019-06-01")), InTeam: true, SeasonEnd: new(Date("2019-12-31"))},
			Expiry{Profile: new(Date("2024-12-31")), Consents: new(Date("2027-12-31")), Accesses: new(Date("2025-12-31"))},
		},
		"in a team: from what the person did last": {
			all,
			PersonDates{Registered: "2019-03-15", LastActivity: new(Date("2021-02-10")), InTeam: true, SeasonEnd: new(Date("2019-12-31"))},
			Expiry{Profile: new(Date("2026-02-10")), Consents: new(Date("2029-02-10")), Accesses: new(Date("2027-02-10"))},
		},
		"in a team of a season without a known end: not": {
			all, PersonDates{Registered: "2019-03-15", InTeam: true}, Expiry{},
		},
		"erasure was asked: at once": {
			all,
			PersonDates{Registered: "2025-03-15", LastActivity: new(Date("2025-05-20")), ErasureAsked: new(Date("2025-05-19"))},
			Expiry{Profile: new(Date("2025-05-19")), Consents: new(Date("2028-05-19")), Accesses: new(Date("2026-05-19"))},
		},
		"erasure was asked in a running season: at once as well": {
			all,
			PersonDates{Registered: "2025-03-15", InTeam: true, ErasureAsked: new(Date("2025-05-19"))},
			Expiry{Profile: new(Date("2025-05-19")), Consents: new(Date("2028-05-19")), Accesses: new(Date("2026-05-19"))},
		},
		"by rules that give no period: not": {
			nil, PersonDates{Registered: "2001-01-01"}, Expiry{},
		},
		"by rules that give no period, erasure was asked: the profile alone": {
			nil, PersonDates{Registered: "2001-01-01", ErasureAsked: new(Date("2025-05-19"))}, Expiry{Profile: new(Date("2025-05-19"))},
		},
		"by rules that give one period: that alone": {
			[]RetentionPeriod{{RetentionNeverInTeam, 6}}, PersonDates{Registered: "2025-08-31"}, Expiry{Profile: new(Date("2026-02-28"))},
		},
		"without consent: from the day on which it counts no more": {
			all,
			PersonDates{Registered: "2025-03-15", ConsentEnd: new(Date("2026-01-31"))},
			Expiry{Profile: new(Date("2026-01-31")), Consents: new(Date("2029-01-31")), Accesses: new(Date("2027-01-31"))},
		},
		"without consent in a running season as well, whatever the person did since": {
			all,
			PersonDates{Registered: "2019-03-15", LastActivity: new(Date("2024-05-01")), InTeam: true, ConsentEnd: new(Date("2024-03-16"))},
			Expiry{Profile: new(Date("2024-03-16")), Consents: new(Date("2027-03-16")), Accesses: new(Date("2025-03-16"))},
		},
		"with consent that outlasts the period: after the period": {
			all,
			PersonDates{Registered: "2025-03-15", ConsentEnd: new(Date("2030-03-16"))},
			Expiry{Profile: new(Date("2027-03-15")), Consents: new(Date("2030-03-15")), Accesses: new(Date("2028-03-15"))},
		},
		"by rules that give no period, without consent: the profile alone": {
			nil, PersonDates{Registered: "2001-01-01", ConsentEnd: new(Date("2006-01-02"))}, Expiry{Profile: new(Date("2006-01-02"))},
		},
		"erasure was asked before consent ended: at once": {
			all,
			PersonDates{Registered: "2025-03-15", ErasureAsked: new(Date("2025-05-19")), ConsentEnd: new(Date("2030-03-16"))},
			Expiry{Profile: new(Date("2025-05-19")), Consents: new(Date("2028-05-19")), Accesses: new(Date("2026-05-19"))},
		},
		"by a period of no months: on the day": {
			[]RetentionPeriod{{RetentionNeverInTeam, 0}}, PersonDates{Registered: "2025-08-31"}, Expiry{Profile: new(Date("2025-08-31"))},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ExpiryOf(one.retention, one.person)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(one.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for name, person := range map[string]PersonDates{
		"registered":    {},
		"last activity": {Registered: "2025-03-15", LastActivity: new(Date("2025-02-29"))},
		"season end":    {Registered: "2025-03-15", InTeam: true, SeasonEnd: new(Date("soon"))},
		"erasure asked": {Registered: "2025-03-15", ErasureAsked: new(Date(""))},
		"consent end":   {Registered: "2025-03-15", ConsentEnd: new(Date("2025-13-01"))},
	} {
		if got, err := ExpiryOf(all, person); err == nil || got != (Expiry{}) {
			t.Errorf("%s is no date, and the answer %+v, %v", name, got, err)
		}
	}
	if got, err := ExpiryOf([]RetentionPeriod{{RetentionConsents, -1}}, PersonDates{Registered: "2025-03-15"}); err == nil {
		t.Errorf("of a period below 0 comes %+v", got)
	}
}

func TestTheEndOfConsent(t *testing.T) {
	t.Parallel()
	day := func(d Date) *Date { return &d }
	for name, one := range map[string]struct {
		given []GivenConsent
		want  *Date
	}{
		"none is on record":                    {nil, nil},
		"one: the day after its last":          {[]GivenConsent{{EndsOn: "2024-02-28"}}, day("2024-02-29")},
		"taken back: that day":                 {[]GivenConsent{{"2030-01-01", day("2026-05-05")}}, day("2026-05-05")},
		"taken back when it was over":          {[]GivenConsent{{"2026-01-01", day("2026-05-05")}}, day("2026-01-02")},
		"given anew":                           {[]GivenConsent{{EndsOn: "2025-01-01"}, {EndsOn: "2030-01-01"}}, day("2030-01-02")},
		"given anew after it was taken back":   {[]GivenConsent{{"2030-06-01", day("2026-01-01")}, {EndsOn: "2031-01-01"}}, day("2031-01-02")},
		"the later one was taken back":         {[]GivenConsent{{EndsOn: "2027-01-01"}, {"2031-01-01", day("2026-01-01")}}, day("2027-01-02")},
		"all were taken back: the last of all": {[]GivenConsent{{"2027-01-01", day("2026-02-02")}, {"2031-01-01", day("2026-01-01")}}, day("2026-02-02")},
	} {
		got, err := ConsentEnd(one.given)
		if err != nil || !cmp.Equal(got, one.want) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	for _, given := range []GivenConsent{{EndsOn: "soon"}, {"2030-01-01", day("now")}} {
		if got, err := ConsentEnd([]GivenConsent{given}); err == nil {
			t.Errorf("%v ends on %v", given, got)
		}
	}
}

// What began on the day that Over gives is over, and what began a day later is not.
func TestPeriodsThatAreOver(t *testing.T) {
	t.Parallel()
	for today := time.Date(2027, 12, 20, 0, 0, 0, 0, time.UTC); today.Year() < 2029; today = today.AddDate(0, 0, 1) {
		for _, months := range []int{0, 1, 6, 12, 13, 36} {
			over, err := RetentionPeriod{Months: months}.Over(dateOf(today))
			if err != nil {
				t.Fatal(err)
			}
			begun, err := over.utc()
			if err != nil {
				t.Fatal(err)
			}
			if monthsAfter(begun, months).After(today) || !monthsAfter(begun.AddDate(0, 0, 1), months).After(today) {
				t.Errorf("on %s, %d months are over since %s", dateOf(today), months, over)
			}
		}
	}
	if over, err := (RetentionPeriod{}).Over("today"); err == nil {
		t.Error(over)
	}
}

func TestRetentionThatNoRuleGivesIsIllustrative(t *testing.T) {
	t.Parallel()
	given := []RetentionPeriod{{RetentionConsents, 1}}
	if periods, illustrative := (Rules{Retention: given}).RetentionInForce(); illustrative || !cmp.Equal(periods, given) {
		t.Errorf("the rules' own retention is %v, illustrative = %t", periods, illustrative)
	}
	periods, illustrative := (Rules{}).RetentionInForce()
	if !illustrative {
		t.Error("what this package chose is taken for a rule")
	}
	var kinds []string
	for _, period := range periods {
		kinds = append(kinds, string(period.Kind))
		if period.Months < 1 {
			t.Errorf("%+v", period)
		}
	}
	if diff := cmp.Diff(RetentionKind("").Values(), kinds); diff != "" {
		t.Errorf("illustrative retention (-all +given):\n%s", diff)
	}
}
