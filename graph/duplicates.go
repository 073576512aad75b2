package graph

import (
	"context"

	"zhas/ent"
	"zhas/ent/duplicatecase"
	"zhas/graph/model"
)

// aboutCase is the payload of a decision about a possible duplicate.
func (r *Resolver) aboutCase(ctx context.Context, id int, err error) (*model.DuplicateCasePayload, error) {
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return &model.DuplicateCasePayload{UserErrors: refused}, err
	}
	return &model.DuplicateCasePayload{UserErrors: refused, Load: func(ctx context.Context) (*ent.DuplicateCase, error) {
		return one(ctx, r, r.client.DuplicateCase.Query().Where(duplicatecase.ID(id)), (*lookahead).duplicateCase)
	}}, nil
}
