package accesslog

import (
	"regexp"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// requestIDNames are the labels, metadata and parsed fields that hold a request's ID.
var requestIDNames = []string{
	"request_id", "x_request_id", "requestId", "requestID", "RequestId", "req_id", "reqId",
	"http_request_id", "unique_id", "request_X_Request_Id", "x-request-id",
}

// requestIDInText finds a key for the request's ID in logfmt, JSON and plain text, also
// with escaped quotes.
var requestIDInText = regexp.MustCompile(`(?i)(?:\breq(?:uest)?[-_. ]?id|\bunique[-_]?id)\\?["']?\]?\s*[:=]\s*\\?["'\[]?([a-z0-9][\w:.+/=-]*)`)

// RequestID is the ID of the request that a line was written for: in an access line,
// in labels and metadata, or behind its usual names in the text; "" for none.
func RequestID(l *journey.Line) string {
	if entry, ok := Parse(l.Body); ok && IsRequestID(entry.RequestID) {
		return entry.RequestID
	}
	for _, labels := range []journey.Labels{l.Metadata, l.Labels, l.Parsed} {
		if id := labels.Get(requestIDNames...); IsRequestID(id) {
			return id
		}
	}
	for _, found := range requestIDInText.FindAllStringSubmatch(l.Body, maxRequestIDs) {
		if IsRequestID(found[1]) {
			return found[1]
		}
	}
	return ""
}

// maxRequestIDs bounds how many keys of a line are tried.
const maxRequestIDs = 4

// IsRequestID says that a text is long and varied enough to name one request: a UUID,
// nginx's 32 hex digits, HAProxy's addresses and counters. Short counters are not.
func IsRequestID(id string) bool {
	if len(id) < 16 || len(id) > 128 || strings.Trim(id, "0-") == "" {
		return false
	}
	hasDigit := false
	for _, c := range []byte(id) {
		isDigit := c >= '0' && c <= '9'
		hasDigit = hasDigit || isDigit
		if !isDigit && !isIDLetter(c) {
			return false
		}
	}
	return hasDigit
}

func isIDLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || strings.IndexByte("-_:.+/=", c) >= 0
}

// HoldsRequestID says that the ID stands in the line as a word of its own.
func HoldsRequestID(l *journey.Line, id string) bool {
	if holdsWord(l.Body, id) {
		return true
	}
	for _, labels := range []journey.Labels{l.Metadata, l.Labels, l.Parsed} {
		for i := range labels {
			if labels[i].Value == id {
				return true
			}
		}
	}
	return false
}

func holdsWord(text, word string) bool {
	for rest := text; ; {
		at := strings.Index(rest, word)
		if at < 0 {
			return false
		}
		end := at + len(word)
		if (at == 0 || !isWordPart(rest[at-1])) && (end == len(rest) || !isWordPart(rest[end])) {
			return true
		}
		rest = rest[at+1:]
	}
}

func isWordPart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}
