package accesslog

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Positions after the request line in Traefik's common log format
// (https://doc.traefik.io/traefik/observability/access-logs/#format): status bytes
// "referrer" "agent" count "router" "server URL" duration.
const (
	traefikBytes  = 1
	traefikServer = 6
	traefikTook   = 7 // such as 12ms
	traefikWords  = 8
)

// readTraefik reads Traefik's common log format. Traefik made the response itself if it
// chose no server, or if the body has the length of the text that Traefik writes when it
// cannot reach the server.
func (a *Entry) readTraefik(w []string) {
	a.View = ViewClient
	if ms := journey.Number(strings.TrimSuffix(w[traefikTook], "ms")); ms != unknown {
		a.Duration = time.Duration(ms) * time.Millisecond
	}
	server := noDash(w[traefikServer])
	_, a.upstream, _ = strings.Cut(server, "://")
	isOwnText := w[traefikBytes] == strconv.Itoa(len(http.StatusText(a.Status)))
	isGateway := a.Status == http.StatusBadGateway || a.Status == http.StatusGatewayTimeout
	if server == "" || isGateway && isOwnText || a.Status == statusClientClosed {
		a.own = "Traefik"
	}
}
