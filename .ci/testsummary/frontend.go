package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// readVitest counts what `vitest run --reporter=json` reports. The runner has
// already shown what failed.
func readVitest(in io.Reader) (counts, error) {
	var report struct {
		Success                       bool
		NumPassedTests, NumTotalTests int
	}
	err := json.NewDecoder(in).Decode(&report)
	c := counts{
		Passed: report.NumPassedTests,
		Failed: report.NumTotalTests - report.NumPassedTests,
	}
	if !report.Success {
		c.Failed = max(c.Failed, 1)
	}
	return c, err
}

// readPlaywright counts what Playwright's JSON reporter reports. A test that
// passes only when repeated has failed.
func readPlaywright(in io.Reader) (counts, error) {
	var report struct {
		Errors []struct{ Message string }
		Stats  struct{ Expected, Unexpected, Flaky, Skipped int }
	}
	err := json.NewDecoder(in).Decode(&report)
	s := report.Stats
	c := counts{Passed: s.Expected, Failed: s.Unexpected + s.Flaky + s.Skipped}
	if len(report.Errors) > 0 {
		c.Failed = max(c.Failed, 1)
	}
	return c, err
}

// readLines counts lines that begin with "ok " or "not ok " and passes
// everything but the good ones on.
func readLines(in io.Reader, out io.Writer) (counts, error) {
	var c counts
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		switch line := lines.Text(); {
		case strings.HasPrefix(line, "ok "):
			c.Passed++
		case strings.HasPrefix(line, "not ok "):
			c.Failed++
			fallthrough
		default:
			fmt.Fprintln(out, line)
		}
	}
	return c, lines.Err()
}
