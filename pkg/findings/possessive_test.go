package findings

import "testing"

func TestPossessive(t *testing.T) {
	for name, want := range map[string]string{"ratings": "ratings'", "productpage": "productpage's"} {
		if got := possessive(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}
