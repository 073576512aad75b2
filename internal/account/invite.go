package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"zhas/ent"
	"zhas/ent/hostorganization"
	"zhas/ent/invitation"
	"zhas/ent/predicate"
	"zhas/ent/region"
	"zhas/ent/rolegrant"
	"zhas/internal/jobs"
	"zhas/internal/journal"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

const (
	// registrationLifetime and resetLifetime are for people who wait for the
	// message; staff read theirs when they come to the office.
	registrationLifetime  = 48 * time.Hour
	resetLifetime         = time.Hour
	invitationLifetime    = 14 * 24 * time.Hour
	administratorLifetime = 24 * time.Hour
)

// Register has a link sent to an address, with which its owner makes an account
// as a young person. What is said and done now is the same whether or not there
// is an account: the message is written later.
func (s *Service) Register(ctx context.Context, address string, language viewer.Locale) error {
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
		row, err := tx.Invitation.Create().SetPersonID(whose).SetRole(viewer.Youth).SetLanguage(language).
			SetExpiresAt(now().Add(registrationLifetime)).Save(ctx)
		if err != nil {
			return err
		}
		return jobs.Add(ctx, tx, jobInvitation, row.ID)
	})
}

// Appointment is a role with what it is held for.
type Appointment struct {
	Role   viewer.Role
	Region *int
	Host   *int
	EndsAt *time.Time // open when nil
}

// Invite has a link sent to an address, with which its owner holds a role of
// the staff. Who invites may give no more than they hold. It returns the id of
// the invitation.
func (s *Service) Invite(ctx context.Context, address string, a Appointment, language viewer.Locale) (id int, err error) {
	if _, err := person(ctx); err != nil {
		return 0, err
	}
	email, err := NormalizeEmail(address)
	if err != nil {
		return 0, err
	}
	err = s.changeStanding(ctx, func(ctx context.Context, tx *ent.Tx, asking viewer.Viewer) error {
		a, err := appoint(ctx, tx, asking, a)
		if err != nil {
			return err
		}
		if err := s.throttleWithin(ctx, tx, appointing, fmt.Sprint(asking.Account)); err != nil {
			return err
		}
		if err := s.throttleWithin(ctx, tx, inviting, email); err != nil {
			return err
		}
		whose, err := s.addressee(ctx, tx, email)
		if err != nil {
			return err
		}
		row, err := tx.Invitation.Create().SetPersonID(whose).SetRole(a.Role).SetNillableRegionID(a.Region).SetNillableHostID(a.Host).
			SetLanguage(language).SetExpiresAt(now().Add(invitationLifetime)).SetInvitedByID(asking.Account).Save(ctx)
		if err != nil {
			return err
		}
		id = row.ID
		return jobs.Add(ctx, tx, jobInvitation, row.ID)
	})
	return id, err
}

// appoint checks that the viewer may give a role for what it names, and
// completes it: a host organisation says its region, and nobody gives a role for
// longer than they hold what lets them.
func appoint(ctx context.Context, tx *ent.Tx, asking viewer.Viewer, a Appointment) (Appointment, error) {
	reading := viewer.NewContext(ctx, asking) // what is hidden is absent
	if !slices.Contains(a.Role.Values(), string(a.Role)) {
		return a, programme.Refuse(programme.RefusedInvalid, "role")
	}
	// People and the platform have no regions, and young people have their own.
	if (a.Role == viewer.Administrator || a.Role == viewer.Youth) && a.Region != nil {
		return a, programme.Refuse(programme.RefusedInvalid, "region")
	}
	if a.EndsAt != nil && !a.EndsAt.After(now()) {
		return a, programme.Refuse(programme.RefusedInvalid, "endsAt")
	}
	if (a.Role == viewer.HostRepresentative) != (a.Host != nil) {
		if a.Host == nil {
			return a, programme.Refuse(programme.RefusedRequired, "host")
		}
		return a, programme.Refuse(programme.RefusedInvalid, "host")
	}
	if a.Host != nil {
		host, err := tx.HostOrganization.Query().Where(hostorganization.ID(*a.Host)).Only(reading)
		if ent.IsNotFound(err) {
			return a, programme.Refuse(programme.RefusedNotFound, "host")
		} else if err != nil {
			return a, err
		}
		if a.Region != nil && *a.Region != host.RegionID {
			return a, programme.Refuse(programme.RefusedInvalid, "region")
		}
		a.Region = &host.RegionID
	}
	if a.Region != nil {
		known, err := tx.Region.Query().Where(region.ID(*a.Region)).Exist(reading)
		if err != nil {
			return a, err
		}
		if !known {
			return a, programme.Refuse(programme.RefusedNotFound, "region")
		}
	}
	until, may := mayGive(asking, a.Role, orZero(a.Region))
	if !may {
		return a, programme.Refuse(programme.RefusedNotAllowed, "")
	}
	if until != nil && (a.EndsAt == nil || a.EndsAt.After(*until)) {
		a.EndsAt = until
	}
	return a, nil
}

