package suite

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCountEvents(t *testing.T) {
	long := strings.Repeat("x", 20<<20)
	tests := map[string]struct {
		events string
		want   tally
		log    string
	}{
		"a pass counts each test, and says no more than its package": {
			events: `
{"Action":"output","Package":"a","Test":"TestA","Output":"--- PASS: TestA\n"}
{"Action":"pass","Package":"a","Test":"TestA/sub"}
{"Action":"pass","Package":"a","Test":"TestA"}
{"Action":"skip","Package":"a","Test":"TestB"}
{"Action":"pass","Package":"a","Elapsed":0.25}`,
			want: tally{passed: 2},
			log:  "pass a (0.2s)\n",
		},
		"a failed test shows what it said, and its package is no second failure": {
			events: `
{"Action":"output","Package":"a","Test":"TestA","Output":"a_test.go:4: why\n"}
{"Action":"fail","Package":"a","Test":"TestA"}
{"Action":"output","Package":"a","Output":"FAIL\n"}
{"Action":"fail","Package":"a"}`,
			want: tally{failed: 1},
			log:  "a_test.go:4: why\nFAIL\nfail a (0.0s)\n",
		},
		"a package that does not build": {
			events: `
{"ImportPath":"b","Action":"build-output","Output":"b_test.go:3:27: undefined: x\n"}
{"ImportPath":"b","Action":"build-fail"}
{"Action":"output","Package":"b","Output":"FAIL\tb [build failed]\n"}
{"Action":"fail","Package":"b","FailedBuild":"b"}`,
			want: tally{failed: 1},
			log:  "b_test.go:3:27: undefined: x\nFAIL\tb [build failed]\nfail b (0.0s)\n",
		},
		"a package that fails without a failed test": {
			events: `
{"Action":"pass","Package":"c","Test":"TestA"}
{"Action":"output","Package":"c","Output":"exit status 3\n"}
{"Action":"fail","Package":"c"}`,
			want: tally{passed: 1, failed: 1},
			log:  "exit status 3\nfail c (0.0s)\n",
		},
		"a line of any length, and one that is no event": {
			events: long + `
{"Action":"pass","Package":"a","Test":"TestA"}`,
			want: tally{passed: 1},
			log:  long + "\n",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			require.Equal(t, tt.want, countEvents(strings.NewReader(strings.TrimPrefix(tt.events, "\n")), &log))
			require.True(t, tt.log == log.String(), "logged %.200q", log.String())
		})
	}
}
