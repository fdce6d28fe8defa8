package datasource

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

const overviewFile = "../../../provisioning/dashboards/mesh-overview.json"

// overviewPanel is a panel of the mesh overview with its targets as they are.
type overviewPanel struct {
	Title   string
	Targets []map[string]any
}

func readOverview(t *testing.T) (panels []overviewPanel) {
	t.Helper()
	raw, err := os.ReadFile(overviewFile)
	if err != nil {
		t.Fatal(err)
	}
	// The variables as they are when nobody has touched them.
	filled := strings.NewReplacer("$service", ".*", "$traceql", "{ }", "$logql", "").Replace(string(raw))
	var dashboard struct{ Panels []overviewPanel }
	if err := json.Unmarshal([]byte(filled), &dashboard); err != nil {
		t.Fatal(err)
	}
	for _, p := range dashboard.Panels {
		if len(p.Targets) > 0 {
			panels = append(panels, p)
		}
	}
	return panels
}

// TestMeshOverview asks what the dashboard asks of its default range, in which
// more requests began than one search returns: a tenth of both.
func TestMeshOverview(t *testing.T) {
	const many, most = 90, 50
	now := time.Now()
	f := fixture{servers: stack.ForTest(t), in: backend.TimeRange{From: now.Add(-15 * time.Minute), To: now}}
	f = f.with(t, map[string]any{"logScope": scope, "limits": map[string]int{"journeys": most}})
	m := mesh.New(mesh.Options{Kind: mesh.KindIstio, Seed: 2, Start: f.in.From, Every: 10 * time.Second})
	requests, err := m.SendPast(t.Context(), mesh.On(f.servers), many)
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]int{}
	for _, p := range readOverview(t) {
		kind := p.Targets[0]["datasource"].(map[string]any)["type"].(string)
		asked[kind]++
		switch {
		case kind == "tempo":
			t.Run(p.Title, func(t *testing.T) { testAllTraffic(t, f, p.Targets[0], requests) })
		case p.Targets[0]["queryType"] == "metrics":
			t.Run(p.Title, func(t *testing.T) { testNewest(t, f, p.Targets[0], len(requests), most) })
		}
	}
	if asked["tempo"] != 4 || asked["requestjourney-journey-datasource"] != 5 {
		t.Errorf("the panels ask %v", asked)
	}
}

// testAllTraffic holds that a panel by Tempo's metrics counts all calls, and has
// no empty part, as soon as Tempo has cut what it was sent.
func testAllTraffic(t *testing.T, f fixture, target map[string]any, requests []*mesh.Request) {
	query := target["query"].(string)
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		if target["metricsQueryType"] == "instant" {
			got := int(sum(f.metrics(t, "query", query)[0]))
			assert.GreaterOrEqual(c, got, calls(requests), "calls that are counted")
			return
		}
		for i, values := range f.metrics(t, "query_range", query) {
			assert.Positive(c, sum(values), "quarter %d of the range", i+1)
		}
	}, 30*time.Second, 200*time.Millisecond)
}

// calls are those that services took.
func calls(requests []*mesh.Request) (n int) {
	for _, r := range requests {
		for _, s := range r.Spans {
			if s.Kind == journey.KindServer {
				n++
			}
		}
	}
	return n
}

// testNewest holds that a panel of what only the join knows says what it covers,
// and does not blame the requests for a limit of the search.
func testNewest(t *testing.T, f fixture, target map[string]any, requests, most int) {
	frames := f.query(t, target)
	for _, frame := range frames {
		field := frame.Fields[0]
		name := field.Config.DisplayNameFromDS
		if !strings.Contains(name, "(newest ") || !strings.Contains(name, " of ") {
			t.Errorf("the number is shown as %q, which does not say of how many it is", name)
		}
		if field.Labels["verdict"] == "truncated" {
			t.Errorf("requests are called truncated: %v", field.Labels)
		}
	}
	covers := coversOf(t, frames[0])
	if covers.Requests == 0 || covers.Requests > most || covers.Of != requests || covers.Since == 0 {
		t.Errorf("covers %+v, want at most %d of %d requests", covers, most, requests)
	}
}

type covered struct {
	Requests, Of int
	Since        int64
}

func coversOf(t *testing.T, frame *data.Frame) covered {
	t.Helper()
	raw, err := json.Marshal(frame.Meta.Custom)
	if err != nil {
		t.Fatal(err)
	}
	var custom struct{ Covers covered }
	if err := json.Unmarshal(raw, &custom); err != nil {
		t.Fatal(err)
	}
	return custom.Covers
}

// metrics asks Tempo for TraceQL metrics as Grafana does, and returns the values
// of all series in four parts of the range, or in one.
func (f fixture) metrics(t *testing.T, path, query string) [4][]float64 {
	t.Helper()
	params := url.Values{
		"q": {query}, "step": {"15s"},
		"start": {strconv.FormatInt(f.in.From.Unix(), 10)}, "end": {strconv.FormatInt(f.in.To.Unix(), 10)},
	}
	res, err := http.Get(f.servers.TempoURL + "/api/metrics/" + path + "?" + params.Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var answer struct {
		Series []struct {
			Value   float64
			Samples []struct {
				TimestampMs int64 `json:",string"`
				Value       float64
			}
		}
	}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s: %v", query, res.Status, err)
	}
	var quarters [4][]float64
	for _, s := range answer.Series {
		quarters[0] = append(quarters[0], s.Value)
		for _, sample := range s.Samples {
			at := time.UnixMilli(sample.TimestampMs).Sub(f.in.From)
			i := min(3, max(0, int(4*at/f.in.To.Sub(f.in.From))))
			quarters[i] = append(quarters[i], sample.Value)
		}
	}
	return quarters
}

func sum(values []float64) (total float64) {
	for _, v := range values {
		total += v
	}
	return total
}
