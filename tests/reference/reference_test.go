package reference

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../.."

func TestTheReferenceIsWhatTheCodeSays(t *testing.T) {
	names, err := stale(root)
	require.NoError(t, err)
	require.Empty(t, names, "run go tool mage reference")
}

func TestTextsOfFindings(t *testing.T) {
	s, err := parse(root, "journey")
	require.NoError(t, err)
	for _, f := range findingsOf(s) {
		if f.text == "error-origin" {
			require.Equal(t, []string{"error", "warning"}, f.severities)
			require.Contains(t, f.says, "… wrote the first error line.")
			return
		}
	}
	t.Error("error-origin is not among the findings")
}

func TestATableTellsOfAMissingComment(t *testing.T) {
	_, err := table([]string{"field", "meaning"}, [][]string{{"limit", ""}})
	require.ErrorContains(t, err, "a comment is missing")
}
