package graph_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"zhas/ent"
	"zhas/graph"
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
			youth, err = tx.Youth.Create().SetFamilyName("Әбенова").SetGivenName("Айым").SetRegion(region).Save(ctx)
			return err
		})
		w.seal(t)
		if lines, _ := w.changes(t, public, from, 10); len(lines) > 0 {
			t.Errorf("the public reads %q", lines)
		}
		if lines, _ := w.changes(t, system, from, 10); len(lines) != 1 || !strings.Contains(lines[0], "familyName:<nil>→Әбенова") {
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
			resolver := graph.NewResolver(ent.NewClient(ent.Driver(w.store.Driver())), nil)
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
		person := s.client.Account.Create().SetEmail("a@zhas.example").SetName("A").SetLanguage(viewer.English).SetPasswordHash("x").
			SetSecondFactorAt(now).SaveX(setup)
		grant := s.client.RoleGrant.Create().SetAccount(person).SetRole(viewer.RegionalCoordinator).SetRegion(region).SetStartsAt(now.Add(-time.Hour)).SaveX(setup)
		session := s.client.Session.Create().SetTokenHash([]byte("x")).SetAccount(person).SetDevice("").SetAddress("").SetSecondFactorAt(now).SaveX(setup)
		asking, err := s.accounts.Again(viewer.NewContext(t.Context(), viewer.Viewer{Session: session.ID}))
		if err != nil || !asking.Has(viewer.RegionalCoordinator) {
			t.Fatal(asking, err)
		}

		resolver := graph.NewResolver(s.client, s.accounts)
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
			return tx.Youth.Create().SetFamilyName("Әбенова").SetGivenName("Айым").SetRegion(region).Exec(ctx)
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
