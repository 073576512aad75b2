package graph_test

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"zhas/ent/migrate"
	"zhas/graph"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

func schemaOf() *ast.Schema {
	return graph.NewExecutableSchema(graph.Config{}).Schema()
}

func TestEverythingIsDescribed(t *testing.T) {
	t.Parallel()
	for name, definition := range schemaOf().Types {
		if definition.BuiltIn {
			continue
		}
		if definition.Description == "" {
			t.Errorf("type %s has no description", name)
		}
		for _, field := range definition.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			if field.Description == "" {
				t.Errorf("%s.%s has no description", name, field.Name)
			}
			for _, argument := range field.Arguments {
				if argument.Description == "" {
					t.Errorf("%s.%s(%s) has no description", name, field.Name, argument.Name)
				}
			}
		}
		for _, value := range definition.EnumValues {
			if value.Description == "" {
				t.Errorf("%s.%s has no description", name, value.Name)
			}
		}
	}
}

// The words of the programme are the words of the graph.
func TestEnumsListTheProgrammesWords(t *testing.T) {
	t.Parallel()
	schema := schemaOf()
	for name, values := range map[string][]string{
		"Measure": programme.Measure("").Values(), "Unit": programme.Unit("").Values(), "Qualifier": programme.Qualifier("").Values(),
		"Basis": programme.Basis("").Values(), "RegionKind": programme.RegionKind("").Values(), "LocalityKind": programme.LocalityKind("").Values(),
		"SeasonState": programme.SeasonState("").Values(), "Rule": programme.Rule("").Values(), "RetentionKind": programme.RetentionKind("").Values(), "Direction": programme.Direction("").Values(),
		"Stage": programme.Stage("").Values(), "TextLanguage": programme.TextLanguage("").Values(), "MemberRole": programme.MemberRole("").Values(),
		"ConsentGiver": programme.ConsentGiver("").Values(), "GuardianRelation": programme.GuardianRelation("").Values(), "GuardianAnswer": programme.GuardianAnswer("").Values(),
		"ChangeKind": programme.ChangeKind("").Values(), "ActorKind": programme.ActorKind("").Values(),
		"Notice": programme.Notice("").Values(), "UserErrorCode": programme.RefusalCode("").Values(), "Language": viewer.Locale("").Values(),
		"ExceptionalOutcome": programme.ExceptionalOutcome("").Values(), "Verdict": programme.Verdict("").Values(),
		"Role": append([]string{string(viewer.Public)}, viewer.Role("").Values()...),
	} {
		var listed []string
		for _, value := range schema.Types[name].EnumValues {
			listed = append(listed, value.Name)
		}
		if strings.Join(listed, " ") != strings.Join(values, " ") {
			t.Errorf("%s is %v in the graph and %v in the programme", name, listed, values)
		}
	}
}

// Each order of the graph and each foreign key reads by an index.
func TestOrdersAndForeignKeysHaveIndexes(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		indexed := indexedColumns(t, s)
		for table, columns := range graph.OrderColumns() {
			for _, column := range columns {
				if !indexed[table+"."+column+",id"] {
					t.Errorf("%s is ordered by %s without an index on (%s, id)", table, column, column)
				}
			}
		}
		for _, table := range migrate.Tables {
			for _, key := range table.ForeignKeys {
				if column := key.Columns[0].Name; !indexed[table.Name+"."+column] {
					t.Errorf("the foreign key %s.%s has no index", table.Name, column)
				}
			}
		}
	})
}

// indexedColumns returns "table.column" for each first column of an index, and
// "table.column,second" for the first two.
func indexedColumns(t *testing.T, s *store.Store) map[string]bool {
	t.Helper()
	query := `SELECT m.tbl_name, l.name, i.seqno, i.name FROM sqlite_master m, pragma_index_list(m.tbl_name) l, pragma_index_info(l.name) i
		WHERE m.type = 'table' ORDER BY 1, 2, 3`
	if s.Dialect() == "postgres" {
		query = `SELECT c.relname, i.relname, k.place, a.attname FROM pg_index x
			JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
			CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(number, place)
			JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
			WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1, 2, 3`
	}
	rows, err := s.DB().QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	indexed := make(map[string]bool)
	lists := make(map[string][]string)
	for rows.Next() {
		var table, index, column string
		var place int
		if err := rows.Scan(&table, &index, &place, &column); err != nil {
			t.Fatal(err)
		}
		lists[index] = append(lists[index], column)
		switch list := lists[index]; len(list) {
		case 1:
			indexed[table+"."+column] = true
		case 2:
			indexed[table+"."+strings.Join(list, ",")] = true
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return indexed
}
