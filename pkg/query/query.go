// Package query turns the JSON of a panel's query into a checked journey.Query.
package query

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// model is one target of /api/ds/query; the field names are a public contract
// that dashboards, alert rules and provisioning files rely on.
type model struct {
	QueryType journey.QueryType `json:"queryType"`
	LogQL     string            `json:"logql"`
	TraceQL   string            `json:"traceql"`
	TraceID   string            `json:"traceId"`
	Limit     int               `json:"limit"`
	Frames    []string          `json:"frames"`
}

// Parse reads a query and checks it. Errors are one sentence for the user that
// says what to change.
func Parse(raw json.RawMessage, in journey.TimeRange, limits journey.Limits) (journey.Query, error) {
	var m model
	if err := json.Unmarshal(raw, &m); err != nil {
		return journey.Query{}, notReadable(err)
	}
	q := journey.Query{
		Type:    m.queryType(),
		LogQL:   strings.TrimSpace(m.LogQL),
		TraceQL: strings.TrimSpace(m.TraceQL),
		Range:   in,
	}
	for _, check := range []func(*journey.Query, model, journey.Limits) error{withType, withRange, withLimit, withFrames} {
		if err := check(&q, m, limits); err != nil {
			return journey.Query{}, err
		}
	}
	return q, nil
}

// queryType lets hand-written JSON leave the type out.
func (m model) queryType() journey.QueryType {
	if m.QueryType == "" && m.TraceID != "" {
		return journey.QueryJourney
	}
	if m.QueryType == "" {
		return journey.QuerySearch
	}
	return m.QueryType
}

func withType(q *journey.Query, m model, _ journey.Limits) (err error) {
	switch q.Type {
	case journey.QueryJourney:
		q.TraceID, err = journey.ParseTraceID(m.TraceID)
		return err
	case journey.QuerySearch:
		if q.LogQL == "" && q.TraceQL == "" {
			return errors.New("the query is empty: enter a LogQL query, a TraceQL query or both, or switch to Journey and enter a trace ID")
		}
		return nil
	}
	return fmt.Errorf("queryType %q is unknown: use %q or %q", q.Type, journey.QuerySearch, journey.QueryJourney)
}

func withRange(q *journey.Query, _ model, _ journey.Limits) error {
	if !q.Range.From.Before(q.Range.To) {
		return errors.New("the time range is empty: choose a range whose end is after its start")
	}
	return nil
}

func withLimit(q *journey.Query, m model, limits journey.Limits) error {
	switch {
	case m.Limit < 0:
		return fmt.Errorf("limit is %d: enter the number of journeys to return, from 1 to %d", m.Limit, limits.Journeys)
	case m.Limit > limits.Journeys:
		return fmt.Errorf("limit is %d, more than the %d that the data source allows: lower it, or raise limits.journeys in the data source's settings", m.Limit, limits.Journeys)
	case m.Limit == 0:
		q.Limit = min(journey.DefaultLimit, limits.Journeys)
	default:
		q.Limit = m.Limit
	}
	return nil
}

func withFrames(q *journey.Query, m model, _ journey.Limits) error {
	q.Frames = m.Frames
	if len(q.Frames) == 0 {
		q.Frames = journey.DefaultFrames(q.Type)
	}
	for _, name := range q.Frames {
		if !journey.ValidFrame(name) {
			return fmt.Errorf("there is no frame %q: choose among %s", name, strings.Join(journey.FrameNames(), ", "))
		}
	}
	return nil
}

// notReadable names the field that has the wrong JSON type, where one has.
func notReadable(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return fmt.Errorf("the query's %q must be of type %s, not %s", wrong.Field, wrong.Type, wrong.Value)
	}
	return fmt.Errorf("the query is not valid JSON: %w", err)
}
