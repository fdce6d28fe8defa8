package loki

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	// maxQueryBytes keeps queries below the 131,072 bytes that Loki reads, and
	// small enough for the proxies before it.
	maxQueryBytes = 96 << 10
	// maxQueries is how many queries of one call run at once. A query that is
	// cancelled computes on inside Loki, so its cost is bounded before it is sent.
	maxQueries = 4
)

// Lines implements journey.LogSource. It asks for structured metadata and for
// the lines' text apart: the former is several times cheaper for Loki, and
// neither finds what the other does.
//
// A label or metadata value is found under the names that are known to hold an
// ID or a propagation header; under others it is found only in text.
func (s *Source) Lines(ctx context.Context, ids []journey.TraceID, in journey.TimeRange, limit int) (journey.LogResult, error) {
	queries := s.lineQueries(ids)
	if len(queries) == 0 {
		return journey.LogResult{}, nil
	}
	begin := time.Now()
	results := make([]journey.LogResult, len(queries))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(maxQueries)
	for i, query := range queries {
		group.Go(func() (err error) {
			results[i], err = s.query(groupCtx, query, in, limit)
			return err
		})
	}
	err := group.Wait()
	merged := merge(results, limit)
	merged.Stats.Took = time.Since(begin)
	if err != nil {
		return journey.LogResult{Stats: merged.Stats}, err
	}
	return merged, nil
}

// Mentions implements journey.LogSource.
func (s *Source) Mentions(ctx context.Context, texts []string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = regexp.QuoteMeta(text)
	}
	query := s.scope + " |~ " + strconv.Quote(strings.Join(quoted, "|"))
	if len(query) > maxQueryBytes {
		return journey.LogResult{Cut: true}, nil
	}
	return s.query(ctx, query, in, limit)
}

// lineQueries are as few queries as hold all IDs, the two kinds of a batch
// side by side.
func (s *Source) lineQueries(ids []journey.TraceID) []string {
	metadata, text := batches(ids, metadataFilter), batches(ids, textFilter)
	queries := make([]string, 0, len(metadata)+len(text))
	for i := range max(len(metadata), len(text)) {
		if i < len(metadata) {
			queries = append(queries, s.scope+" | "+metadata[i])
		}
		if i < len(text) {
			queries = append(queries, s.scope+" |~ "+text[i])
		}
	}
	return queries
}

// batches are filters for all IDs, of about maxQueryBytes at most. What an ID
// adds to a filter does not depend on the others.
func batches(ids []journey.TraceID, filter func(...journey.TraceID) string) (filters []string) {
	frame := len(filter())
	var batch []journey.TraceID
	size := frame
	for _, id := range ids {
		if id.IsZero() {
			continue // no digit of it is significant: it would match every line
		}
		adds := len(filter(id)) - frame
		if len(batch) > 0 && size+adds > maxQueryBytes {
			filters = append(filters, filter(batch...))
			batch, size = nil, frame
		}
		batch, size = append(batch, id), size+adds
	}
	if len(batch) > 0 {
		filters = append(filters, filter(batch...))
	}
	return filters
}

// merge keeps the newest lines of all results, each once: two lines are the
// same when all that Loki knows of them is equal.
func merge(results []journey.LogResult, limit int) journey.LogResult {
	var merged journey.LogResult
	for _, result := range results {
		merged.Lines = append(merged.Lines, result.Lines...)
		merged.Cut = merged.Cut || result.Cut
		merged.Stats = merged.Stats.Add(result.Stats)
	}
	slices.SortFunc(merged.Lines, newestFirst)
	merged.Lines = slices.CompactFunc(merged.Lines, func(a, b journey.Line) bool { return newestFirst(a, b) == 0 })
	if len(merged.Lines) > limit {
		merged.Lines, merged.Cut = merged.Lines[:limit], true
	}
	return merged
}

// newestFirst orders lines, and is 0 only for the same line.
func newestFirst(a, b journey.Line) int {
	if order := b.Time.Compare(a.Time); order != 0 {
		return order
	}
	if order := strings.Compare(a.Body, b.Body); order != 0 {
		return order
	}
	if order := slices.CompareFunc(a.Labels, b.Labels, compareLabels); order != 0 {
		return order
	}
	return slices.CompareFunc(a.Metadata, b.Metadata, compareLabels)
}

func compareLabels(a, b journey.Label) int {
	return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Value, b.Value))
}
