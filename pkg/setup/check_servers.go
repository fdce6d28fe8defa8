package setup

import (
	"errors"
	"fmt"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func checkLoki(f *facts) Result {
	return checkServer(CheckLoki, "Loki", "/loki/api/v1/labels", f.lokiTenant, f.loki)
}

func checkTempo(f *facts) Result {
	r := checkServer(CheckTempo, "Tempo", "/api/search", f.tempoTenant, f.tempo)
	if f.unordered != "" && r.Status == OK {
		r.Status, r.Message = Warn, f.unordered+"."
		r.Advice = "Upgrade Tempo to 2.8 or newer. Until then, a list that reaches its limit may leave out the newest requests."
	}
	return r
}

func checkServer(id CheckID, name, path, tenant string, s server) Result {
	if s.err != nil {
		return Result{ID: id, Status: Fail, Message: journey.Sentence(s.err.Error()), Advice: adviceFor(s.err, name, path)}
	}
	version := " " + s.version
	if s.version == "" {
		version = " (a gateway hides its version)"
	}
	return Result{ID: id, Status: OK, Message: fmt.Sprintf("Connected to %s%s%s.", name, version, asTenant(tenant))}
}

func asTenant(tenant string) string {
	if tenant == "" {
		return ""
	}
	return fmt.Sprintf(" as tenant “%s”", tenant)
}

// adviceFor is what to do about an error, "" if the error's own sentence says it.
func adviceFor(err error, name, path string) string {
	var fault *journey.SourceError
	if !errors.As(err, &fault) {
		return ""
	}
	switch fault.Kind {
	case journey.ErrUnreachable:
		return fmt.Sprintf("Grafana's server, not your browser, connects to %s. Use the address inside its network.", name)
	case journey.ErrUnauthorized:
		return fmt.Sprintf("Enter the user or token, and the tenant (X-Scope-OrgID), that a request for %s needs.", path)
	case journey.ErrTooOld:
		return fmt.Sprintf("Upgrade %s. Grafana's own data source may work with this version, but journeys need a newer one.", name)
	case journey.ErrBadAnswer:
		return fmt.Sprintf("Enter the URL of %s itself, under which %s is found, not the URL of Grafana or of the other server.", name, path)
	}
	return ""
}

// checkMetadata says whether trace IDs are where Loki finds them fastest.
func checkMetadata(f *facts) Result {
	if why := f.noLines(); why != "" {
		return skipped(CheckMetadata, why)
	}
	with, ids := 0, f.count(func(l *line) bool { return l.origin.Kind == FromMetadata })
	for _, g := range f.groups {
		if g.metadata {
			with++
		}
	}
	r := Result{ID: CheckMetadata, Status: OK, Tools: toolsOf(f.groups)}
	switch {
	case with == 0:
		r.Status = Warn
		r.Message = "No sampled line has structured metadata. Loki has it switched off, or no agent writes it."
		r.Advice = "Switch it on in Loki, and let agents write trace_id there. Loki finds it several times faster than in the text."
	case ids == 0:
		r.Message = "Loki keeps structured metadata, but it has no trace IDs. They are found in the text, which is slower."
		r.Advice = "Let agents write trace_id into structured metadata. Loki finds it several times faster than in the text."
		r.Gaps = []Gap{GapNoMetadata}
	default:
		r.Message = fmt.Sprintf("Loki keeps structured metadata, and %s trace ID there.", journey.CountOf(ids, "sampled line has its", "sampled lines have their"))
	}
	if r.Status == Warn {
		r.Code, r.Gaps = []Code{allowMetadata}, []Gap{GapNoMetadata}
	}
	return r
}

var allowMetadata = Code{Title: "Loki's configuration", Language: "yaml", Text: `limits_config:
  allow_structured_metadata: true
schema_config:
  configs:
    - from: "2024-04-01" # a day in the future, if there are earlier entries
      store: tsdb
      object_store: filesystem # as in your other entries
      schema: v13
      index:
        prefix: index_
        period: 24h
`}
