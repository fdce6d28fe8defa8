package setup_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
	"github.com/requestjourney/requestjourney/pkg/setup"
)

var (
	now  = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	hour = journey.TimeRange{From: now.Add(-time.Hour), To: now}
)

// world is a Loki and a Tempo, and what is written into them.
type world struct {
	lines     []journey.Line
	traces    map[journey.TraceID][]journey.Span
	elsewhere int // streams outside the scope
	scope     string
	scopeErr  error
	better    string // scope
	unordered string
	noSpans   bool // of what a search finds
	version   string
	lokiErr   error
	tempoErr  error
	rules     []extract.Rule
	badRules  string
	tenant    string
	slots     int
}

func newWorld() *world {
	return &world{version: "3.7.8", traces: make(map[journey.TraceID][]journey.Span)}
}

// traceID is the nth ID, as text.
func traceID(n int) string { return fmt.Sprintf("4bf92f3577b34da6a3ce929d0e0e%04x", 0x4000+n) }

// logs writes a line of a service that says %s of its nth trace.
func (w *world) logs(service, format string, n int) *journey.Line {
	body := format
	if strings.Contains(format, "%s") {
		body = fmt.Sprintf(format, traceID(n))
	}
	w.slots++
	w.lines = append(w.lines, journey.Line{
		Time: now.Add(-time.Minute + time.Duration(w.slots)*time.Millisecond), Body: body,
		Labels: journey.Labels{{Name: "app", Value: service}, {Name: "namespace", Value: "shop"}},
	})
	return &w.lines[len(w.lines)-1]
}

// spans sends a span of each service for the nth trace.
func (w *world) spans(n int, services ...string) {
	id, err := journey.ParseTraceID(traceID(n))
	if err != nil {
		panic(err)
	}
	for i, service := range services {
		w.traces[id] = append(w.traces[id], journey.Span{
			TraceID: id, SpanID: journey.SpanID{7: byte(i + 1)}, Name: "GET /", Kind: journey.KindServer,
			Start: now.Add(-time.Minute), Duration: time.Second, ServiceName: service,
		})
	}
}

// check runs the checks and returns the results by ID.
func (w *world) checker(t *testing.T) setup.Checker {
	t.Helper()
	mine, err := extract.New(w.rules)
	if err != nil {
		t.Fatal(err)
	}
	builtIn, err := extract.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	logs, traces := (*fakeLogs)(w), (*fakeTraces)(w)
	return setup.Checker{
		Logs: logs, Traces: traces, Limits: setup.DefaultLimits(),
		Finder:  find.Finder{Logs: logs, Traces: traces, Extract: mine.Extract, Limits: journey.DefaultLimits(), Slack: time.Minute},
		Explain: explainer(mine), BuiltIn: explainer(builtIn), Rules: alone(t, w.rules), BadRules: w.badRules,
		LokiTenant: w.tenant, TempoTenant: w.tenant,
		Targets: []setup.Target{{Name: "Request Journey", UID: "journey"}, {Name: "Tempo", UID: "tempo"}},
		Now:     func() time.Time { return now },
	}
}

// check runs all checks and returns their results.
func (w *world) check(t *testing.T) map[setup.CheckID]setup.Result {
	t.Helper()
	c := w.checker(t)
	results := make(map[setup.CheckID]setup.Result)
	var order []setup.CheckID
	if err := c.Run(t.Context(), hour, func(r setup.Result) {
		results[r.ID] = r
		order = append(order, r.ID)
	}); err != nil {
		t.Fatal(err)
	}
	for i, planned := range setup.Plan() {
		if i >= len(order) || order[i] != planned.ID {
			t.Fatalf("reported %v, which is not the plan", order)
		}
	}
	return results
}

func explainer(e *extract.Extractor) setup.Explainer {
	return func(l *journey.Line) (journey.TraceContext, setup.Origin) {
		ctx, from := e.Explain(l)
		return ctx, setup.Origin{Kind: setup.OriginKind(from.Kind), Name: from.Name}
	}
}

func alone(t *testing.T, rules []extract.Rule) (all []setup.Rule) {
	for _, rule := range rules {
		e, err := extract.New([]extract.Rule{rule})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, setup.Rule{Name: rule.Name, Read: func(l *journey.Line) journey.TraceID {
			ctx, from := e.Explain(l)
			if from.Kind != extract.FromRule {
				return journey.TraceID{}
			}
			return ctx.TraceID
		}})
	}
	return all
}

type fakeLogs world

func (f *fakeLogs) Status(context.Context) (string, error) { return f.version, f.lokiErr }

