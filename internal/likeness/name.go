package likeness

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zhas/internal/kaztext"
)

// name is a name as it is compared.
type name struct {
	text string // in one case, for what is the same to the letter
	// words are its parts in letters that all spellings have in common: a to z,
	// where c is ш, x is ч and j is ж. Letters that another spelling does not tell
	// apart are one letter here, as long as that does not make one of two names;
	// distance knows the rest.
	words []string
}

// What is longer than any name is cut, so that comparing takes a bounded time.
const (
	maxText    = 200 // code points of what was written
	maxWords   = 4
	maxLetters = 24 // of a word
)

func (n name) joined() string { return strings.Join(n.words, "") }

// person is a registration as it is compared.
type person struct {
	family, given, patronymic name
	sex                       int // what the endings say: 1 a man, -1 a woman, 0 nothing
}

func read(p Person) person {
	r := person{family: readName(p.FamilyName), given: readName(p.GivenName), patronymic: readName(p.Patronymic)}
	// Some write the patronymic behind the given name.
	if words := r.given.words; len(words) > 1 && r.patronymic.text == "" && sexOf(words[len(words)-1], patronymicEndings) != 0 {
		r.given, r.patronymic = r.given.split(len(words) - 1)
	}
	r.sex = sexOf(r.patronymic.joined(), patronymicEndings)
	if r.sex == 0 && len(r.family.words) > 0 {
		r.sex = sexOf(r.family.words[0], familyEndings)
	}
	return r
}

// split returns the first n words of a name, and the others.
func (n name) split(at int) (first, rest name) {
	first.words, rest.words = n.words[:at], n.words[at:]
	first.text, rest.text = first.joined(), rest.joined()
	return first, rest
}

func readName(s string) name {
	n := 0
	for i := range s {
		if n++; n > maxText {
			s = s[:i]
			break
		}
	}
	s = norm.NFC.String(s)
	read := name{text: kaztext.Fold(s)}
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) }) {
		if word := letters(word); word != "" && len(read.words) < maxWords {
			read.words = append(read.words, word)
		}
	}
	return read
}

// Each alphabet's letters as those that all have in common.
var (
	cyrillic = map[rune]string{
		'а': "a", 'ә': "a", 'б': "b", 'в': "v", 'г': "g", 'ғ': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "j", 'з': "z",
		'и': "i", 'й': "i", 'к': "k", 'қ': "k", 'л': "l", 'м': "m", 'н': "n", 'ң': "n", 'о': "o", 'ө': "o", 'п': "p",
		'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ұ': "u", 'ү': "u", 'ф': "f", 'х': "h", 'һ': "h", 'ц': "ts", 'ч': "x",
		'ш': "c", 'щ': "c", 'ъ': "", 'ы': "i", 'і': "i", 'ь': "", 'э': "e", 'ю': "iu", 'я': "ia",
	}
	latin = map[rune]string{
		'c': "k", 'q': "k", 'w': "v", 'x': "h", 'y': "i", 'ı': "i",
		'ş': "c", 'š': "c", 'ç': "x", 'č': "x", 'ž': "j", 'ə': "a", 'æ': "a", 'ŋ': "n", 'ɵ': "o",
		'ý': "u", // у in the alphabet of 2018, where y is ы
	}
	// Several Latin letters that stand for one; longer ones first.
	latinGroups = []struct{ written, letters string }{
		{"shch", "c"},
		{"sch", "c"},
		{"sh", "c"},
		{"ch", "x"},
		{"zh", "j"},
		{"kh", "h"},
		{"gh", "g"},
		{"ph", "f"},
		// Otherwise c is к, x is х and j is ж.
		{"ce", "tse"},
		{"ci", "tsi"},
		{"cy", "tsi"},
		{"maxi", "maksi"},
		{"ex", "eks"},
		{"juli", "iuli"},
	}
	// Letters that look alike, in the case in which they do.
	lookAlikes = bothWays("АаВЕеКМНОоРрСсТУуХхІіәӘ", "AaBEeKMHOoPpCcTYyXxIiəƏ")
)

func bothWays(cyrillic, latin string) map[rune]rune {
	m := map[rune]rune{}
	others := []rune(latin)
	for i, r := range []rune(cyrillic) {
		m[r], m[others[i]] = others[i], r
	}
	return m
}

// letters returns a word in the letters that all spellings have in common, none
// for a script without a table.
func letters(word string) string {
	word = strings.ToLower(oneScript(word))
	var out []byte
	for word != "" {
		written, common := group(word)
		word = word[len(written):]
		for _, c := range []byte(common) {
			out = add(out, c)
		}
	}
	return string(out[:min(len(out), maxLetters)])
}

