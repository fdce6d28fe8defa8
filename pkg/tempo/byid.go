package tempo

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// pathTracesV1 is where Tempo before 2.6 has traces by their ID. It answers a bare
// Trace, and 404 for one that it does not know.
const pathTracesV1 = "/api/traces/"

// fetched is the answer to a request for one trace.
type fetched struct {
	body     []byte
	isV1     bool // the body is a Trace, not a TraceByIDResponse
	requests int
	err      error
}

// fetch asks for a trace where current versions have it, and where old ones do when
// there is no such place. It remembers that for a while: Tempo is upgraded.
func (s *Source) fetch(ctx context.Context, foundTrace journey.FoundTrace) fetched {
	isV1 := !s.byIDBackoff.ready()
	first := s.askByID(ctx, foundTrace, isV1)
	if !lacksPath(first.err) {
		return first
	}
	second := s.askByID(ctx, foundTrace, !isV1)
	second.requests += first.requests
	if second.err != nil && !isTempoNotFound(second.err) {
		first.requests = second.requests
		return first // the address is wrong, or a gateway lets neither through
	}
	if second.isV1 {
		s.byIDBackoff.failed()
	}
	return second
}

func (s *Source) askByID(ctx context.Context, foundTrace journey.FoundTrace, isV1 bool) fetched {
	params := url.Values{}
	if !foundTrace.Range.IsZero() {
		setRange(params, foundTrace.Range.Widen(hintMargin))
	}
	path := pathTraces
	if isV1 {
		path = pathTracesV1
	}
	body, err := s.endpoint.Ask(ctx, httpsource.Request{Path: path + foundTrace.TraceID.String(), Params: params, Accept: protobuf})
	return fetched{body: body, isV1: isV1, requests: 1, err: err}
}

// lacksPath knows the words of Go's servers for a path that they do not have. A
// gateway answers a page or words of its own.
func lacksPath(err error) bool {
	text, found := notFoundText(err)
	return found && strings.EqualFold(text, "404 page not found")
}

// isTempoNotFound knows how Tempo before 2.6 says that it does not know a trace: with
// these words up to 2.4, without any in 2.5.
func isTempoNotFound(err error) bool {
	text, found := notFoundText(err)
	return found && (text == "" || strings.EqualFold(text, "trace not found"))
}

// notFoundText are the words of a 404 that is no page.
func notFoundText(err error) (text string, found bool) {
	var answer *httpsource.StatusError
	if !errors.As(err, &answer) || answer.Status != http.StatusNotFound || answer.HTML {
		return "", false
	}
	return answer.Text, true
}
