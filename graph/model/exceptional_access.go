package model

import (
	"context"

	"zhas/ent"
)

// ExceptionalAccessPayload is what came of an action about an exceptional access,
// which Load reads.
type ExceptionalAccessPayload struct {
	Load       func(context.Context) (*ent.ExceptionalAccess, error)
	UserErrors []*UserError
}

// ExceptionalAccess is the access as it is now, nil when something was refused.
func (p *ExceptionalAccessPayload) ExceptionalAccess(ctx context.Context) (*ent.ExceptionalAccess, error) {
	if p.Load == nil {
		return nil, nil
	}
	return p.Load(ctx)
}

// By implements Order; nil is the default.
func (o *ExceptionalAccessOrder) By() (name string, desc bool) {
	if o == nil {
		return "", false
	}
	return string(o.Field), o.Direction == OrderDirectionDesc
}
