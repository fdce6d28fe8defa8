package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/config"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// Source is a configured data source, as Grafana tells the plugin of it.
type Source struct {
	ID       int64 // the plugin keeps a data source under its ID until it changes
	JSONData any
	Secrets  map[string]string
	Updated  time.Time // another time makes it another data source, which has nothing cached
}

// Caller is who asks, with the headers that Grafana lets through to plugins. The
// zero value is an admin without any.
type Caller struct {
	Login   string
	Role    string // "Admin" when empty
	Headers map[string]string
}

const pluginID = "requestjourney-journey-datasource"

// Query asks the queries, by refID, about a time range.
func (p *Plugin) Query(ctx context.Context, s Source, c Caller, in backend.TimeRange, queries map[string]any) (*backend.QueryDataResponse, error) {
	answer, err := p.QueryEncoded(ctx, s, c, in, queries)
	if err != nil {
		return nil, err
	}
	return backend.FromProto().QueryDataResponse(answer)
}

// QueryEncoded is Query whose answer is left as it came, frames encoded.
func (p *Plugin) QueryEncoded(ctx context.Context, s Source, c Caller, in backend.TimeRange, queries map[string]any) (*pluginv2.QueryDataResponse, error) {
	asked := &backend.QueryDataRequest{}
	for refID, query := range queries {
		raw, err := json.Marshal(query)
		if err != nil {
			return nil, err
		}
		asked.Queries = append(asked.Queries, backend.DataQuery{RefID: refID, JSON: raw, TimeRange: in, Interval: time.Minute})
	}
	for name, value := range c.Headers {
		asked.SetHTTPHeader(name, value)
	}
	request := backend.ToProto().QueryDataRequest(asked)
	var err error
	if request.PluginContext, err = ContextOf(s, c); err != nil {
		return nil, err
	}
	answer, err := p.Data.QueryData(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("the plugin did not answer: %w", err)
	}
	return answer, nil
}

// Health runs the data source's health check.
func (p *Plugin) Health(ctx context.Context, s Source, c Caller) (*pluginv2.CheckHealthResponse, error) {
	about, err := ContextOf(s, c)
	if err != nil {
		return nil, err
	}
	return p.Diagnostics.CheckHealth(ctx, &pluginv2.CheckHealthRequest{PluginContext: about, Headers: c.Headers})
}

// Metrics are the process's own, in Prometheus' text format.
func (p *Plugin) Metrics(ctx context.Context) ([]byte, error) {
	answer, err := p.Diagnostics.CollectMetrics(ctx, &pluginv2.CollectMetricsRequest{})
	if err != nil {
		return nil, err
	}
	return answer.Metrics.Prometheus, nil
}

// Resource calls a resource of the data source and returns the whole answer.
func (p *Plugin) Resource(ctx context.Context, s Source, c Caller, method, path string, body []byte) (status int, answer []byte, err error) {
	about, err := ContextOf(s, c)
	if err != nil {
		return 0, nil, err
	}
	headers := make(map[string]*pluginv2.StringList)
	for name, value := range c.Headers {
		headers[name] = &pluginv2.StringList{Values: []string{value}}
	}
	stream, err := p.Resources.CallResource(ctx, &pluginv2.CallResourceRequest{
		PluginContext: about, Method: method, Path: path, Url: path, Body: body, Headers: headers,
	})
	for err == nil {
		var part *pluginv2.CallResourceResponse
		if part, err = stream.Recv(); err == nil {
			status = max(status, int(part.Code))
			answer = append(answer, part.Body...)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return status, answer, err
}

// ContextOf is what the plugin learns about a data source and who asks.
func ContextOf(s Source, c Caller) (*pluginv2.PluginContext, error) {
	raw, err := json.Marshal(s.JSONData)
	if err != nil {
		return nil, err
	}
	role := c.Role
	if role == "" {
		role = "Admin"
	}
	return backend.ToProto().PluginContext(backend.PluginContext{
		OrgID:    1, //nolint:staticcheck // Grafana sends it along with its Namespace
		PluginID: pluginID,
		User:     &backend.User{Login: c.Login, Role: role},
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			ID: s.ID, UID: strconv.FormatInt(s.ID, 10), Type: pluginID, JSONData: raw, DecryptedSecureJSONData: s.Secrets,
			Updated: s.Updated,
		},
		GrafanaConfig: config.NewGrafanaCfg(map[string]string{}),
	}), nil
}

// Context is what the plugin learns about a data source and an admin who asks.
func (p *Plugin) Context(t testing.TB, s Source) *pluginv2.PluginContext {
	t.Helper()
	about, err := ContextOf(s, Caller{})
	if err != nil {
		t.Fatal(err)
	}
	return about
}
