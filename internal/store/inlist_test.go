package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type status string

func TestRewriteIn(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		query    string
		args     []any
		want     string // "" means untouched
		wantArgs []any
	}{
		{
			name:     "ints",
			query:    `SELECT * FROM "t" WHERE "t"."id" IN ($1, $2, $3)`,
			args:     []any{1, 2, 3},
			want:     `SELECT * FROM "t" WHERE "t"."id" = ANY($1)`,
			wantArgs: []any{[]int{1, 2, 3}},
		},
		{
			name:     "the others are numbered anew",
			query:    `"a" = $1 AND "b" IN ($2, $3) AND "c" = $4 AND "d" IN ($5, $6) LIMIT $7`,
			args:     []any{true, int64(1), int64(2), 3.5, "x", "y", 9},
			want:     `"a" = $1 AND "b" = ANY($2) AND "c" = $3 AND "d" = ANY($4) LIMIT $5`,
			wantArgs: []any{true, []int64{1, 2}, 3.5, []string{"x", "y"}, 9},
		},
		{
			name:     "not in",
			query:    `"a" NOT IN ($1,$2) ORDER BY 1`,
			args:     []any{"x", "y"},
			want:     `"a" <> ALL($1) ORDER BY 1`,
			wantArgs: []any{[]string{"x", "y"}},
		},
		{
			name:     "inside parentheses",
			query:    `(("a" IN ($1, $2)) OR NOT ("b" IN ($3, $4)))`,
			args:     []any{1, 2, 3, 4},
			want:     `(("a" = ANY($1)) OR NOT ("b" = ANY($2)))`,
			wantArgs: []any{[]int{1, 2}, []int{3, 4}},
		},
		{
			name:     "only the list of one type",
			query:    `"a" IN ($1, $2) AND "b" IN ($3, $4)`,
			args:     []any{1, "2", 3, 4},
			want:     `"a" IN ($1, $2) AND "b" = ANY($3)`,
			wantArgs: []any{1, "2", []int{3, 4}},
		},
		{
			name:     "after a literal that looks like a list",
			query:    `"a" = 'x'' IN ($1, $2)' AND "b" IN ($1, $2)`,
			args:     []any{1, 2},
			want:     `"a" = 'x'' IN ($1, $2)' AND "b" = ANY($1)`,
			wantArgs: []any{[]int{1, 2}},
		},
		{
			name:     "after an escaped quote",
			query:    `"a" = E'\' IN ($9, $8)' AND "b" IN ($1, $2)`,
			args:     []any{1, 2},
			want:     `"a" = E'\' IN ($9, $8)' AND "b" = ANY($1)`,
			wantArgs: []any{[]int{1, 2}},
		},
		{
			name:     "a backslash in a plain literal is a backslash",
			query:    `"a" = '\' AND "b" IN ($1, $2)`,
			args:     []any{1, 2},
			want:     `"a" = '\' AND "b" = ANY($1)`,
			wantArgs: []any{[]int{1, 2}},
		},
		{
			name:     "a list starts at a number that does not follow",
			query:    `"a" IN ($2, $3) AND "b" = $1`,
			args:     []any{"first", 2, 3},
			want:     `"a" = ANY($2) AND "b" = $1`,
			wantArgs: []any{"first", []int{2, 3}},
		},
		{name: "no list", query: `SELECT $1`, args: []any{1}},
		{name: "one value", query: `"a" IN ($1)`, args: []any{1}},
		{name: "mixed types", query: `"a" IN ($1, $2)`, args: []any{1, "2"}},
		{name: "int beside int64", query: `"a" IN ($1, $2)`, args: []any{1, int64(2)}},
		{name: "another type", query: `"a" IN ($1, $2)`, args: []any{status("a"), status("b")}},
		{name: "a null", query: `"a" IN ($1, $2)`, args: []any{1, nil}},
		{name: "not consecutive", query: `"a" IN ($1, $3) OR $2`, args: []any{1, 2, 3}},
		{name: "descending", query: `"a" IN ($2, $1)`, args: []any{1, 2}},
		{name: "used elsewhere too", query: `"a" IN ($1, $2) OR "b" = $2`, args: []any{1, 2}},
		{name: "beside an expression", query: `"a" IN ($1, $2, lower($3))`, args: []any{1, 2, 3}},
		{name: "before a stronger operator", query: `"a" IN ($1, $2) = $3`, args: []any{1, 2, true}},
		{name: "rows", query: `("a", "b") IN (($1, $2))`, args: []any{1, 2}},
		{name: "in a literal", query: `'IN ($1, $2)'`, args: []any{1, 2}},
		{name: "in a name", query: `"IN ($1, $2)"`, args: []any{1, 2}},
		{name: "in a dollar quote", query: `$$ IN ($1, $2) $$`, args: []any{1, 2}},
		{name: "in a tagged quote", query: `$x$ $$ IN ($1, $2) $x$`, args: []any{1, 2}},
		{name: "in a line comment", query: "-- IN ($1, $2)\nSELECT 1", args: []any{1, 2}},
		{name: "in a nested comment", query: `/* /* */ IN ($1, $2) */`, args: []any{1, 2}},
		{name: "the end of a word", query: `BEGIN ($1, $2)`, args: []any{1, 2}},
		{name: "a quote left open", query: `"a" IN ($1, $2) AND 'x`, args: []any{1, 2}},
		{name: "too few arguments", query: `"a" IN ($1, $2)`, args: []any{1}},
		{name: "a number beyond all", query: `"a" IN ($1, $99999999999999999999)`, args: []any{1, 2}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.want == "" {
				test.want, test.wantArgs = test.query, test.args
			}
			got, gotArgs := rewriteIn(test.query, test.args)
			if got != test.want {
				t.Errorf("query = %s\n  want %s", got, test.want)
			}
			if diff := cmp.Diff(test.wantArgs, gotArgs); diff != "" {
				t.Errorf("arguments (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRewriteInCostsNothingWithoutLists(t *testing.T) {
	query := `SELECT "id" FROM "t" WHERE "a" = $1 AND "b" IN (SELECT "id" FROM "u")`
	args := []any{1}
	if n := testing.AllocsPerRun(100, func() { rewriteIn(query, args) }); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

// FuzzRewriteIn builds statements of lists and of quoted texts with anything in
// them: the lists have to change and the texts must not.
func FuzzRewriteIn(f *testing.F) {
	f.Add("x", uint8(2), uint8(0))
	f.Add("' IN ($1, $2) '", uint8(3), uint8(1))
	f.Add(`" IN ($1, $2)`, uint8(2), uint8(2))
	f.Add(`$$ IN ($1, $2)`, uint8(2), uint8(3))
	f.Add(`\' IN ($1, $2)`, uint8(2), uint8(4))
	f.Add("*/ IN ($1, $2) /*", uint8(5), uint8(5))
	f.Add("\n IN ($1, $2)", uint8(5), uint8(6))
	f.Fuzz(func(t *testing.T, text string, length, form uint8) {
		quoted := map[uint8]string{
			0: `'` + strings.ReplaceAll(text, `'`, `''`) + `'`,
			1: `"` + strings.ReplaceAll(text, `"`, `""`) + `"`,
			2: `$$` + strings.ReplaceAll(text, `$`, ``) + `$$`,
			3: `$fuzz$` + strings.ReplaceAll(text, `$fuzz$`, ``) + ` $fuzz$`,
			4: `E'` + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + `'`,
			5: `/*` + strings.NewReplacer(`*`, ``, `/`, ``).Replace(text) + `*/`,
			6: `--` + strings.ReplaceAll(text, "\n", ``) + "\n",
		}[form%7]
		n := int(length)%50 + 2
		var list []string
		args := []any{"first"}
		var array []int
		for i := range n {
			list = append(list, fmt.Sprintf("$%d", i+2))
			args, array = append(args, i), append(array, i)
		}
		args = append(args, "last")
		query := fmt.Sprintf(`SELECT $1, %s "a" IN (%s) AND %s OR "b" = $%d`, quoted, strings.Join(list, ", "), quoted, n+2)
		want := fmt.Sprintf(`SELECT $1, %s "a" = ANY($2) AND %s OR "b" = $3`, quoted, quoted)
		got, gotArgs := rewriteIn(query, args)
		if got != want {
			t.Errorf("query = %q\n  want %q", got, want)
		}
		if diff := cmp.Diff([]any{"first", array, "last"}, gotArgs); diff != "" {
			t.Errorf("arguments (-want +got):\n%s", diff)
		}
		// Whatever comes as a statement must not make it panic.
		rewriteIn(text+" IN ($1, $2)"+text, args)
	})
}

func BenchmarkRewriteIn(b *testing.B) {
	var list []string
	var args []any
	for i := range 238 {
		list = append(list, fmt.Sprintf("$%d", i+1))
		args = append(args, i)
	}
	query := `SELECT "t"."id", "t"."name" FROM "t" WHERE "t"."id" IN (` + strings.Join(list, ", ") + `)`
	for b.Loop() {
		rewriteIn(query, args)
	}
}
