package account

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"zhas/ent"
	entaccount "zhas/ent/account"
	"zhas/ent/invitation"
	"zhas/ent/notification"
	"zhas/ent/passwordreset"
	"zhas/ent/recoverycode"
	"zhas/ent/rolegrant"
	_ "zhas/ent/runtime"
	"zhas/ent/session"
	"zhas/internal/jobs"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// world is the service over a database, with the messages it sent.
type world struct {
	*Service
	t       *testing.T
	post    *letters
	worker  *jobs.Worker
	witness *testkit.Witness
}

// letters keeps what is sent.
type letters struct {
	mu   sync.Mutex
	sent []sentLetter
}

type sentLetter struct{ to, subject, text string }

func (l *letters) SendMail(_ context.Context, to, subject, text string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent = append(l.sent, sentLetter{to, subject, text})
	return nil
}

func (l *letters) SendSMS(ctx context.Context, to, text string) error {
	return l.SendMail(ctx, to, "", text)
}

// browser is a client that keeps its cookie.
type browser struct {
	w       *world
	address netip.Addr
	token   string
	wait    time.Duration
}

func (b *browser) Address() netip.Addr                   { return b.address }
func (b *browser) Device() string                        { return "Firefox" }
func (b *browser) KeepSession(t string, _ time.Duration) { b.token = t }
func (b *browser) ForgetSession()                        { b.token = "" }
func (b *browser) RetryAfter(wait time.Duration)         { b.wait = wait }

// ctx is a request of the browser.
func (b *browser) ctx() context.Context {
	b.w.t.Helper()
	v := viewer.Anybody(viewer.English)
	if b.token != "" {
		var err error
		if v, err = b.w.Viewer(b.w.t.Context(), b.token, viewer.English); err != nil {
			b.w.t.Fatal(err)
		}
	}
	return viewer.WithClient(viewer.NewContext(b.w.t.Context(), v), b)
}

func (b *browser) viewer() viewer.Viewer {
	v, _ := viewer.FromContext(b.ctx())
	return v
}

func (w *world) browser() *browser {
	return &browser{w: w, address: netip.MustParseAddr("192.0.2.7")}
}

const password = "an apple and a pear"

func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		w := &world{t: t, post: &letters{}}
		client := ent.NewClient(ent.Driver(s.Driver()))
		w.Service = New(Options{
			Client: client, Records: personal.New(client, testkit.Vault(t)), Key: Key{1}, Post: w.post,
			PublicURL: &url.URL{Scheme: "https", Host: "zhas.example"}, Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
		})
		w.worker = jobs.New(client, w.Handlers(), w.Logger)
		w.witness = testkit.Watch(t, s, map[string]string{
			"Account": entaccount.Table, "Invitation": invitation.Table, "Notification": notification.Table, "PasswordReset": passwordreset.Table,
			"RecoveryCode": recoverycode.Table, "RoleGrant": rolegrant.Table, "Session": session.Table,
		})
		test(t, w)
		if problems, _ := w.witness.Unexplained(t); len(problems) > 0 {
			t.Errorf("%d changes past the journal, such as %s", len(problems), problems[0])
		}
	})
}

func (w *world) system() context.Context { return viewer.AsSystem(w.t.Context()) }

// deliver does the jobs that are due and returns the last message.
func (w *world) deliver() sentLetter {
	w.t.Helper()
	before := len(w.post.sent)
	for {
		done, err := w.worker.Work(w.system())
		if err != nil {
			w.t.Fatal(err)
		}
		if done == 0 {
			break
		}
	}
	if len(w.post.sent) == before {
		w.t.Fatal("no message was sent")
	}
	return w.post.sent[len(w.post.sent)-1]
}

var linkPattern = regexp.MustCompile(`https://zhas\.example/\S+`)

// token is what stands behind the # of the link in a message.
func (w *world) token(text string) string {
	w.t.Helper()
	_, token, found := strings.Cut(linkPattern.FindString(text), "#")
	if !found {
		w.t.Fatalf("no link with a token in %q", text)
	}
	return token
}

