package journal_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect"

	"zhas/ent/figure"
	"zhas/ent/hostorganization"
	"zhas/ent/locality"
	"zhas/ent/member"
	"zhas/ent/migrate"
	"zhas/ent/region"
	"zhas/ent/regionperiod"
	"zhas/ent/rulecitation"
	"zhas/ent/ruleset"
	"zhas/ent/season"
	"zhas/ent/seasonregion"
	"zhas/ent/socialproject"
	entsource "zhas/ent/source"
	"zhas/ent/youth"
	"zhas/internal/demo"
	"zhas/internal/facts"
	"zhas/internal/programme"
	"zhas/internal/testkit"
)

// tables are those of the journalled types.
var tables = map[string]string{
	"Figure": figure.Table, "HostOrganization": hostorganization.Table, "Locality": locality.Table, "Member": member.Table,
	"Region": region.Table, "RegionPeriod": regionperiod.Table, "RuleCitation": rulecitation.Table, "RuleSet": ruleset.Table,
	"Season": season.Table, "SeasonRegion": seasonregion.Table, "SocialProject": socialproject.Table, "Source": entsource.Table,
	"Youth": youth.Table,
}

// witness has the database itself note every change of every table.
func (w *world) witness(t *testing.T) {
	t.Helper()
	w.exec(t, `CREATE TABLE witnessed (tbl text, op text, id bigint)`)
	if w.store.Dialect() == dialect.Postgres {
		w.exec(t, `CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
			INSERT INTO witnessed VALUES (TG_TABLE_NAME, TG_OP, CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END);
			RETURN NULL;
		END $$`)
	}
	for _, table := range migrate.Tables {
		if strings.HasPrefix(table.Name, "journal_") {
			continue
		}
		if w.store.Dialect() == dialect.Postgres {
			w.exec(t, `CREATE TRIGGER witness AFTER INSERT OR UPDATE OR DELETE ON `+table.Name+` FOR EACH ROW EXECUTE FUNCTION witness()`)
			continue
		}
		for op, row := range map[string]string{"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"} {
			w.exec(t, fmt.Sprintf(`CREATE TRIGGER witness_%s_%s AFTER %[2]s ON %[1]s BEGIN INSERT INTO witnessed VALUES ('%[1]s', '%[2]s', %s.id); END`,
				table.Name, op, row))
		}
	}
}

// unexplained compares what the database witnessed since the last time with the
// entries after one, and returns what one of them has and the other has not, and
// the tables that changed.
func (w *world) unexplained(t *testing.T, after int) (problems []string, changed map[string]bool) {
	t.Helper()
	rows, err := w.store.DB().QueryContext(t.Context(), `SELECT tbl, op, id FROM witnessed`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	single, bulk := map[string]int{}, map[string]int{}
	for _, e := range w.entries(t, after) {
		table := tables[e.Entity]
		switch e.Action {
		case programme.JournalCreate:
			single[fmt.Sprint(table, " INSERT ", *e.EntityID)]++
		case programme.JournalUpdate:
			single[fmt.Sprint(table, " UPDATE ", *e.EntityID)]++
		case programme.JournalDelete:
			single[fmt.Sprint(table, " DELETE ", *e.EntityID)]++
		case programme.JournalBulk:
			op, image := " INSERT", e.After
			if e.Before != nil {
				op, image = " DELETE", e.Before
			}
			var count int
			if _, err := fmt.Sscanf(*image, `{"count":%d,`, &count); err != nil {
				t.Fatalf("%s: %v", *image, err)
			}
			bulk[table+op] += count
		}
	}
	changed = map[string]bool{}
	for rows.Next() {
		var table, op string
		var id int
		if err := rows.Scan(&table, &op, &id); err != nil {
			t.Fatal(err)
		}
		changed[table] = true
		one, many := fmt.Sprint(table, " ", op, " ", id), table+" "+op
		switch {
		case single[one] > 0:
			single[one]--
		case bulk[many] > 0:
			bulk[many]--
		default:
			problems = append(problems, one+" has no entry")
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for _, entries := range []map[string]int{single, bulk} {
		for what, n := range entries {
			if n != 0 {
				problems = append(problems, what+" has an entry, but did not happen")
			}
		}
	}
	w.exec(t, `DELETE FROM witnessed`)
	slices.Sort(problems)
	return problems, changed
}

// Whatever changes a row, the journal knows of it. A new type of rows is named in
// tables, and what writes it is one of the steps.
func TestNoTableChangesWithoutAnEntry(t *testing.T) {
	if len(tables) != len(migrate.Tables)-2 {
		t.Errorf("%d of %d tables are watched: name the new one here", len(tables), len(migrate.Tables)-2)
	}
	eachWorld(t, func(t *testing.T, w *world) {
		w.witness(t)
		seen := map[string]bool{}
		for _, step := range []struct {
			name string
			do   func() error
		}{
			{"the published facts", func() error { _, err := facts.Load(w.ctx, w.client); return err }},
			{"a file of localities", func() error {
				_, err := facts.LoadFile(w.ctx, w.client, "more.csv", strings.NewReader("kato,kind,name_kk,name_ru,name_en\n271010000,town,Орал,Уральск,\n"))
				return err
			}},
			{"facts that differ", func() error {
				setup := testkit.Setup(w.ctx)
				err := errors.Join(
					w.client.Figure.Update().SetValue(7).Exec(setup), w.client.Region.Update().SetTimeZone("Asia/Oral").Exec(setup),
					w.client.RegionPeriod.Update().SetCentreEn("x").Exec(setup), w.client.Season.Update().SetNameEn("x").Exec(setup),
					w.client.SeasonRegion.Update().SetOfficeEn("x").Exec(setup), w.client.Source.Update().SetPublisher("x").Exec(setup),
					w.client.RuleSet.Update().SetRules(programme.Rules{}).Exec(setup),
				)
				w.exec(t, `DELETE FROM witnessed`)
				_, loading := facts.Load(w.ctx, w.client)
				return errors.Join(err, loading)
			}},
			{"a demonstration", func() error {
				_, err := demo.Generate(w.ctx, w.client, demo.Options{Youth: 1200, Projects: 300})
				return err
			}},
			{"its removal", func() error { _, err := demo.Remove(w.ctx, w.client); return err }},
		} {
			last := 0
			if list := w.entries(t, 0); len(list) > 0 {
				last = list[len(list)-1].ID
			}
			if err := step.do(); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			problems, changed := w.unexplained(t, last)
			if len(problems) > 0 {
				t.Errorf("%s: %d changes, such as %s", step.name, len(problems), problems[0])
			}
			if len(changed) == 0 {
				t.Errorf("%s: nothing changed", step.name)
			}
			for table := range changed {
				seen[table] = true
			}
		}
		for _, table := range tables {
			if !seen[table] {
				t.Errorf("no step changes the table %s", table)
			}
		}
		// The witnesses are awake.
		w.exec(t, `UPDATE regions SET time_zone = 'x'`)
		last := w.entries(t, 0)
		if problems, _ := w.unexplained(t, last[len(last)-1].ID); len(problems) != 20 {
			t.Errorf("%d changes past the program are noticed, want 20", len(problems))
		}
	})
}
