package graph_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pquerna/otp/totp"

	"zhas/ent"
	"zhas/ent/region"
	"zhas/graph"
	"zhas/internal/account"
	"zhas/internal/facts"
	"zhas/internal/jobs"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
	"zhas/internal/web"
)

// site is the whole of HTTP over a database.
type site struct {
	world    *world
	handler  http.Handler
	client   *ent.Client
	accounts *account.Service
	worker   *jobs.Worker
	post     *lastLetter
}

type lastLetter struct {
	mu   sync.Mutex
	text string
}

func (l *lastLetter) SendMail(_ context.Context, _, _, text string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = text
	return nil
}

func (l *lastLetter) SendSMS(ctx context.Context, to, text string) error {
	return l.SendMail(ctx, to, "", text)
}

const origin = "https://zhas.example"

func eachSite(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, opened *store.Store) {
		client, post := ent.NewClient(ent.Driver(opened.Driver())), &lastLetter{}
		public := &url.URL{Scheme: "https", Host: "zhas.example"}
		log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
		accounts := account.New(account.Options{Client: client, Records: personal.New(client, testkit.Vault(t)), Key: account.Key{1}, Post: post, PublicURL: public, Logger: log})
		w := newWorldWith(t, opened, client, accounts)
		handler, err := web.New(web.Options{
			Graph: w.handler, SDL: "schema", Sessions: accounts.Viewer, PublicURL: public, Logger: log,
			Placeholder: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}},
			CORSOrigins: []string{"https://listed.example"},
		})
		if err != nil {
			t.Fatal(err)
		}
		test(t, &site{world: w, handler: handler, client: client, accounts: accounts, worker: jobs.New(client, accounts.Handlers(), log), post: post})
	})
}

// visitor is a browser with its cookie.
type visitor struct {
	*site
	t       *testing.T
	cookie  *http.Cookie
	address string // where it is, if that matters
}

// send sends a request as it is, with the cookie.
func (v *visitor) send(method, contentType, body string, headers ...string) *http.Response {
	v.t.Helper()
	target := origin + "/graphql"
	if method == http.MethodGet {
		target += "?" + body
		body = ""
	}
	request := httptest.NewRequestWithContext(v.t.Context(), method, target, strings.NewReader(body))
	request.Header.Set("Content-Type", contentType)
	request.Header.Set("Accept-Language", "en")
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	if v.cookie != nil {
		request.AddCookie(v.cookie)
	}
	if v.address != "" {
		request.RemoteAddr = v.address
	}
	recorder := httptest.NewRecorder()
	v.handler.ServeHTTP(recorder, request)
	return recorder.Result()
}

// do carries out an operation on a page of the programme, and keeps the cookie.
func (v *visitor) do(query string, variables map[string]any) (map[string]any, *http.Response) {
	v.t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		v.t.Fatal(err)
	}
	response := v.send(http.MethodPost, "application/json", string(body), "Origin", origin, "Sec-Fetch-Site", "same-origin")
	for _, cookie := range response.Cookies() {
		if cookie.Name != "__Host-zhas" || !cookie.Secure || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode ||
			cookie.Path != "/" || cookie.Domain != "" {
			v.t.Errorf("cookie %+v", cookie)
		}
		if v.cookie = cookie; cookie.MaxAge < 0 {
			v.cookie = nil
		}
	}
	var answer struct {
		Data   map[string]any
		Errors []any
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	if v.cookie != nil && strings.Contains(string(text), v.cookie.Value) {
		v.t.Error("a body holds the token of a session")
	}
	if err := json.Unmarshal(text, &answer); err != nil || len(answer.Errors) > 0 {
		v.t.Fatalf("%s: %s", query, text)
	}
	return answer.Data, response
}

// mutate carries out a mutation and returns its payload; codes are what it has
// to refuse with.
func (v *visitor) mutate(name, selection string, input map[string]any, codes ...string) map[string]any {
	v.t.Helper()
	query := fmt.Sprintf("mutation { %s { %s userErrors { code field message } } }", name, selection)
	var variables map[string]any
	if input != nil {
		query = fmt.Sprintf("mutation($input: %sInput!) { %s(input: $input) { %s userErrors { code field message } } }",
			strings.ToUpper(name[:1])+name[1:], name, selection)
		variables = map[string]any{"input": input}
	}
	data, _ := v.do(query, variables)
	payload := data[name].(map[string]any)
	got := texts(v.t, payload["userErrors"], "code")
	if fmt.Sprint(got) != fmt.Sprint(codes) {
		v.t.Errorf("%s refuses with %v, want %v", name, payload["userErrors"], codes)
	}
	return payload
}

