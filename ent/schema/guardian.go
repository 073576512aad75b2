package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// GuardianRequest asks a guardian to agree for a minor, by a link. Who they are is
// sealed with what is held of the minor; nothing of it stands here.
type GuardianRequest struct{ ent.Schema }

// Fields of a request.
func (GuardianRequest) Fields() []ent.Field {
	return []ent.Field{
		field.Int("person_id").Immutable(),
		field.Enum("language").GoType(viewer.Locale("")).Immutable().Comment("Language of the message"),
		field.Bytes("token_hash").Optional().Unique().Sensitive().
			Comment("SHA-256 of the token in the link; empty until it is sent"),
		field.Time("asked_at").Default(now).Immutable().Comment("When the guardian was asked"),
		field.Time("expires_at").Immutable().Comment("Until when the guardian may answer"),
		field.Time("answered_at").Optional().Nillable().Comment("When the guardian answered"),
		optionalEnum("answer", programme.GuardianAnswer(""), "What the guardian answered"),
		field.Time("cancelled_at").Optional().Nillable().Comment("When another request took its place"),
	}
}

// Edges of a request.
func (GuardianRequest) Edges() []ent.Edge {
	return []ent.Edge{edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id")}
}

// Indexes of a request. A person has one that counts.
func (GuardianRequest) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("person_id", "asked_at", "id"),
		index.Fields("person_id").Unique().Annotations(entsql.IndexWhere("cancelled_at IS NULL")).StorageKey("guardianrequest_open"),
	}
}
