package messages

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

const (
	// gatewayTimeout is how long a gateway may take to answer.
	gatewayTimeout = 30 * time.Second
	// maxGatewayAnswer is how much of its answer is read, in bytes.
	maxGatewayAnswer = 64 << 10
)

// phoneNumber is a telephone number in E.164.
var phoneNumber = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// IsPhoneNumber reports whether the text is a telephone number in E.164.
func IsPhoneNumber(text string) bool { return phoneNumber.MatchString(text) }

// SMSOptions describe the HTTP interface of a provider of short messages.
type SMSOptions struct {
	// URL is asked by GET, or by POST where there is a Body. In both, {to} stands
	// for the number (+77001234567), {digits} for the same without its plus sign,
	// {text} for the text; they are escaped for where they stand.
	URL string
	// Body is JSON when it begins with a brace or a bracket, a form (a=b&c=d) otherwise.
	Body string
	// Authorization is the value of that header; none when empty.
	Authorization string
	// Accepted is found in the answers by which the provider takes a message;
	// nil takes every answer of success.
	Accepted *regexp.Regexp
}

// SMSGateway sends short messages by a provider's HTTP interface.
type SMSGateway struct {
	options SMSOptions
	client  *http.Client
}

// NewSMSGateway returns the way to a provider. The error says what is wrong with
// the options and never holds them, as they may hold a key.
func NewSMSGateway(o SMSOptions) (*SMSGateway, error) {
	gateway := &SMSGateway{options: o, client: &http.Client{
		Timeout: gatewayTimeout,
		// Keys and texts go to nobody but the gateway.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	both := o.URL + o.Body
	if !strings.Contains(both, "{text}") || !strings.Contains(both, "{to}") && !strings.Contains(both, "{digits}") {
		return nil, errors.New("neither the address nor the body says where {text} and {to} or {digits} stand")
	}
	if o.isJSON() && !json.Valid([]byte(filled(o.Body, "+77001234567", "text", inJSON))) {
		return nil, errors.New("the body begins as JSON and is none")
	}
	scheme, rest, _ := strings.Cut(o.URL, "://")
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, "?")
	address, err := url.Parse(scheme + "://" + host)
	switch {
	case err != nil || address.Hostname() == "" || strings.Contains(host, "{"):
		return nil, errors.New("the address is no URL of a gateway")
	case scheme != "https" && (scheme != "http" || !isLoopback(address.Hostname())):
		return nil, errors.New("the address does not begin with https")
	}
	return gateway, nil
}

func isLoopback(host string) bool {
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// Send hands a text to the provider.
func (g *SMSGateway) Send(ctx context.Context, to, text string) error {
	if !IsPhoneNumber(to) {
		return errors.New("a telephone number that no message can be sent to")
	}
	o := g.options
	method, contentType, body := http.MethodGet, "", ""
	switch {
	case o.Body == "":
	case o.isJSON():
		method, contentType, body = http.MethodPost, "application/json", filled(o.Body, to, text, inJSON)
	default:
		method, contentType, body = http.MethodPost, "application/x-www-form-urlencoded", filled(o.Body, to, text, url.QueryEscape)
	}
	request, err := http.NewRequestWithContext(ctx, method, filled(o.URL, to, text, url.QueryEscape), strings.NewReader(body))
	if err != nil {
		return errors.New("the SMS gateway: its address cannot be used")
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	if o.Authorization != "" {
		request.Header.Set("Authorization", o.Authorization)
	}
	response, err := g.client.Do(request)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) { // its text holds the address
			err = failed.Err
		}
		return fmt.Errorf("the SMS gateway: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(response.Body, maxGatewayAnswer))
	switch {
	case err != nil:
		return fmt.Errorf("the SMS gateway: %w", err)
	case response.StatusCode < 200 || response.StatusCode > 299:
		return fmt.Errorf("the SMS gateway answered with status %d", response.StatusCode)
	case o.Accepted != nil && !o.Accepted.Match(answer):
		return errors.New("the SMS gateway did not accept a message")
	}
	return nil
}

func (o SMSOptions) isJSON() bool {
	return strings.HasPrefix(o.Body, "{") || strings.HasPrefix(o.Body, "[")
}

// filled puts a message into a template.
func filled(template, to, text string, escape func(string) string) string {
	return strings.NewReplacer("{to}", escape(to), "{digits}", strings.TrimPrefix(to, "+"), "{text}", escape(text)).Replace(template)
}

// inJSON escapes a text for the inside of a JSON string.
func inJSON(text string) string {
	quoted, _ := json.Marshal(text) // a string always can be
	return string(quoted[1 : len(quoted)-1])
}
