package tempo

import (
	"regexp"
	"strconv"
	"time"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// limits are those that Tempo stated when it refused a search. It checks them
// before it searches anything, so asking again costs little.
type limits struct {
	longest httpsource.Learned // seconds that one search may span (query_frontend.search.max_duration)
	results httpsource.Learned // traces that one search may return (…max_result_limit)
	spans   httpsource.Learned // spans of a trace that one search may return (…max_spans_per_span_set)
}

// How Tempo states its limits (modules/frontend/search_sharder.go and
// search_handlers.go; the same from v2.6.0 to v3.0.3).
var (
	tooLong      = regexp.MustCompile(`range specified by start and end exceeds ([0-9hmsµn.]+)`)
	tooManyFound = regexp.MustCompile(`limit \d+ exceeds max limit (\d+)`)
	tooManySpans = regexp.MustCompile(`spans per span set exceeds (\d+)`)
)

// learn remembers the limit that a refusal states. It is true when the request
// that was refused can be asked again within that limit.
func (l *limits) learn(refused request, err error) bool {
	text := httpsource.RefusedWith(err)
	if found := tooLong.FindStringSubmatch(text); found != nil {
		allowed := wholeSecondsOf(found[1])
		return remember(&l.longest, allowed, secondsLong(refused.in))
	}
	if found := tooManyFound.FindStringSubmatch(text); found != nil {
		return remember(&l.results, number(found[1]), int64(refused.limit))
	}
	if found := tooManySpans.FindStringSubmatch(text); found != nil {
		return remember(&l.spans, number(found[1]), int64(refused.spans))
	}
	return false
}

// remember compares with what was asked, not with what is known: of several
// refused requests each can be asked again, whichever was refused first.
func remember(limit *httpsource.Learned, allowed, asked int64) bool {
	if allowed < 1 || allowed >= asked {
		return false
	}
	limit.Learn(allowed)
	return true
}

func number(digits string) int64 {
	n, _ := strconv.ParseInt(digits, 10, 64)
	return n
}

// wholeSecondsOf reads a duration; the full stop of a sentence may follow it.
func wholeSecondsOf(text string) int64 {
	for len(text) > 0 && text[len(text)-1] == '.' {
		text = text[:len(text)-1]
	}
	d, _ := time.ParseDuration(text)
	return int64(d / time.Second)
}

// within lowers what is asked for to the limits that are known. Of a range that
// is too long the newest part remains.
func (l *limits) within(r request) request {
	r.in = l.newestOf(r.in)
	if most := l.results.Value(); most > 0 {
		r.limit = min(r.limit, int(most))
	}
	if most := l.spans.Value(); most > 0 {
		r.spans = min(r.spans, int(most))
	}
	return r
}

// newestOf is the newest part of a range that one search may span.
func (l *limits) newestOf(in journey.TimeRange) journey.TimeRange {
	longest := l.longest.Value()
	start, end := seconds(in)
	if longest == 0 || end-start <= longest {
		return in
	}
	return journey.TimeRange{From: time.Unix(end-longest, 0), To: time.Unix(end, 0)}
}

// secondsLong is how long Tempo takes a range to be.
func secondsLong(in journey.TimeRange) int64 {
	start, end := seconds(in)
	return end - start
}

// shortRange is the longest range that may become a second longer: rounded
// outwards it loses nothing, and no limit is so low.
const shortRange = time.Minute

// wholeSeconds rounds a range to the seconds that Tempo knows. Rounded outwards,
// a range of exactly seven days takes a second more than Tempo allows, so a long
// one loses the fraction of a second at its older end instead.
func wholeSeconds(in journey.TimeRange) journey.TimeRange {
	start, end := seconds(in)
	length := in.To.Sub(in.From)
	roundedUp := int64((length + time.Second - 1) / time.Second)
	if length > shortRange && end-start > roundedUp {
		start++
	}
	return journey.TimeRange{From: time.Unix(start, 0), To: time.Unix(end, 0)}
}
