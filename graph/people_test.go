//go:build !race

package graph_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"zhas/ent"
	"zhas/ent/dataaccess"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

const personalQuery = `query($first: Int!, $purpose: ReadingPurpose!) { youths(first: $first) { nodes { id
	personalData(purpose: $purpose, note: " қоңырау шалу ") { iin phone names { kazakh { family } } } } } }`

// Every answer that shows sealed values is on record before it is sent: who, whom,
// what and what for; and whom it is about sees it.
func TestWhoLooksIsOnRecord(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		c := newCountry(t, s)
		ctx := viewer.AsSystem(t.Context())
		coordinator, young := string(viewer.RegionalCoordinator), string(viewer.Youth)
		latest := func() *ent.DataAccess {
			return s.client.DataAccess.Query().Order(ent.Desc(dataaccess.FieldID)).FirstX(ctx)
		}
		count := func() int { return s.client.DataAccess.Query().CountX(ctx) }

		before := count()
		nodes := at(t, c.as(coordinator).must(t, personalQuery, map[string]any{"first": 5, "purpose": "CONTACT"}), "youths", "nodes").([]any)
		var people []int
		for _, node := range nodes {
			if at(t, node, "personalData", "names", "kazakh", "family") != "Әбенова" {
				t.Errorf("%v", node)
			}
			for _, row := range s.client.Youth.Query().AllX(ctx) {
				if fmt.Sprint(row.ID) == at(t, node, "id") {
					people = append(people, row.PersonID)
				}
			}
		}
		slices.Sort(people)
		entry := latest()
		want := []programme.PersonalField{programme.PersonalIIN, programme.PersonalNames, programme.PersonalPhone}
		if count() != before+1 || entry.AccountID != c.accounts[coordinator] || entry.Purpose != programme.ReadingContact || *entry.Note != "қоңырау шалу" ||
			!slices.Equal(entry.Fields, want) || !slices.Equal(entry.People, people) || len(people) != 5 {
			t.Errorf("%d entries, %+v; of %v", count()-before, entry, people)
		}

		// Names in clear are no look.
		before = count()
		c.as(coordinator).must(t, `{ youths(first: 5) { nodes { familyName traits { birthYear } } } }`, nil)
		if count() != before {
			t.Error("a list of names is on record")
		}

		// The person: their own, which needs no purpose, and nobody else's.
		id := c.youths[young]
		own := c.as(young).must(t, `query($id: ID!) { node(id: $id) { ... on Youth { personalData(purpose: DOCUMENTS) { iin email } } } }`, map[string]any{"id": fmt.Sprint(id)})
		if at(t, own, "node", "personalData", "email") == nil {
			t.Errorf("%v", own)
		}
		if entry := latest(); entry.Purpose != programme.ReadingOwn || entry.AccountID != c.accounts[young] {
			t.Errorf("%+v", entry)
		}
		before = count()
		for _, node := range at(t, c.as(young).must(t, personalQuery, map[string]any{"first": 50, "purpose": "CONTACT"}), "youths", "nodes").([]any) {
			if shown := at(t, node, "personalData") != nil; shown != (at(t, node, "id") == fmt.Sprint(id)) {
				t.Errorf("%v", node)
			}
		}
		if count() != before+1 || len(latest().People) != 1 {
			t.Errorf("%d entries, %v", count()-before, latest().People)
		}
		c.as(coordinator).must(t, `query($id: ID!) { node(id: $id) { ... on Youth { personalData(purpose: ELIGIBILITY) { birthDate } } } }`, map[string]any{"id": fmt.Sprint(id)})
		seen := at(t, c.as(young).must(t, `{ viewer { dataAccesses(last: 1, filter: {others: true}) { nodes { by purpose fields note account { id } } } } }`, nil),
			"viewer", "dataAccesses", "nodes").([]any)
		name := s.client.Account.GetX(ctx, c.accounts[coordinator]).Name
		if got := fmt.Sprint(seen); got != fmt.Sprintf("[map[account:<nil> by:%s fields:[BIRTH_DATE] note:<nil> purpose:ELIGIBILITY]]", name) {
			t.Errorf("the person sees %s", got)
		}

		if a := c.as(coordinator)(t, personalQuery, map[string]any{"first": 5, "purpose": "OWN"}); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" {
			t.Errorf("another's as one's own: %+v", a.Errors)
		}

		// What shows nothing is no look, and a note that no database keeps is refused.
		before = count()
		c.as(coordinator).must(t, `{ youths(first: 5) { nodes { personalData(purpose: CONTACT) { __typename } } } }`, nil)
		noted := `query($note: String) { youths(first: 5) { nodes { personalData(purpose: CONTACT, note: $note) { iin } } } }`
		if a := c.as(coordinator)(t, noted, map[string]any{"note": "a\x00b"}); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" {
			t.Errorf("a note with NUL: %+v", a.Errors)
		}
		if count() != before {
			t.Errorf("%d entries of nothing", count()-before)
		}

		// What cannot be recorded is not shown.
		if _, err := c.world.store.DB().ExecContext(t.Context(), `DROP TABLE data_access_persons`); err != nil {
			t.Fatal(err)
		}
		reply := c.raw(c.viewers[coordinator], personalQuery, map[string]any{"first": 5, "purpose": "CONTACT"})
		if body := string(reply.body); !strings.Contains(body, "INTERNAL") || strings.Contains(body, "Әбенова") || reply.status != http.StatusOK && reply.status < 400 {
			t.Errorf("without a record: %d %s", reply.status, body)
		}
	})
}

// Opening costs the same number of statements for one row and for many.
func TestOpeningTakesNoStatementPerRow(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		c := newCountry(t, s)
		asking, err := s.accounts.Viewer(t.Context(), sessionToken(string(viewer.RegionalCoordinator)), viewer.Kazakh)
		if err != nil {
			t.Fatal(err)
		}
		statements := func(first int) int64 {
			a := c.world.ask(t, asking, personalQuery, map[string]any{"first": first, "purpose": "CONTACT"})
			if len(a.Errors) > 0 || len(at(t, a.Data, "youths", "nodes").([]any)) != first {
				t.Fatalf("%v %+v", a.Data, a.Errors)
			}
			return a.statements
		}
		if one, many := statements(1), statements(8); one != many {
			t.Errorf("%d statements for one, %d for 8", one, many)
		}
	})
}
