package tempo

import (
	"errors"
	"net/http"
	"sync/atomic"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// maxTraces is how many bytes the traces of one query may take once they are
// read. A span that says nothing takes two bytes as sent, and hundreds then.
const maxTraces = 1 << 30

// memoryBudget is what traces that are read at the same time may still take, in bytes.
type memoryBudget struct{ left atomic.Int64 }

func newMemoryBudget(bytes int) *memoryBudget {
	r := &memoryBudget{}
	r.left.Store(int64(bytes))
	return r
}

// take gives as many of n things of so many bytes each as there is room for.
func (r *memoryBudget) take(n, bytes int) int {
	for {
		left := r.left.Load()
		fit := min(n, int(left)/bytes)
		if fit == 0 || r.left.CompareAndSwap(left, left-int64(fit*bytes)) {
			return fit
		}
	}
}

// errMemory says that there is no room for an answer.
var errMemory = errors.New("no room is left")

// tooMuch is errFull for the user, and any other error as it is.
func (s *Source) tooMuch(err error) error {
	if !errors.Is(err, errMemory) {
		return err
	}
	return s.endpoint.Errorf(journey.ErrTooMuch, http.StatusOK, nil,
		"what the search found takes more than %d MB of memory once it is read: lower the limit or narrow the time range", maxTraces>>20)
}
