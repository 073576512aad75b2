package programme

import "testing"

func TestATelephoneNumberHasOneSpelling(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"+7 701 123-45-67": "+77011234567", "8 (701) 123 45 67": "+77011234567", "7011234567": "+77011234567", "77011234567": "+77011234567",
		"+998 90 123 45 67": "+998901234567", " +7\u00a0701\u00a0123\u00a045\u00a067 ": "+77011234567",
		"": "", "+": "", "123": "", "+7 701 123": "", "+0123456789": "", "701-CALL-ME": "", "+7+7011234567": "", "+1234567890123456": "", "٧٠١١٢٣٤٥٦٧": "",
	} {
		number, ok := NormalizePhone(text)
		if number != want || ok != (want != "") {
			t.Errorf("%q is %q, %t, want %q", text, number, ok, want)
		}
		if again, _ := NormalizePhone(number); again != number {
			t.Errorf("%q is read again as %q", number, again)
		}
	}
}
