package graph

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestNegotiate(t *testing.T) {
	t.Parallel()
	tests := []struct{ accept, want string }{
		{"", mediaJSON},
		{"*/*", mediaJSON},
		{"application/*", mediaJSON},
		{"application/json", mediaJSON},
		{"Application/JSON; charset=UTF-8", mediaJSON},
		{"application/graphql-response+json", mediaResponse},
		{"application/graphql-response+json, application/json;q=0.9", mediaResponse},
		{"application/graphql-response+json;q=0.5, application/json;q=0.9", mediaJSON},
		{"application/json, application/graphql-response+json", mediaResponse},
		{"text/html, */*;q=0.1", mediaJSON},
		{"text/html", ""},
		{"application/json;q=0", ""},
		{"application/json;q=0, */*", ""},
		{"application/json; charset=utf-16", ""},
		{"nonsense;;;", ""},
		{strings.Repeat("application/json,", 100), ""},
	}
	for _, test := range tests {
		t.Run(test.accept, func(t *testing.T) {
			t.Parallel()
			got, ok := negotiate(test.accept)
			if !ok {
				got = ""
			}
			if got != test.want {
				t.Errorf("got %q; want %q", got, test.want)
			}
		})
	}
}

// TestStatuses checks the status of every kind of answer, in both media types,
// and that a refused request has no data entry.
func TestStatuses(t *testing.T) {
	t.Parallel()
	h := newToyHandler(t)
	const get, send = http.MethodGet, http.MethodPost
	tests := []struct {
		name, method, query, body string
		header                    map[string]string
		old, current              int // as application/json and as application/graphql-response+json
		code                      Code
	}{
		{name: "served", method: send, body: post("{__typename}"), old: 200, current: 200},
		{name: "served by GET", method: get, query: "query={__typename}", old: 200, current: 200},
		{name: "variables by GET", method: get, query: "query=" + url.QueryEscape("query($i:ID!){node(id:$i){id}}") + "&variables=" + url.QueryEscape(`{"i":1}`), old: 200, current: 200},
		{name: "a mutation", method: send, body: post(`mutation{rename(id:1,name:"x"){id}}`), old: 200, current: 200},
		{name: "a mutation by GET", method: get, query: "query=mutation{__typename}", old: 405, current: 405, code: MethodNotAllowed},
		{name: "HEAD", method: http.MethodHead, query: "query={__typename}", old: 405, current: 405, code: MethodNotAllowed},
		{name: "no content type", method: send, body: post("{__typename}"), header: map[string]string{"Content-Type": ""}, old: 415, current: 415, code: UnsupportedMediaType},
		{name: "compressed", method: send, body: post("{__typename}"), header: map[string]string{"Content-Encoding": "gzip"}, old: 415, current: 415, code: UnsupportedMediaType},
		{name: "not JSON", method: send, body: "{", old: 400, current: 400, code: BadRequest},
		{name: "no query", method: send, body: "{}", old: 400, current: 400, code: BadRequest},
		{name: "an unknown parameter", method: send, body: `{"query":"{__typename}","id":[{"a":1}]}`, old: 200, current: 200},
		{name: "a parameter in capitals is unknown", method: send, body: `{"QUERY":"{__typename}"}`, old: 400, current: 400, code: BadRequest},
		{name: "null parameters", method: send, body: `{"query":"{__typename}","variables":null,"extensions":null,"operationName":null}`, old: 200, current: 200},
		{name: "not GraphQL", method: send, body: post("{"), old: 200, current: 400, code: ParseFailed},
		{name: "not in the schema", method: send, body: post("{nothing}"), old: 200, current: 400, code: ValidationFailed},
		{name: "a variable of the wrong type", method: send, body: postWith("query($i:Int){regions(first:$i){totalCount}}", "", map[string]any{"i": "x"}), old: 200, current: 400, code: BadUserInput},
		{name: "a page that is too large", method: send, body: post("{regions(first:101){totalCount}}"), old: 200, current: 400, code: BadUserInput},
		{name: "too costly", method: send, body: post("{regions(first:100){nodes{localities(first:100){nodes{id}}}}}"), old: 200, current: 400, code: LimitExceeded},
		{name: "too long", method: send, body: post("{__typename #" + strings.Repeat("x", MaxBody) + "\n}"), old: 413, current: 413, code: LimitExceeded},
		{name: "a field that fails", method: send, body: post(`{fails(kind:"typed")}`), old: 200, current: 200, code: Forbidden},
	}
	for _, test := range tests {
		for mediaType, status := range map[string]int{mediaJSON: test.old, mediaResponse: test.current} {
			t.Run(test.name+" as "+mediaType, func(t *testing.T) {
				t.Parallel()
				r := httptest.NewRequest(test.method, "/graphql", strings.NewReader(test.body))
				r.URL.RawQuery = test.query
				r.Header.Set("Content-Type", "application/json; charset=utf-8")
				r.Header.Set("Accept", mediaType)
				for name, value := range test.header {
					r.Header.Set(name, value)
				}
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != status {
					t.Errorf("status %d; want %d: %s", w.Code, status, w.Body)
				}
				if got, want := w.Header().Get("Content-Type"), mediaType+"; charset=utf-8"; got != want {
					t.Errorf("Content-Type %q; want %q", got, want)
				}
				if got := w.Header().Get("Cache-Control"); got != "no-store" {
					t.Errorf("Cache-Control %q", got)
				}
				got := decodeAnswer(t, w)
				switch {
				case test.code == "" && len(got.Errors) > 0:
					t.Errorf("errors %+v", got.Errors)
				case test.code != "" && (len(got.Errors) == 0 || got.Errors[0].Extensions.Code != test.code):
					t.Errorf("want %s: %s", test.code, w.Body)
				}
				if refused := test.code != "" && test.code != Forbidden; refused == bytes.Contains(w.Body.Bytes(), []byte(`"data"`)) {
					t.Errorf("refused is %t: %s", refused, w.Body)
				}
			})
		}
	}
}

