// Package testkit gives a test databases of its own, so that every test runs on
// SQLite and on PostgreSQL. ZHAS_TEST_POSTGRES names the PostgreSQL server as
// libpq keywords, such as "host=/tmp/pg user=app dbname=postgres"; the user has
// to be allowed to create databases.
package testkit

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"zhas/internal/journal"
	"zhas/internal/store"
	"zhas/internal/vault"
)

const variable = "ZHAS_TEST_POSTGRES"

// EachDatabase runs the subtests sqlite and postgres, each on a store of its own
// whose schema is up to date and which has no rows, and which is gone when the
// subtest ends. The subtests may run in parallel with others. Without
// ZHAS_TEST_POSTGRES the subtest postgres fails.
func EachDatabase(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, open(t, migratedSQLite(t))) })
	t.Run("postgres", func(t *testing.T) { test(t, open(t, migratedPostgres(t))) })
}

// EachEmpty runs the subtests sqlite and postgres with the options of an empty
// database, which no migration has touched; the rest is as for EachDatabase.
func EachEmpty(t *testing.T, test func(t *testing.T, options store.Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, EmptySQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, EmptyPostgres(t)) })
}

// EmptySQLite returns the options of an SQLite database that does not exist yet.
func EmptySQLite(t testing.TB) store.Options {
	t.Helper()
	return store.Options{DataDir: t.TempDir(), Version: "test"}
}

// EmptyPostgres returns the options of a new, empty PostgreSQL database, which
// is dropped when the test ends.
func EmptyPostgres(t testing.TB) store.Options {
	t.Helper()
	return createPostgres(t, "template0")
}

// Setup returns a context in which a test may write rows one by one, beside the
// journal.
func Setup(ctx context.Context) context.Context {
	return journal.Unrecorded(ctx) //nolint:forbidigo // the one place that tests have it from
}

func open(t testing.TB, options store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), options)
	if err != nil {
		t.Fatalf("opening the database: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing the database: %v", err)
		}
	})
	return s
}

// migrated opens the database of the options only to migrate it.
func migrated(ctx context.Context, options store.Options) error {
	s, err := store.Open(ctx, options)
	if err != nil {
		return err
	}
	return errors.Join(s.Migrate(ctx), s.Close())
}

// sqliteTemplate migrates one SQLite database and returns its file.
var sqliteTemplate = sync.OnceValues(func() (_ []byte, err error) {
	dir, err := os.MkdirTemp("", "testkit")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := migrated(context.Background(), store.Options{DataDir: dir}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "zhas.db"))
})

func migratedSQLite(t testing.TB) store.Options {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("migrating an SQLite database: %v", err)
	}
	options := EmptySQLite(t)
	if err := os.WriteFile(filepath.Join(options.DataDir, "zhas.db"), template, 0o600); err != nil {
		t.Fatal(err)
	}
	return options
}

func migratedPostgres(t testing.TB) store.Options {
	t.Helper()
	address(t)
	template, err := postgresTemplate()
	if err != nil {
		t.Fatalf("migrating a PostgreSQL database: %v", err)
	}
	return createPostgres(t, template)
}

// postgresTemplate returns the name of a migrated database. The first of the
// test programs that run at once makes it, under another name until it is
// complete; the name tells the migrations apart.
var postgresTemplate = sync.OnceValues(func() (_ string, err error) {
	ctx := context.Background()
	migrations := sha256.New()
	if err := hashFiles(migrations, store.Migrations()); err != nil {
		return "", err
	}
	template := "zhas_template_" + hex.EncodeToString(migrations.Sum(nil)[:8])
	server, err := pgx.Connect(ctx, os.Getenv(variable))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, server.Close(ctx)) }()
	// Held until the connection closes.
	if _, err := server.Exec(ctx, "SELECT pg_advisory_lock(hashtext('zhas_template'))"); err != nil {
		return "", err
	}
	var exists bool
	if err := server.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", template).Scan(&exists); err != nil || exists {
		return template, err
	}
	unfinished := template + "_unfinished"
	for _, statement := range []string{
		"DROP DATABASE IF EXISTS " + unfinished + " WITH (FORCE)",
		"CREATE DATABASE " + unfinished + " TEMPLATE template0",
	} {
		if _, err := server.Exec(ctx, statement); err != nil {
			return "", err
		}
	}
	if err := migrated(ctx, store.Options{DatabaseURL: withDatabase(unfinished)}); err != nil {
		return "", err
	}
	_, err = server.Exec(ctx, "ALTER DATABASE "+unfinished+" RENAME TO "+template)
	return template, err
})

// hashFiles writes the names and contents of all files to w.
func hashFiles(w io.Writer, files fs.FS) error {
	return fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "%s %d\n%s", path, len(content), content)
		return err
	})
}

// createPostgres makes a database for one test.
func createPostgres(t testing.TB, template string) store.Options {
	t.Helper()
	server := address(t)
	name := "zhas_test_" + strings.ToLower(rand.Text())
	run := func(ctx context.Context, statement string) error {
		conn, err := pgx.Connect(ctx, server)
		if err != nil {
			return err
		}
		_, err = conn.Exec(ctx, statement)
		return errors.Join(err, conn.Close(ctx))
	}
	if err := run(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+template); err != nil {
		t.Fatalf("creating a PostgreSQL database: %v", err)
	}
	t.Cleanup(func() {
		// The context of the test is over.
		if err := run(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("dropping the PostgreSQL database of the test: %v", err)
		}
	})
	return store.Options{DatabaseURL: withDatabase(name), Version: "test"}
}

// address returns what ZHAS_TEST_POSTGRES says, or fails the test.
func address(t testing.TB) string {
	t.Helper()
	address := os.Getenv(variable)
	if address == "" {
		t.Fatalf("%s is not set: run make test, or set it to a PostgreSQL server such as \"host=/tmp/pg user=app dbname=postgres\"", variable)
	}
	return address
}

// withDatabase returns the address of another database on the server: of libpq
// keywords the last one counts.
func withDatabase(name string) string { return os.Getenv(variable) + " dbname=" + name }

// Vault returns a vault of the test's own.
func Vault(t testing.TB) *vault.Vault {
	t.Helper()
	dir := t.TempDir()
	keys, err := store.OpenKeys(t.Context(), store.Options{DataDir: dir})
	if err != nil {
		t.Fatalf("opening the store of keys: %v", err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	if err := keys.Migrate(t.Context()); err != nil {
		t.Fatalf("migrating the store of keys: %v", err)
	}
	v, err := vault.Open(t.Context(), filepath.Join(dir, "vault.key"), keys)
	if err != nil {
		t.Fatalf("opening the vault: %v", err)
	}
	return v
}
