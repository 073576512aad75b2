package model

import (
	"context"
	"time"

	"zhas/ent"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// UserError is a refusal as people are shown it.
type UserError struct {
	Code    programme.RefusalCode
	Field   *string
	Message string
}

// Payload is what came of an action that gives nothing back.
type Payload struct{ UserErrors []*UserError }

// Viewer is who asks. Its rows are read as that viewer, who may be another one
// than asked: signing in answers with who asks from then on.
type Viewer struct{ Asking viewer.Viewer }

// Roles are what the viewer may act as, each once.
func (v *Viewer) Roles() []viewer.Role {
	var roles []viewer.Role
	for _, role := range append([]string{string(viewer.Public)}, viewer.Role("").Values()...) {
		if v.Asking.Has(viewer.Role(role)) {
			roles = append(roles, viewer.Role(role))
		}
	}
	return roles
}

// SecondFactor is what the viewer owes before having signed in completely.
func (v *Viewer) SecondFactor() SecondFactorStep {
	switch {
	case !v.Asking.SecondFactorDue:
		return SecondFactorStepNone
	case v.Asking.HasSecondFactor:
		return SecondFactorStepConfirm
	}
	return SecondFactorStepEnrol
}

// ViewerPayload is what came of an action that changes who asks, or what is
// theirs.
type ViewerPayload struct {
	Viewer     *Viewer
	UserErrors []*UserError
}

// AccountPayload is what came of an action about an account, which Load reads.
type AccountPayload struct {
	Load       func(context.Context) (*ent.Account, error)
	UserErrors []*UserError
}

// Account is the account as it is now, nil when something was refused.
func (p *AccountPayload) Account(ctx context.Context) (*ent.Account, error) {
	if p.Load == nil {
		return nil, nil
	}
	return p.Load(ctx)
}

// InvitationPayload is what came of an action about an invitation, which Load
// reads.
type InvitationPayload struct {
	Load       func(context.Context) (*ent.Invitation, error)
	UserErrors []*UserError
}

// Invitation is the invitation as it is now, nil when something was refused.
func (p *InvitationPayload) Invitation(ctx context.Context) (*ent.Invitation, error) {
	if p.Load == nil {
		return nil, nil
	}
	return p.Load(ctx)
}

// OpenInvitationPayload is what a link is for.
type OpenInvitationPayload struct {
	Role       *viewer.Role
	Region     *programme.Text
	Host       *string
	ExpiresAt  *time.Time
	HasAccount *bool
	UserErrors []*UserError
}

// StartSecondFactorPayload is a second factor that was offered.
type StartSecondFactorPayload struct {
	URL        *string
	Secret     *string
	UserErrors []*UserError
}

// EnrolSecondFactorPayload is what came of putting a second factor in force.
type EnrolSecondFactorPayload struct {
	Viewer        *Viewer
	RecoveryCodes []string
	UserErrors    []*UserError
}

// YouthPayload is what came of an action about a young person.
type YouthPayload struct {
	Load       func(context.Context) (*ent.Youth, error)
	UserErrors []*UserError
}

// Youth is the young person as they are now, nil when something was refused.
func (p *YouthPayload) Youth(ctx context.Context) (*ent.Youth, error) {
	if p.Load == nil {
		return nil, nil
	}
	return p.Load(ctx)
}

// DuplicateCasePayload is what came of a decision about a possible duplicate.
type DuplicateCasePayload struct {
	Load       func(context.Context) (*ent.DuplicateCase, error)
	UserErrors []*UserError
}

// DuplicateCase is the case as it is now, nil when something was refused.
func (p *DuplicateCasePayload) DuplicateCase(ctx context.Context) (*ent.DuplicateCase, error) {
	if p.Load == nil {
		return nil, nil
	}
	return p.Load(ctx)
}

// PersonalData is what was opened of a person.
type PersonalData struct {
	Names      *programme.Names
	Sex        *programme.Sex
	BirthDate  *programme.Date
	Iin        *string
	Phone      *string
	Email      *string
	Address    *string
	Document   *string
	Education  *programme.Schooling
	Occupation *programme.Occupation
	Categories []*programme.Circumstance
	Guardian   *programme.Guardian
}
