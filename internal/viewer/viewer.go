// Package viewer says who is asking: the person, what they may act as, and the
// language. It leans on nothing but the standard library, so that every room of
// the house may know it.
package viewer

import (
	"context"
	"time"
)

// Role is what a viewer may act as.
type Role string

const (
	// Public is anybody, whether or not they have signed in.
	Public Role = "PUBLIC"
	// Youth is a young person who has registered.
	Youth Role = "YOUTH"
	// HostRepresentative acts for one host organisation.
	HostRepresentative Role = "HOST_REPRESENTATIVE"
	// Mentor accompanies teams through their projects.
	Mentor Role = "MENTOR"
	// CommitteeMember scores applications in the evaluation committee.
	CommitteeMember Role = "COMMITTEE_MEMBER"
	// RegionalCoordinator is responsible for a region at the coordinating agency.
	RegionalCoordinator Role = "REGIONAL_COORDINATOR"
	// MinistryAnalyst reads for the ministry, without the names of people.
	MinistryAnalyst Role = "MINISTRY_ANALYST"
	// Administrator looks after people, their roles and the platform.
	Administrator Role = "ADMINISTRATOR"
	// System is the programme itself: migrations, loaders, commands run on the
	// server's own machine, and features once they have decided that something
	// is to be done. It is never derived from a request.
	System Role = "SYSTEM"
)

// Values lists the roles that a person can be granted.
func (Role) Values() []string {
	return []string{
		string(Youth), string(HostRepresentative), string(Mentor), string(CommitteeMember),
		string(RegionalCoordinator), string(MinistryAnalyst), string(Administrator),
	}
}

// IsStaff reports whether the role is held for the programme rather than for
// oneself: such people need a second factor.
func (r Role) IsStaff() bool {
	switch r {
	case HostRepresentative, Mentor, CommitteeMember, RegionalCoordinator, MinistryAnalyst, Administrator:
		return true
	}
	return false
}

// Locale is a language of the programme, as a BCP 47 tag.
type Locale string

// The languages every text of the programme exists in.
const (
	Kazakh  Locale = "kk"
	Russian Locale = "ru"
	English Locale = "en"
)

// Locales lists the languages of the programme in their order of precedence
// (Law of 11 July 1997 No. 151, art. 21: Kazakh first, Russian in full parity).
func Locales() []Locale { return []Locale{Kazakh, Russian, English} }

// Values lists the languages as texts.
func (Locale) Values() []string { return []string{string(Kazakh), string(Russian), string(English)} }

// Grant is one role with the part of the programme that it is held for.
type Grant struct {
	Role   Role
	Region int        // id of the region; 0: of every region
	Host   int        // id of the host organisation; 0: of none
	EndsAt *time.Time // until when it counts; nil: open
}

// Viewer is who asks. The zero value has no role and may see nothing.
type Viewer struct {
	Account int // id of the person's account; 0: nobody signed in
	Session int // id of the session they signed in with; 0: none
	// SecondFactorDue says that the person has given a password and still owes
	// the second factor. Until then they hold what the public holds.
	SecondFactorDue bool
	// HasSecondFactor says that one is in force; otherwise it has to be set.
	HasSecondFactor bool
	Grants          []Grant
	Locale          Locale
	// ForPublic says that the programme acts because somebody asked who has not
	// signed in.
	ForPublic bool
}

// Anybody returns the viewer of a request that nobody signed in for.
func Anybody(locale Locale) Viewer {
	return Viewer{Grants: []Grant{{Role: Public}}, Locale: locale}
}

// Has reports whether the viewer holds the role, for whatever region.
func (v Viewer) Has(role Role) bool {
	for _, g := range v.Grants {
		if g.Role == role {
			return true
		}
	}
	return false
}

// IsSystem reports whether the programme itself is asking.
func (v Viewer) IsSystem() bool { return v.Has(System) }

// Person returns the id of the account of a person who has signed in
// completely, 0 when there is none.
func (v Viewer) Person() int {
	if v.SecondFactorDue {
		return 0
	}
	return v.Account
}

// Regions returns the ids of the regions that the viewer holds the role for;
// all is true when it is every region.
func (v Viewer) Regions(role Role) (ids []int, all bool) {
	for _, g := range v.Grants {
		switch {
		case g.Role != role:
		case g.Region == 0:
			return nil, true
		default:
			ids = append(ids, g.Region)
		}
	}
	return ids, false
}

// Hosts returns the ids of the organisations that the viewer represents.
func (v Viewer) Hosts() []int {
	var ids []int
	for _, g := range v.Grants {
		if g.Role == HostRepresentative && g.Host != 0 {
			ids = append(ids, g.Host)
		}
	}
	return ids
}

type contextKey struct{}

// NewContext returns a context in which v is asking.
func NewContext(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, contextKey{}, v)
}

// FromContext returns who is asking; ok is false when nobody was named, which
// every policy answers with deny.
func FromContext(ctx context.Context) (v Viewer, ok bool) {
	v, ok = ctx.Value(contextKey{}).(Viewer)
	return v, ok
}

// AsSystem returns a context in which the programme itself is asking. A feature
// takes it once it has decided; the account that asked for it stays named, or that
// it was somebody who has none.
func AsSystem(ctx context.Context) context.Context {
	v, named := FromContext(ctx)
	if !named {
		v.Locale = English
	}
	v.ForPublic = v.ForPublic || v.Has(Public) && v.Account == 0
	v.Grants = []Grant{{Role: System}}
	return NewContext(ctx, v)
}
