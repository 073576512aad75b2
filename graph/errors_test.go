package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zhas/internal/viewer"
)

// ask sends a query to the toy schema and returns the answer and the log.
func ask(ctx context.Context, t *testing.T, o Options, query string) (answerJSON, string) {
	t.Helper()
	var log bytes.Buffer
	o.Logger = slog.New(slog.NewJSONHandler(&log, nil))
	o.IsHidden = func(err error) bool { return strings.Contains(err.Error(), errHidden.Error()) }
	w := httptest.NewRecorder()
	NewHandler(newToySchema(t, toyMutation), o).ServeHTTP(w, attack{body: post(query)}.request().WithContext(ctx))
	if strings.Contains(w.Body.String(), "hunter2") || strings.Contains(w.Body.String(), "pq:") {
		t.Errorf("leaks the cause: %s", w.Body)
	}
	return decodeAnswer(t, w), log.String()
}

func TestErrorsOfFields(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind string
		code Code
		text string // of the message, in English
	}{
		{"typed", Forbidden, "Not allowed: 7."},
		{"hidden", NotFound, "There is no such record."},
		{"argument", BadUserInput, `The value of the argument "kind" is not valid.`},
		{"slow", Timeout, "The operation did not finish in time. Try asking for less."},
	}
	for _, test := range tests {
		t.Run(test.kind, func(t *testing.T) {
			t.Parallel()
			got, log := ask(t.Context(), t, Options{Timeout: 50 * time.Millisecond}, `{a: fails(kind:"`+test.kind+`")}`)
			if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != test.code || got.Errors[0].Message != test.text {
				t.Errorf("got %+v; want %s: %s", got.Errors, test.code, test.text)
			}
			if len(got.Errors[0].Path) != 1 || got.Errors[0].Path[0] != "a" {
				t.Errorf("path %v", got.Errors[0].Path)
			}
			if string(got.Data) != `{"a":null}` {
				t.Errorf("data %s", got.Data)
			}
			if log != "" {
				t.Errorf("logged %s", log)
			}
		})
	}
}

func TestUnforeseenErrorsAreShownAsAnID(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"secret", "panic"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			got, log := ask(t.Context(), t, Options{}, `query Broken{a: fails(kind:"`+kind+`")}`)
			if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != Internal {
				t.Fatalf("got %+v", got.Errors)
			}
			var entry struct{ ID, Path, Operation, Name, Error, Stack string }
			if err := json.Unmarshal([]byte(log), &entry); err != nil {
				t.Fatal(err)
			}
			id := got.Errors[0].Extensions.ID
			if len(id) != 16 || entry.ID != id || got.Errors[0].Message != "Internal error. Its id is "+id+"." {
				t.Errorf("id %q, logged as %q: %s", id, entry.ID, got.Errors[0].Message)
			}
			if entry.Path != "a" || entry.Operation != "query" || entry.Name != "Broken" || !strings.Contains(entry.Error, "hunter2") {
				t.Errorf("logged %s", log)
			}
			if (kind == "panic") != strings.Contains(entry.Stack, "toySchema") {
				t.Errorf("stack %q", entry.Stack)
			}
		})
	}
}

func TestErrorsOfOneAnswerAreCapped(t *testing.T) {
	t.Parallel()
	got, log := ask(t.Context(), t, Options{}, `{troubles{fails(kind:"secret")}}`)
	if len(got.Errors) != MaxErrors {
		t.Fatalf("%d errors; want %d", len(got.Errors), MaxErrors)
	}
	last := got.Errors[MaxErrors-1]
	if last.Extensions.Limit != LimitErrors || last.Message != "Errors left out: 21." {
		t.Errorf("last error %+v", last)
	}
	if n := strings.Count(log, "\n"); n != MaxErrors {
		t.Errorf("%d log entries; want %d", n, MaxErrors)
	}
	got, _ = ask(t.Context(), t, Options{}, "{"+times(11, "n# ")+"}")
	if len(got.Errors) != MaxErrors || got.Errors[MaxErrors-1].Message != "Errors left out: 2." {
		t.Errorf("got %+v", got.Errors)
	}
}

