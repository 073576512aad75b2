package account

import (
	"context"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/notification"
	"zhas/ent/recoverycode"
	"zhas/ent/rolegrant"
	"zhas/ent/session"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// UpdateProfile changes what the person who asks is called and which language
// their messages are in.
func (s *Service) UpdateProfile(ctx context.Context, name string, language viewer.Locale) error {
	v, err := person(ctx)
	if err != nil {
		return err
	}
	if name, err = required(name, "name", maxName); err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Account.UpdateOneID(v.Account).SetName(name).SetLanguage(language).Exec(ctx)
	})
}

// ReadNotifications marks the notifications of the person who asks as read.
func (s *Service) ReadNotifications(ctx context.Context) error {
	v, err := person(ctx)
	if err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Notification.Update().Where(notification.AccountID(v.Account), notification.ReadAtIsNil()).SetReadAt(now()).Exec(ctx)
	})
}

// GrantRole gives a person whom the viewer may read a role. Who gives it may
// give no more than they hold.
func (s *Service) GrantRole(ctx context.Context, id int, a Appointment) error {
	v, err := person(ctx)
	if err != nil {
		return err
	}
	if err := s.readable(ctx, id); err != nil {
		return err
	}
	if a, err = s.appoint(ctx, v, a); err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		if err := grant(ctx, tx, id, a, &v.Account); err != nil {
			return err
		}
		return notify(ctx, tx, id, programme.NoticeRoleGranted)
	})
}

// RevokeRole takes a role back, which counts at the person's next request. It
// returns the id of the person's account. The last administrator stays.
func (s *Service) RevokeRole(ctx context.Context, id int) (int, error) {
	v, err := person(ctx)
	if err != nil {
		return 0, err
	}
	gone := programme.Refuse(programme.RefusedNotFound, "roleGrant")
	row, err := s.Client.RoleGrant.Query().Where(rolegrant.ID(id)).Only(ctx) // as the viewer
	if ent.IsNotFound(err) {
		return 0, gone
	} else if err != nil {
		return 0, err
	}
	if !mayGive(v, row.Role, orZero(row.RegionID)) {
		return 0, programme.Refuse(programme.RefusedNotAllowed, "")
	}
	return row.AccountID, journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		n, err := tx.RoleGrant.Update().Where(rolegrant.ID(id), rolegrant.RevokedAtIsNil()).SetRevokedAt(now()).Save(ctx)
		switch {
		case err != nil:
			return err
		case n == 0:
			return gone
		}
		if err := someAdministrator(ctx, tx); err != nil {
			return err
		}
		return notify(ctx, tx, row.AccountID, programme.NoticeRoleRevoked)
	})
}

// Block keeps a person from signing in and ends their sessions, for a reason
// that stays on record. The last administrator cannot be blocked.
func (s *Service) Block(ctx context.Context, id int, reason string) error {
	if err := s.lookAfter(ctx, id); err != nil {
		return err
	}
	reason, err := required(reason, "reason", maxReason)
	if err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		err := tx.Account.Update().Where(account.ID(id), account.BlockedAtIsNil()).SetBlockedAt(now()).SetBlockedReason(reason).Exec(ctx)
		if err != nil {
			return err
		}
		if err := someAdministrator(ctx, tx); err != nil {
			return err
		}
		return endSessions(ctx, tx, session.AccountID(id))
	})
}

// Unblock lets a person sign in again.
func (s *Service) Unblock(ctx context.Context, id int) error {
	if err := s.lookAfter(ctx, id); err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Account.UpdateOneID(id).ClearBlockedAt().ClearBlockedReason().Exec(ctx)
	})
}

// ResetSecondFactor takes away the second factor of a person who lost it, for a
// reason that stays on record, and ends their sessions. Nobody does it for
// themself.
func (s *Service) ResetSecondFactor(ctx context.Context, id int, reason string) error {
	if err := s.lookAfter(ctx, id); err != nil {
		return err
	}
	return s.resetSecondFactor(ctx, id, reason)
}

