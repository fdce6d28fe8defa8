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
	// sendEvery is as often as a list that changes can be read.
	sendEvery = 250 * time.Millisecond
	// heartbeat is shorter than the silence after which the browser takes the
	// stream for lost.
	heartbeat = 10 * time.Second
	// maxStreamMessage is half of what Grafana queues for a browser before it
	// takes it for too slow and disconnects it (centrifuge's ClientQueueMaxSize).
	maxStreamMessage = 2 << 20
)

// lastAgain is when the last message is sent once more. Grafana runs a stream
// before its subscriber is connected to it: an answer that is there at once
// would go to nobody. The subscriber says when it has it.
var lastAgain = []time.Duration{100 * time.Millisecond, time.Second, 4 * time.Second}

// streamState says what a message is.
type streamState string

const (
	streamRuns     streamState = "streaming" // more is to come
	streamDone     streamState = "done"      // the answer that a query would get
	streamFailed   streamState = "error"     // the error that a query would get
	streamTooLarge streamState = "too-large" // ask by a query: the answer is too large to be streamed
)

// message is one of a stream. Its response, when it has one, replaces all that
// came before.
type message struct {
	State    streamState     `json:"state"`
	Progress *progress       `json:"progress,omitempty"`
	Response json.RawMessage `json:"response,omitempty"`
}

// progress says how far a search has come.
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

// broadcast sends what a search finds to its subscriber: always the newest
// state, and none that the subscriber could not have seen.
type broadcast struct {
	ctx      context.Context
	sender   *backend.StreamSender
	encode   func(*journey.Result) backend.DataResponse
	newest   chan found    // at most one: what is not yet sent
	first    chan struct{} // closed when there is a result
	hasFirst bool          // that it is closed; of show alone
	ending   chan struct{}
	ended    chan struct{}
}

// newBroadcast begins a broadcast; end it.
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

// show has this sent next, in place of what was to be sent next. One goroutine
// at a time calls it.
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

// message leaves out what the subscriber has already, and what is too large for
// it: the last message will say so.
func (b *broadcast) message(next found, sent *journey.Result) message {
	m := message{State: streamRuns, Progress: progressOf(next.progress)}
	if next.res == sent || next.res == nil {
		return m
	}
	answer, err := failure.Safely(b.ctx, func(context.Context) (backend.DataResponse, error) { return b.encode(next.res), nil })
	if err != nil {
		return m // the last message will meet the same
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

// send fails only when Grafana has gone, which the context shows.
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
