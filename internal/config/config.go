// Package config turns the environment and the command line into one struct.
// Each setting is a flag (--listen) and an environment variable (ZHAS_LISTEN);
// the flag wins. Everything that is wrong is reported at once, so that an
// operator mends a deployment in one round.
package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"regexp"
	"time"

	"github.com/urfave/cli/v3"
)

// Config is how one process of the programme is set up. It is complete and
// checked: whoever holds one need not look at the environment again.
type Config struct {
	// Listen is the host:port of the public HTTP listener.
	Listen string
	// MetricsListen is the host:port of the Prometheus listener; empty means
	// that there is none.
	MetricsListen string
	// DataDir is the folder that holds the SQLite database and other files of
	// the programme. It need not exist yet.
	DataDir string
	// DatabaseURL is the address of a PostgreSQL database; empty means SQLite
	// in DataDir.
	DatabaseURL Secret
	// JournalKeyFile holds the key that signs the journal's heads, and
	// JournalHeadFile those heads. They need not exist yet.
	JournalKeyFile  string
	JournalHeadFile string
	// PublicURL is what people type to reach the programme: scheme and host,
	// never a path.
	PublicURL *url.URL
	// TrustedProxies are the peers whose word on the client's address and
	// scheme is taken (X-Forwarded-For, X-Forwarded-Proto).
	TrustedProxies []netip.Prefix
	// TLSCertificate and TLSKey are paths of PEM files that belong together;
	// both are empty when the process speaks plain HTTP.
	TLSCertificate string
	TLSKey         string
	// CORSOrigins are the other origins (scheme://host[:port], as browsers
	// send them) whose pages may ask the graph.
	CORSOrigins []string
	// AccountKeyFile holds the key that seals the secrets of second factors;
	// replicas share it. It is made when it is missing.
	AccountKeyFile string
	// VaultKeyFile holds the keys that wrap the keys of people; replicas share it.
	// It is made when it is missing.
	VaultKeyFile string
	// VaultURL is the address of the PostgreSQL database of the keys of people;
	// empty means SQLite in DataDir.
	VaultURL Secret
	// Operator is who answers for personal data, with their address, as the text of
	// the consent names them.
	Operator string
	// SMTPURL is the server that mail is sent by; nil when there is none.
	SMTPURL *url.URL
	// MailFrom is the sender of the programme's mail.
	MailFrom string
	// SMSURL is the address of the gateway that short messages are sent by, empty
	// when there is none; SMSBody, SMSAuthorization and SMSAccepted go with it
	// (package messages says how).
	SMSURL           Secret
	SMSBody          string
	SMSAuthorization Secret
	SMSAccepted      *regexp.Regexp
	// Outbox says that messages are kept and shown at /outbox instead of sent.
	Outbox bool
	// LogLevel is the least severe level that is logged.
	LogLevel slog.Level
	// LogFormat is "text" or "json".
	LogFormat string
	// ShutdownDelay is how long the process still takes connections once it is
	// told to stop, while /readyz already says 503.
	ShutdownDelay time.Duration
	// ShutdownTimeout is how long running requests may take to finish once
	// the process is told to stop.
	ShutdownTimeout time.Duration
}

// LogValue lists the settings for a log, without the secrets.
func (c Config) LogValue() slog.Value {
	publicURL := ""
	if c.PublicURL != nil {
		publicURL = c.PublicURL.String()
	}
	return slog.GroupValue(
		slog.String("listen", c.Listen),
		slog.String("metrics_listen", c.MetricsListen),
		slog.String("data_dir", c.DataDir),
		slog.String("database", kindOf(c.DatabaseURL)),
		slog.String("journal_key_file", c.JournalKeyFile),
		slog.String("journal_head_file", c.JournalHeadFile),
		slog.String("public_url", publicURL),
		slog.Any("trusted_proxies", c.TrustedProxies),
		slog.String("tls_certificate", c.TLSCertificate),
		slog.String("tls_key", c.TLSKey),
		slog.Any("cors_origins", c.CORSOrigins),
		slog.String("account_key_file", c.AccountKeyFile),
		slog.String("vault_key_file", c.VaultKeyFile),
		slog.String("vault", kindOf(c.VaultURL)),
		slog.String("operator", c.Operator),
		slog.Bool("smtp", c.SMTPURL != nil),
		slog.String("mail_from", c.MailFrom),
		slog.Bool("sms", c.SMSURL != ""),
		slog.Bool("outbox", c.Outbox),
		slog.String("log_level", c.LogLevel.String()),
		slog.String("log_format", c.LogFormat),
		slog.Duration("shutdown_delay", c.ShutdownDelay),
		slog.Duration("shutdown_timeout", c.ShutdownTimeout),
	)
}

