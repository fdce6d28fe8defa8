package find

import (
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// knownLines finds lines again that a LogQL query has rewritten. Such a line still
// has its time, and those labels of its stream that the query did not drop or
// replace.
type knownLines struct {
	newest map[int64]int    // by ns: the line added last at that time
	older  []int            // for each line the one added before it at the same time, or -1
	labels []journey.Labels // of each line
}

func newKnownLines(n int) *knownLines {
	return &knownLines{newest: make(map[int64]int, n), older: make([]int, 0, n), labels: make([]journey.Labels, 0, n)}
}

// add adds a line by the time and labels that its source holds.
func (k *knownLines) add(at time.Time, labels journey.Labels) {
	older, some := k.newest[at.UnixNano()]
	if !some {
		older = -1
	}
	k.newest[at.UnixNano()] = len(k.labels)
	k.older, k.labels = append(k.older, older), append(k.labels, labels)
}

// has says that a line, as some query returned it, was added.
func (k *knownLines) has(l *journey.Line) bool {
	i, some := k.newest[l.Time.UnixNano()]
	for some && i >= 0 {
		if holdAll(k.labels[i], l.Labels) {
			return true
		}
		i = k.older[i]
	}
	return false
}

// holdAll says that all of others are among ls.
func holdAll(ls, others journey.Labels) bool {
	for len(others) > 0 {
		switch {
		case len(ls) == 0 || ls[0].Name > others[0].Name:
			return false
		case ls[0] == others[0]:
			others = others[1:]
		}
		ls = ls[1:]
	}
	return true
}
