package graph_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"zhas/ent/region"
	"zhas/ent/socialproject"
	"zhas/internal/account"
	"zhas/internal/facts"
	"zhas/internal/personal"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

var update = flag.Bool("update", false, "write the golden answers instead of comparing with them")

// operationCases are the variables that each operation of the application is
// tried with, by name of the case.
var operationCases = map[string]map[string]map[string]any{
	"Figures": {
		"all":  {"filter": nil},
		"2018": {"filter": map[string]any{"season": []int{2018}, "measure": []string{"PROJECTS"}}},
	},
	"Regions": {"kazakh": {"orderBy": map[string]any{"field": "NAME_KK"}}},
	"Region":  {"split": {"code": "KZ-63"}, "renamed": {"code": "KZ-71"}, "none": {"code": "KZ-00"}},
	"Seasons": {"all": nil, "published": {"filter": map[string]any{"invented": false}}},
	"Season":  {"rules": {"year": 2019}, "none": {"year": 1999}},
	"Sources": {"all": nil},

	"SeasonsCompared": {"all": nil},
	// With a demonstration, see TestDemonstrationOnThePages.
	"Demo": {"none": nil},
	// Of projects, with some published, see TestProjectOperationsOfTheApplication.
	"Projects": {"unpublished": {"first": 20}},
	"Project":  {"none": {"id": "999999999999999999"}, "other": {"id": "1"}},

	// Of people who sign in, as nobody: the answers name no person and do nothing.
	"Viewer":        {"nobody": nil},
	"Profile":       {"nobody": nil},
	"Notifications": {"nobody": {"first": 20}},
	"People":        {"nobody": {"first": 20}},
	"Person":        {"nobody": {"id": "1"}},
	"Invitations":   {"nobody": {"first": 20}},
	"RoleRegions":   {"all": nil},
	// What they answer with changes is looked at in the browser.
	"Journal":     {"nobody": {"first": 20, "filter": map[string]any{"type": "Session"}}},
	"History":     {"none": {"id": "999999999999999999"}},
	"RecordNames": {"none": {"ids": []string{"1", "999999999999999999"}}},
	"RoleHosts":   {"nobody": nil},

	// Of young people, as nobody. What each sees is looked at in the browser.
	"Registration":        {"nobody": nil},
	"OwnYouth":            {"nobody": nil},
	"OwnData":             {"nobody": nil},
	"OwnCopy":             {"nobody": nil},
	"DataAccesses":        {"nobody": {"first": 20}},
	"DistrictsAndTowns":   {"none": {"region": "999999999999999999"}},
	"Youths":              {"nobody": {"first": 20}},
	"Youth":               {"none": {"id": "999999999999999999"}},
	"PersonalDataOfYouth": {"none": {"id": "999999999999999999", "purpose": "CONTACT"}},
	"RegisterYouth": refusedInput("consentVersion", 1, "publication", false, "region", "1",
		"data", map[string]any{"birthDate": "2001-02-03", "iin": "1", "phone": "1"}),
	"CorrectPersonalData": refusedInput("region", "1",
		"data", map[string]any{"birthDate": "2001-02-03", "iin": "1", "phone": "1"}),
	"StopProcessing":      {"refused": nil},
	"ResumeProcessing":    {"refused": nil},
	"WithdrawPublication": {"refused": nil},
	"AttestYouth":         refusedInput("youth", "1"),
	"AttestCategory":      refusedInput("youth", "1", "category", "ORPHAN"),
	"ErasePersonalData":   refusedInput("password", "a password of nobody"),

	"DuplicateCases":      {"nobody": {"first": 20}},
	"DuplicateCase":       {"none": {"id": "999999999999999999"}},
	"CompareDuplicates":   {"none": {"first": "999999999999999999", "second": "999999999999999999"}},
	"MergeYouths":         refusedInput("case", "1", "keep", "1"),
	"KeepYouthsApart":     refusedInput("case", "1"),
	"ReopenDuplicateCase": refusedInput("case", "1"),

	"ExceptionalAccesses":        {"nobody": {"first": 20}},
	"RunningExceptionalAccesses": {"nobody": nil},
	"BeginExceptionalAccess": refusedInput("person", map[string]any{"phone": "1"}, "purpose", "CONTACT",
		"reason", "a reason that is long enough"),
	"EndExceptionalAccess":    refusedInput("access", "1"),
	"ReviewExceptionalAccess": refusedInput("access", "1", "verdict", "JUSTIFIED"),
	"GuardianStanding":        {"nobody": nil},
	"AskGuardian":             refusedInput("name", "A", "email", "a@zhas.example"),
	"OpenGuardianRequest":     refusedInput("token", "x"),
	"AnswerGuardianRequest":   refusedInput("token", "x", "agree", true),
	"WithdrawGuardianConsent": refusedInput("token", "x"),
	"GiveConsent":             refusedInput("consentVersion", 1, "publication", false),

	"SignIn":               refusedInput("email", "nobody@zhas.example", "password", "a password of nobody"),
	"ConfirmSecondFactor":  refusedInput("code", "123456"),
	"StartSecondFactor":    refusedInput("password", "a password of nobody"),
	"EnrolSecondFactor":    refusedInput("code", "123456"),
	"SignOut":              {"nobody": nil},
	"CreateAdministrator":  refusedInput("token", "x", "email", "a@zhas.example", "name", "A", "password", "a password of nobody", "language", "kk"),
	"RegisterAccount":      refusedInput("email", "no address", "language", "kk"),
	"OpenInvitation":       refusedInput("token", "x"),
	"AcceptInvitation":     refusedInput("token", "x", "name", "A", "password", "a password of nobody", "language", "kk"),
	"RequestPasswordReset": refusedInput("email", "no address", "language", "kk"),
	"ResetPassword":        refusedInput("token", "x", "newPassword", "a password of nobody"),
	"ChangePassword":       refusedInput("currentPassword", "a password", "newPassword", "a password of nobody"),
	"UpdateProfile":        refusedInput("name", "A", "language", "kk"),
	"EndSession":           refusedInput("session", "1"),
	"EndOtherSessions":     {"refused": nil},
	"ReadNotifications":    {"refused": nil},
	"InviteStaff":          refusedInput("email", "a@zhas.example", "role", "MENTOR", "language", "kk"),
	"WithdrawInvitation":   refusedInput("invitation", "1"),
	"GrantRole":            refusedInput("account", "1", "role", "MENTOR"),
	"RevokeRole":           refusedInput("roleGrant", "1"),
	"BlockAccount":         refusedInput("account", "1", "reason", "why"),
	"UnblockAccount":       refusedInput("account", "1"),
	"ResetSecondFactor":    refusedInput("account", "1", "reason", "why"),
}