// kindOf names the kind of database at an address.
func kindOf(address Secret) string {
	if address == "" {
		return "sqlite"
	}
	return "postgres"
}

// Secret is a text that shows itself as [hidden] wherever it is printed,
// logged or encoded; only Reveal gives it away.
type Secret string

const hidden = "[hidden]"

// Reveal returns the secret itself, for the one place that needs it.
func (s Secret) Reveal() string { return string(s) }

// Format writes [hidden] for every verb; an empty secret is written as nothing.
func (s Secret) Format(f fmt.State, _ rune) {
	if s != "" {
		_, _ = f.Write([]byte(hidden))
	}
}

// MarshalText returns [hidden], which is what JSON and slog get to see.
func (s Secret) MarshalText() ([]byte, error) { return fmt.Append(nil, s), nil }

// setting is one row of the table that flags, variables and help come from.
type setting struct {
	name     string // of the flag; the variable's name follows from it
	fallback string
	usage    string
	secret   bool // adds the _FILE twin and keeps the value out of help
}

var settings = []setting{
	{name: "listen", fallback: "127.0.0.1:8080", usage: "`HOST:PORT` to serve on"},
	{name: "metrics-listen", usage: "`HOST:PORT` to serve Prometheus metrics on (none when empty)"},
	{name: "data-dir", fallback: "./data", usage: "`FOLDER` of the SQLite database and of the journal's key and heads"},
	{name: "database-url", secret: true, usage: "`URL` of a PostgreSQL database, postgres://… (SQLite in the data folder when empty)"},
	{name: "journal-key-file", usage: "`FILE` of the key that signs the journal's heads, made when missing (journal.key in the data folder when empty)"},
	{name: "journal-head-file", usage: "`FILE` that the journal's signed heads are appended to (journal-heads.jsonl in the data folder when empty)"},
	{name: "public-url", usage: "`URL` under which people reach the programme (http[s]://localhost:PORT when empty)"},
	{name: "trusted-proxies", usage: "comma-separated `ADDRESSES` or networks of reverse proxies that may name the client's address"},
	{name: "tls-certificate", usage: "PEM `FILE` of the certificate chain; reloaded when it changes"},
	{name: "tls-key", usage: "PEM `FILE` of the certificate's private key"},
	{name: "cors-origins", usage: "comma-separated `ORIGINS` of other sites whose pages may use the graph"},
	{name: "account-key-file", usage: "`FILE` of the key that seals second factors (account.key in the data folder when empty)"},
	{name: "vault-key-file", usage: "`FILE` of the keys that wrap the keys of people, made when missing (vault.key in the data folder when empty)"},
	{name: "vault-url", secret: true, usage: "`URL` of a PostgreSQL database for the keys of people, another one than the programme's (SQLite, keys.db in the data folder, when empty)"},
	{name: "operator", usage: "`NAME` and address of who answers for personal data, as the text of the consent names them"},
	{name: "smtp-url", secret: true, usage: "`URL` of the mail server, smtp[s]://[USER:PASSWORD@]HOST[:PORT] (no mail is sent when empty)"},
	{name: "mail-from", usage: "`ADDRESS` that mail comes from"},
	{name: "sms-url", secret: true, usage: "`URL` of the gateway for short messages, with {to} or {digits} and {text} here or in the body (none are sent when empty)"},
	{name: "sms-body", usage: "`TEXT` to send to the gateway by POST, JSON or a form (it is asked by GET when empty)"},
	{name: "sms-authorization", secret: true, usage: "`VALUE` of the header Authorization for the gateway"},
	{name: "sms-accepted", usage: "`PATTERN` found in the gateway's answer when it takes a message (any success when empty)"},
	{name: "outbox", fallback: "off", usage: "on or `off`: for development, show messages at /outbox instead of sending them"},
	{name: "log-level", fallback: "info", usage: "`LEVEL`: debug, info, warn or error"},
	{name: "log-format", fallback: "text", usage: "`FORMAT`: text or json"},
	{name: "shutdown-delay", fallback: "0s", usage: "`DURATION` to go on listening when the process stops, while /readyz says 503"},
	{name: "shutdown-timeout", fallback: "15s", usage: "`DURATION` that running requests get to finish when the process stops"},
}

