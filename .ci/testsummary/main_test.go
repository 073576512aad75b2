package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestGoReport(t *testing.T) {
	t.Parallel()
	const begin = `{"Action":"start","Package":"p"}` + "\n"
	tests := []struct {
		name   string
		events string
		want   counts
		shown  string
	}{
		{
			name: "a parent is not counted beside its subtests",
			events: begin + `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/sqlite"}
{"Action":"run","Package":"p","Test":"TestA/sqlite/empty"}
{"Action":"run","Package":"p","Test":"TestA/postgres"}
{"Action":"pass","Package":"p","Test":"TestA/sqlite/empty"}
{"Action":"pass","Package":"p","Test":"TestA/sqlite"}
{"Action":"pass","Package":"p","Test":"TestA/postgres"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Elapsed":11.6}`,
			want:  counts{Passed: 2, SQLite: 1, Postgres: 1},
			shown: "p took 12 s\n",
		},
		{
			name: "a failing subtest is one failure and shows its output",
			events: begin + `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/b"}
{"Action":"output","Package":"p","Test":"TestA/b","Output":"=== RUN   TestA/b\n"}
{"Action":"output","Package":"p","Test":"TestA/b","Output":"a_test.go:1: got 1\n"}
{"Action":"fail","Package":"p","Test":"TestA/b"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`,
			want:  counts{Failed: 1},
			shown: "FAIL p TestA\nFAIL p TestA/b\n    a_test.go:1: got 1\nFAIL p\n",
		},
		{
			name: "a parent that fails by itself is counted",
			events: begin + `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/b"}
{"Action":"pass","Package":"p","Test":"TestA/b"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`,
			want:  counts{Passed: 1, Failed: 1},
			shown: "FAIL p TestA\nFAIL p\n",
		},
		{
			name: "a skipped test fails",
			events: begin + `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"a_test.go:1: no network\n"}
{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p"}`,
			want:  counts{Failed: 1},
			shown: "SKIPPED p TestA\n    a_test.go:1: no network\n",
		},
		{
			name: "a test cut short fails",
			events: begin + `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"panic: test timed out\n"}
{"Action":"fail","Package":"p"}`,
			want:  counts{Failed: 1},
			shown: "DID NOT FINISH p TestA\nFAIL p\n    panic: test timed out\n",
		},
		{
			name:   "a package without an end fails",
			events: begin,
			want:   counts{Failed: 1},
			shown:  "p did not finish\nFAIL p\n",
		},
		{
			name: "a package that does not build fails with the compiler's words",
			events: `{"ImportPath":"p [p.test]","Action":"build-output","Output":"a.go:1: undefined: x\n"}
{"ImportPath":"p [p.test]","Action":"build-fail"}
` + begin + `{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`,
			want:  counts{Failed: 1},
			shown: "FAIL p\n    a.go:1: undefined: x\n",
		},
		{
			name:   "a package without tests counts for nothing",
			events: begin + `{"Action":"skip","Package":"p"}`,
		},
		{
			name:   "what is no event is passed on",
			events: "warning: disk\n",
			shown:  "warning: disk\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			got, err := readGo(strings.NewReader(tt.events), &out)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("counts = %+v, want %+v", got, tt.want)
			}
			if out.String() != tt.shown {
				t.Errorf("shown:\n%s\nwant:\n%s", &out, tt.shown)
			}
		})
	}
}

func TestOtherReports(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, format, report string
		passed, failed       int
	}{
		{"vitest", "vitest", `{"success":true,"numTotalTests":7,"numPassedTests":7}`, 7, 0},
		{"vitest with a todo", "vitest", `{"success":true,"numTotalTests":7,"numPassedTests":6,"numTodoTests":1}`, 6, 1},
		{"vitest with a file that does not load", "vitest", `{"success":false,"numTotalTests":7,"numPassedTests":7}`, 7, 1},
		{"Playwright", "playwright", `{"errors":[],"stats":{"expected":5,"unexpected":0}}`, 5, 0},
		{"Playwright, flaky and skipped", "playwright", `{"stats":{"expected":5,"unexpected":1,"flaky":1,"skipped":1}}`, 5, 3},
		{"Playwright that did not start", "playwright", `{"errors":[{"message":"no server"}],"stats":{}}`, 0, 1},
		{"lines", "lines", "started\nok one\nok two\nnot ok three\n", 2, 1},
		{"no lines", "lines", "", 0, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "counts")
			var out strings.Builder
			ok, err := run([]string{tt.format, file, "Tests"}, strings.NewReader(tt.report), &out)
			if err != nil {
				t.Fatal(err)
			}
			if ok != (tt.failed == 0) {
				t.Errorf("ok = %v with %d failures", ok, tt.failed)
			}
			if got, want := lastLine(t, file), plain(tt.passed, tt.failed); got != want {
				t.Errorf("total = %q, want %q", got, want)
			}
		})
	}
}

func TestTotal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		counts []counts
		failed []string
		want   string
	}{
		{"sums every step", []counts{{Passed: 2}, {Passed: 3, Failed: 1}}, nil, "5 passed, 1 failed"},
		{"a failed step without tests is one failure", []counts{{Passed: 2}}, []string{"lint"}, "2 passed, 1 failed"},
		{"a failed step adds nothing to its tests", []counts{{Failed: 2}}, []string{"Go tests"}, "0 passed, 2 failed"},
		{"nothing ran", nil, []string{"tools"}, "0 passed, 1 failed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "counts")
			for _, c := range tt.counts {
				if err := add(file, c); err != nil {
					t.Fatal(err)
				}
			}
			if got := lastLine(t, file, tt.failed...); got != tt.want {
				t.Errorf("last line %q, want %q", got, tt.want)
			}
		})
	}
}

// lastLine is the last line of the total over file.
func lastLine(t *testing.T, file string, failedSteps ...string) string {
	t.Helper()
	var out strings.Builder
	ok, err := total(file, failedSteps, &out)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	last := lines[len(lines)-1]
	if ok != strings.HasSuffix(last, " 0 failed") {
		t.Errorf("ok = %v with %q", ok, last)
	}
	return last
}

func plain(passed, failed int) string {
	return strings.TrimPrefix(counts{Passed: passed, Failed: failed}.String(), ": ")
}
