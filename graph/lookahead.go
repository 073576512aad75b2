package graph

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/consent"
	"zhas/ent/dataaccess"
	"zhas/ent/duplicatecase"
	"zhas/ent/figure"
	"zhas/ent/hostorganization"
	"zhas/ent/invitation"
	"zhas/ent/locality"
	"zhas/ent/member"
	"zhas/ent/notification"
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
	"zhas/graph/model"
	"zhas/internal/personal"
	"zhas/internal/programme"
)

// lookahead makes a query load what the document asks for beneath its rows, so
// that each field of the document costs one statement however many rows there
// are. It serves one field at the top of one operation.
type lookahead struct {
	ctx     context.Context
	client  *ent.Client
	records *personal.Records
	op      *graphql.OperationContext
	pending map[any][]func(context.Context, []owner) error // by query of the owners
	single  map[any]bool                                   // the queries that find one row at most
	read    map[any][]string                               // columns that a query reads whatever is selected
	named   map[any]bool                                   // queries of accesses that are to say who looked
	opening map[any][]opening                              // what is opened of the people of a query's rows
	err     error                                          // the first bad argument met
}

type lookaheadKey struct{}

// look begins a look-ahead; the queries it prepares are to be run under the
// context it returns.
func (r *Resolver) look(ctx context.Context) (*lookahead, context.Context) {
	ahead := &lookahead{
		client:  r.client,
		records: r.records,
		op:      graphql.GetOperationContext(ctx),
		pending: make(map[any][]func(context.Context, []owner) error),
		single:  make(map[any]bool),
		read:    make(map[any][]string),
		named:   make(map[any]bool),
		opening: make(map[any][]opening),
	}
	ahead.ctx = context.WithValue(ctx, lookaheadKey{}, ahead)
	return ahead, ahead.ctx
}

// spot tells the fields of one document apart.
func spot(f graphql.CollectedField) int { return f.Position.Start }

// key names the page that a field of the document asks for.
func key(f graphql.CollectedField) string { return strconv.Itoa(spot(f)) }

// beneath returns what is selected beneath the fields, by the name of the field
// selected. Fields that give a Node name the type of the rows at hand.
func (a *lookahead) beneath(fields []graphql.CollectedField, types ...string) map[string][]graphql.CollectedField {
	byName := make(map[string][]graphql.CollectedField)
	for _, f := range fields {
		on := append([]string{"Node", f.Definition.Type.Name()}, types...)
		for _, child := range graphql.CollectFields(a.op, f.Selections, on) {
			byName[child.Name] = append(byName[child.Name], child)
		}
	}
	return byName
}

// along notes that a to-one edge of one row leads to one row.
func along[Q any](a *lookahead, parent any, edge Q) Q {
	if a.single[parent] {
		a.single[edge] = true
	}
	return edge
}

// reads makes a query read columns whatever is selected of its rows. It comes
// before the look-ahead of the rows.
func (a *lookahead) reads(query any, columns ...string) {
	a.read[query] = append(a.read[query], columns...)
}

// madeOf are the columns of fields whose names do not say them.
var madeOf = map[string]string{"timeZonePeriods": region.FieldTimeZone}

// columns are what a query reads of its rows to show the fields selected: long
// texts and sort keys cost much and are seldom asked for. A text in several
// languages is several columns; what is no column is loaded along an edge, whose
// key ent adds.
func (a *lookahead) columns(query any, valid func(string) bool, selected map[string][]graphql.CollectedField) []string {
	read := append([]string{"id"}, a.read[query]...)
	add := func(column string) {
		if valid(column) && !slices.Contains(read, column) {
			read = append(read, column)
		}
	}
	// In one order: each order would be a prepared statement of its own.
	for _, name := range slices.Sorted(maps.Keys(selected)) {
		column, known := madeOf[name]
		if !known {
			column = snake(name)
		}
		for _, suffix := range []string{"", "_kk", "_ru", "_en"} {
			add(column + suffix)
		}
	}
	return read
}

// snake is the name of a field of the graph as columns are named.
func snake(name string) string {
	var column strings.Builder
	for _, letter := range name {
		if 'A' <= letter && letter <= 'Z' {
			column.WriteByte('_')
			letter += 'a' - 'A'
		}
		column.WriteRune(letter)
	}
	return column.String()
}

// refuse keeps the first error met.
func (a *lookahead) refuse(err error) {
	if a.err == nil {
		a.err = err
	}
}

