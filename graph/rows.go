package graph

import (
	"context"
	"io"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"zhas/internal/programme"
)

// rowsJSON is the value of a field, written.
type rowsJSON []byte

// MarshalGQL is what makes it the value of a field.
func (text rowsJSON) MarshalGQL(w io.Writer) { _, _ = w.Write(text) } // the writer is gqlgen's buffer

// writeRows writes what a field at the top of a query found, in one pass. gqlgen
// would start a goroutine for every row and build a context for every field of
// it, which costs more than the database does. Where anything is not plain (a
// field that a resolver answers, a value that must not be null and is), gqlgen
// writes the whole field and knows what to say.
func writeRows(schema *ast.Schema) graphql.FieldMiddleware {
	return func(ctx context.Context, next graphql.Resolver) (any, error) {
		value, err := next(ctx)
		field := graphql.GetFieldContext(ctx)
		if err != nil || value == nil || field.Object != schema.Query.Name || strings.HasPrefix(field.Field.Name, "__") {
			return value, err
		}
		w := rowWriter{schema: schema, op: graphql.GetOperationContext(ctx)}
		found := reflect.ValueOf(value)
		write := w.value(field.Field.Definition.Type, found.Type(), field.Field.Selections)
		if write == nil {
			return value, nil
		}
		text, ok := write(make([]byte, 0, 4<<10), found)
		if !ok {
			return value, nil
		}
		return rowsJSON(text), nil
	}
}

// A rowWriter makes writers of values for one operation.
type rowWriter struct {
	schema *ast.Schema
	op     *graphql.OperationContext
}

// A valueWriter writes a value as JSON. It is not ok when gqlgen has to.
type valueWriter func(text []byte, value reflect.Value) (_ []byte, ok bool)

// value returns the writer of values of a type of the graph that a type of Go
// holds, nil when there is none.
func (w *rowWriter) value(t *ast.Type, held reflect.Type, selections ast.SelectionSet) valueWriter {
	switch {
	case t.Elem != nil:
		return w.list(t, held, selections)
	case held.Kind() == reflect.Interface:
		return w.node(t, selections)
	case held.Kind() == reflect.Pointer:
		inner := *t
		inner.NonNull = true
		write := w.value(&inner, held.Elem(), selections)
		if write == nil {
			return nil
		}
		return func(text []byte, value reflect.Value) ([]byte, bool) {
			if value.IsNil() {
				return append(text, "null"...), !t.NonNull
			}
			return write(text, value.Elem())
		}
	}
	definition := w.schema.Types[t.NamedType]
	switch {
	case definition.Kind == ast.Object && held.Kind() == reflect.Struct:
		return w.object(definition, held, selections)
	case definition.Kind == ast.Interface && held.Kind() == reflect.Struct:
		concrete := w.schema.Types[held.Name()]
		if concrete == nil || !slices.Contains(concrete.Interfaces, definition.Name) {
			return nil
		}
		return w.object(concrete, held, selections)
	case definition.Kind == ast.Enum && held.Kind() == reflect.String:
		return writeText
	}
	return scalars[scalar{definition.Name, held.Kind()}]
}

func (w *rowWriter) list(t *ast.Type, held reflect.Type, selections ast.SelectionSet) valueWriter {
	if held.Kind() != reflect.Slice {
		return nil
	}
	write := w.value(t.Elem, held.Elem(), selections)
	if write == nil {
		return nil
	}
	return func(text []byte, value reflect.Value) ([]byte, bool) {
		if value.IsNil() && !t.NonNull {
			return append(text, "null"...), true
		}
		text = append(text, '[')
		for i := range value.Len() {
			if i > 0 {
				text = append(text, ',')
			}
			var ok bool
			if text, ok = write(text, value.Index(i)); !ok {
				return nil, false
			}
		}
		return append(text, ']'), true
	}
}

// node writes rows whose types are known only when they are there.
func (w *rowWriter) node(t *ast.Type, selections ast.SelectionSet) valueWriter {
	known := map[reflect.Type]valueWriter{}
	return func(text []byte, value reflect.Value) ([]byte, bool) {
		if value.IsNil() {
			return append(text, "null"...), !t.NonNull
		}
		row := value.Elem()
		write, met := known[row.Type()]
		if !met {
			write = w.value(t, row.Type(), selections)
			known[row.Type()] = write
		}
		if write == nil {
			return nil, false
		}
		return write(text, row)
	}
}

// object returns the writer of a struct that holds an object of the graph.
func (w *rowWriter) object(definition *ast.Definition, held reflect.Type, selections ast.SelectionSet) valueWriter {
	type part struct {
		begins string // comma or brace, name and colon
		write  valueWriter
	}
	var parts []part
	separator := byte('{')
	for _, field := range graphql.CollectFields(w.op, selections, append([]string{definition.Name}, definition.Interfaces...)) {
		write := w.field(definition, held, field)
		if write == nil || len(field.Deferrables) > 0 {
			return nil
		}
		begins := append(appendText([]byte{separator}, field.Alias), ':')
		parts = append(parts, part{string(begins), write})
		separator = ','
	}
	if len(parts) == 0 {
		return nil
	}
	return func(text []byte, value reflect.Value) ([]byte, bool) {
		for i := range parts {
			var ok bool
			if text, ok = parts[i].write(append(text, parts[i].begins...), value); !ok {
				return nil, false
			}
		}
		return append(text, '}'), true
	}
}

