package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	atlas "ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/google/go-cmp/cmp"

	"zhas/ent/migrate"
	"zhas/internal/store"
	"zhas/internal/store/schemadiff"
	"zhas/internal/testkit"
)

func TestMigrationsMatchSchema(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		pending, err := schemadiff.Pending(t.Context(), entsql.OpenDB(s.Dialect(), s.DB()), migrate.Tables)
		if err != nil {
			t.Fatal(err)
		}
		if len(pending) > 0 {
			t.Errorf("the migrations do not lead to ent's schema: run go run ./internal/store/newmigration NAME. Missing:\n%s", strings.Join(pending, "\n"))
		}
		want := []string{"journal_pending", "unsealed_values"} // kept by triggers, and by a migration alone
		for _, table := range migrate.Tables {
			want = append(want, table.Name)
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, tables(t, s)); diff != "" {
			t.Errorf("tables (-ent +database):\n%s", diff)
		}
	})
}

// tables returns the names of the tables, but for those of goose and SQLite.
func tables(t *testing.T, s *store.Store) []string {
	t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`
	if s.Dialect() == dialect.Postgres {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`
	}
	var rows entsql.Rows
	if err := s.Driver().Query(t.Context(), query, []any{}, &rows); err != nil {
		t.Fatal(err)
	}
	var names []string
	if err := entsql.ScanSlice(rows, &names); err != nil {
		t.Fatal(err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == "goose_db_version" })
	slices.Sort(names)
	return names
}

func TestIDsStartInTheirRange(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		for _, table := range migrate.Tables {
			start := *table.Annotation.IncrementStart
			var next int
			if s.Dialect() == dialect.SQLite {
				next = value[int](t, s, `SELECT COALESCE((SELECT seq + 1 FROM sqlite_sequence WHERE name = ?), 1)`, table.Name)
			} else {
				next = value[int](t, s, `SELECT seqstart FROM pg_sequence WHERE seqrelid = pg_get_serial_sequence($1, $2)::regclass`, table.Name, table.PrimaryKey[0].Name)
			}
			if want := max(start, 1); next != want {
				t.Errorf("the first id of %s is %d, its range starts at %d", table.Name, next, want)
			}
		}
	})
}

func TestMigrationsHaveTheSameVersions(t *testing.T) {
	t.Parallel()
	names := map[string][]string{}
	for _, folder := range []string{"sqlite", "postgres"} {
		entries, err := fs.ReadDir(store.Migrations(), path.Join("migrations", folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			names[folder] = append(names[folder], entry.Name())
		}
		// The checksums tell of a migration that was changed or slipped in.
		dir, err := sqltool.NewGooseDir(filepath.Join("migrations", folder))
		if err != nil {
			t.Fatal(err)
		}
		if err := atlas.Validate(dir); err != nil {
			t.Errorf("%s: %v", folder, err)
		}
	}
	if diff := cmp.Diff(names["sqlite"], names["postgres"]); diff != "" {
		t.Errorf("migrations (-sqlite +postgres):\n%s", diff)
	}
}

func TestMigrateKeepsRowsAndIDs(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		t.Parallel()
		older := newToy(t, options, toyOld)
		fill(t, older)
		const firstTeam, firstPerson = `SELECT min(id) FROM teams`, `SELECT min(id) FROM people`
		if id := value[int64](t, older, firstTeam); id != 1 {
			t.Errorf("the first team has id %d, want 1", id)
		}
		if id := value[int64](t, older, firstPerson); id != peopleStart && id != peopleStart+1 {
			t.Errorf("the first person has id %d, want one from %d", id, peopleStart)
		}
		last := value[int64](t, older, `SELECT max(id) FROM people`)

		newer := newToy(t, options, toyNew)
		if version, err := newer.Version(t.Context()); err != nil || version != toyNew {
			t.Errorf("version = %d, %v; want %d", version, err, toyNew)
		}
		for query, want := range map[string]int64{
			`SELECT count(*) FROM teams WHERE leader_id IS NOT NULL`:  1,
			`SELECT count(*) FROM people WHERE mentor_id IS NOT NULL`: 2,
			`SELECT count(*) FROM people WHERE note = 'none'`:         4,
			`SELECT count(*) FROM codes`:                              7,
		} {
			if got := value[int64](t, newer, query); got != want {
				t.Errorf("%s = %d, want %d", query, got, want)
			}
		}
		if _, err := newer.DB().ExecContext(t.Context(), `SELECT nickname FROM teams`); err == nil {
			t.Error("the column that the new schema lacks is still there")
		}
		// last+1 was dealt to a row that is gone.
		next := value[int64](t, newer, insertPerson+" RETURNING id", "new", "a", true, nil, 1.0, 1.0, nil, nil, nil, "00000000-0000-0000-0000-000000000002", nil, nil)
		if next != last+2 {
			t.Errorf("the next person has id %d, want %d", next, last+2)
		}
		if err := newer.Migrate(t.Context()); err != nil {
			t.Errorf("migrating again: %v", err)
		}
	})
}