// administrator creates the first administrator, in a browser of their own.
func (w *world) administrator() *browser {
	w.t.Helper()
	link, err := w.FirstAdministrator(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	b := w.browser()
	if _, err := w.CreateAdministrator(b.ctx(), w.token(link), Newcomer{Email: "Admin@Zhas.Example", Name: "Әлия", Password: password, Language: viewer.Kazakh}); err != nil {
		w.t.Fatal(err)
	}
	b.enrol()
	return b
}

// enrol sets a second factor and returns its secret and the recovery codes.
func (b *browser) enrol() (secret string, codes []string) {
	b.w.t.Helper()
	offer, err := b.w.StartSecondFactor(b.ctx(), password)
	if err != nil {
		b.w.t.Fatal(err)
	}
	// The code of a step ago, so that the next one can be used at once.
	_, codes, err = b.w.EnrolSecondFactor(b.ctx(), code(b.w.t, offer.Secret, -factorStep))
	if err != nil {
		b.w.t.Fatal(err)
	}
	return offer.Secret, codes
}

func code(t *testing.T, secret string, offset time.Duration) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, time.Now().Add(offset))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// young registers a young person and returns their browser.
func (w *world) young(email string) *browser {
	w.t.Helper()
	b := w.browser()
	if err := w.Register(b.ctx(), email, viewer.Russian); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.AcceptInvitation(b.ctx(), w.token(w.deliver().text), Newcomer{Name: "Айым", Password: password, Language: viewer.Russian}); err != nil {
		w.t.Fatal(err)
	}
	return b
}

// refused fails unless err is a refusal with the code and about the field.
func refused(t *testing.T, err error, code programme.RefusalCode, field string) {
	t.Helper()
	var refusal *programme.Refusal
	if !errors.As(err, &refusal) || refusal.Code != code || refusal.Field != field {
		t.Errorf("error %v, want %s about %q", err, code, field)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheFirstAdministrator(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		first, err := w.FirstAdministrator(t.Context())
		ok(t, err)
		second, err := w.FirstAdministrator(t.Context())
		ok(t, err)
		b := w.browser()
		who := Newcomer{Email: "a@zhas.example", Name: "Ә", Password: password, Language: viewer.Kazakh}
		_, err = w.CreateAdministrator(b.ctx(), w.token(first), who)
		refused(t, err, programme.RefusedLink, "token") // replaced at the next start
		_, err = w.AcceptInvitation(b.ctx(), w.token(second), who)
		refused(t, err, programme.RefusedLink, "token") // there is no address to accept it at
		v, err := w.CreateAdministrator(b.ctx(), w.token(second), who)
		ok(t, err)
		if !v.SecondFactorDue || v.Account == 0 || v.Has(viewer.Administrator) {
			t.Errorf("an administrator without a second factor is %+v", v)
		}
		_, err = w.Invite(b.ctx(), "x@zhas.example", Appointment{Role: viewer.MinistryAnalyst}, viewer.Kazakh)
		refused(t, err, programme.RefusedSignIn, "")
		before := b.token
		b.enrol()
		if b.token == before {
			t.Error("the token stayed when the session came to do more")
		}
		if v := b.viewer(); !v.Has(viewer.Administrator) {
			t.Errorf("with a second factor they are %+v", v)
		}
		_, err = w.CreateAdministrator(w.browser().ctx(), w.token(second), who)
		refused(t, err, programme.RefusedLink, "token")
		if link, err := w.FirstAdministrator(t.Context()); link != "" || err != nil {
			t.Errorf("a second first administrator: %q, %v", link, err)
		}
	})
}

