package mesh

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// A plain mesh is one whose lines carry no ID: neither that of the trace nor that of
// the request. All else that makes such lines hard to assign happens, too:
//
//   - requests take about a second, so that many are under way at once;
//   - one request in untracedEvery sends no spans;
//   - pods write lines that belong to no request;
//   - the log shippers of some pods stamp lines when they read them;
//   - the clock of one host is off.
const (
	untracedEvery = 9
	skewedNode    = "worker-2"
	plainSkew     = 300 * time.Millisecond
	mostDelay     = 1500 * time.Millisecond
)

// plainly changes a request as it happens.
func (m *Mesh) plainly(p *plot, c *clock) {
	start, end := p.root.out.start, p.root.answered()
	if wanted := c.between(500*time.Millisecond, 1500*time.Millisecond); end.Sub(start) < wanted {
		p.root.stretch(start, int64(wanted/end.Sub(start)))
	}
	p.root.shift(skewedNode, plainSkew)
	p.mishap.unsampled = p.mishap.unsampled || m.made%untracedEvery == 0
}

// stretch makes all that happens take longer, here and below.
func (e *exchange) stretch(from time.Time, factor int64) {
	move := func(t time.Time) time.Time {
		if t.IsZero() {
			return t
		}
		return from.Add(t.Sub(from) * time.Duration(factor))
	}
	for _, w := range []*window{&e.caller, &e.out, &e.mid, &e.in, &e.served} {
		w.start, w.end = move(w.start), move(w.end)
	}
	for _, s := range e.steps {
		s.start, s.end = move(s.start), move(s.end)
		for i := range s.notes {
			s.notes[i].at = move(s.notes[i].at)
		}
		if s.call != nil {
			s.call.stretch(from, factor)
		}
	}
}

// shipPlainly takes the IDs out of a line, and may delay it. The line belongs to the
// request all the same.
func (r *recorder) shipPlainly(l *Line, written writtenLine, from origin) {
	for _, id := range []string{r.request.TraceID.String(), r.request.SentTraceID, r.requestID, from.tc.spanID.String(), from.tc.received.String(), from.tc.passedOn.String()} {
		if id != "" {
			l.Body = strings.ReplaceAll(l.Body, id, "-")
		}
	}
	written.record, written.namesTrace = nil, false
	r.ship(l, written, from)
	l.context = traceContext{}
	if isDelayed(from.pod) {
		l.Time = l.Time.Add(time.Duration(r.rand.Int64N(int64(mostDelay))))
	}
	r.request.Unrelated = append(r.request.Unrelated, *l)
}

// isDelayed is the same for all lines of a pod.
func isDelayed(pod string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(pod))
	return h.Sum32()%2 == 0
}

// background are lines that a pod writes for no request. %s is the time.
var background = []string{
	"%s INFO cache refreshed, 17 entries",
	"GC pause 3 ms",
	`{"@timestamp":"%s","level":"INFO","message":"pool has 4 idle connections"}`,
	`127.0.0.1 - - [11/Mar/2026:09:14:02 UTC] "GET /healthz HTTP/1.1" 200 2`,
	"%s info: GET /healthz answered 200",
	"WARN: metrics exporter is slow",
}

// addBackground writes lines of the pods that wrote the request's lines, at any time of
// it. They belong to no request.
func (r *recorder) addBackground() {
	q := r.request
	own := slices.Clone(q.Unrelated)
	if len(own) == 0 {
		return
	}
	slices.SortFunc(own, func(a, b Line) int { return cmp.Compare(a.Service, b.Service) })
	for range 4 {
		l := own[r.rand.IntN(len(own))]
		l.Time = r.start.Add(time.Duration(r.rand.Int64N(int64(r.end.Sub(r.start)))))
		l.Body = background[r.rand.IntN(len(background))]
		if strings.Contains(l.Body, "%s") {
			l.Body = fmt.Sprintf(l.Body, l.Time.Format("2006-01-02T15:04:05.000Z"))
		}
		l.SpanID, l.Background, l.Level = journey.SpanID{}, true, ""
		q.Unrelated = append(q.Unrelated, l)
	}
}
