package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhas/internal/programme"
)

// Season is one round of the programme, from the call to the last report.
type Season struct{ ent.Schema }

// Mixin of a season.
func (Season) Mixin() []ent.Mixin { return []ent.Mixin{invented{}} }

// Fields of a season.
func (Season) Fields() []ent.Field {
	return join([]ent.Field{
		field.Int("year").Unique().Immutable().Comment("Year that names the season"),
	}, translated("name", "Name"), []ent.Field{
		optionalDate("starts_on", "First day, where a source gives it"),
		optionalDate("ends_on", "Last day, where a source gives it"),
		enum("state", programme.SeasonState(""), "Where the season stands"),
		field.Int("source_id").Optional().Nillable(),
	}, optionalTranslated("note", "What a reader should know of the season"))
}

// Edges of a season.
func (Season) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("source", Source.Type).Unique().Field("source_id"),
		edge.From("rule_sets", RuleSet.Type).Ref("season"),
		edge.From("season_regions", SeasonRegion.Type).Ref("season"),
		edge.From("figures", Figure.Type).Ref("season"),
		edge.From("social_projects", SocialProject.Type).Ref("season"),
	}
}

// Indexes of a season.
func (Season) Indexes() []ent.Index {
	return []ent.Index{index.Fields("year", "id"), index.Fields("source_id")}
}

// RuleSet is one version of a season's rules. A version never changes once
// decisions were made under it: a correction is a new version.
type RuleSet struct{ ent.Schema }

// Fields of a rule set.
func (RuleSet) Fields() []ent.Field {
	return []ent.Field{
		field.Int("season_id"),
		field.Int("version").Positive().Immutable().Comment("1, 2, … within the season; the highest is in force"),
		field.JSON("rules", programme.Rules{}).Comment("The rules; what no source gives is absent"),
	}
}

// Edges of a rule set.
func (RuleSet) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("season", Season.Type).Unique().Required().Field("season_id"),
		edge.From("citations", RuleCitation.Type).Ref("rule_set"),
	}
}

// Indexes of a rule set.
func (RuleSet) Indexes() []ent.Index {
	return []ent.Index{index.Fields("season_id", "version").Unique()}
}

// RuleCitation names a source of one rule of a rule set.
type RuleCitation struct{ ent.Schema }

// Fields of a citation.
func (RuleCitation) Fields() []ent.Field {
	return []ent.Field{
		field.Int("rule_set_id"),
		enum("rule", programme.Rule(""), "The rule that the source gives"),
		field.Int("source_id"),
	}
}

// Edges of a citation.
func (RuleCitation) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("rule_set", RuleSet.Type).Unique().Required().Field("rule_set_id"),
		edge.To("source", Source.Type).Unique().Required().Field("source_id"),
	}
}

// Indexes of a citation.
func (RuleCitation) Indexes() []ent.Index {
	return []ent.Index{index.Fields("rule_set_id", "rule", "source_id").Unique(), index.Fields("source_id")}
}

// SeasonRegion is a region's part in a season.
type SeasonRegion struct{ ent.Schema }

// Fields of a region's part in a season.
func (SeasonRegion) Fields() []ent.Field {
	return join([]ent.Field{
		field.Int("season_id"),
		field.Int("region_id"),
		field.Int("source_id").Optional().Nillable().
			Comment("Publication that says so; none where the programme itself keeps the season here"),
	}, optionalTranslated("office", "The coordinating agency's office there, where a source names it"))
}

// Edges of a region's part in a season.
func (SeasonRegion) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("season", Season.Type).Unique().Required().Field("season_id"),
		edge.To("region", Region.Type).Unique().Required().Field("region_id"),
		edge.To("source", Source.Type).Unique().Field("source_id"),
	}
}

// Indexes of a region's part in a season.
func (SeasonRegion) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("season_id", "region_id").Unique(), index.Fields("region_id"), index.Fields("source_id"),
	}
}
