package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// tick is the unit of the times in /proc/PID/stat, on every Linux.
const tick = 10 * time.Millisecond

// processorTime is what the living threads of a process have spent so far, to
// the nanosecond. Neither Go's nor Node's runtime ends threads in between.
func processorTime(pid int) (time.Duration, error) {
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	if err != nil {
		return 0, err
	}
	if len(threads) == 0 {
		return 0, fmt.Errorf("no processor time of process %d: %w", pid, os.ErrNotExist)
	}
	var sum time.Duration
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if errors.Is(err, os.ErrNotExist) {
			continue // ended since it was listed
		}
		if err != nil {
			return 0, err
		}
		spent, _, _ := strings.Cut(string(text), " ")
		n, err := strconv.ParseInt(spent, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", thread, err)
		}
		sum += time.Duration(n)
	}
	return sum, nil
}

// statFields are the fields of /proc/PID/stat behind the process's name, the
// first of which is field 3 in proc(5).
func statFields(pid string) ([]string, error) {
	text, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return nil, err
	}
	return strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:])), nil
}

// A postgres is a running PostgreSQL server.
type postgres struct{ postmaster int }

// findPostgres finds the processes of the server that a connection leads to.
func findPostgres(ctx context.Context, conn *pgx.Conn) (postgres, error) {
	var backend string
	if err := conn.QueryRow(ctx, "SELECT pg_backend_pid()::text").Scan(&backend); err != nil {
		return postgres{}, err
	}
	fields, err := statFields(backend)
	if err != nil {
		return postgres{}, fmt.Errorf("the PostgreSQL server has to run on this machine, under Linux: %w", err)
	}
	postmaster, err := strconv.Atoi(fields[4-3])
	return postgres{postmaster}, err
}

// processorTime is what all processes of the server have spent so far, those
// that have ended included: those to a tick.
func (p postgres) processorTime() (time.Duration, error) {
	own := strconv.Itoa(p.postmaster)
	sum, err := processorTime(p.postmaster)
	if err != nil {
		return 0, err
	}
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return 0, err
	}
	for _, process := range processes {
		pid := filepath.Base(process)
		fields, err := statFields(pid)
		if err != nil || fields[4-3] != own { // ended, or another's
			continue
		}
		number, err := strconv.Atoi(pid)
		if err != nil {
			return 0, err
		}
		spent, err := processorTime(number)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return 0, err
		}
		sum += spent
	}
	fields, err := statFields(own)
	if err != nil {
		return 0, err
	}
	for _, field := range []int{16, 17} { // user and system time of children that ended
		ticks, err := strconv.ParseInt(fields[field-3], 10, 64)
		if err != nil {
			return 0, err
		}
		sum += time.Duration(ticks) * tick
	}
	return sum, nil
}

// memory is what a process keeps in memory now (VmRSS) or kept at most (VmHWM),
// in bytes.
func memory(pid int, what string) (int64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, found := strings.CutPrefix(line, what+":"); found {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kilobytes << 10, err
		}
	}
	return 0, fmt.Errorf("no %s of process %d", what, pid)
}
