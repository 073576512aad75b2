package graph

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// attack is one hostile request. It is either refused or served, but always
// cheaply; when code is not empty, it is refused with that code.
type attack struct {
	name        string
	method      string // POST when empty
	query       string // the query string of the address
	contentType string // application/json when empty
	body        string
	code        Code
	limit       Limit // of a LimitExceeded refusal, when known
}

func (a attack) request() *http.Request {
	method := a.method
	if method == "" {
		method = http.MethodPost
	}
	r := httptest.NewRequest(method, "/graphql", strings.NewReader(a.body))
	r.URL.RawQuery = a.query
	contentType := a.contentType
	if contentType == "" {
		contentType = "application/json"
	}
	r.Header.Set("Content-Type", contentType)
	return r
}

func post(query string) string {
	return postWith(query, "", nil)
}

func postWith(query, operationName string, variables any) string {
	params := map[string]any{"query": query}
	if operationName != "" {
		params["operationName"] = operationName
	}
	if variables != nil {
		params["variables"] = variables
	}
	body := bytes.Buffer{}
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(params); err != nil {
		panic(err)
	}
	return body.String()
}

// times joins n texts made of format and their number.
func times(n int, format string) string {
	var text strings.Builder
	for i := range n {
		text.WriteString(strings.ReplaceAll(format, "#", fmt.Sprint(i)))
	}
	return text.String()
}

// nest returns open n times, the core, and closing n times.
func nest(n int, opening, core, closing string) string {
	return strings.Repeat(opening, n) + core + strings.Repeat(closing, n)
}

