package web

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/netip"
	"strings"

	"golang.org/x/text/language"

	"zhas/internal/viewer"
)

// identity is what is known of a request before anything is answered.
type identity struct {
	id      string
	client  netip.Addr
	proxied bool // the peer is a trusted proxy
	secure  bool // the client speaks HTTPS
}

type identityKey struct{}

func identityOf(ctx context.Context) identity {
	i, _ := ctx.Value(identityKey{}).(identity)
	return i
}

// RequestID returns the id that the request's log lines and its X-Request-Id
// header carry; empty outside of a request.
func RequestID(ctx context.Context) string { return identityOf(ctx).id }

// ClientAddress returns the address of whoever sent the request: the peer, or
// what trusted proxies say of it. It is the zero Addr outside of a request and
// when the peer has no IP address.
func ClientAddress(ctx context.Context) netip.Addr { return identityOf(ctx).client }

// identified says who is asking: address, request id and viewer go into the
// context, the id into the answer.
func identified(proxies []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := identify(proxies, r)
		ctx := context.WithValue(r.Context(), identityKey{}, i)
		ctx = viewer.NewContext(ctx, viewer.Anybody(locale(r.Header.Get("Accept-Language"))))
		w.Header().Set("X-Request-Id", i.id)
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func identify(proxies []netip.Prefix, r *http.Request) identity {
	var i identity
	if peer, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		i.client = peer.Addr().Unmap().WithZone("")
	}
	i.proxied = trusted(proxies, i.client)
	i.secure = r.TLS != nil
	if i.proxied {
		i.client = forwardedFor(proxies, i.client, r.Header.Values("X-Forwarded-For"))
		i.secure = i.secure || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
		if id := r.Header.Get("X-Request-Id"); validID(id) {
			i.id = id
		}
	}
	if i.id == "" {
		i.id = rand.Text()
	}
	return i
}

func trusted(proxies []netip.Prefix, address netip.Addr) bool {
	for _, p := range proxies {
		if p.Contains(address) {
			return true
		}
	}
	return false
}

// forwardedFor walks the chain from the nearest hop outwards and returns the
// first address that is no trusted proxy: everything left of it is hearsay.
func forwardedFor(proxies []netip.Prefix, peer netip.Addr, headers []string) netip.Addr {
	client := peer
	rest := strings.Join(headers, ",")
	for rest != "" && trusted(proxies, client) {
		var hop string
		if comma := strings.LastIndexByte(rest, ','); comma < 0 {
			rest, hop = "", rest
		} else {
			rest, hop = rest[:comma], rest[comma+1:]
		}
		address, ok := hopAddress(strings.TrimSpace(hop))
		if !ok {
			break
		}
		client = address
	}
	return client
}

// hopAddress reads an address, which some proxies write with a port.
func hopAddress(hop string) (netip.Addr, bool) {
	address, err := netip.ParseAddr(hop)
	if err != nil {
		withPort, err := netip.ParseAddrPort(hop)
		if err != nil {
			return netip.Addr{}, false
		}
		address = withPort.Addr()
	}
	return address.Unmap().WithZone(""), true
}

// validID keeps a proxy's request id from carrying anything but an id into the
// log.
func validID(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	return strings.IndexFunc(id, func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.'
	}) < 0
}

// locales matches wishes to the languages of the programme. The first one is
// the answer when nothing fits.
var locales = func() language.Matcher {
	var tags []language.Tag
	for _, l := range viewer.Locales() {
		tags = append(tags, language.MustParse(string(l)))
	}
	return language.NewMatcher(tags)
}()

// maxAcceptLanguage is far more than browsers send; matching thousands of
// wishes would cost milliseconds.
const maxAcceptLanguage = 256

// locale negotiates the language of an answer from Accept-Language. A header
// that is malformed or too long counts as none.
func locale(accept string) viewer.Locale {
	if len(accept) > maxAcceptLanguage {
		accept = ""
	}
	wishes, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		wishes = nil
	}
	_, index, _ := locales.Match(wishes...)
	return viewer.Locales()[index]
}