// bySpot groups fields that stand at one place in the document: a fragment
// brings the same field to several places, each with a selection of its own.
func bySpot(fields []graphql.CollectedField) map[int][]graphql.CollectedField {
	groups := make(map[int][]graphql.CollectedField)
	for _, f := range fields {
		groups[spot(f)] = append(groups[spot(f)], f)
	}
	return groups
}

// rows returns the fields beneath a connection that select from its rows.
func (a *lookahead) rows(connection ...graphql.CollectedField) []graphql.CollectedField {
	parts := a.beneath(connection)
	return append(a.beneath(parts["edges"])["node"], parts["nodes"]...)
}

// owner is a row that counts of its paged edges are written to.
type owner struct {
	id     int
	totals *map[int]int
}

// afterwards runs what is due once the rows of a query are loaded.
func (a *lookahead) afterwards(query any, do func(context.Context, []owner) error) {
	a.pending[query] = append(a.pending[query], do)
}

// runAfterwards is the interceptor that afterwards relies on.
func runAfterwards(next ent.Querier) ent.Querier {
	return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
		value, err := next.Query(ctx, q)
		ahead, _ := ctx.Value(lookaheadKey{}).(*lookahead)
		if err != nil || ahead == nil {
			return value, err
		}
		if openings := ahead.opening[q]; openings != nil {
			if err := ahead.open(ctx, openings, value); err != nil {
				return nil, err
			}
		}
		if ahead.named[q] {
			if err := ahead.name(ctx, value); err != nil {
				return nil, err
			}
		}
		if ahead.pending[q] == nil {
			return value, nil
		}
		owners := ownersOf(value)
		if len(owners) == 0 {
			return value, nil
		}
		for _, do := range ahead.pending[q] {
			if err := do(ctx, owners); err != nil {
				return nil, err
			}
		}
		return value, nil
	})
}

func ownersOf(value ent.Value) []owner {
	switch rows := value.(type) {
	case []*ent.Region:
		return owners(rows, func(r *ent.Region) owner { return owner{r.ID, &r.Totals} })
	case []*ent.Season:
		return owners(rows, func(s *ent.Season) owner { return owner{s.ID, &s.Totals} })
	case []*ent.Source:
		return owners(rows, func(s *ent.Source) owner { return owner{s.ID, &s.Totals} })
	case []*ent.HostOrganization:
		return owners(rows, func(h *ent.HostOrganization) owner { return owner{h.ID, &h.Totals} })
	}
	return nil
}

func owners[T any](rows []T, of func(T) owner) []owner {
	list := make([]owner, len(rows))
	for i, row := range rows {
		list[i] = of(row)
	}
	return list
}

// arguments are what a field of the document was given.
type arguments struct {
	ahead *lookahead
	field graphql.CollectedField
	given map[string]any
}

func (a *lookahead) arguments(f graphql.CollectedField) arguments {
	return arguments{ahead: a, field: f, given: f.ArgumentMap(a.op.Variables)}
}

// page reads the paging arguments as the field's resolver will get them.
func (a arguments) page(order model.Order) pageArgs {
	return listArgs(argument[int](a, "first"), argument[string](a, "after"),
		argument[int](a, "last"), argument[string](a, "before"), order)
}

// argument reads one argument, nil when it is not given.
func argument[V any](a arguments, name string) *V {
	given := a.given[name]
	if given == nil {
		return nil
	}
	value := new(V)
	var err error
	switch v := any(value).(type) {
	case *int:
		*v, err = model.UnmarshalInt(given)
	case *string:
		*v, err = graphql.UnmarshalString(given)
	default:
		input := a.field.Definition.Arguments.ForName(name).Type.Name()
		err = graphql.UnmarshalNamedInputFromContext(a.ahead.ctx, input, given, value)
	}
	if err != nil {
		a.ahead.refuse(NewError(BadUserInput, msgArgument, name))
	}
	return value
}

func (a *lookahead) source(q *ent.SourceQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "Source")
	q.Select(a.columns(q, source.ValidColumn, selected)...)
	pagedFigures.beneath(a, selected["figures"], a.figure, q, figure.FieldSourceID,
		func(name string, do func(*ent.FigureQuery)) { q.WithNamedFigures(name, do) })
}

