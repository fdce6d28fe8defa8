package findings

import (
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// series is the calls from one span to one service, in order of their starts.
type series []*journey.Call

// seriesOf returns all series of two or more calls. If a sidecar retries, one
// client span has several server spans. Calls that only the callee reported form
// their own series.
func seriesOf(calls []*journey.Call) []series {
	type key struct {
		parent         *journey.Span
		source, target string
		onlyServer     bool
	}
	all := groupCalls(calls, func(c *journey.Call) (key, bool) {
		if c.Kind != journey.HopCall || c.Seen() == nil {
			return key{}, false // a message may have one end only, and a ghost only lines
		}
		return key{c.Seen().Parent, c.Source, c.Target, c.Outer() == nil}, true
	})
	return slices.DeleteFunc(all, func(cs series) bool { return len(cs) < 2 })
}

// byOperation splits a series by the operation that was called.
func (cs series) byOperation(operation func(*journey.Span) string) []series {
	return groupCalls(cs, func(c *journey.Call) (string, bool) { return operation(c.Seen()), true })
}

// groupCalls groups calls by key and keeps their order; groups are in the order
// of their first call. It skips calls for which keyOf returns false.
func groupCalls[K comparable](calls []*journey.Call, keyOf func(*journey.Call) (key K, ok bool)) (all []series) {
	index := make(map[K]int)
	for _, c := range calls {
		key, ok := keyOf(c)
		if !ok {
			continue
		}
		at, known := index[key]
		if !known {
			at = len(all)
			index[key] = at
			all = append(all, nil)
		}
		all[at] = append(all[at], c)
	}
	return all
}

// calledName returns the name of the called service as people use it.
func calledName(c *journey.Call) string {
	if c.Peer.Name != "" && c.Target == c.Peer.ID() {
		return c.Peer.Name
	}
	return c.Target
}
