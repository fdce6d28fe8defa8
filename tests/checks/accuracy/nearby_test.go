package accuracy

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/project"
)

func TestNearbyLines(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a real Loki and Tempo, which -short leaves out")
	}
	scores, err := MeasureNearby(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	page := NearbyMarkdown(scores)
	t.Log(page)
	for _, s := range scores {
		for _, fault := range s.Faults {
			t.Errorf("%s, %d at once: %s", s.Kind, s.AtOnce, fault)
		}
	}
	if *update {
		if err := project.WriteSection("docs/accuracy.md", "nearby", page); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCompareNearby counts rows of the frame of lines: body, span, placement.
func TestCompareNearby(t *testing.T) {
	at := time.Unix(1000, 0)
	q := truth()
	q.Unrelated = []mesh.Line{
		{Time: at, Body: "own", Service: "shop", SpanID: journey.SpanID{7: 1}},
		{Time: at, Body: "background", Service: "shop", Background: true},
	}
	for name, tc := range map[string]struct {
		row  [3]string
		want NearbyScore
	}{
		"certain":                {[3]string{"own", "0000000000000001", "time"}, NearbyScore{Certain: 1}},
		"certain on its service": {[3]string{"own", "", "service"}, NearbyScore{Certain: 1}},
		"another span":           {[3]string{"own", "0000000000000002", "time"}, NearbyScore{WrongSpan: 1}},
		"possible":               {[3]string{"own", "", "possible"}, NearbyScore{Possible: 1}},
		"of no request":          {[3]string{"background", "0000000000000001", "time"}, NearbyScore{WrongRequest: 1}},
		"possible, of none":      {[3]string{"background", "", "possible"}, NearbyScore{Others: 1}},
		"never sent":             {[3]string{"made up", "", "time"}, NearbyScore{WrongRequest: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			frame := data.NewFrame("logs", data.NewField("timestamp", nil, []time.Time{at}), data.NewField("body", nil, tc.row[:1]),
				data.NewField("spanID", nil, tc.row[1:2]), data.NewField("placement", nil, tc.row[2:]),
				data.NewField("node", nil, []string{"shop"}), data.NewField("joinedBy", nil, []string{"nearby"}))
			var got NearbyScore
			got.compare(q, ownersOf([]*mesh.Request{q}), frame)
			got.Faults, tc.want.Asked, tc.want.Lines = nil, 1, 1
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
