package graph_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"zhas/ent/migrate"
	"zhas/ent/privacy"
	"zhas/ent/socialproject"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

func TestThePublicSeesWhatIsPublished(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, 6, "KZ-63")
		query := `{
			socialProjects { totalCount nodes { publishedAt host { name } members { id } } }
			youths { totalCount nodes { id } edges { node { familyName } } }
			hostOrganizations { totalCount nodes { id } }
			region(code: "KZ-63") {
				socialProjects { totalCount nodes { members { youth { familyName } } } }
				hostOrganizations { totalCount nodes { id } }
			}
			season(year: 2026) { socialProjects { totalCount } }
		}`
		want := map[string][2]string{ // by what: the public's and the programme's count
			"socialProjects": {"2", "6"}, "youths": {"0", "18"}, "hostOrganizations": {"0", "1"},
			"region socialProjects": {"2", "6"}, "region hostOrganizations": {"0", "1"}, "season socialProjects": {"2", "6"},
		}
		for i, asking := range []viewer.Viewer{public, system} {
			data := w.data(t, asking, query, nil)
			for what, counts := range want {
				var path []any
				for step := range strings.FieldsSeq(what) {
					path = append(path, step)
				}
				if got := fmt.Sprint(at(t, data, append(path, "totalCount")...)); got != counts[i] {
					t.Errorf("%s: the %s counts %s, want %s", what, name(asking), got, counts[i])
				}
			}
			hosts, members := at(t, data, "socialProjects", "nodes", 0, "host"), at(t, data, "socialProjects", "nodes", 0, "members").([]any)
			if hidden := hosts == nil && len(members) == 0; hidden != (i == 0) {
				t.Errorf("the %s sees host %v, members %v", name(asking), hosts, members)
			}
		}
	})
}

func TestHiddenAndAbsentAreTheSameAnswer(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, 2, "KZ-63")
		ctx := viewer.AsSystem(t.Context())
		draft := w.client.SocialProject.Query().Where(socialproject.PublishedAtIsNil()).FirstX(ctx)
		published := w.client.SocialProject.Query().Where(socialproject.PublishedAtNotNil()).FirstX(ctx)
		hidden := []int{
			draft.ID,
			w.client.Youth.Query().FirstX(ctx).ID,
			w.client.HostOrganization.Query().FirstX(ctx).ID,
			w.client.Member.Query().FirstX(ctx).ID,
		}
		for _, id := range append(hidden, draft.ID+1_000_000, 1<<60, -1, 0) {
			a := w.ask(t, public, `query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }`, map[string]any{"id": fmt.Sprint(id)})
			if got := fmt.Sprint(a.Data, a.Errors); got != "map[node:<nil> nodes:[<nil>]] []" {
				t.Errorf("id %d: %s", id, got)
			}
		}
		data := w.data(t, public, `query($id: ID!) { node(id: $id) { __typename id ... on SocialProject { title region { isoCode } } } }`,
			map[string]any{"id": fmt.Sprint(published.ID)})
		if got := fmt.Sprint(at(t, data, "node", "region", "isoCode")); got != "KZ-63" {
			t.Errorf("a published project is in %s", got)
		}
	})
}

