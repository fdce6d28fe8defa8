package query

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// remarkBoth is for a text of which the grammars do not say whose it is. The
// field "query" is that of Grafana's Tempo data source, so TraceQL is likelier.
const remarkBoth = "This text can be LogQL or TraceQL; it was searched as TraceQL. Enter it as LogQL if you mean log lines."

var ownTypes = []journey.QueryType{"", journey.QuerySearch, journey.QueryJourney, TypeMetrics}

// readQuery moves the text that Grafana's own links send in "query" to the field
// where it belongs, and returns a remark for the user where it had to choose.
// Fields of our own win: then the text is ignored.
func (m *model) readQuery() (remark string, err error) {
	text := strings.TrimSpace(m.Query)
	fromTempo := strings.HasPrefix(string(m.QueryType), "traceql")
	if !slices.Contains(ownTypes, m.QueryType) && (text != "" || fromTempo) {
		m.QueryType = "" // that of the data source for which the link was made
	}
	if text == "" || strings.TrimSpace(m.LogQL+m.TraceQL+m.TraceID) != "" {
		return "", nil
	}
	switch languageOf(text) {
	case logQL:
		m.LogQL = text
	case traceQL:
		m.TraceQL = text
	case either:
		m.TraceQL = text
		if !fromTempo {
			remark = remarkBoth
		}
	default:
		return "", m.readTraceID(text)
	}
	if m.QueryType != TypeMetrics {
		m.QueryType = journey.QuerySearch
	}
	return remark, nil
}

// readTraceID takes a text that is no query.
func (m *model) readTraceID(text string) error {
	if _, err := journey.ParseTraceID(text); err != nil && !errors.Is(err, journey.ErrZeroTraceID) {
		return fmt.Errorf("%.60q is neither a trace ID nor LogQL nor TraceQL: correct the link that sent it, or enter a trace ID or a query", text)
	}
	if m.QueryType == TypeMetrics {
		return fmt.Errorf("%.60q is a trace ID, and metrics are numbers over a search: enter LogQL or TraceQL", text)
	}
	m.QueryType, m.TraceID = journey.QueryJourney, text
	return nil
}
