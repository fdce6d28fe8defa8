package failure

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestFailed(t *testing.T) {
	source := func(kind journey.ErrorKind) error {
		return journey.NewSourceError("Loki", kind, 0, errors.New("cause"), "Loki is %s.", kind)
	}
	for name, tc := range map[string]struct {
		err    error
		status backend.Status
		source backend.ErrorSource
		text   string
	}{
		"bad query":    {source(journey.ErrBadQuery), 400, backend.ErrorSourceDownstream, "Loki is bad-query."},
		"unauthorized": {source(journey.ErrUnauthorized), 401, backend.ErrorSourceDownstream, "Loki is unauthorized."},
		"too much":     {source(journey.ErrTooMuch), 422, backend.ErrorSourceDownstream, "Loki is too-much."},
		"rate limited": {source(journey.ErrRateLimited), 429, backend.ErrorSourceDownstream, "Loki is rate-limited."},
		"timeout":      {source(journey.ErrTimeout), 504, backend.ErrorSourceDownstream, "Loki is timeout."},
		"unreachable":  {source(journey.ErrUnreachable), 502, backend.ErrorSourceDownstream, "Loki is unreachable."},
		"wrapped":      {fmt.Errorf("search: %w", source(journey.ErrServer)), 502, backend.ErrorSourceDownstream, "Search: Loki is server."},
		"both":         {errors.Join(source(journey.ErrServer), source(journey.ErrServer)), 502, backend.ErrorSourceDownstream, "Loki is server. Loki is server."},
		"run-on": {errors.Join(errors.New("loki is slow"), source(journey.ErrServer), errors.New("\n is it up?\n")), 502, backend.ErrorSourceDownstream,
			"Loki is slow. Loki is server. Is it up?"},
		"cancelled": {context.Canceled, 499, backend.ErrorSourceDownstream, "The query was cancelled."},
		"our own":   {errors.New("index out of range"), 500, backend.ErrorSourcePlugin, "Index out of range."},
	} {
		t.Run(name, func(t *testing.T) {
			got := Failed(t.Context(), tc.err)
			if got.Status != tc.status || got.ErrorSource != tc.source || got.Error.Error() != tc.text {
				t.Errorf("got %d, %s, %q; want %d, %s, %q", got.Status, got.ErrorSource, got.Error, tc.status, tc.source, tc.text)
			}
		})
	}
}
