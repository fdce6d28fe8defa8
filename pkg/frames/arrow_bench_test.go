package frames_test

import (
	"fmt"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/protobuf/proto"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// deepRequest is one trace of many small spans in ten services.
func deepRequest(spans int) *journey.Result {
	j := &journey.Journey{Start: noon, End: after(spans), Verdict: journey.VerdictComplete}
	j.TraceID[0] = 1
	resources := make([]journey.Attributes, 10)
	for i := range resources {
		for _, key := range []string{"service.name", "service.namespace", "service.version", "k8s.namespace.name", "k8s.pod.name", "k8s.node.name",
			"host.name", "deployment.environment.name", "telemetry.sdk.name", "telemetry.sdk.language", "telemetry.sdk.version"} {
			resources[i] = append(resources[i], journey.Attribute{Key: key, Value: fmt.Sprintf("a value of service %d", i)})
		}
	}
	for i := range spans {
		s := &journey.Span{
			TraceID: j.TraceID, Name: "POST /checkout", Kind: journey.KindServer, Start: after(i), Duration: millis(5), Status: journey.StatusUnset,
			ServiceName: fmt.Sprintf("service-%d", i%10), Node: fmt.Sprintf("shop/service-%d", i%10), ScopeName: "otelhttp", ScopeVersion: "0.61.0",
			Attributes: journey.Attributes{{Key: "batch.item", Value: int64(i * 7919 % 1e6)}}, Resource: resources[i%10],
		}
		s.SpanID[6], s.SpanID[7], s.SpanID[5], s.SpanID[0] = byte(i>>8), byte(i), byte(i>>16), byte(i*31)
		if i > 0 {
			s.Parent = j.Spans[(i-1)/4]
		}
		j.Spans = append(j.Spans, s)
	}
	return &journey.Result{Query: journey.Query{Type: journey.QueryJourney}, Journeys: []*journey.Journey{j}, Verdict: j.Verdict}
}

// BenchmarkAnswer makes of journeys the message that goes to Grafana: the way
// that the SDK has for any frames, and our own.
func BenchmarkAnswer(b *testing.B) {
	search := failingRequest()
	for range 8 { // 256 journeys, alike
		search.Journeys = append(search.Journeys, search.Journeys...)
	}
	search.Query.Type = journey.QuerySearch
	for name, res := range map[string]*journey.Result{"one": failingRequest(), "search": search, "deep": deepRequest(50_000)} {
		b.Run(name+"/sdk", func(b *testing.B) { answers(b, func() int { return bySDK(b, res) }) })
		b.Run(name+"/own", func(b *testing.B) { answers(b, func() int { return byUs(b, res) }) })
	}
}

func answers(b *testing.B, make func() int) {
	b.ReportAllocs()
	sent := 0
	for b.Loop() {
		sent = make()
	}
	b.ReportMetric(float64(sent), "sent")
}

func bySDK(b *testing.B, res *journey.Result) int {
	answer := backend.NewQueryDataResponse()
	answer.Responses["A"] = backend.DataResponse{Frames: frames.Encode(res, frames.Names(), "A")}
	message, err := backend.ToProto().QueryDataResponse(backend.DataFrameFormat_ARROW, answer)
	if err != nil {
		b.Fatal(err)
	}
	encoded, err := proto.Marshal(message)
	if err != nil {
		b.Fatal(err)
	}
	return len(encoded)
}

func byUs(b *testing.B, res *journey.Result) int {
	files, err := frames.Arrow(b.Context(), res, frames.Names(), "A", frames.CoreSources{})
	if err != nil {
		b.Fatal(err)
	}
	message := &pluginv2.QueryDataResponse{Responses: map[string]*pluginv2.DataResponse{"A": {Frames: files}}}
	encoded, err := proto.Marshal(message)
	if err != nil {
		b.Fatal(err)
	}
	return len(encoded)
}
