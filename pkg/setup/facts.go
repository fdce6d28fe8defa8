package setup

import (
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// facts is what the servers answered, for the checks to judge.
type facts struct {
	in                      journey.TimeRange
	limits                  Limits
	lokiTenant, tempoTenant string

	loki, tempo server
	unordered   string // why Tempo does not return the newest requests, "" when it does
	scope       scopeFacts

	groups      []*group // of streams, by namespace, service and container
	groupsFound int      // there may be more than were read
	linesErr    error

	lookups   []lookup
	lookupErr error
	recent    *journey.Result
	recentErr error
	traced    map[string]bool // services that sent spans
}

// server is what Loki or Tempo said about itself.
type server struct {
	version string
	err     error
}

// group is the streams of one container of a service, and a sample of their
// newest lines.
type group struct {
	namespace, service, container string
	streams                       []journey.Labels
	lines                         []line
	metadata                      bool // one of the lines has structured metadata
	byRequestID                   bool // its lines have no trace ID, but a request ID that Tempo knows
}

// line is a log line with its trace context, if it has one.
type line struct {
	*journey.Line
	ctx    journey.TraceContext
	origin Origin
}

func (l *line) hasID() bool { return !l.ctx.TraceID.IsZero() }

func (g *group) withID() (n int) {
	for i := range g.lines {
		if g.lines[i].hasID() {
			n++
		}
	}
	return n
}

// lookup is a trace ID of a line, and whether Tempo knows it.
type lookup struct {
	line  *line
	group *group
	known bool
	whole journey.TraceID // the trace of which the ID is the lower half, or zero
	err   error
}

// each goes over all lines.
func (f *facts) each(visit func(*group, *line)) {
	for _, g := range f.groups {
		for i := range g.lines {
			visit(g, &g.lines[i])
		}
	}
}

// count counts lines.
func (f *facts) count(is func(*line) bool) (n int) {
	f.each(func(_ *group, l *line) {
		if is(l) {
			n++
		}
	})
	return n
}

// noLines says why there are no lines to check, "" if there are some.
func (f *facts) noLines() string {
	switch {
	case f.loki.err != nil:
		return "Loki does not answer, so no lines were read."
	case f.linesErr != nil:
		return "Loki's lines could not be read: " + journey.Sentence(f.linesErr.Error())
	case len(f.groups) == 0:
		return "There are no lines to check."
	}
	return ""
}

// is64Bit reports whether an ID has no upper half.
func is64Bit(id journey.TraceID) bool { return [8]byte(id[:8]) == [8]byte{} }

func notSampled(l *line) bool { return l.hasID() && l.ctx.Sampled == journey.SampledNo }
