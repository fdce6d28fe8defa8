package loki

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/httpsource"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// The words of Loki (https://github.com/grafana/loki/blob/v3.7.6/pkg/querier/queryrange/limits.go);
// Loki 3.0 says the same without the labels that are present.
const (
	lacksApp     = "stream selector is missing required matchers [app], labels present in the query were [service_name]"
	lacksAppEnv  = "stream selector is missing required matchers [app, env], labels present in the query were [service_name]"
	lacksAnother = "stream selector has less label matchers than required: (present: [service_name], number_present: 1, required_number_label_matchers: 2)"
)

func TestBetterScope(t *testing.T) {
	endpoint, err := httpsource.New(httpsource.Options{Source: "Loki", Language: "LogQL", URL: "http://loki"})
	require.NoError(t, err)
	streams := []journey.Labels{
		{{Name: "__meta", Value: "1"}, {Name: "app", Value: "a"}, {Name: "k8s.pod", Value: "p"}, {Name: "namespace", Value: "n"}},
		{{Name: "__meta", Value: "1"}, {Name: "app", Value: "b"}, {Name: "k8s.pod", Value: "p"}, {Name: "namespace", Value: "n"}},
		{{Name: "__meta", Value: "1"}, {Name: "job", Value: "c"}, {Name: "k8s.pod", Value: "p"}, {Name: "namespace", Value: "n"}},
	}
	for name, tc := range map[string]struct {
		scope, refusal string
		streams        []journey.Labels
		want           string
	}{
		"a label is required":                         {"", lacksApp, nil, `{app=~".+"}`},
		"several are":                                 {"", lacksAppEnv, nil, `{app=~".+", env=~".+"}`},
		"one beside one's own":                        {`{namespace="shop", }`, lacksApp, nil, `{namespace="shop", app=~".+"}`},
		"two are required":                            {"", lacksAnother, streams, `{namespace=~".+", app=~".+"}`},
		"two are required, of which one is there":     {`{namespace="shop"}`, lacksAnother, streams, `{namespace="shop", app=~".+"}`},
		"two are required, and no stream is known":    {"", lacksAnother, nil, ""},
		"all streams have a label":                    {"", "", streams, `{namespace=~".+"}`},
		"all streams of another kind have a label":    {"", "", streams[:2], `{app=~".+"}`},
		"all of them have none":                       {"", "", append(streams[:3:3], journey.Labels{{Name: "host", Value: "h"}}), ""},
		"a label is required that is in another name": {`{app_name="x"}`, lacksApp, nil, `{app_name="x", app=~".+"}`},
	} {
		t.Run(name, func(t *testing.T) {
			source, err := New(Options{URL: "http://loki", Scope: tc.scope})
			require.NoError(t, err)
			var refusal error
			if tc.refusal != "" {
				refusal = endpoint.Fault(400, tc.refusal)
			}
			require.Equal(t, tc.want, source.BetterScope(refusal, tc.streams))
		})
	}
}

func TestARefusedScopeSaysWhatToEnter(t *testing.T) {
	for text, want := range map[string]string{
		lacksApp:     `Loki refuses the log scope {service_name=~".+"}, which lacks a label that it requires: app. Set the log scope in the data source's settings to {app=~".+"}`,
		lacksAppEnv:  `Loki refuses the log scope {service_name=~".+"}, which lacks a label that it requires: app, env. Set the log scope in the data source's settings to {app=~".+", env=~".+"}`,
		lacksAnother: `Loki refuses the log scope {service_name=~".+"}, which has fewer than the 2 labels that it requires. Set the log scope in the data source's settings to one with 2 labels`,
		"too slow":   "Loki did not accept the LogQL query: too slow. Check the query",
	} {
		source, err := New(Options{URL: "http://loki"})
		require.NoError(t, err)
		require.EqualError(t, source.scopeFault(source.endpoint.Fault(400, text)), want)
	}
	source, err := New(Options{URL: "http://loki"})
	require.NoError(t, err)
	require.NoError(t, source.scopeFault(nil))
}

func TestOutsideOf(t *testing.T) {
	for scope, want := range map[string][]string{
		"":                      {`{app=~".+", service_name!~".+"}`},
		`{app=~".+"}`:           nil,
		`{app="x", env!~"a|b"}`: {`{app=~".+", app!="x"}`, `{app=~".+", env=~"a|b"}`},
		`{"k8s.pod"="p", a!="line` + "\\n" + `"}`: {`{app=~".+", "k8s.pod"!="p"}`, `{app=~".+", a="line\n"}`},
	} {
		source, err := New(Options{URL: "http://loki", Scope: scope})
		require.NoError(t, err)
		require.Equal(t, want, source.outsideOf("app"), scope)
	}
}