func (a *lookahead) region(q *ent.RegionQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "Region")
	q.Select(a.columns(q, region.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "source":
			q.WithSource(func(edge *ent.SourceQuery) { a.source(along(a, q, edge), fields...) })
		case "predecessor":
			q.WithPredecessor(func(edge *ent.RegionQuery) { a.region(along(a, q, edge), fields...) })
		case "successors":
			q.WithSuccessors(func(q *ent.RegionQuery) {
				a.region(q, fields...)
				q.Order(region.ByKato())
			})
		case "periods":
			q.WithPeriods(func(q *ent.RegionPeriodQuery) {
				a.regionPeriod(q, fields...)
				q.Order(regionperiod.ByValidFrom(sql.OrderNullsFirst()))
			})
		case "seasonRegions":
			q.WithSeasonRegions(func(q *ent.SeasonRegionQuery) {
				a.seasonRegion(q, fields...)
				q.Order(seasonregion.BySeasonField(season.FieldYear))
			})
		case "figures":
			pagedFigures.beneath(a, fields, a.figure, q, figure.FieldRegionID, func(name string, do func(*ent.FigureQuery)) {
				q.WithNamedFigures(name, do)
			})
		case "localities":
			pagedLocalities.beneath(a, fields, a.locality, q, locality.FieldRegionID, func(name string, do func(*ent.LocalityQuery)) {
				q.WithNamedLocalities(name, do)
			})
		case "hostOrganizations":
			pagedHostOrganizations.beneath(a, fields, a.hostOrganization, q, hostorganization.FieldRegionID, func(name string, do func(*ent.HostOrganizationQuery)) {
				q.WithNamedHostOrganizations(name, do)
			})
		case "socialProjects":
			pagedSocialProjects.beneath(a, fields, a.socialProject, q, socialproject.FieldRegionID, func(name string, do func(*ent.SocialProjectQuery)) {
				q.WithNamedSocialProjects(name, do)
			})
		}
	}
}

func (a *lookahead) regionPeriod(q *ent.RegionPeriodQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "RegionPeriod")
	q.Select(a.columns(q, regionperiod.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "region":
			q.WithRegion(func(edge *ent.RegionQuery) { a.region(along(a, q, edge), fields...) })
		case "source":
			q.WithSource(func(edge *ent.SourceQuery) { a.source(along(a, q, edge), fields...) })
		}
	}
}

func (a *lookahead) locality(q *ent.LocalityQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "Locality")
	q.Select(a.columns(q, locality.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "region":
			q.WithRegion(func(edge *ent.RegionQuery) { a.region(along(a, q, edge), fields...) })
		case "parent":
			q.WithParent(func(edge *ent.LocalityQuery) { a.locality(along(a, q, edge), fields...) })
		}
	}
}

func (a *lookahead) season(q *ent.SeasonQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "Season")
	q.Select(a.columns(q, season.ValidColumn, selected)...)
	// The rule set in force is the first of all: both fields read one edge.
	if sets := slices.Concat(selected["ruleSet"], selected["ruleSets"]); len(sets) > 0 {
		q.WithRuleSets(func(q *ent.RuleSetQuery) {
			a.ruleSet(q, sets...)
			q.Order(ruleset.ByVersion(sql.OrderDesc()))
		})
	}
	for name, fields := range selected {
		switch name {
		case "source":
			q.WithSource(func(edge *ent.SourceQuery) { a.source(along(a, q, edge), fields...) })
		case "seasonRegions":
			q.WithSeasonRegions(func(q *ent.SeasonRegionQuery) {
				a.seasonRegion(q, fields...)
				q.Order(seasonregion.ByRegionField(region.FieldKato))
			})
		case "figures":
			pagedFigures.beneath(a, fields, a.figure, q, figure.FieldSeasonID, func(name string, do func(*ent.FigureQuery)) {
				q.WithNamedFigures(name, do)
			})
		case "socialProjects":
			pagedSocialProjects.beneath(a, fields, a.socialProject, q, socialproject.FieldSeasonID, func(name string, do func(*ent.SocialProjectQuery)) {
				q.WithNamedSocialProjects(name, do)
			})
		}
	}
}

func (a *lookahead) seasonRegion(q *ent.SeasonRegionQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "SeasonRegion")
	q.Select(a.columns(q, seasonregion.ValidColumn, selected)...)
	then := len(selected["nameThen"]) > 0 // read from the season's days and the region's periods
	if fields := selected["season"]; then || len(fields) > 0 {
		q.WithSeason(func(edge *ent.SeasonQuery) {
			if then {
				a.reads(edge, season.FieldYear, season.FieldStartsOn)
			}
			a.season(along(a, q, edge), fields...)
		})
	}
	if fields := selected["region"]; then || len(fields) > 0 {
		q.WithRegion(func(edge *ent.RegionQuery) {
			if then {
				a.reads(edge, region.FieldNameKk, region.FieldNameRu, region.FieldNameEn)
			}
			a.region(along(a, q, edge), fields...)
			if then {
				edge.WithNamedPeriods(periodsThen)
			}
		})
	}
	if fields := selected["source"]; len(fields) > 0 {
		q.WithSource(func(edge *ent.SourceQuery) { a.source(along(a, q, edge), fields...) })
	}
}

