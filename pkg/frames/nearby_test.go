package frames

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// TestNearbyLinesAreOnlyShown: they are rows of steps and logs, in time order, and no
// other figure changes.
func TestNearbyLinesAreOnlyShown(t *testing.T) {
	at := func(ms int) time.Time { return time.Date(2026, 3, 11, 12, 0, 0, ms*1_000_000, time.UTC) }
	line := func(ms int, joinedBy journey.JoinedBy, placement journey.Placement, underWay int) *journey.PlacedLine {
		return &journey.PlacedLine{Line: journey.Line{Time: at(ms), Body: fmt.Sprint(ms)}, Level: journey.LevelError, JoinedBy: joinedBy, Placement: placement, UnderWay: underWay}
	}
	j := &journey.Journey{
		Start: at(0), End: at(9), Depth: journey.DepthWhole, Lines: []*journey.PlacedLine{line(5, journey.JoinedByTrace, journey.PlacedByTime, 0)},
		Nearby: []*journey.PlacedLine{line(3, journey.JoinedByNearby, journey.PlacedPossibly, 4), line(7, journey.JoinedByNearby, journey.PlacedByTime, 0)},
	}
	res := &journey.Result{Journeys: []*journey.Journey{j}}
	var rows []string
	for _, r := range stepRows(res) {
		n, known := r.underWay()
		rows = append(rows, fmt.Sprintf("%s %s %s %d %t", r.body(), r.joinedBy(), r.placement(), n, known))
	}
	want := []string{"3 nearby possible 4 true", "5 trace time 0 false", "7 nearby time 0 false"}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	if logs := lineRows(res.Journeys); len(logs) != 3 || logs[0].UnderWay != 4 {
		t.Errorf("logs are %+v", logs)
	}
	lines, _ := lineCount(j)
	nearby, asked := nearbyCount(j)
	if got := fmt.Sprint(lines, errorCount(j), nearby, asked); got != "1 1 2 true" {
		t.Errorf("lines, errors and nearby lines are %s", got)
	}
	j.Nearby = nil
	if _, asked := nearbyCount(j); asked {
		t.Error("nobody asked for nearby lines, but they are counted")
	}
}
