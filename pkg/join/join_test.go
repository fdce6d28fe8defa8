package join_test

import (
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

func TestJoin(t *testing.T) {
	for name, tc := range map[string]struct{ spans, lines, want string }{
		"a failure is reported at its origin, not along the chain": {
			spans: `
			gateway server 0 100 GET error
			  shop server 5 95 GET error
			    shop client 10 90 call-db error
			      db server 20 80 SELECT error
			    shop client 30 40 call-cache
			      cache server 32 38 HGET
			`,
			lines: `
			79 1 4 db level=error deadlock
			96 1 0 shop "GET /x HTTP/1.1" 500 - via_upstream
			`,
			want: `
			complete 100 ms
			0 span gateway GET
			5 span shop GET
			10 span shop call-db
			20 span db SELECT
			30 span shop call-cache
			32 span cache HGET
			79 log  db by span on SELECT: level=error deadlock
			96 log  shop by time on GET: "GET /x HTTP/1.1" 500 - via_upstream
			hop gateway→shop: 1 calls, 1 errors, client 0 ms, server 90 ms, 1 lines
			hop shop→cache: 1 calls, 0 errors, client 10 ms, server 6 ms, 0 lines
			hop shop→db: 1 calls, 1 errors, client 80 ms, server 60 ms, 1 lines
			error error-origin db: db failed in "SELECT". None of its downstream calls failed, so the error started here.
			`,
		},
		"a service that logs but sends no span is a ghost": {
			spans: `gateway server 0 100 GET`,
			lines: `50 1 0 ratings hello`,
			want: `
			partial 100 ms
			0 span gateway GET
			50 log  ratings by ghost: hello
			warning propagation-broken ratings: ratings wrote 1 log line for this trace but sent no span.
			`,
		},
		"a span without its parent is reported": {
			spans: `
			gateway server 0 100 GET
			[shop] server 5 95 GET
			`,
			lines: `9000 1 0 shop much later`,
			want: `
			partial 100 ms
			0 span gateway GET
			5 span shop GET
			9000 log  shop by service: much later
			warning propagation-broken shop: The caller of "GET" in shop is missing: its span 000000000000dead is not in the trace.
			info lines-outside shop: shop wrote 1 line up to 8.9 s before or after the trace.
			`,
		},
		"a span ID that is the caller's does not place a line on the caller": {
			spans: `
			shop server 0 100 GET
			  shop client 10 90 pay
			    pay server 12 88 pay
			`,
			lines: `
			50 1 2 pay as received
			60 1 2 shop mine
			`,
			want: `
			complete 100 ms
			0 span shop GET
			10 span shop pay
			12 span pay pay
			50 log  pay by time on pay: as received
			60 log  shop by span on pay: mine
			hop shop→pay: 1 calls, 0 errors, client 80 ms, server 76 ms, 2 lines
			`,
		},
		"an access line of a proxy without spans is on a ghost that its caller called": {
			spans: `
			shop server 0 100 GET
			  shop client 10 90 pay
			    pay server 12 88 pay
			`,
			lines: `
			90 1 2 nginx 10.1.0.5 - - [11/Mar/2026:09:14:00 +0000] "POST /pay HTTP/1.1" 200 32 "-" "shop/1"
			`,
			want: `
			partial 100 ms
			0 span shop GET
			10 span shop pay
			12 span pay pay
			90 log  nginx by ghost: 10.1.0.5 - - [11/Mar/2026:09:14:00 +0000] "POST /pay HTTP/1.1" 200 32 "-" "shop/1"
			hop shop→nginx: 1 calls, 0 errors, client 0 ms, server 0 ms, 0 lines
			hop shop→pay: 1 calls, 0 errors, client 80 ms, server 76 ms, 0 lines
			warning propagation-broken nginx: nginx wrote 1 log line for this trace but sent no span.
			`,
		},
		"a line on the span that its process made under another name": {
			spans: `
			shop server 0 100 GET
			  redis client 10 50 GetCourier
			`,
			lines: `
			50 1 2 shop redis timeout
			`,
			want: `
			complete 100 ms
			0 span shop GET
			10 span redis GetCourier
			50 log  redis by span on GetCourier: redis timeout
			hop shop→redis: 1 calls, 0 errors, client 0 ms, server 40 ms, 1 lines
			`,
		},
		"of two spans under way, the inner one wrote the line": {
			spans: `
			shop server 0 100 outer
			  shop internal 20 60 inner
			`,
			lines: `
			30 1 0 shop within
			70 1 0 shop after
			`,
			want: `
			complete 100 ms
			0 span shop outer
			20 span shop inner
			30 log  shop by time on inner: within
			70 log  shop by time on outer: after
			`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			raw := journey.Raw{Trace: journeytest.Trace(t, 1, tc.spans), Lines: journeytest.Lines(t, tc.lines)}
			for i := range raw.Lines {
				raw.Contexts = append(raw.Contexts, journeytest.Extract(&raw.Lines[i]))
			}
			journeytest.WantText(t, journeytest.Dump(join.Join(raw, semconv.Identity{}, time.Now())), tc.want)
		})
	}
}

