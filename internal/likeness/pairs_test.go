package likeness_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zhas/internal/likeness"
	"zhas/internal/programme"
)

// The labelled pairs are made by going the other way than the package does:
// from a name to the ways in which it is written, by lists of their own. The
// two have no table and no function in common.

// pair is two registrations and what is known of them.
type pair struct {
	a, b      likeness.Person
	onePerson bool
	oneName   bool     // the names alone are those of one person
	kind      string   // of two people
	marks     []string // what was done to the registrations of one person
}

// human is somebody in truth.
type human struct {
	family, second string // second is the other half of a double family name
	given, father  string
	woman, kazakh  bool
	birth          time.Time
	phone          string
}

// maker makes pairs; equal seeds make equal ones.
type maker struct {
	*rand.Rand
	half int // which names: 0 those at even places, 1 those at odd ones
}

func newMaker(seed uint64, half int) *maker {
	return &maker{rand.New(rand.NewPCG(seed, 5000)), half}
}

func (m *maker) percent(p int) bool { return m.IntN(100) < p }

func choose[T any](m *maker, from []T) T { return from[m.IntN(len(from))] }

func (m *maker) name(from []string) string { return from[m.IntN(len(from)/2)*2+m.half] }

func (m *maker) human() human {
	h := human{woman: m.percent(54), kazakh: m.percent(78), phone: m.phone()}
	h.birth = time.Date(1990, 1, 1+m.IntN(20*365), 0, 0, 0, 0, time.UTC)
	h.family, h.given, h.father = m.family(h.kazakh), m.given(h), m.given(human{kazakh: h.kazakh})
	if m.percent(4) {
		h.second = m.family(h.kazakh)
	}
	return h
}

func (m *maker) family(kazakh bool) string {
	if kazakh {
		return m.name(kazakhFamilies)
	}
	return m.name(russianFamilies)
}

func (m *maker) given(h human) string {
	switch {
	case h.kazakh && h.woman:
		return m.name(kazakhWomen)
	case h.kazakh:
		return m.name(kazakhMen)
	case h.woman:
		return m.name(russianWomen)
	}
	return m.name(russianMen)
}

// another returns a name by draw that is not the one given.
func another(than string, draw func() string) string {
	for {
		if name := draw(); name != than {
			return name
		}
	}
}

func (m *maker) phone() string {
	return fmt.Sprintf("+77%s%07d", choose(m, []string{"01", "02", "05", "07", "47", "71", "75", "77", "78"}), m.IntN(10_000_000))
}

// How a registration is written.
const (
	inKazakh = iota
	inRussian
	asPassport // from what a document says in Cyrillic letters
	inLatin2018
	inLatin2021
	asTyped // in plain letters
)

func (m *maker) system(h human) int {
	shares := []int{30, 30, 15, 7, 8, 10}
	if !h.kazakh {
		shares = []int{0, 70, 17, 0, 3, 10}
	}
	n := m.IntN(100)
	for system, share := range shares {
		if n -= share; n < 0 {
			return system
		}
	}
	return inRussian
}

// One letter for each of the Kazakh alphabet, as the decree of 19 February 2018
// (No. 637) and the alphabet presented on 28 January 2021 have them; and for
// letters of Russian words what is usual beside them.
var (
	latin2018 = strings.NewReplacer(
		"а", "a", "ә", "á", "б", "b", "в", "v", "г", "g", "ғ", "ǵ", "д", "d", "е", "e", "ё", "ıo", "ж", "j", "з", "z",
		"и", "ı", "й", "ı", "к", "k", "қ", "q", "л", "l", "м", "m", "н", "n", "ң", "ń", "о", "o", "ө", "ó", "п", "p",
		"р", "r", "с", "s", "т", "t", "у", "ý", "ұ", "u", "ү", "ú", "ф", "f", "х", "h", "һ", "h", "ц", "ts", "ч", "ch",
		"ш", "sh", "щ", "sh", "ъ", "", "ы", "y", "і", "i", "ь", "", "э", "e", "ю", "ıý", "я", "ıa")
	latin2021 = strings.NewReplacer(
		"а", "a", "ә", "ä", "б", "b", "в", "v", "г", "g", "ғ", "ğ", "д", "d", "е", "e", "ё", "io", "ж", "j", "з", "z",
		"и", "i", "й", "i", "к", "k", "қ", "q", "л", "l", "м", "m", "н", "n", "ң", "ñ", "о", "o", "ө", "ö", "п", "p",
		"р", "r", "с", "s", "т", "t", "у", "u", "ұ", "ū", "ү", "ü", "ф", "f", "х", "h", "һ", "h", "ц", "ts", "ч", "ch",
		"ш", "ş", "щ", "ş", "ъ", "", "ы", "y", "і", "ı", "ь", "", "э", "e", "ю", "iu", "я", "ia")
	passport = strings.NewReplacer(
		"а", "a", "ә", "a", "б", "b", "в", "v", "г", "g", "ғ", "g", "д", "d", "е", "e", "ё", "yo", "ж", "zh", "з", "z",
		"и", "i", "й", "y", "к", "k", "қ", "k", "л", "l", "м", "m", "н", "n", "ң", "n", "о", "o", "ө", "o", "п", "p",
		"р", "r", "с", "s", "т", "t", "у", "u", "ұ", "u", "ү", "u", "ф", "f", "х", "kh", "һ", "h", "ц", "ts", "ч", "ch",
		"ш", "sh", "щ", "shch", "ъ", "", "ы", "y", "і", "i", "ь", "", "э", "e", "ю", "yu", "я", "ya")
)

