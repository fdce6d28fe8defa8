package journey

import "testing"

func TestServiceOfALine(t *testing.T) {
	for want, labels := range map[string]Labels{
		"shop":            {{"app", "shop"}, {"container", "istio-proxy"}},
		"reviews":         {{"container", "istio-proxy"}, {"pod", "reviews-5b7c754ccb-55jwk"}, {"service_name", "istio-proxy"}},
		"waypoint":        {{"container", "istio-proxy"}, {"pod", "waypoint-5b7c754ccb-55jwk"}, {"job", "bookinfo/istio-proxy"}},
		"pricing":         {{"job", "shop/pricing"}},
		"solo":            {{"container", "linkerd-proxy"}, {"pod", "solo"}},
		"worker":          {{"job", "worker"}, {"service_name", "unknown_service:java"}},
		"storefront":      {{"app", "web"}},
		"unknown_service": {{"env", "prod"}},
	} {
		id := Identity{Aliases: map[string]string{"web": "storefront"}}
		if got := id.ofLine(&Line{Labels: labels}).Name; got != want {
			t.Errorf("a line of %v is %s's, want %s", labels, got, want)
		}
	}
}

// TestServiceOfAParsedLine holds that what a query parsed names a service where
// nothing else does: a field of a line may be about any service.
func TestServiceOfAParsedLine(t *testing.T) {
	for want, l := range map[string]Line{
		"shop":            {Labels: Labels{{"job", "shop"}}, Parsed: Labels{{"app", "other"}}},
		"cart":            {Labels: Labels{{"service_name", "unknown_service"}}, Parsed: Labels{{"app", "cart"}, {"service", "other"}}},
		"reviews":         {Parsed: Labels{{"kubernetes_pod_name", "reviews-5b7c754ccb-55jwk"}}},
		"pay":             {Metadata: Labels{{"pod", "pay-5b7c754ccb-55jwk"}}, Parsed: Labels{{"app", "other"}}},
		"unknown_service": {Parsed: Labels{{"env", "prod"}}},
	} {
		if got := (Identity{}).ofLine(&l).Name; got != want {
			t.Errorf("%+v is %s's, want %s", l, got, want)
		}
	}
	byName := Identity{ServiceLabels: []string{"kubernetes_container_name"}}
	l := Line{Labels: Labels{{"job", "fluent-bit"}}, Parsed: Labels{{"kubernetes_container_name", "web"}}}
	if got := byName.ofLine(&l).Name; got != "web" {
		t.Errorf("%+v is %s's, want web", l, got)
	}
}

func TestServiceOfASpan(t *testing.T) {
	for want, s := range map[string]Span{
		"productpage":     {ServiceName: "productpage.bookinfo", Attributes: Attributes{{"istio.canonical_service", "productpage"}}},
		"web-svc":         {ServiceName: "linkerd-proxy", Resource: Attributes{{"app", "web-svc"}}},
		"shop":            {ServiceName: "shop"},
		"unknown_service": {},
	} {
		if got := (Identity{}).ofSpan(&s).Name; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
