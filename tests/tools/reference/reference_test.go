package reference

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../../.."

func TestTheReferenceIsWhatTheCodeSays(t *testing.T) {
	names, err := stale(root)
	require.NoError(t, err)
	require.Empty(t, names, "run go tool mage reference")
}

func TestTextsOfFindings(t *testing.T) {
	s, err := parse(root, "journey", "findings")
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

// TestEverySentenceOfAFindingIsTested holds that pkg/findings compares each message and
// each advice whole: with the lines of this file.
func TestEverySentenceOfAFindingIsTested(t *testing.T) {
	s, err := parse(root, "journey", "findings")
	require.NoError(t, err)
	tested, err := os.ReadFile(filepath.Join(root, "pkg", "findings", "testdata", "findings.txt"))
	require.NoError(t, err)
	for _, f := range findingsOf(s) {
		for _, severity := range f.severities {
			require.Regexp(t, "(?m)^"+severity+" "+f.text+", ", string(tested))
		}
		for _, sentence := range append(f.says, f.advice...) {
			pattern := strings.ReplaceAll(regexp.QuoteMeta(sentence), "…", ".+")
			require.Regexp(t, "(?m)^\t"+pattern+"$", string(tested), "of %s", f.text)
		}
	}
}

func TestATableTellsOfAMissingComment(t *testing.T) {
	_, err := table([]string{"field", "meaning"}, [][]string{{"limit", ""}})
	require.ErrorContains(t, err, "a comment is missing")
}
