package policy

import (
	"time"

	"entgo.io/ent/dialect/sql"

	"zhas/ent/figure"
	"zhas/ent/hostorganization"
	"zhas/ent/locality"
	"zhas/ent/member"
	"zhas/ent/predicate"
	"zhas/ent/region"
	"zhas/ent/regionperiod"
	"zhas/ent/rulecitation"
	"zhas/ent/ruleset"
	"zhas/ent/season"
	"zhas/ent/seasonregion"
	"zhas/ent/socialproject"
	"zhas/ent/source"
	"zhas/ent/youth"
	"zhas/internal/viewer"
)

// everything and nothing are the two ends of a scope.
func everything(*sql.Selector) {}

func nothing(s *sql.Selector) { s.Where(sql.False()) }

// reference is the scope of data that anybody with a role reads.
func reference(v viewer.Viewer) func(*sql.Selector) {
	if v.Role == "" {
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

// SocialProjectScope lets the public read projects from the instant they are
// published.
func SocialProjectScope(v viewer.Viewer) predicate.SocialProject {
	switch {
	case v.IsSystem():
		return everything
	case v.Role == viewer.Public:
		return socialproject.PublishedAtLTE(time.Now().UTC())
	}
	return nothing
}

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

// HostOrganizationScope lets the programme alone read.
func HostOrganizationScope(v viewer.Viewer) predicate.HostOrganization { return internal(v) }

// YouthScope lets the programme alone read.
func YouthScope(v viewer.Viewer) predicate.Youth { return internal(v) }

// MemberScope lets the programme alone read.
func MemberScope(v viewer.Viewer) predicate.Member { return internal(v) }

// JournalEntryScope lets the programme alone read.
func JournalEntryScope(v viewer.Viewer) predicate.JournalEntry { return internal(v) }

// JournalSealScope lets the programme alone read.
func JournalSealScope(v viewer.Viewer) predicate.JournalSeal { return internal(v) }

// scopes are the entities that the graph shows.
var scopes = map[string]struct {
	table string
	scope func(viewer.Viewer) func(*sql.Selector)
}{
	"Figure":           {figure.Table, selector(FigureScope)},
	"HostOrganization": {hostorganization.Table, selector(HostOrganizationScope)},
	"Locality":         {locality.Table, selector(LocalityScope)},
	"Member":           {member.Table, selector(MemberScope)},
	"Region":           {region.Table, selector(RegionScope)},
	"RegionPeriod":     {regionperiod.Table, selector(RegionPeriodScope)},
	"RuleCitation":     {rulecitation.Table, selector(RuleCitationScope)},
	"RuleSet":          {ruleset.Table, selector(RuleSetScope)},
	"Season":           {season.Table, selector(SeasonScope)},
	"SeasonRegion":     {seasonregion.Table, selector(SeasonRegionScope)},
	"SocialProject":    {socialproject.Table, selector(SocialProjectScope)},
	"Source":           {source.Table, selector(SourceScope)},
	"Youth":            {youth.Table, selector(YouthScope)},
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
