package account

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// LoadKey reads the key at a path. Where there is none it makes one, readable by
// its owner alone. The error says what to do.
func LoadKey(path string) (Key, error) {
	var key Key
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		_, _ = rand.Read(key[:]) // never fails: it ends the process instead
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return key, fmt.Errorf("the folder of the account key: %w", err)
		}
		// Exclusive: of two processes that start at once, one makes it.
		file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if errors.Is(err, fs.ErrExist) {
			return LoadKey(path)
		}
		if err != nil {
			return key, fmt.Errorf("making the account key: %w", err)
		}
		_, err = file.WriteString(hex.EncodeToString(key[:]) + "\n")
		return key, errors.Join(err, file.Sync(), file.Close())
	}
	if err != nil {
		return key, fmt.Errorf("reading the account key: %w", err)
	}
	bytes, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(bytes) != len(key) {
		return key, fmt.Errorf("%s is no account key: expected 64 hexadecimal digits; bring back the file from its copy", path)
	}
	copy(key[:], bytes)
	return key, nil
}

// seal encrypts a secret; context says what it belongs to, and it opens for
// nothing else.
func (k Key) seal(secret []byte, context string) ([]byte, error) {
	aead, err := k.aead()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce)
	return aead.Seal(nonce, nonce, secret, []byte(context)), nil
}

// open decrypts what seal made.
func (k Key) open(sealed []byte, context string) ([]byte, error) {
	aead, err := k.aead()
	if err != nil {
		return nil, err
	}
	if len(sealed) < aead.NonceSize() {
		return nil, errors.New("a sealed secret is too short")
	}
	secret, err := aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], []byte(context))
	if err != nil {
		return nil, fmt.Errorf("opening a sealed secret, perhaps the account key is another one: %w", err)
	}
	return secret, nil
}

func (k Key) aead() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.derived("second factor"))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
