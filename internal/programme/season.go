package programme

// SeasonState is where a season stands.
type SeasonState string

// The states of a season, in order.
const (
	SeasonPlanned   SeasonState = "PLANNED"
	SeasonOpen      SeasonState = "OPEN"
	SeasonRunning   SeasonState = "RUNNING"
	SeasonCompleted SeasonState = "COMPLETED"
)

// Values lists the states, as ent's enum fields ask for them.
func (SeasonState) Values() []string {
	return []string{string(SeasonPlanned), string(SeasonOpen), string(SeasonRunning), string(SeasonCompleted)}
}

// Stage is where a social project stands, from draft to the end of its
// agreement.
type Stage string

// The stages of a social project. The phases between submission and selection
// are those of the rules (S9): technical check, committee, randomisation.
const (
	StageDraft     Stage = "DRAFT"
	StageSubmitted Stage = "SUBMITTED"
	StageChecked   Stage = "CHECKED"
	StageEvaluated Stage = "EVALUATED"
	StageSelected  Stage = "SELECTED"
	StageRunning   Stage = "RUNNING"
	StageCompleted Stage = "COMPLETED"
	StageRejected  Stage = "REJECTED"
	StageWithdrawn Stage = "WITHDRAWN"
	StageEnded     Stage = "TERMINATED"
)

// Values lists the stages, as ent's enum fields ask for them.
func (Stage) Values() []string {
	return []string{
		string(StageDraft), string(StageSubmitted), string(StageChecked), string(StageEvaluated), string(StageSelected),
		string(StageRunning), string(StageCompleted), string(StageRejected), string(StageWithdrawn), string(StageEnded),
	}
}

// TextLanguage is the language a person wrote a text in (S32: applications
// come in Kazakh or Russian).
type TextLanguage string

// The languages people write in.
const (
	TextKazakh  TextLanguage = "KAZAKH"
	TextRussian TextLanguage = "RUSSIAN"
)

// Values lists the languages, as ent's enum fields ask for them.
func (TextLanguage) Values() []string { return []string{string(TextKazakh), string(TextRussian)} }

// MemberRole is a young person's part in a team.
type MemberRole string

// The roles in a team: one leader (S9a), the others members.
const (
	MemberLeader MemberRole = "LEADER"
	MemberMember MemberRole = "MEMBER"
)

// Values lists the roles, as ent's enum fields ask for them.
func (MemberRole) Values() []string { return []string{string(MemberLeader), string(MemberMember)} }
