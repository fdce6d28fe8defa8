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

// QueryData answers each query on its own refID: one that is wrong or fails
// takes no other with it.
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

// answerOf encodes what was found. What cannot be encoded fails this query alone:
// the SDK would fail the answers to all others with it.
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

// arrow encodes the frames that a query wants.
func (d *Datasource) arrow(ctx context.Context, res *journey.Result, q query.Question, refID string) ([][]byte, error) {
	if q.Metrics != nil {
		return d.coreSources.AddLinks(encode(res, q, refID)).MarshalArrow()
	}
	return frames.Arrow(ctx, res, q.Frames, refID, d.coreSources)
}

// find asks Loki and Tempo, or shares the answer to somebody who asks the same.
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

// finderUntil is a finder for one query. What both sources may take ends at the
// deadline, if there is one.
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

// encode gives the frames that a query wants.
func encode(res *journey.Result, q query.Question, refID string) data.Frames {
	if q.Metrics != nil {
		return frames.EncodeMetric(res, find.Measure(res, *q.Metrics), refID)
	}
	return frames.Encode(res, q.Frames, refID)
}

// ownResult is a result that others may share, as this query wants it.
func ownResult(res *journey.Result, q query.Question) *journey.Result {
	own := *res
	own.Query = q.Query
	if q.Remark != "" {
		own.Notices = append([]journey.Notice{{Code: journey.NoticeReadAs, Severity: journey.SeverityInfo, Text: q.Remark}}, own.Notices...)
	}
	return &own
}
