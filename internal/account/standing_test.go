package account

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"testing"
	"time"

	"zhas/ent/journalentry"
	"zhas/ent/rolegrant"
	"zhas/internal/programme"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// both runs two actions at the same time.
func both(a, b func() error) (first, second error) {
	var group sync.WaitGroup
	group.Go(func() { first = a() })
	group.Go(func() { second = b() })
	group.Wait()
	return first, second
}

// grantOf is the id of a person's only grant of a role that counts.
func (w *world) grantOf(person int, role viewer.Role) int {
	w.t.Helper()
	return w.Client.RoleGrant.Query().Where(rolegrant.AccountID(person), rolegrant.RoleEQ(role)).Where(Counting(now())...).OnlyIDX(w.system())
}

func TestTwoAdministratorsDoNotRemoveEachOther(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		one := w.administrator()
		other := w.staff(one, "other@zhas.example", Appointment{Role: viewer.Administrator})
		oneID, otherID := one.viewer().Account, other.viewer().Account
		for range 5 {
			mine, theirs := w.grantOf(oneID, viewer.Administrator), w.grantOf(otherID, viewer.Administrator)
			byOne, byOther := one.ctx(), other.ctx()
			first, second := both(
				func() error { _, err := w.RevokeRole(byOne, theirs); return err },
				func() error { _, err := w.RevokeRole(byOther, mine); return err },
			)
			if (first == nil) == (second == nil) {
				t.Fatalf("revoking each other: %v and %v", first, second)
			}
			left, gone := one, otherID
			if first != nil {
				left, gone = other, oneID
			}
			ok(t, w.GrantRole(left.ctx(), gone, Appointment{Role: viewer.Administrator}))
		}
		byOne, byOther := one.ctx(), other.ctx()
		first, second := both(
			func() error { return w.Block(byOne, otherID, "why") },
			func() error { return w.Block(byOther, oneID, "why") },
		)
		if (first == nil) == (second == nil) {
			t.Errorf("blocking each other: %v and %v", first, second)
		}
	})
}

func TestAnAdministratorForATimeIsNoneToLeaveBehind(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		admin := w.administrator()
		guest := w.staff(admin, "guest@zhas.example", Appointment{Role: viewer.MinistryAnalyst})
		soon := now().Add(time.Hour)
		ok(t, w.GrantRole(admin.ctx(), guest.viewer().Account, Appointment{Role: viewer.Administrator, EndsAt: &soon}))
		_, err := w.RevokeRole(guest.ctx(), w.grantOf(admin.viewer().Account, viewer.Administrator))
		refused(t, err, programme.RefusedLastAdministrator, "")
		refused(t, w.Block(guest.ctx(), admin.viewer().Account, "why"), programme.RefusedLastAdministrator, "")
	})
}

func TestSessionsDoNotOutliveWhatTheyWereBegunWith(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		admin := w.administrator()
		young := w.young("young@zhas.example")
		id, known := young.viewer().Account, password
		for round, change := range map[string]func() error{
			"another password": func() error {
				next := "another " + password
				err := w.ChangePassword(young.ctx(), known, next)
				known = next
				return err
			},
			"a block": func() error { return w.Block(admin.ctx(), id, "why") },
		} {
			was, others := known, make([]*browser, 6)
			var group sync.WaitGroup
			for i := range others {
				others[i] = &browser{w: w, address: netip.AddrFrom4([4]byte{192, 0, 2, byte(20 + i)})}
				ctx := others[i].ctx()
				group.Go(func() {
					_, err := w.SignIn(ctx, "young@zhas.example", was)
					var refusal *programme.Refusal
					if err != nil && !errors.As(err, &refusal) {
						t.Error(err)
					}
				})
			}
			changed := change()
			group.Wait()
			ok(t, changed)
			if round == "a block" {
				ok(t, w.Unblock(admin.ctx(), id))
			}
			for _, b := range others {
				if b.viewer().Account != 0 {
					t.Errorf("after %s a session that was begun before goes on", round)
				}
			}
			if round == "a block" {
				_, err := w.SignIn(young.ctx(), "young@zhas.example", known)
				ok(t, err)
			}
		}
	})
}

