package graph

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/migrate"
	"zhas/ent/policy"
	"zhas/graph/model"
	"zhas/internal/journal"
	"zhas/internal/viewer"
)

// The lists of changes have cursors of their own: the feed's name a place in the
// order of the journal, the others an entry.
const (
	feedCursor    = "feed"
	historyCursor = "hist"
	journalCursor = "jour"
)

// followAgain is how long a subscription waits after the database failed it.
const followAgain = time.Second

// changeCursors are the cursors of the lists of changes. Nobody but the programme
// reads them: how many entries lie between two of them, most of which their reader
// may not see, would tell what others do.
type changeCursors struct{ block cipher.Block }

func newChangeCursors(key [32]byte) changeCursors {
	block, _ := aes.NewCipher(key[:]) // fails for keys of another length alone
	return changeCursors{block}
}

// A cursor is one block: the list's name, a salt, and the place in the list.
const (
	cursorName  = 4
	cursorPlace = 8
)

func (c changeCursors) at(list string, at int64) string { return c.salted(list, [4]byte{}, at) }

// anew is a cursor that does not tell whether another one has the same place.
func (c changeCursors) anew(list string, at int64) string {
	var salt [4]byte
	_, _ = rand.Read(salt[:])
	return c.salted(list, salt, at)
}

func (c changeCursors) salted(list string, salt [4]byte, at int64) string {
	block := append([]byte(list), salt[:]...)
	block, _ = binary.Append(block, binary.BigEndian, at)
	c.block.Encrypt(block, block)
	return base64.RawURLEncoding.EncodeToString(block)
}

// parse reads a cursor of one of the lists back.
func (c changeCursors) parse(list, cursor string) (int64, error) {
	block, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(block) != aes.BlockSize {
		return 0, NewError(BadUserInput, msgCursor)
	}
	c.block.Decrypt(block, block)
	switch string(block[:cursorName]) {
	case list:
		var at int64
		_, _ = binary.Decode(block[cursorPlace:], binary.BigEndian, &at)
		return at, nil
	case feedCursor, historyCursor, journalCursor:
		return 0, NewError(BadUserInput, msgCursorOrder)
	}
	return 0, NewError(BadUserInput, msgCursor)
}

// parseEntry reads a cursor that need not be given.
func (c changeCursors) parseEntry(list string, cursor *string) (*int64, error) {
	if cursor == nil {
		return nil, nil
	}
	at, err := c.parse(list, *cursor)
	return &at, err
}

// changesSince is a page of the feed after the position. It returns where the
// journal was read to as well, which may be beyond the last change on the page. While
// there is more, the page ends there too; the last page ends with its last change:
// what follows that nobody may see is nobody's to know of.
func (r *Resolver) changesSince(ctx context.Context, first *int, position int64) (*model.ChangeConnection, int64, error) {
	size, _, err := PageSize(first, nil)
	if err != nil {
		return nil, position, err
	}
	changes, end, more, err := r.journal.Since(ctx, position, size)
	if err != nil {
		return nil, position, err
	}
	page, err := r.changePage(ctx, changes, feedCursor, func(c *journal.Change) int64 { return c.Position })
	if err != nil {
		return nil, position, err
	}
	if more || len(changes) == 0 {
		at := position
		if more {
			at = end
		}
		cursor := r.cursors.at(feedCursor, at)
		page.PageInfo.EndCursor = &cursor
	}
	page.PageInfo.HasNextPage, page.PageInfo.HasPreviousPage = more, position > 0
	return page, end, nil
}

func (r *Resolver) historyOf(ctx context.Context, id int, first *int, after *string) (*model.ChangeConnection, error) {
	size, _, err := PageSize(first, nil)
	if err != nil {
		return nil, err
	}
	before, err := r.cursors.parseEntry(historyCursor, after)
	if err != nil {
		return nil, err
	}
	changes, more, err := r.journal.History(ctx, entityOf(id), id, before, size)
	if err != nil {
		return nil, err
	}
	page, err := r.changePage(ctx, changes, historyCursor, entryOf)
	if err != nil {
		return nil, err
	}
	page.PageInfo.HasNextPage, page.PageInfo.HasPreviousPage = more, after != nil
	return page, nil
}

