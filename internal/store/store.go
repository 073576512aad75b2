// Package store opens the database, SQLite or PostgreSQL, brings its schema up
// to date, and backs it up and restores it. Both databases behave alike: times
// are UTC and kept to the microsecond, foreign keys are enforced, and a commit
// that was acknowledged survives a loss of power.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"

	"zhas/ent"
	"zhas/ent/migrate"
)

//go:embed migrations/sqlite/*.sql migrations/postgres/*.sql
var migrations embed.FS

//go:embed keys/migrations/sqlite/*.sql keys/migrations/postgres/*.sql
var keyMigrations embed.FS

// Migrations returns the migrations in the program, which tests key what they
// prepare by: goose files in migrations/sqlite and migrations/postgres.
func Migrations() fs.FS { return migrations }

// Options say which database to open.
type Options struct {
	// DataDir is the folder of the SQLite file zhas.db, created when missing,
	// readable by its owner only. Ignored when DatabaseURL is set.
	DataDir string
	// DatabaseURL names a PostgreSQL database, as an address (postgres://…) or
	// as libpq keywords (host=… dbname=…). Empty means SQLite.
	DatabaseURL string
	// Version is the release of the program, noted in backups.
	Version string
	// Logger is told of migrations, backups and restores. Nil means silence.
	Logger *slog.Logger
}

// A Store is an open database. It is safe for concurrent use.
type Store struct {
	db      *sql.DB
	driver  *driver
	close   func() error
	source  source
	path    string // of the SQLite file
	version string
	log     *slog.Logger
}

// A source is what the program knows of its own schema.
type source struct {
	file   string // of SQLite, in the data folder
	tables []*schema.Table
	// What no backup holds, because it repeats in clear what is sealed: columns by
	// table, none for a whole table.
	copied     map[string][]string
	migrations fs.FS // as Migrations
}

// Open opens the database that the options name and checks that it answers. It
// does not touch the schema: call Migrate. The caller closes the store.
func Open(ctx context.Context, options Options) (*Store, error) {
	return open(ctx, options, source{file: sqliteFile, tables: migrate.Tables, copied: ent.CopiedColumns, migrations: migrations})
}

// OpenKeys is Open for the store of keys, which is a database of its own: the
// file keys.db in DataDir, or the PostgreSQL database at DatabaseURL. It has none
// of the entities, and no backup of the database has any of it.
func OpenKeys(ctx context.Context, options Options) (*Store, error) {
	files, err := fs.Sub(keyMigrations, "keys")
	if err != nil {
		return nil, fmt.Errorf("reading the migrations of the keys: %w", err)
	}
	return open(ctx, options, source{file: keysFile, migrations: files})
}

func open(ctx context.Context, options Options, source source) (*Store, error) {
	s := &Store{source: source, version: options.Version, log: options.Logger}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	connect := s.openSQLite
	if options.DatabaseURL != "" {
		connect = s.openPostgres
	}
	if err := connect(ctx, options); err != nil {
		return nil, err
	}
	return s, nil
}

// Driver returns the driver to build an ent client on. It writes lists of values
// as one array on PostgreSQL, keeps times to the microsecond, counts statements
// (CountStatements) and traces them. Closing it closes the store.
func (s *Store) Driver() dialect.Driver { return s.driver }

// DB returns the connections underneath, for statements that ent cannot write.
// They are neither rewritten, nor counted, nor traced.
func (s *Store) DB() *sql.DB { return s.db }

// Dialect returns dialect.SQLite or dialect.Postgres.
func (s *Store) Dialect() string { return s.driver.Dialect() }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.db.PingContext(ctx); err != nil {
		return fmt.Errorf("the database does not answer: %w", err)
	}
	return nil
}

// Close ends all connections, after the statements that are running.
func (s *Store) Close() error {
	if err := s.close(); err != nil {
		return fmt.Errorf("closing the database: %w", err)
	}
	return nil
}

// check runs once, on opening, and closes what it refuses.
func (s *Store) check(ctx context.Context, check func(context.Context) error) error {
	if err := check(ctx); err != nil {
		return errors.Join(err, s.close())
	}
	return nil
}
