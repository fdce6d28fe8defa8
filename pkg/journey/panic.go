package journey

import (
	"runtime/debug"

	"golang.org/x/sync/errgroup"
)

// PanicError is what a panic in a part of a query becomes: the query fails, and
// nobody else's. Reason and Stack are for the log: they may hold anything.
type PanicError struct {
	Reason any
	Stack  []byte
}

func (e *PanicError) Error() string { return "the plugin failed on this query: see Grafana's log" }

// Caught is work whose panic is its error. All work on goroutines of a query's
// own goes through it: a panic there would end the process.
func Caught(work func() error) func() error {
	return func() (err error) {
		defer func() {
			if reason := recover(); reason != nil {
				err = &PanicError{Reason: reason, Stack: debug.Stack()}
			}
		}()
		return work()
	}
}

// InParallel runs all works at once, waits for all of them, and returns the first
// error.
func InParallel(works ...func() error) error {
	var group errgroup.Group
	for _, work := range works {
		group.Go(Caught(work))
	}
	return group.Wait()
}