// Who asks cannot tell whether there is an account: the answers are alike, and
// so are the hashes, the statements and the attempts that are left.
func TestKnownAndUnknownPeopleAreAlike(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.young("known@zhas.example")
		for _, act := range []struct {
			name string
			do   func(ctx context.Context, email string) error
		}{
			{"sign in", func(ctx context.Context, email string) error {
				_, err := w.SignIn(ctx, email, "something else entirely")
				refused(t, err, programme.RefusedCredentials, "")
				return nil
			}},
			{"register", func(ctx context.Context, email string) error { return w.Register(ctx, email, viewer.Kazakh) }},
			{"reset", func(ctx context.Context, email string) error {
				return w.RequestPasswordReset(ctx, email, viewer.Kazakh)
			}},
		} {
			var hashes, statements [2]int64
			for i, email := range []string{"known@zhas.example", "unknown@zhas.example"} {
				// The first attempt makes the row of the throttle, the second is compared.
				ok(t, act.do(w.browser().ctx(), email))
				made := w.passwords.made.Load()
				ctx, counter := store.CountStatements(w.browser().ctx())
				ok(t, act.do(ctx, email))
				hashes[i], statements[i] = w.passwords.made.Load()-made, counter.Load()
			}
			if hashes[0] != hashes[1] || statements[0] != statements[1] {
				t.Errorf("%s: hashes %v, statements %v of a known and an unknown person", act.name, hashes, statements)
			}
			if act.name == "sign in" && hashes[0] != 1 {
				t.Errorf("signing in takes %d hashes", hashes[0])
			}
		}
		// The owner of the address is told.
		w.post.sent = nil
		w.deliver()
		subjects := map[string]bool{}
		for _, sent := range w.post.sent {
			subjects[sent.to+" "+sent.subject] = true
		}
		for _, want := range []string{
			"known@zhas.example У вас уже есть учётная запись", "known@zhas.example Новый пароль",
			"unknown@zhas.example Тіркелуді аяқтаңыз", "unknown@zhas.example Аккаунт табылмады",
		} {
			if !subjects[want] {
				t.Errorf("nobody was sent %q: %v", want, subjects)
			}
		}
	})
}

func TestSigningIn(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.young("young@zhas.example")
		b := w.browser()
		v, err := w.SignIn(b.ctx(), " Young@Zhas.Example ", password)
		ok(t, err)
		if v.SecondFactorDue || !v.Has(viewer.Youth) || !v.Has(viewer.Public) {
			t.Errorf("a young person is %+v", v)
		}
		ctx, statements := store.CountStatements(t.Context())
		if _, err := w.Viewer(ctx, b.token, viewer.Kazakh); err != nil || statements.Load() != 1 {
			t.Errorf("a signed-in request takes %d statements, error %v", statements.Load(), err)
		}
		first := b.token
		_, err = w.SignIn(b.ctx(), "young@zhas.example", password)
		ok(t, err)
		if v, _ := w.Viewer(t.Context(), first, viewer.Kazakh); v.Account != 0 {
			t.Error("the session before goes on after signing in again")
		}
		other := w.browser()
		_, err = w.SignIn(other.ctx(), "young@zhas.example", password)
		ok(t, err)
		ok(t, w.EndOtherSessions(b.ctx()))
		if other.viewer().Account != 0 || b.viewer().Account == 0 {
			t.Error("ending the other sessions ends the wrong ones")
		}
		_, err = w.EndSession(b.ctx(), 1)
		refused(t, err, programme.RefusedNotFound, "session")
		if v, err := w.EndSession(b.ctx(), b.viewer().Session); err != nil || v.Account != 0 || b.token != "" {
			t.Errorf("after ending the session at hand %+v asks, error %v", v, err)
		}
		_, err = w.SignIn(b.ctx(), "young@zhas.example", password)
		ok(t, err)
		_, err = w.SignOut(b.ctx())
		ok(t, err)
		if b.token != "" || b.viewer().Account != 0 {
			t.Error("signing out leaves a session")
		}
	})
}

