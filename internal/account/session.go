package account

import (
	"context"
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/predicate"
	"zhas/ent/rolegrant"
	"zhas/ent/session"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

const (
	// Staff sign in each working day, often at a shared desk.
	staffLifetime = 12 * time.Hour
	staffIdle     = 2 * time.Hour
	// Others come back with their own phone from time to time.
	otherLifetime = 30 * 24 * time.Hour
	otherIdle     = 14 * 24 * time.Hour
	// dueLifetime is how long the second factor may keep people waiting.
	dueLifetime = 15 * time.Minute
	// seenEvery is how exactly it is known when a session was used: a write at
	// each request would cost more than the request.
	seenEvery = 5 * time.Minute

	// maxDevice is how much of a browser's name is kept, in characters.
	maxDevice = 200
)

// standing is what one statement finds out about a session: one row for each
// grant that counts, or one without a grant.
type standing struct {
	Session     int        `sql:"session"`
	Account     int        `sql:"account"`
	CreatedAt   time.Time  `sql:"begun_at"`
	SeenAt      time.Time  `sql:"last_seen_at"`
	GivenAt     *time.Time `sql:"factor_given_at"`
	FactorSince *time.Time `sql:"factor_since"`
	Role        *string    `sql:"granted_role"`
	Region      *int       `sql:"granted_region"`
	Host        *int       `sql:"granted_host"`
	EndsAt      *time.Time `sql:"granted_until"`
}

// Viewer returns who asks with a session's token, in the language given: the
// public when the session is unknown, ended or over, or the person is blocked.
// It takes one statement, so whatever was revoked counts at once everywhere.
func (s *Service) Viewer(ctx context.Context, token string, locale viewer.Locale) (viewer.Viewer, error) {
	v, seen, err := find(ctx, s.Client.Session, session.TokenHash(tokenHash(token)), locale)
	if err != nil || v.Session == 0 {
		return v, err
	}
	if at := now(); at.Sub(seen) >= seenEvery {
		err = s.seen(ctx, v.Session, at)
	}
	return v, err
}

// Again returns the viewer of the context as they are by now, for what lasts
// longer than a request: the public when the session is over. It takes one
// statement, none for the public, and is no use of the session.
func (s *Service) Again(ctx context.Context) (viewer.Viewer, error) {
	if v, _ := viewer.FromContext(ctx); v.Session == 0 {
		return v, nil
	}
	return again(ctx, s.Client.Session)
}

func again(ctx context.Context, sessions *ent.SessionClient) (viewer.Viewer, error) {
	v, _ := viewer.FromContext(ctx)
	if v.Session == 0 {
		return v, nil
	}
	v, _, err := find(ctx, sessions, session.ID(v.Session), v.Locale)
	return v, err
}

// find is who asks with the session that meets the condition, and when it was
// used last.
func find(ctx context.Context, sessions *ent.SessionClient, which predicate.Session, locale viewer.Locale) (v viewer.Viewer, seen time.Time, err error) {
	v = viewer.Anybody(locale)
	at := now()
	var rows []standing
	err = sessions.Query().
		Where(which, session.EndedAtIsNil()).
		Modify(func(q *sql.Selector) {
			accounts, grants := sql.Table(account.Table), sql.Table(rolegrant.Table)
			q.Join(accounts).On(q.C(session.FieldAccountID), accounts.C(account.FieldID))
			q.LeftJoin(grants).OnP(sql.And(
				sql.ColumnsEQ(grants.C(rolegrant.FieldAccountID), accounts.C(account.FieldID)),
				sql.IsNull(grants.C(rolegrant.FieldRevokedAt)),
				sql.LTE(grants.C(rolegrant.FieldStartsAt), at),
				sql.Or(sql.IsNull(grants.C(rolegrant.FieldEndsAt)), sql.GT(grants.C(rolegrant.FieldEndsAt), at)),
			))
			q.Where(sql.IsNull(accounts.C(account.FieldBlockedAt)))
			q.Select(
				sql.As(q.C(session.FieldID), "session"),
				sql.As(accounts.C(account.FieldID), "account"),
				sql.As(q.C(session.FieldCreatedAt), "begun_at"),
				sql.As(q.C(session.FieldSeenAt), "last_seen_at"),
				sql.As(q.C(session.FieldSecondFactorAt), "factor_given_at"),
				sql.As(accounts.C(account.FieldSecondFactorAt), "factor_since"),
				sql.As(grants.C(rolegrant.FieldRole), "granted_role"),
				sql.As(grants.C(rolegrant.FieldRegionID), "granted_region"),
				sql.As(grants.C(rolegrant.FieldHostID), "granted_host"),
				sql.As(grants.C(rolegrant.FieldEndsAt), "granted_until"),
			)
		}).Scan(viewer.AsSystem(ctx), &rows)
	if err != nil || len(rows) == 0 {
		return v, seen, err
	}
	first := rows[0]
	var grants []viewer.Grant
	for _, row := range rows {
		if row.Role != nil {
			grants = append(grants, viewer.Grant{Role: viewer.Role(*row.Role), Region: orZero(row.Region), Host: orZero(row.Host), EndsAt: row.EndsAt})
		}
	}
	staff := isStaff(grants)
	due := first.GivenAt == nil && (staff || first.FactorSince != nil)
	if lifetime, idle := limits(staff, due); !at.Before(first.CreatedAt.Add(lifetime)) || !at.Before(first.SeenAt.Add(idle)) {
		return v, first.SeenAt, nil
	}
	v.Account, v.Session = first.Account, first.Session
	v.SecondFactorDue, v.HasSecondFactor = due, first.FactorSince != nil
	if !due {
		v.Grants = append(v.Grants, grants...)
	}
	return v, first.SeenAt, nil
}

func isStaff(grants []viewer.Grant) bool {
	for _, g := range grants {
		if g.Role.IsStaff() {
			return true
		}
	}
	return false
}

func orZero(id *int) int {
	if id == nil {
		return 0
	}
	return *id
}

// limits are how long a session lasts at most, and how long without use.
func limits(staff, due bool) (lifetime, idle time.Duration) {
	switch {
	case due:
		return dueLifetime, dueLifetime
	case staff:
		return staffLifetime, staffIdle
	}
	return otherLifetime, otherIdle
}

func (s *Service) seen(ctx context.Context, id int, at time.Time) error {
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Session.Update().Where(session.ID(id)).SetSeenAt(at).Exec(ctx)
	})
}

