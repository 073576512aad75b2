package store

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5"
)

// ErrNotEmpty is the error of a restore into a database that holds data.
var ErrNotEmpty = errors.New("the database holds data: restore into an empty one")

// Restore fills an empty database from the backup at path, taken from either
// database, and migrates it to the schema of the program. It first verifies the
// whole file (ErrDamaged, ErrNewerSchema) and that no table has a row
// (ErrNotEmpty). All rows are written in one transaction, in which they are read
// again and compared with the manifest: after an error the database is as empty
// as before. Nobody else may use the database meanwhile.
func (s *Store) Restore(ctx context.Context, path string) (Manifest, error) {
	manifest, err := s.restore(ctx, path)
	if err != nil {
		return Manifest{}, fmt.Errorf("restore: %w", err)
	}
	s.log.InfoContext(ctx, "backup restored", slog.String("file", path), slog.Int64("rows", manifest.rows()))
	return manifest, nil
}

func (s *Store) restore(ctx context.Context, path string) (_ Manifest, err error) {
	file, manifest, err := openBackup(path)
	if err != nil {
		return Manifest{}, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if err := s.checkSchema(manifest); err != nil {
		return Manifest{}, fmt.Errorf("%s: %w", path, err)
	}
	if err := s.prepare(ctx, manifest); err != nil {
		return Manifest{}, err
	}
	if err := s.migrateTo(ctx, manifest.Schema); err != nil {
		return Manifest{}, err
	}
	if err := s.load(ctx, file, manifest); err != nil {
		return Manifest{}, err
	}
	return manifest, s.Migrate(ctx)
}

// checkSchema refuses a backup whose schema the program does not know.
func (s *Store) checkSchema(manifest Manifest) error {
	versions, err := s.versions()
	if err != nil {
		return err
	}
	if manifest.Schema > versions[len(versions)-1] {
		return fmt.Errorf("the backup is at schema version %d, this program at %d: %w", manifest.Schema, versions[len(versions)-1], ErrNewerSchema)
	}
	if !slices.Contains(versions, manifest.Schema) {
		return fmt.Errorf("the backup is at schema version %d, which this program has never had", manifest.Schema)
	}
	return nil
}

// prepare refuses a database that holds data. One that holds none and is ahead
// of the backup loses its empty tables, to be brought to the backup's version.
func (s *Store) prepare(ctx context.Context, manifest Manifest) (err error) {
	if err := s.refuseNewer(ctx); err != nil {
		return err
	}
	tables, err := s.existingTables(ctx, manifest)
	if err != nil {
		return err
	}
	for _, table := range tables {
		var filled bool
		if err := s.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM "+quote(table)+")").Scan(&filled); err != nil {
			return err
		}
		if filled {
			return fmt.Errorf("table %s has rows: %w", table, ErrNotEmpty)
		}
	}
	version, err := s.Version(ctx)
	if err != nil || version <= manifest.Schema {
		return err
	}
	db, done, err := s.schemaDB()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	cascade := ""
	if s.Dialect() == dialect.Postgres {
		cascade = " CASCADE" // drops the foreign keys to the table, no other table
	}
	for _, table := range append(tables, versionTable) {
		if _, err := tx.ExecContext(ctx, "DROP TABLE "+quote(table)+cascade); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// existingTables returns the tables of the program, or of the backup, that the
// database has.
func (s *Store) existingTables(ctx context.Context, manifest Manifest) ([]string, error) {
	var names []string
	for _, table := range s.source.tables {
		names = append(names, table.Name)
	}
	for _, table := range manifest.Tables {
		names = append(names, table.Name)
	}
	slices.Sort(names)
	var existing []string
	for _, name := range slices.Compact(names) {
		exists, err := s.tableExists(ctx, s.db, name)
		if err != nil {
			return nil, err
		}
		if exists {
			existing = append(existing, name)
		}
	}
	return existing, nil
}

// load writes the rows of a backup, checks them against the manifest, and
// commits.
func (s *Store) load(ctx context.Context, file io.ReadSeeker, manifest Manifest) (err error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	enforce, err := s.deferForeignKeys(ctx, tx)
	if err != nil {
		return fmt.Errorf("deferring the foreign keys: %w", err)
	}
	insert := s.insertRows
	if s.Dialect() == dialect.Postgres {
		insert = s.copyRows
	}
	_, err = readArchive(file, func(table Table, lines io.Reader) error {
		rows := json.NewDecoder(bufio.NewReader(lines))
		if err := insert(ctx, conn, tx, table, func() ([]any, error) { return nextRow(rows, table) }); err != nil {
			return err
		}
		return s.setNextID(ctx, tx, table)
	})
	if err != nil {
		return fmt.Errorf("writing the rows: %w", err)
	}
	for _, table := range manifest.Tables {
		written := table
		if _, err := s.readTable(ctx, tx, &written, io.Discard); err != nil {
			return err
		}
		if err := table.compare(written.Rows, written.SHA256); err != nil {
			return fmt.Errorf("the database did not keep table %s as the backup has it: %w", table.Name, err)
		}
	}
	if err := enforce(); err != nil {
		return fmt.Errorf("checking the foreign keys: %w", err)
	}
	return tx.Commit()
}

// deferForeignKeys has foreign keys checked at the end, because tables, and rows
// of one table, may refer to one another. It returns how to check them.
func (s *Store) deferForeignKeys(ctx context.Context, tx *sql.Tx) (enforce func() error, err error) {
	if s.Dialect() == dialect.SQLite {
		// For this transaction only.
		_, err := tx.ExecContext(ctx, "PRAGMA defer_foreign_keys = ON")
		return func() error { return checkForeignKeys(ctx, tx) }, err
	}
	constraints, err := foreignKeys(ctx, tx)
	if err != nil {
		return nil, err
	}
	alter := func(how string) error {
		for _, constraint := range constraints {
			if _, err := tx.ExecContext(ctx, constraint+how); err != nil {
				return err
			}
		}
		return nil
	}
	if err := alter(" DEFERRABLE INITIALLY DEFERRED"); err != nil {
		return nil, err
	}
	return func() error {
		if _, err := tx.ExecContext(ctx, "SET CONSTRAINTS ALL IMMEDIATE"); err != nil {
			return err
		}
		return alter(" NOT DEFERRABLE")
	}, nil
}

// foreignKeys returns, for each foreign key of a PostgreSQL schema, the start of
// the statement that alters it.
func foreignKeys(ctx context.Context, tx *sql.Tx) (alter []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I', conrelid::regclass, conname)
		FROM pg_constraint
		WHERE contype = 'f' AND NOT condeferrable AND connamespace = current_schema()::regnamespace
		ORDER BY 1`)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var statement string
		if err := rows.Scan(&statement); err != nil {
			return nil, err
		}
		alter = append(alter, statement)
	}
	return alter, rows.Err()
}

// nextRow returns the next row of a table's lines, io.EOF after the last.
func nextRow(rows *json.Decoder, table Table) ([]any, error) {
	var texts []json.RawMessage
	if err := rows.Decode(&texts); err != nil {
		return nil, err
	}
	if len(texts) != len(table.Columns) {
		return nil, fmt.Errorf("a row has %d values for %d columns", len(texts), len(table.Columns))
	}
	values := make([]any, len(texts))
	for i, column := range table.Columns {
		value, err := parseValue(column.Kind, texts[i])
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", column.Name, err)
		}
		values[i] = value
	}
	return values, nil
}

// copyRows writes rows until io.EOF with PostgreSQL's COPY.
func (s *Store) copyRows(ctx context.Context, conn *sql.Conn, _ *sql.Tx, table Table, next func() ([]any, error)) error {
	names := make([]string, len(table.Columns))
	for i, column := range table.Columns {
		names[i] = column.Name
	}
	rows := pgx.CopyFromFunc(func() ([]any, error) {
		row, err := next()
		if errors.Is(err, io.EOF) {
			return nil, nil
		}
		return row, err
	})
	return conn.Raw(func(driverConn any) error {
		return nativeConn(driverConn, func(conn *pgx.Conn) error {
			_, err := conn.CopyFrom(ctx, pgx.Identifier{table.Name}, names, rows)
			return err
		})
	})
}

// insertRows writes rows until io.EOF with SQLite's INSERT, many at a time.
func (s *Store) insertRows(ctx context.Context, _ *sql.Conn, tx *sql.Tx, table Table, next func() ([]any, error)) (err error) {
	const maxRows, maxParameters = 100, 32766
	batch := max(1, min(maxRows, maxParameters/len(table.Columns)))
	prefix := "INSERT INTO " + quote(table.Name) + " (" + columnList(table) + ") VALUES "
	row := "(?" + strings.Repeat(", ?", len(table.Columns)-1) + ")"
	full, err := tx.PrepareContext(ctx, prefix+row+strings.Repeat(", "+row, batch-1))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, full.Close()) }()
	args := make([]any, 0, batch*len(table.Columns))
	for {
		values, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if args = append(args, values...); len(args) == cap(args) {
			if _, err := full.ExecContext(ctx, args...); err != nil {
				return err
			}
			args = args[:0]
		}
	}
	if left := len(args) / len(table.Columns); left > 0 {
		_, err = tx.ExecContext(ctx, prefix+row+strings.Repeat(", "+row, left-1), args...)
	}
	return err
}

// setNextID makes the next row of a table get the id that it would have got
// where the backup was taken, so that the id of a deleted row is not dealt again.
func (s *Store) setNextID(ctx context.Context, tx *sql.Tx, table Table) error {
	if table.NextID == 0 {
		return nil
	}
	if s.Dialect() == dialect.Postgres {
		sequence, err := sequenceOf(ctx, tx, table)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "SELECT setval($1::text::regclass, $2, false)", sequence, table.NextID)
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM sqlite_sequence WHERE name = ?", table.Name); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table.Name, table.NextID-1)
	return err
}
