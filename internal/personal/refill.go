package personal

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/blindindex"
	"zhas/ent/person"
	"zhas/ent/rolegrant"
	"zhas/ent/session"
	"zhas/ent/youth"
	"zhas/ent/youthcategory"
	"zhas/ent/youthkey"
	"zhas/ent/youthtraits"
	"zhas/internal/journal"
	"zhas/internal/kaztext"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// refilled is how many people are refilled in one transaction.
const refilled = 2000

// Refilled says how a refill ended.
type Refilled struct {
	People int // whose copies were made again
	Erased int // whose key is destroyed, and who are marked so
}

// Refill makes again what backups leave out: the blind indexes and what is
// repeated in clear, of everybody whose key is there. Who has none was erased
// after the backup, and is marked so. It refuses the keys of another vault
// (ErrOtherVault). Nobody else may use the database meanwhile.
func (r *Records) Refill(ctx context.Context) (done Refilled, err error) {
	if err := r.Prove(ctx); err != nil {
		return done, err
	}
	ctx = viewer.AsSystem(ctx)
	for last := 0; ; {
		people, err := r.client.Person.Query().Where(person.IDGT(last), person.ErasedAtIsNil()).Order(person.ByID()).Limit(refilled).All(ctx)
		if err != nil || len(people) == 0 {
			return done, err
		}
		last = people[len(people)-1].ID // refilling drops who was erased
		err = journal.Write(ctx, r.client, func(ctx context.Context, tx *ent.Tx) error {
			some, err := r.refill(ctx, tx, people)
			done.People += some.People
			done.Erased += some.Erased
			return err
		})
		if err != nil {
			return done, err
		}
	}
}

func (r *Records) refill(ctx context.Context, tx *ent.Tx, people []*ent.Person) (done Refilled, err error) {
	keys, err := r.vault.Keys(ctx, subjectsOf(people)...)
	if err != nil {
		return done, err
	}
	var erased []int
	people = slices.DeleteFunc(people, func(p *ent.Person) bool {
		gone := keys[p.Subject].Destroyed()
		if gone {
			erased = append(erased, p.ID)
		}
		return gone
	})
	done = Refilled{People: len(people), Erased: len(erased)}
	if len(erased) > 0 {
		if err := r.Erase(ctx, tx, erased...); err != nil {
			return done, err
		}
		if err := shutOut(ctx, tx, erased); err != nil {
			return done, err
		}
	}
	opened, err := r.open(ctx, append(slices.Concat(copied, indexed), programme.PersonalAccountName), people)
	if err != nil {
		return done, err
	}
	ids, values := make([]int, len(people)), make([]Values, len(people))
	for i, p := range people {
		ids[i], values[i] = p.ID, opened[p.ID]
	}
	if _, err := tx.BlindIndex.Delete().Where(blindindex.PersonIDIn(ids...)).Exec(ctx); err != nil {
		return done, err
	}
	if err := r.index(ctx, tx, people, values); err != nil {
		return done, err
	}
	if err := refillAccounts(ctx, tx, ids, opened); err != nil {
		return done, err
	}
	return done, refillYouth(ctx, tx, ids, opened)
}

// shutOut lets nobody in who was erased after the backup: their accounts, sessions
// and roles are as they were before.
func shutOut(ctx context.Context, tx *ent.Tx, erased []int) error {
	at := now()
	theirs := account.PersonIDIn(erased...)
	if _, err := tx.Session.Delete().Where(session.HasAccountWith(theirs)).Exec(ctx); err != nil {
		return err
	}
	if err := tx.RoleGrant.Update().Where(rolegrant.HasAccountWith(theirs), rolegrant.RevokedAtIsNil()).SetRevokedAt(at).Exec(ctx); err != nil {
		return err
	}
	if err := tx.Account.Update().Where(theirs).SetPasswordHash("erased").ClearTotpSecret().ClearTotpOffered().SetBlockedAt(at).Exec(ctx); err != nil {
		return err
	}
	return tx.Youth.Update().Where(youth.PersonIDIn(erased...)).ClearAccountID().ClearLocalityID().ClearAttestedAt().ClearAttestedByID().
		SetProcessingStoppedAt(at).Exec(ctx)
}

// refillAccounts names accounts again, and claims their addresses.
func refillAccounts(ctx context.Context, tx *ent.Tx, ids []int, opened map[int]Values) error {
	var rows [][]any
	for _, id := range ids {
		if name := opened[id][programme.PersonalAccountName]; name != "" {
			rows = append(rows, []any{id, name, kaztext.SortKey(name), kaztext.Fold(name)})
		}
	}
	err := fill(ctx, tx, account.Table, account.FieldPersonID, rows, account.FieldName, account.FieldNameOrder, account.FieldSearchText)
	if err != nil {
		return err
	}
	return tx.BlindIndex.Update().Where(blindindex.PersonIDIn(ids...), blindindex.FieldEQ(programme.PersonalEmail), func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Table(account.Table)
		s.Where(sql.In(s.C(blindindex.FieldPersonID), sql.Dialect(s.Dialect()).Select(t.C(account.FieldPersonID)).From(t)))
	}).SetSole(true).Exec(ctx)
}

