package tempo

import "sync/atomic"

// maxTraces is how many bytes the traces of one query may take once they are
// read. A span that says nothing takes two bytes as sent, and hundreds then.
const maxTraces = 1 << 30

// room is what traces that are read at the same time may still take, in bytes.
type room struct{ left atomic.Int64 }

func newRoom(bytes int) *room {
	r := &room{}
	r.left.Store(int64(bytes))
	return r
}

// take gives as many of n things of so many bytes each as there is room for.
func (r *room) take(n, bytes int) int {
	for {
		left := r.left.Load()
		fit := min(n, int(left)/bytes)
		if fit == 0 || r.left.CompareAndSwap(left, left-int64(fit*bytes)) {
			return fit
		}
	}
}
