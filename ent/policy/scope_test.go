package policy_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zhas/ent"
	_ "zhas/ent/runtime"
	"zhas/ent/youth"
	"zhas/internal/programme"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// country is two regions with a project each: a team of one young person who
// has an account and one who has none, and a host.
type country struct {
	client  *ent.Client
	ids     map[string]int // by name
	names   map[int]string // by id
	persons map[string]int // accounts by name
}

func newCountry(t *testing.T, s *store.Store) *country {
	t.Helper()
	ctx := testkit.Setup(viewer.AsSystem(t.Context()))
	w := &country{client: ent.NewClient(ent.Driver(s.Driver())), ids: map[string]int{}, names: map[int]string{}, persons: map[string]int{}}
	named := func(id int, name string) int { w.ids[name], w.names[id] = id, name; return id }
	c := w.client
	season := c.Season.Create().SetYear(2026).SetNameKk("2026").SetNameRu("2026").SetNameEn("2026").SetState(programme.SeasonRunning).SaveX(ctx)
	for i, code := range []string{"east", "west"} {
		region := c.Region.Create().SetIsoCode(code).SetKato(fmt.Sprintf("%09d", i+1)).SetKind(programme.RegionOblast).SetTimeZone("Asia/Almaty").
			SetNameKk(code).SetNameRu(code).SetNameEn(code).
			SetCentreKk(code).SetCentreRu(code).SetCentreEn(code).SaveX(ctx)
		named(region.ID, code)
		host := c.HostOrganization.Create().SetName(code).SetRegion(region).SaveX(ctx)
		named(host.ID, "host-"+code)
		project := c.SocialProject.Create().SetTitle(code).SetLanguage(programme.TextKazakh).SetDirection(programme.DirectionCulture).
			SetStage(programme.StageDraft).SetSeason(season).SetRegion(region).SetHost(host).SaveX(ctx)
		named(project.ID, "draft-"+code)
		published := c.SocialProject.Create().SetTitle(code).SetLanguage(programme.TextKazakh).SetDirection(programme.DirectionCulture).
			SetStage(programme.StageRunning).SetSeason(season).SetRegion(region).SetPublishedAt(time.Now().Add(-time.Hour)).SaveX(ctx)
		named(published.ID, "public-"+code)
		for _, who := range []string{"leader", "mate"} {
			known := c.Person.Create().SaveX(ctx)
			person := c.Youth.Create().SetPerson(known).SetFamilyName(who).SetGivenName(code).SetRegion(region)
			if who == "leader" {
				account := c.Account.Create().SetPerson(known).SetName(code).SetLanguage(viewer.Kazakh).SetPasswordHash("x").SaveX(ctx)
				w.persons[code] = account.ID
				named(account.ID, "account-"+code)
				person.SetAccount(account)
			}
			saved := person.SaveX(ctx)
			named(saved.ID, who+"-"+code)
			role := programme.MemberMember
			if who == "leader" {
				role = programme.MemberLeader
			}
			member := c.Member.Create().SetProject(project).SetYouth(saved).SetRole(role).SaveX(ctx)
			named(member.ID, "member-"+who+"-"+code)
		}
		representative := c.Account.Create().SetPerson(c.Person.Create().SaveX(ctx)).SetName("host " + code).
			SetLanguage(viewer.Kazakh).SetPasswordHash("x").SaveX(ctx)
		named(representative.ID, "representative-"+code)
		grant := c.RoleGrant.Create().SetAccount(representative).SetRole(viewer.HostRepresentative).SetRegion(region).SetHost(host).SaveX(ctx)
		named(grant.ID, "grant-"+code)
		session := c.Session.Create().SetTokenHash([]byte(code)).SetAccountID(w.persons[code]).SetDevice("").SetAddress("").SaveX(ctx)
		named(session.ID, "session-"+code)
		notification := c.Notification.Create().SetAccountID(w.persons[code]).SetKind(programme.NoticePasswordChanged).SaveX(ctx)
		named(notification.ID, "notification-"+code)
		invitation := c.Invitation.Create().SetRole(viewer.Mentor).SetRegion(region).SetLanguage(viewer.Kazakh).SetExpiresAt(time.Now()).SaveX(ctx)
		named(invitation.ID, "invitation-"+code)
	}
	return w
}