// letter does the jobs that are due and returns the token of the last message.
func (v *visitor) letter() string {
	v.t.Helper()
	for {
		n, err := v.worker.Work(viewer.AsSystem(v.t.Context()))
		if err != nil {
			v.t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	_, token, _ := strings.Cut(strings.TrimSpace(v.post.text), "#")
	return token
}

const (
	pass = "an apple and a pear"
	who  = "viewer { roles secondFactor account { id name email language roleGrants { id role region { isoCode } } } session { device } sessions { id } }"
)

// administrator is the first person of the programme.
func (s *site) administrator(t *testing.T) *visitor {
	t.Helper()
	link, err := s.accounts.FirstAdministrator(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, token, _ := strings.Cut(link, "#")
	v := &visitor{site: s, t: t}
	v.mutate("createAdministrator", who, map[string]any{
		"token": token, "email": "admin@zhas.example", "name": "Әлия", "password": pass, "language": "kk",
	})
	v.enrol()
	return v
}

func (v *visitor) enrol() []string {
	v.t.Helper()
	offer := v.mutate("startSecondFactor", "url secret", map[string]any{"password": pass})
	code, err := totp.GenerateCode(offer["secret"].(string), time.Now())
	if err != nil {
		v.t.Fatal(err)
	}
	payload := v.mutate("enrolSecondFactor", "recoveryCodes "+who, map[string]any{"code": code})
	return texts(v.t, payload["recoveryCodes"])
}

func TestPeopleByTheGraph(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		nobody := &visitor{site: s, t: t}
		data, _ := nobody.do("{ "+who+" accounts { totalCount nodes { id } } invitations { nodes { id } } }", nil)
		if got := fmt.Sprint(data); got != "map[accounts:map[nodes:[] totalCount:0] invitations:map[nodes:[]] viewer:map[account:<nil> roles:[PUBLIC] secondFactor:NONE session:<nil> sessions:[]]]" {
			t.Errorf("the public sees %s", got)
		}
		admin := s.administrator(t)
		data, _ = admin.do("{ "+who+" }", nil)
		if roles := texts(t, at(t, data, "viewer", "roles")); fmt.Sprint(roles) != "[PUBLIC ADMINISTRATOR]" || at(t, data, "viewer", "account", "email") != "admin@zhas.example" {
			t.Errorf("the administrator is %v", data)
		}

		// Registration.
		young := &visitor{site: s, t: t}
		young.mutate("registerAccount", "", map[string]any{"email": "nonsense", "language": "ru"}, "INVALID")
		young.mutate("registerAccount", "", map[string]any{"email": "young@zhas.example", "language": "ru"})
		token := young.letter()
		opened := young.mutate("openInvitation", "role hasAccount region { kk }", map[string]any{"token": token})
		if opened["role"] != "YOUTH" || opened["hasAccount"] != false {
			t.Errorf("opened %v", opened)
		}
		refusal := young.mutate("acceptInvitation", who, map[string]any{"token": token, "name": "Айым", "password": "short", "language": "ru"}, "TOO_SHORT")
		if message := at(t, refusal["userErrors"], 0, "message"); message != "Too short: at least 12 characters are needed." {
			t.Errorf("told %v", message)
		}
		payload := young.mutate("acceptInvitation", who, map[string]any{"token": token, "name": "Айым", "password": pass, "language": "ru"})
		if roles := texts(t, at(t, payload, "viewer", "roles")); fmt.Sprint(roles) != "[PUBLIC YOUTH]" || at(t, payload, "viewer", "account", "language") != "ru" {
			t.Errorf("who registered is %v", payload)
		}
		young.mutate("changePassword", who, map[string]any{"currentPassword": "x", "newPassword": "y"}, "WRONG_PASSWORD")
		young.mutate("updateProfile", who, map[string]any{"name": "Айым Серік", "language": "kk"})
		id := at(t, young.must("{ viewer { account { id } } }"), "viewer", "account", "id").(string)

		// An administrator gives a role; the next request needs a second factor.
		payload = admin.mutate("grantRole", "account { roleGrants { id role account { name } grantedBy { name } } }", map[string]any{"account": id, "role": "MINISTRY_ANALYST"})
		grants := at(t, payload, "account", "roleGrants")
		if fmt.Sprint(texts(t, grants, "role")) != "[YOUTH MINISTRY_ANALYST]" || at(t, grants, 1, "grantedBy", "name") != "Әлия" {
			t.Errorf("granted %v", grants)
		}
		if step := at(t, young.must("{ "+who+" }"), "viewer", "secondFactor"); step != "ENROL" {
			t.Errorf("a new member of staff owes %v", step)
		}
		young.mutate("updateProfile", who, map[string]any{"name": "x", "language": "kk"}, "SIGN_IN_REQUIRED")
		if codes := young.enrol(); len(codes) != 10 {
			t.Errorf("recovery codes %v", codes)
		}
		notices := at(t, young.must("{ viewer { notifications(filter: {unread: true}) { totalCount nodes { kind readAt } } } }"), "viewer", "notifications", "nodes")
		if got := fmt.Sprint(texts(t, notices, "kind")); got != "[ROLE_GRANTED SECOND_FACTOR_SET]" {
			t.Errorf("told of %s", got)
		}
		young.mutate("readNotifications", who, nil)
		if n := at(t, young.must("{ viewer { notifications(filter: {unread: true}) { totalCount } } }"), "viewer", "notifications", "totalCount"); n != 0.0 {
			t.Errorf("%v notifications are unread", n)
		}
		admin.mutate("revokeRole", "account { id }", map[string]any{"roleGrant": at(t, grants, 1, "id")})
		if roles := texts(t, at(t, young.must("{ "+who+" }"), "viewer", "roles")); fmt.Sprint(roles) != "[PUBLIC YOUTH]" {
			t.Errorf("after the revocation they are %v", roles)
		}

		// Staff.
		invited := admin.mutate("inviteStaff", "invitation { id email role region { isoCode } invitedBy { name } }",
			map[string]any{"email": "Mentor@zhas.example", "role": "MENTOR", "language": "en"})
		if at(t, invited, "invitation", "email") != "mentor@zhas.example" || at(t, invited, "invitation", "invitedBy", "name") != "Әлия" {
			t.Errorf("invited %v", invited)
		}
		admin.mutate("withdrawInvitation", "invitation { withdrawnAt }", map[string]any{"invitation": at(t, invited, "invitation", "id")})
		young.mutate("inviteStaff", "invitation { id }", map[string]any{"email": "x@zhas.example", "role": "MENTOR", "language": "en"}, "NOT_ALLOWED")

		// The list of people, and what is kept from it.
		list := admin.must(`{ accounts(filter: {search: "айым", role: YOUTH, blocked: false}) { totalCount nodes { name email } edges { cursor } pageInfo { hasNextPage } }
			byEmail: accounts(filter: {email: "ADMIN@zhas.example"}) { nodes { name } } }`)
		if fmt.Sprint(texts(t, at(t, list, "accounts", "nodes"), "name")) != "[Айым Серік]" || len(at(t, list, "byEmail", "nodes").([]any)) != 1 {
			t.Errorf("people: %v", list)
		}
		if own := at(t, young.must("{ accounts(filter: {role: ADMINISTRATOR}) { nodes { name } } }"), "accounts", "nodes"); len(own.([]any)) != 0 {
			t.Errorf("a young person sees %v", own)
		}
		hidden := young.mutate("blockAccount", "account { id }", map[string]any{"account": at(t, admin.must("{ viewer { account { id } } }"), "viewer", "account", "id"), "reason": "x"}, "NOT_FOUND")
		absent := young.mutate("blockAccount", "account { id }", map[string]any{"account": "55834574999", "reason": "x"}, "NOT_FOUND")
		if fmt.Sprint(hidden) != fmt.Sprint(absent) {
			t.Errorf("hidden %v, absent %v", hidden, absent)
		}
		admin.mutate("blockAccount", "account { blockedAt blockedReason }", map[string]any{"account": id, "reason": "left"})
		if step := at(t, young.must("{ "+who+" }"), "viewer", "account"); step != nil {
			t.Error("who is blocked goes on")
		}
		admin.mutate("unblockAccount", "account { blockedAt }", map[string]any{"account": id})
		young.mutate("signIn", who, map[string]any{"email": "young@zhas.example", "password": pass})
		young.mutate("signOut", who, nil)
		if young.cookie != nil {
			t.Error("the cookie stays after signing out")
		}
	})
}

// must is do for its data.
func (v *visitor) must(query string) map[string]any {
	v.t.Helper()
	data, _ := v.do(query, nil)
	return data
}

// A hundred attempts in one request are a hundred attempts.
func TestAliasedSignInsCount(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		s.administrator(t)
		v := &visitor{site: s, t: t}
		var query strings.Builder
		query.WriteString("mutation($input: SignInInput!) {")
		for i := range 60 { // as many as the limits of a document let through
			fmt.Fprintf(&query, " a%d: signIn(input: $input) { userErrors { code } }", i)
		}
		query.WriteString(" }")
		data, response := v.do(query.String(), map[string]any{"input": map[string]any{"email": "admin@zhas.example", "password": "wrong wrong wrong"}})
		counts := map[string]int{}
		for _, payload := range data {
			counts[fmt.Sprint(at(t, payload, "userErrors", 0, "code"))]++
		}
		if counts["WRONG_CREDENTIALS"] != 10 || counts["THROTTLED"] != 50 {
			t.Errorf("answers %v", counts)
		}
		if wait := response.Header.Get("Retry-After"); wait == "" || wait == "0" {
			t.Errorf("Retry-After %q", wait)
		}
		v.mutate("signIn", "", map[string]any{"email": "admin@zhas.example", "password": pass}, "THROTTLED")
	})
}