// journalPage is a page of the journal. While there is more, its end is where
// the journal was read to, which may be beyond the last change on the page.
func (r *Resolver) journalPage(ctx context.Context, first *int, after *string, filter *model.JournalFilter) (*model.ChangeConnection, error) {
	size, _, err := PageSize(first, nil)
	if err != nil {
		return nil, err
	}
	before, err := r.cursors.parseEntry(journalCursor, after)
	if err != nil {
		return nil, err
	}
	chosen, err := r.chosenEntries(ctx, filter)
	if err != nil {
		return nil, err
	}
	changes, end, more, err := r.journal.Journal(ctx, chosen, before, size)
	if err != nil {
		return nil, err
	}
	page, err := r.changePage(ctx, changes, journalCursor, entryOf)
	if err != nil {
		return nil, err
	}
	page.PageInfo.HasNextPage, page.PageInfo.HasPreviousPage = more, after != nil
	if more && size > 0 {
		cursor := r.cursors.at(journalCursor, end)
		page.PageInfo.EndCursor = &cursor
	}
	return page, nil
}

// chosenEntries turns the graph's filter into the journal's. What an account did
// is found by those who may see the account.
func (r *Resolver) chosenEntries(ctx context.Context, filter *model.JournalFilter) (journal.Filter, error) {
	shown := slices.Sorted(maps.Keys(r.fieldNames))
	if filter == nil {
		return journal.Filter{Entities: shown}, nil
	}
	chosen := journal.Filter{
		Entities: shown, Actors: filter.Actor, Account: filter.Account,
		Since: filter.Since, Until: filter.Until, Transaction: filter.Transaction,
	}
	if filter.Type != nil {
		chosen.Entities = slices.DeleteFunc(shown, func(entity string) bool { return !slices.Contains(filter.Type, entity) })
	}
	if filter.Account != nil {
		visible, err := r.client.Account.Query().Where(account.ID(*filter.Account)).Exist(ctx)
		if err != nil {
			return chosen, err
		}
		if !visible {
			chosen.Entities = nil
		}
	}
	return chosen, nil
}

func entryOf(c *journal.Change) int64 { return c.Entry }

// follow sends the feed after the position as it grows, until ctx or the viewer's
// session ends: a page at once, and then one whenever it has something. What the
// viewer may see is asked anew for each page; what takes it away is a change
// itself, and so wakes the subscription.
//
// A page that has no change and is the last ends where the one before did, which
// the cursor stands for.
func (r *Resolver) follow(ctx context.Context, position int64, cursor string, send func(*model.ChangeConnection) bool) {
	size, begun, failed := MaxPageSize, false, false
	asked, _ := viewer.FromContext(ctx)
	for ctx.Err() == nil {
		asking, err := r.accounts.Again(ctx)
		if err == nil && (asking.Session != asked.Session || asking.SecondFactorDue != asked.SecondFactorDue) {
			return // what the second factor adds is for the token that it gives
		}
		page, end := (*model.ChangeConnection)(nil), position
		if err == nil {
			page, end, err = r.changesSince(viewer.NewContext(ctx, asking), &size, position)
		}
		if err != nil {
			if !failed && ctx.Err() == nil {
				slog.ErrorContext(ctx, "a subscription cannot read the journal; it is tried again", "error", err)
			}
			failed = true
			select {
			case <-ctx.Done():
			case <-time.After(followAgain):
			}
			continue
		}
		failed, position = false, end
		if len(page.Nodes) == 0 && !page.PageInfo.HasNextPage {
			stays := cursor
			page.PageInfo.EndCursor = &stays
		}
		cursor = *page.PageInfo.EndCursor
		// A page without a change says how far the journal was read.
		if len(page.Nodes) > 0 || page.PageInfo.HasNextPage || !begun {
			if begun = send(page); !begun {
				return
			}
		}
		if page.PageInfo.HasNextPage {
			continue
		}
		if err := r.watch.After(ctx, position); err != nil {
			return
		}
	}
}

// Follow keeps the subscriptions awake until ctx ends, whose viewer must be the
// system. Each process runs it once.
func (r *Resolver) Follow(ctx context.Context) { r.watch.Run(ctx) }

func (r *Resolver) changePage(
	ctx context.Context, changes []journal.Change, list string, at func(*journal.Change) int64,
) (*model.ChangeConnection, error) {
	asking, _ := viewer.FromContext(ctx)
	made, err := r.actors(ctx, changes)
	if err != nil {
		return nil, err
	}
	page := &model.ChangeConnection{
		Edges: make([]*model.ChangeEdge, len(changes)), Nodes: make([]*model.Change, len(changes)), PageInfo: new(model.PageInfo),
	}
	for i := range changes {
		node := r.change(&changes[i])
		if policy.ReadsWholeJournal(asking) {
			entry := int(changes[i].Entry)
			node.Entry = &entry
		}
		if id := changes[i].ActorID; id != nil {
			node.Actor.Account = made[*id]
		}
		page.Nodes[i] = node
		page.Edges[i] = &model.ChangeEdge{Cursor: r.cursors.at(list, at(&changes[i])), Node: node}
	}
	if end := len(changes) - 1; end >= 0 {
		page.PageInfo.StartCursor, page.PageInfo.EndCursor = &page.Edges[0].Cursor, &page.Edges[end].Cursor
	}
	return page, nil
}