func TestAnInvitationCountsWhileWhoInvitedMayGiveTheRole(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		admin := w.administrator()
		for name, fall := range map[string]func(id int) error{
			"revoked": func(id int) error {
				_, err := w.RevokeRole(admin.ctx(), w.grantOf(id, viewer.Administrator))
				return err
			},
			"blocked": func(id int) error { return w.Block(admin.ctx(), id, "why") },
		} {
			leaver := w.staff(admin, name+"@zhas.example", Appointment{Role: viewer.Administrator})
			_, err := w.Invite(leaver.ctx(), "friend-"+name+"@zhas.example", Appointment{Role: viewer.Administrator}, viewer.English)
			ok(t, err)
			token := w.token(w.deliver().text)
			ok(t, fall(leaver.viewer().Account))
			_, err = w.AcceptInvitation(w.browser().ctx(), token, Newcomer{Name: "F", Password: password, Language: viewer.English})
			refused(t, err, programme.RefusedLink, "token")
		}
	})
}

func TestOneFirstAdministrator(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.young("young@zhas.example") // was quicker, and keeps nobody out
		var links [2]string
		first, second := both(
			func() (err error) { links[0], err = w.FirstAdministrator(t.Context()); return err },
			func() (err error) { links[1], err = w.FirstAdministrator(t.Context()); return err },
		)
		ok(t, first)
		ok(t, second)
		a, b := w.browser().ctx(), w.browser().ctx()
		create := func(ctx context.Context, i int) error {
			_, err := w.CreateAdministrator(ctx, w.token(links[i]), Newcomer{
				Email: fmt.Sprintf("admin%d@zhas.example", i), Name: "Ә", Password: password, Language: viewer.Kazakh,
			})
			return err
		}
		first, second = both(func() error { return create(a, 0) }, func() error { return create(b, 1) })
		if (first == nil) == (second == nil) {
			t.Errorf("two links: %v and %v", first, second)
		}
		// A link that another start printed is worth nothing from now on.
		token := newToken()
		w.Client.Invitation.Create().SetRole(viewer.Administrator).SetLanguage(viewer.Kazakh).SetTokenHash(tokenHash(token)).
			SetExpiresAt(now().Add(time.Hour)).ExecX(testkit.Setup(w.system()))
		w.witness.Forget(t)
		_, err := w.CreateAdministrator(w.browser().ctx(), token, Newcomer{Email: "evil@zhas.example", Name: "E", Password: password, Language: viewer.Kazakh})
		refused(t, err, programme.RefusedLink, "token")
		if link, err := w.FirstAdministrator(t.Context()); err != nil || link != "" {
			t.Errorf("another link %q, %v", link, err)
		}
	})
}

// A stranger's attempts are their own: the person signs in, and gets mail.
func TestAStrangerKeepsNobodyOut(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.young("young@zhas.example")
		stranger := w.browser()
		stranger.address = netip.MustParseAddr("203.0.113.5")
		for range 30 {
			_, _ = w.SignIn(stranger.ctx(), "young@zhas.example", "not the password")
			_ = w.RequestPasswordReset(stranger.ctx(), "young@zhas.example", viewer.English)
		}
		_, err := w.SignIn(stranger.ctx(), "young@zhas.example", password)
		refused(t, err, programme.RefusedThrottled, "")
		refused(t, w.RequestPasswordReset(stranger.ctx(), "young@zhas.example", viewer.English), programme.RefusedThrottled, "")
		_, err = w.SignIn(w.browser().ctx(), "young@zhas.example", password)
		ok(t, err)
		ok(t, w.RequestPasswordReset(w.browser().ctx(), "young@zhas.example", viewer.English))
	})
}

// A request that began earlier may do what its sender may do now.
func TestRightsAreThoseOfNow(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		admin := w.administrator()
		leaver := w.staff(admin, "leaver@zhas.example", Appointment{Role: viewer.Administrator})
		young := w.young("young@zhas.example").viewer().Account
		id, begun := leaver.viewer().Account, leaver.ctx()
		_, err := w.RevokeRole(admin.ctx(), w.grantOf(id, viewer.Administrator))
		ok(t, err)
		refused(t, w.GrantRole(begun, young, Appointment{Role: viewer.Administrator}), programme.RefusedNotFound, "account")
		_, err = w.Invite(begun, "friend@zhas.example", Appointment{Role: viewer.Mentor}, viewer.English)
		refused(t, err, programme.RefusedNotAllowed, "")
		ok(t, w.Block(admin.ctx(), id, "why"))
		_, err = w.Invite(begun, "friend@zhas.example", Appointment{Role: viewer.Mentor}, viewer.English)
		refused(t, err, programme.RefusedSignIn, "")
	})
}

