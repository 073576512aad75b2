package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/pquerna/otp/totp"

	"zhas/ent"
	"zhas/internal/account"
	"zhas/internal/journal"
	"zhas/internal/personal"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/vault"
	"zhas/internal/viewer"
)

// settingsOf are the command-line settings that name a test's database.
func settingsOf(t *testing.T, options store.Options) []string {
	t.Helper()
	if options.DatabaseURL == "" {
		return []string{"--data-dir", options.DataDir}
	}
	parsed, err := pgx.ParseConfig(options.DatabaseURL)
	if err != nil {
		t.Fatal(err)
	}
	address := url.URL{Scheme: "postgres", Path: "/" + parsed.Database, RawQuery: url.Values{
		"host": {parsed.Host}, "user": {parsed.User},
	}.Encode()}
	return []string{"--data-dir", t.TempDir(), "--database-url", address.String()}
}

// running is a server that a test started.
type running struct {
	url  string
	out  *bytes.Buffer // what it printed until it was ready
	logs *bytes.Buffer // to be read when it has stopped
	stop func() error
}

// start boots the program on a free port and waits until it is ready.
func start(t *testing.T, settings ...string) running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	done := make(chan error, 1)
	var out, logs bytes.Buffer
	args := append([]string{"zhas", "--listen", "127.0.0.1:0", "--log-format", "json"}, settings...)
	go func() {
		err := run(ctx, append(args, "serve"), &out, io.MultiWriter(&logs, writer))
		_ = writer.CloseWithError(io.EOF)
		done <- err
	}()
	address := make(chan string, 1)
	go func() {
		defer close(address)
		for decoder := json.NewDecoder(reader); ; {
			var line struct{ Msg, Address string }
			if decoder.Decode(&line) != nil {
				return
			}
			if line.Msg == "listening" {
				address <- line.Address
			}
		}
	}()
	stop := sync.OnceValue(func() error { cancel(); return <-done })
	t.Cleanup(func() { _ = stop() })
	select {
	case host, ok := <-address:
		if !ok {
			t.Fatalf("the server did not start: %v", stop())
		}
		return running{url: "http://" + host, out: &out, logs: &logs, stop: stop}
	case <-time.After(time.Minute):
		t.Fatal("the server did not start within a minute")
		return running{}
	}
}

// get fetches an address and returns its status and body.
func (r running) get(t *testing.T, path string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// ask sends a query by GET.
func (r running) ask(t *testing.T, query string) string {
	t.Helper()
	_, body := r.get(t, "/graphql?query="+url.QueryEscape(query))
	return body
}

// zhas runs one command line to its end and returns what it printed.
func zhas(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := run(t.Context(), append([]string{"zhas"}, args...), &out, io.Discard)
	return out.String(), err
}

func TestServeFromNothing(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		settings := settingsOf(t, options)
		server := start(t, settings...)
		for path, want := range map[string]string{
			"/":                       "<html",
			"/kk/regions/KZ-63":       "<html",
			"/graphiql":               "<html",
			"/graphql/schema.graphql": "type Query {",
			"/healthz":                "ok",
			"/readyz":                 "true",
		} {
			if status, body := server.get(t, path); status != http.StatusOK || !strings.Contains(body, want) {
				t.Errorf("%s: status %d, body %.200q, want %q", path, status, body, want)
			}
		}
		want := `"nodes":[{"year":2017},{"year":2018},{"year":2019}]`
		if body := server.ask(t, `{ seasons { nodes { year } } }`); !strings.Contains(body, want) {
			t.Errorf("seasons: %s", body)
		}
		if err := server.stop(); err != nil {
			t.Errorf("stopping: %v", err)
		}
		// A second start finds everything there and changes nothing.
		again := start(t, settings...)
		if body := again.ask(t, `{ regions { totalCount } }`); !strings.Contains(body, `"totalCount":20`) {
			t.Errorf("regions after a second start: %s", body)
		}
	})
}

// post sends an operation with a session's cookie, and returns the body and the
// cookie it set.
func (r running) post(t *testing.T, cookie *http.Cookie, query string) (string, *http.Cookie) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if cookie != nil {
		request.AddCookie(cookie)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range response.Cookies() {
		cookie = set
	}
	return string(text), cookie
}

