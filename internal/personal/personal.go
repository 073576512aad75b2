// Package personal keeps what is held of people: sealed on a Person, found by
// blind indexes, and repeated in clear only where search and statistics compute on
// it. It alone reads and writes the sealed columns, as the programme itself;
// whoever calls it has made sure who asks.
package personal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/blindindex"
	"zhas/ent/consent"
	"zhas/ent/dataaccessperson"
	"zhas/ent/guardianrequest"
	"zhas/ent/invitation"
	"zhas/ent/passwordreset"
	"zhas/ent/person"
	"zhas/ent/predicate"
	"zhas/ent/youth"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/vault"
	"zhas/internal/viewer"
)

// Records are what is held of people. They are safe for concurrent use.
type Records struct {
	client *ent.Client
	vault  *vault.Vault
}

// New returns the records of a database and its vault.
func New(client *ent.Client, v *vault.Vault) *Records { return &Records{client: client, vault: v} }

// Values are what is held of one person, by field. Each has the one spelling that
// it is looked up by: an address or a telephone number normalised, lists and
// names as JSON.
type Values map[programme.PersonalField]string

// fields in one order: each order of columns would be a prepared statement of its
// own.
func (v Values) fields() []programme.PersonalField { return slices.Sorted(maps.Keys(v)) }

// indexed are the fields that people are found by.
var indexed = []programme.PersonalField{programme.PersonalEmail, programme.PersonalIIN, programme.PersonalPhone}

// writeRows is how many people one statement creates.
const writeRows = 500

// Create makes a person of each of the values, with a key of their own, within a
// journalled transaction, in two statements for some hundred people. It returns
// them in the same order.
func (r *Records) Create(ctx context.Context, tx *ent.Tx, values ...Values) ([]*ent.Person, error) {
	return r.create(ctx, tx, false, values)
}

// Invent is Create for the demonstration: there are no such people.
func (r *Records) Invent(ctx context.Context, tx *ent.Tx, values ...Values) ([]*ent.Person, error) {
	return r.create(ctx, tx, true, values)
}

