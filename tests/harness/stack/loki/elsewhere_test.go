package loki

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/grafana/loki/v3/pkg/logql/syntax"
)

// sample is a text that a link may send, and what the plugin takes it for.
type sample struct {
	Query, QueryType string
	Becomes          struct{ QueryType, LogQL string }
	Remark           string // of what both languages can mean
	Half             bool   // not written to its end
}

// TestTextsFromElsewhere has Loki's own parser judge which texts are LogQL.
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
		if s.QueryType != "" || s.Becomes.QueryType == "journey" {
			continue // the type decides; digits alone are a number in LogQL
		}
		_, err := syntax.ParseExpr(s.Query)
		if is := s.Becomes.LogQL != "" || s.Remark != ""; is != (err == nil) && !s.Half {
			t.Errorf("%s: taken for LogQL: %t, but Loki says %v", s.Query, is, err)
		}
	}
}
