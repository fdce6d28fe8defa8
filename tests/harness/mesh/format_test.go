package mesh

import (
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"github.com/grafana/loki/pkg/push"
	"github.com/klauspost/compress/snappy"
	"github.com/stretchr/testify/require"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"
)

// istioText has a group for each operator of Istio's default format.
var istioText = regexp.MustCompile(`^\[(?P<start>[^\]]+)\] "(?P<method>\S+) (?P<path>\S+) (?P<protocol>\S+)" ` +
	`(?P<status>\d{3}) (?P<flags>\S+) (?P<details>\S+) (?P<termination>\S+) "(?P<failure>[^"]*)" ` +
	`(?P<received>\d+) (?P<sent>\d+) (?P<duration>\d+) (?P<service_time>\d+|-) ` +
	`"(?P<forwarded>[^"]*)" "(?P<agent>[^"]*)" "(?P<request_id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})" ` +
	`"(?P<authority>[^"]*)" "(?P<host>[\d.]+:\d+)" (?P<cluster>(?:in|out)bound\|\d+\|\|\S*) ` +
	`(?P<upstream_local>[\d.]+:\d+) (?P<local>[\d.]+:\d+) (?P<remote>[\d.]+:\d+) (?P<sni>\S+) (?P<route>\S+) ` +
	`traceID=(?P<trace>[0-9a-f]{16}|[0-9a-f]{32})$`)