func TestAllow(t *testing.T) {
	t.Parallel()
	h := newToyHandler(t)
	for method, allow := range map[string]string{http.MethodGet: "POST", http.MethodDelete: "GET, POST"} {
		r := httptest.NewRequest(method, "/graphql?query=mutation{__typename}", nil)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Header().Get("Allow"); w.Code != http.StatusMethodNotAllowed || got != allow {
			t.Errorf("%s: status %d, Allow %q; want 405, %q", method, w.Code, got, allow)
		}
	}
}

func TestNotAcceptable(t *testing.T) {
	t.Parallel()
	r := attack{body: post("{__typename}")}.request()
	r.Header.Set("Accept", "text/html")
	w := httptest.NewRecorder()
	newToyHandler(t).ServeHTTP(w, r)
	if w.Code != http.StatusNotAcceptable || decodeAnswer(t, w).Errors[0].Extensions.Code != UnsupportedMediaType {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

// TestAnswerBytes checks that what execution wrote is sent as it is.
func TestAnswerBytes(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	a := answer{mediaType: mediaJSON, status: 200, data: []byte(`{ "a" : 1.50 }`), extensions: map[string]any{"b": 2}}
	if err := a.write(w); err != nil {
		t.Fatal(err)
	}
	if got, want := w.Body.String(), `{"data":{ "a" : 1.50 },"extensions":{"b":2}}`+"\n"; got != want {
		t.Errorf("got %s; want %s", got, want)
	}
	if got := w.Header().Get("Content-Length"); got != "45" {
		t.Errorf("Content-Length %s", got)
	}
}

// TestVariablesAreRead compares what is read with encoding/json's reading.
func TestVariablesAreRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{}`, `{"a":null}`, `{"a":[]}`, `{"a":{"b":[1,2.5,"x",true,false,null,{"c":[]}]},"я":"\ud83c\udfc3"}`, ` { "a" : 1 } `,
	} {
		req, refusal := decodeRequest([]byte(`{"query":"x","variables":` + text + `}`))
		if refusal != nil {
			t.Errorf("%s: %v", text, refusal)
			continue
		}
		var want any
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(req.variables)
		if err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, again) {
			t.Errorf("%s: got %s", text, got)
		}
	}
}

// FuzzDecodeRequest checks that whatever is read is JSON, and is never quoted.
func FuzzDecodeRequest(f *testing.F) {
	for _, a := range attackCorpus() {
		if len(a.body) < 1_000 {
			f.Add([]byte(a.body))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		req, refusal := decodeRequest(body)
		if refusal == nil && (!json.Valid(body) || req.query == "") {
			t.Errorf("read %q from %q", req.query, body)
		}
	})
}

// TestUnreadableBody is about a client that breaks off.
func TestUnreadableBody(t *testing.T) {
	t.Parallel()
	r := attack{}.request()
	r.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"query":`), brokenReader{}))
	w := httptest.NewRecorder()
	newToyHandler(t).ServeHTTP(w, r)
	if w.Code != http.StatusBadRequest || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
