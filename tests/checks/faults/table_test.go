package faults

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the tables of docs/reliability.md")

// page is where the table is kept, between the two marks.
const (
	page  = "../../../docs/reliability.md"
	begin = "<!-- by `go test ./tests/checks/faults -update` -->\n"
	end   = "<!-- end -->\n"
)

const tableHead = `
### %s

| fault | a journey by its ID | requests by LogQL and TraceQL | requests by %s only | message |
|---|---|---|---|---|
`

var languages = map[string]string{"Loki": "LogQL", "Tempo": "TraceQL"}

// tableOf is what was seen, as a page.
func tableOf(looks []*look, base map[string]map[string]seen) string {
	var text strings.Builder
	server := ""
	for _, l := range looks {
		if l.server != server {
			server = l.server
			fmt.Fprintf(&text, tableHead, server, languages[server])
		}
		b := base[server]
		fmt.Fprintf(&text, "| %s | %s | %s | %s | %s |\n", l.fault.name,
			l.cell("journey", b), l.cell("both", b), l.cell("alone", b), escaped(l.cause()))
	}
	return text.String()
}

// cell is the outcome, with what there is of the answer.
func (l *look) cell(question string, base map[string]seen) string {
	s, b := l.seen[question], base[question]
	switch got := s.outcome(b); {
	case got == failed:
		return fmt.Sprintf("error %d", s.status)
	case got == unmatched:
		return "no request"
	case (got == partial || got == hinted) && s.lines == 0:
		return "spans, no lines"
	case (got == partial || got == hinted) && s.spans == 0:
		return "lines, no spans"
	case got == partial:
		return "lines, some spans"
	default:
		return string(got)
	}
}

// cause is the sentence about the fault, the same for all questions but for what
// it is that is missing.
func (l *look) cause() string {
	for _, question := range []string{"alone", "journey"} {
		if said := l.seen[question].said(); len(said) > 0 {
			text := strings.ReplaceAll(said[0], l.urls[question], map[string]string{"Loki": "http://loki:3100", "Tempo": "http://tempo:3200"}[l.server])
			return strings.TrimRight(strings.TrimRight(text, "."), "?") + "."
		}
	}
	return "–"
}

func escaped(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(text)
}

// keepTable wants the page to hold the table, or with -update makes it so.
func keepTable(t *testing.T, table string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := bytes.Cut(text, []byte(begin))
	old, after, closed := bytes.Cut(rest, []byte(end))
	if !found || !closed {
		t.Fatalf("%s has lost its marks %q and %q", page, begin, end)
	}
	if string(old) == table {
		return
	}
	if !*update {
		t.Errorf("the table is not what was seen now; if that is right, run: go test ./tests/checks/faults -update\n%s", table)
		return
	}
	text = bytes.Join([][]byte{before, []byte(begin), []byte(table), []byte(end), after}, nil)
	if err := os.WriteFile(page, text, 0o644); err != nil {
		t.Fatal(err)
	}
}
