package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"zhas/internal/viewer"
	"zhas/internal/web"
)

// The cookie names a person on pages of the programme's own origin, and where no
// page asks, whatever the method.
func TestTheCookieCountsOnOwnPages(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		headers []string
		counts  bool
	}{
		{"no page", nil, true},
		{"typed", []string{"Sec-Fetch-Site", "none"}, true},
		{"a page of ours", []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://zhas.example"}, true},
		{"a page of ours behind a proxy", []string{"Origin", "http://zhas.example"}, true},
		{"another site", []string{"Sec-Fetch-Site", "cross-site"}, false},
		{"another site that names itself", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, false},
		{"another site in an old browser", []string{"Origin", "https://evil.example"}, false},
		{"a listed site", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://listed.example"}, false},
		{"another subdomain", []string{"Sec-Fetch-Site", "same-site", "Origin", "http://evil.zhas.example"}, false},
		{"no origin", []string{"Origin", "null"}, false},
	}
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions} {
		for _, tt := range tests {
			t.Run(method+" "+tt.name, func(t *testing.T) {
				t.Parallel()
				var asking viewer.Viewer
				h := handler(t, func(o *web.Options) {
					o.CORSOrigins = []string{"https://listed.example"}
					o.Graph = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asking, _ = viewer.FromContext(r.Context()) })
					o.Sessions = func(context.Context, string, viewer.Locale) (viewer.Viewer, error) {
						return viewer.Viewer{Account: 7}, nil
					}
				})
				request := httptest.NewRequestWithContext(t.Context(), method, "http://behind.internal/graphql", http.NoBody)
				request.AddCookie(&http.Cookie{Name: "__Host-zhas", Value: "token"})
				for i := 0; i < len(tt.headers); i += 2 {
					request.Header.Set(tt.headers[i], tt.headers[i+1])
				}
				h.ServeHTTP(httptest.NewRecorder(), request)
				if got := asking.Account == 7; got != tt.counts {
					t.Errorf("the cookie counts: %t, want %t", got, tt.counts)
				}
			})
		}
	}
}
