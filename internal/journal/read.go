package journal

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/schema/field"

	gen "zhas/ent"
	"zhas/ent/migrate"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// readRows is how many entries one call reads at most: what it costs is bounded
// by that, whatever the viewer may see of them.
const readRows = 500

// Scope is what a viewer may read of an entity: its table, and the condition on
// its rows that every other reader applies too. known is false for entities that
// nobody reads through the graph.
type Scope func(entity string, v viewer.Viewer) (table string, within func(*entsql.Selector), known bool)

// Withdrawn keeps the rows of an entity that are now such that the viewer may read
// nothing of them, whatever they were; nil where there are none.
type Withdrawn func(entity string, v viewer.Viewer) func(*entsql.Selector)

// Reader reads the journal as far as the viewer of its context may see: a row as
// it was before or after a change is visible when a row that looked like this
// would be, unless the row is withdrawn now: then all that is left is that it was
// removed. What became visible was created to that viewer, and what is visible
// no longer was removed: hidden and absent are the same. A row that it leads to
// and that is hidden now is absent as well.
type Reader struct {
	client    *gen.Client
	scope     Scope
	withdrawn Withdrawn
	entities  map[string]string // by table
}

// NewReader returns a reader of the client's database. The tables are those of
// the entities that the scope knows, by entity.
func NewReader(client *gen.Client, scope Scope, withdrawn Withdrawn, tables map[string]string) *Reader {
	entities := make(map[string]string, len(tables))
	for entity, table := range tables {
		entities[table] = entity
	}
	return &Reader{client: client, scope: scope, withdrawn: withdrawn, entities: entities}
}

// Change is an entry as a viewer may see it.
type Change struct {
	// Entry is the identifier of the entry, Position its place in the order of
	// the journal; 0 in a history.
	Entry, Position int64
	// Transaction is the same for changes that were made together.
	Transaction string
	RecordedAt  time.Time
	Actor       programme.ActorKind
	ActorID     *int
	Entity      string
	EntityID    *int // nil where many rows changed at once
	Kind        programme.ChangeKind
	// Before and After are the values of the row by column, as JSON; nil where
	// the viewer may not see the row as it was then. A key of a row that they
	// may not see now is null.
	Before, After map[string]json.RawMessage
}

// Head is the position of the newest entry in the order of the journal.
func (r *Reader) Head(ctx context.Context) (int64, error) {
	last, err := lastLink(ctx, r.client)
	return last.position, err
}

// Since returns what the viewer may see of the entries that follow the position,
// in their order, the position of the last entry that was looked at, and whether
// there are more after it. Of limit it returns fewer when the viewer may not see
// all, or none at all.
func (r *Reader) Since(ctx context.Context, position int64, limit int) (changes []Change, end int64, more bool, err error) {
	var found []ordered
	err = each(ctx, r.client, `SELECT s.position, `+columnList("e", columns...)+`
		FROM journal_seals s JOIN journal_entries e ON e.id = s.entry_id WHERE s.position > $1 ORDER BY s.position LIMIT $2`,
		[]any{position, readRows + 1}, scanOrdered(&found))
	if err != nil {
		return nil, position, false, err
	}
	if more = len(found) > readRows; more {
		found = found[:readRows]
	}
	changes, cut, err := r.visible(ctx, found, limit)
	switch {
	case err != nil:
		return nil, position, false, err
	case cut && len(changes) == 0: // none were asked for
		return nil, position, true, nil
	case cut:
		return changes, changes[len(changes)-1].Position, true, nil
	case len(found) > 0:
		position = found[len(found)-1].position
	}
	return changes, position, more, nil
}

// Filter chooses entries of the journal.
type Filter struct {
	Entities     []string              // of these types
	Actors       []programme.ActorKind // by these kinds of actors; by any when nil
	Account      *int                  // by this account
	Since, Until *time.Time            // recorded at Since or later, before Until
	Transaction  *string
}

