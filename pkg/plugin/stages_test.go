package plugin

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/telemetry"
)

// begun is when the first of the requests in these tests began.
var begun = time.Date(2026, 3, 11, 9, 14, 0, 0, time.UTC)

// lineSource has 30 requests, one a second, with a line each; it answers ten lines a page.
type lineSource struct{ journey.LogSource }

func (lineSource) all() (lines []journey.Line) {
	for i := 30; i > 0; i-- {
		lines = append(lines, journey.Line{Time: begun.Add(time.Duration(i) * time.Second), Body: fmt.Sprintf("trace_id=%032x", i)})
	}
	return lines
}

func (s lineSource) Search(context.Context, string, journey.TimeRange, int) (journey.LogResult, error) {
	return journey.LogResult{Lines: s.all()}, nil
}

func (s lineSource) Pages(context.Context, string, journey.TimeRange, int) iter.Seq2[journey.LogResult, error] {
	return func(yield func(journey.LogResult, error) bool) {
		for page := range slices.Chunk(s.all(), 10) {
			if !yield(journey.LogResult{Lines: page, Since: page[9].Time}, nil) {
				return
			}
		}
	}
}

func (s lineSource) Lines(context.Context, []journey.FoundTrace, int) (journey.LogResult, error) {
	return journey.LogResult{Lines: s.all()}, nil
}

func (lineSource) Connections(context.Context, []string, journey.TimeRange, int) (journey.LogResult, error) {
	return journey.LogResult{}, nil
}

func (lineSource) LinesContaining(context.Context, []string, journey.TimeRange, int) (journey.LogResult, error) {
	return journey.LogResult{}, nil
}

// spanSource has a span of each request, with the ID by which its other parts are found.
type spanSource struct{ journey.TraceSource }

func (spanSource) Search(context.Context, string, journey.TimeRange, int) (journey.TraceResult, error) {
	var found journey.TraceResult
	for i := range 30 {
		at := begun.Add(time.Duration(i+1) * time.Second)
		found.Found = append(found.Found, journey.FoundTrace{TraceID: journey.TraceID{15: byte(i + 1)}, Range: journey.TimeRange{From: at, To: at.Add(1)}})
	}
	return found, nil
}

func (spanSource) Get(_ context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	traces := make([]journey.Trace, len(foundTraces))
	for i, s := range foundTraces {
		traces[i] = journey.Trace{TraceID: s.TraceID, Spans: []journey.Span{{
			TraceID: s.TraceID, SpanID: journey.SpanID{1}, Name: "GET", Kind: journey.KindServer, ServiceName: "shop",
			Start: begun.Add(time.Duration(s.TraceID[15]) * time.Second), Duration: time.Millisecond,
			Attributes: journey.Attributes{{Key: "guid:x-request-id", Value: "84961386-6d84-929d-98bd-c5aee93b5c88"}},
		}}}
	}
	return traces, journey.SourceStats{}
}

func (s spanSource) Summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return s.Get(ctx, foundTraces)
}

// recorded is a data source over these sources, and what it traces of itself.
func recorded(t *testing.T) (*Datasource, *tracetest.SpanRecorder) {
	t.Helper()
	spans := tracetest.NewSpanRecorder()
	tracer := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)).Tracer("test")
	instance, err := newDatasource(t.Context(), settingsOf(`{"loki":{"url":"http://127.0.0.1:1"},"tempo":{"url":"http://127.0.0.1:1","streaming":"off"}}`, nil),
		telemetry.New(prometheus.NewRegistry(), tracer))
	require.NoError(t, err)
	d := instance.(*Datasource)
	t.Cleanup(d.Dispose)
	d.logs, d.traces = lineSource{}, spanSource{}
	d.finder.Now = func() time.Time { return begun.Add(time.Hour) }
	return d, spans
}

// tree is the spans of a query, each below its parent, sorted by name.
func tree(spans []sdktrace.ReadOnlySpan, parent string, indent string) (text string) {
	var rows []string
	for _, s := range spans {
		if of := s.Parent().SpanID(); of.IsValid() != (parent != "") || of.IsValid() && of.String() != parent {
			continue
		}
		rows = append(rows, indent+s.Name()+"\n"+tree(spans, s.SpanContext().SpanID().String(), indent+"  "))
	}
	slices.Sort(rows)
	return strings.Join(rows, "")
}

// TestStagesOfQueries holds docs/observability.md to what the plugin traces.
func TestStagesOfQueries(t *testing.T) {
	for name, tc := range map[string]struct{ json, want string }{
		"a journey": {
			json: `{"queryType":"journey","traceId":"00000000000000000000000000000005"}`,
			want: "query\n  find\n    fetch lines\n    fetch spans\n    find other parts\n    join\n  frames\n",
		},
		"a list": {
			json: `{"queryType":"search","logql":"{a=\"b\"}","traceql":"{}"}`,
			want: "query\n  find\n    discover\n    discover\n    fetch spans\n    join\n  frames\n",
		},
		"a search with findings": {
			json: `{"queryType":"search","logql":"{a=\"b\"}","frames":["findings"]}`,
			want: "query\n  find\n    discover\n    fetch lines\n    fetch lines\n    fetch spans\n    join\n  frames\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, spans := recorded(t)
			in := backend.TimeRange{From: begun, To: begun.Add(time.Hour)}
			res, err := d.QueryData(t.Context(), &backend.QueryDataRequest{Queries: []backend.DataQuery{{RefID: "A", TimeRange: in, JSON: []byte(tc.json)}}})
			require.NoError(t, err)
			require.NoError(t, res.Responses["A"].Error)
			require.Equal(t, tc.want, tree(spans.Ended(), "", ""))
		})
	}
}

// TestStagesOfAStream: it fetches what it shows on the way, and reports the join of its answer.
func TestStagesOfAStream(t *testing.T) {
	d, spans := recorded(t)
	q := journey.Query{Type: journey.QuerySearch, LogQL: `{a="b"}`, Range: journey.TimeRange{From: begun, To: begun.Add(time.Hour)}, Limit: 30, Depth: journey.DepthSummary}
	_, err := d.stream(t.Context(), q, func(*journey.Result, journey.Progress) {})
	require.NoError(t, err)
	require.Equal(t, "query\n  find\n    discover\n"+strings.Repeat("    fetch spans\n", 4)+"    join\n", tree(spans.Ended(), "", ""))
}