func TestErrorsSpeakTheViewersLanguage(t *testing.T) {
	t.Parallel()
	for locale, want := range map[viewer.Locale]string{
		viewer.Kazakh: "Рұқсат жоқ: 7.", viewer.Russian: "Нельзя: 7.", viewer.English: "Not allowed: 7.", "": "Not allowed: 7.",
	} {
		ctx := viewer.NewContext(t.Context(), viewer.Anybody(locale))
		got, _ := ask(ctx, t, Options{}, `{fails(kind:"typed")}`)
		if got.Errors[0].Message != want {
			t.Errorf("%s: got %q; want %q", locale, got.Errors[0].Message, want)
		}
	}
	ctx := viewer.NewContext(t.Context(), viewer.Anybody(viewer.Kazakh))
	got, _ := ask(ctx, t, Options{}, `{regions(first:101){totalCount}}`)
	if want := "regions: «first» 0 мен 100 аралығында болуы керек."; got.Errors[0].Message != want {
		t.Errorf("got %q; want %q", got.Errors[0].Message, want)
	}
}

func TestClientThatLeft(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got, log := ask(ctx, t, Options{}, `{fails(kind:"slow")}`)
	if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != Cancelled || log != "" {
		t.Errorf("got %+v, logged %q", got.Errors, log)
	}
}

func TestShowRefusal(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("я", 500)
	variable := func(path, message string) *gqlerror.Error {
		e := gqlerror.Errorf("%s", message)
		if err := json.Unmarshal([]byte(path), &e.Path); err != nil {
			t.Fatal(err)
		}
		return e
	}
	tests := []struct {
		err     *gqlerror.Error
		message string
		code    Code
	}{
		{gqlerror.Errorf("Cannot query field"), "Cannot query field", ValidationFailed},
		{&gqlerror.Error{Message: "x", Extensions: map[string]any{"code": "GRAPHQL_PARSE_FAILED"}}, "x", ParseFailed},
		{gqlerror.Errorf("%s", long), strings.Repeat("я", maxMessage-1) + "…", ValidationFailed},
		{variable(`["variable","a"]`, "cannot use float64 as Int"), "Variable $a: is not a value of the type Int", BadUserInput},
		{variable(`["variable","a","b",1]`, "must be a Filter, not a map"), "Variable $a.b[1]: must be a Filter", BadUserInput},
		{variable(`["variable","a"]`, "must be defined"), "Variable $a: must be defined", BadUserInput},
	}
	for _, test := range tests {
		got := showRefusal(test.err)
		if got.Message != test.message || got.Extensions["code"] != test.code || got.Path != nil {
			t.Errorf("got %+v; want %s: %s", got, test.code, test.message)
		}
	}
}

// failingSchema panics outside any resolver.
type failingSchema struct{ toySchema }

func (failingSchema) Exec(context.Context) graphql.ResponseHandler { panic("password=hunter2") }

func TestPanicOutsideResolvers(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	h := NewHandler(failingSchema{newToySchema(t, "")}, Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	for range 2 {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, attack{body: post("{__typename}")}.request())
		got := decodeAnswer(t, w)
		if w.Code != 500 || got.Data != nil || got.Errors[0].Extensions.Code != Internal {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
		if id := got.Errors[0].Extensions.ID; id == "" || !strings.Contains(log.String(), id) {
			t.Errorf("id %q is not in the log", id)
		}
	}
}

// TestMessages checks every Message of the package: three texts that take the
// same arguments.
func TestMessages(t *testing.T) {
	t.Parallel()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	verb := regexp.MustCompile(`%[a-z]`)
	messages := 0
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") || entry.Name() == "generated.go" {
			continue
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, entry.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			literal, ok := node.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if name, ok := literal.Type.(*ast.Ident); !ok || name.Name != "Message" {
				return true
			}
			messages++
			var texts []string
			var verbs [][]string
			for _, element := range literal.Elts {
				if pair, ok := element.(*ast.KeyValueExpr); ok {
					element = pair.Value
				}
				text, err := strconv.Unquote(element.(*ast.BasicLit).Value)
				if err != nil || text == "" {
					t.Errorf("%s: an empty text", files.Position(element.Pos()))
				}
				texts, verbs = append(texts, text), append(verbs, verb.FindAllString(text, -1))
			}
			if len(texts) != 3 || !slices.Equal(verbs[0], verbs[1]) || !slices.Equal(verbs[0], verbs[2]) {
				t.Errorf("%s: the texts differ in number or arguments: %q", files.Position(literal.Pos()), texts)
			}
			return true
		})
	}
	if messages < 20 {
		t.Errorf("only %d messages found", messages)
	}
}
