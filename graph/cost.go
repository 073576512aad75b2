package graph

import (
	"errors"
	"math"
	"reflect"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// What one operation may ask for. It is refused before anything is executed
// when it asks for more.
const (
	// MaxDepth is how deep fields may nest, counting every field, also the
	// wrappers of connections.
	MaxDepth = 12
	// MaxCost is the ceiling of an operation's cost; see Cost.
	MaxCost = 10_000
	// MaxIntrospectionDepth and MaxIntrospectionCost bound __schema and
	// __type, which have an account of their own: the full introspection of
	// the usual tools passes (depth 15, cost about 18,000), and what nests
	// wide lists of the schema in one another does not.
	MaxIntrospectionDepth = 20
	MaxIntrospectionCost  = 25_000
	// DefaultPageSize is the page size of a connection when neither first nor
	// last is given.
	DefaultPageSize = 20
	// MaxPageSize is the most rows one page of a connection may have.
	MaxPageSize = 100
	// MaxIDs is the most values an argument named ids may have.
	MaxIDs = 100

	totalCountCost     = 10
	assumedListLength  = 5
	repeatedFieldTimes = 10
)

// listLengths is how many elements lists of objects that are commonly long are
// taken to have: the counts of one season, 20 regions by 10 stages.
var listLengths = map[string]int{"socialProjectCounts": 200}

// introspectionLists is how many elements the lists of the schema are taken to
// have; they are the same for every client, so averages serve.
var introspectionLists = map[string]int{
	"types": 10, "fields": 10, "inputFields": 10, "possibleTypes": 10,
	"enumValues": 5, "directives": 5, "args": 2, "interfaces": 2,
}

// Cost is what an operation asks for, as extensions.cost of its answer shows
// it. The rule:
//
//   - every field costs 1, __typename too; totalCount of a connection costs 10;
//     edges, nodes, node and pageInfo of a connection cost nothing themselves;
//   - what is asked beneath edges or nodes of a connection counts once for
//     every row of the page: first or last, 20 when neither is given;
//   - what is asked beneath any other list of objects counts as many times as
//     its argument ids has values, and 5 times when it has no such argument
//     (200 times beneath socialProjectCounts);
//   - a field that one selection asks for again under another alias costs ten
//     times its cost: a handful of comparisons pass, floods do not;
//   - @include and @skip are not looked at, and a field that is asked for
//     twice counts twice: the cost is what the operation costs at most;
//   - __schema and __type are not part of it, they have their own ceiling.
type Cost struct {
	Requested int `json:"requested"`
	Ceiling   int `json:"ceiling"`
	Depth     int `json:"depth"`
}

// PageSize reads the paging arguments of a connection: how many rows to give,
// and whether the page is counted from the end. It is the one place where page
// sizes are defaulted and bounded; the error is for the client (BAD_USER_INPUT).
func PageSize(first, last *int) (n int, backwards bool, err error) {
	name, size := "first", first
	switch {
	case first != nil && last != nil:
		return 0, false, NewError(BadUserInput, msgPageBoth)
	case first == nil && last == nil:
		return DefaultPageSize, false, nil
	case last != nil:
		name, size, backwards = "last", last, true
	}
	if *size < 0 || *size > MaxPageSize {
		return 0, false, NewError(BadUserInput, msgPageSize, name, MaxPageSize)
	}
	return *size, backwards, nil
}

// operationCost weighs an operation. The document must have been validated.
// The error says which limit is exceeded, or which page size is wrong.
func operationCost(doc *ast.QueryDocument, op *ast.OperationDefinition, vars map[string]any) (Cost, *Error) {
	s := scale{fragments: doc.Fragments, vars: vars, fields: map[*ast.Field]weight{}}
	ordinary, introspection := s.selection(op.SelectionSet, 1)
	cost := Cost{Requested: ordinary.cost, Ceiling: MaxCost, Depth: ordinary.depth}
	refuse := func(e *Error, cost Cost) (Cost, *Error) {
		e.extensions["cost"] = cost
		return cost, e
	}
	switch {
	case s.err != nil:
		return cost, s.err
	case introspection.cost > MaxIntrospectionCost || introspection.depth > MaxIntrospectionDepth:
		return refuse(limitError(LimitIntrospection, msgIntrospection,
			introspection.cost, MaxIntrospectionCost, introspection.depth, MaxIntrospectionDepth),
			Cost{Requested: introspection.cost, Ceiling: MaxIntrospectionCost, Depth: introspection.depth})
	case ordinary.depth > MaxDepth:
		return refuse(limitError(LimitDepth, msgDepth, ordinary.depth, MaxDepth), cost)
	case ordinary.cost > MaxCost:
		return refuse(limitError(LimitCost, msgCost, ordinary.cost, MaxCost), cost)
	}
	return cost, nil
}

// weight is the cost and the depth of a field or of a selection.
type weight struct{ cost, depth int }

func (w *weight) include(child weight, times int) {
	w.cost = saturated(w.cost + child.cost*times)
	w.depth = max(w.depth, child.depth)
}

// saturated keeps sums and products of costs from overflowing: the operands
// are never larger than the ceiling it sets, so their product fits an int.
func saturated(n int) int { return min(n, math.MaxInt32) }

// scale weighs the fields of one operation. Each field of the document is
// weighed once however many paths lead to it, and a selection visits each
// fragment once, as execution does: so nested fragments cannot make it slow.
type scale struct {
	fragments ast.FragmentDefinitionList
	vars      map[string]any
	fields    map[*ast.Field]weight
	err       *Error // the first paging argument that was wrong
}

// selection weighs a selection set; rows is the page size of the connection
// it belongs to. Introspection is only ever found at the root.
func (s *scale) selection(set ast.SelectionSet, rows int) (ordinary, introspection weight) {
	type key struct{ object, field string }
	aliases := make(map[key]string, len(set))
	var visited map[string]bool
	var visit func(ast.SelectionSet)
	visit = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch selection := selection.(type) {
			case *ast.Field:
				times := 1
				if isPage(selection) {
					times = rows
				}
				k := key{selection.ObjectDefinition.Name, selection.Name}
				if alias, repeated := aliases[k]; !repeated {
					aliases[k] = selection.Alias
				} else if alias != selection.Alias {
					times *= repeatedFieldTimes
				}
				if selection.Name == "__schema" || selection.Name == "__type" {
					introspection.include(s.field(selection), times)
				} else {
					ordinary.include(s.field(selection), times)
				}
			case *ast.InlineFragment:
				visit(selection.SelectionSet)
			case *ast.FragmentSpread:
				if visited[selection.Name] {
					continue
				}
				if visited == nil {
					visited = map[string]bool{}
				}
				visited[selection.Name] = true
				visit(selection.Definition.SelectionSet)
			}
		}
	}
	visit(set)
	return ordinary, introspection
}

