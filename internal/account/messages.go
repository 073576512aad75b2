package account

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhas/ent"
	"zhas/ent/invitation"
	"zhas/ent/notification"
	"zhas/ent/passwordreset"
	"zhas/ent/predicate"
	"zhas/ent/session"
	"zhas/ent/throttle"
	"zhas/internal/jobs"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// The kinds of jobs, each about a row of its own table.
const (
	jobInvitation = "account.invitation" // of invitations
	jobReset      = "account.reset"      // of password resets
	jobNotice     = "account.notice"     // of notifications
)

// Handlers do the jobs of this package.
func (s *Service) Handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{jobInvitation: s.sendInvitation, jobReset: s.sendReset, jobNotice: s.sendNotice}
}

// notify tells a person of something, in the application and by e-mail.
func notify(ctx context.Context, tx *ent.Tx, person int, kind programme.Notice) error {
	return notifyAll(ctx, tx, []int{person}, kind)
}

// notifyAll tells people of one thing.
func notifyAll(ctx context.Context, tx *ent.Tx, people []int, kind programme.Notice) error {
	for some := range slices.Chunk(people, 1000) {
		rows := make([]*ent.NotificationCreate, len(some))
		for i, person := range some {
			rows[i] = tx.Notification.Create().SetAccountID(person).SetKind(kind)
		}
		written, err := tx.Notification.CreateBulk(rows...).Save(ctx)
		if err != nil {
			return err
		}
		subjects := make([]int, len(written))
		for i, row := range written {
			subjects[i] = row.ID
		}
		if err := jobs.Add(ctx, tx, jobNotice, subjects...); err != nil {
			return err
		}
	}
	return nil
}

// sendInvitation sends the link of an invitation. Its token is made here, so
// that it is kept nowhere but in the message; a repeated message has another
// one. Who has an account and registers again is told so.
func (s *Service) sendInvitation(ctx context.Context, id int) error {
	row, err := s.Client.Invitation.Query().
		Where(invitation.ID(id), invitation.UsedAtIsNil(), invitation.WithdrawnAtIsNil(), invitation.ExpiresAtGT(now())).Only(ctx)
	if ent.IsNotFound(err) {
		return nil
	} else if err != nil {
		return err
	}
	if row.PersonID == nil {
		return nil
	}
	email, err := s.emailOf(ctx, *row.PersonID)
	if err != nil || email == "" {
		return err
	}
	found, err := s.accountAt(ctx, email)
	if err != nil && !ent.IsNotFound(err) {
		return err
	}
	text, language := invitedText, row.Language
	if row.Role == viewer.Youth {
		text = registeringText
	}
	if found != nil {
		language = found.Language
	}
	if found != nil && row.Role == viewer.Youth {
		err := journal.Write(ctx, s.Client, func(ctx context.Context, tx *ent.Tx) error {
			return tx.Invitation.UpdateOne(row).SetWithdrawnAt(now()).Exec(ctx)
		})
		if err != nil {
			return err
		}
		return s.send(ctx, email, language, alreadyText, s.link(language, "sign-in", ""))
	}
	token := newToken()
	err = journal.Write(ctx, s.Client, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Invitation.UpdateOne(row).SetTokenHash(tokenHash(token)).Exec(ctx)
	})
	if err != nil {
		return err
	}
	return s.send(ctx, email, language, text, s.link(language, "invitation", token))
}

// sendReset sends the link of a password reset; where there is no account, the
// owner of the address is told so. The journal grows as much by either: how much
// it grows tells nobody who has an account.
func (s *Service) sendReset(ctx context.Context, id int) error {
	row, err := s.Client.PasswordReset.Query().Where(passwordreset.ID(id), passwordreset.ExpiresAtGT(now())).Only(ctx)
	if ent.IsNotFound(err) {
		return nil
	} else if err != nil {
		return err
	}
	email, err := s.emailOf(ctx, row.PersonID)
	if err != nil || email == "" {
		return err
	}
	found, err := s.accountAt(ctx, email)
	if err != nil && !ent.IsNotFound(err) {
		return err
	}
	token := newToken()
	err = journal.Write(ctx, s.Client, func(ctx context.Context, tx *ent.Tx) error {
		return tx.PasswordReset.UpdateOne(row).SetTokenHash(tokenHash(token)).Exec(ctx)
	})
	if err != nil {
		return err
	}
	if found == nil {
		return s.send(ctx, email, row.Language, noAccountText, s.link(row.Language, "register", ""))
	}
	return s.send(ctx, email, found.Language, resetText, s.link(found.Language, "password", token))
}

