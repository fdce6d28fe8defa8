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
		conn, sent, err := e.connect(ctx, r)
		if err != nil {
			yield(nil, err)
			return
		}
		defer func() { _ = conn.CloseNow() }()
		conn.SetReadLimit(maxHeard)
		for message := []byte(nil); yield(message, nil); {
			if _, message, err = conn.Read(ctx); err != nil {
				yield(nil, e.hungUp(ctx, sent, err))
				return
			}
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
		return conn, res.Request.Header, nil
	case res != nil && res.StatusCode != http.StatusSwitchingProtocols && res.Body != nil:
		return nil, nil, e.faultOf(res, r.Path)
	}
	return nil, nil, e.Unreachable(ctx, err)
}

// hungUp tells a server that says why it ends the connection from one that is lost.
func (e *Endpoint) hungUp(ctx context.Context, sent http.Header, err error) error {
	var closed websocket.CloseError
	if ctx.Err() == nil && errors.As(err, &closed) {
		return e.Errorf(journey.ErrServer, 0, err, "%s ended the connection%s", e.source, quoted(oneLine(WithoutSecrets(closed.Reason, sent))))
	}
	return e.Unreachable(ctx, err)
}
