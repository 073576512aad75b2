package journal

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"entgo.io/ent/dialect"
	"github.com/prometheus/client_golang/prometheus"

	gen "zhas/ent"
)

const (
	// sealRows is how many entries one transaction seals.
	sealRows = 1000
	// pollEvery is how often a sealer looks for entries when there were none.
	pollEvery = 250 * time.Millisecond
	// alarmAfter is how long an entry may wait for its seal.
	alarmAfter = 5 * time.Second
	// headEvery is how often the head is written, when it is another.
	headEvery = time.Minute
	// lastSeal bounds the work at the end of a process.
	lastSeal = 5 * time.Second
	// leaseKey is any number that nothing else locks.
	leaseKey = 0x7365616c
)

// A Sealer gives committed entries their order and chains them. Every replica
// runs one; those of one database take turns.
type Sealer struct {
	client *gen.Client
	log    *slog.Logger
	age    prometheus.Gauge
	late   bool // the alarm was raised and not called off
	failed bool // the last pass failed, which is on the log

	key      ed25519.PrivateKey
	headFile string
	written  link // the head that was written last
}

// SealerOptions are what a Sealer works with.
type SealerOptions struct {
	// Client reads and writes the journal.
	Client *gen.Client
	// Key signs heads, and HeadFile is the file that they are appended to.
	Key      ed25519.PrivateKey
	HeadFile string
	// Registerer takes the metric zhas_journal_unsealed_seconds.
	Registerer prometheus.Registerer
	// Logger gets the alarms.
	Logger *slog.Logger
}

// NewSealer returns a sealer that has yet to Run.
func NewSealer(o SealerOptions) *Sealer {
	s := &Sealer{
		client: o.Client, log: o.Logger, key: o.Key, headFile: o.HeadFile,
		age: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "zhas_journal_unsealed_seconds", Help: "How long the oldest entry of the journal has been waiting for its seal.",
		}),
	}
	o.Registerer.MustRegister(s.age)
	return s
}

// Run seals entries as they come and writes the head every minute, until ctx
// ends; then it does both once more. What fails is logged and tried again. The
// context's viewer must be the system.
func (s *Sealer) Run(ctx context.Context) {
	poll, heads := time.NewTicker(pollEvery), time.NewTicker(headEvery)
	defer poll.Stop()
	defer heads.Stop()
	s.try(ctx, s.writeHead)
	for {
		select {
		case <-ctx.Done():
			s.finish(context.WithoutCancel(ctx))
			return
		case <-poll.C:
			s.try(ctx, s.pass)
		case <-heads.C:
			s.try(ctx, s.writeHead)
		}
	}
}

// finish seals and writes the head for the last time.
func (s *Sealer) finish(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, lastSeal)
	defer cancel()
	s.try(ctx, s.pass)
	s.try(ctx, s.writeHead)
}

// try logs a failure unless the one before is on the log already, or the
// process is about to end.
func (s *Sealer) try(ctx context.Context, do func(context.Context) error) {
	err := do(ctx)
	if err != nil && !s.failed && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "the journal is not sealed; it is tried again", "error", err)
	}
	s.failed = err != nil
}

// pass seals what waits and looks after the alarm.
func (s *Sealer) pass(ctx context.Context) error {
	waiting, err := s.waiting(ctx)
	if err != nil {
		return err
	}
	var failed error
	if waiting > 0 {
		if _, failed = Seal(ctx, s.client); failed == nil {
			if waiting, err = s.waiting(ctx); err != nil {
				return err
			}
		}
	}
	s.age.Set(waiting.Seconds())
	late := waiting > alarmAfter
	switch {
	case late && !s.late:
		s.log.ErrorContext(ctx, "an entry of the journal has been waiting for its seal too long", "waiting", waiting)
	case !late && s.late:
		s.log.InfoContext(ctx, "the journal is sealed again")
	}
	s.late = late
	return failed
}

// waiting is how long the oldest entry without a seal has been waiting, 0 when
// there is none.
func (s *Sealer) waiting(ctx context.Context) (time.Duration, error) {
	var recordedAt int64
	found, err := first(ctx, s.client, []any{&recordedAt}, `SELECT e.recorded_at FROM journal_pending p
		JOIN journal_entries e ON e.id = p.entry_id ORDER BY p.entry_id LIMIT 1`)
	if err != nil || !found {
		return 0, err
	}
	return max(time.Since(time.UnixMicro(recordedAt)), time.Microsecond), nil
}

