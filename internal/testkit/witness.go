package testkit

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"

	"zhas/ent"
	"zhas/ent/migrate"
	"zhas/internal/store"
)

// A Witness compares what the database itself noted of changes with what the
// journal says of them.
type Witness struct {
	store  *store.Store
	tables map[string]string
	last   int64 // the entry up to which it compared
}

// Watch has the database note every change of the tables, which are named by
// entity, from now on.
func Watch(t testing.TB, s *store.Store, tables map[string]string) *Witness {
	t.Helper()
	w := &Witness{store: s, tables: tables}
	w.exec(t, `CREATE TABLE witnessed (tbl text, op text, id bigint)`)
	if s.Dialect() == dialect.Postgres {
		w.exec(t, `CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			INSERT INTO witnessed VALUES (TG_TABLE_NAME, TG_OP, CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END);
			RETURN NULL;
		END $$`)
	}
	for _, table := range tables {
		for op, row := range map[string]string{"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"} {
			when := ""
			if op == "UPDATE" {
				when = "WHEN (" + differs(table) + ")"
			}
			what := fmt.Sprintf(`BEGIN INSERT INTO witnessed VALUES ('%s', '%s', %s.id); END`, table, op, row)
			if s.Dialect() == dialect.Postgres {
				what = `EXECUTE FUNCTION witness()`
			}
			w.exec(t, fmt.Sprintf(`CREATE TRIGGER witness_%s_%s AFTER %[2]s ON %[1]s FOR EACH ROW %[3]s %[4]s`, table, op, when, what))
		}
	}
	return w
}

// differs is the condition that an update changes what the journal records of a
// table: not only what repeats in clear what is sealed.
func differs(table string) string {
	var columns []string
	for _, t := range migrate.Tables {
		for _, column := range t.Columns {
			if t.Name == table && !slices.Contains(ent.CopiedColumns[table], column.Name) {
				columns = append(columns, fmt.Sprintf("OLD.%q IS DISTINCT FROM NEW.%[1]q", column.Name))
			}
		}
	}
	return strings.Join(columns, " OR ")
}

// Forget passes over what was changed since the last time, for tests to set
// something up beside the journal.
func (w *Witness) Forget(t testing.TB) {
	t.Helper()
	w.entries(t)
	w.exec(t, `DELETE FROM witnessed`)
}

// Unexplained returns what either the database or the journal knows of since the
// last time and the other does not, and the tables that changed.
func (w *Witness) Unexplained(t testing.TB) (problems []string, changed map[string]bool) {
	t.Helper()
	said := w.entries(t)
	changed = map[string]bool{}
	w.each(t, `SELECT tbl, op, id FROM witnessed`, func(rows *sql.Rows) error {
		var table, op string
		var id int64
		if err := rows.Scan(&table, &op, &id); err != nil {
			return err
		}
		changed[table] = true
		one, many := fmt.Sprint(table, " ", op, " ", id), table+" "+op
		switch {
		case said[one] > 0:
			said[one]--
		case said[many] > 0:
			said[many]--
		default:
			problems = append(problems, one+" has no entry")
		}
		return nil
	})
	for what, n := range said {
		if n != 0 {
			problems = append(problems, what+" has an entry, but did not happen")
		}
	}
	w.Forget(t)
	slices.Sort(problems)
	return problems, changed
}

// entries counts what the journal says since the last time: each row by table,
// operation and identifier, many rows by table and operation.
func (w *Witness) entries(t testing.TB) map[string]int {
	t.Helper()
	operations := map[string]string{"CREATE": "INSERT", "UPDATE": "UPDATE", "DELETE": "DELETE"}
	said := map[string]int{}
	w.each(t, fmt.Sprintf(`SELECT id, entity, entity_id, action, before, after FROM journal_entries WHERE id > %d ORDER BY id`, w.last), func(rows *sql.Rows) error {
		var entity, action string
		var id sql.NullInt64
		var before, after sql.NullString
		if err := rows.Scan(&w.last, &entity, &id, &action, &before, &after); err != nil {
			return err
		}
		table, watched := w.tables[entity]
		switch {
		case !watched:
		case id.Valid:
			said[fmt.Sprint(table, " ", operations[action], " ", id.Int64)]++
		default:
			operation, image := "INSERT", after
			if before.Valid {
				operation, image = "DELETE", before
			}
			var count int
			if _, err := fmt.Sscanf(image.String, `{"count":%d,`, &count); err != nil {
				return fmt.Errorf("%s: %w", image.String, err)
			}
			said[table+" "+operation] += count
		}
		return nil
	})
	return said
}

func (w *Witness) exec(t testing.TB, statement string) {
	t.Helper()
	if _, err := w.store.DB().ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func (w *Witness) each(t testing.TB, query string, do func(*sql.Rows) error) {
	t.Helper()
	rows, err := w.store.DB().QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := do(rows); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
