// Package likeness says how likely two registrations are of one person, from
// names in any of the spellings of Kazakhstan, birth date and phone, and by
// which keys candidates for such a comparison are found. It knows no database
// and keeps nothing. What it reaches is measured in docs/likeness.md.
package likeness

import (
	"math"
	"strings"

	"zhas/internal/programme"
)

// Person is what a registration says of who somebody is. Any field may be empty.
type Person struct {
	FamilyName, GivenName, Patronymic string
	Birth                             programme.Date
	Phone                             string // as +77011234567
}

// Agreement is how one part of two registrations agrees.
type Agreement string

// How a part of two registrations agrees.
const (
	// AgreementUnknown: at least one of the two does not say it.
	AgreementUnknown Agreement = "UNKNOWN"
	AgreementSame    Agreement = "SAME"
	// AgreementSpelling: one name in two spellings, alphabets or grammatical forms.
	AgreementSpelling Agreement = "OTHER_SPELLING"
	// AgreementMistyped: a letter is missing or too many, a digit is missing, too
	// many or another, or two neighbours have changed places.
	AgreementMistyped Agreement = "MISTYPED"
	// AgreementPart: two names of several words have one in common.
	AgreementPart Agreement = "PART"
	// AgreementDayMonth: day and month of a date have changed places.
	AgreementDayMonth  Agreement = "DAY_AND_MONTH_SWAPPED"
	AgreementDifferent Agreement = "DIFFERENT"
)

// Values lists every agreement.
func (Agreement) Values() []string {
	return []string{
		string(AgreementUnknown), string(AgreementSame), string(AgreementSpelling), string(AgreementMistyped),
		string(AgreementPart), string(AgreementDayMonth), string(AgreementDifferent),
	}
}

// Likeness is how alike two registrations are, and why.
type Likeness struct {
	Score                                           int // from 0 to 100
	FamilyName, GivenName, Patronymic, Birth, Phone Agreement
	// NamesSwapped: the family name of each stands as the given name of the other.
	// FamilyName is then how the first one's family name agrees with the other's
	// given name, and GivenName the reverse.
	NamesSwapped bool
}

// Proposed is the score from which two registrations are proposed to somebody
// as possible duplicates.
const Proposed = 50

// Score returns how alike two registrations are, from 0 to 100. It does not
// depend on their order, and no other registration is more like one than itself.
func Score(a, b Person) int { return Compare(a, b).Score }

// Points are what an agreement adds to the evidence. A score of 50 is 50 points;
// what is unknown has none. The given name weighs most against, because brothers
// and sisters have all the rest in common.
var (
	namePoints       = map[Agreement]int{AgreementSame: 30, AgreementSpelling: 29, AgreementMistyped: 22, AgreementPart: 22}
	patronymicPoints = map[Agreement]int{AgreementSame: 20, AgreementSpelling: 20, AgreementMistyped: 14, AgreementPart: 10, AgreementDifferent: -35}
	birthPoints      = map[Agreement]int{AgreementSame: 30, AgreementDayMonth: 20, AgreementMistyped: 16, AgreementDifferent: -45}
	// People change their numbers, and families share one.
	phonePoints = map[Agreement]int{AgreementSame: 20, AgreementMistyped: 12, AgreementDifferent: -4}
)

const (
	otherFamilyPoints  = -25 // some have married
	otherGivenPoints   = -60
	otherSexPoints     = -15
	namesSwappedPoints = -1
)

// doubling is how many points double the odds that the score stands for.
const doubling = 15

// Compare returns how alike two registrations are, with the reasons.
func Compare(a, b Person) Likeness {
	x, y := read(a), read(b)
	l := Likeness{
		FamilyName: compareFamilies(x.family, y.family, anySlip),
		GivenName:  compareNames(x.given, y.given, givenSlip),
		Patronymic: comparePatronymics(x.patronymic, y.patronymic),
		Birth:      compareBirths(string(a.Birth), string(b.Birth)),
		Phone:      comparePhones(a.Phone, b.Phone),
	}
	points := 0
	if x.sex*y.sex < 0 {
		points += otherSexPoints
		if l.GivenName == AgreementMistyped { // Ахметов Александр has a sister Александра
			l.GivenName = AgreementDifferent
		}
	}
	names := pointsOf(l.FamilyName, otherFamilyPoints) + pointsOf(l.GivenName, otherGivenPoints)
	if l.FamilyName == AgreementDifferent || l.GivenName == AgreementDifferent {
		if family, given, swapped := compareSwapped(x, y); swapped {
			names = namePoints[family] + namePoints[given] + namesSwappedPoints
			l.FamilyName, l.GivenName, l.NamesSwapped = family, given, true
		}
	}
	points += names + patronymicPoints[l.Patronymic] + birthPoints[l.Birth] + phonePoints[l.Phone]
	l.Score = int(math.Round(100 / (1 + math.Exp2(float64(Proposed-points)/doubling))))
	return l
}

