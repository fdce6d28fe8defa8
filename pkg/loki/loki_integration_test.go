package loki_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// TestRealLoki asks a real Loki. Each subtest has streams of its own, named
// after the run, so that it also works with a Loki that others use.
func TestRealLoki(t *testing.T) {
	server := stack.ForTest(t)
	for name, test := range map[string]func(*testing.T, *fixture){
		"status":              testStatus,
		"search keeps it all": testSearchKeepsAll,
		"search cuts":         testSearchCuts,
		"search faults":       testSearchFaults,
		"parsed labels":       testParsedLabels,
		"lines by spelling":   testLinesBySpelling,
		"lines by a new name": testLinesByNewName,
		"lines once":          testLinesOnce,
		"connections":         testConnections,
		"lines cut":           testLinesCut,
		"lines of many":       testLinesOfMany,
		"lines in range":      testLinesInRange,
		"a cancelled search":  testCancel,
		"enough lines":        testStops,
		"lines by writers":    testLinesBy,
		"a day of writers":    testLinesByOfADay,
	} {
		t.Run(name, func(t *testing.T) { test(t, newFixture(t, server.LokiURL)) })
	}
}

func bodies(lines []journey.Line) []string {
	var all []string
	for _, l := range lines {
		all = append(all, l.Body)
	}
	slices.Sort(all)
	return all
}

func id(t *testing.T, text string) journey.TraceID {
	t.Helper()
	id, err := journey.ParseTraceID(text)
	require.NoError(t, err)
	return id
}

func testStatus(t *testing.T, f *fixture) {
	version, err := f.source.Status(t.Context())
	require.NoError(t, err)
	require.NotEmpty(t, version)
}

func testSearchKeepsAll(t *testing.T, f *fixture) {
	odd := "quote \" backslash \\ newline \n tab \t comma , brace } ü"
	f.push(t, line{
		body: "body with \"quotes\"\nand a second line\x00", offset: 7 * time.Nanosecond,
		labels: map[string]string{"app": "shop", "odd": odd}, metadata: map[string]string{"trace_id": "abc", "z": odd, "pod.name": "p-1"},
	})
	got, err := f.source.Search(t.Context(), f.selector(), f.in, 10)
	require.NoError(t, err)
	require.Len(t, got.Lines, 1)
	require.False(t, got.Cut)
	require.Equal(t, 1, got.Stats.Requests)
	require.Positive(t, got.Stats.Bytes)

	l := got.Lines[0]
	require.Equal(t, "body with \"quotes\"\nand a second line\x00", l.Body)
	require.True(t, l.Time.Equal(f.at.Add(7*time.Nanosecond)), l.Time)
	// Loki adds what it discovers itself.
	require.Empty(t, cmp.Diff(journey.Labels{{Name: "app", Value: "shop"}, {Name: "odd", Value: odd}, {Name: "run", Value: f.run}, {Name: "service_name", Value: "shop"}}, l.Labels))
	require.Equal(t, "abc", l.Metadata.Get("trace_id"))
	require.Equal(t, "p-1", l.Metadata.Get("pod_name"))
	require.Equal(t, odd, l.Metadata.Get("z"))
	require.True(t, slices.IsSortedFunc(l.Metadata, func(a, b journey.Label) int { return strings.Compare(a.Name, b.Name) }))
}

func testSearchCuts(t *testing.T, f *fixture) {
	f.push(t, line{body: "1"}, line{body: "2", offset: 1}, line{body: "3", offset: 2})
	got, err := f.source.Search(t.Context(), f.selector(), f.in, 2)
	require.NoError(t, err)
	require.True(t, got.Cut)
	require.Equal(t, []string{"2", "3"}, bodies(got.Lines), "the newest are kept")

	got, err = f.source.Search(t.Context(), f.selector(), f.in, 4)
	require.NoError(t, err)
	require.False(t, got.Cut)
	require.Len(t, got.Lines, 3)
}

