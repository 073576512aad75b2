package graph

import (
	"context"
	"errors"
	"fmt"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/internal/programme"
)

// opens has sealed values of the people of a query's rows opened, once the rows
// are loaded: by two statements, however many rows there are.
func (a *lookahead) opens(query any, fields ...programme.PersonalField) {
	a.reads(query, account.FieldPersonID) // the column has one name in all tables
	a.opening[query] = append(a.opening[query], fields...)
}

// open opens sealed values for the rows of a query.
func (a *lookahead) open(ctx context.Context, fields []programme.PersonalField, value ent.Value) error {
	people, err := peopleOf(value)
	if err != nil || len(people) == 0 {
		return err
	}
	ids := make([]int, 0, len(people))
	for id := range people {
		ids = append(ids, id)
	}
	opened, err := a.records.Open(ctx, fields, ids...)
	if err != nil {
		return err
	}
	for id, rows := range people {
		for _, row := range rows {
			*row = opened[id]
		}
	}
	return nil
}

// peopleOf returns where rows keep what is opened of their people, by person.
func peopleOf(value ent.Value) (map[int][]*map[programme.PersonalField]string, error) {
	people := make(map[int][]*map[programme.PersonalField]string)
	switch rows := value.(type) {
	case []*ent.Account:
		for _, row := range rows {
			people[row.PersonID] = append(people[row.PersonID], &row.Opened)
		}
	case []*ent.Invitation:
		for _, row := range rows {
			if row.PersonID != nil {
				people[*row.PersonID] = append(people[*row.PersonID], &row.Opened)
			}
		}
	default:
		return nil, fmt.Errorf("rows such as %T have no people", value)
	}
	return people, nil
}

// errNotOpened is a mistake of the program: a sealed value was asked for beneath a
// row that the look-ahead did not load.
var errNotOpened = errors.New("a sealed value was not opened with its row")
