package personal

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"entgo.io/ent/dialect"

	"zhas/ent"
	"zhas/ent/blindindex"
	"zhas/ent/person"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// unsealed is a value that an earlier release kept in clear, as the migration to
// sealed data left it.
type unsealed struct {
	person int
	field  programme.PersonalField
	value  string
	sole   bool
}

// unsealedLock is the lock of a transaction that seals what was kept in clear.
const unsealedLock = 2053661044

// SealRest seals what earlier releases kept in clear. It is called after each
// migration of the database, by several replicas at once if need be, and finds
// nothing from the second time on.
func (r *Records) SealRest(ctx context.Context) error {
	sealed := false
	for more := true; more; sealed = sealed || more {
		err := journal.Write(viewer.AsSystem(ctx), r.client, func(ctx context.Context, tx *ent.Tx) error {
			if tx.Dialect() == dialect.Postgres {
				if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", unsealedLock); err != nil {
					return err
				}
			}
			rest, err := readRest(ctx, tx)
			if more = len(rest) > 0; err != nil || !more {
				return err
			}
			return r.sealRest(ctx, tx, rest)
		})
		if err != nil {
			return fmt.Errorf("sealing what was kept in clear: %w", err)
		}
	}
	if !sealed {
		return nil
	}
	busy, err := r.emptyLog(ctx)
	if busy {
		err = errors.New("the write-ahead log still holds what was kept in clear: stop every other program that uses the database, and start again")
	}
	return err
}

// emptyLog has SQLite write its write-ahead log into the file and empty it: pages
// stand there as they were before. It reports whether somebody kept it from that.
// On PostgreSQL there is none that a client can empty.
func (r *Records) emptyLog(ctx context.Context) (busy bool, err error) {
	if r.client.Dialect() != dialect.SQLite {
		return false, nil
	}
	rows, err := r.client.QueryContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err != nil {
		return false, fmt.Errorf("emptying the write-ahead log: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var log, written int
	for rows.Next() {
		if err := rows.Scan(&busy, &log, &written); err != nil {
			return false, err
		}
	}
	return busy, rows.Err()
}

// readRest reads some of the values that are still in clear, all of a person.
func readRest(ctx context.Context, tx *ent.Tx) (rest []unsealed, err error) {
	rows, err := tx.QueryContext(ctx, fmt.Sprintf(`SELECT person_id, field, value, sole FROM unsealed_values
		WHERE person_id IN (SELECT DISTINCT person_id FROM unsealed_values ORDER BY person_id LIMIT %d) ORDER BY person_id, field`, refilled))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var u unsealed
		if err := rows.Scan(&u.person, &u.field, &u.value, &u.sole); err != nil {
			return nil, err
		}
		rest = append(rest, u)
	}
	return rest, rows.Err()
}

func (r *Records) sealRest(ctx context.Context, tx *ent.Tx, rest []unsealed) error {
	values := make(map[int]Values)
	var ids, sole []int
	for _, u := range rest {
		if values[u.person] == nil {
			values[u.person] = Values{}
			ids = append(ids, u.person)
		}
		if u.field == programme.PersonalNames {
			family, given, _ := strings.Cut(u.value, "\n")
			text, err := Encode(programme.Names{Kazakh: &programme.FullName{Family: family, Given: given}})
			if err != nil {
				return err
			}
			u.value = text
		}
		values[u.person][u.field] = u.value
		if u.sole {
			sole = append(sole, u.person)
		}
	}
	people, err := tx.Person.Query().Where(person.IDIn(ids...)).All(ctx)
	if err != nil {
		return err
	}
	keys, err := r.vault.Make(ctx, subjectsOf(people)...)
	if err != nil {
		return err
	}
	rows, ordered := make(map[programme.PersonalField][][]any), make([]Values, len(people))
	for i, p := range people {
		ordered[i] = values[p.ID]
		for field, value := range values[p.ID] {
			sealed, err := keys[p.Subject].Seal(columnOf(field), []byte(value))
			if err != nil {
				return err
			}
			rows[field] = append(rows[field], []any{p.ID, sealed})
		}
	}
	for field, filled := range rows {
		if err := fill(ctx, tx, person.Table, person.FieldID, filled, field.Column()); err != nil {
			return err
		}
	}
	if err := r.index(ctx, tx, people, ordered); err != nil {
		return err
	}
	if len(sole) > 0 {
		err := tx.BlindIndex.Update().Where(blindindex.PersonIDIn(sole...), blindindex.FieldEQ(programme.PersonalEmail)).SetSole(true).Exec(ctx)
		if err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM unsealed_values WHERE person_id BETWEEN $1 AND $2", ids[0], ids[len(ids)-1])
	return err
}
