package setup

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// settling is how long spans may take to reach Tempo. IDs of younger lines are looked up
// only if there are not enough older ones.
const settling = 20 * time.Second

func (c *Checker) askServers(ctx context.Context, f *facts) error {
	asking := errgroup.Group{}
	asking.Go(journey.Caught(func() error { f.loki.version, f.loki.err = c.Logs.Status(ctx); return nil }))
	asking.Go(journey.Caught(func() error {
		if f.tempo.version, f.tempo.err = c.Traces.Status(ctx); f.tempo.err == nil {
			f.unordered = c.Traces.Unordered(ctx)
		}
		return nil
	}))
	return asking.Wait()
}

// lookUp asks Tempo for some of the lines' trace IDs. For IDs that it does not know, it also
// searches for IDs of which they may be the lower half.
func (c *Checker) lookUp(ctx context.Context, f *facts) error {
	if f.tempo.err != nil || f.noLines() != "" {
		return nil
	}
	f.lookups = chooseIDs(f, c.now().Add(-settling))
	if len(f.lookups) == 0 {
		return nil
	}
	foundTraces := make([]journey.FoundTrace, len(f.lookups))
	for i, l := range f.lookups {
		at := l.line.Time
		foundTraces[i] = journey.FoundTrace{TraceID: l.line.ctx.TraceID, Range: journey.TimeRange{From: at, To: at.Add(1)}}
	}
	traces, _ := c.Traces.Get(ctx, foundTraces)
	f.traced = make(map[string]bool)
	for i := range traces {
		f.lookups[i].known, f.lookups[i].err = len(traces[i].Spans) > 0, traces[i].Err
		if traces[i].Err != nil && f.lookupErr == nil {
			f.lookupErr = traces[i].Err
		}
		c.noteServices(f, traces[i].Spans)
	}
	c.findHalves(ctx, f)
	return nil
}

// chooseIDs takes different IDs from all groups in turn, older lines first.
func chooseIDs(f *facts, settled time.Time) []lookup {
	var queues [][]lookup
	for _, g := range f.groups {
		var queue []lookup
		for i := range g.lines {
			if g.lines[i].hasID() {
				queue = append(queue, lookup{line: &g.lines[i], group: g})
			}
		}
		slices.SortStableFunc(queue, func(a, b lookup) int {
			return cmp.Compare(unsettled(a, settled), unsettled(b, settled))
		})
		queues = append(queues, queue)
	}
	return takeInTurn(queues, f.limits.TraceIDs)
}

func unsettled(l lookup, settled time.Time) int {
	if l.line.Time.After(settled) {
		return 1
	}
	return 0
}

func takeInTurn(queues [][]lookup, most int) (taken []lookup) {
	seen := make(map[journey.TraceID]bool)
	for at, left := 0, true; left && len(taken) < most; at++ {
		left = false
		for _, queue := range queues {
			if at >= len(queue) || len(taken) == most {
				continue
			}
			left = true
			if id := queue[at].line.ctx.TraceID; !seen[id] {
				seen[id] = true
				taken = append(taken, queue[at])
			}
		}
	}
	return taken
}

// mostHalves bounds the search for the upper halves of IDs.
const mostHalves = 10

// findHalves searches for traces whose lower half is an unknown 64-bit ID of a line.
func (c *Checker) findHalves(ctx context.Context, f *facts) {
	var halves []string
	var in journey.TimeRange
	for _, l := range f.lookups {
		if id := l.line.ctx.TraceID; !l.known && l.err == nil && is64Bit(id) && len(halves) < mostHalves {
			halves = append(halves, id.String()[16:])
			in = in.Union(journey.TimeRange{From: l.line.Time, To: l.line.Time.Add(1)})
		}
	}
	if len(halves) == 0 {
		return
	}
	traceql := fmt.Sprintf("{ trace:id =~ %s }", strconv.Quote(".+(?:"+strings.Join(halves, "|")+")"))
	found, err := c.Traces.Search(ctx, traceql, in.Widen(time.Minute), 2*mostHalves)
	if err != nil {
		return // an older Tempo has no trace:id: the check then says less
	}
	for _, s := range found.Found {
		for i := range f.lookups {
			if l := &f.lookups[i]; !is64Bit(s.TraceID) && is64Bit(l.line.ctx.TraceID) && [8]byte(s.TraceID[8:]) == [8]byte(l.line.ctx.TraceID[8:]) {
				l.whole = s.TraceID
			}
		}
	}
}

// readJourneys reads the newest traces in full, with their lines.
func (c *Checker) readJourneys(ctx context.Context, f *facts) error {
	if f.tempo.err != nil {
		return nil
	}
	f.recent, f.recentErr = c.Finder.Find(ctx, journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, TraceQL: "{ }", Range: f.in, Limit: c.Limits.Journeys})
	if f.recentErr != nil {
		return nil
	}
	if f.traced == nil {
		f.traced = make(map[string]bool)
	}
	for _, j := range f.recent.Journeys {
		for _, s := range j.Spans {
			c.noteServices(f, []journey.Span{*s})
		}
	}
	return c.askForSpans(ctx, f)
}

func (c *Checker) noteServices(f *facts, spans []journey.Span) {
	for i := range spans {
		if name := c.Finder.Identity.SpanService(&spans[i]); name != "" {
			f.traced[name] = true
		}
	}
}

// askForSpans asks Tempo about services that log but are in none of the traces read: they
// may be rare.
func (c *Checker) askForSpans(ctx context.Context, f *facts) error {
	quiet := f.logOnly()
	quiet = quiet[:min(len(quiet), c.Limits.Services)]
	var mu sync.Mutex
	asking := errgroup.Group{}
	asking.SetLimit(c.Limits.AtOnce)
	for _, service := range quiet {
		asking.Go(journey.Caught(func() error {
			found, err := c.Traces.Search(ctx, spansOf(service), f.in, 1)
			if err == nil && len(found.Found) > 0 {
				mu.Lock()
				defer mu.Unlock()
				f.traced[service] = true
			}
			return nil
		}))
	}
	return asking.Wait()
}

// spansOf finds the spans of a service by the names that SpanService reads.
func spansOf(service string) string {
	exact := strconv.Quote(service)
	return fmt.Sprintf(`{ resource.service.name = %s || resource.service.name =~ %s || span.istio.canonical_service = %s }`,
		exact, strconv.Quote(regexp.QuoteMeta(service)+`[.].+`), exact)
}

// logOnly are the services that log but are in no trace, sorted.
func (f *facts) logOnly() []string {
	var names []string
	for _, g := range f.groups {
		if g.service != "" && len(g.lines) > 0 && !f.traced[g.service] {
			names = append(names, g.service)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (c *Checker) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}
