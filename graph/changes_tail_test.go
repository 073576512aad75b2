package graph_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"zhas/ent"
	"zhas/internal/journal"
	"zhas/internal/viewer"
)

// What nobody may see moves no end of the feed, and no cursor can be counted.
func TestTheEndOfTheFeedTellsNothingOfWhatIsHidden(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.seal(t)
		lines, from := w.changes(t, public, "", 100)
		register := func(n int) {
			for range n {
				w.write(t, func(ctx context.Context, tx *ent.Tx) error {
					return tx.Youth.Create().SetPerson(tx.Person.Create().SaveX(ctx)).SetFamilyName("Әбенова").SetGivenName("Айым").
						SetRegionID(tx.Region.Query().FirstIDX(ctx)).Exec(ctx)
				})
			}
			w.seal(t)
		}
		register(3)
		if again, end := w.changes(t, public, "", 100); end != from || len(again) != len(lines) {
			t.Errorf("the feed ended at %s with %d changes and ends at %s with %d", from, len(lines), end, len(again))
		}
		if more, end := w.changes(t, public, from, 100); end != from || len(more) > 0 {
			t.Errorf("what follows %s ends at %s", from, end)
		}
		for _, list := range []string{"changes", "journal"} {
			data := w.data(t, public, `{ list: `+list+`(first: 3) { nodes { entry } edges { cursor } } }`, nil)
			seen := map[string]bool{}
			for _, edge := range at(t, data, "list", "edges").([]any) {
				block, err := base64.RawURLEncoding.DecodeString(at(t, edge, "cursor").(string))
				if err != nil || len(block) != 16 || strings.Contains(string(block), list) || seen[string(block[:8])] || seen[string(block[8:])] {
					t.Errorf("a cursor of %s is %q", list, block)
				}
				seen[string(block[:8])], seen[string(block[8:])] = true, true
			}
			for _, node := range at(t, data, "list", "nodes").([]any) {
				if at(t, node, "entry") != nil {
					t.Errorf("the public reads of entry %v", node)
				}
			}
		}
		if entry := at(t, w.data(t, system, `{ changes(first: 1) { nodes { entry } } }`, nil), "changes", "nodes", 0, "entry"); entry == nil {
			t.Error("who may read the whole journal is not told of the entry")
		}
		// However much is hidden, whoever asks again gets past it.
		register(400)
		w.write(t, func(ctx context.Context, tx *ent.Tx) error {
			return tx.Region.UpdateOneID(tx.Region.Query().FirstIDX(ctx)).SetNameKk("а").SetNameRu("б").SetNameEn("c").Exec(ctx)
		})
		w.seal(t)
		if got, end := w.changes(t, public, from, 10); len(got) != 1 || end == from {
			t.Errorf("%q follow", got)
		}
	})
}

// A subscription shows nothing that reading is recorded of: the record would be what
// it tells next.
func TestASubscriptionOpensNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, r *http.Request) {
			w.handler.ServeHTTP(answer, r.WithContext(viewer.NewContext(r.Context(), public)))
		}))
		defer server.Close()
		for _, asked := range []string{"email", "name roleGrants { account { email } }", "...on Account { mail: email }"} {
			body, err := json.Marshal(map[string]any{"query": "subscription { changes { edges { node { actor { account { " + asked + " } } } } } }"})
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", "application/json")
			request.Header.Set("Accept", "text/event-stream")
			response, err := server.Client().Do(request)
			if err != nil {
				t.Fatal(err)
			}
			told, _ := io.ReadAll(response.Body)
			_ = response.Body.Close()
			cancel()
			if got := string(told); !strings.Contains(got, "BAD_USER_INPUT") {
				t.Errorf("%s: %s", asked, got)
			}
		}
	})
}

// Who had the use of their data stopped is read by nobody else, also as they were.
func TestTheJournalForgetsWhoIsWithdrawn(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		var youth *ent.Youth
		asking := viewer.Viewer{Account: 1 << 40, Grants: []viewer.Grant{{Role: viewer.RegionalCoordinator}}, Locale: viewer.English}
		w.write(t, func(ctx context.Context, tx *ent.Tx) (err error) {
			youth, err = tx.Youth.Create().SetPerson(tx.Person.Create().SaveX(ctx)).SetFamilyName("Әбенова").SetGivenName("Айым").
				SetRegionID(tx.Region.Query().FirstIDX(ctx)).Save(ctx)
			return err
		})
		w.write(t, func(ctx context.Context, tx *ent.Tx) error {
			return tx.Youth.UpdateOneID(youth.ID).SetActiveOn("2026-05-01").Exec(ctx)
		})
		w.seal(t)
		of := func(list string) (lines []string) {
			data := w.data(t, asking, `{ list: `+list+` { nodes { kind type fields { name before after } } } }`, nil)
			for _, node := range at(t, data, "list", "nodes").([]any) {
				lines = append(lines, tell(t, node))
			}
			return lines
		}
		lists := []string{fmt.Sprintf(`history(id: "%d")`, youth.ID), `journal(filter: {type: ["Youth"]})`}
		for _, list := range lists {
			if got := of(list); len(got) != 2 {
				t.Fatalf("a coordinator reads in %s %q", list, got)
			}
		}
		w.write(t, func(ctx context.Context, tx *ent.Tx) error {
			return tx.Youth.UpdateOneID(youth.ID).SetProcessingStoppedAt(time.Now().UTC()).Exec(ctx)
		})
		if _, err := journal.Seal(viewer.AsSystem(t.Context()), w.client); err != nil {
			t.Fatal(err)
		}
		for _, list := range lists {
			if got := of(list); len(got) != 1 || got[0] != "REMOVED Youth" {
				t.Errorf("a coordinator reads in %s of who is withdrawn %q", list, got)
			}
		}
	})
}
