package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"zhas/internal/viewer"
	"zhas/internal/web"
)

const (
	strict = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	immutable   = "public, max-age=31536000, immutable"
	revalidated = "no-cache"
	short       = "public, max-age=300"
	unstored    = "no-store"
)

var (
	bootstrap = "\n\tstart(\"<a>\") // made by the build\n"
	indexPage = "<!doctype html><title>app</title><script src=\"/_app/immutable/a.js\"></script><script>" + bootstrap + "</script>"
	app       = fstest.MapFS{
		"index.html":                 {Data: []byte(indexPage)},
		"_app/immutable/a.js":        {Data: []byte("plain script")},
		"_app/immutable/a.js.br":     {Data: []byte("brotli script")},
		"_app/immutable/a.js.gz":     {Data: []byte("gzip script")},
		"_app/version.json":          {Data: []byte("{}")},
		"service-worker.js":          {Data: []byte("worker")},
		"kk.webmanifest":             {Data: []byte("{}")},
		"robots.txt":                 {Data: []byte("User-agent: *")},
		"robots.txt.gz":              {Data: []byte("gzip robots")},
		"data/regions.tar.gz":        {Data: []byte("archive")},
		"graphiql/index.html":        {Data: []byte("<title>graphiql</title><script>go()</script><style>a{}</style>")},
		"graphiql/assets/editor.css": {Data: []byte("a{}")},
	}
	placeholder = fstest.MapFS{
		"index.html": {Data: []byte("<title>placeholder</title><style>b{}</style>")},
		"logo.svg":   {Data: []byte("<svg/>")},
	}
)

// options are of a complete application; a test changes what it is about.
func options(t *testing.T, change func(*web.Options)) web.Options {
	t.Helper()
	o := web.Options{
		Graph: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprintf(w, `{"method":%q}`, r.Method)
		}),
		SDL:         "type Query { node: String }",
		App:         app,
		Placeholder: placeholder,
		PublicURL:   &url.URL{Scheme: "http", Host: "zhas.example"},
		Logger:      slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&o)
	}
	return o
}

