package tempo

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/tempo/decode"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

const (
	// connectTimeout bounds how long a server that does not speak HTTP/2 can
	// keep a search waiting.
	connectTimeout = 3 * time.Second
	// maxMessage is above what Tempo's own servers send each other (16 MB).
	maxMessage = 32 << 20

	methodSearch = "/tempopb.StreamingQuerier/Search"
	noteFallback = "searched over HTTP: Tempo's gRPC streaming did not answer (stream_over_http_enabled turns it on)"
)

// stream is Tempo's streaming search on its HTTP port.
type stream struct {
	endpoint *httpsource.Endpoint
	conn     *grpc.ClientConn
	headers  metadata.MD
	timeout  time.Duration  // of the HTTP client, 0 for none
	backoff  failureBackoff // after it did not answer and HTTP did
	works    atomic.Bool    // it answered when it was asked last
}

// reconnect waits longer from try to try, as gRPC does unless a connection
// timeout of one's own takes that away, but finds a server that is back soon.
func reconnect() backoff.Config {
	config := backoff.DefaultConfig
	config.MaxDelay = 15 * time.Second
	return config
}

// newStream does not connect: gRPC does so when it is first used.
func newStream(endpoint *httpsource.Endpoint, o Options) (*stream, error) {
	conn, err := grpc.NewClient("dns:///"+hostPort(endpoint.URL()),
		grpc.WithTransportCredentials(transport(endpoint.URL().Scheme, o.TLS)),
		grpc.WithConnectParams(grpc.ConnectParams{MinConnectTimeout: connectTimeout, Backoff: reconnect()}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage)),
		grpc.WithDisableServiceConfig())
	if err != nil {
		return nil, err
	}
	s := &stream{endpoint: endpoint, conn: conn, headers: grpcMetadata(o.GRPCHeaders)}
	if o.Client != nil {
		s.timeout = o.Client.Timeout
	}
	return s, nil
}

func hostPort(base *url.URL) string {
	if base.Port() != "" {
		return base.Host
	}
	if base.Scheme == "https" {
		return base.Host + ":443"
	}
	return base.Host + ":80"
}

func transport(scheme string, config *tls.Config) credentials.TransportCredentials {
	if scheme != "https" {
		return insecure.NewCredentials()
	}
	return credentials.NewTLS(config)
}

// grpcMetadata leaves out what gRPC sets itself or may not be sent.
func grpcMetadata(headers map[string]string) metadata.MD {
	md := metadata.MD{}
	for name, value := range headers {
		switch name = strings.ToLower(name); {
		case strings.HasPrefix(name, "grpc-"), strings.HasPrefix(name, ":"):
		case name == "content-type", name == "content-length", name == "accept", name == "accept-encoding",
			name == "connection", name == "host", name == "te", name == "user-agent":
		default:
			md.Set(name, value)
		}
	}
	return md
}

// usable is false for a nil stream, too.
func (s *stream) usable() bool { return s != nil && s.backoff.ready() }

// search reads the stream to its end. Each message of Tempo has only what is new, and
// a trace again if Tempo has found more of it. visit gets each trace, a
// TraceSearchMetadata.
func (s *stream) search(ctx context.Context, r request, read func(bytes int) error, visit func(wire.Message) error) (journey.SourceStats, error) {
	ctx, cancel := s.withTimeout(ctx)
	defer cancel()
	answered := func() {}
	if !s.works.Load() {
		ctx, answered = untilAnswered(ctx)
	}
	defer answered()
	stats := journey.SourceStats{Requests: 1}
	client, err := s.open(ctx, r)
	for err == nil {
		var message []byte
		if err = client.RecvMsg(&message); err == nil {
			answered()
			stats.Bytes += int64(len(message))
			if err := read(len(message)); err != nil {
				return stats, err
			}
			err = decode.EachTrace(message, visit)
		}
	}
	return stats, s.ended(ctx, err)
}

// ended returns nil if the stream has ended as it should.
func (s *stream) ended(ctx context.Context, err error) error {
	if errors.Is(err, io.EOF) {
		s.backoff.worked()
		s.works.Store(true)
		return nil
	}
	err = s.fault(ctx, err)
	if ctx.Err() != nil || isFallback(err) {
		s.works.Store(false)
	}
	return err
}

// open sends the request.
func (s *stream) open(ctx context.Context, r request) (grpc.ClientStream, error) {
	ctx = metadata.NewOutgoingContext(ctx, s.headers)
	client, err := s.conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, methodSearch, grpc.ForceCodecV2(codec{}))
	if err != nil {
		return nil, err
	}
	if err := client.SendMsg(r.encode()); err != nil && !errors.Is(err, io.EOF) { // RecvMsg returns what ended the stream
		return nil, err
	}
	return client, client.CloseSend()
}

func (s *stream) withTimeout(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.timeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, s.timeout)
}

// untilAnswered ends the context with errFallback when the stream has not
// answered in its share of the time: something before Tempo may take the
// connection and let nothing through. HTTP is left the rest of the time. A stream
// that worked is only slow, and to ask a slow Tempo once more makes it slower.
func untilAnswered(ctx context.Context) (_ context.Context, answered func()) {
	deadline, bounded := ctx.Deadline()
	if !bounded {
		return ctx, func() {}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(time.Until(deadline)/2, func() { cancel(errFallback) })
	return ctx, func() { timer.Stop() }
}

// errFallback is a failure of the stream that says nothing about the query:
// Tempo does not stream, or something before it does not let gRPC through or
// does not take its credentials.
var errFallback = errors.New("the stream did not answer")

func isFallback(err error) bool { return errors.Is(err, errFallback) }

// fault keeps what would be the same over HTTP.
func (s *stream) fault(ctx context.Context, err error) error {
	var known *journey.SourceError
	if errors.As(err, &known) {
		return err
	}
	if isFallback(context.Cause(ctx)) {
		return errFallback
	}
	if ctx.Err() != nil {
		return s.endpoint.Unreachable(ctx, err)
	}
	reply := status.Convert(err)
	switch words := httpsource.WithoutSecrets(reply.Message(), http.Header(s.headers)); reply.Code() {
	case codes.InvalidArgument:
		return s.endpoint.Fault(400, words)
	case codes.ResourceExhausted:
		if strings.Contains(words, "larger than max") { // gRPC's own
			return s.endpoint.Fault(413, words)
		}
		return s.endpoint.Fault(429, words)
	case codes.Internal, codes.Unknown:
		if httpsource.IsLagging(words) { // it would say the same over HTTP
			return s.endpoint.Fault(500, words)
		}
	}
	return errors.Join(errFallback, err)
}