// refillYouth names young people again, and writes their traits and categories.
func refillYouth(ctx context.Context, tx *ent.Tx, ids []int, opened map[int]Values) error {
	youths, err := tx.Youth.Query().Where(youth.PersonIDIn(ids...)).Select(youth.FieldID, youth.FieldPersonID, youth.FieldInvented).All(ctx)
	if err != nil {
		return err
	}
	var rows [][]any
	copies := make([]YouthCopies, 0, len(youths))
	for _, y := range youths {
		c, err := CopiesOf(opened[y.PersonID])
		if err != nil {
			return fmt.Errorf("person %d: %w", y.PersonID, err)
		}
		rows = append(rows, []any{
			y.PersonID, c.FamilyName, c.GivenName, c.Spellings, kaztext.SortKey(c.FamilyName), kaztext.SortKey(c.GivenName),
			strings.Join([]string{kaztext.Fold(c.FamilyName), kaztext.Fold(c.GivenName), kaztext.Fold(c.Spellings)}, "\n"),
		})
		if y.Invented { // nobody is the same as somebody whom there is not
			c.Keys = nil
		}
		copies = append(copies, YouthCopies{Youth: y.ID, Copies: c})
	}
	err = fill(ctx, tx, youth.Table, youth.FieldPersonID, rows, youth.FieldFamilyName, youth.FieldGivenName, youth.FieldSpellings,
		youth.FieldFamilyNameOrder, youth.FieldGivenNameOrder, youth.FieldSearchText)
	if err != nil {
		return err
	}
	// The numbers of documents that were seen are nobody else's.
	err = tx.BlindIndex.Update().Where(blindindex.PersonIDIn(ids...), blindindex.FieldEQ(programme.PersonalIIN), func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Table(youth.Table)
		s.Where(sql.In(s.C(blindindex.FieldPersonID), sql.Dialect(s.Dialect()).Select(t.C(youth.FieldPersonID)).From(t).Where(sql.NotNull(t.C(youth.FieldAttestedAt)))))
	}).SetSole(true).Exec(ctx)
	if err != nil {
		return err
	}
	return WriteTraits(ctx, tx, copies...)
}

// YouthCopies are the copies of a young person, by the identifier of the row.
type YouthCopies struct {
	Youth int
	Copies
}

// WriteTraits writes what statistics compute on, and the keys that a person is
// found by, in the place of what was there, within a transaction.
func WriteTraits(ctx context.Context, tx *ent.Tx, copies ...YouthCopies) error {
	for some := range slices.Chunk(copies, writeRows) {
		ids := make([]int, len(some))
		var categories []*ent.YouthCategoryCreate
		var keys []*ent.YouthKeyCreate
		traits := make([]*ent.YouthTraitsCreate, len(some))
		for i, c := range some {
			ids[i] = c.Youth
			traits[i] = tx.YouthTraits.Create().SetYouthID(c.Youth).SetNillableBirthYear(c.BirthYear).SetNillableSex(c.Sex).
				SetNillableEducation(c.Education).SetNillableOccupation(c.Occupation)
			for _, circumstance := range c.Categories {
				categories = append(categories, tx.YouthCategory.Create().SetYouthID(c.Youth).
					SetCategory(circumstance.Category).SetAttestation(circumstance.Attestation))
			}
			for _, key := range c.Keys {
				keys = append(keys, tx.YouthKey.Create().SetYouthID(c.Youth).SetKey(key))
			}
		}
		if err := ForgetTraits(ctx, tx, ids...); err != nil {
			return err
		}
		if err := tx.YouthTraits.CreateBulk(traits...).Exec(ctx); err != nil {
			return err
		}
		for some := range slices.Chunk(categories, writeRows) {
			if err := tx.YouthCategory.CreateBulk(some...).Exec(ctx); err != nil {
				return err
			}
		}
		for some := range slices.Chunk(keys, writeRows) {
			if err := tx.YouthKey.CreateBulk(some...).Exec(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// ForgetTraits removes what WriteTraits writes of some young people.
func ForgetTraits(ctx context.Context, tx *ent.Tx, youths ...int) error {
	if _, err := tx.YouthKey.Delete().Where(youthkey.YouthIDIn(youths...)).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.YouthCategory.Delete().Where(youthcategory.YouthIDIn(youths...)).Exec(ctx); err != nil {
		return err
	}
	_, err := tx.YouthTraits.Delete().Where(youthtraits.YouthIDIn(youths...)).Exec(ctx)
	return err
}

// fill sets columns of many rows by one statement. Each of the rows names the one
// it is about by the key, then the values of the columns: texts, or bytes. It goes
// past ent: what is copied, the journal leaves out.
func fill(ctx context.Context, tx *ent.Tx, table, key string, rows [][]any, columns ...string) error {
	if len(rows) == 0 {
		return nil
	}
	elements, decoded := "json_each($1) AS e", "unhex(%s)"
	if tx.Dialect() == dialect.Postgres {
		elements, decoded = "json_array_elements($1::json) AS e(value)", "decode(%s, 'hex')"
	}
	var set []string
	for i, column := range columns {
		value := fmt.Sprintf("e.value ->> %d", i+1)
		if _, sealed := rows[0][i+1].([]byte); sealed {
			value = fmt.Sprintf(decoded, value)
		}
		set = append(set, fmt.Sprintf("%q = %s", column, value))
	}
	for _, row := range rows {
		for i, value := range row {
			if sealed, ok := value.([]byte); ok {
				row[i] = hex.EncodeToString(sealed)
			}
		}
	}
	text, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, fmt.Sprintf("UPDATE %q AS t SET %s FROM %s WHERE t.%q = CAST(e.value ->> 0 AS bigint)",
		table, strings.Join(set, ", "), elements, key), string(text))
	return err
}
