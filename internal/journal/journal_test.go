package journal_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/google/go-cmp/cmp"

	"zhas/ent"
	"zhas/ent/figure"
	"zhas/ent/policy"
	entsource "zhas/ent/source"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// said is what an entry says, in short: the columns that change alone.
func said(e *ent.JournalEntry) string {
	return fmt.Sprintf("%s %s %s → %s", e.Action, e.Entity, get(e.Before), get(e.After))
}

func TestEntriesSayWhatChanged(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		var one, two *ent.Source
		var number *ent.Figure
		begun := time.Now()
		last := 0
		// step runs a transaction and compares the entries that it made.
		step := func(name string, do func(ctx context.Context, tx *ent.Tx) error, want ...string) []*ent.JournalEntry {
			t.Helper()
			w.write(t, do)
			list := w.entries(t, last)
			var got []string
			for _, e := range list {
				got = append(got, said(e))
				last = e.ID
				if e.Transaction != list[0].Transaction || e.ActorKind != programme.ActorSystem || e.ActorID != nil || e.RequestID != nil {
					t.Errorf("%s: %+v", name, e)
				}
				if at := time.UnixMicro(e.RecordedAt); at.Before(begun.Add(-time.Second)) || at.After(time.Now()) {
					t.Errorf("%s is recorded at %v", name, at)
				}
			}
			ids := strings.NewReplacer("@one", fmt.Sprint(one.ID), "@two", fmt.Sprint(two.ID))
			if diff := cmp.Diff(ids.Replace(strings.Join(want, "\n")), strings.Join(got, "\n")); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
			return list
		}
		const (
			plain  = `"address":null,"code":"%s","description_en":"c","description_kk":"а","description_ru":"б","language":null,"note_en":null,"note_kk":null,"note_ru":null,"published_on":%s,"publisher":%s,"title":null}`
			rest   = `"basis":"REPORTED","code":"F","derivation":null,"measure":"YOUTH","note_en":null,"note_kk":null,"note_ru":null,"period_end":"2018-12-31","period_start":"2018-01-01","place_en":null,"place_kk":null,"place_ru":null,"qualifier":"EXACTLY","region_id":null,"season_id":null,"source_id":%s,"unit":"PEOPLE","value":%v}`
			nobody = "null"
		)
		image := func(code, day, publisher string) string { return "{" + fmt.Sprintf(plain, code, day, publisher) }
		figureImage := func(of string, value any) string { return "{" + fmt.Sprintf(rest, of, value) }
		step("creations", func(ctx context.Context, tx *ent.Tx) (err error) {
			if one, err = source(tx, "A").SetPublishedOn("2019-05-01").Save(ctx); err != nil {
				return err
			}
			created, err := tx.Source.CreateBulk(source(tx, "B"), source(tx, "C")).Save(ctx)
			if err != nil {
				return err
			}
			two = created[0]
			number, err = figureOf(tx, "F", one).Save(ctx)
			return err
		},
			"CREATE Source none → "+image("A", `"2019-05-01"`, nobody), "CREATE Source none → "+image("B", nobody, nobody),
			"CREATE Source none → "+image("C", nobody, nobody), "CREATE Figure none → "+figureImage("@one", 1))
		list := step("an update of a row in hand", func(ctx context.Context, tx *ent.Tx) error {
			return tx.Source.UpdateOne(one).SetPublisher("<Қ>").ClearPublishedOn().Exec(ctx)
		}, "UPDATE Source "+image("A", `"2019-05-01"`, nobody)+" → "+image("A", nobody, `"<Қ>"`))
		if id := list[0].EntityID; id == nil || *id != one.ID {
			t.Errorf("the entry is of %s, want %d", get(id), one.ID)
		}
		step("an update by id", func(ctx context.Context, tx *ent.Tx) error {
			return tx.Source.UpdateOneID(two.ID).SetPublisher("Б").Exec(ctx)
		}, "UPDATE Source "+image("B", nobody, nobody)+" → "+image("B", nobody, `"Б"`))
		step("an update of many", func(ctx context.Context, tx *ent.Tx) error {
			return tx.Source.Update().Where(entsource.CodeIn("A", "C")).SetPublisher("<Қ>").Exec(ctx)
		}, "UPDATE Source "+image("C", nobody, nobody)+" → "+image("C", nobody, `"<Қ>"`))
		step("an update that sets what is there", func(ctx context.Context, tx *ent.Tx) error {
			return tx.Source.UpdateOneID(two.ID).SetPublisher("Б").Exec(ctx)
		})
		step("a sum", func(ctx context.Context, tx *ent.Tx) error {
			return tx.Figure.Update().Where(figure.Code("F")).AddValue(1.5).SetSourceID(two.ID).Exec(ctx)
		}, "UPDATE Figure "+figureImage("@one", 1)+" → "+figureImage("@two", 2.5))
		step("a sum of a row in hand that is out of date", func(ctx context.Context, tx *ent.Tx) error {
			return tx.Figure.UpdateOne(number).AddValue(1).Exec(ctx)
		}, "UPDATE Figure "+figureImage("@two", 1)+" → "+figureImage("@two", 3.5))
		step("deletions", func(ctx context.Context, tx *ent.Tx) error {
			if err := tx.Figure.DeleteOneID(number.ID).Exec(ctx); err != nil {
				return err
			}
			_, err := tx.Source.Delete().Where(entsource.Code("C")).Exec(ctx)
			return err
		}, "DELETE Figure "+figureImage("@two", 3.5)+" → none", "DELETE Source "+image("C", nobody, `"<Қ>"`)+" → none")
		step("nothing", func(context.Context, *ent.Tx) error { return nil })
		step("a creation that fails, and goes on", func(ctx context.Context, tx *ent.Tx) error {
			if _, err := source(tx, "").Save(ctx); err == nil { // refused before it reaches the database
				return errors.New("a source without a code")
			}
			return source(tx, "D").Exec(ctx)
		}, "CREATE Source none → "+image("D", nobody, nobody))

		before := last
		failed := errors.New("failed")
		err := journal.Write(w.ctx, w.client, func(ctx context.Context, tx *ent.Tx) error {
			return errors.Join(source(tx, "E").Exec(ctx), failed)
		})
		if !errors.Is(err, failed) || len(w.entries(t, before)) > 0 || w.client.Source.Query().Where(entsource.Code("E")).ExistX(w.ctx) {
			t.Errorf("an error undoes not everything: %v", err)
		}
		// Who asks and by which request.
		ctx := journal.WithRequestID(w.ctx, "request-1")
		if err := journal.Write(ctx, w.client, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "G").Exec(ctx) }); err != nil {
			t.Fatal(err)
		}
		if e := w.entries(t, before)[0]; get(e.RequestID) != "request-1" {
			t.Errorf("the request is %s", get(e.RequestID))
		}
	})
}

