package account

import (
	"context"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/predicate"
	"zhas/internal/personal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

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

// emailOf returns the address of a person; empty when they were erased.
func (s *Service) emailOf(ctx context.Context, person int) (string, error) {
	opened, err := s.Records.Open(ctx, []programme.PersonalField{programme.PersonalEmail}, person)
	if err != nil {
		return "", err
	}
	return opened[person][programme.PersonalEmail], nil
}

// ByAddress returns the account at an address, for those who look after the
// server; the programme itself asks. It refuses as NOT_FOUND when there is none.
func (s *Service) ByAddress(ctx context.Context, address string) (*ent.Account, error) {
	email, err := NormalizeEmail(address)
	if err != nil {
		return nil, err
	}
	found, err := s.accountAt(ctx, email)
	if ent.IsNotFound(err) {
		return nil, programme.Refuse(programme.RefusedNotFound, "email")
	}
	return found, err
}

// accountAt returns the account at an address, normalised; the error is ent's
// when there is none. Further conditions narrow it.
func (s *Service) accountAt(ctx context.Context, email string, where ...predicate.Account) (*ent.Account, error) {
	has, err := s.Records.Has(programme.PersonalEmail, email)
	if err != nil {
		return nil, err
	}
	return s.Client.Account.Query().Where(append(where, account.HasPersonWith(has))...).Only(viewer.AsSystem(ctx))
}

// addressee makes the person that an address is sealed for, whom an invitation or
// a password reset is about.
func (s *Service) addressee(ctx context.Context, tx *ent.Tx, email string) (id int, err error) {
	people, err := s.Records.Create(ctx, tx, personal.Values{programme.PersonalEmail: email})
	if err != nil {
		return 0, err
	}
	return people[0].ID, nil
}
