package plugin

import (
	"context"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/failure"
)

var _ backend.StreamHandler = (*handler)(nil)

// streamer is the data source that a stream belongs to.
func (h *handler) streamer(ctx context.Context, p backend.PluginContext) (backend.StreamHandler, error) {
	inst, err := h.instance(ctx, p)
	if err != nil {
		return nil, err
	}
	s, ok := inst.(backend.StreamHandler)
	if !ok {
		return nil, fmt.Errorf("%s has no streams: subscribe to its data source", p.PluginID)
	}
	return s, nil
}

// SubscribeStream passes the subscription to the data source.
func (h *handler) SubscribeStream(ctx context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	s, err := h.streamer(ctx, req.PluginContext)
	if err != nil {
		return refuse(err)
	}
	return s.SubscribeStream(ctx, req)
}

// PublishStream passes a subscriber's message to the data source.
func (h *handler) PublishStream(ctx context.Context, req *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	s, err := h.streamer(ctx, req.PluginContext)
	if err != nil {
		return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusNotFound}, nil
	}
	return s.PublishStream(ctx, req)
}

// RunStream reports wrong settings, because they may have changed after the subscription.
func (h *handler) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	s, err := h.streamer(ctx, req.PluginContext)
	if err != nil {
		newBroadcast(ctx, sender, nil).end(failure.BadRequest(err))
		return nil
	}
	return s.RunStream(ctx, req, sender)
}