func TestASessionEndsByItself(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		staff, young := w.administrator(), w.young("young@zhas.example")
		for _, c := range []struct {
			b           *browser
			begun, seen time.Duration
			open        bool
			what        string
		}{
			{staff, staffLifetime - time.Minute, time.Minute, true, "staff within a day's work"},
			{staff, staffLifetime, time.Minute, false, "staff after a day's work"},
			{staff, staffIdle, staffIdle, false, "staff who left the desk"},
			{young, staffLifetime, staffLifetime, true, "a young person the next day"},
			{young, otherIdle, otherIdle, false, "a young person who stayed away"},
			{young, otherLifetime, time.Minute, false, "a young person after a month"},
		} {
			at := time.Now().UTC()
			row := w.Client.Session.Query().Where(session.TokenHash(tokenHash(c.b.token))).OnlyX(w.system())
			// The beginning of a session never changes, but for this test.
			_, err := w.Client.ExecContext(w.system(), "UPDATE sessions SET created_at = $1, seen_at = $2 WHERE id = $3",
				at.Add(-c.begun), at.Add(-c.seen), row.ID)
			ok(t, err)
			w.witness.Forget(t)
			if got := c.b.viewer().Account != 0; got != c.open {
				t.Errorf("%s: open %t", c.what, got)
			}
		}
	})
}

func TestTheSecondFactor(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		b := w.young("young@zhas.example")
		_, err := w.StartSecondFactor(b.ctx(), "wrong")
		refused(t, err, programme.RefusedPassword, "password")
		secret, codes := b.enrol()
		signIn := func() *browser {
			b := w.browser()
			v, err := w.SignIn(b.ctx(), "young@zhas.example", password)
			ok(t, err)
			if !v.SecondFactorDue || v.Has(viewer.Youth) || v.Person() != 0 {
				t.Errorf("without the second factor they are %+v", v)
			}
			return b
		}
		half := signIn()
		_, err = w.StartSecondFactor(half.ctx(), password)
		refused(t, err, programme.RefusedAlreadySecondFactor, "") // a password alone replaces nothing
		refused(t, w.UpdateProfile(half.ctx(), "x", viewer.Kazakh), programme.RefusedSignIn, "")
		_, err = w.ConfirmSecondFactor(half.ctx(), "000000")
		refused(t, err, programme.RefusedCode, "code")
		now, before := code(t, secret, 0), half.token
		v, err := w.ConfirmSecondFactor(half.ctx(), now)
		ok(t, err)
		if v.SecondFactorDue || !v.Has(viewer.Youth) || half.token == before {
			t.Errorf("with the second factor they are %+v", v)
		}
		if v, _ := w.Viewer(t.Context(), before, viewer.Kazakh); v.Account != 0 {
			t.Error("the token of before the second factor still works")
		}
		_, err = w.ConfirmSecondFactor(signIn().ctx(), now)
		refused(t, err, programme.RefusedCode, "code") // a code works once

		recovered := signIn()
		_, err = w.ConfirmSecondFactor(recovered.ctx(), " "+strings.ToLower(codes[3]))
		ok(t, err)
		_, err = w.ConfirmSecondFactor(signIn().ctx(), codes[3])
		refused(t, err, programme.RefusedCode, "code") // so does a recovery code
		if len(codes) != recoveryCodes {
			t.Errorf("%d recovery codes", len(codes))
		}
		for range givingFactor.about.burst {
			_, err = w.ConfirmSecondFactor(half.ctx(), "000000")
		}
		refused(t, err, programme.RefusedThrottled, "")
	})
}

