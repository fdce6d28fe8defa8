package faults

import (
	"bytes"
	"net/http"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/requestjourney/requestjourney/tests/harness/host"
)

// TestMetrics reads the process's metrics as Grafana does, before and after
// queries of every kind.
func TestMetrics(t *testing.T) {
	r := newRig(t)
	before := r.metrics(t)
	source, _ := r.source()
	healthy, broken := source, r.through("Loki", newLayer(t, r.servers.LokiURL, status(http.StatusInternalServerError, "")))
	r.look(t, healthy, r.questions("Loki")["both"])
	r.look(t, healthy, map[string]any{"queryType": "metrics", "logql": `{namespace="bookinfo"}`})
	r.look(t, healthy, map[string]any{"queryType": "nonsense"})
	r.look(t, broken, r.questions("Loki")["journey"])
	after := r.metrics(t)
	for _, want := range []struct {
		name   string
		labels map[string]string
	}{
		{"requestjourney_queries_total", map[string]string{"type": "search", "outcome": "ok"}},
		{"requestjourney_queries_total", map[string]string{"type": "metrics", "outcome": "ok"}},
		{"requestjourney_queries_total", map[string]string{"type": "journey", "outcome": "partial"}},
		{"requestjourney_queries_total", map[string]string{"type": "invalid", "outcome": "invalid"}},
		{"requestjourney_query_duration_seconds", map[string]string{"type": "search"}},
		{"requestjourney_source_calls_total", map[string]string{"source": "Loki", "operation": "discover", "outcome": "ok"}},
		{"requestjourney_source_calls_total", map[string]string{"source": "Loki", "operation": "fetch lines", "outcome": "server"}},
		{"requestjourney_source_call_duration_seconds", map[string]string{"source": "Tempo", "operation": "fetch spans"}},
		{"requestjourney_source_bytes_total", map[string]string{"source": "Tempo"}},
		{"requestjourney_journeys_total", map[string]string{"verdict": "complete"}},
		{"requestjourney_placements_total", map[string]string{"placement": "time"}},
		{"requestjourney_answers_total", map[string]string{"origin": "asked"}},
	} {
		if grown := sum(after[want.name], want.labels) - sum(before[want.name], want.labels); grown <= 0 {
			t.Errorf("%s%v has not grown", want.name, want.labels)
		}
	}
}

func (r *rig) metrics(t *testing.T) map[string]*dto.MetricFamily {
	t.Helper()
	raw, err := r.plugin.Metrics(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return families
}

// sum adds up what has all of the labels; of histograms, how often they were fed.
func sum(family *dto.MetricFamily, labels map[string]string) (total float64) {
	for _, m := range family.GetMetric() {
		matching := 0
		for _, l := range m.GetLabel() {
			if labels[l.GetName()] == l.GetValue() {
				matching++
			}
		}
		if matching == len(labels) {
			total += m.GetCounter().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	return total
}

// TestRolesMayDoTheirPart holds who may run what costs the servers much.
func TestRolesMayDoTheirPart(t *testing.T) {
	r := newRig(t)
	source, _ := r.source()
	for role, want := range map[string]map[string]int{
		"Admin":  {"setup": http.StatusOK, "try-rules": http.StatusOK, "loki/labels": http.StatusOK},
		"Editor": {"setup": http.StatusOK, "try-rules": http.StatusOK, "loki/labels": http.StatusOK},
		"Viewer": {"setup": http.StatusForbidden, "try-rules": http.StatusForbidden, "loki/labels": http.StatusOK},
		"None":   {"setup": http.StatusForbidden, "try-rules": http.StatusForbidden},
	} {
		for path, status := range want {
			method := map[string]string{"setup": http.MethodPost, "try-rules": http.MethodPost}[path]
			got, body, err := r.plugin.Resource(t.Context(), source, host.Caller{Role: role}, method, path, []byte("{}"))
			if err != nil || got != status {
				t.Errorf("%s asks for %s: %d, %v, want %d: %s", role, path, got, err, status, body)
			}
		}
	}
}
