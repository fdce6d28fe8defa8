package tempo

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/grafana/tempo/pkg/tempopb"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// silent is a gateway that takes gRPC and never answers it, and a Tempo over HTTP.
func silent(t *testing.T) (url string, streams *atomic.Int32) {
	t.Helper()
	streams = new(atomic.Int32)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc") {
			streams.Add(1)
			<-r.Context().Done()
			return
		}
		w.Header().Set("Content-Type", jsonType)
		_, _ = w.Write([]byte(`{"traces":[{"traceID":"a","startTimeUnixNano":"4000000000000"}],"metrics":{}}`))
	}))
	server.Config.Protocols = new(http.Protocols)
	server.Config.Protocols.SetHTTP1(true)
	server.Config.Protocols.SetUnencryptedHTTP2(true)
	server.Start()
	t.Cleanup(server.Close)
	return server.URL, streams
}

func TestSilentStreamFallsBack(t *testing.T) {
	url, streams := silent(t)
	source := open(t, Options{URL: url})
	source.stream.timeout = time.Second // HTTP has no limit here
	for range 2 {
		got, err := source.Search(t.Context(), "{ }", hour, 3)
		require.NoError(t, err)
		require.Len(t, got.Found, 1)
		require.Equal(t, noteFallback, got.Stats.Note)
		require.Equal(t, int32(1), streams.Load(), "then the stream rests")
	}
}

// TestASlowStreamIsNotAskedOverHTTPToo: a stream that has worked and takes long
// is waited for as long as HTTP would be. After that it may have stopped working.
func TestASlowStreamIsNotAskedOverHTTPToo(t *testing.T) {
	grpcServer := grpc.NewServer()
	tempopb.RegisterStreamingQuerierServer(grpcServer, &streamer{})
	var streams, overHTTP atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc"):
			overHTTP.Add(1)
			w.Header().Set("Content-Type", jsonType)
			_, _ = w.Write([]byte(`{"traces":[],"metrics":{}}`))
		case streams.Add(1) == 1:
			grpcServer.ServeHTTP(w, r)
		default:
			<-r.Context().Done()
		}
	}))
	server.Config.Protocols = new(http.Protocols)
	server.Config.Protocols.SetHTTP1(true)
	server.Config.Protocols.SetUnencryptedHTTP2(true)
	server.Start()
	t.Cleanup(server.Close)
	source := open(t, Options{URL: server.URL})

	_, err := source.Search(t.Context(), "{ }", hour, 3)
	require.NoError(t, err)
	source.stream.timeout = 100 * time.Millisecond
	_, err = source.Search(t.Context(), "{ }", hour, 3)
	require.Equal(t, journey.ErrTimeout, kindOfFault(t, err))
	require.Zero(t, overHTTP.Load())

	got, err := source.Search(t.Context(), "{ }", hour, 3)
	require.NoError(t, err)
	require.Equal(t, noteFallback, got.Stats.Note)
	require.Equal(t, int32(1), overHTTP.Load())
}

// TestAServerThatIsGoneIsNotStormed: while many searches fail, a server
// that drops every connection sees few attempts.
func TestAServerThatIsGoneIsNotStormed(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	var attempts atomic.Int32
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			attempts.Add(1)
			_ = conn.Close()
		}
	}()
	source := open(t, Options{URL: "http://" + listener.Addr().String()})
	const searches = 2000
	for range searches {
		_, err := source.stream.search(t.Context(), request{traceql: "{ }", in: hour, limit: 3}, source.endpoint.Read, nil) // nothing comes to be visited
		require.Error(t, err)
	}
	require.Less(t, attempts.Load(), int32(searches/100))
}

// TestSilentStreamOfWhoHasGone asks for somebody who cancels meanwhile: there
// is nobody to fall back for, and nothing is held against the stream.
func TestSilentStreamOfWhoHasGone(t *testing.T) {
	url, _ := silent(t)
	source := open(t, Options{URL: url})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := source.Search(ctx, "{ }", hour, 3)
	require.Equal(t, journey.ErrTimeout, kindOfFault(t, err))
	require.ErrorIs(t, err, context.Canceled)
	require.True(t, source.stream.usable())
}

func TestUntilAnswered(t *testing.T) {
	const timeout = 10 * time.Second
	bounded := func(t *testing.T) (context.Context, func()) {
		ctx, cancel := context.WithTimeout(t.Context(), timeout)
		t.Cleanup(cancel)
		return untilAnswered(ctx)
	}
	t.Run("silent", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			begin := time.Now()
			ctx, _ := bounded(t)
			<-ctx.Done()
			require.ErrorIs(t, context.Cause(ctx), errFallback)
			require.Equal(t, timeout/2, time.Since(begin))
		})
	})
	t.Run("answered", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			begin := time.Now()
			ctx, answered := bounded(t)
			answered()
			<-ctx.Done()
			require.ErrorIs(t, context.Cause(ctx), context.DeadlineExceeded)
			require.Equal(t, timeout, time.Since(begin))
		})
	})
}
