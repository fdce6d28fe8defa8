package faults

import (
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// atOnce is how many faults are looked at together: most of the time is waiting.
	atOnce = 6
	// patience is the budget where nothing is to run into it, in seconds.
	patience = 240
)

var servers = []string{"Loki", "Tempo"}

// look is one fault of one server, as it was seen.
type look struct {
	fault  fault
	server string

	mu   sync.Mutex
	urls map[string]string // by question, of the way to the server
	seen map[string]seen   // by question
}

func TestFaults(t *testing.T) {
	r := newRig(t)
	begin := time.Now()
	base := r.base(t)
	// What uses up the budget gets a small one, in which the other server still
	// answers, however much this machine has to do.
	small := max(6, 3*time.Since(begin).Seconds())
	looks := everyLook()
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, l := range looks {
		for question := range r.questions(l.server) {
			group.Go(func() error { l.ask(t, r, question, small); return nil })
		}
	}
	_ = group.Wait()
	for _, l := range looks {
		t.Run(l.server+"/"+l.fault.name, func(t *testing.T) { l.check(t, base[l.server]) })
	}
	keepTable(t, tableOf(looks, base))
}

func everyLook() (looks []*look) {
	for _, server := range servers {
		for _, f := range matrix {
			if f.only == "" || f.only == server {
				looks = append(looks, &look{fault: f, server: server, urls: map[string]string{}, seen: map[string]seen{}})
			}
		}
	}
	return looks
}

// base is what is seen without any fault, by server and question.
func (r *rig) base(t *testing.T) map[string]map[string]seen {
	base := make(map[string]map[string]seen)
	for _, server := range servers {
		l := look{fault: fault{way: tcp("", nil)}, server: server, urls: map[string]string{}, seen: map[string]seen{}}
		for question := range r.questions(server) {
			l.ask(t, r, question, patience)
			s := l.seen[question]
			if s.err != "" || s.verdict != "complete" || s.spans == 0 || s.lines == 0 || len(s.notices) > 0 {
				t.Fatalf("without a fault, %s: %+v", question, s)
			}
		}
		base[server] = l.seen
	}
	return base
}

// ask asks a question by a way of its own: faults that come once come once a
// question.
func (l *look) ask(t *testing.T, r *rig, question string, small float64) {
	url := l.fault.way(t, r, l.server)
	source, s := r.source()
	if l.fault.endless {
		s["queryTimeout"] = small
	}
	s.of(l.server)["url"] = url
	if l.fault.set != nil {
		l.fault.set(s.of(l.server))
	}
	got := r.look(t, source, r.questions(l.server)[question])
	l.mu.Lock()
	defer l.mu.Unlock()
	l.urls[question], l.seen[question] = url, got
}

func (l *look) check(t *testing.T, base map[string]seen) {
	want := map[string]outcome{"journey": l.fault.want.journey, "both": l.fault.want.both, "alone": l.fault.want.alone}
	for question, s := range l.seen {
		if got := s.outcome(base[question]); got != want[question] {
			t.Errorf("%s: got %q, want %q: %+v", question, got, want[question], s)
		}
		l.checkOtherSide(t, question, s, base[question])
		for _, text := range s.said() {
			l.checkSentence(t, question, text)
		}
	}
}

// checkOtherSide holds that one server's fault takes nothing from what the other
// answered.
func (l *look) checkOtherSide(t *testing.T, question string, s, base seen) {
	switch {
	case s.outcome(base) != partial:
	case l.server == "Loki" && s.spans != base.spans:
		t.Errorf("%s: %d spans of %d", question, s.spans, base.spans)
	case l.server == "Tempo" && s.lines != base.lines:
		t.Errorf("%s: %d lines of %d", question, s.lines, base.lines)
	}
}

// checkSentence wants one line that names no address but the configured one, and
// is not in the words of a library.
func (l *look) checkSentence(t *testing.T, question, text string) {
	plain := strings.ReplaceAll(text, l.urls[question], "")
	for _, leak := range []string{"\n", "127.0.0.1", "net/http", "rpc error", "EOF", "<nil>", "%!"} {
		if strings.Contains(plain, leak) && !strings.Contains(l.fault.name, "500") {
			t.Errorf("%s: %q is said: %s", question, leak, text)
		}
	}
	if len(text) > 600 {
		t.Errorf("%s: too long to read: %s", question, text)
	}
}
