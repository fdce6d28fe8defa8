package tempo

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	pathTags = "/api/v2/search/tags"
	pathTag  = "/api/v2/search/tag/" // followed by the name and /values
)

// Scope is a part of a trace and the attributes that it has.
type Scope struct {
	Name string   `json:"name"` // resource, span, event, link, instrumentation or intrinsic
	Tags []string `json:"tags"` // sorted, without the scope
}

// TagValue is a value of an attribute.
type TagValue struct {
	Type  string `json:"type"` // string, int, float, bool, duration, status, kind or keyword
	Value string `json:"value"`
}

// Tags are the attributes of spans within the range, at most limit a scope.
func (s *Source) Tags(ctx context.Context, in journey.TimeRange, limit int) ([]Scope, error) {
	var answer struct{ Scopes []Scope }
	if err := s.askCatalog(ctx, pathTags, url.Values{}, in, limit, &answer); err != nil {
		return nil, err
	}
	for _, scope := range answer.Scopes {
		slices.Sort(scope.Tags)
	}
	return answer.Scopes, nil
}

// TagValues are at most limit values of an attribute, which is named with its
// scope (resource.service.name, .http.method, name), sorted. A TraceQL query of
// one spanset, when not "", restricts the spans.
func (s *Source) TagValues(ctx context.Context, tag, traceql string, in journey.TimeRange, limit int) ([]TagValue, error) {
	params := url.Values{}
	if traceql != "" {
		params.Set("q", traceql)
	}
	var answer struct{ TagValues []TagValue }
	if err := s.askCatalog(ctx, pathTag+url.PathEscape(tag)+"/values", params, in, limit, &answer); err != nil {
		return nil, err
	}
	slices.SortFunc(answer.TagValues, func(a, b TagValue) int { return cmp.Compare(a.Value, b.Value) })
	return answer.TagValues, nil
}

func (s *Source) askCatalog(ctx context.Context, path string, params url.Values, in journey.TimeRange, limit int, into any) error {
	params.Set("limit", strconv.Itoa(limit))
	body, err := s.askRecent(ctx, path, params, in)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return s.endpoint.Errorf(journey.ErrBadAnswer, http.StatusOK, err,
			"Tempo's answer at %s cannot be read: check that the URL is Tempo's", s.endpoint.URL())
	}
	return nil
}