// field weighs a field with all that is asked beneath it.
func (s *scale) field(f *ast.Field) weight {
	if w, ok := s.fields[f]; ok {
		return w
	}
	own, times, rows := 1, 1, 1
	switch object, result := f.ObjectDefinition.Name, f.Definition.Type; {
	case isConnection(object) && f.Name == "totalCount":
		own = totalCountCost
	case isWrapper(f):
		own = 0
	case strings.HasPrefix(object, "__"):
		if n, ok := introspectionLists[f.Name]; ok {
			times = n
		}
	case isConnection(result.Name()):
		rows = s.rows(f)
	case result.Elem != nil && len(f.SelectionSet) > 0:
		times = s.listLength(f)
	}
	beneath, _ := s.selection(f.SelectionSet, rows)
	w := weight{cost: own, depth: 1 + beneath.depth}
	w.include(weight{cost: beneath.cost}, times)
	s.fields[f] = w
	return w
}

func isConnection(typeName string) bool { return strings.HasSuffix(typeName, "Connection") }

// isPage reports whether a field holds the rows of a connection's page.
func isPage(f *ast.Field) bool {
	return isConnection(f.ObjectDefinition.Name) && (f.Name == "edges" || f.Name == "nodes")
}

// isWrapper reports whether a field only gives its parts their shape: those of
// a connection, and a text in its languages.
func isWrapper(f *ast.Field) bool {
	return isPage(f) || f.Definition.Type.Name() == "Text" || isConnection(f.ObjectDefinition.Name) && f.Name == "pageInfo" ||
		strings.HasSuffix(f.ObjectDefinition.Name, "Edge") && f.Name == "node"
}

// rows returns the page size of a connection field, at least 1.
func (s *scale) rows(f *ast.Field) int {
	n, _, err := PageSize(s.intArgument(f, "first"), s.intArgument(f, "last"))
	var refusal *Error
	if errors.As(err, &refusal) {
		s.refuse(f, refusal)
	}
	return max(n, 1)
}

// listLength returns how many elements a list of objects is taken to have.
func (s *scale) listLength(f *ast.Field) int {
	if n, ok := listLengths[f.Name]; ok {
		return n
	}
	if f.Definition.Arguments.ForName("ids") == nil {
		return assumedListLength
	}
	ids := reflect.ValueOf(s.argument(f, "ids"))
	if ids.Kind() != reflect.Slice { // null, or a single value, which stands for a list of one
		return 1
	}
	if ids.Len() > MaxIDs {
		s.refuse(f, NewError(BadUserInput, msgIDs, MaxIDs))
	}
	return max(ids.Len(), 1)
}

func (s *scale) intArgument(f *ast.Field, name string) *int {
	value := s.argument(f, name)
	if value == nil {
		return nil
	}
	n, err := graphql.UnmarshalInt(value)
	if err != nil {
		s.refuse(f, NewError(BadUserInput, msgPageSize, name, MaxPageSize))
	}
	return &n
}

// argument returns the value of an argument, nil when it is absent.
func (s *scale) argument(f *ast.Field, name string) any {
	var literal *ast.Value
	if arg := f.Arguments.ForName(name); arg != nil {
		literal = arg.Value
	} else if def := f.Definition.Arguments.ForName(name); def != nil {
		literal = def.DefaultValue
	}
	value, err := literal.Value(s.vars)
	if err != nil {
		s.refuse(f, NewError(BadUserInput, msgArgument, name))
	}
	return value
}

func (s *scale) refuse(f *ast.Field, err *Error) {
	if s.err == nil {
		err.field, err.location = f.Alias, f.Position
		s.err = err
	}
}