func handler(t *testing.T, change func(*web.Options)) http.Handler {
	t.Helper()
	h, err := web.New(options(t, change))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// ask sends a request with headers given as name, value, name, value …
func ask(h http.Handler, method, target string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, target, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	built, bare := handler(t, nil), handler(t, func(o *web.Options) { o.App = nil })
	noGraphiQL := handler(t, func(o *web.Options) { o.App = fstest.MapFS{"index.html": app["index.html"]} })
	missing := handler(t, func(o *web.Options) {
		var err error
		if o.App, err = fs.Sub(fstest.MapFS{}, "build"); err != nil {
			t.Fatal(err)
		}
	})
	const (
		text = "text/plain; charset=utf-8"
		page = "text/html; charset=utf-8"
	)
	tests := []struct {
		name          string
		handler       http.Handler
		method, path  string
		status        int
		contentType   string
		cache, inBody string
	}{
		{"graph", built, "POST", "/graphql", 200, "application/json", unstored, `"POST"`},
		{"graph by GET", built, "GET", "/graphql?query=x", 200, "application/json", unstored, `"GET"`},
		{"graph by any method", built, "DELETE", "/graphql", 200, "application/json", unstored, `"DELETE"`},
		{"below the graph", built, "GET", "/graphql/other", 404, text, unstored, "not found"},
		{"schema", built, "GET", "/graphql/schema.graphql", 200, text, revalidated, "type Query"},
		{"schema is not written", built, "POST", "/graphql/schema.graphql", 405, text, unstored, ""},
		{"GraphiQL", built, "GET", "/graphiql", 200, page, revalidated, "<title>graphiql"},
		{"GraphiQL with a slash", built, "GET", "/graphiql/", 200, page, revalidated, "<title>graphiql"},
		{"GraphiQL's files", built, "GET", "/graphiql/assets/editor.css", 200, "text/css; charset=utf-8", short, "a{}"},
		{"below GraphiQL", built, "GET", "/graphiql/other", 404, text, unstored, "not found"},
		{"GraphiQL is not written", built, "POST", "/graphiql", 405, text, unstored, ""},
		{"GraphiQL not built", noGraphiQL, "GET", "/graphiql", 200, page, revalidated, "<title>placeholder"},
		{"alive", built, "GET", "/healthz", 200, text, unstored, "ok"},
		{"alive is not written", built, "POST", "/healthz", 405, text, unstored, ""},
		{"below alive", built, "GET", "/healthz/x", 404, text, unstored, ""},
		{"ready", built, "GET", "/readyz", 200, "application/json", unstored, `{"ready":true}`},
		{"below ready", built, "GET", "/readyz/x", 404, text, unstored, ""},
		{"start", built, "GET", "/", 200, page, revalidated, "<title>app"},
		{"start by name", built, "GET", "/index.html", 200, page, revalidated, "<title>app"},
		{"deep link", built, "GET", "/seasons/2018?tab=1", 200, page, revalidated, "<title>app"},
		{"deep link with a slash", built, "GET", "/seasons/v1.0/", 200, page, revalidated, "<title>app"},
		{"folder of the application", built, "GET", "/data", 200, page, revalidated, "<title>app"},
		{"application is not written", built, "POST", "/seasons", 405, text, unstored, ""},
		{"preflight of the application", built, "OPTIONS", "/", 405, text, unstored, ""},
		{"immutable file", built, "GET", "/_app/immutable/a.js", 200, "text/javascript; charset=utf-8", immutable, "plain script"},
		{"changing file of the build", built, "GET", "/_app/version.json", 200, "application/json", short, "{}"},
		{"worker of the build", built, "GET", "/service-worker.js", 200, "text/javascript; charset=utf-8", revalidated, "worker"},
		{"manifest of the application", built, "GET", "/kk.webmanifest", 200, "application/manifest+json", revalidated, "{}"},
		{"other file", built, "GET", "/robots.txt", 200, text, short, "User-agent"},
		{"archive", built, "GET", "/data/regions.tar.gz", 200, "application/gzip", short, "archive"},
		{"compressed form by name", built, "GET", "/robots.txt.gz", 404, text, unstored, ""},
		{"unknown file", built, "GET", "/favicon.ico", 404, text, unstored, "not found"},
		{"unknown file of the build", built, "GET", "/_app/immutable/b.js", 404, text, unstored, "not found"},
		{"unknown path of the build", built, "GET", "/_app/immutable/b", 404, text, unstored, "not found"},
		{"the build's folder", built, "GET", "/_app", 404, text, unstored, "not found"},
		{"outside of the application", built, "GET", "/%2e%2e/%2e%2e/etc/passwd.txt", 404, text, unstored, "not found"},
		{"not built", bare, "GET", "/", 200, page, revalidated, "<title>placeholder"},
		{"not built, deep link", bare, "GET", "/seasons", 200, page, revalidated, "<title>placeholder"},
		{"not built, its file", bare, "GET", "/logo.svg", 200, "image/svg+xml", short, "<svg/>"},
		{"not built, GraphiQL", bare, "GET", "/graphiql", 200, page, revalidated, "<title>placeholder"},
		{"no build folder", missing, "GET", "/", 200, page, revalidated, "<title>placeholder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := ask(tt.handler, tt.method, tt.path)
			if r.StatusCode != tt.status {
				t.Errorf("status %d, want %d", r.StatusCode, tt.status)
			}
			if got := r.Header.Get("Content-Type"); got != tt.contentType {
				t.Errorf("Content-Type %q, want %q", got, tt.contentType)
			}
			if got := r.Header.Get("Cache-Control"); got != tt.cache {
				t.Errorf("Cache-Control %q, want %q", got, tt.cache)
			}
			if got := body(t, r); !strings.Contains(got, tt.inBody) {
				t.Errorf("body %q lacks %q", got, tt.inBody)
			}
			if got := r.Header.Get("Allow"); (tt.status == 405) != (got == "GET, HEAD") {
				t.Errorf("Allow %q with status %d", got, tt.status)
			}
			for name, want := range map[string]string{
				"X-Content-Type-Options":     "nosniff",
				"Referrer-Policy":            "same-origin",
				"Cross-Origin-Opener-Policy": "same-origin",
				"Strict-Transport-Security":  "",
			} {
				if got := r.Header.Get(name); got != want {
					t.Errorf("%s %q, want %q", name, got, want)
				}
			}
			for _, name := range []string{"X-Request-Id", "Permissions-Policy", "Content-Security-Policy"} {
				if r.Header.Get(name) == "" {
					t.Errorf("no %s", name)
				}
			}
			if tt.method != "GET" || tt.path == "/graphql?query=x" {
				return
			}
			head := ask(tt.handler, "HEAD", tt.path)
			if head.StatusCode != tt.status || head.Header.Get("Cache-Control") != tt.cache {
				t.Errorf("HEAD: status %d, Cache-Control %q", head.StatusCode, head.Header.Get("Cache-Control"))
			}
		})
	}
}

