//go:build unix && !race

package graph

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"syscall"
	"testing"
	"time"

	"zhas/ent"
	"zhas/ent/privacy"
	_ "zhas/ent/runtime" // policies and hooks
	"zhas/internal/facts"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// attackBudget is the processor time that answering one attack may take.
const attackBudget = 250 * time.Millisecond

// TestAttacksAreCheap does not run in parallel with other tests: it measures
// the processor time of the whole process.
func TestAttacksAreCheap(t *testing.T) {
	t.Run("toy", func(t *testing.T) { measureAttacks(t, newToyHandler(t)) })
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client := ent.NewClient(ent.Driver(s.Driver()))
		if _, err := facts.Load(viewer.AsSystem(t.Context()), client); err != nil {
			t.Fatal(err)
		}
		h := NewHandler(NewExecutableSchema(Config{Resolvers: NewResolver(client, nil, nil)}), Options{
			IsHidden: func(err error) bool { return ent.IsNotFound(err) || errors.Is(err, privacy.Deny) },
		})
		measureAttacks(t, h)
	})
}

// measureAttacks sends every attack to h and checks what it costs.
func measureAttacks(t *testing.T, h http.Handler) {
	var slowest, largest string
	var most time.Duration
	var size int
	for _, a := range attackCorpus() {
		t.Run(a.name, func(t *testing.T) {
			public := viewer.Anybody(viewer.Kazakh)
			r, w := a.request(), httptest.NewRecorder()
			r = r.WithContext(viewer.NewContext(t.Context(), public))
			start := processorTime(t)
			h.ServeHTTP(w, r)
			spent := processorTime(t) - start
			if spent > attackBudget {
				t.Errorf("took %s of processor time", spent)
			}
			checkBounds(t, w)
			if spent > most {
				slowest, most = a.name, spent
			}
			if w.Body.Len() > size {
				largest, size = a.name, w.Body.Len()
			}
		})
	}
	t.Logf("%d attacks; at most %s of processor time (%s), at most %d bytes (%s)",
		len(attackCorpus()), most, slowest, size, largest)
}

// processorTime is what the process has spent so far, in user and system mode.
func processorTime(t *testing.T) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
