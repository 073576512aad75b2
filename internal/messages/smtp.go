package messages

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"github.com/wneessen/go-mail"
)

// SMTP sends mail by a server.
type SMTP struct {
	client *mail.Client
	from   string
}

// NewSMTP returns the way to a server: smtp:// begins in clear and insists
// on TLS unless the server is on this machine, smtps:// begins in TLS. The error
// never holds the address, which may hold a password.
func NewSMTP(address *url.URL, from string) (*SMTP, error) {
	options := []mail.Option{mail.WithTLSPolicy(mail.TLSMandatory)}
	switch {
	case address.Scheme == "smtps":
		options = []mail.Option{mail.WithSSL()}
	case address.Hostname() == "localhost" || address.Hostname() == "127.0.0.1" || address.Hostname() == "::1":
		options = []mail.Option{mail.WithTLSPolicy(mail.TLSOpportunistic)}
	}
	if port := address.Port(); port != "" {
		number, err := strconv.Atoi(port)
		if err != nil {
			return nil, fmt.Errorf("the port of the mail server: %w", err)
		}
		options = append(options, mail.WithPort(number))
	}
	if user := address.User; user != nil {
		password, _ := user.Password()
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(user.Username()), mail.WithPassword(password))
	}
	client, err := mail.NewClient(address.Hostname(), options...)
	if err != nil {
		return nil, fmt.Errorf("the mail server: %w", err)
	}
	return &SMTP{client: client, from: from}, nil
}

// Send hands a text to the server. The error does not name the recipient.
func (s *SMTP) Send(ctx context.Context, to, subject, text string) error {
	message := mail.NewMsg()
	if message.From(s.from) != nil || message.To(to) != nil {
		return errors.New("an address that mail cannot be sent to or from")
	}
	message.Subject(subject)
	message.SetBodyString(mail.TypeTextPlain, text)
	if err := s.client.DialAndSendWithContext(ctx, message); err != nil {
		var refused *mail.SendError
		if errors.As(err, &refused) { // its text names the recipient
			return fmt.Errorf("the mail server refused a message: %v", refused.Reason)
		}
		return fmt.Errorf("the mail server: %w", err)
	}
	return nil
}
