package account

import (
	"context"
	"time"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/invitation"
	"zhas/ent/notification"
	"zhas/ent/passwordreset"
	"zhas/ent/recoverycode"
	"zhas/ent/rolegrant"
	"zhas/ent/session"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// nobodysPassword is no hash of any password.
const nobodysPassword = "erased"

// EraseOwn erases the account of the person who asks, once they have given their
// password again, together with what else do erases, in one transaction. What
// remains names nobody and lets nobody in. The last administrator stays. It
// returns who asks from then on.
func (s *Service) EraseOwn(ctx context.Context, password string, do func(ctx context.Context, tx *ent.Tx, account *ent.Account) error) (viewer.Viewer, error) {
	v, err := person(ctx)
	if err != nil {
		return v, err
	}
	found, err := s.confirmPassword(ctx, password, "password")
	if err != nil {
		return v, err
	}
	err = s.changeStanding(ctx, func(ctx context.Context, tx *ent.Tx, asking viewer.Viewer) error {
		if err := standsStill(ctx, tx, found, programme.Refuse(programme.RefusedPassword, "password")); err != nil {
			return err
		}
		if err := s.erase(ctx, tx, now(), found); err != nil {
			return err
		}
		if isAdministrator(asking) {
			if err := someAdministrator(ctx, tx); err != nil {
				return err
			}
		}
		return do(ctx, tx, found)
	})
	if err != nil {
		return v, err
	}
	viewer.ClientOf(ctx).ForgetSession()
	return viewer.Anybody(v.Locale), nil
}

// erase takes everything off accounts but their places in the record, within a
// journalled transaction, by the same few statements however many they are.
func (s *Service) erase(ctx context.Context, tx *ent.Tx, at time.Time, accounts ...*ent.Account) error {
	ids, people := make([]int, len(accounts)), make([]int, len(accounts))
	for i, of := range accounts {
		ids[i], people[i] = of.ID, of.PersonID
	}
	has := personal.Shares(programme.PersonalEmail, people...)
	if _, err := s.forgetResets(ctx, tx, passwordreset.HasPersonWith(has)); err != nil {
		return err
	}
	if err := s.forgetInvitations(ctx, tx, invitation.HasPersonWith(has)); err != nil {
		return err
	}
	if _, err := tx.Session.Delete().Where(session.AccountIDIn(ids...)).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.RecoveryCode.Delete().Where(recoverycode.AccountIDIn(ids...)).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.Notification.Delete().Where(notification.AccountIDIn(ids...)).Exec(ctx); err != nil {
		return err
	}
	if err := tx.RoleGrant.Update().Where(rolegrant.AccountIDIn(ids...), rolegrant.RevokedAtIsNil()).SetRevokedAt(at).Exec(ctx); err != nil {
		return err
	}
	err := tx.Account.Update().Where(account.IDIn(ids...)).SetName("").SetPasswordHash(nobodysPassword).ClearTotpSecret().ClearTotpOffered().
		ClearSecondFactorAt().ClearSecondFactorResetReason().SetBlockedAt(at).ClearBlockedReason().Exec(ctx)
	if err != nil {
		return err
	}
	return s.Records.EraseAt(ctx, tx, at, people...)
}

// Hold keeps some accounts as they are until a transaction ends: nobody signs in to
// them, and nobody's roles change. It returns when each was used last, as far as
// sessions tell.
func (s *Service) Hold(ctx context.Context, tx *ent.Tx, ids ...int) (map[int]time.Time, error) {
	query := tx.Account.Query().Where(account.IDIn(ids...)).Order(account.ByID())
	query.Modify(lock)
	if _, err := query.All(ctx); err != nil {
		return nil, err
	}
	sessions, err := tx.Session.Query().Where(session.AccountIDIn(ids...)).Select(session.FieldAccountID, session.FieldSeenAt).All(ctx)
	used := make(map[int]time.Time, len(sessions))
	for _, row := range sessions {
		if used[row.AccountID].Before(row.SeenAt) {
			used[row.AccountID] = row.SeenAt
		}
	}
	return used, err
}

// OneByOne keeps other changes of who may do what waiting until a transaction ends.
func (s *Service) OneByOne(ctx context.Context, tx *ent.Tx) error { return oneByOne(ctx, tx) }

// TellAll tells people, by their accounts, of one thing: in the application and by
// e-mail.
func (s *Service) TellAll(ctx context.Context, tx *ent.Tx, accounts []int, kind programme.Notice) error {
	return notifyAll(ctx, tx, accounts, kind)
}

// Retire erases accounts that are of no use any more, as the programme itself and
// within a transaction that holds them. One that has another role than a young
// person's, now or later, stays and loses that of a young person alone: so the last
// administrator stays. It returns the people whose accounts stay.
func (s *Service) Retire(ctx context.Context, tx *ent.Tx, at time.Time, ids ...int) (staying []int, err error) {
	kept, err := tx.Account.Query().Where(account.IDIn(ids...), account.HasRoleGrantsWith(rolegrant.RoleNEQ(viewer.Youth), rolegrant.RevokedAtIsNil(),
		rolegrant.Or(rolegrant.EndsAtIsNil(), rolegrant.EndsAtGT(at)))).All(ctx)
	if err != nil {
		return nil, err
	}
	stays := make([]int, len(kept))
	for i, row := range kept {
		stays[i] = row.ID
		staying = append(staying, row.PersonID)
	}
	gone, err := tx.Account.Query().Where(account.IDIn(ids...), account.IDNotIn(stays...)).All(ctx)
	if err != nil {
		return nil, err
	}
	if len(gone) > 0 {
		if err := s.erase(ctx, tx, at, gone...); err != nil {
			return nil, err
		}
	}
	if len(stays) == 0 {
		return nil, nil
	}
	return staying, tx.RoleGrant.Update().Where(rolegrant.AccountIDIn(stays...), rolegrant.RoleEQ(viewer.Youth), rolegrant.RevokedAtIsNil()).
		SetRevokedAt(at).Exec(ctx)
}
