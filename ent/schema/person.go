package schema

import (
	"crypto/rand"
	"encoding/binary"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// Copied marks a field, or a whole entity, that repeats in clear what is sealed on
// a Person, so that the database can search, order and count by it. The journal's
// images and the backups leave it out; internal/personal makes it again.
type Copied struct{ Copied bool }

// Name is what templates and the store find the mark by.
func (Copied) Name() string { return "Copied" }

var copied = Copied{Copied: true}

// Person is what is held of one human being, sealed by a key of their own: of who
// has an account, who takes part, who was invited. internal/personal alone reads
// and writes it; a column holds the sealed text of a value.
type Person struct{ ent.Schema }

// Annotations name the table.
func (Person) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: "people"}}
}

// Mixin of a person.
func (Person) Mixin() []ent.Mixin { return []ent.Mixin{invented{}} }

// Fields of a person.
func (Person) Fields() []ent.Field {
	fields := []ent.Field{
		field.Int64("subject").Unique().Immutable().DefaultFunc(newSubject).
			Comment("The random number under which the vault knows the person"),
		field.Time("erased_at").Optional().Nillable().Comment("Since when nothing of the person can be read any more"),
	}
	for _, name := range programme.PersonalField("").Values() {
		fields = append(fields, field.Bytes(programme.PersonalField(name).Column()).Optional().Comment("Sealed"))
	}
	return fields
}

// BlindIndex finds people by a value that is sealed: a keyed hash, which nobody
// makes who has not the vault's key file.
type BlindIndex struct{ ent.Schema }

// Annotations leave the rows out of backups.
func (BlindIndex) Annotations() []schema.Annotation { return []schema.Annotation{copied} }

// Fields of a blind index.
func (BlindIndex) Fields() []ent.Field {
	return []ent.Field{
		field.Int("person_id").Immutable(),
		enum("field", programme.PersonalField(""), "Whose value it is"),
		field.Int64("key").Immutable().Comment("The index key that it was made with"),
		field.Bytes("value").NotEmpty().Immutable().Sensitive().Comment("The keyed hash"),
		field.Bool("sole").Default(false).
			Comment("Nobody else may have this value: it is the address of an account, or an identity number that was attested"),
	}
}

// Edges of a blind index.
func (BlindIndex) Edges() []ent.Edge {
	return []ent.Edge{edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id")}
}

// Indexes of a blind index.
func (BlindIndex) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("field", "key", "value", "person_id").Unique(),
		index.Fields("field", "key", "value").Unique().Annotations(entsql.IndexWhere("sole")).StorageKey("blindindex_sole"),
		index.Fields("person_id"),
	}
}

// YouthTraits are what statistics compute on: no name, nothing exact.
type YouthTraits struct{ ent.Schema }

// Annotations leave the rows out of backups.
func (YouthTraits) Annotations() []schema.Annotation { return []schema.Annotation{copied} }

// Fields of a young person's traits.
func (YouthTraits) Fields() []ent.Field {
	return []ent.Field{
		field.Int("youth_id").Immutable(),
		field.Int("birth_year").Optional().Nillable().Comment("Year of birth"),
		optionalEnum("sex", programme.Sex(""), "Sex"),
		optionalEnum("education", programme.Schooling(""), "Highest level of education completed"),
		optionalEnum("occupation", programme.Occupation(""), "What the person does for most of their time"),
	}
}

// Edges of a young person's traits.
func (YouthTraits) Edges() []ent.Edge {
	return []ent.Edge{edge.To("youth", Youth.Type).Unique().Required().Immutable().Field("youth_id")}
}

// Indexes of a young person's traits.
func (YouthTraits) Indexes() []ent.Index { return []ent.Index{index.Fields("youth_id").Unique()} }

// YouthCategory is a circumstance of a young person that gives preference.
type YouthCategory struct{ ent.Schema }

// Annotations leave the rows out of backups.
func (YouthCategory) Annotations() []schema.Annotation { return []schema.Annotation{copied} }

// Fields of a category.
func (YouthCategory) Fields() []ent.Field {
	return []ent.Field{
		field.Int("youth_id").Immutable(),
		enum("category", programme.VulnerabilityCategory(""), "The circumstance"),
		enum("attestation", programme.Attestation(""), "How it is known"),
	}
}

