package setup

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// noJourneys says why there are no recent traces to check, "" if there are some.
func (f *facts) noJourneys() string {
	switch {
	case f.tempo.err != nil:
		return "Tempo does not answer, so no trace was checked."
	case f.recentErr != nil:
		return "Recent traces could not be read: " + journey.Sentence(f.recentErr.Error())
	case f.recent == nil || len(f.recent.Journeys) == 0 && len(f.traced) == 0:
		return "Tempo has no traces from " + spell(f.in) + "."
	}
	return ""
}

// checkLogOnly finds services that write log lines but send no spans.
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
	if len(quiet) == 0 {
		return Result{ID: CheckLogOnly, Status: OK, Message: "All services whose lines were read also send spans."}
	}
	return logOnlyResult(f, quiet)
}

func logOnlyResult(f *facts, quiet []string) Result {
	r := Result{ID: CheckLogOnly, Status: Warn, Gaps: []Gap{GapNotTraced}}
	r.Message = fmt.Sprintf("%s %s log lines, but sent no spans from %s.", list(quiet), agree(len(quiet), "writes", "write"), spell(f.in))
	r.Advice = "Instrument these services with OpenTelemetry or add them to the mesh. If their spans use other names, enter those in serviceAliases."
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

func noTracesAtAll(f *facts) Result {
	r := Result{ID: CheckLogOnly, Status: Fail, Gaps: []Gap{GapNoTraces}}
	r.Message = fmt.Sprintf("Tempo has no traces at all%s from %s, but Loki has lines.", asTenant(f.tempoTenant), spell(f.in))
	r.Advice = "Send spans to this Tempo, and check the tenant in the data source's settings. Tempo answers the same if it does not know the tenant."
	return r
}

// checkTraceOnly finds services that send spans but have no log streams.
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
		r.Message = journey.CountOf(len(f.traced), "service in recent traces has log streams.", "services in recent traces all have log streams.")
		return r
	}
	if f.groupsFound > len(f.groups) {
		r.Message = "Not all streams were read, so these services may have log lines: " + list(silent) + "."
		return r
	}
	r.Status, r.Gaps = Warn, []Gap{GapNotLogged}
	r.Message = fmt.Sprintf("No log stream belongs to %s, but Tempo has %s spans.", list(silent), agree(len(silent), "its", "their"))
	r.Advice = "Let an agent collect the lines. If their streams name the service in another label, enter that label in serviceLabels."
	r.Code = aliasesFor(f.logOnly(), silent)
	return r
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

// aliasesFor proposes an alias if a service's name in lines is part of a name in spans.
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

// isVariant reports whether one name begins or ends with the other, as whole words.
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
