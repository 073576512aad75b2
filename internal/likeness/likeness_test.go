package likeness_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zhas/internal/likeness"
	"zhas/internal/programme"
)

const (
	unknown   = likeness.AgreementUnknown
	same      = likeness.AgreementSame
	spelling  = likeness.AgreementSpelling
	typo      = likeness.AgreementMistyped
	part      = likeness.AgreementPart
	dayMonth  = likeness.AgreementDayMonth
	different = likeness.AgreementDifferent
)

func TestNamesInManySpellings(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{
		{"Айгүл", "Айгуль", "Айгул", "Aigul", "Aigül", "Aigúl", "Aıgúl", "AYGUL", "Aygul", "Aygül"},
		{"Нұрлан", "Нурлан", "Nurlan", "Nūrlan", "НУРЛАН"},
		{"Қайрат", "Кайрат", "Kairat", "Qairat", "Qaırat", "KAYRAT"},
		{"Ғалым", "Галым", "Galym", "Ğalym", "Ǵalym", "Ghalym", "Galim"},
		{"Жұмабай", "Жумабай", "Джумабай", "Zhumabay", "Zhumabai", "Jumabai", "Jūmabai", "Jumabaı", "Dzhumabay"},
		{"Бауыржан", "Бауржан", "Bauyrzhan", "Baýyrjan", "Bauyrjan"},
		{"Шыңғыс", "Чингиз", "Шынгыс", "Shyngys", "Şyñğys", "Shyńǵys"},
		{"Ерлан", "Yerlan", "Erlan"},
		{"Бақытжан", "Бахытжан", "Bakhytzhan", "Baqytjan", "Bakytzhan"},
		{"Мейіржан", "Мейржан", "Meyrzhan", "Meıirjan"},
		{"Ләззат", "Ляззат", "Лаззат", "Lyazzat", "Lazzat", "Läzzat"},
		{"Артём", "Артем", "Artyom", "Artem", "Artıom"},
		{"Дмитрий", "Dmitriy", "Dmitry", "Dmitrii", "Dmıtrıı"},
		{"Юлия", "Yuliya", "Yulia", "Iuliia", "Julia"},
		{"Максим", "Maksim", "Maxim"},
		{"Хасан", "Khassan", "Hasan", "Xasan"},
		{"Алихан", "Әлихан", "Alixan", "Alikhan", "Álıhan"},
	} {
		for _, a := range names {
			for _, b := range names {
				for _, got := range []likeness.Agreement{
					likeness.Compare(likeness.Person{GivenName: a}, likeness.Person{GivenName: b}).GivenName,
					likeness.Compare(likeness.Person{FamilyName: a}, likeness.Person{FamilyName: b}).FamilyName,
				} {
					if got != spelling && got != same {
						t.Errorf("%s and %s are %s", a, b, got)
					}
				}
			}
		}
	}
}

func TestHowGivenNamesAgree(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want likeness.Agreement
	}{
		{"Айгүл", "АЙГҮЛ", same},
		{"Айгүл", norm.NFD.String(" айгүл"), same},
		{"Серікбай", norm.NFD.String("Серікбай"), same},
		{"Самал", "Cамал", spelling},     // a Latin C
		{"Perizat", "Реrizаt", spelling}, // Cyrillic Р, е, а
		{"Нурсултан", "Нурслтан", typo},
		{"Нурсултан", "Нурсутлан", typo},
		{"Нурсултан", "Нурсуллтан", spelling}, // a doubled letter is a spelling
		{"Әсел", "Есал", different},
		{"Ерлан", "Ержан", different},
		{"Марат", "Мұрат", different},
		{"Асан", "Үсен", different},
		{"Дана", "Дина", different},
		{"Айдана", "Айжана", different},
		{"Динара", "Дильнара", different},
		{"Нурсултан", "Нурултан", typo},
		{"Айгүл", "Айнұр", different},
		{"Али-Султан", "Әлисұлтан", spelling},
		{"Суау", norm.NFD.String("Sýaý"), spelling}, // у of 2018, not y with something above
		{"Анна-Мария", "Анна", part},
		{"Айгүл", "", unknown},
		{"Айгүл", "艾古丽", unknown},
		{"艾古丽", "艾古丽", same},
	} {
		if got := likeness.Compare(likeness.Person{GivenName: test.a}, likeness.Person{GivenName: test.b}).GivenName; got != test.want {
			t.Errorf("%s and %s are %s, want %s", test.a, test.b, got, test.want)
		}
	}
}

