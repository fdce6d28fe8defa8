package findings

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// maxNamedHops is how many hops a finding names.
const maxNamedHops = 3

// ambient reports the hops at a waypoint for which ztunnel's lines were searched and not
// found. ztunnel sends no spans, so nothing else shows these hops' connections.
func ambient(r Request) []journey.Finding {
	at := slices.IndexFunc(r.Spans, semconv.IsWaypoint)
	if at < 0 || r.Journey.Connections == nil {
		return nil
	}
	waypoint := r.Spans[at]
	hops, missing := r.ambientHops()
	if len(missing) == 0 {
		return nil
	}
	return []journey.Finding{{
		Severity: journey.SeverityInfo, Code: journey.FindingAmbientL4, Node: waypoint.Node, SpanID: waypoint.SpanID,
		Message:  fmt.Sprintf("The request went through Istio's ambient mode. ztunnel's lines were found for %d of %d hops, not for %s.", len(hops)-len(missing), len(hops), listed(missing)),
		Advice:   "ztunnel writes a line when a connection closes, so open the request again later. If no line appears, check that Loki and the log scope have ztunnel's lines of level info.",
		Evidence: journey.Attributes{{Key: "hops", Value: strings.Join(missing, ", ")}},
	}}
}

// ambientHops are the hops that begin or end at a waypoint, and those of them for which
// no connection was found.
func (r Request) ambientHops() (hops, missing []string) {
	found := make(map[string]bool)
	for _, c := range r.Journey.Connections {
		found[nameOfHop(c.Source, c.Target)] = true
	}
	for _, c := range r.Calls {
		hop := nameOfHop(c.Source, c.Target)
		if c.Kind != journey.HopCall || !isAtWaypoint(c) || slices.Contains(hops, hop) {
			continue
		}
		hops = append(hops, hop)
		if !found[hop] {
			missing = append(missing, nameOfHop(c.Source, cmp.Or(c.Peer.Name, c.Target)))
		}
	}
	return hops, missing
}

func nameOfHop(source, target string) string { return source + " → " + target }

func isAtWaypoint(c *journey.Call) bool {
	for _, s := range c.Spans() {
		if semconv.IsWaypoint(s) || s.Parent != nil && s.Parent.Node == c.Source && semconv.IsWaypoint(s.Parent) {
			return true
		}
	}
	return false
}

// listed names the first hops.
func listed(hops []string) string {
	named := hops[:min(len(hops), maxNamedHops)]
	text := strings.Join(named, ", ")
	if more := len(hops) - len(named); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
