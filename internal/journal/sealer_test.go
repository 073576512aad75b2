package journal_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"zhas/ent"
	"zhas/internal/journal"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// Eight writers, some of whose transactions roll back and which commit in any
// order, and two replicas that seal meanwhile: no entry is lost, and the order
// has no gap.
func TestReplicasSealWhatWritersWrite(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		var worlds []*world
		for range 2 {
			s, err := store.Open(t.Context(), options)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() })
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			worlds = append(worlds, newWorld(t, s))
		}
		const writers = 8
		rounds := testkit.Size(25, 200)
		sealing, stop := context.WithCancel(viewer.AsSystem(t.Context()))
		var sealers, writing sync.WaitGroup
		for _, w := range worlds {
			sealers.Go(func() {
				if w.store.Dialect() == dialect.SQLite { // where sealing without a pause lets nobody write
					w.sealer.Run(sealing)
					return
				}
				for sealing.Err() == nil {
					if _, err := journal.Seal(sealing, w.client); err != nil && sealing.Err() == nil {
						t.Errorf("sealing: %v", err)
					}
				}
			})
		}
		var written sync.Map
		undone := errors.New("undone")
		for i := range writers {
			w := worlds[i%2]
			random := rand.New(rand.NewPCG(1, uint64(i)))
			writing.Go(func() {
				for round := range rounds {
					code := fmt.Sprintf("%d-%d", i, round)
					rows := 1 + random.IntN(4)
					fails := random.IntN(4) == 0
					err := journal.Write(w.ctx, w.client, func(ctx context.Context, tx *ent.Tx) error {
						for n := range rows {
							if err := source(tx, fmt.Sprint(code, "-", n)).Exec(ctx); err != nil {
								return err
							}
						}
						if fails {
							return undone
						}
						return nil
					})
					switch {
					case fails != errors.Is(err, undone) || !fails && err != nil:
						t.Errorf("writing %s: %v", code, err)
					case !fails:
						written.Store(code, rows)
					}
				}
			})
		}
		writing.Wait()
		stop()
		sealers.Wait()
		w := worlds[0]
		// The lease of a sealer that was broken off ends when the database notices.
		until(t, "all is sealed", func() bool { w.seal(t); return w.number(t, "SELECT COUNT(*) FROM journal_pending") == 0 })
		want := int64(0)
		written.Range(func(_, rows any) bool { want += int64(rows.(int)); return true })
		numbers := func(query string) int64 { return w.number(t, query) }
		got := map[string]int64{
			"entries": numbers("SELECT COUNT(*) FROM journal_entries"), "rows": numbers("SELECT COUNT(*) FROM sources"),
			"seals": numbers("SELECT COUNT(*) FROM journal_seals"), "last": numbers("SELECT MAX(position) FROM journal_seals"),
			"first": numbers("SELECT MIN(position) FROM journal_seals"), "pending": numbers("SELECT COUNT(*) FROM journal_pending"),
		}
		if diff := cmp.Diff(map[string]int64{"entries": want, "rows": want, "seals": want, "last": want, "first": 1, "pending": 0}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if sound, err := journal.Verify(w.ctx, w.client, nil, ""); err != nil || sound.Entries != want || sound.Unsealed != 0 {
			t.Errorf("%v, %v", sound, err)
		}
	})
}

// A transaction that takes its ids first and commits last is sealed last.
func TestOrderIsThatOfCommits(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		if s.Dialect() != "postgres" {
			return // where writers wait for each other
		}
		w := newWorld(t, s)
		slow, err := s.DB().BeginTx(w.ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := slow.ExecContext(w.ctx, `INSERT INTO journal_entries ("transaction", recorded_at, actor_kind, entity, action) VALUES ('slow', 1, 'SYSTEM', 'Slow', 'CREATE')`); err != nil {
			t.Fatal(err)
		}
		w.write(t, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "A").Exec(ctx) })
		if n := w.seal(t); n != 1 {
			t.Fatalf("%d are sealed before the slow one commits", n)
		}
		if err := slow.Commit(); err != nil {
			t.Fatal(err)
		}
		if n := w.seal(t); n != 1 {
			t.Fatalf("%d are sealed after it", n)
		}
		if n := w.number(t, "SELECT position FROM journal_seals s JOIN journal_entries e ON e.id = s.entry_id WHERE e.entity = 'Slow'"); n != 2 {
			t.Errorf("the slow one is at position %d", n)
		}
		if n := w.number(t, "SELECT COUNT(*) FROM journal_entries a JOIN journal_entries b ON a.id < b.id AND a.entity = 'Slow'"); n != 1 {
			t.Error("the slow one did not take its id first")
		}
		if _, err := journal.Verify(w.ctx, w.client, nil, ""); err != nil {
			t.Error(err)
		}
	})
}

