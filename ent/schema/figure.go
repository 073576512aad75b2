package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhas/internal/programme"
)

// Figure is a number as a source published it. Figures that contradict each
// other stand side by side.
type Figure struct{ ent.Schema }

// Mixin of a figure.
func (Figure) Mixin() []ent.Mixin { return []ent.Mixin{sorted{names: []string{"code"}}} }

// Fields of a figure.
func (Figure) Fields() []ent.Field {
	return join([]ent.Field{
		field.String("code").NotEmpty().MaxLen(100).Unique().Immutable().
			Comment("Short stable code, such as 2018-projects-s17"),
		enum("measure", programme.Measure(""), "What is counted"),
		enum("qualifier", programme.Qualifier(""), "How exactly the source gave the value"),
		enum("basis", programme.Basis(""), "Whether it was reported, planned or derived here"),
		field.Float("value").Min(0).Comment("The number, in units; exact for whole numbers up to 2^53"),
		enum("unit", programme.Unit(""), "What one of the value is"),
		date("period_start", "First day of the period the figure speaks of"),
		date("period_end", "Last day of the period, included"),
		field.Int("season_id").Optional().Nillable(),
		field.Int("region_id").Optional().Nillable(),
		field.Int("source_id"),
		field.String("derivation").Optional().Nillable().MaxRuneLen(500).Comment("The arithmetic of a derived figure"),
	}, optionalTranslated("place", "Part of the region the figure is about, when not the whole"),
		optionalTranslated("note", "What a reader should know of the figure"))
}

// Edges of a figure.
func (Figure) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("season", Season.Type).Unique().Field("season_id"),
		edge.To("region", Region.Type).Unique().Field("region_id"),
		edge.To("source", Source.Type).Unique().Required().Field("source_id"),
	}
}

// Indexes of a figure.
func (Figure) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("period_start", "id"),
		index.Fields("value", "id"),
		index.Fields("season_id", "code_order", "id"),
		index.Fields("region_id", "code_order", "id"),
		index.Fields("source_id", "code_order", "id"),
	}
}
