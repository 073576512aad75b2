//go:build !race

package graph_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"zhas/ent"
	"zhas/ent/policy"
)

// asker sends a query as somebody.
type asker func(t *testing.T, query string, variables map[string]any) answer

// as asks as a kind of viewer, through the whole of HTTP.
func (c *country) as(kind string) asker {
	return func(t *testing.T, query string, variables map[string]any) answer {
		t.Helper()
		return c.viewers[kind].answer(t, query, variables)
	}
}

// programme asks as the programme itself, which no request can.
func (c *country) programme(t *testing.T, query string, variables map[string]any) answer {
	t.Helper()
	return c.world.ask(t, system, query, variables)
}

// answer is do without expectations.
func (v *visitor) answer(t *testing.T, query string, variables map[string]any) (a answer) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	response := v.send(http.MethodPost, "application/json", string(body), "Origin", origin, "Sec-Fetch-Site", "same-origin")
	defer func() { _ = response.Body.Close() }()
	decoder := json.NewDecoder(response.Body)
	decoder.UseNumber()
	if err := decoder.Decode(&a); err != nil {
		t.Fatalf("status %d: %v", response.StatusCode, err)
	}
	return a
}

// must is the data of an answer without errors.
func (ask asker) must(t *testing.T, query string, variables map[string]any) map[string]any {
	t.Helper()
	a := ask(t, query, variables)
	if len(a.Errors) > 0 {
		t.Fatalf("%s\n%v\n%+v", query, variables, a.Errors)
	}
	return a.Data
}

// shape writes selections of all there is in the schema.
type shape struct{ *ast.Schema }

// page is more than any connection of the country has.
const page = 50

func (s shape) isNode(name string) bool {
	definition := s.Types[name]
	return name == "Node" || definition != nil && slices.Contains(definition.Interfaces, "Node")
}

// nodes are the types that node finds.
func (s shape) nodes() []string {
	var names []string
	for _, definition := range s.PossibleTypes["Node"] {
		names = append(names, definition.Name)
	}
	slices.Sort(names)
	return names
}

// own are the fields of a type without the schema's.
func (s shape) own(name string) []*ast.FieldDefinition {
	return slices.DeleteFunc(slices.Clone(s.Types[name].Fields), func(f *ast.FieldDefinition) bool { return strings.HasPrefix(f.Name, "__") })
}

// all selects all fields of a type, of rows beneath it their ids.
func (s shape) all(name string) string {
	var parts []string
	for _, f := range s.own(name) {
		parts = append(parts, s.field(f, "id"))
	}
	return strings.Join(parts, " ")
}

// field selects a field with all beneath it, of rows what is given.
func (s shape) field(f *ast.FieldDefinition, rows string) string {
	text := f.Name
	if f.Arguments.ForName("first") != nil {
		text += fmt.Sprintf("(first: %d)", page)
	}
	if f.Arguments.ForName("purpose") != nil {
		text += "(purpose: ELIGIBILITY)"
	}
	return text + s.beneath(f.Type.Name(), rows)
}

func (s shape) beneath(name, rows string) string {
	switch kind := s.Types[name].Kind; {
	case kind != ast.Object && kind != ast.Interface:
		return ""
	case s.isNode(name):
		return " { " + rows + " }"
	}
	var parts []string
	for _, f := range s.own(name) {
		if rows != "id" && f.Name == "edges" { // the rows once are enough
			continue
		}
		parts = append(parts, s.field(f, rows))
	}
	return " { " + strings.Join(parts, " ") + " }"
}

// leadsTo is the type of the rows that a field leads to, empty for values.
func (s shape) leadsTo(f *ast.FieldDefinition) string {
	name := f.Type.Name()
	if s.isNode(name) {
		return name
	}
	if nodes := s.Types[name].Fields.ForName("nodes"); nodes != nil && s.isNode(nodes.Type.Name()) {
		return nodes.Type.Name()
	}
	return ""
}

// idsIn collects the ids anywhere in a value.
func idsIn(value any) map[string]bool {
	ids := map[string]bool{}
	var walk func(any)
	walk = func(value any) {
		switch value := value.(type) {
		case map[string]any:
			for key, inner := range value {
				if id, isText := inner.(string); isText && key == "id" {
					ids[id] = true
				}
				walk(inner)
			}
		case []any:
			for _, inner := range value {
				walk(inner)
			}
		}
	}
	walk(value)
	return ids
}

func sorted(ids map[string]bool) []string { return slices.Sorted(maps.Keys(ids)) }

func both(a, b map[string]bool) map[string]bool {
	in := map[string]bool{}
	for id := range a {
		if b[id] {
			in[id] = true
		}
	}
	return in
}

// seen is what one viewer read.
type seen struct {
	visible map[string]bool                      // by node
	rows    map[string]map[string]map[string]any // all fields of each row, by type and id
}

