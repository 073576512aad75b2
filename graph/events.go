package graph

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// How many subscriptions are served at once.
const (
	// MaxStreams is how many streams of events one replica keeps open.
	MaxStreams = 2_000
	// MaxStreamsPerClient is how many of them one client may have.
	MaxStreamsPerClient = 50

	// heartbeat is how often a stream without events says that it lives: less
	// than proxies wait, and the time in which a client that left is noticed.
	heartbeat = 15 * time.Second
	// eventTimeout is how long the client may take to read one event.
	eventTimeout = 30 * time.Second
	// retryAfter is what a client is told that was refused for want of room.
	retryAfter = "30"
)

// mediaEvents is the media type of a stream of events (GraphQL over SSE,
// distinct connections mode).
const mediaEvents = "text/event-stream"

// acceptsEvents reports whether the Accept header names the stream of events.
func acceptsEvents(accept string) bool {
	if len(accept) > maxMediaTypes {
		return false
	}
	for part := range strings.SplitSeq(accept, ",") {
		name, _, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), mediaEvents) {
			return true
		}
	}
	return false
}

// streams counts the open streams of events, in all and by client.
type streams struct {
	mu       sync.Mutex
	open     int
	byClient map[string]int
	gauge    prometheus.Gauge
}

// enter takes a place for the client; ok is false when there is none.
func (s *streams) enter(client string) (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open >= MaxStreams || s.byClient[client] >= MaxStreamsPerClient {
		return nil, false
	}
	s.open++
	s.byClient[client]++
	s.gauge.Inc()
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.open--
		if s.byClient[client]--; s.byClient[client] == 0 {
			delete(s.byClient, client)
		}
		s.gauge.Dec()
	}, true
}

// stream sends what the subscription answers as events, until it ends, the
// client leaves or the server stops. In the last case the stream breaks off
// without "complete", so that the client connects again. What it returns is
// for the report; it is written only when no stream was begun.
func (e *exchange) stream(ctx context.Context, w http.ResponseWriter, opCtx *graphql.OperationContext, cost Cost) answer {
	leave, ok := e.streams.enter(e.clientOf(ctx))
	if !ok {
		w.Header().Set("Retry-After", retryAfter)
		return e.refuse(ctx, limitError(LimitStreams, msgStreams, MaxStreamsPerClient).withStatus(http.StatusTooManyRequests))
	}
	defer leave()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(e.stopping, cancel)()

	responses, ctx := e.executor.DispatchOperation(ctx, opCtx)
	out := eventWriter{ResponseController: http.NewResponseController(w), w: w}
	if err := out.begin(); err != nil {
		return e.refuse(ctx, e.presenter.unforeseen(ctx, err))
	}
	events := make(chan event)
	go func() {
		defer close(events)
		for ctx.Err() == nil {
			next, ok := e.next(ctx, responses, cost)
			if !ok {
				return
			}
			select {
			case events <- next:
			case <-ctx.Done():
			}
		}
	}()
	a := answer{streamed: true, errors: out.forward(ctx, events)}
	cancel()
	for range events { // nothing of a request outlives it
	}
	return a
}

// event is one response of a subscription, encoded: the executor writes the
// next one into the same memory.
type event struct {
	text   string
	errors gqlerror.List
}

// next waits for the next response; ok is false when there are no more.
func (e *exchange) next(ctx context.Context, responses graphql.ResponseHandler, cost Cost) (next event, ok bool) {
	ctx = withErrorBudget(ctx)
	a := answer{extensions: map[string]any{"cost": cost}}
	func() {
		defer func() {
			if value := recover(); value != nil {
				a.errors, ok = gqlerror.List{e.presenter.unforeseen(ctx, recovered(ctx, value)).show(ctx)}, true
			}
		}()
		var response *graphql.Response
		if response = responses(ctx); response != nil {
			a.errors, a.data, ok = capErrors(ctx, response.Errors, len(response.Errors)), response.Data, true
		}
	}()
	if !ok {
		return event{}, false
	}
	parts, err := a.encode()
	if err != nil {
		e.presenter.log.ErrorContext(ctx, "graphql: cannot encode an event", "error", err)
		return event{}, false
	}
	// Encoded JSON has no line breaks, so an event is one line of data.
	return event{text: "event: next\ndata: " + string(bytes.Join(parts, nil)) + "\n\n", errors: a.errors}, true
}

// eventWriter writes a stream of server-sent events.
type eventWriter struct {
	*http.ResponseController
	w http.ResponseWriter
}

// begin sends the header. The server's limit on writing a whole answer does not
// fit a stream: what is limited is each event.
func (s eventWriter) begin() error {
	if err := s.SetWriteDeadline(time.Now().Add(eventTimeout)); err != nil {
		return err
	}
	header := s.w.Header()
	header.Set("Content-Type", mediaEvents+"; charset=utf-8")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Accel-Buffering", "no") // nginx would keep events back
	s.w.WriteHeader(http.StatusOK)
	_ = s.write(":\n\n")
	return nil
}

// write sends the text at once. An error means that the client left.
func (s eventWriter) write(text string) error {
	if err := s.SetWriteDeadline(time.Now().Add(eventTimeout)); err != nil {
		return err
	}
	if _, err := io.WriteString(s.w, text); err != nil {
		return err
	}
	return s.Flush()
}

// forward writes the events as they come, and "complete" after the last one.
// It returns the errors of the first event that has some.
func (s eventWriter) forward(ctx context.Context, events <-chan event) (first gqlerror.List) {
	alive := time.NewTicker(heartbeat)
	defer alive.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return first
		case <-alive.C:
			err = s.write(":\n\n")
		case next, more := <-events:
			switch {
			case more:
				err = s.write(next.text)
			case ctx.Err() == nil:
				err = s.write("event: complete\ndata:\n\n")
			}
			if first == nil {
				first = next.errors
			}
			if !more {
				return first
			}
			alive.Reset(heartbeat)
		}
		if err != nil {
			return first
		}
	}
}
