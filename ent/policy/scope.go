package policy

import (
	"time"

	"entgo.io/ent/dialect/sql"

	"zhas/ent/account"
	"zhas/ent/consent"
	"zhas/ent/dataaccess"
	"zhas/ent/dataaccessperson"
	"zhas/ent/duplicatecase"
	"zhas/ent/exceptionalaccess"
	"zhas/ent/figure"
	"zhas/ent/guardianrequest"
	"zhas/ent/hostorganization"
	"zhas/ent/invitation"
	"zhas/ent/locality"
	"zhas/ent/member"
	"zhas/ent/notification"
	"zhas/ent/predicate"
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
	"zhas/internal/viewer"
)

// everything and nothing are the two ends of a scope.
func everything(*sql.Selector) {}

func nothing(s *sql.Selector) { s.Where(sql.False()) }

// anyOf is the union of scopes, none of which is everything; of none it is
// nothing.
func anyOf(scopes []func(*sql.Selector)) func(*sql.Selector) {
	if len(scopes) == 0 {
		return nothing
	}
	return sql.OrPredicates(scopes...)
}

// reads reports whether the viewer reads every row, for one of the roles.
func reads(v viewer.Viewer, roles ...viewer.Role) bool {
	for _, role := range roles {
		if _, all := v.Regions(role); all {
			return true
		}
	}
	return v.IsSystem()
}

// coordinated are the regions that the viewer coordinates, as values of a
// condition.
func coordinated(v viewer.Viewer) []any {
	ids, _ := v.Regions(viewer.RegionalCoordinator)
	return values(ids)
}

func values(ids []int) []any {
	list := make([]any, len(ids))
	for i, id := range ids {
		list[i] = id
	}
	return list
}

// within keeps rows whose column holds one of the values.
func within(column string, values []any) func(*sql.Selector) {
	return func(s *sql.Selector) { s.Where(sql.In(s.C(column), values...)) }
}

// chosen keeps rows whose column is found by a statement: the rows of a table
// that the condition holds for.
func chosen(column, found, table string, condition func(*sql.Selector)) func(*sql.Selector) {
	return func(s *sql.Selector) {
		from := sql.Dialect(s.Dialect()).Table(table)
		inner := sql.Dialect(s.Dialect()).Select(from.C(found)).From(from)
		condition(inner)
		s.Where(sql.In(s.C(column), inner))
	}
}

// belongs keeps rows whose column names a row of a table that the condition
// holds for. It looks each one up, where chosen would list them all.
func belongs(column, table string, condition func(*sql.Selector)) func(*sql.Selector) {
	return func(s *sql.Selector) {
		named := sql.Dialect(s.Dialect()).Table(table)
		inner := sql.Dialect(s.Dialect()).Select(named.C("id")).From(named).Where(sql.ColumnsEQ(named.C("id"), s.C(column)))
		condition(inner)
		s.Where(sql.Exists(inner))
	}
}

// ownProjects finds the projects that a person is a member of.
func ownProjects(column string, person int) func(*sql.Selector) {
	return chosen(column, member.FieldProjectID, member.Table,
		chosen(member.FieldYouthID, youth.FieldID, youth.Table, within(youth.FieldAccountID, []any{person})))
}

// reference is the scope of data that anybody with a role reads.
func reference(v viewer.Viewer) func(*sql.Selector) {
	if len(v.Grants) == 0 {
		return nothing
	}
	return everything
}

// internal is the scope of data that the programme alone reads.
func internal(v viewer.Viewer) func(*sql.Selector) {
	if v.IsSystem() {
		return everything
	}
	return nothing
}

// own is the scope of data that a person alone reads, by the column that names
// their account.
func own(v viewer.Viewer, column string) func(*sql.Selector) {
	switch person := v.Person(); {
	case v.IsSystem():
		return everything
	case person != 0:
		return within(column, []any{person})
	}
	return nothing
}

// SocialProjectScope lets anybody read projects from the instant they are
// published; those of their regions, organisations and teams people read in any
// stage.
func SocialProjectScope(v viewer.Viewer) predicate.SocialProject {
	if reads(v, viewer.Administrator, viewer.MinistryAnalyst, viewer.RegionalCoordinator) {
		return everything
	}
	var scopes []func(*sql.Selector)
	if len(v.Grants) > 0 {
		scopes = append(scopes, socialproject.PublishedAtLTE(time.Now().UTC()))
	}
	if regions := coordinated(v); len(regions) > 0 {
		scopes = append(scopes, within(socialproject.FieldRegionID, regions))
	}
	if hosts := values(v.Hosts()); len(hosts) > 0 {
		scopes = append(scopes, within(socialproject.FieldHostID, hosts))
	}
	if person := v.Person(); person != 0 && v.Has(viewer.Youth) {
		scopes = append(scopes, ownProjects(socialproject.FieldID, person))
	}
	return anyOf(scopes)
}

