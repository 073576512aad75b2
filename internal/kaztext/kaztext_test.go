package kaztext_test

import (
	"slices"
	"strings"
	"testing"

	"zhas/internal/kaztext"
)

func TestSortKeyFollowsTheKazakhAlphabet(t *testing.T) {
	t.Parallel()
	alphabet := strings.Fields("а ә б в г ғ д е ё ж з и й к қ л м н ң о ө п р с т у ұ ү ф х һ ц ч ш щ ъ ы і ь э ю я")
	shuffled := slices.Clone(alphabet)
	slices.Sort(shuffled) // code point order, which differs
	if slices.Equal(shuffled, alphabet) {
		t.Fatal("the code points are in alphabetical order: this test shows nothing")
	}
	slices.SortFunc(shuffled, func(a, b string) int { return strings.Compare(kaztext.SortKey(a), kaztext.SortKey(b)) })
	if !slices.Equal(shuffled, alphabet) {
		t.Errorf("order = %v, want %v", shuffled, alphabet)
	}
}

func TestSortKeyPutsCaseAfterLetters(t *testing.T) {
	t.Parallel()
	names := []string{"Астана", "Алматы", "ақтөбе", "Әйтеке", "Павлодар"}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(kaztext.SortKey(a), kaztext.SortKey(b)) })
	want := []string{"ақтөбе", "Алматы", "Астана", "Әйтеке", "Павлодар"}
	if !slices.Equal(names, want) {
		t.Errorf("order = %v, want %v", names, want)
	}
}

func TestSortKeyOrdersNumbersByValue(t *testing.T) {
	t.Parallel()
	if kaztext.SortKey("S9a") >= kaztext.SortKey("S10") {
		t.Error("S9a does not come before S10")
	}
}

func TestSortKeyFitsAnIndex(t *testing.T) {
	t.Parallel()
	if got := len(kaztext.SortKey(strings.Repeat("Ұлттық ", 100))); got > 512 {
		t.Errorf("a long title has a key of %d digits, want at most 512", got)
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"ҚОСТАНАЙ облысы":    "қостанай облысы",
		"  Королёв\t Артём ": "королев артем",
		"Straße":             "strasse",
		"И\u0306":            "й",
		"":                   "",
	} {
		if got := kaztext.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPrefixRangeHoldsWhatBeginsSo(t *testing.T) {
	t.Parallel()
	names := []string{"Қайрат", "қайыр", "Қай", "Қа", "Кайрат", "Әли", "Алиев", "Али", "Йолдаш", "Исаев", "Ёлкин", "Елкин", "Book 2", ""}
	for prefix, want := range map[string][]string{
		"қай":     {"Қайрат", "қайыр", "Қай"},
		"ҚАЙ":     {"Қайрат", "қайыр", "Қай"},
		"кай":     {"Кайрат"},
		"а":       {"Алиев", "Али"},
		"Алие":    {"Алиев"},
		"и":       {"Исаев"},
		"И\u0306": {"Йолдаш"},
		"ё":       {"Ёлкин"},
		"BOO":     {"Book 2"},
		"я":       nil,
	} {
		from, to := kaztext.PrefixRange(prefix)
		var got []string
		for _, name := range names {
			if key := kaztext.SortKey(name); from <= key && key < to {
				got = append(got, name)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("with %q begin %q, want %q", prefix, got, want)
		}
	}
	if from, to := kaztext.PrefixRange(""); from != "" || to != "" {
		t.Errorf("the range of no letters is from %q to %q", from, to)
	}
	from, to := kaztext.PrefixRange(strings.Repeat("Ұлттық ", 40))
	if key := kaztext.SortKey(strings.Repeat("ұлттық ", 100)); key < from || to <= key {
		t.Error("the range of a long prefix does not hold a longer text")
	}
}
