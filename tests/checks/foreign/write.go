package foreign

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// Update measures and writes the section of docs/accuracy.md. It fails when
// something is not as promised.
func Update(ctx context.Context, log io.Writer) error {
	s, err := Run(ctx, log)
	if err != nil {
		return err
	}
	if err := project.WriteSection("docs/accuracy.md", "foreign", markdown(s)); err != nil {
		return err
	}
	for _, wrong := range s.Wrong {
		fmt.Fprintln(log, wrong)
	}
	if !s.Good() {
		return errors.New("the plugin was not as right as promised about foreign software")
	}
	return nil
}

const head = `## Foreign software

These are programs that we did not write, on one machine: Jaeger's HotROD as four
processes, Caddy and Traefik at the edge, and Express services with pino and
OpenTelemetry's auto-instrumentation. They send their own spans to a real Tempo. A log
shipper sends their output to a real Loki, with labels that name the process.
Faults are planted in some of the requests. ` + "`go tool mage foreign`" + ` plays the requests
and writes this section.

A line is right if it is on a service of its process and, if it names a span that Tempo
has, on that span. A finding is true if the planted fault, the lines of the process, or
Tempo confirm it.

| requests | lines with an ID | found | on the right service | name a stored span | on that span |
|--:|--:|--:|--:|--:|--:|
`

const findingsHead = `
| finding | raised | true |
|---|--:|--:|
`

const faultsHead = `
| planted | requests | found |
|---|--:|--:|
`

func markdown(s *Score) string {
	var page strings.Builder
	page.WriteString(head)
	fmt.Fprintf(&page, "| %d | %d | %s | %s | %d | %s |\n", s.Requests, s.Lines, counted(s.Found, s.Lines), counted(s.Service, s.Lines),
		s.WithSpan, counted(s.Span, s.WithSpan))
	page.WriteString(findingsHead)
	writeTallies(&page, s.Findings)
	page.WriteString(faultsHead)
	writeTallies(&page, s.Faults)
	return page.String()
}

func counted(part, whole int) string {
	return fmt.Sprintf("%d (%.2f %%)", part, 100*share(part, whole))
}

func writeTallies[K ~string](page *strings.Builder, tallies map[K]Tally) {
	for _, name := range slices.Sorted(maps.Keys(tallies)) {
		fmt.Fprintf(page, "| %s | %d | %d |\n", name, tallies[name].All, tallies[name].Right)
	}
}
