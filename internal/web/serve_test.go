package web_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	collectorv1 "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"zhas/internal/web"
)

// port0 opens a listener on a free port of the loopback interface.
func port0(t *testing.T) net.Listener {
	t.Helper()
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// serve starts Serve and returns how to stop it; stop returns Serve's error.
func serve(t *testing.T, o web.ServeOptions) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.ShutdownTimeout == 0 {
		o.ShutdownTimeout = time.Minute
	}
	go func() { done <- web.Serve(ctx, o) }()
	stop = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() { _ = stop() })
	return stop
}

func get(t *testing.T, client *http.Client, address string) (status int, text string) {
	t.Helper()
	r, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func TestServeFinishesRunningRequests(t *testing.T) {
	t.Parallel()
	started, proceed := make(chan struct{}), make(chan struct{})
	listener := port0(t)
	ctx, cancel := context.WithCancel(t.Context())
	h := handler(t, func(o *web.Options) {
		o.Draining = ctx.Done()
		o.Graph = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			close(started)
			<-proceed
			if r.Context().Err() != nil {
				http.Error(w, "cut off", http.StatusInternalServerError)
				return
			}
			_, _ = io.WriteString(w, "finished")
		})
	})
	stop := serve(t, web.ServeOptions{Handler: h, Listener: listener})
	address := "http://" + listener.Addr().String()
	client := &http.Client{Transport: &http.Transport{}}
	if status, _ := get(t, client, address+"/readyz"); status != http.StatusOK {
		t.Errorf("/readyz while serving: status %d", status)
	}
	answer := make(chan string, 1)
	go func() {
		r, err := client.Post(address+"/graphql", "application/json", http.NoBody)
		if err != nil {
			answer <- err.Error()
			return
		}
		defer r.Body.Close()
		b, _ := io.ReadAll(r.Body)
		answer <- string(b)
	}()
	<-started
	cancel()
	if got := ask(h, "GET", "/readyz").StatusCode; got != http.StatusServiceUnavailable {
		t.Errorf("/readyz once told to stop: status %d", got)
	}
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	// The port closes while the request is still running.
	for {
		connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", listener.Addr().String())
		if err != nil {
			break
		}
		_ = connection.Close()
	}
	select {
	case err := <-stopped:
		t.Errorf("Serve returned %v while a request ran", err)
	default:
	}
	close(proceed)
	if got := <-answer; got != "finished" {
		t.Errorf("the running request got %q", got)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Serve returned %v", err)
	}
}

func TestServeCutsOffWhatRunsTooLong(t *testing.T) {
	t.Parallel()
	started := make(chan struct{})
	listener := port0(t)
	h := handler(t, func(o *web.Options) {
		o.Graph = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(started)
			<-r.Context().Done()
		})
	})
	stop := serve(t, web.ServeOptions{Handler: h, Listener: listener, ShutdownTimeout: 10 * time.Millisecond})
	go func() {
		if r, err := http.Get("http://" + listener.Addr().String() + "/graphql"); err == nil {
			_ = r.Body.Close()
		}
	}()
	<-started
	if err := stop(); err == nil || !strings.Contains(err.Error(), "ZHAS_SHUTDOWN_TIMEOUT") {
		t.Errorf("Serve returned %v, want an error that names the setting", err)
	}
}

// notice is told when the server begins to stop.
type notice struct{ stopping chan struct{} }

func (n notice) Write(line []byte) (int, error) {
	if bytes.Contains(line, []byte("msg=stopping")) {
		close(n.stopping)
	}
	return len(line), nil
}

func TestServeListensOnWhileBalancersLookAway(t *testing.T) {
	t.Parallel()
	const delay = 3 * time.Second
	listener, stopping := port0(t), make(chan struct{})
	h := handler(t, func(o *web.Options) { o.Draining = stopping })
	stop := serve(t, web.ServeOptions{
		Handler: h, Listener: listener, ShutdownDelay: delay,
		Logger: slog.New(slog.NewTextHandler(notice{stopping}, nil)),
	})
	begun, stopped := time.Now(), make(chan error, 1)
	go func() { stopped <- stop() }()
	<-stopping
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	if status, _ := get(t, client, "http://"+listener.Addr().String()+"/readyz"); status != http.StatusServiceUnavailable {
		t.Errorf("/readyz by a new connection: status %d, want 503", status)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
	if took := time.Since(begun); took < delay {
		t.Errorf("the listener closed after %s, want %s", took, delay)
	}
}

func TestServeErrors(t *testing.T) {
	t.Parallel()
	taken := port0(t)
	t.Cleanup(func() { _ = taken.Close() }) // the subtests outlive this function
	tests := []struct {
		name    string
		options func(*testing.T) web.ServeOptions
		want    string
	}{
		{"address taken", func(*testing.T) web.ServeOptions {
			return web.ServeOptions{Address: taken.Addr().String()}
		}, "ZHAS_LISTEN: cannot listen on"},
		{"metrics address taken", func(t *testing.T) web.ServeOptions {
			return web.ServeOptions{Listener: port0(t), Metrics: web.NewMetrics("test"), MetricsAddress: taken.Addr().String()}
		}, "ZHAS_METRICS_LISTEN: cannot listen on"},
		{"certificate missing", func(*testing.T) web.ServeOptions {
			return web.ServeOptions{Address: "127.0.0.1:0", TLSCertificate: "gone.pem", TLSKey: "gone.pem"}
		}, "ZHAS_TLS_CERTIFICATE, ZHAS_TLS_KEY: "},
		{"listener closed", func(t *testing.T) web.ServeOptions {
			l := port0(t)
			_ = l.Close()
			return web.ServeOptions{Listener: l}
		}, "serve: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := tt.options(t)
			o.Handler, o.Logger, o.ShutdownTimeout = http.NotFoundHandler(), slog.New(slog.DiscardHandler), time.Minute
			if err := web.Serve(t.Context(), o); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one about %q", err, tt.want)
			}
		})
	}
}

