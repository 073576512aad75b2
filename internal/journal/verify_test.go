package journal_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"

	"zhas/ent"
	"zhas/internal/journal"
	"zhas/internal/store"
	"zhas/internal/testkit"
)

// history fills the journal with seven sealed entries of every kind.
func (w *world) history(t *testing.T) {
	t.Helper()
	write := func(ctx context.Context, do func(ctx context.Context, tx *ent.Tx) error) {
		t.Helper()
		if err := journal.Write(ctx, w.client, do); err != nil {
			t.Fatal(err)
		}
	}
	var one *ent.Source
	write(journal.WithRequestID(w.ctx, "q"), func(ctx context.Context, tx *ent.Tx) (err error) {
		if one, err = source(tx, "A").Save(ctx); err == nil {
			err = source(tx, "B").Exec(ctx)
		}
		return err
	})
	write(w.ctx, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Source.UpdateOne(one).SetPublisher("Қ").Exec(ctx)
	})
	write(journal.Bulk(w.ctx, "trial"), func(ctx context.Context, tx *ent.Tx) error {
		return tx.Source.CreateBulk(source(tx, "C"), source(tx, "D")).Exec(ctx)
	})
	write(w.ctx, func(ctx context.Context, tx *ent.Tx) error { return tx.Source.DeleteOne(one).Exec(ctx) })
	write(w.ctx, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "E").Exec(ctx) })
	write(w.ctx, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "F").Exec(ctx) })
	if n := w.seal(t); n != 7 {
		t.Fatalf("%d entries are sealed", n)
	}
}

// disarm drops what refuses changes, as whoever holds the database can.
func (w *world) disarm(t *testing.T) {
	t.Helper()
	for _, table := range []string{"journal_entries", "journal_seals"} {
		if w.store.Dialect() == dialect.Postgres {
			w.exec(t, "ALTER TABLE "+table+" DISABLE TRIGGER ALL")
			continue
		}
		for _, event := range []string{"update", "delete", "replace"} {
			w.exec(t, "DROP TRIGGER "+table+"_no_"+event)
		}
	}
}

// damage is what Verify finds, which has to be something.
func (w *world) damage(t *testing.T, name string) *journal.Damage {
	t.Helper()
	_, err := journal.Verify(w.ctx, w.client, nil, "")
	damage, ok := errors.AsType[*journal.Damage](err)
	if !ok {
		t.Errorf("%s: %v", name, err)
		return &journal.Damage{}
	}
	return damage
}

func (w *world) sound(t *testing.T) {
	t.Helper()
	if _, err := journal.Verify(w.ctx, w.client, nil, ""); err != nil {
		t.Fatalf("the journal is not whole: %v", err)
	}
}

// Whatever byte of whatever column of whatever entry or seal is another, its
// place is named.
func TestEveryByteIsProved(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.history(t)
		w.disarm(t)
		w.sound(t)
		tried := 0
		// change sets a column and back, and looks what is said in between.
		change := func(table, key string, place, column string, value, was any) {
			t.Helper()
			tried++
			id := was
			if column != key {
				id = w.number(t, "SELECT "+key+" FROM "+table+" WHERE "+place)
			}
			position := w.number(t, "SELECT position FROM journal_seals WHERE "+map[bool]string{true: "entry_id", false: "position"}[table == "journal_entries"]+" = $1", id)
			w.exec(t, fmt.Sprintf(`UPDATE %s SET %q = $1 WHERE %s = $2`, table, column, key), value, id)
			name := fmt.Sprintf("%s.%s at %d: %v instead of %v", table, column, position, value, was)
			if found := w.damage(t, name); found.Position != position {
				t.Errorf("%s: %v", name, found)
			}
			if column == key {
				id = value
			}
			w.exec(t, fmt.Sprintf(`UPDATE %s SET %q = $1 WHERE %s = $2`, table, column, key), was, id)
		}
		for table, columns := range map[string][]string{
			"journal_entries": {"id", "transaction", "recorded_at", "actor_kind", "actor_id", "request_id", "entity", "entity_id", "action", "before", "after"},
			"journal_seals":   {"position", "entry_id", "hash"},
		} {
			key := columns[0]
			for n := range 7 {
				place := fmt.Sprintf("%s = (SELECT %[1]s FROM %s ORDER BY %[1]s LIMIT 1 OFFSET %[3]d)", key, table, n)
				for _, column := range columns {
					var value any
					if err := w.store.DB().QueryRowContext(t.Context(), fmt.Sprintf(`SELECT %q FROM %s WHERE %s`, column, table, place)).Scan(&value); err != nil {
						t.Fatal(err)
					}
					number := column == "id" || column == "recorded_at" || strings.HasSuffix(column, "_id") && column != "request_id" || column == "position"
					switch was := value.(type) {
					case nil:
						if number {
							change(table, key, place, column, 0, nil)
						} else {
							change(table, key, place, column, "", nil)
						}
					case int64:
						change(table, key, place, column, was+1_000_000, was)
						if column == "entity_id" {
							change(table, key, place, column, nil, was)
						}
					case string:
						for i := range len(was) {
							if was[i] >= 0x80 { // PostgreSQL takes no broken UTF-8
								continue
							}
							other := []byte(was)
							other[i] ^= 1
							change(table, key, place, column, string(other), was)
						}
						change(table, key, place, column, was+" ", was)
					default:
						t.Fatalf("%s.%s is a %T", table, column, value)
					}
				}
			}
		}
		w.sound(t)
		if tried < 1500 {
			t.Errorf("only %d changes were tried", tried)
		}
		t.Logf("%d changes were tried", tried)
	})
}