// testParsedLabels rewrites a line by all that LogQL has for it: what was parsed
// out of the line stays with it, beside its labels and metadata.
func testParsedLabels(t *testing.T, f *fixture) {
	f.push(t,
		line{body: `{"level":"info","msg":"rope","trace.id":"t","run":"r","span_id":"other"}`, metadata: map[string]string{"span_id": "s"}},
		line{body: `{"_entry":"packed rope","trace_id":"t"}`, offset: time.Second})
	for _, test := range []struct{ stages, body, parsed string }{
		{` |= "msg" | json | level="info"`, `{"level":"info","msg":"rope","trace.id":"t","run":"r","span_id":"other"}`, "level=info msg=rope run_extracted=r span_id_extracted=other trace_id=t"},
		{` |= "msg" | json | line_format "{{.msg}}"`, "rope", "level=info msg=rope run_extracted=r span_id_extracted=other trace_id=t"},
		{` |= "msg" | json id="[\"trace.id\"]", msg | line_format "{{.msg}}"`, "rope", "id=t msg=rope"},
		{` |= "msg" | json | label_format msg=level, kind="{{.run}}" | line_format "-"`, "-", "kind=" + f.run + " msg=info run_extracted=r span_id_extracted=other trace_id=t"},
		{` |= "msg" | pattern "<_>trace.id\":\"<trace_id>\"<_>" | line_format "-"`, "-", "trace_id=t"},
		{` |= "msg" | regexp "trace.id.:.(?P<trace_id>\\w+)" | line_format "-"`, "-", "trace_id=t"},
		{` |= "_entry" | unpack`, "packed rope", "trace_id=t"},
		{` |= "msg"`, `{"level":"info","msg":"rope","trace.id":"t","run":"r","span_id":"other"}`, ""},
	} {
		got, err := f.source.Search(t.Context(), f.selector()+test.stages, f.in, 5)
		require.NoError(t, err, test.stages)
		require.Len(t, got.Lines, 1, test.stages)
		require.Equal(t, test.body, got.Lines[0].Body, test.stages)
		require.Equal(t, test.parsed, written(got.Lines[0].Parsed), test.stages)
		require.Equal(t, f.run, got.Lines[0].Labels.Get("run"), test.stages)
		if test.body != "packed rope" {
			require.Equal(t, "s", got.Lines[0].Metadata.Get("span_id"), test.stages)
		}
	}
}

// written is labels as text.
func written(labels journey.Labels) string {
	var all []string
	for _, l := range labels {
		all = append(all, l.Name+"="+l.Value)
	}
	return strings.Join(all, " ")
}

func testSearchFaults(t *testing.T, f *fixture) {
	for _, test := range []struct {
		name, logql string
		kind        journey.ErrorKind
		want        []string
	}{
		{name: "unclosed selector", logql: `{app="x"`, kind: journey.ErrBadQuery, want: []string{"Loki did not understand the LogQL query: parse error at line 1, col 9:", "Check the query"}},
		{name: "empty", logql: ``, kind: journey.ErrBadQuery, want: []string{"Loki did not understand the LogQL query: parse error"}},
		{name: "no matcher", logql: `{}`, kind: journey.ErrBadQuery, want: []string{"at least one", "Check the query"}},
		{name: "metric query", logql: `count_over_time({app="x"}[1m])`, kind: journey.ErrBadQuery, want: []string{"Loki answered with numbers instead of log lines: enter a log query such as {app=\"x\"}, or choose the query type Metrics to count requests"}},
		{name: "number", logql: `1 + 1`, kind: journey.ErrBadQuery, want: []string{"Loki answered with numbers"}},
		{name: "query too long", logql: `{app="x"} |= "` + strings.Repeat("x", 140_000) + `"`, kind: journey.ErrTooMuch, want: []string{"input size too long"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := f.source.Search(t.Context(), test.logql, f.in, 10)
			var fault *journey.SourceError
			require.ErrorAs(t, err, &fault)
			t.Log(fault)
			require.Equal(t, test.kind, fault.Kind)
			for _, want := range test.want {
				require.Contains(t, fault.Error(), want)
			}
			require.NotContains(t, fault.Error(), "\n")
		})
	}
}