// Journal returns what the viewer may see of the entries that meet the filter,
// the newest first, of those that are older than the entry with the given
// identifier; the last entry that was looked at, and whether there are more after
// it. Of limit it returns fewer when the viewer may not see all, or none at all.
func (r *Reader) Journal(ctx context.Context, filter Filter, before *int64, limit int) (changes []Change, end int64, more bool, err error) {
	places, args, err := r.places(ctx, filter, before)
	if err != nil || places == "" {
		return nil, 0, false, err
	}
	var found []ordered
	err = each(ctx, r.client, `SELECT 0, `+columnList("e", columns...)+` FROM (`+places+`) AS p JOIN journal_entries e ON e.id = p.id
		ORDER BY e.recorded_at DESC, e.id DESC`, args, scanOrdered(&found))
	if err != nil {
		return nil, 0, false, err
	}
	if more = len(found) > readRows; more {
		found = found[:readRows]
	}
	changes, cut, err := r.visible(ctx, found, limit)
	switch {
	case err != nil:
		return nil, 0, false, err
	case cut && len(changes) > 0:
		end = changes[len(changes)-1].Entry
	case len(found) > 0:
		end = found[len(found)-1].id
	}
	return changes, end, cut || more, nil
}

// places is the statement that finds the entries of a page, empty when there can
// be none. It is put together of one part for each type and kind of actor: each
// reads a page's worth of an index in order, however rare or frequent what is
// looked for.
func (r *Reader) places(ctx context.Context, filter Filter, before *int64) (statement string, args []any, err error) {
	arg := func(value any) string {
		args = append(args, value)
		return "$" + strconv.Itoa(len(args))
	}
	condition := ""
	where := func(comparison string, value any) { condition += " AND " + comparison + arg(value) }
	if filter.Account != nil {
		where("actor_id = ", *filter.Account)
	}
	if filter.Since != nil {
		where("recorded_at >= ", filter.Since.UnixMicro())
	}
	if filter.Until != nil {
		where("recorded_at < ", filter.Until.UnixMicro())
	}
	if filter.Transaction != nil {
		at, ok := instantOf(*filter.Transaction)
		if !ok {
			return "", nil, nil
		}
		where("recorded_at = ", at)
		where(`"transaction" = `, *filter.Transaction)
	}
	if before != nil {
		var at []int64
		err := each(ctx, r.client, `SELECT recorded_at FROM journal_entries WHERE id = $1`, []any{*before}, func(rows *sql.Rows) error {
			at = append(at, 0)
			return rows.Scan(&at[0])
		})
		if err != nil || len(at) == 0 {
			return "", nil, err
		}
		condition += " AND (recorded_at, id) < (" + arg(at[0]) + ", " + arg(*before) + ")"
	}
	var kinds []string // each once, however often the filter names it
	for _, kind := range programme.ActorKind("").Values() {
		if filter.Actors == nil || slices.Contains(filter.Actors, programme.ActorKind(kind)) {
			kinds = append(kinds, arg(kind))
		}
	}
	newest := fmt.Sprintf(" ORDER BY recorded_at DESC, id DESC LIMIT %d", readRows+1)
	var parts []string
	for _, entity := range filter.Entities {
		ofType := arg(entity)
		for _, kind := range kinds {
			parts = append(parts, "SELECT * FROM (SELECT id, recorded_at FROM journal_entries WHERE entity = "+ofType+
				" AND actor_kind = "+kind+condition+newest+") AS part")
		}
	}
	if len(parts) == 0 {
		return "", nil, nil
	}
	return strings.Join(parts, " UNION ALL ") + newest, args, nil
}

// History returns what the viewer may see of the changes of one row, the newest
// first, of those before the entry with the given identifier, and whether there
// are more.
func (r *Reader) History(ctx context.Context, entity string, id int, before *int64, limit int) (changes []Change, more bool, err error) {
	condition, args := "", []any{entity, id, readRows}
	if before != nil {
		condition, args = " AND e.id < $4", append(args, *before)
	}
	var found []ordered
	err = each(ctx, r.client, `SELECT 0, `+columnList("e", columns...)+` FROM journal_entries e
		WHERE e.entity = $1 AND e.entity_id = $2`+condition+` ORDER BY e.id DESC LIMIT $3`, args, scanOrdered(&found))
	if err != nil {
		return nil, false, err
	}
	return r.visible(ctx, found, limit)
}

// ordered is an entry and its position.
type ordered struct {
	position int64
	stored
}

