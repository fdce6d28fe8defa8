package find

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	// showEvery is how often a live list may change.
	showEvery = time.Second
	// pollEvery is how often is asked what cannot be followed, and pollBack how
	// far back: what belongs to a request comes over some time.
	pollEvery, pollBack = 2 * time.Second, 30 * time.Second
	// restlessFor is how long after it was seen last a request is fetched again,
	// each time after a pause twice as long. The last time it is young no more.
	refetchFor = findings.SettleTime + 5*time.Second
	// The pauses before a broken tail is started again.
	firstRetry, longestRetry = time.Second, 30 * time.Second
)

// Follow is Stream that goes on: after what is there already, show gets the
// newest requests as they happen, until ctx ends. Of those that it shows it
// fetches again which were seen since, and which may not be complete.
func (f *Finder) Follow(ctx context.Context, q journey.Query, show func(*journey.Result, journey.Progress)) error {
	begin := f.now()
	l := &live{stream: newStream(f, q, show), arrivals: newArrivals(f.Limits.SearchLines), refetches: make(map[journey.TraceID]*refetch)}
	res, err := l.find(ctx)
	if err != nil {
		return err
	}
	l.nowShown(res)
	late := l.found.Late
	if q.Range.To.Before(begin) && begin.Sub(q.Range.To) < time.Minute {
		begin = q.Range.To // nothing between the search and the tail is missed
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return journey.InParallel(
		func() error { l.followLogs(ctx, begin); return nil },
		func() error { l.pollTraces(ctx, late); return nil },
		func() error { defer cancel(); return l.run(ctx) },
	)
}

// live is a stream that goes on.
type live struct {
	*stream
	arrivals  *arrivals
	refetches map[journey.TraceID]*refetch // requests that are fetched again
	notices   []journey.Notice             // that are shown
}

// refetch says when a request is fetched again.
type refetch struct {
	seen  time.Time
	pause time.Duration // after the next time
	due   time.Time
}

// run shows what comes in, until ctx ends. Servers that are slow to answer rest as
// long as they have worked.
func (l *live) run(ctx context.Context) error {
	for pause := showEvery; ; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
		begin := time.Now()
		if err := l.update(ctx, l.now()); err != nil {
			return err
		}
		pause = max(showEvery, time.Since(begin))
	}
}

// update shows the list once more if anything of it may have changed. It has a budget
// of its own: it is a new answer, which takes the place of the one before, and a list
// that is followed for a day must not run out of budget.
func (l *live) update(ctx context.Context, now time.Time) error {
	seen, notices := l.arrivals.drain(l.stream)
	l.schedule(seen, now)
	due := l.due(now)
	if len(due) == 0 && slices.Equal(notices, l.notices) {
		return nil
	}
	l.known.forget(func(id journey.TraceID) bool { return due[id] })
	l.budgeted = *l.withMemoryBudget()
	res, err := l.part(ctx, l.query, l.query.Limit)
	if err != nil {
		return err
	}
	l.notices = notices
	res.Notices = append(res.Notices, notices...)
	l.keepShown(res)
	l.nowShown(res)
	return nil
}

// schedule has requests that were seen fetched now, and again later: spans come
// after the lines, and some lines after others.
func (l *live) schedule(seen []journey.TraceID, now time.Time) {
	for _, id := range seen {
		l.refetches[id] = &refetch{seen: now, pause: showEvery, due: now}
	}
}

// due are the requests to fetch again now.
func (l *live) due(now time.Time) map[journey.TraceID]bool {
	due := make(map[journey.TraceID]bool)
	for id, u := range l.refetches {
		if now.Before(u.due) {
			continue
		}
		due[id] = true
		u.due, u.pause = now.Add(u.pause), 2*u.pause
		if u.due.Sub(u.seen) > refetchFor {
			delete(l.refetches, id)
		}
	}
	return due
}

// keepShown forgets requests that newer ones have pushed off the list.
func (l *live) keepShown(res *journey.Result) {
	shown := make(map[journey.TraceID]bool, len(res.Journeys))
	for _, j := range res.Journeys {
		shown[j.TraceID] = true
	}
	l.known.forget(func(id journey.TraceID) bool { return !shown[id] && !id.IsZero() })
	maps.DeleteFunc(l.refetches, func(id journey.TraceID, _ *refetch) bool { return !shown[id] && !id.IsZero() })
}

// followLogs tails. When the tail breaks, it starts it again and meanwhile polls the
// newest lines.
func (l *live) followLogs(ctx context.Context, from time.Time) {
	if l.query.LogQL == "" {
		return
	}
	for pause := firstRetry; ctx.Err() == nil; pause = min(2*pause, longestRetry) {
		for lines, err := range l.LogTail.Tail(ctx, l.query.LogQL, from) {
			l.arrivals.tail(err)
			l.arrivals.add(lines)
			if from = newest(lines, from); err == nil {
				pause = firstRetry
			}
		}
		from = l.pollLogs(ctx, from, pause)
	}
}

// pollLogs searches for the newest lines until it is time to tail again.
func (l *live) pollLogs(ctx context.Context, from time.Time, pause time.Duration) time.Time {
	again := time.After(pause)
	for {
		select {
		case <-ctx.Done():
			return from
		case <-again:
			return from
		case <-time.After(pollEvery):
			found, err := l.Logs.Search(ctx, l.query.LogQL, journey.TimeRange{From: from, To: l.now().Add(pollBack)}, l.Limits.SearchLines)
			if err == nil {
				l.arrivals.add(found.Lines)
				from = newest(found.Lines, from)
			}
		}
	}
}

// pollTraces searches for the newest traces: Tempo has no tail. Where it is late it
// is asked for as much older ones, which it finds by then.
func (l *live) pollTraces(ctx context.Context, late time.Duration) {
	for pause := pollEvery; l.query.TraceQL != ""; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		begin, now := time.Now(), l.now()
		found, err := l.Traces.Search(ctx, l.query.TraceQL, journey.TimeRange{From: now.Add(-late - pollBack), To: now.Add(pollBack)}, l.Limits.Journeys)
		l.arrivals.addFound(found, err)
		if err == nil {
			late = found.Late
		}
		pause = max(pollEvery, time.Since(begin))
	}
}

// newest is the time after which no line has been seen.
func newest(lines []journey.Line, than time.Time) time.Time {
	for i := range lines {
		if lines[i].Time.After(than) {
			than = lines[i].Time
		}
	}
	return than
}

// brokenTail says what a live list misses, and that it will come back.
func brokenTail(err error) string {
	return fmt.Sprintf("The log lines come with a delay: %s. Meanwhile the newest lines are searched for every %d seconds.", err, pollEvery/time.Second)
}
