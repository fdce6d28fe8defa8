package accesslog

import (
	"regexp"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// haproxyTermination is HAProxy's termination state in its HTTP log format
// (https://docs.haproxy.org/3.0/configuration.html#8.2.3).
var haproxyTermination = regexp.MustCompile(`^[CSPRLIDUKcs-][RQCHDLT-][NIDVEPO-][NIUPRD-]$`)

// Positions in HAProxy's HTTP log format before the termination state: backend/server
// timers status bytes cookie cookie.
const (
	haproxyServer = 6
	haproxyTimers = 5 // ms
	haproxyStatus = 4
)

// haproxyState is the position of the termination state among the words before the
// request line; 0 when the line is not HAProxy's.
func haproxyState(before []string) int {
	for i := len(before) - 1; i >= haproxyServer; i-- {
		if haproxyTermination.MatchString(before[i]) && strings.Count(before[i-haproxyTimers], "/") == 4 {
			return i
		}
	}
	return 0
}

// parseHAProxy reads a line of HAProxy's HTTP log format, whose request line is at
// position request. What follows it is a custom field, mostly the unique ID.
func parseHAProxy(w []string, request, state int) (Entry, bool) {
	method, path, _ := requestLine(w[request])
	a := Entry{
		Duration: unknown, Status: journey.Number(w[state-haproxyStatus]), Method: method, Path: journey.WithoutQuery(path),
		IsProxy: true, View: ViewClient,
	}
	timers := strings.Split(w[state-haproxyTimers], "/")
	if total := journey.Number(strings.TrimPrefix(timers[len(timers)-1], "+")); total != unknown {
		a.Duration = time.Duration(total) * time.Millisecond
	}
	backend, server, _ := strings.Cut(w[state-haproxyServer], "/")
	if server != "<NOSRV>" {
		a.Peer = backend
	}
	if w[state][0] != '-' {
		a.termination = w[state]
	}
	if request+1 < len(w) {
		a.RequestID = noDash(w[request+1])
	}
	return a, a.Status != unknown
}
