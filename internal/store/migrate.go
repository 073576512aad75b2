package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"entgo.io/ent/dialect"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// ErrNewerSchema is the error of a database, or a backup, whose schema is newer
// than the program.
var ErrNewerSchema = errors.New("its schema is newer than this program: use the release that wrote it or a later one")

// versionTable is where goose notes the migrations that it applied.
const versionTable = "goose_db_version"

// Migrate brings the schema up to date, one transaction a migration. Replicas
// over one PostgreSQL may call it at once: one migrates, the others wait. It
// changes nothing and returns ErrNewerSchema when the database is newer.
func (s *Store) Migrate(ctx context.Context) error {
	return s.migrate(ctx, func(ctx context.Context, provider *goose.Provider) ([]*goose.MigrationResult, error) {
		return provider.Up(ctx)
	})
}

// migrateTo applies the migrations up to and including version.
func (s *Store) migrateTo(ctx context.Context, version int64) error {
	return s.migrate(ctx, func(ctx context.Context, provider *goose.Provider) ([]*goose.MigrationResult, error) {
		return provider.UpTo(ctx, version)
	})
}

func (s *Store) migrate(ctx context.Context, up func(context.Context, *goose.Provider) ([]*goose.MigrationResult, error)) (err error) {
	if err := s.refuseNewer(ctx); err != nil {
		return err
	}
	db, done, err := s.schemaDB()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	provider, err := s.provider(db)
	if err != nil {
		return err
	}
	results, err := up(ctx, provider)
	for _, result := range results {
		s.log.InfoContext(ctx, "migration applied", slog.String("file", result.Source.Path), slog.Duration("duration", result.Duration))
	}
	if err != nil {
		return fmt.Errorf("migrating the database: %w", err)
	}
	if s.Dialect() == dialect.SQLite {
		if err := checkForeignKeys(ctx, db); err != nil {
			return fmt.Errorf("migrating the database: %w", err)
		}
	}
	// A replica of a newer release may have migrated while this one waited.
	return s.refuseNewer(ctx)
}

// refuseNewer returns ErrNewerSchema when the database is newer than the program.
func (s *Store) refuseNewer(ctx context.Context) error {
	version, err := s.Version(ctx)
	if err != nil {
		return err
	}
	latest, err := s.latest()
	if err != nil {
		return err
	}
	if version > latest {
		return fmt.Errorf("the database is at schema version %d, this program at %d: %w", version, latest, ErrNewerSchema)
	}
	return nil
}

// Version returns the schema version of the database, 0 before the first
// migration.
func (s *Store) Version(ctx context.Context) (int64, error) { return s.schemaVersion(ctx, s.db) }

// querier is a database, a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (s *Store) schemaVersion(ctx context.Context, q querier) (version int64, err error) {
	exists, err := s.tableExists(ctx, q, versionTable)
	if err == nil && exists {
		err = q.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM "+versionTable+" WHERE is_applied").Scan(&version)
	}
	if err != nil {
		return 0, fmt.Errorf("reading the schema version: %w", err)
	}
	return version, nil
}

func (s *Store) tableExists(ctx context.Context, q querier, name string) (exists bool, err error) {
	query := "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1)"
	if s.Dialect() == dialect.Postgres {
		query = "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = $1)"
	}
	err = q.QueryRowContext(ctx, query, name).Scan(&exists)
	return exists, err
}

// versions returns the versions of the migrations that the program has.
func (s *Store) versions() ([]int64, error) {
	provider, err := s.provider(s.db)
	if err != nil {
		return nil, err
	}
	var versions []int64
	for _, migration := range provider.ListSources() {
		versions = append(versions, migration.Version)
	}
	return versions, nil
}

// latest returns the newest version that the program has.
func (s *Store) latest() (int64, error) {
	versions, err := s.versions()
	if err != nil {
		return 0, err
	}
	return versions[len(versions)-1], nil
}

// schemaDB returns the connections to change the schema over. SQLite alters a
// table by dropping and renaming it, which foreign keys have to be off for, and
// which they cannot be switched inside a transaction.
func (s *Store) schemaDB() (*sql.DB, func() error, error) {
	if s.Dialect() == dialect.Postgres {
		return s.db, func() error { return nil }, nil
	}
	db, err := sql.Open("sqlite", sqliteAddress(s.path, false))
	if err != nil {
		return nil, nil, fmt.Errorf("opening %s: %w", s.path, err)
	}
	return db, db.Close, nil
}

func (s *Store) provider(db *sql.DB) (*goose.Provider, error) {
	folder, kind := "migrations/sqlite", goose.DialectSQLite3
	options := []goose.ProviderOption{
		goose.WithDisableGlobalRegistry(true),
		goose.WithTableName(versionTable),
		goose.WithLogger(goose.NopLogger()),
	}
	if s.Dialect() == dialect.Postgres {
		folder, kind = "migrations/postgres", goose.DialectPostgres
		// Look every second, for five minutes, whether another replica is done.
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300))
		if err != nil {
			return nil, fmt.Errorf("migration lock: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	files, err := fs.Sub(s.source.migrations, folder)
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	provider, err := goose.NewProvider(kind, db, files, options...)
	if err != nil {
		return nil, fmt.Errorf("reading the migrations: %w", err)
	}
	return provider, nil
}

// checkForeignKeys names the first row of a SQLite database that refers to a row
// that is not there.
func checkForeignKeys(ctx context.Context, q querier) error {
	var table, parent string
	var row, key sql.NullInt64
	err := q.QueryRowContext(ctx, "PRAGMA foreign_key_check").Scan(&table, &row, &parent, &key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("checking the foreign keys: %w", err)
	}
	return fmt.Errorf("row %d of table %s refers to a row of %s that does not exist", row.Int64, table, parent)
}
