package store

import (
	"strconv"
	"strings"
)

// rewriteIn turns each list of two or more placeholders in a PostgreSQL
// statement into one array: IN ($1, $2) becomes = ANY($1), NOT IN becomes
// <> ALL. Then every length of a list is the same prepared statement, and the
// 65,535 parameters of the protocol are no limit. A list is left alone unless
// its values are all int, all int64 or all string, and its placeholders are
// consecutive and used nowhere else. Text in quotes, dollar quotes and comments
// is never touched; a statement that is not understood is returned as it came.
func rewriteIn(query string, args []any) (string, []any) {
	if !strings.Contains(query, "IN ($") {
		return query, args
	}
	holders, lists, ok := scanPlaceholders(query, len(args))
	if !ok {
		return query, args
	}
	uses := make([]int, len(args)+1)
	for _, h := range holders {
		uses[h.number]++
	}
	arrays := make(map[int]any, len(lists)) // by the number that starts the list
	kept := lists[:0]
	for _, l := range lists {
		if array := toArray(args[l.first-1 : l.last]); array != nil && usedOnce(uses[l.first:l.last+1]) {
			arrays[l.first] = array
			kept = append(kept, l)
		}
	}
	if len(kept) == 0 {
		return query, args
	}
	// Number the placeholders anew: a list takes one number.
	numbers := make([]int, len(args)+1)
	newArgs := make([]any, 0, len(args))
	for n, next := 1, 0; n <= len(args); n++ {
		if next < len(kept) && kept[next].first == n {
			newArgs = append(newArgs, arrays[n])
			numbers[n] = len(newArgs)
			n = kept[next].last
			next++
			continue
		}
		newArgs = append(newArgs, args[n-1])
		numbers[n] = len(newArgs)
	}
	var b strings.Builder
	b.Grow(len(query))
	done := 0
	for i := 0; i < len(holders); {
		h := holders[i]
		if len(kept) > 0 && kept[0].first == h.number {
			l := kept[0]
			b.WriteString(query[done:l.start])
			if l.not {
				b.WriteString("<> ALL($")
			} else {
				b.WriteString("= ANY($")
			}
			b.WriteString(strconv.Itoa(numbers[h.number]))
			b.WriteByte(')')
			done = l.end
			i += l.last - l.first + 1
			kept = kept[1:]
			continue
		}
		b.WriteString(query[done : h.start+1])
		b.WriteString(strconv.Itoa(numbers[h.number]))
		done = h.end
		i++
	}
	b.WriteString(query[done:])
	return b.String(), newArgs
}

// A placeholder is $number at query[start:end].
type placeholder struct{ number, start, end int }

// An inList is [NOT] IN (…) at query[start:end] over placeholders first…last.
type inList struct {
	first, last int
	start, end  int
	not         bool
}

// scanPlaceholders returns the placeholders of a statement and its lists of two
// or more consecutive ones, in the order of the text, which has to be the order
// of the lists' numbers too. It is not ok when a quote or comment is left open
// or a placeholder has no argument.
func scanPlaceholders(query string, args int) (holders []placeholder, lists []inList, ok bool) {
	open := -1 // the index in holders where the current list began
	var current inList
	for i := 0; i < len(query); {
		switch c := query[i]; {
		case c == '$' && i+1 < len(query) && isDigit(query[i+1]):
			end := i + 1
			for end < len(query) && isDigit(query[end]) {
				end++
			}
			number, err := strconv.Atoi(query[i+1 : end])
			if err != nil || number < 1 || number > args {
				return nil, nil, false
			}
			if open >= 0 && len(holders) > open && holders[len(holders)-1].number != number-1 {
				open = -1
			}
			holders = append(holders, placeholder{number, i, end})
			i = end
		case c == ')' && open >= 0:
			i++
			current.first, current.last, current.end = holders[open].number, holders[len(holders)-1].number, i
			inOrder := len(lists) == 0 || lists[len(lists)-1].last < current.first
			if len(holders)-open >= 2 && inOrder && endsOperand(query[i:]) {
				lists = append(lists, current)
			}
			open = -1
		case c == ',' || c == ' ':
			i++
		case isWord(c):
			end := i + 1
			for end < len(query) && (isWord(query[end]) || query[end] == '$') {
				end++
			}
			open = -1
			// E'…' has backslash escapes; the other prefixes (B, X, U&, N) have none.
			if end < len(query) && query[end] == '\'' && strings.EqualFold(query[i:end], "E") {
				if i = skipEscaped(query, end); i < 0 {
					return nil, nil, false
				}
				continue
			}
			if query[i:end] == "IN" && strings.HasPrefix(query[end:], " ($") {
				current = inList{start: i}
				if strings.HasSuffix(query[:i], " NOT ") {
					current.start, current.not = i-len("NOT "), true
				}
				open = len(holders)
				end += len(" (")
			}
			i = end
		default:
			open = -1
			if i = skipOther(query, i); i < 0 {
				return nil, nil, false
			}
		}
	}
	return holders, lists, true
}

