package graph_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"zhas/ent"
	"zhas/ent/journalentry"
	"zhas/ent/season"
	"zhas/graph"
	"zhas/internal/account"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// seal gives all entries their place in the order of the journal.
func (w *world) seal(t *testing.T) {
	t.Helper()
	if _, err := journal.Seal(viewer.AsSystem(t.Context()), w.client); err != nil {
		t.Fatal(err)
	}
}

// write runs do in a journalled transaction.
func (w *world) write(t *testing.T, do func(ctx context.Context, tx *ent.Tx) error) {
	t.Helper()
	if err := journal.Write(viewer.AsSystem(t.Context()), w.client, do); err != nil {
		t.Fatal(err)
	}
}

const changesQuery = `query($first: Int, $after: Cursor) { changes(first: $first, after: $after) {
	nodes { kind type record recordedAt transaction actor { kind } fields { name before after } }
	edges { cursor } pageInfo { endCursor hasNextPage } } }`

// changes reads the feed to its end by pages of the size, and tells each change
// in a line.
func (w *world) changes(t *testing.T, asking viewer.Viewer, after string, size int) (lines []string, end string) {
	t.Helper()
	for {
		variables := map[string]any{"first": size}
		if after != "" {
			variables["after"] = after
		}
		page := at(t, w.data(t, asking, changesQuery, variables), "changes")
		nodes := at(t, page, "nodes").([]any)
		if len(nodes) > size {
			t.Fatalf("%d changes on a page of %d", len(nodes), size)
		}
		for _, node := range nodes {
			lines = append(lines, tell(t, node))
		}
		after = at(t, page, "pageInfo", "endCursor").(string)
		if at(t, page, "pageInfo", "hasNextPage") == false {
			return lines, after
		}
	}
}

// tell says a change in a line.
func tell(t *testing.T, node any) string {
	t.Helper()
	line := fmt.Sprint(at(t, node, "kind"), " ", at(t, node, "type"))
	for _, field := range at(t, node, "fields").([]any) {
		line += fmt.Sprintf(" %s:%v→%v", at(t, field, "name"), at(t, field, "before"), at(t, field, "after"))
	}
	return line
}

