package people_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/exceptionalaccess"
	"zhas/ent/notification"
	"zhas/ent/region"
	"zhas/ent/rolegrant"
	"zhas/internal/people"
	"zhas/internal/programme"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

const reason = "туысына шұғыл хабарласу керек"

func byIIN(n int) people.Sought {
	return people.Sought{Field: programme.PersonalIIN, Value: programme.InventedIdentificationNumber(n)}
}

// elsewhere is another region than the young people's.
func (w *world) elsewhere() int {
	return w.client.Region.Query().Where(region.IsoCode("KZ-39")).OnlyIDX(w.system())
}

// sees reports whether who asks sees a young person, and what stands beside.
func (w *world) sees(ctx context.Context, id int) bool {
	w.t.Helper()
	row, err := w.client.Youth.Get(ctx, id)
	if err != nil && !ent.IsNotFound(err) {
		w.t.Fatal(err)
	}
	var beside int
	for _, count := range []func(context.Context) (int, error){
		w.client.YouthTraits.Query().Count, w.client.YouthCategory.Query().Count, w.client.Consent.Query().Count,
	} {
		n, err := count(ctx)
		if err != nil {
			w.t.Fatal(err)
		}
		beside += min(n, 1)
	}
	if shown := row != nil; shown && beside != 3 || !shown && beside != 0 {
		w.t.Errorf("the young person is seen: %t, and of 3 kinds of rows beside %d", shown, beside)
	}
	return row != nil
}

// again is who asks as they are by now.
func (w *world) again(ctx context.Context) context.Context {
	w.t.Helper()
	v, err := w.accounts.Again(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	return viewer.NewContext(w.t.Context(), v)
}

func (w *world) access(id int) *ent.ExceptionalAccess {
	w.t.Helper()
	return w.client.ExceptionalAccess.GetX(w.system(), id)
}

// Whoever gives a reason sees one person for three hours, and may not act for them.
func TestExceptionalAccess(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		young, _ := w.somebody(viewer.Youth, 0)
		id, err := w.Register(young, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		coordinator, own := w.somebody(viewer.RegionalCoordinator, w.elsewhere())
		if w.sees(coordinator, id) {
			t.Fatal("a coordinator of another region sees the person already")
		}
		access, err := w.BeginExceptionalAccess(coordinator, byIIN(1), programme.ReadingContact, "  "+reason+" ")
		if err != nil {
			t.Fatal(err)
		}
		row := w.access(access)
		if row.Outcome != programme.ExceptionalOpened || *row.YouthID != id || row.AccountID != own || row.Reason != reason ||
			row.SoughtBy != programme.PersonalIIN || !row.EndsAt.Equal(row.BegunAt.Add(3*time.Hour)) || row.EndedAt != nil {
			t.Errorf("%+v", row)
		}
		if !w.sees(coordinator, id) {
			t.Error("what was opened is not seen")
		}
		if err := w.Attest(coordinator, id); code(err) != "NOT_FOUND youth" {
			t.Errorf("attesting whom one only sees: %v", err)
		}
		if n := w.client.Notification.Query().Where(notification.KindEQ(programme.NoticeExceptionalAccess)).CountX(w.system()); n != 1 {
			t.Errorf("%d administrators are told", n)
		}
		for _, other := range []struct {
			role  viewer.Role
			where int
		}{{viewer.RegionalCoordinator, w.elsewhere()}, {viewer.MinistryAnalyst, 0}} {
			if ctx, _ := w.somebody(other.role, other.where); w.sees(ctx, id) {
				t.Errorf("another %s sees the person", other.role)
			}
		}

		// Whom one sees is not opened again, so that nothing lasts longer.
		again, err := w.BeginExceptionalAccess(coordinator, byIIN(1), programme.ReadingContact, reason)
		if row := w.access(again); err != nil || row.Outcome != programme.ExceptionalInScope || row.EndsAt != nil {
			t.Errorf("a second time: %+v, %v", row, err)
		}

		// Nothing of it can be seen once the person has the use of their data stopped.
		if _, err := w.StopProcessing(young); err != nil {
			t.Fatal(err)
		}
		if w.sees(coordinator, id) {
			t.Error("the person is seen whose data may not be used")
		}
		analyst, _ := w.somebody(viewer.MinistryAnalyst, 0)
		stopped, err := w.BeginExceptionalAccess(analyst, byIIN(1), programme.ReadingContact, reason)
		if row := w.access(stopped); err != nil || row.Outcome != programme.ExceptionalNotFound || row.YouthID != nil {
			t.Errorf("whose data may not be used: %+v, %v", row, err)
		}
		if _, err := w.ResumeProcessing(young); err != nil {
			t.Fatal(err)
		}

		// Ended, by who began it alone.
		if err := w.EndExceptionalAccess(analyst, access); code(err) != "NOT_FOUND access" {
			t.Errorf("ended by somebody else: %v", err)
		}
		for range 2 {
			if err := w.EndExceptionalAccess(coordinator, access); err != nil {
				t.Fatal(err)
			}
			if w.sees(coordinator, id) {
				t.Error("it is ended and goes on")
			}
		}
	})
}

