package latency

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/grafana/loki/pkg/push"
	"github.com/grafana/tempo/pkg/tempopb"
	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	resourcev1 "github.com/grafana/tempo/pkg/tempopb/resource/v1"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// cluster answers as Loki and Tempo do that are spread over many machines: each
// request takes as long as its slowest shard, whatever else is under way. It is
// a fake since no real server takes a set time, and since waiting
// costs nothing on the clock of a synctest bubble.
type cluster struct {
	requests []request                              // that the logs and traces are of
	search   time.Duration                          // of a TraceQL search
	trace    func(id journey.TraceID) time.Duration // of a trace by ID
	lines    func(in journey.TimeRange) time.Duration
	refuse   int // so many requests to Loki are refused with 429 first

	mu    sync.Mutex
	calls []call
}

// request is a request of the mesh: one span, one line.
type request struct {
	id journey.TraceID
	at time.Time
}

// call is a request to the cluster, with what it took.
type call struct {
	path string
	in   journey.TimeRange // asked of Loki
	took time.Duration
}

// RoundTrip implements http.RoundTripper.
func (c *cluster) RoundTrip(r *http.Request) (*http.Response, error) {
	begin := time.Now()
	params, err := paramsOf(r)
	if err != nil {
		return nil, err
	}
	status, contentType, body, err := c.answer(r, params)
	c.mu.Lock()
	c.calls = append(c.calls, call{r.URL.Path, rangeOf(params), time.Since(begin)})
	c.mu.Unlock()
	if err != nil {
		return nil, err
	}
	header := http.Header{"Content-Type": {contentType}}
	if status == http.StatusTooManyRequests {
		header.Set("Retry-After", "1")
	}
	return &http.Response{
		StatusCode: status, Status: strconv.Itoa(status), Header: header, Request: r,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}, nil
}

// paramsOf are the parameters of the address or of a form.
func paramsOf(r *http.Request) (url.Values, error) {
	if r.Body == nil {
		return r.URL.Query(), nil
	}
	form, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	return url.ParseQuery(string(form))
}

func (c *cluster) answer(r *http.Request, params url.Values) (status int, contentType string, body []byte, err error) {
	switch {
	case strings.HasSuffix(r.URL.Path, "/query_range"):
		if c.refused() {
			return http.StatusTooManyRequests, "text/plain", []byte("too many outstanding requests"), nil
		}
		in := rangeOf(params)
		err = wait(r, c.lines(in))
		return http.StatusOK, "application/vnd.google.protobuf", c.loki(in), err
	case strings.HasSuffix(r.URL.Path, "/api/search"):
		err = wait(r, c.search)
		return http.StatusOK, "application/json", c.found(), err
	default:
		id, parseErr := journey.ParseTraceID(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])
		if parseErr != nil {
			return http.StatusNotFound, "text/plain", nil, nil
		}
		err = wait(r, c.trace(id))
		return http.StatusOK, "application/protobuf", c.spans(id), err
	}
}

func (c *cluster) refused() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refuse--
	return c.refuse >= 0
}

// wait ends early when the caller goes.
func wait(r *http.Request, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-r.Context().Done():
		return r.Context().Err()
	}
}

func rangeOf(params url.Values) journey.TimeRange {
	from, _ := strconv.ParseInt(params.Get("start"), 10, 64)
	to, _ := strconv.ParseInt(params.Get("end"), 10, 64)
	return journey.TimeRange{From: time.Unix(0, from), To: time.Unix(0, to)}
}

// loki is the lines of a range: QueryResponse field 6, LokiResponse field 2,
// LokiData field 2 (pkg/querier/queryrange/queryrange.proto in Loki).
func (c *cluster) loki(in journey.TimeRange) []byte {
	stream := push.Stream{Labels: `{service_name="shop"}`}
	for _, r := range c.requests {
		if !r.at.Before(in.From) && r.at.Before(in.To) {
			stream.Entries = append(stream.Entries, push.Entry{Timestamp: r.at, Line: "trace_id=" + r.id.String()})
		}
	}
	encoded, err := stream.Marshal()
	if err != nil {
		panic(err)
	}
	return field(6, append(field(1, []byte("success")), field(2, append(field(1, []byte("streams")), field(2, encoded)...))...))
}

func field(number protowire.Number, value []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, number, protowire.BytesType), value)
}

func (c *cluster) found() []byte {
	var traces []string
	for _, r := range c.requests {
		traces = append(traces, fmt.Sprintf(`{"traceID":%q,"startTimeUnixNano":"%d","durationMs":100}`, r.id.String(), r.at.UnixNano()))
	}
	return fmt.Appendf(nil, `{"traces":[%s],"metrics":{}}`, strings.Join(traces, ","))
}

func (c *cluster) spans(id journey.TraceID) []byte {
	var trace tempopb.Trace
	for _, r := range c.requests {
		if r.id != id {
			continue
		}
		span := &tracev1.Span{
			TraceId: id[:], SpanId: id[8:], Name: "GET", Kind: tracev1.Span_SPAN_KIND_SERVER,
			StartTimeUnixNano: uint64(r.at.UnixNano()), EndTimeUnixNano: uint64(r.at.Add(100 * time.Millisecond).UnixNano()),
		}
		name := &commonv1.AnyValue{Value: &commonv1.AnyValue_StringValue{StringValue: "shop"}}
		trace.ResourceSpans = append(trace.ResourceSpans, &tracev1.ResourceSpans{
			Resource:   &resourcev1.Resource{Attributes: []*commonv1.KeyValue{{Key: "service.name", Value: name}}},
			ScopeSpans: []*tracev1.ScopeSpans{{Spans: []*tracev1.Span{span}}},
		})
	}
	response := tempopb.TraceByIDResponse{Trace: &trace}
	encoded, err := response.Marshal()
	if err != nil {
		panic(err)
	}
	return encoded
}
