package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/dataaccess"
	"zhas/ent/duplicatecase"
	"zhas/ent/figure"
	"zhas/ent/hostorganization"
	"zhas/ent/invitation"
	"zhas/ent/locality"
	"zhas/ent/notification"
	"zhas/ent/predicate"
	"zhas/ent/region"
	"zhas/ent/season"
	"zhas/ent/socialproject"
	"zhas/ent/source"
	"zhas/ent/youth"
	"zhas/graph/model"
)

// paged is how the rows of one entity are paged: E is the graph's edge type, C
// its connection type, O its order input and F its filter input.
type paged[Q query[Q, S, T, P], S scanner, T, P, E, C, O, F any] struct {
	orderings  []ordering[T] // the first one is the default
	id         func(T) int
	query      func(*ent.Client) Q
	where      func(*F) ([]P, error)
	order      func(*O) model.Order
	edge       func(string, T) E
	connection func([]E, []T, *model.PageInfo, int) C
}

// scanner is ent's selection, which reads what is no row.
type scanner interface {
	Scan(context.Context, any) error
}

// read answers a connection at the top of the graph.
func (p paged[Q, S, T, P, E, C, O, F]) read(
	ctx context.Context, r *Resolver, ahead func(*lookahead, Q, ...graphql.CollectedField), args pageArgs, filter *F,
) (C, error) {
	var none C
	where, err := p.where(filter)
	if err != nil {
		return none, err
	}
	w, err := newWindow(p.orderings, p.id, args)
	if err != nil {
		return none, err
	}
	look, ctx := r.look(ctx)
	field := graphql.GetFieldContext(ctx).Field
	parts := look.beneath([]graphql.CollectedField{field})
	q := p.query(r.client).Where(where...)
	total := 0
	if len(parts["totalCount"]) > 0 {
		if total, err = q.Clone().Count(ctx); err != nil {
			return none, err
		}
	}
	var rows []T
	if asksRows(parts) {
		look.reads(q, w.ordering.column)
		ahead(look, q, look.rows(field)...)
		if look.err != nil {
			return none, look.err
		}
		q.Modify(w.read)
		if rows, err = q.All(ctx); err != nil {
			return none, err
		}
	}
	return p.connect(w, rows, total, len(parts["edges"]) > 0), nil
}

// loaded answers a connection beneath a row from what the look-ahead loaded
// with that row.
func (p paged[Q, S, T, P, E, C, O, F]) loaded(
	ctx context.Context, named func(string) ([]T, error), totals map[int]int, args pageArgs,
) (C, error) {
	field := graphql.GetFieldContext(ctx).Field
	w, err := newWindow(p.orderings, p.id, args)
	if err != nil {
		var none C
		return none, err
	}
	rows, err := named(key(field))
	if err != nil && !ent.IsNotLoaded(err) {
		var none C
		return none, err
	}
	return p.connect(w, rows, totals[spot(field)], true), nil
}

// connect builds the connection; edges cost a cursor each, so they are built
// when asked for.
func (p paged[Q, S, T, P, E, C, O, F]) connect(w window[T], rows []T, total int, edges bool) C {
	rows, info := w.page(rows)
	var list []E
	if edges {
		list = make([]E, len(rows))
		for i, row := range rows {
			list[i] = p.edge(w.cursor(row), row)
		}
	}
	return p.connection(list, rows, info, total)
}

// beneath makes the query of a parent load the pages that fields ask for, and
// count where they ask for it. The rows' foreign key column is fk; attach names
// a page in the parent's query.
func (p paged[Q, S, T, P, E, C, O, F]) beneath(
	look *lookahead, fields []graphql.CollectedField, ahead func(Q, ...graphql.CollectedField),
	parent any, fk string, attach func(string, func(Q)),
) {
	for _, group := range bySpot(fields) {
		f := group[0] // they differ in what they select, not in their arguments
		given := look.arguments(f)
		where, err := p.where(argument[F](given, "filter"))
		if err != nil {
			look.refuse(err)
		}
		w, err := newWindow(p.orderings, p.id, given.page(p.order(argument[O](given, "orderBy"))))
		if err != nil {
			look.refuse(err)
			continue
		}
		parts := look.beneath(group)
		if asksRows(parts) {
			attach(key(f), func(q Q) {
				look.reads(q, w.ordering.column)
				ahead(q, look.rows(group...)...)
				q.Where(where...)
				if look.single[parent] {
					q.Modify(w.read)
				} else {
					q.Modify(w.readEach(fk))
				}
			})
		}
		if len(parts["totalCount"]) > 0 {
			look.afterwards(parent, func(ctx context.Context, owners []owner) error {
				return p.count(ctx, look, owners, spot(f), fk, where)
			})
		}
	}
}

