package programme

import (
	"regexp"
	"strings"
)

var (
	// digitRuns finds digits with what people write between them.
	digitRuns = regexp.MustCompile(`\+?\p{Nd}(?:[\s.,()/_–—-]{0,3}\p{Nd}){9,}`)
	addresses = regexp.MustCompile(`[^\s@]+@[^\s@]+\.[^\s@]{2,}`)
	mobile    = regexp.MustCompile(`(?:^|\+?[78])7\d{9}`)
)

// HoldsContact tells whether a text holds what looks like somebody's identity number,
// mobile telephone or e-mail address, however the digits are set apart: texts for the
// record hold none, as these are sealed.
func HoldsContact(text string) bool {
	if addresses.MatchString(text) {
		return true
	}
	for _, run := range digitRuns.FindAllString(text, -1) {
		var digits strings.Builder
		for _, r := range run {
			switch {
			case r == '+':
				digits.WriteRune(r)
			case r >= '0' && r <= '9':
				digits.WriteRune(r)
			}
		}
		number := digits.String()
		if mobile.MatchString(number) {
			return true
		}
		for number = strings.TrimPrefix(number, "+"); len(number) >= 12; number = number[1:] {
			if CheckIdentificationNumber(number[:12]) == nil {
				return true
			}
		}
	}
	return false
}
