package decode

import (
	"errors"
	"sync/atomic"
)

// MaxBytes is how many bytes of memory the decoded traces of one query may take. An
// empty span takes two bytes in a message, and hundreds once it is decoded.
const MaxBytes = 1 << 30

// Budget is the memory, in bytes, that traces decoded at the same time may still take.
type Budget struct{ left atomic.Int64 }

func NewBudget(bytes int) *Budget {
	r := &Budget{}
	r.left.Store(int64(bytes))
	return r
}

// take takes memory for up to n things of the given size, and returns for how many
// the budget was enough.
func (r *Budget) take(n, bytes int) int {
	for {
		left := r.left.Load()
		fit := min(n, int(left)/bytes)
		if fit == 0 || r.left.CompareAndSwap(left, left-int64(fit*bytes)) {
			return fit
		}
	}
}

// ErrMemory means that an answer would take more memory than the budget has left.
var ErrMemory = errors.New("no room is left")
