package setup

import (
	"fmt"
	"maps"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// checkClocks counts the journeys in which a host's clock was wrong. It compares only
// journeys with spans.
func checkClocks(f *facts) Result {
	if why := f.noJourneys(); why != "" {
		return skipped(CheckClocks, why)
	}
	compared := slices.DeleteFunc(slices.Clone(f.recent.Journeys), func(j *journey.Journey) bool { return len(j.Spans) == 0 })
	switch {
	case len(compared) == 0 && f.recent.Tempo.Err != nil:
		return skipped(CheckClocks, "Clocks were not compared, because no span could be read: "+journey.Sentence(f.recent.Tempo.Err.Error()))
	case len(compared) == 0:
		return skipped(CheckClocks, "Clocks were not compared, because no span of a recent request was read.")
	}
	r := Result{ID: CheckClocks, Status: OK, Evidence: table("Service", "Trace ID", "Finding")}
	skewed, services := 0, make(map[string]bool)
	for _, j := range compared {
		if r.addSkew(j, services) {
			skewed++
		}
	}
	r.Evidence = r.Evidence.orNil()
	r.Message = fmt.Sprintf("In %s, the times of spans and lines agree.", journey.Count(len(compared), "recent request"))
	if skewed > 0 {
		r.Status = Warn
		r.Message = fmt.Sprintf("In %d of %s, the times of %s do not agree.", skewed, journey.Count(len(compared), "recent request"), list(slices.Sorted(maps.Keys(services))))
		r.Advice = "Set the clocks of these nodes by NTP or chrony, and let agents keep the time at which a line was written."
	}
	return r
}

// addSkew adds the findings about times in a journey, and reports whether it has any.
func (r *Result) addSkew(j *journey.Journey, services map[string]bool) (found bool) {
	for _, finding := range j.Findings {
		if finding.Code == journey.FindingClockSkew || finding.Code == journey.FindingLinesOutside {
			found = true
			services[finding.Node] = true
			r.Evidence.add(finding.Node, j.TraceID.String(), finding.Message)
		}
	}
	return found
}