// Narrowing what a coordinator reads to their region adds no statement.
func TestAScopeAddsNoStatementToAList(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, 4, "KZ-63", "KZ-19")
		region := w.client.Region.Query().Where(byCode("KZ-63")).OnlyX(viewer.AsSystem(t.Context()))
		coordinator := viewer.Anybody(viewer.English)
		coordinator.Grants = append(coordinator.Grants, viewer.Grant{Role: viewer.RegionalCoordinator, Region: region.ID})
		query := `{
			youths { totalCount nodes { familyName members { project { title host { name } } } } }
			socialProjects { totalCount nodes { title members { youth { familyName } } } }
		}`
		own, all := w.ask(t, coordinator, query, nil), w.ask(t, system, query, nil)
		if len(own.Errors) > 0 || own.statements != all.statements {
			t.Errorf("%d statements for a coordinator, %d for the programme; errors %v", own.statements, all.statements, own.Errors)
		}
		for _, count := range []struct{ list, own, all string }{{"youths", "12", "24"}, {"socialProjects", "6", "8"}} {
			if got := fmt.Sprint(at(t, own.Data, count.list, "totalCount"), " ", at(t, all.Data, count.list, "totalCount")); got != count.own+" "+count.all {
				t.Errorf("%s: %s, want %s of %s", count.list, got, count.own, count.all)
			}
		}
	})
}