// The link that the first start prints makes an account; messages are shown on
// a page; and what one replica ends, the other one knows.
func TestTheFirstPeople(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		settings := append(settingsOf(t, options), "--outbox", "on", "--account-key-file", filepath.Join(t.TempDir(), "key"))
		server := start(t, settings...)
		_, token, found := strings.Cut(strings.TrimSpace(server.out.String()), "/kk/administrator#")
		if !found {
			t.Fatalf("no link was printed: %q", server.out)
		}
		body, cookie := server.post(t, nil, fmt.Sprintf(`mutation { createAdministrator(input: {token: %q, email: "a@zhas.example",
			name: "Ә", password: "an apple and a pear", language: kk}) { viewer { secondFactor } userErrors { code } } }`, token))
		if !strings.Contains(body, `"secondFactor":"ENROL"`) || cookie == nil {
			t.Fatalf("creating the administrator: %s", body)
		}
		other := server
		if options.DatabaseURL != "" { // SQLite has one server
			other = start(t, settings...)
			if other.out.Len() > 0 {
				t.Errorf("a second administrator is offered: %s", other.out)
			}
		}
		const owes = `{ viewer { secondFactor } }`
		if body, _ := other.post(t, cookie, owes); !strings.Contains(body, "ENROL") {
			t.Errorf("the other replica knows the session as %s", body)
		}
		server.post(t, cookie, `mutation { signOut { userErrors { code } } }`)
		if body, _ := other.post(t, cookie, owes); !strings.Contains(body, "NONE") {
			t.Errorf("after signing out the other replica knows the session as %s", body)
		}

		server.post(t, nil, `mutation { registerAccount(input: {email: "young@zhas.example", language: ru}) { userErrors { code } } }`)
		deadline := time.After(time.Minute)
		for shown := false; !shown; { // whichever replica sent it
			for _, replica := range []running{server, other} {
				_, page := replica.get(t, "/outbox")
				shown = shown || strings.Contains(page, "young@zhas.example") && strings.Contains(page, "/ru/invitation#")
			}
			select {
			case <-deadline:
				t.Fatal("no message is shown within a minute")
			case <-time.After(20 * time.Millisecond):
			}
		}
	})
}

func TestFactsAreLoadedFromAFile(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		settings := settingsOf(t, options)
		header := "code,period,season,region,place_kk,place_ru,place_en,measure,qualifier,value,unit,source,note_kk,note_ru,note_en,derivation\n"
		good := filepath.Join(t.TempDir(), "good.csv")
		bad := filepath.Join(t.TempDir(), "bad.csv")
		row := "2018-kz-15-mentors-s26,2018,2018,KZ-15,,,,mentors,about,%s,people,S26,,,,\n"
		write(t, good, header+fmt.Sprintf(row, "12"))
		write(t, bad, header+fmt.Sprintf(row, "13")+"2018-bad,2018,2018,KZ-15,,,,mentors,perhaps,1,people,S26,,,,\n")
		if out, err := zhas(t, append(settings, "facts", "load", good)...); err != nil || !strings.Contains(out, "figures: 1 created") {
			t.Fatalf("loading a good file: %q, %v", out, err)
		}
		_, err := zhas(t, append(settings, "facts", "load", bad)...)
		if err == nil || !strings.Contains(err.Error(), bad+":3:") || !strings.Contains(err.Error(), "qualifier") || !strings.Contains(err.Error(), "perhaps") {
			t.Errorf("a bad row is reported as %v, want file, line 3, column and reason", err)
		}
		server := start(t, settings...)
		if body := server.ask(t, `{ figure(code: "2018-kz-15-mentors-s26") { value } }`); !strings.Contains(body, `"value":12`) {
			t.Errorf("after a refused file: %s", body)
		}
	})
}

