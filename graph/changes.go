package graph

import (
	"context"
	"encoding/base64"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"zhas/ent/migrate"
	"zhas/ent/policy"
	"zhas/graph/model"
	"zhas/internal/journal"
	"zhas/internal/viewer"
)

// The lists of changes have cursors of their own: one names a place in the order
// of the journal, the other an entry.
const (
	feedCursor    = "changes"
	historyCursor = "history"
)

// followAgain is how long a subscription waits after the database failed it.
const followAgain = time.Second

func changeCursor(list string, at int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(list + ":" + strconv.FormatInt(at, 10)))
}

// parseChangeCursor reads a cursor of one of the lists back.
func parseChangeCursor(list, cursor string) (int64, error) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return 0, NewError(BadUserInput, msgCursor)
	}
	name, number, _ := strings.Cut(string(text), ":")
	at, err := strconv.ParseInt(number, 10, 64)
	switch {
	case err != nil || at < 0 || changeCursor(name, at) != cursor:
		return 0, NewError(BadUserInput, msgCursor)
	case name != list:
		return 0, NewError(BadUserInput, msgCursorOrder)
	}
	return at, nil
}

// changesSince is a page of the feed. Its end is where the journal was read to,
// which may be beyond the last change on the page.
func (r *Resolver) changesSince(ctx context.Context, first *int, position int64) (*model.ChangeConnection, int64, error) {
	size, _, err := PageSize(first, nil)
	if err != nil {
		return nil, position, err
	}
	if size == 0 {
		end := changeCursor(feedCursor, position)
		return &model.ChangeConnection{PageInfo: &model.PageInfo{EndCursor: &end, HasPreviousPage: position > 0}}, position, nil
	}
	changes, end, more, err := r.journal.Since(ctx, position, size)
	if err != nil {
		return nil, position, err
	}
	page := r.changePage(changes, feedCursor, func(c *journal.Change) int64 { return c.Position })
	cursor := changeCursor(feedCursor, end)
	page.PageInfo.EndCursor = &cursor
	page.PageInfo.HasNextPage, page.PageInfo.HasPreviousPage = more, position > 0
	return page, end, nil
}

func (r *Resolver) historyOf(ctx context.Context, id int, first *int, after *string) (*model.ChangeConnection, error) {
	size, _, err := PageSize(first, nil)
	if err != nil {
		return nil, err
	}
	var before *int64
	if after != nil {
		at, err := parseChangeCursor(historyCursor, *after)
		if err != nil {
			return nil, err
		}
		before = &at
	}
	changes, more, err := r.journal.History(ctx, entityOf(id), id, before, size)
	if err != nil {
		return nil, err
	}
	page := r.changePage(changes, historyCursor, func(c *journal.Change) int64 { return c.Entry })
	page.PageInfo.HasNextPage, page.PageInfo.HasPreviousPage = more, after != nil
	if end := len(page.Edges); end > 0 {
		page.PageInfo.EndCursor = &page.Edges[end-1].Cursor
	}
	return page, nil
}

// follow sends the feed after the position as it grows, until ctx or the viewer's
// session ends: a page at once, and then one whenever it has something. What the
// viewer may see is asked anew for each page; what takes it away is a change
// itself, and so wakes the subscription.
func (r *Resolver) follow(ctx context.Context, position int64, send func(*model.ChangeConnection) bool) {
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

func (r *Resolver) changePage(changes []journal.Change, list string, at func(*journal.Change) int64) *model.ChangeConnection {
	page := &model.ChangeConnection{
		Edges: make([]*model.ChangeEdge, len(changes)), Nodes: make([]*model.Change, len(changes)), PageInfo: new(model.PageInfo),
	}
	for i := range changes {
		node := r.change(&changes[i])
		page.Nodes[i] = node
		page.Edges[i] = &model.ChangeEdge{Cursor: changeCursor(list, at(&changes[i])), Node: node}
	}
	if len(changes) > 0 {
		page.PageInfo.StartCursor = &page.Edges[0].Cursor
	}
	return page
}

func (r *Resolver) change(c *journal.Change) *model.Change {
	shown := &model.Change{
		Entry: int(c.Entry), RecordedAt: c.RecordedAt, Kind: c.Kind, Actor: &model.ChangeActor{Kind: c.Actor},
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
		definition := schema.Types[entity]
		names[entity] = make(map[string]string)
		for _, t := range migrate.Tables {
			if t.Name != table {
				continue
			}
			for _, column := range t.Columns {
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
	base, language, _ := cutLast(column, "_")
	if field := definition.Fields.ForName(camel(base)); field != nil && field.Type.Name() == "Text" {
		return camel(base) + "." + language
	}
	return ""
}

// cutLast splits a text at the last separator.
func cutLast(text, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(text, separator); i >= 0 {
		return text[:i], text[i+len(separator):], true
	}
	return text, "", false
}

// camel writes a column's name as the graph writes names.
func camel(column string) string {
	words := strings.Split(column, "_")
	for i := 1; i < len(words); i++ {
		words[i] = strings.ToUpper(words[i][:1]) + words[i][1:]
	}
	return strings.Join(words, "")
}
