// Package messages carries texts to people: mail by SMTP and short messages by a
// provider's HTTP gateway, or for development both to a page.
package messages

import (
	"context"
	"errors"
)

// Transport carries messages. An error never holds the recipient or the text,
// so that it may be logged. It is safe for concurrent use.
type Transport interface {
	// SendMail sends a text to one e-mail address.
	SendMail(ctx context.Context, to, subject, text string) error
	// SendSMS sends a text to one telephone, by its number in E.164: +77001234567.
	SendSMS(ctx context.Context, to, text string) error
}

// Gateways carry messages to the world. A way that is nil refuses, so that
// messages wait until there is one.
type Gateways struct {
	Mail *SMTP
	SMS  *SMSGateway
}

// SendMail sends a text by the mail server.
func (g Gateways) SendMail(ctx context.Context, to, subject, text string) error {
	if g.Mail == nil {
		return errors.New("there is no way to send mail: set ZHAS_SMTP_URL and ZHAS_MAIL_FROM, or ZHAS_OUTBOX=on for development")
	}
	return g.Mail.Send(ctx, to, subject, text)
}

// SendSMS sends a text by the gateway of the telephone network.
func (g Gateways) SendSMS(ctx context.Context, to, text string) error {
	if g.SMS == nil {
		return errors.New("there is no way to send short messages: set ZHAS_SMS_URL, or ZHAS_OUTBOX=on for development")
	}
	return g.SMS.Send(ctx, to, text)
}
