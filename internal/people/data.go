package people

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zhas/internal/personal"
	"zhas/internal/programme"
)

const (
	maxNamePart = 100
	maxAddress  = 500
	maxDocument = 50
)

// oldest is the earliest birth date that is taken for one.
const oldest = programme.Date("1900-01-01")

// Data is what people tell of themselves.
type Data struct {
	Names      programme.Names
	Sex        *programme.Sex
	BirthDate  programme.Date
	IIN        string
	Phone      string
	Address    string
	Document   string
	Education  *programme.Schooling
	Occupation *programme.Occupation
	Categories []programme.VulnerabilityCategory
}

// values are the data in the one spelling that each is held in, all of them: what
// is not told is empty.
func (d Data) values() (personal.Values, error) {
	names, err := d.names()
	if err != nil {
		return nil, err
	}
	number := strings.Join(strings.Fields(d.IIN), "")
	if number == "" {
		return nil, programme.Refuse(programme.RefusedRequired, "iin")
	}
	if programme.CheckIdentificationNumber(number) != nil {
		return nil, programme.Refuse(programme.RefusedInvalid, "iin")
	}
	phone, ok := programme.NormalizePhone(d.Phone)
	if !ok {
		return nil, programme.Refuse(programme.RefusedInvalid, "phone")
	}
	if today := programme.Date(time.Now().UTC().Format(time.DateOnly)); d.BirthDate.Year() == 0 || d.BirthDate < oldest || d.BirthDate > today {
		return nil, programme.Refuse(programme.RefusedInvalid, "birthDate")
	}
	address, err := text(d.Address, "address", maxAddress)
	if err != nil {
		return nil, err
	}
	document, err := text(d.Document, "document", maxDocument)
	if err != nil {
		return nil, err
	}
	circumstances := make([]programme.Circumstance, 0, len(d.Categories))
	told := map[programme.VulnerabilityCategory]bool{}
	for _, category := range d.Categories {
		if !told[category] {
			told[category] = true
			circumstances = append(circumstances, programme.Circumstance{Category: category, Attestation: programme.AttestationDeclared})
		}
	}
	categories, err := personal.Encode(circumstances)
	if err != nil {
		return nil, err
	}
	return personal.Values{
		programme.PersonalNames: names, programme.PersonalSex: orEmpty(d.Sex), programme.PersonalBirthDate: string(d.BirthDate),
		programme.PersonalIIN: number, programme.PersonalPhone: phone, programme.PersonalAddress: address, programme.PersonalDocument: document,
		programme.PersonalEducation: orEmpty(d.Education), programme.PersonalOccupation: orEmpty(d.Occupation),
		programme.PersonalCategories: categories,
	}, nil
}

func orEmpty[T ~string](value *T) string {
	if value == nil {
		return ""
	}
	return string(*value)
}

// names are the names as they are held, at least one.
func (d Data) names() (string, error) {
	names := d.Names
	given := 0
	for _, name := range []struct {
		full  **programme.FullName
		field string
	}{{&names.Kazakh, "kazakhName"}, {&names.Russian, "russianName"}, {&names.Latin, "latinName"}} {
		if *name.full == nil {
			continue
		}
		full := **name.full
		for _, part := range []*string{&full.Family, &full.Given, &full.Patronymic} {
			var err error
			if *part, err = text(*part, name.field, maxNamePart); err != nil {
				return "", err
			}
			if strings.ContainsFunc(*part, func(c rune) bool {
				return !unicode.IsLetter(c) && !unicode.IsMark(c) && !strings.ContainsRune(" -'’ʼ.", c)
			}) {
				return "", programme.Refuse(programme.RefusedInvalid, name.field)
			}
		}
		if full.Family == "" || full.Given == "" {
			return "", programme.Refuse(programme.RefusedRequired, name.field)
		}
		*name.full = &full
		given++
	}
	if given == 0 {
		return "", programme.Refuse(programme.RefusedRequired, "kazakhName")
	}
	return personal.Encode(names)
}

// text returns one line of a person, without needless space; empty when there is
// none.
func text(told, field string, longest int) (string, error) {
	if !utf8.ValidString(told) || strings.ContainsFunc(told, func(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) }) {
		return "", programme.Refuse(programme.RefusedInvalid, field)
	}
	told = norm.NFC.String(strings.Join(strings.Fields(told), " "))
	if utf8.RuneCountInString(told) > longest {
		return "", &programme.Refusal{Code: programme.RefusedTooLong, Field: field, Amount: longest}
	}
	return told, nil
}
