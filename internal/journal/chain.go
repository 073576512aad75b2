package journal

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"entgo.io/ent/dialect"
)

// columns are those of journal_entries, in the order in which a hash covers them.
var columns = []string{
	"id", "transaction", "recorded_at", "actor_kind", "actor_id", "request_id",
	"entity", "entity_id", "action", "before", "after",
}

// stored is an entry as the database has it.
type stored struct {
	id, recordedAt                         int64
	transaction, actorKind, entity, action string
	actorID, entityID                      sql.NullInt64
	requestID, before, after               sql.NullString
}

// targets are where to scan the columns.
func (e *stored) targets() []any {
	return []any{
		&e.id, &e.transaction, &e.recordedAt, &e.actorKind, &e.actorID, &e.requestID,
		&e.entity, &e.entityID, &e.action, &e.before, &e.after,
	}
}

// link is a place in the chain: the position of a seal and its hash.
type link struct {
	position int64
	hash     string // hexadecimal; empty before the first
}

// seal returns the link that follows with the entry: SHA-256 over the hash
// before, the position and each column, every one of them after its length.
func (l link) seal(e *stored) link {
	next := link{position: l.position + 1}
	digest := sha256.New()
	var buffer []byte
	add := func(text string) {
		buffer = binary.BigEndian.AppendUint64(buffer, uint64(len(text)))
		buffer = append(buffer, text...)
	}
	addNull := func(text string, valid bool) {
		if valid {
			buffer = append(buffer, 1)
			add(text)
		} else {
			buffer = append(buffer, 0)
		}
	}
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	add("zhas journal 1")
	add(l.hash)
	add(number(next.position))
	add(number(e.id))
	add(e.transaction)
	add(number(e.recordedAt))
	add(e.actorKind)
	addNull(number(e.actorID.Int64), e.actorID.Valid)
	addNull(e.requestID.String, e.requestID.Valid)
	add(e.entity)
	addNull(number(e.entityID.Int64), e.entityID.Valid)
	add(e.action)
	addNull(e.before.String, e.before.Valid)
	addNull(e.after.String, e.after.Valid)
	digest.Write(buffer)
	next.hash = hex.EncodeToString(digest.Sum(nil))
	return next
}

// quote makes an identifier of a name that is a word of SQL, such as transaction.
func quote(name string) string { return `"` + name + `"` }

// columnList names the columns of a table or its alias.
func columnList(table string, columns ...string) string {
	names := make([]string, len(columns))
	for i, column := range columns {
		names[i] = table + "." + quote(column)
	}
	return strings.Join(names, ", ")
}

// rowsOf is the part of a statement that reads rows from one argument a column
// on PostgreSQL, and from one JSON text on SQLite. However many rows there are,
// it is the same statement. first is the number of the first argument.
func rowsOf(name string, first int, columns, types []string) string {
	parts := make([]string, len(columns))
	if name == dialect.Postgres {
		for i := range columns {
			parts[i] = fmt.Sprintf("$%d::%s[]", first+i, types[i])
		}
		names := make([]string, len(columns))
		for i, column := range columns {
			names[i] = quote(column)
		}
		return fmt.Sprintf(`SELECT %s FROM unnest(%s) WITH ORDINALITY AS r(%s, place) ORDER BY r.place`,
			columnList("r", columns...), strings.Join(parts, ", "), strings.Join(names, ", "))
	}
	for i := range columns {
		parts[i] = fmt.Sprintf("r.value ->> %d", i)
	}
	return fmt.Sprintf("SELECT %s FROM json_each($%d) AS r ORDER BY r.key", strings.Join(parts, ", "), first)
}
