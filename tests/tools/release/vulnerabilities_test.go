package release

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// said is what govulncheck says of three vulnerabilities; nothing of the second
// is called.
const said = `{"config":{"protocol_version":"v1.0.0"}}
{"osv":{"id":"GO-2026-1"}}
{"finding":{"osv":"GO-2026-3","fixed_version":"v1.2.3","trace":[{"module":"example.com/c","package":"example.com/c","function":"F"},{"module":"m","function":"main"}]}}
{"finding":{"osv":"GO-2026-2","trace":[{"module":"example.com/b","package":"example.com/b"}]}}
{"finding":{"osv":"GO-2026-1","trace":[{"module":"example.com/a","function":"G"}]}}
{"finding":{"osv":"GO-2026-1","trace":[{"module":"example.com/a","function":"H"}]}}
`

func TestWhatIsReachedIsFound(t *testing.T) {
	found, err := reached(strings.NewReader(said))
	require.NoError(t, err)
	require.Equal(t, []vulnerability{{"GO-2026-1", "example.com/a", ""}, {"GO-2026-3", "example.com/c", "v1.2.3"}}, found)
	_, err = reached(strings.NewReader(`{"finding":`))
	require.Error(t, err)
}

func TestOnlyWhatIsExplainedStays(t *testing.T) {
	found := []vulnerability{{"GO-2026-1", "example.com/a", ""}, {"GO-2026-3", "example.com/c", "v1.2.3"}}
	var out strings.Builder
	require.NoError(t, compare(&out, found, []string{"GO-2026-1", "GO-2026-3", "GO-2026-9"}))
	require.Contains(t, out.String(), "GO-2026-1 in example.com/a stays")
	require.Contains(t, out.String(), "GO-2026-9 is no longer found")

	err := compare(&out, found, nil)
	require.ErrorContains(t, err, "GO-2026-1 in example.com/a: there is no version without it")
	require.ErrorContains(t, err, "GO-2026-3 in example.com/c: it is fixed in v1.2.3")
}

func TestExplanationsAreRead(t *testing.T) {
	page, err := os.ReadFile("../../../" + explanations)
	require.NoError(t, err)
	require.Contains(t, advisories(string(page)), "GO-2026-5528")
	require.Equal(t, []string{"GO-2026-5528", "GO-2026-5359"}, advisories("| GO-2026-5528, GO-2026-5359 | GO-2026 |"))
}