// sees lists what a viewer reads, in words.
func (w *country) sees(t *testing.T, asking viewer.Viewer) string {
	t.Helper()
	ctx := viewer.NewContext(t.Context(), asking)
	c := w.client
	var seen []string
	for what, ids := range map[string]func(context.Context) ([]int, error){
		"projects": c.SocialProject.Query().IDs, "hosts": c.HostOrganization.Query().IDs, "youths": c.Youth.Query().IDs,
		"members": c.Member.Query().IDs, "accounts": c.Account.Query().IDs, "grants": c.RoleGrant.Query().IDs,
		"sessions": c.Session.Query().IDs, "notifications": c.Notification.Query().IDs, "invitations": c.Invitation.Query().IDs,
		"resets": c.PasswordReset.Query().IDs, "codes": c.RecoveryCode.Query().IDs, "throttles": c.Throttle.Query().IDs, "jobs": c.Job.Query().IDs,
	} {
		found, err := ids(ctx)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		for _, id := range found {
			seen = append(seen, w.names[id])
		}
	}
	slices.Sort(seen)
	return strings.Join(seen, " ")
}

func TestScopes(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		w := newCountry(t, s)
		const published = "public-east public-west"
		with := func(account int, due bool, grants ...viewer.Grant) viewer.Viewer {
			return viewer.Viewer{Account: account, SecondFactorDue: due, Grants: append(grants, viewer.Grant{Role: viewer.Public})}
		}
		coordinator := viewer.Grant{Role: viewer.RegionalCoordinator, Region: w.ids["east"]}
		east := "draft-east grant-east host-east invitation-east leader-east mate-east member-leader-east member-mate-east public-east public-west representative-east"
		everywhere := strings.Fields(east + " " + strings.NewReplacer("east", "west", "west", "east").Replace(east))
		slices.Sort(everywhere)
		all := strings.Join(slices.Compact(everywhere), " ")
		for name, c := range map[string]struct {
			asking viewer.Viewer
			want   string
		}{
			"nobody":     {viewer.Viewer{}, ""},
			"the public": {viewer.Anybody(viewer.Kazakh), published},
			"a young person": {
				with(w.persons["east"], false, viewer.Grant{Role: viewer.Youth}),
				"account-east draft-east leader-east mate-east member-leader-east member-mate-east notification-east public-east public-west session-east",
			},
			"a young person who owes the second factor": {with(w.persons["east"], true), published},
			"a host representative": {
				with(0, false, viewer.Grant{Role: viewer.HostRepresentative, Host: w.ids["host-west"]}),
				"draft-west host-west " + published,
			},
			"a mentor":                   {with(0, false, viewer.Grant{Role: viewer.Mentor, Region: w.ids["east"]}), published},
			"a committee member":         {with(0, false, viewer.Grant{Role: viewer.CommitteeMember}), published},
			"a coordinator of the east":  {with(0, false, coordinator), east},
			"a coordinator of both":      {with(0, false, coordinator, viewer.Grant{Role: viewer.RegionalCoordinator, Region: w.ids["west"]}), all},
			"a coordinator of all":       {with(0, false, viewer.Grant{Role: viewer.RegionalCoordinator}), all},
			"an analyst of the ministry": {with(0, false, viewer.Grant{Role: viewer.MinistryAnalyst}), "draft-east draft-west host-east host-west " + published},
		} {
			if got := w.sees(t, c.asking); got != c.want {
				t.Errorf("%s sees\n%s\nwant\n%s", name, got, c.want)
			}
		}
		administrator := w.sees(t, with(0, false, viewer.Grant{Role: viewer.Administrator}))
		for _, name := range []string{"draft-east", "leader-west", "account-east", "grant-west", "invitation-east"} {
			if !slices.Contains(strings.Fields(administrator), name) {
				t.Errorf("an administrator does not see %s", name)
			}
		}
		if strings.Contains(administrator, "session-") || strings.Contains(administrator, "notification-") {
			t.Errorf("an administrator reads what is for others: %s", administrator)
		}
	})
}

// Narrowing a list to a region adds no statement to it.
func TestAScopeAddsNoStatement(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		w := newCountry(t, s)
		asking := viewer.Viewer{Grants: []viewer.Grant{{Role: viewer.RegionalCoordinator, Region: w.ids["east"]}}}
		ctx, statements := store.CountStatements(viewer.NewContext(t.Context(), asking))
		if n := w.client.Youth.Query().Where(youth.FamilyName("mate")).Limit(10).CountX(ctx); n != 1 || statements.Load() != 1 {
			t.Errorf("%d young people in %d statements, want 1 in 1", n, statements.Load())
		}
	})
}
