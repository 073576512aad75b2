package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"zhas/ent"
	"zhas/ent/dataaccess"
	"zhas/ent/exceptionalaccess"
	"zhas/ent/policy"
	"zhas/ent/predicate"
	"zhas/graph/model"
	"zhas/internal/people"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

var pagedExceptionalAccesses = paged[*ent.ExceptionalAccessQuery, *ent.ExceptionalAccessSelect, *ent.ExceptionalAccess, predicate.ExceptionalAccess, *model.ExceptionalAccessEdge, *model.ExceptionalAccessConnection, model.ExceptionalAccessOrder, model.ExceptionalAccessFilter]{
	orderings: []ordering[*ent.ExceptionalAccess]{
		{"BEGUN_AT", exceptionalaccess.FieldBegunAt, func(a *ent.ExceptionalAccess) any { return a.BegunAt }, parseInstant},
	},
	id:    func(a *ent.ExceptionalAccess) int { return a.ID },
	query: func(c *ent.Client) *ent.ExceptionalAccessQuery { return c.ExceptionalAccess.Query() },
	where: whereExceptionalAccess,
	order: func(o *model.ExceptionalAccessOrder) model.Order { return o },
	edge: func(cursor string, a *ent.ExceptionalAccess) *model.ExceptionalAccessEdge {
		return &model.ExceptionalAccessEdge{Cursor: cursor, Node: a}
	},
	connection: func(edges []*model.ExceptionalAccessEdge, rows []*ent.ExceptionalAccess, info *model.PageInfo, total int) *model.ExceptionalAccessConnection {
		return &model.ExceptionalAccessConnection{Edges: edges, Nodes: rows, PageInfo: info, TotalCount: total}
	},
}

func whereExceptionalAccess(f *model.ExceptionalAccessFilter) ([]predicate.ExceptionalAccess, error) {
	if f == nil {
		return nil, nil
	}
	var where []predicate.ExceptionalAccess
	switch {
	case f.Reviewed == nil:
	case *f.Reviewed:
		where = append(where, exceptionalaccess.ReviewedAtNotNil())
	default:
		where = append(where, exceptionalaccess.ReviewedAtIsNil())
	}
	if f.Others != nil {
		others := *f.Others
		where = append(where, func(s *sql.Selector) {
			compare := sql.EQ
			if others {
				compare = sql.NEQ
			}
			asking, _ := viewer.FromContext(s.Context())
			s.Where(compare(s.C(exceptionalaccess.FieldAccountID), asking.Account))
		})
	}
	if f.Outcome != nil {
		where = append(where, exceptionalaccess.OutcomeIn(f.Outcome...))
	}
	return where, nil
}

func (a *lookahead) exceptionalAccess(q *ent.ExceptionalAccessQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "ExceptionalAccess")
	if len(selected["by"])+len(selected["reviewer"]) > 0 {
		a.reads(q, exceptionalaccess.FieldAccountID, exceptionalaccess.FieldReviewedByID)
		a.named[q] = true
	}
	q.Select(a.columns(q, exceptionalaccess.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "account":
			q.WithAccount(func(edge *ent.AccountQuery) { a.account(along(a, q, edge), fields...) })
		case "reviewedBy":
			q.WithReviewedBy(func(edge *ent.AccountQuery) { a.account(along(a, q, edge), fields...) })
		case "youth":
			q.WithYouth(func(edge *ent.YouthQuery) { a.youth(along(a, q, edge), fields...) })
		case "looks":
			q.WithLooks(func(q *ent.DataAccessQuery) {
				a.dataAccess(q, fields...)
				q.Order(dataaccess.ByReadAt(), dataaccess.ByID())
			})
		}
	}
}

// exceptional are the exceptional accesses by which a viewer sees some of the young
// people, by the young person: one statement, and none for those who can have none.
func (a *lookahead) exceptional(ctx context.Context, v viewer.Viewer, youths []int) (map[int]*ent.ExceptionalAccess, error) {
	by := make(map[int]*ent.ExceptionalAccess)
	if !policy.MayHaveExceptionalAccess(v) {
		return by, nil
	}
	rows, err := a.client.ExceptionalAccess.Query().Where(policy.RunningExceptionalAccess(v), exceptionalaccess.YouthIDIn(youths...)).All(ctx)
	for _, row := range rows {
		by[*row.YouthID] = row
	}
	return by, err
}

// aboutExceptionalAccess is the payload of an action about an exceptional access.
func (r *Resolver) aboutExceptionalAccess(ctx context.Context, id int, err error) (*model.ExceptionalAccessPayload, error) {
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return &model.ExceptionalAccessPayload{UserErrors: refused}, err
	}
	return &model.ExceptionalAccessPayload{UserErrors: refused, Load: func(ctx context.Context) (*ent.ExceptionalAccess, error) {
		return one(ctx, r, r.client.ExceptionalAccess.Query().Where(exceptionalaccess.ID(id)), (*lookahead).exceptionalAccess)
	}}, nil
}

// ownExceptionalAccesses are those of a viewer that last.
func (r *Resolver) ownExceptionalAccesses(ctx context.Context, v viewer.Viewer) ([]*ent.ExceptionalAccess, error) {
	look, ctx := r.look(ctx)
	q := r.client.ExceptionalAccess.Query().Where(policy.RunningExceptionalAccess(v))
	look.exceptionalAccess(q, graphql.GetFieldContext(ctx).Field)
	if look.err != nil {
		return nil, look.err
	}
	return q.Order(exceptionalaccess.ByBegunAt(sql.OrderDesc()), exceptionalaccess.ByID(sql.OrderDesc())).All(ctx)
}

// sought is what a person is looked for by. The limits of a request (checkOneOf) have
// held it to one number.
func sought(input *model.PersonNumberInput) people.Sought {
	switch {
	case input.IdentityNumber != nil:
		return people.Sought{Field: programme.PersonalIIN, Value: *input.IdentityNumber}
	case input.Phone != nil:
		return people.Sought{Field: programme.PersonalPhone, Value: *input.Phone}
	}
	return people.Sought{Field: programme.PersonalEmail, Value: orEmpty(input.Email)}
}
