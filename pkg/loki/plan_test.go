package loki

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// minutes is a range in minutes after the epoch.
func minutes(from, to int) journey.TimeRange {
	return journey.TimeRange{From: time.Unix(int64(from)*60, 0), To: time.Unix(int64(to)*60, 0)}
}

// described writes parts as "from-to: ids".
func described(parts []part) string {
	var rows []string
	for _, p := range parts {
		var ids []string
		for _, id := range p.ids() {
			ids = append(ids, fmt.Sprint(id[15]))
		}
		rows = append(rows, fmt.Sprintf("%d-%d: %s", p.in.From.Unix()/60, p.in.To.Unix()/60, strings.Join(ids, " ")))
	}
	return strings.Join(rows, "\n")
}

func TestParts(t *testing.T) {
	for name, test := range map[string]struct {
		wanted []journey.TimeRange // of IDs 1, 2, …
		want   string
	}{
		"one":                        {[]journey.TimeRange{minutes(10, 12)}, "10-12: 1"},
		"overlapping":                {[]journey.TimeRange{minutes(10, 12), minutes(11, 14)}, "10-14: 1 2"},
		"apart, the newest first":    {[]journey.TimeRange{minutes(10, 12), minutes(30, 32)}, "30-32: 2\n10-12: 1"},
		"longer than a slice":        {[]journey.TimeRange{minutes(0, 90)}, "45-90: 1\n0-45: 1"},
		"each only where it is due":  {[]journey.TimeRange{minutes(0, 40), minutes(40, 90)}, "45-90: 2\n0-45: 1 2"},
		"the closest of many united": {append(everyTwentyMinutes(7), minutes(145, 147), minutes(151, 153)), "145-153: 8 9\n120-122: 7\n100-102: 6\n80-82: 5\n60-62: 4\n40-42: 3\n20-22: 2\n0-2: 1"},
	} {
		t.Run(name, func(t *testing.T) {
			var wanted []journey.FoundTrace
			for i, in := range test.wanted {
				wanted = append(wanted, journey.FoundTrace{TraceID: journey.TraceID{15: byte(i + 1)}, Range: in})
			}
			parts := partsOf(wanted, time.Hour)
			require.Equal(t, test.want, described(parts))
		})
	}
}

func everyTwentyMinutes(n int) (all []journey.TimeRange) {
	for i := range n {
		all = append(all, minutes(20*i, 20*i+2))
	}
	return all
}

// TestManyAreDivided: what is wanted all over a part is asked for where it is wanted.
func TestManyAreDivided(t *testing.T) {
	var wanted []journey.FoundTrace
	for i := range 240 {
		in := minutes(i/4, i/4+2)
		wanted = append(wanted, journey.FoundTrace{TraceID: journey.TraceID{15: byte(i + 1)}, Range: in})
	}
	parts := part{minutes(0, 61), wanted}.divided()
	require.Len(t, parts, mostDivisions)
	for i, p := range parts {
		require.Less(t, len(p.wanted), 60)
		if i > 0 {
			require.Equal(t, parts[i-1].in.To, p.in.From)
		}
	}
}

// TestWaves: the first slice is short, none is longer than allowed, and together
// they are the whole.
func TestWaves(t *testing.T) {
	in := minutes(0, 600)
	at := in.To
	for wave := range waves(in, time.Hour) {
		require.LessOrEqual(t, len(wave), maxQueries)
		for _, slice := range wave {
			require.Equal(t, at, slice.To)
			require.LessOrEqual(t, slice.To.Sub(slice.From), time.Hour)
			at = slice.From
		}
	}
	require.Equal(t, in.From, at)
}
