package programme

import "testing"

// Texts for the record hold nobody's number or address.
func TestTextsThatHoldAContact(t *testing.T) {
	t.Parallel()
	for text, holds := range map[string]bool{
		"":                                       false,
		"The hospital asks for the family":       false,
		"On 23.11.2026 at 14:30, letter 12/2026": false,
		"Request 2026-11-23/123":                 false,
		"phone 8 701 123 45 67 or 12":            true,
		"1 000 000 tenge of 23.11.2026":          false,
		"019900000016":                           true,
		"ИИН 0199 0000 0016, см. дело":           true,
		"010203.524.144 or 019900.000.016":       true,
		"x019900000016y":                         true,
		"letter 5/019900000016":                  true,
		"+7 701 123 45 67":                       true,
		"8(701)123-45-67":                        true,
		"phone 7011234567":                       true,
		"ana@zhas.example asks":                  true,
		"at 5 p.m. @ the office":                 false,
		"019900000017":                           false, // the check digit is wrong
	} {
		if HoldsContact(text) != holds {
			t.Errorf("%q: %t", text, !holds)
		}
	}
}
