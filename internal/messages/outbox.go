package messages

import (
	"context"
	"html/template"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxOutbox is how many messages an outbox keeps.
const maxOutbox = 100

// Outbox keeps messages in memory and shows them on a page, for development. It
// is safe for concurrent use.
type Outbox struct {
	// PublicHost is where people reach the programme, beside this machine's own
	// names, with or without a port.
	PublicHost string

	mu   sync.Mutex
	sent []outgoing
}

type outgoing struct {
	At                time.Time
	To, Subject, Text string
}

// SendMail keeps a message.
func (o *Outbox) SendMail(_ context.Context, to, subject, text string) error {
	return o.keep(to, subject, text)
}

// SendSMS keeps a message.
func (o *Outbox) SendSMS(_ context.Context, to, text string) error { return o.keep(to, "SMS", text) }

func (o *Outbox) keep(to, subject, text string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = append(o.sent, outgoing{time.Now(), to, subject, text})
	o.sent = o.sent[max(0, len(o.sent)-maxOutbox):]
	return nil
}

var outboxPage = template.Must(template.New("outbox").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Outbox</title><h1>Outbox</h1>
{{range .}}<article><h2>{{.Subject}}</h2><p>{{.At.Format "15:04:05"}}, to {{.To}}</p><pre>{{.Text}}</pre></article>
{{else}}<p>No messages.</p>{{end}}</html>
`))

// ServeHTTP shows the messages, the newest first, to browsers on this machine.
// To others there is no such page: the links in it are worth a password. Nor is
// there for pages of other sites, under their own name or under one that they let
// lead to this machine.
func (o *Outbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	site := r.Header.Get("Sec-Fetch-Site")
	if err != nil || !peer.Addr().Unmap().IsLoopback() || len(r.Header.Values("X-Forwarded-For")) > 0 ||
		!o.isOwn(r.Host) || site != "" && site != "none" && site != "same-origin" {
		http.NotFound(w, r)
		return
	}
	o.mu.Lock()
	sent := slices.Clone(o.sent)
	o.mu.Unlock()
	slices.Reverse(sent)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = outboxPage.Execute(w, sent) // the browser left
}

// isOwn reports whether a request's Host names this machine or the programme.
func (o *Outbox) isOwn(host string) bool {
	name := hostname(host)
	address, err := netip.ParseAddr(name)
	return name == "localhost" || err == nil && address.IsLoopback() || name != "" && name == hostname(o.PublicHost)
}

// hostname is a host without its port, in lower case.
func hostname(host string) string { return strings.ToLower((&url.URL{Host: host}).Hostname()) }
