package graph_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"

	"zhas/internal/demo"
	"zhas/internal/personal"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// With a demonstration in the database the pages of what was published get the
// answers on record, and the pages of the demonstration get it.
func TestDemonstrationOnThePages(t *testing.T) {
	text, _ := applicationOperations(t)
	eachWorld(t, func(t *testing.T, w *world) {
		if _, err := demo.Generate(viewer.AsSystem(t.Context()), w.client, personal.New(w.client, testkit.Vault(t)), demo.Options{Youth: 400, Seed: 1}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			name, title string
			variables   map[string]any
		}{
			{"Seasons", "published", map[string]any{"filter": map[string]any{"invented": false}}},
			{"SeasonsCompared", "all", nil},
			{"Figures", "all", nil},
			{"Sources", "all", nil},
			{"Season", "rules", map[string]any{"year": 2019}},
			{"Project", "other", map[string]any{"id": "1"}},
		} {
			data := w.data(t, public, only(t, text, c.name), c.variables)
			withoutIDs(data)
			got, err := json.MarshalIndent(data, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, filepath.Join("testdata", "operations", c.name+"."+c.title+".json"), string(got)+"\n")
		}

		guide := w.data(t, public, only(t, text, "Demo"), nil)
		if year := fmt.Sprint(at(t, guide, "seasons", "nodes", 0, "year")); year != "2025" {
			t.Errorf("the guide is about %s", year)
		}
		counted := 0
		for _, row := range at(t, guide, "socialProjectCounts").([]any) {
			n, err := at(t, row, "count").(json.Number).Int64()
			if err != nil {
				t.Fatal(err)
			}
			counted += int(n)
		}
		list := w.data(t, public, only(t, text, "Projects"), map[string]any{"first": 100})
		marks := texts(t, at(t, list, "socialProjects", "nodes"), "invented")
		if total := fmt.Sprint(at(t, list, "socialProjects", "totalCount")); total != fmt.Sprint(counted) || counted == 0 || len(marks) != counted {
			t.Errorf("%d projects are counted, %s listed", counted, total)
		}
		for _, mark := range marks {
			if mark != "true" {
				t.Error("a project of the demonstration is not marked")
			}
		}
		region := w.data(t, public, only(t, text, "Region"), map[string]any{"code": "KZ-75"})
		if n := fmt.Sprint(at(t, region, "region", "socialProjects", "totalCount")); n != "0" {
			t.Errorf("%s invented projects are counted as the region's own", n)
		}
		if n := fmt.Sprint(at(t, region, "region", "invented", "totalCount")); n == "0" {
			t.Error("the region has no invented projects")
		}
	})
}
