package policy

import (
	"entgo.io/ent"

	gen "zhas/ent"
	"zhas/ent/predicate"
	"zhas/ent/schema"
)

// Source is reference data that anybody reads.
type Source struct {
	schema.Source
	journalled
}

// Policy of the entity.
func (Source) Policy() ent.Policy {
	return scoped(func(q *gen.SourceQuery, p predicate.Source) { q.Where(p) }, SourceScope)
}

// Region is reference data that anybody reads.
type Region struct {
	schema.Region
	journalled
}

// Policy of the entity.
func (Region) Policy() ent.Policy {
	return scoped(func(q *gen.RegionQuery, p predicate.Region) { q.Where(p) }, RegionScope)
}

// RegionPeriod is reference data that anybody reads.
type RegionPeriod struct {
	schema.RegionPeriod
	journalled
}

// Policy of the entity.
func (RegionPeriod) Policy() ent.Policy {
	return scoped(func(q *gen.RegionPeriodQuery, p predicate.RegionPeriod) { q.Where(p) }, RegionPeriodScope)
}

// Locality is reference data that anybody reads.
type Locality struct {
	schema.Locality
	journalled
}

// Policy of the entity.
func (Locality) Policy() ent.Policy {
	return scoped(func(q *gen.LocalityQuery, p predicate.Locality) { q.Where(p) }, LocalityScope)
}

// Season is reference data that anybody reads.
type Season struct {
	schema.Season
	journalled
}

// Policy of the entity.
func (Season) Policy() ent.Policy {
	return scoped(func(q *gen.SeasonQuery, p predicate.Season) { q.Where(p) }, SeasonScope)
}

// RuleSet is reference data that anybody reads.
type RuleSet struct {
	schema.RuleSet
	journalled
}

// Policy of the entity.
func (RuleSet) Policy() ent.Policy {
	return scoped(func(q *gen.RuleSetQuery, p predicate.RuleSet) { q.Where(p) }, RuleSetScope)
}

// RuleCitation is reference data that anybody reads.
type RuleCitation struct {
	schema.RuleCitation
	journalled
}

// Policy of the entity.
func (RuleCitation) Policy() ent.Policy {
	return scoped(func(q *gen.RuleCitationQuery, p predicate.RuleCitation) { q.Where(p) }, RuleCitationScope)
}

// SeasonRegion is reference data that anybody reads.
type SeasonRegion struct {
	schema.SeasonRegion
	journalled
}

// Policy of the entity.
func (SeasonRegion) Policy() ent.Policy {
	return scoped(func(q *gen.SeasonRegionQuery, p predicate.SeasonRegion) { q.Where(p) }, SeasonRegionScope)
}

// Figure is reference data that anybody reads.
type Figure struct {
	schema.Figure
	journalled
}

// Policy of the entity.
func (Figure) Policy() ent.Policy {
	return scoped(func(q *gen.FigureQuery, p predicate.Figure) { q.Where(p) }, FigureScope)
}

// HostOrganization is not for the public until hosts are chosen in a competition:
// those who represent or coordinate it read it.
type HostOrganization struct {
	schema.HostOrganization
	journalled
}

// Policy of the entity.
func (HostOrganization) Policy() ent.Policy {
	return scoped(func(q *gen.HostOrganizationQuery, p predicate.HostOrganization) { q.Where(p) }, HostOrganizationScope)
}

// Youth is personal data, for the person, their team and their coordinator.
type Youth struct {
	schema.Youth
	journalled
}

// Policy of the entity.
func (Youth) Policy() ent.Policy {
	return scoped(func(q *gen.YouthQuery, p predicate.Youth) { q.Where(p) }, YouthScope)
}

// SocialProject is read by the public once it is published, earlier by those
// whom it concerns.
type SocialProject struct {
	schema.SocialProject
	journalled
}

// Policy of the entity.
func (SocialProject) Policy() ent.Policy {
	return scoped(func(q *gen.SocialProjectQuery, p predicate.SocialProject) { q.Where(p) }, SocialProjectScope)
}

