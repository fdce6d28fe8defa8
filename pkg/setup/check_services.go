package setup

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// noJourneys says why recent traces say nothing, "" when they do.
func (f *facts) noJourneys() string {
	switch {
	case f.tempo.err != nil:
		return "Tempo does not answer, so no trace was looked at."
	case f.recentErr != nil:
		return "Recent traces could not be read: " + journey.Sentence(f.recentErr.Error())
	case f.recent == nil || len(f.recent.Journeys) == 0 && len(f.traced) == 0:
		return "Tempo has no traces from " + spell(f.in) + "."
	}
	return ""
}

// checkLogOnly finds services whose lines are there and whose spans are not.
func checkLogOnly(f *facts) Result {
	if why := f.noLines(); why != "" {
		return skipped(CheckLogOnly, why)
	}
	if f.tempo.err == nil && f.recentErr == nil && f.noJourneys() != "" {
		return noTracesAtAll(f)
	}
	if why := f.noJourneys(); why != "" {
		return skipped(CheckLogOnly, why)
	}
	quiet := f.logOnly()
	r := Result{ID: CheckLogOnly, Status: OK}
	if len(quiet) == 0 {
		r.Message = "Every service of which lines were read also sends spans."
		return r
	}
	r.Status, r.Gaps = Warn, []Gap{GapNotTraced}
	r.Message = fmt.Sprintf("%s: %s, but no span from %s.", list(quiet), wroteLines(len(quiet)), spell(f.in))
	r.Advice = "Instrument it with OpenTelemetry or put it into the mesh; if it goes by another name in its spans, say so in serviceAliases."
	r.Evidence = table("Service", "Lines", "Example")
	var loud []*group
	for _, g := range f.groups {
		if slices.Contains(quiet, g.service) && len(g.lines) > 0 {
			r.Evidence.add(g.name(), fmt.Sprint(len(g.lines)), example(g.lines[0].Body))
			loud = append(loud, g)
		}
	}
	r.Tools = toolsOf(loud)
	r.Code = aliasesFor(quiet, f.traceOnly())
	return r
}

func wroteLines(services int) string {
	if services == 1 {
		return "it writes lines"
	}
	return "they write lines"
}

func noTracesAtAll(f *facts) Result {
	r := Result{ID: CheckLogOnly, Status: Fail, Gaps: []Gap{GapNoTraces}}
	r.Message = fmt.Sprintf("Tempo has no traces at all%s from %s, though Loki has lines.", asTenant(f.tempoTenant), spell(f.in))
	r.Advice = "Send spans to this Tempo, and check the tenant in the data source's settings: Tempo answers the same for one that it does not know."
	return r
}

// checkTraceOnly finds services whose spans are there and whose lines are not.
func checkTraceOnly(f *facts) Result {
	if why := f.noJourneys(); why != "" {
		return skipped(CheckTraceOnly, why)
	}
	if f.loki.err != nil || f.linesErr != nil {
		return skipped(CheckTraceOnly, f.noLines())
	}
	silent := f.traceOnly()
	r := Result{ID: CheckTraceOnly, Status: OK}
	if len(silent) == 0 {
		r.Message = fmt.Sprintf("All of %s in recent traces have log streams.", plural(len(f.traced), "service"))
		return r
	}
	if f.groupsFound > len(f.groups) {
		r.Message = "More streams than were looked at; some of these services may have lines: " + list(silent) + "."
		return r
	}
	r.Status, r.Gaps = Warn, []Gap{GapNotLogged}
	r.Message = fmt.Sprintf("No log stream belongs to %s, though there are spans of %s.", list(silent), itOrThem(len(silent)))
	r.Advice = "Let an agent collect the lines, or name the label that holds the service in serviceLabels when they go by another name."
	r.Code = aliasesFor(f.logOnly(), silent)
	return r
}

func itOrThem(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// traceOnly are the services that sent spans and have no stream, sorted.
func (f *facts) traceOnly() []string {
	logging := make(map[string]bool)
	for _, g := range f.groups {
		logging[g.service] = true
	}
	var silent []string
	for _, name := range slices.Sorted(maps.Keys(f.traced)) {
		if !logging[name] {
			silent = append(silent, name)
		}
	}
	return silent
}

// aliasesFor proposes aliases where a name of lines is part of a name of spans.
func aliasesFor(logging, tracing []string) []Code {
	aliases := make(map[string]string)
	for _, in := range logging {
		for _, out := range tracing {
			if isVariant(in, out) {
				aliases[in] = out
			}
		}
	}
	if len(aliases) == 0 {
		return nil
	}
	text, err := json.MarshalIndent(map[string]any{"serviceAliases": aliases}, "", "  ")
	if err != nil {
		return nil
	}
	return []Code{{Title: "The data source's jsonData, if these are the same services", Language: "json", Text: string(text) + "\n"}}
}

// isVariant says that one name begins or ends with the other at a word's border.
func isVariant(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 3 || a == b {
		return false
	}
	head, isHead := strings.CutPrefix(b, a)
	rest, isTail := strings.CutSuffix(b, a)
	return isHead && strings.ContainsAny(head[:1], "-_./") || isTail && strings.ContainsAny(rest[len(rest)-1:], "-_./")
}
