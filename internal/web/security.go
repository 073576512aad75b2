package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// strictPolicy is the Content-Security-Policy of everything but HTML pages,
// which add the hashes of their own inline elements.
var strictPolicy = policy(nil, nil)

// policy returns a Content-Security-Policy with further sources of scripts and
// styles.
func policy(scripts, styles []string) string {
	sources := func(directive string, more []string) string {
		return strings.Join(append([]string{directive, "'self'"}, more...), " ")
	}
	return strings.Join([]string{
		"default-src 'none'",
		sources("script-src", scripts),
		sources("style-src", styles),
		"img-src 'self' data:",
		"font-src 'self'",
		"connect-src 'self'",
		"manifest-src 'self'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	}, "; ")
}

// inlineHashes returns the CSP sources that allow the inline script and style
// elements of a page, and nothing else of that kind.
func inlineHashes(page []byte) (scripts, styles []string) {
	z := html.NewTokenizer(bytes.NewReader(page))
	for token := z.Next(); token != html.ErrorToken; token = z.Next() {
		if token != html.StartTagToken {
			continue
		}
		element := z.Token()
		hasSource := slices.ContainsFunc(element.Attr, func(a html.Attribute) bool { return a.Key == "src" })
		if (element.Data != "script" || hasSource) && element.Data != "style" {
			continue
		}
		if z.Next() != html.TextToken {
			continue
		}
		sum := sha256.Sum256(z.Text())
		source := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if element.Data == "script" {
			scripts = append(scripts, source)
		} else {
			styles = append(styles, source)
		}
	}
	return scripts, styles
}

// secured sets the headers that hold for every answer. Pages replace the
// Content-Security-Policy and files the Cache-Control with their own.
func secured(public *url.URL, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", strictPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-store")
		if public.Scheme == "https" || identityOf(r.Context()).secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

// crossOriginProtection refuses changes that a page of another site sends in
// its visitor's place, unless that site is listed.
func crossOriginProtection(public *url.URL, origins []string) (*http.CrossOriginProtection, error) {
	protection := http.NewCrossOriginProtection()
	// A proxy may rewrite Host, so the programme's own origin is named as well.
	for _, origin := range append([]string{public.Scheme + "://" + public.Host}, origins...) {
		if err := protection.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
	}
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "cross-origin request refused", http.StatusForbidden)
	}))
	return protection, nil
}

// cors lets the pages of the given origins read the answers of next. Preflight
// requests are answered here; with no origins there is no CORS at all.
func cors(origins []string, next http.Handler) http.Handler {
	if len(origins) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Add("Vary", "Origin")
		origin := r.Header.Get("Origin")
		allowed := slices.Contains(origins, origin)
		if allowed {
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Expose-Headers", "X-Request-Id")
		}
		if r.Method != http.MethodOptions || origin == "" || r.Header.Get("Access-Control-Request-Method") == "" {
			next.ServeHTTP(w, r)
			return
		}
		if allowed {
			h.Set("Access-Control-Allow-Methods", "GET, POST")
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
			h.Set("Access-Control-Max-Age", "600")
		}
		w.WriteHeader(http.StatusNoContent)
	})
}