func TestConditional(t *testing.T) {
	t.Parallel()
	h := handler(t, nil)
	for _, path := range []string{"/", "/deep/link", "/robots.txt", "/_app/immutable/a.js", "/graphql/schema.graphql", "/graphiql"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			first := ask(h, "GET", path)
			etag := first.Header.Get("ETag")
			if len(etag) < 10 || etag[0] != '"' {
				t.Fatalf("ETag %q is not a strong one", etag)
			}
			for _, method := range []string{"GET", "HEAD"} {
				again := ask(h, method, path, "If-None-Match", etag)
				if again.StatusCode != http.StatusNotModified || body(t, again) != "" {
					t.Errorf("%s with the ETag: status %d", method, again.StatusCode)
				}
				if got, want := again.Header.Get("Cache-Control"), first.Header.Get("Cache-Control"); got != want {
					t.Errorf("%s with the ETag: Cache-Control %q, want %q", method, got, want)
				}
			}
			if other := ask(h, "GET", path, "If-None-Match", `"other"`); other.StatusCode != http.StatusOK {
				t.Errorf("with another ETag: status %d", other.StatusCode)
			}
			head := ask(h, "HEAD", path)
			if head.Header.Get("ETag") != etag || head.ContentLength != int64(len(body(t, first))) || body(t, head) != "" {
				t.Errorf("HEAD differs: ETag %q, length %d", head.Header.Get("ETag"), head.ContentLength)
			}
		})
	}
}

func TestPrecompressed(t *testing.T) {
	t.Parallel()
	h := handler(t, nil)
	const script, robots = "/_app/immutable/a.js", "/robots.txt"
	tests := []struct {
		name, path, accept string
		encoding, body     string
	}{
		{"nothing accepted", script, "", "", "plain script"},
		{"best first", script, "gzip, deflate, br, zstd", "br", "brotli script"},
		{"gzip only", script, "gzip", "gzip", "gzip script"},
		{"brotli refused", script, "br;q=0, gzip;q=0.1", "gzip", "gzip script"},
		{"anything", script, "*", "br", "brotli script"},
		{"anything but brotli", script, "*, br;q=0", "gzip", "gzip script"},
		{"nothing but plain", script, "identity, *;q=0", "", "plain script"},
		{"unknown coding", script, "zstd", "", "plain script"},
		{"unreadable weight", script, "br;q=x", "", "plain script"},
		{"only one form there", robots, "br, gzip", "gzip", "gzip robots"},
		{"no form there", "/", "br, gzip", "", indexPage},
	}
	etags := map[string]string{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := ask(h, "GET", tt.path, "Accept-Encoding", tt.accept)
			if got := r.Header.Get("Content-Encoding"); got != tt.encoding {
				t.Errorf("Content-Encoding %q, want %q", got, tt.encoding)
			}
			if got := body(t, r); got != tt.body {
				t.Errorf("body %q, want %q", got, tt.body)
			}
			if got := r.ContentLength; got != int64(len(tt.body)) {
				t.Errorf("Content-Length %d, want %d", got, len(tt.body))
			}
			wantVary := "Accept-Encoding"
			if tt.path == "/" {
				wantVary = ""
			}
			if got := r.Header.Get("Vary"); got != wantVary {
				t.Errorf("Vary %q, want %q", got, wantVary)
			}
			etag := r.Header.Get("ETag")
			if known, ok := etags[etag]; ok && known != tt.body {
				t.Errorf("ETag %s stands for two bodies", etag)
			}
			etags[etag] = tt.body
			again := ask(h, "GET", tt.path, "Accept-Encoding", tt.accept, "If-None-Match", etag)
			if again.StatusCode != http.StatusNotModified || again.Header.Get("Vary") != wantVary {
				t.Errorf("asked again: status %d, Vary %q", again.StatusCode, again.Header.Get("Vary"))
			}
		})
	}

	t.Run("schema", func(t *testing.T) {
		r := ask(h, "GET", "/graphql/schema.graphql", "Accept-Encoding", "gzip")
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(z)
		if err != nil || string(got) != "type Query { node: String }" {
			t.Errorf("schema %q, %v", got, err)
		}
	})
}

