package mesh

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// bookshop is Bookinfo with one version of reviews, for scripts:
//
//	gateway → productpage → details
//	                      → reviews → ratings
type bookshop struct {
	productpage, details, reviews, ratings *workload
	otherRatings                           *workload // a second pod
}

func newBookshop(namespace string, rand *rand.Rand, reviews, ratings application) bookshop {
	at := func(service string, number int, app application) *workload {
		w := workloadIn(namespace, service, "v1", number, rand)
		w.app, w.port = app, bookinfoPort
		return w
	}
	return bookshop{
		productpage: at("productpage", 1, flask{}),
		details:     at("details", 2, webrick{}),
		reviews:     at("reviews", 3, reviews),
		ratings:     at("ratings", 4, ratings),

		otherRatings: at("ratings", 6, ratings),
	}
}

// newIstioOTel is the bookshop behind two controllers of ingress-nginx, whose
// access logs differ in format.
func newIstioOTel(namespace string, rand *rand.Rand) *scripted {
	var gateways []*workload
	for i, format := range []string{"json", "text"} {
		w := workloadIn("ingress-nginx", "ingress-nginx", format, i, rand)
		w.container, w.port, w.helm = "controller", 443, true
		gateways = append(gateways, w)
	}
	b := newBookshop(namespace, rand, agent{language: "java", client: "Java/21.0.5", writes: spring}, express{})
	return &scripted{gateways: gateways, first: b.productpage, authority: "bookinfo.example.com", scripts: b.meshScripts()}
}

func (b bookshop) meshScripts() []script {
	atRatings := func(codes ...journey.FindingCode) (found []Finding) {
		for _, code := range codes {
			found = append(found, Finding{code, "ratings"})
		}
		return found
	}
	rated := calls(b.ratings, "/ratings/0", b.rates())
	noRatings := says("warn", "no ratings, reviews are shown without stars")
	return []script{
		b.visit("normal", nil, rated),
		b.visit("failed", atRatings(journey.FindingErrorOrigin, journey.FindingProxyAnswered), refused(b.ratings, "/ratings/0"), passesOn(500, "ratings answered 503")),
		b.visit("degraded", atRatings(journey.FindingErrorOrigin, journey.FindingProxyAnswered), refused(b.ratings, "/ratings/0"), noRatings),
		b.visit("retried by the sidecar", append(atRatings(journey.FindingProxyAnswered), Finding{journey.FindingRetry, "reviews"}), retried(b.otherRatings, b.ratings, "/ratings/0", b.rates())),
		b.visit("retried on the same pod", append(atRatings(journey.FindingProxyAnswered), Finding{journey.FindingRetry, "reviews"}), retried(b.ratings, b.ratings, "/ratings/0", b.rates())),
		b.visit("rated by two pods at once", nil, atOnce(rated, calls(b.otherRatings, "/ratings/0", b.rates()))),
		b.visit("slow", atRatings(journey.FindingSlowHop), calls(b.ratings, "/ratings/0", does(takes(900*time.Millisecond, 2*time.Second), says("warn", "store answered late")))),
		b.visit("not so slow", nil, calls(b.ratings, "/ratings/0", does(takes(250*time.Millisecond, 350*time.Millisecond)))),
		b.visit("lost on the way", []Finding{{journey.FindingProxyTime, "reviews"}}, callsOn(b.ratings, "/ratings/0", "/ratings/0", 300*time.Millisecond, b.rates())),
		b.visit("a little lost on the way", nil, callsOn(b.ratings, "/ratings/0", "/ratings/0", 60*time.Millisecond, b.rates())),
		b.visit("a line comes late", []Finding{{journey.FindingLinesOutside, "reviews"}}, rated, saysLater("info", "cache refreshed", 3*time.Second)),
		b.visit("a line comes a little late", nil, rated, saysLater("info", "cache refreshed", 300*time.Millisecond)),
		b.visit("ratings sends no spans", atRatings(journey.FindingPropagationBroken), rated).with(mishap{unsent: func(s *span) bool { return s.by == b.ratings }}),
		b.visit("a clock is off", atRatings(journey.FindingClockSkew), rated).with(mishap{skewed: b.ratings.node, skew: 700 * time.Millisecond}),
		b.visit("ratings is not traced", atRatings(journey.FindingPropagationBroken), rated).with(mishap{untraced: b.ratings}),
		b.visit("not sampled", []Finding{{journey.FindingSampledOut, ""}}, rated).with(mishap{unsampled: true}),
		b.visit("no collector", []Finding{{journey.FindingTraceNotFound, ""}}, rated).with(mishap{unsent: all}),
	}
}

func (s script) with(m mishap) script {
	s.mishap = m
	return s
}

// visit is a request for the product page with these parts in reviews.
func (b bookshop) visit(scenario Scenario, findings []Finding, parts ...part) script {
	reviews := does(append([]part{says("info", "reviews of product 0")}, parts...)...)
	return script{
		scenario: scenario, path: "/productpage?u=normal", findings: findings,
		serve: func(c *clock, e *exchange) time.Time {
			return does(
				calls(b.details, "/details/0", does(takes(time.Millisecond, 4*time.Millisecond), says("", ""))),
				calls(b.reviews, "/reviews/0", reviews),
				b.renders(),
			)(c, e)
		},
	}
}

// renders fails when reviews did.
func (b bookshop) renders() part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		if e.steps[1].call.failed() {
			return answers(http.StatusInternalServerError, "reviews answered 500")(c, e, at)
		}
		return within("render productpage.html", says("info", "rendered the product page"), takes(time.Millisecond, 3*time.Millisecond))(c, e, at)
	}
}

func (b bookshop) rates() handler {
	return does(takes(time.Millisecond, 4*time.Millisecond), says("info", "GET /ratings/0 answered 200"))
}

// spring writes lines as Spring Boot does with Micrometer's tracing.
func spring(n note, e *exchange, tc traceContext) writtenLine {
	body := fmt.Sprintf("%s %5s [%s,%s,%s] 1 --- [nio-9080-exec-%d] application.rest.LibertyRestEndpoint : %s",
		n.at.Format("2006-01-02T15:04:05.000Z"), strings.ToUpper(n.level), e.to.service, tc.traceID, tc.spanID, e.ports[2]%9+1, n.message)
	return writtenLine{body: body, namesTrace: true, namesSpan: true}
}

// express is Node.js without instrumentation; it logs the header that it got,
// which names its sidecar's span.
type express struct{ bare }

func (express) userAgent() string { return "node" }

func (express) write(n note, _ *exchange, tc traceContext) writtenLine {
	body := fmt.Sprintf(`ts=%s level=%s msg=%q traceparent=%s`, n.at.Format(time.RFC3339Nano), n.level, n.message, traceparent(tc, tc.spanID))
	return writtenLine{body: body, namesTrace: true, namesSpan: true}
}
