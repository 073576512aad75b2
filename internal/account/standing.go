package account

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/rolegrant"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// standingLock is the lock of a transaction that changes who may do what.
const standingLock = 2053661043

// oneByOne keeps other changes of who may do what waiting until the transaction
// ends, on every replica. SQLite has one writer at a time anyway.
func oneByOne(ctx context.Context, tx *ent.Tx) error {
	if tx.Dialect() != dialect.Postgres {
		return nil
	}
	_, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", standingLock)
	return err
}

// lock has a query keep the rows that it finds as they are until the transaction
// ends.
func lock(s *sql.Selector) {
	if s.Dialect() == dialect.Postgres {
		s.ForUpdate()
	}
}

// changeStanding lets the person who asks change who may do what. Such changes are
// made one after the other, and in each it is asked anew who asks: what they may
// do is what they may do now, also when somebody takes it from them meanwhile. The
// context is the programme's own; reading as the person takes that of asking.
func (s *Service) changeStanding(ctx context.Context, do func(ctx context.Context, tx *ent.Tx, asking viewer.Viewer) error) error {
	if _, err := person(ctx); err != nil { // before anybody waits
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(system context.Context, tx *ent.Tx) error {
		if err := oneByOne(system, tx); err != nil {
			return err
		}
		asking, err := again(ctx, tx.Session)
		if err != nil {
			return err
		}
		if asking.Person() == 0 {
			return programme.Refuse(programme.RefusedSignIn, "")
		}
		return do(system, tx, asking)
	})
}

// standsStill keeps an account as it is until the transaction ends. It returns the
// refusal when the password is another one than it was or the person is blocked by
// now: what was checked before the transaction does not hold any more.
func standsStill(ctx context.Context, tx *ent.Tx, was *ent.Account, refusal *programme.Refusal) error {
	query := tx.Account.Query().Where(account.ID(was.ID), account.PasswordHash(was.PasswordHash), account.BlockedAtIsNil())
	query.Modify(lock)
	found, err := query.All(ctx)
	if err == nil && len(found) == 0 {
		return refusal
	}
	return err
}

// holder is what a person may do by now, nothing when they are blocked.
func holder(ctx context.Context, tx *ent.Tx, person int) (viewer.Viewer, error) {
	grants, err := tx.RoleGrant.Query().Where(rolegrant.AccountID(person), rolegrant.HasAccountWith(account.BlockedAtIsNil())).
		Where(Counting(now())...).All(ctx)
	v := viewer.Viewer{Account: person}
	for _, g := range grants {
		v.Grants = append(v.Grants, viewer.Grant{Role: g.Role, Region: orZero(g.RegionID), Host: orZero(g.HostID), EndsAt: g.EndsAt})
	}
	return v, err
}
