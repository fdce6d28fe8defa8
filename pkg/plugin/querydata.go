package plugin

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/concurrent"

	"github.com/requestjourney/requestjourney/pkg/encodedframes"
	"github.com/requestjourney/requestjourney/pkg/failure"
	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/query"
	"github.com/requestjourney/requestjourney/pkg/settings"
	"github.com/requestjourney/requestjourney/pkg/telemetry"
)

// queriesAtOnce bounds how many queries of one request run together.
const queriesAtOnce = 5

// QueryData answers each query under its refID. A query that fails does not affect the
// others.
func (d *Datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	ctx = settings.WithCaller(ctx, req.PluginContext, req.GetHTTPHeaders())
	fromAlert := req.Headers[backend.FromAlertHeaderName] == "true"
	return concurrent.QueryData(ctx, req, func(ctx context.Context, asked concurrent.Query) backend.DataResponse {
		return d.answer(ctx, asked.DataQuery, fromAlert)
	}, queriesAtOnce)
}

func (d *Datasource) answer(ctx context.Context, asked backend.DataQuery, fromAlert bool) backend.DataResponse {
	q, err := query.Parse(asked.JSON, query.Bounds{
		Range:     journey.TimeRange{From: asked.TimeRange.From, To: asked.TimeRange.To},
		Step:      asked.Interval,
		Limits:    d.finder.Limits,
		FromAlert: fromAlert,
	})
	if err != nil {
		_, done := d.watch.Query(ctx, telemetry.TypeInvalid)
		done(telemetry.OutcomeInvalid)
		return failure.BadRequest(err)
	}
	ctx, done := d.watch.Query(ctx, typeOf(q))
	res, err := d.find(ctx, q.Query)
	d.report(ctx, res, err)
	done(outcomeOf(res, err))
	if err != nil {
		return failure.Failed(ctx, err)
	}
	return d.answerOf(ctx, res, q, asked.RefID)
}

// answerOf encodes a result. If that fails, only this query fails; the SDK would fail all
// queries of the request.
func (d *Datasource) answerOf(ctx context.Context, res *journey.Result, q query.Question, refID string) backend.DataResponse {
	defer d.watch.Stage(ctx, "frames")()
	own := ownResult(res, q)
	keep := encodedframes.KeepOf(ctx)
	if keep == nil {
		return backend.DataResponse{Frames: d.coreSources.AddLinks(encode(own, q, refID)), Status: backend.StatusOK}
	}
	encoded, err := d.arrow(ctx, own, q, refID)
	if err != nil {
		return failure.Failed(ctx, err)
	}
	return backend.DataResponse{Frames: keep(encoded), Status: backend.StatusOK}
}

// arrow encodes the frames of a query.
func (d *Datasource) arrow(ctx context.Context, res *journey.Result, q query.Question, refID string) ([][]byte, error) {
	if q.Metrics != nil {
		return d.coreSources.AddLinks(encode(res, q, refID)).MarshalArrow()
	}
	return frames.Arrow(ctx, res, q.Frames, refID, d.coreSources)
}

// find queries Loki and Tempo, or shares the answer of an equal query in flight.
func (d *Datasource) find(ctx context.Context, q journey.Query) (*journey.Result, error) {
	identity := d.settings.IdentityOf(ctx)
	var asked atomic.Bool
	res, err := d.inFlight.find(ctx, questionOf(q, identity), func(ctx context.Context) (*journey.Result, error) {
		asked.Store(true)
		return d.watch.Find(ctx, func(ctx context.Context) (*journey.Result, error) {
			return d.finderFor(identity, time.Now().Add(d.settings.QueryTime())).Find(ctx, q)
		})
	})
	d.watch.Answered(ctx, !asked.Load())
	return res, err
}

// finderUntil is a finder for one query. Its sources stop at the deadline, if there is one.
func (d *Datasource) finderUntil(deadline time.Time) *find.Finder {
	finder := d.finder
	finder.Logs, finder.Traces = watchedLogs{d.logs, d.watch, deadline}, watchedTraces{d.traces, d.watch, deadline}
	return &finder
}

// finderFor is finderUntil with the cached journeys of one identity.
func (d *Datasource) finderFor(identity string, deadline time.Time) *find.Finder {
	finder := d.finderUntil(deadline)
	finder.Cache = d.cache.For(identity)
	return finder
}

func typeOf(q query.Question) string {
	if q.Metrics != nil {
		return string(query.TypeMetrics)
	}
	return string(q.Type)
}

// encode returns the frames of a query.
func encode(res *journey.Result, q query.Question, refID string) data.Frames {
	if q.Metrics != nil {
		return frames.EncodeMetric(res, find.Measure(res, *q.Metrics), refID)
	}
	return frames.Encode(res, q.Frames, refID)
}

// ownResult is a shared result with what only this query has.
func ownResult(res *journey.Result, q query.Question) *journey.Result {
	own := *res
	own.Query = q.Query
	if q.Remark != "" {
		own.Notices = append([]journey.Notice{{Code: journey.NoticeReadAs, Severity: journey.SeverityInfo, Text: q.Remark}}, own.Notices...)
	}
	return &own
}
