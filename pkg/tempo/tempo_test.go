package tempo

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/tempo/pkg/tempopb"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

var hour = journey.TimeRange{From: time.Unix(3600, 0), To: time.Unix(7200, 1)}

// streamer is a Tempo that says what a real one says only under load or with
// tenants: it holds how the client reads that.
type streamer struct {
	tempopb.UnimplementedStreamingQuerierServer
	request  *tempopb.SearchRequest
	metadata metadata.MD
	messages []*tempopb.SearchResponse
	err      error
}

func (s *streamer) Search(request *tempopb.SearchRequest, server tempopb.StreamingQuerier_SearchServer) error {
	s.request = request
	s.metadata, _ = metadata.FromIncomingContext(server.Context())
	for _, message := range s.messages {
		if err := server.Send(message); err != nil {
			return err
		}
	}
	return s.err
}

func (s *streamer) open(t *testing.T, headers map[string]string) *Source {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer()
	tempopb.RegisterStreamingQuerierServer(server, s)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return open(t, Options{URL: "http://" + listener.Addr().String(), GRPCHeaders: headers})
}

func open(t *testing.T, o Options) *Source {
	t.Helper()
	source, err := New(o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, source.Close()) })
	return source
}

func found(id string, start time.Time, milliseconds uint32) *tempopb.SearchResponse {
	return &tempopb.SearchResponse{Traces: []*tempopb.TraceSearchMetadata{{TraceID: id, StartTimeUnixNano: uint64(start.UnixNano()), DurationMs: milliseconds}}}
}

func TestStreamMergesMessages(t *testing.T) {
	at := time.Unix(4000, 0).UTC()
	server := &streamer{messages: []*tempopb.SearchResponse{
		found("a", at, 10), {Metrics: &tempopb.SearchMetrics{}}, found("b", at.Add(time.Hour), 0), found("000a", at.Add(-time.Second), 1500), found("c", time.Unix(0, 0), 0),
	}}
	source := server.open(t, map[string]string{"X-Scope-OrgID": "shop", "Authorization": "Bearer x", "User-Agent": "me", "grpc-timeout": "1S", "Host": "h"})
	got, err := source.Search(t.Context(), "{ }", hour, 3)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff([]journey.FoundTrace{
		{TraceID: journey.TraceID{15: 0xb}, Range: journey.TimeRange{From: at.Add(time.Hour), To: at.Add(time.Hour + time.Millisecond)}},
		{TraceID: journey.TraceID{15: 0xa}, Range: journey.TimeRange{From: at.Add(-time.Second), To: at.Add(501 * time.Millisecond)}},
		{TraceID: journey.TraceID{15: 0xc}},
	}, got.Found))
	require.True(t, got.Cut)

	require.Equal(t, []string{"shop"}, server.metadata.Get("x-scope-orgid"))
	require.Equal(t, []string{"Bearer x"}, server.metadata.Get("authorization"))
	require.NotContains(t, server.metadata.Get("user-agent"), "me")
	require.Equal(t, uint32(3600), server.request.Start)
	require.Equal(t, uint32(7201), server.request.End, "rounded outwards")
	require.Equal(t, uint32(3), server.request.Limit)
	require.Equal(t, "{ }\nwith (most_recent=true)", server.request.Query)
}

func TestStreamOverTLS(t *testing.T) {
	web := httptest.NewTLSServer(nil)
	t.Cleanup(web.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer(grpc.Creds(credentials.NewServerTLSFromCert(&web.TLS.Certificates[0])))
	tempopb.RegisterStreamingQuerierServer(server, &streamer{messages: []*tempopb.SearchResponse{found("a", time.Unix(4000, 0), 1)}})
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)

	trusted := web.Client().Transport.(*http.Transport).TLSClientConfig
	got, err := open(t, Options{URL: "https://" + listener.Addr().String(), TLS: trusted}).Search(t.Context(), "{ }", hour, 3)
	require.NoError(t, err)
	require.Len(t, got.Found, 1)
	require.Empty(t, got.Stats.Note)

	_, err = open(t, Options{URL: "https://" + listener.Addr().String()}).Search(t.Context(), "{ }", hour, 3)
	require.ErrorContains(t, err, "certificate is not trusted")
}

func TestStreamFaults(t *testing.T) {
	for _, test := range []struct {
		code codes.Code
		text string
		kind journey.ErrorKind
	}{
		{codes.InvalidArgument, "invalid TraceQL query: parse error", journey.ErrBadQuery},
		{codes.InvalidArgument, "range specified by start and end exceeds 1h", journey.ErrTooMuch},
		{codes.ResourceExhausted, "too many requests", journey.ErrRateLimited},
		{codes.ResourceExhausted, "grpc: received message larger than max (5 vs. 4)", journey.ErrTooMuch},
		// This server speaks no HTTP, which is asked next.
		{codes.Unauthenticated, "no org id", journey.ErrUnreachable},
		{codes.Internal, "x", journey.ErrUnreachable},
	} {
		source := (&streamer{err: status.Error(test.code, test.text)}).open(t, nil)
		got, err := source.Search(t.Context(), "{ }", hour, 3)
		var fault *journey.SourceError
		require.ErrorAs(t, err, &fault)
		require.Equal(t, test.kind, fault.Kind, "%s: %s", test.text, fault)
		require.Empty(t, got.Stats.Note)
	}
}

