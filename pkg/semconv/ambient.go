package semconv

import "github.com/requestjourney/requestjourney/pkg/journey"

// IsAmbient reports whether the spans of a trace show Istio's ambient mode: a waypoint,
// or a gateway of Istio that called a service without a sidecar. Sidecars send a span of
// each call that they receive.
func IsAmbient(spans []*journey.Span) bool {
	gateways := make(map[journey.SpanID]bool)
	for _, s := range spans {
		if IsWaypoint(s) {
			return true
		}
		if IsGateway(s) && IsIstio(s) {
			gateways[s.SpanID] = true
		}
	}
	for _, s := range spans {
		if gateways[s.ParentID] && !IsProxy(s) {
			return true
		}
	}
	return false
}
