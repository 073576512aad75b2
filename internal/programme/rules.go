package programme

// Rules are the rules of one season, as far as a source gives them. A nil
// field is unknown: no source gave it, and nothing is guessed.
type Rules struct {
	Age                     *AgeRange               `json:"age,omitempty"`
	Exclusions              []Exclusion             `json:"exclusions,omitempty"`
	TeamSize                *TeamSize               `json:"teamSize,omitempty"`
	GrantCeiling            *int64                  `json:"grantCeiling,omitempty"` // tenge a project
	Stipends                []StipendLevel          `json:"stipends,omitempty"`
	TrancheShares           []int                   `json:"trancheShares,omitempty"` // percent, in order of payment
	Months                  *int                    `json:"months,omitempty"`
	Directions              []Direction             `json:"directions,omitempty"`
	VulnerabilityCategories []VulnerabilityCategory `json:"vulnerabilityCategories,omitempty"`
	SelectionStages         []SelectionStage        `json:"selectionStages,omitempty"`
	HostCriteria            []Criterion             `json:"hostCriteria,omitempty"`
	MentorCriteria          []Criterion             `json:"mentorCriteria,omitempty"`
	ProjectCriteria         []Criterion             `json:"projectCriteria,omitempty"`
	Rubric                  []RubricLine            `json:"rubric,omitempty"`
	Deadlines               []Deadline              `json:"deadlines,omitempty"`
	OutageDays              *int                    `json:"outageDays,omitempty"` // the site may be down so long before applications go by e-mail
	Retention               []RetentionPeriod       `json:"retention,omitempty"`
}

// AgeRange is the ages that may take part, both ends included.
type AgeRange struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// TeamSize is how many young people form a team, both ends included.
type TeamSize struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// Exclusion is who may not take part in spite of the right age.
type Exclusion string

// ExclusionSchoolPupils keeps pupils of schools out; college students may take
// part (S6, S27).
const ExclusionSchoolPupils Exclusion = "SCHOOL_PUPILS"

// StipendLevel is what a member with this education gets.
type StipendLevel struct {
	Education      Education `json:"education"`
	AmountPerMonth int64     `json:"amountPerMonth"` // tenge a person and month
}

// Education is a level of education that stipends tell apart.
type Education string

// The levels of education.
const (
	EducationHigher Education = "HIGHER"
	EducationOther  Education = "OTHER"
)

// Direction is the theme of a social project.
type Direction string

// The directions, in the programme's own order (S8, S11); the official list
// continues where the source is cut off and does not bind, hence OTHER.
const (
	DirectionEducation  Direction = "EDUCATION"
	DirectionHealth     Direction = "HEALTHY_LIFESTYLE_AND_SPORT"
	DirectionCulture    Direction = "CULTURE_AND_LEISURE"
	DirectionPatriotism Direction = "PATRIOTISM_AND_CIVIC_ENGAGEMENT"
	DirectionFamily     Direction = "FAMILY_VALUES_AND_TRADITIONS"
	DirectionVolunteers Direction = "VOLUNTEER_INITIATIVES"
	DirectionEcology    Direction = "ECOLOGY_AND_URBAN_IMPROVEMENT"
	DirectionScience    Direction = "SCIENCE_AND_TECHNOLOGY"
	DirectionOther      Direction = "OTHER"
)

// Values lists the directions, as ent's enum fields ask for them.
func (Direction) Values() []string {
	return []string{
		string(DirectionEducation), string(DirectionHealth), string(DirectionCulture), string(DirectionPatriotism),
		string(DirectionFamily), string(DirectionVolunteers), string(DirectionEcology), string(DirectionScience),
		string(DirectionOther),
	}
}

// VulnerabilityCategory is a circumstance that gives a young person preference.
type VulnerabilityCategory string

// The categories the sources name for the seasons on record (S9, S17).
const (
	VulnerableNEET            VulnerabilityCategory = "NEET"
	VulnerableWorkingPoor     VulnerabilityCategory = "WORKING_POOR"
	VulnerableLowIncome       VulnerabilityCategory = "LOW_INCOME"
	VulnerableUnemployed      VulnerabilityCategory = "UNEMPLOYED"
	VulnerableLimitedMobility VulnerabilityCategory = "LIMITED_MOBILITY"
	VulnerableOrphan          VulnerabilityCategory = "ORPHAN"
	// VulnerableKandas is an ethnic Kazakh who returned; "oralman" until 2020.
	VulnerableKandas VulnerabilityCategory = "KANDAS"
)

// SelectionStage is a phase of choosing projects.
type SelectionStage string