func TestBulkIsOneEntryAStatement(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		bulk := journal.Bulk(w.ctx, "trial")
		write := func(do func(ctx context.Context, tx *ent.Tx) error) error { return journal.Write(bulk, w.client, do) }
		var ids []int
		err := write(func(ctx context.Context, tx *ent.Tx) error {
			created, err := tx.Source.CreateBulk(source(tx, "A"), source(tx, "B"), source(tx, "C")).Save(ctx)
			for _, e := range created {
				ids = append(ids, e.ID)
			}
			return errors.Join(err, source(tx, "D").Exec(ctx))
		})
		if err != nil {
			t.Fatal(err)
		}
		err = write(func(ctx context.Context, tx *ent.Tx) error {
			_, err := tx.Source.Delete().Where(entsource.CodeIn("A", "B")).Exec(ctx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range w.entries(t, 0) {
			text := said(e)
			if _, digest, found := strings.Cut(text, `"sha256":"`); found {
				text = strings.Replace(text, digest, fmt.Sprint(len(digest)-2), 1)
			}
			got = append(got, text)
		}
		want := []string{
			fmt.Sprintf(`BULK Source none → {"count":3,"first_id":%d,"last_id":%d,"reason":"trial","sha256":"64`, ids[0], ids[2]),
			fmt.Sprintf(`BULK Source none → {"count":1,"first_id":%d,"last_id":%[1]d,"reason":"trial","sha256":"64`, ids[2]+1),
			`BULK Source {"count":2,"reason":"trial"} → none`,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("entries (-want +got):\n%s", diff)
		}
		err = write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Source.Update().SetPublisher("x").Exec(ctx)
		})
		if err == nil || !strings.Contains(err.Error(), "never updated") {
			t.Errorf("an update in bulk: %v", err)
		}
	})
}

