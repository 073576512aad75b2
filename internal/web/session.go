package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"zhas/internal/viewer"
)

// sessionCookie is kept by the browser alone: no script reads it, no other host
// sets it, and no other site's page sends it.
const sessionCookie = "__Host-zhas"

// Sessions finds who asks with a session's token, in the language given: the
// public when the session is unknown or over.
type Sessions func(ctx context.Context, token string, locale viewer.Locale) (viewer.Viewer, error)

// signedIn names the person whose session cookie a request carries. The cookie
// counts on pages of the programme's own origin only, and where no page asks;
// whoever else reads or may send changes is the public.
func signedIn(public *url.URL, sessions Sessions, log *slog.Logger, next http.Handler) (http.Handler, error) {
	own, err := crossOriginProtection(public, nil)
	if err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		// Reading by GET is checked as sending a change is, which GET never is.
		asChange := *r
		asChange.Method = http.MethodPost
		ours := own.Check(&asChange) == nil
		c := &client{w: w, identity: identityOf(ctx), device: r.UserAgent(), own: ours && r.Method == http.MethodPost}
		ctx = viewer.WithClient(ctx, c)
		if cookie, err := r.Cookie(sessionCookie); err == nil && sessions != nil && ours {
			asking, _ := viewer.FromContext(ctx)
			found, err := sessions(ctx, cookie.Value, asking.Locale)
			if err != nil {
				log.ErrorContext(ctx, "cannot find a session", "id", c.id, "error", err)
				http.Error(w, "internal error "+c.id, http.StatusServiceUnavailable)
				return
			}
			ctx = viewer.NewContext(ctx, found)
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	}), nil
}

// client is the browser at the other end of a request.
type client struct {
	identity
	w      http.ResponseWriter
	device string
	own    bool // a page of ours, or no page at all, asks for a change
}

func (c *client) Address() netip.Addr { return c.client }

func (c *client) Device() string { return c.device }

func (c *client) KeepSession(token string, lifetime time.Duration) {
	c.cookie(token, int(lifetime.Seconds()))
}

func (c *client) ForgetSession() { c.cookie("", -1) }

// cookie replaces what was set before: of several sessions begun in one request
// the last one counts.
func (c *client) cookie(value string, seconds int) {
	if !c.own {
		return
	}
	cookie := http.Cookie{
		Name: sessionCookie, Value: value, Path: "/", MaxAge: seconds,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
	c.w.Header().Set("Set-Cookie", cookie.String())
}

func (c *client) RetryAfter(wait time.Duration) {
	c.w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())))
}
