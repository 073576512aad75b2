package testkit_test

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"strings"
	"testing"

	"zhas/internal/testkit"
)

func TestTracesAreFoundInEverySpelling(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"aigerim@zhas.example", "+77015550123", "990101300017", "Абай даңғылы, 10"} {
		traces := testkit.NewTraces("another value", value)
		a, b, c, d := md5.Sum([]byte(value)), sha1.Sum([]byte(value)), sha256.Sum256([]byte(value)), sha512.Sum512([]byte(value))
		spellings := []string{
			value, strings.ToUpper(value), url.QueryEscape(value), hex.EncodeToString([]byte(value)), `{"n":"` + value + `"}`,
			base64.StdEncoding.EncodeToString([]byte(value)), base64.StdEncoding.EncodeToString([]byte("x" + value + "y")),
			base64.URLEncoding.EncodeToString([]byte("xx" + value)),
		}
		for _, sum := range [][]byte{a[:], b[:], c[:], d[:]} {
			spellings = append(spellings, string(sum), hex.EncodeToString(sum), strings.ToUpper(hex.EncodeToString(sum)),
				base64.StdEncoding.EncodeToString(sum), base64.RawURLEncoding.EncodeToString(sum))
		}
		for _, spelling := range spellings {
			if found := traces.In([]byte("before " + spelling + " after")); len(found) == 0 || !strings.HasPrefix(found[0], value) {
				t.Errorf("%q is found as %q", spelling, found)
			}
		}
		keyed := hmac.New(sha256.New, []byte("a key"))
		keyed.Write([]byte(value))
		for _, other := range []string{string(keyed.Sum(nil)), value[:len(value)-1], "another valu"} {
			if found := traces.In([]byte(other)); len(found) > 0 {
				t.Errorf("%q gives away %q", other, found)
			}
		}
	}
	if found := testkit.NewTraces("990101300017").In([]byte("1990101300017 9901013000170")); len(found) > 0 {
		t.Errorf("other numbers give away %q", found)
	}
}
