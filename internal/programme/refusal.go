package programme

import "fmt"

// RefusalCode says why the programme did not do what it was asked. People are
// told in their language; programs decide on the code.
type RefusalCode string

// Why the programme refuses.
const (
	RefusedRequired            RefusalCode = "REQUIRED"
	RefusedInvalid             RefusalCode = "INVALID"
	RefusedTooShort            RefusalCode = "TOO_SHORT"
	RefusedTooLong             RefusalCode = "TOO_LONG"
	RefusedTooCommon           RefusalCode = "TOO_COMMON"
	RefusedNotFound            RefusalCode = "NOT_FOUND"
	RefusedNotAllowed          RefusalCode = "NOT_ALLOWED"
	RefusedSignIn              RefusalCode = "SIGN_IN_REQUIRED"
	RefusedCredentials         RefusalCode = "WRONG_CREDENTIALS" //nolint:gosec // a code, no credential
	RefusedPassword            RefusalCode = "WRONG_PASSWORD"
	RefusedCode                RefusalCode = "WRONG_CODE"
	RefusedLink                RefusalCode = "LINK_EXPIRED"
	RefusedThrottled           RefusalCode = "THROTTLED"
	RefusedBusy                RefusalCode = "BUSY"
	RefusedLastAdministrator   RefusalCode = "LAST_ADMINISTRATOR"
	RefusedAlreadySecondFactor RefusalCode = "SECOND_FACTOR_IN_FORCE"
	RefusedConsent             RefusalCode = "CONSENT_REQUIRED"
	RefusedGuardian            RefusalCode = "GUARDIAN_REQUIRED"
	RefusedRegistered          RefusalCode = "ALREADY_REGISTERED"
	RefusedAttested            RefusalCode = "ATTESTED_FOR_ANOTHER"
	RefusedDecided             RefusalCode = "ALREADY_DECIDED"
	RefusedBothAttested        RefusalCode = "BOTH_ATTESTED"
	RefusedKeepAttested        RefusalCode = "KEEP_ATTESTED"
	RefusedOneTeam             RefusalCode = "IN_ONE_TEAM"
	RefusedReviewed            RefusalCode = "ALREADY_REVIEWED"
	RefusedConsented           RefusalCode = "ALREADY_CONSENTED"
)

// Values lists every code.
func (RefusalCode) Values() []string {
	return []string{
		string(RefusedRequired), string(RefusedInvalid), string(RefusedTooShort), string(RefusedTooLong), string(RefusedTooCommon),
		string(RefusedNotFound), string(RefusedNotAllowed), string(RefusedSignIn), string(RefusedCredentials), string(RefusedPassword),
		string(RefusedCode), string(RefusedLink), string(RefusedThrottled), string(RefusedBusy), string(RefusedLastAdministrator),
		string(RefusedAlreadySecondFactor), string(RefusedConsent), string(RefusedGuardian), string(RefusedRegistered),
		string(RefusedAttested), string(RefusedDecided), string(RefusedBothAttested), string(RefusedKeepAttested), string(RefusedOneTeam), string(RefusedReviewed), string(RefusedConsented),
	}
}

// Refusal is the error of an action that the programme refuses for a reason
// that whoever asked can act on.
type Refusal struct {
	Code RefusalCode
	// Field is the field of the input that is to blame; empty when none is.
	Field string
	// Amount is what the reason speaks of: characters for lengths, seconds for
	// THROTTLED and BUSY.
	Amount int
}

// Error is for logs; people are shown a text by the code.
func (r *Refusal) Error() string {
	if r.Field == "" {
		return fmt.Sprintf("refused: %s", r.Code)
	}
	return fmt.Sprintf("refused: %s: %s", r.Field, r.Code)
}

// Refuse returns a refusal about a field of the input, or about none.
func Refuse(code RefusalCode, field string) *Refusal { return &Refusal{Code: code, Field: field} }