// A project is drafted, published, renamed, withdrawn and deleted. The public
// reads of it what it could see, the programme all of it.
func TestTheFeedShowsEachViewerWhatItCouldSee(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, 1, "KZ-63")
		w.seal(t)
		_, publicFrom := w.changes(t, public, "", 100)
		_, systemFrom := w.changes(t, system, "", 100)
		ctx := viewer.AsSystem(t.Context())
		season, region := w.client.Season.Query().FirstX(ctx), w.client.Region.Query().Where(byCode("KZ-63")).OnlyX(ctx)
		var project *ent.SocialProject
		w.write(t, func(ctx context.Context, tx *ent.Tx) (err error) {
			project, err = tx.SocialProject.Create().SetTitle("Нобай").SetSummary("").SetLanguage(programme.TextKazakh).
				SetDirection(programme.DirectionCulture).SetStage(programme.StageRunning).SetSeason(season).SetRegion(region).
				SetCreatedAt(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)).Save(ctx)
			return err
		})
		update := func(change func(*ent.SocialProjectUpdateOne) *ent.SocialProjectUpdateOne) {
			w.write(t, func(ctx context.Context, tx *ent.Tx) error {
				return change(tx.SocialProject.UpdateOneID(project.ID)).Exec(ctx)
			})
		}
		update(func(u *ent.SocialProjectUpdateOne) *ent.SocialProjectUpdateOne {
			return u.SetPublishedAt(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC))
		})
		update(func(u *ent.SocialProjectUpdateOne) *ent.SocialProjectUpdateOne {
			return u.SetTitle("Ауыл").SetSummary("Кітапхана")
		})
		update((*ent.SocialProjectUpdateOne).ClearPublishedAt)
		w.write(t, func(ctx context.Context, tx *ent.Tx) error { return tx.SocialProject.DeleteOneID(project.ID).Exec(ctx) })

		// What is not sealed has no place in the order yet.
		if lines, _ := w.changes(t, system, systemFrom, 10); len(lines) > 0 {
			t.Errorf("before sealing: %q", lines)
		}
		w.seal(t)
		created := fmt.Sprintf("CREATED SocialProject createdAt:<nil>→2026-01-02T03:04:05Z direction:<nil>→CULTURE_AND_LEISURE invented:<nil>→false language:<nil>→KAZAKH"+
			" publishedAt:<nil>→%%s region:<nil>→%d season:<nil>→%d stage:<nil>→RUNNING summary:<nil>→ title:<nil>→Нобай", region.ID, season.ID)
		want := []string{
			strings.Replace(created, "publishedAt:<nil>→%s ", "", 1),
			"UPDATED SocialProject publishedAt:<nil>→2026-02-01T00:00:00Z",
			"UPDATED SocialProject summary:→Кітапхана title:Нобай→Ауыл",
			"UPDATED SocialProject publishedAt:2026-02-01T00:00:00Z→<nil>",
			"REMOVED SocialProject",
		}
		for _, size := range []int{1, 2, 100} {
			if got, _ := w.changes(t, system, systemFrom, size); !slices.Equal(got, want) {
				t.Errorf("the programme reads by %d\n%s\nwant\n%s", size, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			published := []string{fmt.Sprintf(created, "2026-02-01T00:00:00Z"), want[2], "REMOVED SocialProject"}
			if got, _ := w.changes(t, public, publicFrom, size); !slices.Equal(got, published) {
				t.Errorf("the public reads by %d\n%s\nwant\n%s", size, strings.Join(got, "\n"), strings.Join(published, "\n"))
			}
		}
		history := `query($id: ID!, $after: Cursor) { history(id: $id, first: 2, after: $after) {
			nodes { kind type record fields { name before after } } pageInfo { hasNextPage endCursor } } }`
		variables := map[string]any{"id": fmt.Sprint(project.ID)}
		first := at(t, w.data(t, public, history, variables), "history")
		variables["after"] = at(t, first, "pageInfo", "endCursor")
		second := at(t, w.data(t, public, history, variables), "history")
		var got []string
		for _, node := range append(at(t, first, "nodes").([]any), at(t, second, "nodes").([]any)...) {
			got = append(got, tell(t, node))
		}
		newest := []string{"REMOVED SocialProject", want[2], fmt.Sprintf(created, "2026-02-01T00:00:00Z")}
		if !slices.Equal(got, newest) || at(t, first, "pageInfo", "hasNextPage") != true || at(t, second, "pageInfo", "hasNextPage") != false {
			t.Errorf("the public reads the history %q", got)
		}
	})
}

// Nobody reads of young people, members and hosts through the feed who may not
// read them, and their history is that of records that never were.
func TestTheFeedHidesWhatIsHidden(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.seal(t)
		_, from := w.changes(t, public, "", 100)
		var youth *ent.Youth
		w.write(t, func(ctx context.Context, tx *ent.Tx) (err error) {
			region, err := tx.Region.Query().First(ctx)
			if err != nil {
				return err
			}
			youth, err = tx.Youth.Create().SetPerson(tx.Person.Create().SaveX(ctx)).SetFamilyName("Әбенова").SetGivenName("Айым").SetRegion(region).Save(ctx)
			return err
		})
		w.seal(t)
		if lines, _ := w.changes(t, public, from, 10); len(lines) > 0 {
			t.Errorf("the public reads %q", lines)
		}
		if lines, _ := w.changes(t, system, from, 10); len(lines) != 1 || !strings.Contains(lines[0], "CREATED Youth") || strings.Contains(lines[0], "Әбенова") {
			t.Errorf("the programme reads %q", lines)
		}
		history := `query($id: ID!) { history(id: $id) { nodes { kind } edges { cursor } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`
		hidden := w.ask(t, public, history, map[string]any{"id": fmt.Sprint(youth.ID)})
		for _, absent := range []int{youth.ID + 1, 1 << 60, -1} {
			if got := w.ask(t, public, history, map[string]any{"id": fmt.Sprint(absent)}); fmt.Sprint(got.Data, got.Errors) != fmt.Sprint(hidden.Data, hidden.Errors) {
				t.Errorf("hidden %v, absent %v", hidden, got)
			}
		}
	})
}

