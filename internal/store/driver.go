package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"
)

// counterKey is the context key of the statement counter.
type counterKey struct{}

// CountStatements returns a context in which the statements that ent runs, in
// transactions too, are counted, and the counter. BEGIN and COMMIT do not count.
func CountStatements(ctx context.Context) (context.Context, *atomic.Int64) {
	counter := new(atomic.Int64)
	return context.WithValue(ctx, counterKey{}, counter), counter
}

// A driver is what ent runs on: ent's own driver over observed connections.
type driver struct {
	entsql.Conn
	dialect string
	db      *sql.DB
	end     func() error // closes the store
}

func newDriver(name string, db *sql.DB, end func() error) *driver {
	return &driver{
		Conn:    entsql.Conn{ExecQuerier: observed{ExecQuerier: db, dialect: name}},
		dialect: name,
		db:      db,
		end:     end,
	}
}

func (d *driver) Dialect() string { return d.dialect }

func (d *driver) Close() error { return d.end() }

func (d *driver) Tx(ctx context.Context) (dialect.Tx, error) { return d.BeginTx(ctx, nil) }

// BeginTx is found by ent through an interface of its own.
func (d *driver) BeginTx(ctx context.Context, options *sql.TxOptions) (dialect.Tx, error) {
	tx, err := d.db.BeginTx(ctx, options)
	if err != nil {
		return nil, err
	}
	return &transaction{
		Conn: entsql.Conn{ExecQuerier: observed{ExecQuerier: tx, dialect: d.dialect}},
		tx:   tx,
	}, nil
}

type transaction struct {
	entsql.Conn
	tx *sql.Tx
}

func (t *transaction) Commit() error   { return t.tx.Commit() }
func (t *transaction) Rollback() error { return t.tx.Rollback() }

// observed runs the statements of a database or a transaction.
type observed struct {
	entsql.ExecQuerier
	dialect string
}

func (o observed) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return observe(ctx, o, query, args, o.ExecQuerier.ExecContext)
}

func (o observed) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return observe(ctx, o, query, args, o.ExecQuerier.QueryContext)
}

// observe prepares, counts, traces and runs one statement.
func observe[T any](ctx context.Context, o observed, query string, args []any, run func(context.Context, string, ...any) (T, error)) (T, error) {
	args = microseconds(args)
	if o.dialect == dialect.Postgres {
		query, args = rewriteIn(query, args)
	}
	if counter, ok := ctx.Value(counterKey{}).(*atomic.Int64); ok {
		counter.Add(1)
	}
	parent := trace.SpanFromContext(ctx)
	if !parent.IsRecording() {
		return run(ctx, query, args...)
	}
	verb, _, _ := strings.Cut(query, " ")
	ctx, span := parent.TracerProvider().Tracer("zhas/internal/store").Start(ctx, verb,
		trace.WithSpanKind(trace.SpanKindClient),
		trace.WithAttributes(
			attribute.String("db.system.name", systemName(o.dialect)),
			// Never the arguments: they may be personal data.
			attribute.String("db.query.text", query),
		))
	defer span.End()
	result, err := run(ctx, query, args...)
	if err != nil {
		span.SetStatus(codes.Error, "") // a database's message may quote values
	}
	return result, err
}

// systemName is the name of a dialect in the conventions of OpenTelemetry.
func systemName(name string) string {
	if name == dialect.Postgres {
		return "postgresql"
	}
	return "sqlite"
}

// microseconds returns the arguments with their times cut to microseconds, which
// is what PostgreSQL keeps, so that SQLite keeps no more.
func microseconds(args []any) []any {
	copied := false
	for i, arg := range args {
		t, ok := arg.(time.Time)
		if !ok || t.Nanosecond()%1000 == 0 {
			continue
		}
		if !copied {
			args, copied = slices.Clone(args), true
		}
		args[i] = t.Truncate(time.Microsecond)
	}
	return args
}
