package schema

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"entgo.io/ent/schema/mixin"

	"zhas/internal/kaztext"
	"zhas/internal/programme"
)

// orderSuffix is what the column holding the sort key of a name is called.
const orderSuffix = "_order"

// Derived marks a field whose value follows from other fields of its row, so that
// the journal's images leave it out (ent/template/journal.tmpl).
type Derived struct{ Derived bool }

// Name is what templates find the mark by.
func (Derived) Name() string { return "Derived" }

var derived = Derived{Derived: true}

// sorted keeps a sort key beside each of the named text fields, so that both
// databases order them by the Kazakh alphabet, and indexes it for paging.
type sorted struct {
	mixin.Schema
	names  []string
	copied bool // the names are copies of what is sealed
}

// Fields are the sort keys.
func (m sorted) Fields() []ent.Field {
	fields := make([]ent.Field, 0, len(m.names))
	for _, name := range m.names {
		key := field.String(name + orderSuffix).Annotations(derived).
			Comment("Sort key of " + name + ": its byte order is the Kazakh alphabetical order")
		if m.copied {
			key.Default("").Annotations(copied)
		}
		fields = append(fields, key)
	}
	return fields
}

// Indexes serve ordering by each name, the identifier breaking ties.
func (m sorted) Indexes() []ent.Index {
	indexes := make([]ent.Index, 0, len(m.names))
	for _, name := range m.names {
		indexes = append(indexes, index.Fields(name+orderSuffix, "id"))
	}
	return indexes
}

// Hooks compute the sort keys of the names that a mutation sets.
func (m sorted) Hooks() []ent.Hook {
	return []ent.Hook{computed(func(mutation ent.Mutation) error {
		for _, name := range m.names {
			value, set := mutation.Field(name)
			if !set {
				continue
			}
			if err := mutation.SetField(name+orderSuffix, kaztext.SortKey(fmt.Sprint(value))); err != nil {
				return err
			}
		}
		return nil
	})}
}

// searched keeps a folded text of the named fields, which search compares.
type searched struct {
	mixin.Schema
	names  []string
	copied bool // the names are copies of what is sealed
}

// Fields is the folded text.
func (m searched) Fields() []ent.Field {
	text := field.Text("search_text").Annotations(derived).
		Comment("Folded text of " + strings.Join(m.names, ", ") + ", which search compares")
	if m.copied {
		text.Default("").Annotations(copied)
	}
	return []ent.Field{text}
}

// Hooks compute the folded text. An update that sets or clears some of the names
// does so with all of them, or the text would lose the others.
func (m searched) Hooks() []ent.Hook {
	return []ent.Hook{computed(func(mutation ent.Mutation) error {
		var words []string
		set := 0
		for _, name := range m.names {
			value, ok := mutation.Field(name)
			if ok {
				words = append(words, kaztext.Fold(fmt.Sprint(value)))
			}
			if ok || mutation.FieldCleared(name) || mutation.Op().Is(ent.OpCreate) { // a new row holds nothing else
				set++
			}
		}
		switch set {
		case 0:
			return nil
		case len(m.names):
			return mutation.SetField("search_text", strings.Join(words, "\n"))
		default:
			return fmt.Errorf("%s: set all of %s together: one text is searched",
				mutation.Type(), strings.Join(m.names, ", "))
		}
	})}
}

// invented marks rows of the demonstration (internal/demo), which mix with
// nothing that was published and are removed together.
type invented struct{ mixin.Schema }

// Fields is the mark.
func (invented) Fields() []ent.Field {
	return []ent.Field{
		field.Bool("invented").Default(false).Immutable().
			Comment("Invented for demonstration; never a person, a place or a result"),
	}
}

// computed runs derive before each creation and update.
func computed(derive func(ent.Mutation) error) ent.Hook {
	return func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, mutation ent.Mutation) (ent.Value, error) {
			if mutation.Op().Is(ent.OpCreate | ent.OpUpdate | ent.OpUpdateOne) {
				if err := derive(mutation); err != nil {
					return nil, err
				}
			}
			return next.Mutate(ctx, mutation)
		})
	}
}

// date is a calendar day, kept as YYYY-MM-DD.
func date(name, comment string) ent.Field {
	return field.String(name).GoType(programme.Date("")).MaxLen(10).Comment(comment)
}

// optionalDate is a calendar day that may be unknown.
func optionalDate(name, comment string) ent.Field {
	return field.String(name).GoType(programme.Date("")).MaxLen(10).Optional().Nillable().Comment(comment)
}

// translated is a text of the programme in its three languages, all given.
func translated(name, comment string) []ent.Field {
	return []ent.Field{
		field.String(name + "_kk").NotEmpty().MaxRuneLen(500).Comment(comment + ", in Kazakh"),
		field.String(name + "_ru").NotEmpty().MaxRuneLen(500).Comment(comment + ", in Russian"),
		field.String(name + "_en").NotEmpty().MaxRuneLen(500).Comment(comment + ", in English"),
	}
}

// optionalTranslated is a text of the programme in its three languages, or none.
func optionalTranslated(name, comment string) []ent.Field {
	return []ent.Field{
		field.String(name + "_kk").Optional().Nillable().MaxRuneLen(2000).Comment(comment + ", in Kazakh"),
		field.String(name + "_ru").Optional().Nillable().MaxRuneLen(2000).Comment(comment + ", in Russian"),
		field.String(name + "_en").Optional().Nillable().MaxRuneLen(2000).Comment(comment + ", in English"),
	}
}

// enum is a column of one of the values that the Go type lists.
func enum(name string, values field.EnumValues, comment string) ent.Field {
	return field.Enum(name).GoType(values).Comment(comment)
}

// optionalEnum is a column of one of the values that the Go type lists, or none.
func optionalEnum(name string, values field.EnumValues, comment string) ent.Field {
	return field.Enum(name).GoType(values).Optional().Nillable().Comment(comment)
}

// join makes one list of fields.
func join(lists ...[]ent.Field) []ent.Field {
	var all []ent.Field
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