func TestAttemptsAreThrottled(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.young("young@zhas.example")
		b := w.browser()
		made := w.passwords.made.Load()
		answers := make([]error, 100)
		var group sync.WaitGroup
		for i := range answers { // as fast as a client can
			group.Go(func() { _, answers[i] = w.SignIn(w.browser().ctx(), "young@zhas.example", "not the password") })
		}
		group.Wait()
		answered := make(map[programme.RefusalCode]int64)
		for _, err := range answers {
			var refusal *programme.Refusal
			if !errors.As(err, &refusal) {
				t.Fatalf("error %v", err)
			}
			answered[refusal.Code]++
		}
		// On a slow machine some of those let through do not get their turn in time.
		let := answered[programme.RefusedCredentials]
		if tried := w.passwords.made.Load() - made; answered[programme.RefusedThrottled] != 90 ||
			tried != let || let+answered[programme.RefusedBusy] != 10 {
			t.Errorf("100 attempts are answered %v, %d passwords were tried", answered, tried)
		}
		_, err := w.SignIn(b.ctx(), "young@zhas.example", password)
		refused(t, err, programme.RefusedThrottled, "")
		if b.wait < time.Second || b.wait > time.Minute {
			t.Errorf("told to wait %v", b.wait)
		}
		// Another person at the same address goes on, until the address is used up.
		last := error(nil)
		for i := range signingIn.address.burst {
			_, last = w.SignIn(b.ctx(), fmt.Sprintf("nobody%d@zhas.example", i), "x")
			if i == 0 {
				refused(t, last, programme.RefusedCredentials, "")
			}
		}
		refused(t, last, programme.RefusedThrottled, "")
		elsewhere := w.browser()
		elsewhere.address = netip.MustParseAddr("2001:db8::1")
		_, err = w.SignIn(elsewhere.ctx(), "nobody@zhas.example", "x")
		refused(t, err, programme.RefusedCredentials, "")
	})
}

func TestPasswords(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]programme.RefusalCode{
		"":                       programme.RefusedRequired,
		"short":                  programme.RefusedTooShort,
		strings.Repeat("ж", 129): programme.RefusedTooLong,
		"Password12345":          programme.RefusedTooCommon,
		"ээээээээээээээ":         programme.RefusedTooCommon,
		"who@zhas.example":       programme.RefusedTooCommon,
	} {
		refused(t, checkPassword(password, "who@zhas.example", "password"), want, "password")
	}
	if err := checkPassword("алма мен алмұрт", "who@zhas.example", "password"); err != nil {
		t.Error(err)
	}
	h := newHasher()
	encoded, err := h.hash(t.Context(), password)
	ok(t, err)
	for given, want := range map[string]bool{password: true, password + " ": false, "": false, strings.Repeat("x", 200): false} {
		if got, old, err := h.check(t.Context(), given, encoded); got != want || old || err != nil {
			t.Errorf("%q: %t, old %t, error %v", given, got, old, err)
		}
	}
	if _, old, _ := h.check(t.Context(), password, strings.Replace(encoded, "t=2", "t=1", 1)); !old {
		t.Error("a hash made with less is not old")
	}
	for range parallelHashes {
		h.turns <- struct{}{}
	}
	_, err = h.hash(t.Context(), password)
	refused(t, err, programme.RefusedBusy, "")
}

func TestResettingAPassword(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		b := w.young("young@zhas.example")
		ok(t, w.RequestPasswordReset(w.browser().ctx(), "young@zhas.example", viewer.Kazakh))
		letter := w.deliver()
		token := w.token(letter.text)
		if !strings.Contains(letter.text, "/ru/password#") {
			t.Errorf("the link is not in the person's language: %s", letter.text)
		}
		refused(t, w.ResetPassword(w.browser().ctx(), token, "short"), programme.RefusedTooShort, "newPassword")
		ok(t, w.ResetPassword(w.browser().ctx(), token, "another fine password"))
		refused(t, w.ResetPassword(w.browser().ctx(), token, "another fine password"), programme.RefusedLink, "token")
		if b.viewer().Account != 0 {
			t.Error("a session outlives the password")
		}
		_, err := w.SignIn(b.ctx(), "young@zhas.example", password)
		refused(t, err, programme.RefusedCredentials, "")
		_, err = w.SignIn(b.ctx(), "young@zhas.example", "another fine password")
		ok(t, err)
		refused(t, w.ChangePassword(b.ctx(), "wrong", password), programme.RefusedPassword, "currentPassword")
		ok(t, w.ChangePassword(b.ctx(), "another fine password", password))
		if b.viewer().Account == 0 {
			t.Error("who changes the password is signed out")
		}
	})
}