func testLinesBySpelling(t *testing.T, f *fixture) {
	const (
		full  = "4bf92f3577b34da6a3ce929d0e0e4736"
		half  = "a3ce929d0e0e4799"                 // 64 bits
		zeros = "00e2bb1d5c4f21d39c1e0fcb7a43d9a1" // two leading zeros
		tiny  = "00000000000000000000000000000007"
	)
	meta := func(name, value string) line {
		return line{body: "by " + name, metadata: map[string]string{name: value}}
	}
	tests := []struct {
		name, id string
		line     line
		found    bool
	}{
		{"text", full, line{body: "GET /cart traceID=" + full}, true},
		{"traceparent in text", full, line{body: "00-" + full + "-00f067aa0ba902b7-01"}, true},
		{"upper case in text", full, line{body: "TRACE " + strings.ToUpper(full)}, true},
		{"metadata", full, meta("trace_id", full), true},
		{"upper case in metadata", full, meta("trace_id", strings.ToUpper(full)), true},
		{"OpenTelemetry name", full, meta("trace.id", full), true},
		{"other name", full, meta("traceId", full), true},
		{"stream label", full, line{body: "by label", labels: map[string]string{"traceID": full}}, true},
		{"64 bits in text", half, line{body: "b3=" + half + "-00f067aa0ba902b7-1"}, true},
		{"64 bits padded in text", half, line{body: "id 0000000000000000" + half}, true},
		{"64 bits in metadata", half, meta("traceid", half), true},
		{"64 bits padded in metadata", half, meta("trace_id", "0000000000000000"+half), true},
		{"stripped in text", zeros, line{body: `"trace_id":"0x` + zeros[2:] + `"`}, true},
		{"stripped in metadata", zeros, meta("trace_id", zeros[2:]), true},
		{"stripped, upper case in metadata", zeros, meta("trace_id", strings.ToUpper(zeros[2:])), true},
		{"Amazon in text", full, line{body: `"Root=1-4bf92f35-77b34da6a3ce929d0e0e4736"`}, true},
		{"Amazon, upper case in text", full, line{body: `Root=1-4BF92F35-77B34DA6A3CE929D0E0E4736`}, true},
		{"Amazon with zeros in text", zeros, line{body: `Root=1-00e2bb1d-5c4f21d39c1e0fcb7a43d9a1`}, true},
		{"decimal in text", half, line{body: `{"dd.trace_id":"11803532876627986329"}`}, true},
		{"decimal in metadata", half, meta("dd.trace_id", "11803532876627986329"), true},
		{"another decimal in metadata", half, meta("dd.trace_id", "1180353287662798632"), false},
		{"Datadog name", full, meta("dd.trace_id", full), true},
		{"B3 name", half, meta("x-b3-traceid", half), true},
		{"OpenTelemetry's logger name", full, meta("otel_trace_id", full), true},
		{"MDC name", full, meta("mdc_traceId", strings.ToUpper(full)), true},
		{"Log4j's name", full, meta("contextMap_trace_id", full), true},
		{"traceparent in metadata", full, meta("traceparent", "00-"+full+"-00f067aa0ba902b7-01"), true},
		{"another traceparent in metadata", full, meta("traceparent", "00-5bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), false},
		{"b3 in metadata", full, meta("b3", full+"-00f067aa0ba902b7-1"), true},
		{"b3 of 64 bits in metadata", half, meta("b3", half+"-00f067aa0ba902b7-1"), true},
		{"span of another b3 in metadata", half, meta("b3", full+"-"+half+"-1"), false},
		{"Jaeger in metadata", full, meta("uber-trace-id", full+":f067aa0ba902b7:0:1"), true},
		{"Jaeger, encoded in metadata", full, meta("uber-trace-id", full+"%3Af067aa0ba902b7%3A0%3A1"), true},
		{"Jaeger, stripped in metadata", zeros, meta("uber-trace-id", zeros[2:]+":f067aa0ba902b7:0:1"), true},
		{"Amazon in metadata", full, meta("x-amzn-trace-id", "Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Sampled=1"), true},
		{"Amazon behind its own in metadata", full, meta("x-amzn-trace-id", "Self=1-67891234-12456789abcdef0123456789;Root=1-4bf92f35-77b34da6a3ce929d0e0e4736"), true},
		{"Google in metadata", full, meta("x-cloud-trace-context", full+"/67667974448284343;o=1"), true},
		{"header in a stream label", full, line{body: "by label", labels: map[string]string{"traceparent": "00-" + full + "-00f067aa0ba902b7-01"}}, true},
		{"tiny in text", tiny, line{body: "trace=" + tiny}, true},
		{"tiny, stripped in text", tiny, line{body: "trace=7 done"}, true},
		{"tiny digit elsewhere", tiny, line{body: "took 1787 ms"}, false},
		{"B3 name in text", full, line{body: `{"request_X-B3-Traceid":"` + full + `","x":1}`}, true},
		{"escaped in text", full, line{body: `{"log":"{\"app\":\"shop\",\"trace_id\":\"` + full + `\"}"}`}, true},
		{"header in text", full, line{body: `traceparent: "00-` + full + `-00f067aa0ba902b7-01" GET /`}, true},
		{"in a second line", full, line{body: "failed\ntrace-id: " + full + "\n  at main.go:7"}, true},
		{"brackets in text", full, line{body: "INFO [shop," + full + ",00f067aa0ba902b7] traced"}, true},
		{"the second name in text", full, line{body: "parent_trace_id=5bf92f3577b34da6a3ce929d0e0e4736 trace_id=" + full}, true},
		{"behind junk in text", full, line{body: "traceID=- " + full}, true},
		{"behind zeros in text", full, line{body: "traceID=00000000000000000000000000000000 trace " + full}, true},
		{"64 bits behind a name in text", half, line{body: "trace_id=" + half}, true},
		{"64 bits padded behind a name in text", half, line{body: "trace_id=0000000000000000" + half}, true},
		{"upper case behind a name in text", full, line{body: "traceId=" + strings.ToUpper(full)}, true},
		{"the same end behind a name in text", full, line{body: "trace_id=" + strings.Repeat("5", 29) + full[29:]}, false},
		{"the same end in metadata", full, meta("trace_id", strings.Repeat("5", 29)+full[29:]), false},
		{"another", full, line{body: "traceID=4bf92f3577b34da6b3ce929d0f0e4737"}, false},
		{"another in metadata", full, meta("trace_id", "5bf92f3577b34da6a3ce929d0e0e4736"), false},
	}
	for i := range tests {
		// Each line has a stream of its own, which identifies it.
		tests[i].line.offset = time.Duration(i)
		if tests[i].line.labels == nil {
			tests[i].line.labels = map[string]string{}
		}
		tests[i].line.labels["case"] = tests[i].name
		f.push(t, tests[i].line)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			source := f.scoped(t, `{run=`+strconv.Quote(f.run)+`, case=`+strconv.Quote(test.name)+`}`)
			got, err := source.Lines(t.Context(), wanted(f.in, id(t, test.id)), 10)
			require.NoError(t, err)
			require.Equal(t, test.found, len(got.Lines) == 1, "found %d lines", len(got.Lines))
			require.Equal(t, 2, got.Stats.Requests)

			among := wanted(f.in, append(others(500), id(t, test.id))...)
			got, err = source.Lines(t.Context(), among, 10)
			require.NoError(t, err)
			require.Equal(t, test.found, len(got.Lines) == 1, "found %d lines among others", len(got.Lines))
			require.Greater(t, got.Stats.Requests, 2)
		})
	}
}

