package tempo_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	commonv1 "github.com/grafana/tempo/pkg/tempopb/common/v1"
	tracev1 "github.com/grafana/tempo/pkg/tempopb/trace/v1"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/tempo"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// TestRealTempo asks a real Tempo. Each subtest has a service of its own, so
// that it also works with a Tempo that others use.
func TestRealTempo(t *testing.T) {
	server := stack.ForTest(t)
	for name, test := range map[string]func(*testing.T, *fixture){
		"status":                 testStatus,
		"both ways find equally": testBothWays,
		"newest first":           testNewestFirst,
		"own hints":              testOwnHints,
		"search faults":          testSearchFaults,
		"get":                    testGet,
		"every attribute type":   testAttributes,
		"64 bits":                testShortID,
		"parts":                  testParts,
		"statuses as text":       testStatusTexts,
		"without streaming":      testWithoutStreaming,
		"below a path":           testBelowPath,
		"a year":                 testYear,
		"the text nil":           testTextNil,
		"by ID, as before 2.6":   testOldByID,
		"by request ID":          testByRequestID,
		"by pod and service":     testSpansBy,
	} {
		t.Run(name, func(t *testing.T) { test(t, newFixture(t, server)) })
	}
}

func testStatus(t *testing.T, f *fixture) {
	_, err := f.grpc.Status(t.Context()) // a Tempo built from its module knows no version
	require.NoError(t, err)
}

func testBothWays(t *testing.T, f *fixture) {
	first, second := newID(t), newID(t)
	second[0], second[1] = 0, 0x0a // Tempo prints it without leading zeros
	f.push(t, f.span(first, 1, 0, 1500*time.Microsecond), f.span(second, 1, time.Second, 20*time.Millisecond))
	f.found(t, 2)
	want := []journey.FoundTrace{
		{TraceID: second, Range: journey.TimeRange{From: f.at.Add(time.Second), To: f.at.Add(1021 * time.Millisecond)}},
		{TraceID: first, Range: journey.TimeRange{From: f.at, To: f.at.Add(2 * time.Millisecond)}},
	}
	for name, source := range map[string]*tempo.Source{"gRPC": f.grpc, "HTTP": f.web} {
		got, err := source.Search(t.Context(), f.traceql(), f.in, 10)
		require.NoError(t, err, name)
		require.Empty(t, cmp.Diff(want, got.Found), name)
		require.False(t, got.Cut, name)
		require.Empty(t, got.Stats.Note, name)
		require.Equal(t, 1, got.Stats.Requests, name)
		require.Positive(t, got.Stats.Bytes, name)
	}
}

func testNewestFirst(t *testing.T, f *fixture) {
	const many = 40
	var newest []journey.TraceID
	for i := range many {
		id := newID(t)
		f.push(t, f.span(id, 1, time.Duration(i)*time.Second, time.Millisecond))
		newest = append([]journey.TraceID{id}, newest...)
	}
	f.found(t, many)
	for name, source := range map[string]*tempo.Source{"gRPC": f.grpc, "HTTP": f.web} {
		got, err := source.Search(t.Context(), f.traceql()+" // mine", f.in, 3)
		require.NoError(t, err, name)
		require.True(t, got.Cut, name)
		var ids []journey.TraceID
		for _, foundTrace := range got.Found {
			ids = append(ids, foundTrace.TraceID)
		}
		require.Equal(t, newest[:3], ids, name)
	}
}

func testOwnHints(t *testing.T, f *fixture) {
	f.push(t, f.span(newID(t), 1, 0, time.Millisecond))
	f.found(t, 1)
	got, err := f.grpc.Search(t.Context(), f.traceql()+" with (most_recent=false)", f.in, 3)
	require.NoError(t, err)
	require.Len(t, got.Found, 1)
}