// skipOther returns the index behind the quoted text, comment or single byte at
// query[i], or -1 when it does not end.
func skipOther(query string, i int) int {
	switch rest := query[i:]; {
	case rest[0] == '\'' || rest[0] == '"':
		// A doubled quote ends one text and starts the next: the same in effect.
		return after(query, i+1, rest[:1])
	case rest[0] == '$':
		tag := dollarTag(rest)
		if tag == "" {
			return i + 1
		}
		return after(query, i+len(tag), tag)
	case strings.HasPrefix(rest, "--"):
		if end := strings.IndexByte(rest, '\n'); end >= 0 {
			return i + end
		}
		return len(query)
	case strings.HasPrefix(rest, "/*"):
		return skipComment(query, i)
	}
	return i + 1
}

// after returns the index behind the next end in query[from:], or -1.
func after(query string, from int, end string) int {
	at := strings.Index(query[from:], end)
	if at < 0 {
		return -1
	}
	return from + at + len(end)
}

// dollarTag returns $tag$ at the start of s, or nothing.
func dollarTag(s string) string {
	for i := 1; i < len(s); i++ {
		if s[i] == '$' {
			return s[:i+1]
		}
		if !isWord(s[i]) {
			break
		}
	}
	return ""
}

// skipEscaped returns the index behind an E'…' text whose quote is at query[i].
func skipEscaped(query string, i int) int {
	for i++; i < len(query); i++ {
		switch query[i] {
		case '\\':
			i++
		case '\'':
			return i + 1
		}
	}
	return -1
}

// skipComment returns the index behind a comment, in which comments nest.
func skipComment(query string, i int) int {
	for depth := 0; i < len(query)-1; {
		switch query[i : i+2] {
		case "/*":
			depth++
			i += 2
		case "*/":
			depth--
			i += 2
			if depth == 0 {
				return i
			}
		default:
			i++
		}
	}
	return -1
}

// endsOperand reports whether what follows a list leaves it an operand of its
// own: = ANY binds weaker than IN, so no operator may come next.
func endsOperand(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return rest == "" || rest[0] == ')' || rest[0] == ',' || rest[0] == ';' || isWord(rest[0])
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isWord(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= 0x80
}

// usedOnce reports whether every count is one.
func usedOnce(counts []int) bool {
	for _, n := range counts {
		if n != 1 {
			return false
		}
	}
	return true
}

// toArray returns the values as one slice of their type, or nil.
func toArray(values []any) any {
	switch values[0].(type) {
	case int:
		return sliceOf[int](values)
	case int64:
		return sliceOf[int64](values)
	case string:
		return sliceOf[string](values)
	}
	return nil
}

func sliceOf[T any](values []any) any {
	slice := make([]T, len(values))
	for i, value := range values {
		t, ok := value.(T)
		if !ok {
			return nil
		}
		slice[i] = t
	}
	return slice
}
