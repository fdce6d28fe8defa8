package tempo

import (
	"context"
	"fmt"
	"time"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	// mostParts is into how many searches a range is divided at most that is longer
	// than Tempo allows: 16 weeks with its default. Together they cost what one
	// search over all of the time would.
	mostParts = 16
	// mostRefusals is how often one search is asked again: Tempo states one limit
	// at a time, of four.
	mostRefusals = 5
)

// parts are the answers of searches for the parts of a range.
type parts struct {
	answer
	cut      bool              // older traces than those found may match
	most     int               // traces that Tempo returns at most, when fewer than were asked for
	late     time.Duration     // how much of the newest time is not searched yet
	searched journey.TimeRange // zero when all of the range was
	notices  []journey.Notice

	left journey.TimeRange // what is still to be searched
}

// searchParts searches a range in parts that Tempo allows, the newest first,
// until there are enough traces. Without a limit in the way one part is all.
func (s *Source) searchParts(ctx context.Context, r request) (parts, error) {
	factsKnown, stop := s.meanwhile(ctx, r.in.To)
	defer stop()
	p := parts{left: wholeSeconds(r.in), late: s.late(r.in.To)}
	var failed error
	for n := 0; n < mostParts && !s.enough(&p, r); n++ {
		err := s.searchPart(ctx, &p, r)
		if err != nil && (n == 0 || ctx.Err() != nil) {
			return p, err
		}
		if failed = err; failed != nil {
			break // what was found in newer parts stands
		}
	}
	factsKnown()
	p.late = s.late(r.in.To)
	s.conclude(&p, r, failed)
	return p, nil
}

// searchPart searches the newest part of what is left. Where Tempo refuses and
// says what it allows, that is asked for.
func (s *Source) searchPart(ctx context.Context, p *parts, r request) (err error) {
	for range mostRefusals {
		asked := s.limits.within(request{r.traceql, p.left, r.limit, r.spans})
		var found answer
		found, err = s.search(ctx, asked)
		p.stats = p.stats.Add(found.stats)
		switch {
		case err == nil:
			p.add(found, asked, r.limit)
			return nil
		case s.limits.learn(asked, err):
		case s.learnLate(err):
			if p.late = s.late(r.in.To); s.enough(p, r) {
				return nil
			}
		default:
			return err
		}
	}
	return err
}

// add adds the traces of a part.
func (p *parts) add(found answer, asked request, wanted int) {
	p.foundTraces = append(p.foundTraces, found.foundTraces...)
	p.left.To = asked.in.From
	if asked.limit < wanted && distinct(found.foundTraces) >= asked.limit {
		p.cut, p.most = true, asked.limit
	}
	p.cut = p.cut || distinct(p.foundTraces) >= wanted
}

// enough says that no part is left to be searched, or that older ones are not
// needed.
func (s *Source) enough(p *parts, r request) bool {
	if s.tooYoung(p.left, p.late) {
		return true
	}
	return p.cut || p.left.To.Sub(p.left.From) <= 0 || p.left.To.Sub(r.in.From) < time.Second && p.stats.Requests > 0
}

// tooYoung says that no part of a range is searched yet.
func (s *Source) tooYoung(in journey.TimeRange, late time.Duration) bool {
	return late > 0 && !in.From.Before(s.now().Add(-late-time.Second))
}

// conclude says what of the range was searched.
func (s *Source) conclude(p *parts, r request, failed error) {
	whole, searchedTo := r.in, s.now().Add(-p.late)
	if p.late > 0 && searchedTo.Before(r.in.To) {
		whole.To = maxTime(r.in.From, searchedTo)
	} else {
		p.late = 0
	}
	if s.tooYoung(wholeSeconds(r.in), p.late) {
		p.foundTraces, p.cut, p.most = nil, false, 0 // found before that was known, and of other times
	}
	if failed != nil || !s.enough(p, r) {
		whole.From = p.left.To
		p.notices = append(p.notices, journey.Notice{Severity: journey.SeverityWarning, Text: s.whyNotAll(whole, failed)})
	}
	if whole != r.in {
		p.searched = whole
	}
}

func (s *Source) whyNotAll(searched journey.TimeRange, failed error) string {
	if failed != nil {
		return fmt.Sprintf("Only %s was searched by TraceQL: %s.", httpsource.Between(searched), failed)
	}
	allowed := httpsource.Lasting(time.Duration(s.limits.longest.Value()) * time.Second)
	return fmt.Sprintf("Tempo allows searches of at most %s: only %s was searched, in %d parts. Choose an earlier time range to search the rest.",
		allowed, httpsource.Between(searched), mostParts)
}

// distinct counts traces.
func distinct(foundTraces []journey.FoundTrace) int {
	ids := make(map[journey.TraceID]bool, len(foundTraces))
	for _, s := range foundTraces {
		ids[s.TraceID] = true
	}
	return len(ids)
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
