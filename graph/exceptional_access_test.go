//go:build !race

package graph_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"zhas/ent"
	"zhas/ent/dataaccess"
	"zhas/graph"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

const (
	beginQuery = `mutation($input: BeginExceptionalAccessInput!) { beginExceptionalAccess(input: $input) {
		exceptionalAccess { id outcome youth { id } endsAt } userErrors { code field } } }`
	whyOpened = "туысына шұғыл хабарласу керек"
)

// closed is a young person of another region whom nobody of those who asked has
// opened yet, and their telephone.
func (c *country) closed(t *testing.T, of string) (row *ent.Youth, phone string) {
	t.Helper()
	row = c.client.Youth.GetX(viewer.AsSystem(t.Context()), c.youths["another YOUTH "+of])
	opened, err := c.site.accounts.Records.Open(t.Context(), []programme.PersonalField{programme.PersonalPhone}, row.PersonID)
	if err != nil {
		t.Fatal(err)
	}
	return row, opened[row.PersonID][programme.PersonalPhone]
}

func (c *country) begin(t *testing.T, kind, phone string) map[string]any {
	t.Helper()
	input := map[string]any{"person": map[string]any{"phone": phone}, "purpose": "CONTACT", "reason": whyOpened}
	return at(t, c.as(kind).must(t, beginQuery, map[string]any{"input": input}), "beginExceptionalAccess").(map[string]any)
}

// What is seen by exceptional access is on record with its reason, apart from what
// was seen anyway; the person and whoever reviews it read the record.
func TestWhatIsSeenByExceptionalAccessIsOnRecord(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		c := newCountry(t, s)
		ctx := viewer.AsSystem(t.Context())
		coordinator := string(viewer.RegionalCoordinator)
		row, phone := c.closed(t, there)
		id := fmt.Sprint(row.ID)
		look := `query($id: ID!) { node(id: $id) { ... on Youth { personalData(purpose: DOCUMENTS, note: "құжат") { phone } } } youths(first: 1, filter: {region: "KZ-33"}) { nodes { personalData(purpose: DOCUMENTS, note: "құжат") { phone } } } }`
		if got := c.as(coordinator).must(t, look, map[string]any{"id": id})["node"]; got != nil {
			t.Fatalf("without: %v", got)
		}
		begun := c.begin(t, coordinator, phone)
		access := fmt.Sprint(at(t, begun, "exceptionalAccess", "id"))
		if at(t, begun, "exceptionalAccess", "outcome") != "OPENED" || at(t, begun, "exceptionalAccess", "youth", "id") != id {
			t.Fatalf("%v", begun)
		}
		if running := at(t, c.as(coordinator).must(t, `{ viewer { exceptionalAccesses { id } } }`, nil), "viewer", "exceptionalAccesses"); !strings.Contains(fmt.Sprint(running), access) {
			t.Errorf("what lasts is %v", running)
		}
		last := s.client.DataAccess.Query().Order(ent.Desc(dataaccess.FieldID)).FirstIDX(ctx)
		if got := c.as(coordinator).must(t, look, map[string]any{"id": id}); at(t, got, "node", "personalData", "phone") != phone {
			t.Errorf("%v", got)
		}
		var told []string
		for _, look := range s.client.DataAccess.Query().Where(dataaccess.IDGT(last)).AllX(ctx) {
			told = append(told, fmt.Sprint(look.Purpose, " ", *look.Note, " ", len(look.People), " ", look.ExceptionalAccessID != nil, " ", slices.Contains(look.People, row.PersonID)))
		}
		slices.Sort(told)
		if got, want := strings.Join(told, "\n"), "CONTACT "+whyOpened+" 1 true true\nDOCUMENTS құжат 1 false false"; got != want {
			t.Errorf("on record is\n%s\nwant\n%s", got, want)
		}
		review := `query($id: ID!) { node(id: $id) { ... on ExceptionalAccess { by reason youth { id } looks { by note fields } } } }`
		want := fmt.Sprintf("map[by:%[1]s looks:[map[by:%[1]s fields:[PHONE] note:%[2]s]] reason:%[2]s youth:map[id:%[3]s]]",
			s.client.Account.GetX(ctx, c.accounts[coordinator]).Name, whyOpened, id)
		for _, reviewer := range []string{"another " + coordinator + " " + there, string(viewer.Administrator), coordinator} {
			v := &visitor{site: s, t: t, cookie: &http.Cookie{Name: "__Host-zhas", Value: sessionToken(reviewer)}}
			if got := fmt.Sprint(v.answer(t, review, map[string]any{"id": access}).Data["node"]); got != want {
				t.Errorf("%s reads\n%s\nwant\n%s", reviewer, got, want)
			}
		}
		young := &visitor{site: s, t: t, cookie: &http.Cookie{Name: "__Host-zhas", Value: sessionToken("another YOUTH " + there)}}
		seen := young.answer(t, `{ viewer { dataAccesses(last: 1) { nodes { note purpose } } } }`, nil).Data
		if got := fmt.Sprint(at(t, seen, "viewer", "dataAccesses", "nodes")); got != "[map[note:"+whyOpened+" purpose:CONTACT]]" {
			t.Errorf("the person sees %s", got)
		}
	})
}