// Without a viewer, and as the public, nothing can be read that should not be,
// and nothing changed, whatever the entity.
func TestEveryEntityHasAPolicy(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		nobody := t.Context()
		asPublic := viewer.NewContext(t.Context(), public)
		c := w.client
		entities := map[string]struct {
			read   func() error
			remove func() error
		}{
			"Figure":            {func() error { _, err := c.Figure.Query().All(nobody); return err }, func() error { _, err := c.Figure.Delete().Exec(asPublic); return err }},
			"Account":           {func() error { _, err := c.Account.Query().All(nobody); return err }, func() error { _, err := c.Account.Delete().Exec(asPublic); return err }},
			"Invitation":        {func() error { _, err := c.Invitation.Query().All(nobody); return err }, func() error { _, err := c.Invitation.Delete().Exec(asPublic); return err }},
			"Job":               {func() error { _, err := c.Job.Query().All(nobody); return err }, func() error { _, err := c.Job.Delete().Exec(asPublic); return err }},
			"Notification":      {func() error { _, err := c.Notification.Query().All(nobody); return err }, func() error { _, err := c.Notification.Delete().Exec(asPublic); return err }},
			"PasswordReset":     {func() error { _, err := c.PasswordReset.Query().All(nobody); return err }, func() error { _, err := c.PasswordReset.Delete().Exec(asPublic); return err }},
			"RecoveryCode":      {func() error { _, err := c.RecoveryCode.Query().All(nobody); return err }, func() error { _, err := c.RecoveryCode.Delete().Exec(asPublic); return err }},
			"RoleGrant":         {func() error { _, err := c.RoleGrant.Query().All(nobody); return err }, func() error { _, err := c.RoleGrant.Delete().Exec(asPublic); return err }},
			"Session":           {func() error { _, err := c.Session.Query().All(nobody); return err }, func() error { _, err := c.Session.Delete().Exec(asPublic); return err }},
			"Throttle":          {func() error { _, err := c.Throttle.Query().All(nobody); return err }, func() error { _, err := c.Throttle.Delete().Exec(asPublic); return err }},
			"HostOrganization":  {func() error { _, err := c.HostOrganization.Query().All(nobody); return err }, func() error { _, err := c.HostOrganization.Delete().Exec(asPublic); return err }},
			"JournalEntry":      {func() error { _, err := c.JournalEntry.Query().All(nobody); return err }, func() error { _, err := c.JournalEntry.Delete().Exec(asPublic); return err }},
			"JournalSeal":       {func() error { _, err := c.JournalSeal.Query().All(nobody); return err }, func() error { _, err := c.JournalSeal.Delete().Exec(asPublic); return err }},
			"Locality":          {func() error { _, err := c.Locality.Query().All(nobody); return err }, func() error { _, err := c.Locality.Delete().Exec(asPublic); return err }},
			"Member":            {func() error { _, err := c.Member.Query().All(nobody); return err }, func() error { _, err := c.Member.Delete().Exec(asPublic); return err }},
			"Region":            {func() error { _, err := c.Region.Query().All(nobody); return err }, func() error { _, err := c.Region.Delete().Exec(asPublic); return err }},
			"RegionPeriod":      {func() error { _, err := c.RegionPeriod.Query().All(nobody); return err }, func() error { _, err := c.RegionPeriod.Delete().Exec(asPublic); return err }},
			"RuleCitation":      {func() error { _, err := c.RuleCitation.Query().All(nobody); return err }, func() error { _, err := c.RuleCitation.Delete().Exec(asPublic); return err }},
			"RuleSet":           {func() error { _, err := c.RuleSet.Query().All(nobody); return err }, func() error { _, err := c.RuleSet.Delete().Exec(asPublic); return err }},
			"Season":            {func() error { _, err := c.Season.Query().All(nobody); return err }, func() error { _, err := c.Season.Delete().Exec(asPublic); return err }},
			"SeasonRegion":      {func() error { _, err := c.SeasonRegion.Query().All(nobody); return err }, func() error { _, err := c.SeasonRegion.Delete().Exec(asPublic); return err }},
			"SocialProject":     {func() error { _, err := c.SocialProject.Query().All(nobody); return err }, func() error { _, err := c.SocialProject.Delete().Exec(asPublic); return err }},
			"Source":            {func() error { _, err := c.Source.Query().All(nobody); return err }, func() error { _, err := c.Source.Delete().Exec(asPublic); return err }},
			"Person":            {func() error { _, err := c.Person.Query().All(nobody); return err }, func() error { _, err := c.Person.Delete().Exec(asPublic); return err }},
			"BlindIndex":        {func() error { _, err := c.BlindIndex.Query().All(nobody); return err }, func() error { _, err := c.BlindIndex.Delete().Exec(asPublic); return err }},
			"YouthCategory":     {func() error { _, err := c.YouthCategory.Query().All(nobody); return err }, func() error { _, err := c.YouthCategory.Delete().Exec(asPublic); return err }},
			"YouthTraits":       {func() error { _, err := c.YouthTraits.Query().All(nobody); return err }, func() error { _, err := c.YouthTraits.Delete().Exec(asPublic); return err }},
			"Consent":           {func() error { _, err := c.Consent.Query().All(nobody); return err }, func() error { _, err := c.Consent.Delete().Exec(asPublic); return err }},
			"DataAccess":        {func() error { _, err := c.DataAccess.Query().All(nobody); return err }, func() error { _, err := c.DataAccess.Delete().Exec(asPublic); return err }},
			"DuplicateCase":     {func() error { _, err := c.DuplicateCase.Query().All(nobody); return err }, func() error { _, err := c.DuplicateCase.Delete().Exec(asPublic); return err }},
			"YouthKey":          {func() error { _, err := c.YouthKey.Query().All(nobody); return err }, func() error { _, err := c.YouthKey.Delete().Exec(asPublic); return err }},
			"ExceptionalAccess": {func() error { _, err := c.ExceptionalAccess.Query().All(nobody); return err }, func() error { _, err := c.ExceptionalAccess.Delete().Exec(asPublic); return err }},
			"DataAccessPerson":  {func() error { _, err := c.DataAccessPerson.Query().All(nobody); return err }, func() error { _, err := c.DataAccessPerson.Delete().Exec(asPublic); return err }},
			"Youth":             {func() error { _, err := c.Youth.Query().All(nobody); return err }, func() error { _, err := c.Youth.Delete().Exec(asPublic); return err }},
			"GuardianRequest":   {func() error { _, err := c.GuardianRequest.Query().All(nobody); return err }, func() error { _, err := c.GuardianRequest.Delete().Exec(asPublic); return err }},
		}
		if len(entities) != len(migrate.Tables) {
			t.Errorf("%d of %d entities are tried: name the new one here", len(entities), len(migrate.Tables))
		}
		for name, try := range entities {
			if err := try.read(); !isDenied(err) {
				t.Errorf("%s is read without a viewer: %v", name, err)
			}
			if err := try.remove(); !isDenied(err) {
				t.Errorf("%s is deleted by the public: %v", name, err)
			}
		}
		if _, err := c.Source.Create().SetCode("X").SetDescriptionKk("x").SetDescriptionRu("x").SetDescriptionEn("x").Save(asPublic); !isDenied(err) {
			t.Errorf("the public creates a source: %v", err)
		}
	})
}

func TestAProjectIsHiddenUntilItsPublication(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, 1, "KZ-63")
		ctx := viewer.AsSystem(t.Context())
		count := `{ socialProjects { totalCount } }`
		for instant, want := range map[time.Time]string{
			time.Now().Add(time.Hour).UTC():  "0",
			time.Now().Add(-time.Hour).UTC(): "1",
		} {
			w.client.SocialProject.Update().SetPublishedAt(instant).ExecX(testkit.Setup(ctx))
			if got := fmt.Sprint(at(t, w.data(t, public, count, nil), "socialProjects", "totalCount")); got != want {
				t.Errorf("published at %s: the public sees %s, want %s", instant, got, want)
			}
		}
	})
}

func isDenied(err error) bool { return errors.Is(err, privacy.Deny) }
