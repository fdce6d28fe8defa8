package tempo

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRestsGetLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r failureBackoff
		length := func() time.Duration {
			begin := time.Now()
			r.failed()
			r.failed() // somebody else, who tried at the same time
			for !r.ready() {
				time.Sleep(time.Second)
			}
			return time.Since(begin)
		}
		require.True(t, r.ready())
		for _, want := range []time.Duration{firstPause, 2 * firstPause, 4 * firstPause, 8 * firstPause, 16 * firstPause, longestPause, longestPause} {
			require.Equal(t, want, length())
		}
		r.worked()
		require.Equal(t, firstPause, length())
	})
}