// at is what the seal at a position has.
func (w *world) at(t *testing.T, position int) (entry int64, hash string) {
	t.Helper()
	if err := w.store.DB().QueryRowContext(t.Context(), "SELECT entry_id, hash FROM journal_seals WHERE position = $1", position).Scan(&entry, &hash); err != nil {
		t.Fatal(err)
	}
	return entry, hash
}

func TestDamageIsNamed(t *testing.T) {
	const foreign = `INSERT INTO journal_entries (id, "transaction", recorded_at, actor_kind, entity, action) VALUES (1, 'x', $1, 'SYSTEM', 'Source', 'CREATE')`
	old := time.Now().Add(-2 * time.Minute).UnixMicro()
	shift := func(w *world, t *testing.T, from int, by int) {
		w.exec(t, "UPDATE journal_seals SET position = -(position + $1) WHERE position >= $2", by, from)
		w.exec(t, "UPDATE journal_seals SET position = -position WHERE position < 0")
	}
	for name, c := range map[string]struct {
		do       func(t *testing.T, w *world)
		position int64
		entry    int // the place whose entry is named, 0 for none
		finding  string
	}{
		"an entry is edited": {func(t *testing.T, w *world) {
			id, _ := w.at(t, 3)
			w.exec(t, "UPDATE journal_entries SET entity_id = 5 WHERE id = $1", id)
		}, 3, 3, "the entry was edited"},
		"a seal is edited": {func(t *testing.T, w *world) {
			w.exec(t, "UPDATE journal_seals SET hash = 'x' WHERE position = 3")
		}, 3, 3, "the seal was edited"},
		"the last entry is edited": {func(t *testing.T, w *world) {
			id, _ := w.at(t, 7)
			w.exec(t, "UPDATE journal_entries SET entity_id = 5 WHERE id = $1", id)
		}, 7, 7, "the entry or its seal was edited"},
		"an entry is deleted": {func(t *testing.T, w *world) {
			id, _ := w.at(t, 4)
			w.exec(t, "DELETE FROM journal_entries WHERE id = $1", id)
		}, 4, 4, "the entry was deleted"},
		"an entry is deleted with its seal": {func(t *testing.T, w *world) {
			id, _ := w.at(t, 4)
			w.exec(t, "DELETE FROM journal_entries WHERE id = $1", id)
			w.exec(t, "DELETE FROM journal_seals WHERE position = 4")
		}, 4, 0, "the seal was deleted"},
		"an entry is deleted, and the gap closed": {func(t *testing.T, w *world) {
			w.exec(t, "DELETE FROM journal_seals WHERE position = 4")
			shift(w, t, 5, -1)
		}, 4, 5, "others were deleted before it"},
		"the first is deleted": {func(t *testing.T, w *world) {
			w.exec(t, "DELETE FROM journal_seals WHERE position = 1")
		}, 1, 0, "the seal was deleted"},
		"neighbours are swapped": {func(t *testing.T, w *world) {
			w.exec(t, "UPDATE journal_seals SET position = CASE position WHEN 3 THEN -4 ELSE -3 END WHERE position IN (3, 4)")
			w.exec(t, "UPDATE journal_seals SET position = -position WHERE position < 0")
		}, 3, 4, "entries were reordered"},
		"distant ones are swapped": {func(t *testing.T, w *world) {
			w.exec(t, "UPDATE journal_seals SET position = CASE position WHEN 2 THEN -6 ELSE -2 END WHERE position IN (2, 6)")
			w.exec(t, "UPDATE journal_seals SET position = -position WHERE position < 0")
		}, 2, 6, "entries were reordered"},
		"seals name each other's entries": {func(t *testing.T, w *world) {
			a, _ := w.at(t, 2)
			b, _ := w.at(t, 5)
			w.exec(t, "UPDATE journal_seals SET entry_id = 7 WHERE position = 2")
			w.exec(t, "UPDATE journal_seals SET entry_id = $1 WHERE position = 5", a)
			w.exec(t, "UPDATE journal_seals SET entry_id = $1 WHERE position = 2", b)
		}, 2, 5, "entries were reordered"},
		"an entry is inserted between": {func(t *testing.T, w *world) {
			w.exec(t, foreign, old)
			shift(w, t, 3, 1)
			w.exec(t, "INSERT INTO journal_seals (position, entry_id, hash) VALUES (3, 1, $1)", strings.Repeat("a", 64))
		}, 3, 0, "the entry was inserted"},
		"an entry is inserted before the first": {func(t *testing.T, w *world) {
			w.exec(t, foreign, old)
			w.exec(t, "INSERT INTO journal_seals (position, entry_id, hash) VALUES (0, 1, 'x')")
		}, 0, 0, "before the first position"},
		"an entry is inserted without a seal": {func(t *testing.T, w *world) { w.exec(t, foreign, old) }, 0, 0, "inserted beside the program"},
		"seals are cut off": {func(t *testing.T, w *world) {
			w.exec(t, "DELETE FROM journal_seals WHERE position >= 6")
			w.exec(t, "UPDATE journal_entries SET recorded_at = $1 WHERE id NOT IN (SELECT entry_id FROM journal_seals)", old)
		}, 0, -1, "the seal was cut off"},
	} {
		t.Run(name, func(t *testing.T) {
			eachWorld(t, func(t *testing.T, w *world) {
				w.history(t)
				entry := int64(0)
				if c.entry > 0 {
					entry, _ = w.at(t, c.entry)
				}
				w.disarm(t)
				c.do(t, w)
				found := w.damage(t, name)
				if found.Position != c.position || !strings.Contains(found.Finding, c.finding) || c.entry > 0 && found.EntryID != entry {
					t.Errorf("want position %d, entry %d, %q: %v", c.position, entry, c.finding, found)
				}
			})
		})
	}
}

