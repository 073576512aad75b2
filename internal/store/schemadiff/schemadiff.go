// Package schemadiff writes the versioned migrations: the statements that lead
// from the migrations there are to the schema that ent describes.
package schemadiff

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	atlas "ariga.io/atlas/sql/migrate"
	"ariga.io/atlas/sql/sqltool"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver named "pgx"
	_ "modernc.org/sqlite"             // the driver named "sqlite"
)

// ErrNoChange is the error of Write when the migrations already lead to the
// schema.
var ErrNoChange = errors.New("the migrations already lead to the schema: nothing to write")

// Pending returns the statements that would bring the database behind driver to
// the tables; none when it is there. Indexes that the tables do not have are
// left alone: those that ent cannot express are written into a migration by
// hand, and so is the dropping of an index or of a table.
func Pending(ctx context.Context, driver dialect.Driver, tables []*schema.Table) ([]string, error) {
	// Inspecting reads the database; the folder is asked for, but not used.
	dir, err := os.MkdirTemp("", "schemadiff")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	changes, err := diff(ctx, driver, dir, schema.ModeInspect, tables)
	if err != nil {
		return nil, err
	}
	var statements []string
	for _, change := range changes {
		statements = append(statements, change.Cmd)
	}
	return statements, nil
}

// Write adds the migration version_name to dir/sqlite and to dir/postgres, an
// empty one where that dialect needs no change, and returns the two paths. It
// replays the migrations in an SQLite in memory and in a database of its own on
// the PostgreSQL server that the libpq keywords in postgres name.
func Write(ctx context.Context, dir, version, name, postgres string, tables []*schema.Table) ([]string, error) {
	sqliteChanges, err := diffSQLite(ctx, filepath.Join(dir, "sqlite"), tables)
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	postgresChanges, err := diffPostgres(ctx, filepath.Join(dir, "postgres"), postgres, tables)
	if err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	if len(sqliteChanges)+len(postgresChanges) == 0 {
		return nil, ErrNoChange
	}
	file := version + "_" + name + ".sql"
	var paths []string
	for _, change := range []struct {
		folder  string
		changes []*atlas.Change
	}{
		{"sqlite", keepSequences(dealFromStart(sqliteChanges))},
		{"postgres", postgresChanges},
	} {
		folder := filepath.Join(dir, change.folder)
		if err := write(folder, file, change.changes); err != nil {
			return nil, fmt.Errorf("%s: %w", change.folder, err)
		}
		paths = append(paths, filepath.Join(folder, file))
	}
	return paths, nil
}

func diffSQLite(ctx context.Context, dir string, tables []*schema.Table) (_ []*atlas.Change, err error) {
	db, err := sql.Open("sqlite", "file::memory:?_pragma=foreign_keys(1)")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // each connection would have a database of its own
	return diff(ctx, entsql.OpenDB(dialect.SQLite, db), dir, schema.ModeReplay, tables)
}

func diffPostgres(ctx context.Context, dir, address string, tables []*schema.Table) (_ []*atlas.Change, err error) {
	server, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	name := "zhas_diff_" + strings.ToLower(rand.Text())
	if _, err := server.ExecContext(ctx, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		return nil, err
	}
	defer func() {
		_, dropErr := server.ExecContext(context.WithoutCancel(ctx), "DROP DATABASE "+name+" WITH (FORCE)")
		err = errors.Join(err, dropErr)
	}()
	db, err := sql.Open("pgx", address+" dbname="+name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return diff(ctx, entsql.OpenDB(dialect.Postgres, db), dir, schema.ModeReplay, tables)
}

// diff returns the changes from the migrations in dir, or from the database
// itself in ModeInspect, to the tables.
func diff(ctx context.Context, driver dialect.Driver, dir string, mode schema.Mode, tables []*schema.Table) ([]*atlas.Change, error) {
	folder, err := sqltool.NewGooseDir(dir)
	if err != nil {
		return nil, err
	}
	var plan planKeeper
	migrate, err := schema.NewMigrate(driver,
		schema.WithDir(folder),
		schema.WithFormatter(&plan),
		schema.WithMigrationMode(mode),
		schema.WithDropColumn(true),
	)
	if err != nil {
		return nil, err
	}
	if err := migrate.NamedDiff(ctx, "changes", tables...); err != nil {
		return nil, err
	}
	return plan.changes, nil
}

// A planKeeper stands in for the formatter to get hold of the plan: the files
// are written here, for both dialects under one version.
type planKeeper struct{ changes []*atlas.Change }

func (k *planKeeper) Format(plan *atlas.Plan) ([]atlas.File, error) {
	k.changes = plan.Changes
	return nil, nil
}

// write adds one goose file to the folder and renews its checksums. There is no
// way down: going back is restoring a backup.
func write(folder, file string, changes []*atlas.Change) error {
	dir, err := sqltool.NewGooseDir(folder)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("-- +goose Up\n")
	if len(changes) == 0 {
		b.WriteString("-- Only the other database needs a change.\n")
	}
	for _, change := range changes {
		if change.Comment != "" {
			b.WriteString("-- " + change.Comment + "\n")
		}
		b.WriteString(change.Cmd + ";\n")
	}
	if err := dir.WriteFile(file, []byte(b.String())); err != nil {
		return err
	}
	sum, err := dir.Checksum()
	if err != nil {
		return err
	}
	return atlas.WriteSumFile(dir, sum)
}

var dealt = regexp.MustCompile(`^INSERT INTO sqlite_sequence \(name, seq\) VALUES \("\w+", (\d+)\)$`)

// dealFromStart makes the first id of a new SQLite table the first of its range,
// as in PostgreSQL: the sequence holds the last id that was dealt, and the plan
// takes it for the next.
func dealFromStart(changes []*atlas.Change) []*atlas.Change {
	for _, change := range changes {
		if match := dealt.FindStringSubmatch(change.Cmd); match != nil {
			start, _ := strconv.ParseInt(match[1], 10, 64) // digits, by the pattern
			change.Cmd = strings.Replace(change.Cmd, match[1], strconv.FormatInt(start-1, 10), 1)
		}
	}
	return changes
}

var renamed = regexp.MustCompile("^DROP TABLE `(\\w+)`$")

// keepSequences makes an SQLite table that is built anew hand out the ids after
// those of the table it replaces: copying the rows only remembers the highest id
// that is left, and the id of a deleted row would be dealt again.
func keepSequences(changes []*atlas.Change) []*atlas.Change {
	var kept []*atlas.Change
	for _, change := range changes {
		if match := renamed.FindStringSubmatch(change.Cmd); match != nil {
			kept = append(kept,
				&atlas.Change{
					Comment: fmt.Sprintf("keep the sequence of %q table", match[1]),
					Cmd:     fmt.Sprintf("DELETE FROM sqlite_sequence WHERE name = 'new_%s'", match[1]),
				},
				&atlas.Change{
					Cmd: fmt.Sprintf("INSERT INTO sqlite_sequence (name, seq) SELECT 'new_%[1]s', seq FROM sqlite_sequence WHERE name = '%[1]s'", match[1]),
				})
		}
		kept = append(kept, change)
	}
	return kept
}
