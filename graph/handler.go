package graph

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"zhas/internal/personal"
)

const (
	// DefaultTimeout is how long an operation may take.
	DefaultTimeout = 15 * time.Second
	// maxTracedName is the longest operation name that a trace keeps: the
	// client chooses it.
	maxTracedName = 64
)

// Options say how NewHandler's handler fits into the process around it. The
// zero value works.
type Options struct {
	// Logger receives unforeseen errors; slog.Default when nil.
	Logger *slog.Logger
	// Timeout ends the context of an operation; DefaultTimeout when zero.
	Timeout time.Duration
	// IsHidden tells the errors by which a record is absent or kept from the
	// viewer. Both reach the client as NOT_FOUND.
	IsHidden func(error) bool
	// Client names who sent a request, for limits on what one client may hold
	// at once: never shown or kept. All requests are of one client when nil.
	Client func(context.Context) string
	// Stopping ends when the server stops: streams of events break off then,
	// and their clients connect again elsewhere. Never when nil.
	Stopping context.Context
	// Record notes who looked at sealed values, before they are sent. Nothing
	// that shows any is answered when nil.
	Record func(context.Context, ...personal.Access) error
	// Registerer receives the handler's metrics, if it is not nil. One
	// registerer serves one handler.
	Registerer prometheus.Registerer
}

// NewHandler serves the schema by GraphQL over HTTP: queries by GET and POST,
// mutations by POST, subscriptions as server-sent events by both (GraphQL over
// SSE, distinct connections mode). It enforces every limit of this package, answers nothing
// but what the presented errors and the schema say, and keeps running whatever
// a resolver does. Who is asking has to be in the request's context already.
func NewHandler(es graphql.ExecutableSchema, o Options) http.Handler {
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Record == nil {
		o.Record = func(context.Context, ...personal.Access) error {
			return errors.New("nothing records who looks at sealed values")
		}
	}
	if o.Client == nil {
		o.Client = func(context.Context) string { return "" }
	}
	if o.Stopping == nil {
		o.Stopping = context.Background()
	}
	h := &handler{
		schema:    es.Schema(),
		executor:  executor.New(es),
		presenter: &presenter{log: o.Logger, isHidden: o.IsHidden},
		timeout:   o.Timeout,
		clientOf:  o.Client,
		stopping:  o.Stopping,
		tracer:    otel.Tracer("zhas/graph"),
		operations: promauto.With(o.Registerer).NewCounterVec(prometheus.CounterOpts{
			Name: "zhas_graphql_operations_total",
			Help: "GraphQL operations by type and by the code of their first error, OK without one.",
		}, []string{"type", "code"}),
		costs: promauto.With(o.Registerer).NewHistogram(prometheus.HistogramOpts{
			Name:    "zhas_graphql_operation_cost",
			Help:    "Requested cost of GraphQL operations, refused ones included.",
			Buckets: []float64{1, 10, 50, 100, 500, 1_000, 2_500, 5_000, MaxCost},
		}),
		streams: streams{byClient: map[string]int{}, gauge: promauto.With(o.Registerer).NewGauge(prometheus.GaugeOpts{
			Name: "zhas_graphql_streams",
			Help: "Streams of events (subscriptions) that are open.",
		})},
	}
	h.executor.SetErrorPresenter(h.presenter.present)
	h.executor.SetRecoverFunc(recovered)
	h.executor.SetDefaultRulesFn(validationRules)
	h.executor.SetQueryCache(newDocumentCache())
	h.executor.AroundFields(writeRows(es.Schema()))
	h.executor.AroundOperations(beginLooks)
	h.executor.AroundResponses(recordLooks(o.Record))
	return h
}

// SDL returns the schema in the schema definition language, with its
// descriptions and without what every GraphQL schema has.
func SDL(es graphql.ExecutableSchema) string {
	var text strings.Builder
	formatter.NewFormatter(&text).FormatSchema(es.Schema())
	return text.String()
}

type handler struct {
	schema     *ast.Schema
	executor   *executor.Executor
	presenter  *presenter
	timeout    time.Duration
	clientOf   func(context.Context) string
	stopping   context.Context
	tracer     trace.Tracer
	operations *prometheus.CounterVec
	costs      prometheus.Histogram
	streams    streams
}

// ServeHTTP answers one GraphQL request.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	ctx, span := h.tracer.Start(withErrorBudget(graphql.StartOperationTrace(r.Context())), "graphql")
	defer span.End()

	e := exchange{handler: h}
	answer := e.serve(ctx, w, r)
	e.report(span, answer)
	if answer.streamed {
		return
	}
	if err := answer.write(w); err != nil {
		h.presenter.log.ErrorContext(ctx, "graphql: cannot encode an answer", "error", err)
		w.WriteHeader(http.StatusInternalServerError)
	}
}

// exchange is one request on its way to its answer.
type exchange struct {
	*handler
	mediaType string
	accepts   accepted
	operation *ast.OperationDefinition // nil until the document is understood
}

