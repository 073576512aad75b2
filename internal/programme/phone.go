package programme

import "strings"

// NormalizePhone returns the one spelling of a telephone number: + and 8 to 15
// digits, as E.164 has it. A number without the code of a country is one of
// Kazakhstan (8 701 …, 701 …). ok is false for what is no number.
func NormalizePhone(text string) (number string, ok bool) {
	var digits strings.Builder
	plus := false
	for i, c := range strings.TrimSpace(text) {
		switch {
		case '0' <= c && c <= '9':
			digits.WriteRune(c)
		case c == '+' && i == 0:
			plus = true
		case !strings.ContainsRune(" -()\u00a0", c):
			return "", false
		}
	}
	number = digits.String()
	switch {
	case plus:
	case len(number) == 11 && (number[0] == '8' || number[0] == '7'):
		number = "7" + number[1:]
	case len(number) == 10:
		number = "7" + number
	default:
		return "", false
	}
	if len(number) < 8 || len(number) > 15 || number[0] == '0' || number[0] == '7' && len(number) != 11 {
		return "", false
	}
	return "+" + number, true
}
