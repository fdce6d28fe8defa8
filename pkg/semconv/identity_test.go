package semconv

import (
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestServiceOfALine(t *testing.T) {
	for want, labels := range map[string]journey.Labels{
		"shop":            {{Name: "app", Value: "shop"}, {Name: "container", Value: "istio-proxy"}},
		"reviews":         {{Name: "container", Value: "istio-proxy"}, {Name: "pod", Value: "reviews-5b7c754ccb-55jwk"}, {Name: "service_name", Value: "istio-proxy"}},
		"waypoint":        {{Name: "container", Value: "istio-proxy"}, {Name: "pod", Value: "waypoint-5b7c754ccb-55jwk"}, {Name: "job", Value: "bookinfo/istio-proxy"}},
		"pricing":         {{Name: "job", Value: "shop/pricing"}},
		"solo":            {{Name: "container", Value: "linkerd-proxy"}, {Name: "pod", Value: "solo"}},
		"worker":          {{Name: "job", Value: "worker"}, {Name: "service_name", Value: "unknown_service:java"}},
		"storefront":      {{Name: "app", Value: "web"}},
		"unknown_service": {{Name: "env", Value: "prod"}},
	} {
		id := Identity{Aliases: map[string]string{"web": "storefront"}}
		if got := id.OfLine(&journey.Line{Labels: labels}).Name; got != want {
			t.Errorf("a line of %v is %s's, want %s", labels, got, want)
		}
	}
}

// TestServiceOfAParsedLine holds that what a query parsed names a service where
// nothing else does: a field of a line may be about any service.
func TestServiceOfAParsedLine(t *testing.T) {
	for want, l := range map[string]journey.Line{
		"shop":            {Labels: journey.Labels{{Name: "job", Value: "shop"}}, Parsed: journey.Labels{{Name: "app", Value: "other"}}},
		"cart":            {Labels: journey.Labels{{Name: "service_name", Value: "unknown_service"}}, Parsed: journey.Labels{{Name: "app", Value: "cart"}, {Name: "service", Value: "other"}}},
		"reviews":         {Parsed: journey.Labels{{Name: "kubernetes_pod_name", Value: "reviews-5b7c754ccb-55jwk"}}},
		"pay":             {Metadata: journey.Labels{{Name: "pod", Value: "pay-5b7c754ccb-55jwk"}}, Parsed: journey.Labels{{Name: "app", Value: "other"}}},
		"unknown_service": {Parsed: journey.Labels{{Name: "env", Value: "prod"}}},
	} {
		if got := (Identity{}).OfLine(&l).Name; got != want {
			t.Errorf("%+v is %s's, want %s", l, got, want)
		}
	}
	byName := Identity{ServiceLabels: []string{"kubernetes_container_name"}}
	l := journey.Line{Labels: journey.Labels{{Name: "job", Value: "fluent-bit"}}, Parsed: journey.Labels{{Name: "kubernetes_container_name", Value: "web"}}}
	if got := byName.OfLine(&l).Name; got != "web" {
		t.Errorf("%+v is %s's, want web", l, got)
	}
}

func TestServiceOfASpan(t *testing.T) {
	for want, s := range map[string]journey.Span{
		"productpage":     {ServiceName: "productpage.bookinfo", Attributes: journey.Attributes{{Key: "istio.canonical_service", Value: "productpage"}}},
		"web-svc":         {ServiceName: "linkerd-proxy", Resource: journey.Attributes{{Key: "app", Value: "web-svc"}}},
		"shop":            {ServiceName: "shop"},
		"unknown_service": {},
	} {
		if got := (Identity{}).OfSpan(&s).Name; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
