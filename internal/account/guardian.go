package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zhas/ent"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// askingGuardian bounds what one person has sent to others, askedGuardian what
// goes to one contact, whoever asks.
var (
	askingGuardian = attempt{"ask a guardian", pace{}, pace{5, time.Hour}, pace{60, time.Minute}}
	askedGuardian  = attempt{"guardian", pace{}, pace{5, 20 * time.Minute}, pace{}}
)

// ThrottleGuardian counts a request to a guardian, by who asks and by the contact
// that the message goes to, in a transaction, which a refusal as THROTTLED undoes.
func (s *Service) ThrottleGuardian(ctx context.Context, tx *ent.Tx, account int, contact string) error {
	if err := s.throttleWithin(ctx, tx, askingGuardian, fmt.Sprint(account)); err != nil {
		return err
	}
	return s.throttleWithin(ctx, tx, askedGuardian, contact)
}

// NewLinkToken returns a secret for a link, and what is kept of it.
func NewLinkToken() (token string, hash []byte) {
	token = newToken()
	return token, tokenHash(token)
}

// LinkTokenHash is what is kept of the secret of a link.
func LinkTokenHash(token string) []byte { return tokenHash(token) }

// RefuseLink refuses a link that does not work as LINK_EXPIRED, and counts it. It
// must not be called within a transaction.
func (s *Service) RefuseLink(ctx context.Context) error { return s.wrongLink(ctx) }

// Notify tells the owner of an account of something, in the application and by
// e-mail, once the transaction is committed.
func (s *Service) Notify(ctx context.Context, tx *ent.Tx, account int, kind programme.Notice) error {
	return notify(ctx, tx, account, kind)
}

// SendToGuardian sends a guardian the link to answer a request with. The message
// names nobody: it may reach somebody else.
func (s *Service) SendToGuardian(ctx context.Context, to programme.Guardian, language viewer.Locale, token string) error {
	link := s.link(language, "guardian", token)
	switch {
	case to.Email != nil:
		return s.send(ctx, *to.Email, language, guardianText, link)
	case to.Phone != nil:
		if err := s.Post.SendSMS(ctx, *to.Phone, guardianShortText.in(language).body+" "+link); err != nil {
			return fmt.Errorf("sending a short message: %w", err)
		}
		return nil
	}
	return errors.New("a guardian without a contact")
}

var (
	guardianText = letter{
		subjectAndBody{"Заңды өкілдің келісімі сұралды", "Он сегізге толмаған жас бағдарламаға тіркелгісі келеді және Сізді заңды өкілі деп атады. Кім екенін көру, келісу немесе бас тарту үшін сілтемені ашыңыз. Ол 14 күн жарамды. Келісуге құқығыңыз болмаса, бұл хатты елемеңіз."},
		subjectAndBody{"Нужно согласие законного представителя", "Несовершеннолетний хочет зарегистрироваться в программе и назвал вас своим законным представителем. Откройте ссылку, чтобы увидеть, кто это, и согласиться или отказаться. Она действует 14 дней. Если вы не вправе соглашаться, не обращайте внимания на это письмо."},
		subjectAndBody{"A guardian's consent is asked for", "A young person under eighteen wants to register in the programme and named you as their guardian. Open the link to see who it is, and to agree or decline. It works for 14 days. If it is not for you to agree, ignore this message."},
	}
	// guardianShortText is the body of a short message.
	guardianShortText = letter{
		kk: subjectAndBody{body: "Zhas: заңды өкіл ретінде келісіміңіз сұралады (14 күн):"},
		ru: subjectAndBody{body: "Zhas: нужно ваше согласие законного представителя (14 дней):"},
		en: subjectAndBody{body: "Zhas: your consent as a guardian is asked for (14 days):"},
	}
)
