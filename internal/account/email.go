package account

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/passwordreset"
	"zhas/ent/predicate"
	"zhas/internal/programme"
)

// This file alone reads the columns that hold e-mail addresses.

// maxEmail is the longest address that mail can be sent to.
const maxEmail = 254

// NormalizeEmail returns the one spelling under which an address is known, with
// the domain as name servers have it, or a refusal about the input's field email.
func NormalizeEmail(text string) (string, error) {
	text = norm.NFC.String(strings.ToLower(strings.TrimSpace(text)))
	if text == "" {
		return "", programme.Refuse(programme.RefusedRequired, "email")
	}
	invalid := programme.Refuse(programme.RefusedInvalid, "email")
	at := strings.LastIndexByte(text, '@')
	if at < 0 || len(text) > maxEmail { // reading a long domain would be work for nothing
		return "", invalid
	}
	local := text[:at]
	domain, err := idna.Lookup.ToASCII(text[at+1:])
	if err != nil || !isDomain(domain) || strings.ContainsFunc(local, func(c rune) bool { return c == ' ' || c == utf8.RuneError || !unicode.IsPrint(c) }) {
		return "", invalid
	}
	text = local + "@" + domain
	if address, err := mail.ParseAddress(text); err != nil || address.Address != text || len(text) > maxEmail {
		return "", invalid
	}
	return text, nil
}

// isDomain reports whether a name can be that of a mail domain: labels that name
// servers take, more than one, and no address of a machine.
func isDomain(name string) bool {
	labels := strings.Split(name, ".")
	for _, label := range labels {
		if label == "" || len(label) > 63 {
			return false
		}
	}
	return len(labels) > 1 && strings.ContainsFunc(labels[len(labels)-1], unicode.IsLetter)
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
