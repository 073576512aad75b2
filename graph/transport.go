package graph

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// How large a request may be.
const (
	// MaxBody is the size of the body of a POST request in bytes.
	MaxBody = 1 << 20
	// MaxQueryString is the length of the query string of a GET request.
	MaxQueryString = 3 * MaxDocument
	// MaxVariableNodes is how many values variables hold in all, counting
	// every element and every field of nested ones.
	MaxVariableNodes = 2_000
	// MaxVariableNesting is how deep lists and objects may nest in variables
	// and in the arguments of a document.
	MaxVariableNesting = 16
	// MaxString is the length of one text in the variables, in characters.
	MaxString = 10_000

	maxMediaTypes = 1_000 // bytes of an Accept or Content-Type header
	maxNumber     = 64    // characters of a number in the variables
)

// The media types of an answer. In the older one a request that is well formed
// is always answered with status 200, also when it is refused.
const (
	mediaJSON     = "application/json"
	mediaResponse = "application/graphql-response+json"
)

// negotiate returns the media type that the Accept header asks for: the newer
// one only when it is named, JSON when the client does not care. ok is false
// when the client accepts neither.
func negotiate(accept string) (mediaType string, ok bool) {
	if strings.TrimSpace(accept) == "" {
		return mediaJSON, true
	}
	if len(accept) > maxMediaTypes {
		return mediaJSON, false
	}
	var response, exact, wildcard float64
	named := false // whether JSON itself is named, which overrules wildcards
	for part := range strings.SplitSeq(accept, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil || params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8") {
			continue
		}
		quality := 1.0
		if q, given := params["q"]; given {
			if quality, err = strconv.ParseFloat(q, 64); err != nil {
				continue
			}
		}
		switch name {
		case mediaResponse:
			response = max(response, quality)
		case mediaJSON:
			exact, named = max(exact, quality), true
		case "application/*", "*/*":
			wildcard = max(wildcard, quality)
		}
	}
	if !named {
		exact = wildcard
	}
	switch {
	case response > 0 && response >= exact:
		return mediaResponse, true
	case exact > 0:
		return mediaJSON, true
	}
	return mediaJSON, false
}

// request is one GraphQL request, however it was sent.
type request struct {
	query, operationName string
	variables            map[string]any
}

// readRequest reads a GET or POST request. Its errors carry the status of the
// answer, and never quote what was sent.
func readRequest(w http.ResponseWriter, r *http.Request) (request, *Error) {
	switch r.Method {
	case http.MethodPost:
		return readPost(w, r)
	case http.MethodGet:
		return readGet(r)
	}
	w.Header().Set("Allow", "GET, POST")
	return request{}, NewError(MethodNotAllowed, msgMethod).withStatus(http.StatusMethodNotAllowed)
}

func readPost(w http.ResponseWriter, r *http.Request) (request, *Error) {
	if !isJSON(r.Header) {
		return request{}, NewError(UnsupportedMediaType, msgContentType).withStatus(http.StatusUnsupportedMediaType)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return request{}, limitError(LimitBody, msgBody, MaxBody).withStatus(http.StatusRequestEntityTooLarge)
		}
		return request{}, badRequest(msgUnreadable)
	}
	return decodeRequest(body)
}

// isJSON reports whether a body is JSON in UTF-8, as it is, by its headers.
func isJSON(header http.Header) bool {
	contentType, encoding := header.Get("Content-Type"), header.Get("Content-Encoding")
	if len(contentType) > maxMediaTypes || encoding != "" && !strings.EqualFold(encoding, "identity") {
		return false
	}
	name, params, err := mime.ParseMediaType(contentType)
	return err == nil && name == mediaJSON && (params["charset"] == "" || strings.EqualFold(params["charset"], "utf-8"))
}