// However many changes a page has, it costs one statement for the entries and
// one for each type among them.
func TestTheFeedCostsAStatementAType(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.seal(t)
		a := w.ask(t, public, changesQuery, map[string]any{"first": 100})
		if len(a.Errors) > 0 || len(at(t, a.Data, "changes", "nodes").([]any)) != 100 {
			t.Fatalf("%v", a.Errors)
		}
		if types := int64(8); a.statements > 1+types { // those of the published facts
			t.Errorf("%d statements", a.statements)
		}
	})
}

func TestCursorsOfChangesAreChecked(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.seal(t)
		edge := at(t, w.data(t, public, changesQuery, map[string]any{"first": 1}), "changes", "edges", 0, "cursor")
		for _, test := range []string{
			`{ changes(after: "x") { nodes { kind } } }`,
			`{ changes(after: "") { nodes { kind } } }`,
			`{ changes(first: 101) { nodes { kind } } }`,
			`{ changes(first: -1) { nodes { kind } } }`,
			fmt.Sprintf(`{ history(id: "1", after: %q) { nodes { kind } } }`, edge),
		} {
			a := w.ask(t, public, test, nil)
			if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" {
				t.Errorf("%s: %+v", test, a)
			}
		}
	})
}

// follower reads the feed by subscription and takes it up where it broke off.
type follower struct {
	after  string
	titles []string
}

// read follows until the feed has told of n titles in all, or breaks off.
func (f *follower) read(t *testing.T, address string, n int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	variables := map[string]any{}
	if f.after != "" {
		variables["after"] = f.after
	}
	body, err := json.Marshal(map[string]any{
		"query":     `subscription($after: Cursor) { changes(after: $after) { nodes { fields { name after } } pageInfo { endCursor } } }`,
		"variables": variables,
	})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		text, isData := strings.CutPrefix(lines.Text(), "data: ")
		if !isData {
			continue
		}
		var event map[string]any
		if err := json.Unmarshal([]byte(text), &event); err != nil {
			t.Fatal(err)
		}
		for _, node := range at(t, event, "data", "changes", "nodes").([]any) {
			for _, field := range at(t, node, "fields").([]any) {
				if at(t, field, "name") == "title" {
					f.titles = append(f.titles, at(t, field, "after").(string))
				}
			}
		}
		f.after = at(t, event, "data", "changes", "pageInfo", "endCursor").(string)
		if len(f.titles) >= n {
			return
		}
	}
}

// A subscriber that is cut off while much happens, and whose server is started
// again, ends with everything in order.
func TestAFollowerThatWasCutOffMissesNothing(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		ctx := viewer.AsSystem(t.Context())
		w.season(t, 2026, 1, "KZ-63")
		w.seal(t)
		project := w.client.SocialProject.Query().FirstX(ctx)
		rename := func(from, to int) {
			for i := from; i < to; i++ {
				w.write(t, func(ctx context.Context, tx *ent.Tx) error {
					return tx.SocialProject.UpdateOneID(project.ID).SetTitle(fmt.Sprintf("Жоба %d", i)).SetSummary("").Exec(ctx)
				})
			}
			w.seal(t)
		}
		start := func() (address string, stop func()) {
			running, cancel := context.WithCancel(ctx)
			client := ent.NewClient(ent.Driver(w.store.Driver()))
			resolver := graph.NewResolver(client, account.New(account.Options{Client: client, Key: account.Key{1}}), nil)
			stopped := make(chan struct{})
			go func() {
				defer close(stopped)
				resolver.Follow(running)
			}()
			handler := graph.NewHandler(graph.NewExecutableSchema(graph.Config{Resolvers: resolver}), graph.Options{
				Logger: slog.New(slog.NewTextHandler(t.Output(), nil)), Stopping: running,
			})
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				handler.ServeHTTP(w, r.WithContext(viewer.NewContext(r.Context(), public)))
			}))
			return server.URL, func() {
				cancel()
				<-stopped
				server.Close()
			}
		}
		const before, during, after = 5, 1000, 10
		f := new(follower)
		address, stop := start()
		f.read(t, address, 0) // the first page says where the feed stands
		rename(0, before)
		f.read(t, address, before)
		stop()
		rename(before, before+during)
		address, stop = start()
		defer stop()
		f.read(t, address, before+during)
		rename(before+during, before+during+after)
		f.read(t, address, before+during+after)
		if len(f.titles) != before+during+after {
			t.Fatalf("%d changes", len(f.titles))
		}
		for i, title := range f.titles {
			if title != fmt.Sprintf("Жоба %d", i) {
				t.Fatalf("%s stands at %d", title, i)
			}
		}
	})
}

