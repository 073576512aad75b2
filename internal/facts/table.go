package facts

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of a file. They keep a mistaken file from filling the memory; the
// whole KATO classifier fits into them ten times.
const (
	maxFileBytes = 16 << 20
	maxRows      = 200_000
	maxProblems  = 50
)

// Problem is one thing that is wrong with a file.
type Problem struct {
	File   string
	Line   int    // 1 is the header; 0 when the file as a whole is meant
	Column string // name in the header; empty when the line as a whole is meant
	Reason string
}

// String is file:line:column:reason, without the parts that do not apply.
func (p Problem) String() string {
	place := p.File
	if p.Line > 0 {
		place += fmt.Sprintf(":%d", p.Line)
	}
	if p.Column != "" {
		place += ":" + p.Column
	}
	return place + ": " + p.Reason
}

// Problems is the error of a refused file: all that is wrong with it, 50 at
// most and then how many more.
type Problems []Problem

// Error is one problem a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

// table is a CSV file being read.
type table struct {
	name     string
	csv      *csv.Reader
	header   []string
	problems Problems
	more     int // problems beyond maxProblems
}

// openTable reads a file whole and its header row. The error is Problems, or
// that of the reader.
func openTable(name string, r io.Reader) (*table, error) {
	content, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	if len(content) > maxFileBytes {
		return nil, Problems{{File: name, Reason: fmt.Sprintf("larger than %d MiB: split the file", maxFileBytes>>20)}}
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	t := &table{name: name, csv: csv.NewReader(bytes.NewReader(content))}
	t.csv.FieldsPerRecord = -1 // checked here, to name the column
	t.csv.ReuseRecord = true
	header, err := t.csv.Read()
	switch {
	case errors.Is(err, io.EOF):
		return nil, Problems{{File: name, Reason: "empty: the first line is the header"}}
	case err != nil:
		return nil, Problems{{File: name, Line: 1, Reason: quoting}}
	}
	for _, column := range header {
		if !utf8.ValidString(column) {
			return nil, Problems{{File: name, Line: 1, Reason: "not UTF-8: save the file as CSV in UTF-8"}}
		}
		t.header = append(t.header, strings.TrimSpace(column))
	}
	if len(t.header) == 1 && strings.ContainsAny(t.header[0], ";\t") {
		return nil, Problems{{File: name, Line: 1, Reason: "columns are separated by commas, not by semicolons or tabs"}}
	}
	return t, nil
}

const quoting = `misplaced quote ("): enclose the whole field in quotes and double each quote inside it`

// fail notes a problem.
func (t *table) fail(line int, column, format string, args ...any) {
	if len(t.problems) == maxProblems {
		t.more++
		return
	}
	t.problems = append(t.problems, Problem{t.name, line, column, fmt.Sprintf(format, args...)})
}

// failed is all problems as an error, or nil.
func (t *table) failed() error {
	if len(t.problems) == 0 {
		return nil
	}
	if t.more > 0 {
		return append(t.problems, Problem{File: t.name, Reason: fmt.Sprintf("and %d more problems", t.more)})
	}
	return t.problems
}

// checkHeader notes how the header differs from the columns.
func (t *table) checkHeader(columns []string) {
	for i, column := range t.header {
		if !slices.Contains(columns, column) {
			t.fail(1, show(column), "unknown column; the columns are %s", strings.Join(columns, ","))
		} else if slices.Contains(t.header[:i], column) {
			t.fail(1, column, "column given twice")
		}
	}
	for _, column := range columns {
		if !slices.Contains(t.header, column) {
			t.fail(1, column, "missing column")
		}
	}
	if len(t.problems) == 0 && !slices.Equal(t.header, columns) {
		t.fail(1, "", "columns in another order; the order is %s", strings.Join(columns, ","))
	}
}

// rows reads the rest of the table, each row by parse. Either every row is
// good, or the error is Problems with all that is wrong and there are no rows.
func rows[R any](t *table, columns []string, parse func(*row) R) ([]R, error) {
	t.checkHeader(columns)
	if err := t.failed(); err != nil {
		return nil, err
	}
	var list []R
	for {
		fields, err := t.csv.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var parsing *csv.ParseError
		if errors.As(err, &parsing) {
			t.fail(parsing.Line, "", quoting)
			continue
		} else if err != nil {
			return nil, fmt.Errorf("reading %s: %w", t.name, err)
		}
		line, _ := t.csv.FieldPos(0)
		if len(list) == maxRows {
			t.fail(line, "", "more than %d rows: split the file", maxRows)
			break
		}
		if len(fields) != len(columns) {
			t.fail(line, columns[min(len(fields), len(columns)-1)], "the row has %d fields, the header has %d",
				len(fields), len(columns))
			continue
		}
		list = append(list, parse(&row{table: t, line: line, columns: columns, fields: fields}))
	}
	if err := t.failed(); err != nil {
		return nil, err
	}
	return list, nil
}

// row is one row of a table. Its methods return what a column holds and note
// what is wrong with it.
type row struct {
	table   *table
	line    int
	columns []string
	fields  []string
}

// fail notes a problem of a column.
func (r *row) fail(column, format string, args ...any) { r.table.fail(r.line, column, format, args...) }

// raw is a column as the file has it, without the white space around it.
func (r *row) raw(column string) string {
	return strings.TrimSpace(r.fields[slices.Index(r.columns, column)])
}

// text is a column, empty if it is no acceptable text of at most limit characters.
func (r *row) text(column string, limit int) string {
	s := r.raw(column)
	switch {
	case !utf8.ValidString(s):
		r.fail(column, "not UTF-8: save the file as CSV in UTF-8")
	case strings.ContainsFunc(s, forbidden):
		r.fail(column, "holds a control character, such as a line break")
	case utf8.RuneCountInString(s) > limit:
		r.fail(column, "longer than %d characters", limit)
	default:
		return s
	}
	return ""
}

// forbidden reports what no text of a file may hold: control characters, line
// separators, and marks that turn the direction of writing.
func forbidden(c rune) bool {
	return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) || c == '\u2028' || c == '\u2029'
}

// given is a text that may not be empty.
func (r *row) given(column string, limit int) string {
	if r.raw(column) == "" {
		r.fail(column, "is empty")
		return ""
	}
	return r.text(column, limit)
}

// unique notes a key that stood in the column before; seen keeps the lines.
func (r *row) unique(column, key string, seen map[string]int) {
	if key == "" {
		return
	}
	if first, ok := seen[key]; ok {
		r.fail(column, "%s was given in line %d", show(key), first)
		return
	}
	seen[key] = r.line
}

// show quotes a value for a message, shortened.
func show(s string) string {
	const limit = 40
	if utf8.RuneCountInString(s) > limit {
		s = string([]rune(s)[:limit]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
