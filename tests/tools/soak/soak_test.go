package soak

import (
	"bytes"
	"testing"
)

// TestADay plays a day of few requests; `go tool mage soak` plays one of all.
func TestADay(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	report, err := Run(t.Context(), Sample, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	var table bytes.Buffer
	if err := report.Write(&table); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + table.String())
	if err := report.Check(); err != nil {
		t.Error(err)
	}
}
