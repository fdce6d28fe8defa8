// Package loki finds and fetches log lines in Grafana Loki.
//
// Loki is asked for protobuf, which decodes an order of magnitude faster than
// its JSON and keeps a line's structured metadata apart from its stream's labels.
package loki

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// DefaultScope selects every stream: Loki gives each one a service_name
// (limits_config.discover_service_name).
const DefaultScope = `{service_name=~".+"}`

const (
	// protobuf must be spelt exactly so; Loki answers JSON to anything else.
	protobuf      = "application/vnd.google.protobuf"
	pathRange     = "/loki/api/v1/query_range"
	pathLabels    = "/loki/api/v1/labels"
	pathBuildInfo = "/loki/api/v1/status/buildinfo"
)

// categorize keeps structured metadata and parsed labels with their line; else
// every line with metadata of its own becomes a stream of its own.
var categorize = http.Header{"X-Loki-Response-Encoding-Flags": {"categorize-labels"}}

// Options of a Source.
type Options struct {
	URL    string       // base URL, with a path prefix if there is one
	Client *http.Client // carries authentication, TLS, headers, tenant and timeout
	Scope  string       // stream selector in which Lines looks; "" for DefaultScope
	// Slice is the longest time that one request for lines spans; 0 for DefaultSlice.
	Slice time.Duration
	// OwnRules says that a user's rules may find another trace ID in a line than
	// its metadata names.
	OwnRules bool
}

// DefaultSlice is as long as the intervals into which Loki itself divides a query
// (query_range.split_queries_by_interval).
const DefaultSlice = time.Hour

// Source is a Loki. It implements journey.LogSource.
type Source struct {
	endpoint *httpsource.Endpoint
	scope    string
	slice    time.Duration
	ownRules bool
	idNames  *names
	limits   *limits
}

var _ journey.LogSource = (*Source)(nil)

// New checks the options; it does not ask Loki. Its error is a sentence about
// the settings.
func New(o Options) (*Source, error) {
	endpoint, err := httpsource.New(httpsource.Options{Source: "Loki", Language: "LogQL", URL: o.URL, Client: o.Client})
	if err != nil {
		return nil, err
	}
	scope := strings.TrimSpace(o.Scope)
	if scope == "" {
		scope = DefaultScope
	}
	if err := checkSelector(scope); err != nil {
		return nil, err
	}
	s := &Source{endpoint: endpoint, scope: scope, slice: o.Slice, ownRules: o.OwnRules, idNames: &names{}, limits: &limits{}}
	if s.slice <= 0 {
		s.slice = DefaultSlice
	}
	return s, nil
}

// Within is the source with a memory budget for all that is read from it.
func (s *Source) Within(b *journey.MemoryBudget) journey.LogSource {
	own := *s
	own.endpoint = s.endpoint.Within(b)
	return &own
}

// Status says that Loki answers queries, by asking one that costs nothing in
// the way that all others are asked; /ready would be true for any tenant and
// for none. The version is "" where a gateway hides it; one that is too old is an
// error, even where it is hidden.
func (s *Source) Status(ctx context.Context) (version string, err error) {
	params := url.Values{}
	setRange(params, journey.TimeRange{From: time.Now().Add(-time.Minute), To: time.Now()})
	body, err := s.endpoint.Ask(ctx, httpsource.Request{Path: pathLabels, Params: params, Accept: protobuf})
	if err != nil {
		return "", s.becauseOld(ctx, err)
	}
	answer, err := s.response(body)
	if err != nil {
		return "", err
	}
	if version = s.version(ctx); isOld(version) || answer.field == oldLabels {
		return "", s.tooOld(version)
	}
	return version, nil
}

// ask asks for the newest lines, as many as are wanted or the server allows.
func (s *Source) ask(ctx context.Context, logql string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	asked := min(limit, s.limits.most())
	result, err := s.query(ctx, logql, in, asked)
	if !s.limits.learnLines(err, asked) {
		return result, err
	}
	again, err := s.query(ctx, logql, in, min(limit, s.limits.most()))
	again.Stats = result.Stats.Add(again.Stats)
	return again, err
}

// query asks for the newest lines. The stats are filled in even when it fails.
func (s *Source) query(ctx context.Context, logql string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	params := url.Values{"query": {logql}, "direction": {"backward"}, "limit": {strconv.Itoa(limit)}}
	setRange(params, in)
	begin := time.Now()
	body, err := s.endpoint.Ask(ctx, httpsource.Request{Path: pathRange, Params: params, Form: true, Accept: protobuf, Header: categorize})
	result := journey.LogResult{Stats: journey.SourceStats{Requests: 1, Bytes: int64(len(body)), Took: time.Since(begin)}}
	if err != nil {
		return result, s.becauseOld(ctx, err)
	}
	lines, err := s.decode(body)
	if err != nil {
		return result, s.becauseOld(ctx, err)
	}
	result.Lines, result.Cut = lines, len(lines) >= limit
	return result, nil
}

func setRange(params url.Values, in journey.TimeRange) {
	params.Set("start", strconv.FormatInt(in.From.UnixNano(), 10))
	params.Set("end", strconv.FormatInt(in.To.UnixNano(), 10))
}

// decode turns an answer into lines, and its failures into sentences.
func (s *Source) decode(body []byte) ([]journey.Line, error) {
	answer, err := s.response(body)
	if err != nil {
		return nil, err
	}
	if answer.isOfOldLoki() {
		return nil, s.tooOld("")
	}
	if answer.field != fieldStreams {
		return nil, s.endpoint.Errorf(journey.ErrBadQuery, http.StatusOK, nil,
			`Loki answered with numbers instead of log lines: enter a log query such as {app="x"}, or choose the query type Metrics to count requests`)
	}
	lines, err := linesOf(answer.payload, s.idNames.learn)
	if err != nil {
		return nil, s.badAnswer(err)
	}
	return lines, nil
}

// response reads the envelope, which may hold a failure in place of an answer.
func (s *Source) response(body []byte) (response, error) {
	answer, err := responseOf(body)
	if err != nil {
		return response{}, s.badAnswer(err)
	}
	if answer.code != 0 {
		return response{}, s.endpoint.Fault(answer.code, answer.message)
	}
	return answer, nil
}

func (s *Source) badAnswer(cause error) error {
	return s.endpoint.Errorf(journey.ErrBadAnswer, http.StatusOK, cause,
		"Loki's answer at %s cannot be read: check that the URL is Loki's and that its version is current", s.endpoint.URL())
}

// clip keeps a quoted query short enough for a sentence.
func clip(s string) string { return journey.OneLine(s, 60) }

// checkSelector keeps a scope from being more than a selector, since filters
// are appended to it. Matchers that match all, Loki itself refuses.
func checkSelector(scope string) error {
	if labels, err := parseMatchers(scope); err != nil || labels == 0 {
		return fmt.Errorf(`the log scope %q is no stream selector: enter one such as {namespace="shop", app=~".+"}`, clip(scope))
	}
	return nil
}
