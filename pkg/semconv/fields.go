package semconv

// Fields are the attributes of spans that this package reads. It also reads IDs, name, kind,
// times, status, links, and the names of the service and the instrumentation scope.
type Fields struct{ Span, Resource []string }

// SpanFields returns what a summary of a trace must have, so that lists, graphs and findings
// are the same as for the whole trace. No name is in both lists, because Tempo's search does not
// say whether a value is from the span or from its resource.
func SpanFields() Fields {
	return Fields{
		Span: []string{
			"component", "node_id", "istio.canonical_service", "istio.namespace", "istio.canonical_revision",
			"cluster_name", "istio.cluster_id",
			"http.request.method", "http.method", "http.response.status_code", "http.status_code",
			"url.path", "http.target", "url.full", "http.url", "http.host",
			"upstream_cluster.name", "upstream_cluster", "response_flags", "http.response_flags",
			"http.response.header.l5d-proxy-error", "l5d-proxy-error",
			"peer.service", "service.peer.name", "server.address", "server.port", "net.peer.name", "net.peer.port",
			"net.sock.peer.name", "network.peer.address", "net.sock.peer.addr", "net.peer.ip", "rpc.service",
			"error", "error.type", "rpc.grpc.status_code", "grpc.status_code", "rpc.response.status_code",
			"db.system.name", "db.system", "db.namespace", "db.name", "db.query.text", "db.statement",
			"messaging.system", "messaging.destination.name", "messaging.destination", "messaging.destination_publish.name",
			"messaging.operation.type", "messaging.operation", "kafka.topic", "message_bus.destination",
			"net.host.ip", "guid:x-request-id", "http.request.header.x-request-id", "x-request-id",
		},
		Resource: []string{
			"service.version", "version", "service.namespace", "service.instance.id",
			"app.kubernetes.io/name", "app", "linkerd.io/proxy-deployment", "linkerd.io/workload-ns",
			"k8s.cluster.name", "k8s.namespace.name", "k8s.node.name", "k8s.pod.uid", "k8s.pod.name",
			"k8s.deployment.name", "k8s.replicaset.name", "k8s.statefulset.name",
			"k8s.daemonset.name", "k8s.cronjob.name", "k8s.job.name", "k8s.container.name", "container.name",
			"host.id", "host.name", "host.ip",
		},
	}
}
