package programme

import "time"

const (
	// ExceptionalAccessLasts is for how long an exceptional access lasts, unless it
	// is ended.
	ExceptionalAccessLasts = 3 * time.Hour
	// ExceptionalAccessesADay is how often one person may ask for one within 24
	// hours.
	ExceptionalAccessesADay = 10
)

// ExceptionalOutcome is what came of asking for exceptional access.
type ExceptionalOutcome string

// What can come of it. Only the first opens anything.
const (
	ExceptionalOpened   ExceptionalOutcome = "OPENED"
	ExceptionalNotFound ExceptionalOutcome = "NOT_FOUND"
	ExceptionalSeveral  ExceptionalOutcome = "SEVERAL_FOUND"
	ExceptionalInScope  ExceptionalOutcome = "IN_SCOPE_ALREADY"
)

// Values lists the outcomes, as ent's enum fields ask for them.
func (ExceptionalOutcome) Values() []string {
	return []string{string(ExceptionalOpened), string(ExceptionalNotFound), string(ExceptionalSeveral), string(ExceptionalInScope)}
}

// Verdict is what a second person thinks of an exceptional access.
type Verdict string

// The verdicts.
const (
	VerdictJustified    Verdict = "JUSTIFIED"
	VerdictNotJustified Verdict = "NOT_JUSTIFIED"
)

// Values lists the verdicts, as ent's enum fields ask for them.
func (Verdict) Values() []string {
	return []string{string(VerdictJustified), string(VerdictNotJustified)}
}
