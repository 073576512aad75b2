package vault

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// maxAge is how old a copy of the store of keys may be: a person who was erased is
// gone from all copies after that.
const maxAge = 30 * 24 * time.Hour

// ErrTooOld is the error of a copy whose time is over.
var ErrTooOld = errors.New("the copy of the keys is older than 30 days: it would bring back people who were erased")

const (
	copyPrefix = "vault-keys-"
	copySuffix = ".jsonl"
	copyLayout = "20060102T150405Z"
)

// copyHead is the first line of a copy, before a line for each key.
type copyHead struct {
	WrittenAt time.Time `json:"writtenAt"`
	Keys      int       `json:"keys"`
}

// copiedKey is one wrapped key.
type copiedKey struct {
	Subject int64  `json:"subject"`
	Wrapped []byte `json:"wrapped"`
	Master  uint32 `json:"master"`
}

// Backup writes a copy of the store of keys into a folder, readable by its owner
// only, and deletes the copies there that are older than 30 days. It returns where
// it is and how many keys it holds. What is in it opens with the key file alone.
func (v *Vault) Backup(ctx context.Context, folder string) (path string, keys int, err error) {
	at := now()
	path = filepath.Join(folder, copyPrefix+at.Format(copyLayout)+copySuffix)
	all, err := v.keys.all(ctx)
	if err != nil {
		return "", 0, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", 0, fmt.Errorf("copying the keys: %w", err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", 0, fmt.Errorf("copying the keys: %w", err)
	}
	buffer := bufio.NewWriter(file)
	encoder := json.NewEncoder(buffer)
	err = encoder.Encode(copyHead{at, len(all)})
	for i := 0; err == nil && i < len(all); i++ {
		err = encoder.Encode(all[i])
	}
	if err := errors.Join(err, buffer.Flush(), file.Sync(), file.Close()); err != nil {
		return "", 0, fmt.Errorf("copying the keys: %w", err)
	}
	return path, len(all), deleteOld(folder, at)
}

// deleteOld deletes the copies in a folder whose time is over.
func deleteOld(folder string, at time.Time) error {
	files, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("deleting old copies of the keys: %w", err)
	}
	for _, file := range files {
		name, ok := strings.CutPrefix(strings.TrimSuffix(file.Name(), copySuffix), copyPrefix)
		if !ok {
			continue
		}
		if written, err := time.Parse(copyLayout, name); err != nil || at.Sub(written) <= maxAge {
			continue
		}
		if err := os.Remove(filepath.Join(folder, file.Name())); err != nil {
			return fmt.Errorf("deleting old copies of the keys: %w", err)
		}
	}
	return nil
}

// Restore brings back the keys of a copy and returns how many that were. Keys that
// are there stay as they are. It refuses a copy that is too old (ErrTooOld), is not
// whole, or was wrapped by a master key that the key file does not hold.
func (v *Vault) Restore(ctx context.Context, path string) (keys int, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("bringing back keys: %w", err)
	}
	defer func() { _ = file.Close() }()
	decoder := json.NewDecoder(bufio.NewReader(file))
	var head copyHead
	if err := decoder.Decode(&head); err != nil || head.WrittenAt.IsZero() {
		return 0, fmt.Errorf("bringing back keys: %s is no copy of the keys", path)
	}
	if now().Sub(head.WrittenAt) > maxAge {
		return 0, ErrTooOld
	}
	ring := v.ring.Load()
	wrapped := make(map[int64][]byte, head.Keys)
	for {
		var key copiedKey
		if err := decoder.Decode(&key); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return 0, fmt.Errorf("bringing back keys: %w", err)
		}
		raw, err := ring.master.Decrypt(key.Wrapped, wrappedFor(key.Subject))
		if err != nil {
			return 0, fmt.Errorf("bringing back keys: the key file holds no key that opens them: %w", err)
		}
		if wrapped[key.Subject], err = ring.master.Encrypt(raw, wrappedFor(key.Subject)); err != nil {
			return 0, fmt.Errorf("bringing back keys: %w", err)
		}
	}
	if len(wrapped) != head.Keys {
		return 0, fmt.Errorf("bringing back keys: the copy has %d of its %d keys", len(wrapped), head.Keys)
	}
	// The store may have been begun with another key file.
	if err := v.keys.admit(ctx, ring.primary); err != nil {
		return 0, err
	}
	return len(wrapped), v.keys.insert(ctx, wrapped, ring.primary)
}