// What a person may see is asked anew for every page: a role that is revoked and
// a person who is blocked are so on open subscriptions too, on every replica.
func TestAFollowerReadsNoMoreThanTheyMayNow(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		setup := testkit.Setup(viewer.AsSystem(t.Context()))
		now := time.Now().UTC()
		region := s.client.Region.Create().SetIsoCode("KZ-63").SetKato("630000000").SetKind(programme.RegionOblast).SetTimeZone("Asia/Almaty").
			SetNameKk("а").SetNameRu("б").SetNameEn("c").SetCentreKk("а").SetCentreRu("б").SetCentreEn("c").SaveX(setup)
		person := s.client.Account.Create().SetPerson(s.client.Person.Create().SaveX(setup)).SetName("A").SetLanguage(viewer.English).SetPasswordHash("x").
			SetSecondFactorAt(now).SaveX(setup)
		grant := s.client.RoleGrant.Create().SetAccount(person).SetRole(viewer.RegionalCoordinator).SetRegion(region).SetStartsAt(now.Add(-time.Hour)).SaveX(setup)
		session := s.client.Session.Create().SetTokenHash([]byte("x")).SetAccount(person).SetDevice("").SetAddress("").SetSecondFactorAt(now).SaveX(setup)
		asking, err := s.accounts.Again(viewer.NewContext(t.Context(), viewer.Viewer{Session: session.ID}))
		if err != nil || !asking.Has(viewer.RegionalCoordinator) {
			t.Fatal(asking, err)
		}

		resolver := graph.NewResolver(s.client, s.accounts, nil)
		following, stop := context.WithCancel(viewer.AsSystem(t.Context()))
		defer stop()
		go resolver.Follow(following)
		handler := graph.NewHandler(graph.NewExecutableSchema(graph.Config{Resolvers: resolver}), graph.Options{
			Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
		})
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			handler.ServeHTTP(w, r.WithContext(viewer.NewContext(r.Context(), asking)))
		}))
		defer server.Close()
		body, err := json.Marshal(map[string]any{"query": `subscription { changes { nodes { type kind } pageInfo { endCursor } } }`})
		if err != nil {
			t.Fatal(err)
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "text/event-stream")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		lines := bufio.NewScanner(response.Body)
		next := func() string {
			for lines.Scan() {
				if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
					return text
				}
			}
			return "the end"
		}
		change := func(do func(ctx context.Context, tx *ent.Tx) error) {
			t.Helper()
			if err := journal.Write(viewer.AsSystem(t.Context()), s.client, do); err != nil {
				t.Fatal(err)
			}
			if _, err := journal.Seal(viewer.AsSystem(t.Context()), s.client); err != nil {
				t.Fatal(err)
			}
		}
		register := func(ctx context.Context, tx *ent.Tx) error {
			return tx.Youth.Create().SetPerson(tx.Person.Create().SaveX(ctx)).SetFamilyName("Әбенова").SetGivenName("Айым").SetRegion(region).Exec(ctx)
		}
		next() // where the feed stands
		change(register)
		if got := next(); !strings.Contains(got, `"Youth"`) {
			t.Fatalf("a coordinator reads %s", got)
		}
		change(func(ctx context.Context, tx *ent.Tx) error {
			return errors.Join(tx.RoleGrant.UpdateOne(grant).SetRevokedAt(now).Exec(ctx), register(ctx, tx))
		})
		change(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Account.UpdateOne(person).SetBlockedAt(now).Exec(ctx)
		})
		for got := next(); got != "the end"; got = next() {
			if strings.Contains(got, `"Youth"`) {
				t.Errorf("who is a coordinator no more reads %s", got)
			}
		}
	})
}

