package bench

import (
	"fmt"
	"slices"
	"time"
)

// target is a promise, and what was measured of it.
type target struct {
	what, wanted string
	measured     []reading
}

// reading is what one question says of a target.
type reading struct {
	of    string
	value float64 // 0 when the plugin gave no answer
	text  string
	meets bool
	badly float64 // how bad it is, to find the worst
}

func (t *target) atMost(q *Question, value, most float64) {
	t.add(q, value, value > 0 && value <= most, value)
}

func (t *target) atLeast(q *Question, value, least float64) {
	t.add(q, value, value >= least, -value)
}

func (t *target) add(q *Question, value float64, meets bool, badly float64) {
	if value == 0 {
		badly = 1e9
	}
	t.measured = append(t.measured, reading{q.title(), value, fmt.Sprintf("%.2f", value), meets, badly})
}

// verdict counts the questions that meet the target.
func (t *target) verdict() string {
	met := 0
	for _, m := range t.measured {
		if m.meets {
			met++
		}
	}
	switch met {
	case len(t.measured):
		return "yes"
	case 0:
		return "**no**"
	}
	return fmt.Sprintf("**%d of %d**", met, len(t.measured))
}

func (t *target) worstText() string {
	worst := t.measured[0]
	for _, m := range t.measured {
		if m.badly > worst.badly {
			worst = m
		}
	}
	if worst.value == 0 {
		return "no answer: " + worst.of
	}
	return fmt.Sprintf("%s (%s)", worst.text, worst.of)
}

// joinTime is what a single journey may take on top of a share of the floor.
const joinTime = 5 * time.Millisecond

// targets compares the measurements with what the plugin promises.
func (r *Report) targets() []*target {
	list := &target{what: "search: list and graph ÷ floor", wanted: "≤ 0.25"}
	whole := &target{what: "search: every trace whole ÷ floor", wanted: "≤ 1.25"}
	rival := &target{what: "search: Grafana's own way ÷ list", wanted: "≥ 10"}
	again := &target{what: "search: list ÷ the same again", wanted: "≥ 5"}
	single := &target{what: "one journey ÷ (1.15 × floor + 5 ms)", wanted: "≤ 1"}
	memory := &target{what: "memory: growth ÷ bytes that Loki and Tempo sent", wanted: "≤ 3"}
	frames := &target{what: "memory: growth ÷ bytes of the answer, decompressed", wanted: "≤ 3"}
	for _, q := range r.Questions {
		memory.atMost(q, q.overWire(Whole), 3)
		frames.atMost(q, q.overFrames(Whole), 3)
		if q.Single {
			most := 1.15*float64(median(q.Took[Floor])) + float64(joinTime)
			single.atMost(q, float64(median(q.Took[Whole]))/most, 1)
			continue
		}
		list.atMost(q, q.over(List, Floor), 0.25)
		whole.atMost(q, q.over(Whole, Floor), 1.25)
		rival.atLeast(q, q.over(Rival, List), 10)
		again.atLeast(q, q.over(List, Again), 5)
	}
	return slices.DeleteFunc([]*target{list, whole, rival, again, single, memory, frames}, func(t *target) bool { return len(t.measured) == 0 })
}
