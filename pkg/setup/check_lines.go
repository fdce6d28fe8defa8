package setup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// checkLines says which streams have trace IDs in their lines and which do not.
func checkLines(f *facts) Result {
	if f.loki.err != nil || f.linesErr != nil {
		return skipped(CheckLines, f.noLines())
	}
	total := f.count(func(*line) bool { return true })
	if total == 0 {
		return noLinesAtAll(f)
	}
	with := f.count((*line).hasID)
	without, joined := f.groupsWithoutID()
	r := Result{ID: CheckLines, Status: OK, Evidence: linesTable(f)}
	r.Message = fmt.Sprintf("%d of %s (%s) %s a trace ID", with, journey.Count(total, "sampled line"), percent(with, total), agree(total, "has", "have"))
	switch {
	case len(without) > 0:
		r.Message += fmt.Sprintf("; lines of %s never do.", list(names(without)))
		r.Status = missingIDs(with, joined)
		r.Advice = "Write the trace ID into these lines. Until then, no journey shows them."
		r.Gaps, r.Tools = []Gap{GapNoTraceID}, toolsOf(without)
	case len(joined) > 0:
		r.Message += "."
	default:
		r.Message += f.inGroups()
	}
	if len(joined) > 0 {
		r.Message += " " + joinedByRequestID(joined)
	}
	return r
}

// missingIDs is how bad it is that some lines cannot be joined.
func missingIDs(with int, joined []*group) Status {
	if with == 0 && len(joined) == 0 {
		return Fail
	}
	return Warn
}

// groupsWithoutID are the groups whose lines have no trace ID. Lines are joined if Tempo
// knows their request IDs.
func (f *facts) groupsWithoutID() (without, joined []*group) {
	for _, g := range f.groups {
		switch {
		case len(g.lines) == 0 || g.withID() > 0:
		case g.byRequestID:
			joined = append(joined, g)
		default:
			without = append(without, g)
		}
	}
	return without, joined
}

func joinedByRequestID(groups []*group) string {
	return fmt.Sprintf("Lines of %s have no trace ID, but they are joined: Tempo knows their request ID.", journey.Count(len(names(groups)), "service"))
}

// inGroups ends the sentence on lines that all have IDs.
func (f *facts) inGroups() string {
	if f.groupsFound > len(f.groups) {
		return fmt.Sprintf(", in each of %d sampled stream groups (%d in all).", len(f.groups), f.groupsFound)
	}
	return fmt.Sprintf(", in %s.", journey.Count(len(f.groups), "stream group"))
}

// noLinesAtAll distinguishes a wrong tenant from a wrong scope. Loki answers for a tenant
// that it does not know as for one without lines.
func noLinesAtAll(f *facts) Result {
	r := Result{ID: CheckLines, Status: Fail, Gaps: []Gap{GapNoLines}}
	switch {
	case len(f.scope.outside) > 0:
		r.Message = fmt.Sprintf("The data source's log scope has no streams, but Loki has %s outside of it.", journey.Count(len(f.scope.outside), "stream"))
		r.Advice = "Correct the log scope in the data source's settings."
	case f.lokiTenant != "":
		r.Message = fmt.Sprintf("Loki has no lines for tenant “%s” from %s. It answers the same if it does not know the tenant.", f.lokiTenant, spell(f.in))
		r.Advice = "Check the tenant's spelling in the data source's settings, or choose a time range with traffic."
	default:
		r.Message = fmt.Sprintf("Loki has no lines from %s.", spell(f.in))
		r.Advice = "Send logs to this Loki, choose a time range with traffic, or enter a tenant if Loki has several."
	}
	return r
}

func linesTable(f *facts) *Table {
	t := table("Service", "Namespace", "Lines", "With ID", "Found in", "Example")
	groups := slices.Clone(f.groups) // the groups with the smallest share of IDs first
	slices.SortStableFunc(groups, func(a, b *group) int { return a.withID()*len(b.lines) - b.withID()*len(a.lines) })
	for _, g := range groups {
		if len(g.lines) == 0 {
			continue
		}
		t.add(g.name(), g.namespace, fmt.Sprint(len(g.lines)), percent(g.withID(), len(g.lines)), strings.Join(origins(g), "; "), example(telling(g).Body))
	}
	return t
}

// origins says where in the lines of a group IDs were found, most often first.
func origins(g *group) []string {
	counts := make(map[string]int)
	var names []string
	for i := range g.lines {
		if !g.lines[i].hasID() {
			continue
		}
		name := g.lines[i].origin.String()
		if counts[name] == 0 {
			names = append(names, name)
		}
		counts[name]++
	}
	slices.SortStableFunc(names, func(a, b string) int { return counts[b] - counts[a] })
	return names
}

// telling is a line without an ID if the group has one: that is the line to fix.
func telling(g *group) *line {
	for i := range g.lines {
		if !g.lines[i].hasID() {
			return &g.lines[i]
		}
	}
	return &g.lines[0]
}

func names(groups []*group) []string {
	var all []string
	for _, g := range groups {
		all = append(all, g.name())
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// checkSampled counts the lines that say that their trace was not sampled.
func checkSampled(f *facts) Result {
	if why := f.noLines(); why != "" {
		return skipped(CheckSampled, why)
	}
	with, dropped := f.count((*line).hasID), f.count(notSampled)
	r := Result{ID: CheckSampled, Status: OK}
	if dropped == 0 {
		r.Message = fmt.Sprintf("Of %s with a trace ID, none says that its trace was not sampled.", journey.Count(with, "line"))
		return r
	}
	r.Status = Warn
	r.Message = fmt.Sprintf("%d of %s with a trace ID (%s) say that their trace was not sampled. These requests have only log lines.", dropped, journey.Count(with, "line"), percent(dropped, with))
	r.Advice = "Sample more traces, or keep all traces with errors by tail sampling in the OpenTelemetry Collector."
	r.Gaps = []Gap{GapSampledOut}
	r.Evidence = table("Service", "Not sampled", "Example")
	for _, g := range f.groups {
		if n, body := countNotSampled(g); n > 0 {
			r.Evidence.add(g.name(), fmt.Sprint(n), example(body))
		}
	}
	return r
}

func countNotSampled(g *group) (n int, example string) {
	for i := range g.lines {
		if notSampled(&g.lines[i]) {
			n++
			example = g.lines[i].Body
		}
	}
	return n, example
}
