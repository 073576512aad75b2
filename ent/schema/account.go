package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// Account is a person who signs in. What they are in the programme says their
// role grants; a young person's profile is a row of Youth.
type Account struct{ ent.Schema }

// Mixin of an account.
func (Account) Mixin() []ent.Mixin {
	return []ent.Mixin{sorted{names: []string{"name"}, copied: true}, searched{names: []string{"name"}, copied: true}}
}

// Fields of an account.
func (Account) Fields() []ent.Field {
	return []ent.Field{
		field.Int("person_id").Immutable(),
		field.String("name").Default("").MaxRuneLen(200).Annotations(copied).Comment("Name as the person writes it; empty once they are erased"),
		enum("language", viewer.Locale(""), "Language that messages are written in"),
		field.String("password_hash").NotEmpty().Sensitive().Comment("Argon2id, in its encoded form"),
		field.Bytes("totp_secret").Optional().Sensitive().Comment("Secret of the second factor in force, sealed"),
		field.Bytes("totp_offered").Optional().Sensitive().Comment("Secret of a second factor that is not confirmed yet, sealed"),
		field.Int64("totp_step").Default(0).Comment("The last step of time whose code was used: a code works once"),
		field.Time("second_factor_at").Optional().Nillable().Comment("Since when the second factor is in force"),
		field.String("second_factor_reset_reason").Optional().Nillable().MaxRuneLen(1000).
			Comment("Why somebody else took the second factor away, the last time"),
		field.Time("blocked_at").Optional().Nillable().Comment("Since when the person may not sign in"),
		field.String("blocked_reason").Optional().Nillable().MaxRuneLen(1000).Comment("Why the person may not sign in"),
		field.Time("created_at").Default(now).Immutable().Comment("When the account was made"),
	}
}

// Edges of an account.
func (Account) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id"),
		edge.From("role_grants", RoleGrant.Type).Ref("account"),
		edge.From("sessions", Session.Type).Ref("account"),
		edge.From("recovery_codes", RecoveryCode.Type).Ref("account"),
		edge.From("notifications", Notification.Type).Ref("account"),
		edge.To("youth", Youth.Type).Unique().Comment("The profile of a young person"),
	}
}

// Indexes of an account.
func (Account) Indexes() []ent.Index {
	return []ent.Index{index.Fields("created_at", "id"), index.Fields("person_id").Unique()}
}

// RoleGrant gives a person a role, for a region, an organisation and a term.
type RoleGrant struct{ ent.Schema }

// Fields of a role grant.
func (RoleGrant) Fields() []ent.Field {
	return []ent.Field{
		field.Int("account_id").Immutable(),
		enum("role", viewer.Role(""), "What the person may act as"),
		field.Int("region_id").Optional().Nillable().Immutable().Comment("The region it is held for; every region when empty"),
		field.Int("host_id").Optional().Nillable().Immutable().Comment("The organisation it is held for"),
		field.Time("starts_at").Default(now).Immutable().Comment("Since when it counts"),
		field.Time("ends_at").Optional().Nillable().Comment("Until when it counts; open when empty"),
		field.Time("revoked_at").Optional().Nillable().Comment("When it was taken back"),
		field.Int("granted_by_id").Optional().Nillable().Immutable().Comment("Who gave it; the programme itself when empty"),
	}
}

// Edges of a role grant.
func (RoleGrant) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("account", Account.Type).Unique().Required().Immutable().Field("account_id"),
		edge.To("region", Region.Type).Unique().Immutable().Field("region_id"),
		edge.To("host", HostOrganization.Type).Unique().Immutable().Field("host_id"),
		edge.To("granted_by", Account.Type).Unique().Immutable().Field("granted_by_id"),
	}
}

// Indexes of a role grant.
func (RoleGrant) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("account_id"), index.Fields("region_id"), index.Fields("host_id"), index.Fields("granted_by_id"),
		index.Fields("role"),
	}
}

// Session is one signing in, from one device.
type Session struct{ ent.Schema }

// Fields of a session.
func (Session) Fields() []ent.Field {
	return []ent.Field{
		field.Bytes("token_hash").Unique().NotEmpty().Sensitive().Comment("SHA-256 of the token that the browser keeps"),
		field.Int("account_id").Immutable(),
		field.Time("created_at").Default(now).Immutable().Comment("When the person signed in"),
		field.Time("seen_at").Default(now).Comment("When it was used, to a few minutes"),
		field.Time("second_factor_at").Optional().Nillable().Comment("When the second factor was given"),
		field.Time("ended_at").Optional().Nillable().Comment("When it was ended before its time"),
		field.String("device").MaxRuneLen(200).Immutable().Sensitive().Comment("What the browser calls itself"),
		field.String("address").MaxLen(64).Immutable().Sensitive().Comment("Where it was begun from"),
	}
}

// Edges of a session.
func (Session) Edges() []ent.Edge {
	return []ent.Edge{edge.To("account", Account.Type).Unique().Required().Immutable().Field("account_id")}
}

// Indexes of a session.
func (Session) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id"), index.Fields("seen_at")}
}

