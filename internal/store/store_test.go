package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"zhas/internal/store"
	"zhas/internal/testkit"
)

func TestSQLiteFilesArePrivate(t *testing.T) {
	t.Parallel()
	// A name that an address has to escape.
	options := store.Options{DataDir: filepath.Join(t.TempDir(), "a b", "c?d#e%41")}
	s := newToy(t, options, toyOld)
	exec(t, s, `INSERT INTO teams (name) VALUES ('x')`)
	for name, want := range map[string]fs.FileMode{
		"": fs.ModeDir | 0o700, "zhas.db": 0o600, "zhas.db-wal": 0o600, "zhas.db-shm": 0o600,
	} {
		info, err := os.Stat(filepath.Join(options.DataDir, name))
		if err != nil {
			t.Error(err)
			continue
		}
		if info.Mode() != want {
			t.Errorf("%q has mode %v, want %v", name, info.Mode(), want)
		}
	}
}

func TestSQLiteFileOfOthersBecomesPrivate(t *testing.T) {
	t.Parallel()
	options := testkit.EmptySQLite(t)
	path := filepath.Join(options.DataDir, "zhas.db")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	newToy(t, options, toyOld)
	info, err := os.Stat(path)
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
}

func TestSQLiteIsDurableAndStrict(t *testing.T) {
	t.Parallel()
	s := openToy(t, testkit.EmptySQLite(t), toyOld)
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000",
	} {
		if got := value[string](t, s, "PRAGMA "+pragma); got != want {
			t.Errorf("%s = %s, want %s", pragma, got, want)
		}
	}
}

func TestTransactionsThatReadThenWrite(t *testing.T) {
	t.Parallel()
	s := newToy(t, testkit.EmptySQLite(t), toyOld)
	exec(t, s, `INSERT INTO teams (name) VALUES ('0')`)
	increment := func() error {
		tx, err := s.Driver().Tx(t.Context())
		if err != nil {
			return err
		}
		var rows entsql.Rows
		if err := tx.Query(t.Context(), `SELECT name FROM teams`, []any{}, &rows); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		n, err := entsql.ScanInt(rows)
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
		if err := tx.Exec(t.Context(), `UPDATE teams SET name = ?`, []any{n + 1}, nil); err != nil {
			return errors.Join(err, tx.Rollback())
		}
		return tx.Commit()
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 10 {
				if err := increment(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := value[int](t, s, `SELECT name FROM teams`); got != 80 {
		t.Errorf("%d of 80 increments arrived", got)
	}
}

func TestOpenKeepsThePasswordToItself(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"postgres://app:s3cret@localhost:port/zhas",
		"postgres://app:s3cret@%zz/zhas",
		"host=/nowhere password=s3cret user=app sslmode=sometimes",
		"host=/nowhere password=s3cret user=app",
	} {
		_, err := store.Open(t.Context(), store.Options{DatabaseURL: address})
		if err == nil {
			t.Errorf("%s opens", address)
		} else if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the error has the password: %v", err)
		}
	}
}

func TestTimesAreUTCAndInMicroseconds(t *testing.T) {
	t.Parallel()
	almaty := time.FixedZone("Almaty", 6*60*60)
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		s := newToy(t, options, toyOld)
		written := time.Date(2018, 3, 1, 5, 0, 0, 123_456_789, almaty)
		args := []any{"x", "a", true, 1, 1.0, 1.0, nil, written, nil, "00000000-0000-0000-0000-000000000000", nil, nil}
		if err := s.Driver().Exec(t.Context(), insertPerson, args, nil); err != nil {
			t.Fatal(err)
		}
		read := value[time.Time](t, s, `SELECT born FROM people`)
		if want := time.Date(2018, 2, 28, 23, 0, 0, 123_456_000, time.UTC); !read.Equal(want) {
			t.Errorf("read %v, want %v", read, want)
		}
		if read.Location() != time.UTC {
			t.Errorf("read in the zone %v, want UTC", read.Location())
		}
		if s.Dialect() == dialect.SQLite && value[string](t, s, `SELECT strftime('%Y-%m', born) FROM people`) != "2018-02" {
			t.Error("SQLite's own functions do not read the time")
		}
		if args[7] != written {
			t.Error("the caller's arguments were changed")
		}
		// Equal instants are equal in a query, whatever their zone and however
		// they were obtained: time.Now carries a second clock's reading.
		now := time.Now()
		if err := s.Driver().Exec(t.Context(), `UPDATE people SET born = $1`, []any{now}, nil); err != nil {
			t.Fatal(err)
		}
		var rows entsql.Rows
		if err := s.Driver().Query(t.Context(), `SELECT count(*) FROM people WHERE born = $1`, []any{now.Round(0).In(almaty)}, &rows); err != nil {
			t.Fatal(err)
		}
		if n, err := entsql.ScanInt(rows); err != nil || n != 1 {
			t.Errorf("%d rows have the time that was written, %v; want 1", n, err)
		}
	})
}