// place creates a region with a host organisation.
func (w *world) place(code string) (region, host int) {
	w.t.Helper()
	ctx := testkit.Setup(w.system())
	r := w.Client.Region.Create().SetIsoCode(code).SetKato(code + "0000").SetKind(programme.RegionOblast).SetTimeZone("Asia/Almaty").
		SetNameKk(code).SetNameRu(code).SetNameEn(code).SetCentreKk(code).SetCentreRu(code).SetCentreEn(code).SaveX(ctx)
	return r.ID, w.Client.HostOrganization.Create().SetName(code).SetRegion(r).SaveX(ctx).ID
}

// staff is a person who was invited, with a second factor.
func (w *world) staff(by *browser, email string, a Appointment) *browser {
	w.t.Helper()
	if _, err := w.Invite(by.ctx(), email, a, viewer.English); err != nil {
		w.t.Fatal(err)
	}
	b := w.browser()
	b.address = netip.Addr{}
	if _, err := w.AcceptInvitation(b.ctx(), w.token(w.deliver().text), Newcomer{Name: email, Password: password, Language: viewer.English}); err != nil {
		w.t.Fatal(err)
	}
	b.enrol()
	return b
}

func TestNobodyGivesMoreThanTheyHold(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		admin := w.administrator()
		east, eastHost := w.place("east")
		west, westHost := w.place("west")
		coordinator := w.staff(admin, "coordinator@zhas.example", Appointment{Role: viewer.RegionalCoordinator, Region: &east})
		for i, c := range []struct {
			who  *browser
			a    Appointment
			code programme.RefusalCode
			what string
		}{
			{coordinator, Appointment{Role: viewer.Mentor, Region: &east}, "", ""},
			{coordinator, Appointment{Role: viewer.HostRepresentative, Host: &eastHost}, "", ""},
			{coordinator, Appointment{Role: viewer.Mentor, Region: &west}, programme.RefusedNotAllowed, ""},
			{coordinator, Appointment{Role: viewer.Mentor}, programme.RefusedNotAllowed, ""},
			{coordinator, Appointment{Role: viewer.HostRepresentative, Host: &westHost}, programme.RefusedNotFound, "host"},
			{coordinator, Appointment{Role: viewer.HostRepresentative, Region: &east}, programme.RefusedRequired, "host"},
			{coordinator, Appointment{Role: viewer.RegionalCoordinator, Region: &east}, programme.RefusedNotAllowed, ""},
			{coordinator, Appointment{Role: viewer.Administrator}, programme.RefusedNotAllowed, ""},
			{admin, Appointment{Role: viewer.Administrator, Region: &east}, programme.RefusedInvalid, "region"},
			{coordinator, Appointment{Role: viewer.System}, programme.RefusedInvalid, "role"},
			{admin, Appointment{Role: viewer.HostRepresentative, Host: &westHost, Region: &east}, programme.RefusedInvalid, "region"},
			{admin, Appointment{Role: viewer.Mentor, Region: &eastHost}, programme.RefusedNotFound, "region"},
			{admin, Appointment{Role: viewer.MinistryAnalyst}, "", ""},
			{w.young("young@zhas.example"), Appointment{Role: viewer.Youth}, programme.RefusedNotAllowed, ""},
			{w.browser(), Appointment{Role: viewer.Mentor}, programme.RefusedSignIn, ""},
		} {
			_, err := w.Invite(c.who.ctx(), fmt.Sprintf("somebody%d@zhas.example", i), c.a, viewer.English)
			if c.code == "" {
				ok(t, err)
			} else {
				refused(t, err, c.code, c.what)
			}
		}
	})
}

// A grant to administer one region, which nobody can be given, gives nothing.
func TestNobodyAdministersOneRegion(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.administrator()
		east, _ := w.place("east")
		young := w.young("young@zhas.example")
		asking := young.viewer()
		asking.Grants = append(asking.Grants, viewer.Grant{Role: viewer.Administrator, Region: east})
		ctx := viewer.NewContext(t.Context(), asking)
		_, err := w.Invite(ctx, "another@zhas.example", Appointment{Role: viewer.Administrator}, viewer.English)
		refused(t, err, programme.RefusedNotAllowed, "")
		refused(t, w.Block(ctx, asking.Account, "why"), programme.RefusedNotAllowed, "")
	})
}

