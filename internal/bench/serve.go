package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/KimMachineGun/automemlimit/memlimit"

	"zhas/ent"
	"zhas/ent/privacy"
	_ "zhas/ent/runtime" // policies and hooks
	"zhas/frontend"
	"zhas/graph"
	"zhas/internal/store"
	"zhas/internal/viewer"
	"zhas/internal/web"
)

// serve answers requests as one of the servers of this program until input
// ends, which it does at the latest with the process that started this one. It
// prints its address first.
func serve(ctx context.Context, args []string, input io.Reader, out io.Writer) (err error) {
	flags := flag.NewFlagSet("bench serve", flag.ContinueOnError)
	kind := flags.String("kind", "", "zhas or rows")
	var options store.Options
	profile := flags.String("profile", "", "file for a processor profile")
	flags.StringVar(&options.DataDir, "data-dir", "", "folder of the SQLite database")
	flags.StringVar(&options.DatabaseURL, "database-url", "", "PostgreSQL database")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *profile != "" {
		file, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		if err := pprof.StartCPUProfile(file); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	// As server.go sets them.
	debug.SetGCPercent(400)
	if _, err := memlimit.Set(memlimit.WithRatio(0.7),
		memlimit.WithProvider(memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem))); err != nil {
		return err
	}
	build := map[string]func(context.Context, store.Options, *atomic.Int64) (http.Handler, func() error, error){
		"zhas": newZhas, "rows": newRows,
	}[*kind]
	if build == nil {
		return fmt.Errorf("no server is called %q", *kind)
	}
	var statements atomic.Int64
	handler, stop, err := build(ctx, options, &statements)
	if err != nil {
		return err
	}
	routes := http.NewServeMux()
	routes.Handle("/", handler)
	routes.HandleFunc("/statements", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strconv.FormatInt(statements.Load(), 10))
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // listening on loopback does not wait
	if err != nil {
		return errors.Join(err, stop())
	}
	if _, err := fmt.Fprintf(out, "http://%s\n", listener.Addr()); err != nil {
		return errors.Join(err, stop())
	}
	server := &http.Server{Handler: routes, ReadHeaderTimeout: time.Minute}
	go func() {
		_, _ = io.Copy(io.Discard, input)
		_ = server.Close()
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return errors.Join(err, stop())
	}
	return stop()
}

// newZhas is the product as server.go wires it, but for three things: the
// programme itself is asking, whoever asks, statements are counted, and nothing
// is broken off.
func newZhas(ctx context.Context, options store.Options, statements *atomic.Int64) (http.Handler, func() error, error) {
	opened, err := store.Open(ctx, options)
	if err != nil {
		return nil, nil, err
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	metrics := web.NewMetrics("bench")
	client := ent.NewClient(ent.Driver(opened.Driver()))
	schema := graph.NewExecutableSchema(graph.Config{Resolvers: graph.NewResolver(client, nil, nil)})
	handler := graph.NewHandler(schema, graph.Options{
		Logger:     log,
		IsHidden:   func(err error) bool { return ent.IsNotFound(err) || errors.Is(err, privacy.Deny) },
		Registerer: metrics.Registerer(),
		Timeout:    time.Hour, // what takes too long is to be measured, too
	})
	surface, err := web.New(web.Options{
		Graph: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, counter := store.CountStatements(viewer.AsSystem(r.Context()))
			handler.ServeHTTP(w, r.WithContext(ctx))
			statements.Add(counter.Load())
		}),
		SDL:         graph.SDL(schema),
		App:         frontend.App(),
		Placeholder: frontend.Placeholder(),
		PublicURL:   &url.URL{Scheme: "http", Host: "localhost"},
		Metrics:     metrics,
		Logger:      log,
	})
	if err != nil {
		return nil, nil, errors.Join(err, opened.Close())
	}
	return surface, opened.Close, nil
}
