package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"zhas/internal/programme"
	"zhas/internal/viewer"
)

// How passwords are kept: the least that OWASP asks of argon2id. Raising a
// number rehashes each password when its owner signs in.
const (
	argonMemory  = 19 * 1024 // KiB
	argonTime    = 2
	argonThreads = 1
	argonSalt    = 16
	argonKey     = 32

	// parallelHashes bounds the memory that hashing takes: 19 MiB each, and as
	// much again and more until the collector has been round.
	parallelHashes = 4
	// networkHashes is how many of them one network has at most, so that nobody
	// keeps everybody waiting.
	networkHashes = 2
	// hashPatience is how long a request waits for its turn.
	hashPatience = 3 * time.Second

	// MinPassword and MaxPassword bound the length of a password in characters.
	MinPassword = 12
	MaxPassword = 128
)

// commonPasswords are those that everybody tries first, in lower case, one a
// line; long enough to be allowed otherwise.
//
//go:embed common_passwords.txt
var commonPasswords string

var isCommon = func() map[string]bool {
	known := make(map[string]bool)
	for line := range strings.FieldsSeq(commonPasswords) {
		known[line], known[stem(line)] = true, true
	}
	delete(known, "") // of digits alone
	return known
}()

// stem is a password without what people put behind a word to please a rule.
func stem(password string) string {
	return strings.TrimRightFunc(password, func(c rune) bool { return !unicode.IsLetter(c) })
}

// monotonous reports whether a text is a unit of up to six characters over and
// over, or made of three characters at most.
func monotonous(text string) bool {
	characters := []rune(text)
	for unit := 1; unit <= 6 && unit < len(characters); unit++ {
		if slices.Equal(characters[unit:], characters[:len(characters)-unit]) {
			return true
		}
	}
	slices.Sort(characters)
	return len(slices.Compact(characters)) <= 3
}

// checkPassword refuses a new password that is too short, too long, well known
// (whatever digits and signs end it), the same over and over, or the person's own
// address.
func checkPassword(password, email, field string) error {
	switch length := utf8.RuneCountInString(password); {
	case length == 0:
		return programme.Refuse(programme.RefusedRequired, field)
	case length < MinPassword:
		return &programme.Refusal{Code: programme.RefusedTooShort, Field: field, Amount: MinPassword}
	case length > MaxPassword:
		return &programme.Refusal{Code: programme.RefusedTooLong, Field: field, Amount: MaxPassword}
	}
	lower := strings.ToLower(password)
	if isCommon[lower] || isCommon[stem(lower)] || lower == email || monotonous(lower) {
		return programme.Refuse(programme.RefusedTooCommon, field)
	}
	return nil
}

// hasher makes and checks hashes of passwords, a few at a time.
type hasher struct {
	turns    chan struct{}
	mu       sync.Mutex
	networks map[string]*share // of those that wait or hash
	// made counts the hashes, for tests: known and unknown people take the same
	// work.
	made atomic.Int64
	// nobody is compared with where there is no account.
	nobody string
}

// share is what one network has of the turns.
type share struct {
	turns chan struct{}
	users int
}

func newHasher() *hasher {
	h := &hasher{turns: make(chan struct{}, parallelHashes), networks: make(map[string]*share)}
	h.nobody = encode(newSalt(), make([]byte, argonKey))
	return h
}

// derive takes its turn and hashes. It refuses as BUSY when its turn does not
// come soon.
func (h *hasher) derive(ctx context.Context, password string, salt []byte, time, memory uint32) ([]byte, error) {
	patience, cancel := context.WithTimeout(ctx, hashPatience)
	defer cancel()
	own, leave := h.enter(network(viewer.ClientOf(ctx).Address()))
	defer leave()
	if err := take(ctx, patience, own); err != nil {
		return nil, err
	}
	defer func() { <-own }()
	if err := take(ctx, patience, h.turns); err != nil {
		return nil, err
	}
	defer func() { <-h.turns }()
	h.made.Add(1)
	return argon2.IDKey([]byte(password), salt, time, memory, argonThreads, argonKey), nil
}

// take takes a turn, or refuses when the patience is over.
func take(ctx, patience context.Context, turns chan<- struct{}) error {
	select {
	case turns <- struct{}{}:
		return nil
	case <-patience.Done():
		if ctx.Err() != nil {
			return ctx.Err()
		}
		viewer.ClientOf(ctx).RetryAfter(hashPatience)
		return &programme.Refusal{Code: programme.RefusedBusy, Amount: int(hashPatience.Seconds())}
	}
}

// enter returns the turns of a network, until the caller leaves.
func (h *hasher) enter(network string) (turns chan struct{}, leave func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	own := h.networks[network]
	if own == nil {
		own = &share{turns: make(chan struct{}, networkHashes)}
		h.networks[network] = own
	}
	own.users++
	return own.turns, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if own.users--; own.users == 0 {
			delete(h.networks, network)
		}
	}
}

// hash returns the encoded hash of a new password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	salt := newSalt()
	key, err := h.derive(ctx, password, salt, argonTime, argonMemory)
	if err != nil {
		return "", err
	}
	return encode(salt, key), nil
}

// check compares a password with a hash; an empty hash, which belongs to
// nobody, takes the same work. old says that the hash was made with less.
func (h *hasher) check(ctx context.Context, password, encoded string) (ok, old bool, err error) {
	if encoded == "" {
		encoded = h.nobody
	}
	var memory, rounds uint32
	var threads uint8
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 {
		return false, false, fmt.Errorf("a password hash has %d parts", len(parts))
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &rounds, &threads); err != nil {
		return false, false, fmt.Errorf("the parameters of a password hash: %w", err)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, false, fmt.Errorf("the salt of a password hash: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, false, fmt.Errorf("the key of a password hash: %w", err)
	}
	if len([]rune(password)) > MaxPassword {
		password = "" // longer than any password; hashing it all would be work for nothing
	}
	got, err := h.derive(ctx, password, salt, rounds, memory)
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1, memory < argonMemory || rounds < argonTime, nil
}

func newSalt() []byte {
	salt := make([]byte, argonSalt)
	_, _ = rand.Read(salt) // never fails: it ends the process instead
	return salt
}

// encode writes a hash as other programs do.
func encode(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}