// reading compares all ways to read with one another.
type reading struct {
	*country
	shape
	ids     map[string][]int // of all rows, by type
	all     seen             // what there is
	entries map[string][]any // the fields of each change in the journal, by entry
}

func newReading(t *testing.T, c *country) *reading {
	t.Helper()
	r := &reading{country: c, shape: shape{schemaOf()}, ids: c.ids(t), entries: map[string][]any{}}
	for _, name := range r.nodes() {
		if len(r.ids[name]) == 0 {
			t.Errorf("the country has no %s: write one in authorisation_world_test.go", name)
		}
	}
	r.all = r.read(t, r.programme)
	r.feed(t, r.programme, func(change any) { r.entries[entryOf(t, change)] = at(t, change, "fields").([]any) })
	for _, name := range r.nodes() {
		for _, f := range r.own(name) {
			if !slices.ContainsFunc(slices.Collect(maps.Values(r.all.rows[name])), func(row map[string]any) bool { return !isEmpty(row[f.Name]) }) {
				t.Errorf("no %s of the country has its %s: give it one in authorisation_world_test.go", name, f.Name)
			}
		}
	}
	return r
}

// isEmpty reports whether a field has nothing to hide.
func isEmpty(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case []any:
		return len(value) == 0
	case map[string]any:
		nodes, isConnection := value["nodes"].([]any)
		return isConnection && len(nodes) == 0
	}
	return false
}

// read asks for each row by node, and for all of its fields by nodes.
func (r *reading) read(t *testing.T, ask asker) seen {
	t.Helper()
	s := seen{visible: map[string]bool{}, rows: map[string]map[string]map[string]any{}}
	for _, name := range r.nodes() {
		for chunk := range slices.Chunk(r.ids[name], 40) {
			for alias, row := range r.each(t, ask, chunk, `node(id: $%s) { __typename id }`) {
				if row == nil {
					continue
				}
				if got := fmt.Sprint(at(t, row, "__typename"), at(t, row, "id")); got != name+fmt.Sprint(chunk[alias]) {
					t.Errorf("node of %s %d is %s", name, chunk[alias], got)
				}
				s.visible[fmt.Sprint(chunk[alias])] = true
			}
		}
		s.rows[name] = r.byNodes(t, ask, name, r.shape.all(name), r.ids[name])
		for _, id := range r.ids[name] {
			if id := fmt.Sprint(id); s.visible[id] != (s.rows[name][id] != nil) {
				t.Errorf("%s %s: node shows it is %t, nodes that it is %t", name, id, s.visible[id], s.rows[name][id] != nil)
			}
		}
	}
	return s
}

// each asks a field for each of the ids under an alias of its own; %s is the id.
func (r *reading) each(t *testing.T, ask asker, ids []int, field string) []any {
	t.Helper()
	var parameters, fields []string
	variables := map[string]any{}
	for i, id := range ids {
		name := "i" + strconv.Itoa(i)
		parameters, fields = append(parameters, "$"+name+": ID!"), append(fields, name+": "+fmt.Sprintf(field, name))
		variables[name] = fmt.Sprint(id)
	}
	data := ask.must(t, "query("+strings.Join(parameters, " ")+") { "+strings.Join(fields, " ")+" }", variables)
	answers := make([]any, len(ids))
	for i := range ids {
		answers[i] = data["i"+strconv.Itoa(i)]
	}
	return answers
}

// byNodes reads fields of rows of one type, as many at once as the limits let.
func (r *reading) byNodes(t *testing.T, ask asker, name, fields string, ids []int) map[string]map[string]any {
	t.Helper()
	found := map[string]map[string]any{}
	query := "query($ids: [ID!]!) { nodes(ids: $ids) { ... on " + name + " { " + fields + " } } }"
	for chunk := range slices.Chunk(ids, 60) {
		variables := map[string]any{"ids": texted(chunk)}
		a := ask(t, query, variables)
		if len(a.Errors) > 0 && a.Errors[0].Extensions["limit"] == "cost" && len(chunk) > 1 {
			half := (len(chunk) + 1) / 2
			maps.Copy(found, r.byNodes(t, ask, name, fields, chunk[:half]))
			maps.Copy(found, r.byNodes(t, ask, name, fields, chunk[half:]))
			continue
		}
		if len(a.Errors) > 0 {
			t.Fatalf("%s\n%+v", query, a.Errors)
		}
		for i, row := range at(t, a.Data, "nodes").([]any) {
			if row != nil {
				found[fmt.Sprint(chunk[i])] = row.(map[string]any)
			}
		}
	}
	return found
}

func texted(ids []int) []string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = fmt.Sprint(id)
	}
	return list
}

// How much of a field a viewer reads of what there is.
const (
	reads     = "full"
	readsPart = "part"
	readsNone = "none"
)

