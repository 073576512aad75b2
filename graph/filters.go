package graph

import (
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	accounts "zhas/ent/account"
	"zhas/ent/dataaccess"
	"zhas/ent/dataaccessperson"
	"zhas/ent/duplicatecase"
	"zhas/ent/figure"
	"zhas/ent/invitation"
	"zhas/ent/locality"
	"zhas/ent/notification"
	"zhas/ent/policy"
	"zhas/ent/predicate"
	"zhas/ent/region"
	"zhas/ent/regionperiod"
	"zhas/ent/rolegrant"
	"zhas/ent/season"
	"zhas/ent/seasonregion"
	"zhas/ent/socialproject"
	"zhas/ent/source"
	"zhas/ent/youth"
	"zhas/graph/model"
	"zhas/internal/account"
	"zhas/internal/kaztext"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// maxSearch bounds the words of a search, in characters.
const maxSearch = 200

// The functions below turn the graph's filters into predicates. A filter on
// another entity's rows is allowed on data that everybody reads only: a
// predicate is not covered by the policy of the rows it looks at.

func whereRegion(f *model.RegionFilter) ([]predicate.Region, error) {
	if f == nil {
		return nil, nil
	}
	words, err := searchWords(f.Search)
	var where []predicate.Region
	for _, word := range words {
		where = append(where, region.Or(region.SearchTextContains(word),
			region.HasPeriodsWith(regionperiod.SearchTextContains(word))))
	}
	if f.Kind != nil {
		where = append(where, region.KindEQ(*f.Kind))
	}
	if f.Season != nil {
		where = append(where, region.HasSeasonRegionsWith(seasonregion.HasSeasonWith(season.Year(*f.Season))))
	}
	if f.ExistedOn != nil {
		where = append(where,
			region.Or(region.ValidFromIsNil(), region.ValidFromLTE(*f.ExistedOn)),
			region.Or(region.ValidToIsNil(), region.ValidToGT(*f.ExistedOn)))
	}
	return where, err
}

func whereLocality(f *model.LocalityFilter) ([]predicate.Locality, error) {
	if f == nil {
		return nil, nil
	}
	where, err := search[predicate.Locality](f.Search)
	region, refused := inRegion[predicate.Locality](f.Region)
	where, err = append(where, region...), errors.Join(err, refused)
	if f.Kind != nil {
		where = append(where, locality.KindIn(f.Kind...))
	}
	if f.Parent != nil {
		where = append(where, locality.HasParentWith(locality.Kato(*f.Parent)))
	}
	return where, err
}

func whereSeason(f *model.SeasonFilter) ([]predicate.Season, error) {
	if f == nil {
		return nil, nil
	}
	var where []predicate.Season
	if f.Year != nil {
		where = append(where, season.YearIn(f.Year...))
	}
	if f.State != nil {
		where = append(where, season.StateIn(f.State...))
	}
	where = append(where, isInvented[predicate.Season](f.Invented)...)
	if f.Region == nil {
		return where, nil
	}
	region, err := inRegion[predicate.SeasonRegion](f.Region)
	return append(where, season.HasSeasonRegionsWith(region...)), err
}

func whereFigure(f *model.FigureFilter) ([]predicate.Figure, error) {
	if f == nil {
		return nil, nil
	}
	where, err := inRegion[predicate.Figure](f.Region)
	where = append(where, inSeason[predicate.Figure](f.Season)...)
	if f.National != nil && *f.National {
		where = append(where, figure.RegionIDIsNil())
	}
	if f.National != nil && !*f.National {
		where = append(where, figure.RegionIDNotNil())
	}
	if f.Measure != nil {
		where = append(where, figure.MeasureIn(f.Measure...))
	}
	if f.Qualifier != nil {
		where = append(where, figure.QualifierIn(f.Qualifier...))
	}
	if f.Basis != nil {
		where = append(where, figure.BasisIn(f.Basis...))
	}
	if f.Source != nil {
		where = append(where, figure.HasSourceWith(source.CodeIn(f.Source...)))
	}
	if f.From != nil {
		where = append(where, figure.PeriodEndGTE(*f.From))
	}
	if f.To != nil {
		where = append(where, figure.PeriodStartLTE(*f.To))
	}
	return where, err
}

func whereSource(f *model.SourceFilter) ([]predicate.Source, error) {
	if f == nil {
		return nil, nil
	}
	where, err := search[predicate.Source](f.Search)
	if f.Code != nil {
		where = append(where, source.CodeIn(f.Code...))
	}
	return where, err
}

func whereSocialProject(f *model.SocialProjectFilter) ([]predicate.SocialProject, error) {
	if f == nil {
		return nil, nil
	}
	where, err := search[predicate.SocialProject](f.Search)
	region, refused := inRegion[predicate.SocialProject](f.Region)
	where, err = append(where, region...), errors.Join(err, refused)
	where = append(where, inSeason[predicate.SocialProject](f.Season)...)
	if f.Direction != nil {
		where = append(where, socialproject.DirectionIn(f.Direction...))
	}
	if f.Stage != nil {
		where = append(where, socialproject.StageIn(f.Stage...))
	}
	if f.Language != nil {
		where = append(where, socialproject.LanguageEQ(*f.Language))
	}
	return append(where, isInvented[predicate.SocialProject](f.Invented)...), err
}

func whereHostOrganization(f *model.HostOrganizationFilter) ([]predicate.HostOrganization, error) {
	if f == nil {
		return nil, nil
	}
	where, err := search[predicate.HostOrganization](f.Search)
	region, refused := inRegion[predicate.HostOrganization](f.Region)
	return append(where, region...), errors.Join(err, refused)
}

func whereYouth(f *model.YouthFilter) ([]predicate.Youth, error) {
	if f == nil {
		return nil, nil
	}
	where, err := searchYouth(f.Search)
	region, refused := inRegion[predicate.Youth](f.Region)
	where, err = append(where, region...), errors.Join(err, refused)
	if f.Merged != nil {
		if *f.Merged {
			where = append(where, youth.MergedIntoIDNotNil())
		} else {
			where = append(where, youth.MergedIntoIDIsNil())
		}
	}
	prefix, refused := begins[predicate.Youth](youth.FieldFamilyNameOrder, f.FamilyNamePrefix)
	return append(where, prefix...), errors.Join(err, refused)
}

func whereAccount(f *model.AccountFilter) ([]predicate.Account, error) {
	if f == nil {
		return nil, nil
	}
	where, err := search[predicate.Account](f.Search)
	if f.Email != nil {
		email, refused := account.NormalizeEmail(*f.Email)
		if refused != nil {
			return nil, NewError(BadUserInput, msgArgument, "filter.email")
		}
		where = append(where, func(s *sql.Selector) {
			ahead, _ := s.Context().Value(lookaheadKey{}).(*lookahead)
			has, err := ahead.records.Has(programme.PersonalEmail, email)
			if err != nil {
				s.AddError(err)
				return
			}
			accounts.HasPersonWith(has)(s)
		})
	}
	if f.Role != nil {
		// The grants have a scope of their own: the filter tells no more than they do.
		where = append(where, accounts.HasRoleGrantsWith(append(account.Counting(time.Now().UTC()), rolegrant.RoleEQ(*f.Role),
			func(s *sql.Selector) {
				asking, _ := viewer.FromContext(s.Context())
				policy.RoleGrantScope(asking)(s)
			})...))
	}
	if f.Blocked != nil && *f.Blocked {
		where = append(where, accounts.BlockedAtNotNil())
	}
	if f.Blocked != nil && !*f.Blocked {
		where = append(where, accounts.BlockedAtIsNil())
	}
	return where, err
}

func whereInvitation(f *model.InvitationFilter) ([]predicate.Invitation, error) {
	if f == nil {
		return nil, nil
	}
	var where []predicate.Invitation
	if f.Role != nil {
		where = append(where, invitation.RoleIn(f.Role...))
	}
	if f.Open != nil {
		open := invitation.And(invitation.UsedAtIsNil(), invitation.WithdrawnAtIsNil(), invitation.ExpiresAtGT(time.Now().UTC()))
		if !*f.Open {
			open = invitation.Not(open)
		}
		where = append(where, open)
	}
	return where, nil
}

func whereNotification(f *model.NotificationFilter) ([]predicate.Notification, error) {
	switch {
	case f == nil || f.Unread == nil:
		return nil, nil
	case *f.Unread:
		return []predicate.Notification{notification.ReadAtIsNil()}, nil
	}
	return []predicate.Notification{notification.ReadAtNotNil()}, nil
}

// begins wants the name of the sort key to begin with the text. The database
// reads the index on the sort key, and no more rows of it than there are.
func begins[P ~func(*sql.Selector)](sortKey string, text *string) ([]P, error) {
	if text == nil {
		return nil, nil
	}
	if utf8.RuneCountInString(*text) > maxSearch {
		return nil, NewError(BadUserInput, msgSearch, maxSearch)
	}
	from, to := kaztext.PrefixRange(*text)
	if from == "" {
		return nil, nil
	}
	return []P{P(sql.FieldGTE(sortKey, from)), P(sql.FieldLT(sortKey, to))}, nil
}

// search wants every word of the text to occur in the row's folded text.
func search[P ~func(*sql.Selector)](text *string) ([]P, error) {
	words, err := searchWords(text)
	var where []P
	for _, word := range words {
		where = append(where, P(sql.FieldContains(region.FieldSearchText, word)))
	}
	return where, err
}

// searchYouth is search among young people. Names that are not shown, in other
// alphabets and the patronymic, find those alone of whom the viewer may see more
// than the name.
func searchYouth(text *string) ([]predicate.Youth, error) {
	words, err := searchWords(text)
	if len(words) == 0 {
		return nil, err
	}
	shown, whole := make([]predicate.Youth, len(words)), make([]predicate.Youth, len(words))
	for i, word := range words {
		whole[i] = youth.SearchTextContains(word)
		shown[i] = func(s *sql.Selector) {
			// The names stand on lines of their own, those not shown on the last.
			s.Where(sql.P(func(b *sql.Builder) {
				b.Ident(s.C(youth.FieldSearchText)).WriteString(" LIKE ").Arg("%" + likely.Replace(word) + "%\n%").WriteString(` ESCAPE '\'`)
			}))
		}
	}
	return []predicate.Youth{func(s *sql.Selector) {
		asking, _ := viewer.FromContext(s.Context())
		if !asking.Has(viewer.Youth) { // who else sees young people sees them closely
			youth.And(whole...)(s)
			return
		}
		youth.Or(youth.And(shown...), youth.And(policy.CloseYouthScope(asking), youth.And(whole...)))(s)
	}}, err
}

// likely writes a text so that LIKE compares it letter by letter.
var likely = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// searchWords returns the words of a search, folded as the texts they are
// looked for in.
func searchWords(text *string) ([]string, error) {
	if text == nil {
		return nil, nil
	}
	if utf8.RuneCountInString(*text) > maxSearch {
		return nil, NewError(BadUserInput, msgSearch, maxSearch)
	}
	return strings.Fields(kaztext.Fold(*text)), nil
}

// regionCodes are the forms of a region's code: ISO 3166-2, now or before 2022,
// and KATO.
var regionCodes = regexp.MustCompile(`^(KZ-[0-9]{2}|KZ-[A-Z]{3}|[0-9]{9})$`)

// inRegion wants the row to be in the region with this ISO or KATO code. The
// region is found first, so that the database may read the rows by the index
// on their region.
func inRegion[P ~func(*sql.Selector)](given *string) ([]P, error) {
	if given == nil {
		return nil, nil
	}
	code := strings.ToUpper(*given)
	if !regionCodes.MatchString(code) {
		return nil, NewError(BadUserInput, msgRegionCode)
	}
	return []P{func(s *sql.Selector) {
		regions := sql.Dialect(s.Dialect()).Select(region.FieldID).From(sql.Table(region.Table)).
			Where(regionCode(code)).Limit(1)
		s.Where(is(s.C("region_id"), regions))
	}}, nil
}

// inSeason wants the row to be of the season of one of the years.
func inSeason[P ~func(*sql.Selector)](years []int) []P {
	if years == nil {
		return nil
	}
	return []P{func(s *sql.Selector) {
		seasons := sql.Dialect(s.Dialect()).Select(season.FieldID).From(sql.Table(season.Table))
		if len(years) == 1 {
			s.Where(is(s.C("season_id"), seasons.Where(sql.EQ(season.FieldYear, years[0]))))
			return
		}
		list := make([]any, len(years))
		for i, year := range years {
			list[i] = year
		}
		s.Where(sql.In(s.C("season_id"), seasons.Where(sql.In(season.FieldYear, list...))))
	}}
}

// isInvented wants the row to be invented for demonstration, or not to be.
func isInvented[P ~func(*sql.Selector)](given *bool) []P {
	if given == nil {
		return nil
	}
	return []P{func(s *sql.Selector) {
		// With an operator, which ent leaves out for truth values: SQLite reads
		// "NOT invented" by no index.
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(season.FieldInvented)).WriteOp(sql.OpEQ).Arg(*given)
		}))
	}}
}

