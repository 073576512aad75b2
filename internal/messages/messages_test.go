package messages_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"zhas/internal/messages"
)

func TestOutbox(t *testing.T) {
	t.Parallel()
	box := &messages.Outbox{PublicHost: "Zhas.example:8443"}
	for i := range 101 {
		if err := box.SendSMS(t.Context(), "+77001234567", "a short message"); err != nil {
			t.Fatal(err)
		}
		if err := box.SendMail(t.Context(), "who@zhas.example", fmt.Sprintf("subject <%d>", i), "the text"); err != nil {
			t.Fatal(err)
		}
	}
	for peer, want := range map[string]int{"127.0.0.1:5": 200, "[::1]:5": 200, "192.0.2.1:5": 404, "@": 404} {
		request := httptest.NewRequest(http.MethodGet, "http://localhost:8080/outbox", http.NoBody)
		request.RemoteAddr = peer
		recorder := httptest.NewRecorder()
		box.ServeHTTP(recorder, request)
		body := recorder.Body.String()
		if recorder.Code != want {
			t.Errorf("%s: status %d", peer, recorder.Code)
		}
		if shown := strings.Contains(body, "subject &lt;100&gt;") && strings.Contains(body, "a short message"); shown != (want == 200) || strings.Contains(body, "&lt;0&gt;") {
			t.Errorf("%s: %s", peer, body)
		}
	}
	for _, ask := range []struct {
		host, site string
		want       int
	}{
		{"localhost", "none", 200},
		{"LOCALHOST:8080", "same-origin", 200},
		{"127.0.0.1:8080", "", 200},
		{"[::1]:8080", "", 200},
		{"zhas.example:80", "", 200},
		{"localhost", "cross-site", 404},
		{"localhost:8080", "same-site", 404},
		{"evil.example", "", 404},
		{"evil.example:8080", "same-origin", 404},
		{"192.0.2.1", "", 404},
		{"localhost.evil.example", "", 404},
		{"", "", 404},
	} {
		request := httptest.NewRequest(http.MethodGet, "/outbox", http.NoBody)
		request.RemoteAddr, request.Host = "127.0.0.1:5", ask.host
		if ask.site != "" {
			request.Header.Set("Sec-Fetch-Site", ask.site)
		}
		recorder := httptest.NewRecorder()
		if box.ServeHTTP(recorder, request); recorder.Code != ask.want {
			t.Errorf("%+v: status %d", ask, recorder.Code)
		}
	}
	behind := httptest.NewRequest(http.MethodGet, "http://localhost/outbox", http.NoBody)
	behind.RemoteAddr = "127.0.0.1:5"
	behind.Header.Set("X-Forwarded-For", "192.0.2.1")
	recorder := httptest.NewRecorder()
	if box.ServeHTTP(recorder, behind); recorder.Code != 404 {
		t.Errorf("behind a proxy: status %d", recorder.Code)
	}
}

func TestAWayThatIsMissingSaysWhatToSet(t *testing.T) {
	t.Parallel()
	if err := (messages.Gateways{}).SendMail(t.Context(), "", "", ""); err == nil || !strings.Contains(err.Error(), "ZHAS_SMTP_URL") {
		t.Errorf("mail: %v", err)
	}
	if err := (messages.Gateways{}).SendSMS(t.Context(), "", ""); err == nil || !strings.Contains(err.Error(), "ZHAS_SMS_URL") {
		t.Errorf("short messages: %v", err)
	}
}

// mailServer takes one message, or refuses its recipient, and returns what it
// was told.
func mailServer(t *testing.T, refuse bool) (*url.URL, <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	heard := make(chan string, 1)
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		var all strings.Builder
		defer func() { heard <- all.String() }()
		say := func(line string) { _, _ = fmt.Fprintf(conn, "%s\r\n", line) }
		say("220 test")
		body := false
		for lines := bufio.NewScanner(conn); lines.Scan(); {
			line := lines.Text()
			all.WriteString(line + "\n")
			switch verb, _, _ := strings.Cut(line, " "); {
			case body && line == ".":
				body = false
				say("250 taken")
			case body:
			case verb == "DATA":
				body = true
				say("354 go on")
			case verb == "QUIT":
				say("221 bye")
				return
			case verb == "RCPT" && refuse:
				say("550 no such who@zhas.example")
			default:
				say("250 ok")
			}
		}
	}()
	return &url.URL{Scheme: "smtp", Host: listener.Addr().String()}, heard
}

func TestSMTP(t *testing.T) {
	t.Parallel()
	address, heard := mailServer(t, false)
	transport, err := messages.NewSMTP(address, "Zhas <zhas@zhas.example>")
	if err != nil {
		t.Fatal(err)
	}
	if err := transport.Send(t.Context(), "who@zhas.example", "Тақырып", "the text"); err != nil {
		t.Fatal(err)
	}
	got := <-heard
	for _, want := range []string{"MAIL FROM:<zhas@zhas.example>", "RCPT TO:<who@zhas.example>", "Subject: =?UTF-8?", "the text"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestSMTPThatRefuses(t *testing.T) {
	t.Parallel()
	address, _ := mailServer(t, true)
	transport, err := messages.NewSMTP(address, "zhas@zhas.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := transport.Send(t.Context(), "who@zhas.example", "s", "t"); err == nil || strings.Contains(err.Error(), "who@") {
		t.Errorf("error %v, want one that names nobody", err)
	}
}