// field compares what a viewer reads of a field with what there is: rows that
// it leads to are those that node shows, values are the same.
func (r *reading) field(f *ast.FieldDefinition, there, got any, visible map[string]bool) (status string, problem error) {
	if r.leadsTo(f) == "" {
		switch {
		case reflect.DeepEqual(there, got):
			return reads, nil
		case got == nil:
			return readsNone, nil
		}
		return readsPart, fmt.Errorf("it is %v, and there is %v", got, there)
	}
	all, shown := idsIn(there), idsIn(got)
	if want := both(all, visible); !maps.Equal(want, shown) {
		problem = fmt.Errorf("leads to %v; of %v node shows %v", sorted(shown), sorted(all), sorted(want))
	}
	if connection, ok := got.(map[string]any); ok && connection["nodes"] != nil {
		nodes, edges := connection["nodes"].([]any), connection["edges"].([]any)
		if total := fmt.Sprint(connection["totalCount"]); total != fmt.Sprint(len(nodes)) || len(edges) != len(nodes) || len(shown) != len(nodes) {
			problem = fmt.Errorf("%d nodes, %d edges, totalCount %s", len(nodes), len(edges), total)
		}
		if info := connection["pageInfo"].(map[string]any); info["hasNextPage"] != false {
			problem = fmt.Errorf("more rows than the test reads")
		}
	}
	switch {
	case len(shown) == len(all):
		return reads, problem
	case len(shown) == 0:
		return readsNone, problem
	}
	return readsPart, problem
}

// compare reads everything by every way as a kind of viewer, and writes down
// what they see.
func (r *reading) compare(t *testing.T, kind string, into *matrix) (visible map[string]bool) {
	t.Helper()
	ask := r.as(kind)
	s := r.read(t, ask)
	for _, name := range r.nodes() {
		for _, id := range r.ids[name] {
			l, id := r.rows[id], fmt.Sprint(id)
			if !into.row(name, l, kind, s.visible[id]) {
				t.Errorf("some %s rows %q %q are visible to %s as %s, and others are not: tell them apart by their labels", name, l.what, l.state, kind, l.relation(kind))
			}
			if !s.visible[id] {
				continue
			}
			for _, f := range r.own(name) {
				if isEmpty(r.all.rows[name][id][f.Name]) && isEmpty(s.rows[name][id][f.Name]) {
					continue
				}
				status, problem := r.field(f, r.all.rows[name][id][f.Name], s.rows[name][id][f.Name], s.visible)
				if problem != nil {
					t.Errorf("%s.%s of %s (%s): %v", name, f.Name, id, l.relation(kind), problem)
				}
				into.field(name, f.Name, kind, l.relation(kind), status)
			}
		}
	}
	r.nested(t, kind, ask, s)
	for _, f := range r.own(r.Query.Name) {
		r.root(t, kind, ask, s, f, into)
	}
	r.journal(t, kind, ask, s)
	return s.visible
}

// nested reads all fields of the rows that edges lead to: they are the same as
// by nodes. Of rows that are the same to the viewer two are asked.
func (r *reading) nested(t *testing.T, kind string, ask asker, s seen) {
	t.Helper()
	for _, name := range r.nodes() {
		alike := map[string]int{}
		ids := slices.DeleteFunc(slices.Clone(r.ids[name]), func(id int) bool {
			l := r.rows[id]
			key := l.what + l.state + l.relation(kind)
			if s.visible[fmt.Sprint(id)] {
				alike[key]++
			}
			return !s.visible[fmt.Sprint(id)] || alike[key] > 2
		})
		if len(ids) == 0 {
			continue
		}
		for _, f := range r.own(name) {
			to := r.leadsTo(f)
			if to == "" {
				continue
			}
			for id, row := range r.byNodes(t, ask, name, "id "+r.shape.field(f, r.shape.all(to)), ids) {
				r.sameRows(t, fmt.Sprintf("%s.%s of %s", name, f.Name, id), row[f.Name], s.rows[to])
			}
		}
	}
}

// sameRows compares rows that stand beneath a field with how nodes gave them.
func (r *reading) sameRows(t *testing.T, where string, value any, rows map[string]map[string]any) {
	t.Helper()
	switch value := value.(type) {
	case []any:
		for _, row := range value {
			r.sameRows(t, where, row, rows)
		}
	case map[string]any:
		if nodes, isConnection := value["nodes"]; isConnection {
			r.sameRows(t, where, nodes, rows)
			return
		}
		if id := value["id"].(string); !reflect.DeepEqual(value, rows[id]) {
			t.Errorf("%s leads to\n%v\nwhich is by nodes\n%v", where, value, rows[id])
		}
	}
}

