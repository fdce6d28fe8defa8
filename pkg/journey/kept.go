package journey

import (
	"slices"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// How long a journey rests before it counts as finished. Spans and lines reach
// their servers late, and where some are missing they may just be later still.
const (
	settledWhole   = settleTime
	settledLacking = 10 * settleTime
)

// Kept holds finished journeys, those used last, so that asking again costs
// nothing. It is bounded by the bytes they take, and safe for concurrent use.
// The zero value, as nil, keeps nothing.
type Kept struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[keptKey, keptJourney]
	most  int64
	bytes int64
}

// keptKey is of whom a journey is besides what it is: what one user may see says
// nothing of another.
type keptKey struct {
	owner string
	id    TraceID
}

type keptJourney struct {
	journey *Journey
	bytes   int64
}

// NewKept makes a Kept that takes about most bytes; none when most is not above zero.
func NewKept(most int64) *Kept {
	if most <= 0 {
		return nil
	}
	k := &Kept{most: most}
	// The number of entries is not what bounds it; New fails for sizes below 1 only.
	k.lru, _ = simplelru.NewLRU(int(most), func(_ keptKey, j keptJourney) { k.bytes -= j.bytes })
	return k
}

// For is the part of k that is one owner's: all for whom both sources answer
// alike.
func (k *Kept) For(owner string) Keeper { return Keeper{k, owner} }

// Keeper keeps the finished journeys of one owner. The zero value keeps nothing.
type Keeper struct {
	kept  *Kept
	owner string
}

// get returns a journey that may be added to. Nothing in it may be changed.
func (k Keeper) get(id TraceID, depth Depth) *Journey {
	if k.kept == nil {
		return nil
	}
	k.kept.mu.Lock()
	defer k.kept.mu.Unlock()
	found, ok := k.kept.lru.Get(keptKey{k.owner, id})
	if !ok || found.journey.Depth < depth {
		return nil
	}
	return copied(found.journey)
}

// put keeps a copy of j, unless that takes more than all of the room: a large
// trace that was just opened is worth more than many that were listed before.
func (k Keeper) put(j *Journey) {
	bytes := bytesOfJourney(j)
	if k.kept == nil || bytes > k.kept.most {
		return
	}
	k.kept.mu.Lock()
	defer k.kept.mu.Unlock()
	key := keptKey{k.owner, j.TraceID}
	if had, ok := k.kept.lru.Peek(key); ok {
		if had.journey.Depth > j.Depth {
			return
		}
		k.kept.lru.Remove(key)
	}
	k.kept.bytes += bytes
	k.kept.lru.Add(key, keptJourney{copied(j), bytes})
	for k.kept.bytes > k.kept.most {
		k.kept.lru.RemoveOldest()
	}
}

// copied is the journey without what is added to it in the company of others.
func copied(j *Journey) *Journey {
	own := *j
	own.Findings = append([]Finding(nil), j.Findings...)
	return &own
}

// remembered takes out of sightings the requests whose finished journeys are
// kept, if these have the lines that the search has just seen.
func (f *Finder) remembered(sightings []Sighting, res *search) (known []*Journey, others []Sighting) {
	seen := make(map[TraceID][]*Line)
	for i := range res.hits {
		if id := f.Extract(&res.hits[i]).TraceID; !id.IsZero() && f.Keep.kept != nil {
			seen[id] = append(seen[id], &res.hits[i])
		}
	}
	for _, s := range sightings {
		j := f.Keep.get(s.TraceID, res.Query.Depth)
		if j == nil || !hasLines(j, seen[s.TraceID]) {
			others = append(others, s)
			continue
		}
		known = append(known, j)
	}
	res.Kept = len(known)
	res.Tempo.Found += len(known) // no journey is kept without spans
	return known, others
}

// hasLines says that the lines are among the journey's.
func hasLines(j *Journey, lines []*Line) bool {
	if len(lines) == 0 {
		return true
	}
	known := newKnownLines(len(j.Lines))
	for _, l := range j.Lines {
		known.add(l.Time.Add(-l.Skew), l.Labels)
	}
	return !slices.ContainsFunc(lines, func(l *Line) bool { return !known.has(l) })
}

// keep remembers a journey that is finished: nothing that belongs to it was left
// out or can still be on its way.
func (f *Finder) keep(j *Journey, raw Raw) {
	allThere := len(j.Spans) > 0 && raw.Trace.Err == nil && raw.Trace.Truncated == "" && raw.LinesErr == nil && raw.LinesCut.IsZero()
	rest := settledWhole
	if j.Verdict != VerdictComplete {
		rest = settledLacking
	}
	if allThere && f.now().Sub(j.last()) >= rest {
		f.Keep.put(j)
	}
}