// ResetSecondFactorOf is ResetSecondFactor by the person's address, for those who
// look after the server's own machine; the programme itself asks. It refuses as
// NOT_FOUND when there is no account.
func (s *Service) ResetSecondFactorOf(ctx context.Context, address, reason string) error {
	email, err := NormalizeEmail(address)
	if err != nil {
		return err
	}
	id, err := s.Client.Account.Query().Where(HasEmail(email)).OnlyID(ctx)
	if ent.IsNotFound(err) {
		return programme.Refuse(programme.RefusedNotFound, "email")
	} else if err != nil {
		return err
	}
	return s.resetSecondFactor(ctx, id, reason)
}

// ResetSecondFactors is ResetSecondFactor of everybody who has one, for whoever
// lost the account key for good; the programme itself asks. It returns of how
// many.
func (s *Service) ResetSecondFactors(ctx context.Context, reason string) (n int, err error) {
	if reason, err = required(reason, "reason", maxReason); err != nil {
		return 0, err
	}
	sealed := account.Or(account.TotpSecretNotNil(), account.TotpOfferedNotNil())
	err = journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		ids, err := tx.Account.Query().Where(sealed).Order(account.ByID()).IDs(ctx)
		if err != nil {
			return err
		}
		n = len(ids)
		if _, err := tx.RecoveryCode.Delete().Where(recoverycode.HasAccountWith(sealed)).Exec(ctx); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, session.HasAccountWith(sealed)); err != nil {
			return err
		}
		err = tx.Account.Update().Where(sealed).ClearTotpSecret().ClearTotpOffered().ClearSecondFactorAt().
			SetSecondFactorResetReason(reason).Exec(ctx)
		if err != nil {
			return err
		}
		return notifyAll(ctx, tx, ids, programme.NoticeSecondFactorReset)
	})
	return n, err
}

func (s *Service) resetSecondFactor(ctx context.Context, id int, reason string) error {
	reason, err := required(reason, "reason", maxReason)
	if err != nil {
		return err
	}
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		err := tx.Account.UpdateOneID(id).ClearTotpSecret().ClearTotpOffered().ClearSecondFactorAt().
			SetSecondFactorResetReason(reason).Exec(ctx)
		if err != nil {
			return err
		}
		if _, err := tx.RecoveryCode.Delete().Where(recoverycode.AccountID(id)).Exec(ctx); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, session.AccountID(id)); err != nil {
			return err
		}
		return notify(ctx, tx, id, programme.NoticeSecondFactorReset)
	})
}

// readable refuses an account that the viewer may not read as absent.
func (s *Service) readable(ctx context.Context, id int) error {
	some, err := s.Client.Account.Query().Where(account.ID(id)).Exist(ctx) // as the viewer
	if err == nil && !some {
		return programme.Refuse(programme.RefusedNotFound, "account")
	}
	return err
}

// lookAfter refuses unless the viewer could give every role of the staff that
// the person holds. An administrator looks after anybody else; nobody after themself.
func (s *Service) lookAfter(ctx context.Context, id int) error {
	v, err := person(ctx)
	if err != nil {
		return err
	}
	if err := s.readable(ctx, id); err != nil {
		return err
	}
	if isAdministrator(v) && id != v.Account {
		return nil
	}
	held, err := s.Client.RoleGrant.Query().Where(rolegrant.AccountID(id)).Where(Counting(now())...).All(viewer.AsSystem(ctx))
	if err != nil {
		return err
	}
	given := 0
	for _, g := range held {
		switch {
		case g.Role == viewer.Youth: // anybody's, by registering
		case mayGive(v, g.Role, orZero(g.RegionID)):
			given++
		default:
			return programme.Refuse(programme.RefusedNotAllowed, "")
		}
	}
	if given == 0 || id == v.Account {
		return programme.Refuse(programme.RefusedNotAllowed, "")
	}
	return nil
}

// someAdministrator refuses a change that would leave nobody to look after
// people.
func someAdministrator(ctx context.Context, tx *ent.Tx) error {
	some, err := tx.RoleGrant.Query().Where(Counting(now())...).
		Where(rolegrant.RoleEQ(viewer.Administrator), rolegrant.RegionIDIsNil(), rolegrant.HasAccountWith(account.BlockedAtIsNil())).Exist(ctx)
	if err == nil && !some {
		return programme.Refuse(programme.RefusedLastAdministrator, "")
	}
	return err
}
