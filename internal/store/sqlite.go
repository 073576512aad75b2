package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"entgo.io/ent/dialect"
	_ "modernc.org/sqlite" // the driver named "sqlite"
)

const (
	// sqliteFile is the database inside the data folder.
	sqliteFile = "zhas.db"
	// keysFile is the store of keys inside its folder.
	keysFile = "keys.db"
	// sqliteConns bounds the connections: WAL lets them all read beside one
	// writer, and each has a page cache of 2 MB.
	sqliteConns = 16
	// sqliteOldest has the fix of a bug that corrupts a WAL when it is reset.
	sqliteOldest = "3.51.3"
)

// sqliteAddress names the file at path. Every connection is durable and checks
// foreign keys unless told otherwise; transactions that write take their lock at
// once, because one that reads first and writes later fails when another wrote
// in between, whatever the busy timeout.
func sqliteAddress(path string, foreignKeys bool, more ...string) string {
	keys := "foreign_keys(0)"
	if foreignKeys {
		keys = "foreign_keys(1)"
	}
	query := append([]string{
		"_pragma=busy_timeout(5000)",
		"_pragma=journal_mode(WAL)",
		"_pragma=synchronous(FULL)",
		"_pragma=" + keys,
		// What is deleted is overwritten: an erased person is gone from the file.
		"_pragma=secure_delete(ON)",
		"_txlock=immediate",
		"_timezone=UTC",
		// The form that sorts by time and that SQLite's own functions read.
		"_time_format=sqlite",
	}, more...)
	return (&url.URL{Scheme: "file", Path: path, RawQuery: strings.Join(query, "&")}).String()
}

func (s *Store) openSQLite(ctx context.Context, options Options) error {
	dir, err := filepath.Abs(options.DataDir)
	if err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	s.path = filepath.Join(dir, s.source.file)
	if err := makePrivate(s.path); err != nil {
		return fmt.Errorf("database file: %w", err)
	}
	db, err := sql.Open("sqlite", sqliteAddress(s.path, true))
	if err != nil {
		return fmt.Errorf("opening %s: %w", s.path, err)
	}
	db.SetMaxOpenConns(sqliteConns)
	db.SetMaxIdleConns(sqliteConns)
	s.db, s.close = db, db.Close
	s.driver = newDriver(dialect.SQLite, db, db.Close)
	return s.check(ctx, func(ctx context.Context) error {
		var version string
		if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
			return fmt.Errorf("opening %s: %w", s.path, err)
		}
		return checkSQLiteVersion(version)
	})
}

// makePrivate creates the file at path if it is missing and takes it away from
// everybody but its owner. SQLite gives its side files the same mode.
func makePrivate(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(file.Chmod(0o600), file.Close())
}

// checkSQLiteVersion refuses a library that may corrupt the database.
func checkSQLiteVersion(version string) error {
	older, err := olderVersion(version, sqliteOldest)
	if err != nil {
		return err
	}
	if older {
		return fmt.Errorf("SQLite %s may corrupt its write-ahead log: build the program with SQLite %s or newer", version, sqliteOldest)
	}
	return nil
}

// olderVersion reports whether version a (1.2.3) is older than version b.
func olderVersion(a, b string) (bool, error) {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		x, err := versionPart(as, i)
		if err != nil {
			return false, fmt.Errorf("version %q: %w", a, err)
		}
		y, err := versionPart(bs, i)
		if err != nil {
			return false, fmt.Errorf("version %q: %w", b, err)
		}
		if x != y {
			return x < y, nil
		}
	}
	return false, nil
}

// versionPart returns part i of a version, 0 when it has fewer parts.
func versionPart(parts []string, i int) (uint64, error) {
	if i >= len(parts) {
		return 0, nil
	}
	return strconv.ParseUint(parts[i], 10, 32)
}