// applicationText is the line formats, by container.
var applicationText = map[string]*regexp.Regexp{
	"productpage": regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (?:DEBUG|INFO|WARNING|ERROR) \[productpage\] \[productpage\.py:\d+\] ` +
		`\[trace_id=[0-9a-f]{32} span_id=[0-9a-f]{16} resource\.service\.name=productpage trace_sampled=True\] - .+$`),
	"reviews": regexp.MustCompile(`^\{"@timestamp":".+"level":"(?:INFO|WARN|ERROR)".+"traceId":"([a-f0-9]{32})","spanId":"([a-f0-9]{16})"\}$`),
	"ratings": regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (?:info|warn|error): .+ traceId=([0-9a-f]{16}|[0-9a-f]{32})$`),
	// The Common Log Format.
	"details": regexp.MustCompile(`^[\d.]+ - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d UTC\] "GET /details/0 HTTP/1\.1" 200 \d+$`),
}

func TestLineFormats(t *testing.T) {
	seen := map[string]bool{}
	for _, q := range requests(1, 100) {
		for _, l := range append(q.Lines, q.Unrelated...) {
			container := l.Labels["container"]
			seen[container] = true
			if container != proxyContainer {
				require.Regexp(t, applicationText[container], l.Body)
				continue
			}
			m := istioText.FindStringSubmatch(l.Body)
			require.NotNil(t, m, l.Body)
			require.Equal(t, q.SentTraceID, m[istioText.SubexpIndex("trace")])
			start, err := time.Parse(time.RFC3339, m[istioText.SubexpIndex("start")])
			require.NoError(t, err)
			ms, err := time.ParseDuration(m[istioText.SubexpIndex("duration")] + "ms")
			require.NoError(t, err)
			require.WithinDuration(t, l.Time, start.Add(ms), 3*time.Millisecond, "written at the end")
		}
	}
	require.Len(t, seen, 5)
}

func TestReviewsLinesAreJSON(t *testing.T) {
	for _, q := range requests(2, 100) {
		for _, l := range q.LinesOf("reviews") {
			if l.Labels["container"] != "reviews" {
				continue
			}
			var entry map[string]any
			require.NoError(t, json.Unmarshal([]byte(l.Body), &entry))
			require.Equal(t, q.TraceID.String(), entry["traceId"])
			require.Equal(t, l.SpanID.String(), entry["spanId"])
			if q.Scenario == ScenarioFailed && l.Level == "error" {
				require.Contains(t, entry["stack_trace"], "\n\tat application.rest.")
			}
		}
	}
}

func TestZipkinSpans(t *testing.T) {
	batches, err := zipkinBatches(requests(3, 100))
	require.NoError(t, err)
	kinds := map[string]map[string]bool{}
	for _, batch := range batches {
		var spans []zipkinSpan
		require.NoError(t, json.Unmarshal(batch, &spans))
		for _, s := range spans {
			require.Regexp(t, `^([0-9a-f]{16}|[0-9a-f]{32})$`, s.TraceID)
			require.Regexp(t, `^[0-9a-f]{16}$`, s.ID)
			require.Regexp(t, `^(|[0-9a-f]{16})$`, s.ParentID)
			require.Regexp(t, `^(sidecar|router)~[\d.]+~[\w-]+\.[\w-]+~[\w-]+\.svc\.cluster\.local$`, s.Tags["node_id"])
			require.Regexp(t, `^[\w-]+\.bookinfo\.svc\.cluster\.local:9080/(\*|productpage)$`, s.Name)
			require.Equal(t, s.Tags["istio.canonical_service"]+"."+s.Tags["istio.namespace"], s.Local.ServiceName)
			require.Equal(t, s.Tags["http.status_code"] >= "500", s.Tags["error"] == "true")
			require.Positive(t, s.Duration)
			if kinds[s.Local.ServiceName] == nil {
				kinds[s.Local.ServiceName] = map[string]bool{}
			}
			kinds[s.Local.ServiceName][s.Kind] = true
		}
	}
	require.Equal(t, map[string]map[string]bool{
		"istio-ingressgateway.istio-system": {"CLIENT": true},
		"productpage.bookinfo":              {"CLIENT": true, "SERVER": true},
		"reviews.bookinfo":                  {"CLIENT": true, "SERVER": true},
		"details.bookinfo":                  {"SERVER": true},
		"ratings.bookinfo":                  {"SERVER": true},
	}, kinds)
}

func TestOTLPComesFromInstrumentedApplicationsAlone(t *testing.T) {
	batches, err := otlpBatches(requests(4, 100))
	require.NoError(t, err)
	languages := map[string]string{}
	for _, batch := range batches {
		var export collector.ExportTraceServiceRequest
		require.NoError(t, proto.Unmarshal(batch, &export))
		for _, rs := range export.ResourceSpans {
			resource := map[string]string{}
			for _, a := range rs.Resource.Attributes {
				resource[a.Key] = a.Value.GetStringValue()
			}
			require.Regexp(t, "^"+resource["service.name"]+"-v[123]-", resource["k8s.pod.name"])
			languages[resource["service.name"]] = resource["telemetry.sdk.language"]
		}
	}
	require.Equal(t, map[string]string{"productpage": "python", "reviews": "java"}, languages)
}

func TestPushBodyHoldsEveryLineOnce(t *testing.T) {
	sent := requests(5, 50)
	body, err := pushBody(sent)
	require.NoError(t, err)
	wire, err := snappy.Decode(nil, body)
	require.NoError(t, err)
	var got push.PushRequest
	require.NoError(t, got.Unmarshal(wire))

	bodies := map[string]int{}
	for _, stream := range got.Streams {
		require.Regexp(t, `^\{app="[\w-]+", container="[\w-]+", host="worker-\d", job="fluent-bit", namespace="[\w-]+", pod="[\w-]+"(, version="v\d")?\}$`, stream.Labels)
		for i, e := range stream.Entries {
			bodies[e.Timestamp.String()+e.Line]++
			require.False(t, i > 0 && e.Timestamp.Before(stream.Entries[i-1].Timestamp), "not in order")
		}
	}
	for _, q := range sent {
		for _, l := range append(q.Lines, q.Unrelated...) {
			require.Equal(t, 1, bodies[l.Time.String()+l.Body], l.Body)
			delete(bodies, l.Time.String()+l.Body)
		}
	}
	require.Empty(t, bodies)
}
