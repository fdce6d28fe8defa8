package bench

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// asked is a search that took so many milliseconds in each way.
func asked(took map[Way][]int) *Question {
	q := newQuestion("otlp", make([]*request, 0))
	q.Traces, q.Lines, q.Wire = 200, 999, 1e6
	q.Growth[Whole] = []float64{2e6, 3.5e6}
	for way, all := range took {
		for _, ms := range all {
			q.Took[way] = append(q.Took[way], time.Duration(ms)*time.Millisecond)
		}
	}
	return q
}

func TestTargets(t *testing.T) {
	good := asked(map[Way][]int{Floor: {90, 100, 500}, Whole: {125}, List: {25}, Again: {5}, Rival: {250}})
	bad := asked(map[Way][]int{Floor: {100}, Whole: {126}, List: {26}, Again: {6}, Rival: {250}})
	lost := asked(map[Way][]int{Floor: {100}, List: {25}, Again: {5}, Rival: {250}})
	lost.Fault[Whole] = "out of memory"
	verdicts := func(questions ...*Question) (all []string) {
		for _, target := range (&Report{Questions: questions}).targets()[:4] {
			all = append(all, target.verdict()+", worst "+target.worstText())
		}
		return all
	}
	require.Equal(t, []string{
		"yes, worst 0.25 (200 traces, otlp)", "yes, worst 1.25 (200 traces, otlp)",
		"yes, worst 10.00 (200 traces, otlp)", "yes, worst 5.00 (200 traces, otlp)",
	}, verdicts(good))
	require.Equal(t, []string{
		"**1 of 2**, worst 0.26 (200 traces, otlp)", "**1 of 2**, worst 1.26 (200 traces, otlp)",
		"**1 of 2**, worst 9.62 (200 traces, otlp)", "**1 of 2**, worst 4.33 (200 traces, otlp)",
	}, verdicts(good, bad))
	require.Equal(t, "**no**, worst no answer: 200 traces, otlp", verdicts(lost)[1])
}

func TestGrowthIsThePeakOfAll(t *testing.T) {
	memory := (&Report{Questions: []*Question{asked(nil)}}).targets()[4]
	require.Equal(t, "**no**, worst 3.50 (200 traces, otlp)", memory.verdict()+", worst "+memory.worstText())
}
