package personal

import (
	"context"
	"errors"
	"fmt"

	"zhas/ent"
	"zhas/ent/person"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// ErrOtherVault is the error of a vault that people were not sealed by.
var ErrOtherVault = errors.New("the people in the database were sealed by the keys of another vault")

// nobody is the subject of no human being, for whom a value is sealed to prove the
// vault by. No random subject is so small.
const nobody = 1

// Prove makes sure that the vault is the one that people are sealed by: that the
// store of keys and the key file belong to the database. It returns ErrOtherVault
// when they do not.
func (r *Records) Prove(ctx context.Context) error {
	ctx = viewer.AsSystem(ctx)
	known, err := r.client.Person.Query().Where(person.Subject(nobody)).Only(ctx)
	if ent.IsNotFound(err) {
		return r.found(ctx)
	} else if err != nil {
		return err
	}
	keys, err := r.vault.Keys(ctx, nobody)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrOtherVault, err)
	}
	if _, err := keys[nobody].Open(columnOf(programme.PersonalAccountName), known.AccountName); err != nil {
		return fmt.Errorf("%w: %w", ErrOtherVault, err)
	}
	return nil
}

// found seals the value that the vault is proved by. It refuses a vault that has
// no key of the people who are there already.
func (r *Records) found(ctx context.Context) error {
	people, err := r.client.Person.Query().Where(person.ErasedAtIsNil()).Order(person.ByID()).Limit(refilled).All(ctx)
	if err != nil {
		return err
	}
	known, err := r.vault.Keys(ctx, subjectsOf(people)...)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrOtherVault, err)
	}
	if len(people) > 0 && len(known) == 0 {
		return ErrOtherVault
	}
	keys, err := r.vault.Make(ctx, nobody)
	if err != nil {
		return err
	}
	sealed, err := keys[nobody].Seal(columnOf(programme.PersonalAccountName), nil)
	if err != nil {
		return err
	}
	err = journal.Write(ctx, r.client, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Person.Create().SetSubject(nobody).SetAccountName(sealed).Exec(ctx)
	})
	if ent.IsConstraintError(err) { // another replica, a moment ago
		return r.Prove(ctx)
	}
	return err
}
