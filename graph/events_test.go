package graph

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// eventServer serves the toy schema by a real server, whose limits on a request
// are shorter than its streams live.
func eventServer(t *testing.T, o Options) (schema toySchema, url string) {
	t.Helper()
	schema = newToySchema(t, toyMutation)
	o.Logger = slog.New(slog.DiscardHandler)
	server := httptest.NewUnstartedServer(NewHandler(schema, o))
	server.Config.ReadTimeout, server.Config.WriteTimeout = 100*time.Millisecond, 100*time.Millisecond
	server.Start()
	t.Cleanup(server.Close)
	return schema, server.URL
}

// subscribe opens a stream; the reader sees its lines until the test ends.
func subscribe(t *testing.T, address, query string) (*http.Response, *bufio.Reader) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(post(query)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", mediaEvents)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = response.Body.Close()
	})
	return response, bufio.NewReader(response.Body)
}

func readEvent(t *testing.T, stream *bufio.Reader) string {
	t.Helper()
	var lines []string
	for {
		line, err := stream.ReadString('\n')
		if err != nil {
			t.Fatalf("%v after %q", err, lines)
		}
		if line = strings.TrimSuffix(line, "\n"); line != "" {
			lines = append(lines, line)
			continue
		}
		if event := strings.Join(lines, "\n"); event != ":" {
			return event
		}
		lines = nil
	}
}

func TestEventsComeOneByOneAndTheLastIsComplete(t *testing.T) {
	t.Parallel()
	schema, address := eventServer(t, Options{})
	response, stream := subscribe(t, address, `subscription{region{isoCode}}`)
	if got := response.Header.Get("Content-Type"); response.StatusCode != http.StatusOK || got != "text/event-stream; charset=utf-8" {
		t.Fatalf("status %d, %s", response.StatusCode, got)
	}
	const want = "event: next\ndata: " + `{"data":{"region":{"isoCode":"Шығыс Қазақстан"}},"extensions":{"cost":{"requested":2,"ceiling":10000,"depth":2}}}`
	for range 3 {
		// Longer than the server gives any other request.
		time.Sleep(150 * time.Millisecond)
		schema.ticks <- struct{}{}
		if got := readEvent(t, stream); got != want {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	}
	close(schema.ticks)
	if got := readEvent(t, stream); got != "event: complete\ndata:" {
		t.Error(got)
	}
	if rest, err := io.ReadAll(stream); err != nil || len(rest) > 0 {
		t.Errorf("%q, %v after the end", rest, err)
	}
}

func TestAnErrorIsAnEventAndTheStreamGoesOn(t *testing.T) {
	t.Parallel()
	schema, address := eventServer(t, Options{})
	_, stream := subscribe(t, address, `subscription{fails(kind:"panic")}`)
	for range MaxErrors + 2 { // each event has errors of its own
		schema.ticks <- struct{}{}
		got := readEvent(t, stream)
		if !strings.Contains(got, `"code":"INTERNAL"`) || !strings.Contains(got, `"id":"`) || strings.Contains(got, "hunter2") {
			t.Fatal(got)
		}
	}
}

func TestAStreamBreaksOffWhenTheServerStops(t *testing.T) {
	t.Parallel()
	stopping, stop := context.WithCancel(t.Context())
	_, address := eventServer(t, Options{Stopping: stopping})
	_, stream := subscribe(t, address, `subscription{region{isoCode}}`)
	stop()
	rest, err := io.ReadAll(stream)
	if err != nil || strings.Contains(string(rest), "complete") {
		t.Errorf("%q, %v: a client would not connect again", rest, err)
	}
}

func TestOneClientHoldsOnlySoManyStreams(t *testing.T) {
	t.Parallel()
	metrics := prometheus.NewRegistry()
	_, address := eventServer(t, Options{Client: func(context.Context) string { return "192.0.2.1" }, Registerer: metrics})
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	open := func(ctx context.Context) *http.Response {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet,
			address+"?query="+url.QueryEscape("subscription{region{isoCode}}"), http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept", mediaEvents)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = response.Body.Close() })
		return response
	}
	for range MaxStreamsPerClient {
		if got := open(ctx); got.StatusCode != http.StatusOK {
			t.Fatal(got.Status)
		}
	}
	refused := open(t.Context())
	body, _ := io.ReadAll(refused.Body)
	if refused.StatusCode != http.StatusTooManyRequests || refused.Header.Get("Retry-After") == "" ||
		!strings.Contains(string(body), `"limit":"streams"`) {
		t.Errorf("%s %s", refused.Status, body)
	}
	leave()
	// Who left is noticed, and the places are free again.
	for deadline := time.Now().Add(10 * time.Second); openStreams(t, metrics) > 0; {
		if time.Now().After(deadline) {
			t.Fatalf("%v streams of a client that left", openStreams(t, metrics))
		}
		time.Sleep(time.Millisecond)
	}
	again, stop := context.WithCancel(t.Context())
	defer stop()
	if got := open(again); got.StatusCode != http.StatusOK {
		t.Error(got.Status)
	}
}

func openStreams(t *testing.T, metrics *prometheus.Registry) float64 {
	t.Helper()
	families, err := metrics.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() == "zhas_graphql_streams" {
			return family.GetMetric()[0].GetGauge().GetValue()
		}
	}
	t.Fatal("no metric zhas_graphql_streams")
	return 0
}

func TestStreamsAreForSubscriptionsAndSubscriptionsForStreams(t *testing.T) {
	t.Parallel()
	h := newToyHandler(t)
	for name, test := range map[string]struct {
		accept, query string
		status        int
	}{
		"a subscription that accepts JSON":         {"application/json", "subscription{region{isoCode}}", http.StatusNotAcceptable},
		"a subscription that accepts anything":     {"*/*", "subscription{region{isoCode}}", http.StatusNotAcceptable},
		"a query that accepts events alone":        {mediaEvents, "{region{isoCode}}", http.StatusNotAcceptable},
		"a query that accepts both":                {mediaEvents + ", application/json", "{region{isoCode}}", http.StatusOK},
		"a subscription that is no document":       {mediaEvents, "subscription{", http.StatusBadRequest},
		"a subscription that does not fit":         {mediaEvents, "subscription{nothing}", http.StatusBadRequest},
		"a subscription of two fields at the root": {mediaEvents, `subscription{region{isoCode} fails(kind:"x")}`, http.StatusBadRequest},
	} {
		request := attack{body: post(test.query)}.request()
		request.Header.Set("Accept", test.accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, request)
		if w.Code != test.status || !strings.Contains(w.Header().Get("Content-Type"), "json") {
			t.Errorf("%s: %d %s %s", name, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
		if answered := decodeAnswer(t, w).Data != nil; answered != (name == "a query that accepts both") {
			t.Errorf("%s: %s", name, w.Body)
		}
	}
}
