package extract

import "github.com/requestjourney/requestjourney/pkg/journey"

// rank says how surely a key names the line's own context.
type rank int8

const (
	rankOwn    rank = iota // the context of the service that wrote the line
	rankHeader             // of the request that the line is about
	rankWeak               // a key that only ends like one
	rankNone               // the key names another context
)

// deepest is the depth of quotes from which all contexts rank the same.
const deepest = 2

// ranking collects the contexts of one source.
type ranking struct {
	// slots are best first: own and header contexts of each depth of quotes,
	// then the weak ones.
	slots [2*deepest + 3]slot
	used  bool
	full  bool // nothing can be added to the best slot any more
}

type slot struct {
	ctx journey.TraceContext
	// closed is set once another trace shows up at the same rank: a span ID
	// that comes later may be of that one.
	closed bool
}

// offer adds what a key of a rank, in so many quotes, says.
func (r *ranking) offer(of rank, depth int, ctx journey.TraceContext) {
	if ctx == (journey.TraceContext{}) {
		return
	}
	place := len(r.slots) - 1
	if of < rankWeak {
		place = 2*min(depth, deepest) + int(of)
	}
	s := &r.slots[place]
	if !s.closed && !merge(&s.ctx, ctx) {
		s.closed = true
	}
	r.used = true
	r.full = complete(r.slots[0].ctx)
}

// best is the context of the best slot, completed by the others.
func (r *ranking) best() (ctx journey.TraceContext) {
	if !r.used {
		return ctx
	}
	for i := range r.slots {
		merge(&ctx, r.slots[i].ctx)
	}
	return ctx
}
