package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"

	"zhas/internal/store"
	"zhas/internal/store/schemadiff"
	"zhas/internal/testkit"
)

// The toy schema has what may go wrong in a backup: every kind of column, a
// reference to the same table, tables that refer to each other, keys of text and
// of two columns. Its second version changes a table in ways that SQLite can
// only follow by building it anew.
const (
	toyOld int64 = 20200101000000
	toyNew int64 = 20210101000000

	peopleStart = 1 << 32
)

func toyTables(version int64) []*schema.Table {
	teamColumns := []*schema.Column{
		{Name: "id", Type: field.TypeInt, Increment: true},
		{Name: "name", Type: field.TypeString, Unique: true},
		{Name: "leader_id", Type: field.TypeInt, Nullable: true},
	}
	personColumns := []*schema.Column{
		{Name: "id", Type: field.TypeInt, Increment: true},
		{Name: "name", Type: field.TypeString},
		{Name: "state", Type: field.TypeEnum, Enums: []string{"a", "b"}},
		{Name: "active", Type: field.TypeBool},
		{Name: "small", Type: field.TypeInt16},
		{Name: "score", Type: field.TypeFloat64},
		{Name: "single", Type: field.TypeFloat32},
		{Name: "photo", Type: field.TypeBytes, Nullable: true},
		{Name: "born", Type: field.TypeTime, Nullable: true},
		{Name: "tags", Type: field.TypeJSON, Nullable: true},
		{Name: "key", Type: field.TypeUUID},
		{Name: "team_id", Type: field.TypeInt, Nullable: true},
		{Name: "mentor_id", Type: field.TypeInt, Nullable: true},
	}
	if version == toyOld {
		teamColumns = append(teamColumns, &schema.Column{Name: "nickname", Type: field.TypeString, Nullable: true})
	}
	if version == toyNew {
		personColumns[4].Nullable = true
		personColumns = append(personColumns, &schema.Column{Name: "note", Type: field.TypeString, Default: "none"})
	}
	codeColumns := []*schema.Column{
		{Name: "code", Type: field.TypeString},
		{Name: "person_id", Type: field.TypeInt},
	}
	friendColumns := []*schema.Column{
		{Name: "team_id", Type: field.TypeInt},
		{Name: "friend_id", Type: field.TypeInt},
	}
	teams := &schema.Table{Name: "teams", Columns: teamColumns, PrimaryKey: teamColumns[:1]}
	people := &schema.Table{Name: "people", Columns: personColumns, PrimaryKey: personColumns[:1]}
	codes := &schema.Table{Name: "codes", Columns: codeColumns, PrimaryKey: codeColumns[:1]}
	friends := &schema.Table{Name: "team_friends", Columns: friendColumns, PrimaryKey: friendColumns}
	teams.Annotation = &entsql.Annotation{IncrementStart: new(int)}
	start := peopleStart
	people.Annotation = &entsql.Annotation{IncrementStart: &start}
	reference := func(from *schema.Table, column int, to *schema.Table, onDelete schema.ReferenceOption) {
		from.ForeignKeys = append(from.ForeignKeys, &schema.ForeignKey{
			Symbol:     fmt.Sprintf("%s_%s", from.Name, from.Columns[column].Name),
			Columns:    from.Columns[column : column+1],
			RefTable:   to,
			RefColumns: to.PrimaryKey,
			OnDelete:   onDelete,
		})
	}
	reference(teams, 2, people, schema.SetNull)
	reference(people, 11, teams, schema.SetNull)
	reference(people, 12, people, schema.SetNull)
	reference(codes, 1, people, schema.Cascade)
	reference(friends, 0, teams, schema.Cascade)
	reference(friends, 1, teams, schema.Cascade)
	return []*schema.Table{teams, people, codes, friends}
}

// toyDir holds the migrations of each version, as the command writes them.
var toyDir string

func toyMigrations(version int64) fs.FS {
	return os.DirFS(filepath.Join(toyDir, fmt.Sprint(version)))
}

// writeToyMigrations writes them once for all tests.
var writeToyMigrations = sync.OnceValue(func() error {
	server := os.Getenv("ZHAS_TEST_POSTGRES")
	if server == "" {
		return errors.New("ZHAS_TEST_POSTGRES is not set: run make test, or set it to a PostgreSQL server")
	}
	dirs := map[int64]string{}
	for _, version := range []int64{toyOld, toyNew} {
		dirs[version] = filepath.Join(toyDir, fmt.Sprint(version), "migrations")
	}
	for _, folder := range []string{"sqlite", "postgres"} {
		if err := os.MkdirAll(filepath.Join(dirs[toyOld], folder), 0o700); err != nil {
			return err
		}
	}
	ctx := context.Background()
	if _, err := schemadiff.Write(ctx, dirs[toyOld], fmt.Sprint(toyOld), "toy", server, toyTables(toyOld)); err != nil {
		return err
	}
	if err := os.CopyFS(dirs[toyNew], os.DirFS(dirs[toyOld])); err != nil {
		return err
	}
	_, err := schemadiff.Write(ctx, dirs[toyNew], fmt.Sprint(toyNew), "toy_more", server, toyTables(toyNew))
	return err
})