const journalQuery = `query($first: Int, $after: Cursor, $filter: JournalFilter) { journal(first: $first, after: $after, filter: $filter) {
	nodes { entry kind type record recordedAt transaction actor { kind account { id name } } fields { name before after } }
	edges { cursor } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`

// journal reads the journal to its end by pages of the size.
func (w *world) journal(t *testing.T, asking viewer.Viewer, filter map[string]any, size int) (nodes []any, pages int) {
	t.Helper()
	variables := map[string]any{"first": size, "filter": filter}
	for {
		page := at(t, w.data(t, asking, journalQuery, variables), "journal")
		nodes, pages = append(nodes, at(t, page, "nodes").([]any)...), pages+1
		if at(t, page, "pageInfo", "hasNextPage") == false {
			return nodes, pages
		}
		if pages == 1000 {
			t.Fatal("the journal has no end")
		}
		variables["after"] = at(t, page, "pageInfo", "endCursor").(string)
	}
}

// someoneChanges has a person draft a project and rename it, the public register
// somebody and the programme load rows at once; it returns the person.
func (w *world) someoneChanges(t *testing.T) *ent.Account {
	t.Helper()
	ctx := viewer.AsSystem(t.Context())
	w.season(t, 2026, 1, "KZ-63")
	person := w.client.Account.Create().SetPerson(w.client.Person.Create().SaveX(testkit.Setup(ctx))).SetName("Айгерім").SetLanguage(viewer.Kazakh).SetPasswordHash("x").
		SaveX(testkit.Setup(ctx))
	as := func(asking viewer.Viewer, do func(ctx context.Context, tx *ent.Tx) error) {
		t.Helper()
		if err := journal.Write(viewer.NewContext(ctx, asking), w.client, do); err != nil {
			t.Fatal(err)
		}
	}
	acting := viewer.Viewer{Account: person.ID, Grants: system.Grants}
	project := w.client.SocialProject.Query().FirstX(ctx)
	for _, title := range []string{"Ауыл", "Қала"} {
		as(acting, func(ctx context.Context, tx *ent.Tx) error {
			return errors.Join(tx.SocialProject.UpdateOneID(project.ID).SetTitle(title).SetSummary("").Exec(ctx),
				tx.Season.UpdateOneID(project.SeasonID).SetNameEn(title).Exec(ctx))
		})
	}
	as(viewer.Viewer{Account: person.ID + 1, Grants: system.Grants}, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Season.UpdateOneID(project.SeasonID).SetNameEn("one who is there no more").Exec(ctx)
	})
	as(system, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Youth.Create().SetPerson(tx.Person.Create().SaveX(ctx)).SetFamilyName("Әбенова").SetGivenName("Айым").SetRegionID(project.RegionID).
			Exec(journal.Bulk(ctx, "trial"))
	})
	return person
}

