package store

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql/schema"
)

// Backup writes all data, as they are at one moment, to a new file at path, and
// returns what it wrote. Others may read and write meanwhile. The file is the
// same for both databases. It is readable by its owner only, and so is a temporary
// file beside it, as large as the data. Of people it holds what is sealed and
// nothing in clear: what repeats it (ent.CopiedColumns) is left out, and made again
// after a restore. The schema has to be up to date (Migrate).
func (s *Store) Backup(ctx context.Context, path string) (Manifest, error) {
	manifest, err := s.backup(ctx, path)
	if err != nil {
		return Manifest{}, fmt.Errorf("backup to %s: %w", path, err)
	}
	s.log.InfoContext(ctx, "backup written", slog.String("file", path), slog.Int64("rows", manifest.rows()))
	return manifest, nil
}

func (m Manifest) rows() (rows int64) {
	for _, table := range m.Tables {
		rows += table.Rows
	}
	return rows
}

func (s *Store) backup(ctx context.Context, path string) (manifest Manifest, err error) {
	err = createFile(path, func(w io.Writer) error {
		spool, err := os.CreateTemp(filepath.Dir(path), ".zhas-spool-*") // mode 0600
		if err != nil {
			return err
		}
		// Its name goes at once, so that a crash leaves no data lying about.
		if err := os.Remove(spool.Name()); err != nil {
			return errors.Join(err, spool.Close())
		}
		defer func() { _ = spool.Close() }()
		var sizes []int64
		manifest, sizes, err = s.spool(ctx, spool)
		if err != nil {
			return err
		}
		if _, err := spool.Seek(0, io.SeekStart); err != nil {
			return err
		}
		return writeArchive(w, manifest, bufio.NewReader(spool), sizes)
	})
	return manifest, err
}

// spool writes the rows of all tables, as they are at one moment, one table
// after another, and returns the manifest and the bytes of each table.
func (s *Store) spool(ctx context.Context, w io.Writer) (_ Manifest, sizes []int64, err error) {
	tx, done, err := s.snapshot(ctx)
	if err != nil {
		return Manifest{}, nil, err
	}
	defer func() { err = errors.Join(err, done()) }()
	manifest := Manifest{Format: backupFormat, Product: s.version, Dialect: s.Dialect(), Created: time.Now().UTC()}
	if manifest.Schema, err = s.schemaVersion(ctx, tx); err != nil {
		return Manifest{}, nil, err
	}
	latest, err := s.latest()
	if err != nil {
		return Manifest{}, nil, err
	}
	if manifest.Schema != latest {
		return Manifest{}, nil, fmt.Errorf("the database is at schema version %d, this program at %d: migrate it, or use the release that did", manifest.Schema, latest)
	}
	buffer := bufio.NewWriter(w)
	for _, described := range inDependencyOrder(s.source.tables) {
		copied, known := s.source.copied[described.Name]
		if known && len(copied) == 0 {
			continue
		}
		table, err := describe(described, copied)
		if err != nil {
			return Manifest{}, nil, err
		}
		size, err := s.readTable(ctx, tx, &table, buffer)
		if err != nil {
			return Manifest{}, nil, err
		}
		if hasSequence(described) {
			if table.NextID, err = s.nextID(ctx, tx, table, rangeStart(described)); err != nil {
				return Manifest{}, nil, err
			}
		}
		manifest.Tables = append(manifest.Tables, table)
		sizes = append(sizes, size)
	}
	return manifest, sizes, buffer.Flush()
}

// snapshot begins a transaction that sees the data of one moment, holds nobody
// up, and is ended by calling done. In SQLite it has a connection of its own, so
// that a long backup takes none from the pool.
func (s *Store) snapshot(ctx context.Context) (_ *sql.Tx, done func() error, err error) {
	db, closeDB := s.db, func() error { return nil }
	if s.Dialect() == dialect.SQLite {
		db, err = sql.Open("sqlite", sqliteAddress(s.path, true, "_query_only=1"))
		if err != nil {
			return nil, nil, err
		}
		closeDB = db.Close
	}
	// The driver of SQLite begins a read-only transaction without a lock and
	// ignores the level, which its snapshots satisfy.
	options := &sql.TxOptions{ReadOnly: true}
	if s.Dialect() == dialect.Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := db.BeginTx(ctx, options)
	if err != nil {
		return nil, nil, errors.Join(err, closeDB())
	}
	return tx, func() error { return errors.Join(tx.Rollback(), closeDB()) }, nil
}

// describe returns a table, without its rows, as the manifest describes it: all
// but some columns.
func describe(t *schema.Table, but []string) (Table, error) {
	table := Table{Name: t.Name}
	for _, column := range t.Columns {
		if slices.Contains(but, column.Name) {
			continue
		}
		kind, err := kindOf(column.Type)
		if err != nil {
			return Table{}, fmt.Errorf("table %s, column %s: %w", t.Name, column.Name, err)
		}
		table.Columns = append(table.Columns, Column{Name: column.Name, Kind: kind})
	}
	for _, column := range t.PrimaryKey {
		table.Key = append(table.Key, column.Name)
	}
	return table, nil
}