// conditions are the values that each filter is tried with.
var conditions = map[string][]any{
	"AccountFilter.search": {"адам"}, "AccountFilter.blocked": {true, false},
	"AccountFilter.role":            {"YOUTH", "HOST_REPRESENTATIVE", "MENTOR", "COMMITTEE_MEMBER", "REGIONAL_COORDINATOR", "MINISTRY_ANALYST", "ADMINISTRATOR"},
	"AccountFilter.email":           nil, // everybody's, one by one
	"DataAccessFilter.others":       {true, false},
	"DuplicateCaseFilter.state":     {[]string{"MERGED"}, []string{"OPEN"}},
	"DuplicateCaseFilter.youth":     nil,
	"FigureFilter.season":           {[]int{2026}},
	"FigureFilter.region":           {"KZ-33"},
	"FigureFilter.national":         {false},
	"FigureFilter.measure":          {[]string{"YOUTH"}},
	"FigureFilter.qualifier":        {[]string{"EXACTLY"}},
	"FigureFilter.basis":            {[]string{"REPORTED"}},
	"FigureFilter.source":           {[]string{"S1"}},
	"FigureFilter.from":             {"2026-02-01"},
	"FigureFilter.to":               {"2026-02-01"},
	"HostOrganizationFilter.region": {"KZ-33", "KZ-19"}, "HostOrganizationFilter.search": {"өркен"},
	"ExceptionalAccessFilter.reviewed": {true, false}, "ExceptionalAccessFilter.others": nil, // whose, the viewer says
	"ExceptionalAccessFilter.outcome": {[]string{"OPENED"}, []string{"NOT_FOUND"}},
	"InvitationFilter.role":           {"MENTOR", "ADMINISTRATOR"}, "InvitationFilter.open": {true, false},
	"LocalityFilter.search": {"село"}, "LocalityFilter.region": {"KZ-33"}, "LocalityFilter.kind": {[]string{"VILLAGE"}}, "LocalityFilter.parent": nil,
	"NotificationFilter.unread": {true, false},
	"RegionFilter.search":       {"аймақ", "бұрын"}, "RegionFilter.kind": {"OBLAST"}, "RegionFilter.season": {2026}, "RegionFilter.existedOn": {"2025-01-01"},
	"SeasonFilter.year": {[]int{2026}}, "SeasonFilter.state": {[]string{"RUNNING"}}, "SeasonFilter.region": {"KZ-33"}, "SeasonFilter.invented": {false},
	"SocialProjectFilter.search": {"жоба", "жастары"}, "SocialProjectFilter.season": {[]int{2026}}, "SocialProjectFilter.region": {"KZ-33", "KZ-19"},
	"SocialProjectFilter.direction": {[]string{"CULTURE_AND_LEISURE"}}, "SocialProjectFilter.stage": {[]string{"RUNNING"}},
	"SocialProjectFilter.language": {"KAZAKH"}, "SocialProjectFilter.invented": {false},
	"SourceFilter.search": {"есеп"}, "SourceFilter.code": {[]string{"S1"}},
	"YouthFilter.search": {"айым"}, "YouthFilter.familyNamePrefix": {"әб"}, "YouthFilter.region": {"KZ-33", "KZ-19"},
	"YouthFilter.merged": {true, false},
}

// keys are the values that a field at the top finds one row by.
var keys = map[string]string{"season": "year: 2026", "region": `code: "KZ-33"`, "figure": `code: "2026-projects-here"`, "source": `code: "S1"`}

// root tries a field at the top of the graph.
func (r *reading) root(t *testing.T, kind string, ask asker, s seen, f *ast.FieldDefinition, into *matrix) {
	t.Helper()
	to := r.leadsTo(f)
	switch {
	case f.Name == "node" || f.Name == "nodes":
		into.root(f.Name, "any row, by its identifier; null where it is absent or hidden")
	case f.Name == "changes" || f.Name == "history" || f.Name == "journal":
		into.root(f.Name, "the entries of the journal about rows that are visible; what they lead to only while it is visible itself")
	case f.Name == "viewer":
		into.root(f.Name, "who asks: themselves, their own sessions and notifications")
		r.viewer(t, kind, ask, s, into)
	case f.Name == "consentText":
		into.root(f.Name, "the text of the consent in force, for anybody")
		if got := at(t, ask.must(t, "{ consentText { version text { kk } } }", nil), "consentText", "text", "kk"); got == "" {
			t.Error("there is no text of the consent")
		}
	case f.Name == "socialProjectCounts":
		into.root(f.Name, "how many rows of SocialProject are visible, the same as the list has")
		r.counts(t, ask, s)
	case keys[f.Name] != "":
		into.root(f.Name, "a row of "+to+" where it is visible")
		query := "{ " + f.Name + "(" + keys[f.Name] + ") { " + r.shape.all(to) + " } }"
		all, got := asker(r.programme).must(t, query, nil)[f.Name], ask.must(t, query, nil)[f.Name]
		if want := both(idsIn(map[string]any{"id": at(t, all, "id")}), s.visible); got == nil && len(want) > 0 || got != nil && len(want) == 0 {
			t.Errorf("%s finds %v, and node shows %v", query, got, want)
		} else {
			r.sameRows(t, f.Name, got, s.rows[to])
		}
	case to != "" && f.Arguments.ForName("first") != nil:
		into.root(f.Name, "the rows of "+to+" that are visible; with a filter those of them that meet it, counted and paged alike")
		r.list(t, ask, s, f, to)
	default:
		t.Errorf("the field %s at the top is tried nowhere: see root in authorisation_reading_test.go", f.Name)
	}
}