// Member is a place in a team, not for the public.
type Member struct {
	schema.Member
	journalled
}

// Policy of the entity.
func (Member) Policy() ent.Policy {
	return scoped(func(q *gen.MemberQuery, p predicate.Member) { q.Where(p) }, MemberScope)
}

// JournalEntry is read by the programme alone and written by nobody but
// internal/journal, which does so beside ent.
type JournalEntry struct{ schema.JournalEntry }

// Policy of the entity.
func (JournalEntry) Policy() ent.Policy {
	return readOnly(func(q *gen.JournalEntryQuery, p predicate.JournalEntry) { q.Where(p) }, JournalEntryScope)
}

// JournalSeal is read by the programme alone and written by nobody but
// internal/journal, which does so beside ent.
type JournalSeal struct{ schema.JournalSeal }

// Policy of the entity.
func (JournalSeal) Policy() ent.Policy {
	return readOnly(func(q *gen.JournalSealQuery, p predicate.JournalSeal) { q.Where(p) }, JournalSealScope)
}

// Account is a person, read by themself and by those who look after people.
type Account struct {
	schema.Account
	journalled
}

// Policy of the entity.
func (Account) Policy() ent.Policy {
	return scoped(func(q *gen.AccountQuery, p predicate.Account) { q.Where(p) }, AccountScope)
}

// RoleGrant is read by whom it is about and by those who look after people.
type RoleGrant struct {
	schema.RoleGrant
	journalled
}

// Policy of the entity.
func (RoleGrant) Policy() ent.Policy {
	return scoped(func(q *gen.RoleGrantQuery, p predicate.RoleGrant) { q.Where(p) }, RoleGrantScope)
}

// Session is read by its owner.
type Session struct {
	schema.Session
	journalled
}

// Policy of the entity.
func (Session) Policy() ent.Policy {
	return scoped(func(q *gen.SessionQuery, p predicate.Session) { q.Where(p) }, SessionScope)
}

// Invitation is read by those who may invite.
type Invitation struct {
	schema.Invitation
	journalled
}

// Policy of the entity.
func (Invitation) Policy() ent.Policy {
	return scoped(func(q *gen.InvitationQuery, p predicate.Invitation) { q.Where(p) }, InvitationScope)
}

// PasswordReset is for the programme alone.
type PasswordReset struct {
	schema.PasswordReset
	journalled
}

// Policy of the entity.
func (PasswordReset) Policy() ent.Policy {
	return scoped(func(q *gen.PasswordResetQuery, p predicate.PasswordReset) { q.Where(p) }, PasswordResetScope)
}

// RecoveryCode is for the programme alone.
type RecoveryCode struct {
	schema.RecoveryCode
	journalled
}

// Policy of the entity.
func (RecoveryCode) Policy() ent.Policy {
	return scoped(func(q *gen.RecoveryCodeQuery, p predicate.RecoveryCode) { q.Where(p) }, RecoveryCodeScope)
}

// Throttle is for the programme alone.
type Throttle struct{ schema.Throttle }

// Policy of the entity.
func (Throttle) Policy() ent.Policy {
	return scoped(func(q *gen.ThrottleQuery, p predicate.Throttle) { q.Where(p) }, ThrottleScope)
}

// Notification is read by whom it is for.
type Notification struct {
	schema.Notification
	journalled
}

// Policy of the entity.
func (Notification) Policy() ent.Policy {
	return scoped(func(q *gen.NotificationQuery, p predicate.Notification) { q.Where(p) }, NotificationScope)
}

// Job is for the programme alone.
type Job struct{ schema.Job }

// Policy of the entity.
func (Job) Policy() ent.Policy {
	return scoped(func(q *gen.JobQuery, p predicate.Job) { q.Where(p) }, JobScope)
}

// Person is for the programme alone.
type Person struct {
	schema.Person
	journalled
}