// sendNotice sends what a notification says.
func (s *Service) sendNotice(ctx context.Context, id int) error {
	row, err := s.Client.Notification.Query().Where(notification.ID(id)).WithAccount().Only(ctx)
	if ent.IsNotFound(err) {
		return nil
	} else if err != nil {
		return err
	}
	to := row.Edges.Account
	email, err := s.emailOf(ctx, to.PersonID)
	if err != nil || email == "" {
		return err
	}
	return s.send(ctx, email, to.Language, noticeTexts[row.Kind], s.link(to.Language, "profile", ""))
}

// send writes a message in a language and sends it.
func (s *Service) send(ctx context.Context, to string, language viewer.Locale, text letter, link string) error {
	in := text.in(language)
	link = strings.TrimSuffix(link, "#")
	if err := s.Post.SendMail(ctx, to, in.subject, in.body+"\n\n"+link+"\n"); err != nil {
		return fmt.Errorf("sending a message: %w", err)
	}
	return nil
}

// keptFor is how long invitations and jobs that came to nothing are kept, for
// whoever wonders why.
const keptFor = 30 * 24 * time.Hour

// Purge removes what is of no use any more: full throttles, links to a new
// password that expired, invitations that expired and jobs that were given up
// more than 30 days ago, sessions that are over. It is asked by the programme
// itself.
func (s *Service) Purge(ctx context.Context) error {
	at := now()
	return journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		if _, err := tx.Throttle.Delete().Where(throttle.FullAtLT(at)).Exec(ctx); err != nil {
			return err
		}
		if _, err := s.forgetResets(ctx, tx, passwordreset.ExpiresAtLT(at)); err != nil {
			return err
		}
		if err := s.forgetInvitations(ctx, tx, invitation.ExpiresAtLT(at.Add(-keptFor))); err != nil {
			return err
		}
		if err := jobs.Purge(ctx, tx, at.Add(-keptFor)); err != nil {
			return err
		}
		_, err := tx.Session.Delete().Where(session.Or(
			session.SeenAtLT(at.Add(-otherIdle)), session.CreatedAtLT(at.Add(-otherLifetime)))).Exec(ctx)
		return err
	})
}

// forgetInvitations removes invitations, with the addresses that they went to.
func (s *Service) forgetInvitations(ctx context.Context, tx *ent.Tx, where predicate.Invitation) error {
	query := tx.Invitation.Query().Where(where)
	query.Modify(lock)
	rows, err := query.All(ctx)
	if err != nil || len(rows) == 0 {
		return err
	}
	var ids, people []int
	for _, row := range rows {
		ids = append(ids, row.ID)
		if row.PersonID != nil {
			people = append(people, *row.PersonID)
		}
	}
	if _, err := tx.Invitation.Delete().Where(invitation.IDIn(ids...)).Exec(ctx); err != nil {
		return err
	}
	return s.Records.Erase(ctx, tx, people...)
}

// letter is a message in the languages of the programme; the link follows it.
type letter struct{ kk, ru, en subjectAndBody }

type subjectAndBody struct{ subject, body string }

// in is the message in a language.
func (l letter) in(language viewer.Locale) subjectAndBody {
	switch language {
	case viewer.Kazakh:
		return l.kk
	case viewer.Russian:
		return l.ru
	}
	return l.en
}