// others are IDs that no line has, each with an ending of its own.
func others(n int) (ids []journey.TraceID) {
	for i := range n {
		ids = append(ids, journey.TraceID{0: 0xee, 8: 0xdd, 14: byte(i >> 4), 15: byte(i<<4 | i>>8)})
	}
	return ids
}

// wanted wants the lines of all ids within the range.
func wanted(in journey.TimeRange, ids ...journey.TraceID) (all []journey.FoundTrace) {
	for _, id := range ids {
		all = append(all, journey.FoundTrace{TraceID: id, Range: in})
	}
	return all
}

// testLinesByNewName: a name that nobody listed is asked for once a line was seen
// to have it.
func testLinesByNewName(t *testing.T, f *fixture) {
	const seen, other = "4bf92f3577b34da6a3ce929d0e0e4736", "5bf92f3577b34da6a3ce929d0e0e4737"
	f.push(t,
		line{body: "seen", metadata: map[string]string{"shop_order_trace_id": seen}},
		line{body: "other", metadata: map[string]string{"shop_order_trace_id": other}, offset: 1},
	)
	lines := func() []string {
		got, err := f.source.Lines(t.Context(), wanted(f.in, id(t, other)), 10)
		require.NoError(t, err)
		return bodies(got.Lines)
	}
	require.Empty(t, lines())
	_, err := f.source.Search(t.Context(), f.selector()+` |= "seen"`, f.in, 10)
	require.NoError(t, err)
	require.Equal(t, []string{"other"}, lines())
}

