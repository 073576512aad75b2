package programme

import "fmt"

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
