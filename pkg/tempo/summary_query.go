package tempo

import (
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
	"github.com/requestjourney/requestjourney/pkg/tempo/decode"
)

// intrinsics are asked for beside attributes.
const intrinsics = "name status statusMessage kind span:parentID instrumentation:name link:traceID resource.service.name"

// A search returns an HTTP status that is text only when a condition is about it.
// The condition that every span meets makes a search cost a fifth more; a search of
// its own costs half as much as the other.
const (
	mustHaveText = ` && span.http.status_code =~ ".*"`
	mayHaveText  = ` && (span.http.status_code =~ ".*" || true)`
)

// summaryQuery asks for spans of traces with what selection names.
func summaryQuery(withTexts bool) func(ids []journey.TraceID) string {
	condition := ""
	if withTexts {
		condition = mayHaveText
	}
	return func(ids []journey.TraceID) string { return spansQuery(ids, condition, selection) }
}

// statusQuery asks for the spans of traces that have an HTTP status as text.
func statusQuery(ids []journey.TraceID) string {
	return spansQuery(ids, mustHaveText, []string{decode.KeyKind})
}

// spansQuery asks for spans with a selection.
//
// Where the spans of a trace came in parts, Tempo keeps fragments, and of those
// that have the same groups it returns the largest alone. Fragments differ in
// their duration, so each is a group of its own. Grouping by service, too, makes
// the limit on spans one for each service.
func spansQuery(ids []journey.TraceID, condition string, selection []string) string {
	var q query
	q.text.WriteString(`{ trace:id =~ "(?:`)
	for i, id := range ids {
		if i > 0 {
			q.text.WriteByte('|')
		}
		q.text.WriteString(id.Short()) // as Tempo holds IDs
	}
	q.text.WriteString(`)"`)
	q.add(condition)
	q.add(" } | by(trace:duration)")
	q.add(" | by(resource.service.name)")
	separator := " | select("
	for _, field := range selection {
		q.add(separator + field)
		separator = ", "
	}
	q.add(")")
	return q.text.String()
}

// selection is all that is selected, in TraceQL.
var selection = selected()

func selected() []string {
	fields := semconv.SpanFields()
	all := strings.Fields(intrinsics)
	for _, name := range fields.Span {
		all = append(all, `span."`+name+`"`)
	}
	for _, name := range fields.Resource {
		all = append(all, `resource."`+name+`"`)
	}
	return all
}

// query is TraceQL in the making. To find out where a name ends, Tempo 2.9's
// lexer looks ahead with a copy of itself; when the copy has to read on, what it
// reads is lost to the lexer. It reads lexerBuffer bytes at a time, so no
// word may lie across a multiple of that.
type query struct{ text strings.Builder }

const lexerBuffer = 1024

func (q *query) add(words string) {
	const ahead = 16 // more than the longest scope that is searched
	if left := lexerBuffer - q.text.Len()%lexerBuffer; len(words)+ahead > left {
		q.text.WriteString(strings.Repeat(" ", left))
	}
	q.text.WriteString(words)
}