func TestDynamicCompression(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("жастар ", 1000)
	tests := []struct {
		name, contentType, accept, encoding string
	}{
		{"gzip", "application/json", "gzip", "gzip"},
		{"zstd", "application/json", "gzip, zstd", "zstd"},
		{"plain", "application/json", "", ""},
		{"events", "text/event-stream", "gzip, zstd", ""},
		{"events with a parameter", "text/event-stream; charset=utf-8", "gzip", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := handler(t, func(o *web.Options) {
				o.Graph = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.Header().Set("Content-Type", tt.contentType)
					_, _ = io.WriteString(w, long)
				})
			})
			r := ask(h, "POST", "/graphql", "Accept-Encoding", tt.accept)
			if got := r.Header.Get("Content-Encoding"); got != tt.encoding {
				t.Fatalf("Content-Encoding %q, want %q", got, tt.encoding)
			}
			if got := r.Header.Get("Vary"); got != "Accept-Encoding" {
				t.Errorf("Vary %q", got)
			}
			var plain io.Reader = r.Body
			var err error
			switch tt.encoding {
			case "gzip":
				plain, err = gzip.NewReader(r.Body)
			case "zstd":
				plain, err = zstd.NewReader(r.Body)
			}
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(plain)
			if err != nil || string(got) != long {
				t.Errorf("%d bytes instead of %d, %v", len(got), len(long), err)
			}
		})
	}
}

// A handler of events asks for an http.Flusher by type and expects each event
// to leave at once.
func TestEventsLeaveAtOnce(t *testing.T) {
	t.Parallel()
	proceed := make(chan struct{})
	h := handler(t, func(o *web.Options) {
		o.Metrics = web.NewMetrics("test")
		o.Graph = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			flusher, ok := w.(http.Flusher)
			if !ok {
				http.Error(w, "no flusher", http.StatusInternalServerError)
				return
			}
			if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Minute)); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			w.Header().Set("Content-Type", "text/event-stream")
			_, _ = io.WriteString(w, "data: 1\n\n")
			flusher.Flush()
			<-proceed
		})
	})
	server := httptest.NewServer(h)
	defer server.Close()
	defer close(proceed)
	r, err := server.Client().Get(server.URL + "/graphql") // the client accepts gzip
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	event := make([]byte, len("data: 1\n\n"))
	if _, err := io.ReadFull(r.Body, event); err != nil || string(event) != "data: 1\n\n" {
		t.Errorf("event %q, %v", event, err)
	}
}

func TestContentSecurityPolicy(t *testing.T) {
	t.Parallel()
	built, bare := handler(t, nil), handler(t, func(o *web.Options) { o.App = nil })
	windows := handler(t, func(o *web.Options) {
		o.App = fstest.MapFS{"index.html": {Data: []byte(
			"<!-- <script>no()</script> --><script></script><script src=/a.js>no()</script><script type=module async>\r\na()\r\n</script><SCRIPT>b()</SCRIPT>",
		)}}
	})
	tests := []struct {
		name    string
		handler http.Handler
		path    string
		want    string
	}{
		{"graph", built, "/graphql", strict},
		{"script", built, "/_app/immutable/a.js", strict},
		{"unknown file", built, "/x.js", strict},
		{"page with an inline script", built, "/", strings.Replace(strict, "script-src 'self'", "script-src 'self' "+hash(bootstrap), 1)},
		{"fallback to that page", built, "/deep/link", strings.Replace(strict, "script-src 'self'", "script-src 'self' "+hash(bootstrap), 1)},
		{
			"GraphiQL", built, "/graphiql",
			strings.NewReplacer("script-src 'self'", "script-src 'self' "+hash("go()"), "style-src 'self'", "style-src 'self' 'unsafe-inline'").Replace(strict),
		},
		{"page with an inline style", bare, "/", strings.Replace(strict, "style-src 'self'", "style-src 'self' "+hash("b{}"), 1)},
		{
			"as a browser reads it", windows, "/",
			strings.Replace(strict, "script-src 'self'", "script-src 'self' "+hash("\na()\n")+" "+hash("b()"), 1),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := ask(tt.handler, "GET", tt.path).Header.Values("Content-Security-Policy")
			if diff := cmp.Diff([]string{tt.want}, got); diff != "" {
				t.Errorf("policy (-want +got):\n%s", diff)
			}
			scripts, _, _ := strings.Cut(got[0], "; style-src")
			if strings.Contains(scripts, "unsafe") {
				t.Errorf("scripts are not held: %s", scripts)
			}
		})
	}
}

