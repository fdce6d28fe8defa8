package plugin

import (
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// TestAlertRulesAreAnsweredInNumbers asks as Grafana's alerting does, which marks
// its requests by a header; nothing else about them is special.
func TestAlertRulesAreAnsweredInNumbers(t *testing.T) {
	instance, err := NewDatasource(t.Context(), backend.DataSourceInstanceSettings{
		JSONData: []byte(`{"loki":{"url":"http://127.0.0.1:1"},"tempo":{"url":"http://127.0.0.1:1"}}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	d := instance.(*Datasource)
	t.Cleanup(d.Dispose)
	now := time.Now()
	for header, want := range map[string]string{
		"true": "An alert rule compares numbers, but a query of type search returns requests: change its type to Metrics.",
		"":     "Tempo cannot be reached at http://127.0.0.1:1: nothing listens there (connection refused); check the URL and that the server runs.",
	} {
		res, err := d.QueryData(t.Context(), &backend.QueryDataRequest{
			Headers: map[string]string{backend.FromAlertHeaderName: header},
			Queries: []backend.DataQuery{{
				RefID: "A", JSON: []byte(`{"queryType":"search","traceql":"{}"}`),
				TimeRange: backend.TimeRange{From: now.Add(-time.Hour), To: now},
			}},
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := res.Responses["A"].Error; got == nil || got.Error() != want {
			t.Errorf("FromAlert %q: got %v, want %s", header, got, want)
		}
	}
}
