package httpsource

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	// maxHeard bounds one message of a server that is listened to.
	maxHeard = 32 << 20
	// pingEvery is how often it is asked whether it is still there, when it has
	// nothing to say, and pongWithin how long it may take to answer.
	pingEvery, pongWithin = 20 * time.Second, 20 * time.Second
)

// errSilent is that it did not answer.
var errSilent = errors.New("no answer to a ping")

// Listen yields the messages that the server sends over a WebSocket as they
// come, an empty one first when it is connected, until ctx ends or something
// fails: then a *journey.SourceError is the last. The timeout of the client
// bounds how long it takes to be connected.
func (e *Endpoint) Listen(ctx context.Context, r Request) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		conn, sent, err := e.connect(ctx, r)
		if err != nil {
			yield(nil, err)
			return
		}
		defer func() { _ = conn.CloseNow() }()
		conn.SetReadLimit(maxHeard)
		heard, lost := context.WithCancelCause(ctx)
		defer lost(nil)
		go func() { lost(journey.Caught(func() error { return keepAsking(heard, conn) })()) }()
		for message := []byte(nil); yield(message, nil); {
			if _, message, err = conn.Read(heard); err != nil {
				yield(nil, e.hungUp(ctx, sent, cmp.Or(context.Cause(heard), err)))
				return
			}
		}
	}
}

// keepAsking returns when the server no longer answers pings, or ctx ends. What
// stands between may keep a connection open to which nobody listens any more.
func keepAsking(ctx context.Context, conn *websocket.Conn) error {
	tick := time.NewTicker(pingEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		within, cancel := context.WithTimeoutCause(ctx, pongWithin, errSilent)
		err := conn.Ping(within)
		cause := context.Cause(within)
		cancel()
		if err != nil {
			return cmp.Or(cause, err)
		}
	}
}

// connect goes through the client, and so with its authentication, TLS, headers
// and tenant; it returns the headers that were sent.
func (e *Endpoint) connect(ctx context.Context, r Request) (_ *websocket.Conn, sent http.Header, _ error) {
	target := e.base.JoinPath(r.Path)
	target.RawQuery = r.Params.Encode()
	conn, res, err := websocket.Dial(ctx, target.String(), &websocket.DialOptions{HTTPClient: e.client, HTTPHeader: r.Header}) //nolint:bodyclose // the websocket package closes it
	switch {
	case err == nil:
		return conn, headersOf(res), nil
	case res != nil && res.StatusCode != http.StatusSwitchingProtocols && res.Body != nil:
		return nil, nil, e.faultOf(res, r.Path)
	}
	return nil, nil, e.Unreachable(ctx, err)
}

// hungUp separates a server that says why it ends the connection from one that is lost.
func (e *Endpoint) hungUp(ctx context.Context, sent http.Header, err error) error {
	var closed websocket.CloseError
	switch {
	case ctx.Err() != nil:
	case errors.Is(err, errSilent):
		return e.Errorf(journey.ErrTimeout, 0, err, "%s no longer answers on the open connection: check that it runs, and the proxies between", e.source)
	case errors.As(err, &closed):
		return e.Errorf(journey.ErrServer, 0, err, "%s ended the connection%s", e.source, quoted(oneLine(WithoutSecrets(closed.Reason, sent))))
	}
	return e.Unreachable(ctx, err)
}
