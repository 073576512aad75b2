package config_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/urfave/cli/v3"

	"zhas/internal/config"
)

// load runs a program with the given variables and arguments; its subcommand
// "serve" reads the configuration, as the real one does.
func load(t *testing.T, env map[string]string, args ...string) (c config.Config, help string, err error) {
	t.Helper()
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "ZHAS_") {
			t.Setenv(name, value) // puts it back after the test
			if err := os.Unsetenv(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, value := range env {
		t.Setenv(name, value)
	}
	var out bytes.Buffer
	cmd := &cli.Command{
		Name:   "zhas",
		Writer: &out,
		Flags:  config.Flags(),
		Commands: []*cli.Command{{
			Name:  "serve",
			Flags: []cli.Flag{&cli.BoolFlag{Name: "extra", Sources: cli.EnvVars("ZHAS_EXTRA")}},
			Action: func(_ context.Context, cmd *cli.Command) error {
				var err error
				c, err = config.FromCommand(cmd)
				return err
			},
		}},
	}
	err = cmd.Run(t.Context(), append([]string{"zhas"}, args...))
	return c, out.String(), err
}

func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// keyPair writes a self-signed certificate and its key.
func keyPair(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, "cert.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))),
		write(t, "key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})))
}

func parse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestFromCommand(t *testing.T) {
	certificate, key := keyPair(t)
	secretFile := write(t, "url", "\n postgres://zhas:from-file@db/zhas \n")
	defaults := func(change func(*config.Config)) config.Config {
		c := config.Config{
			Listen:          "127.0.0.1:8080",
			DataDir:         "./data",
			AccountKeyFile:  "data/account.key",
			VaultKeyFile:    "data/vault.key",
			PublicURL:       parse(t, "http://localhost:8080"),
			LogLevel:        slog.LevelInfo,
			LogFormat:       "text",
			ShutdownTimeout: 15 * time.Second,
		}
		change(&c)
		c.JournalKeyFile, c.JournalHeadFile = filepath.Join(c.DataDir, "journal.key"), filepath.Join(c.DataDir, "journal-heads.jsonl")
		return c
	}
	tests := []struct {
		name string
		env  map[string]string
		args []string
		want config.Config
	}{
		{name: "nothing given", want: defaults(func(*config.Config) {})},
		{
			name: "empty means default",
			env:  map[string]string{"ZHAS_LISTEN": "", "ZHAS_LOG_LEVEL": " ", "ZHAS_PUBLIC_URL": ""},
			want: defaults(func(*config.Config) {}),
		},
		{
			name: "everything by variables",
			env: map[string]string{
				"ZHAS_LISTEN":            "[::]:9443",
				"ZHAS_METRICS_LISTEN":    "127.0.0.1:9090",
				"ZHAS_DATA_DIR":          "/var/lib/zhas",
				"ZHAS_DATABASE_URL":      "postgresql://zhas:pw@db/zhas",
				"ZHAS_JOURNAL_KEY_FILE":  "/run/secrets/journal.key",
				"ZHAS_JOURNAL_HEAD_FILE": "/mnt/journal/heads.jsonl",
				"ZHAS_PUBLIC_URL":        "https://Zhas.Example:443/",
				"ZHAS_TRUSTED_PROXIES":   "10.1.2.3, 192.168.7.9/24,2001:db8::/32,",
				"ZHAS_TLS_CERTIFICATE":   certificate,
				"ZHAS_TLS_KEY":           key,
				"ZHAS_CORS_ORIGINS":      "https://A.example, http://b.example:8081,http://c.example:80",
				"ZHAS_LOG_LEVEL":         "warn",
				"ZHAS_LOG_FORMAT":        "json",
				"ZHAS_SHUTDOWN_TIMEOUT":  "1m",
				"ZHAS_TEST_ANYTHING":     "is allowed",
				"ZHAS_EXTRA":             "true",
				"ZHAS_ACCOUNT_KEY_FILE":  "/etc/zhas/account.key",
				"ZHAS_VAULT_KEY_FILE":    "/etc/zhas/vault.key",
				"ZHAS_VAULT_URL":         "postgres://zhas:pw@db/keys",
				"ZHAS_SMTP_URL":          "smtps://zhas:pw@mail.example:465",
				"ZHAS_MAIL_FROM":         "Zhas <zhas@zhas.example>",
				"ZHAS_OUTBOX":            "on",
			},
			want: config.Config{
				Listen:          "[::]:9443",
				MetricsListen:   "127.0.0.1:9090",
				DataDir:         "/var/lib/zhas",
				DatabaseURL:     "postgresql://zhas:pw@db/zhas",
				JournalKeyFile:  "/run/secrets/journal.key",
				JournalHeadFile: "/mnt/journal/heads.jsonl",
				PublicURL:       parse(t, "https://zhas.example"),
				TrustedProxies: []netip.Prefix{
					netip.MustParsePrefix("10.1.2.3/32"), netip.MustParsePrefix("192.168.7.0/24"), netip.MustParsePrefix("2001:db8::/32"),
				},
				TLSCertificate:  certificate,
				TLSKey:          key,
				CORSOrigins:     []string{"https://a.example", "http://b.example:8081", "http://c.example"},
				AccountKeyFile:  "/etc/zhas/account.key",
				VaultKeyFile:    "/etc/zhas/vault.key",
				VaultURL:        "postgres://zhas:pw@db/keys",
				SMTPURL:         &url.URL{Scheme: "smtps", User: url.UserPassword("zhas", "pw"), Host: "mail.example:465"},
				MailFrom:        "Zhas <zhas@zhas.example>",
				Outbox:          true,
				LogLevel:        slog.LevelWarn,
				LogFormat:       "json",
				ShutdownTimeout: time.Minute,
			},
		},
		{
			name: "flag before the subcommand wins over the variable",
			env:  map[string]string{"ZHAS_LISTEN": "127.0.0.1:1"},
			args: []string{"--listen", "127.0.0.1:2"},
			want: defaults(func(c *config.Config) {
				c.Listen, c.PublicURL = "127.0.0.1:2", parse(t, "http://localhost:2")
			}),
		},
		{
			name: "secret from a file",
			env:  map[string]string{"ZHAS_DATABASE_URL_FILE": secretFile},
			want: defaults(func(c *config.Config) { c.DatabaseURL = "postgres://zhas:from-file@db/zhas" }),
		},
		{
			name: "public URL follows TLS",
			env:  map[string]string{"ZHAS_LISTEN": "127.0.0.1:443", "ZHAS_TLS_CERTIFICATE": certificate, "ZHAS_TLS_KEY": key},
			want: defaults(func(c *config.Config) {
				c.Listen, c.PublicURL = "127.0.0.1:443", parse(t, "https://localhost")
				c.TLSCertificate, c.TLSKey = certificate, key
			}),
		},
		{
			name: "two listeners on port 0",
			env:  map[string]string{"ZHAS_LISTEN": "127.0.0.1:0", "ZHAS_METRICS_LISTEN": "127.0.0.1:0"},
			want: defaults(func(c *config.Config) {
				c.Listen, c.MetricsListen, c.PublicURL = "127.0.0.1:0", "127.0.0.1:0", parse(t, "http://localhost:0")
			}),
		},
	}
	byAddress := cmp.Options{
		cmp.Comparer(func(a, b netip.Prefix) bool { return a == b }),
		cmp.Comparer(func(a, b *url.Userinfo) bool { return a.String() == b.String() }),
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := load(t, tt.env, append(tt.args, "serve")...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got, byAddress); diff != "" {
				t.Errorf("configuration (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFromCommandErrors(t *testing.T) {
	certificate, key := keyPair(t)
	_, otherKey := keyPair(t)
	empty := write(t, "empty", " \n")
	const password = "open-sesame"
	tests := []struct {
		name string
		env  map[string]string
		want []string // one line each, by a part of it
	}{
		{"listen without port", map[string]string{"ZHAS_LISTEN": "localhost"}, []string{`ZHAS_LISTEN (--listen): "localhost" is not an address; expected HOST:PORT`}},
		{"listen with a strange port", map[string]string{"ZHAS_LISTEN": "localhost:70000"}, []string{`ZHAS_LISTEN (--listen): "localhost:70000" has no valid port`}},
		{"metrics on the same address", map[string]string{"ZHAS_METRICS_LISTEN": "127.0.0.1:8080"}, []string{`ZHAS_METRICS_LISTEN (--metrics-listen): "127.0.0.1:8080" is the address of ZHAS_LISTEN too`}},
		{"journal's key is a folder", map[string]string{"ZHAS_JOURNAL_KEY_FILE": filepath.Dir(empty)}, []string{"ZHAS_JOURNAL_KEY_FILE (--journal-key-file): "}},
		{"data folder is a file", map[string]string{"ZHAS_DATA_DIR": empty}, []string{"is not a folder; expected a folder"}},
		{"database of another kind", map[string]string{"ZHAS_DATABASE_URL": "mysql://zhas:" + password + "@db"}, []string{"ZHAS_DATABASE_URL (--database-url): is no PostgreSQL URL"}},
		{"secret twice", map[string]string{"ZHAS_DATABASE_URL": "postgres://zhas:" + password + "@db", "ZHAS_DATABASE_URL_FILE": empty}, []string{"ZHAS_DATABASE_URL (--database-url): is given together with ZHAS_DATABASE_URL_FILE; expected one of the two"}},
		{"secret file unreadable", map[string]string{"ZHAS_DATABASE_URL_FILE": empty + ".gone"}, []string{"ZHAS_DATABASE_URL_FILE (--database-url-file): cannot be read: no such file"}},
		{"secret file empty", map[string]string{"ZHAS_DATABASE_URL_FILE": empty}, []string{"ZHAS_DATABASE_URL_FILE (--database-url-file): names an empty file"}},
		{"secret in place of its file", map[string]string{"ZHAS_DATABASE_URL_FILE": "postgres://zhas:" + password + "@db"}, []string{"ZHAS_DATABASE_URL_FILE (--database-url-file): cannot be read: no such file"}},
		{"public URL relative", map[string]string{"ZHAS_PUBLIC_URL": "zhas.example"}, []string{"ZHAS_PUBLIC_URL (--public-url): is not an absolute URL; expected scheme and host only"}},
		{"public URL of another scheme", map[string]string{"ZHAS_PUBLIC_URL": "ftp://zhas.example"}, []string{`has the scheme "ftp"`}},
		{"public URL with a path", map[string]string{"ZHAS_PUBLIC_URL": "https://zhas.example/app"}, []string{"has a path, a query or a fragment"}},
		{"public URL with a query", map[string]string{"ZHAS_PUBLIC_URL": "https://zhas.example/?"}, []string{"has a path, a query or a fragment"}},
		{"public URL with a fragment", map[string]string{"ZHAS_PUBLIC_URL": "https://zhas.example#x"}, []string{"has a path, a query or a fragment"}},
		{"public URL with a password", map[string]string{"ZHAS_PUBLIC_URL": "https://a:" + password + "@zhas.example"}, []string{"has a user name"}},
		{"proxy not an address", map[string]string{"ZHAS_TRUSTED_PROXIES": "10.0.0.1,proxy"}, []string{`ZHAS_TRUSTED_PROXIES (--trusted-proxies): "proxy" is neither an address nor a network`}},
		{"everybody a proxy", map[string]string{"ZHAS_TRUSTED_PROXIES": "0.0.0.0/0"}, []string{`"0.0.0.0/0" trusts everybody`}},
		{"proxy in mapped form", map[string]string{"ZHAS_TRUSTED_PROXIES": "::ffff:10.0.0.0/104"}, []string{"IPv4 network in IPv6 form"}},
		{"certificate without key", map[string]string{"ZHAS_TLS_CERTIFICATE": certificate}, []string{"ZHAS_TLS_KEY (--tls-key): is missing while ZHAS_TLS_CERTIFICATE is given"}},
		{"key without certificate", map[string]string{"ZHAS_TLS_KEY": key}, []string{"ZHAS_TLS_CERTIFICATE (--tls-certificate): is missing while ZHAS_TLS_KEY is given"}},
		{"certificate of another key", map[string]string{"ZHAS_TLS_CERTIFICATE": certificate, "ZHAS_TLS_KEY": otherKey}, []string{"ZHAS_TLS_CERTIFICATE (--tls-certificate): cannot be used with ZHAS_TLS_KEY"}},
		{"any origin", map[string]string{"ZHAS_CORS_ORIGINS": "*"}, []string{`ZHAS_CORS_ORIGINS (--cors-origins): "*" would let every site`}},
		{"origin with a path", map[string]string{"ZHAS_CORS_ORIGINS": "https://a.example,https://b.example/"}, []string{"origin 2 has a path"}},
		{"origin null", map[string]string{"ZHAS_CORS_ORIGINS": "null"}, []string{"origin 1 is not an absolute URL"}},
		{"operator", map[string]string{"ZHAS_OPERATOR": strings.Repeat("ә", 501)}, []string{"ZHAS_OPERATOR (--operator): 501 characters; expected one line of 500 characters at most"}},
		{"log level", map[string]string{"ZHAS_LOG_LEVEL": "loud"}, []string{`ZHAS_LOG_LEVEL (--log-level): "loud" is unknown; expected one of debug, info, warn, error`}},
		{"log format", map[string]string{"ZHAS_LOG_FORMAT": "xml"}, []string{`"xml" is unknown; expected one of text, json`}},
		{"no time to shut down", map[string]string{"ZHAS_SHUTDOWN_TIMEOUT": "0s"}, []string{`"0s" is not a duration of 1ms or more`}},
		{"time without unit", map[string]string{"ZHAS_SHUTDOWN_TIMEOUT": "15"}, []string{`"15" is not a duration of 1ms or more`}},
		{"mail server", map[string]string{"ZHAS_SMTP_URL": "http://" + password + "@x"}, []string{"is no address of a mail server"}},
		{"mail without a sender", map[string]string{"ZHAS_SMTP_URL": "smtp://mail.example"}, []string{`"" is not an address`}},
		{"gateway without its address", map[string]string{"ZHAS_SMS_AUTHORIZATION": password}, []string{"ZHAS_SMS_URL (--sms-url): is missing while other settings"}},
		{"gateway with a broken pattern", map[string]string{"ZHAS_SMS_URL": "https://" + password, "ZHAS_SMS_ACCEPTED": "("}, []string{"ZHAS_SMS_ACCEPTED (--sms-accepted): error parsing regexp"}},
		{"outbox", map[string]string{"ZHAS_OUTBOX": "yes"}, []string{`"yes" is unknown; expected one of on, off`}},
		{"unknown variable", map[string]string{"ZHAS_LISTN": password}, []string{"ZHAS_LISTN: is not a setting; expected one of ZHAS_ACCOUNT_KEY_FILE, "}},
		{
			"all at once",
			map[string]string{
				"ZHAS_LISTEN": "x", "ZHAS_DATABASE_URL": password, "ZHAS_PUBLIC_URL": "x", "ZHAS_TRUSTED_PROXIES": "x,y",
				"ZHAS_TLS_KEY": key, "ZHAS_CORS_ORIGINS": "*", "ZHAS_LOG_LEVEL": "x", "ZHAS_LOG_FORMAT": "x",
				"ZHAS_SHUTDOWN_TIMEOUT": "x", "ZHAS_WRONG": "x",
			},
			[]string{
				"ZHAS_LISTEN ", "ZHAS_DATABASE_URL ", "ZHAS_TRUSTED_PROXIES ", "ZHAS_TRUSTED_PROXIES ", "ZHAS_CORS_ORIGINS ", "ZHAS_LOG_LEVEL ",
				"ZHAS_LOG_FORMAT ", "ZHAS_SHUTDOWN_TIMEOUT ", "ZHAS_TLS_CERTIFICATE ", "ZHAS_PUBLIC_URL ", "ZHAS_WRONG:",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := load(t, tt.env, "serve")
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(config.Config{}, got); diff != "" {
				t.Errorf("configuration beside an error (-want +got):\n%s", diff)
			}
			lines := strings.Split(err.Error(), "\n")[1:]
			if len(lines) != len(tt.want) {
				t.Fatalf("%d problems, want %d:\n%v", len(lines), len(tt.want), err)
			}
			for i, want := range tt.want {
				if !strings.Contains(lines[i], want) || !strings.Contains(lines[i], "expected ") {
					t.Errorf("problem %d is\n%s\nwant it to hold\n%s", i, lines[i], want)
				}
			}
			if strings.Contains(err.Error(), password) {
				t.Errorf("the error shows the password: %v", err)
			}
		})
	}
}

func TestSecretsStayHidden(t *testing.T) {
	const password = "open-sesame"
	c, _, err := load(t, map[string]string{"ZHAS_DATABASE_URL": "postgres://zhas:" + password + "@db/zhas"}, "serve")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(c.DatabaseURL.Reveal(), password) {
		t.Errorf("Reveal() = %q, without the password", c.DatabaseURL.Reveal())
	}
	_, help, err := load(t, map[string]string{"ZHAS_DATABASE_URL": "postgres://zhas:" + password + "@db/zhas"}, "--help")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(help, "ZHAS_DATABASE_URL_FILE") {
		t.Errorf("help does not name the file twin:\n%s", help)
	}
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("set up", "config", c, "secret", c.DatabaseURL)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("set up", "config", c, "secret", c.DatabaseURL)
	shown := map[string]string{"help": help, "JSON": string(encoded), "log": log.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		shown[verb] = fmt.Sprintf(verb+" "+verb, c, c.DatabaseURL)
	}
	for name, text := range shown {
		if strings.Contains(text, password) || strings.Contains(text, fmt.Sprintf("%x", password)) {
			t.Errorf("%s shows the password: %s", name, text)
		}
	}
	for _, want := range []string{"config.database=postgres", "config.listen=127.0.0.1:8080", "secret=[hidden]", `"listen":"127.0.0.1:8080"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, log.String())
		}
	}
}