func TestWhatIsSound(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		if sound, err := journal.Verify(w.ctx, w.client, nil, ""); err != nil || sound.Entries != 0 || sound.Hash != "" {
			t.Errorf("an empty journal: %v, %v", sound, err)
		}
		w.history(t)
		w.write(t, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "new").Exec(ctx) })
		_, hash := w.at(t, 7)
		sound, err := journal.Verify(w.ctx, w.client, nil, "")
		if err != nil || sound.Entries != 7 || sound.Unsealed != 1 || sound.Hash != hash || !strings.Contains(sound.String(), "7 entries are sealed, 1 wait") {
			t.Errorf("%+v, %v", sound, err)
		}
	})
}

// readHeads are the heads of the file.
func (w *world) readHeads(t *testing.T) (heads []journal.Head) {
	t.Helper()
	content, err := os.ReadFile(w.heads)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(content) {
		var head journal.Head
		if err := json.Unmarshal(line, &head); err != nil {
			t.Fatal(err)
		}
		heads = append(heads, head)
	}
	return heads
}

// runOnce seals and writes the head, as a process that starts and ends.
func (w *world) runOnce(t *testing.T) {
	t.Helper()
	ended, end := context.WithCancel(w.ctx)
	end()
	w.sealer.Run(ended)
}

