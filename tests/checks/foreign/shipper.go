package foreign

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strconv"
	"sync"
	"time"

	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

// line is what a program wrote, and what is true of it.
type line struct {
	from    *program
	at      time.Time // by the clock of the program's host
	body    string
	traceID string // the line's own words, "" for none
	spanID  string
}

// The programs write their IDs in one form each: "trace_id" and "span_id" (zap,
// pino, Traefik), "traceID" and "spanID" (Caddy), "TraceId" and "SpanId" (Traefik).
var (
	traceInLine = regexp.MustCompile(`(?i)"trace_?id":\s*"([0-9a-f]{32})"`)
	spanInLine  = regexp.MustCompile(`(?i)"span_?id":\s*"([0-9a-f]{16})"`)
)

// shipper is a log agent: it stamps what programs write when they write it, and
// sends it to Loki with labels that say who wrote it.
type shipper struct {
	now func() time.Time

	mu    sync.Mutex
	lines []line
	last  time.Time
}

// tail is where a program writes one of its outputs to.
func (s *shipper) tail(p *program) io.Writer { return &tail{to: s, from: p} }

type tail struct {
	to    *shipper
	from  *program
	begun []byte // of a line that has no end yet
}

func (t *tail) Write(written []byte) (int, error) {
	t.begun = append(t.begun, written...)
	for {
		whole, rest, ended := bytes.Cut(t.begun, []byte("\n"))
		if !ended {
			return len(written), nil
		}
		t.begun = rest
		if body := bytes.TrimRight(whole, "\r"); len(body) > 0 {
			t.to.take(t.from, string(body))
		}
	}
}

// take stamps a line; no two have the same time.
func (s *shipper) take(p *program, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.now()
	if !at.After(s.last) {
		at = s.last.Add(1)
	}
	s.last = at
	s.lines = append(s.lines, line{
		from: p, at: at.Add(p.clock), body: body, traceID: first(traceInLine, body), spanID: first(spanInLine, body),
	})
}

func first(pattern *regexp.Regexp, in string) string {
	if m := pattern.FindStringSubmatch(in); m != nil {
		return m[1]
	}
	return ""
}

// written are the lines so far.
func (s *shipper) written() []line {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]line(nil), s.lines...)
}

// forget leaves out what was written so far.
func (s *shipper) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = nil
}

// labels are what an agent on the host knows of a program.
func labels(p *program) map[string]string {
	return map[string]string{"service_name": p.service, "namespace": p.namespace, "pod": p.pod}
}

// ship sends all lines to Loki.
func (s *shipper) ship(ctx context.Context, lokiURL string) error {
	type stream struct {
		Stream map[string]string `json:"stream"`
		Values [][2]string       `json:"values"`
	}
	streams := map[*program]*stream{}
	var all []*stream
	for _, l := range s.written() {
		to := streams[l.from]
		if to == nil {
			to = &stream{Stream: labels(l.from)}
			streams[l.from], all = to, append(all, to)
		}
		to.Values = append(to.Values, [2]string{strconv.FormatInt(l.at.UnixNano(), 10), l.body})
	}
	return mesh.PostJSON(ctx, lokiURL+"/loki/api/v1/push", map[string]any{"streams": all})
}