// One number is looked for at a time, also when it comes with variables.
func TestExceptionalAccessIsByOneNumber(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		c := newCountry(t, s)
		_, phone := c.closed(t, there)
		for _, person := range []map[string]any{{}, {"phone": phone, "email": "a@zhas.example"}, {"phone": nil}} {
			input := map[string]any{"person": person, "purpose": "CONTACT", "reason": whyOpened}
			if a := c.as(string(viewer.MinistryAnalyst))(t, beginQuery, map[string]any{"input": input}); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" {
				t.Errorf("%v: %+v %v", person, a.Errors, a.Data)
			}
		}
	})
}

// Neither a list of accesses nor one of young people costs more for more rows.
func TestExceptionalAccessTakesNoStatementPerRow(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		c := newCountry(t, s)
		for name, query := range map[string]string{
			"accesses": `query($first: Int!) { exceptionalAccesses(first: $first, filter: {outcome: [OPENED], reviewed: false}, orderBy: {field: BEGUN_AT, direction: DESC}) { nodes { by reviewer account { id } youth { id personalData(purpose: CONTACT) { phone } } reviewedBy { id } looks { by } } } }`,
			"reviews":  `query($first: Int!) { exceptionalAccesses(first: $first, filter: {reviewed: true}) { nodes { by reviewer reviewedBy { id } looks { by } } } }`,
			"youths":   `query($first: Int!) { youths(first: $first, orderBy: {field: REGISTERED_AT, direction: DESC}) { nodes { personalData(purpose: CONTACT) { phone } } } }`,
		} {
			for kind, many := range map[string]int{string(viewer.MinistryAnalyst): 2, string(viewer.Administrator): 6} {
				asking, err := s.accounts.Viewer(t.Context(), sessionToken(kind), viewer.Kazakh)
				if err != nil {
					t.Fatal(err)
				}
				var counts []int64
				for _, first := range []int{1, many} {
					a := c.world.ask(t, asking, query, map[string]any{"first": first})
					if len(a.Errors) > 0 {
						t.Fatalf("%+v", a.Errors)
					}
					for _, connection := range a.Data {
						if rows := len(at(t, connection, "nodes").([]any)); rows != first {
							t.Errorf("%s: %d rows, want %d", name, rows, first)
						}
					}
					counts = append(counts, a.statements)
				}
				if counts[0] != counts[1] {
					t.Errorf("%s as %s: %d statements for one row, %d for %d", name, kind, counts[0], counts[1], many)
				}
			}
		}
	})
}

// A subscription that goes on tells nothing more of the person once the time is up.
func TestAFollowerReadsNothingAfterExceptionalAccess(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		c := newCountry(t, s)
		analyst := string(viewer.MinistryAnalyst)
		row, phone := c.closed(t, there)
		c.begin(t, analyst, phone)
		asking, err := s.accounts.Viewer(t.Context(), sessionToken(analyst), viewer.English)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := journal.Seal(viewer.AsSystem(t.Context()), s.client); err != nil {
			t.Fatal(err)
		}
		resolver := graph.NewResolver(s.client, s.accounts, nil)
		following, stop := context.WithCancel(viewer.AsSystem(t.Context()))
		defer stop()
		go resolver.Follow(following)
		handler := graph.NewHandler(graph.NewExecutableSchema(graph.Config{Resolvers: resolver}), graph.Options{Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			handler.ServeHTTP(w, r.WithContext(viewer.NewContext(r.Context(), asking)))
		}))
		defer server.Close()
		body, err := json.Marshal(map[string]any{"query": `subscription { changes { nodes { type record } pageInfo { endCursor } } }`})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "text/event-stream")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		lines := bufio.NewScanner(response.Body)
		next := func() string {
			for lines.Scan() {
				if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
					return text
				}
			}
			return "the end"
		}
		change := func(do func(ctx context.Context, tx *ent.Tx) error) {
			t.Helper()
			if err := journal.Write(viewer.AsSystem(t.Context()), s.client, do); err != nil {
				t.Fatal(err)
			}
			if _, err := journal.Seal(viewer.AsSystem(t.Context()), s.client); err != nil {
				t.Fatal(err)
			}
		}
		moves := func(ctx context.Context, tx *ent.Tx) error {
			return tx.Youth.UpdateOneID(row.ID).SetLocalityID(c.villages[there]).SetAttestedAt(time.Now()).Exec(ctx)
		}
		next() // where the feed stands
		change(moves)
		if got := next(); !strings.Contains(got, fmt.Sprint(row.ID)) {
			t.Fatalf("while it lasts the analyst reads %s", got)
		}
		if _, err := c.world.store.DB().ExecContext(t.Context(), `UPDATE exceptional_accesses SET ends_at = begun_at WHERE youth_id = `+fmt.Sprint(row.ID)); err != nil {
			t.Fatal(err)
		}
		change(moves)
		change(func(ctx context.Context, tx *ent.Tx) error { // what everybody reads
			return tx.Source.UpdateOneID(c.source).SetPublisher("басқа").Exec(ctx)
		})
		for last := false; !last; {
			got := next()
			if got == "the end" || strings.Contains(got, fmt.Sprint(row.ID)) {
				t.Fatalf("after its end the analyst reads %s", got)
			}
			last = strings.Contains(got, fmt.Sprint(c.source))
		}
	})
}