// whole is the list of ids that a connection gives with arguments, and its count.
func (r *reading) whole(t *testing.T, ask asker, f *ast.FieldDefinition, arguments map[string]any) (ids map[string]bool) {
	t.Helper()
	data := at(t, r.pageOf(t, ask, f, arguments), f.Name)
	ids = idsIn(at(t, data, "nodes"))
	if total := fmt.Sprint(at(t, data, "totalCount")); total != fmt.Sprint(len(ids)) || at(t, data, "pageInfo", "hasNextPage") != false {
		t.Errorf("%s(%v): %d rows on one page, totalCount %s", f.Name, arguments, len(ids), total)
	}
	return ids
}

func (r *reading) pageOf(t *testing.T, ask asker, f *ast.FieldDefinition, arguments map[string]any) map[string]any {
	t.Helper()
	var parameters, passed []string
	for _, a := range f.Arguments {
		if _, given := arguments[a.Name]; given {
			parameters, passed = append(parameters, "$"+a.Name+": "+a.Type.String()), append(passed, a.Name+": $"+a.Name)
		}
	}
	list := f.Name + "(" + strings.Join(passed, " ") +
		") { totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }"
	if r.Query.Fields.ForName(f.Name) != nil {
		return ask.must(t, "query("+strings.Join(parameters, " ")+") { "+list+" }", arguments)
	}
	return ask.must(t, "query("+strings.Join(parameters, " ")+") { viewer { "+list+" } }", arguments)["viewer"].(map[string]any)
}

// list reads a connection at the top in every order, by pages from both ends,
// and with every filter.
func (r *reading) list(t *testing.T, ask asker, s seen, f *ast.FieldDefinition, to string) {
	t.Helper()
	visible := both(s.visible, idsIn(slices.Collect(func(yield func(any) bool) {
		for id := range r.all.rows[to] {
			if !yield(map[string]any{"id": id}) {
				return
			}
		}
	})))
	want := func(how string, got, want map[string]bool) {
		t.Helper()
		if !maps.Equal(got, want) {
			t.Errorf("%s %s has %v, and node shows %v", f.Name, how, sorted(got), sorted(want))
		}
	}
	order := r.Types[f.Arguments.ForName("orderBy").Type.Name()]
	for _, by := range r.Types[order.Fields.ForName("field").Type.Name()].EnumValues {
		for _, direction := range []string{"ASC", "DESC"} {
			how := map[string]any{"field": by.Name, "direction": direction}
			want("ordered by "+by.Name, r.whole(t, ask, f, map[string]any{"first": 100, "orderBy": how}), visible)
		}
	}
	for size, cursor := range map[string][2]string{"first": {"after", "endCursor"}, "last": {"before", "startCursor"}} {
		got, arguments := map[string]bool{}, map[string]any{size: 17}
		for {
			data := at(t, r.pageOf(t, ask, f, arguments), f.Name)
			maps.Copy(got, idsIn(data))
			more := map[string]string{"first": "hasNextPage", "last": "hasPreviousPage"}[size]
			if at(t, data, "pageInfo", more) != true {
				break
			}
			arguments[cursor[0]] = at(t, data, "pageInfo", cursor[1])
		}
		want("by pages with "+size, got, visible)
	}
	if f.Name == "youths" {
		// Of whom no more is shown than the name, no other name finds them either.
		closely := map[string]bool{}
		for id := range visible {
			if row := s.rows["Youth"][id]; !isEmpty(row["personalData"]) {
				closely[id] = true
			}
		}
		arguments := map[string]any{"first": 100, "filter": map[string]any{"search": "abenova"}}
		want("searched by a name that is not shown", r.whole(t, ask, f, arguments), both(r.whole(t, r.programme, f, arguments), closely))
	}
	filter := r.Types[f.Arguments.ForName("filter").Type.Name()]
	for _, condition := range filter.Fields {
		values, known := r.conditionsOf(t, filter.Name+"."+condition.Name)
		if !known {
			t.Errorf("the filter %s.%s is tried nowhere: give it values in conditions", filter.Name, condition.Name)
		}
		found := 0
		for _, value := range values {
			arguments := map[string]any{"first": 100, "filter": map[string]any{condition.Name: value}}
			all := r.whole(t, r.programme, f, arguments)
			found += len(all)
			expected := both(all, visible)
			if filter.Name == "AccountFilter" && condition.Name == "role" {
				expected = r.holders(s, value.(string))
			}
			if id, named := value.(string); named && condition.Type.Name() == "ID" && !s.visible[id] {
				expected = nil // what is hidden is absent
			}
			want(fmt.Sprintf("with %s: %v", condition.Name, value), r.whole(t, ask, f, arguments), expected)
		}
		if found == 0 && values != nil {
			t.Errorf("no row of the country meets %s.%s", filter.Name, condition.Name)
		}
	}
}