// refusedInput is the case of a mutation that is refused, by the fields of its
// input and their values in turn.
func refusedInput(pairs ...any) map[string]map[string]any {
	input := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		input[pairs[i].(string)] = pairs[i+1]
	}
	return map[string]map[string]any{"refused": {"input": input}}
}

// The application's own operations, run against the graph, give the answers on
// record: a change of the schema that breaks a screen fails here. After a
// change that is meant, run `go test ./graph -run Operations -update`.
func TestOperationsOfTheApplication(t *testing.T) {
	text, operations := applicationOperations(t)
	eachWorld(t, func(t *testing.T, w *world) {
		w = newWorldWith(t, w.store, w.client, account.New(account.Options{
			Client: w.client, Records: personal.New(w.client, testkit.Vault(t)), Key: account.Key{1}, Post: &lastLetter{},
			PublicURL: &url.URL{Scheme: "https", Host: "zhas.example"},
			Logger:    slog.New(slog.NewTextHandler(t.Output(), nil)),
		}))
		for _, name := range operations {
			if len(operationCases[name]) == 0 {
				t.Errorf("the operation %s has no case here", name)
			}
			for title, variables := range operationCases[name] {
				t.Run(name+" "+title, func(t *testing.T) {
					data := w.data(t, public, only(t, text, name), variables)
					withoutIDs(data)
					got, err := json.MarshalIndent(data, "", "  ")
					if err != nil {
						t.Fatal(err)
					}
					compareGolden(t, filepath.Join("testdata", "operations", name+"."+title+".json"), string(got)+"\n")
				})
			}
		}
	})
}

