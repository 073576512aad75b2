package programme

import (
	"errors"
	"fmt"
	"testing"
)

func TestTheLastDigitFollowsFromTheOthers(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]error{
		"000115500008":  nil, // by the first weights
		"000115500908":  nil, // by the second
		"170140000006":  nil,
		"170140000706":  nil,
		"000115500009":  ErrIdentificationCheck,
		"010115500008":  ErrIdentificationCheck,
		"":              ErrIdentificationForm,
		"00011550000":   ErrIdentificationForm,
		"0001155000080": ErrIdentificationForm,
		"00011550000a":  ErrIdentificationForm,
		"00011550000-":  ErrIdentificationForm,
		"٠٠٠١١٥":        ErrIdentificationForm, // twelve bytes, no digit of ours
	} {
		if err := CheckIdentificationNumber(number); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", number, err, want)
		}
	}
	for _, prefix := range []string{"00011550091", "17014000072"} {
		for last := range 10 {
			if number := fmt.Sprint(prefix, last); CheckIdentificationNumber(number) == nil {
				t.Errorf("%s is taken, which is never issued", number)
			}
		}
	}
}

// Of ten numbers that differ in the last digit one is right at most.
func FuzzIdentificationNumber(f *testing.F) {
	f.Add("000115500008")
	f.Add("17014000070x")
	f.Fuzz(func(t *testing.T, text string) {
		if CheckIdentificationNumber(text) != nil {
			return
		}
		for last := byte('0'); last <= '9'; last++ {
			other := text[:11] + string(last)
			if other != text && CheckIdentificationNumber(other) == nil {
				t.Fatalf("both %s and %s are right", text, other)
			}
		}
	})
}