func testSearchFaults(t *testing.T, f *fixture) {
	for _, test := range []struct {
		name, traceql string
		in            journey.TimeRange
		kind          journey.ErrorKind
		want          string
	}{
		{"unclosed", "{ status = error", f.in, journey.ErrBadQuery, "Tempo did not understand the TraceQL query: invalid TraceQL query: parse error at line 1, col 17"},
		{"no attribute", "{ foo = 1 }", f.in, journey.ErrBadQuery, "Tempo did not understand the TraceQL query: "},
		{"too long", "{ name = \"" + strings.Repeat("x", 140_000) + "\" }", f.in, journey.ErrTooMuch, "narrow"},
	} {
		for way, source := range map[string]*tempo.Source{"gRPC": f.grpc, "HTTP": f.web} {
			t.Run(test.name+" over "+way, func(t *testing.T) {
				_, err := source.Search(t.Context(), test.traceql, test.in, 10)
				var fault *journey.SourceError
				require.ErrorAs(t, err, &fault)
				t.Log(fault)
				require.Equal(t, test.kind, fault.Kind)
				require.Contains(t, fault.Error(), test.want)
				require.NotContains(t, fault.Error(), "most_recent")
			})
		}
	}
}

// testYear: of a range far beyond what Tempo allows (168 hours) a part is
// searched, and the answer says which.
func testYear(t *testing.T, f *fixture) {
	f.push(t, f.span(newID(t), 1, 0, time.Millisecond))
	f.found(t, 1)
	in := journey.TimeRange{From: f.at.AddDate(-1, 0, 0), To: f.at.Add(time.Minute)}
	searched := journey.TimeRange{From: in.To.Add(-16 * 168 * time.Hour), To: in.To}
	for name, source := range map[string]*tempo.Source{"gRPC": f.grpc, "HTTP": f.web} {
		got, err := source.Search(t.Context(), f.traceql(), in, 10)
		require.NoError(t, err, name)
		require.Len(t, got.Found, 1, name)
		require.False(t, got.Cut, name)
		require.Equal(t, []journey.Notice{{
			Severity: journey.SeverityWarning,
			Text: "Tempo allows searches of at most 7 days: only " + httpsource.Between(searched) + " was searched, in 16 parts. " +
				"Choose an earlier time range to search the rest.",
		}}, got.Notices, name)
	}
}

func testGet(t *testing.T, f *fixture) {
	first, second, unknown := newID(t), newID(t), newID(t)
	f.push(t, f.span(first, 1, 0, time.Millisecond), f.span(second, 2, 0, time.Millisecond), f.span(first, 3, 1, 0))
	f.found(t, 2)
	got, err := f.grpc.Search(t.Context(), f.traceql(), f.in, 10)
	require.NoError(t, err)
	foundTraces := append(got.Found, journey.FoundTrace{TraceID: unknown}, journey.FoundTrace{TraceID: first})
	traces, stats := f.grpc.Get(t.Context(), foundTraces)
	require.Equal(t, 4, stats.Requests)
	require.Positive(t, stats.Bytes)
	spans := map[journey.TraceID]int{first: 2, second: 1, unknown: 0}
	for i, trace := range traces {
		require.Equal(t, foundTraces[i].TraceID, trace.TraceID)
		require.NoError(t, trace.Err)
		require.Empty(t, trace.Truncated)
		require.Len(t, trace.Spans, spans[trace.TraceID])
	}
}

