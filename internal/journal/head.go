package journal

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"zhas/internal/keyfile"
)

// A Head is the newest place of the chain at a moment, signed. Whoever keeps
// heads outside the database can tell whether it was written anew.
type Head struct {
	Position  int64     `json:"position"`
	Hash      string    `json:"hash"` // SHA-256 in hexadecimal
	Time      time.Time `json:"time"`
	Key       string    `json:"key"`       // the public key, Ed25519 in base64
	Signature string    `json:"signature"` // in base64
}

// signed is what the signature is over.
func (h Head) signed() []byte {
	return fmt.Appendf(nil, "zhas journal head 1\n%d\n%s\n%s\n", h.Position, h.Hash, h.Time.UTC().Format(time.RFC3339Nano))
}

// check returns an error unless the head was signed by its key, and by the
// wanted one when there is one.
func (h Head) check(wanted string) error {
	if wanted != "" && h.Key != wanted {
		return fmt.Errorf("it was signed by the key %s instead of %s", h.Key, wanted)
	}
	key, err := base64.StdEncoding.DecodeString(h.Key)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return errors.New("its key is no Ed25519 key")
	}
	signature, err := base64.StdEncoding.DecodeString(h.Signature)
	if err != nil || !ed25519.Verify(key, h.signed(), signature) {
		return errors.New("its signature is wrong")
	}
	return nil
}

// PublicKey is the public part of a key, as heads name it.
func PublicKey(key ed25519.PrivateKey) string {
	return base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
}

// Key reads the key that signs heads, a PEM file (PKCS #8, Ed25519), and makes it
// when there is none. Only its owner may read it.
func Key(path string) (ed25519.PrivateKey, error) {
	content, err := keyfile.ReadOrMake(path, func() ([]byte, error) {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		encoded, err := x509.MarshalPKCS8PrivateKey(key)
		return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}), err
	})
	if err != nil {
		return nil, fmt.Errorf("the journal's key (ZHAS_JOURNAL_KEY_FILE): %w", err)
	}
	return parseKey(path, content)
}

// KnownKey is the public part of the key at path, empty when there is no file.
func KnownKey(path string) (string, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("the journal's key (ZHAS_JOURNAL_KEY_FILE): %w", err)
	}
	key, err := parseKey(path, content)
	if err != nil {
		return "", err
	}
	return PublicKey(key), nil
}

func parseKey(path string, content []byte) (ed25519.PrivateKey, error) {
	if block, _ := pem.Decode(content); block != nil {
		parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if key, ok := parsed.(ed25519.PrivateKey); ok && err == nil {
			return key, nil
		}
	}
	return nil, fmt.Errorf("the journal's key (ZHAS_JOURNAL_KEY_FILE): %s holds no Ed25519 key in PEM", path)
}

// writeHead appends the head, signed, to the file of heads, if it is another one
// than was written last.
func (s *Sealer) writeHead(ctx context.Context) (err error) {
	last, err := lastLink(ctx, s.client)
	if err != nil || last == s.written {
		return err
	}
	head := Head{Position: last.position, Hash: last.hash, Time: time.Now().UTC().Truncate(time.Microsecond), Key: PublicKey(s.key)}
	head.Signature = base64.StdEncoding.EncodeToString(ed25519.Sign(s.key, head.signed()))
	line, err := json.Marshal(head)
	if err != nil {
		return err
	}
	if err := appendLine(s.headFile, line); err != nil {
		return fmt.Errorf("writing the head (ZHAS_JOURNAL_HEAD_FILE): %w", err)
	}
	s.written = last
	return nil
}

// appendLine adds a line to a file by one write, and waits for the disk.
func appendLine(path string, line []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.Write(append(line, '\n')); err != nil {
		return err
	}
	return file.Sync()
}

// headReader reads a file of heads line by line.
type headReader struct {
	scanner *bufio.Scanner
	wanted  string // the public key that has to have signed; any when empty
	line    int
}

func newHeadReader(r io.Reader, wanted string) *headReader {
	return &headReader{scanner: bufio.NewScanner(r), wanted: wanted}
}

// next returns the next head, checked; io.EOF after the last. A file tells
// nothing of a journal unless one key signed all of it.
func (r *headReader) next() (Head, error) {
	if !r.scanner.Scan() {
		if err := r.scanner.Err(); err != nil {
			return Head{}, fmt.Errorf("reading the heads: %w", err)
		}
		return Head{}, io.EOF
	}
	r.line++
	var head Head
	if err := json.Unmarshal(r.scanner.Bytes(), &head); err != nil {
		return Head{}, fmt.Errorf("line %d of the heads is no head: %w", r.line, err)
	}
	if err := head.check(r.wanted); err != nil {
		return Head{}, fmt.Errorf("line %d of the heads cannot be trusted: %w", r.line, err)
	}
	r.wanted = head.Key
	return head, nil
}
