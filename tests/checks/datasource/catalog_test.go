package datasource

import (
	"slices"
	"testing"
)

type names struct {
	Values []string
	More   bool
	Notice string
}

func testNames(t *testing.T, f fixture) {
	for path, want := range map[string][]string{
		"loki/labels":                       {"namespace", "container"},
		"loki/label-values?label=container": {"istio-proxy", "ratings"},
		"loki/label-values?label=container&selector=%7Bcontainer%3D%22ratings%22%7D": {"ratings"},
		"loki/fields?logql=%7Bcontainer%3D%22istio-proxy%22%7D":                      {"traceID"},
		"services":   {"ratings", "productpage"},
		"namespaces": {"bookinfo"},
		"operations": nil,
	} {
		var got names
		f.get(t, path, &got)
		if len(got.Values) == 0 || got.More || got.Notice != "" {
			t.Errorf("%s: %+v", path, got)
		}
		for _, value := range want {
			if !slices.Contains(got.Values, value) {
				t.Errorf("%s: %q is not among %q", path, value, got.Values)
			}
		}
	}
}

func testAttributes(t *testing.T, f fixture) {
	var tags struct {
		Scopes []struct {
			Name string
			Tags []string
		}
	}
	f.get(t, "tempo/tags", &tags)
	has := func(scope, tag string) bool {
		for _, s := range tags.Scopes {
			if s.Name == scope && slices.Contains(s.Tags, tag) {
				return true
			}
		}
		return false
	}
	if !has("resource", "service.name") || !has("intrinsic", "status") {
		t.Errorf("scopes are %+v; want resource service.name and intrinsic status", tags.Scopes)
	}
	var values struct {
		Values []struct{ Type, Value string }
	}
	f.get(t, "tempo/tag-values?tag=status", &values)
	if !slices.Contains(values.Values, struct{ Type, Value string }{"keyword", "error"}) {
		t.Errorf("values of status are %+v, want error among them", values.Values)
	}
}