func testAttributes(t *testing.T, f *fixture) {
	id, linked := newID(t), newID(t)
	value := func(v any) *commonv1.AnyValue {
		switch v := v.(type) {
		case bool:
			return &commonv1.AnyValue{Value: &commonv1.AnyValue_BoolValue{BoolValue: v}}
		case int64:
			return &commonv1.AnyValue{Value: &commonv1.AnyValue_IntValue{IntValue: v}}
		case float64:
			return &commonv1.AnyValue{Value: &commonv1.AnyValue_DoubleValue{DoubleValue: v}}
		case []byte:
			return &commonv1.AnyValue{Value: &commonv1.AnyValue_BytesValue{BytesValue: v}}
		case []*commonv1.AnyValue:
			return &commonv1.AnyValue{Value: &commonv1.AnyValue_ArrayValue{ArrayValue: &commonv1.ArrayValue{Values: v}}}
		case []*commonv1.KeyValue:
			return &commonv1.AnyValue{Value: &commonv1.AnyValue_KvlistValue{KvlistValue: &commonv1.KeyValueList{Values: v}}}
		}
		return nil
	}
	span := f.span(id, 7, 0, 2*time.Millisecond)
	span.ParentSpanId = []byte{1, 2, 3, 4, 5, 6, 7, 8}
	span.Name, span.Kind, span.TraceState = "reviews", tracev1.Span_SPAN_KIND_CLIENT, "vendor=1"
	span.Status = &tracev1.Status{Code: tracev1.Status_STATUS_CODE_ERROR, Message: "503"}
	span.Attributes = []*commonv1.KeyValue{
		text("text", "ü"),
		{Key: "bool", Value: value(true)},
		{Key: "int", Value: value(int64(-1) << 62)},
		{Key: "double", Value: value(0.5)},
		{Key: "bytes", Value: value([]byte{0, 0xff})},
		{Key: "array", Value: value([]*commonv1.AnyValue{textValue("a"), textValue("b")})},
		{Key: "numbers", Value: value([]*commonv1.AnyValue{value(int64(1)), value(int64(2))})},
		{Key: "mixed", Value: value([]*commonv1.AnyValue{value(int64(1)), textValue("b")})},
		{Key: "map", Value: value([]*commonv1.KeyValue{text("k", "v"), {Key: "n", Value: value(int64(1))}})},
	}
	span.Events = []*tracev1.Span_Event{{Name: "exception", TimeUnixNano: span.StartTimeUnixNano + 1, Attributes: []*commonv1.KeyValue{text("exception.type", "E")}}}
	span.Links = []*tracev1.Span_Link{{TraceId: linked[:], SpanId: []byte{8, 7, 6, 5, 4, 3, 2, 1}, Attributes: []*commonv1.KeyValue{text("why", "batch")}}}
	f.push(t, span)
	f.found(t, 1)

	traces, _ := f.grpc.Get(t.Context(), []journey.FoundTrace{{TraceID: id}})
	require.NoError(t, traces[0].Err)
	require.Len(t, traces[0].Spans, 1)
	want := journey.Span{
		TraceID: id, SpanID: journey.SpanID{7: 7}, ParentID: journey.SpanID{1, 2, 3, 4, 5, 6, 7, 8},
		Name: "reviews", Kind: journey.KindClient, Start: f.at.UTC(), Duration: 2 * time.Millisecond,
		Status: journey.StatusError, StatusMessage: "503", TraceState: "vendor=1",
		ServiceName: f.service, ScopeName: "lib", ScopeVersion: "1.2",
		Resource: journey.Attributes{{Key: "service.name", Value: f.service}, {Key: "host.name", Value: "h"}},
		Attributes: journey.Attributes{
			{Key: "text", Value: "ü"}, {Key: "bool", Value: true}, {Key: "int", Value: int64(-1) << 62}, {Key: "double", Value: 0.5},
			{Key: "bytes", Value: []byte{0, 0xff}}, {Key: "array", Value: []any{"a", "b"}}, {Key: "numbers", Value: []any{int64(1), int64(2)}},
			{Key: "mixed", Value: []any{int64(1), "b"}},
			{Key: "map", Value: journey.Attributes{{Key: "k", Value: "v"}, {Key: "n", Value: int64(1)}}},
		},
		Events: []journey.Event{{Time: f.at.UTC().Add(1), Name: "exception", Attributes: journey.Attributes{{Key: "exception.type", Value: "E"}}}},
		Links:  []journey.Link{{TraceID: linked, SpanID: journey.SpanID{8, 7, 6, 5, 4, 3, 2, 1}, Attributes: journey.Attributes{{Key: "why", Value: "batch"}}}},
	}
	// Tempo stores attributes in an order of its own.
	byKey := cmpopts.SortSlices(func(a, b journey.Attribute) bool { return a.Key < b.Key })
	require.Empty(t, cmp.Diff(want, traces[0].Spans[0], byKey))
}

