// Package web is the programme's HTTP door: who is asking, what may be asked
// for, how it is cached, protected, logged and measured. It knows nothing of
// the graph behind /graphql but that it is a handler.
package web

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/klauspost/compress/gzhttp"
)

// Options are what New puts together. Graph, SDL, Placeholder and PublicURL are
// required.
type Options struct {
	// Graph answers /graphql, whatever the method. It limits bodies itself.
	Graph http.Handler
	// Sessions finds who asks with the cookie of a request to the graph; without
	// it everybody is the public.
	Sessions Sessions
	// Outbox shows the messages of a development server at /outbox, when given.
	Outbox http.Handler
	// SDL is the schema served at /graphql/schema.graphql.
	SDL string
	// App is the built application: index.html, hashed files below
	// _app/immutable/, other files, and graphiql/index.html. NAME.br and
	// NAME.gz beside a file are its compressed forms. It may be nil or empty.
	App fs.FS
	// Placeholder stands in where App has no page; its index.html must exist.
	Placeholder fs.FS
	// Ready are the checks behind /readyz by their public names. They run in
	// the order of their names and share two seconds.
	Ready map[string]Check
	// Draining is closed when the process is told to stop; from then on
	// /readyz answers 503. It may be nil.
	Draining <-chan struct{}
	// PublicURL is scheme and host under which people reach the programme.
	PublicURL *url.URL
	// TrustedProxies are the peers whose X-Forwarded-For, X-Forwarded-Proto
	// and X-Request-Id are believed.
	TrustedProxies []netip.Prefix
	// CORSOrigins are the origins whose pages may read /graphql. They may send
	// changes too: they are trusted by the cross-origin protection. Cookies are
	// not part of it (no Access-Control-Allow-Credentials).
	CORSOrigins []string
	// Metrics counts requests when given.
	Metrics *Metrics
	// Logger gets the access log and failures; slog.Default() when nil.
	Logger *slog.Logger
}

// New returns the whole HTTP surface of the programme. Files are read and
// hashed once, here. It reports missing options and unreadable files. Whether
// requests are traced is decided here as well, by the variables that Tracing
// reads.
func New(o Options) (http.Handler, error) {
	if o.Graph == nil || o.SDL == "" || o.Placeholder == nil || o.PublicURL == nil {
		return nil, errors.New("web: Graph, SDL, Placeholder and PublicURL are required")
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	pages, err := loadPages(o.App, o.Placeholder)
	if err != nil {
		return nil, err
	}
	schema, err := schemaFile(o.SDL)
	if err != nil {
		return nil, err
	}
	compressed, err := gzhttp.NewWrapper(
		gzhttp.CompressionLevel(gzip.BestSpeed),
		// Events have to reach the reader one by one, not when a block is full.
		gzhttp.ContentTypeFilter(func(contentType string) bool {
			return !strings.HasPrefix(contentType, "text/event-stream") && gzhttp.DefaultContentTypeFilter(contentType)
		}),
	)
	if err != nil {
		return nil, fmt.Errorf("web: compression: %w", err)
	}
	protection, err := crossOriginProtection(o.PublicURL, o.CORSOrigins)
	if err != nil {
		return nil, err
	}

	mux := http.NewServeMux()
	graph, err := signedIn(o.PublicURL, o.Sessions, o.Logger, compressed(o.Graph))
	if err != nil {
		return nil, err
	}
	mux.Handle("/graphql", cors(o.CORSOrigins, graph))
	if o.Outbox != nil {
		mux.Handle("/outbox", readOnly(o.Outbox))
	}
	mux.Handle("/graphql/schema.graphql", readOnly(schema))
	mux.Handle("/graphql/", http.HandlerFunc(notFound))
	mux.Handle("/graphiql", readOnly(pages.graphiql))
	mux.Handle("/graphiql/{$}", readOnly(pages.graphiql))
	mux.Handle("/graphiql/", readOnly(pages.files))
	mux.Handle("/healthz", readOnly(http.HandlerFunc(alive)))
	mux.Handle("/healthz/", http.HandlerFunc(notFound))
	mux.Handle("/readyz", readOnly(readiness(o.Ready, o.Draining, o.Logger)))
	mux.Handle("/readyz/", http.HandlerFunc(notFound))
	mux.Handle("/_app", http.HandlerFunc(notFound))
	mux.Handle("/_app/", readOnly(pages.files))
	mux.Handle("/", readOnly(pages))

	// From the inside out.
	handler := traced(mux)
	handler = protection.Handler(handler)
	handler = recovered(o.Logger, handler)
	handler = secured(o.PublicURL, handler)
	handler = o.Metrics.measured(mux, handler)
	handler = logged(o.Logger, handler)
	return identified(o.TrustedProxies, handler), nil
}

// readOnly lets only GET and HEAD through.
func readOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func notFound(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "not found", http.StatusNotFound)
}
