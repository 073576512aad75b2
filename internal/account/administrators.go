package account

import (
	"context"

	"zhas/ent"
	"zhas/ent/account"
	"zhas/ent/rolegrant"
	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// NotifyAdministrators tells everybody who looks after the platform of something,
// within a journalled transaction.
func NotifyAdministrators(ctx context.Context, tx *ent.Tx, kind programme.Notice) error {
	administrators, err := tx.Account.Query().Where(account.BlockedAtIsNil(),
		account.HasRoleGrantsWith(append(Counting(now()), rolegrant.RoleEQ(viewer.Administrator))...)).Order(account.ByID()).IDs(ctx)
	if err != nil {
		return err
	}
	return notifyAll(ctx, tx, administrators, kind)
}