// Heads prove what the database alone cannot: that it was not written anew.
func TestHeads(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.history(t)
		w.runOnce(t)
		w.runOnce(t) // the same head is not written twice
		w.write(t, func(ctx context.Context, tx *ent.Tx) error {
			return errors.Join(source(tx, "G").Exec(ctx), source(tx, "H").Exec(ctx))
		})
		w.runOnce(t)
		heads := w.readHeads(t)
		if len(heads) != 2 || heads[0].Position != 7 || heads[1].Position != 9 {
			t.Fatalf("heads: %+v", heads)
		}
		if info, err := os.Stat(w.heads); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the file of heads: %v, %v", info, err)
		}
		verify := func(key string) (journal.Verified, error) {
			t.Helper()
			file, err := os.Open(w.heads)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = file.Close() }()
			return journal.Verify(w.ctx, w.client, file, key)
		}
		if sound, err := verify(heads[0].Key); err != nil || sound.Heads != 2 || sound.Key != heads[0].Key {
			t.Errorf("%+v, %v", sound, err)
		}
		finding := func(name, want string, position int64) {
			t.Helper()
			_, err := verify("")
			damage, ok := errors.AsType[*journal.Damage](err)
			if !ok || damage.Position != position || !strings.Contains(damage.Finding, want) {
				t.Errorf("%s: %v, want %q at %d", name, err, want, position)
			}
		}
		// The last entries are cut off with their seals: the rest is a whole chain.
		w.disarm(t)
		w.exec(t, "DELETE FROM journal_entries WHERE id IN (SELECT entry_id FROM journal_seals WHERE position > 7)")
		w.exec(t, "DELETE FROM journal_seals WHERE position > 7")
		w.sound(t)
		finding("cut off", "cut off here: it had 9 positions", 8)
		// Others are sealed in their place.
		w.exec(t, "DELETE FROM journal_pending")
		w.write(t, func(ctx context.Context, tx *ent.Tx) error {
			return errors.Join(source(tx, "I").Exec(ctx), source(tx, "J").Exec(ctx), source(tx, "K").Exec(ctx))
		})
		if w.store.Dialect() == dialect.Postgres { // the trigger is disabled
			w.exec(t, "INSERT INTO journal_pending SELECT id FROM journal_entries WHERE id NOT IN (SELECT entry_id FROM journal_seals)")
		}
		w.seal(t)
		w.sound(t)
		finding("written anew", "written anew between the positions 8 and 9", 8)

		// A file that was tampered with proves nothing, and says so.
		for name, change := range map[string]func(h *journal.Head){
			"another position":  func(h *journal.Head) { h.Position = 8 },
			"another hash":      func(h *journal.Head) { h.Hash = strings.Repeat("0", 64) },
			"another time":      func(h *journal.Head) { h.Time = h.Time.Add(time.Second) },
			"another signature": func(h *journal.Head) { h.Signature = base64.StdEncoding.EncodeToString(make([]byte, 64)) },
			"another key": func(h *journal.Head) {
				digest := sha256.Sum256(nil)
				h.Key = base64.StdEncoding.EncodeToString(digest[:])
			},
			"no key": func(h *journal.Head) { h.Key = "" },
		} {
			changed := heads[1]
			change(&changed)
			line, err := json.Marshal(changed)
			if err != nil {
				t.Fatal(err)
			}
			first, err := json.Marshal(heads[0])
			if err != nil {
				t.Fatal(err)
			}
			_, err = journal.Verify(w.ctx, w.client, bytes.NewReader(append(append(first, '\n'), line...)), "")
			if err == nil || !strings.Contains(err.Error(), "line 2 of the heads cannot be trusted") {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := verify("another"); err == nil || !strings.Contains(err.Error(), "instead of another") {
			t.Errorf("heads of another key: %v", err)
		}
		if _, err := journal.Verify(w.ctx, w.client, strings.NewReader("nonsense\n"), ""); err == nil || !strings.Contains(err.Error(), "line 1 of the heads is no head") {
			t.Errorf("nonsense: %v", err)
		}
	})
}

func TestTheKeyIsMadeOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "folder", "journal.key")
	if known, err := journal.KnownKey(path); err != nil || known != "" {
		t.Errorf("before there is one: %q, %v", known, err)
	}
	keys := make(chan string, 8)
	for range cap(keys) { // replicas that share the file
		go func() {
			key, err := journal.Key(path)
			if err != nil {
				t.Error(err)
				keys <- ""
				return
			}
			keys <- journal.PublicKey(key)
		}()
	}
	known := <-keys
	for range cap(keys) - 1 {
		if other := <-keys; other != known {
			t.Errorf("keys differ: %s, %s", known, other)
		}
	}
	if again, err := journal.KnownKey(path); err != nil || again != known {
		t.Errorf("later: %q, %v", again, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info, err)
	}
	if names, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(names) > 0 {
		t.Errorf("left behind: %v", names)
	}
	if err := os.WriteFile(path, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Key(path); err == nil || !strings.Contains(err.Error(), "ZHAS_JOURNAL_KEY_FILE") {
		t.Errorf("nonsense: %v", err)
	}
}

// A backup has the journal, and what is restored from it, into either database,
// is as whole as before, heads included.
func TestBackupAndRestore(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.history(t)
		w.runOnce(t)
		w.write(t, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "new").Exec(ctx) })
		file := filepath.Join(t.TempDir(), "backup")
		if _, err := w.store.Backup(w.ctx, file); err != nil {
			t.Fatal(err)
		}
		testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
			s, err := store.Open(t.Context(), options)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			// An older release's schema, with nothing in it, does not stand in the way.
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Restore(t.Context(), file); err != nil {
				t.Fatal(err)
			}
			restored := newWorld(t, s)
			if n := restored.number(t, "SELECT COUNT(*) FROM journal_pending"); n != 1 {
				t.Errorf("%d entries wait for their seal", n)
			}
			if n := restored.seal(t); n != 1 {
				t.Errorf("%d entries were sealed", n)
			}
			heads, err := os.Open(w.heads)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = heads.Close() }()
			if sound, err := journal.Verify(restored.ctx, restored.client, heads, ""); err != nil || sound.Entries != 8 || sound.Heads != 1 {
				t.Errorf("%+v, %v", sound, err)
			}
			if _, err := s.DB().ExecContext(t.Context(), "DELETE FROM journal_entries"); err == nil {
				t.Error("what is restored can be deleted")
			}
		})
	})
}
