package resources

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/settings"
	"github.com/requestjourney/requestjourney/pkg/setup"
)

// setupRoutes registers the resource of the setup check.
func (rs *Resources) setupRoutes(mux *http.ServeMux) {
	mux.Handle("POST /setup", forEditors(rs.checkSetup))
}

// setupRequest is the body of POST /setup; the time range is in the address, in
// ms, as for other resources.
type setupRequest struct {
	// DerivedFields are those of Grafana's own Loki data source, which are checked too. The
	// browser knows them; the plugin does not.
	DerivedFields []extract.DerivedField `json:"derivedFields"`
}

// setupMessage is one line of the answer, which is JSON lines: first the list of checks, then
// each result as soon as it is known, at the end the time that it took.
type setupMessage struct {
	Checks []setup.Check `json:"checks,omitempty"`
	Result *setup.Result `json:"result,omitempty"`
	Took   int64         `json:"took,omitempty"` // ms
}

func (rs *Resources) checkSetup(w http.ResponseWriter, r *http.Request) {
	begin := time.Now()
	in, err := rangeOf(r.URL.Query().Get("from"), r.URL.Query().Get("to"), begin)
	if err != nil {
		writeJSON(w, http.StatusBadRequest, Problem{journey.Sentence(err.Error())})
		return
	}
	var asked setupRequest
	if err := readJSON(w, r, &asked); err != nil {
		writeJSON(w, http.StatusBadRequest, Problem{journey.Sentence(err.Error())})
		return
	}
	checker := rs.Checker
	checker.Rules = slices.Concat(checker.Rules, derivedFieldRules(asked.DerivedFields))
	w.Header().Set("Content-Type", "application/x-ndjson")
	send := lineSender(w)
	send(setupMessage{Checks: setup.Plan()})
	if err := checker.Run(r.Context(), in, func(result setup.Result) { send(setupMessage{Result: &result}) }); err != nil {
		failure.LogPanic(r.Context(), err)
		return
	}
	send(setupMessage{Took: max(1, time.Since(begin).Milliseconds())})
}

// lineSender writes each message as a line and sends it at once. A failed write means that
// the browser has left, and then the request's context ends.
func lineSender(w http.ResponseWriter) func(setupMessage) {
	encoder := json.NewEncoder(w)
	flush := http.NewResponseController(w).Flush
	return func(m setupMessage) {
		if err := encoder.Encode(m); err != nil {
			backend.Logger.Debug("sending a setup check failed", "error", err)
			return
		}
		_ = flush()
	}
}

// NewChecker makes the setup check of a data source. The finder has the same sources.
func NewChecker(ds backend.DataSourceInstanceSettings, s settings.Settings, logs setup.Logs, traces setup.Traces, finder *find.Finder, extractor *extract.Extractor) (setup.Checker, error) {
	builtIn, err := extract.New(nil)
	if err != nil {
		return setup.Checker{}, err
	}
	return setup.Checker{
		Logs: logs, Traces: traces, Finder: *finder,
		Explain: explainer(extractor), BuiltIn: explainer(builtIn),
		Rules:      rulesAlone(s.TraceIDRules, false),
		BadRules:   s.Warning(),
		Limits:     setup.DefaultLimits(),
		Targets:    targetsOf(ds, s),
		LokiTenant: s.Loki.Tenant, TempoTenant: s.Tempo.Tenant,
	}, nil
}

// targetsOf are what a line's trace ID can link to: its journey, and its trace in Grafana's
// own Tempo data source.
func targetsOf(ds backend.DataSourceInstanceSettings, s settings.Settings) []setup.Target {
	return []setup.Target{
		{Name: "Request Journey", UID: cmp.Or(ds.UID, "<uid of this data source>")},
		{Name: "Tempo", UID: cmp.Or(s.Tempo.DatasourceUID, "<uid of your Tempo data source>")},
	}
}

func explainer(e *extract.Extractor) setup.Explainer {
	return func(line *journey.Line) (journey.TraceContext, setup.Origin) {
		ctx, origin := e.Explain(line)
		return ctx, setup.Origin{Kind: setup.OriginKind(origin.Kind), Name: origin.Name}
	}
}

// rulesAlone makes an extractor of each rule that finds trace IDs. All of them compile,
// because others were removed before.
func rulesAlone(rules []extract.Rule, field bool) []setup.Rule {
	var alone []setup.Rule
	for _, rule := range rules {
		e, err := extract.New([]extract.Rule{rule})
		if err != nil || !rule.FindsTraces() {
			continue
		}
		alone = append(alone, setup.Rule{Name: rule.Name, Field: field, Read: func(line *journey.Line) journey.TraceID {
			ctx, origin := e.Explain(line)
			if origin.Kind != extract.FromRule {
				return journey.TraceID{}
			}
			return ctx.TraceID
		}})
	}
	return alone
}

// derivedFieldRules leaves out fields that RE2 cannot match. The browser does not send fields
// that link to something other than traces. There are at most as many as a user may have
// rules, because each sampled line is matched with all of them.
func derivedFieldRules(fields []extract.DerivedField) []setup.Rule {
	fields = fields[:min(len(fields), extract.MaxRules)]
	rules, err := extract.RulesFromDerivedFields(fields)
	if err != nil {
		backend.Logger.Debug("some derived fields were not checked", "reason", failure.Joined(err))
	}
	return rulesAlone(rules, true)
}