// The operations that show projects, over a season with five of them in each of
// two regions: two of the five are published, and no other is ever answered.
func TestProjectOperationsOfTheApplication(t *testing.T) {
	text, _ := applicationOperations(t)
	list, detail := only(t, text, "Projects"), only(t, text, "Project")
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2021, 5, "KZ-63", "KZ-19")
		golden := func(t *testing.T, name string, data map[string]any) {
			t.Helper()
			withoutIDs(data)
			got, err := json.MarshalIndent(data, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, filepath.Join("testdata", "operations", name+".json"), string(got)+"\n")
		}

		whole := w.data(t, public, list, map[string]any{"first": 20})
		first := w.data(t, public, list, map[string]any{"first": 3})
		second := w.data(t, public, list, map[string]any{
			"first": 3, "after": at(t, first, "socialProjects", "pageInfo", "endCursor"),
		})
		back := w.data(t, public, list, map[string]any{
			"last": 3, "before": at(t, second, "socialProjects", "pageInfo", "startCursor"),
		})
		if diff := cmp.Diff(first, back); diff != "" {
			t.Errorf("the way back leads to another page (-there +back):\n%s", diff)
		}
		pages := append(texts(t, at(t, first, "socialProjects", "nodes"), "id"),
			texts(t, at(t, second, "socialProjects", "nodes"), "id")...)
		if diff := cmp.Diff(texts(t, at(t, whole, "socialProjects", "nodes"), "id"), pages); diff != "" {
			t.Errorf("the pages are not the list (-list +pages):\n%s", diff)
		}
		found := w.data(t, public, list, map[string]any{"first": 20, "filter": map[string]any{
			"search": "әжелер", "season": []int{2021}, "region": "KZ-63",
			"direction": []string{"CULTURE_AND_LEISURE"}, "stage": []string{"RUNNING"},
		}})
		one := w.data(t, public, detail, map[string]any{"id": at(t, found, "socialProjects", "nodes", 0, "id")})

		ctx := viewer.AsSystem(t.Context())
		hidden := w.client.SocialProject.Query().Where(socialproject.PublishedAtIsNil()).FirstIDX(ctx)
		secret := w.data(t, public, detail, map[string]any{"id": fmt.Sprint(hidden)})
		if at(t, secret, "node") != nil {
			t.Errorf("a hidden project is answered: %v", secret)
		}

		golden(t, "Projects.all", whole)
		golden(t, "Projects.first", first)
		golden(t, "Projects.second", second)
		golden(t, "Projects.filtered", found)
		golden(t, "Project.published", one)
	})
}

// The operations about people, as an administrator and as the coordinator of one
// region see them: a mentor in each of two regions, one of them blocked, a young
// person, and invitations that were accepted, taken back and are open.
func TestPeopleOperationsOfTheApplication(t *testing.T) {
	text, _ := applicationOperations(t)
	eachSite(t, func(t *testing.T, s *site) {
		ctx := viewer.AsSystem(t.Context())
		if _, err := facts.Load(ctx, s.client); err != nil {
			t.Fatal(err)
		}
		regionID := func(code string) string {
			return fmt.Sprint(s.client.Region.Query().Where(region.IsoCode(code)).OnlyIDX(ctx))
		}
		here, there := regionID("KZ-63"), regionID("KZ-19")
		join := func(by *visitor, email, name, role, region string) (newcomer *visitor, id string) {
			newcomer = &visitor{site: s, t: t}
			if role == "YOUTH" {
				newcomer.mutate("registerAccount", "", map[string]any{"email": email, "language": "kk"})
			} else {
				by.mutate("inviteStaff", "", map[string]any{"email": email, "role": role, "region": region, "language": "kk"})
			}
			payload := newcomer.mutate("acceptInvitation", who, map[string]any{
				"token": newcomer.letter(), "name": name, "password": pass, "language": "kk",
			})
			if role != "YOUTH" {
				newcomer.enrol()
				payload = newcomer.must("{ " + who + " }")
			}
			return newcomer, at(t, payload, "viewer", "account", "id").(string)
		}

		admin := s.administrator(t)
		coordinator, _ := join(admin, "coordinator@zhas.example", "Бақыт", "REGIONAL_COORDINATOR", here)
		_, mentor := join(coordinator, "mentor@zhas.example", "Дәурен", "MENTOR", here)
		_, elsewhere := join(admin, "elsewhere@zhas.example", "Елена", "MENTOR", there)
		_, youth := join(nil, "young@zhas.example", "Жанар", "YOUTH", "")
		granted := admin.mutate("grantRole", "account { roleGrants { id } }", map[string]any{
			"account": mentor, "role": "COMMITTEE_MEMBER", "endsAt": "2126-03-01T18:59:59Z",
		})
		admin.mutate("revokeRole", "", map[string]any{"roleGrant": at(t, granted, "account", "roleGrants", 1, "id")})
		coordinator.mutate("resetSecondFactor", "", map[string]any{"account": mentor, "reason": "lost the phone"})
		coordinator.mutate("blockAccount", "", map[string]any{"account": mentor, "reason": "left the programme"})
		coordinator.mutate("inviteStaff", "", map[string]any{"email": "open@zhas.example", "role": "MENTOR", "region": here, "language": "ru"})
		withdrawn := admin.mutate("inviteStaff", "invitation { id }", map[string]any{
			"email": "withdrawn@zhas.example", "role": "MENTOR", "region": here, "language": "en",
		})
		admin.mutate("withdrawInvitation", "", map[string]any{"invitation": at(t, withdrawn, "invitation", "id")})

		for name, asking := range map[string]*visitor{"administrator": admin, "coordinator": coordinator} {
			for title, variables := range map[string]map[string]any{
				"Viewer." + name:        nil,
				"Profile." + name:       nil,
				"Notifications." + name: {"first": 20},
				"Invitations." + name:   {"first": 20},
				"Invitations." + name + "-mentors": {"first": 20, "filter": map[string]any{
					"role": []string{"MENTOR", "COMMITTEE_MEMBER"},
				}},
				"People." + name: {"first": 20},
				"People." + name + "-found": {"first": 20, "filter": map[string]any{
					"search": "дәу", "role": "MENTOR", "blocked": true,
				}},
				"People." + name + "-first": {"first": 2},
				"Person." + name + "-here":  {"id": mentor},
				"Person." + name + "-there": {"id": elsewhere},
				"Person." + name + "-youth": {"id": youth},
			} {
				operation, _, _ := strings.Cut(title, ".")
				data, _ := asking.do(only(t, text, operation), variables)
				withoutIDs(data)
				withoutInstants(data)
				got, err := json.MarshalIndent(data, "", "  ")
				if err != nil {
					t.Fatal(err)
				}
				compareGolden(t, filepath.Join("testdata", "operations", title+".json"), string(got)+"\n")
			}
		}
	})
}

