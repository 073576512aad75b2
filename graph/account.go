package graph

import (
	"context"
	"errors"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"zhas/ent"
	accounts "zhas/ent/account"
	"zhas/ent/invitation"
	"zhas/ent/session"
	"zhas/graph/model"
	"zhas/internal/account"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// maxSessions bounds the list of a person's sessions.
const maxSessions = 100

// asking is who asks; the zero viewer when nobody was named.
func asking(ctx context.Context) viewer.Viewer {
	v, _ := viewer.FromContext(ctx)
	return v
}

// refusals are what a payload says of an action's error: none without an error,
// one for a refusal. Every other error stays one.
func refusals(ctx context.Context, err error) ([]*model.UserError, error) {
	var refusal *programme.Refusal
	if err == nil || !errors.As(err, &refusal) {
		return []*model.UserError{}, err
	}
	shown := &model.UserError{Code: refusal.Code, Message: refusalMessages[refusal.Code].in(ctx)}
	if refusal.Amount > 0 {
		shown.Message = fmt.Sprintf(shown.Message, refusal.Amount)
	}
	if refusal.Field != "" {
		shown.Field = &refusal.Field
	}
	return []*model.UserError{shown}, nil
}

// done is the payload of an action that gives nothing back.
func done(ctx context.Context, err error) (*model.Payload, error) {
	refused, err := refusals(ctx, err)
	if err != nil {
		return nil, err
	}
	return &model.Payload{UserErrors: refused}, nil
}

// becomes is the payload of an action after which another viewer asks, unless
// it was refused.
func becomes(ctx context.Context) func(viewer.Viewer, error) (*model.ViewerPayload, error) {
	return func(v viewer.Viewer, err error) (*model.ViewerPayload, error) {
		refused, err := refusals(ctx, err)
		if err != nil {
			return nil, err
		}
		if len(refused) > 0 {
			v = asking(ctx)
		}
		return &model.ViewerPayload{Viewer: &model.Viewer{Asking: v}, UserErrors: refused}, nil
	}
}

// stays is the payload of an action after which the same viewer asks.
func stays(ctx context.Context, err error) (*model.ViewerPayload, error) {
	return becomes(ctx)(asking(ctx), err)
}

// aboutAccount is the payload of an action about an account.
func (r *Resolver) aboutAccount(ctx context.Context, id int, err error) (*model.AccountPayload, error) {
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return &model.AccountPayload{UserErrors: refused}, err
	}
	return &model.AccountPayload{UserErrors: refused, Load: func(ctx context.Context) (*ent.Account, error) {
		return one(ctx, r, r.client.Account.Query().Where(accounts.ID(id)), (*lookahead).account)
	}}, nil
}

// aboutInvitation is the payload of an action about an invitation.
func (r *Resolver) aboutInvitation(ctx context.Context, id int, err error) (*model.InvitationPayload, error) {
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return &model.InvitationPayload{UserErrors: refused}, err
	}
	return &model.InvitationPayload{UserErrors: refused, Load: func(ctx context.Context) (*ent.Invitation, error) {
		return one(ctx, r, r.client.Invitation.Query().Where(invitation.ID(id)), (*lookahead).invitation)
	}}, nil
}

// openInvitation says what a link is for. Whoever has the link may know.
func (r *Resolver) openInvitation(ctx context.Context, token string) (*model.OpenInvitationPayload, error) {
	row, known, err := r.accounts.Invited(ctx, token)
	refused, err := refusals(ctx, err)
	if err != nil || len(refused) > 0 {
		return &model.OpenInvitationPayload{UserErrors: refused}, err
	}
	payload := &model.OpenInvitationPayload{Role: &row.Role, ExpiresAt: &row.ExpiresAt, HasAccount: &known, UserErrors: refused}
	if region := row.Edges.Region; region != nil {
		name := region.Name()
		payload.Region = &name
	}
	if host := row.Edges.Host; host != nil {
		payload.Host = &host.Name
	}
	return payload, nil
}

// ownAccount is the account of a viewer, nil when they have none to show.
func (r *Resolver) ownAccount(ctx context.Context, v viewer.Viewer) (*ent.Account, error) {
	if v.Person() == 0 {
		return nil, nil
	}
	return one(ctx, r, r.client.Account.Query().Where(accounts.ID(v.Account)), (*lookahead).account)
}

// ownSession is the session of a viewer, nil when they have none to show.
func (r *Resolver) ownSession(ctx context.Context, v viewer.Viewer) (*ent.Session, error) {
	if v.Person() == 0 {
		return nil, nil
	}
	return one(ctx, r, r.client.Session.Query().Where(session.ID(v.Session)), (*lookahead).session)
}

// ownSessions are the sessions of a viewer that may still be used.
func (r *Resolver) ownSessions(ctx context.Context, v viewer.Viewer) ([]*ent.Session, error) {
	if v.Person() == 0 {
		return []*ent.Session{}, nil
	}
	look, ctx := r.look(ctx)
	q := r.client.Session.Query().Where(session.AccountID(v.Account), account.OpenSessions())
	look.session(q, graphql.GetFieldContext(ctx).Field)
	return q.Order(session.BySeenAt(sql.OrderDesc()), session.ByID()).Limit(maxSessions).All(ctx)
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
