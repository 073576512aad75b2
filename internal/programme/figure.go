package programme

// Measure is what a published figure counts.
type Measure string

// The measures of published figures.
const (
	MeasureYouth             Measure = "YOUTH"
	MeasureYouthCompleted    Measure = "YOUTH_COMPLETED"
	MeasureApplications      Measure = "APPLICATIONS"
	MeasureProjects          Measure = "PROJECTS"
	MeasureGrants            Measure = "GRANTS"
	MeasureGrantMean         Measure = "GRANT_MEAN"
	MeasureTeamSizeMean      Measure = "TEAM_SIZE_MEAN"
	MeasureMentors           Measure = "MENTORS"
	MeasureHostOrganizations Measure = "HOST_ORGANIZATIONS"
	MeasureVulnerableShare   Measure = "VULNERABLE_SHARE"
	MeasureRuralShare        Measure = "RURAL_SHARE"
	MeasureEducationShare    Measure = "EDUCATION_SHARE"
	MeasureCultureShare      Measure = "CULTURE_SHARE"
	MeasureProjectDuration   Measure = "PROJECT_DURATION"
	MeasureBudget            Measure = "BUDGET"
)

// Unit is what one of a figure's value is.
type Unit string

// The units of published figures.
const (
	UnitPeople        Unit = "PEOPLE"
	UnitApplications  Unit = "APPLICATIONS"
	UnitProjects      Unit = "PROJECTS"
	UnitOrganizations Unit = "ORGANIZATIONS"
	UnitPercent       Unit = "PERCENT"
	UnitMonths        Unit = "MONTHS"
	UnitTenge         Unit = "KZT"
	UnitDollar        Unit = "USD"
)

// Units are the units a measure may be given in, the usual one first; nil for
// an unknown measure.
func (m Measure) Units() []Unit {
	switch m {
	case MeasureYouth, MeasureYouthCompleted, MeasureMentors, MeasureTeamSizeMean:
		return []Unit{UnitPeople}
	case MeasureApplications:
		return []Unit{UnitApplications}
	case MeasureProjects:
		return []Unit{UnitProjects}
	case MeasureHostOrganizations:
		return []Unit{UnitOrganizations}
	case MeasureVulnerableShare, MeasureRuralShare, MeasureEducationShare, MeasureCultureShare:
		return []Unit{UnitPercent}
	case MeasureProjectDuration:
		return []Unit{UnitMonths}
	case MeasureGrants, MeasureGrantMean, MeasureBudget:
		return []Unit{UnitTenge, UnitDollar}
	}
	return nil
}

// Counts reports whether the measure counts things, so that its values are
// whole.
func (m Measure) Counts() bool {
	switch m {
	case MeasureYouth, MeasureYouthCompleted, MeasureApplications, MeasureProjects, MeasureMentors,
		MeasureHostOrganizations:
		return true
	}
	return false
}

// Values lists the measures, as ent's enum fields ask for them.
func (Measure) Values() []string {
	return []string{
		string(MeasureYouth), string(MeasureYouthCompleted), string(MeasureApplications), string(MeasureProjects),
		string(MeasureGrants), string(MeasureGrantMean), string(MeasureTeamSizeMean), string(MeasureMentors),
		string(MeasureHostOrganizations), string(MeasureVulnerableShare), string(MeasureRuralShare),
		string(MeasureEducationShare), string(MeasureCultureShare), string(MeasureProjectDuration), string(MeasureBudget),
	}
}

// Values lists the units, as ent's enum fields ask for them.
func (Unit) Values() []string {
	return []string{
		string(UnitPeople), string(UnitApplications), string(UnitProjects), string(UnitOrganizations),
		string(UnitPercent), string(UnitMonths), string(UnitTenge), string(UnitDollar),
	}
}

// Qualifier says how exactly the source gave the value.
type Qualifier string

// The qualifiers of published figures.
const (
	Exactly Qualifier = "EXACTLY"
	About   Qualifier = "ABOUT"
	Almost  Qualifier = "ALMOST"
	Over    Qualifier = "OVER"
	AtLeast Qualifier = "AT_LEAST"
	UpTo    Qualifier = "UP_TO"
)

// Values lists the qualifiers, as ent's enum fields ask for them.
func (Qualifier) Values() []string {
	return []string{string(Exactly), string(About), string(Almost), string(Over), string(AtLeast), string(UpTo)}
}

// Basis says what kind of statement a figure is.
type Basis string

// The bases of published figures.
const (
	// Reported is what a source says happened.
	Reported Basis = "REPORTED"
	// Planned is what a source said would happen.
	Planned Basis = "PLANNED"
	// Derived is arithmetic on reported figures, done here and explained in
	// the figure's derivation.
	Derived Basis = "DERIVED"
)

// Values lists the bases, as ent's enum fields ask for them.
func (Basis) Values() []string { return []string{string(Reported), string(Planned), string(Derived)} }
