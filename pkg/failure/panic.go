package failure

import (
	"context"
	"errors"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// LogPanic logs the reason and stack of a *journey.PanicError. Users do not see them.
func LogPanic(ctx context.Context, err error) {
	var panicked *journey.PanicError
	if errors.As(err, &panicked) {
		backend.Logger.FromContext(ctx).Error("answering a query panicked", "reason", panicked.Reason, "stack", string(panicked.Stack))
	}
}

// Safely turns a panic into an error. Outside of the SDK's goroutines, a panic would end the
// process and the queries of all users.
func Safely[T any](ctx context.Context, ask func(context.Context) (T, error)) (answer T, err error) {
	err = journey.Caught(func() (err error) {
		answer, err = ask(ctx)
		return err
	})()
	LogPanic(ctx, err)
	return answer, err
}

// AtOnce runs functions concurrently. It returns an error if one of them panics.
func AtOnce(ctx context.Context, works ...func()) error {
	var group errgroup.Group
	for _, work := range works {
		group.Go(journey.Caught(func() error { work(); return nil }))
	}
	err := group.Wait()
	LogPanic(ctx, err)
	return err
}
