package graph

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
)

// costOf weighs the first operation of a document of the toy schema.
func costOf(t *testing.T, schema *ast.Schema, query string, vars map[string]any) (Cost, *Error) {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		t.Fatal(err)
	}
	if errs := validator.ValidateWithRules(schema, doc, validationRules()); len(errs) > 0 {
		t.Fatal(errs)
	}
	coerced, err := validator.VariableValues(schema, doc.Operations[0], vars)
	if err != nil {
		t.Fatal(err)
	}
	return operationCost(doc, doc.Operations[0], coerced)
}

func TestOperationCost(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, query string
		vars        map[string]any
		cost, depth int
	}{
		{"a field", "{__typename}", nil, 1, 1},
		{"an object", "{node(id:1){id}}", nil, 2, 2},
		{"the default page", "{regions{nodes{id name}}}", nil, 1 + 20*2, 3},
		{"a page by first", "{regions(first:5){nodes{id name}}}", nil, 1 + 5*2, 3},
		{"a page by last", "{regions(last:5){nodes{id name}}}", nil, 1 + 5*2, 3},
		{"an empty page weighs as one row", "{regions(first:0){nodes{id}}}", nil, 2, 3},
		{"a page by variable", "query($n:Int){regions(first:$n){nodes{id}}}", map[string]any{"n": 7}, 8, 3},
		{"a page by the variable's default", "query($n:Int=7){regions(first:$n){nodes{id}}}", nil, 8, 3},
		{"a variable that is not given", "query($n:Int){regions(first:$n){nodes{id}}}", nil, 21, 3},
		{"a variable that is null", "query($n:Int=7){regions(first:$n){nodes{id}}}", map[string]any{"n": nil}, 21, 3},
		{"edges", "{regions(first:5){edges{cursor node{id}}}}", nil, 1 + 5*2, 4},
		{"edges and nodes are both written", "{regions(first:5){edges{cursor} nodes{id}}}", nil, 1 + 5 + 5, 3},
		{"pageInfo and totalCount count once", "{regions(first:5){totalCount pageInfo{hasNextPage endCursor} __typename}}", nil, 1 + 10 + 2 + 1, 3},
		{"totalCount once for every parent", "{regions(first:5){nodes{localities{totalCount}}}}", nil, 1 + 5*(1+10), 4},
		{"pages of pages", "{regions(first:10){nodes{localities(first:30){nodes{id}}}}}", nil, 1 + 10*(1+30), 5},
		{"a plain list", "{region{successors{id name}}}", nil, 1 + 1 + 5*2, 3},
		{"a list by ids", "{nodes(ids:[1,2,3]){id}}", nil, 1 + 3, 2},
		{"a list by one id", "{nodes(ids:1){id}}", nil, 1 + 1, 2},
		{"a list by variable ids", "query($i:[ID!]!){nodes(ids:$i){id}}", map[string]any{"i": []any{"a", "b"}}, 1 + 2, 2},
		{"an alias alone", "{a:node(id:1){id}}", nil, 2, 2},
		{"the same field under another alias", "{a:node(id:1){id} b:node(id:2){id}}", nil, 2 + 10*2, 2},
		{"the same field under the same alias", "{a:node(id:1){id} a:node(id:1){id}}", nil, 2 + 2, 2},
		{"aliases in fragments of one selection", "{a:__typename ...{b:__typename} ...F}fragment F on Query{c:__typename}", nil, 1 + 10 + 10, 1},
		{"the same field of different types", "{node(id:1){...on Region{a:name} ...on Season{b:name}}}", nil, 1 + 2, 2},
		{"a fragment twice in one selection", "{...F ...F}fragment F on Query{__typename}", nil, 1, 1},
		{"a fragment in two selections", "{region{predecessor{...F} ...F}}fragment F on Region{id name}", nil, 1 + 1 + 2 + 2, 3},
		{"a fragment on an edge", "{regions(first:3){...C}}fragment C on RegionConnection{edges{...E}}fragment E on RegionEdge{node{id}}", nil, 1 + 3, 4},
		{"skip is not looked at", "{region{id @skip(if:true)}}", nil, 2, 2},
		{"introspection has its own account", "{__typename __schema{types{name}}}", nil, 1, 1},
		{"the first operation only", "query A{__typename} query B{regions{nodes{id}}}", nil, 1, 1},
		{"at the ceiling", "{regions(first:99){nodes{localities(first:100){nodes{id}}}}}", nil, 1 + 99*101, 5},
	}
	schema := newToySchema(t, toyMutation).schema
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := costOf(t, schema, test.query, test.vars)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(Cost{Requested: test.cost, Ceiling: MaxCost, Depth: test.depth}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOperationCostRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, query string
		vars        map[string]any
		code        Code
		limit       Limit
	}{
		{"cost", "{regions(first:100){nodes{localities(first:100){nodes{id}}}}}", nil, LimitExceeded, LimitCost},
		{"depth", "{region{" + nest(11, "predecessor{", "id", "}") + "}}", nil, LimitExceeded, LimitDepth},
		{"introspection by cost", "{__schema{types{fields{args{type{fields{name description type{name kind ofType{name kind}} isDeprecated deprecationReason args{name type{name}}}}}}}}}", nil, LimitExceeded, LimitIntrospection},
		{"introspection by depth", `{__type(name:"Region"){` + nest(20, "ofType{", "name", "}") + "}}", nil, LimitExceeded, LimitIntrospection},
		{"first over the most", "{regions(first:101){totalCount}}", nil, BadUserInput, ""},
		{"last below zero", "{regions(last:-1){totalCount}}", nil, BadUserInput, ""},
		{"both ends", "{regions(first:1 last:1){totalCount}}", nil, BadUserInput, ""},
		{"a page deep in the document", "{seasons{nodes{figures(first:200){nodes{id}}}}}", nil, BadUserInput, ""},
		{"a page by variable", "query($n:Int){regions(first:$n){totalCount}}", map[string]any{"n": 101}, BadUserInput, ""},
		{"too many ids", "query($i:[ID!]!){nodes(ids:$i){id}}", map[string]any{"i": make([]any, MaxIDs+1)}, BadUserInput, ""},
	}
	schema := newToySchema(t, toyMutation).schema
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if ids, ok := test.vars["i"].([]any); ok {
				for i := range ids {
					ids[i] = "x"
				}
			}
			_, err := costOf(t, schema, test.query, test.vars)
			if err == nil || err.code != test.code {
				t.Fatalf("got %v; want %s", err, test.code)
			}
			if test.limit == "" {
				if err.field == "" || err.location == nil {
					t.Errorf("does not say which field: %v", err)
				}
			} else if err.extensions["limit"] != test.limit || err.extensions["cost"] == nil {
				t.Errorf("extensions %v; want the limit %s and the cost", err.extensions, test.limit)
			}
		})
	}
}

