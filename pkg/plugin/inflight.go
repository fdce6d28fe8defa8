package plugin

import (
	"context"
	"sync"

	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// question is what must be equal for two queries to get the same answer: everything but the
// frames, plus the depth that the frames need and the user's identity.
type question struct {
	kind           journey.QueryType
	logql, traceql string
	traceID        journey.TraceID
	from, to       int64 // ns
	limit          int
	depth          journey.Depth
	counted        bool
	nearby         bool
	user           string
}

func questionOf(q journey.Query, user string) question {
	return question{
		kind: q.Type, logql: q.LogQL, traceql: q.TraceQL, traceID: q.TraceID,
		from: q.Range.From.UnixNano(), to: q.Range.To.UnixNano(), limit: q.Limit, depth: q.Depth, counted: q.Counted, nearby: q.Nearby, user: user,
	}
}

// inFlight lets equal queries at the same time share one answer, such as those of a
// dashboard's panels. It keeps nothing after the answer. The zero value is ready.
type inFlight struct {
	mu      sync.Mutex
	running map[question]*inFlightQuery
}

// inFlightQuery is a query that is being answered.
type inFlightQuery struct {
	question
	cancel  context.CancelFunc
	waiting int // how many wait for the answer; guarded by inFlight.mu
	done    chan struct{}
	res     *journey.Result
	err     error
}

// find returns the answer of ask, or that of an equal query in flight. The result is shared
// and must not be changed. A query is cancelled when nobody waits for it any more.
func (fs *inFlight) find(ctx context.Context, key question, ask func(context.Context) (*journey.Result, error)) (*journey.Result, error) {
	f := fs.join(ctx, key, ask)
	select {
	case <-f.done:
		return f.res, f.err
	case <-ctx.Done():
		fs.leave(f)
		return nil, ctx.Err()
	}
}

func (fs *inFlight) join(ctx context.Context, key question, ask func(context.Context) (*journey.Result, error)) *inFlightQuery {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for asked := key; asked.depth <= journey.DepthWhole; asked.depth++ { // a deeper answer is one, too
		if f := fs.running[asked]; f != nil {
			f.waiting++
			return f
		}
	}
	// The query needs the context's values (caller, tracing), but not its end: others may still
	// wait when the first has left.
	shared, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &inFlightQuery{question: key, cancel: cancel, waiting: 1, done: make(chan struct{})}
	if fs.running == nil {
		fs.running = make(map[question]*inFlightQuery)
	}
	fs.running[key] = f
	go func() {
		defer cancel()
		f.res, f.err = failure.Safely(shared, ask)
		fs.forget(f)
		close(f.done)
	}()
	return f
}

// leave cancels the query if nobody waits for it any more. It removes the query in the same
// step, so that nobody joins a cancelled query.
func (fs *inFlight) leave(f *inFlightQuery) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	f.waiting--
	if f.waiting == 0 {
		fs.forgetLocked(f)
		f.cancel()
	}
}

func (fs *inFlight) forget(f *inFlightQuery) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.forgetLocked(f)
}

// forgetLocked requires fs.mu to be held.
func (fs *inFlight) forgetLocked(f *inFlightQuery) {
	if fs.running[f.question] == f {
		delete(fs.running, f.question)
	}
}
