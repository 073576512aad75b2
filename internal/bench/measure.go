package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"zhas/internal/store"
)

// A cost is what one question costs one contestant.
type cost struct {
	server, database time.Duration // processor time a request, medians
	total            time.Duration // of both, median
	statements       int64
	bytes            int
}

// A report is what a run found out.
type report struct {
	settings    settings
	questions   []*question
	contestants []contestant
	costs       map[*question][]cost    // by contestant
	requests    map[*question][]request // by contestant
	idle, peak  []int64                 // memory by contestant
	machine     machine
}

// measure prepares the databases, checks that all answer alike, and measures.
func measure(ctx context.Context, s settings, logs io.Writer) (_ *report, err error) {
	dir, err := os.MkdirTemp("", "zhas-bench.")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	address, drop, err := createPostgres(ctx, s.server)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, drop()) }()

	onPostgres, onSQLite := store.Options{DatabaseURL: address}, store.Options{DataDir: dir}
	for _, options := range []store.Options{onPostgres, onSQLite} {
		if err := fill(ctx, options, s, logs); err != nil {
			return nil, err
		}
	}
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, conn.Close(context.WithoutCancel(ctx))) }()
	if err := forPostGraphile(ctx, conn); err != nil {
		return nil, err
	}
	r := &report{settings: s, costs: map[*question][]cost{}, requests: map[*question][]request{}, contestants: []contestant{
		{kind: "rows", database: "postgres", options: onPostgres},
		{kind: "zhas", database: "postgres", options: onPostgres},
	}}
	if s.postgraphile != "" {
		r.contestants = append(r.contestants, contestant{kind: "postgraphile", database: "postgres", options: onPostgres, folder: s.postgraphile})
	}
	r.contestants = append(r.contestants,
		contestant{kind: "rows", database: "sqlite3", options: onSQLite},
		contestant{kind: "zhas", database: "sqlite3", options: onSQLite})
	if r.machine, err = describe(ctx, conn, s); err != nil {
		return nil, err
	}
	if r.questions, err = questions(ctx, conn); err != nil {
		return nil, err
	}
	r.questions = slices.DeleteFunc(r.questions, func(q *question) bool { return !strings.Contains(q.title, s.only) })
	if len(r.questions) == 0 {
		return nil, fmt.Errorf("no question's title has the text %q", s.only)
	}
	if err := r.check(ctx, address, logs); err != nil {
		return nil, err
	}
	database, err := findPostgres(ctx, conn)
	if err != nil {
		return nil, err
	}
	err = r.race(ctx, database, logs)
	return r, err
}

// check asks every question of every server once, counts statements and bytes,
// and compares the answers with those of rows.
func (r *report) check(ctx context.Context, address string, logs io.Writer) (err error) {
	through, err := count(address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, through.close()) }()
	want := map[*question]any{}
	for _, c := range r.contestants {
		if err := r.checkOne(ctx, c, through, want); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(logs, "%s answers as it should on %s\n", c.kind, c.database); err != nil {
			return err
		}
	}
	return nil
}

func (r *report) checkOne(ctx context.Context, c contestant, through *counter, want map[*question]any) (err error) {
	url := c.options.DatabaseURL
	if url != "" {
		url = through.address
	}
	s, err := c.start(ctx, url)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	counted := func() (int64, error) {
		if url != "" {
			return through.statements.Load(), nil
		}
		return s.statements(ctx)
	}
	for _, q := range r.questions {
		asked, err := s.prepare(ctx, q)
		if err != nil {
			return err
		}
		if _, err := s.ask(ctx, asked); err != nil { // connects and prepares
			return err
		}
		before, err := counted()
		if err != nil {
			return err
		}
		answer, err := s.ask(ctx, asked)
		if err != nil {
			return err
		}
		after, err := counted()
		if err != nil {
			return err
		}
		r.requests[q] = append(r.requests[q], asked)
		r.costs[q] = append(r.costs[q], cost{statements: after - before, bytes: len(answer)})
		got, err := content(answer)
		if err != nil {
			return err
		}
		if first, known := want[q]; !known {
			want[q] = got
		} else if !equal(got, first) {
			return fmt.Errorf("%s on %s does not answer %q as rows does: %s", c.kind, c.database, q.title, difference(got, first))
		}
	}
	return nil
}