// The queries with which tools fetch the whole schema have this shape.
var fullIntrospection = `query IntrospectionQuery{__schema{description queryType{name kind} mutationType{name kind} subscriptionType{name kind}
	types{...FullType} directives{name description isRepeatable locations args(includeDeprecated:true){...InputValue}}}}
	fragment FullType on __Type{kind name description specifiedByURL isOneOf
		fields(includeDeprecated:true){name description args(includeDeprecated:true){...InputValue} type{...TypeRef} isDeprecated deprecationReason}
		inputFields(includeDeprecated:true){...InputValue} interfaces{...TypeRef}
		enumValues(includeDeprecated:true){name description isDeprecated deprecationReason} possibleTypes{...TypeRef}}
	fragment InputValue on __InputValue{name description type{...TypeRef} defaultValue isDeprecated deprecationReason}
	fragment TypeRef on __Type{` + nest(9, "kind name ofType{", "kind name", "}") + `}`

func TestFullIntrospectionPasses(t *testing.T) {
	t.Parallel()
	if err := checkDocument(fullIntrospection); err != nil {
		t.Fatal(err)
	}
	if _, err := costOf(t, newToySchema(t, toyMutation).schema, fullIntrospection, nil); err != nil {
		t.Fatal(err)
	}
}

func TestPageSize(t *testing.T) {
	t.Parallel()
	n := func(i int) *int { return &i }
	tests := []struct {
		name        string
		first, last *int
		size        int
		backwards   bool
		refused     bool
	}{
		{"neither", nil, nil, DefaultPageSize, false, false},
		{"first", n(3), nil, 3, false, false},
		{"last", nil, n(3), 3, true, false},
		{"none", n(0), nil, 0, false, false},
		{"the most", n(MaxPageSize), nil, MaxPageSize, false, false},
		{"one more", n(MaxPageSize + 1), nil, 0, false, true},
		{"negative", nil, n(-1), 0, false, true},
		{"both", n(1), n(1), 0, false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			size, backwards, err := PageSize(test.first, test.last)
			if test.refused {
				var refusal *Error
				if !errors.As(err, &refusal) || refusal.Code() != BadUserInput {
					t.Errorf("got %v; want %s", err, BadUserInput)
				}
				return
			}
			if err != nil || size != test.size || backwards != test.backwards {
				t.Errorf("got %d, %t, %v; want %d, %t", size, backwards, err, test.size, test.backwards)
			}
		})
	}
}

