package programme

import "strings"

// PersonalField is something that is held of a person, sealed.
type PersonalField string

// What is held of people.
const (
	PersonalNames       PersonalField = "NAMES"
	PersonalSex         PersonalField = "SEX"
	PersonalBirthDate   PersonalField = "BIRTH_DATE"
	PersonalIIN         PersonalField = "IIN"
	PersonalPhone       PersonalField = "PHONE"
	PersonalEmail       PersonalField = "EMAIL"
	PersonalAddress     PersonalField = "ADDRESS"
	PersonalDocument    PersonalField = "DOCUMENT"
	PersonalEducation   PersonalField = "EDUCATION"
	PersonalOccupation  PersonalField = "OCCUPATION"
	PersonalCategories  PersonalField = "CATEGORIES"
	PersonalGuardian    PersonalField = "GUARDIAN"
	PersonalAccountName PersonalField = "ACCOUNT_NAME"
)

// Values lists the fields, as ent's enum fields ask for them.
func (PersonalField) Values() []string {
	return []string{
		string(PersonalNames), string(PersonalSex), string(PersonalBirthDate), string(PersonalIIN), string(PersonalPhone),
		string(PersonalEmail), string(PersonalAddress), string(PersonalDocument), string(PersonalEducation),
		string(PersonalOccupation), string(PersonalCategories), string(PersonalGuardian), string(PersonalAccountName),
	}
}

// Column is the column of table people that holds the field.
func (f PersonalField) Column() string { return strings.ToLower(string(f)) }

// Sex is what a person's documents say.
type Sex string

// The sexes that documents name.
const (
	SexFemale Sex = "FEMALE"
	SexMale   Sex = "MALE"
)

// Values lists the sexes, as ent's enum fields ask for them.
func (Sex) Values() []string { return []string{string(SexFemale), string(SexMale)} }

// Schooling is the highest level of education that a person has completed.
type Schooling string

// The levels of schooling, in order.
const (
	SchoolingBasic      Schooling = "BASIC"
	SchoolingSecondary  Schooling = "SECONDARY"
	SchoolingVocational Schooling = "VOCATIONAL"
	SchoolingHigher     Schooling = "HIGHER"
)

// Values lists the levels, as ent's enum fields ask for them.
func (Schooling) Values() []string {
	return []string{string(SchoolingBasic), string(SchoolingSecondary), string(SchoolingVocational), string(SchoolingHigher)}
}

// Occupation is what a person does for most of their time.
type Occupation string

// The occupations. Who is NEET is not in employment, education or training.
const (
	OccupationEmployed     Occupation = "EMPLOYED"
	OccupationSelfEmployed Occupation = "SELF_EMPLOYED"
	OccupationStudying     Occupation = "STUDYING"
	OccupationSchoolPupil  Occupation = "SCHOOL_PUPIL"
	OccupationNEET         Occupation = "NEET"
)

// Values lists the occupations, as ent's enum fields ask for them.
func (Occupation) Values() []string {
	return []string{
		string(OccupationEmployed), string(OccupationSelfEmployed), string(OccupationStudying),
		string(OccupationSchoolPupil), string(OccupationNEET),
	}
}

// Values lists the categories, as ent's enum fields ask for them.
func (VulnerabilityCategory) Values() []string {
	return []string{
		string(VulnerableNEET), string(VulnerableWorkingPoor), string(VulnerableLowIncome), string(VulnerableUnemployed),
		string(VulnerableLimitedMobility), string(VulnerableOrphan), string(VulnerableKandas),
	}
}

// Attestation is how something that a person says of themself is known.
type Attestation string

// The ways of attesting. No copies of documents are kept: a coordinator who saw
// one says so (S58).
const (
	AttestationDeclared     Attestation = "DECLARED"
	AttestationDocumentSeen Attestation = "DOCUMENT_SEEN"
)

// Values lists the ways, as ent's enum fields ask for them.
func (Attestation) Values() []string {
	return []string{string(AttestationDeclared), string(AttestationDocumentSeen)}
}

// FullName is a name in one alphabet, as the person writes it.
type FullName struct {
	Family     string `json:"family"`
	Given      string `json:"given"`
	Patronymic string `json:"patronymic,omitempty"`
}

// Names are a person's name in the alphabets that they write it in, at least one.
type Names struct {
	Kazakh  *FullName `json:"kazakh,omitempty"`
	Russian *FullName `json:"russian,omitempty"`
	Latin   *FullName `json:"latin,omitempty"`
}

// Shown is the name that lists show: the Kazakh one, or the first that is given.
func (n Names) Shown() FullName {
	for _, name := range n.all() {
		return name
	}
	return FullName{}
}

// Others are all parts of the name that Shown leaves out in lists: the patronymic,
// and the name in the other alphabets.
func (n Names) Others() string {
	var parts []string
	for i, name := range n.all() {
		if i > 0 {
			parts = append(parts, name.Family, name.Given)
		}
		if name.Patronymic != "" {
			parts = append(parts, name.Patronymic)
		}
	}
	return strings.Join(parts, " ")
}

func (n Names) all() (names []FullName) {
	for _, name := range []*FullName{n.Kazakh, n.Russian, n.Latin} {
		if name != nil {
			names = append(names, *name)
		}
	}
	return names
}

// Circumstance is a vulnerability category that a person is in, and how that is
// known.
type Circumstance struct {
	Category    VulnerabilityCategory `json:"category"`
	Attestation Attestation           `json:"attestation"`
}

// ReadingPurpose is what sealed values of a person are looked at for.
type ReadingPurpose string

// The purposes of looking. OWN is a person's look at their own data, which nobody
// states.
const (
	ReadingOwn         ReadingPurpose = "OWN"
	ReadingEligibility ReadingPurpose = "ELIGIBILITY"
	ReadingContact     ReadingPurpose = "CONTACT"
	ReadingDocuments   ReadingPurpose = "DOCUMENTS"
	ReadingDuplicates  ReadingPurpose = "DUPLICATES"
	ReadingAccounts    ReadingPurpose = "ACCOUNTS"
	ReadingRequest     ReadingPurpose = "REQUEST_OF_THE_PERSON"
)

// Values lists the purposes, as ent's enum fields ask for them.
func (ReadingPurpose) Values() []string {
	return []string{
		string(ReadingOwn), string(ReadingEligibility), string(ReadingContact), string(ReadingDocuments),
		string(ReadingDuplicates), string(ReadingAccounts), string(ReadingRequest),
	}
}

// ConsentPurpose is what a person agrees that their data is used for (S54).
type ConsentPurpose string

// The purposes of processing. Without the first nobody takes part.
const (
	ConsentParticipation ConsentPurpose = "PARTICIPATION"
	ConsentPublication   ConsentPurpose = "PUBLICATION"
)

// Values lists the purposes, as ent's enum fields ask for them.
func (ConsentPurpose) Values() []string {
	return []string{string(ConsentParticipation), string(ConsentPublication)}
}
