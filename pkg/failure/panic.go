package failure

import (
	"context"
	"errors"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// LogPanic logs what is behind a *journey.PanicError, which users do not see.
func LogPanic(ctx context.Context, err error) {
	var panicked *journey.PanicError
	if errors.As(err, &panicked) {
		backend.Logger.FromContext(ctx).Error("answering a query panicked", "reason", panicked.Reason, "stack", string(panicked.Stack))
	}
}

// Safely turns a panic into an error: outside of the SDK's goroutine it would
// end the process, and with it the queries of everybody else.
func Safely[T any](ctx context.Context, ask func(context.Context) (T, error)) (answer T, err error) {
	err = journey.Caught(func() (err error) {
		answer, err = ask(ctx)
		return err
	})()
	LogPanic(ctx, err)
	return answer, err
}

// AtOnce does all of works at the same time. Its error is a panic in one of them.
func AtOnce(ctx context.Context, works ...func()) error {
	var group errgroup.Group
	for _, work := range works {
		group.Go(journey.Caught(func() error { work(); return nil }))
	}
	err := group.Wait()
	LogPanic(ctx, err)
	return err
}
