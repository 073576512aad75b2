package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zhas/internal/store"
	"zhas/internal/testkit"
)

// backup writes a backup of the store and returns its file.
func backup(t *testing.T, s *store.Store) (string, store.Manifest) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "backup")
	manifest, err := s.Backup(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return path, manifest
}

func TestRestoreGivesBackWhatWasBackedUp(t *testing.T) {
	t.Parallel()
	eachPair(t, func(t *testing.T, from, to store.Options) {
		source := newToy(t, from, toyNew)
		fill(t, source)
		if source.Dialect() == dialect.Postgres { // whose order of texts may be any
			exec(t, source, `ALTER TABLE codes ALTER COLUMN code TYPE varchar COLLATE "kk-x-icu"`)
		}
		path, manifest := backup(t, source)

		target := openToy(t, to, toyNew)
		restored, err := target.Restore(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(manifest, restored); diff != "" {
			t.Errorf("manifest (-written +restored):\n%s", diff)
		}
		// A backup of the copy says the same, but where and when it was made.
		_, again := backup(t, target)
		if diff := cmp.Diff(manifest, again, cmpopts.IgnoreFields(store.Manifest{}, "Created", "Dialect")); diff != "" {
			t.Errorf("data (-source +copy):\n%s", diff)
		}
		if again.Dialect != target.Dialect() {
			t.Errorf("dialect = %s, want %s", again.Dialect, target.Dialect())
		}

		// The digests would not tell if both sides were wrong in the same way.
		const asel = " FROM people WHERE name LIKE 'Әсел%'"
		if got := value[time.Time](t, target, "SELECT born"+asel); !got.Equal(time.Date(2001, 2, 2, 22, 5, 6, 789_012_000, time.UTC)) {
			t.Errorf("born = %v", got)
		}
		if got := value[[]byte](t, target, "SELECT photo"+asel); !bytes.Equal(got, []byte{0, 1, 254, 255}) {
			t.Errorf("photo = %v", got)
		}
		if got := value[string](t, target, "SELECT name"+asel); got != "Әсел\n\t\"\\ \u2028 <b>&" {
			t.Errorf("name = %q", got)
		}
		if got := value[float64](t, target, "SELECT min(score) FROM people"); got != -math.MaxFloat64 {
			t.Errorf("score = %v", got)
		}
		for query, want := range map[string]int{
			"SELECT count(*) FROM people WHERE photo IS NULL":                                   2,
			"SELECT count(*) FROM people WHERE length(photo) = 0":                               1,
			"SELECT count(*) FROM people WHERE tags IS NULL":                                    1,
			"SELECT count(*) FROM people WHERE CAST(tags AS text) IN ('12.5', '12.50')":         1,
			"SELECT count(*) FROM people WHERE CAST(tags AS text) = 'null'":                     1,
			"SELECT count(*) FROM people p JOIN people m ON m.id = p.mentor_id":                 2,
			"SELECT count(*) FROM teams t JOIN people p ON p.id = t.leader_id":                  1,
			"SELECT count(*) FROM codes":                                                        7,
			"SELECT count(*) FROM team_friends":                                                 3,
			"SELECT count(*) FROM goose_db_version WHERE version_id > 0 AND is_applied":         2,
			"SELECT count(*) FROM people WHERE key = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'":    1,
			"SELECT count(*) FROM people WHERE active AND state = 'a' AND small IN (0, -32768)": 2,
		} {
			if got := value[int](t, target, query); got != want {
				t.Errorf("%s = %d, want %d", query, got, want)
			}
		}

		// The next ids are those that the source deals.
		insert := func(s *store.Store) (person, team int64) {
			person = value[int64](t, s, insertPerson+" RETURNING id", "new", "a", true, 1, 1.0, 1.0, nil, nil, nil, "00000000-0000-0000-0000-000000000003", nil, nil)
			return person, value[int64](t, s, `INSERT INTO teams (name) VALUES ('new') RETURNING id`)
		}
		wantPerson, wantTeam := insert(source)
		if person, team := insert(target); person != wantPerson || team != wantTeam {
			t.Errorf("the next ids are %d and %d, want %d and %d", person, team, wantPerson, wantTeam)
		}

		// Foreign keys are as strict as before.
		if _, err := target.DB().ExecContext(t.Context(), `UPDATE teams SET leader_id = 7`); err == nil {
			t.Error("a team refers to nobody")
		}
		if target.Dialect() == dialect.Postgres && value[int](t, target, `SELECT count(*) FROM pg_constraint WHERE condeferrable`) > 0 {
			t.Error("foreign keys stayed deferrable")
		}
	})
}

func TestBackupOfTheProgramsOwnSchema(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		path, manifest := backup(t, s)
		testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
			target, err := store.Open(t.Context(), options)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := target.Close(); err != nil {
					t.Error(err)
				}
			}()
			if _, err := target.Restore(t.Context(), path); err != nil {
				t.Fatal(err)
			}
			_, again := backup(t, target)
			if diff := cmp.Diff(nextIDs(manifest), nextIDs(again)); diff != "" {
				t.Errorf("next ids (-source +copy):\n%s", diff)
			}
		})
	})
}