// conditionsOf are the values that a filter is tried with.
func (r *reading) conditionsOf(t *testing.T, name string) (values []any, known bool) {
	t.Helper()
	values, known = conditions[name]
	switch name {
	case "AccountFilter.email":
		for _, address := range slices.Sorted(maps.Values(r.addresses)) {
			values = append(values, address)
		}
	case "DuplicateCaseFilter.youth":
		for id := range r.all.rows["Youth"] {
			values = append(values, id)
		}
	case "LocalityFilter.parent":
		for _, row := range r.all.rows["Locality"] {
			values = append(values, row["kato"])
		}
	}
	return values, known
}

// holders are the accounts that hold a role by the grants that a viewer reads.
func (r *reading) holders(s seen, role string) map[string]bool {
	now, ids := time.Now().UTC().Format(time.RFC3339), map[string]bool{}
	for id, row := range s.rows["Account"] {
		for grant := range idsIn(row["roleGrants"]) {
			g := s.rows["RoleGrant"][grant]
			ends, limited := g["endsAt"].(string)
			if g["role"] == role && g["revokedAt"] == nil && g["startsAt"].(string) <= now && (!limited || ends > now) {
				ids[id] = true
			}
		}
	}
	return ids
}

// counts compares counts with lists.
func (r *reading) counts(t *testing.T, ask asker, s seen) {
	t.Helper()
	filters := []any{nil}
	for name, values := range conditions {
		if field, ok := strings.CutPrefix(name, "SocialProjectFilter."); ok {
			for _, value := range values {
				filters = append(filters, map[string]any{field: value})
			}
		}
	}
	for _, filter := range filters {
		query := `query($filter: SocialProjectFilter) { socialProjectCounts(filter: $filter) { count season { id } region { id } } }`
		counted := 0
		data := ask.must(t, query, map[string]any{"filter": filter})
		for _, row := range at(t, data, "socialProjectCounts").([]any) {
			n, _ := strconv.Atoi(fmt.Sprint(at(t, row, "count")))
			counted += n
		}
		if list := r.whole(t, ask, r.Query.Fields.ForName("socialProjects"), map[string]any{"first": 100, "filter": filter}); counted != len(list) {
			t.Errorf("socialProjectCounts(%v) counts %d, and the list has %d", filter, counted, len(list))
		}
		for id := range idsIn(data) {
			if !s.visible[id] {
				t.Errorf("socialProjectCounts leads to %s, which node does not show", id)
			}
		}
	}
}

// viewer tries who asks.
func (r *reading) viewer(t *testing.T, kind string, ask asker, s seen, into *matrix) {
	t.Helper()
	data := ask.must(t, "{ viewer { "+r.shape.all("Viewer")+" } }", nil)["viewer"].(map[string]any)
	open := func(name, field string) map[string]bool {
		ids := map[string]bool{}
		for id, row := range s.rows[name] {
			if field == "" || row[field] == nil {
				ids[id] = true
			}
		}
		return ids
	}
	for _, f := range r.own("Viewer") {
		got := idsIn(data[f.Name])
		for id := range got {
			if !s.visible[id] {
				t.Errorf("viewer.%s leads to %s, which node does not show", f.Name, id)
			}
		}
		text := ""
		switch f.Name {
		case "account":
			if own := fmt.Sprint(r.accounts[kind]); s.visible[own] != got[own] || len(got) > 1 {
				t.Errorf("viewer.account is %v", got)
			}
			text = fmt.Sprint(len(got))
		case "session":
			if len(got) > 1 || len(both(got, open("Session", "endedAt"))) != len(got) {
				t.Errorf("viewer.session is %v", got)
			}
			text = fmt.Sprint(len(got))
		case "sessions":
			if !maps.Equal(got, open("Session", "endedAt")) {
				t.Errorf("viewer.sessions are %v", got)
			}
			text = fmt.Sprint(len(got))
		case "notifications":
			if !maps.Equal(got, open("Notification", "")) {
				t.Errorf("viewer.notifications are %v", got)
			}
			r.list(t, ask, s, f, "Notification")
			text = fmt.Sprint(len(got))
		case "youth":
			if own := fmt.Sprint(r.youths[kind]); s.visible[own] && r.youths[kind] != 0 != got[own] || len(got) > 1 && !got[own] {
				t.Errorf("viewer.youth is %v", got)
			}
			text = fmt.Sprint(min(1, len(got)))
		case "consents":
			if want := r.about(kind, "Consent", s); !maps.Equal(got, want) {
				t.Errorf("viewer.consents are %v, want %v", got, want)
			}
			text = fmt.Sprint(len(got))
		case "guardianRequest":
			want := r.about(kind, "GuardianRequest", s)
			maps.DeleteFunc(want, func(id string, _ bool) bool { return s.rows["GuardianRequest"][id]["cancelledAt"] != nil })
			if !maps.Equal(got, want) {
				t.Errorf("viewer.guardianRequest is %v, want %v", got, want)
			}
			text = fmt.Sprint(len(got))
		case "dataAccesses":
			if want := r.about(kind, "DataAccess", s); !maps.Equal(idsIn(at(t, data, "dataAccesses", "nodes")), want) {
				t.Errorf("viewer.dataAccesses are %v, want %v", got, want)
			}
			text = fmt.Sprint(len(idsIn(at(t, data, "dataAccesses", "nodes"))))
		case "exceptionalAccesses":
			for id := range open("ExceptionalAccess", "endedAt") {
				if row := s.rows["ExceptionalAccess"][id]; got[id] != (r.rows[number(id)].state == "lasts" && r.rows[number(id)].relation(kind) == isOwn && !slices.Contains(formerly, kind)) {
					t.Errorf("viewer.exceptionalAccesses are %v, and there is %v", got, row)
				}
			}
			text = fmt.Sprint(len(got))
		case "roles":
			text = strings.Join(texts(t, data["roles"]), " ")
		case "secondFactor":
			text = fmt.Sprint(data["secondFactor"])
		default:
			t.Errorf("viewer.%s is tried nowhere", f.Name)
		}
		into.viewer(f.Name, kind, text)
	}
}

