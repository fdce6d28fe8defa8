package plugin

import (
	"context"
	"encoding/json"
	"net"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/trace/noop"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/requestjourney/requestjourney/pkg/telemetry"
)

// boundary is the plugin as Grafana has it, behind gRPC: what Serve serves, in the
// same process.
type boundary struct {
	data        pluginv2.DataClient
	diagnostics pluginv2.DiagnosticsClient
	resources   pluginv2.ResourceClient
	streams     pluginv2.StreamClient
	about       *pluginv2.PluginContext
}

// newBoundary serves a data source of these settings. It registers gRPC's codec,
// so a process has one boundary.
func newBoundary(t testing.TB, jsonData string) boundary {
	t.Helper()
	log.DefaultLogger, backend.Logger = log.NewNullLogger(), log.NewNullLogger() // the SDK logs each query
	h := newHandler(telemetry.New(prometheus.NewRegistry(), noop.NewTracerProvider().Tracer("")))
	h.encoded.Register()
	conn := served(t, h.options())
	return boundary{
		data: pluginv2.NewDataClient(conn), diagnostics: pluginv2.NewDiagnosticsClient(conn),
		resources: pluginv2.NewResourceClient(conn), streams: pluginv2.NewStreamClient(conn),
		about: backend.ToProto().PluginContext(backend.PluginContext{
			PluginID: ID, User: &backend.User{Login: "me", Role: "Admin"},
			DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{ID: 1, UID: "one", JSONData: []byte(jsonData)},
		}),
	}
}

// served serves with the SDK's own adapters and connects to them.
func served(t testing.TB, options backend.ServeOpts) *grpc.ClientConn {
	t.Helper()
	adapters, err := backend.GRPCServeOpts(options)
	require.NoError(t, err)
	server, listener := grpc.NewServer(), bufconn.Listen(1<<20)
	pluginv2.RegisterDataServer(server, adapters.DataServer)
	pluginv2.RegisterDiagnosticsServer(server, adapters.DiagnosticsServer)
	pluginv2.RegisterResourceServer(server, adapters.ResourceServer)
	pluginv2.RegisterStreamServer(server, adapters.StreamServer)
	go func() { _ = server.Serve(listener) }() // until it is stopped
	t.Cleanup(server.Stop)
	conn, err := grpc.NewClient("passthrough:plugin", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	return conn
}

// query asks all queries, by refID, in one request.
func (b boundary) query(t *testing.T, asked map[string]map[string]any) map[string]*pluginv2.DataResponse {
	t.Helper()
	request := &pluginv2.QueryDataRequest{PluginContext: b.about}
	for refID, fields := range asked {
		raw, err := json.Marshal(fields)
		require.NoError(t, err)
		request.Queries = append(request.Queries, &pluginv2.DataQuery{
			RefId: refID, Json: raw, IntervalMS: 60_000,
			TimeRange: &pluginv2.TimeRange{FromEpochMS: someHour.From.UnixMilli(), ToEpochMS: someHour.To.UnixMilli()},
		})
	}
	answer, err := b.data.QueryData(t.Context(), request)
	require.NoError(t, err)
	require.Len(t, answer.Responses, len(asked))
	return answer.Responses
}

// stream runs a search as a stream, and returns all of its messages.
func (b boundary) stream(t *testing.T, fields map[string]any) (all []message) {
	t.Helper()
	fields["timeRange"] = map[string]time.Time{"from": someHour.From, "to": someHour.To}
	raw, err := json.Marshal(fields)
	require.NoError(t, err)
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	packets, err := b.streams.RunStream(ctx, &pluginv2.RunStreamRequest{
		PluginContext: b.about, Path: "journeys/8f14e45f-ceea-467f-a8d1-1b2c3d4e5f60", Data: raw,
	})
	require.NoError(t, err)
	for len(all) == 0 || all[len(all)-1].State == streamRuns {
		packet, err := packets.Recv()
		require.NoError(t, err)
		requireValid(t, "a message of a stream", string(packet.Data))
		var m message
		require.NoError(t, json.Unmarshal(packet.Data, &m))
		all = append(all, m)
	}
	return all
}