// mayGive reports whether the viewer may give a role for a region, or take it
// back, and until when; nil: that is open. An administrator may give any, a
// coordinator those of host representatives and mentors of their regions.
func mayGive(v viewer.Viewer, role viewer.Role, region int) (until *time.Time, may bool) {
	for _, g := range v.Grants {
		switch {
		case g.Role == viewer.Administrator && g.Region == 0:
		case g.Role == viewer.RegionalCoordinator && (role == viewer.HostRepresentative || role == viewer.Mentor) &&
			(g.Region == 0 || g.Region == region):
		default:
			continue
		}
		if g.EndsAt == nil {
			return nil, true
		}
		if until == nil || g.EndsAt.After(*until) {
			until, may = g.EndsAt, true
		}
	}
	return until, may
}

// isAdministrator reports whether the viewer looks after everybody: a grant for
// one region alone, which nobody can be given, gives nothing.
func isAdministrator(v viewer.Viewer) bool {
	_, all := v.Regions(viewer.Administrator)
	return all
}

// WithdrawInvitation takes back an invitation that the viewer may read and
// that was not accepted yet.
func (s *Service) WithdrawInvitation(ctx context.Context, id int) error {
	gone := programme.Refuse(programme.RefusedNotFound, "invitation")
	return s.changeStanding(ctx, func(ctx context.Context, tx *ent.Tx, asking viewer.Viewer) error {
		row, err := tx.Invitation.Query().Where(invitation.ID(id)).Only(viewer.NewContext(ctx, asking))
		if ent.IsNotFound(err) {
			return gone
		} else if err != nil {
			return err
		}
		if _, may := mayGive(asking, row.Role, orZero(row.RegionID)); !may {
			return gone
		}
		n, err := tx.Invitation.Update().Where(invitation.ID(id), invitation.UsedAtIsNil(), invitation.WithdrawnAtIsNil()).
			SetWithdrawnAt(now()).Save(ctx)
		if err == nil && n == 0 {
			return gone
		}
		return err
	})
}

// FirstAdministrator returns a link to create the administrator of a programme
// that never had one, or nothing where it had. Each call makes the link of the one
// before worthless. It is asked by the programme itself.
func (s *Service) FirstAdministrator(ctx context.Context) (link string, err error) {
	ctx = viewer.AsSystem(ctx)
	if some, err := everAdministered(ctx, s.Client.RoleGrant); err != nil || some {
		return "", err
	}
	token := newToken()
	some := false
	err = journal.Write(ctx, s.Client, func(ctx context.Context, tx *ent.Tx) (err error) {
		if err := oneByOne(ctx, tx); err != nil {
			return err
		}
		if some, err = everAdministered(ctx, tx.RoleGrant); err != nil || some {
			return err
		}
		err = tx.Invitation.Update().Where(invitation.PersonIDIsNil(), invitation.UsedAtIsNil(), invitation.WithdrawnAtIsNil()).
			SetWithdrawnAt(now()).Exec(ctx)
		if err != nil {
			return err
		}
		return tx.Invitation.Create().SetRole(viewer.Administrator).SetLanguage(viewer.Kazakh).
			SetTokenHash(tokenHash(token)).SetExpiresAt(now().Add(administratorLifetime)).Exec(ctx)
	})
	if err != nil || some {
		return "", err
	}
	return s.link(viewer.Kazakh, "administrator", token), nil
}

func everAdministered(ctx context.Context, grants *ent.RoleGrantClient) (bool, error) {
	return grants.Query().Where(rolegrant.RoleEQ(viewer.Administrator)).Exist(ctx)
}

