package web

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Limits of a connection. A query may take 15 seconds, so that 30 are enough to
// send its answer; handlers of streams lift the deadline for themselves.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 30 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 32 << 10
)

// ServeOptions are what Serve listens with. Handler is required, and an address
// or an open listener.
type ServeOptions struct {
	Handler http.Handler
	// Address is the host:port to listen on; not used when Listener is given.
	Address string
	// Listener is already open; Serve closes it.
	Listener net.Listener
	// TLSCertificate and TLSKey are paths of PEM files; without them the
	// listener speaks plain HTTP. They are read again when they change.
	TLSCertificate string
	TLSKey         string
	// Metrics are served at /metrics of a listener of their own, at
	// MetricsAddress or MetricsListener. Without these there is none.
	Metrics         *Metrics
	MetricsAddress  string
	MetricsListener net.Listener
	// ShutdownDelay is how long the listener goes on after ctx has ended, so
	// that load balancers see /readyz turn 503 and send no more.
	ShutdownDelay time.Duration
	// ShutdownTimeout is how long running requests may take to finish.
	ShutdownTimeout time.Duration
	// Logger gets what the listeners report; slog.Default() when nil.
	Logger *slog.Logger
}

// Serve answers requests until ctx ends or a listener fails, then lets running
// requests finish, and returns when everything has stopped. It returns nil
// after an orderly stop, and an error when an address cannot be listened on,
// the certificate cannot be read or requests had to be cut off. The metrics
// stay to the end.
//
// Give New the same ctx.Done() as Draining, so that /readyz turns 503 first.
func Serve(ctx context.Context, o ServeOptions) error {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	public := newServer(o.Handler, o.Logger)
	secure := o.TLSCertificate != "" // net/http fills TLSConfig by itself
	if secure {
		pair, err := loadKeyPair(o.TLSCertificate, o.TLSKey, o.Logger)
		if err != nil {
			return err
		}
		public.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: pair.get}
	}
	listener, err := listen(ctx, o.Listener, o.Address, "ZHAS_LISTEN")
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }()

	var metrics *http.Server
	var metricsListener net.Listener
	if o.Metrics != nil && (o.MetricsAddress != "" || o.MetricsListener != nil) {
		if metricsListener, err = listen(ctx, o.MetricsListener, o.MetricsAddress, "ZHAS_METRICS_LISTEN"); err != nil {
			return err
		}
		metrics = newServer(o.Metrics.handler(), o.Logger)
	}

	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		if secure {
			return unlessClosed(public.ServeTLS(listener, "", ""))
		}
		return unlessClosed(public.Serve(listener))
	})
	if metrics != nil {
		group.Go(func() error { return unlessClosed(metrics.Serve(metricsListener)) })
		o.Logger.InfoContext(ctx, "metrics", "address", metricsListener.Addr().String())
	}
	o.Logger.InfoContext(ctx, "listening", "address", listener.Addr().String(), "tls", secure)
	group.Go(func() error {
		<-ctx.Done()
		o.Logger.Info("stopping", "delay", o.ShutdownDelay, "timeout", o.ShutdownTimeout)
		time.Sleep(o.ShutdownDelay)
		err := stop(public, o.ShutdownTimeout)
		if metrics != nil {
			_ = metrics.Close()
		}
		return err
	})
	return group.Wait()
}

func newServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}

func listen(ctx context.Context, open net.Listener, address, setting string) (net.Listener, error) {
	if open != nil {
		return open, nil
	}
	var config net.ListenConfig
	// Told to stop before it began, Serve still starts and stops in order.
	l, err := config.Listen(context.WithoutCancel(ctx), "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot listen on %q: %w", setting, address, err)
	}
	return l, nil
}

func unlessClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve: %w", err)
}

// stop lets running requests finish, and cuts them off when time is up.
func stop(server *http.Server, timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		_ = server.Close()
		return fmt.Errorf("requests that still ran after %v were cut off (ZHAS_SHUTDOWN_TIMEOUT): %w", timeout, err)
	}
	return nil
}

// keyPair is a certificate that follows its files.
type keyPair struct {
	certificatePath, keyPath string
	logger                   *slog.Logger

	mu      sync.Mutex
	loaded  *tls.Certificate
	seen    [2]os.FileInfo // of the files when they were last read
	failing bool
}

func loadKeyPair(certificatePath, keyPath string, logger *slog.Logger) (*keyPair, error) {
	p := &keyPair{certificatePath: certificatePath, keyPath: keyPath, logger: logger}
	if err := p.reload(); err != nil {
		return nil, fmt.Errorf("ZHAS_TLS_CERTIFICATE, ZHAS_TLS_KEY: %w", err)
	}
	return p, nil
}

// get is a tls.Config's GetCertificate. Files that changed but cannot be used,
// as while one of the two is already new, leave the old certificate in force.
func (p *keyPair) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.reload(); err != nil {
		if !p.failing {
			p.logger.Error("the new TLS certificate cannot be used, the old one stays (ZHAS_TLS_CERTIFICATE, ZHAS_TLS_KEY)", "error", err)
		}
		p.failing = true
	}
	return p.loaded, nil
}

// reload reads the files if they are not the ones that were read last.
func (p *keyPair) reload() error {
	var now [2]os.FileInfo
	for i, path := range []string{p.certificatePath, p.keyPath} {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		now[i] = info
	}
	if sameFile(p.seen[0], now[0]) && sameFile(p.seen[1], now[1]) {
		return nil
	}
	p.seen = now
	loaded, err := tls.LoadX509KeyPair(p.certificatePath, p.keyPath)
	if err != nil {
		return err
	}
	if p.loaded != nil {
		p.logger.Info("TLS certificate reloaded", "file", p.certificatePath)
	}
	p.loaded, p.failing = &loaded, false
	return nil
}

func sameFile(a, b os.FileInfo) bool {
	return a != nil && os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}
