package mesh

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// bookinfo is Istio's sample application behind an ingress gateway:
//
//	istio-ingressgateway → productpage → details
//	                                   → reviews v1
//	                                   → reviews v2, v3 → ratings
type bookinfo struct {
	gateway, productpage, details, ratings *workload
	reviews                                []*workload // v1, v2, v3
}

const bookinfoPort = 9080

// clusterIPs are of the services, so the versions of reviews share one.
var clusterIPs = map[string]string{
	"istio-ingressgateway": "10.0.45.10",
	"productpage":          "10.0.45.181",
	"details":              "10.0.45.182",
	"ratings":              "10.0.45.183",
	"reviews":              "10.0.45.184",
}

func newBookinfo(namespace string, rand *rand.Rand) *bookinfo {
	place := func(service, version string, number int, app application) *workload {
		return &workload{
			service: service, version: version, namespace: namespace, container: service,
			revision: version, app: app, port: bookinfoPort,
			pod:       fmt.Sprintf("%s-%s-%s-%s", service, version, templateHash(rand), podHash(rand)),
			node:      fmt.Sprintf("worker-%d", number%3+1),
			podIP:     fmt.Sprintf("10.44.%d.%d", number%3+1, 20+number),
			clusterIP: clusterIPs[service],
		}
	}
	b := &bookinfo{
		gateway:     place("istio-ingressgateway", "", 0, nil),
		productpage: place("productpage", "v1", 1, flask{}),
		details:     place("details", "v1", 2, webrick{}),
		ratings:     place("ratings", "v1", 3, node{}),
	}
	for i := range 3 {
		b.reviews = append(b.reviews, place("reviews", fmt.Sprintf("v%d", i+1), 4+i, liberty{}))
	}
	g := b.gateway
	g.namespace, g.container, g.revision, g.port = "istio-system", "", "latest", 8080
	g.pod = "istio-ingressgateway-" + templateHash(rand) + "-" + podHash(rand)
	return b
}

// templateHash is random as the hash of a Deployment's pod template: Kubernetes
// writes its decimal digits in an alphabet of their own.
func templateHash(rand *rand.Rand) string { return letters(rand, "456789bcdf", 9) }

// podHash is random as the last part of a pod's name: without vowels and
// look-alikes.
func podHash(rand *rand.Rand) string { return letters(rand, "bcdfghjklmnpqrstvwxz2456789", 5) }

func letters(rand *rand.Rand, alphabet string, n int) string {
	word := make([]byte, n)
	for i := range word {
		word[i] = alphabet[rand.IntN(len(alphabet))]
	}
	return string(word)
}

// play sends one request for the product page through the mesh.
func (b *bookinfo) play(c *clock, start time.Time, _ uint64) plot {
	v := &visit{bookinfo: b, reviews: b.reviews[c.rand.IntN(len(b.reviews))]}
	v.scenario = v.choose(c.rand.IntN(100))
	e := request(b.gateway, b.productpage, "/productpage?u=normal", "/productpage")
	e.authority = "bookinfo.example.com"
	e.operation += "/productpage" // the gateway's route
	e.play(c, start, v.productpageServes)
	return plot{scenario: v.scenario, root: e, findings: bookinfoFindings[v.scenario]}
}

var bookinfoFindings = map[Scenario][]Finding{
	ScenarioSlowReviews: {{journey.FindingSlowHop, "reviews"}},
	ScenarioSlowRatings: {{journey.FindingSlowHop, "ratings"}},
	ScenarioDegraded:    {{journey.FindingErrorOrigin, "ratings"}},
	ScenarioFailed:      {{journey.FindingErrorOrigin, "ratings"}},
}

// visit is one request for the product page.
type visit struct {
	*bookinfo
	scenario Scenario
	reviews  *workload // the version that the request is routed to
}

// choose takes a scenario by a number out of a hundred; only reviews v2 and v3
// ask ratings.
func (v *visit) choose(percent int) Scenario {
	switch asksRatings := v.reviews.version != "v1"; {
	case percent < 6:
		return ScenarioSlowReviews
	case percent < 12 && asksRatings:
		return ScenarioSlowRatings
	case percent < 30 && v.reviews.version == "v2":
		return ScenarioDegraded
	case percent < 30 && asksRatings:
		return ScenarioFailed
	}
	return ScenarioNormal
}

func (v *visit) productpageServes(c *clock, e *exchange) time.Time {
	at := c.after(e.served.start, time.Millisecond, 3*time.Millisecond)
	details := v.callStep(c, "getProductDetails", at, request(v.productpage, v.details, "/details/0", "/details/:id"), v.detailsServes)
	details.notes = []note{{at: c.after(at, 10*time.Microsecond, 90*time.Microsecond), level: "debug", source: "productpage.py:328",
		message: "GET http://details:9080/details/0"}}

	at = c.after(details.end, 300*time.Microsecond, time.Millisecond)
	reviews := v.callStep(c, "getProductReviews", at, request(v.productpage, v.reviews, "/reviews/0", "/reviews/{productId}"), v.reviewsServes)
	e.steps = []*step{details, reviews}
	if reviews.call.failed() {
		return v.productpageFails(c, e, reviews)
	}
	render := &step{name: "render productpage.html"}
	render.start = c.after(reviews.end, 200*time.Microsecond, 600*time.Microsecond)
	render.end = c.after(render.start, 2*time.Millisecond, 9*time.Millisecond)
	render.notes = []note{{at: render.start.Add(100 * time.Microsecond), level: "info", source: "productpage.py:281",
		message: "rendered the product page with reviews by " + v.reviews.version}}
	e.steps = append(e.steps, render)
	e.size = 4183 + c.rand.IntN(1200)
	return c.after(render.end, 200*time.Microsecond, 800*time.Microsecond)
}