var (
	registeringText = letter{
		subjectAndBody{"Тіркелуді аяқтаңыз", "Бағдарламаға тіркелуді аяқтау үшін мына сілтемені ашыңыз. Ол 48 сағат жарамды. Егер тіркелмеген болсаңыз, бұл хатты елемеңіз."},
		subjectAndBody{"Завершите регистрацию", "Чтобы завершить регистрацию в программе, откройте ссылку. Она действует 48 часов. Если вы не регистрировались, не обращайте внимания на это письмо."},
		subjectAndBody{"Complete your registration", "Open the link to complete your registration in the programme. It works for 48 hours. If you did not register, ignore this message."},
	}
	alreadyText = letter{
		subjectAndBody{"Сізде аккаунт бар", "Біреу осы мекенжаймен тіркелмек болды, бірақ сізде аккаунт бар. Кіру немесе құпиясөзді қалпына келтіру үшін сілтемені ашыңыз. Егер бұл сіз болмасаңыз, ештеңе істеудің қажеті жоқ."},
		subjectAndBody{"У вас уже есть учётная запись", "Кто-то попытался зарегистрироваться с этим адресом, но учётная запись уже есть. Откройте ссылку, чтобы войти или восстановить пароль. Если это были не вы, ничего делать не нужно."},
		subjectAndBody{"You already have an account", "Somebody tried to register with this address, and there is an account already. Open the link to sign in or to reset the password. If it was not you, there is nothing to do."},
	}
	invitedText = letter{
		subjectAndBody{"Сізді бағдарламаға шақырды", "Сізге бағдарламада рөл ұсынылды. Шақыруды қабылдау үшін сілтемені ашыңыз. Ол 14 күн жарамды."},
		subjectAndBody{"Вас пригласили в программу", "Вам предложена роль в программе. Чтобы принять приглашение, откройте ссылку. Она действует 14 дней."},
		subjectAndBody{"You are invited to the programme", "You are offered a role in the programme. Open the link to accept. It works for 14 days."},
	}
	resetText = letter{
		subjectAndBody{"Жаңа құпиясөз", "Жаңа құпиясөз таңдау үшін сілтемені ашыңыз. Ол бір сағат жарамды. Егер сіз сұрамаған болсаңыз, бұл хатты елемеңіз: құпиясөз өзгермейді."},
		subjectAndBody{"Новый пароль", "Чтобы выбрать новый пароль, откройте ссылку. Она действует один час. Если вы не просили об этом, не обращайте внимания на письмо: пароль не изменится."},
		subjectAndBody{"A new password", "Open the link to choose a new password. It works for one hour. If you did not ask for it, ignore this message: the password stays."},
	}
	noAccountText = letter{
		subjectAndBody{"Аккаунт табылмады", "Осы мекенжай үшін жаңа құпиясөз сұралды, бірақ мұнда аккаунт жоқ. Тіркелу үшін сілтемені ашыңыз. Егер сіз сұрамаған болсаңыз, бұл хатты елемеңіз."},
		subjectAndBody{"Учётной записи нет", "Для этого адреса запросили новый пароль, но учётной записи с ним нет. Чтобы зарегистрироваться, откройте ссылку. Если вы не просили об этом, не обращайте внимания на письмо."},
		subjectAndBody{"There is no account", "A new password was asked for at this address, and there is no account. Open the link to register. If you did not ask for it, ignore this message."},
	}
)