// While a replica holds the lease the others do nothing; more than one
// transaction's worth is sealed all the same.
func TestManyAreSealedByWhoHasTheLease(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		const rows = 2345
		w.write(t, func(ctx context.Context, tx *ent.Tx) error {
			list := make([]*ent.SourceCreate, rows)
			for i := range list {
				list[i] = source(tx, fmt.Sprint(i))
			}
			return tx.Source.CreateBulk(list...).Exec(ctx)
		})
		if w.store.Dialect() == "postgres" {
			other, err := w.store.DB().BeginTx(w.ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := other.ExecContext(w.ctx, "SELECT pg_advisory_xact_lock(1936023916)"); err != nil {
				t.Fatal(err)
			}
			if n := w.seal(t); n != 0 {
				t.Errorf("%d are sealed without the lease", n)
			}
			if err := other.Rollback(); err != nil {
				t.Fatal(err)
			}
		}
		if n := w.seal(t); n != rows {
			t.Errorf("%d are sealed, want %d", n, rows)
		}
		if sound, err := journal.Verify(w.ctx, w.client, nil, ""); err != nil || sound.Entries != rows {
			t.Errorf("%v, %v", sound, err)
		}
	})
}

// A sealer that runs seals, writes the head when it ends, and raises the alarm
// once for entries that wait too long.
func TestRunSealsAndRaisesTheAlarm(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.write(t, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "A").Exec(ctx) })
		ctx, stop := context.WithCancel(w.ctx)
		registry := prometheus.NewRegistry()
		key, err := journal.Key(filepath.Join(t.TempDir(), "new", "journal.key"))
		if err != nil {
			t.Fatal(err)
		}
		log := &lockedBuffer{}
		sealer := journal.NewSealer(journal.SealerOptions{
			Client: w.client, Key: key, HeadFile: w.heads, Registerer: registry, Logger: slog.New(slog.NewTextHandler(log, nil)),
		})
		var done sync.WaitGroup
		done.Go(func() { sealer.Run(ctx) })
		until(t, "the entry is sealed", func() bool { return w.number(t, "SELECT COUNT(*) FROM journal_seals") == 1 })
		if gauge(t, registry) != 0 {
			t.Errorf("%v s without a seal", gauge(t, registry))
		}
		// Sealing fails from now on, and an old entry comes.
		w.exec(t, "ALTER TABLE journal_seals RENAME TO stolen")
		w.exec(t, `INSERT INTO journal_entries ("transaction", recorded_at, actor_kind, entity, action) VALUES ('old', $1, 'SYSTEM', 'Old', 'CREATE')`,
			time.Now().Add(-10*time.Second).UnixMicro())
		until(t, "the failure is on the log", func() bool { return strings.Contains(log.String(), "it is tried again") })
		until(t, "the alarm is raised", func() bool {
			return strings.Contains(log.String(), "waiting for its seal too long") && gauge(t, registry) >= 10
		})
		w.exec(t, "ALTER TABLE stolen RENAME TO journal_seals")
		until(t, "the alarm is called off", func() bool { return strings.Contains(log.String(), "is sealed again") && gauge(t, registry) == 0 })
		if n := strings.Count(log.String(), "too long"); n != 1 {
			t.Errorf("the alarm was raised %d times:\n%s", n, log)
		}
		w.write(t, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "B").Exec(ctx) })
		stop()
		done.Wait()
		if n := w.number(t, "SELECT COUNT(*) FROM journal_seals"); n != 3 {
			t.Errorf("%d are sealed at the end", n)
		}
		if heads := w.readHeads(t); len(heads) == 0 || heads[len(heads)-1].Position != 3 {
			t.Errorf("the heads at the end are %+v", heads)
		}
	})
}

// lockedBuffer is a log that is read while it is written.
type lockedBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// until waits for something that happens beside the test.
func until(t *testing.T, what string, happened func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !happened(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never happens that %s", what)
		}
	}
}

// gauge is zhas_journal_unsealed_seconds.
func gauge(t *testing.T, registry *prometheus.Registry) float64 {
	t.Helper()
	families, err := registry.Gather()
	if err != nil || len(families) != 1 || families[0].GetName() != "zhas_journal_unsealed_seconds" {
		t.Fatalf("%v, %v", families, err)
	}
	return families[0].GetMetric()[0].GetGauge().GetValue()
}
