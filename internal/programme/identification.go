package programme

import (
	"errors"
	"fmt"
	"strconv"
)

// Why a text is no identification number.
var (
	ErrIdentificationForm  = errors.New("an identification number has twelve digits")
	ErrIdentificationCheck = errors.New("the last digit of an identification number does not fit the others")
)

// CheckIdentificationNumber checks an individual's number (IIN) or an
// organisation's (BIN): twelve digits, the last of which follows from the others
// (Government Resolutions of 11 June 2003 No. 565 and 22 May 2007 No. 406). What
// the digits seem to say of birth date, sex or kind is no reason to refuse one:
// since the Resolution of 26 August 2013 No. 853 they need not agree.
func CheckIdentificationNumber(number string) error {
	if len(number) != 12 {
		return ErrIdentificationForm
	}
	var digits [12]int
	for i := range digits {
		if number[i] < '0' || number[i] > '9' {
			return ErrIdentificationForm
		}
		digits[i] = int(number[i] - '0')
	}
	if check, issued := identificationCheck([11]int(digits[:11])); !issued || check != digits[11] {
		return ErrIdentificationCheck
	}
	return nil
}

// InventedIdentificationNumber returns the n-th identity number of the
// demonstration, of ten million. It has a check digit as any other, and 99 in the
// place of the month of birth, which no number that was issued has: numbers begin
// with year, month and day (S48, S49).
func InventedIdentificationNumber(n int) string {
	for year := 0; ; year++ {
		number := fmt.Sprintf("%02d99%07d", year%100, n%10_000_000)
		var digits [11]int
		for i := range digits {
			digits[i] = int(number[i] - '0')
		}
		if check, issued := identificationCheck(digits); issued {
			return number + strconv.Itoa(check)
		}
	}
}

// identificationCheck is the digit that follows from eleven others; issued is
// false for those that no number begins with.
func identificationCheck(digits [11]int) (check int, issued bool) {
	for _, shift := range []int{0, 2} { // the weights 1…11, then 3…11, 1, 2
		sum := 0
		for i, digit := range digits {
			sum += digit * ((i+shift)%11 + 1)
		}
		if sum %= 11; sum < 10 {
			return sum, true
		}
	}
	return 0, false
}
