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
