package findings

import (
	"fmt"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// notInstrumented reports called services that sent no span and wrote no line.
// It skips databases and queues, which never send spans; services behind a
// waypoint, which ambient covers; and services that a proxy could not reach, which
// proxyAnswers covers.
func notInstrumented(r Request) []journey.Finding {
	if r.Trace.Truncated != "" {
		return nil
	}
	var fs []journey.Finding
	reported := make(map[string]bool)
	for _, c := range r.Calls {
		if !c.Unanswered() || reported[c.Target] || semconv.IsWaypoint(c.Outer()) || r.wasNotReached(c) {
			continue
		}
		reported[c.Target] = true
		fs = append(fs, journey.Finding{
			Severity: journey.SeverityInfo, Code: journey.FindingNotInstrumented, Node: c.Source, SpanID: c.Outer().SpanID,
			Message:  fmt.Sprintf("%s called %s, which sent no span.", c.Source, c.Peer.Name),
			Advice:   fmt.Sprintf("If %s is yours, instrument it to see what it did with the request.", c.Peer.Name),
			Evidence: journey.Attributes{{Key: "peer", Value: c.Peer.Name}},
		})
	}
	return fs
}
