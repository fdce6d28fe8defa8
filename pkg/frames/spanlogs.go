package frames

import (
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// logEntry is one entry of a span's logs in the trace view: a span event or a
// log line.
type logEntry struct {
	time   time.Time
	name   string
	fields []pair
}

// lineEntry shows a line as an event named "log".
func lineEntry(l *journey.PlacedLine) logEntry {
	fields := []pair{{"message", l.Body}}
	if l.Level != "" {
		fields = append(fields, pair{"level", l.Level})
	}
	fields = append(fields, pair{"placement", string(l.Placement)})
	return logEntry{l.Time, "log", fields}
}

func appendEntries(b []byte, entries []logEntry) []byte {
	b = append(b, '[')
	for i, e := range entries {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"timestamp":`...)
		b = appendFloat(b, epochMs(e.time))
		b = append(b, `,"name":`...)
		b = appendString(b, e.name)
		b = append(b, `,"fields":`...)
		b = append(appendKeyValues(b, e.fields), '}')
	}
	return append(b, ']')
}
