package findings

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/graph"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// The time between caller and callee is reported if it is long and a large
// share of the caller's wait.
const (
	minProxyShare = 0.5
	minProxyTime  = 100 * time.Millisecond
)

// servicePair is a caller and its callee.
type servicePair struct{ source, target string }

// proxyTime reports calls on which the caller waited much longer than the callee
// worked: for each pair of services, the worst call. It skips failed calls: the
// callee may have hung, or started after the caller had given up.
func proxyTime(r Request) []journey.Finding {
	worst := make(map[servicePair]time.Duration)
	found := make(map[servicePair]journey.Finding)
	for _, c := range r.Calls {
		client, server := c.Outer(), journey.FirstSpan(c.Server, c.ServerProxy)
		if c.Kind != journey.HopCall || client == nil || server == nil || c.Shared || client.Status == journey.StatusError {
			continue
		}
		gap := r.proxyGap(client, server)
		pair := servicePair{c.Source, c.Target}
		if gap < minProxyTime || float64(gap) < minProxyShare*float64(client.Duration) || gap <= worst[pair] {
			continue
		}
		worst[pair] = gap
		found[pair] = proxyTimeFinding(pair, client, server, gap)
	}
	return slices.SortedFunc(maps.Values(found), func(a, b journey.Finding) int { return cmp.Compare(a.Message, b.Message) })
}

// proxyGap returns the part of the caller's wait that neither the callee nor the
// caller's other work explains.
func (r Request) proxyGap(client, server *journey.Span) time.Duration {
	gap := client.Duration - server.Duration
	if gap < minProxyTime {
		return gap
	}
	return gap - r.otherWork(client, server)
}

func proxyTimeFinding(pair servicePair, client, server *journey.Span, gap time.Duration) journey.Finding {
	f := journey.Finding{
		Severity: journey.SeverityWarning, Code: journey.FindingProxyTime, Node: pair.source, SpanID: client.SpanID,
		Message: fmt.Sprintf("%s waited %s; %s took %s. The other %s were network or proxies.",
			pair.source, journey.DurationText(client.Duration), pair.target, journey.DurationText(server.Duration), journey.DurationText(gap)),
		Advice:   fmt.Sprintf("Check the proxies of %s and %s: connection pools, outlier detection, retries, TLS handshakes.", pair.source, pair.target),
		Evidence: journey.Attributes{{Key: "clientMs", Value: millis(client.Duration)}, {Key: "serverMs", Value: millis(server.Duration)}},
	}
	if rest := client.Duration - server.Duration; gap < rest {
		f.Message = fmt.Sprintf("%s waited %s; %s took %s. Of the other %s, %s were network or proxies.",
			pair.source, journey.DurationText(client.Duration), pair.target, journey.DurationText(server.Duration), journey.DurationText(rest), journey.DurationText(gap))
	}
	return f
}

// otherWork returns how long spans below the call ran, besides the callee's:
// the caller's own work and its other calls during this call.
func (r Request) otherWork(call, callee *journey.Span) (took time.Duration) {
	at := call.Start
	for _, child := range r.Spans { // in order of start
		if child.Parent != call || graph.IsBelow(callee, child) {
			continue
		}
		from, to := graph.Later(child.Start, at), graph.Earlier(child.End(), call.End())
		took += max(0, graph.Earlier(to, callee.Start).Sub(from)) + max(0, to.Sub(graph.Later(from, callee.End())))
		at = graph.Later(at, to)
	}
	return took
}
