// Package kaztext orders and folds names for both databases alike. SQLite
// folds ASCII only and neither database knows the Kazakh alphabet by default,
// so the program computes what they compare: a sort key and a folded text, each
// stored beside its name and compared byte by byte (docs/adr/0003).
package kaztext

import (
	"encoding/hex"
	"strings"
	"sync"

	"golang.org/x/text/cases"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// A Collator and its buffer serve one goroutine at a time.
var collators = sync.Pool{New: func() any { return collate.New(language.Kazakh, collate.Numeric) }}

// maxKey bounds a sort key, in hexadecimal digits: PostgreSQL indexes no value
// of more than 2,700 bytes.
const maxKey = 512

// SortKey returns a text of hexadecimal digits whose byte order is the Kazakh
// alphabetical order of s, for Kazakh, Russian and Latin texts; numbers in it
// are ordered by value. It tells texts apart by about their first hundred
// letters: equal keys mean that the order does not tell them apart.
func SortKey(s string) string {
	collator := collators.Get().(*collate.Collator)
	defer collators.Put(collator)
	var buffer collate.Buffer
	key := hex.EncodeToString(collator.KeyFromString(&buffer, norm.NFC.String(s)))
	return key[:min(len(key), maxKey)]
}

// Fold returns s as searches compare it: composed, in one case, ё as е, and
// runs of white space as one space.
func Fold(s string) string {
	s = cases.Fold().String(norm.NFKC.String(s))
	s = strings.ReplaceAll(s, "ё", "е")
	return strings.Join(strings.Fields(s), " ")
}

// Collators that look at letters alone, not at their case or accents.
var letterCollators = sync.Pool{New: func() any { return collate.New(language.Kazakh, collate.Numeric, collate.Loose) }}

// PrefixRange returns the range of sort keys from (included) to (excluded) of
// the texts that begin with the letters of prefix, in any case. It begins and
// ends with the empty text for a prefix without letters, and then means nothing.
func PrefixRange(prefix string) (from, to string) {
	collator := letterCollators.Get().(*collate.Collator)
	defer letterCollators.Put(collator)
	var buffer collate.Buffer
	key := hex.EncodeToString(collator.KeyFromString(&buffer, norm.NFC.String(prefix)))
	if key == "" {
		return "", ""
	}
	key = key[:min(len(key), maxKey)]
	return key, key + "g" // the letter behind the last hexadecimal digit
}