// readTable writes the rows of a table in the order of its key and notes their
// number and digest in it. It returns the number of bytes.
func (s *Store) readTable(ctx context.Context, tx *sql.Tx, table *Table, w io.Writer) (size int64, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("reading table %s: %w", table.Name, err)
		}
	}()
	rows, err := tx.QueryContext(ctx, s.selectRows(*table))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	values := make([]any, len(table.Columns))
	targets := make([]any, len(values))
	for i := range values {
		targets[i] = &values[i]
	}
	digest := sha256.New()
	table.Rows = 0
	var line []byte
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return 0, err
		}
		line = line[:0]
		for i, column := range table.Columns {
			line = append(line, separator(i))
			if line, err = appendValue(line, column.Kind, values[i]); err != nil {
				return 0, fmt.Errorf("row %d in the order of the key, column %s: %w", table.Rows+1, column.Name, err)
			}
		}
		line = append(line, "]\n"...)
		if err := writeBoth(w, digest, line); err != nil {
			return 0, err
		}
		size += int64(len(line))
		table.Rows++
	}
	table.SHA256 = hex.EncodeToString(digest.Sum(nil))
	return size, rows.Err()
}

// separator stands before column i of a line.
func separator(i int) byte {
	if i == 0 {
		return '['
	}
	return ','
}

func writeBoth(w io.Writer, digest hash.Hash, p []byte) error {
	digest.Write(p) // never fails
	_, err := w.Write(p)
	return err
}

// selectRows returns the query for the rows of a table, in an order that is the
// same in both databases.
func (s *Store) selectRows(table Table) string {
	kinds := make(map[string]kind, len(table.Columns))
	for _, column := range table.Columns {
		kinds[column.Name] = column.Kind
	}
	order := make([]string, len(table.Key))
	for i, name := range table.Key {
		order[i] = quote(name)
		if kinds[name] == kindText && s.Dialect() == dialect.Postgres {
			order[i] += ` COLLATE "C"`
		}
	}
	return "SELECT " + columnList(table) + " FROM " + quote(table.Name) + " ORDER BY " + strings.Join(order, ", ")
}

func columnList(table Table) string {
	names := make([]string, len(table.Columns))
	for i, column := range table.Columns {
		names[i] = quote(column.Name)
	}
	return strings.Join(names, ", ")
}

// quote returns a name as an identifier of either database.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// hasSequence reports whether the database deals the ids of a table.
func hasSequence(t *schema.Table) bool { return len(t.PrimaryKey) == 1 && t.PrimaryKey[0].Increment }

// rangeStart returns where the ids of a table start.
func rangeStart(t *schema.Table) int64 {
	if t.Annotation != nil && t.Annotation.IncrementStart != nil {
		return max(1, int64(*t.Annotation.IncrementStart))
	}
	return 1
}

// nextID returns the id that the next row of a table gets.
func (s *Store) nextID(ctx context.Context, tx *sql.Tx, table Table, start int64) (next int64, err error) {
	if s.Dialect() == dialect.Postgres {
		var sequence string
		if sequence, err = sequenceOf(ctx, tx, table); err == nil {
			err = tx.QueryRowContext(ctx, "SELECT last_value + is_called::int FROM "+sequence).Scan(&next)
		}
	} else {
		err = tx.QueryRowContext(ctx, "SELECT COALESCE((SELECT seq + 1 FROM sqlite_sequence WHERE name = $1), $2)", table.Name, start).Scan(&next)
	}
	if err != nil {
		return 0, fmt.Errorf("reading the next id of table %s: %w", table.Name, err)
	}
	return next, nil
}

// sequenceOf returns the sequence that deals the ids of a PostgreSQL table, as
// an identifier.
func sequenceOf(ctx context.Context, tx *sql.Tx, table Table) (string, error) {
	var sequence sql.NullString
	err := tx.QueryRowContext(ctx, "SELECT pg_get_serial_sequence($1, $2)", quote(table.Name), table.Key[0]).Scan(&sequence)
	if err == nil && !sequence.Valid {
		err = fmt.Errorf("column %s has no sequence", table.Key[0])
	}
	return sequence.String, err
}

// inDependencyOrder returns the tables with each after those it refers to; of
// tables that refer to one another the first in the list comes last.
func inDependencyOrder(tables []*schema.Table) []*schema.Table {
	var ordered []*schema.Table
	seen := make(map[*schema.Table]bool, len(tables))
	var visit func(*schema.Table)
	visit = func(table *schema.Table) {
		if seen[table] {
			return
		}
		seen[table] = true
		for _, key := range table.ForeignKeys {
			visit(key.RefTable)
		}
		ordered = append(ordered, table)
	}
	for _, table := range tables {
		visit(table)
	}
	return ordered
}
