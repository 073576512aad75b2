package personal

import (
	"context"
	"slices"

	"zhas/ent"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// An Access is one answer that shows sealed values: of whom, which, and what for.
type Access struct {
	By      int   // the account of who looked
	People  []int // identifiers of Person
	Fields  []programme.PersonalField
	Purpose programme.ReadingPurpose
	Note    string
	// Exceptional is the exceptional access by which they were seen, 0 within the
	// ordinary scope.
	Exceptional int
}

// Record writes an access, before the answer is sent.
func (r *Records) Record(ctx context.Context, a Access) error {
	slices.Sort(a.People)
	slices.Sort(a.Fields)
	people, fields := slices.Compact(a.People), slices.Compact(a.Fields)
	return journal.Write(viewer.AsSystem(ctx), r.client, func(ctx context.Context, tx *ent.Tx) error {
		create := tx.DataAccess.Create().SetAccountID(a.By).SetPurpose(a.Purpose).SetFields(fields).SetPeople(people)
		if a.Note != "" {
			create.SetNote(a.Note)
		}
		if a.Exceptional != 0 {
			create.SetExceptionalAccessID(a.Exceptional)
		}
		row, err := create.Save(ctx)
		if err != nil {
			return err
		}
		subjects := make([]*ent.DataAccessPersonCreate, len(people))
		for i, person := range people {
			subjects[i] = tx.DataAccessPerson.Create().SetAccessID(row.ID).SetPersonID(person)
		}
		return tx.DataAccessPerson.CreateBulk(subjects...).Exec(ctx)
	})
}
