//go:build !race

package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The bench starts its servers from its own program, which here is the test.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		main()
		return
	}
	os.Exit(m.Run())
}

// smallBench is a run of a size that a test has time for. PostGraphile is not
// installed for it.
func smallBench(t *testing.T) settings {
	t.Helper()
	return settings{
		youth: 12_000, projects: 4_000, seed: 1, rounds: 7, block: 40 * time.Millisecond,
		server: os.Getenv("ZHAS_TEST_POSTGRES"),
	}
}

func TestTheProjectListCostsTheSameOnEveryPage(t *testing.T) {
	s := smallBench(t)
	s.only = "the project list"
	r, err := measure(t.Context(), s, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.questions) != 2 {
		t.Fatalf("%d questions, want the first page and the last", len(r.questions))
	}
	first, last := r.costs[r.questions[0]], r.costs[r.questions[1]]
	for i, c := range r.contestants {
		if first[i].statements != last[i].statements || first[i].statements == 0 {
			t.Errorf("%s on %s: %d statements for %s, %d for %s", c.kind, c.database,
				first[i].statements, r.questions[0].title, last[i].statements, r.questions[1].title)
		}
		// Passing over the rows before the page would cost two to four times as much.
		if last[i].total > 2*first[i].total {
			t.Errorf("%s on %s: %s of processor time for %s, %s for %s", c.kind, c.database,
				first[i].total, r.questions[0].title, last[i].total, r.questions[1].title)
		}
	}
}

func TestTheBenchWritesItsSection(t *testing.T) {
	path := filepath.Join(t.TempDir(), "performance.md")
	const before, after = "# Before\n\n", "\n# After\n"
	if err := os.WriteFile(path, []byte(before+sectionBegins+"old\n"+sectionEnds+after), 0o600); err != nil {
		t.Fatal(err)
	}
	err := run(t.Context(), []string{"-youth", "600", "-projects", "150", "-rounds", "1", "-block", "1ms", "-report", path}, io.Discard, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(written)
	if !strings.HasPrefix(text, before+sectionBegins) || !strings.HasSuffix(text, sectionEnds+after) || strings.Contains(text, "old") {
		t.Errorf("the section is not written in its place:\n%s", text)
	}
	for _, want := range []string{
		"600 young people, 150 projects, seed 1", "| one project by its identifier | ", "| dashboard: projects by season × region × stage | ",
		"| 20 young people by a fragment of a name | ", "| Zhas on PostgreSQL | ", "| rows on SQLite | ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if strings.Contains(text, "NaN") || strings.Contains(text, "| 0.000") {
		t.Errorf("something was not measured:\n%s", text)
	}
}

func TestAnswersAreComparedByTheirContent(t *testing.T) {
	t.Parallel()
	const want = `{"data":{"socialProjects":{"nodes":[{"id":"7","createdAt":"2025-03-01T10:00:00.5Z"}],"pageInfo":{"hasNextPage":true,"endCursor":"x"}}}}`
	for answer, alike := range map[string]bool{
		want: true,
		`{"data":{"socialProjects":{"pageInfo":{"endCursor":"y","hasNextPage":true},"nodes":[{"createdAt":"2025-03-01T15:00:00.500000+05:00","id":7}]}},"extensions":{}}`: true,
		strings.Replace(want, "7", "8", 1):                       false,
		strings.Replace(want, "00.5", "00.6", 1):                 false,
		strings.Replace(want, "true", "false", 1):                false,
		strings.Replace(want, `}],`, `},{"id":"8"}],`, 1):        false,
		`{"data":{"socialProjects":{"nodes":[],"pageInfo":{}}}}`: false,
	} {
		a, err := content([]byte(want))
		if err != nil {
			t.Fatal(err)
		}
		b, err := content([]byte(answer))
		if err != nil {
			t.Fatal(err)
		}
		if got := equal(a, b); got != alike {
			t.Errorf("alike: %t, want %t: %s", got, alike, answer)
		}
	}
}

func TestMilliseconds(t *testing.T) {
	t.Parallel()
	for given, want := range map[time.Duration]string{
		123_456: "0.123", 1_234_567: "1.23", 12_345_678: "12.3", 123_456_789: "123", 1_234_567_890: "1235",
	} {
		if got := milliseconds(given); got != want {
			t.Errorf("%s is written %s, want %s", given, got, want)
		}
	}
}
