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

// Lines implements journey.LogSource. The newest parts are asked for first, and
// older ones only while there are not enough lines.
func (s *Source) Lines(ctx context.Context, wanted []journey.FoundTrace, limit int) (journey.LogResult, error) {
	begin := time.Now()
	var all journey.LogResult
	for wave := range slices.Chunk(partsOf(wanted, s.slice), maxQueries) {
		if len(all.Lines) >= limit {
			all.Cut, all.Since = true, oldest(all.Lines)
			break
		}
		found, err := s.parts(ctx, wave, limit)
		all.Stats = all.Stats.Add(found.Stats)
		all.Stats.Took = time.Since(begin)
		if err != nil {
			return journey.LogResult{Stats: all.Stats}, err
		}
		all.Lines = append(all.Lines, found.Lines...)
		if found.Cut {
			all.Cut, all.Since = true, found.Since
			break
		}
	}
	if len(all.Lines) > limit {
		all = newestOf(all, limit)
	}
	if in := rangeOf(wanted); !all.Cut && !in.IsZero() {
		_, all.Notices = s.searchedBack(ctx, in)
	}
	return all, nil
}

// parts asks for several parts at once; each has queries of its own.
func (s *Source) parts(ctx context.Context, parts []part, limit int) (journey.LogResult, error) {
	var queries []query
	for _, p := range parts {
		queries = append(queries, s.queriesOf(p)...)
	}
	results := make([]journey.LogResult, len(queries))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(2 * maxQueries)
	for i, q := range queries {
		group.Go(journey.Caught(func() (err error) {
			results[i], err = s.newest(groupCtx, q.logql, q.in, limit)
			forgetParsed(results[i].Lines)
			return s.scopeFault(err)
		}))
	}
	err := group.Wait()
	return merge(results), err
}

// forgetParsed leaves out what our own queries make of a line: two of them may find
// the same line.
func forgetParsed(lines []journey.Line) {
	for i := range lines {
		lines[i].Parsed = nil
	}
}

// LinesContaining implements journey.LogSource.
func (s *Source) LinesContaining(ctx context.Context, texts []string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = regexp.QuoteMeta(text)
	}
	query := s.scope + " |~ " + strconv.Quote(strings.Join(quoted, "|"))
	if len(query) > maxQueryBytes {
		return journey.LogResult{Cut: true}, nil
	}
	found, err := s.Search(ctx, query, in, limit)
	return found, s.scopeFault(err)
}

// merge unites results, each line once. When any was cut, what is older than
// the oldest line of one that was cut may be missing.
func merge(results []journey.LogResult) journey.LogResult {
	var merged journey.LogResult
	size := 0
	for _, result := range results {
		size += len(result.Lines)
	}
	merged.Lines = make([]journey.Line, 0, size)
	for _, result := range results {
		merged.Lines = append(merged.Lines, result.Lines...)
		merged.Stats = merged.Stats.Add(result.Stats)
		if result.Cut {
			merged.Cut = true
			if result.Since.After(merged.Since) {
				merged.Since = result.Since
			}
		}
	}
	merged.Lines = unique(merged.Lines)
	return merged
}

// unique sorts lines, the newest first, and keeps each once: two are the same
// when all that Loki knows of them is equal.
func unique(lines []journey.Line) []journey.Line {
	slices.SortFunc(lines, newestFirst)
	return slices.CompactFunc(lines, func(a, b journey.Line) bool { return newestFirst(a, b) == 0 })
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
	if order := slices.CompareFunc(a.Metadata, b.Metadata, compareLabels); order != 0 {
		return order
	}
	return slices.CompareFunc(a.Parsed, b.Parsed, compareLabels) // all that is left where lines are rewritten
}

func compareLabels(a, b journey.Label) int {
	return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Value, b.Value))
}