// count writes to each owner how many rows its edge has, by one statement.
func (p paged[Q, S, T, P, E, C, O, F]) count(
	ctx context.Context, look *lookahead, owners []owner, spot int, fk string, where []P,
) error {
	var counts []struct {
		Parent int `json:"parent"`
		Total  int `json:"total"`
	}
	ids := make([]any, len(owners))
	for i, o := range owners {
		ids[i] = o.id
	}
	err := p.query(look.client).Where(where...).Modify(func(s *sql.Selector) {
		s.Where(sql.In(s.C(fk), ids...)).
			Select(sql.As(s.C(fk), "parent"), sql.As(sql.Count("*"), "total")).
			GroupBy(s.C(fk))
	}).Scan(ctx, &counts)
	if err != nil {
		return err
	}
	totals := make(map[int]int, len(counts))
	for _, c := range counts {
		totals[c.Parent] = c.Total
	}
	for _, o := range owners {
		if *o.totals == nil {
			*o.totals = make(map[int]int)
		}
		(*o.totals)[spot] = totals[o.id]
	}
	return nil
}

// asksRows reports whether a connection's selection needs its rows read.
func asksRows(parts map[string][]graphql.CollectedField) bool {
	return len(parts["edges"])+len(parts["nodes"])+len(parts["pageInfo"]) > 0
}

