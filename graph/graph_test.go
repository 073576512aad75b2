package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"zhas/ent"
	"zhas/ent/privacy"
	_ "zhas/ent/runtime"
	"zhas/graph"
	"zhas/internal/account"
	"zhas/internal/facts"
	"zhas/internal/people"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

var (
	public = viewer.Anybody(viewer.English)
	system = viewer.Viewer{Grants: []viewer.Grant{{Role: viewer.System}}, Locale: viewer.English}
)

// name tells viewers apart in messages.
func name(asking viewer.Viewer) string { return fmt.Sprint(asking.Grants) }

// world is a graph over a database with the published facts and a few people.
type world struct {
	handler http.Handler
	client  *ent.Client
	store   *store.Store
	// Who looks at sealed values is not on record while a test compares what there
	// is.
	unrecorded atomic.Bool
}

// eachWorld runs a test over both databases.
func eachWorld(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client := ent.NewClient(ent.Driver(s.Driver()))
		ctx := viewer.AsSystem(t.Context())
		if _, err := facts.Load(ctx, client); err != nil {
			t.Fatal(err)
		}
		test(t, newWorld(t, s, client))
	})
}

// newWorld serves the graph over a client of a store.
func newWorld(t *testing.T, s *store.Store, client *ent.Client) *world {
	t.Helper()
	return newWorldWith(t, s, client, nil)
}

// newWorldWith is newWorld with what people do.
func newWorldWith(t *testing.T, s *store.Store, client *ent.Client, accounts *account.Service) *world {
	t.Helper()
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: graph.NewResolver(client, accounts, peopleOf(client, accounts))})
	w := &world{client: client, store: s}
	w.handler = graph.NewHandler(schema, graph.Options{
		Record: func(ctx context.Context, a ...personal.Access) error {
			switch {
			case accounts == nil:
				return errors.New("nothing is recorded here")
			case w.unrecorded.Load():
				return nil
			}
			return accounts.Records.Record(ctx, a...)
		},
		Logger:   slog.New(slog.NewTextHandler(t.Output(), nil)),
		IsHidden: func(err error) bool { return ent.IsNotFound(err) || errors.Is(err, privacy.Deny) },
	})
	return w
}

// peopleOf is what young people do, where there are accounts.
func peopleOf(client *ent.Client, accounts *account.Service) *people.Service {
	if accounts == nil {
		return nil
	}
	return people.New(client, accounts, "Оператор, Астана")
}

// answer is what the graph answered.
type answer struct {
	Data   map[string]any
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
	statements int64
}

// ask sends a query as the viewer.
func (w *world) ask(t *testing.T, asking viewer.Viewer, query string, variables map[string]any) answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	ctx, statements := store.CountStatements(viewer.NewContext(t.Context(), asking))
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	w.handler.ServeHTTP(recorder, request)
	var a answer
	decoder := json.NewDecoder(recorder.Body)
	decoder.UseNumber()
	if err := decoder.Decode(&a); err != nil {
		t.Fatal(err)
	}
	a.statements = statements.Load()
	return a
}

// data is ask for a query that must succeed.
func (w *world) data(t *testing.T, asking viewer.Viewer, query string, variables map[string]any) map[string]any {
	t.Helper()
	a := w.ask(t, asking, query, variables)
	if len(a.Errors) > 0 {
		t.Fatalf("errors: %+v", a.Errors)
	}
	return a.Data
}

// at follows keys and indexes into an answer.
func at(t *testing.T, value any, path ...any) any {
	t.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, ok := value.(map[string]any)
			if !ok {
				t.Fatalf("no %q in %v", step, value)
			}
			value = object[step]
		case int:
			list, ok := value.([]any)
			if !ok || step >= len(list) {
				t.Fatalf("no element %d in %v", step, value)
			}
			value = list[step]
		}
	}
	return value
}

// texts follows a path in each element of a list.
func texts(t *testing.T, list any, path ...any) []string {
	t.Helper()
	var all []string
	elements, ok := list.([]any)
	if !ok {
		t.Fatalf("%v is no list", list)
	}
	for _, element := range elements {
		all = append(all, fmt.Sprint(at(t, element, path...)))
	}
	return all
}

// season creates a running season with projects in the regions, n in each, one
// in three published, each with a team of three.
func (w *world) season(t *testing.T, year, n int, regions ...string) {
	t.Helper()
	ctx := testkit.Setup(viewer.AsSystem(t.Context()))
	name := fmt.Sprint(year)
	season := w.client.Season.Create().SetYear(year).SetNameKk(name).SetNameRu(name).SetNameEn(name).
		SetState(programme.SeasonRunning).SaveX(ctx)
	titles := []string{"Әжелер мен немерелер", "Ёлка во дворе", "Қайырымды көрші", "Яркий двор", "Book Time", "ӘЛЕМ 2", "Әлем 10"}
	for r, code := range regions {
		region := w.client.Region.Query().Where(byCode(code)).OnlyX(ctx)
		host := w.client.HostOrganization.Create().SetName("Жас Өркен " + code).SetRegion(region).SaveX(ctx)
		for i := range n {
			project := w.client.SocialProject.Create().
				SetTitle(titles[(r+i)%len(titles)]).SetSummary("Ауыл жастары үшін").
				SetLanguage(programme.TextKazakh).SetDirection(programme.DirectionCulture).
				SetStage(programme.StageRunning).SetSeason(season).SetRegion(region).SetHost(host).
				SetCreatedAt(time.Date(year, 3, 1+i%20, 10, 0, 0, i*1000, time.UTC))
			if i%3 == 0 {
				project.SetPublishedAt(time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC))
			}
			saved := project.SaveX(ctx)
			for m := range 3 {
				youth := w.client.Youth.Create().SetPerson(w.client.Person.Create().SaveX(ctx)).SetFamilyName([]string{"Әбенова", "Ёлкин", "Жұмабай"}[m]).
					SetGivenName(fmt.Sprintf("Айым %d", i)).SetRegion(region).SaveX(ctx)
				w.client.Member.Create().SetProject(saved).SetYouth(youth).
					SetRole(programme.MemberMember).SaveX(ctx)
			}
		}
	}
}