// Edges of a category.
func (YouthCategory) Edges() []ent.Edge {
	return []ent.Edge{edge.To("youth", Youth.Type).Unique().Required().Immutable().Field("youth_id")}
}

// Indexes of a category.
func (YouthCategory) Indexes() []ent.Index {
	return []ent.Index{index.Fields("youth_id", "category").Unique(), index.Fields("category")}
}

// newSubject is a number at random, never 0.
func newSubject() int64 {
	var number [8]byte
	_, _ = rand.Read(number[:]) // never fails: it ends the process instead
	return int64(binary.BigEndian.Uint64(number[:])>>1) | 1
}

// DataAccess is one answer that showed somebody sealed values: who saw what of
// whom, and why; never the values.
type DataAccess struct{ ent.Schema }

// Fields of an access.
func (DataAccess) Fields() []ent.Field {
	return []ent.Field{
		field.Int("account_id").Immutable().Comment("Who saw it"),
		field.Enum("purpose").GoType(programme.ReadingPurpose("")).Immutable().Comment("What for"),
		field.String("note").Optional().Nillable().MaxRuneLen(1000).Immutable().Comment("What for, in words"),
		field.JSON("fields", []programme.PersonalField{}).Immutable().Comment("What was seen"),
		field.JSON("people", []int{}).Immutable().Comment("Of whom, by the identifiers of their Person"),
		field.Time("read_at").Default(now).Immutable().Comment("When"),
		field.Int("exceptional_access_id").Optional().Nillable().Immutable().Comment("What let them see it, outside of their ordinary scope"),
	}
}

// Edges of an access.
func (DataAccess) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("account", Account.Type).Unique().Required().Immutable().Field("account_id"),
		edge.From("subjects", DataAccessPerson.Type).Ref("access"),
		edge.To("exceptional_access", ExceptionalAccess.Type).Unique().Immutable().Field("exceptional_access_id"),
	}
}

// Indexes of an access.
func (DataAccess) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id", "read_at", "id"), index.Fields("read_at", "id"), index.Fields("exceptional_access_id")}
}

// DataAccessPerson finds accesses by the people that they are about.
type DataAccessPerson struct{ ent.Schema }

// Fields of the place of a person in an access.
func (DataAccessPerson) Fields() []ent.Field {
	return []ent.Field{field.Int("access_id").Immutable(), field.Int("person_id").Immutable()}
}

// Edges of the place of a person in an access.
func (DataAccessPerson) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("access", DataAccess.Type).Unique().Required().Immutable().Field("access_id"),
		edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id"),
	}
}

// Indexes of the place of a person in an access.
func (DataAccessPerson) Indexes() []ent.Index {
	return []ent.Index{index.Fields("person_id", "access_id").Unique(), index.Fields("access_id")}
}

// Consent is a person's agreement to what is done with their data, or that of
// somebody who may agree for them.
type Consent struct{ ent.Schema }

// Fields of a consent.
func (Consent) Fields() []ent.Field {
	return []ent.Field{
		field.Int("person_id").Immutable(),
		field.Enum("purpose").GoType(programme.ConsentPurpose("")).Immutable().Comment("What the data may be used for"),
		field.Int("text_version").Immutable().Comment("Version of the text that was agreed to"),
		field.Enum("language").GoType(viewer.Locale("")).Immutable().Comment("Language of the text that was read"),
		field.String("operator").MaxRuneLen(500).Immutable().Comment("Who answers for the data, as the text named them"),
		field.Enum("given_by").GoType(programme.ConsentGiver("")).Default(string(programme.GivenBySelf)).Immutable().Comment("Who gave it"),
		field.Time("given_at").Default(now).Immutable().Comment("When it was given"),
		field.String("ends_on").GoType(programme.Date("")).MaxLen(10).Comment("The last day on which it counts"),
		field.Time("withdrawn_at").Optional().Nillable().Comment("When it was taken back"),
	}
}

// Edges of a consent.
func (Consent) Edges() []ent.Edge {
	return []ent.Edge{edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id")}
}

// Indexes of a consent.
func (Consent) Indexes() []ent.Index { return []ent.Index{index.Fields("person_id", "given_at", "id")} }
