package accuracy

import (
	"flag"
	"testing"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

var update = flag.Bool("update", false, "rewrite the section of docs/accuracy.md")

func TestAccuracy(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	requests := atLeast
	if *update {
		requests = PerMesh
	}
	scores, err := Measure(t.Context(), t.Output(), requests)
	if err != nil {
		t.Fatal(err)
	}
	page := Markdown(scores)
	t.Log(page)
	for i := range scores {
		s := &scores[i]
		t.Run(string(s.Kind), func(t *testing.T) {
			if s.Good() {
				return
			}
			for _, fault := range s.Faults {
				t.Error(fault)
			}
		})
	}
	if *update {
		if err := project.WriteSection("docs/accuracy.md", "meshes", page); err != nil {
			t.Fatal(err)
		}
	}
}
