package loki

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/url"
	"strconv"
	"time"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

const (
	pathTail = "/loki/api/v1/tail"
	// maxMissed is how many lines from before the tail it begins with, at most.
	maxMissed = 1000
)

var _ journey.LogTail = (*Source)(nil)

// Tail implements journey.LogTail. Loki ends a tail after an hour
// (querier.tail_max_duration), and has but few at once
// (max_concurrent_tail_requests).
func (s *Source) Tail(ctx context.Context, logql string, from time.Time) iter.Seq2[[]journey.Line, error] {
	params := url.Values{"query": {logql}, "limit": {strconv.Itoa(maxMissed)}, "start": {strconv.FormatInt(from.UnixNano(), 10)}}
	return func(yield func([]journey.Line, error) bool) {
		for message, err := range s.endpoint.Listen(ctx, httpsource.Request{Path: pathTail, Params: params, Header: categorize}) {
			if err != nil {
				yield(nil, err)
				return
			}
			var lines []journey.Line
			if len(message) > 0 {
				lines, err = tailed(message)
			}
			if err != nil {
				yield(nil, s.badAnswer(err))
				return
			}
			if !yield(lines, nil) {
				return
			}
		}
	}
}

// tailed reads a message of a tail, which is JSON alone
// (https://grafana.com/docs/loki/latest/reference/loki-http-api/#stream-logs).
// What Loki drops for a slow reader is gone: only its labels are sent.
func tailed(message []byte) ([]journey.Line, error) {
	var answer struct {
		Streams []struct {
			Stream map[string]string
			Values []tailedLine
		}
	}
	if err := json.Unmarshal(message, &answer); err != nil {
		return nil, err
	}
	var lines []journey.Line
	for _, stream := range answer.Streams {
		labels := sortedLabels(stream.Stream)
		for _, v := range stream.Values {
			lines = append(lines, journey.Line{Time: v.at, Body: v.body, Labels: labels, Metadata: v.metadata, Parsed: v.parsed})
		}
	}
	return lines, nil
}

// tailedLine is written as [nanoseconds, line, what is known of the line].
type tailedLine struct {
	at               time.Time
	body             string
	metadata, parsed journey.Labels
}

// UnmarshalJSON implements json.Unmarshaler.
func (l *tailedLine) UnmarshalJSON(raw []byte) error {
	var nanos string
	var known struct {
		StructuredMetadata map[string]string `json:"structuredMetadata"`
		Parsed             map[string]string `json:"parsed"`
	}
	parts := []any{&nanos, &l.body, &known}
	if err := json.Unmarshal(raw, &parts); err != nil {
		return err
	}
	n, err := strconv.ParseInt(nanos, 10, 64)
	if err != nil {
		return fmt.Errorf("time of a line: %w", err)
	}
	l.at = time.Unix(0, n).UTC()
	if len(known.StructuredMetadata) > 0 {
		l.metadata = sortedLabels(known.StructuredMetadata)
	}
	if len(known.Parsed) > 0 {
		l.parsed = sortedLabels(known.Parsed)
	}
	return nil
}
