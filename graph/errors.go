package graph

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"runtime/debug"
	"sync/atomic"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"zhas/internal/viewer"
)

// Code is what a client's program may decide on: extensions.code of an error.
// The list is closed; clients may rely on never meeting another value.
type Code string

const (
	// BadRequest is a request that does not follow GraphQL over HTTP:
	// malformed JSON, a missing query, a parameter of the wrong type.
	BadRequest Code = "BAD_REQUEST"
	// MethodNotAllowed is an HTTP method that does not fit the request, such
	// as a mutation sent by GET.
	MethodNotAllowed Code = "METHOD_NOT_ALLOWED"
	// UnsupportedMediaType is a request body or a wished answer in a media
	// type that is not spoken here.
	UnsupportedMediaType Code = "UNSUPPORTED_MEDIA_TYPE"
	// ParseFailed is a document that is not GraphQL.
	ParseFailed Code = "GRAPHQL_PARSE_FAILED"
	// ValidationFailed is a document that does not fit the schema.
	ValidationFailed Code = "GRAPHQL_VALIDATION_FAILED"
	// LimitExceeded is a request larger than the limits allow;
	// extensions.limit says which Limit.
	LimitExceeded Code = "LIMIT_EXCEEDED"
	// BadUserInput is a variable or an argument that the client has to change.
	BadUserInput Code = "BAD_USER_INPUT"
	// NotFound is a record that is absent or hidden from the viewer; the two
	// are never told apart.
	NotFound Code = "NOT_FOUND"
	// Forbidden is an action the viewer knows of and may not take.
	Forbidden Code = "FORBIDDEN"
	// Timeout is an operation that was cut off; asking for less may help.
	Timeout Code = "TIMEOUT"
	// Cancelled is an operation whose client went away.
	Cancelled Code = "CANCELLED"
	// Internal is everything unforeseen. The answer carries only extensions.id,
	// under which the operator's log holds the cause.
	Internal Code = "INTERNAL"
)

// Codes lists every error code there is.
func Codes() []Code {
	return []Code{
		BadRequest, MethodNotAllowed, UnsupportedMediaType, ParseFailed, ValidationFailed, LimitExceeded,
		BadUserInput, NotFound, Forbidden, Timeout, Cancelled, Internal,
	}
}

// Limit names the limit that a LimitExceeded error is about.
type Limit string

const (
	// LimitBody is the size of the HTTP request: MaxBody, MaxQueryString.
	LimitBody Limit = "body"
	// LimitDocument is the size of the GraphQL document and of the names in
	// it: MaxDocument, MaxName.
	LimitDocument Limit = "document"
	// LimitTokens is MaxTokens and MaxNameUses.
	LimitTokens Limit = "tokens"
	// LimitVariables is the size of input values: MaxVariableNodes,
	// MaxVariableNesting, MaxString.
	LimitVariables Limit = "variables"
	// LimitDepth is MaxDepth.
	LimitDepth Limit = "depth"
	// LimitCost is MaxCost.
	LimitCost Limit = "cost"
	// LimitIntrospection is MaxIntrospectionCost and MaxIntrospectionDepth.
	LimitIntrospection Limit = "introspection"
	// LimitStreams is MaxStreams and MaxStreamsPerClient.
	LimitStreams Limit = "streams"
	// LimitErrors is MaxErrors; it stands in the last error of a full list.
	LimitErrors Limit = "errors"
)

const (
	// MaxErrors is the most errors one answer carries.
	MaxErrors = 10
	// maxMessage is where the text of a parse or validation error is cut, in
	// characters: it quotes the client's document, which may be long.
	maxMessage = 300
	// maxLocations is the most places in the document one error points at.
	maxLocations = 3
)

// Message is one text in each language of the programme, with fmt verbs for
// its arguments. All three take the same arguments in the same order.
type Message struct {
	Kazakh, Russian, English string
}

