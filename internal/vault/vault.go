// Package vault keeps personal data sealed. Each person has a key of their own,
// which master keys wrap; values are sealed by it for one column of one row and
// open for no other. The wrapped keys are in a store apart from the database, the
// master keys in a file apart from both, so that neither a copy of the database
// nor one of the store tells anything, and destroying a person's key makes what
// was sealed by it unreadable wherever it has been copied to.
//
// Values that people are found by have blind indexes: keyed hashes, which nobody
// makes who has not the key file.
package vault

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"sync/atomic"

	"entgo.io/ent/dialect/sql/sqlgraph"
	"github.com/tink-crypto/tink-go/v2/aead/subtle"

	"zhas/internal/store"
)

// ErrDestroyed is the error of sealing or opening by a key that is destroyed, or
// never was.
var ErrDestroyed = errors.New("the person's key is destroyed")

// keySize is the length of a person's key, in bytes (AES-256).
const keySize = 32

// A Vault makes, finds and destroys the keys of people. It is safe for concurrent
// use, and replicas share the store and the key file.
type Vault struct {
	path string // of the key file
	ring atomic.Pointer[keyring]
	keys *keyStore
}

// Open returns the vault of a key file, which is made when it is missing, and of
// the store of keys, migrated, which the caller closes afterwards.
func Open(ctx context.Context, path string, keys *store.Store) (*Vault, error) {
	v := &Vault{path: path, keys: newKeyStore(keys)}
	ring, err := v.reload()
	if err != nil {
		return nil, err
	}
	return v, v.keys.begin(ctx, ring.primary)
}

// reload reads the key file, which another process may have written.
func (v *Vault) reload() (*keyring, error) {
	ring, err := loadKeyring(v.path)
	if err == nil {
		v.ring.Store(ring)
	}
	return ring, err
}

// A Key is one person's. The zero Key is destroyed.
type Key struct {
	aead    *subtle.AESGCM
	subject int64
}

// Destroyed reports whether the key opens nothing.
func (k Key) Destroyed() bool { return k.aead == nil }

// Make makes a key for each subject and keeps it. A subject
// that has one keeps it.
func (v *Vault) Make(ctx context.Context, subjects ...int64) (map[int64]Key, error) {
	ring := v.ring.Load()
	err := v.make(ctx, ring, subjects)
	for sqlgraph.IsForeignKeyConstraintError(err) { // the master key was changed
		was := ring.primary
		var unread error
		if ring, unread = v.reload(); unread != nil {
			return nil, unread
		}
		if ring.primary == was {
			break
		}
		err = v.make(ctx, ring, subjects)
	}
	if err != nil {
		return nil, err
	}
	return v.Keys(ctx, subjects...)
}

func (v *Vault) make(ctx context.Context, ring *keyring, subjects []int64) error {
	wrapped := make(map[int64][]byte, len(subjects))
	for _, subject := range subjects {
		var key [keySize]byte
		_, _ = rand.Read(key[:]) // never fails: it ends the process instead
		sealed, err := ring.master.Encrypt(key[:], wrappedFor(subject))
		if err != nil {
			return fmt.Errorf("wrapping a key: %w", err)
		}
		wrapped[subject] = sealed
	}
	return v.keys.insert(ctx, wrapped, ring.primary)
}

// Keys returns the keys of subjects, in one statement. A subject whose key is
// destroyed, or who never had one, has the zero Key.
func (v *Vault) Keys(ctx context.Context, subjects ...int64) (map[int64]Key, error) {
	var before map[int64][]byte
	for {
		wrapped, err := v.keys.find(ctx, subjects)
		if err != nil {
			return nil, err
		}
		keys, err := v.unwrapAll(wrapped)
		// What was read may be wrapped again by now, and its master key be gone.
		if err == nil || maps.EqualFunc(wrapped, before, bytes.Equal) {
			return keys, err
		}
		before = wrapped
	}
}

func (v *Vault) unwrapAll(wrapped map[int64][]byte) (map[int64]Key, error) {
	keys := make(map[int64]Key, len(wrapped))
	for subject, sealed := range wrapped {
		raw, err := v.unwrap(subject, sealed)
		if err != nil {
			return nil, err
		}
		aead, err := subtle.NewAESGCM(raw)
		if err != nil {
			return nil, fmt.Errorf("the key of %d: %w", subject, err)
		}
		keys[subject] = Key{aead, subject}
	}
	return keys, nil
}

// unwrap opens a wrapped key. The key file is read again when it was wrapped by
// a master key that this process does not know yet.
func (v *Vault) unwrap(subject int64, sealed []byte) ([]byte, error) {
	raw, err := v.ring.Load().master.Decrypt(sealed, wrappedFor(subject))
	if err == nil {
		return raw, nil
	}
	ring, err := v.reload()
	if err != nil {
		return nil, err
	}
	if raw, err = ring.master.Decrypt(sealed, wrappedFor(subject)); err != nil {
		return nil, fmt.Errorf("unwrapping the key of %d, perhaps the key file is another one: %w", subject, err)
	}
	return raw, nil
}

// Destroy destroys the keys of subjects. What was sealed by them opens no more.
func (v *Vault) Destroy(ctx context.Context, subjects ...int64) error {
	return v.keys.remove(ctx, subjects)
}

// wrappedFor binds a wrapped key to whose it is.
func wrappedFor(subject int64) []byte { return fmt.Append(nil, "key of ", subject) }

// Seal seals a value for a column of the person's row.
func (k Key) Seal(column string, value []byte) ([]byte, error) {
	if k.Destroyed() {
		return nil, ErrDestroyed
	}
	return k.aead.Encrypt(value, k.sealedFor(column))
}

// Open opens what was sealed for a column of the person's row.
func (k Key) Open(column string, sealed []byte) ([]byte, error) {
	if k.Destroyed() {
		return nil, ErrDestroyed
	}
	value, err := k.aead.Decrypt(sealed, k.sealedFor(column))
	if err != nil {
		return nil, fmt.Errorf("%s of %d was not sealed for it, or was changed: %w", column, k.subject, err)
	}
	return value, nil
}

func (k Key) sealedFor(column string) []byte { return fmt.Append(nil, column, " of ", k.subject) }