// decodeRequest reads the JSON of a POST body. Parameters that GraphQL over
// HTTP does not know are ignored, as it asks.
func decodeRequest(body []byte) (req request, refusal *Error) {
	if !utf8.Valid(body) {
		return req, badRequest(msgNotUTF8)
	}
	values := newValueReader(body)
	switch start, err := values.dec.Token(); {
	case err == nil && start == json.Delim('['):
		return req, badRequest(msgBatch)
	case err != nil || start != json.Delim('{'):
		return req, badRequest(msgNotJSON)
	}
	seen := map[string]bool{}
	for values.dec.More() {
		token, err := values.dec.Token()
		key, _ := token.(string)
		if err != nil {
			return req, badRequest(msgNotJSON)
		}
		if seen[key] {
			return req, badRequest(msgRepeatedKey)
		}
		switch key {
		case "query":
			req.query, refusal = values.text(msgQueryParameter)
		case "operationName":
			req.operationName, refusal = values.text(msgNameParameter)
		case "variables", "extensions":
			var object map[string]any
			if object, refusal = values.object(key); key == "variables" {
				req.variables = object
			}
		default:
			_, refusal = values.value(0)
		}
		if refusal != nil {
			return req, refusal
		}
		seen[key] = true
	}
	if _, err := values.dec.Token(); err != nil {
		return req, badRequest(msgNotJSON)
	}
	return req, firstRefusal(values.end(), checkParameters(req))
}

func readGet(r *http.Request) (req request, refusal *Error) {
	if len(r.URL.RawQuery) > MaxQueryString {
		return req, limitError(LimitBody, msgBody, MaxQueryString).withStatus(http.StatusRequestURITooLong)
	}
	params, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return req, badRequest(msgUnreadable)
	}
	for _, name := range []string{"query", "operationName", "variables", "extensions"} {
		if len(params[name]) > 1 {
			return req, badRequest(msgRepeatedKey)
		}
		if !utf8.ValidString(params.Get(name)) {
			return req, badRequest(msgNotUTF8)
		}
	}
	req.query, req.operationName = params.Get("query"), params.Get("operationName")
	for _, name := range []string{"variables", "extensions"} {
		text := params.Get(name)
		if text == "" {
			continue
		}
		values := newValueReader([]byte(text))
		object, refusal := values.object(name)
		if refusal := firstRefusal(refusal, values.end()); refusal != nil {
			return req, refusal
		}
		if name == "variables" {
			req.variables = object
		}
	}
	return req, checkParameters(req)
}

func checkParameters(req request) *Error {
	if req.query == "" {
		return badRequest(msgQueryParameter)
	}
	if len(req.operationName) > MaxName {
		return limitError(LimitDocument, msgName, MaxName).withStatus(http.StatusBadRequest)
	}
	return nil
}

func badRequest(message Message, args ...any) *Error {
	return NewError(BadRequest, message, args...).withStatus(http.StatusBadRequest)
}

func firstRefusal(refusals ...*Error) *Error {
	for _, refusal := range refusals {
		if refusal != nil {
			return refusal
		}
	}
	return nil
}

// valueReader reads JSON values, and stops at the first that exceeds a limit:
// what it has built until then is no larger than the limits allow.
type valueReader struct {
	dec   *json.Decoder
	nodes int
}

func newValueReader(text []byte) *valueReader {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	return &valueReader{dec: dec}
}

// text reads a text or null.
func (r *valueReader) text(wrongType Message) (string, *Error) {
	token, err := r.dec.Token()
	if err != nil {
		return "", badRequest(msgNotJSON)
	}
	text, ok := token.(string)
	if !ok && token != nil {
		return "", badRequest(wrongType)
	}
	return text, nil
}

// object reads a JSON object or null.
func (r *valueReader) object(name string) (map[string]any, *Error) {
	value, refusal := r.value(0)
	if refusal != nil {
		return nil, refusal
	}
	object, ok := value.(map[string]any)
	if !ok && value != nil {
		return nil, badRequest(msgMapParameter, name)
	}
	return object, nil
}

// end refuses anything after the value.
func (r *valueReader) end() *Error {
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		return badRequest(msgNotJSON)
	}
	return nil
}

