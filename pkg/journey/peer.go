package journey

import "strings"

// peer is the other end of a call, as the caller's span names it.
type peer struct {
	kind   ServiceKind
	name   string
	system string // "postgresql", "kafka", …; ""
}

// id is the peer's node in the graph. It cannot be a service's: a topic may be
// named like the service that reads it.
func (p peer) id() string { return string(p.kind) + "/" + p.name }

// peerOf reads who was called out of an outbound span, by OpenTelemetry's
// conventions for databases, messaging, RPC and HTTP, former ones included
// (https://opentelemetry.io/docs/specs/semconv/), and by Envoy's cluster names.
func peerOf(s *Span) (peer, bool) {
	if db, ok := databaseOf(s); ok {
		return db, true
	}
	if q, ok := queueOf(s); ok {
		return q, true
	}
	if cluster := strings.Split(s.Attributes.Text("upstream_cluster.name", "upstream_cluster"), "|"); len(cluster) == 4 && cluster[3] != "" {
		return peer{kind: KindExternal, name: cluster[3]}, true
	}
	name := s.Attributes.Text("peer.service", "server.address", "net.peer.name", "http.host", "rpc.service")
	if name == "" {
		name = hostOf(s.Attributes.Text("url.full", "http.url"))
	}
	return peer{kind: KindExternal, name: withoutPort(name)}, name != ""
}

func databaseOf(s *Span) (peer, bool) {
	system := s.Attributes.Text("db.system.name", "db.system")
	if system == "" {
		return peer{}, false
	}
	name := s.Attributes.Text("db.namespace", "db.name", "peer.service", "server.address", "net.peer.name")
	return peer{kind: KindDatabase, name: firstOf(name, system), system: system}, true
}

func queueOf(s *Span) (peer, bool) {
	system := s.Attributes.Text("messaging.system")
	name := s.Attributes.Text("messaging.destination.name", "messaging.destination", "messaging.destination_publish.name")
	if system == "" && name == "" {
		return peer{}, false
	}
	return peer{kind: KindQueue, name: firstOf(name, system), system: system}, true
}

func hostOf(uri string) string {
	_, rest, ok := strings.Cut(uri, "://")
	if !ok {
		return ""
	}
	host, _, _ := strings.Cut(rest, "/")
	return host
}

func withoutPort(host string) string {
	if at := strings.LastIndexByte(host, ':'); at > 0 && !strings.Contains(host[at:], "]") {
		return host[:at]
	}
	return host
}
