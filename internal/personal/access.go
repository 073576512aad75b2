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

// Record writes accesses, at least one, before the answer is sent: by the same number
// of statements for one and for many.
func (r *Records) Record(ctx context.Context, accesses ...Access) error {
	return journal.Write(viewer.AsSystem(ctx), r.client, func(ctx context.Context, tx *ent.Tx) error {
		creates := make([]*ent.DataAccessCreate, len(accesses))
		for i := range accesses {
			a := &accesses[i]
			slices.Sort(a.People)
			slices.Sort(a.Fields)
			a.People, a.Fields = slices.Compact(a.People), slices.Compact(a.Fields)
			create := tx.DataAccess.Create().SetAccountID(a.By).SetPurpose(a.Purpose).SetFields(a.Fields).SetPeople(a.People)
			if a.Note != "" {
				create.SetNote(a.Note)
			}
			if a.Exceptional != 0 {
				create.SetExceptionalAccessID(a.Exceptional)
			}
			creates[i] = create
		}
		rows, err := tx.DataAccess.CreateBulk(creates...).Save(ctx)
		if err != nil {
			return err
		}
		var subjects []*ent.DataAccessPersonCreate
		for i, row := range rows {
			for _, person := range accesses[i].People {
				subjects = append(subjects, tx.DataAccessPerson.Create().SetAccessID(row.ID).SetPersonID(person))
			}
		}
		return tx.DataAccessPerson.CreateBulk(subjects...).Exec(ctx)
	})
}