// link is where a token is used. It stands behind the #, which browsers send to
// no server and no log keeps.
func (s *Service) link(language viewer.Locale, page, token string) string {
	return fmt.Sprintf("%s/%s/%s#%s", s.PublicURL, language, page, token)
}

// Newcomer is who makes an account.
type Newcomer struct {
	// Email is given by the first administrator alone; others have it from the
	// link.
	Email    string
	Name     string
	Password string
	Language viewer.Locale
}

// CreateAdministrator makes the first account with the link that the server
// printed, signs it in, and returns who asks from then on.
func (s *Service) CreateAdministrator(ctx context.Context, token string, n Newcomer) (v viewer.Viewer, err error) {
	row, err := s.invited(ctx, token)
	if err != nil {
		return v, err
	}
	if row.PersonID != nil {
		return v, programme.Refuse(programme.RefusedLink, "token")
	}
	if n.Email, err = NormalizeEmail(n.Email); err != nil {
		return v, err
	}
	return s.join(ctx, row, n)
}

// AcceptInvitation uses a link that was sent to an address: a new account is
// made with the role, and signed in; the owner of an account there has to be
// signed in already, and holds the role from then on. It returns who asks.
func (s *Service) AcceptInvitation(ctx context.Context, token string, n Newcomer) (v viewer.Viewer, err error) {
	row, err := s.invited(ctx, token)
	if err != nil {
		return v, err
	}
	if row.PersonID == nil {
		return v, programme.Refuse(programme.RefusedLink, "token")
	}
	if n.Email, err = s.emailOf(ctx, *row.PersonID); err != nil {
		return v, err
	}
	return s.join(ctx, row, n)
}

// Invited returns the invitation that a link belongs to, while it can be
// accepted, and whether there is an account at its address.
func (s *Service) Invited(ctx context.Context, token string) (*ent.Invitation, bool, error) {
	row, err := s.invited(ctx, token)
	if err != nil {
		return nil, false, err
	}
	if row.PersonID == nil {
		return row, false, nil
	}
	email, err := s.emailOf(ctx, *row.PersonID)
	if err != nil {
		return nil, false, err
	}
	found, err := s.accountAt(ctx, email)
	if err != nil && !ent.IsNotFound(err) {
		return nil, false, err
	}
	return row, found != nil, nil
}

func (s *Service) invited(ctx context.Context, token string) (*ent.Invitation, error) {
	row, err := s.Client.Invitation.Query().Where(invitation.TokenHash(tokenHash(token)), invitation.UsedAtIsNil(),
		invitation.WithdrawnAtIsNil(), invitation.ExpiresAtGT(now())).WithRegion().WithHost().Only(viewer.AsSystem(ctx))
	if ent.IsNotFound(err) {
		return nil, s.wrongLink(ctx)
	}
	return row, err
}

// wrongLink refuses a link that does not work, and counts it. Links that do are
// not counted: a whole school registers from one address.
func (s *Service) wrongLink(ctx context.Context) error {
	if err := s.throttle(ctx, usingLink, ""); err != nil {
		return err
	}
	return programme.Refuse(programme.RefusedLink, "token")
}

// join lets who was invited hold the role, in an account that is theirs.
func (s *Service) join(ctx context.Context, row *ent.Invitation, n Newcomer) (v viewer.Viewer, err error) {
	system := viewer.AsSystem(ctx)
	asking, _ := viewer.FromContext(ctx)
	found, err := s.accountAt(ctx, n.Email)
	if err != nil && !ent.IsNotFound(err) {
		return v, err
	}
	hash := ""
	if found == nil {
		if n.Name, err = required(n.Name, "name", maxName); err != nil {
			return v, err
		}
		if err := checkPassword(n.Password, n.Email, "password"); err != nil {
			return v, err
		}
		if hash, err = s.passwords.hash(ctx, n.Password); err != nil {
			return v, err
		}
	} else if asking.Person() != found.ID {
		return v, programme.Refuse(programme.RefusedSignIn, "")
	}
	token := ""
	err = journal.Write(system, s.Client, func(ctx context.Context, tx *ent.Tx) (err error) {
		if err := oneByOne(ctx, tx); err != nil {
			return err
		}
		appointed, err := stillInvited(ctx, tx, row)
		if err != nil {
			return err
		}
		used, err := tx.Invitation.Update().Where(invitation.ID(row.ID), invitation.UsedAtIsNil(), invitation.WithdrawnAtIsNil()).
			SetUsedAt(now()).Save(ctx)
		switch {
		case err != nil:
			return err
		case used == 0: // by another request, a moment ago
			return programme.Refuse(programme.RefusedLink, "token")
		}
		if found == nil {
			if found, err = s.createAccount(ctx, tx, n, hash); err != nil {
				return err
			}
			if token, err = s.begin(ctx, tx, found.ID); err != nil {
				return err
			}
		}
		_, err = grant(ctx, tx, found.ID, appointed, row.InvitedByID)
		return err
	})
	if ent.IsConstraintError(err) { // an account was made at this address a moment ago
		return v, programme.Refuse(programme.RefusedSignIn, "")
	}
	switch {
	case err != nil:
		return asking, err
	case token == "": // they hold the role from now on
		return s.Again(ctx)
	}
	return s.keep(ctx, token)
}