func TestBackupOfARunningServerIsRestored(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		settings := settingsOf(t, options)
		server := start(t, settings...)
		file := filepath.Join(t.TempDir(), "zhas.backup")
		if out, err := zhas(t, append(settings, "backup", file)...); err != nil || !strings.Contains(out, "20  regions") {
			t.Fatalf("backup: %q, %v", out, err)
		}
		folder := t.TempDir()
		elsewhere := slices.Clip([]string{"--data-dir", folder})
		if _, err := zhas(t, append(elsewhere, "restore", file)...); !errors.Is(err, personal.ErrOtherVault) {
			t.Fatalf("without the keys: %v", err)
		}
		copies := t.TempDir()
		if out, err := zhas(t, append(settings, "vault", "backup", copies)...); err != nil || !strings.Contains(out, "keys: 1\n") {
			t.Fatalf("copying the keys: %q, %v", out, err)
		}
		copied, err := filepath.Glob(filepath.Join(copies, "*"))
		if err != nil || len(copied) != 1 {
			t.Fatal(copied, err)
		}
		key, err := os.ReadFile(filepath.Join(settings[slices.Index(settings, "--data-dir")+1], "vault.key"))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, "vault.key"), string(key))
		if out, err := zhas(t, append(elsewhere, "vault", "restore", copied[0])...); err != nil || !strings.Contains(out, "keys brought back: 1") {
			t.Fatalf("bringing back the keys: %q, %v", out, err)
		}
		if out, err := zhas(t, append(elsewhere, "vault", "refill")...); err != nil || !strings.Contains(out, "people opened: 1, found erased: 0") {
			t.Fatalf("refilling: %q, %v", out, err)
		}
		query := `{ figures(first: 100) { totalCount nodes { code value source { code } } } sources(first: 100) { nodes { id title } } }`
		if before, after := server.ask(t, query), start(t, elsewhere...).ask(t, query); before != after {
			t.Errorf("restored\n%s\nwant\n%s", after, before)
		}
		if _, err := zhas(t, append(elsewhere, "restore", file)...); err == nil {
			t.Error("a database with rows is overwritten")
		}
		damaged, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		damaged[len(damaged)/2] ^= 1
		write(t, file, string(damaged))
		if _, err := zhas(t, "--data-dir", t.TempDir(), "restore", file); err == nil {
			t.Error("a flipped bit goes unnoticed")
		}
	})
}

func TestDemonstration(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		settings := settingsOf(t, options)
		server := start(t, settings...)
		query := `{ seasons(filter: {invented: true}) { nodes { year } } socialProjectCounts { count } }`
		without := server.ask(t, query)
		out, err := zhas(t, append(settings, "demo", "--youth", "70", "--projects", "20", "--seed", "5", "--year", "2024")...)
		if err != nil || !strings.Contains(out, "invented: 1 season, ") || !strings.Contains(out, " 70 youth, 20 social projects, ") {
			t.Fatalf("demo: %q, %v", out, err)
		}
		if body := server.ask(t, query); !strings.Contains(body, `{"year":2024}`) || !strings.Contains(body, `"count":`) {
			t.Errorf("with a demonstration: %s", body)
		}
		if _, err := zhas(t, append(settings, "demo")...); err == nil || !strings.Contains(err.Error(), "zhas demo --remove") {
			t.Errorf("a second demonstration: %v", err)
		}
		if out, err := zhas(t, append(settings, "demo", "--once")...); err != nil || out != "" {
			t.Errorf("a second demonstration, once: %q, %v", out, err)
		}
		if out, err := zhas(t, append(settings, "demo", "--remove")...); err != nil || !strings.Contains(out, "removed: 1 season, ") {
			t.Errorf("removal: %q, %v", out, err)
		}
		if body := server.ask(t, query); body != without {
			t.Errorf("after the removal\n%s\nwant\n%s", body, without)
		}
	})
}