// Flags returns one flag for each setting, and for each secret one more that
// names a file to read it from. All are texts: FromCommand checks them.
func Flags() []cli.Flag {
	var flags []cli.Flag
	for _, s := range settings {
		flags = append(flags, &cli.StringFlag{
			Name:    s.name,
			Usage:   s.usage,
			Value:   s.fallback,
			Sources: cli.EnvVars(variable(s.name)),
		})
		if s.secret {
			flags = append(flags, &cli.StringFlag{
				Name:      s.name + fileTwin,
				Usage:     "`FILE` that holds the value of --" + s.name,
				TakesFile: true,
				Sources:   cli.EnvVars(variable(s.name + fileTwin)),
			})
		}
	}
	return flags
}

// maxOperator is the longest name of an operator, in characters: each consent has
// it on record.
const maxOperator = 500

// FromCommand reads what Flags declared, from the command line and the
// environment of the running command. An empty value stands for the default.
// The error joins everything that is wrong, one line each: the setting, what is
// wrong with its value and what is expected. It never holds a secret. A ZHAS_*
// variable that no flag of the program declares is an error as well, except
// ZHAS_TEST_*.
func FromCommand(cmd *cli.Command) (Config, error) {
	r := reader{cmd: cmd}
	c := Config{
		Listen:           r.address("listen"),
		MetricsListen:    r.address("metrics-listen"),
		DataDir:          r.folder("data-dir"),
		DatabaseURL:      r.databaseURL("database-url"),
		TrustedProxies:   r.prefixes("trusted-proxies"),
		CORSOrigins:      r.origins("cors-origins"),
		AccountKeyFile:   r.text("account-key-file"),
		VaultURL:         r.databaseURL("vault-url"),
		Operator:         r.line("operator", maxOperator),
		SMTPURL:          r.smtpURL("smtp-url"),
		MailFrom:         r.text("mail-from"),
		SMSURL:           r.secret("sms-url"),
		SMSBody:          r.text("sms-body"),
		SMSAuthorization: r.secret("sms-authorization"),
		SMSAccepted:      r.pattern("sms-accepted"),
		Outbox:           r.oneOf("outbox", "on", "off") == "on",
		LogLevel:         r.level("log-level"),
		LogFormat:        r.oneOf("log-format", "text", "json"),
		ShutdownDelay:    r.duration("shutdown-delay", 0),
		ShutdownTimeout:  r.duration("shutdown-timeout", time.Millisecond),
	}
	c.JournalKeyFile = r.file("journal-key-file", c.DataDir, "journal.key")
	c.JournalHeadFile = r.file("journal-head-file", c.DataDir, "journal-heads.jsonl")
	c.VaultKeyFile = r.file("vault-key-file", c.DataDir, "vault.key")
	if c.VaultURL != "" && c.VaultURL == c.DatabaseURL {
		r.wrong("vault-url", "is the database of the programme itself", "a database of its own, so that no backup holds both")
	}
	c.TLSCertificate, c.TLSKey = r.keyPair("tls-certificate", "tls-key")
	c.PublicURL = r.publicURL("public-url", c.Listen, c.TLSCertificate != "")
	if c.MetricsListen != "" && c.MetricsListen == c.Listen && port(c.Listen) != "0" {
		r.wrong("metrics-listen", fmt.Sprintf("%q is the address of %s too", c.MetricsListen, variable("listen")),
			"an address of its own, such as 127.0.0.1:9090")
	}
	if c.AccountKeyFile == "" {
		c.AccountKeyFile = filepath.Join(c.DataDir, "account.key")
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil && (c.MailFrom != "" || c.SMTPURL != nil) {
		r.wrong("mail-from", fmt.Sprintf("%q is not an address", c.MailFrom), "an address such as zhas@zhas.example, together with "+variable("smtp-url"))
	}
	if c.SMSURL == "" && (c.SMSBody != "" || c.SMSAuthorization != "" || c.SMSAccepted != nil) {
		r.wrong("sms-url", "is missing while other settings of the gateway are given", "the gateway's address, or none of them")
	}
	r.unknownVariables()
	if len(r.errs) > 0 {
		return Config{}, fmt.Errorf("the settings are wrong:\n%w", errors.Join(r.errs...))
	}
	return c, nil
}
