package setup

import (
	"fmt"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// tallies count the lookups by their outcome.
type tallies struct {
	asked, known, dropped, halves, failed int
	unknown                               []lookup // and the lines do not say why
}

func (f *facts) tallyLookups() (t tallies) {
	for _, l := range f.lookups {
		t.asked++
		switch {
		case l.err != nil:
			t.failed++
		case l.known:
			t.known++
		case !l.whole.IsZero():
			t.halves++
		case notSampled(l.line):
			t.dropped++
		default:
			t.unknown = append(t.unknown, l)
		}
	}
	return t
}

// checkKnown says how many of the lines' trace IDs Tempo knows.
func checkKnown(f *facts) Result {
	if why := f.noLookups(); why != "" {
		return skipped(CheckKnown, why)
	}
	t := f.tallyLookups()
	if t.failed == t.asked {
		return Result{ID: CheckKnown, Status: Fail, Message: journey.Sentence("Tempo could not look up the IDs: " + f.lookupErr.Error())}
	}
	r := Result{ID: CheckKnown, Status: OK, Evidence: unknownTable(t.unknown).orNil()}
	r.Message = fmt.Sprintf("Tempo knows %d of %s from log lines (%s)%s.", t.known, journey.Count(t.asked, "trace ID"), percent(t.known, t.asked), t.reasons())
	switch missing := len(t.unknown); {
	case t.known == 0 && len(t.unknown) > 0 && t.halves == 0:
		r.Status, r.Gaps = Fail, []Gap{GapNoTraces}
		r.Advice = adviceOnNone(f)
	case missing*20 > t.asked:
		r.Status, r.Gaps = Warn, []Gap{GapSampledOut}
		r.Advice = fmt.Sprintf("%s sampled out. Keep more traces, or let the services that write these lines also send spans.", journey.CountOf(missing, "trace looks", "traces look"))
	case t.halves > 0:
		r.Status = Warn
	}
	return r
}

func (t tallies) reasons() string {
	var parts []string
	for _, reason := range []struct {
		n    int
		text string
	}{
		{t.dropped, "%d of the others say that they were not sampled"},
		{t.halves, "%d are halves of IDs that Tempo knows"},
		{t.failed, "%d could not be looked up"},
	} {
		if reason.n > 0 {
			parts = append(parts, fmt.Sprintf(reason.text, reason.n))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "; " + strings.Join(parts, ", ")
}

func adviceOnNone(f *facts) string {
	switch {
	case f.tempoTenant != f.lokiTenant:
		return fmt.Sprintf("Loki is queried%s and Tempo%s. Check that the traces of these services go to that tenant.", orNone(f.lokiTenant), orNone(f.tempoTenant))
	case f.tempoTenant != "":
		return fmt.Sprintf("Check that the traces of these services go to this Tempo and to tenant “%s”. Tempo answers the same if it does not know the tenant.", f.tempoTenant)
	}
	return "Check that these services send their spans to this Tempo, and that Tempo keeps spans as long as Loki keeps lines."
}

func orNone(tenant string) string {
	if tenant == "" {
		return " without a tenant"
	}
	return asTenant(tenant)
}

func unknownTable(unknown []lookup) *Table {
	t := table("Trace ID", "Service", "Time", "Line")
	for _, l := range unknown {
		t.add(l.line.ctx.TraceID.String(), l.group.name(), l.line.Time.UTC().Format("15:04:05.000"), example(l.line.Body))
	}
	return t
}

// noLookups says why no ID was looked up, "" if some were.
func (f *facts) noLookups() string {
	switch why := f.noLines(); {
	case f.tempo.err != nil:
		return "Tempo does not answer, so no ID was looked up."
	case why != "":
		return why
	case len(f.lookups) == 0:
		return "No sampled line has a trace ID to look up."
	}
	return ""
}

// checkIDSize finds lines that have only the lower half of their trace ID.
func checkIDSize(f *facts) Result {
	if why := f.noLookups(); why != "" {
		return skipped(CheckIDSize, why)
	}
	short := 0
	r := Result{ID: CheckIDSize, Status: OK, Evidence: table("In the line", "In Tempo", "Service", "Line")}
	cut := 0
	for _, l := range f.lookups {
		if is64Bit(l.line.ctx.TraceID) {
			short++
		}
		if !l.whole.IsZero() {
			cut++
			r.Evidence.add(l.line.ctx.TraceID.String()[16:], l.whole.String(), l.group.name(), example(l.line.Body))
		}
	}
	r.Evidence = r.Evidence.orNil()
	switch asked := len(f.lookups); {
	case cut > 0:
		r.Status, r.Gaps = Fail, []Gap{GapShortIDs}
		r.Message = fmt.Sprintf("%s of a 128-bit ID in Tempo, so these lines join no trace.", journey.CountOf(cut, "trace ID in lines is only the lower half", "trace IDs in lines are only the lower half"))
		r.Advice = "Log the whole trace ID: use 128-bit IDs in all tracers, and do not shorten the field in the log format or agent."
	case short == 0:
		r.Message = journey.CountOf(asked, "ID was checked and has 128 bits.", "IDs were checked and all have 128 bits.")
	default:
		r.Message = fmt.Sprintf("%d of %s have 64 bits, as B3 allows. None is shortened: these requests start with such IDs.", short, journey.Count(asked, "ID"))
	}
	return r
}