// regionCode is the condition that finds a region by any of its codes. Their
// forms differ, so one column is compared, which costs less to plan than three.
func regionCode(code string) *sql.Predicate {
	column := region.FieldKato
	switch {
	case len(code) == len("KZ-10"):
		column = region.FieldIsoCode
	case strings.HasPrefix(code, "KZ-"):
		column = region.FieldIsoCodeBefore
	}
	return sql.EQ(column, code)
}

// is compares a column with the one value that a statement finds.
func is(column string, value *sql.Selector) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.Ident(column).WriteString(" = ").Wrap(func(b *sql.Builder) { b.Join(value) })
	})
}

// listArgs reads the arguments of a connection as the graph's resolvers get
// them.
func listArgs(first *int, after *string, last *int, before *string, order model.Order) pageArgs {
	name, desc := order.By()
	return pageArgs{first: first, after: after, last: last, before: before, order: name, desc: desc}
}

func whereDuplicateCase(f *model.DuplicateCaseFilter) ([]predicate.DuplicateCase, error) {
	if f == nil {
		return nil, nil
	}
	var where []predicate.DuplicateCase
	if f.State != nil {
		where = append(where, duplicatecase.StateIn(f.State...))
	}
	if f.Youth != nil {
		where = append(where, func(s *sql.Selector) {
			asking, _ := viewer.FromContext(s.Context())
			visible := youth.And(youth.ID(*f.Youth), policy.YouthScope(asking))
			duplicatecase.Or(duplicatecase.HasFirstWith(visible), duplicatecase.HasSecondWith(visible))(s)
		})
	}
	return where, nil
}

// whereDataAccess keeps what is about the viewer, whatever the filter.
func whereDataAccess(f *model.DataAccessFilter) ([]predicate.DataAccess, error) {
	where := []predicate.DataAccess{func(s *sql.Selector) {
		t := sql.Dialect(s.Dialect()).Table(dataaccessperson.Table)
		about := sql.Dialect(s.Dialect()).Select(t.C(dataaccessperson.FieldAccessID)).From(t)
		asking, _ := viewer.FromContext(s.Context())
		aboutOwn(about, t.C(dataaccessperson.FieldPersonID), asking.Account)
		s.Where(sql.In(s.C(dataaccess.FieldID), about))
	}}
	if f != nil && f.Others != nil {
		others := *f.Others
		where = append(where, func(s *sql.Selector) {
			asking, _ := viewer.FromContext(s.Context())
			if others {
				s.Where(sql.NEQ(s.C(dataaccess.FieldAccountID), asking.Account))
			} else {
				s.Where(sql.EQ(s.C(dataaccess.FieldAccountID), asking.Account))
			}
		})
	}
	return where, nil
}
