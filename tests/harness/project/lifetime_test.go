package project

import (
	"context"
	"testing"
	"testing/synctest"
)

func TestUntilOrphaned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		parents := []int{7, 7, 7, 1}
		untilOrphaned(t.Context(), func() int {
			now := parents[0]
			parents = parents[1:]
			return now
		})
		if len(parents) != 0 {
			t.Errorf("ended with its parent alive")
		}
	})
}

func TestUntilOrphanedEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	untilOrphaned(ctx, func() int { return 7 })
}
