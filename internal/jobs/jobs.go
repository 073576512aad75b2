// Package jobs does work after the change that asked for it, such as sending a
// message. A job is written in the transaction of that change, so it is done if
// and only if the change happened, at least once. Every replica takes jobs from
// the one table; who takes one holds it for a while.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"zhas/ent"
	"zhas/ent/job"
	"zhas/internal/journal"
	"zhas/internal/viewer"
)

const (
	// MaxAttempts is how often a job is begun before it is given up: with the
	// waits between them for about two days.
	MaxAttempts = 14
	// batch is how many jobs are taken at once.
	batch = 10
	// patience is how long one job may take.
	patience = time.Minute
	// hold is how long whoever took jobs may work on them before somebody else
	// takes them over.
	hold = (batch + 1) * patience
	// idle is how long an empty table is left alone.
	idle = time.Second
	// longestWait bounds the time between two attempts.
	longestWait = 6 * time.Hour
)

// A Handler does one job about the row with this id. An error makes the job
// wait for another attempt. It may be called again for a job that was done.
type Handler func(ctx context.Context, subject int) error

// Add writes a job for each subject, of which there are up to a thousand, in a
// transaction.
func Add(ctx context.Context, tx *ent.Tx, kind string, subjects ...int) error {
	rows := make([]*ent.JobCreate, len(subjects))
	for i, subject := range subjects {
		rows[i] = tx.Job.Create().SetKind(kind).SetSubjectID(subject)
	}
	return tx.Job.CreateBulk(rows...).Exec(viewer.AsSystem(ctx))
}

// Purge removes the jobs that were given up before an instant.
func Purge(ctx context.Context, tx *ent.Tx, before time.Time) error {
	_, err := tx.Job.Delete().Where(job.FailedAtLT(before)).Exec(viewer.AsSystem(ctx))
	return err
}

// A Worker does jobs.
type Worker struct {
	client   *ent.Client
	handlers map[string]Handler
	log      *slog.Logger
}

// New returns a worker with a handler for each kind of job.
func New(client *ent.Client, handlers map[string]Handler, log *slog.Logger) *Worker {
	return &Worker{client: client, handlers: handlers, log: log}
}

// Run does jobs until ctx ends. The job at hand is finished first; others that
// were taken are taken over by somebody else after a while.
func (w *Worker) Run(ctx context.Context) {
	ctx = viewer.AsSystem(ctx)
	for ctx.Err() == nil {
		done, err := w.Work(ctx)
		if err != nil && ctx.Err() == nil {
			w.log.ErrorContext(ctx, "jobs: cannot take jobs", "error", err)
		}
		if done > 0 {
			continue
		}
		select {
		case <-ctx.Done():
		case <-time.After(idle):
		}
	}
}

// Work takes the jobs that are due, does them one after the other, and returns
// how many it took. It is asked by the programme itself.
func (w *Worker) Work(ctx context.Context) (int, error) {
	now := time.Now().UTC()
	due := job.And(job.FailedAtIsNil(), job.DueAtLTE(now))
	// Looking first costs one cheap statement and keeps SQLite's one writer free.
	if some, err := w.client.Job.Query().Where(due).Exist(ctx); err != nil || !some {
		return 0, err
	}
	var taken []*ent.Job
	err := journal.Write(ctx, w.client, func(ctx context.Context, tx *ent.Tx) (err error) {
		query := tx.Job.Query().Where(due).Order(job.ByDueAt(), job.ByID()).Limit(batch)
		query.Modify(func(s *sql.Selector) {
			if s.Dialect() == dialect.Postgres { // SQLite has one writer at a time
				s.ForUpdate(sql.WithLockAction(sql.SkipLocked))
			}
		})
		if taken, err = query.All(ctx); err != nil || len(taken) == 0 {
			return err
		}
		ids := make([]int, len(taken))
		for i, j := range taken {
			ids[i] = j.ID
		}
		return tx.Job.Update().Where(job.IDIn(ids...)).SetDueAt(now.Add(hold)).AddAttempts(1).Exec(ctx)
	})
	if err != nil {
		return 0, err
	}
	for i, j := range taken {
		if ctx.Err() != nil {
			return i, ctx.Err()
		}
		if err := w.do(context.WithoutCancel(ctx), j); err != nil {
			return i, err
		}
	}
	return len(taken), nil
}

// do does one job and writes down what became of it.
func (w *Worker) do(ctx context.Context, j *ent.Job) error {
	working, cancel := context.WithTimeout(ctx, patience)
	failure := w.handle(working, j)
	cancel()
	return journal.Write(ctx, w.client, func(ctx context.Context, tx *ent.Tx) error {
		if failure == nil {
			_, err := tx.Job.Delete().Where(job.ID(j.ID)).Exec(ctx)
			return err
		}
		attempt := j.Attempts + 1
		now := time.Now().UTC()
		update := tx.Job.Update().Where(job.ID(j.ID)).SetDueAt(now.Add(Wait(attempt)))
		if attempt >= MaxAttempts {
			update.SetFailedAt(now)
			w.log.ErrorContext(ctx, "jobs: given up", "job", j.ID, "kind", j.Kind, "attempts", attempt, "error", failure)
		} else {
			w.log.WarnContext(ctx, "jobs: failed, will be tried again", "job", j.ID, "kind", j.Kind, "attempt", attempt, "error", failure)
		}
		return update.Exec(ctx)
	})
}

func (w *Worker) handle(ctx context.Context, j *ent.Job) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("panic: %v", value)
		}
	}()
	handler, known := w.handlers[j.Kind]
	if !known {
		return fmt.Errorf("no handler for jobs of the kind %q", j.Kind)
	}
	return handler(ctx, j.SubjectID)
}

// Wait returns how long a job waits after its nth attempt: ten seconds, twice
// as long each time, six hours at most.
func Wait(attempt int) time.Duration {
	wait := 10 * time.Second << min(attempt-1, 20)
	return min(wait, longestWait)
}
