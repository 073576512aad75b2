package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhas/internal/programme"
)

// HostOrganization is an organisation that helps young people prepare and run
// their project.
type HostOrganization struct{ ent.Schema }

// Mixin of a host organisation.
func (HostOrganization) Mixin() []ent.Mixin {
	return []ent.Mixin{sorted{names: []string{"name"}}, searched{names: []string{"name"}}, invented{}}
}

// Fields of a host organisation.
func (HostOrganization) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().MaxRuneLen(300).Comment("Name as registered"),
		field.Int("region_id"),
		field.Int("locality_id").Optional().Nillable(),
		field.Time("registered_at").Default(now).Immutable().Comment("When it registered in the programme"),
	}
}

// Edges of a host organisation.
func (HostOrganization) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("region", Region.Type).Unique().Required().Field("region_id"),
		edge.To("locality", Locality.Type).Unique().Field("locality_id"),
		edge.From("social_projects", SocialProject.Type).Ref("host"),
	}
}

// Indexes of a host organisation.
func (HostOrganization) Indexes() []ent.Index {
	return []ent.Index{index.Fields("region_id", "name_order", "id"), index.Fields("locality_id")}
}

// Youth is a registered young person, with the names that search and lists need.
// Everything else that is held of them is sealed on their Person.
type Youth struct{ ent.Schema }

// Mixin of a young person.
func (Youth) Mixin() []ent.Mixin {
	return []ent.Mixin{
		sorted{names: []string{"family_name", "given_name"}, copied: true},
		searched{names: []string{"family_name", "given_name", "spellings"}, copied: true},
		invented{},
	}
}

// Fields of a young person.
func (Youth) Fields() []ent.Field {
	return []ent.Field{
		field.Int("person_id").Immutable(),
		field.String("family_name").Default("").MaxRuneLen(100).Annotations(copied).Comment("Family name as the person writes it; empty once they are erased"),
		field.String("given_name").Default("").MaxRuneLen(100).Annotations(copied).Comment("Given name as the person writes it; empty once they are erased"),
		field.Text("spellings").Default("").MaxRuneLen(2000).Annotations(copied).Comment("The name in the other alphabets, and the patronymic, for search"),
		field.Int("region_id"),
		field.Int("locality_id").Optional().Nillable(),
		field.Time("registered_at").Default(now).Immutable().Comment("When the person registered"),
		field.Int("account_id").Optional().Nillable().Comment("The account that the person signs in with"),
		field.Time("attested_at").Optional().Nillable().Comment("When a coordinator saw the identity document that the identity number is from"),
		field.Int("attested_by_id").Optional().Nillable().Comment("Who saw it"),
		field.Time("processing_stopped_at").Optional().Nillable().Comment("Since when the person has their data not processed"),
		optionalDate("active_on", "When the person did something last, to a month while they come back; empty: nothing since registration"),
		field.Time("expiry_told_at").Optional().Nillable().Comment("When the person was told that what is held of them runs out; empty while it does not"),
		field.Int("merged_into_id").Optional().Nillable().Comment("The profile of the same person that stands for this one"),
		field.Time("merged_at").Optional().Nillable().Comment("Since when"),
	}
}

// Edges of a young person.
func (Youth) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("region", Region.Type).Unique().Required().Field("region_id"),
		edge.To("locality", Locality.Type).Unique().Field("locality_id"),
		edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id"),
		edge.From("account", Account.Type).Ref("youth").Unique().Field("account_id"),
		edge.To("attested_by", Account.Type).Unique().Field("attested_by_id"),
		edge.From("members", Member.Type).Ref("youth").Comment("Places in teams"),
		edge.From("traits", YouthTraits.Type).Ref("youth").Comment("One row, or none"),
		edge.From("categories", YouthCategory.Type).Ref("youth"),
		edge.To("merged", Youth.Type).Comment("Profiles of the same person that this one stands for").From("merged_into").Unique().Field("merged_into_id"),
	}
}

// Indexes of a young person.
func (Youth) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("region_id", "family_name_order", "id"), index.Fields("registered_at", "id"), index.Fields("locality_id"), index.Fields("person_id").Unique(),
		index.Fields("attested_by_id"), index.Fields("active_on"), index.Fields("merged_into_id"),
	}
}

// SocialProject is what a team of young people does for its community.
type SocialProject struct{ ent.Schema }

// Mixin of a social project.
func (SocialProject) Mixin() []ent.Mixin {
	return []ent.Mixin{sorted{names: []string{"title"}}, searched{names: []string{"title", "summary"}}, invented{}}
}

// Fields of a social project.
func (SocialProject) Fields() []ent.Field {
	return []ent.Field{
		field.String("title").NotEmpty().MaxRuneLen(300).Comment("Title in the language of the team"),
		field.Text("summary").Default("").MaxRuneLen(4000).Comment("What it does and for whom, in the language of the team"),
		enum("language", programme.TextLanguage(""), "Language the team wrote in"),
		enum("direction", programme.Direction(""), "Theme"),
		enum("stage", programme.Stage(""), "Where the project stands"),
		field.Int("season_id"),
		field.Int("region_id"),
		field.Int("locality_id").Optional().Nillable(),
		field.Int("host_id").Optional().Nillable(),
		field.Time("created_at").Default(now).Immutable().Comment("When the draft was begun"),
		field.Time("published_at").Optional().Nillable().Comment("Since when the public may read it"),
	}
}

// Edges of a social project.
func (SocialProject) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("season", Season.Type).Unique().Required().Field("season_id"),
		edge.To("region", Region.Type).Unique().Required().Field("region_id"),
		edge.To("locality", Locality.Type).Unique().Field("locality_id"),
		edge.To("host", HostOrganization.Type).Unique().Field("host_id"),
		edge.From("members", Member.Type).Ref("project").Comment("The team"),
	}
}

// Indexes of a social project.
func (SocialProject) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("season_id", "created_at", "id"),
		index.Fields("season_id", "region_id", "stage", "created_at", "id"),
		// Counting reads this index alone.
		index.Fields("season_id", "region_id", "stage", "published_at", "invented"),
		index.Fields("region_id", "created_at", "id"),
		index.Fields("region_id", "stage", "created_at", "id"),
		index.Fields("host_id", "created_at", "id"),
		index.Fields("locality_id"),
		index.Fields("created_at", "id"),
		index.Fields("invented", "created_at", "id"),
	}
}

// Member is a young person's place in the team of a social project.
type Member struct{ ent.Schema }

// Fields of a member.
func (Member) Fields() []ent.Field {
	return []ent.Field{
		field.Int("project_id"),
		field.Int("youth_id"),
		enum("role", programme.MemberRole(""), "Part in the team"),
		field.Time("joined_at").Default(now).Immutable().Comment("When the person joined the team"),
	}
}

// Edges of a member.
func (Member) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("project", SocialProject.Type).Unique().Required().Field("project_id"),
		edge.To("youth", Youth.Type).Unique().Required().Field("youth_id"),
	}
}

// Indexes of a member.
func (Member) Indexes() []ent.Index {
	return []ent.Index{index.Fields("project_id", "youth_id").Unique(), index.Fields("youth_id")}
}

// now is the instant a row begins, in UTC at the precision both databases keep.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
