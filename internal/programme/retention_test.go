package programme

import (
	"testing"

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
	} {
		if got, err := ExpiryOf(all, person); err == nil || got != (Expiry{}) {
			t.Errorf("%s is no date, and the answer %+v, %v", name, got, err)
		}
	}
	if got, err := ExpiryOf([]RetentionPeriod{{RetentionConsents, -1}}, PersonDates{Registered: "2025-03-15"}); err == nil {
		t.Errorf("of a period below 0 comes %+v", got)
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