// attackCorpus is every hostile request the server has to survive. It is
// written against the field names of the programme's schema.
func attackCorpus() []attack {
	const mib = 1 << 20
	limited := func(limit Limit, name, query string) attack {
		return attack{name: name, body: post(query), code: LimitExceeded, limit: limit}
	}
	free := func(name, query string) attack { return attack{name: name, body: post(query)} }
	refused := func(code Code, name, body string) attack { return attack{name: name, body: body, code: code} }
	get := func(code Code, name, query string) attack {
		return attack{name: name, method: http.MethodGet, query: query, code: code}
	}
	longName := strings.Repeat("n", 30_000)
	fragmentBomb := func(n int) string {
		// Each fragment spreads the next one twice: 2^n paths.
		return "query{...F0}" + times(n, "fragment F# on Query{a#:__typename ...G#}") +
			func() string {
				var text strings.Builder
				for i := range n {
					next := fmt.Sprintf("...F%d ...F%d", i+1, i+1)
					if i == n-1 {
						next = "__typename"
					}
					fmt.Fprintf(&text, "fragment G%d on Query{%s}", i, next)
				}
				return text.String()
			}()
	}
	deepFragmentBomb := func(n int, field, typ string) string {
		// Each fragment spreads the next one in two fields: 2^n fields.
		var text strings.Builder
		text.WriteString("query{regions{nodes{...F0}}}")
		for i := range n {
			next := fmt.Sprintf("a:%s{...F%d} b:%s{...F%d}", field, i+1, field, i+1)
			if i == n-1 {
				next = "id"
			}
			fmt.Fprintf(&text, "fragment F%d on %s{%s}", i, typ, next)
		}
		return text.String()
	}
	ids := func(n int) []string { return strings.Split(strings.TrimSuffix(times(n, "r#,"), ","), ",") }
	idsQuery := "query($ids:[ID!]!){nodes(ids:$ids){id}}"

	return []attack{
		// What is known to hurt a server as it comes out of the box.
		limited(LimitTokens, "duplicate fields, 24 KB", "{"+strings.Repeat("__typename ", 2_200)+"}"),
		limited(LimitTokens, "different fields, 24 KB", "{"+times(2_200, "name# ")+"}"),
		refused(LimitExceeded, "duplicate fields, 48 KB", post("{"+strings.Repeat("__typename ", 4_400)+"}")),
		refused(ValidationFailed, "490 unknown directives", post("{__typename "+times(490, "@a# ")+"}")),
		refused(LimitExceeded, "490 times one directive", post("{__typename "+strings.Repeat("@a ", 490)+"}")),
		limited(LimitDepth, "ordinary depth", `{region(code:"KZ-10"){`+nest(30, "predecessor{", "id", "}")+"}}"),
		limited(LimitCost, "pages of pages of pages", `{regions(first:100){nodes{localities(first:100){nodes{region{figures(first:100){nodes{id}}}}}}}}`),
		refused(BadRequest, "malformed body with a password", `{"query":"{__typename}","variables":{"password":"hunter2"`),
		refused(LimitExceeded, "body over 1 MiB", post("{__typename #"+strings.Repeat("x", mib)+"\n}")),
		get(MethodNotAllowed, "mutation by GET", "query="+url.QueryEscape("mutation{__typename}")),
		refused(BadUserInput, "oneOf by variable", postWith("query($by:RegionBy){region(by:$by){id}}", "",
			map[string]any{"by": map[string]any{"iso": "KZ-10", "id": "1"}})),
		refused(ValidationFailed, "oneOf by literal", post(`{region(by:{iso:"KZ-10",id:"1"}){id}}`)),
		get("", "unknown operation type by GET", "query="+url.QueryEscape("subscription{__typename}")),

		// Aliases and repetition.
		limited(LimitCost, "alias flood of connections", "{"+times(40, "a#:regions(first:100){nodes{id}} ")+"}"),
		free("alias flood of typenames", "{"+times(190, "a#:__typename ")+"}"),
		limited(LimitCost, "alias flood under a list", "{regions(first:100){nodes{"+times(190, "a#:id ")+"}}}"),
		limited(LimitCost, "alias flood in inline fragments", "{"+times(40, "...{a#:regions(first:100){nodes{id}}} ")+"}"),
		limited(LimitCost, "alias flood in fragments", "{"+times(30, "...F# ")+"}"+
			times(30, "fragment F# on Query{a#:regions(first:100){nodes{id}}}")),
		limited(LimitDocument, "alias of 30,000 characters", "{"+longName+":regions(first:100){nodes{id}}}"),
		limited(LimitCost, "alias flood of totalCount", "{regions(first:100){nodes{"+times(30, "a#:localities{totalCount} ")+"}}}"),
		limited(LimitTokens, "same field 990 times", "{"+strings.Repeat("__typename ", 990)+"}"),
		free("conflicting aliases", "{"+times(80, "a:region(code:\"#\"){id} ")+"}"),
		free("four fields 200 times each", "{"+strings.Repeat("__typename __schema{__typename} node regions ", 95)+"}"),
		free("duplicates in a chain of fragments", `{region(code:"KZ-10"){...F0}}`+func() string {
			var text strings.Builder
			for i := range 10 {
				next := fmt.Sprintf("...F%d", i+1)
				if i == 9 {
					next = "kato"
				}
				own := strings.Repeat("id ", 19) + strings.Repeat("isoCode ", 19) + strings.Repeat("timeZone ", 19) + strings.Repeat("__typename ", 19)
				fmt.Fprintf(&text, "fragment F%d on Region{predecessor{%s %s}%s}", i, own, next, next)
			}
			return text.String()
		}()),
		free("conflicting nested selections", "{"+times(60, "regions{nodes{x:id x:__typename}} ")+"}"),
		free("same response name in many parents", "{"+nest(8, "regions{nodes{a:id localities{nodes{region{", strings.Repeat("id ", 400), "}}}}}")+"}"),

		// Fragments.
		free("fragment bomb, same level", fragmentBomb(38)),
		free("fragment bomb, nested", deepFragmentBomb(40, "predecessor", "Region")),
		limited(LimitDepth, "fragment bomb, nested 20 deep", deepFragmentBomb(20, "predecessor", "Region")),
		free("fragment bomb in lists", deepFragmentBomb(9, "successors", "Region")),
		free("fragment cycle of two", "{...A}fragment A on Query{...B}fragment B on Query{...A}"),
		free("fragment that spreads itself", "{...A}fragment A on Query{a:__typename ...A ...A ...A}"),
		free("fragment cycles, 50", "{...F0}"+times(50, "fragment F# on Query{...X#}")+times(50, "fragment X# on Query{...F#}")),
		free("complete graph of fragments", "{...F0}"+times(18, "fragment F# on Query{"+strings.ReplaceAll(times(18, "...F# "), "#", "")+"}")),
		free("fragments all spread by all", func() string {
			var text strings.Builder
			text.WriteString("{" + times(20, "...F# ") + "}")
			for i := range 20 {
				fmt.Fprintf(&text, "fragment F%d on Query{a:__typename ", i)
				for j := i + 1; j < 20; j++ {
					fmt.Fprintf(&text, "...F%d ", j)
				}
				text.WriteString("}")
			}
			return text.String()
		}()),
		free("fragments of overlapping fields", "{"+times(40, "...F# ")+"}"+
			times(40, "fragment F# on Query{regions{nodes{id ...on Region{id}}}}")),
		refused(ValidationFailed, "unused fragments", post("{__typename}"+times(120, "fragment F# on Query{__typename}"))),
		free("unknown fragments", "{"+times(400, "...F# ")+"}"),
		free("fragments on unknown types", "{"+times(140, "...on Nothing#{a} ")+"}"),
		free("inline fragments nested 190 deep", "{"+nest(190, "...on Query{", "__typename", "}")+"}"),

		// Depth.
		limited(LimitTokens, "selection nested 10,000 deep", nest(10_000, "{a", "", "}")),
		free("selection nested 320 deep", nest(320, "{a", "", "}")),
		free("unclosed braces", strings.Repeat("{a", 450)),
		limited(LimitVariables, "list literal nested 450 deep", "{nodes(ids:"+nest(450, "[", "", "]")+"){id}}"),
		limited(LimitVariables, "object literal nested 200 deep", "{regions(filter:"+nest(200, "{not:", "{}", "}")+"){totalCount}}"),
		free("list type nested 450 deep", "query($a:"+nest(450, "[", "ID", "]")+"){__typename}"),

		// Introspection.
		free("introspection, fields of types of fields", "{__schema{types{"+nest(6, "fields{type{", "name", "}}")+"}}}"),
		limited(LimitIntrospection, "introspection, wide twice", "{__schema{types{fields{args{type{inputFields{type{name}}}} type{fields{name description type{"+
			nest(6, "ofType{name kind ", "name", "}")+"} args{name type{"+nest(6, "ofType{name kind ", "name", "}")+"}}}}}}}}"),
		limited(LimitIntrospection, "introspection, aliases", "{"+times(10, "a#:__schema{types{fields{args{name type{name kind}}}}}")+"}"),
		limited(LimitIntrospection, "introspection, ofType 40 deep", `{__type(name:"Region"){`+nest(40, "ofType{", "name", "}")+"}}"),
		free("introspection, interfaces and their types", "{__schema{types{interfaces{possibleTypes{interfaces{possibleTypes{fields{name}}}}}}}}"),
		free("introspection, fragment cycle", "{__schema{types{...T}}}fragment T on __Type{fields{type{...T}}}"),
		limited(LimitIntrospection, "introspection, __type flood", "{"+times(30, `a#:__type(name:"Region"){fields{name args{name type{name kind description} defaultValue} description}} `)+"}"),

		// Variables.
		{
			name: "variables nested 17 deep", code: LimitExceeded, limit: LimitVariables,
			body: `{"query":"{__typename}","variables":{"a":` + nest(17, "[", "", "]") + `}}`,
		},
		{
			name: "variables nested 200,000 deep", code: LimitExceeded, limit: LimitVariables,
			body: `{"query":"{__typename}","variables":{"a":` + nest(200_000, "[", "", "]") + `}}`,
		},
		{
			name: "unknown parameter nested 200,000 deep", code: LimitExceeded, limit: LimitVariables,
			body: `{"other":` + nest(200_000, "[", "", "]") + `,"query":"{__typename}"}`,
		},
		{
			name: "variables with 300,000 values", code: LimitExceeded, limit: LimitVariables,
			body: `{"query":"{__typename}","variables":{"a":[` + strings.Repeat("1,", 300_000) + `1]}}`,
		},
		{
			name: "variables with 60,000 keys", code: LimitExceeded, limit: LimitVariables,
			body: `{"query":"{__typename}","variables":{` + times(60_000, `"k#":1,`) + `"z":1}}`,
		},
		{name: "unknown parameters, 60,000", code: LimitExceeded, limit: LimitVariables, body: `{` + times(60_000, `"k#":1,`) + `"query":"{__typename}"}`},
		{
			name: "a text of 900,000 characters", code: LimitExceeded, limit: LimitVariables,
			body: postWith("query($a:ID!){node(id:$a){id}}", "", map[string]any{"a": strings.Repeat("я", 400_000)}),
		},
		{
			name: "a key of 900,000 characters", code: LimitExceeded, limit: LimitVariables,
			body: postWith("query($a:ID!){node(id:$a){id}}", "", map[string]any{strings.Repeat("k", 900_000): 1}),
		},
		{
			name: "a number of 900,000 digits", code: LimitExceeded, limit: LimitVariables,
			body: `{"query":"query($n:Int){regions(first:$n){totalCount}}","variables":{"n":` + strings.Repeat("9", 900_000) + `}}`,
		},
		{name: "a number with a huge exponent", body: `{"query":"query($n:Int){regions(first:$n){totalCount}}","variables":{"n":1e999999999}}`},
		{name: "a text of 10,000 characters", body: postWith("query($a:ID!){node(id:$a){id}}", "", map[string]any{"a": strings.Repeat("я", 10_000)})},
		{name: "unknown variables", body: postWith("{__typename}", "", map[string]any{"a": []any{1, "b", nil, map[string]any{}}})},
		{
			name: "a long key of an input object", code: BadUserInput,
			body: postWith("query($w:RegionBy){region(by:$w){id}}", "", map[string]any{"w": map[string]any{strings.Repeat("k", 10_000): 1}}),
		},
		refused(BadRequest, "variables that are a list", `{"query":"{__typename}","variables":[1]}`),
		refused(BadRequest, "extensions that are a text", `{"query":"{__typename}","extensions":"x"}`),
		refused(BadRequest, "a key given twice in variables", `{"query":"{__typename}","variables":{"a":1,"a":2}}`),
		refused(BadRequest, "query given twice", `{"query":"{__typename}","query":"{regions{totalCount}}"}`),
		free("400 variables", "query("+times(200, "$a#:ID ")+"){__typename}"),
		refused(ValidationFailed, "directives on variables", post("query("+times(90, "$a#:ID @b @c ")+"){__typename}")),
		free("variables in directives", "query($a:Boolean!){__typename "+strings.Repeat("@skip(if:$a) ", 120)+"}"),

		// Page sizes and ids.
		refused(BadUserInput, "first: 2147483648", post("{regions(first:2147483648){nodes{id}}}")),
		refused(BadUserInput, "first: 101", post("{regions(first:101){nodes{id}}}")),
		refused(BadUserInput, "first: -1", post("{regions(first:-1){nodes{id}}}")),
		refused(BadUserInput, "first and last", post("{regions(first:1,last:1){nodes{id}}}")),
		refused(BadUserInput, "last by variable", postWith("query($n:Int){regions(last:$n){nodes{id}}}", "", map[string]any{"n": 100_000})),
		refused(ValidationFailed, "first beyond 64 bits", post("{regions(first:99999999999999999999){nodes{id}}}")),
		refused(BadUserInput, "101 ids", postWith(idsQuery, "", map[string]any{"ids": ids(101)})),
		refused(BadUserInput, "101 ids as a literal", post(`{nodes(ids:["`+strings.Join(ids(101), `","`)+`"]){id}}`)),
		{name: "100 ids", body: postWith(idsQuery, "", map[string]any{"ids": ids(100)})},
		{name: "ids flood under aliases", body: postWith("query($ids:[ID!]!){"+times(60, "a#:nodes(ids:$ids){id} ")+"}", "",
			map[string]any{"ids": ids(100)}), code: LimitExceeded, limit: LimitCost},
		{name: "100 ids of 100 characters", body: postWith(idsQuery, "",
			map[string]any{"ids": strings.Split(strings.TrimSuffix(strings.Repeat(strings.Repeat("x", 100)+",", 100), ","), ",")})},
		free("a cursor of 20,000 characters", `{regions(after:"`+strings.Repeat("A", 20_000)+`"){totalCount}}`),

		// Directives.
		free("repeated include", "{__typename "+strings.Repeat("@include(if:true) ", 120)+"}"),
		free("repeated skip everywhere", "{"+times(55, "a#:__typename @skip(if:true) @skip(if:false) ")+"}"),
		free("directives with arguments", "{__typename "+times(60, "@d#(a:[1,2,{b:3}]) ")+"}"),
		refused(ValidationFailed, "defer flood", post("{"+times(90, "...@defer{__typename} ")+"}")),

		// Text.
		refused(ParseFailed, "null byte in the document", post("{__typename\x00}")),
		refused(ValidationFailed, "null character in a literal", post("{node(id:\"a\\u0000b\"){id}}")),
		refused(BadUserInput, "null character in a variable", postWith("query($a:ID!){node(id:$a){id}}", "", map[string]any{"a": "a\x00b"})),
		refused(BadRequest, "invalid UTF-8", "{\"query\":\"{__typename #\xff\xfe\\n}\"}"),
		free("lone surrogates", "{node(id:\"\\ud800\"){id}}"),
		{name: "lone surrogate in JSON", body: `{"query":"query($a:ID!){node(id:$a){id}}","variables":{"a":"\ud800\udc00\ud800"}}`},
		free("names in homoglyphs", "{rеgions{tоtalCount}}"),
		free("right-to-left and zero-width", "{\u202e__typename\u200b \ufeff}"),
		free("combining characters", "{node(id:\"a"+strings.Repeat("\u0301", 8_000)+"\"){id}}"),
		refused(LimitExceeded, "comment flood", post(strings.Repeat("#\n", 15_000)+"{__typename}")),
		free("one long comment", "#"+strings.Repeat("x", 30_000)+"\n{__typename}"),
		free("blanks and commas", strings.Repeat(" ,\t\n", 8_000)+"{__typename}"),
		free("block texts", "{"+times(85, `a#:node(id:"""`+strings.Repeat("\\n  x", 20)+`"""){id} `)+"}"),
		free("a block text of 30,000 lines", `{node(id:"""`+strings.Repeat("\n ", 14_000)+`"""){id}}`),
		free("block text that never ends", `{node(id:"""`+strings.Repeat("\n", 30_000)),
		free("escapes", `{node(id:"`+strings.Repeat(`\u0041`, 5_000)+`"){id}}`),
		free("a text literal of the wrong type", `{regions(first:"`+strings.Repeat("x", 30_000)+`"){totalCount}}`),

		// Names.
		free("990 unknown fields", "{"+times(900, "n# ")+"}"),
		free("unknown fields of long names", "{"+times(300, strings.Repeat("r", 90)+"# ")+"}"),
		free("unknown types of long names", "query("+times(240, "$a#:"+strings.Repeat("R", 90)+"# ")+"){__typename}"),
		free("unknown arguments", "{regions("+times(300, "firs#:1 ")+"){totalCount}}"),
		free("unknown enum values", "{"+times(85, "a#:regions(orderBy:NAMES#){totalCount} ")+"}"),
		limited(LimitDocument, "a field name of 30,000 characters", "{"+longName+"}"),
		limited(LimitDocument, "a directive name of 30,000 characters", "{__typename @"+longName+"}"),

		// Operations.
		{name: "150 operations", body: postWith(times(150, "query O#{__typename}"), "O149", nil)},
		{name: "150 operations of one name", body: postWith(strings.Repeat("query O{__typename}", 150), "O", nil)},
		free("many anonymous operations", strings.Repeat("{__typename}", 200)),
		{name: "an operation name that is not there", body: postWith("query A{__typename}", "B", nil), code: ValidationFailed},
		{name: "an operation name of 900,000 characters", body: postWith("{__typename}", strings.Repeat("x", 900_000), nil), code: LimitExceeded},
		free("type definitions", times(140, "type T#{a:ID}")),

		// Transport.
		refused(BadRequest, "batch", "["+strings.TrimSuffix(strings.Repeat(post("{__typename}")+",", 5_000), ",")+"]"),
		refused(BadRequest, "empty body", ""),
		refused(BadRequest, "null body", "null"),
		refused(BadRequest, "1 MiB of brackets", strings.Repeat("[", mib)),
		refused(LimitExceeded, "1 MiB of braces", strings.Repeat(`{"a":`, mib/5)),
		refused(BadRequest, "two objects", post("{__typename}")+post("{__typename}")),
		refused(BadRequest, "query that is a number", `{"query":1}`),
		refused(BadRequest, "1 MiB of blanks", strings.Repeat(" ", mib)),
		refused(LimitExceeded, "document over the limit", post(strings.Repeat(" ", MaxDocument)+"{__typename}")),
		refused(LimitExceeded, "a document of 1 MB", post("{__typename "+strings.Repeat("a ", 500_000)+"}")),
		{name: "form", contentType: "application/x-www-form-urlencoded", body: "query={__typename}", code: UnsupportedMediaType},
		{name: "plain text", contentType: "text/plain", body: post("{__typename}"), code: UnsupportedMediaType},
		{name: "multipart", contentType: "multipart/form-data; boundary=x", body: strings.Repeat("--x\r\n\r\n", 100_000), code: UnsupportedMediaType},
		{name: "UTF-16", contentType: "application/json; charset=utf-16", body: post("{__typename}"), code: UnsupportedMediaType},
		{name: "a content type of 100,000 parameters", contentType: "application/json" + times(100_000, ";a#=b"), body: post("{__typename}"), code: UnsupportedMediaType},
		{name: "PUT", method: http.MethodPut, body: post("{__typename}"), code: MethodNotAllowed},
		{name: "an unknown method", method: "BREW", body: post("{__typename}"), code: MethodNotAllowed},
		get(LimitExceeded, "query string of 900 KB", "query="+strings.Repeat("a", 900_000)),
		get(LimitExceeded, "query string of 300,000 parameters", strings.Repeat("a=b&", 300_000)),
		get("", "query string of 20,000 parameters", strings.Repeat("a=b&", 20_000)),
		get(BadRequest, "GET without a query", ""),
		get(BadRequest, "GET with two queries", "query={__typename}&query={__typename}"),
		get(BadRequest, "GET with broken escapes", "query=%7B__typename%zz"),
		get(BadRequest, "GET with invalid UTF-8", "query=%ff%fe"),
		get(BadRequest, "GET with variables that are no JSON", "query={__typename}&variables=%7B"),
		get(LimitExceeded, "GET with deep variables", "query={__typename}&variables="+url.QueryEscape(`{"a":`+nest(5_000, "[", "", "]")+"}")),
		get("", "GET with a bomb", "query="+url.QueryEscape(fragmentBomb(38))),
	}
}

