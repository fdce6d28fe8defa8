package resources

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
	"github.com/requestjourney/requestjourney/pkg/tempo"
)

// mostNames bounds a list. Nobody reads more, and typing in the editor narrows it.
const mostNames = 1000

// catalogRoutes serve the names that editors and variables offer: those that Loki and Tempo
// know in a time range (from and to, in ms).
func (rs *Resources) catalogRoutes(mux *http.ServeMux) {
	for pattern, ask := range map[string]catalogAsk{
		"GET /loki/labels":       rs.lokiLabels,
		"GET /loki/label-values": rs.lokiLabelValues,
		"GET /loki/fields":       rs.lokiFields,
		"GET /tempo/tags":        rs.tempoTags,
		"GET /tempo/tag-values":  rs.tempoTagValues,
		"GET /services":          rs.services,
		"GET /namespaces":        rs.namespaces,
		"GET /operations":        rs.operations,
	} {
		mux.Handle(pattern, ask)
	}
}

// names is a list to choose from.
type names struct {
	Values []string `json:"values"`
	More   bool     `json:"more"`             // there are more than these
	Notice string   `json:"notice,omitempty"` // one of the servers did not answer
}

func namesOf(values []string) names {
	values = slices.Compact(slices.Sorted(slices.Values(values)))
	if len(values) > mostNames {
		return names{Values: values[:mostNames], More: true}
	}
	if values == nil {
		values = []string{} // [] in JSON, not null
	}
	return names{Values: values}
}

func (rs *Resources) lokiLabels(ctx context.Context, a catalogQuery) (any, error) {
	values, err := rs.Loki.Labels(ctx, a.text("selector"), a.in)
	return namesOf(values), err
}

func (rs *Resources) lokiLabelValues(ctx context.Context, a catalogQuery) (any, error) {
	label, err := a.required("label")
	if err != nil {
		return nil, err
	}
	values, err := rs.Loki.LabelValues(ctx, label, a.text("selector"), a.in)
	return namesOf(values), err
}

func (rs *Resources) lokiFields(ctx context.Context, a catalogQuery) (any, error) {
	logql, err := a.required("logql")
	if err != nil {
		return nil, err
	}
	values, err := rs.Loki.Fields(ctx, logql, a.in)
	return namesOf(values), err
}

func (rs *Resources) tempoTags(ctx context.Context, a catalogQuery) (any, error) {
	scopes, err := rs.Tempo.Tags(ctx, a.in, mostNames)
	return map[string][]tempo.Scope{"scopes": scopes}, err
}

func (rs *Resources) tempoTagValues(ctx context.Context, a catalogQuery) (any, error) {
	tag, err := a.required("tag")
	if err != nil {
		return nil, err
	}
	values, err := rs.Tempo.TagValues(ctx, tag, a.text("traceql"), a.in, mostNames)
	return map[string]any{"values": append([]tempo.TagValue{}, values...), "more": len(values) >= mostNames}, err
}

// operations are the names of spans, of one service if the request names it.
func (rs *Resources) operations(ctx context.Context, a catalogQuery) (any, error) {
	filter := ""
	if service := a.text("service"); service != "" {
		filter = fmt.Sprintf("{ resource.service.name = %s }", strconv.Quote(service))
	}
	values, err := rs.tempoTexts(ctx, "name", filter, a.in)
	return namesOf(values), err
}

// services are all that either server knows: those that send spans, and those that only
// log.
func (rs *Resources) services(ctx context.Context, a catalogQuery) (any, error) {
	return rs.fromBoth(ctx, a.in, "resource.service.name", serviceLabels(rs.Identity))
}

// namespaces are the Kubernetes namespaces that either server knows.
func (rs *Resources) namespaces(ctx context.Context, a catalogQuery) (any, error) {
	return rs.fromBoth(ctx, a.in, "resource.k8s.namespace.name", namespaceLabels)
}

// namespaceLabels name the Kubernetes namespace of a stream, best first.
var namespaceLabels = []string{"namespace", "k8s_namespace_name", "service_namespace"}

func serviceLabels(id semconv.Identity) []string {
	if len(id.ServiceLabels) > 0 {
		return id.ServiceLabels
	}
	return semconv.DefaultServiceLabels
}

// fromBoth returns the values of a span attribute and of the first of the labels that streams
// have. If one server fails, it returns the other's values and a notice.
func (rs *Resources) fromBoth(ctx context.Context, in journey.TimeRange, tag string, labels []string) (any, error) {
	var traced, logged []string
	var tempoErr, lokiErr error
	if err := failure.AtOnce(ctx,
		func() { traced, tempoErr = rs.tempoTexts(ctx, tag, "", in) },
		func() { logged, lokiErr = rs.lokiTexts(ctx, labels, in) },
	); err != nil {
		return nil, err
	}
	if tempoErr != nil && lokiErr != nil {
		return nil, errors.Join(lokiErr, tempoErr)
	}
	list := namesOf(append(traced, logged...))
	if err := errors.Join(lokiErr, tempoErr); err != nil {
		list.Notice = failure.Joined(err)
	}
	return list, nil
}

func (rs *Resources) tempoTexts(ctx context.Context, tag, traceql string, in journey.TimeRange) ([]string, error) {
	values, err := rs.Tempo.TagValues(ctx, tag, traceql, in, mostNames+1)
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = v.Value
	}
	return texts, err
}

func (rs *Resources) lokiTexts(ctx context.Context, labels []string, in journey.TimeRange) ([]string, error) {
	known, err := rs.Loki.Labels(ctx, "", in)
	if err != nil {
		return nil, err
	}
	for _, label := range labels {
		if slices.Contains(known, label) {
			return rs.Loki.LabelValues(ctx, label, "", in)
		}
	}
	return nil, nil
}