// The phases of selection (S9).
const (
	SelectionTechnicalCheck SelectionStage = "TECHNICAL_CHECK"
	SelectionEvaluation     SelectionStage = "EVALUATION"
	SelectionRandomisation  SelectionStage = "RANDOMISATION"
)

// Text is a text of the programme itself, in its three languages.
type Text struct {
	Kk string `json:"kk"`
	Ru string `json:"ru"`
	En string `json:"en"`
}

// Criterion is one thing that is asked of a host, a mentor or a project.
type Criterion struct {
	Code string `json:"code"` // stable within its list, lower-case words joined by hyphens
	Text Text   `json:"text"`
}

// RubricLine is how one criterion is scored.
type RubricLine struct {
	Criterion string `json:"criterion"` // code of a project criterion
	MaxPoints int    `json:"maxPoints"`
	Weight    int    `json:"weight"` // percent of the total
}

// Deadline is a window of the season's calendar; an end that no source gives
// is nil.
type Deadline struct {
	Kind     DeadlineKind `json:"kind"`
	OpensOn  *Date        `json:"opensOn,omitempty"`
	ClosesOn *Date        `json:"closesOn,omitempty"` // last day, included
}

// DeadlineKind is what a deadline is for.
type DeadlineKind string

// The deadlines of the season's calendar.
const (
	DeadlineHostBids           DeadlineKind = "HOST_BIDS"
	DeadlineYouthApplications  DeadlineKind = "YOUTH_APPLICATIONS"
	DeadlineMentorApplications DeadlineKind = "MENTOR_APPLICATIONS"
	DeadlineMentorResults      DeadlineKind = "MENTOR_RESULTS"
)

// Rule names one field of Rules, so that its source can be cited.
type Rule string

// The rules that can be cited.
const (
	RuleAge                     Rule = "AGE"
	RuleExclusions              Rule = "EXCLUSIONS"
	RuleTeamSize                Rule = "TEAM_SIZE"
	RuleGrantCeiling            Rule = "GRANT_CEILING"
	RuleStipends                Rule = "STIPENDS"
	RuleTrancheShares           Rule = "TRANCHE_SHARES"
	RuleMonths                  Rule = "MONTHS"
	RuleDirections              Rule = "DIRECTIONS"
	RuleVulnerabilityCategories Rule = "VULNERABILITY_CATEGORIES"
	RuleSelectionStages         Rule = "SELECTION_STAGES"
	RuleHostCriteria            Rule = "HOST_CRITERIA"
	RuleMentorCriteria          Rule = "MENTOR_CRITERIA"
	RuleProjectCriteria         Rule = "PROJECT_CRITERIA"
	RuleRubric                  Rule = "RUBRIC"
	RuleDeadlines               Rule = "DEADLINES"
	RuleOutageDays              Rule = "OUTAGE_DAYS"
	RuleRetention               Rule = "RETENTION"
)

// Values lists the rules, as ent's enum fields ask for them.
func (Rule) Values() []string {
	return []string{
		string(RuleAge), string(RuleExclusions), string(RuleTeamSize), string(RuleGrantCeiling), string(RuleStipends),
		string(RuleTrancheShares), string(RuleMonths), string(RuleDirections), string(RuleVulnerabilityCategories),
		string(RuleSelectionStages), string(RuleHostCriteria), string(RuleMentorCriteria), string(RuleProjectCriteria),
		string(RuleRubric), string(RuleDeadlines), string(RuleOutageDays), string(RuleRetention),
	}
}

// Known lists the rules that r gives, in the order of Rule's values.
func (r Rules) Known() []Rule {
	given := map[Rule]bool{
		RuleAge: r.Age != nil, RuleExclusions: r.Exclusions != nil, RuleTeamSize: r.TeamSize != nil,
		RuleGrantCeiling: r.GrantCeiling != nil, RuleStipends: r.Stipends != nil,
		RuleTrancheShares: r.TrancheShares != nil, RuleMonths: r.Months != nil, RuleDirections: r.Directions != nil,
		RuleVulnerabilityCategories: r.VulnerabilityCategories != nil, RuleSelectionStages: r.SelectionStages != nil,
		RuleHostCriteria: r.HostCriteria != nil, RuleMentorCriteria: r.MentorCriteria != nil,
		RuleProjectCriteria: r.ProjectCriteria != nil, RuleRubric: r.Rubric != nil, RuleDeadlines: r.Deadlines != nil,
		RuleOutageDays: r.OutageDays != nil, RuleRetention: r.Retention != nil,
	}
	var known []Rule
	for _, name := range Rule("").Values() {
		if given[Rule(name)] {
			known = append(known, Rule(name))
		}
	}
	return known
}
