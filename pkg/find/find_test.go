package find_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

func TestFind(t *testing.T) {
	search := func(logql, traceql string) journey.Query {
		return journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, LogQL: logql, TraceQL: traceql, Range: hour, Limit: 10}
	}
	byID := func(n int) journey.Query {
		return journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(n), Range: hour, Limit: 1}
	}
	for name, tc := range map[string]struct {
		query             journey.Query
		lokiErr, tempoErr error
		want              string // verdicts of the journeys, newest first
		notice            string
		fails             string
	}{
		"by LogQL":                         {query: search("boom", ""), want: "3:logs-only 2:complete"},
		"by TraceQL":                       {query: search("", "GET"), want: "2:complete 1:complete"},
		"by both":                          {query: search("boom", "GET"), want: "2:complete"},
		"by trace ID":                      {query: byID(1), want: "1:complete"},
		"an unknown trace ID":              {query: byID(9), want: "9:not-found", notice: "Neither Tempo nor Loki knows"},
		"nothing matches":                  {query: search("zzz", ""), notice: "No request in this time range"},
		"lines without an ID":              {query: search("nothing", ""), notice: "The LogQL query found 1 line, but no trace ID"},
		"Tempo down, by LogQL":             {query: search("boom", ""), tempoErr: down("Tempo"), want: "3:partial 2:partial", notice: "Spans are missing: Tempo does not answer."},
		"Tempo down, by TraceQL":           {query: search("", "GET"), tempoErr: down("Tempo"), fails: "Tempo does not answer."},
		"Tempo down, by both":              {query: search("boom", "GET"), tempoErr: down("Tempo"), want: "3:partial 2:partial", notice: "The TraceQL search failed, so requests that do not match it may be shown"},
		"Loki down, by both":               {query: search("boom", "GET"), lokiErr: down("Loki"), want: "2:partial 1:partial", notice: "The LogQL search failed, so requests that do not match it may be shown: Loki does not answer."},
		"Loki down, by ID":                 {query: byID(1), lokiErr: down("Loki"), want: "1:partial", notice: "Log lines are missing"},
		"Loki down, an unknown ID":         {query: byID(9), lokiErr: down("Loki"), want: "9:not-found", notice: "Log lines are missing"},
		"both down, by ID":                 {query: byID(1), lokiErr: down("Loki"), tempoErr: down("Tempo"), fails: "Loki does not answer.\nTempo does not answer."},
		"a wrong query fails even if both": {query: search("boom", "GET"), tempoErr: wrong("Tempo"), fails: "Tempo did not understand the query."},
	} {
		t.Run(name, func(t *testing.T) {
			l, s := world(t)
			l.err, s.err = tc.lokiErr, tc.tempoErr
			f := find.Finder{Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits()}
			res, err := f.Find(t.Context(), tc.query)
			if tc.fails != "" {
				if err == nil || err.Error() != tc.fails {
					t.Fatalf("got error %v, want %q", err, tc.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			journeytest.WantText(t, verdicts(res), tc.want)
			wantNotice(t, res, tc.notice)
		})
	}
}

func verdicts(res *journey.Result) string {
	var all []string
	for _, j := range res.Journeys {
		all = append(all, strings.TrimLeft(j.TraceID.String(), "0")+":"+string(j.Verdict))
	}
	return strings.Join(all, " ")
}

func wantNotice(t *testing.T, res *journey.Result, want string) {
	t.Helper()
	if want == "" && len(res.Notices) > 0 {
		t.Errorf("got notices %v, want none", res.Notices)
	}
	for _, n := range res.Notices {
		if strings.Contains(n.Text, want) {
			return
		}
	}
	if want != "" {
		t.Errorf("got notices %v, want one with %q", res.Notices, want)
	}
}

func TestTheNewestAreShown(t *testing.T) {
	l, s := world(t)
	f := find.Finder{Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits()}
	res, err := f.Find(t.Context(), journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, TraceQL: "GET", Range: hour, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	journeytest.WantText(t, verdicts(res), "2:complete")
	wantNotice(t, res, "The newest 1 of 2 matching requests are shown")
}

func TestLinesAreSearchedAroundTheTrace(t *testing.T) {
	l, s := world(t)
	f := find.Finder{Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits()}
	longAgo := journey.TimeRange{From: journeytest.Epoch.Add(-48 * time.Hour), To: journeytest.Epoch.Add(-24 * time.Hour)}
	res, err := f.Find(t.Context(), journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: longAgo, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := journey.TimeRange{From: journeytest.At(-1000), To: journeytest.At(1100).Add(1)}
	if l.asked != want {
		t.Errorf("lines were searched in %v, want %v", l.asked, want)
	}
	if n := len(res.Journeys[0].Lines); n != 1 {
		t.Errorf("got %d lines, want 1 though the query's time range is elsewhere", n)
	}
}

func TestACancelledFindReturnsTheContextError(t *testing.T) {
	l, s := world(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	f := find.Finder{Logs: l, Traces: s, Extract: journeytest.Extract, Limits: journey.DefaultLimits()}
	_, err := f.Find(ctx, journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

// TestALongRequestHasAllItsLines: the LogQL search found one line of a request that
// took ten minutes.
func TestALongRequestHasAllItsLines(t *testing.T) {
	s := &traces{all: []journey.Trace{journeytest.Trace(t, 1, "shop server 0 600000 GET")}}
	l := &logs{lines: journeytest.Lines(t, "10 1 1 shop begun\n300000 1 1 shop halfway\n599900 1 1 shop boom")}
	f := find.Finder{Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits()}
	res, err := f.Find(t.Context(), journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, LogQL: "boom", Range: hour, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(res.Journeys[0].Lines); n != 3 {
		t.Errorf("got %d lines of 3", n)
	}
}

// TestASpanWithoutStartDoesNotWidenTheSearch: Loki refuses to search back to 1970.
func TestASpanWithoutStartDoesNotWidenTheSearch(t *testing.T) {
	broken := journeytest.Trace(t, 1, "shop server 0 100 GET\n  shop internal 1 2 broken")
	broken.Spans[1].Start = time.Unix(0, 0)
	l := &logs{}
	f := find.Finder{Logs: l, Traces: &traces{all: []journey.Trace{broken}}, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits()}
	if _, err := f.Find(t.Context(), journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1}); err != nil {
		t.Fatal(err)
	}
	if l.asked.From.Before(journeytest.At(-1000)) {
		t.Errorf("Loki was asked from %s on", l.asked.From)
	}
}

// TestWhatASearchFoundIsShown: the search for an ID may miss a line that writes the
// ID in an unusual form.
func TestWhatASearchFoundIsShown(t *testing.T) {
	l, s := world(t)
	f := find.Finder{Logs: deaf{logs: l}, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits()}
	res, err := f.Find(t.Context(), journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, LogQL: "fine", Range: hour, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(res.Journeys[0].Lines); n != 1 {
		t.Errorf("got %d lines, want the one that the search found", n)
	}
}

// TestARewrittenLineIsShownOnce checks that a line that the LogQL query has rewritten
// is not shown again in its original form.
func TestARewrittenLineIsShownOnce(t *testing.T) {
	l, s := world(t)
	f := find.Finder{Logs: rewriting{logs: l}, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits()}
	res, err := f.Find(t.Context(), journey.Query{Type: journey.QuerySearch, LogQL: "fine", Range: hour, Limit: 1, Depth: journey.DepthWhole})
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Journeys[0].Lines; len(got) != 1 || got[0].Body != "fine" {
		t.Errorf("got %d lines, want the one as it was written", len(got))
	}
}
