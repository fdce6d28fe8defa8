package plugin

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestPanelsShareAnAnswer(t *testing.T) {
	var fs inFlight
	var asked atomic.Int32
	answer := make(chan struct{})
	ask := func(context.Context) (*journey.Result, error) {
		asked.Add(1)
		<-answer
		return &journey.Result{}, nil
	}
	key := questionOf(journey.Query{TraceQL: "{}"}, "ada")
	// All are on board before the answer comes.
	var all []*inFlightQuery
	for range 5 {
		all = append(all, fs.join(t.Context(), key, ask))
	}
	close(answer)
	for _, f := range all {
		<-f.done
		if f.res != all[0].res || f.err != nil {
			t.Errorf("answers differ: %v, %v", f.res, f.err)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("asked %d times, want once", asked.Load())
	}
	if _, err := fs.find(t.Context(), key, ask); err != nil || asked.Load() != 2 {
		t.Errorf("after the answer it was asked %d times, want again: %v", asked.Load(), err)
	}
}

// TestADeeperAnswerIsShared: a list shares the answer with the findings that another panel
// asks for, and not the other way round.
func TestADeeperAnswerIsShared(t *testing.T) {
	var fs inFlight
	ask := func(ctx context.Context) (*journey.Result, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	of := func(depth journey.Depth) *inFlightQuery {
		f := fs.join(t.Context(), questionOf(journey.Query{TraceQL: "{}", Depth: depth}, ""), ask)
		t.Cleanup(f.cancel)
		return f
	}
	findings := of(journey.DepthLines)
	if of(journey.DepthSummary) != findings {
		t.Error("the list is asked for on its own")
	}
	if of(journey.DepthWhole) == findings {
		t.Error("steps are shown with the answer for findings")
	}
}

func TestUsersDoNotShare(t *testing.T) {
	q := journey.Query{TraceQL: "{}"}
	if questionOf(q, "ada") == questionOf(q, "bob") {
		t.Error("two users share what one may not see")
	}
}

func TestAskingEndsWithTheLastWhoWaits(t *testing.T) {
	var fs inFlight
	ended := make(chan error, 1)
	ask := func(ctx context.Context) (*journey.Result, error) {
		<-ctx.Done()
		ended <- ctx.Err()
		return nil, ctx.Err()
	}
	key := questionOf(journey.Query{}, "")
	first, leaveFirst := context.WithCancel(t.Context())
	second, leaveSecond := context.WithCancel(t.Context())
	shared := fs.join(first, key, ask) // a third, who keeps it in flight
	var both sync.WaitGroup
	for _, ctx := range []context.Context{first, second} {
		fs.join(ctx, key, ask)
		both.Go(func() {
			<-ctx.Done()
			fs.leave(shared)
		})
	}
	leaveFirst()
	leaveSecond()
	both.Wait()
	select {
	case err := <-ended:
		t.Fatalf("ended (%v) while somebody waits", err)
	default:
	}
	fs.leave(shared)
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("ended by %v", err)
	}
	if len(fs.running) != 0 {
		t.Error("a question that nobody asks is kept")
	}
}

// TestNobodyJoinsWhatIsBeingCancelled holds that leaving is one step: while it
// lasts, nobody can come and get the cancellation of those who left.
func TestNobodyJoinsWhatIsBeingCancelled(t *testing.T) {
	key := questionOf(journey.Query{}, "")
	cancelled := false
	var fs inFlight
	f := &inFlightQuery{question: key, waiting: 1, cancel: func() {
		cancelled = true
		if fs.mu.TryLock() {
			defer fs.mu.Unlock()
			t.Error("one can join between leaving and its end")
		}
		if fs.running[key] != nil {
			t.Error("one who comes next joins what is cancelled")
		}
	}}
	fs.running = map[question]*inFlightQuery{key: f}
	fs.leave(f)
	if !cancelled {
		t.Error("asking goes on for nobody")
	}
}

func TestWhoLeavesGetsTheReason(t *testing.T) {
	var fs inFlight
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := fs.find(ctx, question{}, func(ctx context.Context) (*journey.Result, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAPanicIsAnError(t *testing.T) {
	var fs inFlight
	_, err := fs.find(t.Context(), question{}, func(context.Context) (*journey.Result, error) { panic("index out of range") })
	if err == nil || len(fs.running) != 0 {
		t.Errorf("got %v; %d still in flight", err, len(fs.running))
	}
}
