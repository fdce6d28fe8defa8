package cases

import (
	"testing"
)

func TestCases(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	results, err := Measure(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		t.Run(r.Kind+"/"+r.Name, func(t *testing.T) {
			for _, fault := range r.Faults {
				t.Error(fault)
			}
		})
	}
}
