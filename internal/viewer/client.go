package viewer

import (
	"context"
	"net/netip"
	"time"
)

// Client is the program that a request came from, and what its answer tells it
// beside the body. It is used by the request that it belongs to, one call at a
// time.
type Client interface {
	// Address is where the request came from; the zero Addr when that is unknown.
	Address() netip.Addr
	// Device is what the program calls itself, as it was sent.
	Device() string
	// KeepSession hands the token of a session to the program, for as long as
	// it is of use. Nobody else gets to see it.
	KeepSession(token string, lifetime time.Duration)
	// ForgetSession takes the token back.
	ForgetSession()
	// RetryAfter says how long to wait before another attempt.
	RetryAfter(wait time.Duration)
}

type clientKey struct{}

// WithClient returns a context of a request that c sent.
func WithClient(ctx context.Context, c Client) context.Context {
	return context.WithValue(ctx, clientKey{}, c)
}

// ClientOf returns the program that the request came from; outside of a request
// one that is nowhere and keeps nothing.
func ClientOf(ctx context.Context) Client {
	if c, ok := ctx.Value(clientKey{}).(Client); ok {
		return c
	}
	return nobody{}
}

type nobody struct{}

func (nobody) Address() netip.Addr               { return netip.Addr{} }
func (nobody) Device() string                    { return "" }
func (nobody) KeepSession(string, time.Duration) {}
func (nobody) ForgetSession()                    {}
func (nobody) RetryAfter(time.Duration)          {}
