package mesh

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// plot is a request as it happens, what becomes of its telemetry, and what is
// to be said of it.
type plot struct {
	scenario Scenario
	root     *exchange
	mishap   mishap
	findings []Finding
}

// mishap is what goes wrong with the telemetry of a request, not with the
// request itself.
type mishap struct {
	unsampled  bool             // no span is sent, and the headers say so
	unsent     func(*span) bool // spans that get lost
	beginsAnew *workload        // takes over the trace ID but not the parent
	untraced   *workload        // has tracing switched off: its proxy lets headers pass
	skewed     string           // the node whose clock is off
	skew       time.Duration
}

func (m mishap) loses(s *span) bool { return m.unsampled || m.unsent != nil && m.unsent(s) }

// all loses every span, as a broken collector does.
func all(*span) bool { return true }

// scripted plays requests to its first service in turn.
type scripted struct {
	gateways  []*workload // of which each request takes one
	first     *workload
	authority string
	scripts   []script
}

// script is a request for a path.
type script struct {
	scenario Scenario
	gateway  *workload // nil for any
	path     string
	serve    handler
	mishap   mishap
	findings []Finding
}

func (s *scripted) play(c *clock, start time.Time, number uint64) plot {
	script := s.scripts[(number-1)%uint64(len(s.scripts))]
	route, _, _ := strings.Cut(script.path, "?")
	gateway := s.gateways[c.rand.IntN(len(s.gateways))]
	if script.gateway != nil {
		gateway = script.gateway
	}
	e := request(gateway, s.first, script.path, route)
	e.authority = s.authority
	e.play(c, start, script.serve)
	if m := script.mishap; m.skewed != "" {
		e.shift(m.skewed, m.skew)
	}
	return plot{scenario: script.scenario, root: e, mishap: script.mishap, findings: script.findings}
}

// request is a GET of the path, which matches the callee's route.
func request(from, to *workload, path, route string) *exchange {
	return &exchange{
		from: from, to: to, method: http.MethodGet, path: path, route: route,
		authority: fmt.Sprintf("%s:%d", to.service, to.port),
		operation: fmt.Sprintf("%s:%d", to.host(), to.port),
		status:    http.StatusOK,
	}
}

// shift moves what the clock of a node stamped, here and below.
func (e *exchange) shift(node string, by time.Duration) {
	move := func(w *window) { w.start, w.end = w.start.Add(by), w.end.Add(by) }
	if e.from.node == node {
		move(&e.caller)
		move(&e.out)
	}
	if e.to.node == node {
		move(&e.in)
		move(&e.served)
	}
	for _, s := range e.steps {
		if e.to.node == node {
			move(&s.window)
			for i := range s.notes {
				s.notes[i].at = s.notes[i].at.Add(by)
			}
		}
		if s.call != nil {
			s.call.shift(node, by)
		}
	}
}

// part is a piece of what an application does for a request: it begins at at
// and returns when it is done.
type part func(c *clock, e *exchange, at time.Time) time.Time

// does is a handler that does the parts one after the other.
func does(parts ...part) handler {
	return func(c *clock, e *exchange) time.Time {
		at := c.after(e.served.start, 200*time.Microsecond, 800*time.Microsecond)
		e.size = 64 + c.rand.IntN(2000)
		for _, p := range parts {
			at = p(c, e, at)
		}
		return c.after(at, 200*time.Microsecond, 700*time.Microsecond)
	}
}

// says writes a line while the request is served.
func says(level, message string) part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		e.steps = append(e.steps, &step{notes: []note{{at: at, level: level, message: message, source: e.to.service}}})
		return c.after(at, 50*time.Microsecond, 300*time.Microsecond)
	}
}

// saysLater writes a line that long after the work, when it is over.
func saysLater(level, message string, later time.Duration) part {
	return func(_ *clock, e *exchange, at time.Time) time.Time {
		n := note{at: at.Add(later), level: level, message: message, source: e.to.service, late: later > time.Second}
		e.steps = append(e.steps, &step{notes: []note{n}})
		return at
	}
}

