package store

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"zhas/ent/migrate"
)

func TestAppendValue(t *testing.T) {
	t.Parallel()
	almaty := time.FixedZone("+06", 6*60*60)
	tests := []struct {
		name  string
		kind  kind
		value any
		want  string
	}{
		{"null", kindText, nil, `null`},
		{"int", kindInt, int64(math.MinInt64), `-9223372036854775808`},
		{"float", kindFloat, 0.1, `0.1`},
		{"a float that is whole", kindFloat, 3.0, `3`},
		{"a large float", kindFloat, 1e300, `1e+300`},
		{"an int of SQLite in a float column", kindFloat, int64(3), `3`},
		{"infinity", kindFloat, math.Inf(-1), `"-Inf"`},
		{"bool", kindBool, true, `true`},
		{"a bool of SQLite", kindBool, int64(0), `false`},
		{"text", kindText, "Жас \"\\\n\x01</script>\u2028", `"Жас \"\\\u000a\u0001</script>` + "\u2028" + `"`},
		{"text as bytes", kindText, []byte("a"), `"a"`},
		{"bytes", kindBytes, []byte{0, 255}, `"AP8="`},
		{"no bytes", kindBytes, []byte(nil), `""`},
		{"time", kindTime, time.Date(2018, 3, 1, 5, 0, 0, 120_000_999, almaty), `"2018-02-28T23:00:00.12Z"`},
		{"json", kindJSON, `{"b": [1e2, 1.50, -0.0], "a": null}`, `[{"a":null,"b":[100,1.5,0]}]`},
		{"a number of json in SQLite", kindJSON, int64(12), `[12]`},
		{"a fraction of json in SQLite", kindJSON, 1e21, `[1000000000000000000000]`},
		{"the null of json", kindJSON, []byte("null"), `[null]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := appendValue(nil, test.kind, test.value)
			if err != nil || string(got) != test.want {
				t.Fatalf("appendValue = %s, %v; want %s", got, err, test.want)
			}
			if !json.Valid(got) {
				t.Errorf("%s is no JSON", got)
			}
			// Reading and writing it again changes nothing.
			value, err := parseValue(test.kind, got)
			if err != nil {
				t.Fatal(err)
			}
			again, err := appendValue(nil, test.kind, value)
			if err != nil || string(again) != test.want {
				t.Errorf("after reading it: %s, %v; want %s", again, err, test.want)
			}
		})
	}
}

func TestAppendValueRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		kind  kind
		value any
	}{
		{"text in a column of ints", kindInt, "1"},
		{"text in a column of times", kindTime, "2018"},
		{"a time that restoring could not read", kindTime, time.Date(9999, 12, 31, 23, 59, 59, 0, time.FixedZone("-01", -60*60))},
		{"a time before it", kindTime, time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"text that is not UTF-8", kindText, "\xff"},
		{"broken JSON", kindJSON, "{"},
		{"JSON and more", kindJSON, "1 2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got, err := appendValue(nil, test.kind, test.value); err == nil {
				t.Errorf("appendValue = %s, want an error", got)
			}
		})
	}
}

func TestAppendNumber(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"0": "0", "-0": "0", "0.000": "0", "-0e5": "0",
		"100": "100", "100.0": "100", "1e2": "100", "1E+2": "100", "1.00e2": "100", "10000e-2": "100",
		"0.5": "0.5", "5e-1": "0.5", "0.50": "0.5", "-1.25e1": "-12.5", "1e-3": "0.001",
		"12345678901234567890": "12345678901234567890",
		"1e21":                 "1000000000000000000000",
	}
	for number, want := range tests {
		if got, err := appendNumber(nil, number); err != nil || string(got) != want {
			t.Errorf("appendNumber(%s) = %s, %v; want %s", number, got, err, want)
		}
	}
	if got, err := appendNumber(nil, "1e999999999"); err == nil {
		t.Errorf("an absurd exponent was written out in %d digits", len(got))
	}
}

func TestEveryColumnHasAKind(t *testing.T) {
	t.Parallel()
	for _, table := range migrate.Tables {
		if _, err := describe(table, nil); err != nil {
			t.Error(err)
		}
		if len(table.PrimaryKey) == 0 {
			t.Errorf("table %s has no primary key to order its rows by", table.Name)
		}
	}
}