// Each filter gives what remains of the whole journal when everything else is
// left out, by pages of any size, the newest first.
func TestTheJournalIsReadByFilters(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		person := w.someoneChanges(t)
		all, _ := w.journal(t, system, nil, 100)
		if n := w.client.JournalEntry.Query().Where(journalentry.EntityNEQ("Person")).CountX(viewer.AsSystem(t.Context())); len(all) != n {
			t.Fatalf("%d of %d entries", len(all), n)
		}
		text := func(node any, path ...any) string { return fmt.Sprint(at(t, node, path...)) }
		for i := range all[1:] {
			if text(all[i], "recordedAt") < text(all[i+1], "recordedAt") {
				t.Fatalf("%v stands before %v", all[i], all[i+1])
			}
		}
		newest, middle := all[0], all[2]
		by := func(node any) string {
			if at(t, node, "actor", "account") == nil {
				return ""
			}
			return text(node, "actor", "account", "id")
		}
		tests := map[string]struct {
			filter map[string]any
			keeps  func(node any) bool
		}{
			"nothing": {map[string]any{}, func(any) bool { return true }},
			"types": {
				map[string]any{"type": []string{"Season", "RuleSet", "JournalEntry", "Nonsense"}},
				func(n any) bool { return text(n, "type") == "Season" || text(n, "type") == "RuleSet" },
			},
			"no type":         {map[string]any{"type": []string{}}, func(any) bool { return false }},
			"kinds of actors": {map[string]any{"actor": []string{"PERSON", "CLIENT", "PERSON"}}, func(n any) bool { return text(n, "actor", "kind") == "PERSON" }},
			"an account":      {map[string]any{"account": fmt.Sprint(person.ID)}, func(n any) bool { return by(n) == fmt.Sprint(person.ID) }},
			"an account and a type": {
				map[string]any{"account": fmt.Sprint(person.ID), "type": "SocialProject"},
				func(n any) bool { return by(n) == fmt.Sprint(person.ID) && text(n, "type") == "SocialProject" },
			},
			"an account and another kind": {map[string]any{"account": fmt.Sprint(person.ID), "actor": "SYSTEM"}, func(any) bool { return false }},
			"since":                       {map[string]any{"since": text(middle, "recordedAt")}, func(n any) bool { return text(n, "recordedAt") >= text(middle, "recordedAt") }},
			"until":                       {map[string]any{"until": text(middle, "recordedAt")}, func(n any) bool { return text(n, "recordedAt") < text(middle, "recordedAt") }},
			"a transaction":               {map[string]any{"transaction": text(middle, "transaction")}, func(n any) bool { return text(n, "transaction") == text(middle, "transaction") }},
			"no transaction":              {map[string]any{"transaction": "x"}, func(any) bool { return false }},
			"another transaction":         {map[string]any{"transaction": text(newest, "transaction") + "A"}, func(any) bool { return false }},
		}
		for name, test := range tests {
			var want []string
			for _, node := range all {
				if test.keeps(node) {
					want = append(want, text(node, "entry"))
				}
			}
			for _, size := range []int{1, 3, 100} {
				if size < 3 && len(want) > 20 {
					continue
				}
				nodes, _ := w.journal(t, system, test.filter, size)
				var got []string
				for _, node := range nodes {
					got = append(got, text(node, "entry"))
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s by %d: %d changes\n%q\nwant\n%q", name, size, len(got), got, want)
				}
			}
		}
		if kind := at(t, newest, "kind"); kind != "BULK" {
			t.Errorf("the newest is %v", kind)
		}
	})
}

// Who made a change is shown to those who may see that account, and what an
// account did is found by them alone.
func TestTheJournalNamesWhoTheViewerMaySee(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		person := w.someoneChanges(t)
		seasons := map[string]any{"type": "Season", "actor": "PERSON"}
		for _, test := range []struct {
			asking viewer.Viewer
			want   string
		}{
			{system, "[<nil> Айгерім Айгерім]"}, // one is of an account that is there no more
			{public, "[<nil> <nil> <nil>]"},
			{viewer.Viewer{Account: person.ID, Grants: []viewer.Grant{{Role: viewer.Public}}}, "[<nil> Айгерім Айгерім]"},
			{viewer.Viewer{Account: person.ID + 1, Grants: []viewer.Grant{{Role: viewer.Public}}}, "[<nil> <nil> <nil>]"},
		} {
			nodes, _ := w.journal(t, test.asking, seasons, 100)
			var names []any
			for _, node := range nodes {
				var name any
				if made := at(t, node, "actor", "account"); made != nil {
					name = at(t, made, "name")
				}
				names = append(names, name)
			}
			if got := fmt.Sprint(names); got != test.want {
				t.Errorf("%s is told %s, want %s", name(test.asking), got, test.want)
			}
		}
		of := func(id int) answer {
			return w.ask(t, public, journalQuery, map[string]any{"filter": map[string]any{"account": fmt.Sprint(id)}})
		}
		hidden := of(person.ID)
		if nodes := at(t, hidden.Data, "journal", "nodes").([]any); len(nodes) > 0 {
			t.Errorf("the public finds %v", nodes)
		}
		for _, absent := range []int{person.ID + 1, 1 << 60, -1} {
			if got := of(absent); fmt.Sprint(got.Data, got.Errors) != fmt.Sprint(hidden.Data, hidden.Errors) {
				t.Errorf("hidden %v, absent %v", hidden, got)
			}
		}
		// Names cost one statement a page, and none where nobody asks for them.
		for _, list := range []string{
			`journal(first: 50, filter: {type: ["Season"]})`, fmt.Sprintf(`history(id: "%d")`, person.ID),
			fmt.Sprintf(`history(id: "%d")`, w.client.Season.Query().Where(season.Year(2026)).OnlyIDX(viewer.AsSystem(t.Context()))),
		} {
			without := w.ask(t, system, `{ `+list+` { nodes { actor { kind } } } }`, nil)
			with := w.ask(t, system, `{ `+list+` { nodes { actor { account { name } } } edges { node { actor { account { id } } } } } }`, nil)
			made := int64(0)
			if strings.Contains(fmt.Sprint(without.Data), "PERSON") {
				made = 1
			}
			if len(with.Errors) > 0 || with.statements-without.statements != made {
				t.Errorf("%s: %d statements without names, %d with them; %v", list, without.statements, with.statements, with.Errors)
			}
		}
	})
}