// noticeTexts are what people are told by e-mail, a text for each notice.
var noticeTexts = map[programme.Notice]letter{
	programme.NoticePasswordChanged: {
		subjectAndBody{"Құпиясөз өзгертілді", "Аккаунтыңыздың құпиясөзі өзгертілді. Егер бұл сіз болмасаңыз, құпиясөзді дереу қалпына келтіріңіз."},
		subjectAndBody{"Пароль изменён", "Пароль вашей учётной записи изменён. Если это были не вы, немедленно восстановите пароль."},
		subjectAndBody{"Your password was changed", "The password of your account was changed. If it was not you, reset it at once."},
	},
	programme.NoticeSecondFactorSet: {
		subjectAndBody{"Екінші фактор қосылды", "Аккаунтыңызға екінші фактор қосылды. Егер бұл сіз болмасаңыз, үйлестірушіге хабарлаңыз."},
		subjectAndBody{"Второй фактор подключён", "К вашей учётной записи подключён второй фактор. Если это были не вы, сообщите координатору."},
		subjectAndBody{"A second factor was set", "A second factor was set for your account. If it was not you, tell your coordinator."},
	},
	programme.NoticeSecondFactorReset: {
		subjectAndBody{"Екінші фактор алынып тасталды", "Үйлестіруші немесе әкімші аккаунтыңыздың екінші факторын алып тастады. Келесі кіргенде жаңасын қосыңыз. Егер сіз сұрамаған болсаңыз, оларға хабарлаңыз."},
		subjectAndBody{"Второй фактор снят", "Координатор или администратор снял второй фактор вашей учётной записи. При следующем входе подключите новый. Если вы не просили об этом, сообщите им."},
		subjectAndBody{"Your second factor was reset", "A coordinator or an administrator took away the second factor of your account. Set a new one when you next sign in. If you did not ask for it, tell them."},
	},
	programme.NoticeRecoveryCodeUsed: {
		subjectAndBody{"Қалпына келтіру коды қолданылды", "Аккаунтыңызға қалпына келтіру кодымен кірді. Егер бұл сіз болмасаңыз, құпиясөзді дереу қалпына келтіріңіз."},
		subjectAndBody{"Использован код восстановления", "В вашу учётную запись вошли с кодом восстановления. Если это были не вы, немедленно восстановите пароль."},
		subjectAndBody{"A recovery code was used", "Somebody signed in to your account with a recovery code. If it was not you, reset the password at once."},
	},
	programme.NoticeRoleGranted: {
		subjectAndBody{"Сізге жаңа рөл берілді", "Бағдарламада сізге жаңа рөл берілді. Рөлдеріңіз профильде көрсетілген."},
		subjectAndBody{"Вам дана новая роль", "В программе вам дана новая роль. Ваши роли показаны в профиле."},
		subjectAndBody{"You have a new role", "You were given a new role in the programme. Your roles are shown in your profile."},
	},
	programme.NoticeGuardianAgreed: {
		subjectAndBody{"Заңды өкіліңіз келісті", "Заңды өкіліңіз деректеріңіздің бағдарламада пайдаланылуына келісті. Енді тіркелуді аяқтаңыз."},
		subjectAndBody{"Законный представитель согласился", "Законный представитель дал согласие на использование ваших данных в программе. Теперь завершите регистрацию."},
		subjectAndBody{"Your guardian agreed", "Your guardian agreed that your data is used in the programme. Now complete your registration."},
	},
	programme.NoticeGuardianDeclined: {
		subjectAndBody{"Заңды өкіліңіз келіспеді", "Заңды өкіліңіз деректеріңіздің бағдарламада пайдаланылуына келіспеді."},
		subjectAndBody{"Законный представитель не согласился", "Законный представитель не дал согласия на использование ваших данных в программе."},
		subjectAndBody{"Your guardian declined", "Your guardian did not agree that your data is used in the programme."},
	},
	programme.NoticeGuardianWithdrew: {
		subjectAndBody{"Заңды өкіліңіз келісімін қайтарып алды", "Заңды өкіліңіз келісімін қайтарып алды. Деректеріңіз бұдан былай пайдаланылмайды."},
		subjectAndBody{"Законный представитель отозвал согласие", "Законный представитель отозвал согласие. Ваши данные больше не используются."},
		subjectAndBody{"Your guardian took the consent back", "Your guardian took the consent back. Your data is not used any more."},
	},
	programme.NoticeRoleRevoked: {
		subjectAndBody{"Рөліңіз қайтарып алынды", "Бағдарламадағы бір рөліңіз қайтарып алынды. Рөлдеріңіз профильде көрсетілген."},
		subjectAndBody{"Ваша роль отозвана", "Одна из ваших ролей в программе отозвана. Ваши роли показаны в профиле."},
		subjectAndBody{"A role was taken back", "One of your roles in the programme was taken back. Your roles are shown in your profile."},
	},
	programme.NoticeDataRunsOut: {
		subjectAndBody{"Деректеріңіз өшіріледі", "Бағдарламада сіз туралы сақталған деректердің мерзімі аяқталуға жақын. Олар ең ерте дегенде 30 күннен кейін өшіріледі; басқа рөліңіз болмаса, аккаунтыңыз да өшіріледі. Мұны болдырмау үшін аккаунтыңызға кіріңіз. Егер келісіміңіздің мерзімі бітсе, оны «Менің деректерім» бетінде жаңартыңыз. Егер қалғыңыз келмесе, ештеңе істеудің қажеті жоқ."},
		subjectAndBody{"Ваши данные будут удалены", "Подходит к концу срок, в течение которого программа хранит данные о вас. Они будут удалены не раньше чем через 30 дней — вместе с учётной записью, если у вас нет другой роли. Чтобы этого не произошло, войдите в учётную запись. Если истекает ваше согласие, обновите его на странице «Мои данные». Если вы не хотите оставаться, ничего делать не нужно."},
		subjectAndBody{"Your data will be erased", "The time for which the programme keeps your data is nearly over. The data will be erased after 30 days at the earliest, together with your account unless you hold another role. To keep them, sign in. If your consent runs out, renew it on the page \"My data\". If you do not want to stay, there is nothing to do."},
	},
	programme.NoticeExceptionalAccess: {
		subjectAndBody{"Ерекше қолжетімділік ашылды", "Қызметкерлердің бірі өз өкілеттігінен тыс бір жастың деректерін себебін көрсетіп ашты. Үш сағаттан кейін ол өзі жабылады. Не қаралғанын және себебін тексеріңіз."},
		subjectAndBody{"Открыт исключительный доступ", "Один из сотрудников, указав причину, открыл данные молодого человека вне своих обычных полномочий. Через три часа доступ закроется сам. Проверьте причину и то, что было просмотрено."},
		subjectAndBody{"Exceptional access was opened", "A member of staff gave a reason and opened the data of a young person outside of their ordinary scope. It closes by itself after three hours. Review the reason and what was seen."},
	},
}
