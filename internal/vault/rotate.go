package vault

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql/sqlgraph"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"

	"zhas/internal/keyfile"
)

// rewrapped is how many keys are wrapped again between two looks at the context.
const rewrapped = 500

// Rotate makes a new master key and wraps the keys of all people by it, while the
// vault is in use. What is sealed stays as it is. The master keys before leave. It
// may be interrupted and called again, not twice at once. It returns how many keys
// were wrapped again.
func (v *Vault) Rotate(ctx context.Context) (wrapped int, err error) {
	ring, err := v.reload()
	if err != nil {
		return 0, err
	}
	masters := keyset.NewManagerFromHandle(ring.masters)
	id, err := masters.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return 0, fmt.Errorf("making a master key: %w", err)
	}
	if err := masters.SetPrimary(id); err != nil {
		return 0, fmt.Errorf("making a master key: %w", err)
	}
	// Who finds it in the file may use it.
	if err := v.keys.admit(ctx, id); err != nil {
		return 0, err
	}
	if ring, err = v.replace(masters, ring.indexes); err != nil {
		return 0, err
	}
	for {
		more, err := v.rewrap(ctx, ring)
		wrapped += more
		if err != nil {
			return wrapped, err
		}
		// Refused while somebody who has not met the new key still wraps by an
		// old one; from then on nobody can.
		err = v.keys.dismiss(ctx, id)
		if err == nil {
			break
		}
		if !sqlgraph.IsForeignKeyConstraintError(err) {
			return wrapped, err
		}
	}
	for i := range ring.masters.Len() {
		entry, err := ring.masters.Entry(i)
		if err == nil && entry.KeyID() != id {
			err = masters.Delete(entry.KeyID())
		}
		if err != nil {
			return wrapped, fmt.Errorf("dismissing a master key: %w", err)
		}
	}
	_, err = v.replace(masters, ring.indexes)
	return wrapped, err
}

// replace writes the key file anew, and reads it.
func (v *Vault) replace(masters *keyset.Manager, indexes *keyset.Handle) (*keyring, error) {
	handle, err := masters.Handle()
	if err != nil {
		return nil, fmt.Errorf("the vault's keys: %w", err)
	}
	content, err := encodeKeyring(handle, indexes)
	if err != nil {
		return nil, fmt.Errorf("the vault's keys: %w", err)
	}
	if err := keyfile.Replace(v.path, content); err != nil {
		return nil, fmt.Errorf("the vault's key (ZHAS_VAULT_KEY_FILE): %w", err)
	}
	return v.reload()
}

// rewrap wraps by the primary master key what another one has wrapped.
func (v *Vault) rewrap(ctx context.Context, ring *keyring) (wrapped int, err error) {
	for {
		found, err := v.keys.wrappedBefore(ctx, ring.primary, rewrapped)
		if err != nil || len(found) == 0 {
			return wrapped, err
		}
		for subject, was := range found {
			raw, err := ring.master.Decrypt(was, wrappedFor(subject))
			if err != nil {
				return wrapped, fmt.Errorf("unwrapping the key of %d, perhaps the key file is another one: %w", subject, err)
			}
			is, err := ring.master.Encrypt(raw, wrappedFor(subject))
			if err != nil {
				return wrapped, fmt.Errorf("wrapping a key: %w", err)
			}
			if err := v.keys.rewrap(ctx, subject, was, is, ring.primary); err != nil {
				return wrapped, err
			}
			wrapped++
		}
	}
}
