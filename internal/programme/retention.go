package programme

import (
	"fmt"
	"slices"
	"time"
)

// RetentionPeriod is how long something that is held about a person is kept.
type RetentionPeriod struct {
	Kind   RetentionKind `json:"kind"`
	Months int           `json:"months"` // after the event that the kind names; not below 0
}

// RetentionKind is what is kept, and after which event.
type RetentionKind string

// The kinds of retention.
const (
	// RetentionNeverInTeam keeps the profile of a person who was in no team, from
	// registration or what the person did last.
	RetentionNeverInTeam RetentionKind = "NEVER_IN_TEAM"
	// RetentionParticipant keeps the profile of a person who was in a team, from
	// the end of the person's last season or what the person did last.
	RetentionParticipant RetentionKind = "PARTICIPANT"
	// RetentionConsents and RetentionAccesses keep the consents, and the records of
	// who looked at the person's data, from the end of the profile.
	RetentionConsents RetentionKind = "CONSENTS"
	RetentionAccesses RetentionKind = "ACCESSES"
)

// Values lists the kinds of retention, as the graph has them.
func (RetentionKind) Values() []string {
	return []string{
		string(RetentionNeverInTeam), string(RetentionParticipant), string(RetentionConsents), string(RetentionAccesses),
	}
}

// illustrativeRetention is for want of a source: none gives periods for the
// programme. They are no recommendation.
var illustrativeRetention = []RetentionPeriod{
	{RetentionNeverInTeam, 24}, {RetentionParticipant, 60}, {RetentionConsents, 36}, {RetentionAccesses, 36},
}

// RetentionInForce is the retention that the rules give. Where they give none it
// is one that this package chose: then illustrative is true, and whoever shows
// it says so.
func (r Rules) RetentionInForce() (periods []RetentionPeriod, illustrative bool) {
	if r.Retention != nil {
		return r.Retention, false
	}
	return slices.Clone(illustrativeRetention), true
}

// PersonDates are the events in a person's life here that retention counts from.
type PersonDates struct {
	Registered   Date
	LastActivity *Date // what the person did last; nil: nothing since registration
	InTeam       bool  // the person is or was in a team
	SeasonEnd    *Date // last day of the last season the person was in a team of; nil: unknown, or it goes on
	ErasureAsked *Date // nil: not asked
	ConsentEnd   *Date // first day without consent to take part (ConsentEnd); nil: none is on record
}

// Expiry is the first day on which each thing is kept no more; nil: nothing says
// when, and it is kept.
type Expiry struct {
	Profile, Consents, Accesses *Date
}

// ExpiryOf tells what of a person runs out when. Erasure that was asked for ends
// the profile at once. Without consent to take part it ends as well, in a running
// season too: nobody agreed to more. By its period the profile of a person who is
// or was in a team does not run out before the end of the season is known. What is
// no date, and a period below 0, is an error.
func ExpiryOf(retention []RetentionPeriod, person PersonDates) (Expiry, error) {
	months := map[RetentionKind]int{}
	for _, period := range retention {
		if period.Months < 0 {
			return Expiry{}, fmt.Errorf("retention %s: %d months", period.Kind, period.Months)
		}
		months[period.Kind] = period.Months
	}
	profile, err := person.profileEnd(months)
	if err != nil || profile == nil {
		return Expiry{}, err
	}
	expiry := Expiry{Profile: new(dateOf(*profile))}
	if kept, given := months[RetentionConsents]; given {
		expiry.Consents = new(dateOf(monthsAfter(*profile, kept)))
	}
	if kept, given := months[RetentionAccesses]; given {
		expiry.Accesses = new(dateOf(monthsAfter(*profile, kept)))
	}
	return expiry, nil
}

// profileEnd is the first day without the profile; nil if nothing says which.
func (p PersonDates) profileEnd(months map[RetentionKind]int) (*time.Time, error) {
	last, err := p.Registered.utc()
	if err != nil {
		return nil, err
	}
	for _, event := range []*Date{p.LastActivity, p.SeasonEnd} {
		if event == nil {
			continue
		}
		day, err := event.utc()
		if err != nil {
			return nil, err
		}
		if day.After(last) {
			last = day
		}
	}
	if p.ErasureAsked != nil {
		asked, err := p.ErasureAsked.utc()
		return &asked, err
	}
	var end *time.Time
	kind := RetentionNeverInTeam
	if p.InTeam {
		kind = RetentionParticipant
	}
	if kept, given := months[kind]; given && (!p.InTeam || p.SeasonEnd != nil) {
		end = new(monthsAfter(last, kept))
	}
	if p.ConsentEnd != nil {
		day, err := p.ConsentEnd.utc()
		if err != nil {
			return nil, err
		}
		if end == nil || day.Before(*end) {
			end = &day
		}
	}
	return end, nil
}

// A GivenConsent is one consent to take part.
type GivenConsent struct {
	EndsOn    Date  // the last day on which it counts
	Withdrawn *Date // nil: not taken back
}

// ConsentEnd is the first day without any of the consents; nil when there is none.
// A consent that was taken back counts no more from that day on.
func ConsentEnd(given []GivenConsent) (*Date, error) {
	var end *Date
	for _, consent := range given {
		day, err := consent.EndsOn.utc()
		if err != nil {
			return nil, err
		}
		without := dateOf(day.AddDate(0, 0, 1))
		if consent.Withdrawn != nil {
			if _, err := consent.Withdrawn.utc(); err != nil {
				return nil, err
			}
			without = min(without, *consent.Withdrawn)
		}
		if end == nil || *end < without {
			end = &without
		}
	}
	return end, nil
}

// Over is the last day since which a period is over on a day: what began later is
// still within it.
func (p RetentionPeriod) Over(day Date) (Date, error) {
	today, err := day.utc()
	if err != nil {
		return "", err
	}
	begun := today.AddDate(0, -p.Months, 4) // months differ by three days at most
	for monthsAfter(begun, p.Months).After(today) {
		begun = begun.AddDate(0, 0, -1)
	}
	return dateOf(begun), nil
}

// monthsAfter is the same day so many months later, or the last of its month.
func monthsAfter(day time.Time, months int) time.Time {
	later := day.AddDate(0, months, 0)
	if later.Day() != day.Day() {
		later = later.AddDate(0, 0, -later.Day())
	}
	return later
}