// What lets somebody see more ends with the time, the role and the account.
func TestExceptionalAccessEnds(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		young, _ := w.somebody(viewer.Youth, 0)
		id, err := w.Register(young, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		begin := func(ctx context.Context) {
			t.Helper()
			if _, err := w.BeginExceptionalAccess(ctx, byIIN(1), programme.ReadingContact, reason); err != nil {
				t.Fatal(err)
			}
			if !w.sees(ctx, id) {
				t.Error("what was opened is not seen")
			}
		}
		// One that has a while left, and one that is over this moment.
		for left, want := range map[time.Duration]bool{time.Minute: true, -time.Microsecond: false} {
			ctx, own := w.somebody(viewer.MinistryAnalyst, 0)
			ends := time.Now().UTC().Truncate(time.Microsecond).Add(left)
			w.client.ExceptionalAccess.Create().SetAccountID(own).SetYouthID(id).SetOutcome(programme.ExceptionalOpened).SetSoughtBy(programme.PersonalIIN).
				SetPurpose(programme.ReadingContact).SetReason(reason).SetBegunAt(ends.Add(-programme.ExceptionalAccessLasts)).SetEndsAt(ends).ExecX(testkit.Setup(w.system()))
			w.witness.Forget(t)
			if w.sees(ctx, id) != want {
				t.Errorf("%s before its end it is seen: %t", left, !want)
			}
		}
		revoked, who := w.somebody(viewer.MinistryAnalyst, 0)
		begin(revoked)
		w.client.RoleGrant.Update().Where(rolegrant.AccountID(who)).SetRevokedAt(time.Now()).ExecX(testkit.Setup(w.system()))
		blocked, who := w.somebody(viewer.RegionalCoordinator, w.elsewhere())
		begin(blocked)
		w.client.Account.Update().Where(account.ID(who)).SetBlockedAt(time.Now()).ExecX(testkit.Setup(w.system()))
		w.witness.Forget(t)
		for what, ctx := range map[string]context.Context{"whose role is revoked": revoked, "who is blocked": blocked} {
			if w.sees(w.again(ctx), id) {
				t.Errorf("somebody %s sees the person", what)
			}
		}
	})
}

