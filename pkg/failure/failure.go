// Package failure turns errors and panics into what Grafana and its users see of them.
package failure

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// BadRequest answers a query that the user has to correct.
func BadRequest(err error) backend.DataResponse {
	return backend.ErrDataResponseWithSource(backend.StatusBadRequest, backend.ErrorSourceDownstream, journey.Sentence(err.Error()))
}

// Failed answers a query that could not be answered. Only this function decides whether the
// servers (downstream) or the plugin caused a failure.
func Failed(ctx context.Context, err error) backend.DataResponse {
	var source *journey.SourceError
	switch {
	case errors.As(err, &source):
		return backend.ErrDataResponseWithSource(statusOf(source), backend.ErrorSourceDownstream, Joined(err))
	case errors.Is(err, context.Canceled):
		return backend.ErrDataResponseWithSource(statusClientClosed, backend.ErrorSourceDownstream, "The query was cancelled.")
	case errors.Is(err, context.DeadlineExceeded):
		return backend.ErrDataResponseWithSource(backend.StatusTimeout, backend.ErrorSourceDownstream,
			"The query took longer than Grafana allows: narrow the time range or the query.")
	}
	backend.Logger.FromContext(ctx).Error("query failed", "error", err)
	return backend.ErrDataResponseWithSource(backend.StatusInternal, backend.ErrorSourcePlugin, journey.Sentence(err.Error()))
}

// statusClientClosed is nginx's 499, which Grafana also uses for a cancelled query.
const statusClientClosed = backend.Status(499)

func statusOf(e *journey.SourceError) backend.Status {
	switch e.Kind {
	case journey.ErrBadQuery:
		return backend.StatusBadRequest
	case journey.ErrUnauthorized:
		if e.Status == http.StatusForbidden {
			return backend.StatusForbidden
		}
		return backend.StatusUnauthorized
	case journey.ErrTooMuch:
		return backend.Status(http.StatusUnprocessableEntity)
	case journey.ErrRateLimited:
		return backend.StatusTooManyRequests
	case journey.ErrTimeout:
		return backend.StatusTimeout
	}
	return backend.StatusBadGateway
}

// Joined puts the errors of several sources into one line, each as a sentence.
func Joined(err error) string {
	var sentences []string
	for line := range strings.Lines(err.Error()) {
		if s := journey.Sentence(line); s != "" {
			sentences = append(sentences, s)
		}
	}
	return strings.Join(sentences, " ")
}

// Downstream marks an error about the settings, which the user can fix.
func Downstream(err error) error {
	if err == nil {
		return nil
	}
	return backend.DownstreamError(errors.New(Joined(err)))
}
