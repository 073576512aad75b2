package likeness

// Distances are in hundredths of a letter.
const (
	// alike is how much of each letter may differ between spellings of one name,
	// and maxAlike how much of the whole.
	alike    = 12
	maxAlike = 75
	// A letter that is another is two mistakes, one missing and one too many:
	// names that differ by one letter are mostly two names (Ерлан and Ержан).
	otherLetter  = 200
	missing      = 100 // a consonant
	changedPlace = 90
)

// alphabet is how many letters there are, a to z.
const alphabet = 26

// exchanged is what it costs to read one letter for another, less where that
// happens between spellings of one name.
var exchanged = func() (costs [alphabet][alphabet]int) {
	for i := range costs {
		for j := range costs[i] {
			if i != j {
				costs[i][j] = otherLetter
			}
		}
	}
	for pair, cost := range map[string]int{
		"ae": 80, "ao": 80, "ei": 40, "ou": 35, "iu": 45, "eo": 60, "eu": 80,
		"uv": 30, "bp": 40, "dt": 40, "gk": 50, "hk": 35, "gh": 45, "sz": 30, "cx": 30, "cs": 60,
		"jz": 60, "ij": 60, "fp": 50, "bv": 60, "fv": 50,
	} {
		a, b := pair[0]-'a', pair[1]-'a'
		costs[a][b], costs[b][a] = cost, cost
	}
	return costs
}()

// omitted is what a letter costs that stands in one spelling only.
var omitted = func() (costs [alphabet]int) {
	for i := range costs {
		costs[i] = missing
	}
	for vowel, cost := range map[byte]int{'a': 90, 'o': 90, 'e': 80, 'u': 80} {
		costs[vowel-'a'] = cost
	}
	costs['i'-'a'] = 30 // ы and і between consonants, й beside a vowel
	costs['h'-'a'] = 60 // the breath of һ
	return costs
}()

// distance returns what it costs to make one word of the other: letters
// exchanged, omitted, or neighbours that changed places, each once at most. It
// is the same in both directions.
func distance(a, b string) int {
	if a == b {
		return 0
	}
	// The last three rows of the table are enough.
	var rows [3][maxWords*maxLetters + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) {
		last[j+1] = last[j] + omitted[b[j]-'a']
	}
	for i := range len(a) {
		row[0] = last[0] + omitted[a[i]-'a']
		for j := range len(b) {
			row[j+1] = min(
				last[j]+exchanged[a[i]-'a'][b[j]-'a'],
				last[j+1]+omitted[a[i]-'a'],
				row[j]+omitted[b[j]-'a'],
			)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+changedPlace)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