func scanOrdered(into *[]ordered) func(*sql.Rows) error {
	return func(rows *sql.Rows) error {
		var p ordered
		if err := rows.Scan(append([]any{&p.position}, p.targets()...)...); err != nil {
			return err
		}
		*into = append(*into, p)
		return nil
	}
}

// visible keeps what the viewer may see, up to limit; cut reports whether there
// was more.
func (r *Reader) visible(ctx context.Context, found []ordered, limit int) (changes []Change, cut bool, err error) {
	byEntity := make(map[string][]any)
	for i := range found {
		if e := &found[i]; e.entityID.Valid {
			byEntity[e.entity] = append(byEntity[e.entity], e.id)
		}
	}
	seen := make(map[imageOf]sight, len(found))
	for entity, ids := range byEntity {
		if err := r.see(ctx, entity, ids, seen); err != nil {
			return nil, false, err
		}
	}
	for i := range found {
		change, ok, err := found[i].change(seen)
		if err != nil {
			return nil, false, err
		}
		if !ok {
			continue
		}
		if len(changes) == limit {
			return changes, true, nil
		}
		changes = append(changes, change)
	}
	return changes, false, nil
}

// imageOf is one of the two images of an entry.
type imageOf struct {
	entry int64
	after bool
}

// sight is how the viewer may see an image.
type sight struct {
	hidden    []string // columns whose key names a row that is out of scope
	withdrawn bool     // the row is, by now
}

// see adds the images of entries of one entity that the viewer may see: those
// whose row would be in scope, by the condition that reading rows applies. With
// each go the columns whose key names a row that is out of scope.
func (r *Reader) see(ctx context.Context, entity string, ids []any, seen map[imageOf]sight) error {
	asking, ok := viewer.FromContext(ctx)
	if !ok {
		return fmt.Errorf("reading the journal: nobody is asking")
	}
	table, within, known := r.scope(entity, asking)
	if !known {
		return nil
	}
	columns := columnsOf(table)
	// The images are called as their table is in this one place: what a scope
	// looks up elsewhere in the table are its rows.
	s := entsql.Dialect(r.client.Dialect()).Select("entry_id", "later").From(entsql.Table("images").As(table))
	within(s)
	keys := r.hiddenKeys(s, table, asking)
	if gone := r.withdrawn(entity, asking); gone != nil {
		now := entsql.Dialect(s.Dialect()).Select().From(entsql.Table(table).As("now"))
		gone(now)
		now.Select(now.C("id")).Where(entsql.ColumnsEQ(now.C("id"), s.C("id")))
		s.AppendSelectExpr(entsql.Exists(now))
	} else {
		s.AppendSelectExpr(entsql.False())
	}
	s.Prefix(entsql.ExprFunc(func(b *entsql.Builder) {
		b.WriteString("WITH images AS (SELECT i.entry_id, i.later")
		for _, column := range columns {
			b.WriteString(", ").WriteString(valueOf(b.Dialect(), column)).WriteString(" AS ").Ident(column.Name)
		}
		b.WriteString(" FROM (")
		for i, name := range []string{`"before"`, `"after"`} {
			if i > 0 {
				b.WriteString(" UNION ALL ")
			}
			b.WriteString(fmt.Sprintf("SELECT e.id AS entry_id, %d AS later, e.entity_id, e.%s AS image FROM journal_entries e WHERE e.%[2]s IS NOT NULL AND e.id IN (", i, name))
			b.Args(ids...).WriteString(")")
		}
		b.WriteString(") AS i)")
	}))
	query, args := s.Query()
	return each(ctx, r.client, query, args, func(rows *sql.Rows) error {
		var entry int64
		var later bool
		hidden := make([]bool, len(keys))
		withdrawn := false
		targets := []any{&entry, &later}
		for i := range hidden {
			targets = append(targets, &hidden[i])
		}
		targets = append(targets, &withdrawn)
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		columns := []string{}
		for i, key := range keys {
			if hidden[i] {
				columns = append(columns, key)
			}
		}
		seen[imageOf{entry, later}] = sight{columns, withdrawn}
		return nil
	})
}

