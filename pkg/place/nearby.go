package place

import (
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/adjust"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// Nearby places lines that carry no ID, in time order. It leaves out lines that were
// not written during any span of their pod, or a little after.
//
// A line is put on a span only if nothing else can have written it:
//
//  1. It fits the span. An access line agrees in method, path, status and times. Any
//     other line names what the span is about, such as its path.
//  2. No other request fits, however late the line came. All other requests are known.
//  3. No other line of the container fits the span in the same way. Otherwise
//     a request that sent no spans may have written one of the two.
//  4. No line is left that fits no request: it would show that some requests send no
//     spans. That does not matter to an access line with exact times: each of these
//     spans has one, and only this line fits.
//
// All other lines are possible.
func Nearby(j *journey.Journey, near journey.Near, id semconv.Identity) []*journey.PlacedLine {
	n := newNeighbours(j, near, id)
	for i := range near.Lines {
		n.add(&near.Lines[i])
	}
	n.doubtShared()
	placed := make([]*journey.PlacedLine, 0, len(n.lines))
	for _, l := range n.lines {
		if l.isDuring {
			placed = append(placed, n.place(l))
		}
	}
	byTime(placed)
	return placed
}

// neighbours are the lines near a journey, and all spans that may have written them.
type neighbours struct {
	id       semconv.Identity
	near     journey.Near
	index    spanIndex
	skews    adjust.Skews
	own      map[string]*writer
	lines    []*nearLine
	untraced map[string]bool // writers with requests that sent no spans
}

// writer is a pod, or a service whose spans name no pod.
type writer struct {
	name      string
	node      string
	namespace string
	spans     []*scoredSpan // of the journey
	others    []*scoredSpan // of other requests; their clock is the lines'
	skew      time.Duration // was added to the times of spans
}

// NearbyWriters are the pods of the journey's spans, and the services of spans that name
// no pod. Their lines are wanted during lines, and what else they did during others.
func NearbyWriters(j *journey.Journey, id semconv.Identity) (w journey.Writers, lines, others journey.TimeRange) {
	skews := adjust.SkewsOf(j.Spans, j.Adjustments)
	pods, services := make(map[string]bool), make(map[string]bool)
	for _, s := range j.Spans {
		sent := s.Start.Add(-skews.OnSpan(s))
		lines = lines.Union(journey.TimeRange{From: sent.Add(-sameClock), To: sent.Add(s.Duration + maxTimeGap)})
		if pod := semconv.PodOfSpan(s); pod != "" {
			pods[pod] = true
			continue
		}
		for _, name := range id.NamesOf(s) {
			services[name] = true
		}
	}
	w = journey.Writers{
		Pods: slices.Sorted(maps.Keys(pods)), Services: slices.Sorted(maps.Keys(services)),
		PodLabels: semconv.PodLabels(), ServiceLabels: id.LineLabels(),
	}
	return w, lines, journey.TimeRange{From: lines.From.Add(-maxDelay - maxTimeGap), To: lines.To.Add(maxEarly)}
}

func newNeighbours(j *journey.Journey, near journey.Near, id semconv.Identity) *neighbours {
	n := &neighbours{
		id: id, near: near, index: indexSpans(j.Spans), skews: adjust.SkewsOf(j.Spans, j.Adjustments),
		own: make(map[string]*writer), untraced: make(map[string]bool),
	}
	for _, s := range j.Spans {
		name := writerOf(s, id)
		w := n.own[name]
		if w == nil {
			w = &writer{name: name, node: s.Node, namespace: id.OfSpan(s).Namespace, skew: n.skews.Of(s.Node, semconv.PodOfSpan(s))}
			n.own[name] = w
		}
		w.spans = append(w.spans, scored(s))
	}
	for i := range near.Others {
		for k := range near.Others[i].Spans {
			s := &near.Others[i].Spans[k]
			if w := n.own[writerOf(s, id)]; w != nil {
				w.others = append(w.others, scored(s))
			}
		}
	}
	return n
}

// writerOf names the pod that sent a span, or else its service.
func writerOf(s *journey.Span, id semconv.Identity) string {
	if pod := semconv.PodOfSpan(s); pod != "" {
		return "pod " + pod
	}
	return "service " + id.OfSpan(s).Name
}

// writerOfLine is nil if no span of the journey comes from the line's pod or service.
func (n *neighbours) writerOfLine(l *journey.Line) *writer {
	service := n.id.OfLine(l)
	w := n.own["pod "+semconv.PodOfLine(l)]
	if w == nil {
		w = n.own["service "+service.Name]
	}
	if w == nil || w.namespace != "" && service.Namespace != "" && w.namespace != service.Namespace {
		return nil
	}
	return w
}

// nearLine is a line, and which spans may have written it.
type nearLine struct {
	parsedLine
	writer   *writer
	during   written
	isDuring bool        // some span of the journey was under way, or had just ended
	span     *scoredSpan // of the journey, which it surely fits; nil for none
	several  bool        // more spans of the journey may have written it
	rivals   bool        // another request may have written it
	doubt    bool        // so may a request that sent no spans
}

func (n *neighbours) add(line *journey.Line) {
	w := n.writerOfLine(line)
	if w == nil {
		return
	}
	l := &nearLine{parsedLine: parse(line), writer: w}
	l.during = l.writtenAt()
	l.isDuring = slices.ContainsFunc(w.spans, l.isNear)
	l.rivals = l.fitsAny(w.others, 0)
	l.span, l.several = l.surest(w)
	if l.span == nil && !l.rivals && !l.fitsAny(w.spans, w.skew) && l.isLike(w.spans) {
		n.untraced[w.name] = true
	}
	n.lines = append(n.lines, l)
}

// place decides about one line.
func (n *neighbours) place(l *nearLine) *journey.PlacedLine {
	p := &journey.PlacedLine{Line: *l.line, JoinedBy: journey.JoinedByNearby, Node: l.writer.node}
	p.Level = levelOf(l)
	if l.span != nil && !l.rivals && !l.doubt && n.near.Whole && (l.isTraced() || !n.untraced[l.writer.name]) && !l.mayBeCut(n.near.Since) {
		n.putOnSpan(p, l)
		return p
	}
	p.Placement, p.UnderWay = journey.PlacedPossibly, l.underWay()
	moveBy(p, l.writer.skew)
	return p
}

// putOnSpan puts a line that is surely of the journey on the span that wrote it. If that
// is not as sure, the line is only on their service.
func (n *neighbours) putOnSpan(p *journey.PlacedLine, l *nearLine) {
	p.Placement, p.Span, p.Node = journey.PlacedByTime, l.span.Span, l.span.Node
	moveBy(p, n.skews.OnSpan(l.span.Span))
	if l.isAccess {
		if l.several {
			p.Placement, p.Span = journey.PlacedByService, nil
		}
		return
	}
	from, to := l.shown()
	p.Span = n.underWayAt(l, from)
	if p.Span != n.underWayAt(l, to) || !l.isTimed() && p.Span != l.span.Span {
		p.Span = nil
	}
	if p.Span == nil {
		p.Placement = journey.PlacedByService
	}
}

// underWayAt is the span on which a line of that time would be.
func (n *neighbours) underWayAt(l *nearLine, at time.Time) *journey.Span {
	line, parsed := *l.line, l.parsedLine
	line.Time, parsed.line = at.Add(l.writer.skew), &line
	return parsed.span(n.index.byNode[l.span.Node])
}

// doubtShared finds lines that fit the same span in the same way: one of them may be of
// a request that sent no spans.
func (n *neighbours) doubtShared() {
	type way struct {
		span            *scoredSpan
		stream, pattern string
	}
	first := make(map[way]*nearLine)
	for _, l := range n.lines {
		if l.span == nil {
			continue
		}
		key := way{l.span, containerOf(l.line), l.pattern()}
		if other := first[key]; other != nil {
			other.doubt, l.doubt = true, true
			continue
		}
		first[key] = l
	}
}

// varying is what differs between two lines of one statement in the code.
var varying = regexp.MustCompile(`[0-9a-f-]*[0-9][0-9a-fA-F.:-]*|"[^"]*"`)

// pattern is the same for all access lines, and for lines that only differ in numbers
// and quoted texts.
func (l *nearLine) pattern() string {
	if l.isAccess {
		return ""
	}
	return varying.ReplaceAllString(l.line.Body, "#")
}

func containerOf(l *journey.Line) string {
	const none = ""
	for _, labels := range []journey.Labels{l.Labels, l.Metadata} {
		if name := labels.Get("container", "container_name", "k8s_container_name"); name != none {
			return name
		}
	}
	return none
}
