package loki

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/common/model"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// pathLimits is where Loki publishes a tenant's limits, since 3.6.
const pathLimits = "/loki/api/v1/drilldown-limits"

// usualMost is how many lines Loki allows in one answer unless it says otherwise
// (limits_config.max_entries_limit_per_query).
const usualMost = 5000

// askLimitsFor bounds how long Loki may take to say what it allows.
const askLimitsFor = 3 * time.Second

// shortestSlice is the shortest time into which a range is divided when Loki
// allows no longer one: it would take too many requests.
const shortestSlice = time.Minute

// How Loki words its limits (pkg/querier/queryrange/limits.go and
// pkg/util/validation/validate.go, v3.0.0 to v3.7.6).
var (
	tooMany = regexp.MustCompile(`max entries limit per query exceeded.*\(\d+ > (\d+)\)`)
	tooLong = regexp.MustCompile(`the query time range exceeds the limit \(query length: ([\w.µ]+), limit: (\w+)\)`)
)

// limits are those that Loki stated when it refused a query, and one that it
// applies without a word.
type limits struct {
	lines   httpsource.Learned // in one answer (limits_config.max_entries_limit_per_query)
	longest httpsource.Learned // nanoseconds that one query may span (…max_query_length)

	mu       sync.Mutex
	until    time.Time     // lookback is known, or was asked for in vain
	lookback time.Duration // how far back Loki searches (…max_query_lookback), 0 for any time
}

// most is how many lines one answer may have.
func (l *limits) most() int {
	if most := l.lines.Value(); most > 0 {
		return int(most)
	}
	return usualMost
}

// learnLines remembers how many lines Loki allows. It is true when it allows
// fewer than were asked for, whatever other requests have found out meanwhile.
func (l *limits) learnLines(err error, asked int) bool {
	found := tooMany.FindStringSubmatch(httpsource.RefusedWith(err))
	if found == nil {
		return false
	}
	most, _ := strconv.Atoi(found[1])
	if most < 1 || most >= asked {
		return false
	}
	l.lines.Learn(int64(most))
	return true
}

// learnLength remembers the longest range that Loki allows, in the same way. Loki
// compares with its limit what it makes of a range, which may be longer: it adds
// the 30 seconds of querier.engine.max_look_back_period before it estimates a
// query's size.
func (l *limits) learnLength(err error, asked journey.TimeRange) bool {
	found := tooLong.FindStringSubmatch(httpsource.RefusedWith(err))
	if found == nil {
		return false
	}
	compared, _ := time.ParseDuration(found[1])
	limit, _ := model.ParseDuration(found[2])
	length := asked.To.Sub(asked.From)
	longest := time.Duration(limit) - max(0, compared-length)
	if longest < shortestSlice || longest >= length {
		return false
	}
	l.longest.Learn(int64(longest))
	return true
}

// newestOf is the newest part of a range that one query may span.
func (l *limits) newestOf(in journey.TimeRange) journey.TimeRange {
	if longest := time.Duration(l.longest.Value()); longest > 0 && in.To.Sub(in.From) > longest {
		in.From = in.To.Add(-longest)
	}
	return in
}

// newest reads the newest lines of a slice, in parts where Loki allows no query
// that long.
func (s *Source) newest(ctx context.Context, logql string, in journey.TimeRange, limit int) (journey.LogResult, error) {
	var all journey.LogResult
	for {
		part := s.limits.newestOf(in)
		found, err := s.newestOfPart(ctx, logql, part, limit-len(all.Lines))
		all.Stats = all.Stats.Add(found.Stats)
		switch {
		case s.limits.learnLength(err, part):
			continue
		case err != nil:
			return journey.LogResult{Stats: all.Stats}, err
		}
		all.Lines = append(all.Lines, found.Lines...)
		in.To = part.From
		all.Cut = found.Cut || len(all.Lines) >= limit && in.From.Before(in.To)
		if all.Cut || !in.From.Before(in.To) {
			break
		}
	}
	if all.Cut {
		all.Since = oldest(all.Lines)
	}
	return all, nil
}

// askRecent asks for names or values, of the newest part of a range where Loki
// allows no longer one: they are suggestions, and most are in any part.
func (s *Source) askRecent(ctx context.Context, r httpsource.Request, in journey.TimeRange, into any) error {
	for {
		part := s.limits.newestOf(in)
		setRange(r.Params, part)
		if err := s.askJSON(ctx, r, into); !s.limits.learnLength(err, part) {
			return err
		}
	}
}

// reach is the part of a range that Loki searches, as far as is known.
func (l *limits) reach(in journey.TimeRange) journey.TimeRange {
	l.mu.Lock()
	defer l.mu.Unlock()
	if from := time.Now().Add(-l.lookback); l.lookback > 0 && in.From.Before(from) {
		in.From = from
	}
	return in
}

// searchedBack is what Loki searched of a range, and a notice when that is not
// all: beyond its lookback it finds nothing, and does not say so.
func (s *Source) searchedBack(ctx context.Context, in journey.TimeRange) (journey.TimeRange, []journey.Notice) {
	lookback := s.askLookback(ctx)
	searched := s.limits.reach(in)
	if searched == in {
		return in, nil
	}
	text := fmt.Sprintf("Loki does not search further back than %s (max_query_lookback)", httpsource.Lasting(lookback))
	if searched.From.Before(in.To) {
		text += fmt.Sprintf(": only %s was searched.", httpsource.Between(searched))
	} else {
		searched.From = in.To
		text += ", so nothing in this time range was searched."
	}
	return searched, []journey.Notice{{Severity: journey.SeverityWarning, Text: text}}
}

// askLookback asks Loki when it is not known, or not any more. It is asked after
// a query that it answered, so a server that is down delays nothing. The request
// belongs to no query and is in no query's statistics.
func (s *Source) askLookback(ctx context.Context) time.Duration {
	l := s.limits
	l.mu.Lock()
	defer l.mu.Unlock()
	if time.Now().Before(l.until) {
		return l.lookback
	}
	asking, cancel := context.WithTimeout(ctx, askLimitsFor)
	defer cancel()
	lookback, err := s.publishedLookback(asking)
	if ctx.Err() != nil {
		return l.lookback
	}
	if l.until = time.Now().Add(httpsource.LearnedFor); err == nil {
		l.lookback = lookback
	}
	return l.lookback
}

// publishedLookback reads it from the limits that Loki publishes. There Loki
// wants a tenant even where it has but one, which then is called fake.
func (s *Source) publishedLookback(ctx context.Context) (time.Duration, error) {
	var answer struct {
		Limits struct {
			MaxQueryLookback model.Duration `json:"max_query_lookback"`
		}
	}
	r := httpsource.Request{Path: pathLimits, Params: url.Values{}}
	err := s.askJSON(ctx, r, &answer)
	var fault *journey.SourceError
	if errors.As(err, &fault) && fault.Kind == journey.ErrUnauthorized {
		r.Header = http.Header{"X-Scope-Orgid": {"fake"}}
		err = s.askJSON(ctx, r, &answer)
	}
	return time.Duration(answer.Limits.MaxQueryLookback), err
}
