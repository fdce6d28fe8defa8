package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/app"
	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"
	"github.com/grafana/grafana-plugin-sdk-go/backend/tracing"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/requestjourney/requestjourney/pkg/encodedframes"
	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/resources"
	"github.com/requestjourney/requestjourney/pkg/telemetry"
)

// ID is the app's plugin ID.
const ID = "requestjourney-journey-app"

// gcPercent is GOGC. For 50,000 spans, 50 needs a quarter less memory than Go's default of
// 100, and no measurable time.
const gcPercent = 50

// Serve runs the plugin process until Grafana ends it. Grafana starts one process for the app
// and one for its data source from the same binary. The SDK's app.Manage and
// datasource.Manage would each serve only one of them.
func Serve() error {
	debug.SetGCPercent(gcPercent)
	backend.SetupPluginEnvironment(ID)
	if err := backend.SetupTracer(ID, tracing.Opts{}); err != nil {
		return fmt.Errorf("set up tracing: %w", err)
	}
	if hasParent() {
		go func() {
			if err := journey.Caught(endWithParent)(); err != nil {
				backend.Logger.Warn("watching Grafana's process failed: the plugin ends only when Grafana asks it to", "error", err)
			}
		}()
	}
	h := newHandler(telemetry.New(prometheus.DefaultRegisterer, tracing.DefaultTracer()))
	h.encoded.Register()
	return backend.Manage(ID, h.options())
}

// handler passes each request to the instance of the app or data source.
type handler struct {
	datasources, apps instancemgmt.InstanceManager
	encoded           *encodedframes.Store
}

func newHandler(watch *telemetry.Telemetry) *handler {
	return &handler{
		datasources: datasource.NewInstanceManager(func(ctx context.Context, ds backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
			return newDatasource(ctx, ds, watch)
		}),
		apps:    app.NewInstanceManager(NewApp),
		encoded: &encodedframes.Store{}, // nil makes the SDK encode every answer
	}
}

// options make the handler answer all kinds of requests.
func (h *handler) options() backend.ServeOpts {
	return backend.ServeOpts{QueryDataHandler: h, CheckHealthHandler: h, CallResourceHandler: h, StreamHandler: h}
}

func (h *handler) instance(ctx context.Context, p backend.PluginContext) (instancemgmt.Instance, error) {
	if p.DataSourceInstanceSettings != nil {
		return h.datasources.Get(ctx, p)
	}
	return h.apps.Get(ctx, p)
}

// QueryData reports wrong settings under every refID, so that each panel shows the error.
func (h *handler) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	inst, err := h.instance(ctx, req.PluginContext)
	if err != nil {
		return onEvery(req, failure.BadRequest(err)), nil
	}
	q, ok := inst.(backend.QueryDataHandler)
	if !ok {
		return onEvery(req, failure.BadRequest(fmt.Errorf("%s does not answer queries: use its data source", req.PluginContext.PluginID))), nil
	}
	return q.QueryData(h.encoded.ForRequest(ctx, req), req)
}

func onEvery(req *backend.QueryDataRequest, answer backend.DataResponse) *backend.QueryDataResponse {
	res := backend.NewQueryDataResponse()
	for _, q := range req.Queries {
		res.Responses[q.RefID] = answer
	}
	return res
}

// CheckHealth reports wrong settings as an unhealthy data source.
func (h *handler) CheckHealth(ctx context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	inst, err := h.instance(ctx, req.PluginContext)
	if err != nil {
		return &backend.CheckHealthResult{Status: backend.HealthStatusError, Message: journey.Sentence(err.Error())}, nil
	}
	return inst.(backend.CheckHealthHandler).CheckHealth(ctx, req)
}

// CallResource passes the call to the instance, if it has resources.
func (h *handler) CallResource(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	inst, err := h.instance(ctx, req.PluginContext)
	if err != nil {
		return sendProblem(sender, http.StatusBadRequest, journey.Sentence(err.Error()))
	}
	r, ok := inst.(backend.CallResourceHandler)
	if !ok {
		return sendProblem(sender, http.StatusNotFound, fmt.Sprintf("%s has no resources: use its data source.", req.PluginContext.PluginID))
	}
	return r.CallResource(ctx, req, sender)
}

func sendProblem(sender backend.CallResourceResponseSender, status int, text string) error {
	body, err := json.Marshal(resources.Problem{Message: text})
	if err != nil {
		return err
	}
	return sender.Send(&backend.CallResourceResponse{
		Status:  status,
		Headers: map[string][]string{"Content-Type": {"application/json"}},
		Body:    body,
	})
}
