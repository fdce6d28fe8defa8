package accesslog

import (
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Positions after the request line in Traefik's common log format
// (https://doc.traefik.io/traefik/observability/access-logs/#format): status bytes
// "referrer" "agent" count "router" "server URL" duration.
const (
	traefikServer = 6
	traefikTook   = 7 // such as 12ms
	traefikWords  = 8
)

// readTraefik reads Traefik's common log format. It does not say whether a server sent
// the status, so Traefik certainly made the response itself only if it chose no server,
// or if the caller left.
func (a *Entry) readTraefik(w []string) {
	a.View = ViewClient
	if ms := journey.Number(strings.TrimSuffix(w[traefikTook], "ms")); ms != unknown {
		a.Duration = time.Duration(ms) * time.Millisecond
	}
	server := noDash(w[traefikServer])
	_, a.upstream, _ = strings.Cut(server, "://")
	if server == "" || a.Status == statusClientClosed {
		a.own = "Traefik"
	}
}