// HostOrganizationScope lets people read the organisations that they represent
// or coordinate.
func HostOrganizationScope(v viewer.Viewer) predicate.HostOrganization {
	if reads(v, viewer.Administrator, viewer.MinistryAnalyst, viewer.RegionalCoordinator) {
		return everything
	}
	var scopes []func(*sql.Selector)
	if regions := coordinated(v); len(regions) > 0 {
		scopes = append(scopes, within(hostorganization.FieldRegionID, regions))
	}
	if hosts := values(v.Hosts()); len(hosts) > 0 {
		scopes = append(scopes, within(hostorganization.FieldID, hosts))
	}
	return anyOf(scopes)
}

// processed keeps young people whose data may be used: who did not have that
// stopped.
func processed(s *sql.Selector) { s.Where(sql.IsNull(s.C(youth.FieldProcessingStoppedAt))) }

// YouthScope lets coordinators read the young people of their regions, and a
// young person their own profile and those of their teams. The ministry reads
// no names. Whoever had the use of their data stopped reads it alone.
func YouthScope(v viewer.Viewer) predicate.Youth {
	if v.IsSystem() {
		return everything
	}
	var scopes []func(*sql.Selector)
	if person := v.Person(); person != 0 && v.Has(viewer.Youth) {
		scopes = append(scopes, sql.AndPredicates(processed,
			chosen(youth.FieldID, member.FieldYouthID, member.Table, ownProjects(member.FieldProjectID, person))))
	}
	return anyOf(append(scopes, CloseYouthScope(v)))
}

// CloseYouthScope lets whoever may act for a young person see more of them than
// the name; and who has exceptional access to one, while it lasts.
func CloseYouthScope(v viewer.Viewer) predicate.Youth {
	if !MayHaveExceptionalAccess(v) {
		return ActingYouthScope(v)
	}
	return anyOf([]func(*sql.Selector){ActingYouthScope(v), sql.AndPredicates(processed,
		chosen(youth.FieldID, exceptionalaccess.FieldYouthID, exceptionalaccess.Table, RunningExceptionalAccess(v)))})
}

// MayHaveExceptionalAccess says whether a viewer may come to see somebody outside of
// their ordinary scope.
func MayHaveExceptionalAccess(v viewer.Viewer) bool {
	return v.Person() != 0 && (v.Has(viewer.RegionalCoordinator) || v.Has(viewer.MinistryAnalyst))
}

// RunningExceptionalAccess keeps what the viewer has exceptional access by now.
func RunningExceptionalAccess(v viewer.Viewer) predicate.ExceptionalAccess {
	if !MayHaveExceptionalAccess(v) {
		return nothing
	}
	return sql.AndPredicates(within(exceptionalaccess.FieldAccountID, []any{v.Person()}),
		exceptionalaccess.EndedAtIsNil(), exceptionalaccess.EndsAtGT(time.Now().UTC()))
}

// ActingYouthScope lets a young person read themself, and coordinators those of
// their regions: whoever may not only see them, but act for them.
func ActingYouthScope(v viewer.Viewer) predicate.Youth {
	if v.IsSystem() {
		return everything
	}
	scopes := []func(*sql.Selector){CoordinatedYouthScope(v)}
	if person := v.Person(); person != 0 { // whatever they act as by now
		scopes = append(scopes, within(youth.FieldAccountID, []any{person}))
	}
	return anyOf(scopes)
}

// CoordinatedYouthScope lets coordinators and administrators see those whom they
// decide about.
func CoordinatedYouthScope(v viewer.Viewer) predicate.Youth {
	if v.IsSystem() {
		return everything
	}
	if reads(v, viewer.Administrator, viewer.RegionalCoordinator) {
		return processed
	}
	if regions := coordinated(v); len(regions) > 0 {
		return sql.AndPredicates(processed, within(youth.FieldRegionID, regions))
	}
	return nothing
}

// closeYouth is CloseYouthScope of rows that name a young person by a column.
func closeYouth(v viewer.Viewer, column string) func(*sql.Selector) {
	if v.IsSystem() {
		return everything
	}
	return belongs(column, youth.Table, CloseYouthScope(v))
}

// ownPerson finds what is about a person, by the column that names them.
func ownPerson(column string, who int) func(*sql.Selector) {
	return chosen(column, account.FieldPersonID, account.Table, within(account.FieldID, []any{who}))
}

