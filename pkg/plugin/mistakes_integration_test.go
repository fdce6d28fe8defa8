package plugin_test

import (
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/plugin"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// TestMistakes asks everything wrong at once, beside one right question: each
// mistake gets one sentence on its own refID, and the right question its answer.
func TestMistakes(t *testing.T) {
	servers := stack.ForTest(t)
	known := sendOne(t, servers)
	asked := map[string]string{
		"right":        `{"queryType":"journey","traceId":"` + known + `"}`,
		"logql":        `{"queryType":"search","logql":"{app=\"x\" |= "}`,
		"metric logql": `{"queryType":"search","logql":"count_over_time({app=\"x\"}[5m])"}`,
		"metric query": `{"queryType":"search","traceql":"{ status = error } | rate()"}`,
		"empty logql":  `{"queryType":"search","logql":"{}"}`,
		"traceql":      `{"queryType":"search","traceql":"{ status = "}`,
		"both":         `{"queryType":"search","logql":"{app=\"x\"}","traceql":"{ nonsense"}`,
		"unknown id":   `{"queryType":"journey","traceId":"00000000000000000000000000000bad"}`,
		"no hex":       `{"queryType":"journey","traceId":"not-a-trace"}`,
		"empty":        `{"queryType":"search"}`,
		"no json":      `[]`,
	}
	want := map[string]string{
		"logql":        "Loki did not understand the LogQL query: parse error",
		"metric logql": `This LogQL query computes numbers instead of finding log lines: enter a log query such as {app="x"}, or choose the query type Metrics to count requests.`,
		"metric query": "This TraceQL query computes numbers instead of finding traces: enter a query such as { status = error }, or choose the query type Metrics to count requests.",
		"empty logql":  "Loki did not understand the LogQL query",
		"traceql":      "Tempo did not understand the TraceQL query",
		"both":         "Tempo did not understand the TraceQL query",
		"unknown id":   "Neither Tempo nor Loki knows the trace 00000000000000000000000000000bad.",
		"no hex":       `"not-a-trace" is not a trace ID: enter 16 or 32 hex digits`,
		"empty":        "The query is empty: enter a LogQL query",
		"no json":      "The query is not valid JSON",
	}
	res := ask(t, servers.LokiURL, servers.TempoURL, asked)
	for name, sentence := range want {
		checkSentence(t, name, said(res.Responses[name]), sentence)
	}
	if right := res.Responses["right"]; right.Error != nil || len(right.Frames) != 7 || said(right) != "" {
		t.Errorf("the right question: %d frames, %v, %q", len(right.Frames), right.Error, said(right))
	}
}

// TestServersDown holds what is said, and what is still answered, when Loki,
// Tempo or both are not there.
func TestServersDown(t *testing.T) {
	servers := stack.ForTest(t)
	known := sendOne(t, servers)
	nobody := deadURL(t)
	queries := map[string]string{
		"journey":    `{"queryType":"journey","traceId":"` + known + `"}`,
		"by logql":   `{"queryType":"search","logql":"{namespace=\"bookinfo\"}"}`,
		"by traceql": `{"queryType":"search","traceql":"{}","frames":["journeys","findings"]}`,
	}
	const lokiDown, tempoDown = "Loki cannot be reached at http://127.0.0.1:", "Tempo cannot be reached at http://127.0.0.1:"
	for name, tc := range map[string]struct {
		loki, tempo string
		say         map[string]string
		answer      []string
	}{
		"Loki":  {nobody, servers.TempoURL, map[string]string{"journey": lokiDown, "by logql": lokiDown, "by traceql": lokiDown}, []string{"journey", "by traceql"}},
		"Tempo": {servers.LokiURL, nobody, map[string]string{"journey": tempoDown, "by logql": tempoDown, "by traceql": tempoDown}, []string{"journey", "by logql"}},
		"both":  {nobody, nobody, map[string]string{"journey": lokiDown, "by logql": lokiDown, "by traceql": tempoDown}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			res := ask(t, tc.loki, tc.tempo, queries)
			for query, sentence := range tc.say {
				checkSentence(t, query, said(res.Responses[query]), sentence)
			}
			for query := range queries {
				answered := res.Responses[query].Error == nil && rows(res.Responses[query].Frames, "journeys") > 0
				if expected := strings.Contains(fmt.Sprint(tc.answer), query); answered != expected {
					t.Errorf("%s is answered: %v, want %v", query, answered, expected)
				}
			}
		})
	}
}

func sendOne(t *testing.T, servers *stack.Stack) (traceID string) {
	requests, err := mesh.New(mesh.Options{Seed: 7, Start: time.Now().Add(-time.Minute)}).SendPast(t.Context(), mesh.On(servers), 1)
	if err != nil {
		t.Fatal(err)
	}
	return requests[0].TraceID.String()
}

func ask(t *testing.T, loki, tempo string, queries map[string]string) *backend.QueryDataResponse {
	jsonData, err := json.Marshal(map[string]any{"loki": map[string]string{"url": loki}, "tempo": map[string]string{"url": tempo}})
	if err != nil {
		t.Fatal(err)
	}
	instance, err := plugin.NewDatasource(t.Context(), backend.DataSourceInstanceSettings{JSONData: jsonData})
	if err != nil {
		t.Fatal(err)
	}
	ds := instance.(*plugin.Datasource)
	t.Cleanup(ds.Dispose)
	req := &backend.QueryDataRequest{}
	lastHour := backend.TimeRange{From: time.Now().Add(-time.Hour), To: time.Now()}
	for name, raw := range queries {
		req.Queries = append(req.Queries, backend.DataQuery{RefID: name, JSON: []byte(raw), TimeRange: lastHour})
	}
	res, err := ds.QueryData(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// said is the error of an answer, or its notices.
func said(r backend.DataResponse) string {
	if r.Error != nil {
		return r.Error.Error()
	}
	var texts []string
	for _, f := range r.Frames {
		for _, n := range f.Meta.Notices {
			texts = append(texts, n.Text)
		}
	}
	return strings.Join(texts, " ")
}

// checkSentence wants one line that is not drowned in details.
func checkSentence(t *testing.T, name, got, want string) {
	t.Helper()
	if !strings.Contains(got, want) || strings.Contains(got, "\n") || len(got) > 600 {
		t.Errorf("%s: got %q, want a sentence with %q", name, got, want)
	}
}

func rows(frames data.Frames, name string) int {
	for _, f := range frames {
		if f.Name == name {
			return f.Rows()
		}
	}
	return 0
}

// deadURL is an address at which nobody listens.
func deadURL(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}
