package setup

import (
	"fmt"
	"slices"
	"strings"
)

// checkLines says which streams name the trace of their lines and which do not.
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
	share := fmt.Sprintf("%d of %s carry a trace ID (%s)", with, plural(total, "sampled line"), percent(with, total))
	if len(without) == 0 && len(joined) == 0 {
		r.Message = fmt.Sprintf("%s, in all of %s%s.", share, plural(len(f.groups), "stream group"), f.sampledOf())
		return r
	}
	if len(without) == 0 {
		r.Message = share + ". " + joinedByRequestID(joined)
		return r
	}
	r.Status = Warn
	if with == 0 && len(joined) == 0 {
		r.Status = Fail
	}
	r.Message = fmt.Sprintf("%s; those of %s never do.", share, list(names(without)))
	if len(joined) > 0 {
		r.Message += " " + joinedByRequestID(joined)
	}
	r.Advice = "Write the trace ID into these lines; until then a journey shows none of them."
	r.Gaps, r.Tools = []Gap{GapNoTraceID}, toolsOf(without)
	return r
}

// groupsWithoutID are the groups whose lines have no trace ID. Of those that are joined,
// Tempo knows the request IDs.
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
	return fmt.Sprintf("Lines of %s have no trace ID, but a request ID that Tempo knows: they are joined.", plural(len(names(groups)), "service"))
}

func (f *facts) sampledOf() string {
	if f.groupsFound > len(f.groups) {
		return fmt.Sprintf(" that were sampled, of %d", f.groupsFound)
	}
	return ""
}

// noLinesAtAll separates a wrong tenant from a wrong scope: an unknown tenant is
// answered as one without lines.
func noLinesAtAll(f *facts) Result {
	r := Result{ID: CheckLines, Status: Fail, Gaps: []Gap{GapNoLines}}
	switch {
	case len(f.scope.outside) > 0:
		r.Message = fmt.Sprintf("No stream is in the data source's log scope, though Loki has %s outside of it.", plural(len(f.scope.outside), "stream"))
		r.Advice = "Correct the log scope in the data source's settings."
	case f.lokiTenant != "":
		r.Message = fmt.Sprintf("Loki has no lines for tenant “%s” from %s; it answers the same for a tenant that it does not know.", f.lokiTenant, spell(f.in))
		r.Advice = "Check the tenant's spelling in the data source's settings, or choose a time in which there was traffic."
	default:
		r.Message = fmt.Sprintf("Loki has no lines from %s.", spell(f.in))
		r.Advice = "Send logs to this Loki, choose a time in which there was traffic, or enter a tenant when Loki has several."
	}
	return r
}

func linesTable(f *facts) *Table {
	t := table("Service", "Namespace", "Lines", "With ID", "Found in", "Example")
	groups := slices.Clone(f.groups) // those that lack most come first
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

// telling is a line without an ID where there is one, since that is to be fixed.
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

// checkSampled counts the lines that say that their trace is not kept.
func checkSampled(f *facts) Result {
	if why := f.noLines(); why != "" {
		return skipped(CheckSampled, why)
	}
	with, dropped := f.count((*line).hasID), f.count(notSampled)
	r := Result{ID: CheckSampled, Status: OK}
	if dropped == 0 {
		r.Message = fmt.Sprintf("None of %s says that its trace was sampled out.", plural(with, "line")+" with an ID")
		return r
	}
	r.Status = Warn
	r.Message = fmt.Sprintf("%d of %s with an ID (%s) say that their trace was not sampled: of these requests only lines are left.", dropped, plural(with, "line"), percent(dropped, with))
	r.Advice = "Sample more, or keep all traces with errors by tail sampling in the OpenTelemetry Collector."
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