func TestLookingAfterPeople(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		admin := w.administrator()
		east, eastHost := w.place("east")
		_, westHost := w.place("west")
		coordinator := w.staff(admin, "coordinator@zhas.example", Appointment{Role: viewer.RegionalCoordinator, Region: &east})
		near := w.staff(coordinator, "near@zhas.example", Appointment{Role: viewer.HostRepresentative, Host: &eastHost})
		far := w.staff(admin, "far@zhas.example", Appointment{Role: viewer.HostRepresentative, Host: &westHost})
		nearID, farID, adminID := near.viewer().Account, far.viewer().Account, admin.viewer().Account
		if hosts := near.viewer().Hosts(); len(hosts) != 1 || hosts[0] != eastHost {
			t.Errorf("represents %v", hosts)
		}

		// A lost phone, and only theirs to take away. Hidden and absent are alike.
		refused(t, w.ResetSecondFactor(coordinator.ctx(), farID, "lost"), programme.RefusedNotFound, "account")
		refused(t, w.ResetSecondFactor(coordinator.ctx(), 1, "lost"), programme.RefusedNotFound, "account")
		refused(t, w.ResetSecondFactor(coordinator.ctx(), coordinator.viewer().Account, "lost"), programme.RefusedNotAllowed, "")
		refused(t, w.ResetSecondFactor(admin.ctx(), adminID, "lost"), programme.RefusedNotAllowed, "")
		refused(t, w.ResetSecondFactor(coordinator.ctx(), nearID, " "), programme.RefusedRequired, "reason")
		ok(t, w.ResetSecondFactor(coordinator.ctx(), nearID, "lost the phone, came in person"))
		if row := w.Client.Account.GetX(w.system(), nearID); row.SecondFactorResetReason == nil || len(row.TotpSecret) != 0 {
			t.Errorf("after the reset: reason %v, secret %d bytes", row.SecondFactorResetReason, len(row.TotpSecret))
		}
		if near.viewer().Account != 0 {
			t.Error("a session outlives the second factor")
		}
		if got := w.deliver(); got.to != "near@zhas.example" || got.subject != "Your second factor was reset" {
			t.Errorf("sent %v", got)
		}
		v, err := w.SignIn(near.ctx(), "near@zhas.example", password)
		ok(t, err)
		if !v.SecondFactorDue {
			t.Error("staff go on without a second factor")
		}
		near.enrol()

		// What is taken back counts at the next request.
		grant := w.Client.RoleGrant.Query().Where(rolegrant.AccountID(nearID)).OnlyIDX(w.system())
		_, err = w.RevokeRole(far.ctx(), grant)
		refused(t, err, programme.RefusedNotFound, "roleGrant")
		_, err = w.RevokeRole(coordinator.ctx(), grant)
		ok(t, err)
		if v := near.viewer(); v.Has(viewer.HostRepresentative) || v.Account == 0 {
			t.Errorf("after the revocation they are %+v", v)
		}
		ok(t, w.GrantRole(admin.ctx(), nearID, Appointment{Role: viewer.Mentor, Region: &east}))
		if !near.viewer().Has(viewer.Mentor) {
			t.Error("a role that was granted does not count")
		}
		refused(t, w.Block(coordinator.ctx(), adminID, "x"), programme.RefusedNotFound, "account")
		ok(t, w.Block(coordinator.ctx(), nearID, "left"))
		if near.viewer().Account != 0 {
			t.Error("a session outlives the blocking")
		}
		_, err = w.SignIn(near.ctx(), "near@zhas.example", password)
		refused(t, err, programme.RefusedCredentials, "")
		ok(t, w.Unblock(coordinator.ctx(), nearID))
		_, err = w.SignIn(near.ctx(), "near@zhas.example", password)
		ok(t, err)

		// Blocking alone is enough, were a session left open.
		w.Client.Account.UpdateOneID(nearID).SetBlockedAt(time.Now()).ExecX(testkit.Setup(w.system()))
		w.witness.Forget(t)
		if near.viewer().Account != 0 {
			t.Error("who is blocked goes on with a session")
		}
		last := w.Client.RoleGrant.Query().Where(rolegrant.AccountID(adminID)).OnlyIDX(w.system())
		_, err = w.RevokeRole(admin.ctx(), last)
		refused(t, err, programme.RefusedLastAdministrator, "")
		if !admin.viewer().Has(viewer.Administrator) {
			t.Error("the last administrator is gone")
		}
	})
}

