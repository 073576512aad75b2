package model

import (
	"context"
	"time"

	"zhas/ent"
	"zhas/internal/people"
)

// GuardianRequestPayload is what came of an action about a request to a guardian,
// which Load reads.
type GuardianRequestPayload struct {
	Load       func(context.Context) (*ent.GuardianRequest, error)
	UserErrors []*UserError
}

// GuardianRequest is the request as it is now, nil when something was refused.
func (p *GuardianRequestPayload) GuardianRequest(ctx context.Context) (*ent.GuardianRequest, error) {
	if p.Load == nil {
		return nil, nil
	}
	return p.Load(ctx)
}

// OpenGuardianRequestPayload is what a guardian sees by the link.
type OpenGuardianRequestPayload struct {
	Name        *string
	AskedAt     *time.Time
	ExpiresAt   *time.Time
	AgreedAt    *time.Time
	Publication *bool
	ConsentText *people.ConsentText
	UserErrors  []*UserError
}
