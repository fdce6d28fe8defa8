package bench

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestDatasetRepeats(t *testing.T) {
	now := time.Now()
	one, other := newDataset(Tiny, now), newDataset(Tiny, now)
	for i := range one.requests {
		require.Equal(t, one.requests[i].trace(), other.requests[i].trace())
	}
	require.Equal(t, pushOf(one.requests), pushOf(other.requests))
}

func TestDatasetIsAsLargeAsItSays(t *testing.T) {
	t.Logf("the heavy trace has %d bytes", newDataset(Full, time.Now()).of(campaignHeavy)[0].trace().Size())
	for name, size := range map[string]Size{"tiny": Tiny, "full": Full} {
		d := newDataset(size, time.Now())
		lines := 0
		for i := range d.requests {
			lines += d.requests[i].lines + d.requests[i].noise
		}
		require.Equal(t, size.Lines, lines, name)
		require.Len(t, d.requests, size.Traces+2, name)
		require.Len(t, d.of(campaignDeep)[0].spans(), size.Deep, name)
		require.InEpsilon(t, size.Heavy, d.of(campaignHeavy)[0].trace().Size(), 0.25, name)
		for _, f := range Flavours() {
			for _, s := range size.Searches {
				q := newQuestion(f.Name, d.of(campaign(f, s)))
				require.Equal(t, s.Traces, q.Traces, name)
				require.Equal(t, s.Lines(), q.Lines, name)
			}
		}
	}
}

func TestSpansLieWithinTheirParents(t *testing.T) {
	for _, r := range newDataset(Tiny, time.Now()).requests {
		byID := map[uint64]span{}
		for _, s := range r.spans() {
			byID[s.id] = s
			parent, ok := byID[s.parent]
			if !ok {
				require.Zero(t, s.parent, "a parent comes first")
				continue
			}
			require.False(t, s.start.Before(parent.start))
			require.False(t, s.start.Add(s.duration).After(parent.start.Add(parent.duration)), "%s in %s", s.name, parent.name)
		}
	}
}
