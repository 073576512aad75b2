//go:build !race

// What is read here does not depend on who runs first, and takes four times as long
// with the race detector, which the other tests of the same code run with.

package graph_test

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"zhas/internal/viewer"
)

// Who may read and do what is as docs/authorisation.md says, by every way there
// is and on both databases. A type, a field or a mutation that is tried nowhere
// fails here. After a change that is meant, run
// `go test ./graph -run Authorisation -update`, and read what it wrote.
func TestAuthorisation(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		c, m := newCountry(t, s), new(matrix)
		s.world.unrecorded.Store(true) // or reading would add rows to read
		r := newReading(t, c)
		for _, kind := range kinds() {
			t.Run(kind, func(t *testing.T) {
				r.hides(t, kind, r.compare(t, kind, m))
			})
		}
		d := &doing{country: c, shape: r.shape, t: t, actors: map[string]*actor{}, targets: map[string]target{}, tried: map[string]bool{}, compared: map[string]bool{}}
		d.try(m)
		path := filepath.Join("..", "docs", "authorisation.md")
		got := m.document(r)
		if *update {
			if t.Failed() {
				return
			}
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
			return
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if changed := changedLines(string(want), got); len(changed) > 0 {
			t.Errorf("docs/authorisation.md is no longer so (- page, + now). If the change is meant, write it with -update and review it:\n%s",
				strings.Join(changed, "\n"))
		}
	})
}

// changedLines are the lines of two pages that the other has not, each with its
// heading.
func changedLines(before, after string) (changed []string) {
	lines := func(page string) (list []string) {
		heading := ""
		for line := range strings.SplitSeq(page, "\n") {
			if name, ok := strings.CutPrefix(line, "### "); ok {
				heading = name + ": "
			}
			list = append(list, heading+line)
		}
		return list
	}
	old, now := lines(before), lines(after)
	for _, line := range old {
		if !slices.Contains(now, line) {
			changed = append(changed, "- "+line)
		}
	}
	for _, line := range now {
		if !slices.Contains(old, line) {
			changed = append(changed, "+ "+line)
		}
	}
	return changed
}

// matrix is what was found out, to be written down. Its zero value is empty.
type matrix struct {
	shown   map[rowKind]map[[2]string]bool // by viewer and relation
	read    map[[4]string]map[string]bool  // by type, field, viewer and relation: how much
	atTop   map[string]string              // by field
	asking  map[[2]string]string           // by field and viewer
	done    map[[3]string]string           // by mutation, target and viewer
	order   [][2]string                    // of mutations and targets
	written map[string]map[string]bool     // by mutation
}

// rowKind is what a row is to everybody.
type rowKind struct{ name, what, state string }

func put[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = value
}

// row notes whether a row is visible; ok is false where another one is otherwise.
func (m *matrix) row(name string, l label, kind string, visible bool) (ok bool) {
	row := rowKind{name, l.what, l.state}
	if m.shown[row] == nil {
		put(&m.shown, row, map[[2]string]bool{})
	}
	to := [2]string{kind, l.relation(kind)}
	before, known := m.shown[row][to]
	m.shown[row][to] = visible
	return !known || before == visible
}

func (m *matrix) field(name, field, kind, relation, status string) {
	key := [4]string{name, field, kind, relation}
	if m.read[key] == nil {
		put(&m.read, key, map[string]bool{})
	}
	m.read[key][status] = true
}

func (m *matrix) root(field, text string) { put(&m.atTop, field, text) }

func (m *matrix) viewer(field, kind, text string) { put(&m.asking, [2]string{field, kind}, text) }

func (m *matrix) deed(name, about, kind, outcome string) {
	if line := [2]string{name, about}; !slices.Contains(m.order, line) {
		m.order = append(m.order, line)
	}
	put(&m.done, [3]string{name, about, kind}, outcome)
}

