package semconv

import (
	"cmp"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Host returns a name for the clock of a span: the host, or what is closest to it. Envoy has
// its pod in node_id, and Zipkin's clients have the address of their endpoint.
func Host(s *journey.Span) string {
	return cmp.Or(
		s.Resource.Text("host.id", "host.name", "k8s.node.name"),
		PodOfSpan(s),
		s.Resource.Text("k8s.pod.uid"),
		s.Resource.Text("host.ip"),
		s.Attributes.Text("net.host.ip"),
		s.Resource.Text("service.instance.id"),
		s.ServiceName,
	)
}
