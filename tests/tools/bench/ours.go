package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/hashicorp/go-hclog"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/host"
)

// ours is the plugin in a process of its own, asked by gRPC as Grafana does.
type ours struct {
	bench   *bench
	plugin  *host.Plugin
	updated time.Time
	in      backend.TimeRange
}

// pluginFault is an answer that the plugin did not give.
type pluginFault struct{ err error }

func (f *pluginFault) Error() string { return f.err.Error() }

func (b *bench) startOurs(ctx context.Context, env ...string) (*ours, error) {
	log := hclog.New(&hclog.LoggerOptions{Name: "plugin", Output: b.log, Level: hclog.Error})
	plugin, err := host.Start(ctx, b.binary, log, env...)
	if err != nil {
		return nil, err
	}
	o := &ours{bench: b, plugin: plugin, updated: b.data.to, in: backend.TimeRange{From: b.data.from.Add(-time.Minute), To: b.data.to.Add(time.Minute)}}
	return o, o.renew(ctx)
}

func (o *ours) stop() { o.plugin.Stop() }

func (o *ours) source(lokiURL string) host.Source {
	timeout := 120 // of a machine that has other work too
	return host.Source{ID: 1, Updated: o.updated, JSONData: map[string]any{
		"loki":         map[string]any{"url": lokiURL, "timeout": timeout},
		"tempo":        map[string]any{"url": o.bench.servers.TempoURL, "timeout": timeout},
		"queryTimeout": 5 * timeout,
	}}
}

// renew makes the data source a new one, which has nothing cached, and lets it
// open its connections by asking for what is not there.
func (o *ours) renew(ctx context.Context) error {
	o.changed()
	before := backend.TimeRange{From: o.in.From.Add(-time.Minute), To: o.in.From}
	_, err := o.plugin.QueryEncoded(ctx, o.source(o.bench.servers.LokiURL), host.Caller{}, before, map[string]any{
		"A": map[string]any{"queryType": "search", "logql": `{service_name="none"}`},
		"B": map[string]any{"queryType": "search", "traceql": `{ resource.service.name = "none" }`},
		"C": map[string]any{"queryType": "journey", "traceId": "463ac35c9f6413ad48485a3953bb6124"},
	})
	return err
}

// changed makes what is asked next go to a new data source.
func (o *ours) changed() { o.updated = o.updated.Add(time.Second) }

func (o *ours) ask(ctx context.Context, q *Question, way Way) (*pluginv2.QueryDataResponse, error) {
	return o.askAt(ctx, o.source(o.bench.servers.LokiURL), q, way)
}

func (o *ours) askAt(ctx context.Context, source host.Source, q *Question, way Way) (*pluginv2.QueryDataResponse, error) {
	answer, err := o.plugin.QueryEncoded(ctx, source, host.Caller{}, o.in, map[string]any{"A": q.query(way)})
	if err == nil && answer.Responses["A"].Error != "" {
		err = fmt.Errorf("%s", answer.Responses["A"].Error)
	}
	if err != nil {
		return nil, &pluginFault{err}
	}
	return answer, nil
}

// query is what a panel would send.
func (q *Question) query(way Way) map[string]any {
	if q.Single {
		return map[string]any{"queryType": "journey", "traceId": q.requests[0].id.String()}
	}
	query := map[string]any{"queryType": "search", "logql": q.search, "limit": q.Traces}
	if way == Whole {
		query["frames"] = frames.Names()
	}
	return query
}

// read asks and reads the frames, which are measured encoded.
func (o *ours) read(ctx context.Context, q *Question, way Way, lokiURL string) (content, error) {
	found := content{traces: map[journey.TraceID]bool{}}
	answer, err := o.askAt(ctx, o.source(lokiURL), q, way)
	if err != nil {
		return found, err
	}
	q.Sent[way], q.Frames[way] = 0, 0
	for _, frame := range answer.Responses["A"].Frames {
		q.Sent[way] += len(frame)
	}
	decoded, err := backend.FromProto().QueryDataResponse(answer)
	if err != nil {
		return found, err
	}
	for _, f := range decoded.Responses["A"].Frames {
		plain, err := f.MarshalArrow() // which does not compress
		if err != nil {
			return found, err
		}
		q.Frames[way] += len(plain)
		if err := found.add(f, q.showsWhole(way)); err != nil {
			return found, err
		}
	}
	return found, nil
}
