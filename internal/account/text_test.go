package account

import (
	"strings"
	"testing"
	"unicode/utf8"

	"zhas/ent/session"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// named is a browser that calls itself something else.
type named struct {
	*browser
	name string
}

func (n named) Device() string { return n.name }

// What a browser calls itself is any bytes; what is kept of it is a text that
// both databases and backups take.
func TestDevicesAreTexts(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.young("young@zhas.example")
		for sent, want := range map[string]string{
			"bad\xff\xfe":                      "bad",
			"\xffМ" + strings.Repeat("ә", 250): "М" + strings.Repeat("ә", 199),
			"Fire\u202efox\x00\t\n 1":          "Firefox 1",
			strings.Repeat("\xd3", 3000):       "",
		} {
			b := named{w.browser(), sent}
			v, err := w.SignIn(viewer.WithClient(b.ctx(), b), "young@zhas.example", password)
			if err != nil {
				t.Fatalf("%q: %v", sent, err)
			}
			got := w.Client.Session.Query().Where(session.ID(v.Session)).OnlyX(w.system()).Device
			if got != want || !utf8.ValidString(got) {
				t.Errorf("%q is kept as %q, want %q", sent, got, want)
			}
		}
	})
}

// Limits count characters, whatever the letters.
func TestTextsOfPeople(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		admin, young := w.administrator(), w.young("young@zhas.example")
		id := young.viewer().Account
		name := strings.Repeat("Ә", maxName)
		ok(t, w.UpdateProfile(young.ctx(), name, viewer.Kazakh))
		reason := strings.Repeat("Ж", maxReason-5) + "\nа\r\n\t"
		ok(t, w.ResetSecondFactor(admin.ctx(), id, reason))
		ok(t, w.Block(admin.ctx(), id, reason))
		found := w.Client.Account.GetX(w.system(), id)
		if found.Name != name || *found.BlockedReason != strings.TrimSpace(reason) || *found.SecondFactorResetReason != strings.TrimSpace(reason) {
			t.Errorf("kept %v", found)
		}

		var refusals []error
		for _, text := range []string{"a\x00b", "a\x1b[2Jb", "a\u0085b", "a\u202eb", "a\u2066b", "a\u200fb", "a\xffb"} {
			_, err := required(text, "reason", maxReason)
			refused(t, err, programme.RefusedInvalid, "reason")
			_, err = required(text, "name", maxName)
			refused(t, err, programme.RefusedInvalid, "name")
			refusals = append(refusals, w.UpdateProfile(admin.ctx(), text, viewer.Kazakh))
		}
		for _, text := range []string{"a\nb", "a\rb", "a\tb", "a\u2028b", "a\u2029b"} {
			refusals = append(refusals, w.UpdateProfile(admin.ctx(), text, viewer.Kazakh))
		}
		for _, err := range refusals {
			refused(t, err, programme.RefusedInvalid, "name")
		}
		ok(t, w.UpdateProfile(admin.ctx(), " Әлия-Айгүл Ө’Брайен қызы ", viewer.Kazakh))
	})
}
