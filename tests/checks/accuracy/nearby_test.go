package accuracy

import (
	"testing"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

func TestNearbyLines(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	scores, err := MeasureNearby(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	page := NearbyMarkdown(scores)
	t.Log(page)
	for _, s := range scores {
		for _, fault := range s.Faults {
			t.Errorf("%s, %d at once: %s", s.Kind, s.AtOnce, fault)
		}
	}
	if *update {
		if err := project.WriteSection("docs/accuracy.md", "nearby", page); err != nil {
			t.Fatal(err)
		}
	}
}
