package account

import (
	"net/netip"
	"testing"

	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// A school registers from one address: links that work are not counted.
func TestWrongLinksAreCounted(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		b := w.browser()
		ok(t, w.Register(b.ctx(), "young@zhas.example", viewer.Kazakh))
		token := w.token(w.deliver().text)
		open := func(token string) error { _, _, err := w.Invited(b.ctx(), token); return err }
		for range 2 * usingLink.address.burst {
			ok(t, open(token))
		}
		if n := w.Client.Throttle.Query().CountX(w.system()); n != 3 { // of asking for mail
			t.Errorf("%d subjects are counted", n)
		}
		for i := range usingLink.address.burst {
			if i%2 == 0 {
				refused(t, open("wrong"), programme.RefusedLink, "token")
			} else {
				refused(t, w.ResetPassword(b.ctx(), "wrong", password), programme.RefusedLink, "token")
			}
		}
		refused(t, open("wrong"), programme.RefusedThrottled, "")
		refused(t, w.ResetPassword(b.ctx(), "wrong", password), programme.RefusedThrottled, "")
		ok(t, open(token))
		b.address = netip.MustParseAddr("192.0.2.8")
		refused(t, open("wrong"), programme.RefusedLink, "token")
		b.address = netip.Addr{}
		refused(t, open("wrong"), programme.RefusedLink, "token")
	})
}
