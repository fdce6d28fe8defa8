package find

import (
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// knownLines recognises lines that a LogQL query has rewritten. Such a line still
// has its time, and the labels of its stream that the query did not drop or replace.
type knownLines struct {
	newest map[int64]int    // by Unix ns: the index of the last line added with that time
	older  []int            // for each line, the index of the previous line with the same time, or -1
	labels []journey.Labels // of each line
}

func newKnownLines(n int) *knownLines {
	return &knownLines{newest: make(map[int64]int, n), older: make([]int, 0, n), labels: make([]journey.Labels, 0, n)}
}

// add adds a line by its original time and labels.
func (k *knownLines) add(at time.Time, labels journey.Labels) {
	older, ok := k.newest[at.UnixNano()]
	if !ok {
		older = -1
	}
	k.newest[at.UnixNano()] = len(k.labels)
	k.older, k.labels = append(k.older, older), append(k.labels, labels)
}

// has reports whether a line that a query returned was added.
func (k *knownLines) has(l *journey.Line) bool {
	i, ok := k.newest[l.Time.UnixNano()]
	for ok && i >= 0 {
		if containsAll(k.labels[i], l.Labels) {
			return true
		}
		i = k.older[i]
	}
	return false
}

// containsAll reports whether ls contains all of others. Both are sorted.
func containsAll(ls, others journey.Labels) bool {
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
