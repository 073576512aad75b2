package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhas/internal/programme"
)

// ExceptionalAccess is somebody of the staff asking for a young person outside of
// their ordinary scope, for a reason, and what came of it. Nothing of the number
// that was looked for is kept.
type ExceptionalAccess struct{ ent.Schema }

// Fields of an exceptional access.
func (ExceptionalAccess) Fields() []ent.Field {
	return []ent.Field{
		field.Int("account_id").Immutable().Comment("Who asked"),
		field.Int("youth_id").Optional().Nillable().Comment("Whom they found, if anybody"),
		field.Enum("outcome").GoType(programme.ExceptionalOutcome("")).Immutable().Comment("What came of it"),
		field.Enum("sought_by").GoType(programme.PersonalField("")).Immutable().Comment("What kind of number they looked for"),
		field.Enum("purpose").GoType(programme.ReadingPurpose("")).Immutable().Comment("What for"),
		field.String("reason").MaxRuneLen(1000).Immutable().Comment("Why, in their own words"),
		field.Time("begun_at").Default(now).Immutable().Comment("When they asked"),
		field.Time("ends_at").Optional().Nillable().Immutable().Comment("When it ends by itself; empty when nothing was opened"),
		field.Time("ended_at").Optional().Nillable().Comment("When it was ended before that"),
		field.Time("reviewed_at").Optional().Nillable().Comment("When a second person reviewed it"),
		field.Int("reviewed_by_id").Optional().Nillable().Comment("Who reviewed it"),
		optionalEnum("verdict", programme.Verdict(""), "What they think of it"),
		field.String("review_note").Optional().Nillable().MaxRuneLen(1000).Comment("And why"),
	}
}

// Edges of an exceptional access.
func (ExceptionalAccess) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("account", Account.Type).Unique().Required().Immutable().Field("account_id"),
		edge.To("youth", Youth.Type).Unique().Field("youth_id"),
		edge.To("reviewed_by", Account.Type).Unique().Field("reviewed_by_id"),
		edge.From("looks", DataAccess.Type).Ref("exceptional_access").Comment("What was seen"),
	}
}

// Indexes of an exceptional access.
func (ExceptionalAccess) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("account_id", "begun_at"), index.Fields("begun_at", "id"), index.Fields("youth_id"), index.Fields("reviewed_by_id"),
	}
}
