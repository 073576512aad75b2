package journal_test

import (
	"errors"
	"strings"
	"testing"

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
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/testkit"
)

// tables are those of the journalled types. People and what belongs to them change
// by internal/account alone, whose tests watch it the same way.
var tables = map[string]string{
	"Figure": figure.Table, "HostOrganization": hostorganization.Table, "Locality": locality.Table, "Member": member.Table,
	"Region": region.Table, "RegionPeriod": regionperiod.Table, "RuleCitation": rulecitation.Table, "RuleSet": ruleset.Table,
	"Season": season.Table, "SeasonRegion": seasonregion.Table, "SocialProject": socialproject.Table, "Source": entsource.Table,
	"Youth": youth.Table,
}

// Whatever changes a row, the journal knows of it. A new type of rows is named in
// tables, and what writes it is one of the steps.
func TestNoTableChangesWithoutAnEntry(t *testing.T) {
	// journal_entries and journal_seals, what the tests of internal/account watch,
	// and the machinery of the server (notJournalled).
	if elsewhere := 2 + 9 + 11; len(tables) != len(migrate.Tables)-elsewhere {
		t.Errorf("%d of %d tables are watched: name the new one here", len(tables), len(migrate.Tables)-elsewhere)
	}
	eachWorld(t, func(t *testing.T, w *world) {
		witness := testkit.Watch(t, w.store, tables)
		records := personal.New(w.client, testkit.Vault(t))
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
				witness.Forget(t)
				_, loading := facts.Load(w.ctx, w.client)
				return errors.Join(err, loading)
			}},
			{"a demonstration", func() error {
				_, err := demo.Generate(w.ctx, w.client, records, demo.Options{Youth: 1200, Projects: 300})
				return err
			}},
			{"its removal", func() error { _, err := demo.Remove(w.ctx, w.client, records); return err }},
		} {
			if err := step.do(); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			problems, changed := witness.Unexplained(t)
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
		if problems, _ := witness.Unexplained(t); len(problems) != 20 {
			t.Errorf("%d changes past the program are noticed, want 20", len(problems))
		}
	})
}
