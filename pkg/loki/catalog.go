package loki

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	pathLabel  = "/loki/api/v1/label/" // followed by the name and /values
	pathFields = "/loki/api/v1/detected_fields"

	// fieldsSample is how many lines Loki looks at to detect their fields.
	fieldsSample = 500
)

// Labels are the names of the labels that streams within the range have,
// sorted. A selector, when not "", restricts the streams.
func (s *Source) Labels(ctx context.Context, selector string, in journey.TimeRange) ([]string, error) {
	return s.names(ctx, pathLabels, selector, in)
}

// LabelValues are the values of a label in streams within the range, sorted.
// A selector, when not "", restricts the streams.
func (s *Source) LabelValues(ctx context.Context, label, selector string, in journey.TimeRange) ([]string, error) {
	return s.names(ctx, pathLabel+url.PathEscape(label)+"/values", selector, in)
}

// Fields are the names of structured metadata and of what a parser finds in a
// sample of the newest lines that match a log query, sorted.
func (s *Source) Fields(ctx context.Context, logql string, in journey.TimeRange) ([]string, error) {
	var answer struct{ Fields []struct{ Label string } }
	sample := min(fieldsSample, s.limits.most())
	ask := func(lines int) error {
		params := url.Values{"query": {logql}, "line_limit": {strconv.Itoa(lines)}}
		return s.askRecent(ctx, httpsource.Request{Path: pathFields, Params: params}, in, &answer)
	}
	err := ask(sample)
	if s.limits.learnLines(err, sample) {
		err = ask(s.limits.most())
	}
	if err != nil {
		return nil, err
	}
	names := make([]string, len(answer.Fields))
	for i, f := range answer.Fields {
		names[i] = f.Label
	}
	slices.Sort(names)
	return names, nil
}

func (s *Source) names(ctx context.Context, path, selector string, in journey.TimeRange) ([]string, error) {
	params := url.Values{}
	if selector != "" {
		params.Set("query", selector)
	}
	var answer struct{ Data []string }
	if err := s.askRecent(ctx, httpsource.Request{Path: path, Params: params}, in, &answer); err != nil {
		return nil, err
	}
	slices.Sort(answer.Data)
	return answer.Data, nil
}

func (s *Source) askJSON(ctx context.Context, r httpsource.Request, into any) error {
	r.Accept = "application/json"
	body, err := s.endpoint.Ask(ctx, r)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return s.endpoint.Errorf(journey.ErrBadAnswer, http.StatusOK, err,
			"Loki's answer at %s cannot be read: check that the URL is Loki's", s.endpoint.URL())
	}
	return nil
}