func testLinesOnce(t *testing.T, f *fixture) {
	const trace = "4bf92f3577b34da6a3ce929d0e0e4736"
	both := line{body: "traceID=" + trace, metadata: map[string]string{"trace_id": trace, "span_id": "1"}}
	other := both
	other.metadata = map[string]string{"trace_id": trace, "span_id": "2"}
	other.labels = map[string]string{"app": "other"}
	f.push(t, both, other)
	got, err := f.source.Lines(t.Context(), wanted(f.in, id(t, trace)), 10)
	require.NoError(t, err)
	require.Len(t, got.Lines, 2, "each once, though metadata and text find both")
	require.False(t, got.Cut)
}

func testLinesCut(t *testing.T, f *fixture) {
	const trace = "4bf92f3577b34da6a3ce929d0e0e4736"
	f.push(t, line{body: "old " + trace}, line{body: "new", offset: 1, metadata: map[string]string{"trace_id": trace}})
	got, err := f.source.Lines(t.Context(), wanted(f.in, id(t, trace)), 1)
	require.NoError(t, err)
	require.Equal(t, []string{"new"}, bodies(got.Lines))
	require.True(t, got.Cut)
}

// testLinesOfMany needs more IDs than one query holds.
func testLinesOfMany(t *testing.T, f *fixture) {
	const many = 600
	ids, lines := make([]journey.TraceID, many), make([]line, 0, many)
	for i := range ids {
		ids[i] = id(t, fmt.Sprintf("%08x77b34da6a3ce929d0e0e4736", 0x4b000000+i))
		l := line{body: "traceID=" + ids[i].String(), offset: time.Duration(i)}
		if i%2 == 1 {
			l = line{body: "metadata " + strconv.Itoa(i), offset: time.Duration(i), metadata: map[string]string{"trace_id": ids[i].String()}}
		}
		lines = append(lines, l)
	}
	f.push(t, lines...)
	got, err := f.source.Lines(t.Context(), wanted(f.in, ids...), 5000)
	require.NoError(t, err)
	require.Len(t, got.Lines, many)
	require.Greater(t, got.Stats.Requests, 2)
	require.False(t, got.Cut)
}

func testLinesInRange(t *testing.T, f *fixture) {
	const trace = "4bf92f3577b34da6a3ce929d0e0e4736"
	f.push(t, line{body: "first " + trace}, line{body: "last " + trace, offset: time.Second})
	in := journey.TimeRange{From: f.at, To: f.at.Add(time.Second)}
	got, err := f.source.Lines(t.Context(), wanted(in, id(t, trace)), 10)
	require.NoError(t, err)
	require.Equal(t, []string{"first " + trace}, bodies(got.Lines), "from inclusive, to exclusive")
}

// TestLinesOfNone asks nothing: there is no server at that address.
func TestLinesOfNone(t *testing.T) {
	source, err := loki.New(loki.Options{URL: "http://127.0.0.1:1"})
	require.NoError(t, err)
	got, err := source.Lines(context.Background(), wanted(journey.TimeRange{}, journey.TraceID{}), 10)
	require.NoError(t, err)
	require.Zero(t, got)
}
