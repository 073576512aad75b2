package personal

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"zhas/internal/likeness"
	"zhas/internal/programme"
)

// Copies are what is repeated in clear of a young person's values: what search,
// order and statistics need, and nothing else.
type Copies struct {
	FamilyName, GivenName, Spellings string

	BirthYear  *int
	Sex        *programme.Sex
	Education  *programme.Schooling
	Occupation *programme.Occupation
	Categories []programme.Circumstance

	Keys []string // by which those are found who may be the same person
}

// copied are the fields that copies follow from.
var copied = []programme.PersonalField{
	programme.PersonalNames, programme.PersonalSex, programme.PersonalBirthDate, programme.PersonalEducation,
	programme.PersonalOccupation, programme.PersonalCategories,
}

// CopiesOf are the copies of values, all of whose copied fields are there.
func CopiesOf(values Values) (c Copies, err error) {
	var names programme.Names
	if err := decode(values, programme.PersonalNames, &names); err != nil {
		return c, err
	}
	shown := names.Shown()
	c.FamilyName, c.GivenName, c.Spellings = shown.Family, shown.Given, names.Others()
	if day := values[programme.PersonalBirthDate]; len(day) >= 4 {
		year, err := strconv.Atoi(day[:4])
		if err != nil {
			return c, fmt.Errorf("a birth date without a year: %w", err)
		}
		c.BirthYear = &year
	}
	c.Sex = given[programme.Sex](values, programme.PersonalSex)
	c.Education = given[programme.Schooling](values, programme.PersonalEducation)
	c.Occupation = given[programme.Occupation](values, programme.PersonalOccupation)
	for _, person := range Likenesses(names, "", "") {
		c.Keys = append(c.Keys, likeness.Keys(person)...)
	}
	slices.Sort(c.Keys)
	c.Keys = slices.Compact(c.Keys)
	return c, decode(values, programme.PersonalCategories, &c.Categories)
}

// Likenesses are what likeness compares of a person: one for each alphabet that
// they write their name in.
func Likenesses(names programme.Names, birth programme.Date, phone string) (people []likeness.Person) {
	for _, name := range []*programme.FullName{names.Kazakh, names.Russian, names.Latin} {
		if name != nil {
			people = append(people, likeness.Person{
				FamilyName: name.Family, GivenName: name.Given, Patronymic: name.Patronymic, Birth: birth, Phone: phone,
			})
		}
	}
	return people
}

// decode reads a value that is JSON; one that is not there changes nothing.
func decode(values Values, field programme.PersonalField, into any) error {
	text := values[field]
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		return fmt.Errorf("%s is no JSON of its kind: %w", field, err)
	}
	return nil
}

func given[T ~string](values Values, field programme.PersonalField) *T {
	text, ok := values[field]
	if !ok || text == "" {
		return nil
	}
	value := T(text)
	return &value
}

// Encode writes names, circumstances and the like as a value.
func Encode(value any) (string, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("writing a value: %w", err)
	}
	return string(text), nil
}
