package graph_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"

	"zhas/ent"
	"zhas/ent/policy"
	"zhas/graph"
	"zhas/internal/facts"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// What a field says does not depend on what is asked beside it, although only
// the columns of the fields asked for are read.
func TestAFieldAloneSaysTheSame(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, 3, "KZ-63")
		asked := 0
		w.eachType(t, func(name string, fields map[string]string, ids []string) {
			nodes := func(selection string) []any {
				query := fmt.Sprintf(`query($ids: [ID!]!) { nodes(ids: $ids) { ... on %s { %s } } }`, name, selection)
				return at(t, w.data(t, system, query, map[string]any{"ids": ids}), "nodes").([]any)
			}
			all := nodes(strings.Join(slices.Collect(maps.Values(fields)), " "))
			for field, selection := range fields {
				for i, alone := range nodes(selection) {
					if diff := cmp.Diff(at(t, all[i], field), at(t, alone, field)); diff != "" {
						t.Errorf("%s.%s of %v, among all fields and alone (-want +got):\n%s", name, field, ids[i], diff)
					}
				}
				asked++
			}
		})
		if asked < 100 {
			t.Errorf("only %d fields were compared", asked)
		}
	})
}

// eachType calls do for every type of rows there are: with a selection of each of
// its fields, by name, and some identifiers.
func (w *world) eachType(t *testing.T, do func(name string, fields map[string]string, ids []string)) {
	t.Helper()
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	for name, table := range policy.Tables() {
		ids := w.ids(t, table)
		if len(ids) == 0 {
			continue
		}
		fields := map[string]string{}
		for _, field := range schema.Types[name].Fields {
			if slices.ContainsFunc(field.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Type.NonNull && a.DefaultValue == nil }) {
				continue // sealed values, which are shown for a purpose alone: people_test.go
			}
			if selection, ok := leaves(schema, field.Type); ok && !strings.HasPrefix(field.Name, "__") {
				fields[field.Name] = field.Name + selection
			}
		}
		do(name, fields, ids)
	}
}

// ids are those of some rows of a table.
func (w *world) ids(t *testing.T, table string) []string {
	t.Helper()
	rows, err := w.store.DB().QueryContext(t.Context(), `SELECT id FROM `+table+` ORDER BY id LIMIT 60`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return ids
}

// leaves selects what a field of the type shows without a further edge.
func leaves(schema *ast.Schema, of *ast.Type) (selection string, ok bool) {
	definition := schema.Types[of.Name()]
	switch {
	case definition.IsLeafType():
		return "", true
	case strings.HasSuffix(definition.Name, "Connection"):
		return " { totalCount nodes { id } }", true
	case definition.Fields.ForName("id") != nil:
		return " { id }", true
	}
	var parts []string
	for _, field := range definition.Fields {
		if beneath, ok := leaves(schema, field.Type); ok {
			parts = append(parts, field.Name+beneath)
		}
	}
	return " { " + strings.Join(parts, " ") + " }", len(parts) > 0
}

// A list does not read what is not asked for: the long texts and the sort keys.
func TestOnlyTheColumnsAskedForAreRead(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		if _, err := facts.Load(viewer.AsSystem(t.Context()), ent.NewClient(ent.Driver(s.Driver()))); err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		var statements []string
		w := newWorld(t, s, ent.NewClient(ent.Driver(dialect.Debug(s.Driver(), func(parts ...any) {
			mu.Lock()
			defer mu.Unlock()
			statements = append(statements, fmt.Sprint(parts...))
		}))))
		for _, query := range []string{
			`{ socialProjects { nodes { title region { isoCode } } } }`,
			`{ regions { nodes { isoCode figures { nodes { code } } } } }`,
			`{ youths(orderBy: {field: REGISTERED_AT}) { edges { node { givenName } } } }`,
			`{ seasons { nodes { socialProjects { nodes { title } } } } }`,
		} {
			w.data(t, system, query, nil)
		}
		read := slices.Clone(statements)
		var spelt []string
		for range 3 { // maps have no order, and the statement has to have one
			statements = nil
			w.data(t, system, `{ socialProjects { nodes { title stage direction language createdAt } } }`, nil)
			spelt = append(spelt, fmt.Sprint(statements))
		}
		if spelt[0] != spelt[1] || spelt[1] != spelt[2] {
			t.Errorf("one query, several statements:\n%s", strings.Join(spelt, "\n"))
		}
		for _, statement := range read {
			for _, column := range []string{"search_text", "summary", "title_order", "name_ru"} {
				if strings.Contains(statement, column) {
					t.Errorf("reads %s: %s", column, statement)
				}
			}
		}
	})
}