// Seal seals the entries that are committed and reports how many they were; none
// while another process is at it. It is for commands that write and end; servers
// run a Sealer. The context's viewer must be the system.
func Seal(ctx context.Context, client *gen.Client) (sealed int, err error) {
	for {
		n, err := sealSome(ctx, client)
		sealed += n
		if err != nil || n < sealRows {
			return sealed, err
		}
	}
}

// sealSome seals up to sealRows entries in one transaction.
func sealSome(ctx context.Context, client *gen.Client) (n int, err error) {
	tx, err := client.Tx(ctx)
	if err != nil {
		return 0, fmt.Errorf("sealing: %w", err)
	}
	committed := false
	defer func() {
		if !committed {
			_ = tx.Rollback() // the first error says more
		}
	}()
	if mine, err := lease(ctx, tx); err != nil || !mine {
		return 0, err
	}
	last, err := lastLink(ctx, tx)
	if err != nil {
		return 0, err
	}
	var links []link
	var ids []int64
	err = each(ctx, tx, `SELECT `+columnList("e", columns...)+` FROM journal_pending p
		JOIN journal_entries e ON e.id = p.entry_id ORDER BY p.entry_id LIMIT $1`, []any{sealRows}, func(rows *sql.Rows) error {
		var e stored
		if err := rows.Scan(e.targets()...); err != nil {
			return err
		}
		last = last.seal(&e)
		links, ids = append(links, last), append(ids, e.id)
		return nil
	})
	if err != nil || len(links) == 0 {
		return 0, err
	}
	if err := insertSeals(ctx, tx, links, ids); err != nil {
		return 0, fmt.Errorf("sealing: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return 0, fmt.Errorf("sealing: %w", err)
	}
	committed = true
	return len(links), nil
}

// lease makes the transaction the only one that seals. On SQLite it is, as it
// writes.
func lease(ctx context.Context, tx *gen.Tx) (mine bool, err error) {
	if tx.Dialect() != dialect.Postgres {
		return true, nil
	}
	_, err = first(ctx, tx, []any{&mine}, "SELECT pg_try_advisory_xact_lock($1)", leaseKey)
	return mine, err
}

func insertSeals(ctx context.Context, tx *gen.Tx, links []link, ids []int64) error {
	positions, hashes := make([]int64, len(links)), make([]string, len(links))
	rows := make([][]any, len(links)) // the same for SQLite
	for i, l := range links {
		positions[i], hashes[i] = l.position, l.hash
		rows[i] = []any{l.position, ids[i], l.hash}
	}
	args := []any{positions, ids, hashes}
	if tx.Dialect() != dialect.Postgres {
		text, err := json.Marshal(rows)
		if err != nil {
			return err
		}
		args = []any{string(text)}
	}
	own := []string{"position", "entry_id", "hash"}
	_, err := tx.ExecContext(ctx, `INSERT INTO journal_seals ("position", "entry_id", "hash") `+
		rowsOf(tx.Dialect(), 1, own, []string{"bigint", "bigint", "text"}), args...)
	return err
}

// querier is a client or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// lastLink is the newest place of the chain.
func lastLink(ctx context.Context, q querier) (last link, err error) {
	_, err = first(ctx, q, []any{&last.position, &last.hash}, "SELECT position, hash FROM journal_seals ORDER BY position DESC LIMIT 1")
	return last, err
}

// first scans the row of a query that returns one at most.
func first(ctx context.Context, q querier, targets []any, query string, args ...any) (found bool, err error) {
	err = each(ctx, q, query, args, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(targets...)
	})
	return found, err
}

// each calls do with every row of a query until it returns an error.
func each(ctx context.Context, q querier, query string, args []any, do func(*sql.Rows) error) (err error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("reading the journal: %w", err)
	}
	defer func() {
		if closing := rows.Close(); err == nil && closing != nil {
			err = fmt.Errorf("reading the journal: %w", closing)
		}
	}()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("reading the journal: %w", err)
	}
	return nil
}
