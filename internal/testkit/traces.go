package testkit

import (
	"archive/tar"
	"bytes"
	"crypto/md5"  //nolint:gosec // what a leak may have been made with
	"crypto/sha1" //nolint:gosec // likewise
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"entgo.io/ent/dialect"
	"github.com/klauspost/compress/zstd"

	"zhas/internal/store"
)

// window is how many first bytes of a trace are looked up at each place.
const window = 8

// hashTrace is how much of a hash gives it away, in any spelling.
const hashTrace = 16

// Traces finds where values stand in the clear, or what anybody can make of them
// without a key: other cases, percent signs, base64 at any place of a text, hex,
// and MD5, SHA-1, SHA-256 and SHA-512 in bytes, hex and base64. A value has eight
// bytes at least. Digits within more digits are another number.
type Traces struct {
	filter  []uint64       // of the windows that traces begin with
	first   map[uint64]int // a trace by its window, from 1
	needles []needle
}

type needle struct {
	text   string
	value  string
	as     string
	number bool // of digits only
	next   int
}

// filterBits is the size of the filter, as a power of two.
const filterBits = 26

// NewTraces returns the traces of values.
func NewTraces(values ...string) *Traces {
	t := &Traces{filter: make([]uint64, 1<<(filterBits-6)), first: map[uint64]int{}}
	for _, value := range values {
		seen := map[string]bool{}
		for _, spelling := range []string{value, strings.ToLower(value), strings.ToUpper(value), strings.TrimPrefix(value, "+")} {
			if !seen[spelling] {
				seen[spelling] = true
				t.spell(value, spelling, seen)
			}
		}
	}
	return t
}

// spell adds the traces of one spelling of a value; seen are those that are there.
func (t *Traces) spell(value, spelling string, seen map[string]bool) {
	t.add(value, spelling, "in clear")
	for _, escaped := range []string{url.QueryEscape(spelling), url.PathEscape(spelling)} {
		if !seen[escaped] {
			seen[escaped] = true
			t.add(value, escaped, "with percent signs")
		}
	}
	digits := hex.EncodeToString([]byte(spelling))
	t.add(value, digits, "in hex")
	t.add(value, strings.ToUpper(digits), "in hex")
	for shift := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := encoding.EncodeToString(append(make([]byte, shift), spelling...))
			t.add(value, text[(shift*8+5)/6:(shift+len(spelling))*8/6], "in base64")
		}
	}
	for name, sum := range hashes(spelling) {
		t.add(value, string(sum[:hashTrace]), name)
		digits := hex.EncodeToString(sum)[:hashTrace]
		t.add(value, digits, name+" in hex")
		t.add(value, strings.ToUpper(digits), name+" in hex")
		t.add(value, base64.StdEncoding.EncodeToString(sum)[:hashTrace], name+" in base64")
		t.add(value, base64.URLEncoding.EncodeToString(sum)[:hashTrace], name+" in base64")
	}
}

func hashes(text string) map[string][]byte {
	a, b, c, d := md5.Sum([]byte(text)), sha1.Sum([]byte(text)), sha256.Sum256([]byte(text)), sha512.Sum512([]byte(text)) //nolint:gosec // as above
	return map[string][]byte{"as MD5": a[:], "as SHA-1": b[:], "as SHA-256": c[:], "as SHA-512": d[:]}
}

func (t *Traces) add(value, text, as string) {
	key := binary.LittleEndian.Uint64([]byte(text[:window]))
	t.filter[place(key)>>6] |= 1 << (place(key) & 63)
	t.needles = append(t.needles, needle{
		text: text, value: value, as: as, next: t.first[key],
		number: !strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsDigit(c) }),
	})
	t.first[key] = len(t.needles)
}

// place is where a window stands in the filter.
func place(key uint64) uint64 { return key * 0x9E3779B97F4A7C15 >> (64 - filterBits) }

// In returns which traces data hold, a line each.
func (t *Traces) In(data []byte) (found []string) {
	for i := 0; i+window <= len(data); i++ {
		key := binary.LittleEndian.Uint64(data[i:])
		if t.filter[place(key)>>6]&(1<<(place(key)&63)) == 0 {
			continue
		}
		for at := t.first[key]; at > 0; at = t.needles[at-1].next {
			n := t.needles[at-1]
			end := i + len(n.text)
			if end > len(data) || string(data[i:end]) != n.text {
				continue
			}
			if n.number && (i > 0 && isDigit(data[i-1]) || end < len(data) && isDigit(data[end])) {
				continue
			}
			found = append(found, n.value+" "+n.as)
		}
	}
	return found
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// InFile returns which traces the bytes of a file hold.
func (t *Traces) InFile(tb testing.TB, path string) []string {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return t.In(data)
}

// InBackup returns which traces a backup holds, unpacked.
func (t *Traces) InBackup(tb testing.TB, path string) (found []string) {
	tb.Helper()
	file, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	unpacked, err := zstd.NewReader(file)
	if err != nil {
		tb.Fatal(err)
	}
	defer unpacked.Close()
	for archive := tar.NewReader(unpacked); ; {
		if _, err := archive.Next(); errors.Is(err, io.EOF) {
			return found
		} else if err != nil {
			tb.Fatal(err)
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			tb.Fatal(err)
		}
		found = append(found, t.In(data)...)
	}
}

// InRows returns which traces the rows of all tables hold, each with its table,
// and how many rows it read.
func (t *Traces) InRows(tb testing.TB, s *store.Store) (found []string, rows int) {
	tb.Helper()
	for _, row := range Rows(tb, s) {
		rows++
		table, _, _ := strings.Cut(string(row), "\n")
		for _, trace := range t.In(row) {
			found = append(found, table+": "+trace)
		}
	}
	return found, rows
}

// Rows returns the rows of all tables: the name of the table, then each value on
// a line of its own.
func Rows(tb testing.TB, s *store.Store) (all [][]byte) {
	tb.Helper()
	tables := `SELECT name FROM sqlite_schema WHERE type = 'table'`
	if s.Dialect() == dialect.Postgres {
		tables = `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()`
	}
	for _, name := range everyRow(tb, s, tables) {
		name = bytes.TrimSpace(name)
		for _, row := range everyRow(tb, s, fmt.Sprintf("SELECT * FROM %q", name)) {
			all = append(all, slices.Concat(name, []byte("\n"), row))
		}
	}
	return all
}

// everyRow returns the values of each row, a line each.
func everyRow(tb testing.TB, s *store.Store, query string) (all [][]byte) {
	tb.Helper()
	rows, err := s.DB().QueryContext(tb.Context(), query)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		tb.Fatal(err)
	}
	values, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			tb.Fatal(err)
		}
		var row []byte
		for _, value := range values {
			if raw, ok := value.([]byte); ok {
				row = append(row, raw...)
			} else {
				row = fmt.Append(row, value)
			}
			row = append(row, '\n')
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return all
}
