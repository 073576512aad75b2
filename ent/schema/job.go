package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Job is work that is done after the change that asked for it, such as sending
// a message. It names a row and holds nothing of it. It is gone once it is done.
type Job struct{ ent.Schema }

// Fields of a job.
func (Job) Fields() []ent.Field {
	return []ent.Field{
		field.String("kind").NotEmpty().MaxLen(100).Immutable().Comment("What is to be done"),
		field.Int("subject_id").Immutable().Comment("The row it is about; which table says the kind"),
		field.Time("created_at").Default(now).Immutable(),
		field.Time("due_at").Default(now).Comment("Not before; while it is worked on, when somebody else may take it over"),
		field.Int("attempts").Default(0).Comment("How often it was begun"),
		field.Time("failed_at").Optional().Nillable().Comment("When it was given up"),
	}
}

// Indexes of a job.
func (Job) Indexes() []ent.Index { return []ent.Index{index.Fields("failed_at", "due_at", "id")} }
