package messages_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"zhas/internal/messages"
)

func TestSMSGateway(t *testing.T) {
	t.Parallel()
	const to, text = "+77001234567", "Код: \"12 & 34\"\n+5%"
	for name, c := range map[string]struct {
		query, body string
		want        string // method, type, query, body
	}{
		"by the address": {
			"?key=k&recipient={digits}&text={text}", "",
			"GET  key=k&recipient=77001234567&text=%D0%9A%D0%BE%D0%B4%3A+%2212+%26+34%22%0A%2B5%25 ",
		},
		"as a form": {
			"", "phones={to}&mes={text}",
			"POST application/x-www-form-urlencoded  phones=%2B77001234567&mes=%D0%9A%D0%BE%D0%B4%3A+%2212+%26+34%22%0A%2B5%25",
		},
		"as JSON": {
			"?v=1", `{"messages":[{"to":"{to}","text":"{text}"}]}`,
			`POST application/json v=1 {"messages":[{"to":"+77001234567","text":"Код: \"12 \u0026 34\"\n+5%"}]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				got = fmt.Sprintf("%s %s %s %s", r.Method, r.Header.Get("Content-Type"), r.URL.RawQuery, body)
				if r.Header.Get("Authorization") != "Bearer k" {
					w.WriteHeader(http.StatusUnauthorized)
				}
				_, _ = io.WriteString(w, `{"code":0}`)
			}))
			defer server.Close()
			gateway, err := messages.NewSMSGateway(messages.SMSOptions{
				URL: server.URL + "/send" + c.query, Body: c.body, Authorization: "Bearer k", Accepted: regexp.MustCompile(`"code":0\b`),
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := gateway.Send(t.Context(), to, text); err != nil || got != c.want {
				t.Errorf("%v\ngot  %s\nwant %s", err, got, c.want)
			}
		})
	}
}

// What failed is said without the number, the text or the key.
func TestSMSGatewayThatRefuses(t *testing.T) {
	t.Parallel()
	answers := map[string]http.HandlerFunc{
		"status 500":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		"status 302":     func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", http.StatusFound) },
		"did not accept": func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"code":1}`) },
		"EOF":            func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	}
	for want, answer := range answers {
		server := httptest.NewServer(answer)
		t.Cleanup(server.Close)
		gateway, err := messages.NewSMSGateway(messages.SMSOptions{
			URL: server.URL + "/?key=secret&to={to}&text={text}", Accepted: regexp.MustCompile(`"code":0`),
		})
		if err != nil {
			t.Fatal(err)
		}
		err = gateway.Send(t.Context(), "+77001234567", "hush")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
			continue
		}
		for _, secret := range []string{"secret", "77001234567", "hush"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("the error %q holds %q", err, secret)
			}
		}
	}
	gateway, err := messages.NewSMSGateway(messages.SMSOptions{URL: "https://gateway.example/?to={to}&text={text}"})
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range []string{"", "87001234567", "+7 700", "+7700123456789012", "+7700123456&to=1"} {
		if err := gateway.Send(t.Context(), number, "x"); err == nil || !strings.Contains(err.Error(), "telephone number") {
			t.Errorf("%q: %v", number, err)
		}
	}
}

func TestSMSOptionsThatAreWrong(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]messages.SMSOptions{
		"no number":           {URL: "https://gateway.example/?text={text}"},
		"no text":             {URL: "https://gateway.example/?to={to}"},
		"no TLS":              {URL: "http://gateway.example/?to={to}&text={text}"},
		"no host":             {URL: "https://?to={to}&text={text}"},
		"no address":          {URL: "{to}{text}"},
		"a host to fill in":   {URL: "https://{digits}.example/?text={text}"},
		"JSON that is broken": {URL: "https://gateway.example/", Body: `{"to":"{to}","text":{text}}`},
	} {
		if _, err := messages.NewSMSGateway(o); err == nil || strings.Contains(err.Error(), "gateway.example") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
