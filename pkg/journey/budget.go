package journey

import "sync/atomic"

// MemoryBudget is how many bytes of answers a query may still read, from both sources
// together: the plugin holds what it reads in memory until the query is answered.
type MemoryBudget struct {
	left  atomic.Int64
	total int64
}

// NewMemoryBudget makes a budget of so many bytes.
func NewMemoryBudget(bytes int64) *MemoryBudget {
	b := &MemoryBudget{total: bytes}
	b.left.Store(bytes)
	return b
}

// Take deducts the bytes that were read. It is false when they exceed the budget. A
// nil budget has no bound.
func (b *MemoryBudget) Take(bytes int) bool { return b == nil || b.left.Add(-int64(bytes)) >= 0 }

// Megabytes is the whole budget, for sentences.
func (b *MemoryBudget) Megabytes() int64 { return b.total >> 20 }

// Within is the source with a memory budget for all that is read from it. A source
// without a method Within holds nothing in memory and is returned as it is.
func Within[S any](source S, b *MemoryBudget) S {
	if s, ok := any(source).(interface{ Within(b *MemoryBudget) S }); ok {
		return s.Within(b)
	}
	return source
}
