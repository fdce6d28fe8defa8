package findings

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// maxLineGap is how far outside the trace's time range a line may be without
// being reported: log pipelines round times, and proxies write their access
// lines slightly late.
const maxLineGap = time.Second

// outsideLines counts the lines of one service outside the trace's time range.
type outsideLines struct {
	lines    int
	furthest time.Duration // distance from the trace's time range
}

// linesOutside reports lines that were written well before the first span or
// after the last one.
func linesOutside(r Request) []journey.Finding {
	if len(r.Spans) == 0 {
		return nil
	}
	byNode := make(map[string]outsideLines)
	for _, l := range r.Journey.Lines {
		if gap := max(l.Time.Sub(r.End), r.Start.Sub(l.Time)); gap > maxLineGap {
			known := byNode[l.Node]
			byNode[l.Node] = outsideLines{known.lines + 1, max(known.furthest, gap)}
		}
	}
	var fs []journey.Finding
	for _, node := range slices.Sorted(maps.Keys(byNode)) {
		lines, furthest := byNode[node].lines, byNode[node].furthest
		fs = append(fs, journey.Finding{
			Severity: journey.SeverityInfo, Code: journey.FindingLinesOutside, Node: node,
			Message:  fmt.Sprintf("%s wrote %s up to %s before or after the trace.", node, journey.Count(lines, "line"), journey.DurationText(furthest)),
			Advice:   "Usually background work, or an agent that sets its own timestamps.",
			Evidence: journey.Attributes{{Key: "lines", Value: int64(lines)}, {Key: "furthestMs", Value: millis(furthest)}},
		})
	}
	return fs
}