func TestAskingForExceptionalAccess(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		young, _ := w.somebody(viewer.Youth, 0)
		id, err := w.Register(young, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		other, _ := w.somebody(viewer.Youth, 0)
		if _, err := w.Register(other, w.registration(1)); err != nil { // the number of somebody else, nobody knows whose it is
			t.Fatal(err)
		}
		analyst, own := w.somebody(viewer.MinistryAnalyst, 0)
		number := programme.InventedIdentificationNumber(1)
		for _, refused := range []struct {
			sought  people.Sought
			purpose programme.ReadingPurpose
			reason  string
			want    string
		}{
			{people.Sought{Field: programme.PersonalIIN, Value: "123"}, programme.ReadingContact, reason, "INVALID person"},
			{people.Sought{Field: programme.PersonalPhone, Value: "x"}, programme.ReadingContact, reason, "INVALID person"},
			{people.Sought{Field: programme.PersonalEmail, Value: ""}, programme.ReadingContact, reason, "INVALID person"},
			{people.Sought{Field: programme.PersonalDocument, Value: "N 012345678"}, programme.ReadingContact, reason, "INVALID person"},
			{byIIN(1), programme.ReadingOwn, reason, "INVALID purpose"},
			{byIIN(1), programme.ReadingContact, "қысқа", "TOO_SHORT reason"},
			{byIIN(1), programme.ReadingContact, strings.Repeat("а", 1001), "TOO_LONG reason"},
			{byIIN(1), programme.ReadingContact, reason + "\x00", "INVALID reason"},
			{byIIN(1), programme.ReadingContact, reason + " " + number[:6] + " " + number[6:], "INVALID reason"},
			{people.Sought{Field: programme.PersonalPhone, Value: "87011234567"}, programme.ReadingContact, reason + " 8 (701) 123-45-67", "INVALID reason"},
		} {
			if _, err := w.BeginExceptionalAccess(analyst, refused.sought, refused.purpose, refused.reason); code(err) != refused.want {
				t.Errorf("%+v: %v", refused, err)
			}
		}
		if n := w.client.ExceptionalAccess.Query().CountX(w.system()); n != 0 {
			t.Errorf("%d rows of what was refused", n)
		}
		administrator, _ := w.somebody(viewer.Administrator, 0)
		for what, ctx := range map[string]context.Context{"NOT_ALLOWED": administrator, "SIGN_IN_REQUIRED": t.Context()} {
			if _, err := w.BeginExceptionalAccess(ctx, byIIN(1), programme.ReadingContact, reason); code(err) != what {
				t.Errorf("%v, want %s", err, what)
			}
		}

		ask := func(sought people.Sought) *ent.ExceptionalAccess {
			t.Helper()
			access, err := w.BeginExceptionalAccess(analyst, sought, programme.ReadingContact, reason)
			if err != nil {
				t.Fatal(err)
			}
			return w.access(access)
		}
		if row := ask(byIIN(1)); row.Outcome != programme.ExceptionalSeveral || row.YouthID != nil || row.EndsAt != nil {
			t.Errorf("a number of two: %+v", row)
		}
		if row := ask(people.Sought{Field: programme.PersonalPhone, Value: "8 701 123 45 67"}); row.Outcome != programme.ExceptionalSeveral {
			t.Errorf("a telephone of two: %+v", row)
		}
		if row := ask(byIIN(2)); row.Outcome != programme.ExceptionalNotFound || row.YouthID != nil {
			t.Errorf("a number of nobody: %+v", row)
		}
		everywhere, _ := w.somebody(viewer.RegionalCoordinator, 0)
		if err := w.Attest(everywhere, id); err != nil {
			t.Fatal(err)
		}
		if row := ask(byIIN(1)); row.Outcome != programme.ExceptionalOpened || *row.YouthID != id {
			t.Errorf("a number that was attested: %+v", row)
		}
		inScope, err := w.BeginExceptionalAccess(everywhere, byIIN(1), programme.ReadingContact, reason)
		if row := w.access(inScope); err != nil || row.Outcome != programme.ExceptionalInScope {
			t.Errorf("whom one sees anyway: %+v, %v", row, err)
		}

		// So often in a day, by whatever came of it.
		for range programme.ExceptionalAccessesADay - 4 {
			ask(byIIN(3))
		}
		if _, err := w.BeginExceptionalAccess(analyst, byIIN(3), programme.ReadingContact, reason); code(err) != "THROTTLED" {
			t.Errorf("once more: %v", err)
		}
		if n := w.client.ExceptionalAccess.Query().Where(exceptionalaccess.AccountID(own)).CountX(w.system()); n != programme.ExceptionalAccessesADay {
			t.Errorf("%d rows", n)
		}
		colleague, who := w.somebody(viewer.MinistryAnalyst, 0)
		for range programme.ExceptionalAccessesADay {
			w.client.ExceptionalAccess.Create().SetAccountID(who).SetOutcome(programme.ExceptionalNotFound).SetSoughtBy(programme.PersonalIIN).
				SetPurpose(programme.ReadingContact).SetReason(reason).SetBegunAt(time.Now().UTC().Add(-25 * time.Hour)).ExecX(testkit.Setup(w.system()))
		}
		w.witness.Forget(t)
		if _, err := w.BeginExceptionalAccess(colleague, byIIN(3), programme.ReadingContact, reason); err != nil {
			t.Errorf("a day later: %v", err)
		}
	})
}

