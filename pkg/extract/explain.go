package extract

import (
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Origin says where a line's trace ID was found.
type Origin struct {
	Kind OriginKind
	// Name is the rule's, the label's or the key's name; "" for an ID in the
	// line that stands without a key.
	Name string
}

// OriginKind is the part of a line in which a trace ID was found.
type OriginKind string

// The origin kinds, in the order in which Extract looks.
const (
	FromRule     OriginKind = "rule"
	FromMetadata OriginKind = "metadata"
	FromLabel    OriginKind = "label"
	FromLine     OriginKind = "line"
)

// Explain is Extract for people who want to know why: it also says where the
// trace ID came from. It looks twice, so it is not for every line of a query.
func (e *Extractor) Explain(line *journey.Line) (journey.TraceContext, Origin) {
	ctx := e.Extract(line)
	if ctx.TraceID.IsZero() {
		return ctx, Origin{}
	}
	return ctx, e.originOf(line, ctx.TraceID)
}

func (e *Extractor) originOf(line *journey.Line, id journey.TraceID) Origin {
	for i := range e.rules {
		if sameTrace(e.rules[i].read(line).TraceID, id) {
			return Origin{FromRule, e.rules[i].name}
		}
	}
	if name := labelWith(line.Metadata, id); name != "" {
		return Origin{FromMetadata, name}
	}
	if name := labelWith(line.Labels, id); name != "" {
		return Origin{FromLabel, name}
	}
	return Origin{FromLine, keyOf(line.Body, id)}
}

// labelWith is the name of the label that holds the ID, "" when none does.
func labelWith(labels journey.Labels, id journey.TraceID) string {
	for i := range labels {
		if sameTrace(fromLabels(labels[i:i+1]).TraceID, id) {
			return labels[i].Name
		}
	}
	return ""
}

// keyOf is the key before the ID in the line, "" when it has none or is
// written in decimal.
func keyOf(body string, id journey.TraceID) string {
	at := strings.Index(strings.ToLower(body), id.Short())
	if at < 0 {
		return ""
	}
	start := at
	for start > 0 && wordByte[body[start-1]] { // lost zeros, or a header's version
		start--
	}
	before := strings.TrimRight(body[:start], " \t\"'`\\:=>[,")
	if before == body[:start] || !strings.ContainsAny(body[len(before):start], ":=") {
		return ""
	}
	end := len(before)
	begin := end
	for begin > 0 && wordByte[body[begin-1]] {
		begin--
	}
	return body[begin:end]
}
