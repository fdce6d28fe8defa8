package loki

import (
	"context"
	"iter"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// maxQueries is how many requests of one call run at once.
const maxQueries = 4

// Search implements journey.LogSource.
func (s *Source) Search(ctx context.Context, logql string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	var all journey.LogResult
	begin := time.Now()
	for page, err := range s.Pages(ctx, logql, in, limit) {
		all.Lines = append(all.Lines, page.Lines...)
		all.Stats = all.Stats.Add(page.Stats)
		all.Cut, all.Since, all.Searched = page.Cut, page.Since, page.Searched
		all.Notices = append(all.Notices, page.Notices...)
		all.Stats.Took = time.Since(begin)
		if err != nil {
			return journey.LogResult{Stats: all.Stats}, err
		}
	}
	return all, nil
}

// Pages implements journey.LogSource. Loki computes on after a cancel, so no
// request spans more than a slice of time. The first is the shortest: where
// lines are dense it is all that is needed. Where they are not, slices get
// longer and more of them are asked for at once.
func (s *Source) Pages(ctx context.Context, logql string, in journey.TimeRange, limit int) iter.Seq2[journey.LogResult, error] {
	return func(yield func(journey.LogResult, error) bool) {
		for wave := range waves(s.limits.reach(in), s.slice) {
			for page, err := range s.wave(ctx, logql, wave, limit) {
				limit -= len(page.Lines)
				page.Cut = page.Cut || limit <= 0
				if !yield(page, err) || err != nil || page.Cut {
					return
				}
			}
		}
		if searched, notices := s.searchedBack(ctx, in); len(notices) > 0 {
			yield(journey.LogResult{Since: in.From, Searched: searched, Notices: notices}, nil)
		}
	}
}

// wave searches several slices at once and yields their pages in order.
func (s *Source) wave(ctx context.Context, logql string, wave []journey.TimeRange, limit int) iter.Seq2[journey.LogResult, error] {
	return func(yield func(journey.LogResult, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var group errgroup.Group
		defer func() { cancel(); _ = group.Wait() }()
		answers, most := make([]chan answer, len(wave)), limit
		for i, slice := range wave {
			answers[i] = make(chan answer, 1)
			group.Go(journey.Caught(func() error {
				answers[i] <- s.search(ctx, logql, slice, most)
				return nil
			}))
		}
		for _, answer := range answers {
			a := <-answer
			if len(a.page.Lines) > limit {
				a.page = newestOf(a.page, limit)
			}
			limit -= len(a.page.Lines)
			if !yield(a.page, a.err) {
				return
			}
		}
	}
}

// answer is a page or an error.
type answer struct {
	page journey.LogResult
	err  error
}

// search searches one slice. A panic becomes an error.
func (s *Source) search(ctx context.Context, logql string, slice journey.TimeRange, limit int) (a answer) {
	a.err = journey.Caught(func() (err error) {
		a.page, err = s.newest(ctx, logql, slice, limit)
		if !a.page.Cut {
			a.page.Since = slice.From
		}
		return err
	})()
	return a
}

// waves cuts a range into slices, the newest first: one of a quarter of the
// longest, then two of half of it, then as many of the longest as may be asked
// for at once.
func waves(in journey.TimeRange, longest time.Duration) iter.Seq[[]journey.TimeRange] {
	return func(yield func([]journey.TimeRange) bool) {
		length, atOnce := longest/4, 1
		for in.From.Before(in.To) {
			var wave []journey.TimeRange
			for len(wave) < atOnce && in.From.Before(in.To) {
				from := in.To.Add(-length)
				if from.Before(in.From) {
					from = in.From
				}
				wave = append(wave, journey.TimeRange{From: from, To: in.To})
				in.To = from
			}
			if !yield(wave) {
				return
			}
			length, atOnce = min(2*length, longest), min(2*atOnce, maxQueries)
		}
	}
}

// newestOfPart reads the newest lines of a range that one query may span. Where
// the server allows fewer lines in one answer it goes on before the oldest line
// so far; of lines that share a nanosecond some come again and are left out.
func (s *Source) newestOfPart(ctx context.Context, logql string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	var all journey.LogResult
	for {
		page, err := s.ask(ctx, logql, in, limit-len(all.Lines))
		before := len(all.Lines)
		all.Stats = all.Stats.Add(page.Stats)
		if err != nil {
			return journey.LogResult{Stats: all.Stats}, err
		}
		all.Lines = append(all.Lines, page.Lines...)
		if before > 0 {
			all.Lines = unique(all.Lines)
		}
		all.Cut = page.Cut
		if !page.Cut || len(all.Lines) >= limit || len(all.Lines) == before {
			break
		}
		in.To = oldest(all.Lines).Add(1)
	}
	if all.Cut {
		all.Since = oldest(all.Lines)
	}
	return all, nil
}

// newestOf cuts a page to the newest lines.
func newestOf(page journey.LogResult, limit int) journey.LogResult {
	slices.SortStableFunc(page.Lines, func(a, b journey.Line) int { return b.Time.Compare(a.Time) })
	page.Lines, page.Cut = page.Lines[:limit], true
	page.Since = oldest(page.Lines)
	return page
}

// oldest is the time of the first of lines, zero when there are none.
func oldest(lines []journey.Line) time.Time {
	var t time.Time
	for i := range lines {
		if t.IsZero() || lines[i].Time.Before(t) {
			t = lines[i].Time
		}
	}
	return t
}
