package tempo

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/grafana/tempo/pkg/traceql"
)

// sample is a text that a link may send, and what the plugin takes it for.
type sample struct {
	Query   string
	Becomes struct{ TraceQL string }
	Half    bool // not written to its end
}

// TestTextsFromElsewhere has Tempo's own parser judge which texts are TraceQL.
func TestTextsFromElsewhere(t *testing.T) {
	raw, err := os.ReadFile("../../../checks/queries/elsewhere.json")
	if err != nil {
		t.Fatal(err)
	}
	var samples []sample
	if err := json.Unmarshal(raw, &samples); err != nil {
		t.Fatal(err)
	}
	for _, s := range samples {
		expr, err := traceql.Parse(s.Query)
		if err == nil {
			err = traceql.Validate(expr)
		}
		if taken := s.Becomes.TraceQL != ""; taken != (err == nil) && !s.Half {
			t.Errorf("%s: taken for TraceQL: %t, but Tempo says %v", s.Query, taken, err)
		}
	}
}
