package httpsource

import (
	"context"
	"errors"
	"iter"
	"net/http"

	"github.com/coder/websocket"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// maxHeard bounds one message of a server that is listened to.
const maxHeard = 32 << 20

// Listen yields the messages that the server sends over a WebSocket as they
// come, an empty one first when it is connected, until ctx ends or something
// fails: then a *journey.SourceError is the last. The timeout of the client bounds how long it takes to be connected.
func (e *Endpoint) Listen(ctx context.Context, r Request) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		conn, err := e.connect(ctx, r)
		if err != nil {
			yield(nil, err)
			return
		}
		defer func() { _ = conn.CloseNow() }()
		conn.SetReadLimit(maxHeard)
		for message := []byte(nil); yield(message, nil); {
			if _, message, err = conn.Read(ctx); err != nil {
				yield(nil, e.hungUp(ctx, err))
				return
			}
		}
	}
}

// connect goes through the client, and so with its authentication, TLS, headers
// and tenant.
func (e *Endpoint) connect(ctx context.Context, r Request) (*websocket.Conn, error) {
	target := e.base.JoinPath(r.Path)
	target.RawQuery = r.Params.Encode()
	conn, res, err := websocket.Dial(ctx, target.String(), &websocket.DialOptions{HTTPClient: e.client, HTTPHeader: r.Header})
	switch {
	case err == nil:
		return conn, nil
	case res != nil && res.StatusCode != http.StatusSwitchingProtocols && res.Body != nil:
		return nil, e.faultOf(res, r.Path)
	}
	return nil, e.Unreachable(ctx, err)
}

// hungUp tells a server that says why it ends the connection from one that is lost.
func (e *Endpoint) hungUp(ctx context.Context, err error) error {
	var closed websocket.CloseError
	if ctx.Err() == nil && errors.As(err, &closed) {
		return e.Errorf(journey.ErrServer, 0, err, "%s ended the connection%s", e.source, quoted(oneLine(closed.Reason)))
	}
	return e.Unreachable(ctx, err)
}
