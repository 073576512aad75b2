//go:build !race

package demo_test

import (
	"context"
	"runtime"
	"testing"

	"zhas/ent"
	"zhas/ent/hook"
	"zhas/internal/demo"
	"zhas/internal/store"
	"zhas/internal/testkit"
)

// Five times as many rows are written in the same memory.
func TestMemoryDoesNotGrowWithSize(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := loaded(t, s)
		members, most := 0, uint64(0)
		client.Member.Use(func(next ent.Mutator) ent.Mutator {
			return hook.MemberFunc(func(ctx context.Context, m *ent.MemberMutation) (ent.Value, error) {
				if members%2000 == 0 { // at the start of each statement
					runtime.GC()
					var stats runtime.MemStats
					runtime.ReadMemStats(&stats)
					most = max(most, stats.HeapAlloc)
				}
				members++
				return next.Mutate(ctx, m)
			})
		})
		peak := func(youth int) uint64 {
			t.Helper()
			members, most = 0, 0
			generate(t, client, demo.Options{Youth: youth})
			if _, err := demo.Remove(ctx, client, held(t, client)); err != nil {
				t.Fatal(err)
			}
			return most
		}
		small, large := peak(6_000), peak(testkit.Size(30_000, 200_000))
		t.Logf("%d and %d KiB", small>>10, large>>10)
		if grown := int64(large) - int64(small); grown > 5<<19 {
			t.Errorf("the heap grew by %d KiB with the number of rows", grown>>10)
		}
	})
}