// Invitation lets whoever has its link make an account and hold a role: a
// member of staff who was invited, a young person who registers, the first
// administrator.
type Invitation struct{ ent.Schema }

// Fields of an invitation.
func (Invitation) Fields() []ent.Field {
	return []ent.Field{
		field.Int("person_id").Optional().Nillable().Immutable().
			Comment("Whose address the link goes to; none for the first administrator, who is shown it"),
		enum("role", viewer.Role(""), "What the person will act as"),
		field.Int("region_id").Optional().Nillable().Immutable(),
		field.Int("host_id").Optional().Nillable().Immutable(),
		enum("language", viewer.Locale(""), "Language of the message"),
		field.Bytes("token_hash").Optional().Unique().Sensitive().
			Comment("SHA-256 of the token in the link; empty until it is sent"),
		field.Time("created_at").Default(now).Immutable(),
		field.Time("expires_at").Comment("Until when the link works"),
		field.Time("used_at").Optional().Nillable().Comment("When it was accepted"),
		field.Time("withdrawn_at").Optional().Nillable().Comment("When it was taken back, or replaced by another"),
		field.Int("invited_by_id").Optional().Nillable().Immutable().Comment("Who invited; the person themself when empty"),
	}
}

// Edges of an invitation.
func (Invitation) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("person", Person.Type).Unique().Immutable().Field("person_id"),
		edge.To("region", Region.Type).Unique().Immutable().Field("region_id"),
		edge.To("host", HostOrganization.Type).Unique().Immutable().Field("host_id"),
		edge.To("invited_by", Account.Type).Unique().Immutable().Field("invited_by_id"),
	}
}

// Indexes of an invitation.
func (Invitation) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("created_at", "id"), index.Fields("region_id"), index.Fields("host_id"), index.Fields("invited_by_id"),
		index.Fields("person_id").Unique(),
	}
}

// PasswordReset lets the owner of an account's address choose a new password.
type PasswordReset struct{ ent.Schema }

// Fields of a password reset.
func (PasswordReset) Fields() []ent.Field {
	return []ent.Field{
		// The request is kept whether or not anybody has an account: who asks
		// learns nothing of it.
		field.Int("person_id").Immutable().Comment("Whose address the link goes to"),
		enum("language", viewer.Locale(""), "Language of the message when there is no account"),
		field.Bytes("token_hash").Optional().Unique().Sensitive().
			Comment("SHA-256 of the token in the link; empty until it is sent"),
		field.Time("expires_at").Comment("Until when the link works"),
	}
}

// Edges of a password reset.
func (PasswordReset) Edges() []ent.Edge {
	return []ent.Edge{edge.To("person", Person.Type).Unique().Required().Immutable().Field("person_id")}
}

// Indexes of a password reset.
func (PasswordReset) Indexes() []ent.Index { return []ent.Index{index.Fields("person_id").Unique()} }

// RecoveryCode stands in once for a second factor that is not at hand.
type RecoveryCode struct{ ent.Schema }

// Fields of a recovery code.
func (RecoveryCode) Fields() []ent.Field {
	return []ent.Field{
		field.Int("account_id").Immutable(),
		field.Bytes("code_hash").NotEmpty().Immutable().Sensitive().Comment("SHA-256 of the code"),
		field.Time("used_at").Optional().Nillable().Comment("When it was used"),
	}
}

// Edges of a recovery code.
func (RecoveryCode) Edges() []ent.Edge {
	return []ent.Edge{edge.To("account", Account.Type).Unique().Required().Immutable().Field("account_id")}
}

// Indexes of a recovery code.
func (RecoveryCode) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id", "code_hash").Unique()}
}

// Throttle counts attempts of one kind about one account or from one address.
type Throttle struct{ ent.Schema }

// Fields of a throttle.
func (Throttle) Fields() []ent.Field {
	return []ent.Field{
		field.Bytes("subject").Unique().NotEmpty().Immutable().Sensitive().
			Comment("What is counted, under a key: neither an e-mail nor an address can be read from it"),
		field.Time("full_at").Comment("When all attempts are to be had again; how far that lies ahead says how many were used"),
	}
}

// Indexes of a throttle.
func (Throttle) Indexes() []ent.Index { return []ent.Index{index.Fields("full_at")} }

// Notification tells a person, in the application, what happened that concerns
// them.
type Notification struct{ ent.Schema }

// Fields of a notification.
func (Notification) Fields() []ent.Field {
	return []ent.Field{
		field.Int("account_id").Immutable(),
		enum("kind", programme.Notice(""), "What happened"),
		field.Time("created_at").Default(now).Immutable().Comment("When it happened"),
		field.Time("read_at").Optional().Nillable().Comment("When the person read it"),
	}
}

// Edges of a notification.
func (Notification) Edges() []ent.Edge {
	return []ent.Edge{edge.To("account", Account.Type).Unique().Required().Immutable().Field("account_id")}
}

// Indexes of a notification.
func (Notification) Indexes() []ent.Index {
	return []ent.Index{index.Fields("account_id", "created_at", "id"), index.Fields("created_at", "id")}
}
