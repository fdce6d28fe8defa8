package mesh

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// shop is applications without a mesh, each with OpenTelemetry's SDK:
//
//	frontend → checkout → pricing
//	                    → postgresql, a payment provider
//	                    → kafka → fulfilment → postgresql
type shop struct{ browser, frontend, checkout, pricing, fulfilment *workload }

func newShop(namespace string, rand *rand.Rand) *scripted {
	at := func(service string, number int, app application) *workload {
		w := workloadIn(namespace, service, "2.4.1", number, rand)
		w.app, w.port = app, 8080
		return w
	}
	s := &shop{
		browser:    &workload{service: "browser", podIP: clientAddress},
		frontend:   at("frontend", 1, agent{language: "nodejs", client: "node", writes: plain}),
		checkout:   at("checkout", 2, agent{language: "java", client: "Java/21.0.5", writes: plain}),
		pricing:    at("pricing", 3, agent{language: "go", client: "Go-http-client/1.1", writes: plain}),
		fulfilment: at("fulfilment", 4, agent{language: "python", client: "python-requests/2.32.3", writes: plain}),
	}
	return &scripted{gateways: []*workload{s.browser}, first: s.frontend, authority: "shop.example.com", scripts: s.scripts()}
}

// workloadIn is a pod on a node of its own.
func workloadIn(namespace, service, version string, number int, rand *rand.Rand) *workload {
	return &workload{
		service: service, version: version, namespace: namespace, container: service, revision: "latest",
		pod:   fmt.Sprintf("%s-%s-%s", service, templateHash(rand), podHash(rand)),
		node:  fmt.Sprintf("worker-%d", number),
		podIP: fmt.Sprintf("10.42.%d.%d", number, 10+number), clusterIP: fmt.Sprintf("10.43.0.%d", 10+number),
	}
}

func (s *shop) scripts() []script {
	broken := []Finding{{journey.FindingPropagationBroken, "pricing"}}
	failed := []Finding{{journey.FindingErrorOrigin, "pricing"}}
	return []script{
		s.order("normal", nil, s.price("/prices/7", s.priced())),
		s.order("failed", failed, s.price("/prices/7", s.noPrice()), passesOn(502, "no price for item 7")),
		s.order("survived", failed, s.price("/prices/7", s.noPrice()), says("warn", "no price for item 7, taking the list's")),
		s.order("query fails", []Finding{{journey.FindingErrorOrigin, "checkout"}}, s.queryFails()),
		s.order("a query for each item", []Finding{{journey.FindingRepeatedCalls, "checkout"}}, times(6, func(int) part { return s.item() })),
		s.order("few queries", nil, times(4, func(int) part { return s.item() })),
		s.order("a price for each item", []Finding{{journey.FindingRepeatedCalls, "checkout"}},
			times(6, func(i int) part { return s.price(fmt.Sprintf("/prices/%d", i), s.priced()) })),
		s.order("much about an item", nil, times(6, func(i int) part {
			thing := []string{"price", "tax", "rebate", "weight", "stock", "voucher"}[i]
			return callsOn(s.pricing, "/items/7/"+thing, "/items/:id/"+thing, 0, s.priced())
		})),
		s.order("retried", []Finding{{journey.FindingRetry, "checkout"}}, s.price("/prices/7", s.noPrice()), s.price("/prices/7", s.priced())),
		s.order("retried in vain", append([]Finding{{journey.FindingRetry, "checkout"}}, failed...),
			s.price("/prices/7", s.noPrice()), s.price("/prices/7", s.noPrice()), passesOn(502, "no price for item 7")),
		s.order("failed the second time", failed, s.price("/prices/7", s.priced()), s.price("/prices/7", s.noPrice())),
		s.order("slow", []Finding{{journey.FindingSlowHop, "pricing"}}, s.price("/prices/7", does(takes(900*time.Millisecond, 1500*time.Millisecond), says("warn", "cold cache")))),
		s.order("not so slow", nil, s.price("/prices/7", does(takes(250*time.Millisecond, 350*time.Millisecond)))),
		s.order("nobody waits", nil, publishes("orders", s.fulfilment, does(takes(1500*time.Millisecond, 2*time.Second), says("info", "packed")))),
		s.order("paid elsewhere", []Finding{{journey.FindingNotInstrumented, "checkout"}},
			asks(http.MethodPost, 20*time.Millisecond, 60*time.Millisecond, tag{"http.request.method", http.MethodPost},
				tag{"url.full", "https://api.pay.example.com/v1/charges"}, tag{"server.address", "api.pay.example.com"}, tag{"http.response.status_code", int64(200)})),
		s.losing("pricing sends no spans", broken, func(span *span) bool { return span.by == s.pricing }),
		s.losing("a span is lost", broken, s.isCallToPricing),
		s.mishap("pricing starts again", broken, mishap{beginsAnew: s.pricing}),
		s.mishap("the consumer starts again", nil, mishap{beginsAnew: s.fulfilment}),
		// An SDK's log records have no flags for what is not sampled, so that
		// look like spans that are missing.
		s.mishap("not sampled", []Finding{{journey.FindingTraceNotFound, ""}}, mishap{unsampled: true}),
		s.mishap("a clock is off", []Finding{{journey.FindingClockSkew, "pricing"}}, mishap{skewed: s.pricing.node, skew: -400 * time.Millisecond}),
		s.mishap("a clock is slightly off", nil, mishap{skewed: s.pricing.node, skew: 400 * time.Microsecond}),
		s.order("a line comes late", []Finding{{journey.FindingLinesOutside, "checkout"}}, saysLater("info", "receipt mailed", 3*time.Second)),
		s.order("a line comes a little late", nil, saysLater("info", "receipt mailed", 300*time.Millisecond)),
		s.order("lost on the way", []Finding{{journey.FindingProxyTime, "checkout"}}, callsOn(s.pricing, "/prices/7", "/prices/:id", 300*time.Millisecond, s.priced())),
		s.order("a little lost on the way", nil, callsOn(s.pricing, "/prices/7", "/prices/:id", 60*time.Millisecond, s.priced())),
	}
}