// What serving wrote is proved by a command of its own, against the heads that
// the server left, until somebody changes it past the program.
func TestTheJournalIsVerified(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		settings := settingsOf(t, options)
		for _, command := range [][]string{{"facts", "load"}, {"demo", "--youth", "9"}, {"demo", "--remove"}} {
			if _, err := zhas(t, append(settings, command...)...); err != nil {
				t.Fatal(err)
			}
			if out, err := zhas(t, append(settings, "verify")...); err != nil || !strings.Contains(out, " 0 wait for their seal, the head is ") {
				t.Errorf("verify after %v: %q, %v", command, out, err)
			}
		}
		heads := filepath.Join(t.TempDir(), "elsewhere", "heads.jsonl")
		settings = append(settings, "--journal-head-file", heads)
		if err := start(t, settings...).stop(); err != nil {
			t.Fatal(err)
		}
		out, err := zhas(t, append(settings, "verify")...)
		if err != nil || !strings.HasPrefix(out, "the journal is whole: ") || !strings.Contains(out, " 0 wait for their seal") || !strings.Contains(out, "heads compared: ") {
			t.Fatalf("verify: %q, %v", out, err)
		}
		for _, wrong := range [][]string{{"--key", "another"}, {"--head", "/does/not/exist"}, {"extra"}} {
			if out, err := zhas(t, append(append(settings, "verify"), wrong...)...); err == nil {
				t.Errorf("verify %v: %q", wrong, out)
			}
		}
		opened, err := store.Open(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		// Whoever holds the database can cut the last entry off with its seal.
		cut := []string{"DROP TRIGGER journal_seals_no_delete", "DROP TRIGGER journal_entries_no_delete"}
		if options.DatabaseURL != "" {
			cut = []string{"ALTER TABLE journal_seals DISABLE TRIGGER ALL", "ALTER TABLE journal_entries DISABLE TRIGGER ALL"}
		}
		for _, statement := range append(cut, "DELETE FROM journal_entries WHERE id = (SELECT MAX(id) FROM journal_entries)",
			"DELETE FROM journal_seals WHERE position = (SELECT MAX(position) FROM journal_seals)") {
			if _, err := opened.DB().ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		if err := opened.Close(); err != nil {
			t.Fatal(err)
		}
		if out, err := zhas(t, append(settings, "verify", "--head", heads)...); err == nil || !strings.Contains(err.Error(), "cut off here") {
			t.Errorf("verify after a cut: %q, %v", out, err)
		}
	})
}

// follow subscribes to what changes after a cursor, and returns the stream.
func (r running) follow(ctx context.Context, t *testing.T, after *string) *bufio.Scanner {
	t.Helper()
	body, err := json.Marshal(map[string]any{
		"query":     `subscription($after: Cursor) { changes(after: $after) { nodes { type fields { name after } } pageInfo { endCursor } } }`,
		"variables": map[string]any{"after": after},
	})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 10<<20)
	return lines
}

// read returns the codes of the sources that the next page says were created, and
// where it ends; ok is false when the stream has broken off.
func read(t *testing.T, stream *bufio.Scanner) (codes []string, end string, ok bool) {
	t.Helper()
	for stream.Scan() {
		text, found := strings.CutPrefix(stream.Text(), "data: ")
		if !found {
			continue
		}
		var event struct {
			Data struct {
				Changes struct {
					Nodes []struct {
						Type   string
						Fields []struct {
							Name  string
							After any
						}
					}
					PageInfo struct{ EndCursor string }
				}
			}
			Errors []any
		}
		if err := json.Unmarshal([]byte(text), &event); err != nil || len(event.Errors) > 0 {
			t.Fatalf("an event: %s", text)
		}
		for _, node := range event.Data.Changes.Nodes {
			for _, field := range node.Fields {
				// The published facts may still be on their way.
				if code := fmt.Sprint(field.After); node.Type == "Source" && field.Name == "code" && strings.HasPrefix(code, "X") {
					codes = append(codes, code)
				}
			}
		}
		return codes, event.Data.Changes.PageInfo.EndCursor, true
	}
	return nil, "", false
}

