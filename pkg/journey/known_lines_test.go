package journey

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestKnownLines(t *testing.T) {
	at := time.Unix(1, 0)
	known := newKnownLines(3)
	known.add(at, Labels{{"app", "shop"}, {"pod", "a"}, {"service_name", "shop"}})
	known.add(at, Labels{{"app", "shop"}, {"pod", "b"}, {"service_name", "shop"}})
	known.add(at.Add(2), nil)
	for name, tc := range map[string]struct {
		at     time.Time
		labels Labels
		want   bool
	}{
		"as it is":           {at, Labels{{"app", "shop"}, {"pod", "b"}, {"service_name", "shop"}}, true},
		"older of the two":   {at, Labels{{"app", "shop"}, {"pod", "a"}, {"service_name", "shop"}}, true},
		"a label replaced":   {at, Labels{{"app", "shop"}, {"service_name", "shop"}}, true},
		"all labels dropped": {at, nil, true},
		"another pod":        {at, Labels{{"app", "shop"}, {"pod", "c"}, {"service_name", "shop"}}, false},
		"another label":      {at, Labels{{"app", "shop"}, {"zone", "b"}}, false},
		"another time":       {at.Add(1), nil, false},
		"of no stream":       {at.Add(2), nil, true},
	} {
		require.Equal(t, tc.want, known.has(&Line{Time: tc.at, Labels: tc.labels}), name)
	}
}