func pointsOf(a Agreement, different int) int {
	if a == AgreementDifferent {
		return different
	}
	return namePoints[a]
}

// compareSwapped compares each one's family name with the other's given name,
// and tells whether both agree.
func compareSwapped(x, y person) (family, given Agreement, swapped bool) {
	family, given = compareFamilies(x.family, y.given, givenSlip), compareFamilies(x.given, y.family, givenSlip)
	if namePoints[family] == 0 || namePoints[given] == 0 {
		return family, given, false
	}
	// Which of the two is the family name is not known, but it is not both: Серіков
	// Нұрлан is not Нұрланов Серік.
	return family, given, compareNames(x.family, y.given, givenSlip) != AgreementDifferent || compareNames(x.given, y.family, givenSlip) != AgreementDifferent
}

// compareFamilies compares family names, whose endings change.
func compareFamilies(a, b name, slip int) Agreement {
	x, y := a.masculine(), b.masculine()
	if agreement := better(compareNames(a, b, slip), compareNames(x, y, slip)); agreement != AgreementDifferent {
		return agreement
	}
	// Many have put off the Russian ending: Серіков is Серік today.
	bare, other := x.withoutEnding(), y.withoutEnding()
	if (bare.joined() == x.joined()) != (other.joined() == y.joined()) {
		return compareNames(bare, other, slip)
	}
	return AgreementDifferent
}

func better(a, b Agreement) Agreement {
	if namePoints[a] < namePoints[b] {
		return b
	}
	return a
}

func comparePatronymics(a, b name) Agreement {
	if agreement := compareNames(a, b, anySlip); agreement == AgreementUnknown || agreement == AgreementSame {
		return agreement
	}
	x, y := a.joined(), b.joined()
	best := compareLetters(x, y, anySlip)
	for _, father := range fathers(x) {
		for _, other := range fathers(y) {
			best = better(best, compareLetters(father, other, anySlip))
			if father == x && begins(x, other) || other == y && begins(y, father) {
				best = better(best, AgreementMistyped)
			}
		}
	}
	return best
}

// begins tells whether a patronymic whose ending is mistyped begins with a
// father's name.
func begins(patronymic, father string) bool {
	return len(father) >= 4 && len(patronymic) > len(father)+1 && strings.HasPrefix(patronymic, father)
}

// From how many letters on a missing consonant is a slip: Динара is a name of its
// own beside Дильнара, as many short given names are.
const (
	givenSlip = 8
	anySlip   = 4
)

// compareNames compares names as they stand.
func compareNames(a, b name, slip int) Agreement {
	switch {
	case a.text == "" || b.text == "":
		return AgreementUnknown
	case a.text == b.text:
		return AgreementSame
	case len(a.words) == 0 || len(b.words) == 0: // a script without a table
		return AgreementUnknown
	}
	agreement := compareLetters(a.joined(), b.joined(), slip)
	if agreement != AgreementDifferent || len(a.words)+len(b.words) == 2 {
		return agreement
	}
	for _, x := range a.words {
		for _, y := range b.words {
			if compareLetters(x, y, slip) == AgreementSpelling {
				return AgreementPart
			}
		}
	}
	return AgreementDifferent
}

func compareLetters(a, b string, slip int) Agreement {
	longer := max(len(a), len(b))
	switch d := distance(a, b); {
	case d <= min(alike*longer, maxAlike):
		return AgreementSpelling
	case longer < anySlip, longer < slip && d >= missing, d > changedPlace+alike*(longer-anySlip):
		return AgreementDifferent
	}
	return AgreementMistyped
}

func compareBirths(a, b string) Agreement {
	switch {
	case a == "" || b == "":
		return AgreementUnknown
	case a == b:
		return AgreementSame
	case len(a) != len("2006-01-02") || len(b) != len("2006-01-02"):
		return AgreementDifferent
	case a[:5] == b[:5] && a[5:7] == b[8:] && a[8:] == b[5:7]:
		return AgreementDayMonth
	case mistyped(digits(a), digits(b)):
		return AgreementMistyped
	}
	return AgreementDifferent
}

func comparePhones(a, b string) Agreement {
	a, b = digits(a), digits(b)
	switch {
	case a == "" || b == "":
		return AgreementUnknown
	case a == b:
		return AgreementSame
	case mistyped(a, b):
		return AgreementMistyped
	}
	return AgreementDifferent
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// mistyped tells whether two different numbers are the same but for one digit
// that is another, missing or too many, or two neighbours that changed places.
func mistyped(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) == len(b)+1:
		return a[i+1:] == b[i:]
	case len(a) != len(b) || i == len(a):
		return false
	case a[i+1:] == b[i+1:]:
		return true
	}
	return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}