// order is a checkout with these parts in it.
func (s *shop) order(scenario Scenario, findings []Finding, parts ...part) script {
	checkout := append([]part{
		says("info", "order 4711 with 1 item"),
		queries("postgresql", "shop", "SELECT stock FROM items WHERE id = ?"),
	}, parts...)
	checkout = append(checkout,
		queries("postgresql", "shop", "INSERT INTO orders VALUES (?, ?)"),
		publishes("orders", s.fulfilment, does(says("info", "order 4711 taken"), queries("postgresql", "warehouse", "UPDATE stock SET n = n - 1"))))
	return script{
		scenario: scenario, path: "/cart/checkout?items=1", findings: findings,
		serve: func(c *clock, e *exchange) time.Time {
			return does(calls(s.checkout, "/orders", does(checkout...)), s.page())(c, e)
		},
	}
}

// page answers as checkout did.
func (s *shop) page() part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		if call := e.steps[0].call; call.failed() {
			return answers(call.status, fmt.Sprintf("checkout answered %d", call.status))(c, e, at)
		}
		return says("info", "order 4711 confirmed")(c, e, at)
	}
}

func (s *shop) mishap(scenario Scenario, findings []Finding, m mishap) script {
	script := s.order(scenario, findings, s.price("/prices/7", s.priced()))
	script.mishap = m
	return script
}

func (s *shop) losing(scenario Scenario, findings []Finding, unsent func(*span) bool) script {
	return s.mishap(scenario, findings, mishap{unsent: unsent})
}

func (s *shop) isCallToPricing(span *span) bool {
	return span.by == s.checkout && span.kind == journey.KindClient && span.name == http.MethodGet
}

func (s *shop) price(path string, serve handler) part {
	return callsOn(s.pricing, path, "/prices/:id", 0, serve)
}

func (s *shop) priced() handler {
	return does(within("look up", takes(time.Millisecond, 4*time.Millisecond), says("debug", "price is 12.50")))
}

func (s *shop) noPrice() handler {
	return does(takes(time.Millisecond, 3*time.Millisecond), answers(503, "price list is being reloaded"))
}

func (s *shop) item() part { return queries("postgresql", "shop", "SELECT * FROM items WHERE id = ?") }

// queryFails is a query that the application cannot do without.
func (s *shop) queryFails() part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		at = s.item()(c, e, at)
		e.steps[len(e.steps)-1].cause = &cause{kind: "org.postgresql.util.PSQLException", message: "canceling statement due to lock timeout"}
		return answers(500, "order 4711 failed: canceling statement due to lock timeout")(c, e, at)
	}
}

// noProxies is what is on the way where there is no mesh.
func noProxies(*exchange, string) []sight { return nil }
