package account

import (
	"testing"

	"zhas/internal/viewer"
)

// How much the journal grows by a request to reset a password tells nobody whether
// there is an account.
func TestARequestOfAResetWritesAsMuchForAnybody(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.young("young@zhas.example")
		grows := func(email string) int {
			before := w.Client.JournalEntry.Query().CountX(w.system())
			ok(t, w.RequestPasswordReset(w.browser().ctx(), email, viewer.Kazakh))
			w.deliver()
			return w.Client.JournalEntry.Query().CountX(w.system()) - before
		}
		if known, unknown := grows("young@zhas.example"), grows("nobody@zhas.example"); known != unknown {
			t.Errorf("%d entries with an account, %d without", known, unknown)
		}
	})
}