// withoutInstants blanks the instants at which something was done.
func withoutInstants(value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if strings.HasSuffix(key, "At") && inner != nil {
				value[key] = "an instant"
				continue
			}
			withoutInstants(inner)
		}
	case []any:
		for _, inner := range value {
			withoutInstants(inner)
		}
	}
}

// applicationOperations returns the application's documents as one text, and
// the names of its operations.
func applicationOperations(t *testing.T) (text string, names []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "frontend", "src", "lib", "graph", "*.graphql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("the application's operations are not found: %v", err)
	}
	var all strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	for _, operation := range parse(t, all.String()).Operations {
		names = append(names, operation.Name)
	}
	return all.String(), names
}

func parse(t *testing.T, text string) *ast.QueryDocument {
	t.Helper()
	document, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// only cuts one operation and the fragments it needs out of the documents, as
// the application sends it.
func only(t *testing.T, text, name string) string {
	t.Helper()
	document := parse(t, text)
	parts := []string{source(text, document.Operations.ForName(name).Position, document)}
	for at := 0; at < len(parts); at++ {
		for _, fragment := range document.Fragments {
			part := source(text, fragment.Position, document)
			if strings.Contains(parts[at], "..."+fragment.Name+"\n") && !slices.Contains(parts, part) {
				parts = append(parts, part)
			}
		}
	}
	return strings.Join(parts, "\n")
}

// source returns the text of the definition that begins at a position.
func source(text string, position *ast.Position, document *ast.QueryDocument) string {
	end := len(text)
	for _, operation := range document.Operations {
		if start := operation.Position.Start; start > position.Start {
			end = min(end, start)
		}
	}
	for _, fragment := range document.Fragments {
		if start := fragment.Position.Start; start > position.Start {
			end = min(end, start)
		}
	}
	return text[position.Start:end]
}

// withoutIDs blanks the ids of the database at hand, and the cursors, which hold them.
func withoutIDs(value any) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			if strings.HasSuffix(key, "Cursor") && inner != nil {
				value[key] = "a cursor"
				continue
			}
			if key == "id" {
				value[key] = "an id"
				continue
			}
			withoutIDs(inner)
		}
	case []any:
		for _, inner := range value {
			withoutIDs(inner)
		}
	}
}

// compareGolden compares with the answer on record.
func compareGolden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("no answer on record (write it with -update): %v", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-recorded +now; if it is meant, run with -update):\n%s", path, diff)
	}
}
