package accuracy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// Update measures and writes the section of docs/accuracy.md. It fails when a mesh
// is not read as well as promised.
func Update(ctx context.Context, log io.Writer) error {
	scores, err := Measure(ctx, log, PerMesh)
	if err != nil {
		return err
	}
	if err := project.WriteSection("docs/accuracy.md", "meshes", Markdown(scores)); err != nil {
		return err
	}
	for i := range scores {
		if !scores[i].Good() {
			err = errors.Join(err, fmt.Errorf("mesh %s: %v", scores[i].Kind, scores[i].Faults))
		}
	}
	return err
}

const preamble = `## Simulated meshes

Simulated meshes (test package *mesh*) send what real meshes send, in the same wire
formats, to a real Loki and a real Tempo. Each mesh is sent as two tenants. The plugin
is asked for the journeys, and each line and each finding is compared with what really
happened. ` + "`go tool mage accuracy`" + ` writes this section.

| mesh | what it is |
|---|---|
`

const linesHead = `
### Lines

A line is right if it is on the span that wrote it, or on its service if nothing
says which span wrote it. Lines without an ID belong to no journey.

| mesh | requests | lines | with an ID | by span | by time | by service | ghost | right | wrong | lost |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
`

const findingsHead = `
### Findings

For each scenario that must raise a finding, others nearly raise it. A finding is
right if its code and its service are right.
`

const talliesHead = `
| %s | expected | raised | missing | extra | precision | recall |
|---|--:|--:|--:|--:|--:|--:|
`

// Markdown is the scores as a page.
func Markdown(scores []Score) string {
	var page strings.Builder
	page.WriteString(preamble)
	byMesh := make(map[string]Tally)
	byCode := make(map[string]Tally)
	for i := range scores {
		fmt.Fprintf(&page, "| %s | %s |\n", scores[i].Kind, scores[i].Kind.About())
		byMesh[string(scores[i].Kind)] = scores[i].findings()
		for code, t := range scores[i].Findings {
			byCode[string(code)] = byCode[string(code)].Plus(t)
		}
	}
	page.WriteString(linesHead)
	for i := range scores {
		page.WriteString(lineRow(&scores[i]))
	}
	for i := range scores {
		if scores[i].Connections.Sent > 0 {
			page.WriteString(connectionsHead + connectionsRow(&scores[i]))
		}
	}
	page.WriteString(findingsHead)
	writeTallies(&page, "finding", byCode)
	writeTallies(&page, "mesh", byMesh)
	return page.String()
}

func lineRow(s *Score) string {
	return fmt.Sprintf("| %s | %d | %d | %d | %d | %d | %d | %d | %d (%.2f %%) | %d | %d |\n", s.Kind, s.Requests, s.Lines, s.WithID,
		s.Placed[journey.PlacedBySpan], s.Placed[journey.PlacedByTime], s.Placed[journey.PlacedByService], s.Placed[journey.PlacedOnGhost],
		s.Right, 100*s.share(), s.Wrong, s.Lost)
}

func writeTallies(page *strings.Builder, what string, tallies map[string]Tally) {
	fmt.Fprintf(page, talliesHead, what)
	for _, name := range slices.Sorted(maps.Keys(tallies)) {
		t := tallies[name]
		fmt.Fprintf(page, "| %s | %d | %d | %d | %d | %s | %s |\n", name, t.Expected, t.Raised, t.Missing, t.Extra,
			percent(t.Raised-t.Extra, t.Raised), percent(t.Expected-t.Missing, t.Expected))
	}
}

func percent(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*float64(part)/float64(whole))
}