func (f *fakeLogs) Scope() (selector string, isDefault bool) {
	if f.scope != "" {
		return f.scope, false
	}
	return `{service_name=~".+"}`, true
}

func (f *fakeLogs) TryScope(context.Context, journey.TimeRange) error { return f.scopeErr }

func (f *fakeLogs) Streams(context.Context, journey.TimeRange) (streams []journey.Labels, err error) {
	for _, l := range f.lines {
		streams = append(streams, l.Labels)
	}
	return streams, f.lokiErr
}

func (f *fakeLogs) Outside(context.Context, journey.TimeRange) (streams []journey.Labels, err error) {
	for n := range f.elsewhere {
		streams = append(streams, journey.Labels{{Name: "job", Value: fmt.Sprintf("cron-%d", n)}})
	}
	return streams, f.lokiErr
}

func (f *fakeLogs) BetterScope(error, []journey.Labels) string { return f.better }

// Search knows selectors such as {app="x", namespace="y"}.
func (f *fakeLogs) Search(_ context.Context, logql string, _ journey.TimeRange, limit int) (journey.LogResult, error) {
	var found []journey.Line
	for _, l := range f.lines {
		if strings.Contains(logql, fmt.Sprintf("app=%q", l.Labels.Get("app"))) && len(found) < limit {
			found = append(found, l)
		}
	}
	return journey.LogResult{Lines: found}, f.lokiErr
}

func (f *fakeLogs) Pages(ctx context.Context, logql string, in journey.TimeRange, limit int) iter.Seq2[journey.LogResult, error] {
	return func(yield func(journey.LogResult, error) bool) { yield(f.Search(ctx, logql, in, limit)) }
}

func (f *fakeLogs) Lines(context.Context, []journey.FoundTrace, int) (journey.LogResult, error) {
	return journey.LogResult{}, nil
}

func (f *fakeLogs) Connections(context.Context, []string, journey.TimeRange, int) (journey.LogResult, error) {
	return journey.LogResult{}, nil
}

func (f *fakeLogs) LinesContaining(context.Context, []string, journey.TimeRange, int) (journey.LogResult, error) {
	return journey.LogResult{}, nil
}

type fakeTraces world

func (f *fakeTraces) Status(context.Context) (string, error) { return "2.9.0", f.tempoErr }

func (f *fakeTraces) Unordered(context.Context) string { return f.unordered }

// Search knows "{ }", and the searches for halves of IDs and for services.
func (f *fakeTraces) Search(_ context.Context, traceql string, _ journey.TimeRange, limit int) (journey.TraceResult, error) {
	var res journey.TraceResult
	for id, spans := range f.traces {
		all := strings.HasPrefix(traceql, "{ }")
		half := strings.Contains(traceql, "trace:id") && strings.Contains(traceql, id.String()[16:])
		service := slices.ContainsFunc(spans, func(s journey.Span) bool { return strings.Contains(traceql, fmt.Sprintf("= %q", s.ServiceName)) })
		if (all || half || service) && len(res.Found) < limit {
			res.Found = append(res.Found, journey.FoundTrace{TraceID: id, Range: hour})
		}
	}
	return res, f.tempoErr
}

func (f *fakeTraces) Get(_ context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	traces := make([]journey.Trace, len(foundTraces))
	for i, s := range foundTraces {
		traces[i] = journey.Trace{TraceID: s.TraceID, Spans: slices.Clone(f.traces[s.TraceID]), Err: f.tempoErr}
		if f.noSpans {
			traces[i].Spans = nil
		}
	}
	return traces, journey.SourceStats{}
}

func (f *fakeTraces) Summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return f.Get(ctx, foundTraces)
}

var errDown = errors.New("nothing listens there")

// ByRequestID finds the spans that hold an ID.
func (f *fakeTraces) ByRequestID(_ context.Context, ids []string, _ journey.TimeRange, limit int) (journey.TraceResult, error) {
	var res journey.TraceResult
	for id, spans := range f.traces {
		holds := slices.ContainsFunc(spans, func(s journey.Span) bool { return slices.Contains(ids, semconv.RequestID(&s)) })
		if holds && len(res.Found) < limit {
			res.Found = append(res.Found, journey.FoundTrace{TraceID: id})
		}
	}
	return res, nil
}

func (f *fakeLogs) LinesBy(context.Context, journey.Writers, journey.TimeRange, int) (journey.LogResult, error) {
	return journey.LogResult{}, nil
}

func (f *fakeTraces) SpansBy(context.Context, journey.Writers, journey.TimeRange, int) (journey.SpansResult, error) {
	return journey.SpansResult{}, nil
}
