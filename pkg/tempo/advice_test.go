package tempo

import (
	"strings"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestWithAdvice(t *testing.T) {
	for traceql, want := range map[string]string{
		`{service.name="api-gateway"} && duration > 500ms`: `perhaps you mean { resource.service.name="api-gateway" && duration > 500ms }`,
		`{http.status_code=500}`:                           `perhaps you mean {span.http.status_code=500}`,
		`{ service.name = "a" && http.method = "x.y=1" }`:  `perhaps you mean { resource.service.name = "a" && span.http.method = "x.y=1" }`,
		`{ span.http.method = "GET" `:                      "",
		`{ .http.method = `:                                "",
		`{ resource.a.b = 1 } | count( > 2`:                "",
	} {
		fault := journey.NewSourceError("Tempo", journey.ErrBadQuery, 400, nil, "Tempo did not understand the TraceQL query: parse error. Check the query")
		got := withAdvice(fault, traceql).Error()
		if want == "" && got != fault.Error() || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", traceql, got, want)
		}
	}
	down := journey.NewSourceError("Tempo", journey.ErrUnreachable, 0, nil, "Tempo is down")
	if got := withAdvice(down, `{service.name="x"}`); got.Error() != "Tempo is down" {
		t.Errorf("advice on a query that is not at fault: %v", got)
	}
}

func TestAdviceForNothing(t *testing.T) {
	for traceql, want := range map[string]string{
		`{ span.http.status_code = 500 }`:             `{ (span.http.status_code = 500 || span.http.status_code = "500" || span.http.response.status_code = 500) }`,
		`{.http.status_code=503 && status = error}`:   `span.http.response.status_code = 503) && status = error}`,
		`{ span.http.status_code = "500" }`:           "",
		`{ span.http.url = ".http.status_code=500" }`: "",
		`{ status = error }`:                          "",
	} {
		got := adviceForNothing(traceql)
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: got %q, want %q", traceql, got, want)
		}
	}
}