func (v *visit) productpageFails(c *clock, e *exchange, reviews *step) time.Time {
	reviews.cause = &cause{
		kind:    "requests.exceptions.HTTPError",
		message: "500 Server Error: Internal Server Error for url: http://reviews:9080/reviews/0",
	}
	reviews.notes = append(reviews.notes, note{at: reviews.end.Add(-40 * time.Microsecond), level: "error", source: "productpage.py:359",
		message: "reviews answered 500, giving up on the product page", cause: reviews.cause})
	e.status, e.size = http.StatusInternalServerError, 291
	return c.after(reviews.end, 300*time.Microsecond, 900*time.Microsecond)
}

func (v *visit) detailsServes(c *clock, e *exchange) time.Time {
	end := c.after(e.served.start, time.Millisecond, 5*time.Millisecond)
	e.size = 178
	e.steps = []*step{{notes: []note{{at: end}}}} // an access line, without a level
	return end
}

func (v *visit) reviewsServes(c *clock, e *exchange) time.Time {
	work := &step{name: "LibertyRestEndpoint.bookReviewsById"}
	work.start = c.after(e.served.start, 400*time.Microsecond, 1500*time.Microsecond)
	work.notes = []note{{at: work.start.Add(60 * time.Microsecond), level: "info", source: "application.rest.LibertyRestEndpoint",
		message: "reviews of product 0 asked from " + v.reviews.version}}
	e.steps, e.size = []*step{work}, 358
	at := c.after(work.start, time.Millisecond, 4*time.Millisecond)
	if v.scenario == ScenarioSlowReviews {
		at = c.after(at, 1500*time.Millisecond, 4*time.Second)
		work.notes = append(work.notes, note{at: at, level: "warn", source: "application.rest.LibertyRestEndpoint",
			message: fmt.Sprintf("review store answered after %d ms", at.Sub(work.start).Milliseconds())})
	}
	if v.reviews.version != "v1" {
		at = v.reviewsAskRatings(c, e, work, at)
	}
	work.end = c.after(at, 300*time.Microsecond, 1500*time.Microsecond)
	return c.after(work.end, 200*time.Microsecond, 700*time.Microsecond)
}

// reviewsAskRatings is where v2 and v3 differ: without ratings v2 answers
// reviews alone, and v3 nothing.
func (v *visit) reviewsAskRatings(c *clock, e *exchange, work *step, at time.Time) time.Time {
	work.call = request(v.reviews, v.ratings, "/ratings/0", "/ratings/:id")
	work.call.play(c, at, v.ratingsServes)
	e.size = 442
	at = work.call.answered().Add(80 * time.Microsecond)
	answered := note{at: at, source: "application.rest.LibertyRestEndpoint"}
	switch v.scenario {
	case ScenarioDegraded:
		answered.level, answered.message = "warn", "ratings answered 503, reviews are shown without stars"
	case ScenarioFailed:
		work.cause = &cause{
			kind:    "javax.ws.rs.ServiceUnavailableException",
			message: "HTTP 503 Service Unavailable",
			stack: "javax.ws.rs.ServiceUnavailableException: HTTP 503 Service Unavailable\n" +
				"\tat application.rest.LibertyRestEndpoint.getRatings(LibertyRestEndpoint.java:153)\n" +
				"\tat application.rest.LibertyRestEndpoint.bookReviewsById(LibertyRestEndpoint.java:201)",
		}
		answered.level, answered.message, answered.cause = "error", "ratings answered 503, no reviews without stars", work.cause
		e.status, e.size = http.StatusInternalServerError, 96
	default:
		return at
	}
	work.notes = append(work.notes, answered)
	return at
}

func (v *visit) ratingsServes(c *clock, e *exchange) time.Time {
	end := c.after(e.served.start, time.Millisecond, 6*time.Millisecond)
	answered := note{level: "info", message: "GET /ratings/0 answered 200"}
	e.size = 48
	switch v.scenario {
	case ScenarioSlowRatings:
		end = c.after(end, 1500*time.Millisecond, 4*time.Second)
		answered.level = "warn"
		answered.message = fmt.Sprintf("GET /ratings/0 answered 200 after %d ms waiting for the ratings store", end.Sub(e.served.start).Milliseconds())
	case ScenarioDegraded, ScenarioFailed:
		e.status, e.size = http.StatusServiceUnavailable, 45
		answered.level = "error"
		answered.message = "GET /ratings/0 answered 503: no connection to the ratings store at mongodb:27017"
	}
	answered.at = end.Add(-30 * time.Microsecond)
	e.steps = []*step{{notes: []note{answered}}}
	return end
}

// callStep is a step whose work is a call.
func (v *visit) callStep(c *clock, name string, at time.Time, e *exchange, serve handler) *step {
	s := &step{name: name, call: e}
	s.start = at
	e.play(c, c.after(at, 100*time.Microsecond, 300*time.Microsecond), serve)
	s.end = c.after(e.answered(), 100*time.Microsecond, 400*time.Microsecond)
	return s
}
