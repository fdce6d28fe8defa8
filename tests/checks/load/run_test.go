package load

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/requestjourney/requestjourney/tests/harness/host"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// run is one play, and what was seen of it.
type run struct {
	servers    *stack.Stack
	plugin     *host.Plugin
	source     host.Source
	users      int
	requests   []*mesh.Request
	begin, end time.Time

	mu      sync.Mutex
	answers []answer
	memory  []sample
	outages []outage
}

type answer struct {
	asked time.Time
	took  time.Duration
	kind  kind
	said  string
}

// kind is how an answer was.
type kind string

const (
	whole   kind = "whole"
	partial kind = "partial, and it says so"
	limited kind = "stopped by a limit, and it says so"
	broken  kind = "error"
)

type sample struct {
	at    time.Time
	bytes float64
}

// outage is when a server was away, or had just come back.
type outage struct {
	server   string
	from, to time.Time
}

// user asks, reads and thinks until the end.
func (r *run) user(ctx context.Context, n int) {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	who := host.Caller{Login: fmt.Sprintf("user-%d", n)}
	for time.Now().Before(r.end) {
		sleepUntil(ctx, time.Now().Add(time.Duration(random.Int64N(int64(2*think)))))
		asked := time.Now()
		in := backend.TimeRange{From: asked.Add(-15 * time.Minute), To: asked}
		res, err := r.plugin.Query(ctx, r.source, who, in, map[string]any{"A": r.question(random)})
		a := answer{asked: asked, took: time.Since(asked), kind: broken}
		if err != nil {
			a.said = err.Error()
		} else {
			a.kind, a.said = kindOf(res.Responses["A"])
		}
		r.mu.Lock()
		r.answers = append(r.answers, a)
		r.mu.Unlock()
	}
}

// question is what somebody might ask next.
func (r *run) question(random *rand.Rand) map[string]any {
	logql, traceql := `{namespace="bookinfo"}`, `{ resource.service.name =~ ".+" }`
	switch random.IntN(5) {
	case 0:
		return map[string]any{"queryType": "search", "logql": logql}
	case 1:
		return map[string]any{"queryType": "search", "traceql": traceql}
	case 2:
		return map[string]any{"queryType": "search", "logql": logql, "traceql": traceql, "limit": 20}
	case 3:
		return map[string]any{"queryType": "metrics", "logql": logql, "limit": 50}
	}
	return map[string]any{"queryType": "journey", "traceId": r.requests[random.IntN(len(r.requests))].TraceID.String()}
}

// limits are the statuses of answers that a limit stopped.
var limits = []int{http.StatusTooManyRequests, http.StatusUnprocessableEntity, http.StatusGatewayTimeout}

func kindOf(res backend.DataResponse) (kind, string) {
	if res.Error != nil {
		if slices.Contains(limits, int(res.Status)) {
			return limited, res.Error.Error()
		}
		return broken, res.Error.Error()
	}
	for _, f := range res.Frames {
		for _, n := range f.Meta.Notices {
			if n.Severity != data.NoticeSeverityInfo {
				return partial, n.Text
			}
		}
	}
	return whole, ""
}

// watchMemory looks at what the process itself says, until the end.
func (r *run) watchMemory(t *testing.T) {
	for at := r.begin; at.Before(r.end); at = at.Add(sampleEvery) {
		sleepUntil(t.Context(), at)
		raw, err := r.plugin.Metrics(t.Context())
		if err != nil {
			t.Error(err)
			return
		}
		parser := expfmt.NewTextParser(model.UTF8Validation)
		families, err := parser.TextToMetricFamilies(bytes.NewReader(raw))
		if err != nil {
			t.Error(err)
			return
		}
		heap := families["go_memstats_heap_inuse_bytes"].GetMetric()
		r.memory = append(r.memory, sample{time.Now(), heap[0].GetGauge().GetValue()})
	}
}

// check wants no error but those of servers that were away, and no growth.
func (r *run) check(t *testing.T, length time.Duration) {
	for _, a := range r.answers {
		if a.kind == broken && !r.duringOutage(a) {
			t.Errorf("after %s: %s", a.asked.Sub(r.begin).Round(time.Second), a.said)
		}
	}
	if len(r.answers) < r.users {
		t.Errorf("%d answers to %d users", len(r.answers), r.users)
	}
	if r.plugin.Exited() {
		t.Error("the process has ended")
	}
	if growth := r.growth(); length >= time.Minute && growth > flat {
		t.Errorf("memory grew %.2f-fold", growth)
	}
}

func (r *run) duringOutage(a answer) bool {
	return slices.ContainsFunc(r.outages, func(o outage) bool {
		return a.asked.Before(o.to) && a.asked.Add(a.took).After(o.from)
	})
}

// third tells the first, second and last third of the play.
func (r *run) third(at time.Time) int {
	return min(2, int(3*at.Sub(r.begin)/r.end.Sub(r.begin)))
}

func (r *run) memoryOf(third int) (mean float64) {
	var sum, n float64
	for _, s := range r.memory {
		if r.third(s.at) == third {
			sum, n = sum+s.bytes, n+1
		}
	}
	return sum / max(1, n)
}

func (r *run) growth() float64 { return r.memoryOf(2) / max(1, r.memoryOf(0)) }

// report is the play as tables of docs/reliability.md.
func (r *run) report() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%d users, %s, %d answers; Loki killed after a third of the time, Tempo after two thirds.\n\n", r.users, r.end.Sub(r.begin), len(r.answers))
	text.WriteString("| answers | first third | second third | last third |\n|---|--:|--:|--:|\n")
	for _, k := range []kind{whole, partial, limited, broken} {
		fmt.Fprintf(&text, "| %s |", k)
		for third := range 3 {
			fmt.Fprintf(&text, " %d |", len(r.tookBy(third, k)))
		}
		text.WriteString("\n")
	}
	for _, share := range []int{50, 95} {
		fmt.Fprintf(&text, "| latency, p%d |", share)
		for third := range 3 {
			fmt.Fprintf(&text, " %s |", percentile(r.tookBy(third, whole, partial, limited, broken), share).Round(10*time.Millisecond))
		}
		text.WriteString("\n")
	}
	fmt.Fprintf(&text, "| heap in use, mean | %.1f MiB | %.1f MiB | %.1f MiB |\n", r.memoryOf(0)/(1<<20), r.memoryOf(1)/(1<<20), r.memoryOf(2)/(1<<20))
	return text.String()
}

func (r *run) tookBy(third int, kinds ...kind) (took []time.Duration) {
	for _, a := range r.answers {
		if r.third(a.asked) == third && slices.Contains(kinds, a.kind) {
			took = append(took, a.took)
		}
	}
	slices.Sort(took)
	return took
}

func percentile(sorted []time.Duration, share int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, len(sorted)*share/100)]
}
