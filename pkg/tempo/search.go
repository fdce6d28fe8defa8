package tempo

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
	"github.com/requestjourney/requestjourney/pkg/tempo/decode"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// request is one search.
type request struct {
	traceql string
	in      journey.TimeRange
	limit   int
	spans   int // most of each group that are returned
}

// answer is what one search found, with traces possibly in parts.
type answer struct {
	foundTraces []journey.FoundTrace
	stats       journey.SourceStats
}

// Search implements journey.TraceSource.
func (s *Source) Search(ctx context.Context, traceql string, in journey.TimeRange, limit int) (journey.TraceResult, error) {
	begin := time.Now()
	asked := mostRecent(traceql)
	found, err := s.searchParts(ctx, request{asked, in, limit, 1})
	if asked != traceql && isBadQuery(err) {
		// Either Tempo is too old for the hint, or the query is wrong and
		// Tempo's words must be about what the user wrote.
		var again parts
		asked = traceql
		again, err = s.searchParts(ctx, request{asked, in, limit, 1})
		again.stats = found.stats.Add(again.stats)
		found = again
	}
	found.stats.Took = time.Since(begin)
	foundTraces, cut := newestFirst(found.foundTraces, limit)
	res := journey.TraceResult{
		Found: foundTraces, Cut: cut || found.cut, Stats: found.stats,
		Searched: found.searched, Late: found.late, MaxResults: found.most, Notices: found.notices,
	}
	if res.Cut {
		res.Unordered = s.unordered(ctx, asked)
	}
	if len(foundTraces) == 0 {
		res.Advice = adviceForNothing(traceql)
	}
	return res, withAdvice(err, traceql)
}

var withHints = regexp.MustCompile(`(?i)\bwith\s*\(`)

// mostRecent makes Tempo return the newest matches; it returns the first ones
// it comes across else. A query with hints of its own is left alone, as is one
// that only looks so. The line break ends a comment.
func mostRecent(traceql string) string {
	if strings.TrimSpace(traceql) == "" || withHints.MatchString(traceql) {
		return traceql
	}
	return traceql + "\nwith (most_recent=true)"
}

func isBadQuery(err error) bool {
	var fault *journey.SourceError
	return errors.As(err, &fault) && fault.Kind == journey.ErrBadQuery
}

// search collects what one search finds.
func (s *Source) search(ctx context.Context, r request) (found answer, err error) {
	found.stats, err = s.searchEach(ctx, r, func(m wire.Message) error { return found.addMessage(s.endpoint, m) })
	return found, err
}

// searchEach prefers the stream. What the stream cannot answer is asked over
// HTTP, whose answer, or failure, then counts. visit gets each trace found, a
// TraceSearchMetadata, and the same one again when more of it is known.
func (s *Source) searchEach(ctx context.Context, r request, visit func(wire.Message) error) (tried journey.SourceStats, err error) {
	if s.stream.usable() {
		tried, err = s.stream.search(ctx, r, s.endpoint.Read, visit)
		if !isFallback(err) {
			return tried, err
		}
	}
	stats, err := s.searchHTTP(ctx, r, visit)
	if err == nil {
		stats.Note = s.fellBack(tried.Requests > 0)
	}
	return tried.Add(stats), err
}

// fellBack says why HTTP was used, and spares the stream for a while when it
// has just been tried in vain.
func (s *Source) fellBack(tried bool) (note string) {
	if s.stream == nil {
		return s.noStream
	}
	if tried {
		s.stream.backoff.failed()
	}
	return noteFallback
}

// searchHTTP makes of Tempo's JSON, which has no other form, what the stream
// would have brought.
func (s *Source) searchHTTP(ctx context.Context, r request, visit func(wire.Message) error) (journey.SourceStats, error) {
	body, err := s.endpoint.Ask(ctx, httpsource.Request{Path: pathSearch, Params: r.params(), Accept: jsonType})
	stats := journey.SourceStats{Requests: 1, Bytes: int64(len(body))}
	if err != nil {
		return stats, err
	}
	traces, err := decode.SearchJSON(body)
	if errors.Is(err, decode.ErrMemory) {
		return stats, s.tooMuch(err)
	}
	if err != nil {
		return stats, s.endpoint.Errorf(journey.ErrBadAnswer, http.StatusOK, err,
			"what answers at %s is not Tempo's search: check the Tempo URL", s.endpoint.URL())
	}
	for _, trace := range traces {
		if err := visit(wire.New(trace)); err != nil {
			return stats, err
		}
	}
	return stats, nil
}

// addMessage adds a TraceSearchMetadata.
func (a *answer) addMessage(endpoint *httpsource.Endpoint, m wire.Message) error {
	found, err := decode.Found(m)
	if err != nil {
		return endpoint.Errorf(journey.ErrBadAnswer, http.StatusOK, err, "Tempo found a trace whose ID cannot be read: %v", err)
	}
	a.foundTraces = append(a.foundTraces, found)
	return nil
}

// tooMuch turns decode.ErrMemory into a sentence for the user.
func (s *Source) tooMuch(err error) error {
	if !errors.Is(err, decode.ErrMemory) {
		return err
	}
	return s.endpoint.Errorf(journey.ErrTooMuch, http.StatusOK, nil,
		"what the search found takes more than %d MB of memory once it is read: lower the limit or narrow the time range", decode.MaxBytes>>20)
}

// newestFirst unites the parts of each trace and keeps the newest traces.
func newestFirst(parts []journey.FoundTrace, limit int) (newest []journey.FoundTrace, cut bool) {
	at := make(map[journey.TraceID]int, len(parts))
	for _, part := range parts {
		i, known := at[part.TraceID]
		if !known {
			at[part.TraceID] = len(newest)
			newest = append(newest, part)
			continue
		}
		newest[i].Range = newest[i].Range.Union(part.Range)
	}
	slices.SortFunc(newest, func(a, b journey.FoundTrace) int {
		if order := b.Range.From.Compare(a.Range.From); order != 0 {
			return order
		}
		return slices.Compare(a.TraceID[:], b.TraceID[:])
	})
	cut = len(newest) >= limit
	return newest[:min(len(newest), limit)], cut
}

// ByRequestID implements journey.TraceSource: a search for spans with any of the
// request IDs, by all attributes that hold one.
func (s *Source) ByRequestID(ctx context.Context, ids []string, in journey.TimeRange, limit int) (journey.TraceResult, error) {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = regexp.QuoteMeta(id)
	}
	pattern := strconv.Quote("(?:" + strings.Join(quoted, "|") + ")")
	var conditions []string
	for _, attribute := range semconv.RequestIDAttributes() {
		conditions = append(conditions, "span."+strconv.Quote(attribute)+" =~ "+pattern)
	}
	return s.Search(ctx, "{ "+strings.Join(conditions, " || ")+" }", in, limit)
}
