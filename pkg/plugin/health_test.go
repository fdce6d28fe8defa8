package plugin

import (
	"context"
	"errors"
	"testing"
)

// saying is a server that says what a test wants.
type saying struct {
	version string
	err     error
}

func (s saying) Status(context.Context) (string, error) { return s.version, s.err }

func TestHealthOf(t *testing.T) {
	for _, tc := range []struct {
		server saying
		want   string
	}{
		{saying{version: "3.7.8"}, "Loki 3.7.8 answers."},
		{saying{}, "Loki answers."},
		{saying{err: errors.New("it is down")}, "It is down."},
	} {
		if got := healthOf(t.Context(), "Loki", tc.server, nil); got.Message != tc.want || got.OK != (tc.server.err == nil) {
			t.Errorf("got %+v, want %q", got, tc.want)
		}
	}
}