func (r *Records) create(ctx context.Context, tx *ent.Tx, invented bool, values []Values) ([]*ent.Person, error) {
	subjects := make([]int64, len(values))
	for i := range subjects {
		subjects[i] = person.DefaultSubject()
	}
	keys, err := r.vault.Make(ctx, subjects...)
	if err != nil {
		return nil, err
	}
	var people []*ent.Person
	for some := range chunks(len(values), writeRows) {
		rows := make([]*ent.PersonCreate, 0, len(some))
		for _, i := range some {
			row := tx.Person.Create().SetSubject(subjects[i]).SetInvented(invented)
			if err := seal(row.Mutation(), keys[subjects[i]], values[i]); err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		written, err := tx.Person.CreateBulk(rows...).Save(ctx)
		if err != nil {
			return nil, err
		}
		people = append(people, written...)
	}
	return people, r.index(ctx, tx, people, values)
}

// chunks are the numbers from 0 to n-1, some at a time.
func chunks(n, size int) func(func([]int) bool) {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return slices.Chunk(all, size)
}

// seal sets the columns of values; a value that is empty clears its own.
func seal(m *ent.PersonMutation, key vault.Key, values Values) error {
	for _, field := range values.fields() {
		if values[field] == "" {
			if err := m.ClearField(field.Column()); err != nil {
				return err
			}
			continue
		}
		sealed, err := key.Seal(columnOf(field), []byte(values[field]))
		if err != nil {
			return err
		}
		if err := m.SetField(field.Column(), sealed); err != nil {
			return err
		}
	}
	return nil
}

// columnOf is what a sealed value is bound to, beside its person.
func columnOf(field programme.PersonalField) string { return person.Table + "." + field.Column() }

// index writes the blind indexes of the values of people, in the same order.
func (r *Records) index(ctx context.Context, tx *ent.Tx, people []*ent.Person, values []Values) error {
	var rows []*ent.BlindIndexCreate
	for i, p := range people {
		held := values[i]
		for _, field := range indexed {
			if held[field] == "" {
				continue
			}
			indexes, err := r.vault.Indexes(string(field), held[field])
			if err != nil {
				return err
			}
			for _, index := range indexes {
				rows = append(rows, tx.BlindIndex.Create().SetPersonID(p.ID).SetField(field).SetKey(int64(index.Key)).SetValue(index.Value))
			}
		}
	}
	for some := range slices.Chunk(rows, writeRows) {
		if err := tx.BlindIndex.CreateBulk(some...).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// Update seals the values in the place of those before, and clears those that are
// empty; of other fields it changes nothing. It returns vault.ErrDestroyed for a
// person who was erased, also when that happens at the same time.
func (r *Records) Update(ctx context.Context, tx *ent.Tx, id int, values Values) error {
	query := tx.Person.Query().Where(person.ID(id))
	query.Modify(func(s *sql.Selector) {
		if s.Dialect() == dialect.Postgres {
			s.ForUpdate()
		}
	})
	row, err := query.Only(ctx)
	if err != nil {
		return err
	}
	if row.ErasedAt != nil { // the key may still be there, for a moment
		return vault.ErrDestroyed
	}
	keys, err := r.vault.Keys(ctx, row.Subject)
	if err != nil {
		return err
	}
	update := tx.Person.UpdateOne(row)
	if err := seal(update.Mutation(), keys[row.Subject], values); err != nil {
		return err
	}
	if err := update.Exec(ctx); err != nil {
		return err
	}
	for _, field := range indexed {
		if _, set := values[field]; !set {
			continue
		}
		_, err := tx.BlindIndex.Delete().Where(blindindex.PersonID(id), blindindex.FieldEQ(field)).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return r.index(ctx, tx, []*ent.Person{row}, []Values{values})
}

// Claim makes the value of a field the person's alone: nobody else can claim it.
// It returns a constraint error when somebody has, and ErrNoValue when there is none.
func (r *Records) Claim(ctx context.Context, tx *ent.Tx, id int, field programme.PersonalField) error {
	n, err := tx.BlindIndex.Update().Where(blindindex.PersonID(id), blindindex.FieldEQ(field)).SetSole(true).Save(ctx)
	if err == nil && n == 0 {
		err = ErrNoValue
	}
	return err
}

// ErrNoValue is the error of claiming a value that a person does not have.
var ErrNoValue = errors.New("personal: there is no value to claim")

// Open returns what is held of people, by their identifiers, of some fields. Who
// was erased has no values. It takes one statement of the database and one of the
// vault's store.
func (r *Records) Open(ctx context.Context, fields []programme.PersonalField, ids ...int) (map[int]Values, error) {
	columns := []string{person.FieldID, person.FieldSubject}
	for _, field := range fields {
		columns = append(columns, field.Column())
	}
	query := r.client.Person.Query().Where(person.IDIn(ids...))
	query.Select(columns...)
	people, err := query.All(viewer.AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	return r.open(ctx, fields, people)
}

func (r *Records) open(ctx context.Context, fields []programme.PersonalField, people []*ent.Person) (map[int]Values, error) {
	keys, err := r.vault.Keys(ctx, subjectsOf(people)...)
	if err != nil {
		return nil, err
	}
	opened := make(map[int]Values, len(people))
	for _, p := range people {
		values := Values{}
		if key := keys[p.Subject]; !key.Destroyed() {
			columns := p.JournalValues()
			for _, field := range fields {
				sealed, ok := columns[field.Column()].([]byte)
				if !ok || len(sealed) == 0 {
					continue
				}
				value, err := key.Open(columnOf(field), sealed)
				if err != nil {
					return nil, fmt.Errorf("person %d: %w", p.ID, err)
				}
				values[field] = string(value)
			}
		}
		opened[p.ID] = values
	}
	return opened, nil
}

// subjectsOf are the numbers under which the vault knows people.
func subjectsOf(people []*ent.Person) []int64 {
	subjects := make([]int64, len(people))
	for i, p := range people {
		subjects[i] = p.Subject
	}
	return subjects
}

// Has is the condition that a person has this value, in its one spelling, of a
// field that people are found by.
func (r *Records) Has(field programme.PersonalField, value string) (predicate.Person, error) {
	indexes, err := r.vault.Indexes(string(field), value)
	if err != nil {
		return nil, err
	}
	return func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Table(blindindex.Table)
		s.Where(sql.In(s.C(person.FieldID), sql.Dialect(s.Dialect()).Select(t.C(blindindex.FieldPersonID)).From(t).Where(sql.And(
			sql.EQ(t.C(blindindex.FieldField), string(field)), sql.EQ(t.C(blindindex.FieldKey), int64(indexes[0].Key)),
			sql.EQ(t.C(blindindex.FieldValue), indexes[0].Value)))))
	}, nil
}

// Erase takes away what is held of people, within a journalled transaction. What
// the journal and the backups still hold of them is sealed; Destroy, once the
// transaction is committed, has nobody open it any more.
func (r *Records) Erase(ctx context.Context, tx *ent.Tx, ids ...int) error {
	return r.EraseAt(ctx, tx, now(), ids...)
}

// EraseAt is Erase at an instant.
func (r *Records) EraseAt(ctx context.Context, tx *ent.Tx, at time.Time, ids ...int) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := tx.BlindIndex.Delete().Where(blindindex.PersonIDIn(ids...)).Exec(ctx); err != nil {
		return err
	}
	if err := forgetRequests(ctx, tx, ids); err != nil {
		return err
	}
	update := tx.Person.Update().Where(person.IDIn(ids...), person.ErasedAtIsNil()).SetErasedAt(at)
	for _, name := range programme.PersonalField("").Values() {
		if err := update.Mutation().ClearField(programme.PersonalField(name).Column()); err != nil {
			return err
		}
	}
	return update.Exec(ctx)
}

// accountFields are what an account needs of its person.
var accountFields = []programme.PersonalField{programme.PersonalEmail, programme.PersonalAccountName}

// EraseProfiles takes away what is held of people beside what their accounts need,
// within a journalled transaction. Their keys stay, for the accounts.
func (r *Records) EraseProfiles(ctx context.Context, tx *ent.Tx, ids ...int) error {
	if len(ids) == 0 {
		return nil
	}
	if _, err := tx.BlindIndex.Delete().Where(blindindex.PersonIDIn(ids...), blindindex.FieldNotIn(accountFields...)).Exec(ctx); err != nil {
		return err
	}
	if err := forgetRequests(ctx, tx, ids); err != nil {
		return err
	}
	update := tx.Person.Update().Where(person.IDIn(ids...))
	for _, name := range programme.PersonalField("").Values() {
		if field := programme.PersonalField(name); !slices.Contains(accountFields, field) {
			if err := update.Mutation().ClearField(field.Column()); err != nil {
				return err
			}
		}
	}
	return update.Exec(ctx)
}

// ForgetGuardians takes away who the guardians of people are, within a journalled
// transaction.
func (r *Records) ForgetGuardians(ctx context.Context, tx *ent.Tx, ids ...int) error {
	return tx.Person.Update().Where(person.IDIn(ids...)).ClearGuardian().Exec(ctx)
}

// forgetRequests removes the links that guardians of people were sent.
func forgetRequests(ctx context.Context, tx *ent.Tx, ids []int) error {
	_, err := tx.GuardianRequest.Delete().Where(guardianrequest.PersonIDIn(ids...)).Exec(ctx)
	return err
}

// Shares is the condition that a person has the same value of a field, which people
// are found by, as one of some people.
func Shares(field programme.PersonalField, ids ...int) predicate.Person {
	return func(s *sql.Selector) {
		d := sql.Dialect(s.Dialect())
		own, same := d.Table(blindindex.Table).As("own"), d.Table(blindindex.Table).As("same")
		people := make([]any, len(ids))
		for i, id := range ids {
			people[i] = id
		}
		s.Where(sql.In(s.C(person.FieldID), d.Select(same.C(blindindex.FieldPersonID)).From(own).Join(same).OnP(sql.And(
			sql.ColumnsEQ(own.C(blindindex.FieldField), same.C(blindindex.FieldField)),
			sql.ColumnsEQ(own.C(blindindex.FieldKey), same.C(blindindex.FieldKey)),
			sql.ColumnsEQ(own.C(blindindex.FieldValue), same.C(blindindex.FieldValue)),
		)).Where(sql.And(sql.EQ(own.C(blindindex.FieldField), string(field)), sql.In(own.C(blindindex.FieldPersonID), people...)))))
	}
}

// Forget deletes everybody who was invented, within a transaction, once nothing
// names them any more. It returns what destroys their keys, to be called after the
// commit.
func (r *Records) Forget(ctx context.Context, tx *ent.Tx) (n int, destroy func(context.Context) error, err error) {
	var subjects []int64
	if err := tx.Person.Query().Where(person.Invented(true)).Select(person.FieldSubject).Scan(ctx, &subjects); err != nil {
		return 0, nil, err
	}
	if _, err := tx.BlindIndex.Delete().Where(blindindex.HasPersonWith(person.Invented(true))).Exec(ctx); err != nil {
		return 0, nil, err
	}
	n, err = tx.Person.Delete().Where(person.Invented(true)).Exec(ctx)
	return n, func(ctx context.Context) error {
		for some := range slices.Chunk(subjects, erasedAtOnce) {
			if err := r.vault.Destroy(ctx, some...); err != nil {
				return err
			}
		}
		return nil
	}, err
}

// keptAfter is how long a person who was erased and whom nothing names any more
// stays on record: longer than any copy of the store of keys, which the number
// takes the key out of again.
const keptAfter = 32 * 24 * time.Hour

// erasedAtOnce is how many keys one statement destroys.
const erasedAtOnce = 10_000

// Destroy destroys the keys of everybody who was erased since an instant. It is
// repeated hourly for the latest and at each start for all, so that neither an
// interruption nor an old copy of the store of keys brings anybody back.
func (r *Records) Destroy(ctx context.Context, since time.Time) error {
	ctx = viewer.AsSystem(ctx)
	for last := 0; ; {
		rows, err := r.client.Person.Query().Where(person.ErasedAtGTE(since), person.IDGT(last)).
			Order(person.ByID()).Limit(erasedAtOnce).All(ctx)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			if last > 0 { // who keeps the log from being emptied now does not in an hour
				_, err = r.emptyLog(ctx)
			}
			return err
		}
		if err := r.vault.Destroy(ctx, subjectsOf(rows)...); err != nil {
			return err
		}
		last = rows[len(rows)-1].ID
	}
}

// Purge destroys the keys of those who were erased lately, and forgets whom nothing
// names any more.
func (r *Records) Purge(ctx context.Context) error {
	at := now().Add(-keptAfter)
	if err := r.Destroy(ctx, at.Add(-24*time.Hour)); err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), r.client, func(ctx context.Context, tx *ent.Tx) error {
		_, err := tx.Person.Delete().Where(person.ErasedAtLT(at), func(s *sql.Selector) {
			// Each names its person in a column of one name.
			for _, table := range []string{
				account.Table, youth.Table, invitation.Table, passwordreset.Table, guardianrequest.Table, consent.Table, dataaccessperson.Table,
			} {
				t := sql.Dialect(s.Dialect()).Table(table)
				s.Where(sql.NotExists(sql.Dialect(s.Dialect()).Select().From(t).Where(sql.ColumnsEQ(t.C(account.FieldPersonID), s.C(person.FieldID)))))
			}
		}).Exec(ctx)
		return err
	})
}