// group returns the letters a word begins with that mean one thing, and what.
func group(word string) (written, common string) {
	first, size := utf8.DecodeRuneInString(word)
	written = word[:size]
	if common, known := cyrillic[first]; known {
		return written, common
	}
	for _, g := range latinGroups {
		if strings.HasPrefix(word, g.written) {
			return g.written, g.letters
		}
	}
	if common, known := latin[first]; known {
		return written, common
	}
	plain := rune(norm.NFD.String(string(first))[0]) // without its accents
	if common, known := latin[plain]; known {
		return written, common
	}
	if 'a' <= plain && plain <= 'z' {
		return written, string(plain)
	}
	return written, ""
}

// add appends a letter, with what several spellings make of two.
func add(out []byte, c byte) []byte {
	if len(out) == 0 {
		return append(out, c)
	}
	switch last := &out[len(out)-1]; {
	case *last == c: // Hassen, Kassymov, Мейіржан
	case *last == 'i' && (c == 'e' || c == 'o'): // Yerlan, Artyom
		out = add(out[:len(out)-1], 'e')
	case *last == 'd' && c == 'j': // Джумабай
		out = add(out[:len(out)-1], 'j')
	case *last == 'm' && (c == 'b' || c == 'p'): // Мұханбет and Мухамбет
		*last = 'n'
		out = append(out, c)
	default:
		out = append(out, c)
	}
	return out
}

// oneScript replaces letters of another alphabet that only look like those of
// the word.
func oneScript(word string) string {
	// Letters of each alphabet, and those that look like no letter of the other.
	var cyrillic, latin, surelyCyrillic, surelyLatin int
	for _, r := range word {
		_, doubtful := lookAlikes[r]
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			cyrillic++
			if !doubtful {
				surelyCyrillic++
			}
		case unicode.Is(unicode.Latin, r):
			latin++
			if !doubtful {
				surelyLatin++
			}
		}
	}
	if cyrillic == 0 || latin == 0 {
		return word
	}
	from := unicode.Latin
	if surelyLatin > surelyCyrillic || surelyLatin == surelyCyrillic && latin > cyrillic {
		from = unicode.Cyrillic
	}
	return strings.Map(func(r rune) rune {
		if other, ok := lookAlikes[r]; ok && unicode.Is(from, r) {
			return other
		}
		return r
	}, word)
}

// ending is an ending of names.
type ending struct {
	letters string
	sex     int // whose it is: 1 a man's, -1 a woman's
	short   int // how many of its letters a man's and a woman's have in common
}

var (
	familyEndings = []ending{
		{"ova", -1, 2},
		{"eva", -1, 2},
		{"ina", -1, 2},
		{"skaia", -1, 2},
		{"ov", 1, 2},
		{"ev", 1, 2},
		{"ski", 1, 2},
	}
	patronymicEndings = []ending{
		{"uli", 1, 0},
		{"kizi", -1, 0},
		{"ovix", 1, 0},
		{"evix", 1, 0},
		{"ovna", -1, 0},
		{"evna", -1, 0},
		{"inixna", -1, 0},
		{"ixna", -1, 0},
		{"ix", 1, 0},
	}
)

// minStem is how much of a word has to stand before an ending.
const minStem = 2

// cut returns a word without its ending, and that ending.
func cut(word string, endings []ending) (string, ending) {
	for _, e := range endings {
		if stem, ok := strings.CutSuffix(word, e.letters); ok && len(stem) >= minStem {
			return stem, e
		}
	}
	return word, ending{}
}

func sexOf(word string, endings []ending) int {
	_, e := cut(word, endings)
	return e.sex
}

// masculine returns a family name in the form that a man bears, where the
// endings ский and ский without its last letters are one.
func (n name) masculine() name {
	return n.eachWord(func(word string) string {
		stem, e := cut(word, familyEndings)
		return stem + e.letters[:e.short]
	})
}

// withoutEnding returns a masculine family name without -ов or -ев.
func (n name) withoutEnding() name {
	return n.eachWord(func(word string) string {
		stem, _ := cut(word, []ending{{letters: "ov"}, {letters: "ev"}})
		return stem
	})
}

func (n name) eachWord(f func(string) string) name {
	words := make([]string, len(n.words))
	for i, word := range n.words {
		words[i] = f(word)
	}
	return name{text: n.text, words: words}
}

// fathers returns the names that the father in a patronymic may have: in
// Серікқызы two letters have become one.
func fathers(patronymic string) []string {
	stem, e := cut(patronymic, patronymicEndings)
	if e.letters == "kizi" {
		return []string{stem, stem + "k"}
	}
	return []string{stem}
}
