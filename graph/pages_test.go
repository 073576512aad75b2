package graph_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"entgo.io/ent/dialect"

	"zhas/ent"
	"zhas/internal/demo"
	"zhas/internal/facts"
	"zhas/internal/personal"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// recorder keeps the statements that are run.
type recorder struct {
	dialect.Driver
	statements []statement
}

type statement struct {
	text string
	args []any
}

func (r *recorder) Query(ctx context.Context, query string, args, into any) error {
	r.statements = append(r.statements, statement{query, args.([]any)})
	return r.Driver.Query(ctx, query, args, into)
}

// A page of the project list is read from an index, wherever it stands: its
// first statement begins where the page begins, and nothing is sorted. What it
// costs in processor time is measured by internal/bench.
func TestAPageIsReadFromWhereItBegins(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		ctx := viewer.AsSystem(t.Context())
		loading := ent.NewClient(ent.Driver(s.Driver()))
		if _, err := facts.Load(ctx, loading); err != nil {
			t.Fatal(err)
		}
		if _, err := demo.Generate(ctx, loading, personal.New(loading, testkit.Vault(t)), demo.Options{Youth: 6000, Projects: 2000, Seed: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.DB().ExecContext(ctx, "ANALYZE"); err != nil {
			t.Fatal(err)
		}
		recorded := &recorder{Driver: s.Driver()}
		w := newWorld(t, s, ent.NewClient(ent.Driver(recorded)))
		const page = `query($after: Cursor, $filter: SocialProjectFilter) { socialProjects(first: 50, after: $after, filter: $filter) {
			nodes { title region { isoCode } } pageInfo { endCursor hasNextPage } } }`
		for name, filter := range map[string]any{
			"the whole list":          nil,
			"of one region and stage": map[string]any{"region": "KZ-75", "stage": []string{"COMPLETED"}},
			"of one region":           map[string]any{"region": "KZ-75"},
		} {
			variables := map[string]any{"filter": filter}
			var first int64
			pages := 0
			for {
				recorded.statements = nil
				a := w.ask(t, system, page, variables)
				if len(a.Errors) > 0 {
					t.Fatal(a.Errors)
				}
				if pages == 0 {
					first = a.statements
				}
				pages++
				info := at(t, a.Data, "socialProjects", "pageInfo").(map[string]any)
				if info["hasNextPage"] == false {
					if a.statements != first {
						t.Errorf("%s: %d statements for page 1, %d for page %d", name, first, a.statements, pages)
					}
					break
				}
				variables["after"] = info["endCursor"]
			}
			plan := explain(t, s, recorded.statements[0])
			begins := map[string]string{"postgres": "Index Cond: ", "sqlite3": "USING INDEX socialproject_"}[s.Dialect()]
			if !strings.Contains(plan, begins) || !strings.Contains(plan, "created_at") {
				t.Errorf("%s: page %d is not read from the index:\n%s", name, pages, plan)
			}
			if filter != nil {
				continue // of so few rows PostgreSQL may read all that meet the conditions, and sort them
			}
			if strings.Contains(plan, "Sort") || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "Filter: (ROW") {
				t.Errorf("%s: page %d is sorted or passed over:\n%s", name, pages, plan)
			}
		}
	})
}

// explain returns the plan of a statement.
func explain(t *testing.T, s *store.Store, asked statement) string {
	t.Helper()
	how := map[string]string{"postgres": "EXPLAIN ", "sqlite3": "EXPLAIN QUERY PLAN "}[s.Dialect()]
	rows, err := s.DB().QueryContext(t.Context(), how+asked.text, asked.args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var plan strings.Builder
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&plan, *values[len(values)-1].(*any))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
