package tempo

import (
	"context"
	"math"
	"net/url"
	"regexp"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	// askFactsFor bounds how long a server that does not answer delays a search.
	askFactsFor = 3 * time.Second
	// askFactsAgain is the pause after a server said nothing about itself.
	askFactsAgain = 30 * time.Second
	// mostLate is how late a search can be: Tempo requires of query_end_cutoff that
	// it is at most query_backend_after, which is 15 minutes by default.
	mostLate = 15 * time.Minute
	// leastLate is how late a search must be to be worth a word: Tempo counts in
	// whole seconds, and clocks differ.
	leastLate = 3 * time.Second
	// defaultLate is Tempo 3.0's own default.
	defaultLate = 30 * time.Second
)

// facts are how a server answers, which depends on its version and settings.
// They are asked for when they are first needed, and again from time to time;
// these few requests belong to no query and are in no query's statistics.
type facts struct {
	asking sync.Mutex // held by who asks
	last   atomic.Pointer[known]
}

// known is what is known of a server.
type known struct {
	until   time.Time // it is to be asked again
	version string    // as the server writes it
	release release
	// late is how much of the newest time searches leave out
	// (query_frontend.query_end_cutoff; since 2.10, and 30 s by default since 3.0).
	// Such a search must not begin in that time: Tempo answers 400, or searches the
	// last 15 minutes instead (ClampDateRangeReq in pkg/api/http.go at v3.0.3).
	late time.Duration
	// nils is whether select() writes the text "nil" for an attribute that a span
	// lacks, nil when not known.
	nils *bool
}

// release is a version of Tempo, zero when it is not known.
type release struct{ major, minor int }

var releaseForm = regexp.MustCompile(`^v?(\d+)\.(\d+)`)

func releaseOf(version string) release {
	found := releaseForm.FindStringSubmatch(version)
	if found == nil {
		return release{}
	}
	return release{int(number(found[1])), int(number(found[2]))}
}

func (r release) known() bool { return r != release{} }

func (r release) before(major, minor int) bool {
	return r.major < major || r.major == major && r.minor < minor
}

// peek is what is known by now.
func (f *facts) peek() known {
	if k := f.last.Load(); k != nil {
		return *k
	}
	return known{}
}

// facts asks the server when nothing is known, or not any more.
func (s *Source) facts(ctx context.Context) known {
	s.about.asking.Lock()
	defer s.about.asking.Unlock()
	k := s.about.peek()
	if now := s.now(); !now.Before(k.until) {
		asking, cancel := context.WithTimeout(ctx, askFactsFor)
		defer cancel()
		if learned, ok := s.askFacts(asking); ok {
			k, k.until = learned, now.Add(httpsource.LearnedFor)
		} else if ctx.Err() != nil {
			return k
		} else {
			k = s.about.peek()
			k.until = maxTime(k.until, now.Add(askFactsAgain))
		}
		s.about.last.Store(&k)
	}
	return k
}

// askFacts asks for the version first: most servers need nothing more. What
// cannot be found out stays as it was.
func (s *Source) askFacts(ctx context.Context) (k known, ok bool) {
	k.version = s.version(ctx)
	k.release = releaseOf(k.version)
	if k.release.known() {
		nils := !k.release.before(2, 10)
		if k.nils = &nils; !nils {
			return k, true
		}
	}
	late, ok := s.askLate(ctx)
	switch {
	case ok && late >= leastLate && late <= mostLate:
		k.late = late
	case !ok:
		k.late = s.about.peek().late
		if k.late == 0 && k.release.known() && !k.release.before(3, 0) {
			k.late = defaultLate
		}
	}
	return k, ok || k.release.known()
}

// meanwhile asks for the facts while searches until an end are under way, since
// they need not wait for them. wait returns when they are known; stop ends what
// is not waited for.
func (s *Source) meanwhile(ctx context.Context, end time.Time) (wait, stop func()) {
	if s.now().Sub(end) > mostLate {
		return func() {}, func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var asking errgroup.Group
	asking.Go(journey.Caught(func() error { s.facts(ctx); return nil }))
	wait = func() { _ = asking.Wait() }
	return wait, func() { cancel(); wait() }
}

// receivedEnd is the end of a range as Tempo would have searched it.
var receivedEnd = regexp.MustCompile(`received start=\d+ end=(\d+)`)

// askLate sends a search that Tempo refuses: it is longer than any limit, and
// wants more spans than any limit. The refusal says to which end Tempo would
// have searched.
func (s *Source) askLate(ctx context.Context) (late time.Duration, ok bool) {
	now := s.now()
	refused := request{
		traceql: "{ }", limit: 1, spans: math.MaxInt32,
		in: journey.TimeRange{From: time.Unix(1, 0), To: now.Add(time.Hour)},
	}
	_, err := s.endpoint.Ask(ctx, httpsource.Request{Path: pathSearch, Params: refused.params(), Accept: jsonType})
	s.limits.learn(refused, err)
	return lateBy(now, err)
}

// lateBy reads out of a refusal how far from now Tempo would have searched.
func lateBy(now time.Time, err error) (late time.Duration, ok bool) {
	found := receivedEnd.FindStringSubmatch(httpsource.RefusedWith(err))
	if found == nil {
		return 0, false
	}
	return now.Sub(time.Unix(number(found[1]), 0)).Truncate(time.Second), true
}

var startsTooLate = regexp.MustCompile(`start must be before end`)

// learnLate remembers how late searches are when one was refused because all of
// its range is in the time that is not searched yet.
func (s *Source) learnLate(err error) bool {
	if !startsTooLate.MatchString(httpsource.RefusedWith(err)) {
		return false
	}
	now := s.now()
	late, ok := lateBy(now, err)
	if !ok || late <= 0 || late > mostLate {
		return false
	}
	k := s.about.peek()
	k.late, k.until = late, now.Add(httpsource.LearnedFor)
	s.about.last.Store(&k)
	return true
}

// late is how much of the newest time a search until an end leaves out, as far
// as is known.
func (s *Source) late(end time.Time) time.Duration {
	if s.now().Sub(end) > mostLate {
		return 0
	}
	return s.about.peek().late
}

// writesNil is whether this Tempo's select() writes the text "nil" for an
// attribute that a span lacks. It does so since 2.10 (grafana/tempo#4905) for
// attributes that have a column of their own, whatever their type, where 2.9
// leaves them out. From then on a value "nil" looks like none, and is
// taken for none; before, it is a value. The same change lets TraceQL compare
// with nil, so where a gateway hides the version, that is tried on no time at all.
func (s *Source) writesNil(ctx context.Context) bool {
	k := s.facts(ctx)
	if k.nils != nil {
		return *k.nils
	}
	try := request{traceql: "{ span.a = nil }", limit: 1, spans: 1, in: journey.TimeRange{From: time.Unix(1, 0), To: time.Unix(2, 0)}}
	_, err := s.endpoint.Ask(ctx, httpsource.Request{Path: pathSearch, Params: try.params(), Accept: jsonType})
	if err != nil && !isBadQuery(err) {
		return false
	}
	nils := err == nil
	k = s.about.peek()
	k.nils = &nils
	s.about.last.Store(&k)
	return nils
}

// params are the request as HTTP has it.
func (r request) params() url.Values {
	params := url.Values{"q": {r.traceql}, "limit": {strconv.Itoa(r.limit)}, "spss": {strconv.Itoa(r.spans)}}
	setRange(params, r.in)
	return params
}
