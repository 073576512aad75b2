package account

import (
	"slices"
	"strings"
	"testing"

	"zhas/internal/programme"
)

func TestWellKnownPasswords(t *testing.T) {
	t.Parallel()
	for _, password := range []string{
		"Password1234!", "password!!!!", "qwertyuiop12", "QwertyUiop[]", "Baseball1999", "йцукенгшщзхъ", "Фывапролджэ-2031", "әіңғүұқөһ7777",
		"abababababab", "abcabcabcabca", "almatyalmaty", "zhasyzzhasyz", "aaaaaaaaaaab", "121221212112",
	} {
		refused(t, checkPassword(password, "who@zhas.example", "password"), programme.RefusedTooCommon, "password")
	}
	for _, password := range []string{"845930284756", "an apple a day", "passwordsAreDull", "абвгдежабвгдеж", "!#%&()*+,-./"} {
		if err := checkPassword(password, "who@zhas.example", "password"); err != nil {
			t.Errorf("%s: %v", password, err)
		}
	}
	lines := strings.Fields(commonPasswords)
	if !slices.IsSorted(lines) {
		t.Error("the list is not sorted")
	}
}