// A subscriber is cut off while a thousand changes happen and their server is
// replaced, and ends with all of them in their order. ZHAS_TEST_LONG keeps them
// away for thirty seconds.
func TestASubscriberWhoWasCutOffMissesNothing(t *testing.T) {
	t.Parallel()
	const changes, together = 1000, 10
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		settings := settingsOf(t, options)
		server := start(t, settings...)
		opened, err := store.Open(t.Context(), options)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = opened.Close() })
		client := ent.NewClient(ent.Driver(opened.Driver()))
		var want []string
		happen := func(n int) {
			for range n / together {
				err := journal.Write(viewer.AsSystem(t.Context()), client, func(ctx context.Context, tx *ent.Tx) error {
					for range together {
						code := fmt.Sprintf("X%04d", len(want))
						want = append(want, code)
						if err := tx.Source.Create().SetCode(code).SetDescriptionKk(code).SetDescriptionRu(code).SetDescriptionEn(code).Exec(ctx); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		}

		patient, giveUp := context.WithTimeout(t.Context(), 2*time.Minute)
		defer giveUp()
		ctx, cutOff := context.WithCancel(patient)
		defer cutOff()
		stream := server.follow(ctx, t, nil)
		if _, _, ok := read(t, stream); !ok {
			t.Fatal("the stream does not begin with a page")
		}
		happen(together)
		var got []string
		var end string
		for len(got) < len(want) {
			codes, cursor, ok := read(t, stream)
			if !ok {
				t.Fatal("the stream broke off")
			}
			got, end = append(got, codes...), cursor
		}
		cutOff()
		away := time.Now()
		happen(changes / 2)
		if err := server.stop(); err != nil {
			t.Fatal(err)
		}
		happen(changes / 4)
		server = start(t, settings...)
		happen(changes / 4)
		time.Sleep(time.Until(away.Add(time.Duration(testkit.Size(0, 30)) * time.Second)))

		stream = server.follow(patient, t, &end)
		for len(got) < len(want) {
			codes, _, ok := read(t, stream)
			if !ok {
				t.Fatalf("the stream broke off after %d of %d changes", len(got), len(want))
			}
			got = append(got, codes...)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("changes (-made +read):\n%.2000s", diff)
		}
		// What is to come goes on behind it, until the server stops.
		happen(together)
		if codes, _, _ := read(t, stream); !slices.Equal(codes, want[len(want)-together:]) {
			t.Errorf("afterwards %v", codes)
		}
		if err := server.stop(); err != nil {
			t.Error(err)
		}
		if _, _, ok := read(t, stream); ok {
			t.Error("the stream outlives the server")
		}
	})
}

// Whoever looks after the machine lets in the administrator who lost their phone,
// and tries the way that messages go.
func TestCommandsForPeople(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		settings := slices.Clip(append(settingsOf(t, options), "--account-key-file", filepath.Join(t.TempDir(), "key")))
		server := start(t, settings...)
		_, token, _ := strings.Cut(strings.TrimSpace(server.out.String()), "#")
		_, cookie := server.post(t, nil, fmt.Sprintf(`mutation { createAdministrator(input: {token: %q, email: "a@zhas.example",
			name: "Ә", password: "an apple and a pear", language: kk}) { viewer { secondFactor } } }`, token))
		reset := slices.Clip(append(settings, "reset-second-factor", "--reason", "came with a passport"))
		if out, err := zhas(t, append(reset, "nobody@zhas.example")...); err == nil || !strings.Contains(err.Error(), "NOT_FOUND") {
			t.Errorf("of nobody: %q, %v", out, err)
		}
		if _, err := zhas(t, append(settings, "reset-second-factor", "a@zhas.example")...); err == nil || !strings.Contains(err.Error(), "reason") {
			t.Errorf("without a reason: %v", err)
		}
		if _, err := zhas(t, append(reset, "A@zhas.example")...); err != nil {
			t.Fatal(err)
		}
		if body, _ := server.post(t, cookie, `{ viewer { secondFactor } }`); !strings.Contains(body, "NONE") {
			t.Errorf("the session goes on: %s", body)
		}

		took := ""
		gateway := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { took = r.URL.Query().Get("to") }))
		defer gateway.Close()
		message := slices.Clip(append(settings, "--sms-url", gateway.URL+"/?to={to}&text={text}", "message"))
		if out, err := zhas(t, append(message, "+77001234567")...); err != nil || !strings.Contains(out, "handed over") || took != "+77001234567" {
			t.Errorf("to a telephone: %q, %v, the gateway took %q", out, err, took)
		}
		for name, wrong := range map[string][]string{
			"ZHAS_SMTP_URL":  append(message, "who@zhas.example"),
			"RECIPIENT":      message,
			"/outbox":        append(append(settings, "--outbox", "on", "message"), "+77001234567"),
			"begin with htt": append(append(settings, "--sms-url", "http://gateway.example/{to}{text}", "message"), "+77001234567"),
		} {
			if out, err := zhas(t, wrong...); err == nil || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "gateway.example") {
				t.Errorf("%v: %q, %v", wrong, out, err)
			}
		}
	})
}

