package tempo

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/tempo/decode"
)

const (
	// maxGets is how many traces are fetched at once: more is no faster.
	maxGets = 16
	// hintMargin is how far a trace may reach beyond its found trace. A hint that
	// is too narrow hides the trace or, worse, a part of it.
	hintMargin = time.Hour
)

// Get implements journey.TraceSource. If Tempo cannot be reached or refuses the
// credentials, the traces that were not requested yet get the same error.
func (s *Source) Get(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	begin := time.Now()
	g := getting{Source: s, memory: decode.NewBudget(decode.MaxBytes)}
	traces := make([]journey.Trace, len(foundTraces))
	var group errgroup.Group
	group.SetLimit(maxGets)
	for i, foundTrace := range foundTraces {
		group.Go(journey.Caught(func() error {
			traces[i] = g.get(ctx, foundTrace)
			return nil
		}))
	}
	_ = group.Wait() // each trace carries its own error
	return traces, journey.SourceStats{Requests: int(g.requests.Load()), Bytes: g.bytes.Load(), Took: time.Since(begin)}
}

// getting is the state of one Get.
type getting struct {
	*Source
	memory          *decode.Budget
	requests, bytes atomic.Int64
	down            atomic.Pointer[journey.SourceError]
}

// get fetches one trace. A panic becomes the trace's error.
func (g *getting) get(ctx context.Context, foundTrace journey.FoundTrace) (trace journey.Trace) {
	trace.TraceID = foundTrace.TraceID
	if fault := g.down.Load(); fault != nil {
		trace.Err = fault
		return trace
	}
	if err := journey.Caught(func() error {
		answer := g.fetch(ctx, foundTrace)
		g.requests.Add(int64(answer.requests))
		g.bytes.Add(int64(len(answer.body)))
		trace = g.trace(foundTrace.TraceID, answer, g.memory)
		return nil
	})(); err != nil {
		trace.Err = err
	}
	if fault := forAll(trace.Err); fault != nil {
		g.down.Store(fault)
	}
	return trace
}

// forAll returns a failure that every other request would have, too; else nil.
func forAll(err error) *journey.SourceError {
	var fault *journey.SourceError
	if errors.As(err, &fault) && (fault.Kind == journey.ErrUnreachable || fault.Kind == journey.ErrUnauthorized) {
		return fault
	}
	return nil
}

// trace decodes an answer. If Tempo does not know the trace, it has no spans and no
// error.
func (s *Source) trace(id journey.TraceID, answer fetched, memory *decode.Budget) journey.Trace {
	if isUnknownTrace(answer.err) {
		return journey.Trace{TraceID: id}
	}
	if answer.err != nil {
		return journey.Trace{TraceID: id, Err: answer.err}
	}
	trace, err := decode.Trace(id, answer.body, answer.isV1, memory)
	if errors.Is(err, decode.ErrMemory) {
		trace.Err = s.endpoint.Errorf(journey.ErrTooMuch, http.StatusOK, nil,
			"the traces take more than %d MB of memory once they are read, so %s was left out: lower the limit or narrow the time range", decode.MaxBytes>>20, id)
	} else if err != nil {
		trace.Err = s.endpoint.Errorf(journey.ErrBadAnswer, http.StatusOK, err,
			"Tempo's answer at %s cannot be read: check that the URL is Tempo's and that its version is current", s.endpoint.URL())
	}
	return trace
}

// isUnknownTrace reports whether Tempo, of any version and behind any gateway, does
// not know the trace. A server without this path answers "page not found" or a page
// instead.
func isUnknownTrace(err error) bool {
	text, found := notFoundText(err)
	return found && !strings.Contains(strings.ToLower(text), "page not found")
}
