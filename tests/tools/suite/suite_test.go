package suite

import (
	"context"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

func TestEveryStepIsCounted(t *testing.T) {
	task := func(err error) step {
		return step{"task", one(func(context.Context, *project.Project) error { return err })}
	}
	counting := step{"tests", func(context.Context, *project.Project) (tally, error) {
		return tally{passed: 3, failed: 2}, errors.New("exit status 1")
	}}
	diedEarly := step{"tests", func(context.Context, *project.Project) (tally, error) {
		return tally{passed: 3}, errors.New("exit status 1")
	}}
	got := runAll(t.Context(), []step{task(nil), task(errors.New("no")), counting, diedEarly}, io.Discard)
	require.Equal(t, tally{passed: 7, failed: 4}, got)
}

func TestARunEndedEarlyHasNotPassed(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	first := step{"first", one(func(context.Context, *project.Project) error {
		cancel()
		return nil
	})}
	never := step{"never", func(context.Context, *project.Project) (tally, error) {
		t.Error("ran after the end")
		return tally{}, nil
	}}
	require.Equal(t, tally{passed: 1, failed: 1}, runAll(ctx, []step{first, never, never}, io.Discard))
}
