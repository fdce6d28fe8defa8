package demo

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// newest is how many journeys the table shows.
const newest = 15

// printJourneys writes the newest journeys as a table, and of the newest failed
// one the graph as indented text and the log lines.
func printJourneys(ctx context.Context, ask asker, out io.Writer) error {
	found, err := ask(ctx, map[string]any{"queryType": "search", "traceql": "{}", "limit": newest})
	if err != nil {
		return err
	}
	journeys := rowsOf(found["journeys"])
	printTable(journeys, out)
	for _, j := range journeys {
		if j.text("status") == "error" {
			return printWhole(ctx, ask, j, out)
		}
	}
	return nil
}

func printTable(journeys []row, out io.Writer) {
	fmt.Fprintf(out, "\nThe newest requests\n\n")
	w := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	fmt.Fprintln(w, "TIME\tTRACE ID\tREQUEST\tDURATION\tSTATUS\tVERDICT\tSERVICES\tSPANS\tLINES\tERRORS\tFINDINGS")
	for _, j := range journeys {
		fmt.Fprintf(w, "%s\t%s\t%s %s\t%.0f ms\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n",
			j.time("time").Local().Format("15:04:05.000"), j.text("traceID"), j.text("service"), j.text("body"), j.number("duration"),
			j.text("status"), j.text("verdict"), j.text("services"), j.text("spans"), j.text("logs"), j.text("errors"), j.text("findings"))
	}
	w.Flush()
}

func printWhole(ctx context.Context, ask asker, j row, out io.Writer) error {
	whole, err := ask(ctx, map[string]any{"queryType": "journey", "traceId": j.text("traceID")})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe newest failed request: %s\n\n", j.text("traceID"))
	for _, f := range rowsOf(whole["findings"]) {
		fmt.Fprintf(out, "  %s: %s %s\n", f.text("severity"), f.text("message"), f.text("advice"))
	}
	fmt.Fprintln(out)
	printGraph(rowsOf(whole["nodes"]), rowsOf(whole["edges"]), out)
	fmt.Fprintln(out)
	printLines(rowsOf(whole["steps"]), out)
	return nil
}

// printGraph writes every service below its callers, from those nobody calls.
func printGraph(nodes, edges []row, out io.Writer) {
	called := make(map[string]bool)
	hops := make(map[string][]row)
	for _, e := range edges {
		called[e.text("target")] = true
		hops[e.text("source")] = append(hops[e.text("source")], e)
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
			below(e.text("target"), depth+1)
		}
	}
	for _, n := range nodes {
		if !called[n.text("id")] {
			fmt.Fprintf(out, "  %s\n", n.text("title"))
			below(n.text("id"), 0)
		}
	}
}

func printHop(e row, depth int, out io.Writer) {
	failed := ""
	if n := e.number("detail__errors"); n > 0 {
		failed = fmt.Sprintf("  FAILED %.0f", n)
	}
	fmt.Fprintf(out, "  %s└ %s  %.0f call(s), %.0f ms, %.0f line(s)%s\n", strings.Repeat("  ", depth), e.text("target"),
		e.number("detail__calls"), e.number("mainstat"), e.number("detail__lines"), failed)
}

// widest is where a log line is cut for the terminal.
const widest = 160

func printLines(steps []row, out io.Writer) {
	w := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	for _, s := range steps {
		if s.text("kind") != "log" {
			continue
		}
		body := []rune(strings.ReplaceAll(s.text("body"), "\t", " "))
		if len(body) > widest {
			body = append(body[:widest], '…')
		}
		fmt.Fprintf(w, "  +%.0f ms\t%s\t%s\t%s\t%s\n", s.number("offset"), s.text("node"), s.text("placement"), s.text("level"), string(body))
	}
	w.Flush()
}
