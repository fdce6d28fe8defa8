package setup

import (
	"regexp"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// derivedField is an entry of derivedFields of Grafana's Loki data source that
// finds what a line's origin says.
type derivedField struct {
	matcherType string // "label" or "regex"
	matcher     string
	lines       int // how many sampled lines it finds
}

// fieldOf makes the derived field for a line; ok is false when the ID is not in
// the line as text, such as a decimal one.
func fieldOf(l *line) (field derivedField, ok bool) {
	switch l.origin.Kind {
	case FromMetadata, FromLabel:
		return derivedField{matcherType: "label", matcher: l.origin.Name}, true
	}
	pattern := patternFor(l.Body, l.ctx.TraceID)
	return derivedField{matcherType: "regex", matcher: pattern}, pattern != ""
}

const (
	hexID     = `([0-9a-fA-F]{16,32})` // not \w+, which also captures "null" and "-"
	mostAhead = 24                     // characters of the line before the ID that separate it from others
)

// patternFor is an expression that captures the ID in a line, by the key or the
// punctuation before it; "" when there is none that finds it first.
func patternFor(body string, id journey.TraceID) string {
	start := startOf(body, id)
	if start < 0 {
		return ""
	}
	for _, ahead := range []string{keyAhead(body[:start]), tail(body[:start], mostAhead)} {
		pattern := quote(ahead) + hexID
		if ahead != "" && captures(pattern, body, id) {
			return pattern
		}
	}
	return ""
}

// startOf is where the ID's digits start, with the zeros that it was written with.
func startOf(body string, id journey.TraceID) int {
	at := strings.Index(strings.ToLower(body), id.Short())
	for at > 0 && body[at-1] == '0' {
		at--
	}
	return at
}

// keyAhead is the key and the signs between it and the ID: `"trace_id":"`.
var keyBefore = regexp.MustCompile(`["\\]*[A-Za-z][\w.-]*["'\\]*\s*[:=]>?\s*["'\\]*(?:00-)?$`)

func keyAhead(before string) string { return keyBefore.FindString(before) }

// tail is the last of the text before an ID without a key, whose digits change
// from line to line and so are left out.
func tail(before string, most int) string {
	if len(before) > most {
		before = before[len(before)-most:]
	}
	if i := strings.LastIndexAny(before, "0123456789"); i >= 0 && !strings.HasSuffix(before, "00-") {
		before = before[i+1:]
	}
	return strings.TrimLeft(before, " ")
}

// quote escapes the text and lets the spaces in it be of any number.
func quote(text string) string {
	parts := regexp.MustCompile(`\s+`).Split(text, -1)
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return strings.Join(parts, `\s*`)
}

// captures says that the pattern finds the ID, and nothing else before it.
func captures(pattern, body string, id journey.TraceID) bool {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return false
	}
	match := re.FindStringSubmatch(body)
	if match == nil {
		return false
	}
	got, err := journey.ParseTraceID(match[1])
	return err == nil && got == id
}