func TestStrictTransportSecurity(t *testing.T) {
	t.Parallel()
	proxies := []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")} // the peer of httptest
	tests := []struct {
		name    string
		public  string
		proxies []netip.Prefix
		target  string
		headers []string
		want    bool
	}{
		{"plain", "http", nil, "/", nil, false},
		{"public address by HTTPS", "https", nil, "/", nil, true},
		{"TLS here", "http", nil, "https://zhas.example/", nil, true},
		{"TLS at a trusted proxy", "http", proxies, "/", []string{"X-Forwarded-Proto", "https"}, true},
		{"TLS at a stranger", "http", nil, "/", []string{"X-Forwarded-Proto", "https"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := handler(t, func(o *web.Options) { o.PublicURL.Scheme, o.TrustedProxies = tt.public, tt.proxies })
			got := ask(h, "GET", tt.target, tt.headers...).Header.Get("Strict-Transport-Security")
			if (got != "") != tt.want {
				t.Errorf("Strict-Transport-Security %q, want one: %v", got, tt.want)
			}
		})
	}
}

func TestCORS(t *testing.T) {
	t.Parallel()
	const listed, other = "https://analysis.example", "https://other.example"
	open := handler(t, func(o *web.Options) { o.CORSOrigins = []string{listed} })
	closed := handler(t, nil)
	preflight := func(origin string) []string {
		return []string{"Origin", origin, "Access-Control-Request-Method", "POST"}
	}
	tests := []struct {
		name         string
		handler      http.Handler
		method, path string
		headers      []string
		status       int
		allow, vary  string
		methods      string
	}{
		{"preflight", open, "OPTIONS", "/graphql", preflight(listed), 204, listed, "Origin", "GET, POST"},
		{"preflight of another", open, "OPTIONS", "/graphql", preflight(other), 204, "", "Origin", ""},
		{"request", open, "POST", "/graphql", []string{"Origin", listed, "Sec-Fetch-Site", "cross-site"}, 200, listed, "Origin, Accept-Encoding", ""},
		{"read by another", open, "GET", "/graphql", []string{"Origin", other, "Sec-Fetch-Site", "cross-site"}, 200, "", "Origin, Accept-Encoding", ""},
		{"no origin", open, "POST", "/graphql", nil, 200, "", "Origin, Accept-Encoding", ""},
		{"bare OPTIONS is the graph's", open, "OPTIONS", "/graphql", []string{"Origin", listed}, 200, listed, "Origin, Accept-Encoding", ""},
		{"not for the schema", open, "GET", "/graphql/schema.graphql", []string{"Origin", listed}, 200, "", "Accept-Encoding", ""},
		{"not for the application", open, "OPTIONS", "/", preflight(listed), 405, "", "", ""},
		{"none by default", closed, "OPTIONS", "/graphql", preflight(listed), 200, "", "Accept-Encoding", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := ask(tt.handler, tt.method, tt.path, tt.headers...)
			if r.StatusCode != tt.status {
				t.Errorf("status %d, want %d", r.StatusCode, tt.status)
			}
			for name, want := range map[string]string{
				"Access-Control-Allow-Origin":      tt.allow,
				"Access-Control-Allow-Methods":     tt.methods,
				"Access-Control-Allow-Credentials": "",
			} {
				if got := r.Header.Get(name); got != want {
					t.Errorf("%s %q, want %q", name, got, want)
				}
			}
			if got := strings.Join(r.Header.Values("Vary"), ", "); got != tt.vary {
				t.Errorf("Vary %q, want %q", got, tt.vary)
			}
		})
	}
}