func number(id string) int { n, _ := strconv.Atoi(id); return n }

// about are the rows of a type that are about a kind of viewer themselves.
func (r *reading) about(kind, name string, s seen) map[string]bool {
	ids := map[string]bool{}
	for _, id := range r.ids[name] {
		if l := r.rows[id]; s.visible[fmt.Sprint(id)] && l.relation(kind) == isOwn && l.what == aboutThemself {
			ids[fmt.Sprint(id)] = true
		}
	}
	return ids
}

// journal reads the feed, its subscription, the journal and the history of every
// row: they tell of the rows that node shows, and lead to no other.
func (r *reading) journal(t *testing.T, kind string, ask asker, s seen) {
	t.Helper()
	told, entries := map[string]bool{}, []string(nil)
	start := r.feed(t, ask, func(change any) {
		entries = append(entries, entryOf(t, change))
		record := fmt.Sprint(at(t, change, "record"))
		told[record] = true
		if !s.visible[record] || at(t, change, "kind") != "CREATED" {
			t.Errorf("changes tell of %v, which node does not show", change)
		}
		r.leads(t, "changes", change, s)
	})
	recorded := r.recorded(s.visible)
	if !maps.Equal(told, recorded) {
		t.Errorf("changes tell of %d rows, and node shows %d", len(told), len(recorded))
	}
	if got := r.subscribed(t, kind, start); !slices.Equal(got, entries) {
		t.Errorf("the subscription tells of %d entries, and changes of %d", len(got), len(entries))
	}
	var listed []string
	r.pages(t, ask, "journal", nil, func(change any) {
		listed = append(listed, entryOf(t, change))
		r.leads(t, "the journal", change, s)
	})
	slices.Sort(listed)
	slices.Sort(entries)
	if !slices.Equal(listed, entries) {
		t.Errorf("the journal tells of %d entries, and changes of %d", len(listed), len(entries))
	}
	for _, name := range r.nodes() {
		for chunk := range slices.Chunk(r.ids[name], 10) {
			for i, history := range r.each(t, ask, chunk, "history(id: $%s, first: 2) { nodes { "+r.shape.all("Change")+" } }") {
				if told := len(at(t, history, "nodes").([]any)) > 0; told != recorded[fmt.Sprint(chunk[i])] {
					t.Errorf("the history of %s %d tells of it is %t", name, chunk[i], told)
				}
				for _, change := range at(t, history, "nodes").([]any) {
					r.leads(t, "history", change, s)
				}
			}
		}
	}
}

// recorded are the rows that the journal tells of: not those that follow from what
// is sealed.
func (r *reading) recorded(visible map[string]bool) map[string]bool {
	rows := maps.Clone(visible)
	for name, table := range policy.Tables() {
		if copied, known := ent.CopiedColumns[table]; known && len(copied) == 0 {
			for _, id := range r.ids[name] {
				delete(rows, fmt.Sprint(id))
			}
		}
	}
	return rows
}

