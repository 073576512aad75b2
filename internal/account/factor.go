package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/recoverycode"
	"zhas/ent/session"
	"zhas/internal/journal"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

const (
	issuer = "Zhas"
	// factorStep is how long a code is shown; one before and one after are taken
	// as well, for clocks that differ.
	factorStep = 30 * time.Second
	// recoveryCodes is how many codes stand in for a lost phone.
	recoveryCodes = 10
	// recoveryLength is how many characters of base32 a recovery code has: 80 bits.
	recoveryLength = 16
)

// Offer is a second factor that is not confirmed yet.
type Offer struct {
	// URL is what an authenticator application reads, as a QR code.
	URL string
	// Secret is the same for typing in, in base32.
	Secret string
}

// StartSecondFactor offers the person who asks a new second factor, once they
// have given their password again. It counts from EnrolSecondFactor on; until
// then the one they have, if any, stays in force.
func (s *Service) StartSecondFactor(ctx context.Context, password string) (Offer, error) {
	v, _ := viewer.FromContext(ctx)
	found, err := s.confirmPassword(ctx, password, "password")
	if err != nil {
		return Offer{}, err
	}
	if v.SecondFactorDue && found.SecondFactorAt != nil {
		return Offer{}, programme.Refuse(programme.RefusedAlreadySecondFactor, "")
	}
	email, err := s.emailOf(ctx, found.PersonID)
	if err != nil {
		return Offer{}, err
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: email})
	if err != nil {
		return Offer{}, fmt.Errorf("making a second factor: %w", err)
	}
	sealed, err := s.Key.seal([]byte(key.Secret()), sealedFor(found.ID))
	if err != nil {
		return Offer{}, err
	}
	err = journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) error {
		return tx.Account.UpdateOne(found).SetTotpOffered(sealed).Exec(ctx)
	})
	return Offer{URL: key.URL(), Secret: key.Secret()}, err
}

// EnrolSecondFactor puts the second factor that was offered in force, once a
// code shows that the person has it. It returns who asks from then on and the
// recovery codes, which nobody can read again. Other sessions end.
func (s *Service) EnrolSecondFactor(ctx context.Context, code string) (v viewer.Viewer, codes []string, err error) {
	asking, found, err := s.givesFactor(ctx)
	if err != nil {
		return v, nil, err
	}
	if len(found.TotpOffered) == 0 || asking.SecondFactorDue && found.SecondFactorAt != nil {
		return v, nil, programme.Refuse(programme.RefusedCode, "code")
	}
	step, err := s.matches(found.TotpOffered, found, code, 0)
	if err != nil {
		return v, nil, err
	}
	codes = make([]string, recoveryCodes)
	var token string
	err = journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) (err error) {
		// One of two that enrol at once gets codes that count.
		enrolled, err := tx.Account.Update().Where(account.ID(found.ID), account.TotpOffered(found.TotpOffered)).
			SetTotpSecret(found.TotpOffered).ClearTotpOffered().SetTotpStep(step).SetSecondFactorAt(now()).Save(ctx)
		switch {
		case err != nil:
			return err
		case enrolled == 0:
			return programme.Refuse(programme.RefusedCode, "code")
		}
		if _, err := tx.RecoveryCode.Delete().Where(recoverycode.AccountID(found.ID)).Exec(ctx); err != nil {
			return err
		}
		rows := make([]*ent.RecoveryCodeCreate, recoveryCodes)
		for i := range rows {
			codes[i] = newRecoveryCode()
			rows[i] = tx.RecoveryCode.Create().SetAccountID(found.ID).SetCodeHash(tokenHash(plain(codes[i])))
		}
		if err := tx.RecoveryCode.CreateBulk(rows...).Exec(ctx); err != nil {
			return err
		}
		if err := endSessions(ctx, tx, session.AccountID(found.ID), session.IDNEQ(asking.Session)); err != nil {
			return err
		}
		if err := notify(ctx, tx, found.ID, programme.NoticeSecondFactorSet); err != nil {
			return err
		}
		token, err = rotate(ctx, tx, asking.Session)
		return err
	})
	if err != nil {
		return v, nil, err
	}
	v, err = s.keep(ctx, token)
	return v, codes, err
}

