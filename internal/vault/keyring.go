package vault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"

	"zhas/internal/keyfile"
)

// keyring is what the key file holds: the master keys, which wrap the keys of
// people, and the keys of the blind indexes. Each set has one primary key, which
// new values are made with.
type keyring struct {
	masters, indexes *keyset.Handle

	master  tink.AEAD
	primary uint32 // id of the primary master key
	index   *prf.Set
}

// keyFile is the file's form: two keysets as tink writes them.
type keyFile struct {
	Master json.RawMessage `json:"master"`
	Index  json.RawMessage `json:"index"`
}

// loadKeyring reads the key file at path and makes it when there is none.
func loadKeyring(path string) (*keyring, error) {
	content, err := keyfile.ReadOrMake(path, func() ([]byte, error) {
		masters, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
		if err != nil {
			return nil, err
		}
		indexes, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
		if err != nil {
			return nil, err
		}
		return encodeKeyring(masters, indexes)
	})
	if err != nil {
		return nil, fmt.Errorf("the vault's key (ZHAS_VAULT_KEY_FILE): %w", err)
	}
	ring, err := parseKeyring(content)
	if err != nil {
		return nil, fmt.Errorf("the vault's key (ZHAS_VAULT_KEY_FILE): %s holds no keys of the vault; bring back the file from its copy: %w", path, err)
	}
	return ring, nil
}

func parseKeyring(content []byte) (ring *keyring, err error) {
	var file keyFile
	if err := json.Unmarshal(content, &file); err != nil {
		return nil, errors.New("no JSON") // the error of the parser would quote it
	}
	ring = new(keyring)
	if ring.masters, err = readKeyset(file.Master); err != nil {
		return nil, err
	}
	if ring.indexes, err = readKeyset(file.Index); err != nil {
		return nil, err
	}
	if ring.master, err = aead.New(ring.masters); err != nil {
		return nil, err
	}
	if ring.index, err = prf.NewPRFSet(ring.indexes); err != nil {
		return nil, err
	}
	primary, err := ring.masters.Primary()
	if err != nil {
		return nil, err
	}
	ring.primary = primary.KeyID()
	return ring, nil
}

func readKeyset(text json.RawMessage) (*keyset.Handle, error) {
	return insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(text)))
}

func encodeKeyring(masters, indexes *keyset.Handle) ([]byte, error) {
	var file keyFile
	for handle, into := range map[*keyset.Handle]*json.RawMessage{masters: &file.Master, indexes: &file.Index} {
		var text bytes.Buffer
		if err := insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(&text)); err != nil {
			return nil, err
		}
		*into = text.Bytes()
	}
	return json.MarshalIndent(file, "", "  ")
}
