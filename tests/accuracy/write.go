package accuracy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Write measures and writes docs/accuracy.md to w. It fails when a mesh is not
// read as well as promised.
func Write(ctx context.Context, w, log io.Writer) error {
	scores, err := Measure(ctx, log)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, Markdown(scores)); err != nil {
		return err
	}
	for i := range scores {
		if !scores[i].Good() {
			err = errors.Join(err, fmt.Errorf("mesh %s: %v", scores[i].Kind, scores[i].Faults))
		}
	}
	return err
}

const preamble = `# Accuracy

How right Request Journey is about requests whose truth is known. Simulated
meshes ([tests/mesh](../tests/mesh)) send what real ones send, in their wire
formats, to a real Loki and a real Tempo; the plugin is asked for the journeys,
and each line and finding is compared with what happened. No mesh needs any
configuration. This page is made by ` + "`go tool mage accuracy`" + `.

## Lines

A line is right on the span that it belongs to, or on its service when nothing
tells the span. Lines without an ID belong to no journey.

| mesh | requests | lines | with an ID | by span | by time | by service | ghost | right | wrong | lost |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
`

const findingsHead = `
## Findings

Each scenario that must raise a finding has one beside it that nearly does.

| mesh | expected | raised | missing | extra |
|---|--:|--:|--:|--:|
`

// Markdown is the scores as a page.
func Markdown(scores []Score) string {
	var page strings.Builder
	page.WriteString(preamble)
	for i := range scores {
		s := &scores[i]
		fmt.Fprintf(&page, "| %s | %d | %d | %d | %d | %d | %d | %d | %d (%.2f %%) | %d | %d |\n", s.Kind, s.Requests, s.Lines, s.WithID,
			s.Placed[journey.PlacedBySpan], s.Placed[journey.PlacedByTime], s.Placed[journey.PlacedByService], s.Placed[journey.PlacedOnGhost],
			s.Right, 100*s.share(), s.Wrong, s.Lost)
	}
	page.WriteString(findingsHead)
	for i := range scores {
		s := &scores[i]
		fmt.Fprintf(&page, "| %s | %d | %d | %d | %d |\n", s.Kind, s.Expected, s.Raised, s.Missing, s.Extra)
	}
	return page.String()
}