func (a *lookahead) ruleSet(q *ent.RuleSetQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "RuleSet")
	q.Select(a.columns(q, ruleset.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "season":
			q.WithSeason(func(edge *ent.SeasonQuery) { a.season(along(a, q, edge), fields...) })
		case "citations":
			q.WithCitations(func(q *ent.RuleCitationQuery) {
				a.ruleCitation(q, fields...)
				q.Order(rulecitation.ByID())
			})
		}
	}
}

func (a *lookahead) ruleCitation(q *ent.RuleCitationQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "RuleCitation")
	q.Select(a.columns(q, rulecitation.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "ruleSet":
			q.WithRuleSet(func(edge *ent.RuleSetQuery) { a.ruleSet(along(a, q, edge), fields...) })
		case "source":
			q.WithSource(func(edge *ent.SourceQuery) { a.source(along(a, q, edge), fields...) })
		}
	}
}

func (a *lookahead) figure(q *ent.FigureQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "Figure")
	q.Select(a.columns(q, figure.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "season":
			q.WithSeason(func(edge *ent.SeasonQuery) { a.season(along(a, q, edge), fields...) })
		case "region":
			q.WithRegion(func(edge *ent.RegionQuery) { a.region(along(a, q, edge), fields...) })
		case "source":
			q.WithSource(func(edge *ent.SourceQuery) { a.source(along(a, q, edge), fields...) })
		}
	}
}

func (a *lookahead) hostOrganization(q *ent.HostOrganizationQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "HostOrganization")
	q.Select(a.columns(q, hostorganization.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "region":
			q.WithRegion(func(edge *ent.RegionQuery) { a.region(along(a, q, edge), fields...) })
		case "locality":
			q.WithLocality(func(edge *ent.LocalityQuery) { a.locality(along(a, q, edge), fields...) })
		case "socialProjects":
			pagedSocialProjects.beneath(a, fields, a.socialProject, q, socialproject.FieldHostID, func(name string, do func(*ent.SocialProjectQuery)) {
				q.WithNamedSocialProjects(name, do)
			})
		}
	}
}

func (a *lookahead) youth(q *ent.YouthQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "Youth")
	if fields := selected["personalData"]; len(fields) > 0 {
		a.opensYouth(q, fields)
	}
	q.Select(a.columns(q, youth.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "region":
			q.WithRegion(func(edge *ent.RegionQuery) { a.region(along(a, q, edge), fields...) })
		case "locality":
			q.WithLocality(func(edge *ent.LocalityQuery) { a.locality(along(a, q, edge), fields...) })
		case "members":
			q.WithMembers(func(q *ent.MemberQuery) {
				a.member(q, fields...)
				q.Order(member.ByID())
			})
		case "mergedInto":
			q.WithMergedInto(func(edge *ent.YouthQuery) { a.youth(along(a, q, edge), fields...) })
		case "traits":
			q.WithTraits(func(q *ent.YouthTraitsQuery) { a.youthTraits(q, fields...) })
		case "categories":
			q.WithCategories(func(q *ent.YouthCategoryQuery) {
				a.youthCategory(q, fields...)
				q.Order(youthcategory.ByCategory())
			})
		}
	}
}

func (a *lookahead) duplicateCase(q *ent.DuplicateCaseQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "DuplicateCase")
	q.Select(a.columns(q, duplicatecase.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "first":
			q.WithFirst(func(edge *ent.YouthQuery) { a.youth(along(a, q, edge), fields...) })
		case "second":
			q.WithSecond(func(edge *ent.YouthQuery) { a.youth(along(a, q, edge), fields...) })
		case "kept":
			q.WithKept(func(edge *ent.YouthQuery) { a.youth(along(a, q, edge), fields...) })
		case "decidedBy":
			q.WithDecidedBy(func(edge *ent.AccountQuery) { a.account(along(a, q, edge), fields...) })
		}
	}
}

func (a *lookahead) youthTraits(q *ent.YouthTraitsQuery, parents ...graphql.CollectedField) {
	q.Select(a.columns(q, youthtraits.ValidColumn, a.beneath(parents, "YouthTraits"))...)
}

func (a *lookahead) youthCategory(q *ent.YouthCategoryQuery, parents ...graphql.CollectedField) {
	q.Select(a.columns(q, youthcategory.ValidColumn, a.beneath(parents, "YouthCategory"))...)
}

