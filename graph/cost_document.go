package graph

import (
	"reflect"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/lexer"
	"github.com/vektah/gqlparser/v2/validator/core"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// How large a document may be, whatever it asks for. These bound the time that
// parsing and validating take.
const (
	// MaxDocument is the size of a GraphQL document in bytes.
	MaxDocument = 32 << 10
	// MaxTokens is the number of tokens of a document, comments included.
	MaxTokens = 1_000
	// MaxName is the length of a name in a document, an alias for one, and of
	// operationName.
	MaxName = 100
	// MaxNameUses is how often a document uses one name: validation compares
	// every two fields of one name that may meet.
	MaxNameUses = 200
)

// checkDocument refuses a document that is too large to be parsed and
// validated cheaply. It does not look for errors of syntax, which the parser
// words better.
func checkDocument(query string) *Error {
	if len(query) > MaxDocument {
		return limitError(LimitDocument, msgDocument, MaxDocument)
	}
	tokens := lexer.New(&ast.Source{Input: query})
	uses := map[string]int{}
	arguments, nesting := 0, 0 // open parentheses; brackets and braces open within them
	for n := 1; ; n++ {
		token, err := tokens.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			return nil
		}
		if n > MaxTokens {
			return limitError(LimitTokens, msgTokens, MaxTokens)
		}
		switch token.Kind {
		case lexer.Name:
			if len(token.Value) > MaxName {
				return limitError(LimitDocument, msgName, MaxName)
			}
			if uses[token.Value]++; uses[token.Value] > MaxNameUses {
				return limitError(LimitTokens, msgNameUses, token.Value, MaxNameUses)
			}
		case lexer.ParenL:
			arguments++
		case lexer.ParenR:
			arguments, nesting = max(arguments-1, 0), 0
		case lexer.BraceL, lexer.BracketL:
			if arguments > 0 {
				nesting++
			}
		case lexer.BraceR, lexer.BracketR:
			nesting = max(nesting-1, 0)
		}
		if nesting > MaxVariableNesting {
			return limitError(LimitVariables, msgNesting, MaxVariableNesting)
		}
	}
}

// validationRules are the rules of the GraphQL specification and two of this
// server: literals that no resolver could take, and @defer, which the library
// knows in an outdated form only.
func validationRules() *rules.Rules {
	all := rules.NewDefaultRules()
	all.AddRule("ReadableLiterals", func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnValue(func(_ *core.Walker, value *ast.Value) {
			switch value.Kind {
			case ast.IntValue, ast.FloatValue:
				if _, err := value.Value(nil); err != nil {
					addError(core.Message("The number %s is out of range.", value.Raw), core.At(value.Position))
				}
			case ast.StringValue, ast.BlockValue:
				if strings.ContainsRune(value.Raw, 0) {
					addError(core.Message("%s", msgNUL.English), core.At(value.Position))
				}
			}
		})
	})
	all.AddRule("NoDefer", func(observers *core.Events, addError core.AddErrFunc) {
		observers.OnDirective(func(_ *core.Walker, directive *ast.Directive) {
			if directive.Name == "defer" {
				addError(core.Message(`The directive "@defer" is not served.`), core.At(directive.Position))
			}
		})
	})
	return all
}

// checkOneOf refuses variables whose @oneOf input objects do not give exactly
// one field: the validator looks at literals only.
func checkOneOf(schema *ast.Schema, op *ast.OperationDefinition, vars map[string]any) *Error {
	for _, def := range op.VariableDefinitions {
		if broken := brokenOneOf(schema, def.Type, reflect.ValueOf(vars[def.Variable])); broken != "" {
			return NewError(BadUserInput, msgOneOf, def.Variable, broken)
		}
	}
	return nil
}

// brokenOneOf returns the name of the first @oneOf type that value breaks.
func brokenOneOf(schema *ast.Schema, typ *ast.Type, value reflect.Value) string {
	for value.Kind() == reflect.Interface {
		value = value.Elem()
	}
	def := schema.Types[typ.Name()]
	if !value.IsValid() || def == nil || def.Kind != ast.InputObject {
		return ""
	}
	if typ.Elem != nil && value.Kind() == reflect.Slice {
		for i := range value.Len() {
			if broken := brokenOneOf(schema, typ.Elem, value.Index(i)); broken != "" {
				return broken
			}
		}
		return ""
	}
	object, ok := value.Interface().(map[string]any)
	if !ok {
		return ""
	}
	oneOf := def.Directives.ForName("oneOf") != nil
	if oneOf && len(object) != 1 {
		return def.Name
	}
	for name, given := range object {
		field := def.Fields.ForName(name)
		if field == nil { // __typename, which the reader of variables lets through
			continue
		}
		if oneOf && given == nil {
			return def.Name
		}
		if broken := brokenOneOf(schema, field.Type, reflect.ValueOf(given)); broken != "" {
			return broken
		}
	}
	return ""
}
