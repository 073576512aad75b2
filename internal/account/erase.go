package account

import (
	"context"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/invitation"
	"zhas/ent/notification"
	"zhas/ent/passwordreset"
	"zhas/ent/recoverycode"
	"zhas/ent/rolegrant"
	"zhas/ent/session"
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
		if err := s.erase(ctx, tx, found); err != nil {
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

// erase takes everything off an account but its place in the record.
func (s *Service) erase(ctx context.Context, tx *ent.Tx, of *ent.Account) error {
	email, err := s.emailOf(ctx, of.PersonID)
	if err != nil {
		return err
	}
	if email != "" {
		has, err := s.Records.Has(programme.PersonalEmail, email)
		if err != nil {
			return err
		}
		if _, err := s.forgetResets(ctx, tx, passwordreset.HasPersonWith(has)); err != nil {
			return err
		}
		if err := s.forgetInvitations(ctx, tx, invitation.HasPersonWith(has)); err != nil {
			return err
		}
	}
	if _, err := tx.Session.Delete().Where(session.AccountID(of.ID)).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.RecoveryCode.Delete().Where(recoverycode.AccountID(of.ID)).Exec(ctx); err != nil {
		return err
	}
	if _, err := tx.Notification.Delete().Where(notification.AccountID(of.ID)).Exec(ctx); err != nil {
		return err
	}
	if err := tx.RoleGrant.Update().Where(rolegrant.AccountID(of.ID), rolegrant.RevokedAtIsNil()).SetRevokedAt(now()).Exec(ctx); err != nil {
		return err
	}
	err = tx.Account.Update().Where(account.ID(of.ID)).SetName("").SetPasswordHash(nobodysPassword).ClearTotpSecret().ClearTotpOffered().
		ClearSecondFactorAt().ClearSecondFactorResetReason().SetBlockedAt(now()).ClearBlockedReason().Exec(ctx)
	if err != nil {
		return err
	}
	return s.Records.Erase(ctx, tx, of.PersonID)
}