// The journal adds one statement to a mutation of any size, and one more where
// it has to read what there was.
func TestStatements(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		var held *ent.Source
		w.write(t, func(ctx context.Context, tx *ent.Tx) (err error) {
			held, err = source(tx, "held").Save(ctx)
			return err
		})
		n := 0
		create := func(rows int) func(context.Context, *ent.Tx) error {
			return func(ctx context.Context, tx *ent.Tx) error {
				list := make([]*ent.SourceCreate, rows)
				for i := range list {
					n++
					list[i] = source(tx, fmt.Sprint(n))
				}
				for _, one := range list[:rows%500] {
					if err := one.Exec(ctx); err != nil {
						return err
					}
				}
				for i := rows % 500; i < rows; i += 500 {
					if err := tx.Source.CreateBulk(list[i : i+500]...).Exec(ctx); err != nil {
						return err
					}
				}
				return nil
			}
		}
		for name, c := range map[string]struct {
			do   func(context.Context, *ent.Tx) error
			adds int64
		}{
			"one creation":    {create(1), 1},
			"three creations": {create(3), 1},
			"4,000 creations": {create(4000), 1},
			"an update of a row": {func(ctx context.Context, tx *ent.Tx) error {
				n++
				return tx.Source.UpdateOne(held).SetTitle("x").SetDescriptionKk(fmt.Sprint(n)).SetDescriptionRu("б").SetDescriptionEn("c").Exec(ctx)
			}, 1},
			"an update by id": {func(ctx context.Context, tx *ent.Tx) error {
				n++
				return tx.Source.UpdateOneID(held.ID).SetPublisher(fmt.Sprint(n)).Exec(ctx)
			}, 2},
			"an update of all": {func(ctx context.Context, tx *ent.Tx) error {
				n++
				return tx.Source.Update().SetPublisher(fmt.Sprint(n)).Exec(ctx)
			}, 2},
			"an update of none": {func(ctx context.Context, tx *ent.Tx) error {
				return tx.Source.Update().Where(entsource.Code("none")).SetPublisher("x").Exec(ctx)
			}, 1},
			"nothing": {func(context.Context, *ent.Tx) error { return nil }, 0},
		} {
			count := func(ctx context.Context) int64 {
				ctx, statements := store.CountStatements(ctx)
				if err := journal.Write(ctx, w.client, c.do); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				return statements.Load()
			}
			if without, with := count(testkit.Setup(w.ctx)), count(w.ctx); with-without != c.adds {
				t.Errorf("%s: %d statements instead of %d, want %d more", name, with, without, c.adds)
			}
		}
	})
}

