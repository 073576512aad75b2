package graph

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"zhas/ent"
	"zhas/ent/guardianrequest"
	"zhas/graph/model"
	"zhas/internal/people"
	"zhas/internal/viewer"
)

func (a *lookahead) guardianRequest(q *ent.GuardianRequestQuery, parents ...graphql.CollectedField) {
	q.Select(a.columns(q, guardianrequest.ValidColumn, a.beneath(parents, "GuardianRequest"))...)
}

// aboutGuardianRequest is the payload of an action about a request to a guardian.
func (r *Resolver) aboutGuardianRequest(ctx context.Context, id int, err error) (*model.GuardianRequestPayload, error) {
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return &model.GuardianRequestPayload{UserErrors: refused}, err
	}
	return &model.GuardianRequestPayload{UserErrors: refused, Load: func(ctx context.Context) (*ent.GuardianRequest, error) {
		return one(ctx, r, r.client.GuardianRequest.Query().Where(guardianrequest.ID(id)), (*lookahead).guardianRequest)
	}}, nil
}

// ownGuardianRequest is the request of a viewer that counts, nil when there is none.
func (r *Resolver) ownGuardianRequest(ctx context.Context, v viewer.Viewer) (*ent.GuardianRequest, error) {
	if v.Person() == 0 {
		return nil, nil
	}
	return one(ctx, r, r.client.GuardianRequest.Query().Where(guardianrequest.CancelledAtIsNil(),
		func(s *sql.Selector) { aboutOwn(s, s.C(guardianrequest.FieldPersonID), v.Account) }), (*lookahead).guardianRequest)
}

// openGuardianRequest says who asks a guardian for what. Whoever has the link may
// know.
func (r *Resolver) openGuardianRequest(ctx context.Context, token string) (*model.OpenGuardianRequestPayload, error) {
	link, err := r.people.OpenGuardianLink(ctx, token)
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return &model.OpenGuardianRequestPayload{UserErrors: refused}, err
	}
	return &model.OpenGuardianRequestPayload{
		Name: &link.Name, AskedAt: &link.AskedAt, ExpiresAt: &link.ExpiresAt, AgreedAt: link.AgreedAt,
		Publication: &link.Publication, ConsentText: link.Text, UserErrors: refused,
	}, nil
}

// answered is what a guardian answers.
func answered(ctx context.Context, input model.AnswerGuardianRequestInput) people.GuardianAnswer {
	a := people.GuardianAnswer{Agrees: input.Agree, Name: orEmpty(input.Name), Language: asking(ctx).Locale}
	if input.ConsentVersion != nil {
		a.ConsentVersion = *input.ConsentVersion
	}
	if input.Publication != nil {
		a.Publication = *input.Publication
	}
	if input.Relation != nil {
		a.Relation = *input.Relation
	}
	return a
}
