package semconv

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// PeerOf returns what an outbound span called, by OpenTelemetry's present and former
// conventions for databases, messaging, RPC and HTTP
// (https://opentelemetry.io/docs/specs/semconv/), and by Envoy's cluster names.
func PeerOf(s *journey.Span) (journey.Peer, bool) {
	if db, ok := databaseOf(s); ok {
		return db, true
	}
	if q, ok := QueueOf(s); ok {
		return q, true
	}
	name := cmp.Or(clusterHost(s), peerHost(s), s.Attributes.Text("rpc.service"),
		cleanHost(s.Attributes.Text("network.peer.address", "net.sock.peer.addr", "net.peer.ip")))
	return journey.Peer{Kind: journey.KindExternal, Name: name}, name != ""
}

// clusterHost returns the host in the name of an Envoy cluster: the last part of
// Istio's "outbound|9080||reviews.bookinfo.svc.cluster.local" and
// "inbound-vip|9080|http|…", the service in Consul's
// "reviews.default.dc1.internal.<trust domain>.consul".
func clusterHost(s *journey.Span) string {
	cluster := s.Attributes.Text("upstream_cluster.name", "upstream_cluster")
	if parts := strings.Split(cluster, "|"); len(parts) == 4 {
		return parts[3]
	}
	if strings.HasSuffix(cluster, ".consul") {
		service, _, _ := strings.Cut(cluster, ".")
		return service
	}
	return ""
}

// peerHost returns the host or service that the span called.
func peerHost(s *journey.Span) string {
	return cleanHost(s.Attributes.Text("peer.service", "service.peer.name", "server.address", "net.peer.name",
		"net.sock.peer.name", "http.host", "url.full", "http.url"))
}

// cleanHost returns only the host of an address, a URL or the target of a gRPC channel
// (https://grpc.github.io/grpc/core/md_doc_naming.html): without scheme or resolver,
// credentials, port, path and query.
func cleanHost(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = strings.TrimLeft(rest, "/")
	} else if resolver, rest, ok := strings.Cut(address, ":"); ok && (resolver == "dns" || resolver == "ipv4" || resolver == "ipv6") {
		address = rest
	}
	if end := strings.IndexAny(address, "/?#"); end >= 0 {
		address = address[:end]
	}
	return withoutPort(address[strings.LastIndexByte(address, '@')+1:])
}

// databaseOf returns a database. Two databases are the same only if system, host and
// namespace are: every Redis has a database 0.
func databaseOf(s *journey.Span) (journey.Peer, bool) {
	system := s.Attributes.Text("db.system.name", "db.system")
	if system == "" {
		return journey.Peer{}, false
	}
	namespace, host := s.Attributes.Text("db.namespace", "db.name"), peerHost(s)
	if port := attributeText(s, "server.port", "net.peer.port"); host != "" && port != "" && port != usualPorts[system] {
		host += ":" + port
	}
	name := cmp.Or(namespace, host, system)
	if !strings.ContainsFunc(name, unicode.IsLetter) {
		name = cmp.Or(host, system)
	}
	var parts []string
	for _, part := range []string{system, host, namespace} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return journey.Peer{Kind: journey.KindDatabase, Name: name, Key: strings.Join(parts, "/"), System: system}, true
}

// usualPorts are ports that some spans of a database name and others leave out.
var usualPorts = map[string]string{
	"postgresql": "5432", "mysql": "3306", "mariadb": "3306", "redis": "6379", "mongodb": "27017", "memcached": "11211",
	"cassandra": "9042", "elasticsearch": "9200", "opensearch": "9200", "mssql": "1433", "microsoft.sql_server": "1433",
	"oracle": "1521", "oracle.db": "1521", "clickhouse": "9000", "cockroachdb": "26257", "couchbase": "8091", "neo4j": "7687",
}

// QueueOf returns the queue or topic of a message, or its broker if the span of a producer or
// consumer names no queue.
func QueueOf(s *journey.Span) (journey.Peer, bool) {
	system := s.Attributes.Text("messaging.system")
	name := s.Attributes.Text("messaging.destination.name", "messaging.destination", "messaging.destination_publish.name",
		"kafka.topic", "message_bus.destination")
	if name == "" && system == "" && IsMessaging(s) {
		name = peerHost(s)
	}
	if system == "" && name == "" {
		return journey.Peer{}, false
	}
	return journey.Peer{Kind: journey.KindQueue, Name: cmp.Or(name, system), System: system}, true
}

// receives reports whether a span takes messages from a queue or settles them, although it is
// a client span
// (https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/#span-kind).
func receives(s *journey.Span) bool {
	switch s.Attributes.Text("messaging.operation.type", "messaging.operation") {
	case "receive", "process", "settle", "deliver":
		return true
	}
	return false
}

func withoutPort(host string) string {
	at := strings.LastIndexByte(host, ':')
	if at > 0 && !strings.Contains(host[at:], "]") && (host[0] == '[' || strings.IndexByte(host, ':') == at) {
		return host[:at]
	}
	return host
}

// NamesPeer reports whether the span is of a call to the service. Ingresses write the
// namespace before the service, as in "bookinfo-productpage", so each end of the name counts.
func NamesPeer(s *journey.Span, service string) bool {
	texts := [...]string{
		s.Attributes.Text("upstream_cluster.name", "upstream_cluster"),
		s.Attributes.Text("server.address", "peer.service", "net.peer.name", "http.url", "url.full"),
		s.Name,
	}
	for {
		for _, text := range texts {
			if strings.Contains(text, service) {
				return true
			}
		}
		_, rest, ok := strings.Cut(service, "-")
		if !ok {
			return false
		}
		service = rest
	}
}