// What people type who have plain letters only: each writes one of these.
var typed = strings.Fields(`а=a ә=a/a/ae б=b в=v/v/w г=g ғ=g/gh д=d е=e/e/ye ё=yo/e ж=zh/j з=z и=i й=y/i к=k қ=k/q л=l м=m
	н=n ң=n/ng о=o ө=o/o/u п=p р=r с=s т=t у=u ұ=u ү=u ф=f х=h/kh/x һ=h ц=ts/c ч=ch ш=sh щ=sh/sch ъ= ы=y/i і=i ь= э=e ю=yu/iu я=ya/ia`)

// A habit is how somebody types each letter.
type habit map[rune]string

func (m *maker) habit() habit {
	h := habit{}
	for _, line := range typed {
		letter, ways, _ := strings.Cut(line, "=")
		r, _ := utf8.DecodeRuneInString(letter)
		h[r] = choose(m, strings.Split(ways, "/"))
	}
	if m.percent(30) {
		h[glide] = "w"
	}
	return h
}

// glide stands for у behind a vowel: some type Dawlet.
const glide = 'ў'

func (h habit) write(word string) string {
	var b strings.Builder
	var before rune
	for _, r := range word {
		if r == 'у' && strings.ContainsRune("аәеи", before) && h[glide] != "" {
			r = glide
		}
		before = r
		if latin, known := h[r]; known {
			b.WriteString(latin)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// orthography is how one registration is written.
type orthography struct {
	*maker
	system int
	habit  habit
	kazakh bool // in Latin letters: from the Kazakh spelling
	double bool // Kassymov, as French would
}

func (m *maker) orthography(h human) orthography {
	return orthography{m, m.system(h), m.habit(), m.percent(35), m.percent(40)}
}

func capital(word string) string {
	for i, r := range word {
		return strings.ToUpper(string(r)) + word[i+len(string(r)):]
	}
	return word
}

// latin writes Cyrillic letters in Latin ones.
func (s orthography) latin(word string) string {
	word = strings.ToLower(word)
	switch s.system {
	case inLatin2018:
		return capital(latin2018.Replace(word))
	case inLatin2021:
		return capital(latin2021.Replace(word))
	case asTyped:
		return capital(s.habit.write(word))
	}
	out := passport.Replace(word)
	if strings.HasPrefix(word, "е") && s.double {
		out = "y" + out
	}
	if s.double {
		for _, before := range "aeiou" {
			for _, after := range "aeiouy" {
				out = strings.ReplaceAll(out, string(before)+"s"+string(after), string(before)+"ss"+string(after))
			}
		}
	}
	return strings.ToUpper(out)
}

// write writes a name of the lists.
func (s orthography) write(entry string) string {
	kazakh, russian, others := forms(entry)
	if len(others) > 0 && s.percent(20) {
		other := choose(s.maker, others)
		if other[0] < 0x80 { // in Latin letters, as its bearer writes it
			if s.system >= asPassport {
				return other
			}
		} else if s.system != inKazakh {
			russian, kazakh = other, other
		}
	}
	switch s.system {
	case inKazakh:
		return kazakh
	case inRussian:
		return russian
	case inLatin2018, inLatin2021:
		return s.latin(kazakh)
	}
	if s.kazakh {
		return s.latin(kazakh)
	}
	return s.latin(russian)
}

func forms(entry string) (kazakh, russian string, others []string) {
	kazakh, rest, _ := strings.Cut(entry, "|")
	russian, more, _ := strings.Cut(rest, "|")
	if kazakh == "" {
		kazakh = russian
	}
	if russian == "" {
		russian = kazakh
	}
	if more != "" {
		others = strings.Split(more, ",")
	}
	return kazakh, russian, others
}

// What a woman's family name ends in, by what a man's does.
var hers = map[string]string{"ов": "ова", "ев": "ева", "ёв": "ёва", "ин": "ина", "ий": "ая", "": ""}

// familyName puts the entry of a family name into a form; bare leaves -ов away.
func familyName(entry string, woman, bare bool) string {
	var out []string
	for form := range strings.FieldsFuncSeq(entry, func(r rune) bool { return r == '|' }) {
		var others []string
		for other := range strings.SplitSeq(form, ",") {
			stem, ending, _ := strings.Cut(other, "+")
			switch {
			case bare && ending == "ов":
				ending = ""
			case woman:
				ending = hers[ending]
			}
			others = append(others, stem+ending)
		}
		out = append(out, strings.Join(others, ","))
	}
	joined := strings.Join(out, "|")
	if strings.HasPrefix(entry, "|") {
		return "|" + joined
	}
	return joined
}

// patronymic returns the forms of a father's name for his child, in the Kazakh
// and in the Russian way.
func patronymic(father string, woman bool) (kazakhWay, russianWay string) {
	kazakh, russian, _ := forms(father)
	own, hers := "ұлы", "улы"
	if woman {
		own, hers = "қызы", "кызы"
	}
	kazakhWay = kazakh + own + "|" + russian + hers
	russianChild := func(name string) string {
		son, daughter := "ович", "овна"
		for _, c := range []string{"ий", "ай", "ей", "й", "ь", "и"} {
			if stem, ok := strings.CutSuffix(name, c); ok {
				son, daughter = "евич", "евна"
				switch c {
				case "ий":
					stem += "ь"
				case "ай":
					stem += "а"
				case "ей":
					stem += "е"
				}
				name = stem
				break
			}
		}
		if woman {
			return name + daughter
		}
		return name + son
	}
	return kazakhWay, russianChild(kazakh) + "|" + russianChild(russian)
}

// How often what happens to a registration, of a hundred.
const (
	withoutPatronymic = 25
	withoutBirth      = 3
	withoutPhone      = 15
	otherPhone        = 15
	wrongPhone        = 4
	wrongBirth        = 4
	birthDayMonth     = 6 // where the day is a month too
	wrongLetter       = 10
	swappedNames      = 4
	foreignLetter     = 4
	decomposed        = 5
	oneCase           = 15
	bareFamily        = 4
	halfOfDouble      = 40
	patronymicBeside  = 2
)

// register writes down somebody, with what goes wrong at that.
func (m *maker) register(h human) (likeness.Person, []string) {
	var marks []string
	happens := func(percent int, mark string) bool {
		if m.percent(percent) {
			marks = append(marks, mark)
			return true
		}
		return false
	}
	s := m.orthography(h)
	marks = append(marks, []string{"Kazakh Cyrillic", "Russian", "passport Latin", "Latin of 2018", "Latin of 2021", "plain letters"}[s.system])
	bare := h.kazakh && strings.Contains(h.family, "+ов") && h.second == "" && happens(bareFamily, "family name without -ов")
	p := likeness.Person{
		FamilyName: s.write(familyName(h.family, h.woman, bare)),
		GivenName:  s.write(h.given),
		Birth:      programme.Date(h.birth.Format(time.DateOnly)),
		Phone:      h.phone,
	}
	if h.second != "" {
		second := s.write(familyName(h.second, h.woman, false))
		switch {
		case happens(halfOfDouble, "half of a double family name"):
			if m.percent(50) {
				p.FamilyName = second
			}
		case m.percent(20):
			p.FamilyName += " " + second
		default:
			p.FamilyName += "-" + second
		}
	}
	if !happens(withoutPatronymic, "no patronymic") {
		kazakhWay, russianWay := patronymic(h.father, h.woman)
		way := russianWay
		if h.kazakh && m.percent([]int{75, 25, 25, 80, 80, 50}[s.system]) {
			way = kazakhWay
		}
		p.Patronymic = s.write(way)
		if happens(patronymicBeside, "patronymic beside the given name") {
			p.GivenName, p.Patronymic = p.GivenName+" "+p.Patronymic, ""
		}
	}
	if happens(wrongLetter, "mistyped name") {
		field := choose(m, []*string{&p.FamilyName, &p.GivenName, &p.Patronymic})
		*field = m.mistype(*field)
	}
	if s.system < asPassport && happens(foreignLetter, "look-alike letter") {
		field := choose(m, []*string{&p.FamilyName, &p.GivenName})
		*field = m.lookAlike(*field)
	}
	if happens(swappedNames, "family and given name swapped") {
		p.FamilyName, p.GivenName = p.GivenName, p.FamilyName
	}
	for _, field := range []*string{&p.FamilyName, &p.GivenName, &p.Patronymic} {
		switch {
		case !m.percent(oneCase):
		case m.percent(50):
			*field = strings.ToUpper(*field)
		default:
			*field = strings.ToLower(*field) + " "
		}
	}
	if m.percent(decomposed) {
		p.FamilyName, p.GivenName, p.Patronymic = norm.NFD.String(p.FamilyName), norm.NFD.String(p.GivenName), norm.NFD.String(p.Patronymic)
	}
	switch {
	case happens(withoutBirth, "no birth date"):
		p.Birth = ""
	case h.birth.Day() <= 12 && h.birth.Day() != int(h.birth.Month()) && happens(birthDayMonth, "day and month swapped"):
		p.Birth = programme.Date(fmt.Sprintf("%d-%02d-%02d", h.birth.Year(), h.birth.Day(), h.birth.Month()))
	case happens(wrongBirth, "mistyped birth date"):
		for p.Birth = m.wrongDigit(string(p.Birth)); ; p.Birth = m.wrongDigit(h.birth.Format(time.DateOnly)) {
			if _, err := programme.ParseDate(string(p.Birth)); err == nil && "1950" < p.Birth && p.Birth < "2016" {
				break
			}
		}
	}
	switch {
	case happens(withoutPhone, "no phone"):
		p.Phone = ""
	case happens(otherPhone, "another phone"):
		p.Phone = m.phone()
	case happens(wrongPhone, "mistyped phone"):
		p.Phone = "+77" + string(m.wrongDigit(p.Phone[3:]))
	}
	return p, marks
}

func (m *maker) wrongDigit(s string) programme.Date {
	b := []byte(s)
	for {
		if i := m.IntN(len(b)); b[i] != '-' {
			b[i] = '0' + (b[i]-'0'+byte(1+m.IntN(9)))%10
			return programme.Date(b)
		}
	}
}

func (m *maker) mistype(word string) string {
	r := []rune(word)
	if len(r) < 4 {
		return word
	}
	i := 1 + m.IntN(len(r)-2)
	switch m.IntN(3) {
	case 0: // missing
		return string(slices.Delete(r, i, i+1))
	case 1: // doubled
		return string(slices.Insert(r, i, r[i]))
	}
	r[i], r[i+1] = r[i+1], r[i]
	return string(r)
}

func (m *maker) lookAlike(word string) string {
	for _, two := range []string{"аa", "оo", "еe", "рp", "сc", "іi", "АA", "ЕE", "КK", "МM", "ТT", "НH", "СC", "хx"} {
		r := []rune(two)
		if strings.ContainsRune(word, r[0]) && m.percent(60) {
			return strings.Replace(word, string(r[0]), string(r[1]), 1+m.IntN(2))
		}
	}
	return word
}

// one makes two registrations of one person.
func (m *maker) one() pair {
	h := m.human()
	later := h
	var p pair
	if h.woman && m.percent(4) { // married since
		later.family, later.second = another(h.family, func() string { return m.family(h.kazakh) }), ""
		p.marks = append(p.marks, "another family name")
	}
	a, first := m.register(h)
	b, second := m.register(later)
	p.a, p.b, p.onePerson, p.oneName, p.kind = a, b, true, later.family == h.family, "one person"
	p.marks = append(p.marks, first...)
	for _, mark := range second {
		if !slices.Contains(p.marks, mark) {
			p.marks = append(p.marks, mark)
		}
	}
	return p
}

// The kinds of two people who are easily taken for one.
var kinds = []struct {
	name string
	make func(m *maker, a human) (b human)
}{
	{"two brothers or two sisters", func(m *maker, b human) human {
		b.given = another(b.given, func() string { return m.given(b) })
		return m.elder(b)
	}},
	{"brother and sister", func(m *maker, b human) human {
		b.woman = !b.woman
		b.given = m.given(b)
		return m.elder(b)
	}},
	{"twins", func(m *maker, b human) human {
		b.woman = m.percent(50)
		b.given = another(b.given, func() string { return m.given(b) })
		return m.household(b)
	}},
	{"same given name and birth date", func(m *maker, b human) human {
		b.family, b.second = another(b.family, func() string { return m.family(b.kazakh) }), ""
		return m.stranger(b)
	}},
	{"same family name and birth date", func(m *maker, b human) human {
		b.given = another(b.given, func() string { return m.given(b) })
		return m.stranger(b)
	}},
	{"namesakes", func(m *maker, b human) human {
		b.birth = m.human().birth
		return m.stranger(b)
	}},
	{"namesakes whose fathers are namesakes", func(m *maker, b human) human {
		b.birth, b.phone = m.human().birth, m.phone()
		return b
	}},
	{"parent and child", func(m *maker, b human) human {
		b.birth, b.father = b.birth.AddDate(-20-m.IntN(15), m.IntN(12), m.IntN(28)), another(b.father, func() string { return m.given(human{kazakh: b.kazakh}) })
		b.given = another(b.given, func() string { return m.given(b) })
		return m.household(b)
	}},
	{"same phone and similar age", func(m *maker, b human) human {
		other := m.human()
		other.phone, other.birth = b.phone, b.birth.AddDate(0, 0, 1+m.IntN(900))
		return other
	}},
}

// elder makes of b a brother or sister of another age.
func (m *maker) elder(b human) human {
	b.birth = b.birth.AddDate(0, 0, 300+m.IntN(4000))
	return m.household(b)
}

// household gives one of a family the same phone or another.
func (m *maker) household(b human) human {
	if m.percent(50) {
		b.phone = m.phone()
	}
	return b
}

func (m *maker) stranger(b human) human {
	b.phone = m.phone()
	b.father = another(b.father, func() string { return m.given(human{kazakh: b.kazakh}) })
	return b
}

// two makes registrations of two people.
func (m *maker) two(n int) pair {
	a := m.human()
	var b human
	var kind string
	switch n %= len(kinds) + 3; n {
	case len(kinds): // Ерлан and Ержан
		kind = "brothers or sisters of similar names"
		a.kazakh = true
		a.family = m.family(true)
		lists := nearlyOne
		if a.woman {
			lists = nearlyOneWomen
		}
		two := lists[m.IntN(len(lists)/2)*2+m.half]
		b = a
		a.given, b.given = two[0], two[1]
		b = m.elder(b)
	case len(kinds) + 1:
		kind = "twins of similar names"
		a.kazakh = true
		a.family = m.family(true)
		lists := nearlyOne
		if a.woman {
			lists = nearlyOneWomen
		}
		two := lists[m.IntN(len(lists)/2)*2+m.half]
		b = m.household(a)
		a.given, b.given = two[0], two[1]
	case len(kinds) + 2: // Сериков Нурлан and Нурланов Серик
		kind = "each has the other's name"
		a.kazakh, a.woman, a.second = true, false, ""
		b = m.stranger(a)
		a.family, a.given = "Серік+ов|Серик+ов", "Нұрлан|Нурлан"
		b.family, b.given = "Нұрлан+ов|Нурлан+ов", "Серік|Серик"
		if m.half == 1 {
			a.family, a.given = "Асқар+ов|Аскар+ов", "Қанат|Канат"
			b.family, b.given = "Қанат+ов|Канат+ов", "Асқар|Аскар"
		}
		if m.percent(50) {
			b.birth = m.human().birth
		}
	default:
		kind = kinds[n].name
		b = kinds[n].make(m, a)
	}
	p := pair{kind: kind}
	p.a, _ = m.register(a)
	p.b, _ = m.register(b)
	p.oneName = a.family == b.family && a.given == b.given && (a.father == b.father || p.a.Patronymic == "" || p.b.Patronymic == "")
	return p
}

// labelled makes n pairs, half of them of one person.
func labelled(seed uint64, half, n int) (pairs []pair) {
	m := newMaker(seed, half)
	for i := range n / 2 {
		pairs = append(pairs, m.one(), m.two(i))
	}
	return pairs
}
