package config

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/urfave/cli/v3"
)

const (
	prefix   = "ZHAS_"
	fileTwin = "-file"
)

// variable returns the environment variable of a flag.
func variable(flag string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// reader reads settings and collects what is wrong with them.
type reader struct {
	cmd  *cli.Command
	errs []error
}

func (r *reader) wrong(flag, problem, expected string) {
	r.errs = append(r.errs, fmt.Errorf("%s (--%s): %s; expected %s", variable(flag), flag, problem, expected))
}

func (r *reader) text(flag string) string {
	if v := strings.TrimSpace(r.cmd.String(flag)); v != "" {
		return v
	}
	i := slices.IndexFunc(settings, func(s setting) bool { return s.name == flag })
	return settings[i].fallback
}

// line returns a text of one line.
func (r *reader) line(flag string, longest int) string {
	v := r.text(flag)
	if n := utf8.RuneCountInString(v); n > longest || !utf8.ValidString(v) || strings.ContainsFunc(v, unicode.IsControl) {
		r.wrong(flag, fmt.Sprintf("%d characters", n), fmt.Sprintf("one line of %d characters at most", longest))
	}
	return v
}

// list returns the parts of a comma-separated value, without empty ones.
func (r *reader) list(flag string) []string {
	var parts []string
	for part := range strings.SplitSeq(r.text(flag), ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// secret returns a secret given directly or by its file.
func (r *reader) secret(flag string) Secret {
	direct, path := strings.TrimSpace(r.cmd.String(flag)), strings.TrimSpace(r.cmd.String(flag+fileTwin))
	if path == "" {
		return Secret(direct)
	}
	if direct != "" {
		r.wrong(flag, "is given together with "+variable(flag+fileTwin), "one of the two")
		return ""
	}
	content, err := os.ReadFile(path)
	if err != nil {
		// Only the cause: who mixed up the two settings has given the secret
		// in place of the path.
		if pathError, ok := errors.AsType[*fs.PathError](err); ok {
			err = pathError.Err
		}
		r.wrong(flag+fileTwin, fmt.Sprintf("cannot be read: %v", err), "the path of a readable file that holds the value")
		return ""
	}
	value := strings.TrimSpace(string(content))
	if value == "" {
		r.wrong(flag+fileTwin, "names an empty file", "a file that holds the value")
	}
	return Secret(value)
}

func (r *reader) address(flag string) string {
	value := r.text(flag)
	if value == "" {
		return ""
	}
	const expected = "HOST:PORT with a port from 0 to 65535, such as 127.0.0.1:8080"
	_, p, err := net.SplitHostPort(value)
	if err != nil {
		r.wrong(flag, fmt.Sprintf("%q is not an address", value), expected)
		return ""
	}
	if _, err := strconv.ParseUint(p, 10, 16); err != nil {
		r.wrong(flag, fmt.Sprintf("%q has no valid port", value), expected)
		return ""
	}
	return value
}

func port(address string) string {
	_, p, _ := net.SplitHostPort(address)
	return p
}

func (r *reader) folder(flag string) string {
	value := r.text(flag)
	if info, err := os.Stat(value); err == nil && !info.IsDir() {
		r.wrong(flag, fmt.Sprintf("%q is not a folder", value), "a folder, or a path where one can be made")
	}
	return value
}

// file returns the path of a file, or that of the name in the data folder.
func (r *reader) file(flag, dataDir, name string) string {
	value := r.text(flag)
	if value == "" {
		return filepath.Join(dataDir, name)
	}
	if info, err := os.Stat(value); err == nil && info.IsDir() {
		r.wrong(flag, fmt.Sprintf("%q is a folder", value), "a file, or a path where one can be made")
	}
	return value
}

// databaseURL checks the scheme only: the database driver knows the rest. The
// value is never shown, because it holds a password.
func (r *reader) databaseURL(flag string) Secret {
	value := r.secret(flag)
	if value != "" && !strings.HasPrefix(value.Reveal(), "postgres://") && !strings.HasPrefix(value.Reveal(), "postgresql://") {
		r.wrong(flag, "is no PostgreSQL URL (the value is not shown, as it may hold a password)",
			"postgres://USER:PASSWORD@HOST:PORT/DATABASE, or nothing for SQLite")
	}
	return value
}

// smtpURL never shows the value, because it holds a password.
func (r *reader) smtpURL(flag string) *url.URL {
	value := r.secret(flag)
	if value == "" {
		return nil
	}
	u, err := url.Parse(value.Reveal())
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || u.Path != "" {
		r.wrong(flag, "is no address of a mail server (the value is not shown, as it may hold a password)",
			"smtp://USER:PASSWORD@HOST:587, or smtps:// for TLS from the beginning")
		return nil
	}
	return u
}

// pattern returns nil for an empty value.
func (r *reader) pattern(flag string) *regexp.Regexp {
	value := r.text(flag)
	if value == "" {
		return nil
	}
	compiled, err := regexp.Compile(value)
	if err != nil {
		r.wrong(flag, err.Error(), `a regular expression, such as "code":0\b`)
	}
	return compiled
}

func (r *reader) publicURL(flag, listen string, secure bool) *url.URL {
	value := r.text(flag)
	if value == "" {
		u := &url.URL{Scheme: "http", Host: net.JoinHostPort("localhost", port(listen))}
		if secure {
			u.Scheme = "https"
		}
		u.Host = withoutDefaultPort(u)
		return u
	}
	u, err := parseOrigin(strings.TrimSuffix(value, "/"))
	if err != nil {
		// The value is not shown: a URL may hold a password.
		r.wrong(flag, err.Error(), "scheme and host only, such as https://zhas.example")
	}
	return u
}

// parseOrigin reads scheme://host[:port] and returns it as browsers write it.
// Its error does not repeat the value.
func parseOrigin(value string) (*url.URL, error) {
	u, err := url.Parse(value)
	switch {
	case err != nil || u.Hostname() == "":
		return nil, errors.New("is not an absolute URL")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("has the scheme %q instead of http or https", u.Scheme)
	case u.User != nil:
		return nil, errors.New("has a user name")
	case u.Path != "" || u.RawQuery != "" || u.ForceQuery || strings.Contains(value, "#"):
		return nil, errors.New("has a path, a query or a fragment")
	}
	u.Host = strings.ToLower(u.Host)
	u.Host = withoutDefaultPort(u)
	return u, nil
}

func withoutDefaultPort(u *url.URL) string {
	if u.Scheme == "http" {
		return strings.TrimSuffix(u.Host, ":80")
	}
	return strings.TrimSuffix(u.Host, ":443")
}

func (r *reader) prefixes(flag string) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, part := range r.list(flag) {
		p, err := netip.ParsePrefix(part)
		if err != nil {
			var a netip.Addr
			if a, err = netip.ParseAddr(part); err == nil {
				a = a.Unmap().WithZone("")
				p = netip.PrefixFrom(a, a.BitLen())
			}
		}
		const expected = "addresses or networks, such as 10.0.0.5,192.168.0.0/24"
		switch {
		case err != nil:
			r.wrong(flag, fmt.Sprintf("%q is neither an address nor a network", part), expected)
		case p.Addr().Is4In6():
			r.wrong(flag, fmt.Sprintf("%q is an IPv4 network in IPv6 form, which matches no peer", part), expected)
		case p.Bits() == 0:
			r.wrong(flag, fmt.Sprintf("%q trusts everybody, so that any client could choose its address", part), expected)
		default:
			prefixes = append(prefixes, p.Masked())
		}
	}
	return prefixes
}

// origins refuses "*": an origin in this list may also send changes past the
// cross-origin protection, which must never hold for every site.
func (r *reader) origins(flag string) []string {
	const expected = "origins such as https://analysis.example,https://other.example:8443"
	var origins []string
	for i, part := range r.list(flag) {
		if part == "*" {
			r.wrong(flag, `"*" would let every site send requests in its visitors' place`, expected)
			continue
		}
		u, err := parseOrigin(part)
		if err != nil {
			r.wrong(flag, fmt.Sprintf("origin %d %v", i+1, err), expected)
			continue
		}
		origins = append(origins, u.String())
	}
	return origins
}

// keyPair returns both paths, or none when none is given.
func (r *reader) keyPair(certificate, key string) (certificatePath, keyPath string) {
	certificatePath, keyPath = r.text(certificate), r.text(key)
	switch {
	case certificatePath == "" && keyPath == "":
	case keyPath == "":
		r.wrong(key, "is missing while "+variable(certificate)+" is given", "the certificate's private key, or neither")
	case certificatePath == "":
		r.wrong(certificate, "is missing while "+variable(key)+" is given", "the certificate of that key, or neither")
	default:
		if _, err := tls.LoadX509KeyPair(certificatePath, keyPath); err != nil {
			r.wrong(certificate, fmt.Sprintf("cannot be used with %s: %v", variable(key), err), "PEM files that belong together")
		}
	}
	return certificatePath, keyPath
}

func (r *reader) oneOf(flag string, allowed ...string) string {
	value := r.text(flag)
	if !slices.Contains(allowed, value) {
		r.wrong(flag, fmt.Sprintf("%q is unknown", value), "one of "+strings.Join(allowed, ", "))
	}
	return value
}

func (r *reader) level(flag string) slog.Level {
	var level slog.Level
	if value := r.oneOf(flag, "debug", "info", "warn", "error"); level.UnmarshalText([]byte(value)) != nil {
		return slog.LevelInfo // oneOf has reported it
	}
	return level
}

func (r *reader) duration(flag string, least time.Duration) time.Duration {
	value := r.text(flag)
	d, err := time.ParseDuration(value)
	if err != nil || d < least {
		r.wrong(flag, fmt.Sprintf("%q is not a duration of %s or more", value, least), "a number with a unit, such as 15s or 1m")
	}
	return d
}

// unknownVariables reports variables that look like settings but are none: most
// are typing errors, which would otherwise silently leave a default in force.
func (r *reader) unknownVariables() {
	known := declared(r.cmd.Root())
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, prefix) && !strings.HasPrefix(name, prefix+"TEST_") && !slices.Contains(known, name) {
			r.errs = append(r.errs, fmt.Errorf("%s: is not a setting; expected one of %s", name, strings.Join(known, ", ")))
		}
	}
}

// declared returns the variables that the flags of a command and of its
// subcommands can be set by.
func declared(cmd *cli.Command) []string {
	var names []string
	for _, flag := range cmd.Flags {
		if f, ok := flag.(cli.DocGenerationFlag); ok {
			names = append(names, f.GetEnvVars()...)
		}
	}
	for _, sub := range cmd.Commands {
		names = append(names, declared(sub)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
