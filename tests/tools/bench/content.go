package bench

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/loki/pkg/push"
	"github.com/grafana/tempo/pkg/tempopb"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/ask"
)

// content is what an answer holds, to compare it with others.
type content struct {
	traces map[journey.TraceID]bool
	lines  int
	bytes  int64 // as they came, where these are counted
}

// check says how an answer differs from what was sent.
func (q *Question) check(way Way, got content) error {
	if got.lines != q.Lines {
		return fmt.Errorf("%s has %d lines, not %d", way, got.lines, q.Lines)
	}
	for _, r := range q.requests {
		if !got.traces[r.id] {
			return fmt.Errorf("%s lacks trace %s (it has %d of %d)", way, r.id, len(got.traces), q.Traces)
		}
	}
	if len(got.traces) != q.Traces {
		return fmt.Errorf("%s has %d traces, not %d", way, len(got.traces), q.Traces)
	}
	return nil
}

func (q *Question) showsWhole(way Way) bool { return way == Whole || q.Single }

// add counts the spans and lines themselves where they are sent, else what the
// list says of them.
func (c *content) add(f *data.Frame, whole bool) error {
	if whole != (f.Name == frames.Trace) && f.Name != frames.Journeys && f.Name != frames.Logs {
		return nil
	}
	for _, row := range ask.Rows(f) {
		switch {
		case f.Name == frames.Logs:
			c.lines++
		case f.Name == frames.Journeys && !whole:
			c.lines += int(row.Number("logs"))
			fallthrough
		case f.Name == frames.Trace:
			id, err := journey.ParseTraceID(row.Text("traceID"))
			if err != nil {
				return err
			}
			c.traces[id] = true
		}
	}
	return nil
}

// readFloor fetches the floor, or what it is compared with, and reads it after
// all, to see what it holds.
func (b *bench) readFloor(ctx context.Context, q *Question, fetch func(context.Context, *Question, func() io.Writer) error) (content, error) {
	var mu sync.Mutex
	var bodies []*bytes.Buffer
	err := fetch(ctx, q, func() io.Writer {
		mu.Lock()
		defer mu.Unlock()
		bodies = append(bodies, &bytes.Buffer{})
		return bodies[len(bodies)-1]
	})
	if err != nil {
		return content{}, err
	}
	found := content{traces: map[journey.TraceID]bool{}}
	lines := map[string]bool{}
	for _, body := range bodies {
		found.bytes += int64(body.Len())
		readLines(body.Bytes(), lines)
		readTrace(body.Bytes(), found.traces)
	}
	found.lines = len(lines)
	return found, nil
}

// readLines adds the lines of a queryrange.QueryResponse: streams (6) →
// LokiResponse.Data (2) → LokiData.Result (2) = push.Stream. Lines that
// several queries return count once.
func readLines(body []byte, lines map[string]bool) {
	for _, response := range messages(body, 6) {
		for _, data := range messages(response, 2) {
			for _, encoded := range messages(data, 2) {
				var stream push.Stream
				if stream.Unmarshal(encoded) != nil {
					continue
				}
				for _, e := range stream.Entries {
					lines[fmt.Sprint(stream.Labels, e.Timestamp.UnixNano(), e.Line)] = true
				}
			}
		}
	}
}

func readTrace(body []byte, traces map[journey.TraceID]bool) {
	var response tempopb.TraceByIDResponse
	if response.Unmarshal(body) != nil || response.Trace == nil {
		return
	}
	for _, group := range response.Trace.ResourceSpans {
		for _, scope := range group.ScopeSpans {
			for _, span := range scope.Spans {
				if id, err := journey.TraceIDFromBytes(span.TraceId); err == nil {
					traces[id] = true
				}
			}
		}
	}
}

// messages are the values of one field of a message; none when it is no message.
func messages(message []byte, field protowire.Number) (found [][]byte) {
	for len(message) > 0 {
		number, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return found
		}
		size := protowire.ConsumeFieldValue(number, kind, message[n:])
		if size < 0 {
			return found
		}
		if number == field && kind == protowire.BytesType {
			value, _ := protowire.ConsumeBytes(message[n:])
			found = append(found, value)
		}
		message = message[n+size:]
	}
	return found
}
