package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Source is a publication that a fact is taken from.
type Source struct{ ent.Schema }

// Mixin of a source.
func (Source) Mixin() []ent.Mixin {
	return []ent.Mixin{
		sorted{names: []string{"code"}},
		searched{names: []string{"title", "description_kk", "description_ru", "description_en"}},
	}
}

// Fields of a source.
func (Source) Fields() []ent.Field {
	return join([]ent.Field{
		field.String("code").NotEmpty().MaxLen(32).Unique().Immutable().
			Comment("Short stable code that figures cite, such as S17"),
		field.String("title").Optional().Nillable().MaxRuneLen(500).
			Comment("Title as the publication has it, where it is on record"),
		field.String("language").Optional().Nillable().MaxLen(35).
			Comment("Language of the publication as a BCP 47 tag, such as ru"),
	}, translated("description", "What the publication is, in words of the programme"), []ent.Field{
		field.String("publisher").Optional().Nillable().MaxRuneLen(200).Comment("Who published it"),
		optionalDate("published_on", "Day of publication"),
		field.String("address").Optional().Nillable().MaxRuneLen(500).
			Comment("Where it was found: a web address or an archive reference"),
	}, optionalTranslated("note", "What a reader should know of the source"))
}

// Edges of a source.
func (Source) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("figures", Figure.Type).Ref("source").Comment("Figures taken from it"),
		edge.From("season_regions", SeasonRegion.Type).Ref("source"),
		edge.From("regions", Region.Type).Ref("source"),
		edge.From("region_periods", RegionPeriod.Type).Ref("source"),
		edge.From("seasons", Season.Type).Ref("source"),
		edge.From("rule_citations", RuleCitation.Type).Ref("source"),
	}
}