var pagedRegions = paged[*ent.RegionQuery, *ent.RegionSelect, *ent.Region, predicate.Region, *model.RegionEdge, *model.RegionConnection, model.RegionOrder, model.RegionFilter]{
	orderings: []ordering[*ent.Region]{
		{"NAME_KK", region.FieldNameKkOrder, func(r *ent.Region) any { return sortKey(r.NameKkOrder) }, parseSortKey},
		{"NAME_RU", region.FieldNameRuOrder, func(r *ent.Region) any { return sortKey(r.NameRuOrder) }, parseSortKey},
		{"NAME_EN", region.FieldNameEnOrder, func(r *ent.Region) any { return sortKey(r.NameEnOrder) }, parseSortKey},
		{"KATO", region.FieldKato, func(r *ent.Region) any { return r.Kato }, parseText},
	},
	id:    func(r *ent.Region) int { return r.ID },
	query: func(c *ent.Client) *ent.RegionQuery { return c.Region.Query() },
	where: whereRegion,
	order: func(o *model.RegionOrder) model.Order { return o },
	edge: func(cursor string, r *ent.Region) *model.RegionEdge {
		return &model.RegionEdge{Cursor: cursor, Node: r}
	},
	connection: func(edges []*model.RegionEdge, rows []*ent.Region, info *model.PageInfo, total int) *model.RegionConnection {
		return &model.RegionConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedLocalities = paged[*ent.LocalityQuery, *ent.LocalitySelect, *ent.Locality, predicate.Locality, *model.LocalityEdge, *model.LocalityConnection, model.LocalityOrder, model.LocalityFilter]{
	orderings: []ordering[*ent.Locality]{
		{"KATO", locality.FieldKato, func(l *ent.Locality) any { return l.Kato }, parseText},
		{"NAME_KK", locality.FieldNameKkOrder, func(l *ent.Locality) any { return sortKey(l.NameKkOrder) }, parseSortKey},
		{"NAME_RU", locality.FieldNameRuOrder, func(l *ent.Locality) any { return sortKey(l.NameRuOrder) }, parseSortKey},
	},
	id:    func(l *ent.Locality) int { return l.ID },
	query: func(c *ent.Client) *ent.LocalityQuery { return c.Locality.Query() },
	where: whereLocality,
	order: func(o *model.LocalityOrder) model.Order { return o },
	edge: func(cursor string, l *ent.Locality) *model.LocalityEdge {
		return &model.LocalityEdge{Cursor: cursor, Node: l}
	},
	connection: func(edges []*model.LocalityEdge, rows []*ent.Locality, info *model.PageInfo, total int) *model.LocalityConnection {
		return &model.LocalityConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedSeasons = paged[*ent.SeasonQuery, *ent.SeasonSelect, *ent.Season, predicate.Season, *model.SeasonEdge, *model.SeasonConnection, model.SeasonOrder, model.SeasonFilter]{
	orderings: []ordering[*ent.Season]{
		{"YEAR", season.FieldYear, func(s *ent.Season) any { return s.Year }, parseInteger},
	},
	id:    func(s *ent.Season) int { return s.ID },
	query: func(c *ent.Client) *ent.SeasonQuery { return c.Season.Query() },
	where: whereSeason,
	order: func(o *model.SeasonOrder) model.Order { return o },
	edge: func(cursor string, s *ent.Season) *model.SeasonEdge {
		return &model.SeasonEdge{Cursor: cursor, Node: s}
	},
	connection: func(edges []*model.SeasonEdge, rows []*ent.Season, info *model.PageInfo, total int) *model.SeasonConnection {
		return &model.SeasonConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedFigures = paged[*ent.FigureQuery, *ent.FigureSelect, *ent.Figure, predicate.Figure, *model.FigureEdge, *model.FigureConnection, model.FigureOrder, model.FigureFilter]{
	orderings: []ordering[*ent.Figure]{
		{"CODE", figure.FieldCodeOrder, func(f *ent.Figure) any { return sortKey(f.CodeOrder) }, parseSortKey},
		{"PERIOD", figure.FieldPeriodStart, func(f *ent.Figure) any { return f.PeriodStart }, parseText},
		{"VALUE", figure.FieldValue, func(f *ent.Figure) any { return f.Value }, parseFloat},
	},
	id:    func(f *ent.Figure) int { return f.ID },
	query: func(c *ent.Client) *ent.FigureQuery { return c.Figure.Query() },
	where: whereFigure,
	order: func(o *model.FigureOrder) model.Order { return o },
	edge: func(cursor string, f *ent.Figure) *model.FigureEdge {
		return &model.FigureEdge{Cursor: cursor, Node: f}
	},
	connection: func(edges []*model.FigureEdge, rows []*ent.Figure, info *model.PageInfo, total int) *model.FigureConnection {
		return &model.FigureConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedSources = paged[*ent.SourceQuery, *ent.SourceSelect, *ent.Source, predicate.Source, *model.SourceEdge, *model.SourceConnection, model.SourceOrder, model.SourceFilter]{
	orderings: []ordering[*ent.Source]{
		{"CODE", source.FieldCodeOrder, func(s *ent.Source) any { return sortKey(s.CodeOrder) }, parseSortKey},
	},
	id:    func(s *ent.Source) int { return s.ID },
	query: func(c *ent.Client) *ent.SourceQuery { return c.Source.Query() },
	where: whereSource,
	order: func(o *model.SourceOrder) model.Order { return o },
	edge: func(cursor string, s *ent.Source) *model.SourceEdge {
		return &model.SourceEdge{Cursor: cursor, Node: s}
	},
	connection: func(edges []*model.SourceEdge, rows []*ent.Source, info *model.PageInfo, total int) *model.SourceConnection {
		return &model.SourceConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedSocialProjects = paged[*ent.SocialProjectQuery, *ent.SocialProjectSelect, *ent.SocialProject, predicate.SocialProject, *model.SocialProjectEdge, *model.SocialProjectConnection, model.SocialProjectOrder, model.SocialProjectFilter]{
	orderings: []ordering[*ent.SocialProject]{
		{"CREATED_AT", socialproject.FieldCreatedAt, func(p *ent.SocialProject) any { return p.CreatedAt }, parseInstant},
		{"TITLE", socialproject.FieldTitleOrder, func(p *ent.SocialProject) any { return sortKey(p.TitleOrder) }, parseSortKey},
	},
	id:    func(p *ent.SocialProject) int { return p.ID },
	query: func(c *ent.Client) *ent.SocialProjectQuery { return c.SocialProject.Query() },
	where: whereSocialProject,
	order: func(o *model.SocialProjectOrder) model.Order { return o },
	edge: func(cursor string, p *ent.SocialProject) *model.SocialProjectEdge {
		return &model.SocialProjectEdge{Cursor: cursor, Node: p}
	},
	connection: func(edges []*model.SocialProjectEdge, rows []*ent.SocialProject, info *model.PageInfo, total int) *model.SocialProjectConnection {
		return &model.SocialProjectConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedHostOrganizations = paged[*ent.HostOrganizationQuery, *ent.HostOrganizationSelect, *ent.HostOrganization, predicate.HostOrganization, *model.HostOrganizationEdge, *model.HostOrganizationConnection, model.HostOrganizationOrder, model.HostOrganizationFilter]{
	orderings: []ordering[*ent.HostOrganization]{
		{"NAME", hostorganization.FieldNameOrder, func(h *ent.HostOrganization) any { return sortKey(h.NameOrder) }, parseSortKey},
	},
	id:    func(h *ent.HostOrganization) int { return h.ID },
	query: func(c *ent.Client) *ent.HostOrganizationQuery { return c.HostOrganization.Query() },
	where: whereHostOrganization,
	order: func(o *model.HostOrganizationOrder) model.Order { return o },
	edge: func(cursor string, h *ent.HostOrganization) *model.HostOrganizationEdge {
		return &model.HostOrganizationEdge{Cursor: cursor, Node: h}
	},
	connection: func(edges []*model.HostOrganizationEdge, rows []*ent.HostOrganization, info *model.PageInfo, total int) *model.HostOrganizationConnection {
		return &model.HostOrganizationConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedYouths = paged[*ent.YouthQuery, *ent.YouthSelect, *ent.Youth, predicate.Youth, *model.YouthEdge, *model.YouthConnection, model.YouthOrder, model.YouthFilter]{
	orderings: []ordering[*ent.Youth]{
		{"FAMILY_NAME", youth.FieldFamilyNameOrder, func(y *ent.Youth) any { return sortKey(y.FamilyNameOrder) }, parseSortKey},
		{"REGISTERED_AT", youth.FieldRegisteredAt, func(y *ent.Youth) any { return y.RegisteredAt }, parseInstant},
	},
	id:    func(y *ent.Youth) int { return y.ID },
	query: func(c *ent.Client) *ent.YouthQuery { return c.Youth.Query() },
	where: whereYouth,
	order: func(o *model.YouthOrder) model.Order { return o },
	edge:  func(cursor string, y *ent.Youth) *model.YouthEdge { return &model.YouthEdge{Cursor: cursor, Node: y} },
	connection: func(edges []*model.YouthEdge, rows []*ent.Youth, info *model.PageInfo, total int) *model.YouthConnection {
		return &model.YouthConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedAccounts = paged[*ent.AccountQuery, *ent.AccountSelect, *ent.Account, predicate.Account, *model.AccountEdge, *model.AccountConnection, model.AccountOrder, model.AccountFilter]{
	orderings: []ordering[*ent.Account]{
		{"NAME", account.FieldNameOrder, func(a *ent.Account) any { return sortKey(a.NameOrder) }, parseSortKey},
		{"CREATED_AT", account.FieldCreatedAt, func(a *ent.Account) any { return a.CreatedAt }, parseInstant},
	},
	id:    func(a *ent.Account) int { return a.ID },
	query: func(c *ent.Client) *ent.AccountQuery { return c.Account.Query() },
	where: whereAccount,
	order: func(o *model.AccountOrder) model.Order { return o },
	edge: func(cursor string, a *ent.Account) *model.AccountEdge {
		return &model.AccountEdge{Cursor: cursor, Node: a}
	},
	connection: func(edges []*model.AccountEdge, rows []*ent.Account, info *model.PageInfo, total int) *model.AccountConnection {
		return &model.AccountConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedInvitations = paged[*ent.InvitationQuery, *ent.InvitationSelect, *ent.Invitation, predicate.Invitation, *model.InvitationEdge, *model.InvitationConnection, model.InvitationOrder, model.InvitationFilter]{
	orderings: []ordering[*ent.Invitation]{
		{"CREATED_AT", invitation.FieldCreatedAt, func(i *ent.Invitation) any { return i.CreatedAt }, parseInstant},
	},
	id:    func(i *ent.Invitation) int { return i.ID },
	query: func(c *ent.Client) *ent.InvitationQuery { return c.Invitation.Query() },
	where: whereInvitation,
	order: func(o *model.InvitationOrder) model.Order { return o },
	edge: func(cursor string, i *ent.Invitation) *model.InvitationEdge {
		return &model.InvitationEdge{Cursor: cursor, Node: i}
	},
	connection: func(edges []*model.InvitationEdge, rows []*ent.Invitation, info *model.PageInfo, total int) *model.InvitationConnection {
		return &model.InvitationConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedNotifications = paged[*ent.NotificationQuery, *ent.NotificationSelect, *ent.Notification, predicate.Notification, *model.NotificationEdge, *model.NotificationConnection, model.NotificationOrder, model.NotificationFilter]{
	orderings: []ordering[*ent.Notification]{
		{"CREATED_AT", notification.FieldCreatedAt, func(n *ent.Notification) any { return n.CreatedAt }, parseInstant},
	},
	id:    func(n *ent.Notification) int { return n.ID },
	query: func(c *ent.Client) *ent.NotificationQuery { return c.Notification.Query() },
	where: whereNotification,
	order: func(o *model.NotificationOrder) model.Order { return o },
	edge: func(cursor string, n *ent.Notification) *model.NotificationEdge {
		return &model.NotificationEdge{Cursor: cursor, Node: n}
	},
	connection: func(edges []*model.NotificationEdge, rows []*ent.Notification, info *model.PageInfo, total int) *model.NotificationConnection {
		return &model.NotificationConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedDataAccesses = paged[*ent.DataAccessQuery, *ent.DataAccessSelect, *ent.DataAccess, predicate.DataAccess, *model.DataAccessEdge, *model.DataAccessConnection, model.DataAccessOrder, model.DataAccessFilter]{
	orderings: []ordering[*ent.DataAccess]{
		{"READ_AT", dataaccess.FieldReadAt, func(a *ent.DataAccess) any { return a.ReadAt }, parseInstant},
	},
	id:    func(a *ent.DataAccess) int { return a.ID },
	query: func(c *ent.Client) *ent.DataAccessQuery { return c.DataAccess.Query() },
	where: whereDataAccess,
	order: func(o *model.DataAccessOrder) model.Order { return o },
	edge: func(cursor string, a *ent.DataAccess) *model.DataAccessEdge {
		return &model.DataAccessEdge{Cursor: cursor, Node: a}
	},
	connection: func(edges []*model.DataAccessEdge, rows []*ent.DataAccess, info *model.PageInfo, total int) *model.DataAccessConnection {
		return &model.DataAccessConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

var pagedDuplicateCases = paged[*ent.DuplicateCaseQuery, *ent.DuplicateCaseSelect, *ent.DuplicateCase, predicate.DuplicateCase, *model.DuplicateCaseEdge, *model.DuplicateCaseConnection, model.DuplicateCaseOrder, model.DuplicateCaseFilter]{
	orderings: []ordering[*ent.DuplicateCase]{
		{"OPENED_AT", duplicatecase.FieldOpenedAt, func(c *ent.DuplicateCase) any { return c.OpenedAt }, parseInstant},
		{"SCORE", duplicatecase.FieldScore, func(c *ent.DuplicateCase) any { return c.Score }, parseInteger},
	},
	id:    func(c *ent.DuplicateCase) int { return c.ID },
	query: func(c *ent.Client) *ent.DuplicateCaseQuery { return c.DuplicateCase.Query() },
	where: whereDuplicateCase,
	order: func(o *model.DuplicateCaseOrder) model.Order { return o },
	edge: func(cursor string, c *ent.DuplicateCase) *model.DuplicateCaseEdge {
		return &model.DuplicateCaseEdge{Cursor: cursor, Node: c}
	},
	connection: func(edges []*model.DuplicateCaseEdge, rows []*ent.DuplicateCase, info *model.PageInfo, total int) *model.DuplicateCaseConnection {
		return &model.DuplicateCaseConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}
