package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	gen "zhas/ent"
)

// What an image says in the place of a secret: that there is one, or that this
// change made it another.
const (
	secretKept    = "hidden"
	secretChanged = "changed"
)

// image is the JSON text of a row, nil for none: its columns in alphabetical
// order, without white space, instants in UTC to the microsecond. Of secrets it
// says whether they are what they were.
func image(values, was map[string]any) (*string, error) {
	if values == nil {
		return nil, nil
	}
	shown := make(map[string]any, len(values))
	for column, value := range values {
		switch v := value.(type) {
		case gen.JournalSecret:
			shown[column] = secretKept
			if before, ok := was[column].(gen.JournalSecret); ok && !equal(before.Value, v.Value) {
				shown[column] = secretChanged
			}
		case time.Time:
			shown[column] = instant(v)
		case *time.Time:
			shown[column] = nil
			if v != nil {
				shown[column] = instant(*v)
			}
		default:
			shown[column] = value
		}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(shown); err != nil {
		return nil, fmt.Errorf("writing a row as JSON: %w", err)
	}
	s := string(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
	return &s, nil
}

// equal compares values that may stand behind pointers.
func equal(a, b any) bool {
	x, y := reflect.Indirect(reflect.ValueOf(a)), reflect.Indirect(reflect.ValueOf(b))
	if !x.IsValid() || !y.IsValid() {
		return x.IsValid() == y.IsValid()
	}
	return reflect.DeepEqual(x.Interface(), y.Interface())
}

// instant writes a time as both databases keep it.
func instant(t time.Time) string {
	return t.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano)
}

// apply is the row after an update that sets, clears and adds.
func apply(m gen.JournalMutation, was map[string]any) (map[string]any, error) {
	is := make(map[string]any, len(was))
	for column, value := range was {
		is[column] = value
	}
	set := func(column string, value any) {
		switch is[column].(type) {
		case nil:
			if _, kept := is[column]; !kept {
				return // it follows from others
			}
			is[column] = value
		case gen.JournalSecret:
			is[column] = gen.JournalSecret{Value: value}
		default:
			is[column] = value
		}
	}
	for _, column := range m.ClearedFields() {
		set(column, nil)
	}
	for _, column := range m.Fields() {
		value, _ := m.Field(column)
		set(column, value)
	}
	for _, column := range m.AddedFields() {
		value, _ := m.AddedField(column)
		sum, err := add(is[column], value)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", m.Type(), column, err)
		}
		set(column, sum)
	}
	return is, nil
}

// add is the sum of two numbers of a column; no value counts as SQL counts it.
func add(value, added any) (any, error) {
	number, increment := reflect.Indirect(reflect.ValueOf(value)), reflect.ValueOf(added)
	switch {
	case !number.IsValid():
		return nil, nil
	case number.CanInt() && increment.CanInt():
		return number.Int() + increment.Int(), nil
	case number.CanFloat() && increment.CanFloat():
		return number.Float() + increment.Float(), nil
	}
	return nil, fmt.Errorf("the journal cannot add %T to %T", added, value)
}
