// Package accesslog reads the access lines of proxies, as text and as JSON: method,
// status, times, direction and request ID. It also reads the level of any log line.
package accesslog

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Entry is what an access line says of the call it was written for; fields it
// does not hold are zero, unknown for took and status.
type Entry struct {
	Start     time.Time // when the request began
	Duration  time.Duration
	Status    int // HTTP; unknown is -1
	Method    string
	Path      string // without the query
	View      View
	Peer      string // the service on the other side of an outbound call
	RequestID string // x-request-id
	IsProxy   bool   // a proxy wrote it, whose own level says nothing of the call

	flags, details string // Envoy's response flags and response code details
	termination    string // HAProxy's termination state
	own            string // the proxy that made the response itself, where the line says no more
	upstream       string // the address that the proxy tried
	failure        string // the proxy's own words on what failed
}

const unknown = -1

// StatusText is the status as spans write it, "" when it is unknown.
func (a *Entry) StatusText() string {
	if a.Status == unknown {
		return ""
	}
	return strconv.Itoa(a.Status)
}

// View is the end of the hop that wrote an access line.
type View int8

const (
	ViewUnknown View = iota
	ViewClient       // on the way out of the caller
	viewServer       // on the way into the callee
)

// Parse reads an access line of Envoy (text or JSON, as Istio writes them),
// Traefik, nginx, ingress-nginx or Linkerd; ok is false for any other line.
func Parse(body string) (a Entry, ok bool) {
	body = withoutCRI(strings.TrimSpace(body))
	if strings.HasPrefix(body, "{") {
		return parseJSON(body)
	}
	if !strings.Contains(body, " HTTP/") {
		return Entry{}, false
	}
	return parseText(words(body))
}

// parseText finds the request line, which every format quotes, and reads
// what stands around it.
func parseText(w []string) (Entry, bool) {
	for i := range w {
		method, path, ok := requestLine(w[i])
		if !ok {
			continue
		}
		if state := haproxyState(w[:i]); state > 0 {
			return parseHAProxy(w, i, state)
		}
		if i+1 >= len(w) {
			continue
		}
		a := Entry{Duration: unknown, Status: journey.Number(w[i+1]), Method: method, Path: journey.WithoutQuery(path), IsProxy: !hasLevel(w[:i])}
		if a.Status == unknown {
			return Entry{}, false
		}
		switch {
		case i == 1 || i > 1 && isEnvoyTime(w[i-1]):
			a.readEnvoy(w[i-1:])
		case len(w)-i-1 == traefikWords && strings.HasSuffix(w[len(w)-1], "ms"):
			a.readTraefik(w[i+1:])
		default:
			a.readNginx(w[i+1:])
		}
		return a, true
	}
	return Entry{}, false
}

// hasLevel says that a logger's level stands before the request line: the line
// is of an application, which may have been the caller.
func hasLevel(before []string) bool {
	return slices.ContainsFunc(before, func(word string) bool { return levelWord(word) != "" })
}

// Positions in Istio's default text format
// (https://istio.io/latest/docs/tasks/observability/logs/access-log/). Envoy's own
// default lacks the three from details on, and the cluster
// (https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#default-format-string).
const (
	envoyStart     = 0
	envoyFlagsAt   = 3
	envoyDetailsAt = 4
	envoyFailure   = 6
	envoyDuration  = 9 // ms
	envoyRequestID = 13
	envoyUpstream  = 15
	envoyCluster   = 16
	envoyWithout   = 3 // words that Envoy's own default lacks
)

// isEnvoyTime reports whether a word is the time before Envoy's request line. Emissary
// writes "ACCESS" before it.
func isEnvoyTime(word string) bool {
	_, err := time.Parse(time.RFC3339Nano, word)
	return err == nil
}

func (a *Entry) readEnvoy(w []string) {
	a.Start, _ = time.Parse(time.RFC3339Nano, w[envoyStart])
	word := func(at int) string {
		if at < len(w) {
			return noDash(w[at])
		}
		return ""
	}
	a.flags = responseFlags(word(envoyFlagsAt))
	lacks := 0
	if journey.Number(word(envoyDetailsAt)) != unknown { // bytes, not details
		lacks = envoyWithout
	} else {
		a.details, a.failure = word(envoyDetailsAt), word(envoyFailure)
	}
	if ms := journey.Number(word(envoyDuration - lacks)); ms != unknown {
		a.Duration = time.Duration(ms) * time.Millisecond
	}
	if len(w) > envoyUpstream-lacks {
		a.RequestID, a.upstream = word(envoyRequestID-lacks), word(envoyUpstream-lacks)
	}
	if lacks == 0 {
		a.readCluster(word(envoyCluster))
	}
}

// responseFlags returns Envoy's response flags, short or long; "" for anything else.
func responseFlags(s string) string {
	isOther := func(r rune) bool { return r != ',' && (r|0x20 < 'a' || r|0x20 > 'z') }
	if strings.ContainsFunc(s, isOther) || s == strings.ToLower(s) {
		return ""
	}
	return s
}

// readCluster reads Istio's cluster names: "outbound|9080||reviews.bookinfo.svc.cluster.local",
// "inbound|9080||".
func (a *Entry) readCluster(cluster string) {
	parts := strings.Split(cluster, "|")
	switch {
	case parts[0] == "outbound" && len(parts) == 4:
		a.View = ViewClient
		a.Peer, _, _ = strings.Cut(parts[3], ".")
	case parts[0] == "inbound":
		a.View = viewServer
	}
}

// requestLine splits `GET /path HTTP/1.1`.
func requestLine(s string) (method, path string, ok bool) {
	method, rest, ok := strings.Cut(s, " ")
	if !ok {
		return "", "", false
	}
	cut := strings.LastIndex(rest, " HTTP/")
	if cut < 0 || method == "" || method != strings.ToUpper(method) {
		return "", "", false
	}
	return method, rest[:cut], true
}

// words splits a line at blanks; what is in quotes or brackets is one word,
// without them.
func words(s string) []string {
	var out []string
	unclosed := [256]bool{} // quotes and brackets that have no end any more
	for s = strings.TrimLeft(s, " "); s != ""; s = strings.TrimLeft(s, " ") {
		closing := closingOf[s[0]]
		if closing != 0 && !unclosed[closing] {
			if at := strings.IndexByte(s[1:], closing); at >= 0 {
				out = append(out, s[1:1+at])
				s = s[2+at:]
				continue
			}
			unclosed[closing] = true
		}
		word, rest, _ := strings.Cut(s, " ")
		out = append(out, word)
		s = rest
	}
	return out
}

var closingOf = [256]byte{'"': '"', '[': ']'}

func noDash(s string) string {
	if s == "-" {
		return ""
	}
	return s
}

// withoutCRI cuts off what the container runtime puts before a line:
// "2026-03-11T09:14:02.481774331Z stderr F " (Kubernetes' CRI log format).
func withoutCRI(body string) string {
	stamp, rest, _ := strings.Cut(body, " ")
	for _, stream := range []string{"stdout F ", "stderr F ", "stdout P ", "stderr P "} {
		if line, ok := strings.CutPrefix(rest, stream); ok && len(stamp) >= len("2006-01-02T15:04:05Z") {
			return line
		}
	}
	return body
}
