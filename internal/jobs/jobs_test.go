package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"zhas/ent"
	"zhas/ent/job"
	_ "zhas/ent/runtime"
	"zhas/internal/jobs"
	"zhas/internal/journal"
	"zhas/internal/store"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

func add(t *testing.T, client *ent.Client, kind string, subjects ...int) {
	t.Helper()
	err := journal.Write(viewer.AsSystem(t.Context()), client, func(ctx context.Context, tx *ent.Tx) error {
		for _, subject := range subjects {
			if err := jobs.Add(ctx, tx, kind, subject); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Several replicas do every job, and none twice.
func TestReplicasShareTheWork(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client := ent.NewClient(ent.Driver(s.Driver()))
		const n = 60
		var want []int
		for i := range n {
			want = append(want, i)
		}
		add(t, client, "count", want...)
		var mu sync.Mutex
		var did []int
		count := func(_ context.Context, subject int) error {
			mu.Lock()
			defer mu.Unlock()
			did = append(did, subject)
			return nil
		}
		var group sync.WaitGroup
		for range 4 {
			worker := jobs.New(ent.NewClient(ent.Driver(s.Driver())), map[string]jobs.Handler{"count": count}, slog.Default())
			group.Go(func() {
				for {
					switch done, err := worker.Work(viewer.AsSystem(t.Context())); {
					case err != nil:
						t.Error(err)
						return
					case done == 0:
						return
					}
				}
			})
		}
		group.Wait()
		slices.Sort(did)
		if !slices.Equal(did, want) {
			t.Errorf("done: %v", did)
		}
		if left := client.Job.Query().CountX(viewer.AsSystem(t.Context())); left != 0 {
			t.Errorf("%d jobs are left", left)
		}
	})
}

func TestAJobIsTriedAgainAndGivenUp(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := ent.NewClient(ent.Driver(s.Driver())), viewer.AsSystem(t.Context())
		add(t, client, "fails", 1)
		add(t, client, "panics", 2)
		add(t, client, "unknown", 3)
		tried := 0
		worker := jobs.New(client, map[string]jobs.Handler{
			"fails":  func(context.Context, int) error { tried++; return errors.New("no") },
			"panics": func(context.Context, int) error { panic("no") },
		}, slog.New(slog.NewTextHandler(t.Output(), nil)))
		for range jobs.MaxAttempts + 2 {
			if _, err := worker.Work(ctx); err != nil {
				t.Fatal(err)
			}
			if n, err := worker.Work(ctx); n != 0 || err != nil { // they wait
				t.Fatalf("took %d jobs, error %v", n, err)
			}
			client.Job.Update().SetDueAt(time.Now()).ExecX(ctx)
		}
		if tried != jobs.MaxAttempts {
			t.Errorf("tried %d times", tried)
		}
		if given := client.Job.Query().Where(job.FailedAtNotNil()).CountX(ctx); given != 3 {
			t.Errorf("%d jobs are given up", given)
		}
	})
}

// A job is there if and only if the change happened.
func TestAJobIsPartOfItsChange(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client, ctx := ent.NewClient(ent.Driver(s.Driver())), viewer.AsSystem(t.Context())
		failure := errors.New("no")
		err := journal.Write(ctx, client, func(ctx context.Context, tx *ent.Tx) error {
			return errors.Join(jobs.Add(ctx, tx, "never", 1), failure)
		})
		if !errors.Is(err, failure) || client.Job.Query().CountX(ctx) != 0 {
			t.Errorf("error %v, %d jobs", err, client.Job.Query().CountX(ctx))
		}
	})
}

func TestRunEnds(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, s *store.Store) {
		client := ent.NewClient(ent.Driver(s.Driver()))
		add(t, client, "once", 1)
		ctx, stop := context.WithCancel(t.Context())
		finished := false
		jobs.New(client, map[string]jobs.Handler{"once": func(ctx context.Context, _ int) error {
			stop() // the job at hand is finished all the same
			finished = ctx.Err() == nil
			return nil
		}}, slog.Default()).Run(ctx)
		if left := client.Job.Query().CountX(viewer.AsSystem(t.Context())); !finished || left != 0 {
			t.Errorf("finished %t, %d jobs are left", finished, left)
		}
	})
}

func TestWait(t *testing.T) {
	t.Parallel()
	for attempt, want := range map[int]time.Duration{1: 10 * time.Second, 2: 20 * time.Second, 5: 160 * time.Second, 13: 6 * time.Hour, 99: 6 * time.Hour} {
		if got := jobs.Wait(attempt); got != want {
			t.Errorf("after attempt %d: %v, want %v", attempt, got, want)
		}
	}
}
