package fuzz

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParseList(t *testing.T) {
	const said = `FuzzExtract
FuzzRules
ok  	example.com/pkg/extract	0.012s
ok  	example.com/pkg/httpsource	0.008s
?   	example.com/pkg	[no test files]
FuzzParse
ok  	example.com/pkg/query	0.010s
`
	require.Equal(t, []target{
		{"example.com/pkg/extract", "FuzzExtract"},
		{"example.com/pkg/extract", "FuzzRules"},
		{"example.com/pkg/query", "FuzzParse"},
	}, parseList(strings.NewReader(said)))
}

func TestTried(t *testing.T) {
	require.Equal(t, "0", tried("no progress was reported"))
	require.Equal(t, "325017", tried("fuzz: elapsed: 0s, execs: 5 (2/sec)\nfuzz: elapsed: 3s, execs: 325017 (108336/sec), new interesting: 11"))
}

func TestAFailedTargetFailsTheRun(t *testing.T) {
	var out strings.Builder
	outcomes := []outcome{
		{target{"example.com/pkg/query", "FuzzParse"}, "10", time.Second, nil},
		{target{"example.com/pkg/loki", "FuzzAnswer"}, "7", time.Second, errors.New("exit status 1")},
	}
	require.ErrorContains(t, write(&out, outcomes), "FuzzAnswer in example.com/pkg/loki failed")
	require.Contains(t, out.String(), "loki FuzzAnswer  7")
	require.NoError(t, write(&out, outcomes[:1]))
}
