package find_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// pages is a log source that returns some lines at a time; fetched counts how often
// the lines of each request were fetched.
type pages struct {
	*logs
	perPage int
	fetched map[journey.FoundTrace]int
	onPage  func(n int) // called before the nth page is read
}

func (p *pages) Pages(_ context.Context, logql string, in journey.TimeRange, limit int) iter.Seq2[journey.LogResult, error] {
	return func(yield func(journey.LogResult, error) bool) {
		all, err := p.pick(limit, in, func(l journey.Line) bool { return strings.Contains(l.Body, logql) })
		slices.SortStableFunc(all.Lines, func(a, b journey.Line) int { return b.Time.Compare(a.Time) })
		n := 0
		for page := range slices.Chunk(all.Lines, p.perPage) {
			if n++; p.onPage != nil {
				p.onPage(n)
			}
			if !yield(journey.LogResult{Lines: page, Since: page[len(page)-1].Time, Stats: journey.SourceStats{Bytes: 10}}, nil) {
				return
			}
		}
		if all.Cut || err != nil {
			yield(journey.LogResult{Cut: all.Cut}, err)
		}
	}
}

func (p *pages) Search(ctx context.Context, logql string, in journey.TimeRange, limit int) (all journey.LogResult, err error) {
	for page, err := range p.Pages(ctx, logql, in, limit) {
		all.Lines, all.Cut = append(all.Lines, page.Lines...), page.Cut
		if err != nil {
			return journey.LogResult{}, err
		}
	}
	return all, nil
}

func (p *pages) Lines(_ context.Context, wanted []journey.FoundTrace, limit int) (journey.LogResult, error) {
	for _, w := range wanted {
		p.fetched[w]++
	}
	return p.pick(limit, hour, func(l journey.Line) bool {
		return slices.ContainsFunc(wanted, func(w journey.FoundTrace) bool {
			return journeytest.Extract(&l).TraceID == w.TraceID && !l.Time.Before(w.Range.From) && l.Time.Before(w.Range.To)
		})
	})
}

// drawn returns random requests, each with lines, some with a trace.
func drawn(t *rapid.T) (*pages, *traces) {
	l, tr := &logs{}, &traces{}
	for id := 1; id <= rapid.IntRange(0, 30).Draw(t, "requests"); id++ {
		start := rapid.IntRange(-3_000_000, 3_000_000).Draw(t, "start")
		length := rapid.IntRange(0, 200_000).Draw(t, "length")
		for range rapid.IntRange(0, 4).Draw(t, "lines") {
			l.lines = append(l.lines, journey.Line{
				Time: journeytest.At(start + rapid.IntRange(0, length).Draw(t, "at")), Body: rapid.SampledFrom([]string{"fine", "boom", "boom again"}).Draw(t, "body"),
				Labels: journey.Labels{{Name: "app", Value: "shop"}}, Metadata: journey.Labels{{Name: "trace", Value: fmt.Sprint(id)}},
			})
		}
		if rapid.Bool().Draw(t, "traced") {
			s := journey.Span{TraceID: journeytest.TraceID(id), SpanID: journeytest.SpanID(1), Kind: journey.KindServer, ServiceName: "shop", Name: "GET", Start: journeytest.At(start), Duration: time.Duration(length) * time.Millisecond}
			tr.all = append(tr.all, journey.Trace{TraceID: journeytest.TraceID(id), Spans: []journey.Span{s}})
		}
	}
	slices.SortStableFunc(l.lines, func(a, b journey.Line) int { return b.Time.Compare(a.Time) })
	slices.SortFunc(tr.all, func(a, b journey.Trace) int { return b.Spans[0].Start.Compare(a.Spans[0].Start) })
	return &pages{logs: l, perPage: rapid.IntRange(1, 20).Draw(t, "per page"), fetched: map[journey.FoundTrace]int{}}, tr
}

func answerText(res *journey.Result) string {
	var b strings.Builder
	fmt.Fprintln(&b, res.Verdict, res.Loki.Cut, res.Tempo.Cut, res.Notices)
	for _, j := range res.Journeys {
		fmt.Fprintln(&b, j.TraceID, journeytest.Dump(j))
	}
	return b.String()
}

