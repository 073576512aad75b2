// Command testsummary reads what a test runner reports, shows what failed and
// keeps the counts of a whole run.
//
//	go test -json ./... | testsummary go FILE NAME   events of go test
//	testsummary vitest FILE NAME < report.json       vitest's JSON report
//	testsummary playwright FILE NAME < report.json   Playwright's JSON report
//	testsummary lines FILE NAME < output             one "ok …" or "not ok …" line a test
//	testsummary total FILE [STEP]                    the sum of everything in FILE
//
// FILE collects the counts, one JSON object a line: each report appends one
// under NAME, and "total" adds them up. STEP names the step that ended the run
// early; it counts as one failure when no failed test accounts for it. A
// skipped test, a test that never finished and a report without any test count
// as failures. The exit status is 1 when anything failed, 2 on wrong usage.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// counts is what one step, or a whole run, amounts to. Skipped tests are
// counted in Failed: a test that does not run proves nothing.
type counts struct {
	Name     string `json:"name"`
	Passed   int    `json:"passed"`
	Failed   int    `json:"failed"`
	SQLite   int    `json:"sqlite"`
	Postgres int    `json:"postgres"`
}

func main() {
	ok, err := run(os.Args[1:], os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testsummary:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run does what args ask and reports whether every test passed.
func run(args []string, in io.Reader, out io.Writer) (bool, error) {
	if len(args) >= 2 && args[0] == "total" {
		return total(args[1], args[2:], out)
	}
	if len(args) != 3 {
		return false, errors.New("usage: testsummary go|vitest|playwright|lines FILE NAME, or testsummary total FILE [STEP]")
	}
	var (
		c   counts
		err error
	)
	switch args[0] {
	case "go":
		c, err = readGo(in, out)
	case "vitest":
		c, err = readVitest(in)
	case "playwright":
		c, err = readPlaywright(in)
	case "lines":
		c, err = readLines(in, out)
	default:
		return false, fmt.Errorf("unknown report %q", args[0])
	}
	if err != nil {
		return false, fmt.Errorf("reading the %s report: %w", args[0], err)
	}
	c.Name = args[2]
	if c.Passed+c.Failed == 0 {
		fmt.Fprintln(out, "no test ran")
		c.Failed = 1
	}
	if err := add(args[1], c); err != nil {
		return false, err
	}
	fmt.Fprintln(out, c)
	return c.Failed == 0, nil
}

// String gives one line: what ran, and on which databases.
func (c counts) String() string {
	s := fmt.Sprintf("%s: %d passed, %d failed", c.Name, c.Passed, c.Failed)
	if c.SQLite+c.Postgres > 0 {
		s += fmt.Sprintf(" (%d on SQLite, %d on PostgreSQL)", c.SQLite, c.Postgres)
	}
	return s
}

func add(file string, c counts) error {
	line, err := json.Marshal(c)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(line, '\n'))
	return errors.Join(err, f.Close())
}

// total prints what each step ran and, last, "N passed, N failed".
func total(file string, failedSteps []string, out io.Writer) (bool, error) {
	f, err := os.OpenFile(file, os.O_RDONLY|os.O_CREATE, 0o600)
	if err != nil {
		return false, err
	}
	defer f.Close()
	var sum counts
	for d := json.NewDecoder(f); ; {
		var c counts
		if err := d.Decode(&c); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return false, fmt.Errorf("%s: %w", file, err)
		}
		fmt.Fprintln(out, c)
		sum.Passed += c.Passed
		sum.Failed += c.Failed
		sum.SQLite += c.SQLite
		sum.Postgres += c.Postgres
	}
	fmt.Fprintf(out, "On SQLite %d tests, on PostgreSQL %d, in all %d.\n",
		sum.SQLite, sum.Postgres, sum.Passed+sum.Failed)
	for _, step := range failedSteps {
		fmt.Fprintln(out, "FAILED:", step)
		sum.Failed = max(sum.Failed, 1)
	}
	fmt.Fprintf(out, "%d passed, %d failed\n", sum.Passed, sum.Failed)
	return sum.Failed == 0, nil
}
