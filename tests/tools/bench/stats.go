package bench

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// none stands in a table where nothing was measured.
const none = "–"

func (r *Report) searches(s Search) []*Question {
	return filter(r.Questions, func(q *Question) bool { return !q.Single && q.Traces == s.Traces })
}

func (r *Report) singles() []*Question {
	return filter(r.Questions, func(q *Question) bool { return q.Single })
}

func filter(questions []*Question, keep func(*Question) bool) (kept []*Question) {
	for _, q := range questions {
		if keep(q) {
			kept = append(kept, q)
		}
	}
	return kept
}

// title tells questions of the same name apart.
func (q *Question) title() string {
	if q.Single {
		return "journey, " + q.Name
	}
	return fmt.Sprintf("%d traces, %s", q.Traces, q.Name)
}

func median[T cmp.Ordered](values []T) (middle T) {
	if len(values) == 0 {
		return middle
	}
	return slices.Sorted(slices.Values(values))[len(values)/2]
}

// cell is the median with its spread, in milliseconds.
func (q *Question) cell(way Way) string {
	if q.Fault[way] != "" {
		return "no answer"
	}
	took := q.Took[way]
	if len(took) == 0 {
		return none
	}
	return fmt.Sprintf("%s (%s–%s)", millis(median(took)), millis(slices.Min(took)), millis(slices.Max(took)))
}

func millis(d time.Duration) string {
	if d < 10*time.Millisecond {
		return fmt.Sprintf("%.1f", float64(d)/float64(time.Millisecond))
	}
	return thousands(int(d.Milliseconds()))
}

// over is how many times longer one way takes than another, 0 when either was
// not measured.
func (q *Question) over(way, other Way) float64 {
	if len(q.Took[way]) == 0 || len(q.Took[other]) == 0 {
		return 0
	}
	return float64(median(q.Took[way])) / float64(median(q.Took[other]))
}

func (q *Question) ratio(way, other Way) string { return times(q.over(way, other)) }

func times(ratio float64) string {
	if ratio == 0 {
		return none
	}
	return fmt.Sprintf("%.2f", ratio)
}

// grew is the largest growth.
func (q *Question) grew(way Way) float64 {
	if len(q.Growth[way]) == 0 {
		return 0
	}
	return slices.Max(q.Growth[way])
}

func (q *Question) growthCell(way Way) string { return megabytes(q.grew(way)) }

// overWire is the growth in terms of the bytes that Loki and Tempo send.
func (q *Question) overWire(way Way) float64 { return q.grew(way) / float64(max(q.Wire, 1)) }

// overFrames is the growth in terms of the bytes of the answer, decompressed.
func (q *Question) overFrames(way Way) float64 {
	return q.grew(way) / float64(max(q.Frames[way], 1))
}

func megabytes(bytes float64) string {
	if bytes == 0 {
		return none
	}
	return fmt.Sprintf("%.2f MB", bytes/1e6)
}

// thousands writes a number with commas.
func thousands(n int) string {
	digits := strconv.Itoa(n)
	var groups []string
	for len(digits) > 3 {
		groups = append(groups, digits[len(digits)-3:])
		digits = digits[:len(digits)-3]
	}
	groups = append(groups, digits)
	slices.Reverse(groups)
	return strings.Join(groups, ",")
}
