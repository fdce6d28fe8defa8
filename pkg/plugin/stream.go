package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/query"
	"github.com/requestjourney/requestjourney/pkg/resources"
	"github.com/requestjourney/requestjourney/pkg/settings"
	"github.com/requestjourney/requestjourney/pkg/telemetry"
)

// streamPath is the path of every stream. The subscriber's browser makes the UUID, so other
// users cannot listen.
var streamPath = regexp.MustCompile(`^journeys/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// The types of streams in metrics and traces.
const (
	typeStream = "stream"
	typeLive   = "live"
)

// subscription is what a subscriber sends: a query as in /api/ds/query, with its time range.
type subscription struct {
	RefID     string `json:"refId"`
	TimeRange struct {
		From time.Time `json:"from"`
		To   time.Time `json:"to"`
	} `json:"timeRange"`
}

// stop is what a subscriber publishes when it leaves.
type stop struct {
	Stop bool `json:"stop"`
}

// SubscribeStream accepts queries that can be streamed. Grafana does not pass the reason for
// a refusal to the browser, so the browser then sends a query, which gets the same sentence.
func (d *Datasource) SubscribeStream(_ context.Context, req *backend.SubscribeStreamRequest) (*backend.SubscribeStreamResponse, error) {
	if _, _, err := d.subscribed(req.Path, req.Data); err != nil {
		return refuse(err)
	}
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusOK}, nil
}

// refuse says why. It returns no error, because Grafana's front end would then subscribe
// again and again.
func refuse(err error) (*backend.SubscribeStreamResponse, error) {
	raw, err := json.Marshal(resources.Problem{Message: journey.Sentence(err.Error())})
	if err != nil {
		return nil, err
	}
	reason, err := backend.NewInitialData(raw)
	return &backend.SubscribeStreamResponse{Status: backend.SubscribeStreamStatusPermissionDenied, InitialData: reason}, err
}

// PublishStream ends a stream if its subscriber asks for it. Without that, Grafana takes
// about 15 seconds to notice that nobody listens (runstream.Manager).
func (d *Datasource) PublishStream(_ context.Context, req *backend.PublishStreamRequest) (*backend.PublishStreamResponse, error) {
	var said stop
	if err := json.Unmarshal(req.Data, &said); err != nil || !said.Stop {
		return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusPermissionDenied}, nil
	}
	if !d.streams.stop(streamOf(req.Path, req.PluginContext)) {
		return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusNotFound}, nil
	}
	return &backend.PublishStreamResponse{Status: backend.PublishStreamStatusOK}, nil
}

// RunStream sends the journeys of a search as they are found. It sends errors as messages and
// returns none, because Grafana would run the stream again.
func (d *Datasource) RunStream(ctx context.Context, req *backend.RunStreamRequest, sender *backend.StreamSender) error {
	ctx, leave := d.streams.enter(ctx, streamOf(req.Path, req.PluginContext))
	defer leave()
	ctx = settings.WithCaller(ctx, req.PluginContext, req.GetHTTPHeaders())
	q, refID, err := d.subscribed(req.Path, req.Data)
	encode := func(res *journey.Result) backend.DataResponse { return d.answerOf(ctx, res, q, refID) }
	b := newBroadcast(ctx, sender, encode)
	if err != nil {
		b.end(failure.BadRequest(err))
		return nil
	}
	answer, err := failure.Safely(ctx, func(ctx context.Context) (backend.DataResponse, error) {
		if q.Live {
			return backend.DataResponse{}, d.follow(ctx, q.Query, b.show)
		}
		res, err := d.stream(ctx, q.Query, b.show)
		if err != nil {
			return backend.DataResponse{}, err
		}
		return encode(res), nil
	})
	if err != nil {
		answer = failure.Failed(ctx, err)
	}
	b.end(answer)
	return nil
}

// stream searches and shows what it has found so far. It has no deadline beyond the timeout
// of each request: the user sees its progress and may leave.
func (d *Datasource) stream(ctx context.Context, q journey.Query, show func(*journey.Result, journey.Progress)) (*journey.Result, error) {
	ctx, done := d.watch.Query(ctx, typeStream)
	res, err := d.watch.Find(ctx, func(ctx context.Context) (*journey.Result, error) {
		return d.finderFor(d.settings.IdentityOf(ctx), time.Time{}).Stream(ctx, q, show)
	})
	d.report(ctx, res, err)
	done(outcomeOf(res, err))
	return res, err
}

// follow runs until nobody listens any more.
func (d *Datasource) follow(ctx context.Context, q journey.Query, show func(*journey.Result, journey.Progress)) error {
	ctx, done := d.watch.Query(ctx, typeLive)
	err := d.finderUntil(time.Time{}).Follow(ctx, q, show)
	d.report(ctx, nil, err)
	done(telemetry.OutcomeOf(err))
	return err
}

// subscribed reads the query of a stream.
func (d *Datasource) subscribed(path string, data json.RawMessage) (q query.Question, refID string, err error) {
	if !streamPath.MatchString(path) {
		return q, "", fmt.Errorf("there is no stream %q: subscribe to journeys/ followed by a random UUID", path)
	}
	if d.settings.Loki.ForwardsIdentity() || d.settings.Tempo.ForwardsIdentity() {
		return q, "", errors.New("this data source forwards the user's token or cookies, which Grafana gives only to queries: send a query instead")
	}
	var s subscription
	if err := json.Unmarshal(data, &s); err != nil {
		return q, "", fmt.Errorf("the subscription is not valid JSON: %w", err)
	}
	q, err = query.Parse(data, query.Bounds{Range: journey.TimeRange(s.TimeRange), Limits: d.finder.Limits})
	if err == nil && (q.Type != journey.QuerySearch || q.Metrics != nil) {
		err = fmt.Errorf("only a %s is streamed: send a query instead", journey.QuerySearch)
	}
	return q, s.RefID, err
}