// A page of the journal costs the same however much there is that its viewer may
// not see, and says how far it read.
func TestAPageOfTheJournalIsBounded(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		published, _ := w.journal(t, public, nil, 100)
		for range 3 {
			w.write(t, func(ctx context.Context, tx *ent.Tx) error {
				list := make([]*ent.YouthCreate, 400)
				for i := range list {
					list[i] = tx.Youth.Create().SetPerson(tx.Person.Create().SaveX(ctx)).SetFamilyName("Әбенова").SetGivenName(fmt.Sprint(i)).SetRegionID(tx.Region.Query().FirstIDX(ctx))
				}
				return tx.Youth.CreateBulk(list...).Exec(ctx)
			})
		}
		first := w.ask(t, public, journalQuery, nil)
		if page := at(t, first.Data, "journal"); len(at(t, page, "nodes").([]any)) != 0 || at(t, page, "pageInfo", "hasNextPage") != true {
			t.Errorf("the first page is %v", page)
		}
		if first.statements > 2 {
			t.Errorf("%d statements", first.statements)
		}
		seen, pages := w.journal(t, public, nil, 100)
		if len(seen) != len(published) || len(seen) == 0 || pages > 3+len(seen)/100+1 {
			t.Errorf("%d changes on %d pages, %d before", len(seen), pages, len(published))
		}
	})
}

func TestPagesWithoutChangesHaveEmptyLists(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.seal(t)
		region := w.client.Region.Query().FirstIDX(viewer.AsSystem(t.Context()))
		for _, field := range []string{"changes(first: 0)", "journal(first: 0)", `journal(filter: {type: []})`, `history(id: "999999999999999999")`, fmt.Sprintf(`history(id: "%d", first: 0)`, region)} {
			page := w.data(t, public, `{ list: `+field+` { nodes { kind } edges { cursor } pageInfo { hasNextPage endCursor } } }`, nil)["list"]
			if fmt.Sprint(at(t, page, "nodes"), at(t, page, "edges")) != "[] []" || at(t, page, "nodes") == nil || at(t, page, "edges") == nil {
				t.Errorf("%s: %v", field, page)
			}
			if more := at(t, page, "pageInfo", "hasNextPage"); more != strings.Contains(field, "first: 0") {
				t.Errorf("%s goes on: %v", field, more)
			}
		}
	})
}

// The application names every type and field of which the journal can speak: this
// is the list that its words are typed by. After a change that is meant, run
// `go test ./graph -run NamesOfChanges -update`.
func TestNamesOfChanges(t *testing.T) {
	text := "// Generated by `go test ./graph -run NamesOfChanges -update`. Do not edit.\n\n" +
		"/** The types of records that changes are of, and their fields as changes name them. */\nexport interface ChangedFields {\n"
	fields := graph.FieldNames()
	for _, entity := range slices.Sorted(maps.Keys(fields)) {
		delete(fields[entity], "id") // which never changes
		names := slices.Sorted(maps.Values(fields[entity]))
		text += "  " + entity + ":\n    | '" + strings.Join(names, "'\n    | '") + "';\n"
	}
	compareGolden(t, "../frontend/src/lib/journal/changed.ts", text+"}\n")
}
