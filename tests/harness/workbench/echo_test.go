package workbench

import (
	"context"
	"net/http"
	"os"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

func servePlugin() {
	streams := &echoStream{stop: make(chan struct{})}
	err := backend.Manage("workbench-test", backend.ServeOpts{
		QueryDataHandler:   backend.QueryDataHandlerFunc(echoQuery),
		CheckHealthHandler: backend.CheckHealthHandlerFunc(echoHealth),
		StreamHandler:      streams,
		CallResourceHandler: backend.CallResourceHandlerFunc(func(ctx context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
			if req.Path == "idle" {
				streams.running.Wait()
			}
			return echoResource(ctx, req, sender)
		}),
	})
	if err != nil {
		os.Exit(1)
	}
}

// echoQuery answers a query by what it was asked; the refId "bad" is an error.
func echoQuery(_ context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	answer := backend.NewQueryDataResponse()
	for _, q := range req.Queries {
		if q.RefID == "bad" {
			answer.Responses[q.RefID] = backend.ErrDataResponse(backend.StatusBadRequest, "The query is bad; change it.")
			continue
		}
		source := req.PluginContext.DataSourceInstanceSettings
		frame := data.NewFrame("asked",
			data.NewField("uid", nil, []string{source.UID}),
			data.NewField("jsonData", nil, []string{string(source.JSONData)}),
			data.NewField("secret", nil, []string{source.DecryptedSecureJSONData["token"]}),
			data.NewField("type", nil, []string{q.QueryType}),
			data.NewField("range", nil, []string{q.TimeRange.Duration().String()}),
		)
		answer.Responses[q.RefID] = backend.DataResponse{Frames: data.Frames{frame}}
	}
	return answer, nil
}

func echoHealth(_ context.Context, req *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	status := backend.HealthStatusOk
	if req.PluginContext.DataSourceInstanceSettings.UID == "broken" {
		status = backend.HealthStatusError
	}
	return &backend.CheckHealthResult{Status: status, Message: "checked", JSONDetails: []byte(`{"loki":true}`)}, nil
}

func echoResource(_ context.Context, req *backend.CallResourceRequest, sender backend.CallResourceResponseSender) error {
	return sender.Send(&backend.CallResourceResponse{Status: http.StatusTeapot, Body: []byte(req.Method + " " + req.URL)})
}

// echoStream lets in who asks for the path "echo", sends back what it was
// subscribed with, and runs until its subscriber leaves or publishes.
type echoStream struct {
	running sync.WaitGroup
	stop    chan struct{}
}

func (e *echoStream) SubscribeStream(_ context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	if req.Path == "echo" {
		e.running.Add(1)
		return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK}, nil
	}
	reason, err := backend.NewInitialData([]byte(`{"message":"There is no such stream."}`))
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusNotFound, InitialData: reason}, err
}

func (e *echoStream) PublishStream(_ context.Context, req *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	if string(req.Data) != `"stop"` {
		return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusPermissionDenied}, nil
	}
	e.stop <- struct{}{}
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusOK}, nil
}

func (e *echoStream) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	defer e.running.Done()
	if err := sender.SendJSON(req.Data); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
	case <-e.stop:
	}
	return ctx.Err()
}