// Whoever may read an account reads its history as well: its owner, an
// administrator, the coordinator of its region, and nobody else.
func TestHistoryOfAnAccount(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		ctx := viewer.AsSystem(t.Context())
		if _, err := facts.Load(ctx, s.client); err != nil {
			t.Fatal(err)
		}
		here := fmt.Sprint(s.client.Region.Query().Where(region.IsoCode("KZ-63")).OnlyIDX(ctx))
		there := fmt.Sprint(s.client.Region.Query().Where(region.IsoCode("KZ-19")).OnlyIDX(ctx))
		admin := s.administrator(t)
		join := func(email, role, region string) *visitor {
			admin.mutate("inviteStaff", "", map[string]any{"email": email, "role": role, "region": region, "language": "kk"})
			v := &visitor{site: s, t: t}
			v.mutate("acceptInvitation", "", map[string]any{"token": v.letter(), "name": "Дәурен", "password": pass, "language": "kk"})
			v.enrol()
			return v
		}
		mentor := join("mentor@zhas.example", "MENTOR", here)
		id := at(t, mentor.must("{ "+who+" }"), "viewer", "account", "id")
		mentor.mutate("updateProfile", "", map[string]any{"name": "Дәурен Б.", "language": "kk"})
		for name, reader := range map[string]struct {
			asking *visitor
			may    bool
		}{
			"owner":           {mentor, true},
			"administrator":   {admin, true},
			"coordinator":     {join("here@zhas.example", "REGIONAL_COORDINATOR", here), true},
			"of another":      {join("there@zhas.example", "REGIONAL_COORDINATOR", there), false},
			"of no account":   {&visitor{site: s, t: t}, false},
			"another, mentor": {join("other@zhas.example", "MENTOR", here), false},
		} {
			data, _ := reader.asking.do(`query($id: ID!) { history(id: $id) { nodes { fields { name } } } }`, map[string]any{"id": id})
			if changes := at(t, data, "history", "nodes").([]any); (len(changes) > 0) != reader.may {
				t.Errorf("%s: %d changes", name, len(changes))
			}
		}
	})
}

