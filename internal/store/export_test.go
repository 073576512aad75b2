package store

import (
	"context"
	"database/sql"
	"io"
	"io/fs"

	"entgo.io/ent/dialect/sql/schema"
)

// OpenWith opens a database with another schema than the program's own.
func OpenWith(ctx context.Context, options Options, tables []*schema.Table, migrations fs.FS) (*Store, error) {
	return open(ctx, options, source{file: sqliteFile, tables: tables, migrations: migrations})
}

// Snapshot begins the transaction that a backup reads in.
func (s *Store) Snapshot(ctx context.Context) (*sql.Tx, func() error, error) { return s.snapshot(ctx) }

// Load writes and checks the rows of a backup that nobody verified.
func (s *Store) Load(ctx context.Context, file io.ReadSeeker, manifest Manifest) error {
	return s.load(ctx, file, manifest)
}