// in returns the text for the viewer of ctx; English when nobody is named.
func (m Message) in(ctx context.Context) string {
	v, _ := viewer.FromContext(ctx)
	switch v.Locale {
	case viewer.Kazakh:
		return m.Kazakh
	case viewer.Russian:
		return m.Russian
	default:
		return m.English
	}
}

// Error is an error whose text and code are meant for the client. Resolvers
// return it, alone or wrapped, for what the caller could not have foreseen;
// every other error reaches the client as an id only.
type Error struct {
	code       Code
	message    Message
	args       []any
	field      string // the field of the document that is to blame, if one is
	location   *ast.Position
	extensions map[string]any
	status     int // of the HTTP answer, when it does not follow from the code
}

// NewError returns an error that clients see with this code, and with the
// message in the viewer's language. The arguments are shown to the client.
func NewError(code Code, message Message, args ...any) *Error {
	return &Error{code: code, message: message, args: args}
}

// Error returns the English text.
func (e *Error) Error() string { return e.text(context.Background()) }

// Code returns the code the client sees.
func (e *Error) Code() Code { return e.code }

func (e *Error) text(ctx context.Context) string {
	text := e.message.in(ctx)
	if len(e.args) > 0 {
		text = fmt.Sprintf(text, e.args...)
	}
	if e.field != "" {
		text = e.field + ": " + text
	}
	return text
}

// limitError is a LimitExceeded error that names its limit.
func limitError(limit Limit, message Message, args ...any) *Error {
	e := NewError(LimitExceeded, message, args...)
	e.extensions = map[string]any{"limit": limit}
	return e
}

// withStatus sets the HTTP status for an error of the request itself.
func (e *Error) withStatus(status int) *Error {
	e.status = status
	return e
}

// show puts the error into the form that is sent.
func (e *Error) show(ctx context.Context) *gqlerror.Error {
	shown := &gqlerror.Error{Message: e.text(ctx), Extensions: map[string]any{"code": e.code}}
	for key, value := range e.extensions {
		shown.Extensions[key] = value
	}
	if e.location != nil {
		shown.Locations = []gqlerror.Location{{Line: e.location.Line, Column: e.location.Column}}
	}
	return shown
}

// presenter turns whatever resolvers return into what a client may see.
type presenter struct {
	log      *slog.Logger
	isHidden func(error) bool
}

// present maps the error of one field. It is gqlgen's ErrorPresenterFunc.
func (p *presenter) present(ctx context.Context, err error) *gqlerror.Error {
	var known *Error
	var located *gqlerror.Error
	errors.As(err, &located)
	switch {
	case errors.As(err, &known):
	case p.isHidden != nil && p.isHidden(err):
		known = NewError(NotFound, msgNotFound)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded):
		known = NewError(Timeout, msgTimeout)
	case errors.Is(err, context.Canceled), ctx.Err() != nil:
		known = NewError(Cancelled, msgCancelled)
	case argumentRefused(ctx):
		known = NewError(BadUserInput, msgArgument, argumentName(ctx, located))
		located = nil
	default:
		known = p.unforeseen(ctx, err)
	}
	shown := known.show(ctx)
	shown.Path = graphql.GetPath(ctx)
	if located != nil {
		shown.Path = located.Path
		shown.Locations = located.Locations
	}
	return shown
}

// argumentRefused reports whether the error arose while the arguments of a
// field were read, before its resolver ran: gqlgen sets Args only when all of
// them were understood. The cause words Go types, so it is not shown.
func argumentRefused(ctx context.Context) bool {
	field := graphql.GetFieldContext(ctx)
	return field != nil && field.Args == nil && field.Field.Field != nil && field.Field.Definition != nil &&
		len(field.Field.Definition.Arguments) > 0
}

// argumentName returns which part of a field's arguments err is about, such as
// "where.name": the path of the error beyond the path of the field.
func argumentName(ctx context.Context, err *gqlerror.Error) string {
	field := graphql.GetPath(ctx)
	if err == nil || len(err.Path) <= len(field) {
		return ""
	}
	return err.Path[len(field):].String()
}