func TestARoleHasATerm(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		admin := w.administrator()
		past := time.Now().Add(-time.Hour)
		id := admin.viewer().Account
		refused(t, w.GrantRole(admin.ctx(), id, Appointment{Role: viewer.MinistryAnalyst, EndsAt: &past}), programme.RefusedInvalid, "endsAt")
		w.Client.RoleGrant.Create().SetAccountID(id).SetRole(viewer.MinistryAnalyst).SetEndsAt(past).SetStartsAt(past.Add(-time.Hour)).SaveX(testkit.Setup(w.system()))
		w.Client.RoleGrant.Create().SetAccountID(id).SetRole(viewer.CommitteeMember).SetStartsAt(time.Now().Add(time.Hour)).SaveX(testkit.Setup(w.system()))
		w.witness.Forget(t)
		if v := admin.viewer(); v.Has(viewer.MinistryAnalyst) || v.Has(viewer.CommitteeMember) || !v.Has(viewer.Administrator) {
			t.Errorf("outside of their terms they hold %v", v.Grants)
		}
	})
}

func TestWhoHasAnAccountAcceptsSignedIn(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		admin, young := w.administrator(), w.young("young@zhas.example")
		_, err := w.Invite(admin.ctx(), "young@zhas.example", Appointment{Role: viewer.CommitteeMember}, viewer.English)
		ok(t, err)
		token := w.token(w.deliver().text)
		_, err = w.AcceptInvitation(admin.ctx(), token, Newcomer{})
		refused(t, err, programme.RefusedSignIn, "")
		now, err := w.AcceptInvitation(young.ctx(), token, Newcomer{})
		ok(t, err)
		if v := young.viewer(); !v.SecondFactorDue || !now.SecondFactorDue {
			t.Errorf("who became staff goes on without a second factor: %+v, told %+v", v, now)
		}
		id, err := w.Invite(admin.ctx(), "late@zhas.example", Appointment{Role: viewer.CommitteeMember}, viewer.English)
		ok(t, err)
		late := w.token(w.deliver().text)
		ok(t, w.WithdrawInvitation(admin.ctx(), id))
		_, err = w.AcceptInvitation(w.browser().ctx(), late, Newcomer{Name: "x", Password: password, Language: viewer.Kazakh})
		refused(t, err, programme.RefusedLink, "token")
	})
}

func TestKeys(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "folder", "account.key")
	key, err := LoadKey(path)
	ok(t, err)
	again, err := LoadKey(path)
	ok(t, err)
	info, err := os.Stat(path)
	ok(t, err)
	if key != again || key == (Key{}) || info.Mode().Perm() != 0o600 {
		t.Errorf("the key changed, or its file has mode %v", info.Mode())
	}
	sealed, err := key.seal([]byte("secret"), "a")
	ok(t, err)
	if opened, err := again.open(sealed, "a"); err != nil || string(opened) != "secret" {
		t.Errorf("opened %q, error %v", opened, err)
	}
	if _, err := key.open(sealed, "b"); err == nil {
		t.Error("a secret opens for somebody else")
	}
	ok(t, os.WriteFile(path, []byte("nonsense"), 0o600))
	if _, err := LoadKey(path); err == nil {
		t.Error("nonsense is a key")
	}
}

func TestEveryNoticeHasATextInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, kind := range programme.Notice("").Values() {
		text := noticeTexts[programme.Notice(kind)]
		for _, in := range []subjectAndBody{text.kk, text.ru, text.en} {
			if in.subject == "" || in.body == "" {
				t.Errorf("%s lacks a text", kind)
			}
		}
	}
}

// must is a value that has to be there.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