func TestCrossOriginProtection(t *testing.T) {
	t.Parallel()
	const listed, other = "https://analysis.example", "https://other.example"
	h := handler(t, func(o *web.Options) { o.CORSOrigins = []string{listed} })
	tests := []struct {
		name    string
		method  string
		headers []string
		want    int
	}{
		{"no browser", "POST", nil, 200},
		{"same origin", "POST", []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://zhas.example"}, 200},
		{"own origin behind a proxy that rewrites Host", "POST", []string{"Origin", "http://zhas.example"}, 200},
		{"another site", "POST", []string{"Sec-Fetch-Site", "cross-site", "Origin", other}, 403},
		{"another site by an old browser", "POST", []string{"Origin", other}, 403},
		{"another host of the site", "POST", []string{"Sec-Fetch-Site", "same-site", "Origin", "http://evil.zhas.example"}, 403},
		{"listed site", "POST", []string{"Sec-Fetch-Site", "cross-site", "Origin", listed}, 200},
		{"reading", "GET", []string{"Sec-Fetch-Site", "cross-site", "Origin", other}, 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := ask(h, tt.method, "http://inside.example/graphql", tt.headers...).StatusCode; got != tt.want {
				t.Errorf("status %d, want %d", got, tt.want)
			}
		})
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	const generated = "generated"
	tests := []struct {
		name    string
		peer    string
		headers []string
		client  string
		id      string
	}{
		{"alone", "203.0.113.7:1234", nil, "203.0.113.7", generated},
		{"stranger lies", "203.0.113.7:1234", []string{"X-Forwarded-For", "10.9.9.9", "X-Request-Id", "chosen"}, "203.0.113.7", generated},
		{"proxy", "10.0.0.1:1", []string{"X-Forwarded-For", "198.51.100.9", "X-Request-Id", "chosen-1.a_B"}, "198.51.100.9", "chosen-1.a_B"},
		{"proxy says nothing", "10.0.0.1:1", nil, "10.0.0.1", generated},
		{"client lies to the proxy", "10.0.0.1:1", []string{"X-Forwarded-For", "1.1.1.1, 10.0.0.2, 198.51.100.9"}, "198.51.100.9", generated},
		{"two proxies", "10.0.0.1:1", []string{"X-Forwarded-For", "1.1.1.1, 198.51.100.9 ,10.0.0.2"}, "198.51.100.9", generated},
		{"two headers", "10.0.0.1:1", []string{"X-Forwarded-For", "198.51.100.9", "X-Forwarded-For", "10.0.0.2"}, "198.51.100.9", generated},
		{"proxies only", "10.0.0.1:1", []string{"X-Forwarded-For", "10.0.0.3, 10.0.0.2"}, "10.0.0.3", generated},
		{"nonsense stops", "10.0.0.1:1", []string{"X-Forwarded-For", "198.51.100.9, unknown, 10.0.0.2"}, "10.0.0.2", generated},
		{"with ports", "10.0.0.1:1", []string{"X-Forwarded-For", "[2001:db8::9]:443, 10.0.0.2:80"}, "2001:db8::9", generated},
		{"proxy in IPv6 form", "[::ffff:10.0.0.1]:1", []string{"X-Forwarded-For", "::ffff:198.51.100.9"}, "198.51.100.9", generated},
		{"IPv6 proxy with a zone", "[fe80::1%eth0]:1", []string{"X-Forwarded-For", "198.51.100.9"}, "198.51.100.9", generated},
		{"id with a line break", "10.0.0.1:1", []string{"X-Request-Id", "a\nb"}, "10.0.0.1", generated},
		{"id too long", "10.0.0.1:1", []string{"X-Request-Id", strings.Repeat("a", 65)}, "10.0.0.1", generated},
		{"no address", "@", nil, "invalid IP", generated},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var client, id string
			h := handler(t, func(o *web.Options) {
				o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("fe80::/64")}
				o.Graph = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
					client, id = web.ClientAddress(r.Context()).String(), web.RequestID(r.Context())
				})
			})
			r := httptest.NewRequest("POST", "/graphql", http.NoBody)
			r.RemoteAddr = tt.peer
			for i := 0; i < len(tt.headers); i += 2 {
				r.Header.Add(tt.headers[i], tt.headers[i+1])
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if client != tt.client {
				t.Errorf("client %s, want %s", client, tt.client)
			}
			if echoed := w.Header().Get("X-Request-Id"); echoed != id {
				t.Errorf("X-Request-Id %q, but the handler saw %q", echoed, id)
			}
			if (tt.id == generated && len(id) != 26) || (tt.id != generated && id != tt.id) {
				t.Errorf("request id %q, want %s", id, tt.id)
			}
		})
	}
	if got := web.ClientAddress(t.Context()); got.IsValid() || web.RequestID(t.Context()) != "" {
		t.Errorf("outside of a request: client %v, id %q", got, web.RequestID(t.Context()))
	}
}

