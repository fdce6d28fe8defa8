package setup_test

import (
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/setup"
)

// TestLinesWithARequestID are no gap where Tempo knows the ID: they are joined by it.
func TestLinesWithARequestID(t *testing.T) {
	const known, unknown = "84961386-6d84-929d-98bd-c5aee93b5c88", "11111111-6d84-929d-98bd-c5aee93b5c88"
	holdID := func(w *world) {
		for id := range w.traces {
			w.traces[id][0].Attributes = journey.Attributes{{Key: "guid:x-request-id", Value: known}}
		}
	}
	for name, tc := range map[string]struct {
		plant  func(*world)
		status setup.Status
		says   string
	}{
		"that Tempo knows": {func(w *world) {
			holdID(w)
			w.logs("envoy", "request_id="+known, 0)
		}, setup.OK, "20 of 21 sampled lines (95 %) have a trace ID. Lines of 1 service have no trace ID, but they are joined: Tempo knows their request ID."},
		"that Tempo does not know": {func(w *world) {
			holdID(w)
			w.logs("envoy", "request_id="+unknown, 0)
		}, setup.Warn, "20 of 21 sampled lines (95 %) have a trace ID; lines of envoy never do."},
		"and lines without any": {func(w *world) {
			holdID(w)
			w.logs("envoy", "request_id="+known, 0)
			w.logs("details", "served", 0)
		}, setup.Warn, "20 of 22 sampled lines (91 %) have a trace ID; lines of details never do. Lines of 1 service have no trace ID, but they are joined: Tempo knows their request ID."},
	} {
		t.Run(name, func(t *testing.T) {
			w := healthy()
			tc.plant(w)
			if r := w.check(t)[setup.CheckLines]; r.Status != tc.status || r.Message != tc.says {
				t.Errorf("%s: %s\nwant %s: %s", r.Status, r.Message, tc.status, tc.says)
			}
		})
	}
}
