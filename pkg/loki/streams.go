package loki

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

const pathSeries = "/loki/api/v1/series"

// Streams are the labels of the streams that have lines within the range and are in
// the scope of Lines.
func (s *Source) Streams(ctx context.Context, in journey.TimeRange) ([]journey.Labels, error) {
	return s.series(ctx, []string{s.scope}, in)
}

// mostLabels bounds by how many labels streams outside the scope are searched.
const mostLabels = 30

// Outside are the labels of the streams that have lines within the range and are not
// in the scope of Lines. No selector matches all streams, so there is one for each
// label that streams have.
func (s *Source) Outside(ctx context.Context, in journey.TimeRange) ([]journey.Labels, error) {
	names, err := s.Labels(ctx, "", in)
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !isName(name) || strings.HasPrefix(name, "__") })
	slices.SortStableFunc(names, func(a, b string) int { return rankOf(a) - rankOf(b) })
	var selectors []string
	for _, name := range names[:min(len(names), mostLabels)] {
		selectors = append(selectors, s.outsideOf(name)...)
	}
	if len(selectors) == 0 {
		return nil, nil
	}
	return s.series(ctx, selectors, in)
}

// opposites are the operators that match what others do not.
var opposites = map[string]string{"=": "!=", "!=": "=", "=~": "!~", "!~": "=~"}

// outsideOf selects the streams that have a label and do not match one of the
// scope's matchers, each with a selector of its own.
func (s *Source) outsideOf(name string) (selectors []string) {
	_ = eachMatcher(s.scope, func(label, operator, value string) error {
		if label == name && operator == "=~" && value == ".+" {
			return nil // no stream has the label and lacks it
		}
		selectors = append(selectors, "{"+name+`=~".+", `+quotedName(label)+opposites[operator]+strconv.Quote(value)+"}")
		return nil
	})
	return selectors
}

func quotedName(label string) string {
	if isName(label) {
		return label
	}
	return strconv.Quote(label)
}

func (s *Source) series(ctx context.Context, selectors []string, in journey.TimeRange) ([]journey.Labels, error) {
	params := url.Values{"match[]": selectors}
	var answer struct{ Data []map[string]string }
	if err := s.askRecent(ctx, httpsource.Request{Path: pathSeries, Params: params, Form: true}, in, &answer); err != nil {
		return nil, err
	}
	streams := make([]journey.Labels, len(answer.Data))
	for i, labels := range answer.Data {
		streams[i] = sortedLabels(labels)
	}
	slices.SortFunc(streams, compareStreams)
	return slices.CompactFunc(streams, func(a, b journey.Labels) bool { return compareStreams(a, b) == 0 }), nil
}

func compareStreams(a, b journey.Labels) int { return slices.CompareFunc(a, b, compareLabels) }

func sortedLabels(labels map[string]string) journey.Labels {
	sorted := make(journey.Labels, 0, len(labels))
	for name, value := range labels {
		sorted = append(sorted, journey.Label{Name: name, Value: value})
	}
	slices.SortFunc(sorted, func(a, b journey.Label) int { return strings.Compare(a.Name, b.Name) })
	return sorted
}
