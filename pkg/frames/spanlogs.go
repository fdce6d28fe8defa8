package frames

import (
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/jsonfield"
)

// logEntry is one entry of a span's logs in the trace view: a span event or a
// log line.
type logEntry struct {
	time  time.Time
	event *journey.Event
	line  *journey.PlacedLine
}

// appendLogs writes the span's events and its log lines, in time order. Their times are
// corrected for clock skew as the span's are: the trace view draws them on its bar.
func appendLogs(b []byte, events []journey.Event, lines []*journey.PlacedLine) []byte {
	b = append(b, '[')
	for _, e := range logEntries(events, lines) {
		b = append(jsonfield.AppendComma(b, '['), `{"timestamp":`...)
		b = jsonfield.AppendFloat(b, epochMs(e.time))
		if e.event != nil {
			b = append(jsonfield.AppendString(append(b, `,"name":`...), e.event.Name), `,"fields":`...)
			b = jsonfield.AppendKeyValues(b, e.event.Attributes)
		} else {
			b = appendLine(append(b, `,"name":"log","fields":`...), e.line)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

func logEntries(events []journey.Event, lines []*journey.PlacedLine) []logEntry {
	entries := make([]logEntry, 0, len(events)+len(lines))
	for i := range events {
		entries = append(entries, logEntry{time: events[i].Time, event: &events[i]})
	}
	for _, l := range lines {
		entries = append(entries, logEntry{time: l.Time, line: l})
	}
	slices.SortStableFunc(entries, func(a, b logEntry) int { return a.time.Compare(b.time) })
	return entries
}

// appendLine writes the fields of a line, which is shown as an event named "log".
func appendLine(b []byte, l *journey.PlacedLine) []byte {
	b = appendKeyText(append(b, '['), "message", l.Body)
	if l.Level != "" {
		b = appendKeyText(b, "level", l.Level)
	}
	return append(appendKeyText(b, "placement", string(l.Placement)), ']')
}

// appendKeyText is appendKeyValue for a text.
func appendKeyText(b []byte, key, value string) []byte {
	b = append(jsonfield.AppendComma(b, '['), `{"key":`...)
	b = append(jsonfield.AppendString(b, key), `,"value":`...)
	return append(jsonfield.AppendString(b, value), '}')
}

// epochMs is how Grafana's trace view takes points in time.
func epochMs(t time.Time) float64 {
	return float64(t.Unix())*1000 + float64(t.Nanosecond())/float64(time.Millisecond)
}