// A second person reviews it, once, and what is reviewed is over.
func TestReviewingExceptionalAccess(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		young, _ := w.somebody(viewer.Youth, 0)
		id, err := w.Register(young, w.registration(1))
		if err != nil {
			t.Fatal(err)
		}
		coordinator, _ := w.somebody(viewer.RegionalCoordinator, w.elsewhere())
		stranger, _ := w.somebody(viewer.RegionalCoordinator, w.elsewhere())
		near, reviewer := w.somebody(viewer.RegionalCoordinator, w.region)
		administrator, _ := w.somebody(viewer.Administrator, 0)
		access, err := w.BeginExceptionalAccess(coordinator, byIIN(1), programme.ReadingContact, reason)
		if err != nil {
			t.Fatal(err)
		}
		nobody, err := w.BeginExceptionalAccess(coordinator, byIIN(7), programme.ReadingContact, reason)
		if err != nil {
			t.Fatal(err)
		}
		for _, try := range []struct {
			by      context.Context
			access  int
			verdict programme.Verdict
			note    string
			want    string
		}{
			{t.Context(), access, programme.VerdictJustified, "", "SIGN_IN_REQUIRED"},
			{young, access, programme.VerdictJustified, "", "NOT_FOUND access"},
			{stranger, access, programme.VerdictJustified, "", "NOT_FOUND access"},
			{coordinator, access, programme.VerdictJustified, "", "NOT_ALLOWED"},
			{near, access, programme.VerdictNotJustified, " ", "REQUIRED note"},
			{near, access, programme.VerdictNotJustified, strings.Repeat("а", 1001), "TOO_LONG note"},
			{near, nobody, programme.VerdictJustified, "", "NOT_FOUND access"},
		} {
			if err := w.ReviewExceptionalAccess(try.by, try.access, try.verdict, try.note); code(err) != try.want {
				t.Errorf("%+v: %v", try, err)
			}
		}
		if !w.sees(coordinator, id) {
			t.Error("what was refused ended it")
		}
		if err := w.ReviewExceptionalAccess(near, access, programme.VerdictNotJustified, " себебі жеткіліксіз "); err != nil {
			t.Fatal(err)
		}
		row := w.access(access)
		if *row.Verdict != programme.VerdictNotJustified || *row.ReviewNote != "себебі жеткіліксіз" || *row.ReviewedByID != reviewer || row.ReviewedAt == nil {
			t.Errorf("%+v", row)
		}
		if row.EndedAt == nil || w.sees(coordinator, id) {
			t.Error("it goes on after the review")
		}
		if err := w.ReviewExceptionalAccess(administrator, access, programme.VerdictJustified, ""); code(err) != "ALREADY_REVIEWED access" {
			t.Errorf("a second time: %v", err)
		}
		if err := w.ReviewExceptionalAccess(administrator, nobody, programme.VerdictJustified, ""); err != nil {
			t.Errorf("of what found nobody: %v", err)
		}
		if row := w.access(nobody); row.EndedAt != nil {
			t.Errorf("nothing was opened: %+v", row)
		}
	})
}
