package journey_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// TestWhatIsWrongWithTheSettingsIsSaid: each answer says it, as what it lacks may be
// for that reason.
func TestWhatIsWrongWithTheSettingsIsSaid(t *testing.T) {
	l, s := world(t)
	f := journey.Finder{
		Logs: l, Traces: s, Extract: extract, Slack: time.Minute, Limits: journey.DefaultLimits(),
		Warning: `Trace ID rule "old" is not used: its pattern is 100 % wrong.`,
	}
	res, err := f.Find(t.Context(), journey.Query{Type: journey.QueryJourney, TraceID: traceID(1), Range: hour, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := []journey.Notice{{Severity: journey.SeverityWarning, Text: `Trace ID rule "old" is not used: its pattern is 100 % wrong.`}}
	if diff := cmp.Diff(want, res.Notices); diff != "" {
		t.Error(diff)
	}
}
