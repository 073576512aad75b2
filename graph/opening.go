package graph

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/99designs/gqlgen/graphql"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/policy"
	"zhas/ent/youth"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// An opening is what a query has opened of the people of its rows, and what for.
type opening struct {
	fields  []programme.PersonalField
	purpose programme.ReadingPurpose
	note    string
}

// opens has sealed values of the people of a query's rows opened, once the rows
// are loaded: by a few statements, however many rows there are.
func (a *lookahead) opens(query any, o opening) {
	a.reads(query, account.FieldPersonID) // the column has one name in all tables
	a.opening[query] = append(a.opening[query], o)
}

// opensYouth reads what is asked for of young people.
func (a *lookahead) opensYouth(query any, fields []graphql.CollectedField) {
	a.reads(query, youth.FieldAccountID)
	for _, f := range fields {
		given := a.arguments(f)
		o := opening{}
		if purpose := argument[string](given, "purpose"); purpose != nil {
			o.purpose = programme.ReadingPurpose(*purpose)
		}
		if note := argument[string](given, "note"); note != nil {
			o.note = strings.TrimSpace(*note)
		}
		if len([]rune(o.note)) > maxNote || strings.ContainsFunc(o.note, unstorable) || programme.HoldsContact(o.note) {
			a.refuse(NewError(BadUserInput, msgArgument, "note"))
		}
		for name := range a.beneath([]graphql.CollectedField{f}) {
			if field := programme.PersonalField(strings.ToUpper(snake(name))); slices.Contains(field.Values(), string(field)) {
				o.fields = append(o.fields, field)
			}
		}
		a.opens(query, o)
	}
}

// maxNote is the longest note on record, in characters.
const maxNote = 1000

// unstorable reports characters that no note needs and some databases refuse.
func unstorable(c rune) bool { return unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' }

// A sealedRow is a row whose person something is opened of.
type sealedRow struct {
	person int
	own    bool                   // of who asks
	by     *ent.ExceptionalAccess // what lets them see it outside of their ordinary scope
	opened *map[programme.PersonalField]string
	look   *func()
}

// open opens sealed values for the rows of a query. The record has them once they
// are shown: a page reads a row more than it has.
func (a *lookahead) open(ctx context.Context, openings []opening, value ent.Value) error {
	rows, err := a.sealedRows(ctx, value)
	if err != nil || len(rows) == 0 {
		return err
	}
	people, fields := map[int]bool{}, map[programme.PersonalField]bool{}
	for _, row := range rows {
		people[row.person] = true
	}
	for _, o := range openings {
		for _, field := range o.fields {
			fields[field] = true
		}
	}
	opened, err := a.records.Open(ctx, slices.Sorted(maps.Keys(fields)), slices.Sorted(maps.Keys(people))...)
	if err != nil {
		return err
	}
	looks, asking := looksOf(ctx), asking(ctx)
	for _, row := range rows {
		*row.opened = opened[row.person]
		for _, o := range openings {
			if o.purpose == programme.ReadingOwn && !row.own {
				return NewError(BadUserInput, msgArgument, "purpose")
			}
		}
		*row.look = func() {
			for _, o := range openings {
				exceptional := 0
				switch {
				case row.own:
					o.purpose, o.note = programme.ReadingOwn, ""
				case row.by != nil: // what it was opened for is what it is looked at for
					exceptional, o.purpose, o.note = row.by.ID, row.by.Purpose, row.by.Reason
				}
				looks.note(asking.Account, row.person, exceptional, o)
			}
		}
	}
	return nil
}

// sealedRows are the rows of a query of whose people the viewer may see sealed
// values.
func (a *lookahead) sealedRows(ctx context.Context, value ent.Value) (rows []sealedRow, err error) {
	asking, _ := viewer.FromContext(ctx)
	switch found := value.(type) {
	case []*ent.Account:
		for _, row := range found {
			rows = append(rows, sealedRow{row.PersonID, row.ID == asking.Account, nil, &row.Opened, &row.Look})
		}
	case []*ent.Invitation:
		for _, row := range found {
			if row.PersonID != nil {
				rows = append(rows, sealedRow{*row.PersonID, false, nil, &row.Opened, &row.Look})
			}
		}
	case []*ent.Youth:
		ids := make([]int, len(found))
		for i, row := range found {
			ids[i] = row.ID
		}
		near, err := a.client.Youth.Query().Where(youth.IDIn(ids...), policy.CloseYouthScope(asking)).IDs(ctx)
		if err != nil {
			return nil, err
		}
		by, err := a.exceptional(ctx, asking, near)
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			if slices.Contains(near, row.ID) {
				rows = append(rows, sealedRow{row.PersonID, row.AccountID != nil && *row.AccountID == asking.Account, by[row.ID], &row.Opened, &row.Look})
			}
		}
	default:
		return nil, fmt.Errorf("rows such as %T have no people", value)
	}
	return rows, nil
}