// Policy of the entity.
func (Person) Policy() ent.Policy {
	return scoped(func(q *gen.PersonQuery, p predicate.Person) { q.Where(p) }, PersonScope)
}

// BlindIndex is for the programme alone. It follows from what is sealed, and the
// journal leaves it out.
type BlindIndex struct{ schema.BlindIndex }

// Policy of the entity.
func (BlindIndex) Policy() ent.Policy {
	return scoped(func(q *gen.BlindIndexQuery, p predicate.BlindIndex) { q.Where(p) }, BlindIndexScope)
}

// YouthKey adds who may see and change keys that young people are found by. The
// journal has what they are computed from, sealed.
type YouthKey struct{ schema.YouthKey }

// Policy lets the programme itself read and write.
func (YouthKey) Policy() ent.Policy {
	return scoped(func(q *gen.YouthKeyQuery, p predicate.YouthKey) { q.Where(p) }, YouthKeyScope)
}

// DuplicateCase adds who may see and change possible duplicates.
type DuplicateCase struct {
	schema.DuplicateCase
	journalled
}

// Policy of possible duplicates.
func (DuplicateCase) Policy() ent.Policy {
	return scoped(func(q *gen.DuplicateCaseQuery, p predicate.DuplicateCase) { q.Where(p) }, DuplicateCaseScope)
}

// YouthTraits are for the person and their coordinator. They follow from what is
// sealed, and the journal leaves them out.
type YouthTraits struct{ schema.YouthTraits }

// Policy of the entity.
func (YouthTraits) Policy() ent.Policy {
	return scoped(func(q *gen.YouthTraitsQuery, p predicate.YouthTraits) { q.Where(p) }, YouthTraitsScope)
}

// YouthCategory is for the person and their coordinator. It follows from what is
// sealed, and the journal leaves it out.
type YouthCategory struct{ schema.YouthCategory }

// Policy of the entity.
func (YouthCategory) Policy() ent.Policy {
	return scoped(func(q *gen.YouthCategoryQuery, p predicate.YouthCategory) { q.Where(p) }, YouthCategoryScope)
}

// ExceptionalAccess is read by who asked for it, by administrators, and by
// coordinators of the region of whom it is about.
type ExceptionalAccess struct {
	schema.ExceptionalAccess
	journalled
}

// Policy of the entity.
func (ExceptionalAccess) Policy() ent.Policy {
	return scoped(func(q *gen.ExceptionalAccessQuery, p predicate.ExceptionalAccess) { q.Where(p) }, ExceptionalAccessScope)
}

// DataAccess is read by whom it is about, by who looked, and by administrators.
type DataAccess struct {
	schema.DataAccess
	journalled
}

// Policy of the entity.
func (DataAccess) Policy() ent.Policy {
	return scoped(func(q *gen.DataAccessQuery, p predicate.DataAccess) { q.Where(p) }, DataAccessScope)
}

// DataAccessPerson is for the programme alone. It repeats what the access says, and
// the journal leaves it out.
type DataAccessPerson struct{ schema.DataAccessPerson }

// Policy of the entity.
func (DataAccessPerson) Policy() ent.Policy {
	return scoped(func(q *gen.DataAccessPersonQuery, p predicate.DataAccessPerson) { q.Where(p) }, DataAccessPersonScope)
}

// Consent is read by the person and by their coordinator.
type Consent struct {
	schema.Consent
	journalled
}

// Policy of the entity.
func (Consent) Policy() ent.Policy {
	return scoped(func(q *gen.ConsentQuery, p predicate.Consent) { q.Where(p) }, ConsentScope)
}

// GuardianRequest is read by whom it is made for.
type GuardianRequest struct {
	schema.GuardianRequest
	journalled
}

// Policy of the entity.
func (GuardianRequest) Policy() ent.Policy {
	return scoped(func(q *gen.GuardianRequestQuery, p predicate.GuardianRequest) { q.Where(p) }, GuardianRequestScope)
}
