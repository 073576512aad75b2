package journal_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"zhas/ent"
	"zhas/internal/journal"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// BenchmarkWrite measures transactions with and without the journal, in one run
// on the same database: .ci/with-postgres go test -run - -bench Write ./internal/journal
func BenchmarkWrite(b *testing.B) {
	for _, database := range []struct {
		name    string
		options func(testing.TB) store.Options
	}{{"sqlite", testkit.EmptySQLite}, {"postgres", testkit.EmptyPostgres}} {
		s, err := store.Open(b.Context(), database.options(b))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = s.Close() })
		if err := s.Migrate(b.Context()); err != nil {
			b.Fatal(err)
		}
		w := newWorld(b, s)
		w.ctx = viewer.AsSystem(context.Background()) // the benchmarks have contexts of their own
		var code atomic.Int64
		for _, rows := range []int{1, 100} {
			create := func(ctx context.Context, tx *ent.Tx) error {
				list := make([]*ent.SourceCreate, rows)
				for i := range list {
					list[i] = source(tx, fmt.Sprint(code.Add(1)))
				}
				return tx.Source.CreateBulk(list...).Exec(ctx)
			}
			for _, kept := range []struct {
				name string
				ctx  context.Context
			}{{"without", testkit.Setup(w.ctx)}, {"with", w.ctx}} {
				for _, writers := range []int{1, 4} {
					b.Run(fmt.Sprintf("%s/rows=%d/writers=%d/%s", database.name, rows, writers, kept.name), func(b *testing.B) {
						b.SetParallelism(writers) // for each processor
						write := func() {
							if err := journal.Write(kept.ctx, w.client, create); err != nil {
								b.Error(err)
							}
						}
						if writers == 1 {
							for b.Loop() {
								write()
							}
							return
						}
						b.RunParallel(func(pb *testing.PB) {
							for pb.Next() {
								write()
							}
						})
					})
				}
			}
		}
	}
}