// name says of accesses who looked, and who reviewed it. Whoever may read an access
// may know, also where the account is not for them to read.
func (a *lookahead) name(ctx context.Context, value ent.Value) error {
	var ids []int
	looks, _ := value.([]*ent.DataAccess)
	for _, row := range looks {
		ids = append(ids, row.AccountID)
	}
	exceptional, _ := value.([]*ent.ExceptionalAccess)
	for _, row := range exceptional {
		ids = append(ids, row.AccountID)
		if row.ReviewedByID != nil {
			ids = append(ids, *row.ReviewedByID)
		}
	}
	named, err := a.client.Account.Query().Where(account.IDIn(ids...)).Select(account.FieldID, account.FieldName).All(viewer.AsSystem(ctx))
	if err != nil {
		return err
	}
	names := make(map[int]string, len(named))
	for _, row := range named {
		names[row.ID] = row.Name
	}
	for _, row := range looks {
		row.By = names[row.AccountID]
	}
	for _, row := range exceptional {
		row.By = names[row.AccountID]
		if row.ReviewedByID != nil {
			name := names[*row.ReviewedByID]
			row.Reviewer = &name
		}
	}
	return nil
}

// looks are what an answer shows of sealed values, until it is on record.
type looks struct {
	mu   sync.Mutex
	seen map[reason]*personal.Access
}

// reason tells apart the entries of one answer.
type reason struct {
	by, exceptional int
	purpose         programme.ReadingPurpose
	note            string
}

type looksKey struct{}

// looksOf are the looks of an operation. Outside of one nothing is on record, and
// nothing is opened.
func looksOf(ctx context.Context) *looks {
	l, _ := ctx.Value(looksKey{}).(*looks)
	return l
}

func (l *looks) note(by, person, exceptional int, o opening) {
	if by == 0 || len(o.fields) == 0 { // the programme itself, which no request can be, or nothing was shown
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	key := reason{by, exceptional, o.purpose, o.note}
	access := l.seen[key]
	if access == nil {
		access = &personal.Access{By: by, Purpose: o.purpose, Note: o.note, Exceptional: exceptional}
		l.seen[key] = access
	}
	access.People = append(access.People, person)
	access.Fields = append(access.Fields, o.fields...)
}

// take empties the looks.
func (l *looks) take() (taken []personal.Access) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, access := range l.seen {
		taken = append(taken, *access)
	}
	clear(l.seen)
	return taken
}

// beginLooks gives an operation its looks.
func beginLooks(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	return next(context.WithValue(ctx, looksKey{}, &looks{seen: map[reason]*personal.Access{}}))
}

// recordLooks has what an answer shows on record before it is sent. An answer that
// cannot be recorded is not sent.
func recordLooks(record func(context.Context, ...personal.Access) error) graphql.ResponseMiddleware {
	return func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		response := next(ctx)
		l := looksOf(ctx)
		if l == nil {
			return response
		}
		seen := l.take()
		if len(seen) == 0 {
			return response
		}
		if err := record(ctx, seen...); err != nil {
			graphql.AddError(ctx, fmt.Errorf("recording who looked: %w", err))
			return &graphql.Response{Errors: graphql.GetErrors(ctx)}
		}
		return response
	}
}

// errNotOpened is a mistake of the program: a sealed value was asked for beneath a
// row that the look-ahead did not load.
var errNotOpened = errors.New("a sealed value was not opened with its row")