// takes is time that the application needs for itself.
func takes(least, most time.Duration) part {
	return func(c *clock, _ *exchange, at time.Time) time.Time { return c.after(at, least, most) }
}

// answers sets the status, with a line that says why when it is a failure.
func answers(status int, why string) part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		e.status = status
		if why == "" {
			return at
		}
		return says("error", why)(c, e, at)
	}
}

// within does parts in a span of their own.
func within(name string, parts ...part) part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		s := &step{name: name}
		s.start = at
		inner := *e // the parts' steps are put into this one
		inner.steps = nil
		at = c.after(at, 50*time.Microsecond, 200*time.Microsecond)
		for _, p := range parts {
			at = p(c, &inner, at)
		}
		for _, sub := range inner.steps {
			s.notes = append(s.notes, sub.notes...)
			if sub.call != nil {
				s.call = sub.call
			}
		}
		s.end = c.after(at, 50*time.Microsecond, 200*time.Microsecond)
		e.steps = append(e.steps, s)
		return s.end
	}
}

// calls is a call to another service that serves it so.
func calls(to *workload, path string, serve handler) part {
	return callsOn(to, path, path, 0, serve)
}

// callsOn is a call of which that much time is lost on the way.
func callsOn(to *workload, path, route string, lost time.Duration, serve handler) part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		call := request(e.to, to, path, route)
		if call.rpc() {
			call.method = http.MethodPost
		}
		call.lost = lost
		call.play(c, at, serve)
		e.steps = append(e.steps, &step{call: call})
		return c.after(call.answered(), 50*time.Microsecond, 300*time.Microsecond)
	}
}

// passesOn fails with the status when the last call failed.
func passesOn(status int, why string) part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		if last := e.steps[len(e.steps)-1]; last.call == nil || !last.call.failed() {
			panic("nothing failed that could be passed on")
		}
		return answers(status, why)(c, e, at)
	}
}

// refused is a call that the callee's proxy answers itself: the application
// behind it is down.
func refused(to *workload, path string) part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		call := request(e.to, to, path, path)
		call.status, call.refused = http.StatusServiceUnavailable, true
		call.play(c, at, func(c *clock, e *exchange) time.Time {
			e.size = 91
			return c.after(e.served.start, time.Millisecond, 3*time.Millisecond)
		})
		e.steps = append(e.steps, &step{call: call})
		return c.after(call.answered(), 50*time.Microsecond, 300*time.Microsecond)
	}
}

// publishes sends a message to the topic, which the consumer takes; nobody
// waits for that.
func publishes(topic string, to *workload, consume handler) part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		message := request(e.to, to, topic, topic)
		message.topic = topic
		message.publish(c, at, consume)
		e.steps = append(e.steps, &step{call: message})
		return c.after(message.caller.end, 50*time.Microsecond, 300*time.Microsecond)
	}
}

// asks is a CLIENT span of a call to something that sends no spans.
func asks(name string, least, most time.Duration, tags ...tag) part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		s := &step{name: name, kind: journey.KindClient, tags: tags}
		s.start, s.end = at, c.after(at, least, most)
		e.steps = append(e.steps, s)
		return c.after(s.end, 20*time.Microsecond, 150*time.Microsecond)
	}
}

// atOnce does parts side by side.
func atOnce(parts ...part) part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		done := at
		for _, p := range parts {
			if end := p(c, e, c.after(at, 0, 200*time.Microsecond)); end.After(done) {
				done = end
			}
		}
		return done
	}
}

// times repeats a part.
func times(n int, p func(i int) part) part {
	return func(c *clock, e *exchange, at time.Time) time.Time {
		for i := range n {
			at = p(i)(c, e, at)
		}
		return at
	}
}
