package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// slow is how many seconds a package may take without being mentioned.
const slow = 10

// event is one line of go test -json (go doc test2json).
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build-output
	Test        string
	Elapsed     float64 // seconds
	Output      string
	FailedBuild string
}

// test is one test or subtest of a package.
type test struct {
	order   int
	outcome string // "pass", "fail", "skip"; empty while it runs
	parent  bool   // has subtests
	badSub  bool   // a subtest failed, was skipped or did not finish
	output  []string
}

// pkg is one package; its tests are keyed by their full name.
type pkg struct {
	tests  map[string]*test
	output []string
}

// readGo follows the events of go test -json, showing what fails as each
// package ends. A test with subtests is counted only when it fails by itself.
func readGo(in io.Reader, out io.Writer) (counts, error) {
	var c counts
	pkgs := map[string]*pkg{}
	builds := map[string][]string{}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			switch {
			case json.Unmarshal(line, &e) != nil || e.Action == "":
				fmt.Fprintf(out, "%s", line)
			case e.Action == "build-output":
				builds[e.ImportPath] = append(builds[e.ImportPath], e.Output)
			case e.Package != "":
				p := pkgs[e.Package]
				if p == nil {
					p = &pkg{tests: map[string]*test{}}
					pkgs[e.Package] = p
				}
				if p.follow(e) {
					p.close(e, builds, &c, out)
					delete(pkgs, e.Package)
				}
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return c, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(pkgs)) {
		fmt.Fprintf(out, "%s did not finish\n", name)
		pkgs[name].close(event{Action: "fail", Package: name}, builds, &c, out)
	}
	return c, nil
}

// follow takes in one event and reports whether it ends the package.
func (p *pkg) follow(e event) bool {
	if e.Test == "" {
		if e.Action == "output" {
			p.output = append(p.output, e.Output)
		}
		return e.Action == "pass" || e.Action == "fail" || e.Action == "skip"
	}
	t := p.tests[e.Test]
	if t == nil {
		t = &test{order: len(p.tests)}
		p.tests[e.Test] = t
		for up := range parents(e.Test) {
			if parent := p.tests[up]; parent != nil {
				parent.parent = true
			}
		}
	}
	switch e.Action {
	case "output":
		t.output = append(t.output, e.Output)
	case "pass":
		t.outcome, t.output = e.Action, nil
	case "fail", "skip":
		t.outcome = e.Action
	}
	return false
}

// parents yields the names of the tests around a subtest, innermost first. A
// subtest's own name may hold slashes, so some of them may be no test.
func parents(name string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for i := strings.LastIndexByte(name, '/'); i >= 0; i = strings.LastIndexByte(name[:i], '/') {
			if !yield(name[:i]) {
				return
			}
		}
	}
}

// close counts a package's tests and prints what failed in it.
func (p *pkg) close(end event, builds map[string][]string, c *counts, out io.Writer) {
	for name, t := range p.tests {
		if t.outcome == "pass" {
			continue
		}
		for up := range parents(name) {
			if parent := p.tests[up]; parent != nil {
				parent.badSub = true
			}
		}
	}
	failed := 0
	names := slices.SortedFunc(maps.Keys(p.tests), func(a, b string) int {
		return cmp.Compare(p.tests[a].order, p.tests[b].order)
	})
	for _, name := range names {
		t := p.tests[name]
		good := t.outcome == "pass"
		if !good {
			show(out, end.Package, name, t)
		}
		if t.parent && (good || t.badSub) {
			continue
		}
		if good {
			c.Passed++
		} else {
			failed++
		}
		elements := strings.Split(name, "/")[1:]
		if slices.Contains(elements, "sqlite") {
			c.SQLite++
		}
		if slices.Contains(elements, "postgres") {
			c.Postgres++
		}
	}
	if end.Action == "fail" {
		failed = max(failed, 1)
		fmt.Fprintf(out, "FAIL %s\n", end.Package)
		printOutput(out, builds[end.FailedBuild])
		printOutput(out, p.output)
	}
	c.Failed += failed
	if end.Elapsed > slow {
		fmt.Fprintf(out, "%s took %.0f s\n", end.Package, end.Elapsed)
	}
}

func show(out io.Writer, pkg, name string, t *test) {
	what := map[string]string{"fail": "FAIL", "skip": "SKIPPED"}[t.outcome]
	fmt.Fprintf(out, "%s %s %s\n", cmp.Or(what, "DID NOT FINISH"), pkg, name)
	printOutput(out, t.output)
}

// printOutput prints a test's output without the lines that only mark its start, pause and end.
func printOutput(out io.Writer, lines []string) {
	for _, line := range lines {
		if strings.HasPrefix(line, "=== ") || strings.HasPrefix(strings.TrimLeft(line, " "), "--- ") {
			continue
		}
		fmt.Fprint(out, "    ", line)
		if !strings.HasSuffix(line, "\n") {
			fmt.Fprintln(out)
		}
	}
}
