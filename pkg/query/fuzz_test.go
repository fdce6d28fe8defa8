package query_test

import (
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/query"
)

// FuzzParse holds that a query is refused with a sentence, or is within its bounds.
func FuzzParse(f *testing.F) {
	for _, raw := range []string{
		``, `{}`, `null`, `[1]`, `{"limit":"a"}`, `{"logql":"{a=\"b\"}","limit":-1}`, `{"traceql":"{}","limit":1e3}`,
		`{"queryType":"journey","traceId":"00-463ac35c9f6413ad48485a3953bb6124-0000000000000001-01"}`,
		`{"queryType":"metrics","traceql":"{}","metric":"p95","by":"service","instant":true}`,
		`{"traceId":"463ac35c9f6413ad","frames":["steps","nodes"]}`,
		`{"query":"463ac35c9f6413ad","queryType":"traceql"}`, `{"query":"({ name = \"a\" }) | count() > 2 // b"}`,
		`{"query":"{status=\"500\"} |= "}`, `{"query":"sum(rate({a=\"b\"}[1m]))","queryType":"metrics"}`, `{"query":"{name=\"\\"}`,
	} {
		f.Add([]byte(raw), int64(60), int64(1))
	}
	bounds := query.Bounds{Limits: journey.Limits{Journeys: 100, SearchLines: 1000, Lines: 1000}}
	f.Fuzz(func(t *testing.T, raw []byte, seconds, step int64) {
		from := time.Unix(1_700_000_000, 0)
		bounds.Range = journey.TimeRange{From: from, To: from.Add(time.Duration(seconds) * time.Second)}
		bounds.Step = time.Duration(step)
		q, err := query.Parse(raw, bounds)
		if err != nil {
			requireSentence(t, err)
			return
		}
		requireBounded(t, q)
	})
}

func requireSentence(t *testing.T, err error) {
	t.Helper()
	if text := err.Error(); text == "" || strings.Contains(text, "\n") {
		t.Errorf("not a sentence: %q", text)
	}
}

func requireBounded(t *testing.T, q query.Question) {
	t.Helper()
	if q.Limit < 1 || q.Limit > 100 || len(q.Frames) == 0 {
		t.Errorf("limit %d, frames %v", q.Limit, q.Frames)
	}
	if (q.Type == journey.QueryJourney) == q.TraceID.IsZero() {
		t.Errorf("type %s with trace ID %s", q.Type, q.TraceID)
	}
	if q.Type == journey.QuerySearch && q.LogQL == "" && q.TraceQL == "" {
		t.Error("a search for nothing")
	}
	if q.Metrics != nil && q.Metrics.Step > 0 && q.Range.To.Sub(q.Range.From)/q.Metrics.Step > 2000 {
		t.Errorf("a step of %s", q.Metrics.Step)
	}
}