// TestStreamFaultsTellNoSecret: what stands before Tempo may answer by what it
// was sent.
func TestStreamFaultsTellNoSecret(t *testing.T) {
	server := &streamer{err: status.Error(codes.ResourceExhausted, "too many of joe:hunter22 (Basic am9lOmh1bnRlcjIy), key-0815, at ingester-3:9095")}
	source := server.open(t, map[string]string{"Authorization": "Basic am9lOmh1bnRlcjIy", "X-Key": "key-0815"})
	_, err := source.Search(t.Context(), "{ }", hour, 3)
	require.ErrorContains(t, err, "“too many of joe:… (…), …, at …”")
}

func TestMostRecent(t *testing.T) {
	for query, same := range map[string]bool{
		"{ }":                               false,
		"{ } | select(name)":                false,
		"{ name = \"without\" }":            false,
		"{ } with (sample=0.1)":             true,
		"{ } WITH(most_recent=false)":       true,
		"{ name = \"go with (the flow)\" }": true,
		"":                                  true,
		" \n":                               true,
	} {
		require.Equal(t, same, mostRecent(query) == query, query)
	}
}

// TestWebFaults holds answers that a real Tempo gives only through gateways.
func TestWebFaults(t *testing.T) {
	for _, test := range []struct {
		name, contentType, body string
		status                  int
		search, get             journey.ErrorKind // get "" for an unknown trace
	}{
		{"unauthorized", "text/plain", "no org id", 401, journey.ErrUnauthorized, journey.ErrUnauthorized},
		{"login page", "text/html", "<html>", 200, journey.ErrBadAnswer, journey.ErrBadAnswer},
		{"page not found", "text/plain", "404 page not found", 404, journey.ErrBadAnswer, journey.ErrBadAnswer},
		{"page not found, as a page", "text/html", "<html>", 404, journey.ErrBadAnswer, journey.ErrBadAnswer},
		{"trace not found", "text/plain", "trace not found", 404, journey.ErrBadAnswer, ""},
		{"not found, silent", "", "", 404, journey.ErrBadAnswer, ""},
		{"too large", "text/plain", "trace exceeds max size (max bytes: 5)", 422, journey.ErrTooMuch, journey.ErrTooMuch},
		{"other JSON", "application/json", `{"status":"success"}`, 200, journey.ErrBadAnswer, journey.ErrBadAnswer},
		{"no protobuf", "application/protobuf", "\xff\xff", 200, journey.ErrBadAnswer, journey.ErrBadAnswer},
		{"failed", "text/plain", "x", 500, journey.ErrServer, journey.ErrServer},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", test.contentType)
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.body))
			}))
			t.Cleanup(server.Close)
			source := open(t, Options{URL: server.URL, NoStream: true})
			_, err := source.Search(t.Context(), "{ }", hour, 3)
			require.Equal(t, test.search, kindOfFault(t, err))
			_, err = source.Status(t.Context())
			require.Equal(t, test.search, kindOfFault(t, err))

			traces, stats := source.Get(t.Context(), []journey.FoundTrace{{TraceID: journey.TraceID{1}}})
			requests := 1
			if test.body == "404 page not found" {
				requests = 2 // an old Tempo would have the trace elsewhere
			}
			require.Equal(t, requests, stats.Requests)
			require.Empty(t, traces[0].Spans)
			require.Equal(t, journey.TraceID{1}, traces[0].TraceID)
			if test.get == "" {
				require.NoError(t, traces[0].Err)
				return
			}
			require.Equal(t, test.get, kindOfFault(t, traces[0].Err))
		})
	}
}

func kindOfFault(t *testing.T, err error) journey.ErrorKind {
	t.Helper()
	var fault *journey.SourceError
	require.ErrorAs(t, err, &fault)
	require.Equal(t, "Tempo", fault.Source)
	return fault.Kind
}

// TestDown asks a server that is gone: every trace says so, few were asked for.
func TestDown(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	source := open(t, Options{URL: server.URL})
	_, err := source.Search(t.Context(), "{ }", hour, 3)
	require.Equal(t, journey.ErrUnreachable, kindOfFault(t, err))
	traces, stats := source.Get(t.Context(), make([]journey.FoundTrace, 10*maxGets))
	require.Less(t, stats.Requests, len(traces))
	for _, trace := range traces {
		require.Equal(t, journey.ErrUnreachable, kindOfFault(t, trace.Err))
	}
}

func TestGetSendsHints(t *testing.T) {
	var query, accept string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query, accept = r.URL.RawQuery, r.Header.Get("Accept")
		w.Header().Set("Content-Type", protobuf)
		body, _ := (&tempopb.TraceByIDResponse{Status: tempopb.PartialStatus_PARTIAL, Message: "Trace exceeds\nmaximum size"}).Marshal()
		_, _ = w.Write(body)
	}))
	t.Cleanup(server.Close)
	source := open(t, Options{URL: server.URL})

	traces, _ := source.Get(t.Context(), []journey.FoundTrace{{TraceID: journey.TraceID{1}, Range: hour}})
	require.Equal(t, "end=10801&start=0", query)
	require.Equal(t, protobuf, accept)
	require.Equal(t, "Trace exceeds maximum size", traces[0].Truncated)

	source.Get(t.Context(), []journey.FoundTrace{{TraceID: journey.TraceID{1}}})
	require.Empty(t, query, "nothing is known of when")
}
