package decode

import (
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// EachTrace calls visit with each trace of a SearchResponse, a TraceSearchMetadata.
func EachTrace(body []byte, visit func(wire.Message) error) error {
	m := wire.New(body)
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		if f.Number != fieldTraces {
			continue
		}
		if err := visit(f.Message); err != nil {
			return err
		}
	}
	return m.Err()
}

// Found reads the ID and the time of a trace from a TraceSearchMetadata.
func Found(m wire.Message) (journey.FoundTrace, error) {
	var traceID string
	var start, millis uint64
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		switch f.Number {
		case fieldTraceID:
			traceID = f.Text()
		case fieldTraceStart:
			start = f.Uint
		case fieldTraceMillis:
			millis = f.Uint
		}
	}
	if m.Err() != nil {
		return journey.FoundTrace{}, m.Err()
	}
	id, err := journey.ParseTraceID(traceID)
	return journey.FoundTrace{TraceID: id, Range: during(start, millis)}, err
}

// during reaches to the next whole millisecond, because Tempo cuts the duration.
func during(startNanos, durationMs uint64) journey.TimeRange {
	if startNanos == 0 {
		return journey.TimeRange{}
	}
	start := unixNano(startNanos)
	return journey.TimeRange{From: start, To: start.Add(time.Duration(durationMs+1) * time.Millisecond)}
}