func testShortID(t *testing.T, f *fixture) {
	id := newID(t)
	clear(id[:8])
	id[8] |= 0x10
	f.push(t, f.span(id, 1, 0, time.Millisecond))
	f.found(t, 1)
	got, err := f.grpc.Search(t.Context(), f.traceql(), f.in, 10)
	require.NoError(t, err)
	require.Equal(t, id, got.Found[0].TraceID)
	traces, _ := f.grpc.Get(t.Context(), got.Found)
	require.Len(t, traces[0].Spans, 1)
	require.Equal(t, id, traces[0].Spans[0].TraceID)
}

// testParts sends a trace in two pushes, of which the search may know one.
func testParts(t *testing.T, f *fixture) {
	id := newID(t)
	f.push(t, f.span(id, 1, 0, time.Millisecond))
	f.found(t, 1)
	f.push(t, f.span(id, 2, 30*time.Second, time.Millisecond))
	require.Eventually(t, func() bool {
		got, err := f.grpc.Search(context.Background(), f.traceql(), f.in, 10)
		require.NoError(t, err)
		require.Len(t, got.Found, 1)
		traces, _ := f.grpc.Get(context.Background(), got.Found)
		return len(traces[0].Spans) == 2
	}, 30*time.Second, 20*time.Millisecond)
}

// testStatusTexts sends an HTTP status as text, as Envoy does, and as a number. A
// search tells the text only when it is asked for it: the first time it turns out
// that there are such, and from then on one search is enough.
func testStatusTexts(t *testing.T, f *fixture) {
	id := newID(t)
	envoy, app := f.span(id, 1, 0, 20*time.Millisecond), f.span(id, 2, time.Millisecond, 10*time.Millisecond)
	envoy.Attributes = []*commonv1.KeyValue{text("http.method", "GET"), text("http.status_code", "503")}
	app.ParentSpanId = envoy.SpanId
	app.Attributes = []*commonv1.KeyValue{text("http.method", "GET"), {Key: "http.status_code", Value: &commonv1.AnyValue{Value: &commonv1.AnyValue_IntValue{IntValue: 500}}}}
	f.push(t, envoy, app)
	f.found(t, 1)
	for name, source := range map[string]*tempo.Source{"gRPC": f.grpc, "HTTP": f.web} {
		for _, requests := range []int{2, 1} {
			traces, stats := source.Summaries(t.Context(), []journey.FoundTrace{{TraceID: id, Range: f.in}})
			require.False(t, traces[0].Partial, name)
			told := map[byte]any{}
			for _, s := range traces[0].Spans {
				for _, a := range s.Attributes {
					if a.Key == "http.status_code" {
						require.NotContains(t, told, s.SpanID[7], name)
						told[s.SpanID[7]] = a.Value
					}
				}
			}
			require.Equal(t, map[byte]any{1: "503", 2: int64(500)}, told, name)
			require.Equal(t, requests, stats.Requests, name)
		}
	}
}

func testWithoutStreaming(t *testing.T, f *fixture) {
	f.push(t, f.span(newID(t), 1, 0, time.Millisecond))
	f.found(t, 1)
	source := f.behind(t, "")
	for _, requests := range []int{2, 1} { // the stream is not tried again at once
		got, err := source.Search(t.Context(), f.traceql(), f.in, 10)
		require.NoError(t, err)
		require.Len(t, got.Found, 1)
		require.Contains(t, got.Stats.Note, "stream_over_http_enabled")
		require.Equal(t, requests, got.Stats.Requests)
	}
	require.Contains(t, source.Note(t.Context()), "stream_over_http_enabled")
	require.Empty(t, f.grpc.Note(t.Context()))
	require.Empty(t, f.web.Note(t.Context()))
}

func testBelowPath(t *testing.T, f *fixture) {
	id := newID(t)
	f.push(t, f.span(id, 1, 0, time.Millisecond))
	f.found(t, 1)
	source := f.behind(t, "/tempo")
	got, err := source.Search(t.Context(), f.traceql(), f.in, 10)
	require.NoError(t, err)
	require.Equal(t, 1, got.Stats.Requests)
	require.Contains(t, got.Stats.Note, "URL path")
	traces, _ := source.Get(t.Context(), got.Found)
	require.Len(t, traces[0].Spans, 1)
}
