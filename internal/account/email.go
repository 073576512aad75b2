package account

import (
	"net/mail"
	"strings"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/passwordreset"
	"zhas/ent/predicate"
	"zhas/internal/programme"
)

// This file alone reads the columns that hold e-mail addresses.

// maxEmail is the longest address that mail can be sent to.
const maxEmail = 254

// NormalizeEmail returns the one spelling under which an address is known, or a
// refusal about the input's field email.
func NormalizeEmail(text string) (string, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" {
		return "", programme.Refuse(programme.RefusedRequired, "email")
	}
	address, err := mail.ParseAddress(text)
	if err != nil || address.Address != text || len(text) > maxEmail || !strings.Contains(text[strings.LastIndexByte(text, '@'):], ".") {
		return "", programme.Refuse(programme.RefusedInvalid, "email")
	}
	return text, nil
}

// Email returns the address of an account, to be shown to whoever reads it.
func Email(a *ent.Account) string { return a.Email }

// InvitedEmail returns the address that an invitation went to; empty for the
// first administrator's.
func InvitedEmail(i *ent.Invitation) string {
	if i.Email == nil {
		return ""
	}
	return *i.Email
}

// HasEmail is the condition that an account has this address, normalised.
func HasEmail(email string) predicate.Account { return account.Email(email) }

// requestedEmail returns the address that a password reset goes to.
func requestedEmail(r *ent.PasswordReset) string { return r.Email }

func resetEmail(email string) predicate.PasswordReset { return passwordreset.Email(email) }
