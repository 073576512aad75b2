package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// toySDL has the shape of the programme's schema, and fields that fail in
// every way a resolver can.
const toySDL = `
"What is read."
type Query implements Troubled {
	node(id: ID!): Node
	nodes(ids: [ID!]!): [Node]!
	"The regions of the country."
	regions(first: Int, last: Int, after: String, before: String, orderBy: RegionOrder, filter: RegionFilter): RegionConnection!
	localities(first: Int, last: Int, after: String, before: String): LocalityConnection!
	figures(first: Int, last: Int, after: String, before: String): FigureConnection!
	seasons(first: Int, last: Int, after: String, before: String): SeasonConnection!
	season(year: Int!): Season
	region(code: String, by: RegionBy): Region
	money(value: Money): Money
	fails(kind: String!): String
	troubles: [Trouble!]!
}
%s
type Subscription { region: Region fails(kind: String!): String }
interface Node { id: ID! }
interface Troubled { fails(kind: String!): String }
type Trouble implements Troubled { fails(kind: String!): String }
scalar Money
enum RegionOrder { NAME ISO }
input RegionBy @oneOf { iso: String id: ID }
input RegionFilter { name: String and: [RegionFilter!] or: [RegionFilter!] not: RegionFilter ids: [ID!] }
type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
type Region implements Node {
	id: ID!
	isoCode: String!
	name: String!
	kato: String!
	timeZone: String!
	predecessor: Region
	successors: [Region!]!
	localities(first: Int, last: Int, after: String, before: String): LocalityConnection!
	figures(first: Int, last: Int, after: String, before: String): FigureConnection!
}
type RegionEdge { cursor: String! node: Region }
type RegionConnection { edges: [RegionEdge] nodes: [Region!]! pageInfo: PageInfo! totalCount: Int! }
type Locality implements Node { id: ID! name: String! region: Region! }
type LocalityEdge { cursor: String! node: Locality }
type LocalityConnection { edges: [LocalityEdge] nodes: [Locality!]! pageInfo: PageInfo! totalCount: Int! }
type Figure implements Node { id: ID! value: Int! measure: String! season: Season region: Region }
type FigureEdge { cursor: String! node: Figure }
type FigureConnection { edges: [FigureEdge] nodes: [Figure!]! pageInfo: PageInfo! totalCount: Int! }
type Season implements Node { id: ID! year: Int! name: String! figures(first: Int, last: Int, after: String, before: String): FigureConnection! }
type SeasonEdge { cursor: String! node: Season }
type SeasonConnection { edges: [SeasonEdge] nodes: [Season!]! pageInfo: PageInfo! totalCount: Int! }
`

const toyMutation = `type Mutation { rename(id: ID!, name: String!): Region fails(kind: String!): String }`

// errHidden is what a policy says of a record the viewer may not see.
var errHidden = errors.New("ent/privacy: deny rule")

// toySchema executes toySDL over made-up rows, so that the server is tested
// without a database.
type toySchema struct {
	schema *ast.Schema
	ticks  chan struct{} // each is an event of every subscription
}

func newToySchema(t testing.TB, mutation string) toySchema {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "toy.graphql", Input: fmt.Sprintf(toySDL, mutation)})
	if err != nil {
		t.Fatal(err)
	}
	return toySchema{schema, make(chan struct{})}
}

func (s toySchema) Schema() *ast.Schema { return s.schema }

func (s toySchema) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (s toySchema) Exec(context.Context) graphql.ResponseHandler {
	return func(ctx context.Context) *graphql.Response {
		op := graphql.GetOperationContext(ctx).Operation
		root := s.schema.Query
		switch op.Operation {
		case ast.Mutation:
			root = s.schema.Mutation
		case ast.Subscription:
			root = s.schema.Subscription
			select {
			case _, more := <-s.ticks:
				if !more {
					return nil
				}
			case <-ctx.Done():
				return nil
			}
		}
		var data bytes.Buffer
		s.object(ctx, &data, root, op.SelectionSet, nil)
		return &graphql.Response{Data: data.Bytes()}
	}
}

func (s toySchema) object(ctx context.Context, w *bytes.Buffer, def *ast.Definition, set ast.SelectionSet, value any) {
	satisfies := append([]string{def.Name}, def.Interfaces...)
	separator := byte('{')
	for _, field := range graphql.CollectFields(graphql.GetOperationContext(ctx), set, satisfies) {
		w.WriteByte(separator)
		separator = ','
		fmt.Fprintf(w, "%q:", field.Alias)
		start := w.Len()
		if err := s.field(ctx, w, def, field, value); err != nil {
			w.Truncate(start)
			w.WriteString("null")
		}
	}
	if separator == '{' {
		w.WriteByte('{')
	}
	w.WriteByte('}')
}

