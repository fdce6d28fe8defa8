// Package tempo finds and fetches traces in Grafana Tempo.
//
// Searches go over Tempo's gRPC stream where it is to be had, else over HTTP;
// traces are fetched by ID over HTTP as protobuf.
package tempo

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

const (
	jsonType = "application/json"
	protobuf = "application/protobuf"

	pathSearch    = "/api/search"
	pathTraces    = "/api/v2/traces/"
	pathBuildInfo = "/api/status/buildinfo"
)

// Options of a Source.
type Options struct {
	URL    string       // base URL, with a path prefix if there is one
	Client *http.Client // carries authentication, TLS, headers, tenant and timeout
	// GRPCHeaders are sent with the gRPC stream, which does not go through
	// Client: its authentication, tenant and custom headers.
	GRPCHeaders map[string]string
	// TLS is for the gRPC stream of an https:// URL; nil for the system's roots.
	TLS *tls.Config
	// NoStream searches over HTTP alone: for settings that gRPC cannot follow,
	// such as a proxy or request signing.
	NoStream bool
}

// Source is a Tempo. It implements journey.TraceSource.
type Source struct {
	endpoint *httpsource.Endpoint
	stream   *stream // nil when there is none
	noStream string  // why there is none, for the user; ""
	*learned
}

// learned is what a source has learned about its Tempo. All queries share it.
type learned struct {
	limits limits
	about  facts
	now    func() time.Time
	// What a Tempo that is too old for it is spared for a while.
	byIDBackoff, summaryBackoff failureBackoff
	hasTexts                    atomic.Bool // it has spans whose HTTP status is text
}

var _ journey.TraceSource = (*Source)(nil)

// New checks the options; it does not ask Tempo. Its error is a sentence about
// the settings. Close the source when it is no longer needed.
func New(o Options) (*Source, error) {
	endpoint, err := httpsource.New(httpsource.Options{Source: "Tempo", Language: "TraceQL", URL: o.URL, Client: o.Client})
	if err != nil {
		return nil, err
	}
	s := &Source{endpoint: endpoint, learned: &learned{now: time.Now}}
	switch {
	case o.NoStream:
	case endpoint.URL().Path != "":
		s.noStream = "searched over HTTP: gRPC streaming does not work below a URL path"
	default:
		if s.stream, err = newStream(endpoint, o); err != nil {
			s.noStream = "searched over HTTP: gRPC streaming could not be set up"
		}
	}
	return s, nil
}

// Within is the source with a memory budget for all that is read from it.
func (s *Source) Within(b *journey.MemoryBudget) journey.TraceSource {
	own := *s
	own.endpoint = s.endpoint.Within(b)
	return &own
}

// Close ends the gRPC connection.
func (s *Source) Close() error {
	if s.stream == nil {
		return nil
	}
	return s.stream.conn.Close()
}

// Status says that Tempo answers queries, by a search over the last minute
// that has the tenant and credentials of all others; /api/echo and /ready
// would be true for any and none. The version is "" where a gateway hides it.
func (s *Source) Status(ctx context.Context) (version string, err error) {
	if _, err := s.searchHTTP(ctx, anything(), func(wire.Message) error { return nil }); err != nil {
		return "", err
	}
	return s.version(ctx), nil
}

// Note says why Tempo is searched over HTTP although its stream is wanted; "" when
// it streams.
func (s *Source) Note(ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, 2*connectTimeout)
	defer cancel()
	found, _ := s.search(ctx, anything())
	return found.stats.Note
}

// anything is a search for one trace of the last minute.
func anything() request {
	now := time.Now()
	return request{traceql: "{ }", in: journey.TimeRange{From: now.Add(-time.Minute), To: now}, limit: 1, spans: 1}
}

func (s *Source) version(ctx context.Context) string {
	body, err := s.endpoint.Ask(ctx, httpsource.Request{Path: pathBuildInfo, Accept: jsonType})
	if err != nil {
		return ""
	}
	var build struct{ Version string }
	_ = json.Unmarshal(body, &build)
	return build.Version
}

// seconds rounds a range outwards to the seconds that Tempo knows, and keeps
// it from being empty, which Tempo refuses.
func seconds(in journey.TimeRange) (start, end int64) {
	start, end = in.From.Unix(), in.To.Unix()
	if in.To.Nanosecond() > 0 {
		end++
	}
	return start, max(end, start+1)
}

func setRange(params url.Values, in journey.TimeRange) {
	start, end := seconds(in)
	params.Set("start", strconv.FormatInt(start, 10))
	params.Set("end", strconv.FormatInt(end, 10))
}