// What others commit between the reading of the rows and their change stays as
// it is, for the journal has not seen it.
func TestOnlyWhatWasReadChanges(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.write(t, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "A").Exec(ctx) })
		meanwhile := sync.OnceFunc(func() {
			if w.store.Dialect() == dialect.Postgres { // SQLite has one writer at a time
				w.write(t, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "B").Exec(ctx) })
			}
		})
		watched := ent.NewClient(ent.Driver(dialect.DebugWithContext(w.store.Driver(), func(_ context.Context, statement ...any) {
			if strings.Contains(fmt.Sprint(statement...), "DELETE FROM") {
				meanwhile()
			}
		})))
		last := w.entries(t, 0)
		err := journal.Write(w.ctx, watched, func(ctx context.Context, tx *ent.Tx) error {
			n, err := tx.Source.Delete().Exec(ctx)
			if n != 1 {
				t.Errorf("%d rows were deleted", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		deleted := 0
		for _, e := range w.entries(t, last[len(last)-1].ID) {
			if e.Action == programme.JournalDelete {
				deleted++
			}
		}
		if deleted != 1 {
			t.Errorf("%d entries of deletions", deleted)
		}
	})
}

// Every type of ent refuses changes that the journal does not see. A new one
// embeds journalled in ent/policy, or stands here with the reason why not.
func TestNothingChangesOutside(t *testing.T) {
	notJournalled := map[string]string{
		"JournalEntry": "its policy denies every change",
		"JournalSeal":  "its policy denies every change",
	}
	eachWorld(t, func(t *testing.T, w *world) {
		other, err := w.client.Tx(w.ctx)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = other.Rollback() }()
		refused := func(what string, ctx context.Context, clients any) {
			t.Helper()
			value := reflect.ValueOf(clients).Elem()
			tried := 0
			for i := range value.NumField() {
				field := value.Type().Field(i)
				if !field.IsExported() || !value.Field(i).MethodByName("Delete").IsValid() {
					continue
				}
				if field.Name == "Job" || field.Name == "Throttle" {
					continue // machinery of the server, gone when it is done
				}
				if slices.Contains([]string{"BlindIndex", "DataAccessPerson", "YouthCategory", "YouthKey", "YouthTraits"}, field.Name) {
					continue // follows from what is sealed, or from what an access says
				}
				tried++
				builder := value.Field(i).MethodByName("Delete").Call(nil)[0]
				results := builder.MethodByName("Exec").Call([]reflect.Value{reflect.ValueOf(ctx)})
				err, _ := results[1].Interface().(error)
				if _, known := notJournalled[field.Name]; known && err != nil {
					continue
				}
				if !errors.Is(err, journal.ErrOutside) {
					t.Errorf("%s: %s: %v", what, field.Name, err)
				}
			}
			if tried < 15 {
				t.Errorf("%s: only %d types were tried", what, tried)
			}
		}
		refused("no transaction", w.ctx, w.client)
		refused("a transaction that is not journalled", w.ctx, other)
		if err := other.Rollback(); err != nil {
			t.Fatal(err)
		}
		w.write(t, func(ctx context.Context, tx *ent.Tx) error {
			refused("another connection", ctx, w.client)
			if err := journal.Write(ctx, w.client, func(context.Context, *ent.Tx) error { return nil }); err == nil {
				t.Error("a transaction within a transaction")
			}
			return nil
		})
		err = journal.Write(w.ctx, w.client, func(ctx context.Context, tx *ent.Tx) error {
			from, err := source(tx, "A").Save(ctx)
			if err != nil {
				return err
			}
			number, err := figureOf(tx, "F", from).Save(ctx)
			if err != nil {
				return err
			}
			return tx.Source.UpdateOne(from).RemoveFigures(number).Exec(ctx)
		})
		if err == nil || !strings.Contains(err.Error(), "kept in other rows") {
			t.Errorf("rows of another type change by an edge: %v", err)
		}
		// Policies still have the first word.
		public := viewer.NewContext(t.Context(), viewer.Anybody(viewer.English))
		err = journal.Write(public, w.client, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "A").Exec(ctx) })
		if err == nil || !strings.Contains(err.Error(), "deny") {
			t.Errorf("the public writes: %v", err)
		}
	})
}