// nextIDs returns the range that the next id of each table is in.
func nextIDs(manifest store.Manifest) map[string]int64 {
	ids := map[string]int64{}
	for _, table := range manifest.Tables {
		ids[table.Name] = table.NextID
	}
	return ids
}

func TestTablesComeAfterThoseTheyReferTo(t *testing.T) {
	t.Parallel()
	_, manifest := backup(t, newToy(t, testkit.EmptySQLite(t), toyNew))
	var names []string
	for _, table := range manifest.Tables {
		names = append(names, table.Name)
	}
	// teams and people refer to each other.
	if want := []string{"people", "teams", "codes", "team_friends"}; !slices.Equal(names, want) {
		t.Errorf("tables = %v, want %v", names, want)
	}
}

// TestBackupWhileAWriterWrites backs up while transactions write two rows each:
// a backup has both or none.
func TestBackupWhileAWriterWrites(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		t.Parallel()
		s := newToy(t, options, toyNew)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var written atomic.Int64
		failed := make(chan error, 1)
		go func() {
			for n := 0; ; n++ {
				if err := writePair(t.Context(), s, n); err != nil {
					failed <- err
					return
				}
				written.Add(1)
				if ctx.Err() != nil {
					failed <- nil
					return
				}
			}
		}()
		var paths []string
		var manifests []store.Manifest
		for i := range testkit.Size(3, 30) {
			for written.Load() < int64(20*(i+1)) && len(failed) == 0 {
				time.Sleep(time.Millisecond)
			}
			path, manifest := backup(t, s)
			paths, manifests = append(paths, path), append(manifests, manifest)
		}
		stop()
		if err := <-failed; err != nil {
			t.Fatal(err)
		}
		for i, path := range paths {
			options := store.Options{DataDir: t.TempDir()}
			if s.Dialect() == dialect.Postgres {
				options = testkit.EmptyPostgres(t)
			}
			target := openToy(t, options, toyNew)
			restored, err := target.Restore(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(manifests[i], restored); diff != "" {
				t.Errorf("manifest (-written +restored):\n%s", diff)
			}
			teams, codes := value[int](t, target, `SELECT count(*) FROM teams`), value[int](t, target, `SELECT count(*) FROM team_friends`)
			if teams != codes || teams < 20*(i+1) {
				t.Errorf("backup %d has %d teams and %d friendships, want as many of each, %d at least", i, teams, codes, 20*(i+1))
			}
		}
	})
}

