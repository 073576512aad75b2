package programme

// ConsentGiver is who gives a consent: the person, or a guardian for a minor.
type ConsentGiver string

// Who gives a consent.
const (
	GivenBySelf     ConsentGiver = "SELF"
	GivenByGuardian ConsentGiver = "GUARDIAN"
)

// Values lists the givers, as ent's enum fields ask for them.
func (ConsentGiver) Values() []string { return []string{string(GivenBySelf), string(GivenByGuardian)} }

// GuardianRelation is what a guardian is to the person they agree for, as they
// state it.
type GuardianRelation string

// What guardians are to a minor.
const (
	RelationParent         GuardianRelation = "PARENT"
	RelationAdoptiveParent GuardianRelation = "ADOPTIVE_PARENT"
	RelationCustodian      GuardianRelation = "CUSTODIAN"
	RelationOther          GuardianRelation = "OTHER"
)

// Values lists the relations, as ent's enum fields ask for them.
func (GuardianRelation) Values() []string {
	return []string{string(RelationParent), string(RelationAdoptiveParent), string(RelationCustodian), string(RelationOther)}
}

// GuardianAnswer is what a guardian says to a request.
type GuardianAnswer string

// What guardians answer.
const (
	GuardianAgreed   GuardianAnswer = "AGREED"
	GuardianDeclined GuardianAnswer = "DECLINED"
)

// Values lists the answers, as ent's enum fields ask for them.
func (GuardianAnswer) Values() []string {
	return []string{string(GuardianAgreed), string(GuardianDeclined)}
}

// Guardian is who agrees for a minor, as it is sealed with what is held of the
// minor: called as the minor says until the guardian states name and relation
// themself. They are reached at one of the two contacts.
type Guardian struct {
	Name     string            `json:"name"`
	Relation *GuardianRelation `json:"relation,omitempty"` // nil until they agreed
	Email    *string           `json:"email,omitempty"`
	Phone    *string           `json:"phone,omitempty"`
}