func TestListsOfAnyLength(t *testing.T) {
	t.Parallel()
	s := newToy(t, testkit.EmptyPostgres(t), toyOld)
	exec(t, s, `INSERT INTO teams (name) VALUES ('a'), ('b'), ('c'), ('d')`)
	tx, err := s.Driver().Tx(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	ids := make([]any, 70_000) // the protocol has 65,535 parameters
	for i := range ids {
		ids[i] = i + 3
	}
	for name, runner := range map[string]dialect.ExecQuerier{"driver": s.Driver(), "transaction": tx} {
		for _, test := range []struct {
			where *entsql.Predicate
			want  string
		}{
			{entsql.And(entsql.NEQ("name", "d"), entsql.In("id", ids...)), "c"},
			{entsql.And(entsql.NotIn("id", ids...), entsql.NEQ("name", "b")), "a"},
			{entsql.And(entsql.In("name", "b", "c", "x"), entsql.NotIn("id", 1, 3)), "b"},
		} {
			query, args := entsql.Dialect(s.Dialect()).Select("name").From(entsql.Table("teams")).Where(test.where).Query()
			var rows entsql.Rows
			if err := runner.Query(t.Context(), query, args, &rows); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if got, err := entsql.ScanString(rows); err != nil || got != test.want {
				t.Errorf("%s: found %q, %v; want %q", name, got, err, test.want)
			}
		}
	}
}

func TestCountStatements(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		s := newToy(t, options, toyOld)
		ctx, count := store.CountStatements(t.Context())
		run := func(runner dialect.ExecQuerier) {
			t.Helper()
			if err := runner.Exec(ctx, `DELETE FROM teams`, []any{}, nil); err != nil {
				t.Fatal(err)
			}
			var rows entsql.Rows
			if err := runner.Query(ctx, `SELECT id FROM teams`, []any{}, &rows); err != nil {
				t.Fatal(err)
			}
			if err := rows.Close(); err != nil {
				t.Fatal(err)
			}
		}
		run(s.Driver())
		tx, err := s.Driver().Tx(ctx)
		if err != nil {
			t.Fatal(err)
		}
		run(tx)
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		if err := s.Driver().Exec(t.Context(), `DELETE FROM teams`, []any{}, nil); err != nil {
			t.Fatal(err)
		}
		if count.Load() != 4 {
			t.Errorf("%d statements, want the 4 of this context", count.Load())
		}
	})
}

func TestSpans(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		s := newToy(t, options, toyOld)
		spans := tracetest.NewSpanRecorder()
		provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans))
		const query = `DELETE FROM teams WHERE name = $1`
		args := []any{"a secret"}
		if err := s.Driver().Exec(t.Context(), query, args, nil); err != nil {
			t.Fatal(err)
		}
		ctx, parent := provider.Tracer("test").Start(t.Context(), "parent")
		if err := s.Driver().Exec(ctx, query, args, nil); err != nil {
			t.Fatal(err)
		}
		if err := s.Driver().Exec(ctx, `DELETE FROM nowhere WHERE name = $1`, args, nil); err == nil {
			t.Fatal("a statement on no table succeeds")
		}
		ended := spans.Ended()
		if len(ended) != 2 {
			t.Fatalf("%d spans, want one a statement of the traced context", len(ended))
		}
		for _, span := range ended {
			if span.Name() != "DELETE" || span.Parent().SpanID() != parent.SpanContext().SpanID() {
				t.Errorf("span %q under %v", span.Name(), span.Parent().SpanID())
			}
			text := span.Status().Description
			for _, attribute := range span.Attributes() {
				text += " " + attribute.Value.String()
			}
			if !strings.Contains(text, "DELETE FROM") || strings.Contains(text, "secret") {
				t.Errorf("span says %q, want the statement without its arguments", text)
			}
		}
	})
}

func TestPing(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		s, err := store.Open(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := s.Ping(t.Context()); err == nil {
			t.Error("a closed database answers")
		}
	})
}
