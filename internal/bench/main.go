// Command bench measures what a request costs in processor time, server and
// database together, beside two others over the same data: a hand-written
// server that sends flat SQL and writes its rows as JSON (rows: the physical
// limit) and PostGraphile. Run it at the root of the project, by make bench:
//
//	ZHAS_TEST_POSTGRES="host=/tmp/pg user=app dbname=postgres" bin/bench -report docs/performance.md
//
// The PostgreSQL server has to run on this machine: its processor time is read
// from /proc, which takes Linux. Every server is a process of its own.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// settings are what one run does.
type settings struct {
	youth, projects int
	seed            uint64
	rounds          int           // blocks of requests that each figure is the median of
	block           time.Duration // processor time that a block is to take, about
	postgraphile    string        // folder of its installation, empty for none
	server          string        // the PostgreSQL server, as libpq keywords
	only            string        // part of the titles of the questions to ask, empty for all
	profiles        string        // folder for processor profiles of the Go servers, empty for none
}

// run is the bench, or with the first argument serve one of its servers.
func run(ctx context.Context, args []string, out, logs io.Writer) error {
	if len(args) > 0 && args[0] == "serve" {
		return serve(ctx, args[1:], os.Stdin, out)
	}
	s := settings{server: os.Getenv("ZHAS_TEST_POSTGRES")}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(logs)
	flags.IntVar(&s.youth, "youth", 1_000_000, "young people to generate")
	flags.IntVar(&s.projects, "projects", 200_000, "projects to generate")
	flags.Uint64Var(&s.seed, "seed", 1, "seed of the generated season")
	flags.IntVar(&s.rounds, "rounds", 11, "blocks of requests that each figure is the median of")
	flags.DurationVar(&s.block, "block", 150*time.Millisecond, "processor time that a block of requests is to take")
	flags.StringVar(&s.postgraphile, "postgraphile", "", "folder where PostGraphile is installed; left out when empty")
	flags.StringVar(&s.only, "only", "", "ask only the questions whose title has this text")
	flags.StringVar(&s.profiles, "profiles", "", "folder for processor profiles of the Go servers; measure without")
	path := flags.String("report", "", "document whose marked section is written anew; without it the report is printed only")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if s.server == "" {
		return errors.New(`ZHAS_TEST_POSTGRES is not set: name a PostgreSQL server on this machine, such as "host=/tmp/pg user=app dbname=postgres"`)
	}
	if flags.NArg() > 0 || s.rounds < 1 {
		return errors.New("give no arguments and at least one round (see -help)")
	}
	r, err := measure(ctx, s, logs)
	if err != nil {
		return err
	}
	text := r.markdown()
	if *path != "" {
		if err := writeSection(*path, text); err != nil {
			return err
		}
	}
	_, err = io.WriteString(out, text)
	return err
}
