package plugin

import (
	"context"
	"sync"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// question is what must be the same for two queries to have the same answer:
// all but the frames, of which only counts whether they show spans in full, and
// who asks.
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

// inFlight lets queries that ask the same at the same time share one answer: the
// panels of a dashboard show sides of the same requests. Nothing is kept once
// it is answered. The zero value is ready.
type inFlight struct {
	mu      sync.Mutex
	running map[question]*inFlightQuery
}

// inFlightQuery is a question being answered.
type inFlightQuery struct {
	question
	cancel  context.CancelFunc
	waiting int // for the answer; guarded by flights.mu
	done    chan struct{}
	res     *journey.Result
	err     error
}

// find returns what ask answers, or what it is about to answer somebody else.
// The result is shared and must not be changed. Asking ends when everybody who
// waits for it has gone.
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
	// What the context carries (who asks, tracing) is needed; its end is not:
	// others may wait when the first has gone.
	shared, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &inFlightQuery{question: key, cancel: cancel, waiting: 1, done: make(chan struct{})}
	if fs.running == nil {
		fs.running = make(map[question]*inFlightQuery)
	}
	fs.running[key] = f
	go func() {
		defer cancel()
		f.res, f.err = safely(shared, ask)
		fs.forget(f)
		close(f.done)
	}()
	return f
}

// leave ends the asking when nobody is left. That nobody is and that nobody can
// join any more are one step: who comes now must not get the cancellation.
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

// forgetLocked wants fs.mu held.
func (fs *inFlight) forgetLocked(f *inFlightQuery) {
	if fs.running[f.question] == f {
		delete(fs.running, f.question)
	}
}

// safely turns a panic into an error: outside of the SDK's goroutine it would
// end the process, and with it the queries of everybody else.
func safely[T any](ctx context.Context, ask func(context.Context) (T, error)) (answer T, err error) {
	err = journey.Caught(func() (err error) {
		answer, err = ask(ctx)
		return err
	})()
	logPanic(ctx, err)
	return answer, err
}