// A server that could let in nobody who has a second factor says so at once.
func TestALostAccountKey(t *testing.T) {
	t.Parallel()
	testkit.EachEmpty(t, func(t *testing.T, options store.Options) {
		folder := t.TempDir()
		path := filepath.Join(folder, "key")
		settings := slices.Clip(append(settingsOf(t, options), "--account-key-file", path))
		if _, err := zhas(t, append(settings, "migrate")...); err != nil {
			t.Fatal(err)
		}
		enrolled(t, options, settings, path)
		if err := start(t, settings...).stop(); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path, filepath.Join(folder, "lost")); err != nil {
			t.Fatal(err)
		}
		refusal := func() error {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			return run(ctx, append(append([]string{"zhas"}, settings...), "--listen", "127.0.0.1:0", "serve"), io.Discard, io.Discard)
		}
		if err := refusal(); !errors.Is(err, account.ErrKey) || !strings.Contains(err.Error(), path) {
			t.Errorf("with another key: %v", err)
		}
		reset := slices.Clip(append(settings, "reset-second-factor", "--reason", "the disk is gone"))
		if _, err := zhas(t, append(reset, "--all", "a@zhas.example")...); err == nil {
			t.Error("everybody and one person")
		}
		if out, err := zhas(t, append(reset, "--all")...); err != nil || out != "second factors taken away: 1\n" {
			t.Errorf("of everybody: %q, %v", out, err)
		}
		start(t, settings...)
	})
}

// enrolled makes an administrator who has a second factor.
func enrolled(t *testing.T, options store.Options, settings []string, keyFile string) {
	t.Helper()
	folder := settings[slices.Index(settings, "--data-dir")+1]
	keys, err := store.OpenKeys(t.Context(), store.Options{DataDir: folder})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = keys.Close() }()
	v, err := vault.Open(t.Context(), filepath.Join(folder, "vault.key"), keys)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := store.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = opened.Close() }()
	key, err := account.LoadKey(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	client := ent.NewClient(ent.Driver(opened.Driver()))
	people := account.New(account.Options{
		Client: client, Records: personal.New(client, v), Key: key, PublicURL: &url.URL{}, Logger: slog.New(slog.DiscardHandler),
	})
	link, err := people.FirstAdministrator(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, token, _ := strings.Cut(link, "#")
	const password = "an apple and a pear"
	asking, err := people.CreateAdministrator(t.Context(), token, account.Newcomer{Email: "a@zhas.example", Name: "Ә", Password: password, Language: viewer.Kazakh})
	if err != nil {
		t.Fatal(err)
	}
	ctx := viewer.NewContext(t.Context(), asking)
	offer, err := people.StartSecondFactor(ctx, password)
	if err != nil {
		t.Fatal(err)
	}
	code, err := totp.GenerateCode(offer.Secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := people.EnrolSecondFactor(ctx, code); err != nil {
		t.Fatal(err)
	}
}

func TestCommandLine(t *testing.T) {
	t.Parallel()
	if out, err := zhas(t, "version"); err != nil || out != version+"\n" {
		t.Errorf("version: %q, %v", out, err)
	}
	for _, args := range [][]string{
		{"serve", "extra"},
		{"backup"},
		{"restore", "a", "b"},
		{"facts", "load", "a", "b"},
		{"nonsense"},
		{"--listen", "nowhere", "migrate"},
		{"facts", "load", "/does/not/exist.csv"},
		{"demo", "extra"},
		{"demo", "--youth", "many"},
		{"demo", "--youth", "10", "--projects", "4"},
		{"demo", "--year", "2018"},
	} {
		if _, err := zhas(t, append([]string{"--data-dir", t.TempDir()}, args...)...); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
