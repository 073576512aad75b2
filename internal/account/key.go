package account

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"zhas/internal/keyfile"
)

// LoadKey reads the key at a path. Where there is none it makes one, readable by
// its owner alone. The error says what to do.
func LoadKey(path string) (Key, error) {
	var key Key
	text, err := keyfile.ReadOrMake(path, func() ([]byte, error) {
		var fresh Key
		_, _ = rand.Read(fresh[:]) // never fails: it ends the process instead
		return []byte(hex.EncodeToString(fresh[:]) + "\n"), nil
	})
	if err != nil {
		return key, fmt.Errorf("the account key (ZHAS_ACCOUNT_KEY_FILE): %w", err)
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
