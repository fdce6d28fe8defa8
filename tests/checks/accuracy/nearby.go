package accuracy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/ask"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/project"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// crowd says how many requests are under way at once in a mesh. A request takes about a
// second.
type crowd struct {
	atOnce, requests int
	every            time.Duration
}

var crowds = []crowd{
	{1, 40, 8 * time.Second},
	{5, 100, 200 * time.Millisecond},
	{50, 500, 20 * time.Millisecond},
}

// nearbyKinds are the meshes whose lines are sent without any ID.
var nearbyKinds = []mesh.Kind{mesh.KindIstioDefault, mesh.KindLinkerd, mesh.KindOTLP}

// mostAsked is how many requests of a mesh are opened.
const mostAsked = 30

// NearbyScore is how right the answers about lines without an ID were.
type NearbyScore struct {
	Kind   mesh.Kind
	AtOnce int
	Asked  int // requests
	Lines  int // that belong to them

	Certain, Possible int // of these lines
	WrongRequest      int // certain lines of another request, or of none
	WrongSpan         int // certain lines on another span, or on another service
	Others            int // possible lines of other requests, or of none
	Faults            []Fault
}

// MeasureNearby starts a Loki and a Tempo, sends meshes whose lines carry no ID, and opens
// some of their requests.
func MeasureNearby(ctx context.Context, log io.Writer, crowds []crowd) (scores []NearbyScore, err error) {
	servers, err := stack.Start(ctx, stack.Options{Log: log, MultiTenant: true})
	if err != nil {
		return nil, err
	}
	defer servers.Stop()
	for i, kind := range nearbyKinds {
		for k, crowd := range crowds {
			h := &half{Target: Target{Servers: servers, Ask: askIn(servers)}, tenant: fmt.Sprintf("plain-%s-%d", kind, crowd.atOnce)}
			m := mesh.New(mesh.Options{Kind: kind, Seed: uint64(1000 + 10*i + k), Start: time.Now().Add(-20 * time.Minute), Every: crowd.every, Plain: true})
			h.requests = m.Requests(crowd.requests)
			if err := h.send(ctx); err != nil {
				return nil, err
			}
			score, err := h.scoreNearby(ctx, NearbyScore{Kind: kind, AtOnce: crowd.atOnce})
			if err != nil {
				return nil, err
			}
			scores = append(scores, score)
		}
	}
	return scores, nil
}

// scoreNearby opens requests from the middle on, where as many are under way as are to
// be.
func (h *half) scoreNearby(ctx context.Context, score NearbyScore) (NearbyScore, error) {
	owners := ownersOf(h.requests)
	for _, q := range h.requests[len(h.requests)/4:] {
		if len(q.Spans) == 0 || score.Asked == mostAsked {
			continue
		}
		frames, err := h.Ask(ctx, h.tenant, map[string]any{"queryType": "journey", "traceId": q.TraceID.String(), "nearby": true, "frames": []string{"logs"}})
		if err != nil {
			return score, err
		}
		score.compare(q, owners, frames["logs"])
	}
	return score, nil
}

// owned is a line and the request that it belongs to.
type owned struct {
	*mesh.Line
	request *mesh.Request
}

// spanID is that of the span that wrote the line, zero for none.
func (o owned) spanID() (id journey.SpanID) {
	if o.Line != nil {
		id = o.SpanID
	}
	return id
}

func ownersOf(requests []*mesh.Request) map[string]owned {
	owners := make(map[string]owned)
	for _, q := range requests {
		for i := range q.Unrelated {
			l := &q.Unrelated[i]
			owners[lineKey(l.Time.UnixNano(), l.Body)] = owned{l, q}
		}
	}
	return owners
}

func (s *NearbyScore) compare(q *mesh.Request, owners map[string]owned, logs *data.Frame) {
	s.Asked++
	for i := range q.Unrelated {
		if !q.Unrelated[i].Background {
			s.Lines++
		}
	}
	for _, row := range ask.Rows(logs) {
		if row.Text("joinedBy") == string(journey.JoinedByNearby) {
			s.compareLine(q, owners[lineKey(row.Time("timestamp").UnixNano(), row.Text("body"))], row)
		}
	}
}

func (s *NearbyScore) compareLine(q *mesh.Request, line owned, row ask.Row) {
	isOwn := line.request == q && !line.Background
	_, hasSpan := spansOf(q)[line.spanID()]
	span := row.Text("spanID")
	switch isPossible := row.Text("placement") == string(journey.PlacedPossibly); {
	case isPossible && isOwn:
		s.Possible++
	case isPossible:
		s.Others++
	case !isOwn:
		s.WrongRequest++
		s.fault(q, row, "a line of another request, or of none, is on the request")
	case row.Text("node") != line.Service || hasSpan && span != "" && span != line.spanID().String():
		s.WrongSpan++
		s.fault(q, row, fmt.Sprintf("a line of %s is on %s of %s", nameOf(q, line.spanID().String()), nameOf(q, span), row.Text("node")))
	default:
		s.Certain++
	}
}

func (s *NearbyScore) fault(q *mesh.Request, row ask.Row, what string) {
	faults := Score{Faults: s.Faults}
	faults.fault(q.Scenario, row.Text("body"), "%s", what)
	s.Faults = faults.Faults
}

// UpdateNearby measures and writes the section of docs/accuracy.md. It fails when a line
// that is called certain is wrong.
func UpdateNearby(ctx context.Context, log io.Writer) error {
	scores, err := MeasureNearby(ctx, log, crowds)
	if err != nil {
		return err
	}
	for _, s := range scores {
		for _, fault := range s.Faults {
			err = errors.Join(err, fmt.Errorf("%s, %d requests at once: %s", s.Kind, s.AtOnce, fault))
		}
	}
	return errors.Join(err, project.WriteSection("docs/accuracy.md", "nearby", NearbyMarkdown(scores)))
}

const nearbyHead = `## Lines without any ID

Simulated meshes again, but their lines carry neither a trace ID nor a request ID. What
makes such lines hard to assign happens, too: one request in 9 sends no spans, pods
write lines that belong to no request, log shippers stamp the lines of some pods up to
1.5 s late, and the clock of one host is off by 300 ms. The plugin opens requests with
their [nearby lines](guide/read-a-journey.md#nearby-lines). ` + "`go tool mage accuracy`" + ` writes this section.

A line is certain if the plugin says that the request wrote it, else possible. A certain
line is wrong if another request wrote it, or none, or another span.

| mesh | requests at once | opened | their lines | found as certain | found as possible | wrong certain | possible lines of others |
|---|--:|--:|--:|--:|--:|--:|--:|
`

// NearbyMarkdown is the scores as a section of a page.
func NearbyMarkdown(scores []NearbyScore) string {
	var page strings.Builder
	page.WriteString(nearbyHead)
	for _, s := range scores {
		fmt.Fprintf(&page, "| %s | %d | %d | %d | %s | %s | %d | %d |\n", s.Kind, s.AtOnce, s.Asked, s.Lines,
			percent(s.Certain, s.Lines), percent(s.Possible, s.Lines), s.WrongRequest+s.WrongSpan, s.Others)
	}
	return page.String()
}
