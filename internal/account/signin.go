package account

import (
	"context"
	"fmt"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/passwordreset"
	"zhas/ent/predicate"
	"zhas/ent/session"
	"zhas/internal/jobs"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// SignIn begins a session for whoever knows an account's password, and returns
// who asks from then on; they may owe the second factor. An unknown address, a
// wrong password and a blocked person are one answer and take the same work.
func (s *Service) SignIn(ctx context.Context, address, password string) (v viewer.Viewer, err error) {
	wrong := programme.Refuse(programme.RefusedCredentials, "")
	email, err := NormalizeEmail(address)
	if err != nil {
		return v, err
	}
	if err := s.throttle(ctx, signingIn, email); err != nil {
		return v, err
	}
	found, err := s.accountAt(ctx, email, account.BlockedAtIsNil())
	if err != nil && !ent.IsNotFound(err) {
		return v, err
	}
	known := ""
	if found != nil {
		known = found.PasswordHash
	}
	ok, old, err := s.passwords.check(ctx, password, known)
	if err != nil {
		return v, err
	}
	if !ok || found == nil {
		return v, wrong
	}
	rehashed := ""
	if old {
		if rehashed, err = s.passwords.hash(ctx, password); err != nil {
			return v, err
		}
	}
	var token string
	err = journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) (err error) {
		// While the password was checked, it may have been changed.
		if err := standsStill(ctx, tx, found, wrong); err != nil {
			return err
		}
		if old {
			if err := tx.Account.UpdateOne(found).SetPasswordHash(rehashed).Exec(ctx); err != nil {
				return err
			}
		}
		if err := s.forgive(ctx, tx, signingIn, email); err != nil {
			return err
		}
		token, err = s.begin(ctx, tx, found.ID)
		return err
	})
	if err != nil {
		return v, err
	}
	return s.keep(ctx, token)
}

// confirmPassword makes sure that whoever asks knows the password of the
// account they are signed in with. The field is that of the input.
func (s *Service) confirmPassword(ctx context.Context, password, field string) (*ent.Account, error) {
	v, _ := viewer.FromContext(ctx)
	if v.Account == 0 {
		return nil, programme.Refuse(programme.RefusedSignIn, "")
	}
	found, err := s.Client.Account.Get(viewer.AsSystem(ctx), v.Account)
	if err != nil {
		return nil, err
	}
	if err := s.throttle(ctx, confirming, fmt.Sprint(found.ID)); err != nil {
		return nil, err
	}
	ok, _, err := s.passwords.check(ctx, password, found.PasswordHash)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, programme.Refuse(programme.RefusedPassword, field)
	}
	return found, journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		return s.forgive(ctx, tx, confirming, fmt.Sprint(found.ID))
	})
}

// ChangePassword gives the person who asks another password, and ends their
// other sessions.
func (s *Service) ChangePassword(ctx context.Context, current, next string) error {
	v, err := person(ctx)
	if err != nil {
		return err
	}
	found, err := s.confirmPassword(ctx, current, "currentPassword")
	if err != nil {
		return err
	}
	email, err := s.emailOf(ctx, found.PersonID)
	if err != nil {
		return err
	}
	if err := checkPassword(next, email, "newPassword"); err != nil {
		return err
	}
	hash, err := s.passwords.hash(ctx, next)
	if err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		if err := standsStill(ctx, tx, found, programme.Refuse(programme.RefusedPassword, "currentPassword")); err != nil {
			return err
		}
		if err := tx.Account.UpdateOne(found).SetPasswordHash(hash).Exec(ctx); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, session.AccountID(found.ID), session.IDNEQ(v.Session)); err != nil {
			return err
		}
		return notify(ctx, tx, found.ID, programme.NoticePasswordChanged)
	})
}

// RequestPasswordReset has a link sent to an address, with which the owner of
// an account there chooses a new password. What is said and done now is the
// same whether or not there is one: the message is written later.
func (s *Service) RequestPasswordReset(ctx context.Context, address string, language viewer.Locale) error {
	email, err := NormalizeEmail(address)
	if err != nil {
		return err
	}
	if err := s.throttle(ctx, askingMail, email); err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		whose, err := s.addressee(ctx, tx, email)
		if err != nil {
			return err
		}
		request, err := tx.PasswordReset.Create().SetPersonID(whose).SetLanguage(language).SetExpiresAt(now().Add(resetLifetime)).Save(ctx)
		if err != nil {
			return err
		}
		return jobs.Add(ctx, tx, jobReset, request.ID)
	})
}

// ResetPassword gives the account that a link was sent for another password,
// and ends all its sessions. The second factor stays as it is.
func (s *Service) ResetPassword(ctx context.Context, token, next string) error {
	system := viewer.AsSystem(ctx)
	gone := programme.Refuse(programme.RefusedLink, "token")
	request, err := s.Client.PasswordReset.Query().
		Where(passwordreset.TokenHash(tokenHash(token)), passwordreset.ExpiresAtGT(now())).Only(system)
	if ent.IsNotFound(err) {
		return s.wrongLink(ctx)
	} else if err != nil {
		return err
	}
	email, err := s.emailOf(ctx, request.PersonID)
	if err != nil {
		return err
	}
	found, err := s.accountAt(ctx, email)
	if ent.IsNotFound(err) {
		return gone
	} else if err != nil {
		return err
	}
	if err := checkPassword(next, email, "newPassword"); err != nil {
		return err
	}
	hash, err := s.passwords.hash(ctx, next)
	if err != nil {
		return err
	}
	return journal.Write(system, s.Client, func(ctx context.Context, tx *ent.Tx) error {
		used, err := s.forgetResets(ctx, tx, passwordreset.ID(request.ID))
		switch {
		case err != nil:
			return err
		case used == 0: // by another request, a moment ago
			return gone
		}
		has, err := s.Records.Has(programme.PersonalEmail, email)
		if err != nil {
			return err
		}
		if _, err := s.forgetResets(ctx, tx, passwordreset.HasPersonWith(has)); err != nil {
			return err
		}
		if err := tx.Account.UpdateOne(found).SetPasswordHash(hash).Exec(ctx); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, session.AccountID(found.ID)); err != nil {
			return err
		}
		return notify(ctx, tx, found.ID, programme.NoticePasswordChanged)
	})
}

// forgetResets removes password resets, with the addresses that they went to, and
// returns how many.
func (s *Service) forgetResets(ctx context.Context, tx *ent.Tx, where predicate.PasswordReset) (int, error) {
	query := tx.PasswordReset.Query().Where(where)
	query.Modify(lock)
	rows, err := query.All(ctx)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	ids, people := make([]int, len(rows)), make([]int, len(rows))
	for i, row := range rows {
		ids[i], people[i] = row.ID, row.PersonID
	}
	n, err := tx.PasswordReset.Delete().Where(passwordreset.IDIn(ids...)).Exec(ctx)
	if err != nil {
		return n, err
	}
	return n, s.Records.Erase(ctx, tx, people...)
}
