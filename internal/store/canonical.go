package store

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"entgo.io/ent/schema/field"
)

// A kind is how the values of a column are written in a backup.
type kind string

const (
	kindInt   kind = "int"   // a JSON number
	kindFloat kind = "float" // a JSON number, or "NaN", "+Inf", "-Inf"
	kindBool  kind = "bool"
	kindText  kind = "text"
	kindUUID  kind = "uuid"  // a text
	kindBytes kind = "bytes" // base64 with padding
	kindTime  kind = "time"  // RFC 3339 in UTC, to the microsecond
	kindJSON  kind = "json"  // in brackets, which tell JSON's null from no value; keys sorted, no white space, plain numbers
)

// kindOf returns how a column of ent's type is written.
func kindOf(t field.Type) (kind, error) {
	switch t {
	case field.TypeBool:
		return kindBool, nil
	case field.TypeInt, field.TypeInt8, field.TypeInt16, field.TypeInt32, field.TypeInt64,
		field.TypeUint, field.TypeUint8, field.TypeUint16, field.TypeUint32, field.TypeUint64:
		return kindInt, nil
	case field.TypeFloat32, field.TypeFloat64:
		return kindFloat, nil
	case field.TypeString, field.TypeEnum:
		return kindText, nil
	case field.TypeUUID:
		return kindUUID, nil
	case field.TypeBytes:
		return kindBytes, nil
	case field.TypeTime:
		return kindTime, nil
	case field.TypeJSON:
		return kindJSON, nil
	default:
		return "", fmt.Errorf("backups have no form for a column of type %s", t)
	}
}

// appendValue appends a value, as database/sql scans it, in its canonical form:
// the same for equal values of either database.
func appendValue(b []byte, k kind, value any) ([]byte, error) {
	if value == nil {
		return append(b, "null"...), nil
	}
	switch v := value.(type) {
	case bool:
		if k == kindBool {
			return strconv.AppendBool(b, v), nil
		}
	case int64:
		switch k {
		case kindInt:
			return strconv.AppendInt(b, v, 10), nil
		case kindFloat:
			return appendFloat(b, float64(v)), nil
		case kindBool:
			return strconv.AppendBool(b, v != 0), nil
		case kindJSON: // SQLite keeps a JSON number as a number
			return appendJSON(b, strconv.AppendInt(nil, v, 10))
		}
	case float64:
		switch k {
		case kindFloat:
			return appendFloat(b, v), nil
		case kindJSON:
			return appendJSON(b, strconv.AppendFloat(nil, v, 'g', -1, 64))
		}
	case time.Time:
		if k == kindTime {
			v = v.UTC().Truncate(time.Microsecond)
			if v.Year() < 0 || v.Year() > 9999 {
				return nil, fmt.Errorf("an instant in the year %d, which RFC 3339 has no form for", v.Year())
			}
			b = append(b, '"')
			b = v.AppendFormat(b, time.RFC3339Nano)
			return append(b, '"'), nil
		}
	case string:
		switch k {
		case kindText, kindUUID:
			return appendText(b, v)
		case kindJSON:
			return appendJSON(b, []byte(v))
		case kindBytes:
			return appendBytes(b, []byte(v)), nil
		}
	case []byte:
		switch k {
		case kindBytes:
			return appendBytes(b, v), nil
		case kindText, kindUUID:
			return appendText(b, string(v))
		case kindJSON:
			return appendJSON(b, v)
		}
	}
	return nil, fmt.Errorf("a value of type %T is no %s", value, k)
}

func appendFloat(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		b = append(b, '"')
		b = strconv.AppendFloat(b, f, 'g', -1, 64)
		return append(b, '"')
	}
	return strconv.AppendFloat(b, f, 'g', -1, 64)
}

func appendBytes(b, v []byte) []byte {
	b = append(b, '"')
	b = base64.StdEncoding.AppendEncode(b, v)
	return append(b, '"')
}

// appendText appends s as a JSON string, escaping no more than JSON demands:
// encoding/json has changed what it escapes from one release of Go to another.
func appendText(b []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return nil, errors.New("a text is not valid UTF-8")
	}
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = fmt.Appendf(b, `\u%04x`, c)
		default:
			b = append(b, c)
		}
	}
	return append(b, '"'), nil
}

// appendJSON appends a JSON text in its canonical form, in brackets.
func appendJSON(b, text []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, fmt.Errorf("a JSON value: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("a JSON value is followed by something else")
	}
	return appendTree(b, []any{value})
}

func appendTree(b []byte, value any) (_ []byte, err error) {
	switch v := value.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case string:
		return appendText(b, v)
	case json.Number:
		return appendNumber(b, v.String())
	case []any:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = appendTree(b, item); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		b = append(b, '{')
		for i, key := range keys {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = appendText(b, key); err != nil {
				return nil, err
			}
			b = append(b, ':')
			if b, err = appendTree(b, v[key]); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	}
	return nil, fmt.Errorf("a JSON value has a part of type %T", value)
}

// maxDigits is how long a number may get when its exponent is written out.
const maxDigits = 400

// appendNumber appends a JSON number without exponent and needless zeros: 1e2,
// 100 and 100.0 are one number, which PostgreSQL writes in one way and whoever
// wrote it to SQLite in another.
func appendNumber(b []byte, number string) ([]byte, error) {
	rest, negative := strings.CutPrefix(number, "-")
	mantissa, exponentText, hasExponent := cutAny(rest, "eE")
	exponent := 0
	if hasExponent {
		var err error
		if exponent, err = strconv.Atoi(exponentText); err != nil || exponent > maxDigits || exponent < -maxDigits {
			return nil, fmt.Errorf("a JSON number has the exponent %s", exponentText)
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	point := len(whole) + exponent // digits before the point
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	if point > len(digits) {
		digits += strings.Repeat("0", point-len(digits))
	}
	whole = strings.TrimLeft(digits[:point], "0")
	fraction = strings.TrimRight(digits[point:], "0")
	if whole == "" {
		whole = "0"
	}
	if negative && (whole != "0" || fraction != "") {
		b = append(b, '-')
	}
	b = append(b, whole...)
	if fraction != "" {
		b = append(append(b, '.'), fraction...)
	}
	return b, nil
}

// cutAny cuts s around the first of the bytes in chars.
func cutAny(s, chars string) (before, after string, found bool) {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}

// parseValue is the reverse of appendValue: it returns a value to insert.
func parseValue(k kind, text json.RawMessage) (any, error) {
	if string(text) == "null" {
		return nil, nil
	}
	switch k {
	case kindInt:
		return strconv.ParseInt(string(text), 10, 64)
	case kindFloat:
		return strconv.ParseFloat(strings.Trim(string(text), `"`), 64)
	case kindBool:
		return strconv.ParseBool(string(text))
	case kindJSON:
		inner, opened := strings.CutPrefix(string(text), "[")
		inner, closed := strings.CutSuffix(inner, "]")
		if !opened || !closed {
			return nil, errors.New("a JSON value is not in brackets")
		}
		return inner, nil
	}
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, err
	}
	switch k {
	case kindText, kindUUID:
		return s, nil
	case kindBytes:
		return base64.StdEncoding.DecodeString(s)
	case kindTime:
		return time.Parse(time.RFC3339Nano, s)
	}
	return nil, fmt.Errorf("unknown kind of column %q", k)
}