func (r *valueReader) value(nesting int) (any, *Error) {
	token, err := r.dec.Token()
	if err != nil {
		return nil, badRequest(msgNotJSON)
	}
	r.nodes++
	if r.nodes > MaxVariableNodes {
		return nil, tooMuchInput(msgNodes, MaxVariableNodes)
	}
	switch token := token.(type) {
	case json.Delim:
		if nesting == MaxVariableNesting {
			return nil, tooMuchInput(msgNesting, MaxVariableNesting)
		}
		var value any
		var refusal *Error
		if token == '[' {
			value, refusal = r.elements(nesting + 1)
		} else {
			value, refusal = r.members(nesting + 1)
		}
		if refusal != nil {
			return nil, refusal
		}
		if _, err := r.dec.Token(); err != nil { // the closing bracket
			return nil, badRequest(msgNotJSON)
		}
		return value, nil
	case string:
		return token, checkText(token)
	case json.Number:
		if len(token) > maxNumber {
			return nil, tooMuchInput(msgString, maxNumber)
		}
		return token, nil
	default: // true, false, null
		return token, nil
	}
}

func (r *valueReader) elements(nesting int) ([]any, *Error) {
	list := []any{}
	for r.dec.More() {
		element, refusal := r.value(nesting)
		if refusal != nil {
			return nil, refusal
		}
		list = append(list, element)
	}
	return list, nil
}

func (r *valueReader) members(nesting int) (map[string]any, *Error) {
	object := map[string]any{}
	for r.dec.More() {
		token, err := r.dec.Token()
		key, _ := token.(string)
		if err != nil {
			return nil, badRequest(msgNotJSON)
		}
		if _, repeated := object[key]; repeated {
			return nil, badRequest(msgRepeatedKey)
		}
		if refusal := checkText(key); refusal != nil {
			return nil, refusal
		}
		var refusal *Error
		if object[key], refusal = r.value(nesting); refusal != nil {
			return nil, refusal
		}
	}
	return object, nil
}

// checkText refuses a text that is too long, or that PostgreSQL cannot keep.
func checkText(text string) *Error {
	if utf8.RuneCountInString(text) > MaxString {
		return tooMuchInput(msgString, MaxString)
	}
	if strings.ContainsRune(text, 0) {
		return NewError(BadUserInput, msgNUL).withStatus(http.StatusBadRequest)
	}
	return nil
}

func tooMuchInput(message Message, limit int) *Error {
	return limitError(LimitVariables, message, limit).withStatus(http.StatusBadRequest)
}

// answer is what is sent back. Without data it is a request error, and has no
// data entry at all; data is written as execution encoded it.
type answer struct {
	streamed   bool // already, as events
	mediaType  string
	status     int
	errors     gqlerror.List
	data       []byte
	extensions map[string]any
}

// encode returns the JSON of the answer, in parts.
func (a answer) encode() ([][]byte, error) {
	var parts [][]byte
	add := func(name string, value []byte) {
		separator := ","
		if parts == nil {
			separator = "{"
		}
		parts = append(parts, []byte(separator+`"`+name+`":`), value)
	}
	// Errors come first, as the specification advises.
	if len(a.errors) > 0 {
		encoded, err := json.Marshal(a.errors)
		if err != nil {
			return nil, err
		}
		add("errors", encoded)
	}
	if a.data != nil {
		add("data", a.data)
	}
	if len(a.extensions) > 0 {
		encoded, err := json.Marshal(a.extensions)
		if err != nil {
			return nil, err
		}
		add("extensions", encoded)
	}
	return append(parts, []byte("}")), nil
}

// write sends the answer. The error is about encoding it, and then nothing has
// been sent; a client that left is no error.
func (a answer) write(w http.ResponseWriter) error {
	parts, err := a.encode()
	if err != nil {
		return err
	}
	parts = append(parts, []byte("\n"))
	length := 0
	for _, part := range parts {
		length += len(part)
	}
	w.Header().Set("Content-Type", a.mediaType+"; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(length))
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(a.status)
	for _, part := range parts {
		if _, err := w.Write(part); err != nil {
			return nil // the client left
		}
	}
	return nil
}