func (m *matrix) writes(name, what string) {
	if m.written[name] == nil {
		put(&m.written, name, map[string]bool{})
	}
	m.written[name][what] = true
}

const preface = `# Who may see and do what

` + "`go test ./graph -run Authorisation -update`" + ` writes this page, and the same test compares it: who changes a policy (` + "`ent/policy`" + `), a type, a field or a mutation sees here what becomes of it, and so does the reviewer. What stands here holds by every way into the graph, through HTTP with a session and on both databases: ` + "`node`, `nodes`" + `, lists with every order, page and filter, counts, each edge of each row, the payloads of mutations, the feed of changes, its subscription, the history of a row. What is not visible is answered byte for byte like what does not exist.

**Viewers** are the columns: the public and each role, held for one region or organisation where a role is; and people who hold *every* role, but whose roles were revoked, are over (or still to come), who owe the second factor, or who are blocked.

**Relations** say whose a row is to a viewer: *own* is theirs, their team's or their organisation's; *region* is somebody else's in the region that the viewer lives or acts in; *elsewhere* is of another region; *other* is of no region. A cell names those that the viewer reads: *all* of them, or – none.

`

// document is docs/authorisation.md.
func (m *matrix) document(r *reading) string {
	var b strings.Builder
	b.WriteString(preface)
	b.WriteString("## Rows and their fields\n\nThe first lines of a table say which rows are visible. The others are about the fields of those: *full* is what the programme itself reads; *part* leaves out rows that are not visible themselves, and *none* leaves out all. A field leads to a row if and only if that row is visible.\n")
	for _, name := range r.nodes() {
		m.rowsOf(&b, r, name)
	}
	m.values(&b, r)
	m.tops(&b, r)
	m.mutations(&b, r)
	return b.String()
}

// columns is the head of a table.
func columns(b *strings.Builder, first string) {
	b.WriteString("\n| " + first + " |")
	for _, kind := range kinds() {
		b.WriteString(" " + words(kind) + " |")
	}
	b.WriteString("\n|" + strings.Repeat("---|", len(kinds())+1) + "\n")
}

// lines writes a table's lines; those with the same cells are one.
func lines(b *strings.Builder, names []string, cells func(name string) []string) {
	var heads [][]string
	var all []string
	for _, name := range names {
		line := strings.Join(cells(name), " | ")
		if i := slices.Index(all, line); i >= 0 {
			heads[i] = append(heads[i], name)
			continue
		}
		all, heads = append(all, line), append(heads, []string{name})
	}
	for i, line := range all {
		fmt.Fprintf(b, "| %s | %s |\n", strings.Join(heads[i], "; "), line)
	}
}

func (m *matrix) rowsOf(b *strings.Builder, r *reading, name string) {
	b.WriteString("\n### " + name + "\n")
	columns(b, "rows")
	var rows []rowKind
	for row := range m.shown {
		if row.name == name {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b rowKind) int {
		return cmp.Or(strings.Compare(a.what, b.what), strings.Compare(a.state, b.state))
	})
	// Rows with the same cells are one line.
	together := map[string][]rowKind{}
	var order []string
	for _, row := range rows {
		var cells []string
		for _, kind := range kinds() {
			cells = append(cells, m.rowCell(row, kind))
		}
		line := strings.Join(cells, " | ")
		if together[line] == nil {
			order = append(order, line)
		}
		together[line] = append(together[line], row)
	}
	for _, line := range order {
		fmt.Fprintf(b, "| %s | %s |\n", rowNames(together[line]), line)
	}
	var same, differ []string
	for _, f := range r.own(name) {
		differs := slices.ContainsFunc(kinds(), func(kind string) bool {
			return m.fieldCell(name, f.Name, kind) != reads && m.fieldCell(name, f.Name, kind) != "–"
		})
		if differs {
			differ = append(differ, f.Name)
		} else {
			same = append(same, f.Name)
		}
	}
	if len(differ) > 0 {
		columns(b, "fields")
		lines(b, differ, func(field string) []string {
			var cells []string
			for _, kind := range kinds() {
				cells = append(cells, m.fieldCell(name, field, kind))
			}
			return cells
		})
	}
	b.WriteString("\nFull to whoever sees the row: " + strings.Join(same, ", ") + ".\n")
}