// field returns the writer of one field of a struct: of a field of the struct,
// of a loaded edge, or of a text in three languages, under the same name.
func (w *rowWriter) field(definition *ast.Definition, held reflect.Type, field graphql.CollectedField) valueWriter {
	if field.Name == "__typename" {
		name := string(appendText(nil, definition.Name))
		return func(text []byte, _ reflect.Value) ([]byte, bool) { return append(text, name...), true }
	}
	for _, directive := range field.Definition.Directives {
		if directive.Name != "deprecated" {
			return nil
		}
	}
	if byResolver[definition.Name][strings.ToLower(field.Name)] {
		return nil
	}
	found := slotOf(held, field.Name)
	switch {
	case found.index != nil:
		write := w.value(field.Definition.Type, found.held, field.Selections)
		if write == nil {
			return nil
		}
		return func(text []byte, value reflect.Value) ([]byte, bool) {
			return write(text, value.FieldByIndex(found.index))
		}
	case found.held != nil:
		return w.text(field, found)
	}
	return nil
}

// A slot is where a struct holds a field of the graph: in a field or a loaded
// edge, which the index leads to, or in what the method gives.
type slot struct {
	index  []int
	method int
	held   reflect.Type // nil when the struct does not hold it
}

// slots keeps what slotOf found, by struct and name: the schema bounds it.
var slots sync.Map

// slotOf finds a field of the graph in a struct, under the same name.
func slotOf(held reflect.Type, name string) slot {
	type key struct {
		held reflect.Type
		name string
	}
	if known, ok := slots.Load(key{held, name}); ok {
		return known.(slot)
	}
	found := findSlot(held, func(s string) bool { return strings.EqualFold(s, name) })
	slots.Store(key{held, name}, found)
	return found
}

func findSlot(held reflect.Type, called func(string) bool) slot {
	if part, ok := held.FieldByNameFunc(called); ok && len(part.Index) == 1 && part.IsExported() {
		return slot{index: part.Index, held: part.Type}
	}
	for accessor := range reflect.PointerTo(held).Methods() {
		if !called(accessor.Name) || accessor.Type.NumIn() != 1 || accessor.Type.NumOut() != 1 {
			continue
		}
		gives := accessor.Type.Out(0)
		if edges, ok := held.FieldByName("Edges"); ok {
			if part, ok := edges.Type.FieldByNameFunc(called); ok && part.Type == gives {
				return slot{index: append(slices.Clone(edges.Index), part.Index...), held: gives}
			}
		}
		return slot{method: accessor.Index, held: gives}
	}
	return slot{}
}

// text writes what an accessor gives that puts a text together of its languages.
func (w *rowWriter) text(field graphql.CollectedField, found slot) valueWriter {
	write := w.value(field.Definition.Type, found.held, field.Selections)
	if write == nil {
		return nil
	}
	return func(text []byte, value reflect.Value) ([]byte, bool) {
		if !value.CanAddr() {
			return nil, false
		}
		switch get := value.Addr().Method(found.method).Interface().(type) {
		case func() programme.Text:
			return write(text, reflect.ValueOf(get()))
		case func() *programme.Text:
			return write(text, reflect.ValueOf(get()))
		}
		return nil, false
	}
}

// byResolver are the fields that resolvers answer, by type and in small letters,
// as the generated code asks for them.
var byResolver = func() map[string]map[string]bool {
	fields := map[string]map[string]bool{}
	for of := range reflect.TypeFor[ResolverRoot]().Methods() {
		fields[of.Name] = map[string]bool{}
		for field := range of.Type.Out(0).Methods() {
			fields[of.Name][strings.ToLower(field.Name)] = true
		}
	}
	return fields
}()

// scalar is a scalar of the graph held by a kind of value.
type scalar struct {
	name string
	kind reflect.Kind
}

// scalars write what the types of gqlgen.yml write.
var scalars = map[scalar]valueWriter{
	{"ID", reflect.Int}: func(text []byte, value reflect.Value) ([]byte, bool) {
		return append(strconv.AppendInt(append(text, '"'), value.Int(), 10), '"'), true
	},
	{"Int", reflect.Int}:       writeInteger,
	{"Tenge", reflect.Int64}:   writeInteger,
	{"String", reflect.String}: writeText,
	{"Cursor", reflect.String}: writeText,
	{"Date", reflect.String}:   writeText,
	{"Boolean", reflect.Bool}: func(text []byte, value reflect.Value) ([]byte, bool) {
		return strconv.AppendBool(text, value.Bool()), true
	},
	{"Float", reflect.Float64}: func(text []byte, value reflect.Value) ([]byte, bool) {
		number := value.Float()
		return strconv.AppendFloat(text, number, 'g', -1, 64), !math.IsInf(number, 0) && !math.IsNaN(number)
	},
	{"Time", reflect.Struct}: func(text []byte, value reflect.Value) ([]byte, bool) {
		t, ok := value.Interface().(time.Time)
		return append(t.AppendFormat(append(text, '"'), time.RFC3339Nano), '"'), ok && !t.IsZero()
	},
}

func writeInteger(text []byte, value reflect.Value) ([]byte, bool) {
	return strconv.AppendInt(text, value.Int(), 10), true
}

func writeText(text []byte, value reflect.Value) ([]byte, bool) {
	return appendText(text, value.String()), true
}

// appendText writes a JSON string, letter for letter as gqlgen does.
func appendText(text []byte, s string) []byte {
	text = append(text, '"')
	written := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		text = append(text, s[written:i]...)
		written = i + 1
		switch c {
		case '\t':
			text = append(text, '\\', 't')
		case '\r':
			text = append(text, '\\', 'r')
		case '\n':
			text = append(text, '\\', 'n')
		case '"', '\\':
			text = append(text, '\\', c)
		default:
			const digits = "0123456789ABCDEF"
			text = append(text, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
	}
	return append(append(text, s[written:]...), '"')
}
