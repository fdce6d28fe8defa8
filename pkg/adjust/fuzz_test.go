package adjust

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
)

func FuzzAdjust(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{1, 0, 1, 2, 0, 100, 0, 2, 1, 1, 3, 10, 80, 0, 2, 1, 2, 2, 200, 60, 0}) // a shared ID, a skewed clock
	f.Add([]byte{1, 2, 1, 1, 5, 9, 0, 2, 3, 1, 1, 3, 0, 0, 3, 1, 2, 1, 4, 200, 0})      // a ring
	f.Add([]byte{0, 9, 0, 2, 7, 0, 1, 1, 0, 0, 2, 7, 0, 1, 1, 0, 0, 2, 7, 0, 1})        // no IDs, no start, twice
	for seed := range uint64(20) {
		f.Add(journeytest.RandomBytes(seed, 12*journeytest.SpanBytes))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in := journeytest.FuzzedSpans(data)
		before := slices.Clone(in)
		got := Spans(in)
		if !reflect.DeepEqual(before, in) {
			t.Fatalf("the input was changed: %s", cmp.Diff(before, in))
		}
		checkNothingLost(t, in, got)
		checkForest(t, got.Spans)
		checkIdempotent(t, got)
	})
}

// The same spans in another order are the same trace.
func TestAdjustIgnoresOrder(t *testing.T) {
	for seed := range uint64(300) {
		in := journeytest.FuzzedSpans(journeytest.RandomBytes(seed, 15*journeytest.SpanBytes))
		for i := range in {
			in[i].Duration += time.Duration(i) // none quite alike
		}
		want := Spans(in)
		random := rand.New(rand.NewPCG(seed, 2))
		random.Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
		got := Spans(in)
		if diff := cmp.Diff(flatten(want.Spans), flatten(got.Spans)); diff != "" {
			t.Fatalf("seed %d: spans: %s", seed, diff)
		}
		if diff := cmp.Diff(want.Adjustments, got.Adjustments); diff != "" {
			t.Fatalf("seed %d: adjustments: %s", seed, diff)
		}
	}
}

func BenchmarkAdjust(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		spans := journeytest.ManySpans(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Spans(spans)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/span")
		})
	}
}

// checkNothingLost compares what no step may change; copies of a span count once.
// A span of no kind may be a part of another one.
func checkNothingLost(t *testing.T, in []journey.Span, got Result) {
	t.Helper()
	distinct := make(map[string]bool)
	want := make(map[string]int)
	for _, s := range in {
		one := fmt.Sprintf("%s %s %s %s %s %s", s.SpanID, s.ParentID, s.Start, s.Kind, s.ServiceName, s.Name)
		if s.SpanID.IsZero() {
			one = fmt.Sprintf("%+v", s)
		}
		if !distinct[one] {
			distinct[one] = true
			want[s.Name+string(s.Kind)]++
		}
	}
	have := make(map[string]int)
	for _, s := range got.Spans {
		have[s.Name+string(s.Kind)]++
	}
	for one, n := range want {
		if strings.HasSuffix(one, string(journey.KindUnspecified)) && have[one] < n {
			have[one] = n
		}
	}
	if !maps.Equal(want, have) {
		t.Fatalf("spans lost or made up: %s", cmp.Diff(want, have))
	}
}

// checkForest holds what the rest of the package relies on.
func checkForest(t *testing.T, spans []*journey.Span) {
	t.Helper()
	byID := make(map[journey.SpanID]*journey.Span)
	for _, s := range spans {
		if s.SpanID.IsZero() || byID[s.SpanID] != nil {
			t.Fatalf("span ID %q is empty or not unique", s.SpanID)
		}
		byID[s.SpanID] = s
	}
	for _, s := range spans {
		if s.Parent != byID[s.ParentID] {
			t.Fatalf("span %s: Parent is not the span of ParentID %s", s.SpanID, s.ParentID)
		}
		if s.Duration < 0 {
			t.Fatalf("span %s lasts %v", s.SpanID, s.Duration)
		}
		steps := 0
		for up := s.Parent; up != nil; up = up.Parent {
			if steps++; steps > len(spans) {
				t.Fatalf("span %s is its own ancestor", s.SpanID)
			}
		}
	}
	if !slices.IsSortedFunc(spans, compareSpans) {
		t.Fatal("spans are not in order of start")
	}
}

// checkIdempotent normalises again: nothing changes, and nothing is fixed.
func checkIdempotent(t *testing.T, got Result) {
	t.Helper()
	again := make([]journey.Span, len(got.Spans))
	for i, s := range got.Spans {
		again[i] = *s
	}
	twice := Spans(again)
	if once, twice := flatten(got.Spans), flatten(twice.Spans); !reflect.DeepEqual(once, twice) {
		t.Fatalf("normalised twice: %s", cmp.Diff(once, twice))
	}
	seen := []journey.AdjustmentStep{journey.StepMissingParents, journey.StepSeveralRoots} // told again, since nothing fixes them
	for _, a := range twice.Adjustments {
		if !slices.Contains(seen, a.Step) {
			t.Fatalf("adjusted again: %s: %s", a.Step, a.Message)
		}
	}
}

// flatten makes spans comparable: parents by their IDs.
func flatten(spans []*journey.Span) []journey.Span {
	flat := make([]journey.Span, len(spans))
	for i, s := range spans {
		flat[i] = *s
		flat[i].Parent = nil
	}
	return flat
}