func (s toySchema) field(ctx context.Context, w *bytes.Buffer, def *ast.Definition, field graphql.CollectedField, value any) (err error) {
	fc := &graphql.FieldContext{Object: def.Name, Field: field}
	ctx = graphql.WithFieldContext(ctx, fc)
	defer func() {
		if caught := recover(); caught != nil {
			err = graphql.GetOperationContext(ctx).RecoverFunc(ctx, caught)
		}
		if err != nil {
			graphql.AddError(ctx, err)
		}
	}()
	args := field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)
	if args["kind"] == "argument" {
		return &gqlerror.Error{
			Err:     errors.New("int is not a string"),
			Message: "int is not a string",
			Path:    append(graphql.GetPath(ctx), ast.PathName("kind")),
		}
	}
	fc.Args = args
	if field.Name == "fails" {
		return s.fail(ctx, args["kind"])
	}
	rows := 3
	switch {
	case strings.HasPrefix(field.Name, "__") && field.Name != "__typename" && graphql.GetOperationContext(ctx).DisableIntrospection:
		return errors.New("introspection is disabled")
	case field.Name == "__typename":
		fmt.Fprintf(w, "%q", def.Name)
		return nil
	case field.Name == "__schema":
		value = introspection.WrapSchema(s.schema)
	case field.Name == "__type":
		value = introspection.WrapTypeFromDef(s.schema, s.schema.Types[args["name"].(string)])
	case strings.HasPrefix(def.Name, "__"):
		value = introspected(value, field.Name, args)
	case field.Name == "troubles":
		rows = 30
	case field.Name == "nodes" && def == s.schema.Query:
		rows = reflect.ValueOf(args["ids"]).Len()
	case isConnection(field.Definition.Type.Name()):
		value = 20
		for _, name := range []string{"first", "last"} {
			if n, err := graphql.UnmarshalInt(args[name]); err == nil && args[name] != nil {
				value = n
			}
		}
	case isPage(field.Field):
		rows = value.(int)
	}
	s.complete(ctx, w, field.Definition.Type, field.Selections, value, rows)
	return nil
}

// introspected calls the method, or reads the field, of gqlgen's description
// of the schema that a field of an introspection type stands for.
func introspected(value any, name string, args map[string]any) any {
	v := reflect.ValueOf(value)
	if v.Kind() != reflect.Pointer { // methods have pointer receivers
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		v = p
	}
	name = strings.ToUpper(name[:1]) + name[1:]
	if method := v.MethodByName(name); method.IsValid() {
		var in []reflect.Value
		if method.Type().NumIn() == 1 {
			include, _ := args["includeDeprecated"].(bool)
			in = append(in, reflect.ValueOf(include))
		}
		return method.Call(in)[0].Interface()
	}
	return v.Elem().FieldByName(name).Interface()
}

func (s toySchema) complete(ctx context.Context, w *bytes.Buffer, typ *ast.Type, set ast.SelectionSet, value any, rows int) {
	def := s.schema.Types[typ.Name()]
	described := strings.HasPrefix(def.Name, "__") || value != nil && reflect.ValueOf(value).Kind() != reflect.Int
	v := reflect.ValueOf(value)
	if described && (!v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil()) {
		w.WriteString("null")
		return
	}
	switch {
	case typ.Elem != nil:
		if described {
			rows = v.Len()
		}
		w.WriteByte('[')
		for i := range rows {
			if i > 0 {
				w.WriteByte(',')
			}
			element := value
			if described {
				element = v.Index(i).Interface()
			}
			index := i
			s.complete(graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &index}), w, typ.Elem, set, element, rows)
		}
		w.WriteByte(']')
	case len(set) > 0:
		if def.Kind == ast.Interface {
			def = s.schema.Types["Region"]
		}
		s.object(ctx, w, def, set, value)
	case described:
		text, _ := json.Marshal(value)
		w.Write(text)
	default:
		w.WriteString(map[string]string{"Int": "7", "Boolean": "true", "Money": "1"}[def.Name])
		if def.Name == "String" || def.Name == "ID" {
			w.WriteString(`"Шығыс Қазақстан"`)
		}
	}
}

func (s toySchema) fail(ctx context.Context, kind any) error {
	switch kind {
	case "typed":
		return fmt.Errorf("wrapped: %w", NewError(Forbidden, Message{"Рұқсат жоқ: %d.", "Нельзя: %d.", "Not allowed: %d."}, 7))
	case "hidden":
		return fmt.Errorf("query region: %w", errHidden)
	case "panic":
		panic("password=hunter2")
	case "slow":
		<-ctx.Done()
		return errors.New("interrupted (9)")
	default:
		return errors.New("pq: password=hunter2")
	}
}
