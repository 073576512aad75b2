package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhas/internal/likeness"
	"zhas/internal/programme"
)

// YouthKey is a key that a young person is found by among those who may be the
// same (likeness.Keys). It tells no more than the names do.
type YouthKey struct{ ent.Schema }

// Annotations leave the rows out of backups.
func (YouthKey) Annotations() []schema.Annotation { return []schema.Annotation{copied} }

// Fields of a key.
func (YouthKey) Fields() []ent.Field {
	return []ent.Field{
		field.Int("youth_id").Immutable(),
		field.String("key").NotEmpty().MaxLen(250).Immutable().Comment("What hardly any spelling of the name changes"),
	}
}

// Edges of a key.
func (YouthKey) Edges() []ent.Edge {
	return []ent.Edge{edge.To("youth", Youth.Type).Unique().Required().Immutable().Field("youth_id")}
}

// Indexes of a key.
func (YouthKey) Indexes() []ent.Index {
	return []ent.Index{index.Fields("key", "youth_id").Unique(), index.Fields("youth_id")}
}

// DuplicateCase is the question whether two profiles are one person's, and what a
// coordinator answered. It says how parts of the two agree, never what they are.
type DuplicateCase struct{ ent.Schema }

// Fields of a case.
func (DuplicateCase) Fields() []ent.Field {
	agreement := func(name, of string) ent.Field {
		return field.Enum(name).GoType(likeness.Agreement("")).Comment("How the " + of + " agree")
	}
	return []ent.Field{
		field.Int("first_id").Immutable().Comment("The profile with the lower identifier"),
		field.Int("second_id").Immutable(),
		field.Int("score").Min(0).Max(100).Comment("How alike they are, from 0 to 100"),
		field.Bool("same_number").Comment("Both have the same identity number"),
		agreement("family_name", "family names"),
		agreement("given_name", "given names"),
		agreement("patronymic", "patronymics"),
		agreement("birth_date", "birth dates"),
		agreement("phone", "telephone numbers"),
		field.Bool("names_swapped").Comment("The family name of each stands as the given name of the other"),
		field.Time("opened_at").Default(now).Comment("Since when the question is open, or was"),
		field.Enum("state").GoType(programme.DuplicateState("")).Default(string(programme.DuplicateOpen)).Comment("What was decided"),
		field.Time("decided_at").Optional().Nillable().Comment("When"),
		field.Int("decided_by_id").Optional().Nillable().Comment("By whom"),
		field.Int("kept_id").Optional().Nillable().Comment("The profile that the other was merged into"),
		field.JSON("moved_members", []int{}).Optional().Comment("The places in teams that went over to it"),
	}
}

// Edges of a case.
func (DuplicateCase) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("first", Youth.Type).Unique().Required().Immutable().Field("first_id"),
		edge.To("second", Youth.Type).Unique().Required().Immutable().Field("second_id"),
		edge.To("decided_by", Account.Type).Unique().Field("decided_by_id"),
		edge.To("kept", Youth.Type).Unique().Field("kept_id"),
	}
}

// Indexes of a case.
func (DuplicateCase) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("first_id", "second_id").Unique(), index.Fields("second_id"), index.Fields("kept_id"), index.Fields("decided_by_id"),
		index.Fields("state", "score", "id"), index.Fields("score", "id"), index.Fields("opened_at", "id"),
	}
}
