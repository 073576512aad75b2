package facts

import (
	"maps"
	"slices"
	"strings"

	"zhas/internal/programme"
)

// The words that files use for the programme's enumerations.
var (
	measureWords   = words(programme.Measure("").Values(), asWord[programme.Measure])
	qualifierWords = words(programme.Qualifier("").Values(), func(v programme.Qualifier) string {
		return strings.ReplaceAll(asWord(v), "_", " ")
	})
	unitWords = words(programme.Unit("").Values(), func(v programme.Unit) string {
		if v == programme.UnitTenge || v == programme.UnitDollar {
			return string(v) // codes of currencies stay as ISO 4217 writes them
		}
		return asWord(v)
	})
	localityWords = words(programme.LocalityKind("").Values(), asWord[programme.LocalityKind])
	regionWords   = words(programme.RegionKind("").Values(), asWord[programme.RegionKind])
	seasonWords   = words(programme.SeasonState("").Values(), func(v programme.SeasonState) string { return string(v) })
)

func asWord[V ~string](v V) string { return strings.ToLower(string(v)) }

func words[V ~string](values []string, word func(V) string) map[string]V {
	table := make(map[string]V, len(values))
	for _, value := range values {
		table[word(V(value))] = V(value)
	}
	return table
}

// word is the value that a column's word stands for, empty if it is no word.
func word[V ~string](r *row, column string, table map[string]V) V {
	s := r.given(column, maxWord)
	value, ok := table[s]
	if s != "" && !ok {
		r.fail(column, "%s is none of %s", show(s), listWords(table))
	}
	return value
}

// wordOf is the word for a value.
func wordOf[V ~string](table map[string]V, value V) string {
	for word, v := range table {
		if v == value {
			return word
		}
	}
	return string(value)
}

// wordsOf are the words for values, as a message lists them.
func wordsOf[V ~string](table map[string]V, values []V) string {
	list := make([]string, len(values))
	for i, value := range values {
		list[i] = wordOf(table, value)
	}
	return strings.Join(list, " or ")
}

// listWords are all words of a table, as a message lists them.
func listWords[V ~string](table map[string]V) string {
	return strings.Join(slices.Sorted(maps.Keys(table)), ", ")
}
