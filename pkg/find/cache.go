package find

import (
	"slices"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/requestjourney/requestjourney/pkg/findings"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// How long after its last step a journey counts as finished. Spans and lines
// reach their servers late; missing ones may just be later still.
const (
	completeAfter   = findings.SettleTime
	incompleteAfter = 10 * findings.SettleTime
)

// Cache holds the most recently used finished journeys, limited by their size in
// bytes. It is safe for concurrent use. A nil Cache and the zero value hold nothing.
type Cache struct {
	mu    sync.Mutex
	lru   *simplelru.LRU[cacheKey, cachedJourney]
	max   int64 // bytes
	bytes int64
}

// cacheKey includes the owner, because users may see different data.
type cacheKey struct {
	owner string
	id    journey.TraceID
}

type cachedJourney struct {
	journey *journey.Journey
	bytes   int64
}

// NewCache returns a Cache of about maxBytes; nil if maxBytes is not positive.
func NewCache(maxBytes int64) *Cache {
	if maxBytes <= 0 {
		return nil
	}
	c := &Cache{max: maxBytes}
	// The number of entries is no limit here. NewLRU fails only for sizes below 1.
	c.lru, _ = simplelru.NewLRU(int(maxBytes), func(_ cacheKey, j cachedJourney) { c.bytes -= j.bytes })
	return c
}

// For returns one owner's part of the cache. Users share an owner if both sources
// give them the same answers.
func (c *Cache) For(owner string) OwnerCache { return OwnerCache{c, owner} }

// OwnerCache holds the finished journeys of one owner. The zero value holds nothing.
type OwnerCache struct {
	cache *Cache
	owner string
}

// get returns a journey of at least that depth, or nil. The caller may add
// findings to it, but must not change anything in it.
func (o OwnerCache) get(id journey.TraceID, depth journey.Depth) *journey.Journey {
	if o.cache == nil {
		return nil
	}
	o.cache.mu.Lock()
	defer o.cache.mu.Unlock()
	found, ok := o.cache.lru.Get(cacheKey{o.owner, id})
	if !ok || found.journey.Depth < depth {
		return nil
	}
	return copied(found.journey)
}

// put stores a copy of j, unless it is larger than the whole cache. It evicts
// other journeys for it: a large trace that was just opened is worth more than
// many that were listed before.
func (o OwnerCache) put(j *journey.Journey) {
	bytes := bytesOfJourney(j)
	if o.cache == nil || bytes > o.cache.max {
		return
	}
	o.cache.mu.Lock()
	defer o.cache.mu.Unlock()
	key := cacheKey{o.owner, j.TraceID}
	if had, ok := o.cache.lru.Peek(key); ok {
		if had.journey.Depth > j.Depth {
			return
		}
		o.cache.lru.Remove(key)
	}
	o.cache.bytes += bytes
	o.cache.lru.Add(key, cachedJourney{copied(j), bytes})
	for o.cache.bytes > o.cache.max {
		o.cache.lru.RemoveOldest()
	}
}

// copied returns a journey whose findings can grow without changing j's.
func copied(j *journey.Journey) *journey.Journey {
	own := *j
	own.Findings = append([]journey.Finding(nil), j.Findings...)
	return &own
}

// fromCache returns the cached journeys of found requests, and the requests that
// must be fetched. It does not use a cached journey that lacks a line which the
// search has just found.
func (f *Finder) fromCache(foundTraces []journey.FoundTrace, res *search) (cached []*journey.Journey, others []journey.FoundTrace) {
	hits := make(map[journey.TraceID][]*journey.Line)
	for i := range res.hits {
		if id := f.Extract(&res.hits[i]).TraceID; !id.IsZero() && f.Cache.cache != nil {
			hits[id] = append(hits[id], &res.hits[i])
		}
	}
	for _, s := range foundTraces {
		j := f.Cache.get(s.TraceID, res.Query.Depth)
		if j == nil || lacksConnections(j, res.Query) || res.byRequestID[s.TraceID] || !hasLines(j, hits[s.TraceID]) {
			others = append(others, s)
			continue
		}
		cached = append(cached, j)
	}
	res.Cached = len(cached)
	res.Tempo.Found += len(cached) // every cached journey has spans
	return cached, others
}

// hasLines reports whether the journey contains all the lines.
func hasLines(j *journey.Journey, lines []*journey.Line) bool {
	if len(lines) == 0 {
		return true
	}
	known := newKnownLines(len(j.Lines))
	for _, l := range j.Lines {
		known.add(l.Written(), l.Labels)
	}
	return !slices.ContainsFunc(lines, func(l *journey.Line) bool { return !known.has(l) })
}

// cacheFinished caches a journey if it is finished: nothing was left out, and
// nothing can still arrive.
func (f *Finder) cacheFinished(j *journey.Journey, raw journey.Raw) {
	allThere := len(j.Spans) > 0 && raw.Trace.Err == nil && raw.Trace.Truncated == "" && raw.LinesErr == nil && raw.LinesCut.IsZero()
	finishedAfter := completeAfter
	if j.Verdict != journey.VerdictComplete {
		finishedAfter = incompleteAfter
	}
	if allThere && f.now().Sub(j.LastSeen()) >= finishedAfter {
		f.Cache.put(j)
	}
}
