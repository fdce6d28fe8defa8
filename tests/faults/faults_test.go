package faults

import (
	"fmt"
	"testing"

	"golang.org/x/sync/errgroup"
)

// atOnce is how many faults are looked at together: most of the time is waiting.
const atOnce = 8

var servers = []string{"Loki", "Tempo"}

// look is one fault of one server, as it was seen.
type look struct {
	fault  fault
	server string
	url    string
	seen   map[string]seen // by question
}

func TestFaults(t *testing.T) {
	r := newRig(t)
	var looks []*look
	for _, f := range matrix {
		for _, server := range servers {
			if f.only == "" || f.only == server {
				looks = append(looks, &look{fault: f, server: server, seen: map[string]seen{}})
			}
		}
	}
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, l := range looks {
		group.Go(func() error { l.ask(t, r); return nil })
	}
	_ = group.Wait()
	for _, l := range looks {
		t.Run(l.server+"/"+l.fault.name, func(t *testing.T) {
			for _, q := range []string{"journey", "both", "alone"} {
				s := l.seen[q]
				fmt.Printf("%-6s %-50s %-8s %v st=%d v=%s j=%d s=%d l=%d f=%v\n    %q\n", l.server, l.fault.name, q, s.outcome(looks[0].seen[q]), s.status, s.verdict, s.journeys, s.spans, s.lines, s.findings, s.said(l.url, l.server))
			}
		})
	}
}

// ask asks each question by a way of its own: faults that come once come once a
// question.
func (l *look) ask(t *testing.T, r *rig) {
	for name, question := range r.questions(l.server) {
		l.url = l.fault.way(t, r, l.server)
		source, s := r.source()
		s["queryTimeout"] = budget
		s.of(l.server)["url"] = l.url
		if l.fault.set != nil {
			l.fault.set(s.of(l.server))
		}
		l.seen[name] = r.look(t, source, question)
	}
}
