package project

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Lifetime ends with ctx, with Ctrl-C, when the process is asked to end, and
// when its parent is gone: a terminal sends Ctrl-C to every process, but any
// other signal ends mage alone, and would leave this process, with all that it
// started, running.
func Lifetime(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		untilOrphaned(ctx, os.Getppid)
	}()
	return ctx, func() {
		cancel()
		stop()
	}
}

// untilOrphaned returns when the parent is another one, or ctx ends. It polls:
// there is no portable event, and Linux's death signal comes already when the
// parent's thread that started the child ends.
func untilOrphaned(ctx context.Context, parent func() int) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for born := parent(); parent() == born; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
