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
	// pollEvery is how often sources without a tail are queried, and pollBack how far
	// back in time: the parts of a request arrive at different times.
	pollEvery, pollBack = 2 * time.Second, 30 * time.Second
	// refetchFor is how long a request is fetched again after its last new part. Each
	// pause is twice as long as the one before. After the last one, the request is no
	// longer young.
	refetchFor = findings.SettleTime + 5*time.Second
	// The pauses before a broken tail is restarted.
	firstRetry, longestRetry = time.Second, 30 * time.Second
)

// Follow is a Stream that does not end: after the existing requests, it shows new
// requests as they happen, until ctx ends. It fetches a shown request again if new
// parts of it arrive, or if it may be incomplete.
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
		begin = q.Range.To // leave no gap between the search and the tail
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return journey.InParallel(
		func() error { l.followLogs(ctx, begin); return nil },
		func() error { l.pollTraces(ctx, late); return nil },
		func() error { defer cancel(); return l.run(ctx) },
	)
}

// live is a stream that does not end.
type live struct {
	*stream
	arrivals  *arrivals
	refetches map[journey.TraceID]*refetch // requests that are fetched again
	notices   []journey.Notice             // about the sources, as shown last
}

// refetch says when a request is fetched again.
type refetch struct {
	seen  time.Time     // when its last new part arrived
	pause time.Duration // between the next two times
	due   time.Time
}

// run shows what arrives, until ctx ends. After a slow answer it pauses for as long
// as the servers have worked.
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

// update shows the list again if it may have changed. It has its own memory budget:
// it is a new answer that replaces the one before, and a list that runs for a day
// must not run out of budget.
func (l *live) update(ctx context.Context, now time.Time) error {
	ids, notices := l.arrivals.drain(l.stream)
	l.schedule(ids, now)
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

// schedule plans to fetch requests now and again later: spans arrive after lines, and
// some lines after others.
func (l *live) schedule(ids []journey.TraceID, now time.Time) {
	for _, id := range ids {
		l.refetches[id] = &refetch{seen: now, pause: showEvery, due: now}
	}
}

// due returns the requests to fetch again now.
func (l *live) due(now time.Time) map[journey.TraceID]bool {
	due := make(map[journey.TraceID]bool)
	for id, r := range l.refetches {
		if now.Before(r.due) {
			continue
		}
		due[id] = true
		r.due, r.pause = now.Add(r.pause), 2*r.pause
		if r.due.Sub(r.seen) > refetchFor {
			delete(l.refetches, id)
		}
	}
	return due
}

// keepShown forgets requests that are no longer on the list.
func (l *live) keepShown(res *journey.Result) {
	shown := make(map[journey.TraceID]bool, len(res.Journeys))
	for _, j := range res.Journeys {
		shown[j.TraceID] = true
	}
	l.known.forget(func(id journey.TraceID) bool { return !shown[id] && !id.IsZero() })
	maps.DeleteFunc(l.refetches, func(id journey.TraceID, _ *refetch) bool { return !shown[id] && !id.IsZero() })
}

// followLogs tails the lines. When the tail breaks, it restarts it and meanwhile polls
// the newest lines.
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

// pollLogs polls the newest lines until it is time to restart the tail.
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

// pollTraces polls the newest traces, because Tempo has no tail. If Tempo does not
// search the newest time yet, the polls go back further by as much.
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

// newest returns the time of the newest line, but no earlier time than latest.
func newest(lines []journey.Line, latest time.Time) time.Time {
	for i := range lines {
		if lines[i].Time.After(latest) {
			latest = lines[i].Time
		}
	}
	return latest
}

// brokenTail says why new lines arrive late.
func brokenTail(err error) string {
	return fmt.Sprintf("Loki's live tail stopped: %s. Until it works again, new lines are fetched every %d seconds.", err, pollEvery/time.Second)
}