// unforeseen logs err under a fresh id and returns what the client sees of it.
// Beyond MaxErrors of one operation nothing is logged, as nothing is shown, so
// that a failing list does not flood the log.
func (p *presenter) unforeseen(ctx context.Context, err error) *Error {
	if logged, ok := ctx.Value(loggedKey{}).(*atomic.Int32); ok && logged.Add(1) > MaxErrors {
		return NewError(Internal, msgMoreErrors, 1)
	}
	id := newErrorID()
	attrs := []slog.Attr{slog.String("id", id), slog.String("path", graphql.GetPath(ctx).String()), slog.Any("error", err)}
	if graphql.HasOperationContext(ctx) {
		if op := graphql.GetOperationContext(ctx).Operation; op != nil {
			attrs = append(attrs, slog.String("operation", string(op.Operation)), slog.String("name", op.Name))
		}
	}
	var caught *panicError
	if errors.As(err, &caught) {
		attrs = append(attrs, slog.String("stack", caught.stack))
	}
	p.log.LogAttrs(ctx, slog.LevelError, "graphql: unforeseen error", attrs...)
	e := NewError(Internal, msgInternal, id)
	e.extensions = map[string]any{"id": id}
	return e
}

// loggedKey holds the number of errors logged for the operation of a context.
type loggedKey struct{}

func withErrorBudget(ctx context.Context) context.Context {
	return context.WithValue(ctx, loggedKey{}, new(atomic.Int32))
}

// panicError is a panic that was caught in a resolver.
type panicError struct {
	value any
	stack string
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// recovered is gqlgen's RecoverFunc: the stack is kept for the log.
func recovered(_ context.Context, value any) error {
	return &panicError{value: value, stack: string(debug.Stack())}
}

func newErrorID() string {
	var id [8]byte
	_, _ = rand.Read(id[:]) // crypto/rand.Read never fails: it ends the process instead
	return hex.EncodeToString(id[:])
}

// Go's words for kinds of values, which gqlparser puts into its texts about
// variables.
var (
	goKindAs  = regexp.MustCompile(`^cannot use .* as (\w+)$`)
	goKindNot = regexp.MustCompile(`^(must be an? \w+), not an? \w+$`)
)

// showRefusal puts an error of the parser, the validator or the reader of
// variables into the form that is sent. These texts are English, as their
// library words them, without its words for Go types.
func showRefusal(err *gqlerror.Error) *gqlerror.Error {
	message, code := err.Message, ValidationFailed
	if err.Extensions["code"] == errcode.ParseFailed {
		code = ParseFailed
	}
	if len(err.Path) > 1 && err.Path[0] == ast.PathName("variable") {
		code = BadUserInput
		message = goKindAs.ReplaceAllString(message, "is not a value of the type $1")
		message = goKindNot.ReplaceAllString(message, "$1")
		message = "Variable $" + err.Path[1:].String() + ": " + message
	}
	return &gqlerror.Error{
		Message:    cut(message, maxMessage),
		Locations:  err.Locations[:min(len(err.Locations), maxLocations)],
		Extensions: map[string]any{"code": code},
	}
}

// cut shortens text to at most n characters.
func cut(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	return string([]rune(text)[:n-1]) + "…"
}

// capErrors keeps MaxErrors of the errors. When there were more than that in
// all, the last one says how many are left out.
func capErrors(ctx context.Context, errs gqlerror.List, total int) gqlerror.List {
	if total <= MaxErrors {
		return errs
	}
	more := limitError(LimitErrors, msgMoreErrors, total-MaxErrors+1)
	return append(errs[:MaxErrors-1:MaxErrors-1], more.show(ctx))
}

// codeOf returns the code that an error as sent carries.
func codeOf(err *gqlerror.Error) Code {
	if code, ok := err.Extensions["code"].(Code); ok {
		return code
	}
	return Internal
}
