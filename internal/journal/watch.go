package journal

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// A Watch tells those who follow the journal that it has grown. Each replica runs
// one, which looks at the newest seal four times a second: however many follow,
// that is one statement, and nothing is lost when it is late. PostgreSQL's NOTIFY
// would save the look and cost every writer a lock of the whole database.
type Watch struct {
	reader *Reader

	mu   sync.Mutex
	head int64
	grew chan struct{} // closed when head grows
}

// NewWatch returns a watch that has yet to Run.
func NewWatch(reader *Reader) *Watch {
	return &Watch{reader: reader, grew: make(chan struct{})}
}

// Run looks until ctx ends. What fails is logged once and tried again.
func (w *Watch) Run(ctx context.Context) {
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	failed := false
	for {
		head, err := w.reader.Head(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !failed:
			slog.ErrorContext(ctx, "the journal cannot be followed; it is tried again", "error", err)
		case err == nil:
			w.advance(head)
		}
		failed = err != nil
		select {
		case <-ctx.Done():
			return
		case <-poll.C:
		}
	}
}

func (w *Watch) advance(head int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if head > w.head {
		w.head = head
		close(w.grew)
		w.grew = make(chan struct{})
	}
}

// After waits until the journal has grown beyond the position.
func (w *Watch) After(ctx context.Context, position int64) error {
	for {
		w.mu.Lock()
		head, grew := w.head, w.grew
		w.mu.Unlock()
		if head > position {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-grew:
		}
	}
}
