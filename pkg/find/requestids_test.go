package find_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

const (
	requestID = "84961386-6d84-929d-98bd-c5aee93b5c88"
	otherID   = "11111111-6d84-929d-98bd-c5aee93b5c88"
	haproxyID = "0A000101:8225_0A000102:01BB_65C20D56_0001:3835"
)

// TestLinesAreJoinedByRequestID: lines without a trace ID belong to the trace that has
// their request ID, or to the nearest in time of several such traces.
func TestLinesAreJoinedByRequestID(t *testing.T) {
	spansOf := func(id int, tree, holds string) journey.Trace {
		return journeytest.Trace(t, id, tree+" guid:x-request-id="+holds)
	}
	for name, tc := range map[string]struct {
		traces []journey.Trace
		lines  string
		want   string // of trace 1: the lines, and how they were joined
	}{
		"Envoy's default": {
			[]journey.Trace{spansOf(1, "shop server 0 100 GET", requestID)},
			`90 0 0 shop [2026-03-11T09:14:00.000Z] "GET / HTTP/1.1" 200 - via_upstream - "-" 0 45 90 89 "-" "x" "` + requestID + `" "shop" "10.8.0.5:80" inbound|80|| 1 2 3 - default`,
			"request on GET",
		},
		"an application's field":       {[]journey.Trace{spansOf(1, "shop server 0 100 GET", requestID)}, "50 0 0 shop request_id=" + requestID + " msg=x", "request on GET"},
		"another place in the line":    {[]journey.Trace{spansOf(1, "shop server 0 100 GET", haproxyID)}, "50 0 0 shop from " + haproxyID + " came x", "request on GET"},
		"a line with a trace ID":       {[]journey.Trace{spansOf(1, "shop server 0 100 GET", requestID)}, "50 1 1 shop request_id=" + requestID, "trace on GET"},
		"another request's line":       {[]journey.Trace{spansOf(1, "shop server 0 100 GET", requestID)}, "50 0 0 shop request_id=" + otherID, ""},
		"part of a longer ID":          {[]journey.Trace{spansOf(1, "shop server 0 100 GET", requestID)}, "50 0 0 shop request_id=" + requestID + "-7", ""},
		"a service without spans":      {[]journey.Trace{spansOf(1, "shop server 0 100 GET", requestID)}, "99 0 0 ingress request_id=" + requestID, "request on no span"},
		"a retry under another trace":  {[]journey.Trace{spansOf(1, "shop server 0 100 GET", requestID), spansOf(2, "shop server 5000 5100 GET", requestID)}, "50 0 0 shop request_id=" + requestID + " one\n5050 0 0 shop request_id=" + requestID + " two", "request on GET"},
		"an ID that only a line holds": {[]journey.Trace{journeytest.Trace(t, 1, "shop server 0 100 GET")}, "50 1 1 shop request_id=" + requestID + "\n60 0 0 shop request_id=" + requestID + " msg=x", "trace on GET\nrequest on GET"},
	} {
		t.Run(name, func(t *testing.T) {
			l, s := &logs{lines: journeytest.Lines(t, tc.lines)}, &traces{all: tc.traces}
			f := find.Finder{Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits()}
			res, err := f.Find(t.Context(), journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, line := range res.Journeys[0].Lines {
				on := "no span"
				if line.Span != nil {
					on = line.Span.Name
				}
				got = append(got, fmt.Sprintf("%s on %s", line.JoinedBy, on))
			}
			journeytest.WantText(t, strings.Join(got, "\n"), tc.want)
		})
	}
}

// TestAnIDOfManyTracesIsIgnored: a constant header value does not identify a request.
func TestAnIDOfManyTracesIsIgnored(t *testing.T) {
	s := &traces{}
	for id := 1; id <= 12; id++ {
		s.all = append(s.all, journeytest.Trace(t, id, fmt.Sprintf("shop server %d %d GET guid:x-request-id=%s", 10*id, 10*id+5, requestID)))
	}
	l := &logs{lines: journeytest.Lines(t, "12 0 0 shop request_id="+requestID)}
	f := find.Finder{Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits()}
	res, err := f.Find(t.Context(), journey.Query{Type: journey.QueryJourney, TraceID: journeytest.TraceID(1), Range: hour, Limit: 1})
	if err != nil || len(res.Journeys[0].Lines) != 0 {
		t.Errorf("%d lines, %v; want none", len(res.Journeys[0].Lines), err)
	}
}

// TestASearchFindsRequestsByRequestID: a search finds the requests of lines that have
// only a request ID, each once, also in a stream.
func TestASearchFindsRequestsByRequestID(t *testing.T) {
	l := &logs{lines: journeytest.Lines(t, `
		20 0 0 shop boom request_id=`+requestID+`
		30 1 1 shop boom request_id=`+requestID+`
		40 0 0 shop boom request_id=`+otherID+`
		50 0 0 shop boom request_id=99999999-6d84-929d-98bd-c5aee93b5c88
	`)}
	s := &traces{all: []journey.Trace{
		journeytest.Trace(t, 1, "shop server 0 100 GET guid:x-request-id="+requestID),
		journeytest.Trace(t, 2, "shop server 10 90 GET x-request-id="+otherID),
		journeytest.Trace(t, 3, "shop server 10 90 GET"),
	}}
	f := find.Finder{Logs: l, Traces: s, Extract: journeytest.Extract, Slack: time.Minute, Limits: journey.DefaultLimits()}
	for _, depth := range []journey.Depth{journey.DepthSummary, journey.DepthLines, journey.DepthWhole} {
		q := journey.Query{Type: journey.QuerySearch, Depth: depth, LogQL: "boom", Range: hour, Limit: 10}
		const want = "1: 1 spans, 2 lines\n2: 1 spans, 1 lines"
		found, err := f.Find(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		journeytest.WantText(t, requests(found), want)
		streamed, err := f.Stream(t.Context(), q, func(*journey.Result, journey.Progress) {})
		if err != nil {
			t.Fatal(err)
		}
		journeytest.WantText(t, requests(streamed), want)
	}
}

// requests formats the requests of an answer, in the order of their IDs.
func requests(res *journey.Result) string {
	var rows []string
	for _, j := range res.Journeys {
		rows = append(rows, fmt.Sprintf("%d: %d spans, %d lines", j.TraceID[15], len(j.Spans), len(j.Lines)))
	}
	slices.Sort(rows)
	return strings.Join(rows, "\n")
}
