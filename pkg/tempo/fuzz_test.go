package tempo

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/grafana/tempo/pkg/tempopb"
	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	resourcev1 "github.com/grafana/tempo/pkg/tempopb/resource/v1"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// answering is a Tempo that gives the same body to every request.
func answering(t testing.TB, body []byte) *Source {
	t.Helper()
	source, err := New(Options{URL: "http://tempo", NoStream: true, Client: &http.Client{Transport: canned(body)}})
	require.NoError(t, err)
	return source
}

type canned []byte

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Request: r, Header: http.Header{"Content-Type": {r.Header.Get("Accept")}},
		Body: io.NopCloser(bytes.NewReader(c)), ContentLength: int64(len(c)),
	}, nil
}

var someTrace = journey.TraceID{15: 1}

// get fetches the one trace.
func get(t *testing.T, body []byte) journey.Trace {
	t.Helper()
	traces, stats := answering(t, body).Get(t.Context(), []journey.FoundTrace{{TraceID: someTrace}})
	require.Len(t, traces, 1)
	require.Equal(t, int64(len(body)), stats.Bytes)
	return traces[0]
}

// FuzzTrace holds that no answer, however broken, makes the source panic, fail
// with anything but a sentence for the user, or tell a span that runs backwards.
func FuzzTrace(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("<html>gateway</html>"))
	whole, err := (&tempopb.TraceByIDResponse{Trace: traceOf(spanNamed("GET"), "shop"), Status: tempopb.PartialStatus_PARTIAL, Message: "too\nlarge"}).Marshal()
	require.NoError(f, err)
	f.Add(whole)
	f.Add(whole[:len(whole)-1])
	f.Fuzz(func(t *testing.T, body []byte) {
		trace := get(t, body)
		requireSourceError(t, trace.Err)
		for _, span := range trace.Spans {
			if span.Duration < 0 || span.TraceID != someTrace {
				t.Errorf("span %+v", span)
			}
		}
	})
}

func requireSourceError(t *testing.T, err error) {
	t.Helper()
	var known *journey.SourceError
	if err != nil && (!errors.As(err, &known) || known.Message == "") {
		t.Fatalf("failed without a sentence: %v", err)
	}
}

// FuzzSpan holds that what Tempo encodes is what is read.
func FuzzSpan(f *testing.F) {
	f.Add("GET /", "shop", uint64(1), uint64(2), []byte{1, 2, 3, 4, 5, 6, 7, 8}, "http.route", "/", int64(-1), 0.5)
	f.Add("", "", ^uint64(0), uint64(0), []byte{}, "", "\xff", int64(0), 0.0)
	f.Add("x", "y", uint64(5), uint64(5), []byte("much longer than any ID of a span"), "k", "v", int64(1<<62), -1.0)
	f.Fuzz(func(t *testing.T, name, service string, start, end uint64, id []byte, key, text string, whole int64, fraction float64) {
		sent := spanNamed(name)
		sent.StartTimeUnixNano, sent.EndTimeUnixNano, sent.SpanId = start, end, id
		sent.Attributes = []*commonv1.KeyValue{stringAttribute(key, text), {Key: key, Value: &commonv1.AnyValue{Value: &commonv1.AnyValue_ArrayValue{
			ArrayValue: &commonv1.ArrayValue{Values: []*commonv1.AnyValue{
				{Value: &commonv1.AnyValue_IntValue{IntValue: whole}}, {Value: &commonv1.AnyValue_DoubleValue{DoubleValue: fraction}},
			}},
		}}}}
		body, err := (&tempopb.TraceByIDResponse{Trace: traceOf(sent, service)}).Marshal()
		require.NoError(t, err)
		trace := get(t, body)
		require.NoError(t, trace.Err)
		spanID, _ := journey.SpanIDFromBytes(id)
		want := []journey.Span{{
			TraceID: someTrace, SpanID: spanID, Name: name, ServiceName: service, Kind: journey.KindServer, Status: journey.StatusUnset,
			Start: nanos(start), Duration: max(nanos(end).Sub(nanos(start)), 0),
			Attributes: journey.Attributes{{Key: key, Value: text}, {Key: key, Value: []any{whole, fraction}}},
			Resource:   journey.Attributes{{Key: "service.name", Value: service}},
		}}
		require.Empty(t, cmp.Diff(want, trace.Spans, cmpopts.EquateNaNs(), cmpopts.EquateEmpty()))
	})
}

// nanos is a time after 1970, capped at what a time.Time can hold.
func nanos(n uint64) time.Time { return time.Unix(int64(n/1e9), int64(n%1e9)).UTC() }

func spanNamed(name string) *tracev1.Span {
	return &tracev1.Span{Name: name, SpanId: []byte{1}, Kind: tracev1.Span_SPAN_KIND_SERVER}
}

func traceOf(span *tracev1.Span, service string) *tempopb.Trace {
	return &tempopb.Trace{ResourceSpans: []*tracev1.ResourceSpans{{
		Resource:   &resourcev1.Resource{Attributes: []*commonv1.KeyValue{stringAttribute("service.name", service)}},
		ScopeSpans: []*tracev1.ScopeSpans{{Spans: []*tracev1.Span{span}}},
	}}}
}

func stringAttribute(key, value string) *commonv1.KeyValue {
	return &commonv1.KeyValue{Key: key, Value: &commonv1.AnyValue{Value: &commonv1.AnyValue_StringValue{StringValue: value}}}
}

// FuzzSearch holds the same of what a search answers, and that no request is
// returned twice.
func FuzzSearch(f *testing.F) {
	f.Add([]byte(`{"traces":[{"traceID":"1","startTimeUnixNano":"1700000000000000000","durationMs":5}],"metrics":{}}`))
	f.Add([]byte(`{"traces":[{"traceID":"01"},{"traceID":"1"}],"metrics":{}}`))
	f.Add([]byte(`{"traces":[{"traceID":"not an ID"}],"metrics":{}}`))
	f.Add([]byte(`{"traces":[{"traceID":"1","spanSets":[{"spans":[{"spanID":"1","startTimeUnixNano":"1","attributes":[
		{"key":"kind","value":{"stringValue":"server"}},{"key":"http.status_code","value":{"arrayValue":{"values":[{"intValue":"1"},{}]}}}]}],"matched":1}]}],"metrics":{}}`))
	f.Add([]byte(`{"metrics":null}`))
	f.Add([]byte(`<html>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		found, err := answering(t, body).Search(t.Context(), "{}", journey.TimeRange{From: time.Unix(0, 0), To: time.Unix(60, 0)}, 10)
		requireSourceError(t, err)
		require.LessOrEqual(t, len(found.Found), 10)
		told := make(map[journey.TraceID]bool)
		for _, s := range found.Found {
			require.False(t, told[s.TraceID] || s.TraceID.IsZero(), s.TraceID)
			told[s.TraceID] = true
		}
		summaries, _ := answering(t, body).Summaries(t.Context(), []journey.FoundTrace{{TraceID: someTrace}})
		require.Len(t, summaries, 1)
		require.Equal(t, someTrace, summaries[0].TraceID)
	})
}