// begin writes a new session of an account in place of the one at hand, and
// returns its token.
func (s *Service) begin(ctx context.Context, tx *ent.Tx, person int) (token string, err error) {
	v, _ := viewer.FromContext(ctx)
	if v.Session != 0 {
		if err := tx.Session.Update().Where(session.ID(v.Session), session.EndedAtIsNil()).SetEndedAt(now()).Exec(ctx); err != nil {
			return "", err
		}
	}
	client := viewer.ClientOf(ctx)
	address := ""
	if client.Address().IsValid() {
		address = client.Address().String()
	}
	token = newToken()
	return token, tx.Session.Create().SetAccountID(person).SetTokenHash(tokenHash(token)).
		SetDevice(device(client.Device())).SetAddress(address).Exec(ctx)
}

// device is what a browser calls itself as far as it is a text: what arrives is
// any bytes.
func device(sent string) string {
	text := []rune(strings.Map(func(c rune) rune {
		if misleading(c) || breaksLine(c) {
			return -1
		}
		return c
	}, strings.ToValidUTF8(sent, "")))
	return string(text[:min(len(text), maxDevice)])
}

// keep hands a session's token to the client and returns who asks with it.
func (s *Service) keep(ctx context.Context, token string) (viewer.Viewer, error) {
	asking, _ := viewer.FromContext(ctx)
	v, err := s.Viewer(ctx, token, asking.Locale)
	if err != nil {
		return v, err
	}
	// A browser may forget it earlier; when it ends, the server decides.
	viewer.ClientOf(ctx).KeepSession(token, otherLifetime)
	return v, nil
}

// SignOut ends the session at hand, if there is one, and returns the public.
func (s *Service) SignOut(ctx context.Context) (viewer.Viewer, error) {
	v, _ := viewer.FromContext(ctx)
	viewer.ClientOf(ctx).ForgetSession()
	if v.Session == 0 {
		return viewer.Anybody(v.Locale), nil
	}
	return viewer.Anybody(v.Locale), s.endSessions(ctx, session.ID(v.Session))
}

// EndSession ends one session of the person who asks, and returns who asks from
// then on: the public, when it is the one at hand. It refuses as NOT_FOUND when
// there is none such.
func (s *Service) EndSession(ctx context.Context, id int) (viewer.Viewer, error) {
	v, err := person(ctx)
	if err != nil {
		return v, err
	}
	err = journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		ended, err := tx.Session.Update().
			Where(session.ID(id), session.AccountID(v.Account), session.EndedAtIsNil()).SetEndedAt(now()).Save(ctx)
		if err == nil && ended == 0 {
			return programme.Refuse(programme.RefusedNotFound, "session")
		}
		return err
	})
	if err == nil && id == v.Session {
		viewer.ClientOf(ctx).ForgetSession()
		v = viewer.Anybody(v.Locale)
	}
	return v, err
}

// EndOtherSessions ends all sessions of the person who asks but the one at hand.
func (s *Service) EndOtherSessions(ctx context.Context) error {
	v, err := person(ctx)
	if err != nil {
		return err
	}
	return s.endSessions(ctx, session.AccountID(v.Account), session.IDNEQ(v.Session))
}

// OpenSessions is the condition that a session may still be used.
func OpenSessions() func(*sql.Selector) {
	return session.And(session.EndedAtIsNil(), session.CreatedAtGT(now().Add(-otherLifetime)), session.SeenAtGT(now().Add(-otherIdle)))
}

// endSessions ends the open sessions that meet the conditions.
func (s *Service) endSessions(ctx context.Context, which ...predicate.Session) error {
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		return endSessions(ctx, tx, which...)
	})
}

func endSessions(ctx context.Context, tx *ent.Tx, which ...predicate.Session) error {
	return tx.Session.Update().Where(append(which, session.EndedAtIsNil())...).SetEndedAt(now()).Exec(ctx)
}
