package accesslog

import (
	"testing"
	"time"
)

func TestStamp(t *testing.T) {
	at := time.Date(2026, 3, 11, 9, 14, 2, 500_000_000, time.UTC)
	for name, tc := range map[string]struct {
		body      string
		late      time.Duration // how long after the stamp the line came; negative for no stamp
		precision time.Duration
	}{
		"Python":                  {"2026-03-11 09:14:02,250 INFO [cart] opened", 250 * time.Millisecond, time.Millisecond},
		"microseconds":            {"2026-03-11T09:14:02.499000Z\tinfo\topened", time.Millisecond, time.Microsecond},
		"logstash":                {`{"@timestamp":"2026-03-11T09:14:02.000Z","message":"opened"}`, 500 * time.Millisecond, time.Millisecond},
		"logfmt":                  {`level=info ts=2026-03-11T09:14:02Z msg=opened`, 500 * time.Millisecond, time.Second},
		"brackets":                {"[2026-03-11 09:14:01.5] opened", time.Second, 100 * time.Millisecond},
		"another zone":            {"2026-03-11T14:44:02.250+05:30 opened", 250 * time.Millisecond, time.Millisecond},
		"a zone that is left out": {"2026-03-11 11:14:02.250 opened", 250 * time.Millisecond, time.Millisecond},
		"a time in the text":      {"next run at 2026-03-11T09:14:02Z", -1, 0},
		"too far away":            {"2026-03-11 09:19:02 opened", -1, 0},
		"no date":                 {"2026-13-41 09:14:02 opened", -1, 0},
		"no time":                 {"opened", -1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			stamp, precision, ok := Stamp(tc.body, at)
			if ok != (tc.late >= 0) || ok && (at.Sub(stamp) != tc.late || precision != tc.precision) {
				t.Errorf("got %v late, %v, %t", at.Sub(stamp), precision, ok)
			}
		})
	}
}
