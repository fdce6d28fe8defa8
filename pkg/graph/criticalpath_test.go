package graph

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

// Pictures show one span per line, parents by indentation; after the bar, each
// column is a millisecond and '=' marks the span's life.
func TestCriticalPath(t *testing.T) {
	tests := []struct{ name, picture, want string }{
		{"alone", `
			a   |====`,
			"a=4"},
		{"children in a row", `
			a   |==========
			  b | ===
			  c |     ===`,
			"a=4 b=3 c=3"},
		{"back to back", `
			a   |========
			  b |====
			  c |    ====`,
			"a=0 b=4 c=4"},
		{"overlapping: the last to finish shadows the other", `
			a   |==========
			  b | =====
			  c |   =====`,
			"a=5 b=0 c=5"},
		{"within another: the shorter is in its shadow", `
			a   |==========
			  b | ======
			  c |   ===`,
			"a=4 b=6 c=0"},
		{"grandchildren", `
			a     |============
			  b   | ========
			    c |   ====
			  d   |  ==`,
			"a=4 b=4 c=4 d=0"},
		{"before the child on the path", `
			a   |==========
			  b | ==
			  c |    =====
			  d |  ====`,
			"a=3 b=2 c=5 d=0"},
		{"asynchronous child: clipped at its parent's end", `
			a   |======
			  b |  =======`,
			"a=2 b=4"},
		{"asynchronous child of a clipped child", `
			a     |======
			  b   |  =======
			    c |   =======`,
			"a=2 b=1 c=3"},
		{"skewed child: clipped at its parent's start", `
			a   |   =====
			  b |====`,
			"a=4 b=1"},
		{"child outside its parent", `
			a   |====
			  b |     ===`,
			"a=4 b=0"},
		{"two that end together: the longer one", `
			a   |========
			  b |      ==
			  c |    ====
			  d | ==`,
			"a=2 b=0 c=4 d=2"},
		{"several roots: the longest", `
			a   |===
			b   |  =====
			  c |    ==
			d   |      ==`,
			"a=0 b=3 c=2 d=0"},
		{"a consumer is not waited for", `
			a          |======
			  consumer |  ====`,
			"a=6 consumer=0"},
		{"a point in time", `
			a   |====
			  b |  `,
			"a=4 b=0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			j := &journey.Journey{Spans: drawn(tt.picture)}
			CriticalPath(j)
			CriticalPath(j) // from scratch, whatever was there
			if diff := cmp.Diff(tt.want, shares(j.Spans)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCriticalPathOfNothing(t *testing.T) {
	CriticalPath(&journey.Journey{})
}

// Whatever the tree, the path's parts add up to the root's duration.
func TestCriticalPathAddsUp(t *testing.T) {
	for seed := range uint64(500) {
		spans := randomTree(rand.New(rand.NewPCG(seed, 1)), 200)
		CriticalPath(&journey.Journey{Spans: spans})
		var sum time.Duration
		for _, s := range spans {
			if s.Critical < 0 || s.Critical > s.Duration {
				t.Fatalf("seed %d: span %s has %v of %v on the path", seed, s.SpanID, s.Critical, s.Duration)
			}
			sum += s.Critical
		}
		if sum != spans[0].Duration {
			t.Fatalf("seed %d: the path is %v long, the root %v", seed, sum, spans[0].Duration)
		}
	}
}

func TestCriticalPathOfDeepChain(t *testing.T) {
	spans := chain(100_000)
	CriticalPath(&journey.Journey{Spans: spans})
	if last := spans[len(spans)-1]; last.Critical != last.Duration {
		t.Errorf("the last span has %v of %v on the path", last.Critical, last.Duration)
	}
}

func BenchmarkCriticalPath(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		for name, spans := range map[string][]*journey.Span{"chain": chain(n), "tree": randomTree(rand.New(rand.NewPCG(1, 1)), n)} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					CriticalPath(&journey.Journey{Spans: spans})
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/span")
			})
		}
	}
}

// drawn reads a picture.
func drawn(picture string) []*journey.Span {
	var spans, path []*journey.Span
	for line := range strings.Lines(strings.TrimSpace(picture)) {
		label, life, _ := strings.Cut(strings.Trim(line, "\t\n"), "|")
		name := strings.TrimSpace(label)
		depth := strings.Index(label, name) / 2
		before := len(life) - len(strings.TrimLeft(life, " "))
		s := &journey.Span{
			SpanID: journey.SpanID{7: byte(len(spans) + 1)}, Name: name, Kind: journey.KindServer,
			Start:    journeytest.Noon.Add(time.Duration(before) * time.Millisecond),
			Duration: time.Duration(strings.Count(life, "=")) * time.Millisecond,
		}
		if name == "consumer" {
			s.Kind = journey.KindConsumer
		}
		path = append(path[:depth], s)
		if depth > 0 {
			s.Parent = path[depth-1]
		}
		spans = append(spans, s)
	}
	return spans
}

func shares(spans []*journey.Span) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, fmt.Sprintf("%s=%d", s.Name, s.Critical.Milliseconds()))
	}
	return strings.Join(parts, " ")
}

// randomTree has one root; children may begin before and end after their parents.
func randomTree(random *rand.Rand, n int) []*journey.Span {
	spans := make([]*journey.Span, n)
	for i := range spans {
		s := &journey.Span{SpanID: journey.SpanID{byte(i >> 16), byte(i >> 8), byte(i), 1}, Kind: journey.KindServer,
			Start: journeytest.Noon.Add(time.Duration(random.IntN(1000))), Duration: time.Duration(random.IntN(300))}
		if i > 0 {
			s.Parent = spans[random.IntN(i)]
			s.Start = s.Parent.Start.Add(time.Duration(random.IntN(int(s.Parent.Duration)+20) - 10))
		}
		spans[i] = s
	}
	spans[0].Duration = 1000
	return spans
}

// chain is n spans, each the only child of the one before.
func chain(n int) []*journey.Span {
	spans := make([]*journey.Span, n)
	for i := range spans {
		spans[i] = &journey.Span{Kind: journey.KindInternal, Start: journeytest.Noon.Add(time.Duration(i)), Duration: time.Duration(2*n - 2*i)}
		if i > 0 {
			spans[i].Parent = spans[i-1]
		}
	}
	return spans
}
