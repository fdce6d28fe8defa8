package frames_test

import (
	"errors"
	"math"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// fixtures are results by the name of their golden file.
func fixtures() map[string]*journey.Result {
	return map[string]*journey.Result{
		"failing-request":  failingRequest(),
		"logs-only":        logsOnly(),
		"empty":            {Query: journey.Query{Type: journey.QueryJourney}, Verdict: journey.VerdictNotFound},
		"several-journeys": severalJourneys(),
	}
}

// ratings answers 503: reviews logs it, the productpage survives it.
func failingRequest() *journey.Result {
	j := request("80f198ee56343ba864fe8b2a57d3eff7", journey.VerdictPartial, 0, 120,
		span("a1", "", "istio-ingressgateway", journey.KindServer, "GET /productpage", 0, 120,
			attr("http.status_code", int64(200)), attr("upstream_cluster", "outbound|9080||productpage.bookinfo.svc.cluster.local")),
		span("b1", "a1", "productpage", journey.KindServer, "GET /productpage", 5, 110),
		span("c1", "b1", "reviews", journey.KindServer, "GET /reviews/0", 20, 80),
		span("d1", "c1", "reviews", journey.KindClient, "GET /ratings/0", 30, 60,
			failed("503 Service Unavailable"), attr("peer", nil), attr("retries", int64(math.MaxInt64)), attr("ratio", math.NaN()),
			withException, withLink),
		line(25, "reviews", "c1", "info", `{"msg":"asking ratings"}`, journey.PlacedBySpan),
		line(91, "reviews", "d1", "error", "ratings answered 503: \xff\xfe not UTF-8", journey.PlacedByTime),
		line(92, "ratings", "", "error", "database connection refused", journey.PlacedOnGhost),
		finding(journey.SeverityError, journey.FindingErrorOrigin, "reviews", "d1",
			"The call from reviews to ratings failed.", "Look at the lines of ratings.",
			journey.Attribute{Key: "status", Value: "503"}, journey.Attribute{Key: "lines", Value: int64(2)}),
	)
	j.Graph = bookinfoGraph()
	return &journey.Result{
		Query: journey.Query{Type: journey.QueryJourney}, Journeys: []*journey.Journey{j}, Graph: j.Graph,
		Verdict: journey.VerdictPartial, Limits: journey.DefaultLimits(),
		Notices: []journey.Notice{
			{Severity: journey.SeverityWarning, Text: "Loki did not answer in time: lines may be missing.", Code: journey.NoticeSourceFailed},
			{Severity: journey.SeverityInfo, Text: "ratings sent no spans.", Code: journey.NoticeCode(journey.FindingYoung)},
		},
		Loki: journey.SourceReport{Asked: true, Found: 3, Cut: "lines", Err: errors.New("Loki took longer than 30 s: narrow the time range"),
			Stats: journey.SourceStats{Requests: 2, Bytes: 4096, Took: millis(31)}},
		Tempo: journey.SourceReport{Asked: true, Found: 1, Stats: journey.SourceStats{Requests: 1, Bytes: 2048, Took: millis(7)}},
	}
}

func withException(s *journey.Span) {
	s.Events = append(s.Events, journey.Event{Time: after(90), Name: "exception", Attributes: journey.Attributes{
		{Key: "exception.type", Value: "java.net.ConnectException"},
		{Key: "exception.stacktrace", Value: "java.net.ConnectException: refused\n\tat reviews.Ratings.get"},
	}})
}

func withLink(s *journey.Span) {
	traceID, _ := journey.ParseTraceID("463ac35c9f6413ad")
	s.Links = append(s.Links, journey.Link{TraceID: traceID, SpanID: spanID("e1"),
		Attributes: journey.Attributes{{Key: "reason", Value: "batch"}}})
}

func bookinfoGraph() journey.Graph {
	call := journey.View{Calls: 1, P50: millis(80), P95: millis(80), Total: millis(80)}
	failedCall := journey.View{Calls: 1, Errors: 1, P50: millis(60), P95: millis(60), Total: millis(60)}
	return journey.Graph{
		Services: []*journey.Service{
			{ID: "bookinfo/istio-ingressgateway", Name: "istio-ingressgateway", Namespace: "bookinfo", Kind: journey.KindGateway,
				Journeys: 1, Spans: 1, Work: journey.View{Calls: 1, P50: millis(120), P95: millis(120), Total: millis(120)}},
			{ID: "bookinfo/productpage", Name: "productpage", Namespace: "bookinfo", Versions: []string{"v1"}, Kind: journey.KindService,
				Journeys: 1, Spans: 1, Work: call},
			{ID: "bookinfo/ratings", Name: "ratings", Namespace: "bookinfo", Kind: journey.KindGhost, Journeys: 1, Lines: 1, LineErrs: 1},
			{ID: "bookinfo/reviews", Name: "reviews", Namespace: "bookinfo", Versions: []string{"v2", "v3"}, Kind: journey.KindService,
				Journeys: 1, Spans: 2, Errors: 1, Lines: 2, LineErrs: 1, Findings: 1,
				Work: journey.View{Calls: 4, Errors: 1, P50: millis(70), P95: millis(80), Total: millis(280)}},
		},
		Hops: []*journey.Hop{
			{Source: "bookinfo/istio-ingressgateway", Target: "bookinfo/productpage", Kind: journey.HopCall, Calls: 1, Server: call},
			{Source: "bookinfo/productpage", Target: "bookinfo/reviews", Kind: journey.HopCall, Calls: 1000, Client: journey.View{Calls: 1000}, Server: call, Lines: 1},
			{Source: "bookinfo/reviews", Target: "bookinfo/ratings", Kind: journey.HopCall, Calls: 1, Errors: 1, Client: failedCall, Lines: 2, Findings: 1},
		},
	}
}

// No trace was sampled: three lines are all there is, two of them word for word alike.
func logsOnly() *journey.Result {
	j := request("463ac35c9f6413ad", journey.VerdictLogsOnly, 0, 9,
		line(0, "details", "", "", "GET /details/0", journey.PlacedOnGhost),
		line(4, "details", "", "warn", "cache miss", journey.PlacedOnGhost),
		line(4, "details", "", "warn", "cache miss", journey.PlacedOnGhost),
	)
	j.Graph = journey.Graph{Services: []*journey.Service{
		{ID: "bookinfo/details", Name: "details", Namespace: "bookinfo", Kind: journey.KindGhost, Journeys: 1, Lines: 3},
	}}
	return &journey.Result{Query: journey.Query{Type: journey.QueryJourney}, Journeys: []*journey.Journey{j},
		Graph: j.Graph, Verdict: j.Verdict}
}

// Two requests at once, the newer first; their steps mingle in time.
func severalJourneys() *journey.Result {
	newer := request("1", journey.VerdictComplete, 10, 40,
		span("a2", "", "productpage", journey.KindServer, "GET /health", 10, 30, func(s *journey.Span) { s.Status = journey.StatusOK }),
		line(20, "productpage", "a2", "info", "healthy", journey.PlacedBySpan))
	older := request("2", journey.VerdictTruncated, 0, 50,
		span("a3", "ff", "productpage", journey.KindServer, "GET /productpage", 0, 50, failed("")),
		line(30, "productpage", "a3", "error", "oops", journey.PlacedBySpan))
	return &journey.Result{
		Query: journey.Query{Type: journey.QuerySearch}, Journeys: []*journey.Journey{newer, older},
		Verdict: journey.VerdictTruncated, Limits: journey.DefaultLimits(),
		Graph: journey.Graph{Services: []*journey.Service{{ID: "bookinfo/productpage", Name: "productpage", Kind: journey.KindService,
			Journeys: 2, Spans: 2, Errors: 1, Lines: 2, LineErrs: 1, Work: journey.View{Calls: 2, Errors: 1}}}},
	}
}
