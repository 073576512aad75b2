package graph

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/consent"
	"zhas/ent/dataaccess"
	"zhas/ent/duplicatecase"
	"zhas/ent/exceptionalaccess"
	"zhas/ent/figure"
	"zhas/ent/guardianrequest"
	"zhas/ent/hostorganization"
	"zhas/ent/invitation"
	"zhas/ent/locality"
	"zhas/ent/member"
	"zhas/ent/migrate"
	"zhas/ent/notification"
	"zhas/ent/region"
	"zhas/ent/regionperiod"
	"zhas/ent/rolegrant"
	"zhas/ent/rulecitation"
	"zhas/ent/ruleset"
	"zhas/ent/season"
	"zhas/ent/seasonregion"
	"zhas/ent/session"
	"zhas/ent/socialproject"
	"zhas/ent/source"
	"zhas/ent/youth"
	"zhas/ent/youthcategory"
	"zhas/ent/youthtraits"
	"zhas/graph/model"
)

// zonesSince is where the offsets of a region's clocks begin: the year of the
// programme's first season.
var zonesSince = time.Date(2017, time.January, 1, 0, 0, 0, 0, time.UTC)

// one answers a field that gives the row a query finds, or null.
func one[Q query[Q, S, *T, P], S, T, P any](
	ctx context.Context, r *Resolver, q Q, ahead func(*lookahead, Q, ...graphql.CollectedField),
) (*T, error) {
	look, ctx := r.look(ctx)
	look.single[q] = true
	ahead(look, q, graphql.GetFieldContext(ctx).Field)
	q.Modify(func(s *sql.Selector) { s.Limit(1) })
	if look.err != nil {
		return nil, look.err
	}
	rows, err := q.All(ctx)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

// finder loads the rows of one entity that have the ids.
type finder func(ctx context.Context, r *Resolver, field graphql.CollectedField, ids []any) (map[int]model.Node, error)

// find is the finder of one entity.
func find[Q query[Q, S, T, P], S, T any, P ~func(*sql.Selector)](
	start func(*ent.Client) Q, id func(T) int, ahead func(*lookahead, Q, ...graphql.CollectedField),
) finder {
	return func(ctx context.Context, r *Resolver, field graphql.CollectedField, ids []any) (map[int]model.Node, error) {
		q := start(r.client).Where(func(s *sql.Selector) { s.Where(sql.In(s.C("id"), ids...)) })
		look, ctx := r.look(ctx)
		look.single[q] = len(ids) == 1
		ahead(look, q, field)
		if look.err != nil {
			return nil, look.err
		}
		rows, err := q.All(ctx)
		if err != nil {
			return nil, err
		}
		found := make(map[int]model.Node, len(rows))
		for _, row := range rows {
			found[id(row)] = row
		}
		return found, nil
	}
}

// finders are the entities that node finds, by table.
var finders = map[string]finder{
	account.Table: find(func(c *ent.Client) *ent.AccountQuery { return c.Account.Query() },
		func(a *ent.Account) int { return a.ID }, (*lookahead).account),
	figure.Table: find(func(c *ent.Client) *ent.FigureQuery { return c.Figure.Query() },
		func(f *ent.Figure) int { return f.ID }, (*lookahead).figure),
	guardianrequest.Table: find(func(c *ent.Client) *ent.GuardianRequestQuery { return c.GuardianRequest.Query() },
		func(row *ent.GuardianRequest) int { return row.ID }, (*lookahead).guardianRequest),
	hostorganization.Table: find(func(c *ent.Client) *ent.HostOrganizationQuery { return c.HostOrganization.Query() },
		func(h *ent.HostOrganization) int { return h.ID }, (*lookahead).hostOrganization),
	invitation.Table: find(func(c *ent.Client) *ent.InvitationQuery { return c.Invitation.Query() },
		func(i *ent.Invitation) int { return i.ID }, (*lookahead).invitation),
	locality.Table: find(func(c *ent.Client) *ent.LocalityQuery { return c.Locality.Query() },
		func(l *ent.Locality) int { return l.ID }, (*lookahead).locality),
	member.Table: find(func(c *ent.Client) *ent.MemberQuery { return c.Member.Query() },
		func(m *ent.Member) int { return m.ID }, (*lookahead).member),
	notification.Table: find(func(c *ent.Client) *ent.NotificationQuery { return c.Notification.Query() },
		func(n *ent.Notification) int { return n.ID }, (*lookahead).notification),
	region.Table: find(func(c *ent.Client) *ent.RegionQuery { return c.Region.Query() },
		func(r *ent.Region) int { return r.ID }, (*lookahead).region),
	regionperiod.Table: find(func(c *ent.Client) *ent.RegionPeriodQuery { return c.RegionPeriod.Query() },
		func(p *ent.RegionPeriod) int { return p.ID }, (*lookahead).regionPeriod),
	rolegrant.Table: find(func(c *ent.Client) *ent.RoleGrantQuery { return c.RoleGrant.Query() },
		func(g *ent.RoleGrant) int { return g.ID }, (*lookahead).roleGrant),
	rulecitation.Table: find(func(c *ent.Client) *ent.RuleCitationQuery { return c.RuleCitation.Query() },
		func(c *ent.RuleCitation) int { return c.ID }, (*lookahead).ruleCitation),
	ruleset.Table: find(func(c *ent.Client) *ent.RuleSetQuery { return c.RuleSet.Query() },
		func(s *ent.RuleSet) int { return s.ID }, (*lookahead).ruleSet),
	season.Table: find(func(c *ent.Client) *ent.SeasonQuery { return c.Season.Query() },
		func(s *ent.Season) int { return s.ID }, (*lookahead).season),
	seasonregion.Table: find(func(c *ent.Client) *ent.SeasonRegionQuery { return c.SeasonRegion.Query() },
		func(s *ent.SeasonRegion) int { return s.ID }, (*lookahead).seasonRegion),
	session.Table: find(func(c *ent.Client) *ent.SessionQuery { return c.Session.Query() },
		func(s *ent.Session) int { return s.ID }, (*lookahead).session),
	socialproject.Table: find(func(c *ent.Client) *ent.SocialProjectQuery { return c.SocialProject.Query() },
		func(p *ent.SocialProject) int { return p.ID }, (*lookahead).socialProject),
	source.Table: find(func(c *ent.Client) *ent.SourceQuery { return c.Source.Query() },
		func(s *ent.Source) int { return s.ID }, (*lookahead).source),
	consent.Table: find(func(c *ent.Client) *ent.ConsentQuery { return c.Consent.Query() },
		func(row *ent.Consent) int { return row.ID }, (*lookahead).consent),
	dataaccess.Table: find(func(c *ent.Client) *ent.DataAccessQuery { return c.DataAccess.Query() },
		func(row *ent.DataAccess) int { return row.ID }, (*lookahead).dataAccess),
	duplicatecase.Table: find(func(c *ent.Client) *ent.DuplicateCaseQuery { return c.DuplicateCase.Query() },
		func(row *ent.DuplicateCase) int { return row.ID }, (*lookahead).duplicateCase),
	exceptionalaccess.Table: find(func(c *ent.Client) *ent.ExceptionalAccessQuery { return c.ExceptionalAccess.Query() },
		func(row *ent.ExceptionalAccess) int { return row.ID }, (*lookahead).exceptionalAccess),
	youthcategory.Table: find(func(c *ent.Client) *ent.YouthCategoryQuery { return c.YouthCategory.Query() },
		func(row *ent.YouthCategory) int { return row.ID }, (*lookahead).youthCategory),
	youthtraits.Table: find(func(c *ent.Client) *ent.YouthTraitsQuery { return c.YouthTraits.Query() },
		func(row *ent.YouthTraits) int { return row.ID }, (*lookahead).youthTraits),
	youth.Table: find(func(c *ent.Client) *ent.YouthQuery { return c.Youth.Query() },
		func(y *ent.Youth) int { return y.ID }, (*lookahead).youth),
}

// idRange is how many ids each table may deal (ent's feature sql/globalid).
const idRange = 1 << 32

// tableOf returns the table whose range an id lies in, empty when there is none.
func tableOf(id int) string {
	if id <= 0 {
		return ""
	}
	for _, table := range migrate.Tables {
		if start := *table.Annotation.IncrementStart; id >= start && id < start+idRange {
			return table.Name
		}
	}
	return ""
}

// findNodes returns what the ids name, null for each that is absent or hidden,
// with one statement a type.
func (r *Resolver) findNodes(ctx context.Context, ids []int) ([]model.Node, error) {
	byTable := make(map[string][]any)
	for _, id := range ids {
		byTable[tableOf(id)] = append(byTable[tableOf(id)], id)
	}
	found := make(map[int]model.Node, len(ids))
	for table, ids := range byTable {
		find, known := finders[table]
		if !known {
			continue
		}
		nodes, err := find(ctx, r, graphql.GetFieldContext(ctx).Field, ids)
		if err != nil {
			return nil, err
		}
		for id, node := range nodes {
			found[id] = node
		}
	}
	list := make([]model.Node, len(ids))
	for i, id := range ids {
		list[i] = found[id]
	}
	return list, nil
}
