package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhas/internal/programme"
)

// Region is a first-level administrative unit as it stands today; what it was
// called before is in its periods.
type Region struct{ ent.Schema }

// Mixin of a region.
func (Region) Mixin() []ent.Mixin {
	return []ent.Mixin{
		sorted{names: []string{"name_kk", "name_ru", "name_en"}},
		searched{names: []string{"name_kk", "name_ru", "name_en"}},
	}
}

// Fields of a region.
func (Region) Fields() []ent.Field {
	return join([]ent.Field{
		field.String("kato").NotEmpty().MaxLen(9).Unique().Immutable().
			Comment("Code in the state's classifier of administrative units"),
		field.String("iso_code").NotEmpty().MaxLen(6).Unique().
			Comment("ISO 3166-2 code since 2022"),
		field.String("iso_code_before").Optional().Nillable().MaxLen(6).Unique().
			Comment("ISO 3166-2 code before 2022"),
		enum("kind", programme.RegionKind(""), "Kind of unit"),
	}, translated("name", "Name today"), translated("centre", "Administrative centre today"), []ent.Field{
		field.String("time_zone").NotEmpty().MaxLen(64).Comment("IANA time zone"),
		optionalDate("valid_from", "First day of the region, when it came to be after the programme was designed"),
		optionalDate("valid_to", "Day the region ceased to be"),
		field.Int("predecessor_id").Optional().Nillable(),
		field.Int("source_id").Optional().Nillable(),
	}, optionalTranslated("note", "What a reader should know of its borders"))
}

// Edges of a region.
func (Region) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("successors", Region.Type).Comment("Regions split off from it").
			From("predecessor").Unique().Field("predecessor_id").Comment("Region it was split off from"),
		edge.To("source", Source.Type).Unique().Field("source_id"),
		edge.From("periods", RegionPeriod.Type).Ref("region"),
		edge.From("localities", Locality.Type).Ref("region"),
		edge.From("season_regions", SeasonRegion.Type).Ref("region"),
		edge.From("figures", Figure.Type).Ref("region"),
		edge.From("host_organizations", HostOrganization.Type).Ref("region"),
		edge.From("youths", Youth.Type).Ref("region"),
		edge.From("social_projects", SocialProject.Type).Ref("region"),
	}
}

// Indexes of a region.
func (Region) Indexes() []ent.Index {
	return []ent.Index{index.Fields("kato", "id"), index.Fields("predecessor_id"), index.Fields("source_id")}
}

// RegionPeriod is a time in which a region's name and centre did not change.
type RegionPeriod struct{ ent.Schema }

// Mixin of a period.
func (RegionPeriod) Mixin() []ent.Mixin {
	return []ent.Mixin{searched{names: []string{"name_kk", "name_ru", "name_en"}}}
}

// Fields of a period.
func (RegionPeriod) Fields() []ent.Field {
	return join([]ent.Field{
		field.Int("region_id"),
		optionalDate("valid_from", "First day; unknown when it lies before the programme"),
		optionalDate("valid_to", "First day on which it no longer held; none while it holds"),
	}, translated("name", "Name in the period"), translated("centre", "Administrative centre in the period"), []ent.Field{
		field.Int("source_id").Optional().Nillable(),
	})
}

// Edges of a period.
func (RegionPeriod) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("region", Region.Type).Unique().Required().Field("region_id"),
		edge.To("source", Source.Type).Unique().Field("source_id"),
	}
}

// Indexes of a period.
func (RegionPeriod) Indexes() []ent.Index {
	return []ent.Index{index.Fields("region_id", "valid_from").Unique(), index.Fields("source_id")}
}

// Locality is a unit of the KATO classifier below the region.
type Locality struct{ ent.Schema }

// Mixin of a locality.
func (Locality) Mixin() []ent.Mixin {
	return []ent.Mixin{
		sorted{names: []string{"name_kk", "name_ru"}},
		searched{names: []string{"name_kk", "name_ru"}},
		invented{},
	}
}

// Fields of a locality.
func (Locality) Fields() []ent.Field {
	return []ent.Field{
		field.String("kato").NotEmpty().MaxLen(9).Unique().Immutable().
			Comment("Code in the state's classifier of administrative units; an invented one has a code that cannot be in it"),
		enum("kind", programme.LocalityKind(""), "Kind of unit"),
		field.String("name_kk").NotEmpty().MaxRuneLen(200).Comment("Name in Kazakh"),
		field.String("name_ru").NotEmpty().MaxRuneLen(200).Comment("Name in Russian"),
		field.String("name_en").Optional().Nillable().MaxRuneLen(200).Comment("Name in English, where the file gives one"),
		field.Int("region_id"),
		field.Int("parent_id").Optional().Nillable(),
	}
}

// Edges of a locality.
func (Locality) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("region", Region.Type).Unique().Required().Field("region_id"),
		edge.To("children", Locality.Type).From("parent").Unique().Field("parent_id"),
		edge.From("host_organizations", HostOrganization.Type).Ref("locality"),
		edge.From("youths", Youth.Type).Ref("locality"),
		edge.From("social_projects", SocialProject.Type).Ref("locality"),
	}
}

// Indexes of a locality.
func (Locality) Indexes() []ent.Index {
	return []ent.Index{index.Fields("kato", "id"), index.Fields("region_id", "kato", "id"), index.Fields("parent_id", "kato", "id")}
}
