package bench

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
)

// Write measures and writes docs/performance.md to w.
func Write(ctx context.Context, w, log io.Writer, o Options) error {
	var stages *stagesSince
	if o.Base != "" { // first what fails at once, or never
		built, err := buildStages(ctx, o.Base, log)
		defer built.remove()
		if err != nil {
			return err
		}
		stages = built
	}
	report, err := Run(ctx, o, log)
	if err != nil {
		return err
	}
	page := report.Markdown()
	if stages != nil {
		compared, err := stages.compare(ctx, log)
		if err != nil {
			return err
		}
		page += fmt.Sprintf(stagesHead, o.Base) + compared + "\n```\n"
	}
	fmt.Fprint(log, page[strings.Index(page, "## "):])
	_, err = io.WriteString(w, page)
	return err
}

const preamble = `# Performance

How long Request Journey takes, compared with the least time that the same bytes can
take, and with Grafana's own way to the same answer. ` + "`go tool mage bench`" + ` makes this
page: it starts a real Loki and a real Tempo, loads a data set that is always the same,
and measures all ways in turns within one run.

| way | what it does |
|---|---|
| floor | fetches the bytes of the answer once and reads none of them: its lines with the one query that returns exactly them, and each trace by its ID as protobuf, %d at once |
| replay | the same, but with the plugin's own requests to Loki, recorded and sent again, %d at once: what the servers need for everything the plugin asks to be sure that no line is missing |
| list | asks the plugin for the list of journeys and the graph over them, its default for a search: summaries of the traces, and the lines that the search found, which here are all lines of the traces |
| whole | asks the plugin for all seven frames, with every span and line |
| again | asks for the same a second time |
| Grafana | one query to Loki, read from JSON into a frame; then each trace by its ID, read from protobuf into a frame, %d at once as a browser does; for a single journey, the trace first. It leaves out, in Grafana's favour: HTTP to the browser and back, the clicks, and joining anything |

The plugin is the built binary in its own process, asked over gRPC as Grafana asks it.
Its time ends when the encoded frames have arrived. Before each question the data source
is created again, so nothing is cached, but its connections are open. All ways must agree
on the trace IDs and the number of lines before anything is measured.

**Data.** %s lines over an hour, with the lines of the searched requests spread evenly;
%s traces of 20 spans; one trace of %s spans and one of %s. About half of the lines
belong to no trace. Each search runs once for each way in which lines carry their ID:

| lines | what they are |
|---|---|
`

// Markdown is the report as a page.
func (r *Report) Markdown() string {
	var page strings.Builder
	fmt.Fprintf(&page, preamble, tracesAtOnce, linesAtOnce, browserAtOnce, thousands(r.Size.Lines), thousands(r.Size.Traces),
		thousands(r.Size.Deep), fmt.Sprintf("%.1f MB", float64(r.Size.Heavy)/1e6))
	for _, f := range Flavours() {
		fmt.Fprintf(&page, "| %s | %s |\n", f.Name, f.About)
	}
	fmt.Fprintf(&page, "\nMeasured on a machine with %d cores that also ran Loki and Tempo. Times are medians of %d rounds (replay: of every second round) in milliseconds, with the fastest and the slowest in brackets. Ratios are ratios of medians. Other work on the machine affects all ways alike, because they take turns.\n",
		runtime.NumCPU(), r.Rounds)
	page.WriteString(targetsHead)
	for _, t := range r.targets() {
		fmt.Fprintf(&page, "| %s | %s | %s | %s |\n", t.what, t.wanted, t.verdict(), t.worstText())
	}
	for _, s := range r.Size.Searches {
		r.writeSearches(&page, s)
	}
	r.writeSingles(&page)
	r.writeMemory(&page)
	page.WriteString(remarks)
	return page.String()
}

const stagesHead = `
## Stages

The Go benchmarks of each stage of a query, with allocations: at commit %s and now, run
in turns on the same machine and compared by benchstat.

` + "```" + `
`

const targetsHead = `
## Targets

| what | target | met | worst measured |
|---|---|---|---|
`

func (r *Report) writeSearches(page *strings.Builder, s Search) {
	fmt.Fprintf(page, "\n## Search: %s lines of %d traces\n\n", thousands(s.Lines()+1), s.Traces)
	page.WriteString("| lines | floor | replay | list | whole | list again | Grafana |\n|---|--:|--:|--:|--:|--:|--:|\n")
	for _, q := range r.searches(s) {
		fmt.Fprintf(page, "| %s | %s | %s | %s | %s | %s | %s |\n", q.Name, q.cell(Floor), q.cell(Replay), q.cell(List), q.cell(Whole), q.cell(Again), q.cell(Rival))
	}
	page.WriteString("\n| lines | list ÷ floor | whole ÷ floor | whole ÷ replay | Grafana ÷ list | Grafana ÷ whole | list ÷ again |\n|---|--:|--:|--:|--:|--:|--:|\n")
	for _, q := range r.searches(s) {
		fmt.Fprintf(page, "| %s | %s | %s | %s | %s | %s | %s |\n", q.Name, q.ratio(List, Floor), q.ratio(Whole, Floor), q.ratio(Whole, Replay),
			q.ratio(Rival, List), q.ratio(Rival, Whole), q.ratio(List, Again))
	}
}

func (r *Report) writeSingles(page *strings.Builder) {
	page.WriteString("\n## One journey by its trace ID\n\n")
	page.WriteString("| journey | floor | replay | plugin | again | Grafana | plugin ÷ floor | plugin ÷ replay | plugin ÷ again | Grafana ÷ plugin |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, q := range r.singles() {
		fmt.Fprintf(page, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", q.Name, q.cell(Floor), q.cell(Replay), q.cell(Whole), q.cell(Again), q.cell(Rival),
			q.ratio(Whole, Floor), q.ratio(Whole, Replay), q.ratio(Whole, Again), q.ratio(Rival, Whole))
	}
}

const memoryHead = `
## Memory

How much the plugin's process grows at its peak while it answers (resident memory, the
larger of %d new processes). For comparison: the bytes of the whole answer as Loki and Tempo
send them, decompressed ("wire"), and the bytes of the plugin's own whole answer, as sent
and decompressed.

| question | wire | answer, sent | answer | growth: list | growth: whole | whole ÷ wire | whole ÷ answer |
|---|--:|--:|--:|--:|--:|--:|--:|
`

func (r *Report) writeMemory(page *strings.Builder) {
	fmt.Fprintf(page, memoryHead, min(memoryRounds, r.Rounds))
	for _, q := range r.Questions {
		fmt.Fprintf(page, "| %s | %s | %s | %s | %s | %s | %s | %s |\n", q.title(), megabytes(float64(q.Wire)),
			megabytes(float64(q.Sent[Whole])), megabytes(float64(q.Frames[Whole])), q.growthCell(List), q.growthCell(Whole),
			times(q.overWire(Whole)), times(q.overFrames(Whole)))
	}
}