func (a *lookahead) consent(q *ent.ConsentQuery, parents ...graphql.CollectedField) {
	q.Select(a.columns(q, consent.ValidColumn, a.beneath(parents, "Consent"))...)
}

func (a *lookahead) dataAccess(q *ent.DataAccessQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "DataAccess")
	if len(selected["by"]) > 0 {
		a.reads(q, dataaccess.FieldAccountID)
		a.named[q] = true
	}
	q.Select(a.columns(q, dataaccess.ValidColumn, selected)...)
	if fields := selected["account"]; len(fields) > 0 {
		q.WithAccount(func(edge *ent.AccountQuery) { a.account(along(a, q, edge), fields...) })
	}
}

func (a *lookahead) socialProject(q *ent.SocialProjectQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "SocialProject")
	q.Select(a.columns(q, socialproject.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "season":
			q.WithSeason(func(edge *ent.SeasonQuery) { a.season(along(a, q, edge), fields...) })
		case "region":
			q.WithRegion(func(edge *ent.RegionQuery) { a.region(along(a, q, edge), fields...) })
		case "locality":
			q.WithLocality(func(edge *ent.LocalityQuery) { a.locality(along(a, q, edge), fields...) })
		case "host":
			q.WithHost(func(edge *ent.HostOrganizationQuery) { a.hostOrganization(along(a, q, edge), fields...) })
		case "members":
			q.WithMembers(func(q *ent.MemberQuery) {
				a.member(q, fields...)
				q.Order(member.ByID())
			})
		}
	}
}

func (a *lookahead) member(q *ent.MemberQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "Member")
	q.Select(a.columns(q, member.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "project":
			q.WithProject(func(edge *ent.SocialProjectQuery) { a.socialProject(along(a, q, edge), fields...) })
		case "youth":
			q.WithYouth(func(edge *ent.YouthQuery) { a.youth(along(a, q, edge), fields...) })
		}
	}
}

func (a *lookahead) account(q *ent.AccountQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "Account")
	if len(selected["email"]) > 0 {
		a.opens(q, opening{fields: []programme.PersonalField{programme.PersonalEmail}, purpose: programme.ReadingAccounts})
	}
	q.Select(a.columns(q, account.ValidColumn, selected)...)
	if fields := selected["roleGrants"]; len(fields) > 0 {
		q.WithRoleGrants(func(q *ent.RoleGrantQuery) {
			a.roleGrant(q, fields...)
			q.Order(rolegrant.ByStartsAt(), rolegrant.ByID())
		})
	}
}

func (a *lookahead) roleGrant(q *ent.RoleGrantQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "RoleGrant")
	q.Select(a.columns(q, rolegrant.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "account":
			q.WithAccount(func(edge *ent.AccountQuery) { a.account(along(a, q, edge), fields...) })
		case "region":
			q.WithRegion(func(edge *ent.RegionQuery) { a.region(along(a, q, edge), fields...) })
		case "host":
			q.WithHost(func(edge *ent.HostOrganizationQuery) { a.hostOrganization(along(a, q, edge), fields...) })
		case "grantedBy":
			q.WithGrantedBy(func(edge *ent.AccountQuery) { a.account(along(a, q, edge), fields...) })
		}
	}
}

func (a *lookahead) session(q *ent.SessionQuery, parents ...graphql.CollectedField) {
	q.Select(a.columns(q, session.ValidColumn, a.beneath(parents, "Session"))...)
}

func (a *lookahead) invitation(q *ent.InvitationQuery, parents ...graphql.CollectedField) {
	selected := a.beneath(parents, "Invitation")
	if len(selected["email"]) > 0 {
		a.opens(q, opening{fields: []programme.PersonalField{programme.PersonalEmail}, purpose: programme.ReadingAccounts})
	}
	q.Select(a.columns(q, invitation.ValidColumn, selected)...)
	for name, fields := range selected {
		switch name {
		case "region":
			q.WithRegion(func(edge *ent.RegionQuery) { a.region(along(a, q, edge), fields...) })
		case "host":
			q.WithHost(func(edge *ent.HostOrganizationQuery) { a.hostOrganization(along(a, q, edge), fields...) })
		case "invitedBy":
			q.WithInvitedBy(func(edge *ent.AccountQuery) { a.account(along(a, q, edge), fields...) })
		}
	}
}

func (a *lookahead) notification(q *ent.NotificationQuery, parents ...graphql.CollectedField) {
	q.Select(a.columns(q, notification.ValidColumn, a.beneath(parents, "Notification"))...)
}
