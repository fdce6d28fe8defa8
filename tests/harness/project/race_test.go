package project

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRaceDetectorTellsThatCgoIsOff(t *testing.T) {
	t.Setenv("CC", "go -flag") // any command that is there
	t.Setenv("CGO_ENABLED", "0")
	require.ErrorContains(t, new(Project).RaceDetector(t.Context()), "cgo is off")
	t.Setenv("CGO_ENABLED", "1")
	require.NoError(t, new(Project).RaceDetector(t.Context()))
}
