package distributed

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"github.com/requestjourney/requestjourney/tests/harness/host"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

const (
	liveTenant = "live"
	livePath   = "journeys/1b4e28ba-2fa1-41d2-883f-000000000001"
	liveTrace  = "4bf92f3577b34da6a3ce929d0e0e4736"
	lineEvery  = time.Second // until the first one arrives: the tail may not be open yet
)

// live follows a live list through the gateway while lines of one request are written,
// and returns how long the list took to show the request after the line before.
func (r *rig) live(ctx context.Context) (time.Duration, error) {
	ctx, leave := context.WithTimeout(ctx, time.Minute)
	defer leave()
	seen, failed := make(chan time.Time, 1), make(chan error, 1)
	go func() {
		if err := r.follow(ctx, seen); err != nil {
			failed <- err
		}
	}()
	ticks := time.NewTicker(lineEvery)
	defer ticks.Stop()
	var written time.Time
	for {
		select {
		case at := <-seen:
			return at.Sub(written), nil
		case err := <-failed:
			return 0, err
		case <-ticks.C:
			written = time.Now()
			if err := r.writeLine(ctx); err != nil {
				return 0, err
			}
		}
	}
}

// follow sends the time at which the live list shows the request.
func (r *rig) follow(ctx context.Context, seen chan<- time.Time) error {
	about, err := host.ContextOf(r.source(liveTenant), host.Caller{})
	if err != nil {
		return err
	}
	now := time.Now()
	raw, err := json.Marshal(map[string]any{
		"refId": "A", "live": true, "logql": `{service_name="shop"}`,
		"timeRange": map[string]any{"from": now.Add(-time.Minute), "to": now},
	})
	if err != nil {
		return err
	}
	reply, err := r.plugin.Streams.SubscribeStream(ctx, &pluginv2.SubscribeStreamRequest{PluginContext: about, Path: livePath, Data: raw})
	if err != nil || reply.Status != pluginv2.SubscribeStreamResponse_OK {
		return fmt.Errorf("the subscription is refused: %s, %w", reply.GetData(), err)
	}
	stream, err := r.plugin.Streams.RunStream(ctx, &pluginv2.RunStreamRequest{PluginContext: about, Path: livePath, Data: raw})
	for err == nil {
		var packet *pluginv2.StreamPacket
		if packet, err = stream.Recv(); err == nil && strings.Contains(string(packet.Data), liveTrace) {
			seen <- time.Now()
			return nil
		}
	}
	return err
}

func (r *rig) writeLine(ctx context.Context) error {
	to := mesh.On(&r.Stack)
	to.Tenant = liveTenant
	return to.PushLine(ctx, map[string]string{"service_name": "shop"}, "order placed traceID="+liveTrace)
}