func TestMain(m *testing.M) {
	var err error
	if toyDir, err = os.MkdirTemp("", "toy"); err != nil {
		log.Fatal(err)
	}
	code := m.Run()
	if err := os.RemoveAll(toyDir); err != nil {
		log.Fatal(err)
	}
	os.Exit(code)
}

// openToy opens a database with the toy schema, not migrated.
func openToy(t *testing.T, options store.Options, version int64) *store.Store {
	t.Helper()
	if err := writeToyMigrations(); err != nil {
		t.Fatalf("writing the toy migrations: %v", err)
	}
	s, err := store.OpenWith(t.Context(), options, toyTables(version), toyMigrations(version))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// newToy opens a new database with the toy schema, migrated.
func newToy(t *testing.T, options store.Options, version int64) *store.Store {
	t.Helper()
	s := openToy(t, options, version)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// eachPair runs a subtest for each pair of empty databases, from and to.
func eachPair(t *testing.T, test func(t *testing.T, from, to store.Options)) {
	t.Helper()
	databases := []struct {
		name  string
		empty func(testing.TB) store.Options
	}{{"sqlite", testkit.EmptySQLite}, {"postgres", testkit.EmptyPostgres}}
	for _, from := range databases {
		for _, to := range databases {
			t.Run(from.name+" to "+to.name, func(t *testing.T) {
				t.Parallel()
				test(t, from.empty(t), to.empty(t))
			})
		}
	}
}

func exec(t *testing.T, s *store.Store, statement string, args ...any) {
	t.Helper()
	if _, err := s.DB().ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// value returns the one value that a query gives.
func value[T any](t *testing.T, s *store.Store, query string, args ...any) (v T) {
	t.Helper()
	if err := s.DB().QueryRowContext(t.Context(), query, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

const insertPerson = `INSERT INTO people (name, state, active, small, score, single, photo, born, tags, key, team_id, mentor_id)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

// fill writes rows whose values are hard to keep.
func fill(t *testing.T, s *store.Store) {
	t.Helper()
	team := value[int64](t, s, `INSERT INTO teams (name) VALUES ('Жастар') RETURNING id`)
	other := value[int64](t, s, `INSERT INTO teams (name) VALUES ('it''s "quoted"') RETURNING id`)
	almaty := time.FixedZone("Almaty", 6*60*60)
	var people []int64
	for _, args := range [][]any{
		{
			"Әсел\n\t\"\\ \u2028 <b>&", "a", true, -32768, 0.1, float32(0.1),
			[]byte{0, 1, 254, 255},
			time.Date(2001, 2, 3, 4, 5, 6, 789_012_345, almaty),
			`{"b": [1, 2.50, 1e2], "a": {"ключ": null}, "c": "\u0001"}`, "6ba7b810-9dad-11d1-80b4-00c04fd430c8", team, nil,
		},
		{
			"", "b", false, 32767, -1.7976931348623157e308, float32(3),
			[]byte{},
			time.Date(1935, 12, 31, 23, 59, 59, 999_999_999, time.UTC),
			`null`, "ffffffff-ffff-ffff-ffff-ffffffffffff", nil, nil,
		},
		{"z", "a", true, 0, 5e-324, float32(-0.5), nil, nil, `12.50`, "00000000-0000-0000-0000-000000000000", other, nil},
		{"y", "b", false, 5, 0.0, float32(0), nil, nil, nil, "00000000-0000-0000-0000-00000000000a", nil, nil},
	} {
		people = append(people, value[int64](t, s, insertPerson+" RETURNING id", args...))
	}
	// Rows that refer to later ones, to themselves and in a circle.
	exec(t, s, `UPDATE people SET mentor_id = $1 WHERE id = $2`, people[2], people[0])
	exec(t, s, `UPDATE people SET mentor_id = $1 WHERE id = $1`, people[1])
	exec(t, s, `UPDATE teams SET leader_id = $1 WHERE id = $2`, people[0], team)
	exec(t, s, `INSERT INTO team_friends (team_id, friend_id) VALUES ($1, $2), ($2, $1), ($2, $2)`, team, other)
	for _, code := range []string{"b", "A", "a", "B", "ә", "Я", "_"} { // locales disagree on their order
		exec(t, s, `INSERT INTO codes (code, person_id) VALUES ($1, $2)`, code, people[0])
	}
	// An id that was dealt and is gone.
	exec(t, s, `DELETE FROM people WHERE id = $1`, value[int64](t, s, insertPerson+" RETURNING id",
		"gone", "a", true, 1, 1.0, 1.0, nil, nil, nil, "00000000-0000-0000-0000-000000000001", nil, nil))
}
