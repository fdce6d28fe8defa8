package httpsource

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// maxText is how many characters of a server's own words fit into a sentence.
const maxText = 300

// StatusError is an answer other than 200: the cause of a SourceError.
type StatusError struct {
	Status int
	Text   string // the server's words, on one line and clipped; "" for HTML
	HTML   bool   // it was a page, not an answer of an API
}

func (e *StatusError) Error() string { return fmt.Sprintf("status %d: %s", e.Status, e.Text) }

// Errorf makes a SourceError of this source.
func (e *Endpoint) Errorf(kind journey.ErrorKind, status int, cause error, format string, args ...any) *journey.SourceError {
	return journey.NewSourceError(e.source, kind, status, cause, format, args...)
}

func (e *Endpoint) faultOf(res *http.Response, path string) error {
	// What was read before a failure is still the best explanation.
	body, _ := io.ReadAll(io.LimitReader(res.Body, maxFaultBytes))
	// Before it is clipped, and a secret with it.
	text := plainText([]byte(WithoutSecrets(string(body), headersOf(res))))
	if res.StatusCode == http.StatusNotFound {
		cause := &StatusError{Status: res.StatusCode, Text: text, HTML: mediaType(res.Header) == "text/html"}
		return e.Errorf(journey.ErrBadAnswer, res.StatusCode, cause,
			"%s has nothing at %s%s (404): check the %s URL and its path", e.source, e.base, path, e.source)
	}
	return e.Fault(res.StatusCode, text)
}

// Fault classifies an answer by its HTTP status and the server's words.
func (e *Endpoint) Fault(status int, text string) *journey.SourceError {
	text = oneLine(text)
	if status != http.StatusBadRequest { // whose words are about the query, and quote it
		text = withoutAddresses(text)
	}
	kind, sentence := e.classify(status, text)
	return e.Errorf(kind, status, &StatusError{Status: status, Text: text}, "%s", sentence)
}

// classify knows the servers' words only where their status alone does not
// say: both answer 400 for a query that is wrong, too expensive or without tenant.
func (e *Endpoint) classify(status int, text string) (journey.ErrorKind, string) {
	says := parenthesised(text)
	switch {
	case containsAny(text, "no org id"):
		return journey.ErrUnauthorized, fmt.Sprintf("%s requires a tenant and none was sent (%d%s): enter the tenant in the data source's settings", e.source, status, says)
	case status == 401:
		return journey.ErrUnauthorized, fmt.Sprintf("%s refused the request (%d%s): check the credentials and the tenant in the data source's settings", e.source, status, says)
	case status == 403:
		return journey.ErrUnauthorized, fmt.Sprintf("%s refused the request (%d%s): let its administrator allow these credentials to read, or check the tenant in the data source's settings", e.source, status, says)
	case status == 429:
		return journey.ErrRateLimited, fmt.Sprintf("%s is limiting the rate of requests%s: wait a little and try again", e.source, quoted(text))
	case status == 408 || status == 499 || status == 504:
		return journey.ErrTimeout, fmt.Sprintf("%s gave up before it had an answer (%d%s): narrow the time range or the query", e.source, status, says)
	case status == 413 || status == 422 || status < 500 && isTooMuch(text):
		return journey.ErrTooMuch, fmt.Sprintf("a limit of %s stopped the request%s: narrow the time range or the query", e.source, quoted(text))
	case status == 400 && containsAny(text, "https server", "https port"):
		return journey.ErrBadAnswer, fmt.Sprintf("%s at %s expects TLS: begin its URL with https://", e.source, e.base)
	case status == 400:
		return journey.ErrBadQuery, e.badQuery(text)
	case IsLagging(text):
		return journey.ErrServer, fmt.Sprintf("%s refuses to search the newest data because it has not caught up with what was written: try again in a moment, or end the time range earlier", e.source)
	case status >= 500:
		return journey.ErrServer, fmt.Sprintf("%s failed (%d%s): try again, or look at its logs", e.source, status, says)
	default:
		return journey.ErrBadAnswer, fmt.Sprintf("%s answered with status %d%s: check the %s URL", e.source, status, quoted(text), e.source)
	}
}

func (e *Endpoint) badQuery(text string) string {
	verb := "accept"
	if containsAny(text, "parse error", "invalid traceql") {
		verb = "understand"
	}
	if text == "" {
		text = "it gave no reason"
	}
	return fmt.Sprintf("%s did not %s the %s query: %s. Check the query", e.source, verb, e.language, strings.TrimRight(text, ". "))
}

func (e *Endpoint) wrongMediaType(got, want string) error {
	cause := &StatusError{Status: http.StatusOK, Text: "content type " + got}
	switch got {
	case "text/html":
		return e.Errorf(journey.ErrBadAnswer, http.StatusOK, cause,
			"what answers at %s is a web page: is the %s URL right, and not that of a login page or of Grafana?", e.base, e.source)
	case "":
		got = "no content type"
	}
	got = oneLine(got)
	return e.Errorf(journey.ErrBadAnswer, http.StatusOK, cause,
		"%s at %s answered %s instead of %s: check that the URL is %s's, that its version is current, and that no proxy changes the Accept header", e.source, e.base, got, want, e.source)
}

// IsLagging knows how Tempo 3.0's live store refuses a search while it lags
// behind its queue (live_store.fail_on_high_lag).
func IsLagging(text string) bool { return containsAny(text, "cannot guarantee complete results") }

// isTooMuch knows how the servers word the limits that they report as 400.
func isTooMuch(text string) bool {
	return containsAny(text,
		"max entries limit", "maximum of series", "maximum number of series", "time range exceeds", // Loki
		"too many bytes", "too many chunks", "limit reached while evaluating",
		"start and end exceeds", "exceeds max", // Tempo
		"too long", "too large", "larger than max", "maximum size") // both
}

func containsAny(text string, parts ...string) bool {
	text = strings.ToLower(text)
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// plainText takes the words out of an error's body: plain, or in one of the
// JSON envelopes of the servers and of gateways before them. HTML says nothing.
func plainText(body []byte) string {
	text := strings.TrimSpace(string(body))
	if strings.HasPrefix(text, "<") {
		return ""
	}
	var envelope struct{ Message, Error string }
	if json.Unmarshal(body, &envelope) == nil && envelope.Message+envelope.Error != "" {
		text = envelope.Message
		if text == "" {
			text = envelope.Error
		}
	}
	return oneLine(text)
}

func oneLine(s string) string { return journey.OneLine(s, maxText) }

func parenthesised(text string) string {
	if text == "" {
		return ""
	}
	return ", “" + text + "”"
}

func quoted(text string) string {
	if text == "" {
		return ""
	}
	return " (“" + text + "”)"
}
