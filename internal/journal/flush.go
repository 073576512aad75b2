package journal

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"entgo.io/ent/dialect"

	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// actor is who makes changes: what kind, and the account where there is one.
type actor struct {
	kind    programme.ActorKind
	account *int
}

// actorOf says who makes the changes of a context.
func actorOf(ctx context.Context) (actor, error) {
	asking, ok := viewer.FromContext(ctx)
	switch {
	case !ok:
		return actor{}, errors.New("nobody is asking")
	case asking.Account > 0: // also when the programme acts for them
		return actor{programme.ActorPerson, &asking.Account}, nil
	case asking.IsSystem() && !asking.ForPublic:
		return actor{kind: programme.ActorSystem}, nil
	}
	return actor{kind: programme.ActorPublic}, nil
}

// flush writes what was collected by one statement, or none when there is
// nothing.
func (c *collector) flush(ctx context.Context) error {
	var (
		entities, actions []string
		ids               []*int
		before, after     []*string
		rows              [][]any // the same for SQLite
	)
	for _, e := range c.entries {
		if e == nil {
			continue
		}
		entities, ids, actions = append(entities, e.entity), append(ids, e.entityID), append(actions, string(e.action))
		before, after = append(before, e.before), append(after, e.after)
		rows = append(rows, []any{e.entity, e.entityID, e.action, e.before, e.after})
	}
	if len(rows) == 0 {
		return nil
	}
	by, err := actorOf(ctx)
	if err != nil {
		return err
	}
	var request *string
	if id, ok := ctx.Value(requestKey{}).(string); ok {
		request = &id
	}
	now := time.Now().UnixMicro()
	args := []any{newTransaction(now), now, string(by.kind), by.account, request}
	if c.tx.Dialect() == dialect.Postgres {
		args = append(args, entities, ids, actions, before, after)
	} else {
		text, err := json.Marshal(rows)
		if err != nil {
			return err
		}
		args = append(args, string(text))
	}
	_, err = c.tx.ExecContext(ctx, insertEntries(c.tx.Dialect()), args...)
	return err
}

// newTransaction is an identifier that begins with the instant at which its
// entries are recorded, so that they are found without an index of their own.
func newTransaction(recordedAt int64) string {
	return fmt.Sprintf("%0*X%s", instantDigits, recordedAt, rand.Text()[:19])
}

// instantDigits is how many digits of a transaction are its instant.
const instantDigits = 13

// instantOf is when a transaction was recorded; ok is false when there is none
// of that name.
func instantOf(transaction string) (recordedAt int64, ok bool) {
	if len(transaction) < instantDigits {
		return 0, false
	}
	recordedAt, err := strconv.ParseInt(transaction[:instantDigits], 16, 64)
	return recordedAt, err == nil
}

func insertEntries(name string) string {
	own := []string{"entity", "entity_id", "action", "before", "after"}
	return `INSERT INTO journal_entries ("transaction", "recorded_at", "actor_kind", "actor_id", "request_id", "entity", "entity_id", "action", "before", "after")
		SELECT CAST($1 AS text), CAST($2 AS bigint), CAST($3 AS text), CAST($4 AS bigint), CAST($5 AS text), r.*
		FROM (` + rowsOf(name, 6, own, []string{"text", "bigint", "text", "text", "text"}) + `) AS r`
}
