// Package account is about people who sign in: how they come to have an
// account, how they prove who they are, what they may act as, and who looks
// after them. Whoever calls it is named in the context; what it refuses, it
// refuses with a *programme.Refusal.
package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"zhas/ent"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// Post sends messages.
type Post interface {
	// SendMail sends a text to one address.
	SendMail(ctx context.Context, to, subject, text string) error
	// SendSMS sends a text to one telephone, by its number in E.164.
	SendSMS(ctx context.Context, to, text string) error
}

// Options are what a Service works with; all are required.
type Options struct {
	Client *ent.Client
	// Records hold the names and addresses of people.
	Records *personal.Records
	// Key seals the secrets of second factors, and hides what is throttled. It
	// is kept outside of the database.
	Key Key
	// Post sends the links and the notices.
	Post Post
	// PublicURL is where people reach the programme; links lead there.
	PublicURL *url.URL
	Logger    *slog.Logger
}

// Service is the programme's door for people. It is safe for concurrent use and
// keeps nothing between requests that another replica would have to know.
type Service struct {
	Options
	passwords *hasher
}

// New returns the service.
func New(o Options) *Service { return &Service{Options: o, passwords: newHasher()} }

// maxName is the longest name of a person, in characters.
const maxName = 200

// maxReason is the longest reason on record, in characters.
const maxReason = 1000

// now is the instant of an action, at the precision that both databases keep.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// newToken returns a secret for a cookie or a link, of 256 bits.
func newToken() string {
	var token [32]byte
	_, _ = rand.Read(token[:]) // never fails: it ends the process instead
	return base64.RawURLEncoding.EncodeToString(token[:])
}

// tokenHash is what is kept of a token. It needs no salt: a token cannot be
// guessed.
func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// required returns a text of a person without space around it. It refuses what
// is not seen or misleads whoever reads it; a name has one line.
func required(text, field string, longest int) (string, error) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
		return "", programme.Refuse(programme.RefusedRequired, field)
	case !utf8.ValidString(text) || strings.ContainsFunc(text, misleading) || field == "name" && strings.ContainsFunc(text, breaksLine):
		return "", programme.Refuse(programme.RefusedInvalid, field)
	case utf8.RuneCountInString(text) > longest:
		return "", &programme.Refusal{Code: programme.RefusedTooLong, Field: field, Amount: longest}
	}
	return text, nil
}

// misleading reports characters that no text of a person needs: those that
// control devices, but for the ends of lines, and those that turn the direction
// of writing.
func misleading(c rune) bool {
	return unicode.IsControl(c) && !breaksLine(c) || unicode.Is(unicode.Bidi_Control, c)
}

// breaksLine reports characters that end a line, or leave room in it.
func breaksLine(c rune) bool { return strings.ContainsRune("\n\r\t\u2028\u2029", c) }

// person returns who is asking, who must have signed in completely.
func person(ctx context.Context) (viewer.Viewer, error) {
	v, _ := viewer.FromContext(ctx)
	if v.Person() == 0 {
		return v, programme.Refuse(programme.RefusedSignIn, "")
	}
	return v, nil
}

// Key is a secret of 32 bytes.
type Key [32]byte

// derived returns the key for one purpose.
func (k Key) derived(purpose string) []byte {
	mac := hmac.New(sha256.New, k[:])
	mac.Write([]byte(purpose))
	return mac.Sum(nil)
}

// CursorKey is the secret that cursors of changes are encrypted with, the same in all
// replicas.
func (s *Service) CursorKey() [32]byte { return [32]byte(s.Key.derived("cursors of changes")) }

// keyed returns a hash of a text that only the holder of the key can make.
func (k Key) keyed(text string) []byte {
	mac := hmac.New(sha256.New, k.derived("throttle"))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