// ConfirmSecondFactor completes a signing in by a code of the second factor, or
// by a recovery code, each of which works once. It returns who asks from then
// on.
func (s *Service) ConfirmSecondFactor(ctx context.Context, code string) (v viewer.Viewer, err error) {
	asking, found, err := s.givesFactor(ctx)
	if err != nil {
		return v, err
	}
	wrong := programme.Refuse(programme.RefusedCode, "code")
	if len(found.TotpSecret) == 0 {
		return v, wrong
	}
	recovery := len(plain(code)) == recoveryLength
	var step int64
	if !recovery {
		if step, err = s.matches(found.TotpSecret, found, code, found.TotpStep); err != nil {
			return v, err
		}
	}
	var token string
	err = journal.Write(viewer.AsSystem(ctx), s.Client, func(ctx context.Context, tx *ent.Tx) (err error) {
		// Both conditions let one of two equal codes through.
		var used int
		if recovery {
			used, err = tx.RecoveryCode.Update().Where(recoverycode.AccountID(found.ID),
				recoverycode.CodeHash(tokenHash(plain(code))), recoverycode.UsedAtIsNil()).SetUsedAt(now()).Save(ctx)
		} else {
			used, err = tx.Account.Update().Where(account.ID(found.ID), account.TotpStepLT(step)).SetTotpStep(step).Save(ctx)
		}
		switch {
		case err != nil:
			return err
		case used == 0:
			return wrong
		}
		if recovery {
			if err := notify(ctx, tx, found.ID, programme.NoticeRecoveryCodeUsed); err != nil {
				return err
			}
		}
		if err := s.forgive(ctx, tx, givingFactor, fmt.Sprint(found.ID)); err != nil {
			return err
		}
		token, err = rotate(ctx, tx, asking.Session)
		return err
	})
	if err != nil {
		return v, err
	}
	return s.keep(ctx, token)
}

// givesFactor returns who asks with a code and their account, after counting
// the attempt.
func (s *Service) givesFactor(ctx context.Context) (viewer.Viewer, *ent.Account, error) {
	v, _ := viewer.FromContext(ctx)
	if v.Account == 0 {
		return v, nil, programme.Refuse(programme.RefusedSignIn, "")
	}
	if err := s.throttle(ctx, givingFactor, fmt.Sprint(v.Account)); err != nil {
		return v, nil, err
	}
	found, err := s.Client.Account.Get(viewer.AsSystem(ctx), v.Account)
	return v, found, err
}

// matches returns the step of time that a code belongs to, after the last one
// used; it refuses as WRONG_CODE.
func (s *Service) matches(sealed []byte, found *ent.Account, code string, after int64) (int64, error) {
	secret, err := s.Key.open(sealed, sealedFor(found.ID))
	if err != nil {
		return 0, err
	}
	given := plain(code)
	current := time.Now().Unix() / int64(factorStep.Seconds())
	for step := current - 1; step <= current+1; step++ {
		want, err := hotp.GenerateCodeCustom(string(secret), uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) //nolint:gosec // time is positive
		if err != nil {
			return 0, fmt.Errorf("a second factor: %w", err)
		}
		if step > after && subtle.ConstantTimeCompare([]byte(want), []byte(given)) == 1 {
			return step, nil
		}
	}
	return 0, programme.Refuse(programme.RefusedCode, "code")
}

// rotate gives a session another token, once it can do more. It refuses when the
// session has ended meanwhile.
func rotate(ctx context.Context, tx *ent.Tx, id int) (token string, err error) {
	token = newToken()
	n, err := tx.Session.Update().Where(session.ID(id), session.EndedAtIsNil()).
		SetTokenHash(tokenHash(token)).SetSecondFactorAt(now()).SetSeenAt(now()).Save(ctx)
	if err == nil && n == 0 {
		err = programme.Refuse(programme.RefusedSignIn, "")
	}
	return token, err
}

// ErrKey says that second factors were sealed with another account key.
var ErrKey = errors.New("second factors were sealed with another account key: bring back the file from its copy; " +
	"if it is lost for good, run zhas reset-second-factor --all --reason TEXT, and everybody sets a new one")

// ProveKey opens one second factor that is in force, if there is any, so that a
// server with another key does not begin. It is asked by the programme itself,
// and returns ErrKey.
func (s *Service) ProveKey(ctx context.Context) error {
	found, err := s.Client.Account.Query().Where(account.TotpSecretNotNil()).Order(account.ByID()).First(viewer.AsSystem(ctx))
	if ent.IsNotFound(err) {
		return nil
	} else if err != nil {
		return err
	}
	if _, err := s.Key.open(found.TotpSecret, sealedFor(found.ID)); err != nil {
		return ErrKey
	}
	return nil
}

func sealedFor(person int) string { return fmt.Sprint("second factor of ", person) }

// newRecoveryCode returns a code in groups of four, as people copy it.
func newRecoveryCode() string {
	text := rand.Text()[:recoveryLength]
	return strings.Join([]string{text[:4], text[4:8], text[8:12], text[12:]}, "-")
}

// plain is a code without what people put between its characters.
func plain(code string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
}
