package loki

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

const pathSeries = "/loki/api/v1/series"

// Streams are the labels of the streams that have lines within the range and
// are in the scope of Lines, or in any when everywhere.
func (s *Source) Streams(ctx context.Context, in journey.TimeRange, everywhere bool) ([]journey.Labels, error) {
	scope := s.scope
	if everywhere {
		scope = DefaultScope
	}
	params := url.Values{"match[]": {scope}}
	var answer struct{ Data []map[string]string }
	if err := s.askRecent(ctx, httpsource.Request{Path: pathSeries, Params: params}, in, &answer); err != nil {
		return nil, err
	}
	streams := make([]journey.Labels, len(answer.Data))
	for i, labels := range answer.Data {
		streams[i] = sortedLabels(labels)
	}
	return streams, nil
}

func sortedLabels(labels map[string]string) journey.Labels {
	sorted := make(journey.Labels, 0, len(labels))
	for name, value := range labels {
		sorted = append(sorted, journey.Label{Name: name, Value: value})
	}
	slices.SortFunc(sorted, func(a, b journey.Label) int { return strings.Compare(a.Name, b.Name) })
	return sorted
}
