package bench

import "testing"

// TestWaysAgree asks a small data set in every way: Run fails when the floor,
// the plugin and Grafana's way do not find the same traces and as many lines.
func TestWaysAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	report, err := Run(t.Context(), Options{Size: Tiny, Rounds: 1}, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range report.Questions {
		for _, way := range q.ways() {
			if fault := q.Fault[way]; fault != "" || len(q.Took[way]) != 1 {
				t.Errorf("%s, %s: %d measured, fault %q", q.Name, way, len(q.Took[way]), fault)
			}
		}
	}
}
