package distributed

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/tests/checks/accuracy"
)

const intro = `# Distributed Loki and Tempo

` + "`go tool mage cluster`" + ` writes this page. It starts Loki and Tempo as microservices on one machine: of each
a distributor, two ingesters, two queriers, a query frontend and a compactor, and Loki's index gateway.
Every line and span is on both ingesters; chunks, index and blocks are on S3. The plugin asks through
nginx, configured as the Helm charts do: HTTP/1.1 only, basic auth, a tenant for each mesh.

| what | result |
|---|---|
`

// Markdown is the report as a page.
func (r *Report) Markdown() string {
	var page strings.Builder
	page.WriteString(intro)
	fmt.Fprintf(&page, "| start of %d processes | %s |\n", r.Processes, r.Start.Round(100*time.Millisecond))
	fmt.Fprintf(&page, "| a search after everything was written to S3 | %s |\n", summary(&r.Flushed))
	fmt.Fprintf(&page, "| a live list shows a new line's request after | %s |\n", r.Live.Round(10*time.Millisecond))
	page.WriteString("\n## Meshes\n\nEach mesh is sent and compared as in [accuracy](accuracy.md).\n\n| mesh | lines right | findings right |\n|---|--:|--:|\n")
	for i := range r.Meshes {
		fmt.Fprintf(&page, "| %s | %s | %s |\n", r.Meshes[i].Kind, lines(&r.Meshes[i]), findings(&r.Meshes[i]))
	}
	page.WriteString("\n## When a process dies\n\nEach process is killed (`kill -9`) in the middle of a search for 50 requests. The same search runs again while the\nprocess is gone; then it is started again.\n\n" +
		"| killed | the running search | the next search |\n|---|---|---|\n")
	for _, k := range r.Kills {
		fmt.Fprintf(&page, "| %s | %s | %s |\n", k.Process, k.During, k.After)
	}
	return page.String()
}

// String is the answer in a cell of the table.
func (a Answer) String() string {
	if a.Err != nil {
		return "fails: " + a.Err.Error()
	}
	return strings.Join(append([]string{summary(&a.Score)}, a.Notices...), "<br>")
}

func summary(s *accuracy.Score) string {
	return lines(s) + " lines, " + findings(s) + " findings right"
}

func lines(s *accuracy.Score) string { return fmt.Sprintf("%d of %d", s.Right, s.WithID) }

func findings(s *accuracy.Score) string {
	var all accuracy.Tally
	for _, t := range s.Findings {
		all = all.Plus(t)
	}
	extra := ""
	if all.Extra > 0 {
		extra = fmt.Sprintf(" (and %d wrong)", all.Extra)
	}
	return cmp.Or(fmt.Sprintf("%d of %d", all.Expected-all.Missing, all.Expected)+extra, "–")
}
