// Package journal is the one way to change what the programme keeps.
package journal

import (
	"context"
	"errors"
	"fmt"

	"zhas/ent"
)

// Write runs change in one transaction: all of it happens, or nothing. The
// error of change is returned as it is.
func Write(ctx context.Context, client *ent.Client, change func(ctx context.Context, tx *ent.Tx) error) (err error) {
	tx, err := client.Tx(ctx)
	if err != nil {
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	done := false
	defer func() {
		if !done { // change failed or panicked
			err = errors.Join(err, tx.Rollback())
		}
	}()
	if err := change(ctx, tx); err != nil {
		return err
	}
	done = true
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing a transaction: %w", err)
	}
	return nil
}
