package adjust

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// clockTolerance is how far clocks that NTP sets may differ. Moving spans by less would
// hide more than it shows.
const clockTolerance = 3 * time.Millisecond

// agreement is how far the estimates of two clocks may differ if the clocks agree: each
// estimate is the middle of what its calls allow.
const agreement = 20 * time.Millisecond

// alignClocks moves the spans of clocks that contradict cause and effect.
func (t *trace) alignClocks() {
	clocks := clocksOf(t.topDown)
	if len(clocks.links) == 0 {
		return // one clock, or clocks without a call between them
	}
	offsets := make(map[string]time.Duration)
	for _, entry := range clocks.entries(t.topDown) {
		together := clocks.estimate(entry, offsets)
		usual := clocks.usual(together, offsets)
		for _, name := range together {
			if offset := offsets[name] - usual; offset.Abs() >= clockTolerance {
				t.moveClock(clocks, name, offset)
			}
		}
	}
}

// estimate computes the offset of each clock that is linked with entry, and returns their
// names. It starts at entry and goes outwards. Each clock is set by all clocks that were set
// before it, so that all spans of two clocks fit each other. The order does not
// depend on times, so corrected spans do not move again.
func (c clocks) estimate(entry string, offsets map[string]time.Duration) []string {
	var together []string
	for queue := []string{entry}; len(queue) > 0; queue = queue[1:] {
		name := queue[0]
		if _, set := offsets[name]; set {
			continue
		}
		offsets[name] = c.offset(name, offsets)
		together = append(together, name)
		queue = append(queue, c.neighbours(name)...)
	}
	return together
}

// usual returns the offset that most clocks agree on. A wrong clock is one that disagrees
// with the others, even if it is the entry's, and no matter how many spans it stamped. The
// entry's clock does not move unless more clocks agree on another offset.
func (c clocks) usual(names []string, offsets map[string]time.Duration) time.Duration {
	var usual time.Duration
	most := agreeing(names, offsets, usual)
	for _, name := range names {
		if n := agreeing(names, offsets, offsets[name]); n > most {
			usual, most = offsets[name], n
		}
	}
	return usual
}

func agreeing(names []string, offsets map[string]time.Duration, with time.Duration) (n int) {
	for _, name := range names {
		if (offsets[name] - with).Abs() <= agreement {
			n++
		}
	}
	return n
}

func (t *trace) moveClock(clocks clocks, name string, offset time.Duration) {
	spans := clocks.spans[name]
	for _, s := range spans {
		move(s, offset)
	}
	direction := "behind"
	if offset < 0 {
		direction = "ahead"
	}
	t.adjustments = append(t.adjustments, journey.Adjustment{
		Step:    journey.StepClockSkew,
		SpanIDs: idsOf(spans),
		Message: fmt.Sprintf("The clock of %s is %s %s; %s moved to fit the others.", name, journey.DurationText(offset.Abs()), direction,
			journey.CountOf(len(spans), "span was", "spans were")),
		Clock:  name,
		Offset: offset,
	})
}

// move shifts a span and its events.
func move(s *journey.Span, offset time.Duration) {
	s.Start = s.Start.Add(offset)
	s.Events = slices.Clone(s.Events)
	for i := range s.Events {
		s.Events[i].Time = s.Events[i].Time.Add(offset)
	}
}

// clocks are the clocks of a trace, by name.
type clocks struct {
	spans map[string][]*journey.Span
	links map[string][]clockLink // links with the clock at either end
	of    map[string]string      // by service; "" if the service has several clocks
}

// clockLink is a parent and a child with different clocks.
type clockLink struct {
	parent, child           *journey.Span
	parentClock, childClock string
}

func clocksOf(topDown []*journey.Span) clocks {
	c := clocks{spans: make(map[string][]*journey.Span), links: make(map[string][]clockLink), of: make(map[string]string)}
	for _, s := range topDown {
		if !journey.HasStart(s) {
			continue
		}
		name := semconv.Host(s)
		c.spans[name] = append(c.spans[name], s)
		if other, seen := c.of[s.ServiceName]; seen && other != name {
			c.of[s.ServiceName] = ""
		} else {
			c.of[s.ServiceName] = name
		}
		if s.Parent == nil || !journey.HasStart(s.Parent) {
			continue
		}
		parent := semconv.Host(s.Parent)
		if parent == name {
			continue
		}
		link := clockLink{s.Parent, s, parent, name}
		c.links[parent] = append(c.links[parent], link)
		c.links[name] = append(c.links[name], link)
	}
	return c
}

// entries returns the clocks of the spans without a parent. The root with the most spans
// below it comes first, and the other clocks are set by its clock.
func (c clocks) entries(topDown []*journey.Span) []string {
	if topDown[1].Parent != nil { // one root: parents come before children
		return []string{semconv.Host(topDown[0])}
	}
	below := make(map[*journey.Span]int, len(topDown))
	var roots []*journey.Span
	for _, s := range slices.Backward(topDown) {
		below[s]++
		if s.Parent == nil {
			roots = append(roots, s)
		} else {
			below[s.Parent] += below[s]
		}
	}
	slices.SortFunc(roots, func(a, b *journey.Span) int {
		return cmp.Or(below[b]-below[a], slices.Compare(a.SpanID[:], b.SpanID[:]))
	})
	names := make([]string, len(roots))
	for i, s := range roots {
		names[i] = semconv.Host(s)
	}
	return names
}

func (c clocks) neighbours(name string) []string {
	var names []string
	for _, l := range c.links[name] {
		names = append(names, l.parentClock, l.childClock)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