// opensNothing refuses what would put on record that the feed is read: the record is
// a change, which would be the next thing that the feed tells.
func (r *Resolver) opensNothing(ctx context.Context) error {
	look, _ := r.look(ctx)
	asked := look.beneath(look.beneath(look.rows(graphql.GetFieldContext(ctx).Field))["actor"])["account"]
	look.account(r.client.Account.Query(), asked...)
	for _, openings := range look.opening {
		if slices.ContainsFunc(openings, func(o opening) bool { return len(o.fields) > 0 }) {
			return NewError(BadUserInput, msgSealedFollowed)
		}
	}
	return look.err
}

// actors are the accounts that made the changes, by id, as far as the viewer may
// see them: one statement, and none unless the document asks for them.
func (r *Resolver) actors(ctx context.Context, changes []journal.Change) (map[int]*ent.Account, error) {
	look, ctx := r.look(ctx)
	asked := look.beneath(look.beneath(look.rows(graphql.GetFieldContext(ctx).Field))["actor"])["account"]
	ids := make(map[int]bool)
	for i := range changes {
		if id := changes[i].ActorID; id != nil {
			ids[*id] = true
		}
	}
	if len(asked) == 0 || len(ids) == 0 {
		return nil, nil
	}
	q := r.client.Account.Query().Where(account.IDIn(slices.Collect(maps.Keys(ids))...))
	look.account(q, asked...)
	rows, err := q.All(ctx)
	found := make(map[int]*ent.Account, len(rows))
	for _, row := range rows {
		found[row.ID] = row
	}
	return found, err
}

func (r *Resolver) change(c *journal.Change) *model.Change {
	shown := &model.Change{
		RecordedAt: c.RecordedAt, Kind: c.Kind, Actor: &model.ChangeActor{Kind: c.Actor},
		Transaction: c.Transaction, Type: c.Entity, Record: c.EntityID, Fields: []*model.FieldChange{},
	}
	if c.After == nil { // what a record was is not for those who may see it no longer
		return shown
	}
	for _, column := range slices.Sorted(maps.Keys(c.After)) {
		name, known := r.fieldNames[c.Entity][column]
		if !known || !c.Changed(column) {
			continue
		}
		shown.Fields = append(shown.Fields, &model.FieldChange{
			Name: name, Before: fieldValue(c.Before[column]), After: fieldValue(c.After[column]),
		})
	}
	return shown
}

// fieldValue leaves out the value that there is not.
func fieldValue(value []byte) model.FieldValue {
	if string(value) == "null" {
		return nil
	}
	return value
}

// entityOf returns the type of the record with the id, empty when there is none
// that the graph shows.
func entityOf(id int) string {
	table := tableOf(id)
	for entity, its := range policy.Tables() {
		if its == table {
			return entity
		}
	}
	return ""
}

// fieldNames says by entity what its columns are called in the graph. Columns
// that the graph does not show have no name.
func fieldNames(schema *ast.Schema) map[string]map[string]string {
	names := make(map[string]map[string]string)
	for entity, table := range policy.Tables() {
		if copied, known := ent.CopiedColumns[table]; known && len(copied) == 0 {
			continue // the journal leaves all of it out
		}
		definition := schema.Types[entity]
		names[entity] = make(map[string]string)
		for _, t := range migrate.Tables {
			if t.Name != table {
				continue
			}
			for _, column := range t.Columns {
				if slices.Contains(ent.CopiedColumns[table], column.Name) {
					continue // images leave it out
				}
				if name := fieldName(definition, column.Name); name != "" {
					names[entity][column.Name] = name
				}
			}
		}
	}
	return names
}

// fieldName is what the graph calls a column of the type, empty when it does not
// show it.
func fieldName(definition *ast.Definition, column string) string {
	name := camel(column)
	if definition.Fields.ForName(name) != nil {
		return name
	}
	if base, isKey := strings.CutSuffix(column, "_id"); isKey {
		if name = camel(base); definition.Fields.ForName(name) != nil {
			return name
		}
	}
	for _, language := range []string{"kk", "ru", "en"} {
		base, isText := strings.CutSuffix(column, "_"+language)
		if field := definition.Fields.ForName(camel(base)); isText && field != nil && field.Type.Name() == "Text" {
			return camel(base) + "." + language
		}
	}
	return ""
}

// camel writes a column's name as the graph writes names.
func camel(column string) string {
	words := strings.Split(column, "_")
	for i := 1; i < len(words); i++ {
		words[i] = strings.ToUpper(words[i][:1]) + words[i][1:]
	}
	return strings.Join(words, "")
}