// TestAttacksAreRefusedOrServed sends every attack to the toy server. What
// they cost is measured in TestAttacksAreCheap.
func TestAttacksAreRefusedOrServed(t *testing.T) {
	t.Parallel()
	h := newToyHandler(t)
	for _, a := range attackCorpus() {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			h.ServeHTTP(w, a.request())
			checkCode(t, a, checkBounds(t, w))
		})
	}
}

// checkBounds checks what has to hold of the answer to any request.
func checkBounds(t *testing.T, w *httptest.ResponseRecorder) answerJSON {
	t.Helper()
	if w.Code >= http.StatusInternalServerError {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if w.Body.Len() >= 64<<10 {
		t.Errorf("the answer has %d bytes", w.Body.Len())
	}
	got := decodeAnswer(t, w)
	if len(got.Errors) > MaxErrors {
		t.Errorf("%d errors", len(got.Errors))
	}
	for _, e := range got.Errors {
		if e.Extensions.Code == Internal {
			t.Errorf("unforeseen: %+v", e)
		}
		if strings.Contains(e.Message, "hunter2") {
			t.Errorf("echoes a password: %s", e.Message)
		}
	}
	return got
}

// checkCode checks that an attack is refused for the reason it was made for.
func checkCode(t *testing.T, a attack, got answerJSON) {
	t.Helper()
	switch {
	case a.code == "":
	case len(got.Errors) == 0:
		t.Errorf("served; want %s", a.code)
	case got.Errors[0].Extensions.Code != a.code:
		t.Errorf("code %s (%s); want %s", got.Errors[0].Extensions.Code, got.Errors[0].Message, a.code)
	case a.limit != "" && got.Errors[0].Extensions.Limit != a.limit:
		t.Errorf("limit %q; want %q", got.Errors[0].Extensions.Limit, a.limit)
	}
}
