package query

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// remarkBoth is for a text that both grammars allow. Grafana's Tempo data source uses the
// field "query", so TraceQL is more likely.
const remarkBoth = "This text can be LogQL or TraceQL; it was searched as TraceQL. Enter it as LogQL if you mean log lines."

var ownTypes = []journey.QueryType{"", journey.QuerySearch, journey.QueryJourney, TypeMetrics}

// readQuery moves the text that Grafana's own links send in "query" to the right field. It
// returns a remark for the user if it had to guess. If one of our own fields is set, it ignores
// the text.
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

// readTraceID reads a text that is not a query.
func (m *model) readTraceID(text string) error {
	if _, err := journey.ParseTraceID(text); err != nil && !errors.Is(err, journey.ErrZeroTraceID) {
		return fmt.Errorf("%.60q is neither a trace ID nor LogQL nor TraceQL: correct the link that sent it, or enter a trace ID or a query", text)
	}
	if m.QueryType == TypeMetrics {
		return fmt.Errorf("%.60q is a trace ID, but metrics count the requests of a search: enter LogQL or TraceQL", text)
	}
	m.QueryType, m.TraceID = journey.QueryJourney, text
	return nil
}
