//go:build !race

package graph_test

import (
	"testing"

	"zhas/ent/youth"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// A team mate finds somebody by the names that are shown, not by the patronymic and
// other spellings; whom one sees closely, also by those.
func TestHiddenNamesFindNobodyForATeamMate(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		c := newCountry(t, s)
		setup := testkit.Setup(viewer.AsSystem(t.Context()))
		own := c.youths[string(viewer.Youth)]
		s.client.Youth.Update().Where(youth.IDNEQ(own)).SetFamilyName("Әбенова").SetGivenName("Айым").SetSpellings("Abenova Aiym Qairatqyzy").ExecX(setup)
		found := func(ask asker, text string) int {
			data := ask.must(t, `query($text: String) { youths(first: 100, filter: {search: $text}) { nodes { id } } }`, map[string]any{"text": text})
			return len(at(t, data, "youths", "nodes").([]any))
		}
		mate, coordinator := c.as(string(viewer.Youth)), c.as(kindEverywhere)
		for text, finds := range map[string]bool{"әбенова": true, "айым әбен": true, "qairatqyzy": false, "айым qairat": false, "aiym": false, "%": false} {
			if n := found(mate, text); (n > 0) != finds {
				t.Errorf("a team mate finds %d by %s", n, text)
			}
			if n := found(coordinator, text); (n == 0) != (text == "%") {
				t.Errorf("a coordinator finds %d by %s", n, text)
			}
		}
	})
}
