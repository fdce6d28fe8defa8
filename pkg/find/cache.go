package find

import (
	"slices"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// How long a journey rests before it counts as finished. Spans and lines reach
// their servers late, and where some are missing they may just be later still.
const (
	completeAfter   = findings.SettleTime
	incompleteAfter = 10 * findings.SettleTime
)

// Cache holds finished journeys, those used last, so that asking again costs
// nothing. It is bounded by the bytes they take, and safe for concurrent use.
// The zero value, as nil, keeps nothing.
type Cache struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[cacheKey, cachedJourney]
	most  int64
	bytes int64
}

// cacheKey is of whom a journey is besides what it is: what one user may see says
// nothing of another.
type cacheKey struct {
	owner string
	id    journey.TraceID
}

type cachedJourney struct {
	journey *journey.Journey
	bytes   int64
}

// NewCache makes a Kept that takes about most bytes; none when most is not above zero.
func NewCache(most int64) *Cache {
	if most <= 0 {
		return nil
	}
	k := &Cache{most: most}
	// The number of entries is not what bounds it; New fails for sizes below 1 only.
	k.lru, _ = simplelru.NewLRU(int(most), func(_ cacheKey, j cachedJourney) { k.bytes -= j.bytes })
	return k
}

// For is the part of k that is one owner's: all for whom both sources answer
// alike.
func (k *Cache) For(owner string) OwnerCache { return OwnerCache{k, owner} }

// OwnerCache keeps the finished journeys of one owner. The zero value keeps nothing.
type OwnerCache struct {
	cache *Cache
	owner string
}

// get returns a journey that may be added to. Nothing in it may be changed.
func (k OwnerCache) get(id journey.TraceID, depth journey.Depth) *journey.Journey {
	if k.cache == nil {
		return nil
	}
	k.cache.mu.Lock()
	defer k.cache.mu.Unlock()
	found, ok := k.cache.lru.Get(cacheKey{k.owner, id})
	if !ok || found.journey.Depth < depth {
		return nil
	}
	return copied(found.journey)
}

// put keeps a copy of j, unless that takes more than all of the room: a large
// trace that was just opened is worth more than many that were listed before.
func (k OwnerCache) put(j *journey.Journey) {
	bytes := bytesOfJourney(j)
	if k.cache == nil || bytes > k.cache.most {
		return
	}
	k.cache.mu.Lock()
	defer k.cache.mu.Unlock()
	key := cacheKey{k.owner, j.TraceID}
	if had, ok := k.cache.lru.Peek(key); ok {
		if had.journey.Depth > j.Depth {
			return
		}
		k.cache.lru.Remove(key)
	}
	k.cache.bytes += bytes
	k.cache.lru.Add(key, cachedJourney{copied(j), bytes})
	for k.cache.bytes > k.cache.most {
		k.cache.lru.RemoveOldest()
	}
}

// copied is the journey without what is added to it in the company of others.
func copied(j *journey.Journey) *journey.Journey {
	own := *j
	own.Findings = append([]journey.Finding(nil), j.Findings...)
	return &own
}

// fromCache takes out of found traces the requests whose finished journeys are
// kept, if these have the lines that the search has just seen.
func (f *Finder) fromCache(foundTraces []journey.FoundTrace, res *search) (known []*journey.Journey, others []journey.FoundTrace) {
	seen := make(map[journey.TraceID][]*journey.Line)
	for i := range res.hits {
		if id := f.Extract(&res.hits[i]).TraceID; !id.IsZero() && f.Cache.cache != nil {
			seen[id] = append(seen[id], &res.hits[i])
		}
	}
	for _, s := range foundTraces {
		j := f.Cache.get(s.TraceID, res.Query.Depth)
		if j == nil || res.byRequestID[s.TraceID] || !hasLines(j, seen[s.TraceID]) {
			others = append(others, s)
			continue
		}
		known = append(known, j)
	}
	res.Cached = len(known)
	res.Tempo.Found += len(known) // no journey is kept without spans
	return known, others
}

// hasLines says that the lines are among the journey's.
func hasLines(j *journey.Journey, lines []*journey.Line) bool {
	if len(lines) == 0 {
		return true
	}
	known := newKnownLines(len(j.Lines))
	for _, l := range j.Lines {
		known.add(l.Time.Add(-l.Skew), l.Labels)
	}
	return !slices.ContainsFunc(lines, func(l *journey.Line) bool { return !known.has(l) })
}

// cacheFinished remembers a journey that is finished: nothing that belongs to it was left
// out or can still be on its way.
func (f *Finder) cacheFinished(j *journey.Journey, raw journey.Raw) {
	allThere := len(j.Spans) > 0 && raw.Trace.Err == nil && raw.Trace.Truncated == "" && raw.LinesErr == nil && raw.LinesCut.IsZero()
	rest := completeAfter
	if j.Verdict != journey.VerdictComplete {
		rest = incompleteAfter
	}
	if allThere && f.now().Sub(j.LastSeen()) >= rest {
		f.Cache.put(j)
	}
}
