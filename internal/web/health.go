package web

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"time"
)

// Check reports why a part of the programme cannot serve; nil means that it
// can. It must heed the context's deadline.
type Check func(context.Context) error

// readyTimeout is what all checks of one /readyz may take together.
const readyTimeout = 2 * time.Second

// alive answers as long as the process does.
func alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok")
}

// ready is the body of /readyz: whether traffic is welcome and, if not,
// which check says so. Why it says so is for the log only.
type ready struct {
	Ready  bool   `json:"ready"`
	Failed string `json:"failed,omitempty"`
}

// readiness runs the checks for every request of /readyz.
func readiness(checks map[string]Check, draining <-chan struct{}, logger *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := ready{Ready: true}
		select {
		case <-draining:
			answer = ready{Failed: "draining"}
		default:
			ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
			defer cancel()
			for _, name := range slices.Sorted(maps.Keys(checks)) {
				if err := checks[name](ctx); err != nil {
					answer = ready{Failed: name}
					logger.WarnContext(ctx, "not ready", "check", name, "error", err)
					break
				}
			}
		}
		w.Header().Set("Content-Type", "application/json")
		if !answer.Ready {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(answer)
	})
}