// createAccount makes the account of a newcomer. It returns a constraint error when
// there is one at the address.
func (s *Service) createAccount(ctx context.Context, tx *ent.Tx, n Newcomer, hash string) (*ent.Account, error) {
	people, err := s.Records.Create(ctx, tx, personal.Values{
		programme.PersonalEmail: n.Email, programme.PersonalAccountName: n.Name,
	})
	if err != nil {
		return nil, err
	}
	if err := s.Records.Claim(ctx, tx, people[0].ID, programme.PersonalEmail); err != nil {
		return nil, err
	}
	return tx.Account.Create().SetPerson(people[0]).SetName(n.Name).SetLanguage(n.Language).SetPasswordHash(hash).Save(ctx)
}

// stillInvited is what an invitation gives by now. It refuses as LINK_EXPIRED when
// who invited may not give it any more, or the first administrator is there.
func stillInvited(ctx context.Context, tx *ent.Tx, row *ent.Invitation) (Appointment, error) {
	a := Appointment{Role: row.Role, Region: row.RegionID, Host: row.HostID}
	expired := programme.Refuse(programme.RefusedLink, "token")
	switch {
	case row.InvitedByID != nil:
		by, err := holder(ctx, tx, *row.InvitedByID)
		if err != nil {
			return a, err
		}
		until, may := mayGive(by, a.Role, orZero(a.Region))
		if !may {
			return a, expired
		}
		a.EndsAt = until
	case row.Role == viewer.Administrator:
		some, err := everAdministered(ctx, tx.RoleGrant)
		if err != nil {
			return a, err
		}
		if some {
			return a, expired
		}
	}
	return a, nil
}

// grant gives a person a role. One that they hold already for the same is given
// the later of both ends; given is false when that changes nothing.
func grant(ctx context.Context, tx *ent.Tx, person int, a Appointment, by *int) (given bool, err error) {
	held, err := tx.RoleGrant.Query().Where(rolegrant.AccountID(person), rolegrant.RoleEQ(a.Role)).Where(Counting(now())...).All(ctx)
	if err != nil {
		return false, err
	}
	for _, g := range held {
		if orZero(g.RegionID) != orZero(a.Region) || orZero(g.HostID) != orZero(a.Host) {
			continue
		}
		if g.EndsAt == nil || a.EndsAt != nil && !a.EndsAt.After(*g.EndsAt) {
			return false, nil
		}
		update := tx.RoleGrant.UpdateOne(g).SetNillableEndsAt(a.EndsAt)
		if a.EndsAt == nil {
			update.ClearEndsAt()
		}
		return true, update.Exec(ctx)
	}
	return true, tx.RoleGrant.Create().SetAccountID(person).SetRole(a.Role).SetNillableRegionID(a.Region).SetNillableHostID(a.Host).
		SetNillableEndsAt(a.EndsAt).SetNillableGrantedByID(by).Exec(ctx)
}

// Counting is the condition that a role grant counts at an instant.
func Counting(at time.Time) []predicate.RoleGrant {
	return []predicate.RoleGrant{
		rolegrant.RevokedAtIsNil(), rolegrant.StartsAtLTE(at), rolegrant.Or(rolegrant.EndsAtIsNil(), rolegrant.EndsAtGT(at)),
	}
}
