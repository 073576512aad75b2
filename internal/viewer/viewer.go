// Package viewer says who is asking: role and language. It leans on nothing
// but the standard library, so that every room of the house may know it.
package viewer

import "context"

// Role is what a viewer may act as. A viewer has exactly one role per request.
type Role string

const (
	// Public is anybody who has not signed in.
	Public Role = "public"
	// System is the programme itself: migrations, loaders and commands run on
	// the server's own machine. It is never derived from a request.
	System Role = "system"
)

// Locale is a language of the programme, as a BCP 47 tag.
type Locale string

// The languages every text of the programme exists in.
const (
	Kazakh  Locale = "kk"
	Russian Locale = "ru"
	English Locale = "en"
)

// Locales lists the languages of the programme in their order of precedence
// (Law of 11 July 1997 No. 151, art. 21: Kazakh first, Russian in full parity).
func Locales() []Locale { return []Locale{Kazakh, Russian, English} }

// Viewer is who asks. The zero value has no role and may see nothing.
type Viewer struct {
	Role   Role
	Locale Locale
}

// IsSystem reports whether the programme itself is asking.
func (v Viewer) IsSystem() bool { return v.Role == System }

type contextKey struct{}

// NewContext returns a context in which v is asking.
func NewContext(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, contextKey{}, v)
}

// FromContext returns who is asking; ok is false when nobody was named, which
// every policy answers with deny.
func FromContext(ctx context.Context) (v Viewer, ok bool) {
	v, ok = ctx.Value(contextKey{}).(Viewer)
	return v, ok
}

// AsSystem returns a context in which the programme itself is asking.
func AsSystem(ctx context.Context) context.Context {
	return NewContext(ctx, Viewer{Role: System, Locale: English})
}
