package graph_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"zhas/internal/viewer"
)

// An instant that no backup could hold is refused before anything is written.
func TestInstantsBeyondTheCalendar(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		admin := s.administrator(t)
		id := at(t, admin.must("{ viewer { account { id } } }"), "viewer", "account", "id")
		for _, ends := range []string{"9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00", "tomorrow"} {
			body := fmt.Sprintf(`{"query": "mutation { grantRole(input: {account: \"%v\", role: MENTOR, endsAt: \"%s\"}) { userErrors { code } } }"}`, id, ends)
			response := admin.send(http.MethodPost, "application/json", body, "Origin", origin, "Sec-Fetch-Site", "same-origin")
			if text, err := io.ReadAll(response.Body); err != nil || !strings.Contains(string(text), `"BAD_USER_INPUT"`) {
				t.Errorf("%s: %s, %v", ends, text, err)
			}
		}
		if n := s.client.RoleGrant.Query().CountX(viewer.AsSystem(t.Context())); n != 1 {
			t.Errorf("%d role grants", n)
		}
		// The last instant there is, with an offset.
		payload := admin.mutate("grantRole", "account { roleGrants { endsAt } }", map[string]any{"account": id, "role": "MENTOR", "endsAt": "9999-12-31T23:59:59.999999999+00:00"})
		if got := at(t, payload, "account", "roleGrants", 1, "endsAt"); got != "9999-12-31T23:59:59.999999Z" {
			t.Errorf("kept until %v", got)
		}
	})
}
