package programme

// Notice is what a person is told of their own account.
type Notice string

// What people are told, in the application and by e-mail.
const (
	NoticePasswordChanged   Notice = "PASSWORD_CHANGED"
	NoticeSecondFactorSet   Notice = "SECOND_FACTOR_SET"
	NoticeSecondFactorReset Notice = "SECOND_FACTOR_RESET"
	NoticeRecoveryCodeUsed  Notice = "RECOVERY_CODE_USED"
	NoticeRoleGranted       Notice = "ROLE_GRANTED"
	NoticeRoleRevoked       Notice = "ROLE_REVOKED"
	NoticeDataRunsOut       Notice = "DATA_RUNS_OUT"
	NoticeExceptionalAccess Notice = "EXCEPTIONAL_ACCESS_BEGUN"
	NoticeGuardianAgreed    Notice = "GUARDIAN_AGREED"
	NoticeGuardianDeclined  Notice = "GUARDIAN_DECLINED"
	NoticeGuardianWithdrew  Notice = "GUARDIAN_WITHDREW"
)

// Values lists every notice.
func (Notice) Values() []string {
	return []string{
		string(NoticePasswordChanged), string(NoticeSecondFactorSet), string(NoticeSecondFactorReset),
		string(NoticeRecoveryCodeUsed), string(NoticeRoleGranted), string(NoticeRoleRevoked), string(NoticeDataRunsOut), string(NoticeExceptionalAccess), string(NoticeGuardianAgreed), string(NoticeGuardianDeclined), string(NoticeGuardianWithdrew),
	}
}