// DataAccessScope lets whoever it is about read it, and who looked; administrators
// read all, and whoever reviews an exceptional access what was seen by it.
func DataAccessScope(v viewer.Viewer) predicate.DataAccess {
	if reads(v, viewer.Administrator) {
		return everything
	}
	person := v.Person()
	if person == 0 {
		return nothing
	}
	scopes := []func(*sql.Selector){
		within(dataaccess.FieldAccountID, []any{person}),
		chosen(dataaccess.FieldID, dataaccessperson.FieldAccessID, dataaccessperson.Table, ownPerson(dataaccessperson.FieldPersonID, person)),
	}
	if v.Has(viewer.RegionalCoordinator) {
		scopes = append(scopes, belongs(dataaccess.FieldExceptionalAccessID, exceptionalaccess.Table, ExceptionalAccessScope(v)))
	}
	return anyOf(scopes)
}

// ExceptionalAccessScope lets administrators read all, who asked for it their own,
// and coordinators what is about young people of their regions: they review it.
func ExceptionalAccessScope(v viewer.Viewer) predicate.ExceptionalAccess {
	if reads(v, viewer.Administrator) {
		return everything
	}
	scopes := []func(*sql.Selector){own(v, exceptionalaccess.FieldAccountID)}
	if regions, all := v.Regions(viewer.RegionalCoordinator); all {
		scopes = append(scopes, exceptionalaccess.YouthIDNotNil())
	} else if len(regions) > 0 {
		scopes = append(scopes, belongs(exceptionalaccess.FieldYouthID, youth.Table, within(youth.FieldRegionID, values(regions))))
	}
	return anyOf(scopes)
}

// DataAccessPersonScope lets the programme alone read.
func DataAccessPersonScope(v viewer.Viewer) predicate.DataAccessPerson { return internal(v) }

// ConsentScope lets a person read their own, and coordinators those of the young
// people of their regions.
func ConsentScope(v viewer.Viewer) predicate.Consent {
	if v.IsSystem() {
		return everything
	}
	scopes := []func(*sql.Selector){chosen(consent.FieldPersonID, youth.FieldPersonID, youth.Table, CloseYouthScope(v))}
	if person := v.Person(); person != 0 {
		scopes = append(scopes, ownPerson(consent.FieldPersonID, person))
	}
	return anyOf(scopes)
}

// GuardianRequestScope lets whom a guardian was asked for read.
func GuardianRequestScope(v viewer.Viewer) predicate.GuardianRequest {
	if v.IsSystem() {
		return everything
	}
	if person := v.Person(); person != 0 {
		return ownPerson(guardianrequest.FieldPersonID, person)
	}
	return nothing
}

// YouthTraitsScope lets a young person read their own, and coordinators those of
// their regions.
func YouthTraitsScope(v viewer.Viewer) predicate.YouthTraits {
	return closeYouth(v, youthtraits.FieldYouthID)
}

// YouthCategoryScope lets a young person read their own, and coordinators those of
// their regions.
func YouthCategoryScope(v viewer.Viewer) predicate.YouthCategory {
	return closeYouth(v, youthcategory.FieldYouthID)
}

// YouthKeyScope lets the programme alone read.
func YouthKeyScope(v viewer.Viewer) predicate.YouthKey { return internal(v) }

// DuplicateCaseScope lets whoever coordinates one of the two read it, unless it is
// about themself: people do not learn from it that they are known.
func DuplicateCaseScope(v viewer.Viewer) predicate.DuplicateCase {
	if v.IsSystem() {
		return everything
	}
	others := func(s *sql.Selector) {
		processed(s)
		s.Where(sql.Or(sql.IsNull(s.C(youth.FieldAccountID)), sql.NEQ(s.C(youth.FieldAccountID), v.Person())))
	}
	return sql.AndPredicates(
		belongs(duplicatecase.FieldFirstID, youth.Table, others), belongs(duplicatecase.FieldSecondID, youth.Table, others),
		sql.OrPredicates(belongs(duplicatecase.FieldFirstID, youth.Table, CoordinatedYouthScope(v)),
			belongs(duplicatecase.FieldSecondID, youth.Table, CoordinatedYouthScope(v))))
}

// PersonScope lets the programme alone read.
func PersonScope(v viewer.Viewer) predicate.Person { return internal(v) }

// BlindIndexScope lets the programme alone read.
func BlindIndexScope(v viewer.Viewer) predicate.BlindIndex { return internal(v) }