// content is the data of an answer, without what every server writes its own
// way: the cursors, the form of instants and numbers (PostGraphile sends 64-bit
// ones as text), and the order of a dashboard's counts.
func content(answer []byte) (any, error) {
	var whole struct{ Data map[string]any }
	if err := json.Unmarshal(answer, &whole); err != nil {
		return nil, err
	}
	if counts, ok := whole.Data["socialProjectCounts"].([]any); ok {
		slices.SortFunc(counts, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	}
	return plain(whole.Data), nil
}

func plain(value any) any {
	switch value := value.(type) {
	case map[string]any:
		delete(value, "endCursor")
		for name := range value {
			value[name] = plain(value[name])
		}
	case []any:
		for i := range value {
			value[i] = plain(value[i])
		}
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case string:
		if t, err := time.Parse(time.RFC3339Nano, value); err == nil {
			return t.UnixMicro()
		}
	}
	return value
}

// A racer is a server with its requests and the blocks measured so far.
type racer struct {
	*server
	requests []request
	sizes    []int // of the blocks, by question
	blocks   [][]cost
}

// race measures all servers in turn, block by block.
func (r *report) race(ctx context.Context, database postgres, logs io.Writer) (err error) {
	var racers []*racer
	defer func() {
		for _, one := range racers {
			err = errors.Join(err, one.stop())
		}
	}()
	for i, c := range r.contestants {
		if r.settings.profiles != "" {
			c.profile = filepath.Join(r.settings.profiles, c.kind+"-"+c.database+".prof")
		}
		s, err := c.start(ctx, c.options.DatabaseURL)
		if err != nil {
			return err
		}
		one := &racer{server: s, blocks: make([][]cost, len(r.questions))}
		for _, q := range r.questions {
			one.requests = append(one.requests, r.requests[q][i])
		}
		racers = append(racers, one)
		resident, err := memory(s.command.Process.Pid, "VmRSS")
		if err != nil {
			return err
		}
		r.idle = append(r.idle, resident)
		if err := one.warmUp(ctx, r, database); err != nil {
			return err
		}
	}
	for round := range r.settings.rounds {
		for n := range r.questions {
			for i := range racers {
				// Everybody comes first at times.
				one := racers[(i+round)%len(racers)]
				spent, err := one.block(ctx, n, one.sizes[n], database)
				if err != nil {
					return err
				}
				one.blocks[n] = append(one.blocks[n], spent)
			}
		}
		if _, err := fmt.Fprintf(logs, "round %d of %d\n", round+1, r.settings.rounds); err != nil {
			return err
		}
	}
	for i, one := range racers {
		peak, err := memory(one.command.Process.Pid, "VmHWM")
		if err != nil {
			return err
		}
		r.peak = append(r.peak, peak)
		for n, q := range r.questions {
			c := &r.costs[q][i]
			c.server = median(one.blocks[n], func(c cost) time.Duration { return c.server })
			c.database = median(one.blocks[n], func(c cost) time.Duration { return c.database })
			c.total = median(one.blocks[n], func(c cost) time.Duration { return c.server + c.database })
		}
	}
	return nil
}

// warmUp asks every question until caches and plans have settled, and chooses
// how many requests make a block.
func (one *racer) warmUp(ctx context.Context, r *report, database postgres) error {
	for n := range r.questions {
		size := 1
		for _, requests := range []int{1, 10, 10} { // PostgreSQL settles for a plan at the sixth
			spent, err := one.block(ctx, n, min(requests, 2*size), database)
			if err != nil {
				return err
			}
			each := max(spent.server+spent.database, time.Microsecond)
			size = int(math.Ceil(float64(r.settings.block) / float64(each)))
		}
		one.sizes = append(one.sizes, min(size, 500))
	}
	return nil
}

// block sends one question as often as given and returns what a request cost.
func (one *racer) block(ctx context.Context, n, requests int, database postgres) (cost, error) {
	clocks := func() (own, theirs time.Duration, err error) {
		own, err = processorTime(one.command.Process.Pid)
		if err == nil && one.database == "postgres" {
			theirs, err = database.processorTime()
		}
		return own, theirs, err
	}
	own, theirs, err := clocks()
	if err != nil {
		return cost{}, err
	}
	for range requests {
		if _, err := one.ask(ctx, one.requests[n]); err != nil {
			return cost{}, err
		}
	}
	ownAfter, theirsAfter, err := clocks()
	return cost{
		server:   (ownAfter - own) / time.Duration(requests),
		database: (theirsAfter - theirs) / time.Duration(requests),
	}, err
}

// median of what costs have in common.
func median(costs []cost, of func(cost) time.Duration) time.Duration {
	values := make([]time.Duration, len(costs))
	for i, c := range costs {
		values[i] = of(c)
	}
	slices.Sort(values)
	return (values[(len(values)-1)/2] + values[len(values)/2]) / 2
}

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

// difference shows where two values begin to differ.
func difference(got, want any) string {
	a, b := []rune(fmt.Sprint(got)), []rune(fmt.Sprint(want))
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	from := max(0, at-100)
	return fmt.Sprintf("\n…%s\nnot\n…%s", string(a[from:min(len(a), at+100)]), string(b[from:min(len(b), at+100)]))
}