func TestHowFamilyNamesAgree(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want likeness.Agreement
	}{
		{"Ахметов", "Ахметова", spelling},
		{"Akhmetov", "Ахметова", spelling},
		{"Тілеубаев", "Тлеубаева", spelling},
		{"Сәдуақасов", "Садвакасова", spelling},
		{"Мұханбетов", "Мухамбетова", spelling},
		{"Вишневский", "Vishnevskaya", spelling},
		{"Пушкин", "Пушкина", spelling},
		{"Серіков", "Серік", spelling},
		{"Серікова", "Serik", spelling},
		{"Королёва", "Korolev", spelling},
		{"Ахметова-Иванова", "Иванова", part},
		{"Ахметова-Иванова", "Ахметова Иванова", spelling},
		{"Рахимва", "Рахимова", typo},
		{"Ахетов", "Ахметов", typo},
		{"Ахметов", "Ахмедьяров", different},
		{"Ким", "Пак", different},
		{"Панов", "Панин", different},
	} {
		if got := likeness.Compare(likeness.Person{FamilyName: test.a}, likeness.Person{FamilyName: test.b}).FamilyName; got != test.want {
			t.Errorf("%s and %s are %s, want %s", test.a, test.b, got, test.want)
		}
	}
}

func TestHowPatronymicsAgree(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want likeness.Agreement
	}{
		{"Нұрланұлы", "Нурланович", spelling},
		{"Нұрланқызы", "Nurlankyzy", spelling},
		{"Нұрланқызы", "Nūrlanqyzy", spelling},
		{"Нұрлан қызы", "Нурлановна", spelling},
		{"Серікбайұлы", "Серикбаевич", spelling},
		{"Серікұлы", "Serikuly", spelling},
		{"Дмитриевич", "Dmitrievich", spelling},
		{"Тураровна", "Тураорвна", typo},
		{"Үсенқызы", "Усенвна", typo},
		{"Серікұлы", "Серікбайұлы", different},
		{"Серікұлы", "Берікұлы", different},
	} {
		if got := likeness.Compare(likeness.Person{Patronymic: test.a}, likeness.Person{Patronymic: test.b}).Patronymic; got != test.want {
			t.Errorf("%s and %s are %s, want %s", test.a, test.b, got, test.want)
		}
	}
	beside := likeness.Compare(likeness.Person{GivenName: "Айгүл Серікқызы"}, likeness.Person{GivenName: "Айгуль", Patronymic: "Сериковна"})
	if beside.GivenName != spelling || beside.Patronymic != spelling {
		t.Errorf("a patronymic behind the given name: %+v", beside)
	}
}

func TestHowNumbersAgree(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b programme.Date
		want likeness.Agreement
	}{
		{"2001-02-03", "2001-02-03", same},
		{"2001-02-03", "2001-03-02", dayMonth},
		{"2001-02-03", "2001-02-13", typo},
		{"2001-02-13", "2001-02-31", typo},
		{"2001-02-03", "2010-02-03", typo},
		{"2001-02-03", "2002-02-13", different},
		{"2001-02-03", "2001-05-06", different},
		{"2001-02-03", "", unknown},
	} {
		if got := likeness.Compare(likeness.Person{Birth: test.a}, likeness.Person{Birth: test.b}).Birth; got != test.want {
			t.Errorf("%s and %s are %s, want %s", test.a, test.b, got, test.want)
		}
	}
	for _, test := range []struct {
		a, b string
		want likeness.Agreement
	}{
		{"+77011234567", "+7 701 123-45-67", same},
		{"+77011234567", "+77011234568", typo},
		{"+77011234567", "+77011243567", typo},
		{"+77011234567", "+7701123457", typo},
		{"+77011234567", "+77011234657", typo},
		{"+77011234567", "+77017654321", different},
		{"+77011234567", "", unknown},
	} {
		if got := likeness.Compare(likeness.Person{Phone: test.a}, likeness.Person{Phone: test.b}).Phone; got != test.want {
			t.Errorf("%s and %s are %s, want %s", test.a, test.b, got, test.want)
		}
	}
}