func TestOneOfTwoEnrolmentsCounts(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		young := w.young("young@zhas.example")
		offer, err := w.StartSecondFactor(young.ctx(), password)
		ok(t, err)
		digits := code(t, offer.Secret, 0)
		a, b := young.ctx(), young.ctx()
		first, second := both(
			func() error { _, _, err := w.EnrolSecondFactor(a, digits); return err },
			func() error { _, _, err := w.EnrolSecondFactor(b, digits); return err },
		)
		if (first == nil) == (second == nil) {
			t.Fatalf("two enrolments: %v and %v", first, second)
		}
		if first == nil {
			first = second
		}
		refused(t, first, programme.RefusedCode, "code")
	})
}

func TestNobodyGivesForLongerThanTheyHold(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		admin := w.administrator()
		east, _ := w.place("east")
		coordinator := w.staff(admin, "coordinator@zhas.example", Appointment{Role: viewer.RegionalCoordinator, Region: &east})
		mentor := w.staff(coordinator, "mentor@zhas.example", Appointment{Role: viewer.Mentor, Region: &east}).viewer().Account
		ends, later := now().Add(time.Hour), now().Add(48*time.Hour)
		grant := w.grantOf(coordinator.viewer().Account, viewer.RegionalCoordinator)
		w.Client.RoleGrant.UpdateOneID(grant).SetEndsAt(ends).ExecX(testkit.Setup(w.system()))
		w.witness.Forget(t)

		endOf := func(person int) *time.Time {
			return w.Client.RoleGrant.GetX(w.system(), w.grantOf(person, viewer.Mentor)).EndsAt
		}
		// The same again changes nothing: the grant is open, and stays one grant.
		ok(t, w.GrantRole(coordinator.ctx(), mentor, Appointment{Role: viewer.Mentor, Region: &east, EndsAt: &later}))
		if end := endOf(mentor); end != nil {
			t.Errorf("an open grant ends at %v", end)
		}
		second := w.staff(coordinator, "second@zhas.example", Appointment{Role: viewer.Mentor, Region: &east}).viewer().Account
		if end := endOf(second); end == nil || !end.Equal(ends) {
			t.Errorf("given until %v, want %v", end, ends)
		}
		ok(t, w.GrantRole(admin.ctx(), second, Appointment{Role: viewer.Mentor, Region: &east, EndsAt: &later}))
		if end := endOf(second); end == nil || !end.Equal(later) {
			t.Errorf("prolonged until %v, want %v", end, later)
		}
		refused(t, w.GrantRole(coordinator.ctx(), coordinator.viewer().Account, Appointment{Role: viewer.Mentor, Region: &east}), programme.RefusedNotAllowed, "")
	})
}

// The journal tells what people did who had not signed in from what commands did.
func TestTheJournalNamesThePublic(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.young("young@zhas.example")
		kinds := map[string]programme.ActorKind{}
		for _, e := range w.Client.JournalEntry.Query().Where(journalentry.EntityIn("Invitation", "Account", "Session")).Order(journalentry.ByID()).AllX(w.system()) {
			kinds[fmt.Sprint(e.Entity, " ", e.Action)] = e.ActorKind
		}
		want := map[string]programme.ActorKind{
			"Invitation CREATE": programme.ActorPublic, // registered
			"Invitation UPDATE": programme.ActorPublic, // accepted, after the message was sent
			"Account CREATE":    programme.ActorPublic,
			"Session CREATE":    programme.ActorPublic,
		}
		if fmt.Sprint(kinds) != fmt.Sprint(want) {
			t.Errorf("made by %v, want %v", kinds, want)
		}
	})
}

// One network leaves turns for others.
func TestOneNetworkDoesNotKeepOthersWaiting(t *testing.T) {
	t.Parallel()
	h := newHasher()
	own, leave := h.enter("one")
	defer leave()
	for range networkHashes {
		own <- struct{}{}
	}
	select {
	case own <- struct{}{}:
		t.Error("a network has more turns than its share")
	default:
	}
	if _, err := h.hash(t.Context(), password); err != nil {
		t.Errorf("another network waits: %v", err)
	}
	if len(h.networks) != 1 {
		t.Errorf("%d networks are remembered", len(h.networks))
	}
}
