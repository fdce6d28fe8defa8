package tempo

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRestsGetLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r rest
		length := func() time.Duration {
			begin := time.Now()
			r.begin()
			r.begin() // somebody else, who tried at the same time
			for !r.over() {
				time.Sleep(time.Second)
			}
			return time.Since(begin)
		}
		require.True(t, r.over())
		for _, want := range []time.Duration{firstRest, 2 * firstRest, 4 * firstRest, 8 * firstRest, 16 * firstRest, longestRest, longestRest} {
			require.Equal(t, want, length())
		}
		r.worked()
		require.Equal(t, firstRest, length())
	})
}
