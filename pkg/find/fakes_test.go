package find_test

import (
	"context"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// logs is a LogSource over lines in memory. LogQL is a word of the body.
type logs struct {
	lines []journey.Line
	err   error
	asked journey.TimeRange // the time range of Lines

	connections int // calls of Connections
	writers     int // calls of LinesBy
}

func (l *logs) Search(_ context.Context, logql string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	return l.pick(limit, in, func(line journey.Line) bool { return strings.Contains(line.Body, logql) })
}

func (l *logs) Pages(ctx context.Context, logql string, in journey.TimeRange, limit int) iter.Seq2[journey.LogResult, error] {
	return func(yield func(journey.LogResult, error) bool) { yield(l.Search(ctx, logql, in, limit)) }
}

func (l *logs) Lines(_ context.Context, wanted []journey.FoundTrace, limit int) (journey.LogResult, error) {
	var in journey.TimeRange
	for _, w := range wanted {
		in = in.Union(w.Range)
	}
	l.asked = l.asked.Union(in)
	return l.pick(limit, in, func(line journey.Line) bool {
		return slices.ContainsFunc(wanted, func(w journey.FoundTrace) bool {
			return w.TraceID == journeytest.Extract(&line).TraceID && !line.Time.Before(w.Range.From) && line.Time.Before(w.Range.To)
		})
	})
}

func (l *logs) Connections(_ context.Context, clients []string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	l.connections++
	return l.pick(limit, in, func(line journey.Line) bool {
		return slices.ContainsFunc(clients, func(client string) bool { return strings.Contains(line.Body, "src.workload=\""+client) })
	})
}

func (l *logs) LinesContaining(_ context.Context, texts []string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	return l.pick(limit, in, func(line journey.Line) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(line.Body, text) })
	})
}

func (l *logs) LinesBy(_ context.Context, w journey.Writers, in journey.TimeRange, limit int) (journey.LogResult, error) {
	l.writers++
	return l.pick(limit, in, func(line journey.Line) bool {
		return slices.Contains(w.Pods, line.Labels.Get(w.PodLabels...)) || slices.Contains(w.Services, line.Labels.Get("app"))
	})
}

func (l *logs) pick(limit int, in journey.TimeRange, want func(journey.Line) bool) (journey.LogResult, error) {
	var res journey.LogResult
	for _, line := range l.lines {
		if want(line) && !line.Time.Before(in.From) && line.Time.Before(in.To) {
			res.Lines = append(res.Lines, line)
		}
	}
	if len(res.Lines) > limit {
		res.Lines, res.Cut, res.Since = res.Lines[:limit], true, res.Lines[limit-1].Time
	}
	return res, l.err
}

// traces is a TraceSource over traces in memory. TraceQL is the root's operation.
type traces struct {
	all []journey.Trace
	err error

	writers int // calls of SpansBy
}

func (s *traces) Search(_ context.Context, traceql string, _ journey.TimeRange, limit int) (journey.TraceResult, error) {
	var res journey.TraceResult
	for _, t := range s.all {
		if root := t.Spans[0]; root.Name == traceql {
			during := journey.TimeRange{From: root.Start, To: root.End().Add(1)}
			res.Found = append(res.Found, journey.FoundTrace{TraceID: t.TraceID, Range: during})
		}
	}
	if s.err != nil {
		res.Found = nil
	}
	return res, s.err
}

func (s *traces) Get(_ context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	out := make([]journey.Trace, len(foundTraces))
	for i, want := range foundTraces {
		out[i] = journey.Trace{TraceID: want.TraceID, Err: s.err}
		for _, t := range s.all {
			if t.TraceID == want.TraceID && s.err == nil {
				out[i] = t
			}
		}
	}
	return out, journey.SourceStats{Requests: len(foundTraces)}
}

// Summaries returns the whole traces.
func (s *traces) Summaries(ctx context.Context, foundTraces []journey.FoundTrace) ([]journey.Trace, journey.SourceStats) {
	return s.Get(ctx, foundTraces)
}

func down(source string) error {
	return journey.NewSourceError(source, journey.ErrUnreachable, 0, nil, "%s does not answer.", source)
}

func wrong(source string) error {
	return journey.NewSourceError(source, journey.ErrBadQuery, 400, nil, "%s did not understand the query.", source)
}

var hour = journey.TimeRange{From: journeytest.Epoch.Add(-time.Hour), To: journeytest.Epoch.Add(time.Hour)}

// world returns two traces and their lines; trace 2 is the later one. Only the logs
// know trace 3.
func world(t *testing.T) (*logs, *traces) {
	one := journeytest.Trace(t, 1, "shop server 0 100 GET")
	two := journeytest.Trace(t, 2, "shop server 5000 5100 GET error")
	return &logs{lines: journeytest.Lines(t, `
			50 1 1 shop fine
			5050 2 1 shop boom
			9000 3 0 shop boom
			9500 0 0 shop nothing to see
		`)}, &traces{all: []journey.Trace{one, two}}
}

// rewriting is a log source whose searches format lines and drop their labels.
type rewriting struct{ *logs }

func (r rewriting) Search(ctx context.Context, logql string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	found, err := r.logs.Search(ctx, logql, in, limit)
	for i := range found.Lines {
		found.Lines[i].Body, found.Lines[i].Labels = "-", nil
	}
	return found, err
}

// deaf finds no line by its trace ID.
type deaf struct{ *logs }

func (deaf) Lines(context.Context, []journey.FoundTrace, int) (journey.LogResult, error) {
	return journey.LogResult{}, nil
}

func (s *traces) ByRequestID(_ context.Context, ids []string, in journey.TimeRange, limit int) (journey.TraceResult, error) {
	res := journey.TraceResult{Stats: journey.SourceStats{Requests: 1}}
	for _, tr := range s.all {
		for i := range tr.Spans {
			span := &tr.Spans[i]
			if slices.Contains(ids, semconv.RequestID(span)) && in.Contains(span.Start) && len(res.Found) < limit {
				res.Found = append(res.Found, journey.FoundTrace{TraceID: tr.TraceID, Range: journey.TimeRange{From: span.Start, To: span.End()}})
				break
			}
		}
	}
	return res, nil
}

// SpansBy returns all traces: the caller compares pods and services again.
func (s *traces) SpansBy(_ context.Context, _ journey.Writers, _ journey.TimeRange, limit int) (journey.SpansResult, error) {
	s.writers++
	return journey.SpansResult{Traces: slices.Clone(s.all[:min(limit, len(s.all))]), Cut: len(s.all) >= limit}, s.err
}
