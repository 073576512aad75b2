package likeness

import (
	"slices"
	"strings"
)

// Keys returns under which keys a person is to be found by those who may be the
// same: two registrations that Score proposes share one nearly always. They are
// made of names alone, so that they tell no more than the names do. There are
// four at most, and none without a family name and a given name.
func Keys(p Person) []string {
	r := read(p)
	family, given := bones(r.family.masculine().withoutEnding().joined()), bones(r.given.joined())
	if family == "" || given == "" {
		return nil
	}
	// The first two are each other's when the names have changed places.
	keys := []string{
		sorted(family) + "-" + sorted(first(given)),
		sorted(given) + "-" + sorted(first(family)),
		sorted(given) + "." + sorted(last(family)),
	}
	// Серікқызы does not tell whether the father's name ends in к.
	if father := strings.TrimSuffix(bones(fathers(r.patronymic.joined())[0]), "k"); father != "" {
		keys = append(keys, sorted(given)+"/"+sorted(father)) // whoever has married
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// How many bones of one name stand in a key beside the whole of the other.
const joint = 2

func first(bones string) string { return bones[:min(len(bones), joint)] }

func last(bones string) string { return bones[max(0, len(bones)-joint):] }

// sorted forgets the order, which a slip of the hand changes.
func sorted(bones string) string {
	b := []byte(bones)
	slices.Sort(b)
	return string(b)
}

// bones returns what hardly any spelling changes: the consonants, with those as
// one that are taken for each other, and whether a vowel begins.
func bones(letters string) string {
	var out []byte
	for i := range len(letters) {
		class := boneClasses[letters[i]-'a']
		if class == 0 && i == 0 {
			class = 'a'
		}
		if class != 0 && (len(out) == 0 || out[len(out)-1] != class) {
			out = append(out, class)
		}
	}
	return string(out)
}

// Vowels have no class, nor has v, which is у between vowels.
var boneClasses = func() (classes [alphabet]byte) {
	for class := range strings.FieldsSeq("pbf td kgh szxc j l m n r") {
		for _, c := range []byte(class) {
			classes[c-'a'] = class[0]
		}
	}
	return classes
}()