// Pages of other sites change nothing in their visitor's place, and learn nothing.
func TestOtherSitesChangeNothing(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		admin := s.administrator(t)
		const change = `mutation { updateProfile(input: {name: "Өзгерді", language: en}) { userErrors { code } } }`
		asJSON := `{"query": "mutation { updateProfile(input: {name: \"Өзгерді\", language: en}) { userErrors { code } } }"}`
		form := url.Values{"query": {change}}.Encode()
		multipart := "--x\r\nContent-Disposition: form-data; name=\"query\"\r\n\r\n" + change + "\r\n--x--\r\n"
		cross := []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}
		for name, send := range map[string]func() *http.Response{
			"form": func() *http.Response { return admin.send("POST", "application/x-www-form-urlencoded", form, cross...) },
			"text": func() *http.Response { return admin.send("POST", "text/plain", asJSON, cross...) },
			"multipart": func() *http.Response {
				return admin.send("POST", "multipart/form-data; boundary=x", multipart, cross...)
			},
			"fetch":       func() *http.Response { return admin.send("POST", "application/json", asJSON, cross...) },
			"GET":         func() *http.Response { return admin.send("GET", "", form, cross...) },
			"GET of ours": func() *http.Response { return admin.send("GET", "", form, "Sec-Fetch-Site", "same-origin") },
			"form of ours": func() *http.Response {
				return admin.send("POST", "application/x-www-form-urlencoded", form, "Sec-Fetch-Site", "same-origin")
			},
			"text of ours": func() *http.Response {
				return admin.send("POST", "text/plain", asJSON, "Sec-Fetch-Site", "same-origin")
			},
			"old browser": func() *http.Response {
				return admin.send("POST", "application/json", asJSON, "Origin", "https://evil.example")
			},
			"another subdomain": func() *http.Response {
				return admin.send("POST", "application/json", asJSON, "Origin", "https://evil.zhas.example", "Sec-Fetch-Site", "same-site")
			},
			"a listed site": func() *http.Response {
				return admin.send("POST", "application/json", asJSON, "Origin", "https://listed.example", "Sec-Fetch-Site", "cross-site")
			},
		} {
			response := send()
			if got := at(t, admin.must("{ viewer { account { name } } }"), "viewer", "account", "name"); got != "Әлия" {
				t.Fatalf("%s: status %d, the name is now %v", name, response.StatusCode, got)
			}
			if len(response.Cookies()) > 0 || response.Header.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("%s: cookies %v, credentials %q", name, response.Cookies(), response.Header.Get("Access-Control-Allow-Credentials"))
			}
		}
		// A listed site signs nobody in.
		signIn := `{"query": "mutation { signIn(input: {email: \"admin@zhas.example\", password: \"` + pass + `\"}) { userErrors { code } } }"}`
		if response := (&visitor{site: s, t: t}).send("POST", "application/json", signIn, "Origin", "https://listed.example", "Sec-Fetch-Site", "cross-site"); len(response.Cookies()) > 0 {
			t.Error("another site was given a session")
		}
		if admin.mutate("updateProfile", "viewer { account { name } }", map[string]any{"name": "Өзгерді", "language": "en"}); admin.cookie == nil {
			t.Error("a page of ours changes nothing")
		}
	})
}

// No column that is a secret is a field of the graph, and the texts of refusals
// are complete.
func TestSecretsAreNotInTheGraph(t *testing.T) {
	t.Parallel()
	schema := schemaOf()
	for _, name := range []string{"Account", "Session", "Invitation", "RoleGrant", "Notification"} {
		for _, field := range schema.Types[name].Fields {
			lower := strings.ToLower(field.Name)
			for _, secret := range []string{"hash", "totp", "token", "password", "offered"} {
				if strings.Contains(lower, secret) {
					t.Errorf("%s.%s is in the graph", name, field.Name)
				}
			}
		}
	}
	for _, absent := range []string{"RecoveryCode", "PasswordReset", "Throttle", "Job"} {
		if schema.Types[absent] != nil {
			t.Errorf("%s is in the graph", absent)
		}
	}
	for _, code := range programme.RefusalCode("").Values() {
		message := graph.RefusalMessage(programme.RefusalCode(code))
		if message.Kazakh == "" || message.Russian == "" || message.English == "" {
			t.Errorf("%s has no text", code)
		}
	}
}
