package httpsource_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// wire is a network of one connection, which keeps to a test's own clock.
type wire struct{ net.Conn }

func (w *wire) Accept() (net.Conn, error) {
	if w.Conn == nil {
		return nil, net.ErrClosed
	}
	conn := w.Conn
	w.Conn = nil
	return conn, nil
}

func (w *wire) Close() error   { return nil }
func (w *wire) Addr() net.Addr { return &net.UnixAddr{} }

// listenTo listens to a server that has connected; the last is how it ended.
func listenTo(t *testing.T, connected func(*websocket.Conn, net.Conn)) (took time.Duration, last error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			conn, err := websocket.Accept(w, r, nil)
			if err != nil {
				t.Error(err)
				return
			}
			connected(conn, theirs)
		})}
		go func() { _ = server.Serve(&wire{Conn: theirs}) }()
		client := &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return ours, nil }}}
		begin := time.Now()
		for _, err := range at(t, "http://loki:3100", client).Listen(t.Context(), httpsource.Request{Path: "/tail"}) {
			last = err
		}
		took = time.Since(begin)
		require.NoError(t, server.Close())
		_ = theirs.Close()
	})
	return took, last
}

// TestAServerThatFellSilentIsLeft: what stands between may keep a connection
// open behind which nobody is.
func TestAServerThatFellSilentIsLeft(t *testing.T) {
	took, err := listenTo(t, func(_ *websocket.Conn, behind net.Conn) { _, _ = io.Copy(io.Discard, behind) })
	require.Equal(t, journey.ErrTimeout, fault(t, err).Kind)
	require.ErrorContains(t, err, "Loki no longer answers on the open connection")
	require.Equal(t, 40*time.Second, took)
}

func TestAServerWithNothingToSayIsKept(t *testing.T) {
	const half = 30*time.Minute + time.Second // in between two pings
	took, err := listenTo(t, func(conn *websocket.Conn, _ net.Conn) {
		heard := conn.CloseRead(context.Background()) // which answers pings
		select {
		case <-time.After(half):
			_ = conn.Close(websocket.StatusGoingAway, "it is over")
		case <-heard.Done():
			t.Error("it is left")
		}
	})
	require.ErrorContains(t, err, "Loki ended the connection (“it is over”)")
	require.Equal(t, half, took)
}
