package plugin

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// encodedFrames carries frames that are encoded already past the SDK, which takes an
// answer's frames as columns only and encodes all of them before the first is
// sent. In their place it is given a frame without fields, a ticket, for which
// gRPC takes the frames out of the box when it writes the message.
type encodedFrames struct {
	mu   sync.Mutex
	held map[string][][]byte // by ticket
}

// ticketPrefix begins the name of a frame that is a ticket. What follows cannot be
// guessed: a frame with that name would receive the answer of another user.
const ticketPrefix = "encoded frames under "

func newEncodedFrames() *encodedFrames { return &encodedFrames{held: make(map[string][][]byte)} }

// requestFrames holds the encoded frames of one request.
type requestFrames struct {
	all *encodedFrames
	ctx context.Context // of the request, which outlives those of its queries
}

type requestFramesKey struct{}

// forRequest lets the work on a request hold encoded frames, if its answer goes out as Arrow.
func (o *encodedFrames) forRequest(ctx context.Context, req *backend.QueryDataRequest) context.Context {
	if o == nil || req.Format != backend.DataFrameFormat_ARROW {
		return ctx
	}
	return context.WithValue(ctx, requestFramesKey{}, &requestFrames{o, ctx})
}

// requestFramesOf is that of the request that ctx is for; nil when it has none.
func requestFramesOf(ctx context.Context) *requestFrames {
	b, _ := ctx.Value(requestFramesKey{}).(*requestFrames)
	return b
}

// hold leaves an answer's frames until they are sent, or nobody waits for them
// any more, and returns the ticket for them.
func (b *requestFrames) hold(frames [][]byte) data.Frames {
	ticket := b.all.hold(frames)
	context.AfterFunc(b.ctx, func() { b.all.take(ticket) })
	return data.Frames{data.NewFrame(ticket)}
}

func (o *encodedFrames) hold(frames [][]byte) (ticket string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	ticket = ticketPrefix + rand.Text()
	o.held[ticket] = frames
	return ticket
}

func (o *encodedFrames) take(ticket string) (frames [][]byte, held bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	frames, held = o.held[ticket]
	delete(o.held, ticket)
	return frames, held
}

var errLeft = errors.New("the caller has left before the answer was sent")

// replaceTickets puts frames where there are tickets for them.
func (o *encodedFrames) replaceTickets(answer *pluginv2.QueryDataResponse) error {
	for _, response := range answer.Responses {
		ticket, ok := ticketOf(response)
		if !ok {
			continue
		}
		frames, held := o.take(ticket)
		if !held {
			return errLeft
		}
		response.Frames = frames
	}
	return nil
}

// ticketOf reads the ticket in place of an answer's frames.
func ticketOf(response *pluginv2.DataResponse) (ticket string, ok bool) {
	if len(response.Frames) != 1 || !bytes.Contains(response.Frames[0], []byte(ticketPrefix)) {
		return "", false
	}
	frame, err := data.UnmarshalArrowFrame(response.Frames[0])
	if err != nil {
		return "", false
	}
	return frame.Name, strings.HasPrefix(frame.Name, ticketPrefix)
}