func writePair(ctx context.Context, s *store.Store, n int) error {
	tx, err := s.DB().BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	var id int64
	if err := tx.QueryRowContext(ctx, `INSERT INTO teams (name) VALUES ($1) RETURNING id`, strings.Repeat("x", n)).Scan(&id); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO team_friends (team_id, friend_id) VALUES ($1, $1)`, id); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func TestASnapshotHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		t.Parallel()
		s := newToy(t, options, toyNew)
		exec(t, s, `INSERT INTO teams (name) VALUES ('before')`)
		tx, done, err := s.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := done(); err != nil {
				t.Error(err)
			}
		}()
		count := func() (n int) {
			if err := tx.QueryRowContext(t.Context(), `SELECT count(*) FROM teams`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := count(); n != 1 {
			t.Errorf("the snapshot has %d teams, want 1", n)
		}
		if s.Dialect() == dialect.SQLite {
			if _, err := tx.ExecContext(t.Context(), `DELETE FROM teams`); err == nil {
				t.Error("the snapshot can be written to")
			}
		}
		exec(t, s, `INSERT INTO teams (name) VALUES ('meanwhile')`)
		if n := count(); n != 1 {
			t.Errorf("the snapshot has %d teams after a write, want 1 still", n)
		}
		if s.Dialect() == dialect.Postgres { // where an error ends the transaction
			if _, err := tx.ExecContext(t.Context(), `DELETE FROM teams`); err == nil {
				t.Error("the snapshot can be written to")
			}
		}
	})
}

func TestBackupFileIsPrivateAndNotReplaced(t *testing.T) {
	t.Parallel()
	s := newToy(t, testkit.EmptySQLite(t), toyNew)
	path, _ := backup(t, s)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != 0o600 {
		t.Errorf("the backup has mode %v, want %v", info.Mode(), fs.FileMode(0o600))
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(t.Context(), path); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("a second backup to the same file: %v, want it refused", err)
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the first backup was changed (%v)", err)
	}

	dir := filepath.Dir(path)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Backup(cancelled, filepath.Join(dir, "cancelled")); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled backup: %v", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder has %v (%v), want the one backup", entries, err)
	}
}

func TestBackupRefusesAnotherSchema(t *testing.T) {
	t.Parallel()
	options := testkit.EmptySQLite(t)
	newToy(t, options, toyOld)
	if _, err := openToy(t, options, toyNew).Backup(t.Context(), filepath.Join(t.TempDir(), "backup")); err == nil || !strings.Contains(err.Error(), "migrate it") {
		t.Errorf("backup of an older schema: %v, want it refused", err)
	}
}

// What a restore could not read, a backup refuses: later it would be too late.
func TestBackupRefusesWhatRestoringCannotRead(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		s := newToy(t, options, toyNew)
		fill(t, s)
		beyond := "10000-01-01 00:59:59+00:00"
		exec(t, s, `UPDATE people SET born = '`+beyond+`' WHERE name = (SELECT min(name) FROM people)`)
		if _, err := s.Backup(t.Context(), filepath.Join(t.TempDir(), "backup")); err == nil || !strings.Contains(err.Error(), "column born") {
			t.Errorf("error = %v, want the column named", err)
		}
	})
}

func TestDamageIsDetected(t *testing.T) {
	t.Parallel()
	s := newToy(t, testkit.EmptySQLite(t), toyNew)
	fill(t, s)
	path, manifest := backup(t, s)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := store.Verify(path); err != nil || cmp.Diff(manifest, got) != "" {
		t.Fatalf("the backup as it was written: %v, %v", got, err)
	}
	damaged := filepath.Join(t.TempDir(), "damaged")
	expect := func(what string, at int, content []byte) {
		t.Helper()
		if err := os.WriteFile(damaged, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Verify(damaged); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s %d of %d: error %v, want %v", what, at, len(whole), err, store.ErrDamaged)
		}
	}
	for i := range whole {
		flipped := bytes.Clone(whole)
		flipped[i] ^= 1 << (i % 8)
		expect("flipped byte", i, flipped)
	}
	for size := range whole {
		expect("cut to", size, whole[:size])
	}
	expect("added byte", len(whole), append(bytes.Clone(whole), 0))
}

func TestRestoreOfADamagedFileWritesNothing(t *testing.T) {
	t.Parallel()
	eachPair(t, func(t *testing.T, from, to store.Options) {
		source := newToy(t, from, toyNew)
		fill(t, source)
		path, _ := backup(t, source)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		content[len(content)/2] ^= 0x10
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		target := openToy(t, to, toyNew)
		if _, err := target.Restore(t.Context(), path); !errors.Is(err, store.ErrDamaged) || !strings.Contains(err.Error(), path) {
			t.Errorf("error = %v, want %v and the name of the file", err, store.ErrDamaged)
		}
		if got := tables(t, target); len(got) > 0 {
			t.Errorf("the database has the tables %v, want none", got)
		}
	})
}

func TestRestoreRefusesADatabaseWithData(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		t.Parallel()
		s := newToy(t, options, toyNew)
		fill(t, s)
		path, _ := backup(t, s)
		if _, err := s.Restore(t.Context(), path); !errors.Is(err, store.ErrNotEmpty) || !strings.Contains(err.Error(), "codes") {
			t.Errorf("error = %v, want %v and a table that has rows", err, store.ErrNotEmpty)
		}
		if n := value[int](t, s, `SELECT count(*) FROM people`); n != 4 {
			t.Errorf("%d people are left of 4", n)
		}
	})
}

func TestRestoreRefusesANewerSchema(t *testing.T) {
	t.Parallel()
	path, _ := backup(t, newToy(t, testkit.EmptySQLite(t), toyNew))
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		s := openToy(t, options, toyOld)
		if _, err := s.Restore(t.Context(), path); !errors.Is(err, store.ErrNewerSchema) {
			t.Errorf("error = %v, want %v", err, store.ErrNewerSchema)
		}
		if got := tables(t, s); len(got) > 0 {
			t.Errorf("the database has the tables %v, want none", got)
		}
	})
}

func TestRestoreOfAnOlderBackup(t *testing.T) {
	t.Parallel()
	for _, migrated := range []bool{false, true} {
		name := map[bool]string{false: "into nothing", true: "into an empty new schema"}[migrated]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachPair(t, func(t *testing.T, from, to store.Options) {
				source := newToy(t, from, toyOld)
				fill(t, source)
				path, _ := backup(t, source)
				target := openToy(t, to, toyNew)
				if migrated {
					if err := target.Migrate(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				if _, err := target.Restore(t.Context(), path); err != nil {
					t.Fatal(err)
				}
				if version, err := target.Version(t.Context()); err != nil || version != toyNew {
					t.Errorf("version = %d, %v; want %d", version, err, toyNew)
				}
				if n := value[int](t, target, `SELECT count(*) FROM people WHERE note = 'none'`); n != 4 {
					t.Errorf("%d people have the new column, want 4", n)
				}
			})
		})
	}
}

func TestLoadRefusesWhatTheDatabaseDidNotKeep(t *testing.T) {
	t.Parallel()
	eachPair(t, func(t *testing.T, from, to store.Options) {
		source := newToy(t, from, toyNew)
		fill(t, source)
		path, manifest := backup(t, source)
		manifest.Tables[0].SHA256 = strings.Repeat("0", 64)
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		target := newToy(t, to, toyNew)
		if err := target.Load(t.Context(), file, manifest); err == nil || !strings.Contains(err.Error(), "did not keep table people") {
			t.Errorf("error = %v, want the table that differs", err)
		}
		if n := value[int](t, target, `SELECT count(*) FROM people`); n != 0 {
			t.Errorf("%d people stayed, want none", n)
		}
	})
}

func TestRestoreChecksForeignKeys(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, to store.Options) {
		t.Parallel()
		from := testkit.EmptySQLite(t)
		source := newToy(t, from, toyNew)
		fill(t, source)
		// Somebody deleted rows behind the program's back.
		db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: filepath.Join(from.DataDir, "zhas.db")}).String())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), `DELETE FROM people`); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		path, _ := backup(t, source)
		target := openToy(t, to, toyNew)
		if _, err := target.Restore(t.Context(), path); err == nil || !strings.Contains(err.Error(), "checking the foreign keys") {
			t.Errorf("error = %v, want the foreign keys named", err)
		}
		if n := value[int](t, target, `SELECT count(*) FROM codes`); n != 0 {
			t.Errorf("%d codes stayed, want none", n)
		}
		// The place is as empty as before, so a good backup goes in.
		if _, err := source.DB().ExecContext(t.Context(), `DELETE FROM codes`); err != nil {
			t.Fatal(err)
		}
		exec(t, source, `UPDATE teams SET leader_id = NULL`)
		path, _ = backup(t, source)
		if _, err := target.Restore(t.Context(), path); err != nil {
			t.Error(err)
		}
	})
}