func TestViewer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		accept string
		want   viewer.Locale
	}{
		{"", viewer.Kazakh},
		{"kk", viewer.Kazakh},
		{"ru-KZ,ru;q=0.9,kk;q=0.8", viewer.Russian},
		{"en-GB", viewer.English},
		{"en;q=0.2, kk;q=0.7", viewer.Kazakh},
		{"ja, en;q=0.5", viewer.English},
		{"ja", viewer.Kazakh},
		{"*", viewer.Kazakh},
		{"ru;q=x", viewer.Kazakh},
		{"\x00", viewer.Kazakh},
		{strings.Repeat("ja,", 80) + "en", viewer.English},
		{strings.Repeat("ja,", 90) + "en", viewer.Kazakh},
	}
	for _, tt := range tests {
		t.Run(tt.accept, func(t *testing.T) {
			t.Parallel()
			var got viewer.Viewer
			h := handler(t, func(o *web.Options) {
				o.Graph = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got, _ = viewer.FromContext(r.Context()) })
			})
			ask(h, "POST", "/graphql", "Accept-Language", tt.accept)
			if want := viewer.Anybody(tt.want); !reflect.DeepEqual(got, want) {
				t.Errorf("viewer %+v, want %+v", got, want)
			}
		})
	}
}

func TestReadiness(t *testing.T) {
	t.Parallel()
	fine := func(context.Context) error { return nil }
	broken := func(context.Context) error { return errors.New("dial db.inside:5432") }
	stuck := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	stopped := make(chan struct{})
	close(stopped)
	tests := []struct {
		name     string
		checks   map[string]web.Check
		draining <-chan struct{}
		status   int
		want     string
		logged   string
		took     time.Duration
	}{
		{"no checks", nil, nil, 200, `{"ready":true}`, "", 0},
		{"all fine", map[string]web.Check{"database": fine, "facts": fine}, make(chan struct{}), 200, `{"ready":true}`, "", 0},
		{"one broken", map[string]web.Check{"database": broken, "a": fine}, nil, 503, `{"ready":false,"failed":"database"}`, "dial db.inside:5432", 0},
		{"one stuck", map[string]web.Check{"database": stuck}, nil, 503, `{"ready":false,"failed":"database"}`, "deadline exceeded", 2 * time.Second},
		{"draining", map[string]web.Check{"database": fine}, stopped, 503, `{"ready":false,"failed":"draining"}`, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				h := handler(t, func(o *web.Options) {
					o.Ready, o.Draining, o.Logger = tt.checks, tt.draining, slog.New(slog.NewTextHandler(&log, nil))
				})
				start := time.Now()
				r := ask(h, "GET", "/readyz")
				if r.StatusCode != tt.status {
					t.Errorf("status %d, want %d", r.StatusCode, tt.status)
				}
				if got := strings.TrimSpace(body(t, r)); got != tt.want {
					t.Errorf("body %s, want %s", got, tt.want)
				}
				if got := time.Since(start); got != tt.took {
					t.Errorf("took %v, want %v", got, tt.took)
				}
				if !strings.Contains(log.String(), tt.logged) {
					t.Errorf("log %q lacks %q", log.String(), tt.logged)
				}
				if alive := ask(h, "GET", "/healthz").StatusCode; alive != http.StatusOK {
					t.Errorf("/healthz: status %d", alive)
				}
			})
		})
	}
}

