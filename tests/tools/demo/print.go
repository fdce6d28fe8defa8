package demo

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/tests/harness/ask"
)

// newest is how many journeys the table shows.
const newest = 15

// printJourneys writes the newest journeys as a table, and of the newest failed
// one the graph as indented text and the log lines.
func printJourneys(ctx context.Context, asked ask.Asker, out io.Writer) error {
	found, err := asked(ctx, map[string]any{"queryType": "search", "traceql": "{}", "limit": past, "frames": []string{frames.Journeys, frames.Findings}})
	if err != nil {
		return err
	}
	journeys := ask.Rows(found["journeys"])
	printTable(journeys[:min(len(journeys), newest)], out)
	for _, j := range journeys {
		if j.Text("status") == "error" {
			return printWhole(ctx, asked, j, out)
		}
	}
	return nil
}

func printTable(journeys []ask.Row, out io.Writer) {
	fmt.Fprintf(out, "\nThe newest requests\n\n")
	w := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	fmt.Fprintln(w, "TIME\tTRACE ID\tREQUEST\tDURATION\tSTATUS\tVERDICT\tSERVICES\tSPANS\tLINES\tERRORS\tFINDINGS")
	for _, j := range journeys {
		fmt.Fprintf(w, "%s\t%s\t%s %s\t%.0f ms\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
			j.Time("time").Local().Format("15:04:05.000"), j.Text("traceID"), j.Text("service"), j.Text("body"), j.Number("duration"),
			j.Text("status"), j.Text("verdict"), j.Text("services"), j.Text("spans"), j.Text("logs"), j.Text("errors"), j.Text("findings"))
	}
	w.Flush()
}

func printWhole(ctx context.Context, asked ask.Asker, j ask.Row, out io.Writer) error {
	whole, err := asked(ctx, map[string]any{"queryType": "journey", "traceId": j.Text("traceID")})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe newest failed request: %s\n\n", j.Text("traceID"))
	for _, f := range ask.Rows(whole["findings"]) {
		fmt.Fprintf(out, "  %s: %s %s\n", f.Text("severity"), f.Text("message"), f.Text("advice"))
	}
	fmt.Fprintln(out)
	printGraph(ask.Rows(whole["nodes"]), ask.Rows(whole["edges"]), out)
	fmt.Fprintln(out)
	printLines(ask.Rows(whole["steps"]), out)
	return nil
}

// printGraph writes every service below its callers, from those nobody calls.
func printGraph(nodes, edges []ask.Row, out io.Writer) {
	called := make(map[string]bool)
	hops := make(map[string][]ask.Row)
	for _, e := range edges {
		called[e.Text("target")] = true
		hops[e.Text("source")] = append(hops[e.Text("source")], e)
	}
	shown := make(map[string]bool)
	var below func(id string, depth int)
	below = func(id string, depth int) {
		if shown[id] {
			return
		}
		shown[id] = true
		for _, e := range hops[id] {
			printHop(e, depth+1, out)
			below(e.Text("target"), depth+1)
		}
	}
	for _, n := range nodes {
		if !called[n.Text("id")] {
			fmt.Fprintf(out, "  %s\n", n.Text("title"))
			below(n.Text("id"), 0)
		}
	}
}

func printHop(e ask.Row, depth int, out io.Writer) {
	failed := ""
	if n := e.Number("detail__errors"); n > 0 {
		failed = fmt.Sprintf("  FAILED %.0f", n)
	}
	fmt.Fprintf(out, "  %s└ %s  %.0f call(s), %.0f ms, %.0f line(s)%s\n", strings.Repeat("  ", depth), e.Text("target"),
		e.Number("detail__calls"), e.Number("mainstat"), e.Number("detail__lines"), failed)
}

// widest is where a log line is cut for the terminal.
const widest = 160

func printLines(steps []ask.Row, out io.Writer) {
	w := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	for _, s := range steps {
		if s.Text("kind") != "log" {
			continue
		}
		body := []rune(strings.ReplaceAll(s.Text("body"), "\t", " "))
		if len(body) > widest {
			body = append(body[:widest], '…')
		}
		fmt.Fprintf(w, "  +%.0f ms\t%s\t%s\t%s\t%s\n", s.Number("offset"), s.Text("node"), s.Text("placement"), s.Text("level"), string(body))
	}
	w.Flush()
}