func (e *exchange) serve(ctx context.Context, w http.ResponseWriter, r *http.Request) (a answer) {
	defer func() {
		// Panics of resolvers are caught field by field; this one is ours.
		if value := recover(); value != nil {
			a = e.refuse(ctx, e.presenter.unforeseen(ctx, recovered(ctx, value)))
		}
	}()
	accept := strings.Join(r.Header.Values("Accept"), ",")
	mediaType, acceptsAnswer := negotiate(accept)
	e.mediaType, e.accepts = mediaType, accepted{answer: acceptsAnswer, events: acceptsEvents(accept)}
	switch {
	case e.accepts == (accepted{}):
		return e.refuse(ctx, notAcceptable(msgAccept))
	case !acceptsAnswer:
		// A refusal cannot be an event; its status says what it is.
		e.mediaType = mediaResponse
	}
	req, refusal := readRequest(w, r)
	if refusal == nil {
		refusal = checkDocument(req.query)
	}
	if refusal != nil {
		return e.refuse(ctx, refusal)
	}
	opCtx, errs := e.executor.CreateOperationContext(ctx, &graphql.RawParams{
		Query: req.query, OperationName: req.operationName, Variables: req.variables, Headers: r.Header,
	})
	if len(errs) > 0 {
		return e.refuseDocument(ctx, errs)
	}
	e.operation = opCtx.Operation
	if refusal := e.checkOperation(w, r); refusal != nil {
		return e.refuse(ctx, refusal)
	}
	if refusal := checkOneOf(e.schema, opCtx.Operation, opCtx.Variables); refusal != nil {
		return e.refuse(ctx, refusal)
	}
	cost, refusal := operationCost(opCtx.Doc, opCtx.Operation, opCtx.Variables)
	e.costs.Observe(float64(cost.Requested))
	if refusal != nil {
		return e.refuse(ctx, refusal)
	}
	opCtx.DisableIntrospection = false
	if opCtx.Operation.Operation == ast.Subscription {
		return e.stream(ctx, w, opCtx, cost)
	}
	return e.execute(ctx, opCtx, cost)
}

// accepted is what the client takes, by the Accept header.
type accepted struct{ answer, events bool }

func notAcceptable(message Message) *Error {
	return NewError(UnsupportedMediaType, message).withStatus(http.StatusNotAcceptable)
}

// checkOperation refuses what does not fit the HTTP method or what the client
// accepts.
func (e *exchange) checkOperation(w http.ResponseWriter, r *http.Request) *Error {
	switch {
	case e.operation.Operation == ast.Subscription:
		if !e.accepts.events {
			return notAcceptable(msgSubscription)
		}
	case !e.accepts.answer:
		return notAcceptable(msgAccept)
	case e.operation.Operation != ast.Query && r.Method == http.MethodGet:
		w.Header().Set("Allow", http.MethodPost)
		return NewError(MethodNotAllowed, msgQueryOnly).withStatus(http.StatusMethodNotAllowed)
	}
	return nil
}

func (e *exchange) execute(ctx context.Context, opCtx *graphql.OperationContext, cost Cost) answer {
	ctx, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	responses, ctx := e.executor.DispatchOperation(ctx, opCtx)
	response := responses(ctx)
	if response == nil { // the context ended before execution began
		if errors.Is(ctx.Err(), context.Canceled) {
			return e.refuse(ctx, NewError(Cancelled, msgCancelled))
		}
		return e.refuse(ctx, NewError(Timeout, msgTimeout))
	}
	extensions := response.Extensions
	if extensions == nil {
		extensions = map[string]any{}
	}
	extensions["cost"] = cost
	return answer{
		mediaType:  e.mediaType,
		status:     http.StatusOK,
		errors:     capErrors(ctx, response.Errors, len(response.Errors)),
		data:       response.Data,
		extensions: extensions,
	}
}

// refuse answers with a request error.
func (e *exchange) refuse(ctx context.Context, refusal *Error) answer {
	status := refusal.status
	if status == 0 {
		status = e.refusalStatus(refusal.code)
	}
	return answer{mediaType: e.mediaType, status: status, errors: gqlerror.List{refusal.show(ctx)}}
}

// refuseDocument answers with the errors of the parser or the validator.
func (e *exchange) refuseDocument(ctx context.Context, errs gqlerror.List) answer {
	shown := make(gqlerror.List, min(len(errs), MaxErrors))
	for i := range shown {
		shown[i] = showRefusal(errs[i])
	}
	return answer{
		mediaType: e.mediaType,
		status:    e.refusalStatus(ValidationFailed),
		errors:    capErrors(ctx, shown, len(errs)),
	}
}

// refusalStatus is the HTTP status of a request that was read and understood
// as HTTP, and refused all the same.
func (e *exchange) refusalStatus(code Code) int {
	switch {
	case code == Internal:
		return http.StatusInternalServerError
	case code == Timeout, code == Cancelled:
		return http.StatusServiceUnavailable
	case e.mediaType == mediaResponse:
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// report counts and traces the outcome. Labels take few values, whatever
// clients send; the operation's name is theirs and never becomes a label.
func (e *exchange) report(span trace.Span, a answer) {
	kind, code := "none", Code("OK")
	if e.operation != nil {
		kind = string(e.operation.Operation)
		if name := e.operation.Name; name != "" && len(name) <= maxTracedName {
			span.SetAttributes(attribute.String("graphql.operation.name", name))
		}
	}
	if len(a.errors) > 0 {
		code = codeOf(a.errors[0])
	}
	e.operations.WithLabelValues(kind, string(code)).Inc()
	span.SetAttributes(attribute.String("graphql.operation.type", kind), attribute.String("graphql.outcome", string(code)))
	if code == Internal || code == Timeout {
		span.SetStatus(codes.Error, string(code))
	}
}
