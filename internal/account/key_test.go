package account

import (
	"errors"
	"testing"

	"zhas/internal/programme"
)

// A server with another key would let nobody in.
func TestALostKey(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		options := w.Options
		options.Key = Key{2}
		other := New(options)
		ok(t, other.ProveKey(t.Context())) // nobody has a second factor
		admin, young := w.administrator(), w.young("young@zhas.example")
		ok(t, w.ProveKey(t.Context()))
		if err := other.ProveKey(t.Context()); !errors.Is(err, ErrKey) {
			t.Errorf("another key: %v", err)
		}
		_, err := other.ResetSecondFactors(w.system(), " ")
		refused(t, err, programme.RefusedRequired, "reason")
		n, err := other.ResetSecondFactors(w.system(), "the disk is gone")
		if err != nil || n != 1 {
			t.Errorf("%d second factors are taken away, %v", n, err)
		}
		ok(t, other.ProveKey(t.Context()))
		if w.Client.RecoveryCode.Query().ExistX(w.system()) || admin.viewer().Account != 0 || young.viewer().Account == 0 {
			t.Error("recovery codes or sessions of a second factor stay, or those of others are gone")
		}
		if found := must(w.accountAt(w.system(), "admin@zhas.example")); *found.SecondFactorResetReason != "the disk is gone" {
			t.Errorf("on record: %v", found)
		}
		if sent := w.deliver(); sent.to != "admin@zhas.example" || sent.subject != "Екінші фактор алынып тасталды" {
			t.Errorf("sent %v", sent)
		}
		w.Service = other
		v, err := w.SignIn(admin.ctx(), "admin@zhas.example", password)
		if ok(t, err); !v.SecondFactorDue || v.HasSecondFactor {
			t.Errorf("signed in as %+v", v)
		}
		admin.enrol()
		ok(t, other.ProveKey(t.Context()))
	})
}
