package extract

import "github.com/requestjourney/requestjourney/pkg/journey"

// rank says how surely a key names the line's own context.
type rank int8

const (
	rankOwn    rank = iota // the context of whoever wrote the line
	rankHeader             // of the request that the line is about
	rankWeak               // a key that only ends like one
	ranks
	rankNone // the key names another context
)

// ranking collects the contexts found in one source, each rank by itself.
type ranking [ranks]struct {
	ctx journey.TraceContext
	// closed is set once another trace shows up at the same rank: a span ID
	// that comes later may be of that one.
	closed bool
}

func (r *ranking) offer(at rank, ctx journey.TraceContext) {
	slot := &r[at]
	if !slot.closed && !merge(&slot.ctx, ctx) {
		slot.closed = true
	}
}

// full says that nothing can be added any more.
func (r *ranking) full() bool { return complete(r[rankOwn].ctx) }

// best is the context of the best rank, completed by the lower ones.
func (r *ranking) best() journey.TraceContext {
	ctx := r[rankOwn].ctx
	for i := rankOwn + 1; i < ranks; i++ {
		merge(&ctx, r[i].ctx)
	}
	return ctx
}
