package vault

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect"

	"zhas/internal/store"
)

// maxInsert is how many keys one statement writes.
const maxInsert = 5000

// keyStore keeps the wrapped keys of people in their own database.
type keyStore struct {
	db       *sql.DB
	postgres bool
}

func newKeyStore(s *store.Store) *keyStore {
	return &keyStore{db: s.DB(), postgres: s.Dialect() == dialect.Postgres}
}

// begin admits the first master key, when the store is new.
func (k *keyStore) begin(ctx context.Context, master uint32) error {
	//nolint:gosec // the name of a type
	_, err := k.db.ExecContext(ctx, "INSERT INTO master_keys (id, made_at) SELECT CAST($1 AS bigint), CAST($2 AS "+k.instant()+
		") WHERE NOT EXISTS (SELECT 1 FROM master_keys) ON CONFLICT (id) DO NOTHING", int64(master), now())
	if err != nil {
		return fmt.Errorf("admitting a master key: %w", err)
	}
	return nil
}

// admit lets a master key wrap keys.
func (k *keyStore) admit(ctx context.Context, master uint32) error {
	_, err := k.db.ExecContext(ctx, "INSERT INTO master_keys (id, made_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING", int64(master), now())
	if err != nil {
		return fmt.Errorf("admitting a master key: %w", err)
	}
	return nil
}

// dismiss lets no master key but this one wrap keys from now on. It returns a
// constraint error while another one has wrapped some.
func (k *keyStore) dismiss(ctx context.Context, but uint32) error {
	if _, err := k.db.ExecContext(ctx, "DELETE FROM master_keys WHERE id <> $1", int64(but)); err != nil {
		return fmt.Errorf("dismissing master keys: %w", err)
	}
	return nil
}

// instant is the type of an instant, which SQLite keeps as text.
func (k *keyStore) instant() string {
	if k.postgres {
		return "timestamptz"
	}
	return "text"
}

func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// insert adds wrapped keys by subject; master is the id of the key that wrapped
// them. A subject that has a key keeps it. It returns a constraint error when that
// master key was dismissed.
func (k *keyStore) insert(ctx context.Context, wrapped map[int64][]byte, master uint32) error {
	subjects := slices.Sorted(maps.Keys(wrapped)) // in the order of the table
	for some := range slices.Chunk(subjects, maxInsert) {
		statement, args, err := k.insertion(some, wrapped)
		if err != nil {
			return err
		}
		if _, err := k.db.ExecContext(ctx, statement, append(args, int64(master), now())...); err != nil {
			return fmt.Errorf("keeping keys: %w", err)
		}
	}
	return nil
}

// insertion is the statement that inserts some keys, with its first arguments.
func (k *keyStore) insertion(subjects []int64, wrapped map[int64][]byte) (statement string, args []any, err error) {
	const into, kept = "INSERT INTO person_keys (subject, wrapped, master, made_at) ", " ON CONFLICT (subject) DO NOTHING"
	if k.postgres {
		keys := make([][]byte, len(subjects))
		for i, subject := range subjects {
			keys[i] = wrapped[subject]
		}
		return into + "SELECT subject, wrapped, $3, $4 FROM unnest($1::bigint[], $2::bytea[]) AS new (subject, wrapped)" + kept, []any{subjects, keys}, nil
	}
	rows := make([][2]any, len(subjects))
	for i, subject := range subjects {
		rows[i] = [2]any{subject, hex.EncodeToString(wrapped[subject])}
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return "", nil, fmt.Errorf("keeping keys: %w", err)
	}
	// Without a condition SQLite would read ON as part of a join.
	return into + "SELECT value ->> 0, unhex(value ->> 1), $2, $3 FROM json_each($1) WHERE true" + kept, []any{string(text)}, nil
}

// in is a condition that the subject is one of a list, in one argument.
func (k *keyStore) in(subjects []int64) (condition string, arg any) {
	if k.postgres {
		return "subject = ANY($1)", subjects
	}
	var list strings.Builder
	list.WriteByte('[')
	for i, subject := range subjects {
		if i > 0 {
			list.WriteByte(',')
		}
		fmt.Fprintf(&list, "%d", subject)
	}
	list.WriteByte(']')
	return "subject IN (SELECT value FROM json_each($1))", list.String()
}

// find returns the wrapped keys of subjects.
func (k *keyStore) find(ctx context.Context, subjects []int64) (map[int64][]byte, error) {
	condition, arg := k.in(subjects)
	return k.read(ctx, "SELECT subject, wrapped FROM person_keys WHERE "+condition, arg)
}

// all returns every wrapped key.
func (k *keyStore) all(ctx context.Context) (keys []copiedKey, err error) {
	rows, err := k.db.QueryContext(ctx, "SELECT subject, wrapped, master FROM person_keys ORDER BY subject")
	if err != nil {
		return nil, fmt.Errorf("reading keys: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var key copiedKey
		if err := rows.Scan(&key.Subject, &key.Wrapped, &key.Master); err != nil {
			return nil, fmt.Errorf("reading keys: %w", err)
		}
		keys = append(keys, key)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading keys: %w", err)
	}
	return keys, nil
}

// wrappedBefore returns some keys that another master key wrapped.
func (k *keyStore) wrappedBefore(ctx context.Context, master uint32, limit int) (map[int64][]byte, error) {
	return k.read(ctx, "SELECT subject, wrapped FROM person_keys WHERE master <> $1 LIMIT $2", int64(master), limit)
}

func (k *keyStore) read(ctx context.Context, query string, args ...any) (_ map[int64][]byte, err error) {
	rows, err := k.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("reading keys: %w", err)
	}
	defer func() { _ = rows.Close() }()
	found := make(map[int64][]byte)
	for rows.Next() {
		var subject int64
		var wrapped []byte
		if err := rows.Scan(&subject, &wrapped); err != nil {
			return nil, fmt.Errorf("reading keys: %w", err)
		}
		found[subject] = wrapped
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading keys: %w", err)
	}
	return found, nil
}

// rewrap replaces a wrapped key, unless it was destroyed or replaced meanwhile.
func (k *keyStore) rewrap(ctx context.Context, subject int64, was, is []byte, master uint32) error {
	_, err := k.db.ExecContext(ctx, "UPDATE person_keys SET wrapped = $1, master = $2 WHERE subject = $3 AND wrapped = $4",
		is, int64(master), subject, was)
	if err != nil {
		return fmt.Errorf("wrapping a key again: %w", err)
	}
	return nil
}

// remove destroys the keys of subjects.
func (k *keyStore) remove(ctx context.Context, subjects []int64) error {
	condition, arg := k.in(subjects)
	//nolint:gosec // the condition is one of in's
	if _, err := k.db.ExecContext(ctx, "DELETE FROM person_keys WHERE "+condition, arg); err != nil {
		return fmt.Errorf("destroying keys: %w", err)
	}
	if k.postgres {
		return nil
	}
	// The log has pages as they were before. Who keeps it from being emptied now does
	// not the next time.
	if _, err := k.db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return fmt.Errorf("emptying the log of the store of keys: %w", err)
	}
	return nil
}
