package plugin

import (
	"context"
	"encoding/json"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	// sendEvery is the shortest time between two states of a list.
	sendEvery = 250 * time.Millisecond
	// heartbeat is shorter than the time after which the browser gives up a silent stream.
	heartbeat = 10 * time.Second
	// maxStreamMessage is half of what Grafana queues for a slow browser before it disconnects
	// it (centrifuge's ClientQueueMaxSize).
	maxStreamMessage = 2 << 20
)

// lastAgain are the pauses after which the last message is sent again. Grafana runs a stream
// before its subscriber is connected, so an immediate answer would reach nobody. The
// subscriber says when it has the message.
var lastAgain = []time.Duration{100 * time.Millisecond, time.Second, 4 * time.Second}

// streamState says what a message is.
type streamState string

const (
	streamRuns     streamState = "streaming" // more will follow
	streamDone     streamState = "done"      // the answer that a query would get
	streamFailed   streamState = "error"     // the error that a query would get
	streamTooLarge streamState = "too-large" // the answer is too large to be streamed: send a query
)

// message is one message of a stream. Its response, if any, replaces earlier ones.
type message struct {
	State    streamState     `json:"state"`
	Progress *progress       `json:"progress,omitempty"`
	Response json.RawMessage `json:"response,omitempty"`
}

// progress is the progress of a search.
type progress struct {
	LinesScanned  int    `json:"linesScanned"`
	Bytes         int64  `json:"bytes"`
	TracesFound   int    `json:"tracesFound"`
	TracesFetched int    `json:"tracesFetched"`
	From          *int64 `json:"from,omitempty"` // ms: what is newer is searched
}

func progressOf(p journey.Progress) *progress {
	out := &progress{LinesScanned: p.Lines, Bytes: p.Bytes, TracesFound: p.Found, TracesFetched: p.Fetched}
	if !p.From.IsZero() {
		ms := p.From.UnixMilli()
		out.From = &ms
	}
	return out
}

// found is what a search has found so far.
type found struct {
	res      *journey.Result
	progress journey.Progress
}

// broadcast sends what a search finds to its subscriber. It skips states that are outdated
// before they can be sent.
type broadcast struct {
	ctx      context.Context
	sender   *backend.StreamSender
	encode   func(*journey.Result) backend.DataResponse
	newest   chan found    // at most one: what is not yet sent
	first    chan struct{} // closed when there is a result
	hasFirst bool          // whether first is closed; used only by show
	ending   chan struct{}
	ended    chan struct{}
}

// newBroadcast starts a broadcast. The caller must end it.
func newBroadcast(ctx context.Context, sender *backend.StreamSender, encode func(*journey.Result) backend.DataResponse) *broadcast {
	b := &broadcast{
		ctx: ctx, sender: sender, encode: encode,
		newest: make(chan found, 1), first: make(chan struct{}), ending: make(chan struct{}), ended: make(chan struct{}),
	}
	go func() {
		defer close(b.ended)
		_, _ = failure.Safely(ctx, func(context.Context) (_ any, _ error) { b.run(); return }) // the last message is sent all the same
	}()
	return b
}

// show makes this the next state to send. Only one goroutine at a time may call it.
func (b *broadcast) show(res *journey.Result, p journey.Progress) {
	select {
	case <-b.newest:
	default:
	}
	b.newest <- found{res, p}
	if res != nil && !b.hasFirst {
		b.hasFirst = true
		close(b.first)
	}
}

func (b *broadcast) run() {
	var sent found
	for {
		select {
		case next := <-b.newest:
			b.send(b.message(next, sent.res))
			sent = next
		case <-time.After(heartbeat):
			b.send(message{State: streamRuns, Progress: progressOf(sent.progress)})
		case <-b.ending:
			return
		}
		var first <-chan struct{} // nobody waits for it after it was sent
		if sent.res == nil {
			first = b.first
		}
		select {
		case <-time.After(sendEvery):
		case <-first:
		case <-b.ending:
			return
		}
	}
}

// message leaves out a response that the subscriber already has or that is too large. The
// last message reports that.
func (b *broadcast) message(next found, sent *journey.Result) message {
	m := message{State: streamRuns, Progress: progressOf(next.progress)}
	if next.res == sent || next.res == nil {
		return m
	}
	answer, err := failure.Safely(b.ctx, func(context.Context) (backend.DataResponse, error) { return b.encode(next.res), nil })
	if err != nil {
		return m // the last message reports the error
	}
	if raw := b.marshal(answer); len(raw) <= maxStreamMessage {
		m.Response = raw
	}
	return m
}

// end sends the answer, and returns when the subscriber has it or has left.
func (b *broadcast) end(answer backend.DataResponse) {
	close(b.ending)
	<-b.ended
	last := message{State: streamDone, Response: b.marshal(answer)}
	switch {
	case answer.Error != nil:
		last.State = streamFailed
	case len(last.Response) > maxStreamMessage:
		last = message{State: streamTooLarge}
	}
	b.send(last)
	for _, pause := range lastAgain {
		select {
		case <-b.ctx.Done():
			return
		case <-time.After(pause):
			b.send(last)
		}
	}
}

func (b *broadcast) marshal(answer backend.DataResponse) json.RawMessage {
	raw, err := json.Marshal(answer)
	if err != nil {
		backend.Logger.FromContext(b.ctx).Error("encoding an answer for a stream failed", "error", err)
		raw, _ = json.Marshal(backend.ErrDataResponseWithSource(backend.StatusInternal, backend.ErrorSourcePlugin, "The answer could not be encoded: see Grafana's log."))
	}
	return raw
}

// send fails only if Grafana has ended; then the context ends too.
func (b *broadcast) send(m message) {
	if b.ctx.Err() != nil {
		return
	}
	raw, err := json.Marshal(m)
	if err == nil {
		err = b.sender.SendBytes(raw)
	}
	if err != nil {
		backend.Logger.FromContext(b.ctx).Debug("sending to a stream failed", "error", err)
	}
}