// MemberScope lets people read the places in teams of which they may read both
// the project and the young person.
func MemberScope(v viewer.Viewer) predicate.Member {
	if v.IsSystem() {
		return everything
	}
	var scopes []func(*sql.Selector)
	if reads(v, viewer.Administrator, viewer.RegionalCoordinator) {
		scopes = append(scopes, belongs(member.FieldYouthID, youth.Table, processed))
	} else if regions := coordinated(v); len(regions) > 0 {
		scopes = append(scopes, sql.AndPredicates(
			belongs(member.FieldProjectID, socialproject.Table, within(socialproject.FieldRegionID, regions)),
			belongs(member.FieldYouthID, youth.Table, ActingYouthScope(v))))
	}
	if person := v.Person(); person != 0 && v.Has(viewer.Youth) {
		scopes = append(scopes, sql.AndPredicates(ownProjects(member.FieldProjectID, person),
			belongs(member.FieldYouthID, youth.Table, sql.OrPredicates(processed, within(youth.FieldAccountID, []any{person})))))
	}
	return anyOf(scopes)
}

// AccountScope lets administrators read all, a person their own, and a
// coordinator those of host representatives and mentors of their regions, as long
// as they are.
func AccountScope(v viewer.Viewer) predicate.Account {
	if reads(v, viewer.Administrator) {
		return everything
	}
	scopes := []func(*sql.Selector){own(v, account.FieldID)}
	if regions, all := v.Regions(viewer.RegionalCoordinator); all || len(regions) > 0 {
		scopes = append(scopes, chosen(account.FieldID, rolegrant.FieldAccountID, rolegrant.Table, func(s *sql.Selector) {
			lookedAfter(v)(s)
			s.Where(sql.And(sql.IsNull(s.C(rolegrant.FieldRevokedAt)),
				sql.Or(sql.IsNull(s.C(rolegrant.FieldEndsAt)), sql.GT(s.C(rolegrant.FieldEndsAt), time.Now().UTC()))))
		}))
	}
	return anyOf(scopes)
}

// lookedAfter keeps what is about host representatives and mentors of the
// regions that the viewer coordinates. Grants and invitations name their
// columns alike.
func lookedAfter(v viewer.Viewer) func(*sql.Selector) {
	roles := within(rolegrant.FieldRole, []any{string(viewer.HostRepresentative), string(viewer.Mentor)})
	if _, all := v.Regions(viewer.RegionalCoordinator); all {
		return roles
	}
	return sql.AndPredicates(roles, within(rolegrant.FieldRegionID, coordinated(v)))
}

// RoleGrantScope lets administrators read all, a person their own, and a
// coordinator those of host representatives and mentors of their regions.
func RoleGrantScope(v viewer.Viewer) predicate.RoleGrant {
	if reads(v, viewer.Administrator) {
		return everything
	}
	scopes := []func(*sql.Selector){own(v, rolegrant.FieldAccountID)}
	if v.Has(viewer.RegionalCoordinator) {
		scopes = append(scopes, lookedAfter(v))
	}
	return anyOf(scopes)
}

// InvitationScope lets administrators read all, and a coordinator those of host
// representatives and mentors of their regions.
func InvitationScope(v viewer.Viewer) predicate.Invitation {
	switch {
	case reads(v, viewer.Administrator):
		return everything
	case v.Has(viewer.RegionalCoordinator):
		return lookedAfter(v)
	}
	return nothing
}

// SessionScope lets a person read their own.
func SessionScope(v viewer.Viewer) predicate.Session { return own(v, session.FieldAccountID) }

// NotificationScope lets a person read their own.
func NotificationScope(v viewer.Viewer) predicate.Notification {
	return own(v, notification.FieldAccountID)
}

// PasswordResetScope lets the programme alone read.
func PasswordResetScope(v viewer.Viewer) predicate.PasswordReset { return internal(v) }

// RecoveryCodeScope lets the programme alone read.
func RecoveryCodeScope(v viewer.Viewer) predicate.RecoveryCode { return internal(v) }

// ThrottleScope lets the programme alone read.
func ThrottleScope(v viewer.Viewer) predicate.Throttle { return internal(v) }

// JobScope lets the programme alone read.
func JobScope(v viewer.Viewer) predicate.Job { return internal(v) }

// SourceScope lets anybody read.
func SourceScope(v viewer.Viewer) predicate.Source { return reference(v) }

// RegionScope lets anybody read.
func RegionScope(v viewer.Viewer) predicate.Region { return reference(v) }

// RegionPeriodScope lets anybody read.
func RegionPeriodScope(v viewer.Viewer) predicate.RegionPeriod { return reference(v) }

// LocalityScope lets anybody read.
func LocalityScope(v viewer.Viewer) predicate.Locality { return reference(v) }

