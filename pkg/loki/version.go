package loki

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// oldestMajor is the first major version whose answers this package reads. Loki 2.9 has
// other field numbers and does not keep metadata with its line; those before it
// answer JSON alone.
const oldestMajor = 3

// Where Loki 2.9 has what is read here
// (https://github.com/grafana/loki/blob/v2.9.17/pkg/querier/queryrange/queryrange.proto).
const (
	oldLabels  protowire.Number = 2 // QueryResponse.labels; series in Loki 3
	oldStreams protowire.Number = 5 // QueryResponse.streams; prom in Loki 3
)

// version is the server's, "" where a gateway hides it.
func (s *Source) version(ctx context.Context) string {
	body, err := s.endpoint.Ask(ctx, httpsource.Request{Path: pathBuildInfo, Accept: "application/json"})
	if err != nil {
		return ""
	}
	var build struct{ Version string }
	_ = json.Unmarshal(body, &build)
	return build.Version
}

// isOld is false for a version that does not begin with a number, such as that of a
// weekly build.
func isOld(version string) bool {
	var major, minor int
	_, err := fmt.Sscanf(strings.TrimPrefix(version, "v"), "%d.%d", &major, &minor)
	return err == nil && major < oldestMajor
}

func (s *Source) tooOld(version string) error {
	name := "this Loki"
	if version != "" {
		name = "Loki " + strings.TrimPrefix(version, "v")
	}
	return s.endpoint.Errorf(journey.ErrTooOld, http.StatusOK, nil, "%s is too old: Request Journey needs Loki 3.0 or newer", name)
}

// becauseOld replaces an answer's fault that an old version explains.
func (s *Source) becauseOld(ctx context.Context, err error) error {
	var fault *journey.SourceError
	if !errors.As(err, &fault) {
		return err
	}
	switch fault.Kind {
	case journey.ErrTooOld:
		return s.tooOld(s.version(ctx))
	case journey.ErrBadAnswer:
		if version := s.version(ctx); isOld(version) {
			return s.tooOld(version)
		}
	}
	return err
}

// isOfOldLoki knows Loki 2.9's streams: their status is text, where Loki 3 has a
// message in a field of the same number.
func (r response) isOfOldLoki() bool {
	if r.field != oldStreams {
		return false
	}
	payload := r.payload
	first, ok := payload.Next()
	return ok && first.Number == 1 && isWord(first.Text())
}

func isWord(text string) bool {
	return text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz") == ""
}
