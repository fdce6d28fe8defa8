package journey

import (
	"strings"
	"time"
)

// place puts each line on the span that wrote it, as far as that can be told:
//
//  1. by the span ID that the line carries;
//  2. by its service and time, and by what an access line says of the call it
//     was written for (see fit);
//  3. by its service alone, when none of its spans is near in time;
//  4. on a ghost, when its service sent no span for this trace.
//
// The result is in time order; no line is left out.
func (id Identity) place(spans []*Span, raw Raw, adjustments []Adjustment) []*PlacedLine {
	index := indexSpans(spans)
	placed := make([]*PlacedLine, len(raw.Lines))
	for i := range raw.Lines {
		p := &PlacedLine{Line: raw.Lines[i], Context: raw.Contexts[i], Level: LevelOf(&raw.Lines[i])}
		p.Node = id.ofLine(&p.Line).Name
		p.Skew = skewOf(p, adjustments)
		p.Time = p.Time.Add(p.Skew)
		w := witness{line: &p.Line, pod: podOfLine(&p.Line)}
		w.access, w.isAccess = accessOf(p.Body)
		p.requestID = w.access.requestID
		index.put(p, w)
		placed[i] = p
	}
	byTime(placed)
	return placed
}

// skewOf is what was added to the times of the spans that the line's clock
// stamped.
func skewOf(p *PlacedLine, adjustments []Adjustment) time.Duration {
	for _, a := range adjustments {
		if a.Step == StepClockSkew && a.Clock.Stamps(p.Node, podOfLine(&p.Line)) {
			return a.Offset
		}
	}
	return 0
}

// spanIndex finds the spans that may have written a line.
type spanIndex struct {
	byID   map[SpanID]*Span
	byNode map[string][]*Span
}

func indexSpans(spans []*Span) spanIndex {
	index := spanIndex{byID: make(map[SpanID]*Span, len(spans)), byNode: make(map[string][]*Span)}
	for _, s := range spans {
		index.byID[s.SpanID] = s
		index.byNode[s.Node] = append(index.byNode[s.Node], s)
	}
	return index
}

func (x spanIndex) put(p *PlacedLine, w witness) {
	if s, ok := x.byID[p.Context.SpanID]; ok {
		p.Placement, p.Node, p.Span = PlacedBySpan, s.Node, s
		return
	}
	own := x.byNode[p.Node]
	if len(own) == 0 {
		p.Placement = PlacedOnGhost
		return
	}
	if p.Span = w.best(own); p.Span != nil {
		p.Placement = PlacedByTime
		return
	}
	p.Placement = PlacedByService
}

// witness is a line without a span ID, with all that it tells of its span.
type witness struct {
	line     *Line
	pod      string
	access   access
	isAccess bool
}

// nearby is how far from a span's start or end a line may be and still count
// as written by it: log pipelines round to the millisecond, and proxies write
// their access lines a little after the request has ended.
const nearby = time.Second

// best is the span that fits best, nil when none is near in time. Of equally
// fitting spans it is the one nearest in time, then the shortest: the innermost
// of those under way.
func (w witness) best(own []*Span) *Span {
	var best *Span
	var bestFit int
	var bestGap time.Duration
	for _, s := range own {
		gap := w.gap(s)
		if gap > nearby {
			continue
		}
		fit := w.fit(s)
		better := best == nil || fit > bestFit ||
			fit == bestFit && (gap < bestGap || gap == bestGap && s.Duration < best.Duration)
		if better {
			best, bestFit, bestGap = s, fit, gap
		}
	}
	return best
}

// gap is how long the line lies outside the span's life. An access line is
// written when its request has ended, so there it is the distance to the end.
func (w witness) gap(s *Span) time.Duration {
	t := w.line.Time
	switch {
	case w.isAccess:
		return t.Sub(s.End()).Abs()
	case t.Before(s.Start):
		return s.Start.Sub(t)
	}
	return max(0, t.Sub(s.End()))
}

// fit adds up what speaks for the span and takes away what speaks against it.
// A certain contradiction (another pod, another status) outweighs what merely
// looks alike.
func (w witness) fit(s *Span) int {
	points := agree(w.pod, podOfSpan(s), 4, -8)
	proxy := isProxy(s)
	if !w.isAccess {
		if proxy {
			points-- // a proxy writes access lines; this is the application's
		}
		return points
	}
	if proxy {
		points++
	}
	a := w.access
	points += a.fitView(s) + a.fitTimes(s)
	points += agree(a.method, s.Attributes.Text("http.request.method", "http.method"), 1, -4)
	points += agree(statusText(a.status), statusOf(s), 2, -8)
	points += agree(a.path, spanPath(s), 2, -4)
	if a.peer != "" && a.view == viewClient {
		points += agreeOn(namesPeer(s, a.peer), 3, -2)
	}
	return points
}

// fitView tells the caller's view of a call from the callee's.
func (a access) fitView(s *Span) int {
	switch {
	case a.view == viewUnknown || s.Kind != KindClient && s.Kind != KindServer:
		return 0
	case (a.view == viewClient) == (s.Kind == KindClient):
		return 4
	}
	return -4
}

// roundedTo is how exactly access lines give times: to the millisecond, which
// may be rounded or cut off.
const roundedTo = 1500 * time.Microsecond

func (a access) fitTimes(s *Span) int {
	points := 0
	if !a.start.IsZero() && a.start.Sub(s.Start).Abs() <= roundedTo {
		points += 3
	}
	if a.took >= 0 && (a.took-s.Duration).Abs() <= roundedTo {
		points += 2
	}
	return points
}

// agree compares two texts that may be unknown.
func agree(a, b string, yes, no int) int {
	if a == "" || b == "" {
		return 0
	}
	return agreeOn(a == b, yes, no)
}

func agreeOn(same bool, yes, no int) int {
	if same {
		return yes
	}
	return no
}

// namesPeer says that the span speaks of a call to the service.
func namesPeer(s *Span, service string) bool {
	for _, text := range []string{
		s.Attributes.Text("upstream_cluster.name", "upstream_cluster"),
		s.Attributes.Text("server.address", "peer.service", "net.peer.name", "http.url", "url.full"),
		s.Name,
	} {
		if strings.Contains(text, service) {
			return true
		}
	}
	return false
}
