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

// Get implements journey.TraceSource. When Tempo is not to be reached, or
// refuses the credentials, traces not yet asked for get the same error unasked.
func (s *Source) Get(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	begin := time.Now()
	traces := make([]journey.Trace, len(foundTraces))
	var requests, bytes atomic.Int64
	var down atomic.Pointer[journey.SourceError]
	room := decode.NewBudget(decode.MaxBytes)
	var group errgroup.Group
	group.SetLimit(maxGets)
	for i, foundTrace := range foundTraces {
		traces[i].TraceID = foundTrace.TraceID
		group.Go(func() error {
			if fault := down.Load(); fault != nil {
				traces[i].Err = fault
				return nil
			}
			if err := journey.Caught(func() error {
				answer := s.fetch(ctx, foundTrace)
				requests.Add(int64(answer.requests))
				bytes.Add(int64(len(answer.body)))
				traces[i] = s.trace(foundTrace.TraceID, answer, room)
				return nil
			})(); err != nil {
				traces[i].Err = err
			}
			if fault := forAll(traces[i].Err); fault != nil {
				down.Store(fault)
			}
			return nil
		})
	}
	_ = group.Wait() // each trace carries its own error
	return traces, journey.SourceStats{Requests: int(requests.Load()), Bytes: bytes.Load(), Took: time.Since(begin)}
}

// forAll is a failure that every other request would share.
func forAll(err error) *journey.SourceError {
	var fault *journey.SourceError
	if errors.As(err, &fault) && (fault.Kind == journey.ErrUnreachable || fault.Kind == journey.ErrUnauthorized) {
		return fault
	}
	return nil
}

// trace reads an answer. An empty one is how Tempo says that it does not know
// the trace.
func (s *Source) trace(id journey.TraceID, answer fetched, room *decode.Budget) journey.Trace {
	if isUnknownTrace(answer.err) {
		return journey.Trace{TraceID: id}
	}
	if answer.err != nil {
		return journey.Trace{TraceID: id, Err: answer.err}
	}
	read := decode.Trace
	if answer.isV1 {
		read = decode.TraceV1
	}
	trace, err := read(id, answer.body, room)
	if errors.Is(err, decode.ErrMemory) {
		trace.Err = s.endpoint.Errorf(journey.ErrTooMuch, http.StatusOK, nil,
			"the traces take more than %d MB of memory once they are read, so %s was left out: lower the limit or narrow the time range", decode.MaxBytes>>20, id)
	} else if err != nil {
		trace.Err = s.endpoint.Errorf(journey.ErrBadAnswer, http.StatusOK, err,
			"Tempo's answer at %s cannot be read: check that the URL is Tempo's and that its version is current", s.endpoint.URL())
	}
	return trace
}

// isUnknownTrace knows how gateways and older versions say not found. A server
// that lacks the path instead says so, or answers a page.
func isUnknownTrace(err error) bool {
	text, found := notFoundText(err)
	return found && !strings.Contains(strings.ToLower(text), "page not found")
}
