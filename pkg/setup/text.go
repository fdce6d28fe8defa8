package setup

import (
	"fmt"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// agree chooses the word that agrees with a list of n names.
func agree(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// list names the first few: "a, b and 3 more".
func list(names []string) string {
	const most = 4
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0]
	case n <= most:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

func percent(part, whole int) string {
	switch {
	case whole == 0:
		return "0 %"
	case part > 0 && part*100 < whole:
		return "< 1 %"
	case part < whole && part*100 > 99*whole:
		return "> 99 %"
	}
	return fmt.Sprintf("%d %%", (part*100+whole/2)/whole)
}

// example shortens a log line to fit a row of a table.
func example(body string) string { return journey.OneLine(body, 200) }

// name is the group's service, and its container if that has another name.
func (g *group) name() string {
	name := g.service
	if name == "" {
		name = "an unknown service"
	}
	if g.container != "" && g.container != g.service {
		name += " (" + g.container + ")"
	}
	return name
}

func spell(in journey.TimeRange) string {
	const layout = "2006-01-02 15:04 UTC"
	return in.From.UTC().Format(layout) + " to " + in.To.UTC().Format(layout)
}

func (o Origin) String() string {
	switch {
	case o.Kind == FromMetadata:
		return "structured metadata " + o.Name
	case o.Kind == FromLabel:
		return "stream label " + o.Name
	case o.Kind == FromRule:
		return "your rule " + o.Name
	case o.Name == "":
		return "the line, by its form"
	}
	return "the line, key " + o.Name
}