// TestSkewMovesLines holds that a line is moved with the spans of its clock,
// whatever its labels call the service.
func TestSkewMovesLines(t *testing.T) {
	raw := journey.Raw{
		Trace: journeytest.Trace(t, 1, "shop server 1000 1100 GET host=a\n  shop client 1010 1090 pay host=a\n    pay.ns server 520 580 pay host=b istio.canonical_service=pay"),
		Lines: journeytest.Lines(t, "550 1 0 pay within"),
	}
	raw.Contexts = []journey.TraceContext{{TraceID: journeytest.TraceID(1)}}
	l := join.Join(raw, semconv.Identity{}, time.Now()).Lines[0]
	if l.Skew <= 0 || l.Placement != journey.PlacedByTime {
		t.Errorf("the line was moved by %s and placed by %s; want it moved with its service's spans", l.Skew, l.Placement)
	}
}

func TestGraphOverManyJourneys(t *testing.T) {
	var all []*journey.Journey
	for i, tree := range []string{
		"gateway server 0 100 GET\n  shop server 0 10 GET",
		"gateway server 0 100 GET\n  shop server 0 30 GET error",
		"gateway server 0 100 GET\n  shop server 0 20 GET\n  shop server 40 60 GET",
	} {
		all = append(all, join.Join(journey.Raw{Trace: journeytest.Trace(t, i+1, tree)}, semconv.Identity{}, time.Now()))
	}
	g := graph.Of(all)
	if len(g.Services) != 2 || len(g.Hops) != 1 {
		t.Fatalf("got %d services and %d hops, want 2 and 1", len(g.Services), len(g.Hops))
	}
	hop := g.Hops[0]
	if hop.Calls != 4 || hop.Errors != 1 || hop.Server.P50 != journeytest.At(20).Sub(journeytest.Epoch) || hop.Server.P95 != journeytest.At(30).Sub(journeytest.Epoch) {
		t.Errorf("hop: %d calls, %d errors, p50 %s, p95 %s; want 4, 1, 20ms, 30ms", hop.Calls, hop.Errors, hop.Server.P50, hop.Server.P95)
	}
	if shop := g.Services[1]; shop.Journeys != 3 || shop.Findings != 1 {
		t.Errorf("shop: %d journeys, %d findings; want 3, 1", shop.Journeys, shop.Findings)
	}
}

// TestSkewMovesLinesOfASpan holds that a line which names its span is moved with
// that span's clock, and one of a sound clock stays.
func TestSkewMovesLinesOfASpan(t *testing.T) {
	raw := journey.Raw{
		Trace: journeytest.Trace(t, 1, "shop server 0 200 GET host=a\n  shop client 10 190 pay host=a\n    pay server 3020 3180 pay host=b"),
		Lines: journeytest.Lines(t, "3100 1 3 pay-api within\n195 1 1 shop-web done"),
	}
	for i := range raw.Lines {
		raw.Contexts = append(raw.Contexts, journeytest.Extract(&raw.Lines[i]))
	}
	got := join.Join(raw, semconv.Identity{}, time.Now()).Lines
	if got[0].Skew != -3*time.Second || got[0].Body != "within" || got[0].Time.Sub(got[0].Span.Start) != 80*time.Millisecond {
		t.Errorf("%q was moved by %s to %s after its span's start", got[0].Body, got[0].Skew, got[0].Time.Sub(got[0].Span.Start))
	}
	if got[1].Skew != 0 {
		t.Errorf("%q was moved by %s", got[1].Body, got[1].Skew)
	}
}
