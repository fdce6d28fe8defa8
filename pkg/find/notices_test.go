package find_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// TestEveryAnswerWarnsAboutTheSettings: wrong settings may be the reason for missing
// data.
func TestEveryAnswerWarnsAboutTheSettings(t *testing.T) {
	l, s := world(t)
	f := find.Finder{
		Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits(),
		Warning: `Trace ID rule "old" is not used: its pattern is 100 % wrong.`,
	}
	res, err := f.Find(t.Context(), journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := []journey.Notice{{Severity: journey.SeverityWarning, Text: `Trace ID rule "old" is not used: its pattern is 100 % wrong.`, Code: journey.NoticeSettings}}
	if diff := cmp.Diff(want, res.Notices); diff != "" {
		t.Error(diff)
	}
}

// anyTraces is a source that does not return the newest traces.
type anyTraces struct{ *traces }

func (s anyTraces) Search(ctx context.Context, traceql string, in journey.TimeRange, limit int) (journey.TraceResult, error) {
	res, err := s.traces.Search(ctx, traceql, in, limit)
	res.Found = res.Found[:min(len(res.Found), limit)]
	res.Cut, res.Unordered = len(res.Found) == limit, "Tempo 2.6.1 returns any matching requests, not the newest"
	return res, err
}

func TestNewestIsNotClaimedOfAnyRequests(t *testing.T) {
	for name, tc := range map[string]struct {
		logql, want string
	}{
		"spans alone":     {"", "Tempo 2.6.1 returns any matching requests, not the newest. There may be more and newer requests than the 1 shown: narrow the time range to see them."},
		"spans and lines": {"boom", "Tempo 2.6.1 returns any matching requests, not the newest. More than 1 traces match the TraceQL query, and only some were compared with the log lines: narrow the time range or the query."},
	} {
		t.Run(name, func(t *testing.T) {
			l, s := world(t)
			limits := journey.DefaultLimits()
			limits.Journeys = 1
			f := find.Finder{Logs: l, Traces: anyTraces{traces: s}, Extract: journeytest.Extract, Slack: time.Minute, Limits: limits}
			res, err := f.Find(t.Context(), journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, LogQL: tc.logql, TraceQL: "GET", Range: hour, Limit: 1})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, n := range res.Notices {
				got = append(got, n.Text)
			}
			if !slices.Contains(got, tc.want) || strings.Contains(strings.Join(got, " "), "he newest 1") {
				t.Errorf("got %q", got)
			}
		})
	}
}
