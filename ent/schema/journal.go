package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhas/internal/programme"
)

// JournalEntry is one change of one row, or of many at once. Rows of this table
// are inserted by internal/journal and never change.
//
// Each column is part of what a seal proves (internal/journal/chain.go): a column
// that comes later has to be added there.
type JournalEntry struct{ ent.Schema }

// Annotations name the table.
func (JournalEntry) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: "journal_entries"}}
}

// Fields of an entry. Instants are numbers and images are texts, so that not one
// byte of them can be written otherwise and mean the same.
func (JournalEntry) Fields() []ent.Field {
	return []ent.Field{
		field.String("transaction").MaxLen(32).Immutable().
			Comment("The same for all changes that were made together, all or none"),
		field.Int64("recorded_at").Immutable().Comment("When, in microseconds since 1970 in UTC"),
		enum("actor_kind", programme.ActorKind(""), "What kind of actor made the change"),
		field.Int("actor_id").Optional().Nillable().Immutable().Comment("Account of the actor, where there is one"),
		field.String("request_id").Optional().Nillable().MaxLen(64).Immutable().Comment("X-Request-Id of the request that made it"),
		field.String("entity").MaxLen(64).Immutable().Comment("Type of the row that changed"),
		field.Int("entity_id").Optional().Nillable().Immutable().Comment("Identifier of the row; none where many changed at once"),
		enum("action", programme.JournalAction(""), "What was done"),
		field.Text("before").Optional().Nillable().Immutable().Comment("The row before, as a JSON object of its columns; none for a creation"),
		field.Text("after").Optional().Nillable().Immutable().Comment("The row after, as a JSON object of its columns; none for a deletion"),
	}
}

// Indexes of an entry.
func (JournalEntry) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("entity", "entity_id", "id"), // the history of a row
		// The journal of a type by a kind of actor, and of a person: small, because
		// what loaders and demonstrations write is of no person.
		index.Fields("entity", "actor_kind", "recorded_at", "id"),
		index.Fields("actor_id", "entity", "actor_kind", "recorded_at", "id").Annotations(entsql.IndexWhere("actor_id IS NOT NULL")),
	}
}

// JournalSeal gives an entry its place in the order of the journal and proves it
// and all entries before it.
type JournalSeal struct{ ent.Schema }

// Annotations name the table.
func (JournalSeal) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: "journal_seals"}}
}

// Fields of a seal.
func (JournalSeal) Fields() []ent.Field {
	return []ent.Field{
		field.Int("id").StorageKey("position").Comment("Place in the order of the journal: 1, 2, 3, without gaps"),
		field.Int("entry_id").Unique().Immutable().Comment("The entry that stands there"),
		field.String("hash").MaxLen(64).Immutable().
			Comment("SHA-256, in hexadecimal, of the hash before, the position and every column of the entry"),
	}
}