func TestCheckDocument(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, query string
		limit       Limit
	}{
		{"as many tokens as allowed", "{" + times(MaxTokens-2, "a# ") + "}", ""},
		{"one token more", "{" + times(MaxTokens-1, "a# ") + "}", LimitTokens},
		{"comments are tokens", "{a}" + times(MaxTokens, "#x\n"), LimitTokens},
		{"a name as often as allowed", "{" + nest(MaxNameUses, "a ", "", "") + "}", ""},
		{"once more", "{" + nest(MaxNameUses+1, "a ", "", "") + "}", LimitTokens},
		{"a name as long as allowed", "{" + nest(MaxName, "a", "", "") + "}", ""},
		{"one character more", "{" + nest(MaxName+1, "a", "", "") + "}", LimitDocument},
		{"a document as long as allowed", "{a}" + nest(MaxDocument-3, " ", "", ""), ""},
		{"one byte more", "{a}" + nest(MaxDocument-2, " ", "", ""), LimitDocument},
		{"values as deep as allowed", "{a(b:" + nest(MaxVariableNesting, "[", "", "]") + ")}", ""},
		{"one level more", "{a(b:" + nest(MaxVariableNesting+1, "[", "", "]") + ")}", LimitVariables},
		{"selections are not values", nest(MaxVariableNesting+1, "{a(b:[])", "", "}"), ""},
		{"what is no GraphQL is left to the parser", "{a \x00", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			switch err := checkDocument(test.query); {
			case test.limit == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.limit != "" && (err == nil || err.extensions["limit"] != test.limit):
				t.Errorf("got %v; want the limit %s", err, test.limit)
			}
		})
	}
}

func TestOneOfVariables(t *testing.T) {
	t.Parallel()
	toy := newToySchema(t, "input Wrapped{by:RegionBy many:[RegionBy!]}")
	query := "query($by:RegionBy $many:[RegionBy] $in:Wrapped){__typename @include(if:true)}"
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		t.Fatal(err)
	}
	one, two, null := map[string]any{"id": "1"}, map[string]any{"id": "1", "code": "x"}, map[string]any{"id": nil}
	tests := []struct {
		name string
		vars map[string]any
		ok   bool
	}{
		{"absent", nil, true},
		{"null", map[string]any{"by": nil}, true},
		{"one", map[string]any{"by": one}, true},
		{"two", map[string]any{"by": two}, false},
		{"none", map[string]any{"by": map[string]any{}}, false},
		{"one that is null", map[string]any{"by": null}, false},
		{"in a list", map[string]any{"many": []any{one, two}}, false},
		{"null in a list", map[string]any{"many": []any{nil, one}}, true},
		{"in an object", map[string]any{"in": map[string]any{"by": two}}, false},
		{"in a list in an object", map[string]any{"in": map[string]any{"many": []any{null}}}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if err := checkOneOf(toy.schema, doc.Operations[0], test.vars); (err == nil) != test.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}