func TestWhoIsProposed(t *testing.T) {
	t.Parallel()
	nurlan := likeness.Person{FamilyName: "Серіков", GivenName: "Нұрлан", Patronymic: "Қайратұлы", Birth: "2001-02-03", Phone: "+77011234567"}
	with := func(change func(*likeness.Person)) likeness.Person {
		p := nurlan
		change(&p)
		return p
	}
	for name, test := range map[string]struct {
		other likeness.Person
		want  bool
	}{
		"himself":              {nurlan, true},
		"himself in Latin":     {likeness.Person{FamilyName: "SERIKOV", GivenName: "NURLAN"}, true},
		"with swapped names":   {likeness.Person{FamilyName: "Нурлан", GivenName: "Сериков"}, true},
		"with another phone":   {with(func(p *likeness.Person) { p.Phone = "+77057654321" }), true},
		"having changed names": {with(func(p *likeness.Person) { p.FamilyName = "Ахметов" }), true},
		"his brother":          {with(func(p *likeness.Person) { p.GivenName, p.Birth = "Нұржан", "2003-05-06" }), false},
		"his twin":             {with(func(p *likeness.Person) { p.GivenName = "Нұржан" }), false},
		"his twin sister": {with(func(p *likeness.Person) {
			p.FamilyName, p.GivenName, p.Patronymic = "Серікова", "Нұрлана", "Қайратқызы"
		}), false},
		"a namesake":          {with(func(p *likeness.Person) { p.Birth, p.Phone = "1995-11-30", "" }), false},
		"of the same day":     {likeness.Person{FamilyName: "Ахметов", GivenName: "Нұрлан", Birth: "2001-02-03"}, false},
		"of the same phone":   {likeness.Person{FamilyName: "Ахметов", GivenName: "Қанат", Phone: "+77011234567"}, false},
		"with mirrored names": {likeness.Person{FamilyName: "Нұрланов", GivenName: "Серік"}, false},
		"nobody":              {likeness.Person{}, false},
	} {
		if l := likeness.Compare(nurlan, test.other); (l.Score >= likeness.Proposed) != test.want {
			t.Errorf("%s: %+v", name, l)
		}
	}
	if l := likeness.Compare(nurlan, likeness.Person{FamilyName: "Нурлан", GivenName: "Сериков"}); !l.NamesSwapped || l.FamilyName != spelling || l.GivenName != spelling {
		t.Errorf("with swapped names: %+v", l)
	}
}

func TestKeysFindWhoIsProposed(t *testing.T) {
	t.Parallel()
	a := likeness.Person{FamilyName: "Сәдуақасова", GivenName: "Айгүл", Patronymic: "Серікқызы"}
	for name, b := range map[string]likeness.Person{
		"in Russian":                 {FamilyName: "Садвакасова", GivenName: "Айгуль"},
		"in Latin":                   {FamilyName: "SADVAKASSOVA", GivenName: "AIGUL"},
		"with swapped names":         {FamilyName: "Айгуль", GivenName: "Садвакасова"},
		"with a mistyped name":       {FamilyName: "Саввакасова", GivenName: "Айгуль"},
		"with another mistyped name": {FamilyName: "Садвакасова", GivenName: "Айгль"},
		"married":                    {FamilyName: "Ахметова", GivenName: "Айгуль", Patronymic: "Сериковна"},
	} {
		if !sharesKey(a, b) {
			t.Errorf("%s: %q and %q", name, likeness.Keys(a), likeness.Keys(b))
		}
	}
	if b := (likeness.Person{FamilyName: "Ахметова", GivenName: "Жанар", Patronymic: "Серікқызы"}); sharesKey(a, b) {
		t.Errorf("a stranger shares a key: %q", likeness.Keys(b))
	}
	if keys := likeness.Keys(likeness.Person{FamilyName: "Ахметова", Birth: "2001-02-03", Phone: "+77011234567"}); keys != nil {
		t.Errorf("without a given name there are keys: %q", keys)
	}
	b := a
	b.Birth, b.Phone = "2001-02-03", "+77011234567"
	if !slices.Equal(likeness.Keys(a), likeness.Keys(b)) {
		t.Error("keys tell birth date or phone")
	}
}

