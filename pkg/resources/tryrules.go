package resources

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// tryRequest is the body of POST /try-rules: the rules being edited, and a line to try them
// on.
type tryRequest struct {
	Rules  []extract.Rule    `json:"rules"`
	Line   string            `json:"line"`
	Labels map[string]string `json:"labels"`
}

// tried is what these rules and the built-in rules find in the line; IDs are "" if they find
// none.
type tried struct {
	TraceID string             `json:"traceId"`
	SpanID  string             `json:"spanId"`
	Kind    extract.OriginKind `json:"kind"`
	Name    string             `json:"name"` // of the rule, label or key
}

// tryRules reads a line with rules that are not saved yet.
func (rs *Resources) tryRules(w http.ResponseWriter, r *http.Request) {
	var asked tryRequest
	if err := readJSON(w, r, &asked); err != nil {
		writeJSON(w, http.StatusBadRequest, Problem{journey.Sentence(err.Error())})
		return
	}
	extractor, err := extract.New(asked.Rules)
	if err != nil {
		writeJSON(w, http.StatusBadRequest, Problem{journey.Sentence(err.Error())})
		return
	}
	ctx, origin := extractor.Explain(&journey.Line{Body: asked.Line, Labels: sortedLabels(asked.Labels)})
	answer := tried{Kind: origin.Kind, Name: origin.Name}
	if !ctx.TraceID.IsZero() {
		answer.TraceID = ctx.TraceID.String()
	}
	if !ctx.SpanID.IsZero() {
		answer.SpanID = ctx.SpanID.String()
	}
	writeJSON(w, http.StatusOK, answer)
}

func sortedLabels(pairs map[string]string) (labels journey.Labels) {
	for name, value := range pairs {
		labels = append(labels, journey.Label{Name: name, Value: value})
	}
	slices.SortFunc(labels, func(a, b journey.Label) int { return cmp.Compare(a.Name, b.Name) })
	return labels
}