func TestAccessLog(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, method, target, sent string
		level                      slog.Level
		want                       []string
		never                      string
	}{
		{
			"request", "POST", "/graphql?query=secret-1", "secret-2", slog.LevelInfo,
			[]string{"level=INFO msg=request", "method=POST", "path=/graphql ", "status=201", "bytes=5", "duration=", "client=192.0.2.1", "id="},
			"secret",
		},
		{"path with a line break", "GET", "/a%0Ab=c", "", slog.LevelInfo, []string{`path="/a\nb=c"`}, "\nb=c"},
		{"probe", "GET", "/healthz", "", slog.LevelInfo, nil, "healthz"},
		{"probe when debugging", "GET", "/healthz", "", slog.LevelDebug, []string{"level=DEBUG", "path=/healthz"}, "INFO"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			h := handler(t, func(o *web.Options) {
				o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: tt.level}))
				o.Graph = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.WriteHeader(http.StatusCreated)
					_, _ = io.WriteString(w, "12345")
				})
			})
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(tt.method, tt.target, strings.NewReader(tt.sent)))
			for _, want := range tt.want {
				if !strings.Contains(log.String(), want) {
					t.Errorf("log lacks %q:\n%s", want, log.String())
				}
			}
			if strings.Contains(log.String(), tt.never) {
				t.Errorf("log holds %q:\n%s", tt.never, log.String())
			}
		})
	}
}

func TestPanic(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		graph   http.HandlerFunc
		aborted bool
		logged  string // as the cause of a panic
		status  string
	}{
		{"before the answer", func(http.ResponseWriter, *http.Request) { panic("secret cause") }, false, "secret cause", "status=500"},
		{
			"within the answer", func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, strings.Repeat("x", 4096))
				panic("secret cause")
			}, true, "secret cause", "status=200",
		},
		{"on purpose", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, true, "", "msg=request"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			h := handler(t, func(o *web.Options) {
				o.Logger, o.Graph = slog.New(slog.NewTextHandler(&log, nil)), tt.graph
			})
			w := httptest.NewRecorder()
			func() {
				defer func() {
					if cause := recover(); (cause != nil) != tt.aborted {
						t.Errorf("aborted with %v, want so: %v", cause, tt.aborted)
					}
				}()
				h.ServeHTTP(w, httptest.NewRequest("POST", "/graphql", http.NoBody))
			}()
			if !tt.aborted {
				if got, want := strings.TrimSpace(w.Body.String()), "internal error "+w.Header().Get("X-Request-Id"); w.Code != 500 || got != want {
					t.Errorf("answer %d %q, want 500 %q", w.Code, got, want)
				}
			}
			if tt.logged == "" && strings.Contains(log.String(), "msg=panic") {
				t.Errorf("logged as a panic:\n%s", log.String())
			}
			for _, want := range []string{tt.logged, tt.status} {
				if !strings.Contains(log.String(), want) {
					t.Errorf("log lacks %q:\n%s", want, log.String())
				}
			}
		})
	}
}

type brokenFS struct{}

func (brokenFS) Open(string) (fs.File, error) { return nil, errors.New("disk on fire") }

func TestNewErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*web.Options)
		want   string
	}{
		{"no graph", func(o *web.Options) { o.Graph = nil }, "required"},
		{"no schema", func(o *web.Options) { o.SDL = "" }, "required"},
		{"no placeholder", func(o *web.Options) { o.Placeholder = nil }, "required"},
		{"no public URL", func(o *web.Options) { o.PublicURL = nil }, "required"},
		{"placeholder without a page", func(o *web.Options) { o.Placeholder = fstest.MapFS{} }, "the placeholder has no index.html"},
		{"application unreadable", func(o *web.Options) { o.App = brokenFS{} }, "application: disk on fire"},
		{"origin with a path", func(o *web.Options) { o.CORSOrigins = []string{"https://a.example/"} }, "path"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := web.New(options(t, tt.change)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one about %q", err, tt.want)
			}
		})
	}
}
