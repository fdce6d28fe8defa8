// Package query turns the JSON of a panel's query into a checked journey.Query.
package query

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// model is one target of /api/ds/query; the field names are a public contract
// that dashboards, alert rules and provisioning files rely on.
type model struct {
	QueryType journey.QueryType `json:"queryType"` // what is asked; when it is left out, journey where there is a traceId, metrics (as one number) in an alert rule, else search
	LogQL     string            `json:"logql"`     // search, metrics: a log query; with traceql, requests match both
	TraceQL   string            `json:"traceql"`   // search, metrics: a TraceQL query
	TraceID   string            `json:"traceId"`   // journey: 16 or 32 hex digits in any case, a traceparent or a b3 header
	Limit     int               `json:"limit"`     // search, metrics: most requests, newest first; 50 for a search, limits.journeys for metrics
	Frames    []string          `json:"frames"`    // search, journey: which frames, by name
	Live      bool              `json:"live"`      // search, when it is streamed (Explore, the app's page): goes on with requests as they happen
	Metric    journey.Metric    `json:"metric"`    // metrics: what is counted; count when it is left out
	By        string            `json:"by"`        // metrics: service makes a series for each service that takes requests
	Instant   bool              `json:"instant"`   // metrics: one number for each set of labels instead of a time series
	Nearby    bool              `json:"nearby"`    // journey: also lines without any ID that its pods, or else its services, wrote at its time; they are not counted
	Query     string            `json:"query"`     // the text of a link of Grafana's own: a trace ID in any form, LogQL or TraceQL; read only where traceId, logql and traceql are empty
}

// TypeMetrics asks for numbers over the journeys that a search finds.
const TypeMetrics journey.QueryType = "metrics" // numbers over the journeys that a search finds

// Question is a checked query.
type Question struct {
	journey.Query
	Frames  []string             // by name
	Metrics *journey.MetricQuery // nil when the journeys themselves are asked for
	Live    bool                 // a stream goes on with requests as they happen
	Remark  string               // a sentence for the user on how the text of another's link was read, "" for none
}

// Bounds are the time range and the limits of a query.
type Bounds struct {
	Range     journey.TimeRange
	Step      time.Duration // the panel's or alert rule's interval
	Limits    journey.Limits
	FromAlert bool // an alert rule asks: it compares numbers
}

// Parse reads a query and checks it. Errors are one sentence for the user that
// says what to change.
func Parse(raw json.RawMessage, b Bounds) (Question, error) {
	var m model
	if err := json.Unmarshal(raw, &m); err != nil {
		return Question{}, notReadable(err)
	}
	if b.FromAlert {
		m.compare()
	}
	remark, err := m.readQuery()
	if err != nil {
		return Question{}, err
	}
	q := Question{Remark: remark, Query: journey.Query{
		Type:    m.queryType(),
		LogQL:   strings.TrimSpace(m.LogQL),
		TraceQL: strings.TrimSpace(m.TraceQL),
		Range:   b.Range,
	}}
	for _, check := range []func(*Question, model, Bounds) error{withType, withRange, withLimit, withFrames} {
		if err := check(&q, m, b); err != nil {
			return Question{}, err
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

// compare makes an alert rule's query without a type one number, as the alert editor does.
func (m *model) compare() {
	if m.QueryType == "" && m.TraceID == "" {
		m.QueryType, m.Instant = TypeMetrics, true
	}
}

func withType(q *Question, m model, b Bounds) (err error) {
	if b.FromAlert && (q.Type == journey.QuerySearch || q.Type == journey.QueryJourney) {
		return fmt.Errorf("an alert rule compares numbers, but a query of type %s returns requests: change its type to Metrics", q.Type)
	}
	switch q.Type {
	case journey.QueryJourney:
		q.Nearby = m.Nearby
		q.TraceID, err = journey.ParseTraceID(m.TraceID)
		return err
	case journey.QuerySearch:
		q.Live = m.Live
		return askable(q)
	case TypeMetrics:
		q.Type, q.Counted = journey.QuerySearch, true // what is counted is found by a search
		if q.Metrics, err = metrics(m, b); err != nil {
			return err
		}
		return askable(q)
	}
	return fmt.Errorf("queryType %q is unknown: use %q, %q or %q", q.Type, journey.QuerySearch, journey.QueryJourney, TypeMetrics)
}

// askable says that a search can find requests.
func askable(q *Question) error {
	if q.LogQL == "" && q.TraceQL == "" {
		return errors.New("the query is empty: enter a LogQL query, a TraceQL query or both, or switch to Journey and enter a trace ID")
	}
	return withRequests(q)
}

func withRange(q *Question, _ model, _ Bounds) error {
	if !q.Range.From.Before(q.Range.To) {
		return errors.New("the time range is empty: choose a range whose end is after its start")
	}
	return nil
}

// withLimit lets metrics count as many journeys as the settings allow, because a count of the
// newest few would only show the limit.
func withLimit(q *Question, m model, b Bounds) error {
	most := b.Limits.Journeys
	switch {
	case m.Limit < 0:
		return fmt.Errorf("limit is %d: enter the number of journeys to return, from 1 to %d", m.Limit, most)
	case m.Limit > most:
		return fmt.Errorf("limit is %d, more than the %d that the data source allows: lower it, or raise limits.journeys in the data source's settings", m.Limit, most)
	case m.Limit > 0:
		q.Limit = m.Limit
	case q.Metrics != nil:
		q.Limit = most
	default:
		q.Limit = min(journey.DefaultLimit, most)
	}
	return nil
}

func withFrames(q *Question, m model, _ Bounds) error {
	if q.Frames = m.Frames; q.Metrics != nil {
		q.Frames = []string{frames.Findings} // all that can be counted
	}
	if len(q.Frames) == 0 {
		q.Frames = frames.DefaultNames(q.Type)
	}
	for _, name := range q.Frames {
		if !frames.IsName(name) {
			return fmt.Errorf("there is no frame %q: choose among %s", name, strings.Join(frames.Names(), ", "))
		}
	}
	q.Depth = frames.DepthOf(q.Frames)
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