// TestAStreamEndsWithTheResultOfFind checks random requests. Intermediate results only
// grow, and no lines are fetched twice for the same time range.
func TestAStreamEndsWithTheResultOfFind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, tr := drawn(t)
		limits := journey.DefaultLimits()
		limits.SearchLines = rapid.IntRange(1, 100).Draw(t, "searchLines")
		limits.Lines = rapid.SampledFrom([]int{5, 20, 5000}).Draw(t, "lines")
		f := find.Finder{Logs: l, Traces: tr, Extract: journeytest.Extract, Slack: time.Second, Limits: limits, Now: func() time.Time { return hour.To }}
		q := journey.Query{
			Type: journey.QuerySearch, Range: hour, Limit: rapid.IntRange(1, 20).Draw(t, "limit"),
			LogQL: rapid.SampledFrom([]string{"", "boom", "fine"}).Draw(t, "logql"), TraceQL: rapid.SampledFrom([]string{"", "GET"}).Draw(t, "traceql"),
			Depth: rapid.SampledFrom([]journey.Depth{journey.DepthLines, journey.DepthWhole}).Draw(t, "depth"),
		}
		if q.LogQL == "" && q.TraceQL == "" {
			q.TraceQL = "GET"
		}
		want, err := f.Find(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		clear(l.fetched)
		var before int
		got, err := f.Stream(context.Background(), q, func(res *journey.Result, p journey.Progress) {
			if res == nil {
				return
			}
			if len(res.Journeys) < before || len(res.Journeys) > p.Found || len(res.Notices) > 0 {
				t.Fatalf("%d journeys are shown after %d, of %d found, with %v", len(res.Journeys), before, p.Found, res.Notices)
			}
			before = len(res.Journeys)
		})
		if err != nil {
			t.Fatal(err)
		}
		if answerText(got) != answerText(want) {
			t.Fatalf("the stream ends with\n%s\nwant\n%s", answerText(got), answerText(want))
		}
		for s, n := range l.fetched {
			if n > 1 && want.Loki.Cut != "lines" {
				t.Fatalf("the lines of %s are fetched %d times from the same time", s.TraceID, n)
			}
		}
	})
}

// manyRequests returns n requests with a line each, one per second.
func manyRequests(t *testing.T, n int) *pages {
	var rows strings.Builder
	for id := n; id >= 1; id-- {
		fmt.Fprintf(&rows, "%d %d 0 shop boom\n", id*1000, id)
	}
	return &pages{logs: &logs{lines: journeytest.Lines(t, rows.String())}, perPage: 10, fetched: map[journey.FoundTrace]int{}}
}

func TestTheNewestAreShownWhileOlderOnesAreRead(t *testing.T) {
	l := manyRequests(t, 30)
	f := find.Finder{Logs: l, Traces: &traces{}, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits()}
	var shown []string
	l.onPage = func(n int) { shown = append(shown, fmt.Sprint("page ", n)) }
	_, err := f.Stream(t.Context(), journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, LogQL: "boom", Range: hour, Limit: 15},
		func(res *journey.Result, p journey.Progress) {
			shown = append(shown, fmt.Sprintf("%d of %d, newest %s, back to %ds", len(res.Journeys), p.Found, res.Journeys[0].TraceID.Short(), p.From.Sub(journeytest.Epoch)/time.Second))
		})
	if err != nil {
		t.Fatal(err)
	}
	journeytest.WantText(t, strings.Join(slices.Compact(shown), "\n"), `
		page 1
		8 of 10, newest 1e, back to 21s
		10 of 10, newest 1e, back to 21s
		page 2
		15 of 20, newest 1e, back to 11s
		page 3
		15 of 30, newest 1e, back to 1s`)
}

func TestAStreamFailsAsFindDoes(t *testing.T) {
	for name, tc := range map[string]struct {
		loki, tempo error
		q           journey.Query
	}{
		"a wrong query":       {loki: wrong("Loki"), q: journey.Query{LogQL: "boom"}},
		"Loki is down":        {loki: down("Loki"), q: journey.Query{LogQL: "boom"}},
		"Tempo is down":       {tempo: down("Tempo"), q: journey.Query{TraceQL: "GET"}},
		"one of both":         {tempo: down("Tempo"), q: journey.Query{LogQL: "boom", TraceQL: "GET"}},
		"spans cannot be had": {tempo: down("Tempo"), q: journey.Query{LogQL: "boom"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := manyRequests(t, 30)
			l.err = tc.loki
			f := find.Finder{Logs: l, Traces: &traces{err: tc.tempo}, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits()}
			q := tc.q
			q.Type, q.Depth, q.Range, q.Limit = journey.QuerySearch, journey.DepthLines, hour, 20
			want, wantErr := f.Find(t.Context(), q)
			got, err := f.Stream(t.Context(), q, func(*journey.Result, journey.Progress) {})
			if (wantErr == nil) != (err == nil) || err != nil && err.Error() != wantErr.Error() {
				t.Fatalf("got %v, want %v", err, wantErr)
			}
			if err == nil && answerText(got) != answerText(want) {
				t.Errorf("got %s, want %s", answerText(got), answerText(want))
			}
		})
	}
}

func TestAStreamEndsWithItsContext(t *testing.T) {
	l := manyRequests(t, 30)
	ctx, cancel := context.WithCancel(t.Context())
	l.onPage = func(n int) {
		if n == 2 {
			cancel()
		}
	}
	f := find.Finder{Logs: l, Traces: &traces{}, Extract: journeytest.Extract, Slack: time.Second, Limits: journey.DefaultLimits()}
	_, err := f.Stream(ctx, journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, LogQL: "boom", Range: hour, Limit: 20}, func(*journey.Result, journey.Progress) {})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
}
