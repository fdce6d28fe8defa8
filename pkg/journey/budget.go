package journey

import (
	"context"
	"sync/atomic"
)

// Budget is how many bytes of answers a query may still read, from all sources
// together: what is read is held in memory until the query is answered.
type MemoryBudget struct {
	left  atomic.Int64
	total int64
}

type budgetKey struct{}

// WithBudget gives the work on a query a budget.
func WithMemoryBudget(ctx context.Context, bytes int64) context.Context {
	b := &MemoryBudget{total: bytes}
	b.left.Store(bytes)
	return context.WithValue(ctx, budgetKey{}, b)
}

// BudgetOf is the budget of the query that ctx is for; nil when it has none.
func MemoryBudgetOf(ctx context.Context) *MemoryBudget {
	b, _ := ctx.Value(budgetKey{}).(*MemoryBudget)
	return b
}

// Take takes what was read off the budget, and is false when that was too much.
// A nil budget is never used up.
func (b *MemoryBudget) Take(bytes int) bool { return b == nil || b.left.Add(-int64(bytes)) >= 0 }

// Megabytes is the whole budget, for sentences.
func (b *MemoryBudget) Megabytes() int64 { return b.total >> 20 }