func TestMigrateRefusesANewerDatabase(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		t.Parallel()
		newToy(t, options, toyNew)
		older := openToy(t, options, toyOld)
		if err := older.Migrate(t.Context()); !errors.Is(err, store.ErrNewerSchema) {
			t.Errorf("error = %v, want %v", err, store.ErrNewerSchema)
		}
		if version, err := older.Version(t.Context()); err != nil || version != toyNew {
			t.Errorf("version = %d, %v; want %d still", version, err, toyNew)
		}

		// A release of another line has a migration that the database lacks.
		branch := fstest.MapFS{}
		for _, folder := range []string{"sqlite", "postgres"} {
			branch["migrations/"+folder+"/20200601000000_branch.sql"] = &fstest.MapFile{
				Data: []byte("-- +goose Up\nCREATE TABLE branch (n integer);\n"),
			}
		}
		other, err := store.OpenWith(t.Context(), options, nil, branch)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = other.Close() }()
		if err := other.Migrate(t.Context()); !errors.Is(err, store.ErrNewerSchema) {
			t.Errorf("error = %v, want %v", err, store.ErrNewerSchema)
		}
		if slices.Contains(tables(t, other), "branch") {
			t.Error("a database that was refused has been migrated")
		}
	})
}

// TestReplicasMigrateAtOnce holds the first replica up in the middle of its
// migration until all the others wait too.
func TestReplicasMigrateAtOnce(t *testing.T) {
	t.Parallel()
	const replicas = 5
	options := testkit.EmptyPostgres(t)
	gate := fstest.MapFS{"migrations/postgres/1_gate.sql": {
		Data: []byte("-- +goose Up\nSELECT pg_advisory_xact_lock(42);\nCREATE TABLE once (n integer);\n"),
	}}
	keeper := openToy(t, options, toyOld)
	hold, err := keeper.DB().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = hold.Close() }()
	if _, err := hold.ExecContext(t.Context(), `SELECT pg_advisory_lock(42)`); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, replicas)
	for range replicas {
		s, err := store.OpenWith(t.Context(), options, nil, gate)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		go func() { done <- s.Migrate(t.Context()) }()
	}
	const waiting = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
		AND (wait_event = 'advisory' OR query LIKE '%pg_try_advisory_lock%')`
	for value[int](t, keeper, waiting) < replicas && len(done) == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	if _, err := hold.ExecContext(t.Context(), `SELECT pg_advisory_unlock(42)`); err != nil {
		t.Fatal(err)
	}
	for range replicas {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestVersionOfAnEmptyDatabaseIsZero(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		s := openToy(t, options, toyNew)
		if version, err := s.Version(t.Context()); err != nil || version != 0 {
			t.Errorf("version = %d, %v; want 0", version, err)
		}
		if got := tables(t, s); len(got) > 0 {
			t.Errorf("asking made the tables %v", got)
		}
	})
}

func TestWriteHasNothingToWriteTwice(t *testing.T) {
	t.Parallel()
	if err := writeToyMigrations(); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "migrations")
	if err := os.CopyFS(filepath.Dir(dir), toyMigrations(toyNew)); err != nil {
		t.Fatal(err)
	}
	paths, err := schemadiff.Write(t.Context(), dir, "20220101000000", "none", os.Getenv("ZHAS_TEST_POSTGRES"), toyTables(toyNew))
	if !errors.Is(err, schemadiff.ErrNoChange) {
		t.Errorf("Write = %v, %v; want %v", paths, err, schemadiff.ErrNoChange)
	}
}