// SeasonScope lets anybody read.
func SeasonScope(v viewer.Viewer) predicate.Season { return reference(v) }

// RuleSetScope lets anybody read.
func RuleSetScope(v viewer.Viewer) predicate.RuleSet { return reference(v) }

// RuleCitationScope lets anybody read.
func RuleCitationScope(v viewer.Viewer) predicate.RuleCitation { return reference(v) }

// SeasonRegionScope lets anybody read.
func SeasonRegionScope(v viewer.Viewer) predicate.SeasonRegion { return reference(v) }

// FigureScope lets anybody read.
func FigureScope(v viewer.Viewer) predicate.Figure { return reference(v) }

// JournalEntryScope lets the programme alone read.
func JournalEntryScope(v viewer.Viewer) predicate.JournalEntry { return internal(v) }

// JournalSealScope lets the programme alone read.
func JournalSealScope(v viewer.Viewer) predicate.JournalSeal { return internal(v) }

// scopes are the entities that the graph shows.
var scopes = map[string]struct {
	table string
	scope func(viewer.Viewer) func(*sql.Selector)
}{
	"Account":           {account.Table, selector(AccountScope)},
	"Consent":           {consent.Table, selector(ConsentScope)},
	"DataAccess":        {dataaccess.Table, selector(DataAccessScope)},
	"DuplicateCase":     {duplicatecase.Table, selector(DuplicateCaseScope)},
	"Figure":            {figure.Table, selector(FigureScope)},
	"HostOrganization":  {hostorganization.Table, selector(HostOrganizationScope)},
	"Invitation":        {invitation.Table, selector(InvitationScope)},
	"Locality":          {locality.Table, selector(LocalityScope)},
	"Member":            {member.Table, selector(MemberScope)},
	"Notification":      {notification.Table, selector(NotificationScope)},
	"Region":            {region.Table, selector(RegionScope)},
	"RegionPeriod":      {regionperiod.Table, selector(RegionPeriodScope)},
	"RoleGrant":         {rolegrant.Table, selector(RoleGrantScope)},
	"RuleCitation":      {rulecitation.Table, selector(RuleCitationScope)},
	"RuleSet":           {ruleset.Table, selector(RuleSetScope)},
	"Season":            {season.Table, selector(SeasonScope)},
	"SeasonRegion":      {seasonregion.Table, selector(SeasonRegionScope)},
	"Session":           {session.Table, selector(SessionScope)},
	"SocialProject":     {socialproject.Table, selector(SocialProjectScope)},
	"Source":            {source.Table, selector(SourceScope)},
	"Youth":             {youth.Table, selector(YouthScope)},
	"YouthCategory":     {youthcategory.Table, selector(YouthCategoryScope)},
	"YouthTraits":       {youthtraits.Table, selector(YouthTraitsScope)},
	"ExceptionalAccess": {exceptionalaccess.Table, selector(ExceptionalAccessScope)},
	"GuardianRequest":   {guardianrequest.Table, selector(GuardianRequestScope)},
}

// Scope returns the table of an entity and what a viewer may read of it, for
// those that read rows by hand. known is false for what the graph does not show.
func Scope(entity string, v viewer.Viewer) (table string, within func(*sql.Selector), known bool) {
	s, known := scopes[entity]
	if !known {
		return "", nil, false
	}
	return s.table, s.scope(v), true
}

// WithdrawnScope keeps the rows of an entity of which a viewer may read nothing
// any more, also as they were while they might: young people who had the use of
// their data stopped, but for themselves. It is nil where there are none.
func WithdrawnScope(entity string, v viewer.Viewer) func(*sql.Selector) {
	if entity != "Youth" || v.IsSystem() {
		return nil
	}
	return func(s *sql.Selector) {
		s.Where(sql.And(sql.NotNull(s.C(youth.FieldProcessingStoppedAt)),
			sql.Or(sql.IsNull(s.C(youth.FieldAccountID)), sql.NEQ(s.C(youth.FieldAccountID), v.Person()))))
	}
}

// ReadsWholeJournal reports whether the viewer may know how many entries the journal
// has, and so of its entries' identifiers.
func ReadsWholeJournal(v viewer.Viewer) bool { return reads(v, viewer.Administrator) }

func selector[P ~func(*sql.Selector)](scope func(viewer.Viewer) P) func(viewer.Viewer) func(*sql.Selector) {
	return func(v viewer.Viewer) func(*sql.Selector) { return scope(v) }
}

// Tables names the table of each entity that the graph shows.
func Tables() map[string]string {
	tables := make(map[string]string, len(scopes))
	for entity, s := range scopes {
		tables[entity] = s.table
	}
	return tables
}
