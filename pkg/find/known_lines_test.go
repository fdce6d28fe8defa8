package find

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestKnownLines(t *testing.T) {
	at := time.Unix(1, 0)
	known := newKnownLines(3)
	known.add(at, journey.Labels{{Name: "app", Value: "shop"}, {Name: "pod", Value: "a"}, {Name: "service_name", Value: "shop"}})
	known.add(at, journey.Labels{{Name: "app", Value: "shop"}, {Name: "pod", Value: "b"}, {Name: "service_name", Value: "shop"}})
	known.add(at.Add(2), nil)
	for name, tc := range map[string]struct {
		at     time.Time
		labels journey.Labels
		want   bool
	}{
		"as it is":           {at, journey.Labels{{Name: "app", Value: "shop"}, {Name: "pod", Value: "b"}, {Name: "service_name", Value: "shop"}}, true},
		"older of the two":   {at, journey.Labels{{Name: "app", Value: "shop"}, {Name: "pod", Value: "a"}, {Name: "service_name", Value: "shop"}}, true},
		"a label replaced":   {at, journey.Labels{{Name: "app", Value: "shop"}, {Name: "service_name", Value: "shop"}}, true},
		"all labels dropped": {at, nil, true},
		"another pod":        {at, journey.Labels{{Name: "app", Value: "shop"}, {Name: "pod", Value: "c"}, {Name: "service_name", Value: "shop"}}, false},
		"another label":      {at, journey.Labels{{Name: "app", Value: "shop"}, {Name: "zone", Value: "b"}}, false},
		"another time":       {at.Add(1), nil, false},
		"of no stream":       {at.Add(2), nil, true},
	} {
		require.Equal(t, tc.want, known.has(&journey.Line{Time: tc.at, Labels: tc.labels}), name)
	}
}