// What is longer than a name is not looked at, so no text takes long.
func TestLongTextsAreCut(t *testing.T) {
	t.Parallel()
	for _, fill := range []string{"а", "a ", "ж-", "\u0301", "\xff"} {
		tail := func(end string) likeness.Person {
			long := strings.Repeat(fill, 300) + end
			return likeness.Person{FamilyName: long, GivenName: long, Patronymic: long}
		}
		if score, same := likeness.Score(tail("бір"), tail("екі")), likeness.Score(tail("бір"), tail("бір")); score != same {
			t.Errorf("the end of %q… counts: %d and %d", fill, score, same)
		}
		for _, key := range likeness.Keys(tail("")) {
			if utf8.RuneCountInString(key) > 200 {
				t.Errorf("%q… has a key of %d letters", fill, len(key))
			}
		}
	}
}

// No input stops the comparison; it is the same in both directions, and nobody
// is more like a registration than itself.
func FuzzCompare(f *testing.F) {
	f.Add("Ахметова-Иванова", "Айгүл", "Серікқызы", "2001-02-03", "+77011234567", "AHMETOVA", "Aıgúl", "", "2001-03-02", "")
	f.Add("Ахметова", "Айгүл", "", "", "", "Akhmetova", "Aigul", "", "", "")
	f.Add("Серік", "Нұрлан", "ұлы", "2001", "7", "Нұрланов", "Серік Нұрланұлы", "", "", "+7")
	f.Add("İı\u0307", "Cамал\x80", "-", "2001-02-0Ж", "٣", "ЁЙ", "xshchdjioie", "ович", "----------", "12")
	f.Fuzz(func(t *testing.T, family, given, patronymic, birth, phone, family2, given2, patronymic2, birth2, phone2 string) {
		a := likeness.Person{FamilyName: family, GivenName: given, Patronymic: patronymic, Birth: programme.Date(birth), Phone: phone}
		b := likeness.Person{FamilyName: family2, GivenName: given2, Patronymic: patronymic2, Birth: programme.Date(birth2), Phone: phone2}
		l, back := likeness.Compare(a, b), likeness.Compare(b, a)
		if l.NamesSwapped {
			back.FamilyName, back.GivenName = back.GivenName, back.FamilyName
		}
		if l != back {
			t.Fatalf("%+v one way, %+v the other", l, back)
		}
		if l.Score < 0 || l.Score > 100 {
			t.Fatalf("score %d", l.Score)
		}
		for _, p := range []likeness.Person{a, b} {
			if self := likeness.Score(p, p); self < l.Score {
				t.Fatalf("%+v is %d like itself and %d like another", p, self, l.Score)
			}
			if keys := likeness.Keys(p); len(keys) > 4 || !slices.Equal(keys, likeness.Keys(p)) {
				t.Fatalf("keys %q", keys)
			}
		}
		for _, agreement := range []likeness.Agreement{l.FamilyName, l.GivenName, l.Patronymic, l.Birth, l.Phone} {
			if !slices.Contains(agreement.Values(), string(agreement)) {
				t.Fatalf("agreement %q", agreement)
			}
		}
	})
}

func BenchmarkScore(b *testing.B) {
	pairs := labelled(heldOutSeed, heldOut, 1000)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p := pairs[i%len(pairs)]
		likeness.Score(p.a, p.b)
	}
}

func BenchmarkKeys(b *testing.B) {
	pairs := labelled(heldOutSeed, heldOut, 1000)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		likeness.Keys(pairs[i%len(pairs)].a)
	}
}
