package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// answerJSON is an answer as a client reads it.
type answerJSON struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct {
			Code  Code
			Limit Limit
			ID    string
			Cost  *Cost
		}
	}
	Extensions struct{ Cost *Cost }
}

func decodeAnswer(t *testing.T, w *httptest.ResponseRecorder) (a answerJSON) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatalf("%v: %.500s", err, w.Body)
	}
	return a
}

func newToyHandler(t testing.TB) http.Handler {
	return NewHandler(newToySchema(t, toyMutation), Options{
		Logger:   slog.New(slog.DiscardHandler),
		IsHidden: func(err error) bool { return errors.Is(err, errHidden) },
	})
}

func TestCostIsShown(t *testing.T) {
	t.Parallel()
	h := newToyHandler(t)
	for query, want := range map[string]*Cost{
		"{regions(first:2){nodes{id}}}":                                     {Requested: 3, Ceiling: MaxCost, Depth: 3},
		`{fails(kind:"typed")}`:                                             {Requested: 1, Ceiling: MaxCost, Depth: 1},
		"{regions(first:100){nodes{localities(first:100){nodes{id}}}}}":     {Requested: 10_101, Ceiling: MaxCost, Depth: 5},
		`{__type(name:"Region"){` + nest(20, "ofType{", "name", "}") + `}}`: {Requested: 22, Ceiling: MaxIntrospectionCost, Depth: 22},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, attack{body: post(query)}.request())
		got := decodeAnswer(t, w)
		shown := got.Extensions.Cost
		if got.Data == nil {
			shown = got.Errors[0].Extensions.Cost
		}
		if diff := cmp.Diff(want, shown); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
}

// TestDocumentsAreCached checks that a document that is kept is served with
// each request's own variables, also when requests meet.
func TestDocumentsAreCached(t *testing.T) {
	t.Parallel()
	h := newToyHandler(t)
	var group sync.WaitGroup
	for n := range 40 {
		group.Go(func() {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, attack{body: postWith("query($n:Int){regions(first:$n){nodes{id}}}", "", map[string]any{"n": n})}.request())
			if got := decodeAnswer(t, w).Extensions.Cost; got == nil || got.Requested != 1+max(n, 1) {
				t.Errorf("first: %d costs %+v", n, got)
			}
		})
	}
	group.Wait()
}

func TestDocumentsAreParsedOnce(t *testing.T) {
	t.Parallel()
	h := newToyHandler(t).(*handler)
	var docs []*ast.QueryDocument
	for range 2 {
		op, errs := h.executor.CreateOperationContext(graphql.StartOperationTrace(t.Context()), &graphql.RawParams{Query: "{__typename}"})
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		docs = append(docs, op.Doc)
	}
	if docs[0] != docs[1] {
		t.Error("the document was parsed again")
	}
}

func TestDocumentCache(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	cache := newDocumentCache()
	kept := func(query string) bool {
		_, ok := cache.Get(ctx, query)
		return ok
	}
	query := func(i int) string { return fmt.Sprintf("{a%d}", i) }
	for i := range MaxCachedDocuments {
		cache.Add(ctx, query(i), &ast.QueryDocument{})
	}
	cache.Add(ctx, query(0), &ast.QueryDocument{}) // again, as of two requests that met
	if !kept(query(1)) {
		t.Error("a document within the bounds is not kept")
	}
	cache.Add(ctx, "{new}", &ast.QueryDocument{})
	for text, want := range map[string]bool{query(0): true, query(1): true, query(2): false, query(3): true, "{new}": true} {
		if got := kept(text); got != want {
			t.Errorf("%s is kept: %t; want %t", text, got, want)
		}
	}
	if len(cache.entries) != MaxCachedDocuments || cache.recent.Len() != MaxCachedDocuments {
		t.Errorf("%d and %d entries", len(cache.entries), cache.recent.Len())
	}
	large := "{a}" + strings.Repeat(" ", MaxCachedDocument)
	if cache.Add(ctx, large, &ast.QueryDocument{}); kept(large) {
		t.Error("a large document is kept")
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	h := NewHandler(newToySchema(t, toyMutation), Options{Registerer: registry, Logger: slog.New(slog.DiscardHandler)})
	for _, query := range []string{
		"{__typename}", "query A{__typename}", `{fails(kind:"typed")}`, "mutation M{__typename}", "{nothing}", "{",
		"{regions(first:100){nodes{localities(first:100){nodes{id}}}}}",
	} {
		h.ServeHTTP(httptest.NewRecorder(), attack{body: post(query)}.request())
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, family := range families {
		for _, metric := range family.Metric {
			name := family.GetName()
			for _, label := range metric.Label {
				name += " " + label.GetValue()
			}
			got[name] += int(metric.GetCounter().GetValue()) + int(metric.GetHistogram().GetSampleCount())
		}
	}
	want := map[string]int{
		"zhas_graphql_operations_total OK query":                       2,
		"zhas_graphql_operations_total FORBIDDEN query":                1,
		"zhas_graphql_operations_total OK mutation":                    1,
		"zhas_graphql_operations_total GRAPHQL_VALIDATION_FAILED none": 1,
		"zhas_graphql_operations_total GRAPHQL_PARSE_FAILED none":      1,
		"zhas_graphql_operations_total LIMIT_EXCEEDED query":           1,
		"zhas_graphql_operation_cost":                                  5,
		"zhas_graphql_streams":                                         0,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestSpans sets the process's tracer provider, so it runs alone.
func TestSpans(t *testing.T) {
	recorder := tracetest.NewSpanRecorder()
	before := otel.GetTracerProvider()
	otel.SetTracerProvider(trace.NewTracerProvider(trace.WithSpanProcessor(recorder)))
	defer otel.SetTracerProvider(before)
	h := newToyHandler(t)
	long := strings.Repeat("n", maxTracedName+1)
	for _, query := range []string{"query Named{__typename}", "query " + long + "{__typename}", "{"} {
		h.ServeHTTP(httptest.NewRecorder(), attack{body: post(query)}.request())
	}
	var got []map[string]string
	for _, span := range recorder.Ended() {
		attributes := map[string]string{}
		for _, a := range span.Attributes() {
			attributes[string(a.Key)] = a.Value.AsString()
		}
		got = append(got, attributes)
	}
	want := []map[string]string{
		{"graphql.operation.name": "Named", "graphql.operation.type": "query", "graphql.outcome": "OK"},
		{"graphql.operation.type": "query", "graphql.outcome": "OK"},
		{"graphql.operation.type": "none", "graphql.outcome": "GRAPHQL_PARSE_FAILED"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSDL(t *testing.T) {
	t.Parallel()
	text := SDL(newToySchema(t, toyMutation))
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: text})
	if err != nil {
		t.Fatal(err)
	}
	if got := schema.Query.Fields.ForName("regions").Description; got != "The regions of the country." {
		t.Errorf("description %q", got)
	}
	if strings.Contains(text, "__Type") {
		t.Error("prints the types of introspection")
	}
}

func TestIntrospectionIsServed(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	newToyHandler(t).ServeHTTP(w, attack{body: post(fullIntrospection)}.request())
	if got := decodeAnswer(t, w); len(got.Errors) > 0 || !strings.Contains(string(got.Data), "FigureConnection") {
		t.Errorf("got %.300s", w.Body)
	}
}
