package find

import (
	"context"
	"errors"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// discover finds the requests that match q, the newest first.
func (f *Finder) discover(ctx context.Context, q journey.Query, res *search) ([]journey.FoundTrace, error) {
	if q.Type == journey.QueryJourney {
		return []journey.FoundTrace{{TraceID: q.TraceID}}, nil
	}
	var byLogs, byTraces []journey.FoundTrace
	if err := journey.InParallel(
		func() error { byLogs = f.searchLogs(ctx, q, res); return nil },
		func() error { byTraces = f.searchTraces(ctx, q, res); return nil },
	); err != nil {
		return nil, err
	}
	if err := f.searchFailed(ctx, q, res); err != nil {
		return nil, err
	}
	byLogs = f.foundByRequestID(ctx, res, byLogs)
	return newestFound(matching(q, res, byLogs, byTraces), q.Limit, res), nil
}

// matching returns the requests that match both queries. If one of the two searches
// failed, it returns the requests of the other, and a notice says so.
func matching(q journey.Query, res *search, byLogs, byTraces []journey.FoundTrace) []journey.FoundTrace {
	switch {
	case q.TraceQL == "" || q.LogQL == "":
		return append(byLogs, byTraces...)
	case res.Tempo.Err != nil:
		res.unchecked = "TraceQL"
		return byLogs
	case res.Loki.Err != nil:
		res.unchecked = "LogQL"
		return byTraces
	}
	return inBoth(byLogs, byTraces)
}

func (f *Finder) searchLogs(ctx context.Context, q journey.Query, res *search) []journey.FoundTrace {
	if q.LogQL == "" {
		return nil
	}
	found, err := f.Logs.Search(ctx, q.LogQL, q.Range, f.Limits.SearchLines)
	answered(&res.Loki, found.Stats, err)
	if err != nil {
		return nil
	}
	res.hits, res.MoreLines, res.Loki.Searched = found.Lines, found.Cut, found.Searched
	res.searchedLogs = searchedByLogs(&found)
	if found.Cut {
		res.Loki.Cut = journey.LimitSearchLines
	}
	return foundInLines(found.Lines, f.Extract)
}

func (f *Finder) searchTraces(ctx context.Context, q journey.Query, res *search) []journey.FoundTrace {
	if q.TraceQL == "" {
		return nil
	}
	found, err := f.findTraces(ctx, q)
	answered(&res.Tempo, found.Stats, err)
	res.advice, res.searchedTraces, res.unordered = found.Advice, searchedByTraces(&found), found.Unordered
	res.Tempo.Searched = found.Searched
	if found.Cut {
		res.Tempo.Cut = journey.LimitJourneys
	}
	return found.Found
}

// findTraces finds as many traces as q needs. For a count, it finds more traces than
// are fetched, unless the server does not allow so many.
func (f *Finder) findTraces(ctx context.Context, q journey.Query) (journey.TraceResult, error) {
	switch {
	case q.LogQL != "": // only some of them will match the logs
		return f.Traces.Search(ctx, q.TraceQL, q.Range, f.Limits.Journeys)
	case !q.Counted:
		return f.Traces.Search(ctx, q.TraceQL, q.Range, q.Limit)
	}
	found, err := f.Traces.Search(ctx, q.TraceQL, q.Range, foundPerFetched*f.Limits.Journeys)
	var fault *journey.SourceError
	if errors.As(err, &fault) && fault.Kind == journey.ErrTooMuch {
		spent := found.Stats
		found, err = f.Traces.Search(ctx, q.TraceQL, q.Range, q.Limit)
		found.Stats = spent.Add(found.Stats)
	}
	return found, err
}

// foundPerFetched is how many requests a search finds for a count, as a multiple of
// limits.journeys: finding requests is cheap, fetching them is expensive.
const foundPerFetched = 10

// searchFailed returns the error that ends the query: the user's query is wrong, or
// all searches failed.
func (f *Finder) searchFailed(ctx context.Context, q journey.Query, res *search) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, err := range []error{res.Loki.Err, res.Tempo.Err} {
		var source *journey.SourceError
		if errors.As(err, &source) && source.Kind == journey.ErrBadQuery {
			return err
		}
	}
	if q.LogQL != "" && res.Loki.Err == nil || q.TraceQL != "" && res.Tempo.Err == nil {
		return nil
	}
	return errors.Join(res.Loki.Err, res.Tempo.Err)
}
