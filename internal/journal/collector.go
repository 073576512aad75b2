package journal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	gen "zhas/ent"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// A collector holds the entries of one transaction until it commits.
type collector struct {
	tx      *gen.Tx
	entries []*entry // nil where nothing came of a mutation
	bulk    []created
}

// An entry is what a row of journal_entries says of its own change.
type entry struct {
	entity        string
	entityID      *int
	action        programme.JournalAction
	before, after *string // JSON
}

// create records a creation. ent creates many rows by nesting the mutations, so
// that the first ends last: entries keep the order in which they begin.
func (c *collector) create(ctx context.Context, m gen.JournalMutation, next ent.Mutator) (ent.Value, error) {
	place := len(c.entries)
	c.entries = append(c.entries, nil)
	value, err := next.Mutate(ctx, m)
	if err != nil {
		return value, err
	}
	row, err := asRow(value)
	if err != nil {
		return nil, err
	}
	c.entries[place], err = newEntry(m.Type(), row.JournalID(), nil, row.JournalValues())
	return value, err
}

// updateOne records the update of one row. ent returns it as it is afterwards.
func (c *collector) updateOne(ctx context.Context, m gen.JournalMutation, next ent.Mutator) (ent.Value, error) {
	before := m.JournalHeld(ctx)
	held := before != nil
	if !held {
		rows, err := m.JournalRows(viewer.AsSystem(ctx))
		if err != nil {
			return nil, fmt.Errorf("reading the row before its update: %w", err)
		}
		if len(rows) == 1 {
			before = rows[0]
		}
	}
	value, err := next.Mutate(ctx, m)
	if err != nil {
		return value, err
	}
	row, err := asRow(value)
	if err != nil {
		return nil, err
	}
	if before == nil {
		return nil, fmt.Errorf("%s %d was updated, but the journal did not find it before", m.Type(), row.JournalID())
	}
	was, is := before.JournalValues(), row.JournalValues()
	if held { // somebody else may have changed other columns since it was read
		was = onlyChanged(m, was, is)
	}
	return value, c.changed(m.Type(), row.JournalID(), was, is)
}

// onlyChanged is the row as it is, with what the mutation sets as it was.
func onlyChanged(m gen.JournalMutation, was, is map[string]any) map[string]any {
	merged := make(map[string]any, len(is))
	for column, value := range is {
		merged[column] = value
	}
	for _, columns := range [][]string{m.Fields(), m.AddedFields(), m.ClearedFields()} {
		for _, column := range columns {
			if value, ok := was[column]; ok {
				merged[column] = value
			}
		}
	}
	return merged
}

// change records an update or a deletion of whatever meets a condition.
func (c *collector) change(ctx context.Context, m gen.JournalMutation, next ent.Mutator) (ent.Value, error) {
	rows, err := m.JournalRows(viewer.AsSystem(ctx))
	if err != nil {
		return nil, fmt.Errorf("reading the rows before they change: %w", err)
	}
	if c.tx.Dialect() == dialect.Postgres { // where others may have added some meanwhile
		ids := make([]int, len(rows))
		for i, row := range rows {
			ids[i] = row.JournalID()
		}
		m.WhereP(func(s *sql.Selector) { s.Where(sql.InInts(s.C("id"), ids...)) })
	}
	value, err := next.Mutate(ctx, m)
	if err != nil {
		return value, err
	}
	if n, ok := value.(int); !ok || n != len(rows) {
		return nil, fmt.Errorf("%s of %s changed %v rows, but the journal found %d before", m.Op(), m.Type(), value, len(rows))
	}
	for _, row := range rows {
		was := row.JournalValues()
		var is map[string]any
		if m.Op().Is(ent.OpUpdate) {
			if is, err = apply(m, was); err != nil {
				return nil, err
			}
		}
		if err := c.changed(m.Type(), row.JournalID(), was, is); err != nil {
			return nil, err
		}
	}
	return value, nil
}

// changed adds an entry unless the row is as it was.
func (c *collector) changed(entity string, id int, was, is map[string]any) error {
	e, err := newEntry(entity, id, was, is)
	if err != nil {
		return err
	}
	if e.before == nil || e.after == nil || *e.before != *e.after {
		c.entries = append(c.entries, e)
	}
	return nil
}

func newEntry(entity string, id int, was, is map[string]any) (*entry, error) {
	e := &entry{entity: entity, entityID: &id, action: programme.JournalUpdate}
	switch {
	case was == nil:
		e.action = programme.JournalCreate
	case is == nil:
		e.action = programme.JournalDelete
	}
	var err error
	if e.before, err = image(was, nil); err != nil {
		return nil, err
	}
	e.after, err = image(is, was)
	return e, err
}

// created is a row of a bulk creation.
type created struct {
	id     int
	digest [sha256.Size]byte
}

// bulkImage stands in the place of images where many rows changed at once. The
// digest is the SHA-256 of the rows' images' SHA-256s, in the order of creation.
type bulkImage struct {
	Count   int    `json:"count"`
	FirstID int    `json:"first_id,omitempty"`
	LastID  int    `json:"last_id,omitempty"`
	Reason  string `json:"reason"`
	SHA256  string `json:"sha256,omitempty"`
}

// createBulk records the creations of one statement, which are nested in the
// first of them, as one.
func (c *collector) createBulk(ctx context.Context, m gen.JournalMutation, next ent.Mutator, reason string) (ent.Value, error) {
	place := len(c.bulk)
	c.bulk = append(c.bulk, created{})
	value, err := next.Mutate(ctx, m)
	if err != nil {
		c.bulk = c.bulk[:place]
		return value, err
	}
	row, err := asRow(value)
	if err != nil {
		return nil, err
	}
	text, err := image(row.JournalValues(), nil)
	if err != nil {
		return nil, err
	}
	c.bulk[place] = created{row.JournalID(), sha256.Sum256([]byte(*text))}
	if place > 0 {
		return value, nil
	}
	digest := sha256.New()
	for _, row := range c.bulk {
		digest.Write(row.digest[:])
	}
	summary := bulkImage{
		Count: len(c.bulk), FirstID: c.bulk[0].id, LastID: c.bulk[len(c.bulk)-1].id,
		Reason: reason, SHA256: hex.EncodeToString(digest.Sum(nil)),
	}
	c.bulk = c.bulk[:0]
	after, err := summary.text()
	c.entries = append(c.entries, &entry{entity: m.Type(), action: programme.JournalBulk, after: after})
	return value, err
}

// deleteBulk records a deletion of whatever meets a condition as one.
func (c *collector) deleteBulk(ctx context.Context, m gen.JournalMutation, next ent.Mutator, reason string) (ent.Value, error) {
	value, err := next.Mutate(ctx, m)
	if err != nil {
		return value, err
	}
	n, ok := value.(int)
	if !ok || n == 0 {
		return value, nil
	}
	before, err := bulkImage{Count: n, Reason: reason}.text()
	c.entries = append(c.entries, &entry{entity: m.Type(), action: programme.JournalBulk, before: before})
	return value, err
}

func (b bulkImage) text() (*string, error) {
	text, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	s := string(text)
	return &s, nil
}

func asRow(value ent.Value) (gen.JournalRow, error) {
	row, ok := value.(gen.JournalRow)
	if !ok {
		return nil, fmt.Errorf("the journal does not know rows such as %T", value)
	}
	return row, nil
}