// hiddenKeys has the statement over a table say of each of its foreign keys
// whether the row that it names is out of the viewer's scope, and returns the
// columns in their order. Keys of rows that the viewer reads all of are left out.
func (r *Reader) hiddenKeys(s *entsql.Selector, table string, asking viewer.Viewer) (columns []string) {
	for _, t := range migrate.Tables {
		if t.Name != table {
			continue
		}
		for _, key := range t.ForeignKeys {
			named, within, known := r.scope(r.entities[key.RefTable.Name], asking)
			if !known {
				named, within = key.RefTable.Name, func(s *entsql.Selector) { s.Where(entsql.False()) }
			}
			row := entsql.Dialect(s.Dialect()).Select().From(entsql.Table(named).As("named"))
			if within(row); row.P() == nil {
				continue
			}
			column := key.Columns[0].Name
			row.Select(row.C("id")).Where(entsql.ColumnsEQ(row.C("id"), s.C(column)))
			s.AppendSelectExpr(entsql.And(entsql.NotNull(s.C(column)), entsql.Not(entsql.Exists(row))))
			columns = append(columns, column)
		}
	}
	return columns
}

func columnsOf(table string) []*schema.Column {
	for _, t := range migrate.Tables {
		if t.Name == table {
			return t.Columns
		}
	}
	return nil
}

// valueOf reads a column from an image, as the database keeps it. The identifier
// stands in the entry beside it.
func valueOf(name string, column *schema.Column) string {
	if column.Name == "id" {
		return "i.entity_id"
	}
	if name != dialect.Postgres {
		value := fmt.Sprintf("i.image ->> '$.%s'", column.Name)
		if column.Type == field.TypeTime {
			return fmt.Sprintf("replace(replace(%s, 'T', ' '), 'Z', '+00:00')", value)
		}
		return value
	}
	kind := "text"
	switch {
	case column.Type == field.TypeBool:
		kind = "boolean"
	case column.Type == field.TypeTime:
		kind = "timestamptz"
	case column.Type.Float():
		kind = "double precision"
	case column.Type.Integer():
		kind = "bigint"
	}
	return fmt.Sprintf("(i.image::jsonb ->> '%s')::%s", column.Name, kind)
}

// change is the entry as somebody sees it who sees these images; ok is false when
// there is nothing to see.
func (p *ordered) change(seen map[imageOf]sight) (c Change, ok bool, err error) {
	c = Change{
		Entry: p.id, Position: p.position, Transaction: p.transaction, RecordedAt: time.UnixMicro(p.recordedAt).UTC(),
		Actor: programme.ActorKind(p.actorKind), Entity: p.entity, Kind: programme.ChangeBulk,
	}
	if p.actorID.Valid {
		id := int(p.actorID.Int64)
		c.ActorID = &id
	}
	if !p.entityID.Valid { // invented rows: that there are some is no secret
		return c, true, nil
	}
	id := int(p.entityID.Int64)
	c.EntityID = &id
	was, before := seen[imageOf{p.id, false}]
	is, after := seen[imageOf{p.id, true}]
	switch {
	case after && is.withdrawn:
		return Change{}, false, nil
	case before && was.withdrawn:
		c.Kind = programme.ChangeRemoved
		return c, true, nil
	case before && after:
		c.Kind = programme.ChangeUpdated
	case after:
		c.Kind = programme.ChangeCreated
	case before:
		c.Kind = programme.ChangeRemoved
	default:
		return Change{}, false, nil
	}
	if before {
		if c.Before, err = values(p.before.String, was.hidden); err != nil {
			return Change{}, false, err
		}
	}
	if after {
		c.After, err = values(p.after.String, is.hidden)
	}
	return c, true, err
}

// values reads an image, without what is hidden in it.
func values(image string, hidden []string) (byColumn map[string]json.RawMessage, err error) {
	if err := json.Unmarshal([]byte(image), &byColumn); err != nil {
		return nil, fmt.Errorf("reading the journal: an image is no JSON object: %w", err)
	}
	for _, column := range hidden {
		byColumn[column] = json.RawMessage("null")
	}
	return byColumn, nil
}

// Changed reports whether the column differs between the two images; an image
// that is not there differs from one that has a value.
func (c *Change) Changed(column string) bool {
	before, after := c.Before[column], c.After[column]
	return !bytes.Equal(orNull(before), orNull(after))
}

func orNull(value json.RawMessage) json.RawMessage {
	if value == nil {
		return json.RawMessage("null")
	}
	return value
}
