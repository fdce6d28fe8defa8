package datasource

import (
	"slices"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

// TestLinesOfASkewedHost holds that the frame logs has the times by which Loki knows
// lines, and that steps has them moved by what skew says.
func TestLinesOfASkewedHost(t *testing.T) {
	f := newFixture(t, mesh.KindIstioOTel)
	at := slices.IndexFunc(f.requests, func(r *mesh.Request) bool {
		return slices.ContainsFunc(r.Findings, func(f mesh.Finding) bool { return f.Code == journey.FindingClockSkew })
	})
	if at < 0 {
		t.Fatal("no request with a skewed clock came up")
	}
	r := f.requests[at]
	sent := make(map[string]time.Time)
	for _, l := range r.Lines {
		sent[l.Body] = l.Time
	}
	frames := f.query(t, map[string]any{"queryType": "journey", "traceId": r.TraceID.String(), "frames": []string{"logs", "steps"}})
	shown := timesByBody(t, frames[slices.IndexFunc(frames, named("steps"))], "time")
	lines := frames[slices.IndexFunc(frames, named("logs"))]
	bodies, _ := lines.FieldByName("body")
	skews, _ := lines.FieldByName("skew")
	moved := 0
	for body, stamp := range timesByBody(t, lines, "timestamp") {
		if !stamp.Equal(sent[body]) {
			t.Errorf("the line %q has the time %s in logs, and %s in Loki", body, stamp, sent[body])
		}
		var skew time.Duration
		if ms, ok := skews.ConcreteAt(rowOf(bodies, body)); ok {
			skew = time.Duration(ms.(float64) * float64(time.Millisecond))
			moved++
		}
		if off := shown[body].Sub(stamp) - skew; off.Abs() > time.Microsecond {
			t.Errorf("the line %q is moved by %s in steps, and its skew is %s", body, shown[body].Sub(stamp), skew)
		}
	}
	if moved == 0 || moved == len(sent) {
		t.Errorf("%d of %d lines were moved; want those of one host", moved, len(sent))
	}
}

func named(name string) func(*data.Frame) bool {
	return func(f *data.Frame) bool { return f.Name == name }
}

// timesByBody are the times of a frame's rows by what they say.
func timesByBody(t *testing.T, f *data.Frame, field string) map[string]time.Time {
	t.Helper()
	stamps, _ := f.FieldByName(field)
	bodies, _ := f.FieldByName("body")
	times := make(map[string]time.Time)
	for row := range f.Rows() {
		times[bodies.At(row).(string)] = stamps.At(row).(time.Time)
	}
	return times
}

func rowOf(bodies *data.Field, body string) int {
	for row := range bodies.Len() {
		if bodies.At(row) == body {
			return row
		}
	}
	return -1
}