// rowNames names rows of a type: what they are, with their states behind it.
func rowNames(rows []rowKind) string {
	states := map[string][]string{} // by what
	var whats []string
	for _, row := range rows {
		if states[row.what] == nil {
			whats = append(whats, row.what)
		}
		states[row.what] = append(states[row.what], row.state)
	}
	alike := map[string][]string{} // by states
	var order []string
	for _, what := range whats {
		in := strings.Join(states[what], ", ")
		if alike[in] == nil {
			order = append(order, in)
		}
		alike[in] = append(alike[in], what)
	}
	var names []string
	for _, in := range order {
		name := strings.Join(alike[in], ", ")
		switch {
		case name == "" && in == "":
			name = "every row"
		case name == "":
			name = in
		case in != "":
			name += " (" + in + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, "; ")
}

// rowCell says which rows a viewer sees, by their relation.
func (m *matrix) rowCell(row rowKind, kind string) string {
	var shown, relations []string
	for _, relation := range []string{isOwn, isNear, isElsewhere, isOther} {
		visible, some := m.shown[row][[2]string{kind, relation}]
		if some {
			relations = append(relations, relation)
		}
		if visible {
			shown = append(shown, relation)
		}
	}
	switch {
	case len(shown) == 0:
		return "–"
	case len(shown) == len(relations) && (len(shown) > 1 || shown[0] == isOther):
		return "all"
	}
	return strings.Join(shown, ", ")
}

// fieldCell says how much of a field a viewer reads, by relation where that differs.
func (m *matrix) fieldCell(name, field, kind string) string {
	var parts, statuses []string
	for _, relation := range []string{isOwn, isNear, isElsewhere, isOther} {
		found := m.read[[4]string{name, field, kind, relation}]
		if len(found) == 0 {
			continue
		}
		status := readsPart
		if len(found) == 1 {
			status = slices.Collect(maps.Keys(found))[0]
		}
		parts = append(parts, relation+" "+status)
		if !slices.Contains(statuses, status) {
			statuses = append(statuses, status)
		}
	}
	switch len(statuses) {
	case 0:
		return "–"
	case 1:
		return statuses[0]
	}
	return strings.Join(parts, ", ")
}

// values names the types that are no rows, with all their fields.
func (m *matrix) values(b *strings.Builder, r *reading) {
	b.WriteString("\n## Values\n\nThese types are no rows but parts of an answer. Whoever gets one reads all of its fields; those that lead to rows lead to visible ones.\n\n| type | fields |\n|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(r.Types)) {
		definition := r.Types[name]
		if definition.Kind != ast.Object || definition.BuiltIn || r.isNode(name) || definition == r.Query || definition == r.Mutation || definition == r.Subscription {
			continue
		}
		var fields []string
		for _, f := range r.own(name) {
			fields = append(fields, f.Name)
		}
		fmt.Fprintf(b, "| %s | %s |\n", name, strings.Join(fields, ", "))
	}
}

func (m *matrix) tops(b *strings.Builder, r *reading) {
	b.WriteString("\n## Fields at the top\n\n| field | gives every viewer |\n|---|---|\n")
	for _, f := range r.own(r.Query.Name) {
		fmt.Fprintf(b, "| %s | %s |\n", f.Name, m.atTop[f.Name])
	}
	for _, f := range r.own(r.Subscription.Name) {
		fmt.Fprintf(b, "| subscription %s | the same entries as %s |\n", f.Name, f.Name)
	}
	b.WriteString("\nWhat `viewer` says of who asks; of what it leads to, how many rows:\n")
	columns(b, "field")
	var fields []string
	for _, f := range r.own("Viewer") {
		fields = append(fields, f.Name)
	}
	lines(b, fields, func(field string) []string {
		var cells []string
		for _, kind := range kinds() {
			cells = append(cells, words(m.asking[[2]string{field, kind}]))
		}
		return cells
	})
}

func (m *matrix) mutations(b *strings.Builder, r *reading) {
	b.WriteString("\n## Mutations\n\nA cell says that it is *done*, or the code that it is refused with; it is empty where there is no such target. What is refused changes nothing. What is done changes rows of its target and of who asks alone, of the kinds named, and its payload shows what `node` does.\n")
	for _, f := range r.own(r.Mutation.Name) {
		b.WriteString("\n### " + f.Name + "\n\nChanges ")
		if written := m.written[f.Name]; len(written) > 0 {
			b.WriteString(strings.Join(slices.Sorted(maps.Keys(written)), ", ") + ".\n")
		} else {
			b.WriteString("nothing.\n")
		}
		columns(b, "of")
		var targets []string
		for _, line := range m.order {
			if line[0] == f.Name {
				targets = append(targets, line[1])
			}
		}
		lines(b, targets, func(about string) []string {
			var cells []string
			for _, kind := range kinds() {
				cells = append(cells, m.done[[3]string{f.Name, about, kind}])
			}
			return cells
		})
	}
}

// hides compares the answers about rows that a viewer may not see with those
// about rows that there are not: they are the same, byte for byte.
func (r *reading) hides(t *testing.T, kind string, visible map[string]bool) {
	t.Helper()
	v := r.viewers[kind]
	same := func(what, query string, hidden, missing map[string]any) {
		t.Helper()
		got, want := r.raw(v, query, hidden), r.raw(v, query, missing)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s that is hidden is answered otherwise than one that is not there: %s", what, got.unlike(want))
		}
	}
	for _, name := range r.nodes() {
		tried := map[string]bool{}
		for _, n := range r.ids[name] {
			id, l := fmt.Sprint(n), r.rows[n]
			key := l.state + l.relation(kind)
			if visible[id] || tried[key] {
				continue
			}
			tried[key] = true
			for _, f := range r.own(r.Query.Name) {
				for _, argument := range identifiers(r.Schema, f) {
					query := "query($x: " + argument.kind + ") { " + f.Name + "(" + argument.name + ": $x)" + r.beneath(f.Type.Name(), "__typename") + " }"
					same(fmt.Sprintf("%s of %s %s (%s %s %s)", f.Name, name, id, l.what, l.state, l.relation(kind)), query,
						map[string]any{"x": argument.value(id)}, map[string]any{"x": argument.value(missingID(id))})
				}
			}
		}
	}
	// Cursors name a row too.
	for _, f := range r.own(r.Query.Name) {
		to := r.leadsTo(f)
		if to == "" || f.Arguments.ForName("orderBy") == nil {
			continue
		}
		all := r.pageOf(t, r.programme, f, map[string]any{"first": 100})[f.Name]
		for _, edge := range at(t, all, "edges").([]any) {
			id := at(t, edge, "node", "id").(string)
			if visible[id] {
				continue
			}
			cursor := at(t, edge, "cursor").(string)
			for _, argument := range []string{"after", "before"} {
				query := "query($x: Cursor) { " + f.Name + "(" + argument + ": $x) { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage } } }"
				same(f.Name+" "+argument+" a row", query, map[string]any{"x": cursor}, map[string]any{"x": cursorLike(t, cursor, id, missingID(id))})
			}
			break
		}
	}
	// An address is as good as a name.
	if kind != string(viewer.Administrator) {
		same("an address", `query($x: String) { accounts(filter: {email: $x}) { totalCount nodes { id } } }`,
			map[string]any{"x": r.addresses["another YOUTH there"]}, map[string]any{"x": "nobody@zhas.example"})
	}
}
