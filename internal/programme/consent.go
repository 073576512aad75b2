package programme

import (
	"fmt"
	"time"
)

// consentAge is the age in years from which a person consents alone.
const consentAge = 18

// MayConsent tells whether a person who was born on born consents alone on a
// day; before that a guardian does. It is so from the eighteenth birthday on,
// for those born on 29 February from 1 March. What is no date is an error.
func MayConsent(born, day Date) (bool, error) {
	birth, err := born.utc()
	if err != nil {
		return false, fmt.Errorf("birth date: %w", err)
	}
	asked, err := day.utc()
	if err != nil {
		return false, fmt.Errorf("day of consent: %w", err)
	}
	return !asked.Before(birth.AddDate(consentAge, 0, 0)), nil
}

// GuardianConsentEnd is the last day on which a guardian's consent counts for who
// was born on born: 31 March after the year in which they come of age. They have
// three months then, whenever their birthday is, to consent themself; and the day
// tells nothing but the year of birth. What is no date is an error.
func GuardianConsentEnd(born Date) (Date, error) {
	birth, err := born.utc()
	if err != nil {
		return "", fmt.Errorf("birth date: %w", err)
	}
	return dateOf(time.Date(birth.Year()+consentAge+1, time.March, 31, 0, 0, 0, 0, time.UTC)), nil
}
