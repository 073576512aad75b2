package graph_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhas/ent"
	"zhas/ent/privacy"
	"zhas/ent/socialproject"
	"zhas/graph"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// Answers are the same, byte for byte, whether rows are written in one pass or
// field by field by gqlgen; and the lists that matter are written in one pass.
func TestRowsAreWrittenAsGqlgenWritesThem(t *testing.T) {
	text, operations := applicationOperations(t)
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, 7, "KZ-63", "KZ-39")
		ctx := testkit.Setup(viewer.AsSystem(t.Context()))
		w.client.SocialProject.Update().Where(socialproject.Title("Book Time")).
			SetTitle("a\"b\\c\t\r\n\x01\x1f\x7f </&> \u2028 ұ 😀").SetSummary("").ExecX(ctx)
		w.client.SocialProject.Update().Where(socialproject.Title("Яркий двор")).ClearHostID().
			SetPublishedAt(time.Date(2026, 6, 1, 1, 2, 3, 120_000, time.UTC)).ExecX(ctx)

		var counted atomic.Int64
		schema := graph.NewExecutableSchema(graph.Config{Resolvers: graph.NewResolver(ent.NewClient(ent.Driver(w.store.Driver())), nil, nil)})
		byGqlgen := graph.NewHandlerOfGqlgen(schema, graph.Options{
			Logger:   slog.New(slog.NewTextHandler(t.Output(), nil)),
			IsHidden: func(err error) bool { return ent.IsNotFound(err) || errors.Is(err, privacy.Deny) },
		}, &counted)
		compare := func(t *testing.T, query string, variables map[string]any) int64 {
			t.Helper()
			counted.Store(0)
			for _, asking := range []viewer.Viewer{public, system} {
				got, want := send(t, w.handler, asking, query, variables), send(t, byGqlgen, asking, query, variables)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s asks %s (-gqlgen +rows):\n%s", name(asking), query, diff)
				}
			}
			return counted.Load()
		}

		for _, name := range operations {
			for _, variables := range operationCases[name] {
				compare(t, only(t, text, name), variables)
			}
		}
		id := at(t, w.data(t, system, `{ socialProjects { nodes { id } } }`, nil), "socialProjects", "nodes", 0, "id")
		for query, written := range map[string]bool{
			`{ socialProjects(first: 30) { totalCount edges { cursor node { __typename id title } } nodes { ...all host { id name region { isoCode } locality { kato } } members { role joinedAt youth { familyName region { name { kk ru en } } } } } pageInfo { __typename startCursor endCursor hasNextPage hasPreviousPage } } } fragment all on SocialProject { title summary language direction stage createdAt publishedAt season { year name { kk } } }`: true,
			`query($yes: Boolean = true, $no: Boolean = false) { socialProjects { nodes { a: title b: title @skip(if: $yes) c: title @include(if: $no) ... @include(if: $yes) { stage } title } } }`:                                                                                                                                                                                                                                                             true,
			`query($id: ID!) { node(id: $id) { __typename id ... on SocialProject { title } ... on Region { isoCode } } nodes(ids: [$id, "1", $id]) { id ... on Node { __typename } } }`:                                                                                                                                                                                                                                                                         true,
			`{ figures(first: 100) { nodes { code value unit periodStart periodEnd note { kk } place { ru } derivation season { year } region { isoCode } source { code publisher publishedOn } } } }`:                                                                                                                                                                                                                                                           true,
			`{ socialProjectCounts { season { year } region { isoCode name { en } } stage count } }`:                                                                                 true,
			`{ seasons { nodes { year state ruleSets { version rules { age { min max } } citations { rule source { code } } } seasonRegions { office { kk } source { code } } } } }`: true,
			`{ regions { nodes { isoCode isoCodeBefore validFrom predecessor { isoCode } successors { isoCode } periods { validTo name { kk } } } } }`:                               true,
			`{ youths { nodes { familyName } } region(code: "KZ-63") { isoCode } none: region(code: "KZ-99") { isoCode } }`:                                                          true,
			// A resolver answers something beneath.
			`{ regions { nodes { timeZonePeriods { utcOffset } } } }`:                                   false,
			`{ regions { nodes { figures { nodes { code } } } } }`:                                      false,
			`{ seasons { nodes { ruleSet { version } } } }`:                                             false,
			`{ seasons { nodes { seasonRegions { nameThen { kk } } } } }`:                               false,
			`{ __schema { types { name } } __type(name: "Region") { name } }`:                           false,
			`{ regions(first: 101) { nodes { id } } }`:                                                  false,
			`{ socialProjects { nodes { id } } figures(filter: {region: "nowhere"}) { nodes { id } } }`: true,
		} {
			if got := compare(t, query, map[string]any{"id": id}) > 0; got != written {
				t.Errorf("written in one pass: %t, want %t: %s", got, written, query)
			}
		}

		w.eachType(t, func(name string, fields map[string]string, ids []string) {
			for _, selection := range fields {
				compare(t, fmt.Sprintf(`query($ids: [ID!]!) { nodes(ids: $ids) { ... on %s { %s } } }`, name, selection), map[string]any{"ids": ids})
			}
		})

		// What must not be null and is has gqlgen complain, as it would have.
		if _, err := w.store.DB().ExecContext(ctx, `UPDATE social_projects SET created_at = '0001-01-01 00:00:00+00:00'`); err != nil {
			t.Fatal(err)
		}
		query := `{ socialProjects(first: 1, orderBy: {field: TITLE}) { nodes { title createdAt } } }`
		if compare(t, query, nil) > 0 || len(w.ask(t, system, query, nil).Errors) == 0 {
			t.Error("a missing value is written as if it were there")
		}
	})
}

// errorIDs are drawn anew for every error.
var errorIDs = regexp.MustCompile(`\b[0-9a-f]{16}\b`)

// send asks a handler and returns the answer as it is.
func send(t *testing.T, handler http.Handler, asking viewer.Viewer, query string, variables map[string]any) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequestWithContext(viewer.NewContext(t.Context(), asking), http.MethodPost, "/graphql", bytes.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return fmt.Sprint(recorder.Code, " ", strings.ReplaceAll(errorIDs.ReplaceAllString(recorder.Body.String(), "…"), "},{", "},\n{"))
}
