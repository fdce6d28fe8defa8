package accuracy

import (
	"context"
	"fmt"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

// Connections count ztunnel's lines. Sent are about the requests' own connections, where
// Tempo has a span. A certain line is right if it is on the span that the
// connection belongs to. Possible lines may be of other requests.
type Connections struct{ Sent, Others, Certain, Right, Possible, PossibleOwn, Missed int }

// leastCertain is the share of certain lines that must be right.
const leastCertain = 0.99

func (c Connections) good() bool {
	return c.share() >= leastCertain && c.Missed == 0
}

// share of the certain lines that are right.
func (c Connections) share() float64 {
	if c.Certain == 0 {
		return 1
	}
	return float64(c.Right) / float64(c.Certain)
}

// compareConnections adds what was said about ztunnel's lines when a request was opened.
func (s *Score) compareConnections(q *mesh.Request, rows []ask.Row) {
	got := make(map[string]ask.Row)
	for _, r := range rows {
		if r.Text("joinedBy") == string(journey.JoinedByNearby) {
			got[lineKey(r.Time("timestamp").UnixNano(), r.Text("body"))] = r
		}
	}
	own := make(map[string]*mesh.Connection)
	sent := spansOf(q)
	for i := range q.Unrelated {
		l := &q.Unrelated[i]
		if l.Connection != nil && len(sent) > 0 {
			own[lineKey(l.Time.UnixNano(), l.Body)] = l.Connection
		}
	}
	s.Connections.Sent += len(own)
	for key := range own {
		if _, isFound := got[key]; !isFound {
			s.Connections.Missed++
			s.fault(q.Scenario, key, "a line of ztunnel is on no hop")
		}
	}
	for key, r := range got {
		s.compareConnection(q, own[key], key, r, sent)
	}
}

// mayHide reports whether possible lines of other requests are on the hops of a request.
// Then a hop whose own line is missing has a line nevertheless.
func mayHide(q *mesh.Request, rows []ask.Row) bool {
	return slices.ContainsFunc(rows, func(r ask.Row) bool {
		key := lineKey(r.Time("timestamp").UnixNano(), r.Text("body"))
		return r.Text("placement") == string(journey.PlacedPossibly) && slices.ContainsFunc(q.Unrelated, func(l mesh.Line) bool {
			return l.Connection == nil && lineKey(l.Time.UnixNano(), l.Body) == key
		})
	})
}

// expectedOf is what must be found in a request.
func expectedOf(q *mesh.Request, raised []mesh.Finding, logs []ask.Row) []mesh.Finding {
	return slices.DeleteFunc(slices.Clone(q.Findings), func(f mesh.Finding) bool {
		return f.Code == journey.FindingAmbientL4 && !slices.Contains(raised, f) && mayHide(q, logs)
	})
}

func (s *Score) compareConnection(q *mesh.Request, own *mesh.Connection, key string, r ask.Row, sent map[journey.SpanID]string) {
	c := &s.Connections
	if own == nil {
		c.Others++
	}
	if r.Text("placement") == string(journey.PlacedPossibly) {
		c.Possible++
		if own != nil {
			c.PossibleOwn++
		}
		return
	}
	c.Certain++
	switch {
	case own == nil:
		s.fault(q.Scenario, key, "a line of ztunnel about another request is certain")
	case r.Text("placement") == string(journey.PlacedByService) && r.Text("node") == sent[own.SpanID]:
		c.Right++ // on the hop, of which several calls fit
	case r.Text("spanID") != ownSpan(own, sent):
		s.fault(q.Scenario, key, "a line of ztunnel is on %s instead of %s", nameOf(q, r.Text("spanID")), nameOf(q, ownSpan(own, sent)))
	default:
		c.Right++
	}
}

func ownSpan(own *mesh.Connection, sent map[journey.SpanID]string) string {
	if _, isSent := sent[own.SpanID]; isSent {
		return own.SpanID.String()
	}
	return own.Else.String()
}

// ofConnections are the findings about connections, which only opened requests have.
func ofConnections(rows []ask.Row) []ask.Row {
	return slices.DeleteFunc(rows, func(r ask.Row) bool { return r.Text("code") != string(journey.FindingAmbientL4) })
}

// open opens each request: searches do not find connections.
func (h *half) open(ctx context.Context) (opened []map[string]*data.Frame, err error) {
	for _, q := range h.requests {
		frames, err := h.Ask(ctx, h.tenant, map[string]any{"queryType": "journey", "traceId": q.TraceID.String(), "frames": []string{"logs", "findings"}})
		if err != nil {
			return nil, err
		}
		opened = append(opened, frames)
	}
	return opened, nil
}

const connectionsHead = `
### Connections in ambient mode

ztunnel's lines have no ID. When a request is opened, they are put on hops by workloads,
time and bytes. The mesh *ambient* also sends lines about connections of other requests
in the same pods, and keeps some connections open for many requests. A certain line is
right if it is on the span that its connection belongs to, or on the hop if several calls
of it ran at once. A possible line may be of another request.

| requests | lines about their connections | certain | right | share of lines that are certain | possible | of other requests | missed |
|--:|--:|--:|--:|--:|--:|--:|--:|
`

func connectionsRow(s *Score) string {
	c := s.Connections
	return fmt.Sprintf("| %d | %d | %d | %d (%.2f %%) | %.1f %% | %d | %d | %d |\n", s.Requests, c.Sent, c.Certain, c.Right, 100*c.share(),
		100*float64(c.Right)/float64(max(1, c.Sent)), c.Possible, c.Possible-c.PossibleOwn, c.Missed)
}
