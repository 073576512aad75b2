package journal_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"zhas/ent"
	"zhas/ent/journalentry"
	_ "zhas/ent/runtime"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// world is a database with a journal.
type world struct {
	store  *store.Store
	client *ent.Client
	ctx    context.Context // of the system
	sealer *journal.Sealer
	heads  string // the file of heads
	log    *bytes.Buffer
}

func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) { test(t, newWorld(t, s)) })
}

func newWorld(t testing.TB, s *store.Store) *world {
	t.Helper()
	key, err := journal.Key(filepath.Join(t.TempDir(), "journal.key"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{
		store: s, client: ent.NewClient(ent.Driver(s.Driver())), ctx: viewer.AsSystem(t.Context()),
		heads: filepath.Join(t.TempDir(), "heads.jsonl"), log: new(bytes.Buffer),
	}
	w.sealer = journal.NewSealer(journal.SealerOptions{
		Client: w.client, Key: key, HeadFile: w.heads, Registerer: prometheus.NewRegistry(), Logger: slog.New(slog.NewTextHandler(w.log, nil)),
	})
	return w
}

// write runs do in a journalled transaction, which has to succeed.
func (w *world) write(t testing.TB, do func(ctx context.Context, tx *ent.Tx) error) {
	t.Helper()
	if err := journal.Write(w.ctx, w.client, do); err != nil {
		t.Fatal(err)
	}
}

// source creates a source with a code.
func source(tx *ent.Tx, code string) *ent.SourceCreate {
	return tx.Source.Create().SetCode(code).SetDescriptionKk("а").SetDescriptionRu("б").SetDescriptionEn("c")
}

// figureOf creates a figure of a source.
func figureOf(tx *ent.Tx, code string, from *ent.Source) *ent.FigureCreate {
	return tx.Figure.Create().SetCode(code).SetMeasure(programme.MeasureYouth).SetQualifier(programme.Exactly).SetBasis(programme.Reported).
		SetValue(1).SetUnit(programme.UnitPeople).SetPeriodStart("2018-01-01").SetPeriodEnd("2018-12-31").SetSource(from)
}

// seal seals what waits and returns how much that was.
func (w *world) seal(t testing.TB) int {
	t.Helper()
	n, err := journal.Seal(w.ctx, w.client)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// entries are the entries after one, in order.
func (w *world) entries(t testing.TB, after int) []*ent.JournalEntry {
	t.Helper()
	list, err := w.client.JournalEntry.Query().Where(journalentry.IDGT(after)).Order(journalentry.ByID()).All(w.ctx)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// exec runs a statement past the program.
func (w *world) exec(t testing.TB, statement string, args ...any) {
	t.Helper()
	if _, err := w.store.DB().ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatalf("%s %v: %v", statement, args, err)
	}
}

// number is the one number that a query returns.
func (w *world) number(t testing.TB, query string, args ...any) (n int64) {
	t.Helper()
	if err := w.store.DB().QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// get is what a nullable column has, in words.
func get[T any](value *T) string {
	if value == nil {
		return "none"
	}
	return fmt.Sprint(*value)
}
