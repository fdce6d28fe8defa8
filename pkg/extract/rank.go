package extract

import "github.com/requestjourney/requestjourney/pkg/journey"

// rank says how surely a key names the line's own context.
type rank int8

const (
	rankOwn    rank = iota // the context of whoever wrote the line
	rankHeader             // of the request that the line is about
	rankWeak               // a key that only ends like one
	rankNone               // the key names another context
)

// ranking collects the contexts of one source, best first: own and header
// contexts of each depth of quotes, then the weak ones.
type ranking [2*deepest + 3]struct {
	ctx journey.TraceContext
	// closed is set once another trace shows up at the same place: a span ID
	// that comes later may be of that one.
	closed bool
}

// deepest is the depth of quotes from which all contexts rank the same.
const deepest = 2

func (r *ranking) offer(at rank, depth int, ctx journey.TraceContext) {
	place := len(r) - 1
	if at < rankWeak {
		place = 2*min(depth, deepest) + int(at)
	}
	slot := &r[place]
	if !slot.closed && !merge(&slot.ctx, ctx) {
		slot.closed = true
	}
}

// full says that nothing can be added any more.
func (r *ranking) full() bool { return complete(r[0].ctx) }

// best is the context of the best place, completed by the others.
func (r *ranking) best() journey.TraceContext {
	ctx := r[0].ctx
	for i := 1; i < len(r); i++ {
		merge(&ctx, r[i].ctx)
	}
	return ctx
}
