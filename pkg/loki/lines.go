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

// metadataNames are the names under which agents and SDKs put a bare trace ID
// into structured metadata or a stream label. Loki has already turned dots and
// dashes into underscores.
var metadataNames = []string{"trace_id", "traceid", "traceID", "traceId", "TraceID", "TraceId", "otelTraceID"}

// Lines implements journey.LogSource. It asks for structured metadata and for
// the lines' text apart: the former is several times cheaper for Loki, and
// neither finds what the other does.
//
// A label or metadata value is found when it is the ID itself in some
// spelling; the ID inside a longer value, such as a traceparent, only in text.
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
	metadata := batches(ids, metadataSpellings, maxQueryBytes/len(metadataNames))
	text := batches(ids, textSpellings, maxQueryBytes)
	queries := make([]string, 0, len(metadata)+len(text))
	for i := range max(len(metadata), len(text)) {
		if i < len(metadata) {
			queries = append(queries, s.scope+" | "+metadataFilter(metadata[i]))
		}
		if i < len(text) {
			queries = append(queries, s.scope+" |~ `"+text[i]+"`")
		}
	}
	return queries
}

// lookup are two more alternatives, which no ID equals. Loki turns a label
// filter of plain alternatives into one comparison for each (and into looser
// substring searches where they begin alike) unless some of them differ in the
// last character alone; it looks the value up in a hash table then. That makes
// 200 IDs under seven names as cheap as under one.
const lookup = "|none0|none1"

func metadataFilter(alternatives string) string {
	filters := make([]string, len(metadataNames))
	for i, name := range metadataNames {
		filters[i] = name + `=~"` + alternatives + lookup + `"`
	}
	return strings.Join(filters, " or ")
}

// batches joins the spellings of all IDs as regular expressions of at most
// size bytes. Spellings are made here of hex digits: there is nothing to escape,
// and plain alternatives are what Loki matches without a regular expression engine.
func batches(ids []journey.TraceID, spellings func(journey.TraceID) []string, size int) []string {
	var all []string
	var current strings.Builder
	for _, id := range ids {
		if id.IsZero() {
			continue // no digit of it is significant: it would match every line
		}
		next := strings.Join(spellings(id), "|")
		if current.Len() > 0 && current.Len()+len(next) >= size {
			all = append(all, current.String())
			current.Reset()
		}
		if current.Len() > 0 {
			current.WriteByte('|')
		}
		current.WriteString(next)
	}
	if current.Len() > 0 {
		all = append(all, current.String())
	}
	return all
}

// metadataSpellings are the whole values that an ID may be written as: 32
// digits, without leading zeros, and 16 for an ID of 64 bits.
func metadataSpellings(id journey.TraceID) []string {
	padded, short := id.String(), id.Short()
	spellings := []string{padded, short}
	if len(short) <= 16 {
		spellings = append(spellings, padded[16:])
	}
	return withUpperCase(spellings)
}

// shortestText is how many digits a piece of text must have not to be found in
// lines by chance. Shorter IDs, which counters and tests make, must stand alone.
const shortestText = 12

// textSpellings are parts of every spelling. The match may be longer than the
// ID: callers extract the ID from the line and drop what only looks like it.
func textSpellings(id journey.TraceID) []string {
	spellings := withUpperCase([]string{id.Short()})
	if len(id.Short()) < shortestText {
		for i, spelling := range spellings {
			spellings[i] = `\b(?:0[xX])?0*` + spelling + `\b`
		}
	}
	return spellings
}

// withUpperCase also removes spellings that are the same.
func withUpperCase(spellings []string) []string {
	for _, spelling := range slices.Clone(spellings) {
		spellings = append(spellings, strings.ToUpper(spelling))
	}
	slices.Sort(spellings)
	return slices.Compact(spellings)
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