// An image has every column of its row, but for those that follow from others.
func TestImagesHaveEveryColumn(t *testing.T) {
	t.Parallel()
	clients := reflect.TypeFor[ent.Client]()
	for i := range clients.NumField() {
		get, ok := clients.Field(i).Type.MethodByName("Get")
		if !ok {
			continue
		}
		row := reflect.New(get.Type.Out(0).Elem())
		values := row.Interface().(ent.JournalRow).JournalValues()
		columns, secrets := 0, 0
		copied, known := ent.CopiedColumns[policy.Tables()[clients.Field(i).Name]]
		if known && len(copied) == 0 {
			continue // all of it follows from what is sealed
		}
		for j := range row.Elem().NumField() {
			field := row.Elem().Type().Field(j)
			column, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			switch {
			case !field.IsExported() && field.Name != "config" && field.Name != "selectValues":
				t.Errorf("%s: the edge behind the column %s has no field of its own", clients.Field(i).Name, field.Name)
			case column == "-" && field.IsExported() && field.Name != "Totals" && field.Name != "Opened" && field.Name != "Look" && field.Name != "By" && field.Name != "Reviewer":
				secrets++
			case column == "" || column == "-" || column == "id" || column == "edges" || column == "search_text" || strings.HasSuffix(column, "_order") ||
				slices.Contains(copied, column):
				continue
			}
			columns++
			if _, ok := values[column]; field.IsExported() && column != "-" && !ok {
				t.Errorf("%s: the image has no %s", clients.Field(i).Name, column)
			}
		}
		for _, value := range values {
			if _, ok := value.(ent.JournalSecret); ok {
				secrets--
			}
		}
		if secrets != 0 {
			t.Errorf("%s: %d secrets more than the image hides", clients.Field(i).Name, secrets)
		}
		if columns < 2 || len(values) > columns {
			t.Errorf("%s: %d columns, %d of them in the image", clients.Field(i).Name, columns, len(values))
		}
	}
}

func TestImages(t *testing.T) {
	t.Parallel()
	secret, instant := "хэш", time.Date(2026, 1, 2, 3, 4, 5, 6789, time.FixedZone("", 5*3600))
	hide := func(value any) map[string]any { return map[string]any{"secret": ent.JournalSecret{Value: value}} }
	for name, c := range map[string]struct {
		values, was map[string]any
		want        string
	}{
		"none":                    {nil, nil, "none"},
		"in order, unescaped":     {map[string]any{"b": 1, "a": "<&>қ", "c": []string{"x"}}, nil, `{"a":"<&>қ","b":1,"c":["x"]}`},
		"instants":                {map[string]any{"a": instant, "b": &instant, "c": (*time.Time)(nil)}, nil, `{"a":"2026-01-01T22:04:05.000006Z","b":"2026-01-01T22:04:05.000006Z","c":null}`},
		"no value":                {map[string]any{"a": (*int)(nil)}, nil, `{"a":null}`},
		"a secret":                {hide(secret), nil, `{"secret":"hidden"}`},
		"a secret that is kept":   {hide(secret), hide(&secret), `{"secret":"hidden"}`},
		"a secret that changes":   {hide(secret), hide("x"), `{"secret":"changed"}`},
		"a secret that is given":  {hide(&secret), hide((*string)(nil)), `{"secret":"changed"}`},
		"a secret that is absent": {hide(nil), hide((*string)(nil)), `{"secret":"hidden"}`},
	} {
		got, err := journal.Image(c.values, c.was)
		if err != nil || get(got) != c.want {
			t.Errorf("%s: %s, %v, want %s", name, get(got), err, c.want)
		}
	}
}

func TestTheJournalIsInsertOnly(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.write(t, func(ctx context.Context, tx *ent.Tx) error { return source(tx, "A").Exec(ctx) })
		w.seal(t)
		statements := []string{
			`UPDATE journal_entries SET entity = 'x'`, `DELETE FROM journal_entries`,
			`UPDATE journal_seals SET hash = 'x'`, `DELETE FROM journal_seals`,
		}
		if w.store.Dialect() == "postgres" {
			statements = append(statements, `TRUNCATE journal_entries`, `TRUNCATE journal_seals`,
				`INSERT INTO journal_seals SELECT * FROM journal_seals ON CONFLICT (position) DO UPDATE SET hash = 'x'`)
		} else {
			statements = append(statements, `REPLACE INTO journal_entries SELECT * FROM journal_entries`, `REPLACE INTO journal_seals SELECT * FROM journal_seals`,
				`REPLACE INTO journal_seals (position, entry_id, hash) SELECT 7, entry_id, hash FROM journal_seals`)
		}
		for _, statement := range statements {
			if _, err := w.store.DB().ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "insert-only") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		if n := w.number(t, "SELECT COUNT(*) FROM journal_entries WHERE entity = 'Source'"); n != 1 {
			t.Errorf("%d entries are left", n)
		}
	})
}
