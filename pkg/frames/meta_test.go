package frames_test

import (
	"encoding/json"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/frames"
)

// TestLeadsToGrafanasOwnDataSources reads what a panel reads of every frame.
func TestLeadsToGrafanasOwnDataSources(t *testing.T) {
	type custom struct {
		Sources  map[string]struct{ DatasourceUID, Error string }
		LogScope string
	}
	for name, res := range fixtures() {
		core := frames.CoreSources{LokiUID: "loki-1", TempoUID: "tempo-1", LogScope: `{app="x"}`}
		for _, f := range core.AddLinks(frames.Encode(res, frames.Names(), "A")) {
			raw, err := json.Marshal(f.Meta.Custom)
			if err != nil {
				t.Fatal(err)
			}
			var got custom
			if err := json.Unmarshal(raw, &got); err != nil {
				t.Fatal(err)
			}
			if got.Sources["loki"].DatasourceUID != "loki-1" || got.Sources["tempo"].DatasourceUID != "tempo-1" || got.LogScope != core.LogScope {
				t.Errorf("%s: frame %s leads to %s", name, f.Name, raw)
			}
		}
	}
}