// feed reads the feed of changes from its start, which it returns the cursor of.
func (r *reading) feed(t *testing.T, ask asker, tell func(change any)) (start string) {
	t.Helper()
	start = at(t, ask.must(t, `{ changes(first: 0) { pageInfo { endCursor } } }`, nil), "changes", "pageInfo", "endCursor").(string)
	r.pages(t, ask, "changes", start, tell)
	return start
}

// pages reads a list of changes after a cursor to its end.
func (r *reading) pages(t *testing.T, ask asker, list string, after any, tell func(change any)) {
	t.Helper()
	query := "query($after: Cursor) { " + list + "(first: 100, after: $after) { nodes { " + r.shape.all("Change") + " } pageInfo { endCursor hasNextPage } } }"
	for more := true; more; {
		page := at(t, ask.must(t, query, map[string]any{"after": after}), list)
		for _, change := range at(t, page, "nodes").([]any) {
			tell(change)
		}
		after, more = at(t, page, "pageInfo", "endCursor"), at(t, page, "pageInfo", "hasNextPage") == true
	}
}

// leads fails where a change leads to a row that node does not show, and where
// its fields are not those that there are, without what leads to such rows.
func (r *reading) leads(t *testing.T, where string, change any, s seen) {
	t.Helper()
	for id := range idsIn(change) {
		if !s.visible[id] {
			t.Errorf("%s lead to %s, which node does not show", where, id)
		}
	}
	entry := entryOf(t, change)
	want := []any{}
	for _, field := range r.entries[entry] {
		if n, isNumber := at(t, field, "after").(json.Number); isNumber {
			id, _ := strconv.Atoi(n.String())
			if _, isRow := r.rows[id]; isRow && !s.visible[n.String()] {
				continue
			}
		}
		want = append(want, field)
	}
	if got := at(t, change, "fields"); !reflect.DeepEqual(got, want) {
		t.Errorf("%s have of entry %s, about %v %v,\n%v\nwant\n%v", where, entry, at(t, change, "type"), at(t, change, "record"), got, want)
	}
}

// entryOf tells the entries of the country apart: a transaction makes a row once.
func entryOf(t *testing.T, change any) string {
	t.Helper()
	return fmt.Sprint(at(t, change, "transaction"), " ", at(t, change, "record"))
}

// subscribed reads the feed by its subscription, and returns the entries.
func (r *reading) subscribed(t *testing.T, kind, after string) (entries []string) {
	t.Helper()
	r.follow(t, kind, "subscription($after: Cursor) { changes(after: $after) { nodes { transaction record } pageInfo { hasNextPage } } }", after, func(page any) {
		for _, change := range at(t, page, "nodes").([]any) {
			entries = append(entries, entryOf(t, change))
		}
	})
	return entries
}

// follow reads the pages of a subscription to the feed, until there is no next one.
func (c *country) follow(t *testing.T, kind, query, after string, read func(page any)) {
	t.Helper()
	server := httptest.NewServer(c.handler)
	defer server.Close()
	body, err := json.Marshal(map[string]any{"query": query, "variables": map[string]any{"after": after}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/graphql", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	if cookie := c.viewers[kind].cookie; cookie != nil {
		request.AddCookie(cookie)
	}
	response, err := server.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		text, isData := strings.CutPrefix(lines.Text(), "data: ")
		if !isData {
			continue
		}
		var event map[string]any
		if err := json.Unmarshal([]byte(text), &event); err != nil {
			t.Fatal(err)
		}
		page := at(t, event, "data", "changes")
		read(page)
		if at(t, page, "pageInfo", "hasNextPage") == false {
			return
		}
	}
	t.Errorf("the subscription breaks off: %s, %v", response.Status, lines.Err())
}

// identifier is an argument of a field, or of its filter, that takes an identifier.
type identifier struct {
	name, kind string
	value      func(id string) any
}

func identifiers(schema *ast.Schema, f *ast.FieldDefinition) (list []identifier) {
	of := func(kind *ast.Type) (wrap func(string) any, ok bool) {
		switch {
		case kind.Name() != "ID":
			return nil, false
		case kind.Elem != nil:
			return func(id string) any { return []string{id} }, true
		}
		return func(id string) any { return id }, true
	}
	for _, a := range f.Arguments {
		if wrap, ok := of(a.Type); ok {
			list = append(list, identifier{a.Name, a.Type.String(), wrap})
		}
		if a.Name != "filter" {
			continue
		}
		for _, condition := range schema.Types[a.Type.Name()].Fields {
			if wrap, ok := of(condition.Type); ok {
				list = append(list, identifier{a.Name, a.Type.String(), func(id string) any { return map[string]any{condition.Name: wrap(id)} }})
			}
		}
	}
	return list
}

// cursorLike is the cursor of one row made into that of another.
func cursorLike(t *testing.T, cursor, from, to string) string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || !strings.Contains(string(text), from) {
		t.Fatalf("a cursor of %s is %s, %v", from, text, err)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(text), from, to, 1)))
}
