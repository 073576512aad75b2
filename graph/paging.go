package graph

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"zhas/graph/model"
)

// ordering is one way to order the rows of a list: by a column, and among rows
// that compare alike by identifier, in the same direction.
type ordering[T any] struct {
	name   string // as the graph's enum and the cursors call it
	column string
	value  func(T) any            // what the column holds, for a cursor
	parse  func(any) (any, error) // reads it back from a cursor
}

// pageArgs are the arguments that every connection takes.
type pageArgs struct {
	first  *int
	after  *string
	last   *int
	before *string
	order  string // name of an ordering, the list's default when empty
	desc   bool
}

// place is where a cursor points: a row's value in an ordering and its id.
type place struct {
	value any
	id    any
}

// window is the part of an ordered list that a page shows.
type window[T any] struct {
	ordering      ordering[T]
	id            func(T) int
	desc          bool
	limit         int
	backwards     bool
	after, before *place
}

// newWindow reads the arguments of a connection. It returns a BadUserInput
// error for a page size or a cursor that cannot be.
func newWindow[T any](orderings []ordering[T], id func(T) int, args pageArgs) (window[T], error) {
	w := window[T]{ordering: orderings[0], id: id, desc: args.desc}
	if args.order != "" {
		at := slices.IndexFunc(orderings, func(o ordering[T]) bool { return o.name == args.order })
		if at < 0 {
			return w, fmt.Errorf("no ordering is called %q", args.order)
		}
		w.ordering = orderings[at]
	}
	var err error
	if w.limit, w.backwards, err = PageSize(args.first, args.last); err != nil {
		return w, err
	}
	if w.after, err = w.place(args.after); err != nil {
		return w, err
	}
	w.before, err = w.place(args.before)
	return w, err
}

// cursor names the place of a row in the list.
func (w window[T]) cursor(row T) string {
	text, err := json.Marshal([]any{w.ordering.name, w.ordering.value(row), w.id(row)})
	if err != nil {
		panic(fmt.Sprintf("a cursor holds plain values only: %v", err)) //nolint:forbidigo // an ordering is wrong
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

// place reads a cursor back.
func (w window[T]) place(cursor *string) (*place, error) {
	if cursor == nil {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(*cursor)
	if err != nil {
		return nil, NewError(BadUserInput, msgCursor)
	}
	var name, at, id any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	parts := []any{&name, &at, &id}
	if err := decoder.Decode(&parts); err != nil || len(parts) != 3 || decoder.InputOffset() != int64(len(text)) {
		return nil, NewError(BadUserInput, msgCursor)
	}
	if name != w.ordering.name {
		return nil, NewError(BadUserInput, msgCursorOrder)
	}
	value, err := w.ordering.parse(at)
	if err != nil {
		return nil, NewError(BadUserInput, msgCursor)
	}
	row, err := parseInteger(id)
	if err != nil {
		return nil, NewError(BadUserInput, msgCursor)
	}
	return &place{value: value, id: row}, nil
}

// descending is the direction rows are read in.
func (w window[T]) descending() bool { return w.desc != w.backwards }

// bounds keeps the rows between the cursors.
func (w window[T]) bounds(s *sql.Selector) {
	beyond, short := sql.CompositeGT, sql.CompositeLT
	if w.desc {
		beyond, short = short, beyond
	}
	columns := []string{s.C(w.ordering.column), s.C("id")}
	if w.after != nil {
		s.Where(beyond(columns, w.after.value, w.after.id))
	}
	if w.before != nil {
		s.Where(short(columns, w.before.value, w.before.id))
	}
}

// terms are the columns to order by.
func (w window[T]) terms(column func(string) string) []string {
	if w.descending() {
		return []string{sql.Desc(column(w.ordering.column)), sql.Desc(column("id"))}
	}
	return []string{sql.Asc(column(w.ordering.column)), sql.Asc(column("id"))}
}

// read narrows a statement to the page and one row more, which tells whether
// the list goes on.
func (w window[T]) read(s *sql.Selector) {
	w.bounds(s)
	s.OrderBy(w.terms(s.C)...).Limit(w.limit + 1)
}

// readEach is read for each value of the foreign key: one statement reads the
// pages of many parents.
func (w window[T]) readEach(key string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		w.bounds(s)
		plain := func(column string) string { return column }
		ranked := s.Clone()
		ranked.AppendSelectExprAs(sql.ExprFunc(func(b *sql.Builder) {
			b.WriteString("ROW_NUMBER() OVER (PARTITION BY ").Ident(s.C(key)).WriteString(" ORDER BY ")
			for i, column := range []string{w.ordering.column, "id"} {
				if i > 0 {
					b.Comma()
				}
				b.Ident(s.C(column))
				if w.descending() {
					b.WriteString(" DESC")
				}
			}
			b.WriteString(")")
		}), "place")
		*s = *sql.Dialect(s.Dialect()).
			Select(s.UnqualifiedColumns()...).
			From(ranked.As(s.TableName())).
			Where(sql.LTE("place", w.limit+1)).
			OrderBy(append([]string{key}, w.terms(plain)...)...)
	}
}

// page makes a page of the rows that were read.
func (w window[T]) page(rows []T) ([]T, *model.PageInfo) {
	more := len(rows) > w.limit
	if more {
		rows = rows[:w.limit]
	}
	info := &model.PageInfo{HasNextPage: more || w.before != nil, HasPreviousPage: w.after != nil}
	if w.backwards {
		rows = slices.Clone(rows)
		slices.Reverse(rows)
		info.HasNextPage, info.HasPreviousPage = w.before != nil, more || w.after != nil
	}
	if len(rows) > 0 {
		start, end := w.cursor(rows[0]), w.cursor(rows[len(rows)-1])
		info.StartCursor, info.EndCursor = &start, &end
	}
	return rows, info
}

// The kinds of values that cursors hold.

func parseText(v any) (any, error) {
	if text, ok := v.(string); ok && !strings.ContainsRune(text, 0) {
		return text, nil
	}
	return nil, fmt.Errorf("%v is not a text", v)
}

// sortKey is what a cursor holds of a sort key: its bytes, which are half as
// long as its digits.
func sortKey(digits string) any {
	key, err := hex.DecodeString(digits)
	if err != nil {
		return digits // written by other means than kaztext; it will not be read back
	}
	return key
}

func parseSortKey(v any) (any, error) {
	text, err := parseText(v)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(text.(string))
	return hex.EncodeToString(key), err
}

func parseInteger(v any) (any, error) {
	if number, ok := v.(json.Number); ok {
		return number.Int64()
	}
	return nil, fmt.Errorf("%v is not a number", v)
}

func parseFloat(v any) (any, error) {
	if number, ok := v.(json.Number); ok {
		return number.Float64()
	}
	return nil, fmt.Errorf("%v is not a number", v)
}

func parseInstant(v any) (any, error) {
	text, err := parseText(v)
	if err != nil {
		return nil, err
	}
	return time.Parse(time.RFC3339Nano, text.(string))
}

// query is what ent's query of an entity can do.
type query[Q, S, T, P any] interface {
	Where(...P) Q
	Modify(...func(*sql.Selector)) S
	All(context.Context) ([]T, error)
	Count(context.Context) (int, error)
	Clone() Q
}