func TestServeHeaderLimit(t *testing.T) {
	t.Parallel()
	listener := port0(t)
	serve(t, web.ServeOptions{Handler: handler(t, nil), Listener: listener})
	for size, want := range map[int]int{30 << 10: http.StatusOK, 40 << 10: http.StatusRequestHeaderFieldsTooLarge} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+listener.Addr().String()+"/healthz", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Long", strings.Repeat("x", size))
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != want {
			t.Errorf("header of %d bytes: status %d, want %d", size, answer.StatusCode, want)
		}
	}
}

// certificate writes a self-signed pair with a serial number.
func certificate(t *testing.T, folder string, serial int64) (certificatePath, keyPath string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certificatePath, keyPath = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	write(t, certificatePath, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	write(t, keyPath, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER}))
	return certificatePath, keyPath
}

// write replaces a file by another, as tools that renew certificates do.
func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path+".new", content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
}

func TestServeTLS(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	certificatePath, keyPath := certificate(t, folder, 1)
	listener := port0(t)
	log := &lockedBuffer{}
	serve(t, web.ServeOptions{
		Handler: handler(t, nil), Listener: listener, TLSCertificate: certificatePath, TLSKey: keyPath,
		Logger: slog.New(slog.NewTextHandler(log, nil)),
	})
	// dial returns the serial number of the certificate that is shown.
	dial := func(config *tls.Config) (int64, error) {
		config.InsecureSkipVerify = true // self-signed; the serial number is what is looked at
		connection, err := (&tls.Dialer{Config: config}).DialContext(t.Context(), "tcp", listener.Addr().String())
		if err != nil {
			return 0, err
		}
		defer connection.Close()
		return connection.(*tls.Conn).ConnectionState().PeerCertificates[0].SerialNumber.Int64(), nil
	}
	shows := func(what string, want int64) {
		t.Helper()
		if got, err := dial(&tls.Config{}); err != nil || got != want {
			t.Errorf("%s: certificate %d, %v; want %d", what, got, err, want)
		}
	}
	shows("at start", 1)
	certificate(t, folder, 2)
	shows("after renewal", 2)
	write(t, keyPath, []byte("half a k"))
	shows("with a broken key", 2)
	shows("with a broken key, again", 2)
	certificate(t, folder, 3)
	shows("after repair", 3)
	if err := os.Remove(keyPath); err != nil {
		t.Fatal(err)
	}
	shows("with the key gone", 3)
	shows("with the key gone, again", 3)
	for text, want := range map[string]int{"certificate reloaded": 2, "the old one stays": 2} {
		if got := strings.Count(log.String(), text); got != want {
			t.Errorf("%q was logged %d times, want %d:\n%s", text, got, want, log.String())
		}
	}
	if _, err := dial(&tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}); err == nil {
		t.Error("TLS 1.1 was accepted")
	}

	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true,
	}}
	defer client.CloseIdleConnections()
	r, err := client.Get("https://" + listener.Addr().String() + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	if r.ProtoMajor != 2 || r.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("HTTP/%d, Strict-Transport-Security %q", r.ProtoMajor, r.Header.Get("Strict-Transport-Security"))
	}
}

type lockedBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	listener, metricsListener := port0(t), port0(t)
	metrics := web.NewMetrics("1.2.3")
	running, proceed := make(chan struct{}), make(chan struct{})
	h := handler(t, func(o *web.Options) {
		o.Metrics = metrics
		o.Graph = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			close(running)
			<-proceed
		})
	})
	serve(t, web.ServeOptions{Handler: h, Listener: listener, Metrics: metrics, MetricsListener: metricsListener})
	address := "http://" + listener.Addr().String()
	// The compressed forms of the test's application are no real ones.
	plain := &http.Client{Transport: &http.Transport{DisableCompression: true}}
	defer plain.CloseIdleConnections()
	for _, path := range []string{"/", "/a", "/b/c", "/x.js", "/_app/immutable/a.js", "/graphql/schema.graphql", "/graphql/x", "/healthz", "/metrics"} {
		get(t, plain, address+path)
	}
	ask(h, "BREW", "/")
	ask(h, "GET", "//a//b")
	finished := make(chan struct{})
	go func() {
		ask(h, "POST", "/graphql")
		close(finished)
	}()
	<-running
	status, text := get(t, http.DefaultClient, "http://"+metricsListener.Addr().String()+"/metrics")
	close(proceed)
	<-finished
	if status != http.StatusOK {
		t.Fatalf("/metrics: status %d", status)
	}
	for _, want := range []string{
		`zhas_http_requests_total{method="GET",route="/",status="200"} 4`, // with /metrics, which is a page here
		`zhas_http_requests_total{method="GET",route="/",status="404"} 1`,
		`zhas_http_requests_total{method="GET",route="/_app/",status="200"} 1`,
		`zhas_http_requests_total{method="GET",route="/graphql/schema.graphql",status="200"} 1`,
		`zhas_http_requests_total{method="GET",route="/graphql/",status="404"} 1`,
		`zhas_http_requests_total{method="GET",route="/healthz",status="200"} 1`,
		`zhas_http_requests_total{method="other",route="/",status="405"} 1`,
		`zhas_http_request_duration_seconds_count{method="GET",route="/",status="200"} 4`,
		`zhas_http_requests_in_flight 1`,
		`zhas_build_info{go_version="go`,
		`version="1.2.3"} 1`,
		"go_goroutines ",
		"process_cpu_seconds_total ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	if strings.Contains(text, `route="/a`) || strings.Contains(text, `route="/b`) {
		t.Error("a path became a label")
	}
	if status, _ := get(t, http.DefaultClient, "http://"+metricsListener.Addr().String()+"/"); status != http.StatusNotFound {
		t.Errorf("the metrics listener serves /: status %d", status)
	}
	own := prometheus.NewCounter(prometheus.CounterOpts{Name: "zhas_test_total", Help: "Of another part."})
	if err := metrics.Registerer().Register(own); err != nil {
		t.Errorf("Register: %v", err)
	}
	if err := metrics.Registerer().Register(own); err == nil {
		t.Error("Register took a metric twice")
	}
}

func TestTracing(t *testing.T) {
	const parent = "4bf92f3577b34da6a3ce929d0e0e4736"
	type export struct{ path, service, span, trace, links, all string }
	exports := make(chan export, 10)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		var request collectorv1.ExportTraceServiceRequest
		if err := proto.Unmarshal(b, &request); err != nil {
			t.Error(err)
			return
		}
		for _, resource := range request.GetResourceSpans() {
			e := export{path: r.URL.Path, all: request.String()}
			for _, a := range resource.GetResource().GetAttributes() {
				if a.GetKey() == "service.name" {
					e.service = a.GetValue().GetStringValue()
				}
			}
			for _, scope := range resource.GetScopeSpans() {
				for _, span := range scope.GetSpans() {
					e.span, e.trace = e.span+span.GetName(), hex.EncodeToString(span.GetTraceId())
					for _, link := range span.GetLinks() {
						e.links += hex.EncodeToString(link.GetTraceId())
					}
				}
			}
			exports <- e
		}
	}))
	defer collector.Close()
	stranger, proxy := netip.MustParsePrefix("10.0.0.1/32"), netip.MustParsePrefix("192.0.2.1/32") // the peer of httptest
	tests := []struct {
		name    string
		env     map[string]string
		trusted netip.Prefix
		want    export // without trace when a new one is begun
	}{
		{"no endpoint", nil, stranger, export{}},
		{"disabled", map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": collector.URL, "OTEL_SDK_DISABLED": "true"}, stranger, export{}},
		{
			"endpoint",
			map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": collector.URL},
			stranger,
			export{path: "/v1/traces", service: "zhas", span: "GET /graphql", links: parent},
		},
		{
			"endpoint of traces",
			map[string]string{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": collector.URL + "/mine", "OTEL_SERVICE_NAME": "other"},
			stranger,
			export{path: "/mine", service: "other", span: "GET /graphql", links: parent},
		},
		{
			"continued by a trusted proxy",
			map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": collector.URL},
			proxy,
			export{path: "/v1/traces", service: "zhas", span: "GET /graphql", trace: parent},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for name, value := range tt.env {
				t.Setenv(name, value)
			}
			shutdown, err := web.Tracing(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			h := handler(t, func(o *web.Options) { o.TrustedProxies = []netip.Prefix{tt.trusted} })
			ask(h, "GET", "/graphql?query=secret", "Traceparent", "00-"+parent+"-00f067aa0ba902b7-01")
			ask(h, "GET", "/healthz")
			if err := shutdown(t.Context()); err != nil {
				t.Fatal(err)
			}
			var got export
			select {
			case got = <-exports:
			default:
			}
			for _, never := range []string{"secret", "healthz"} {
				if strings.Contains(got.all, never) {
					t.Errorf("the spans hold %q: %s", never, got.all)
				}
			}
			if got.trace != parent {
				got.trace = ""
			}
			got.all = ""
			if got != tt.want {
				t.Errorf("exported %+v, want %+v", got, tt.want)
			}
		})
	}
}
