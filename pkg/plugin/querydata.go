package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/concurrent"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/query"
)

// queriesAtOnce bounds how many queries of one request run together.
const queriesAtOnce = 5

// QueryData answers each query on its own refID: one that is wrong or fails
// takes no other with it.
func (d *Datasource) QueryData(ctx context.Context, req *backend.QueryDataRequest) (*backend.QueryDataResponse, error) {
	return concurrent.QueryData(ctx, req, d.answer, queriesAtOnce)
}

func (d *Datasource) answer(ctx context.Context, asked concurrent.Query) backend.DataResponse {
	q, err := query.Parse(asked.DataQuery.JSON, query.Bounds{
		Range:  journey.TimeRange{From: asked.DataQuery.TimeRange.From, To: asked.DataQuery.TimeRange.To},
		Step:   asked.DataQuery.Interval,
		Limits: d.finder.Limits,
	})
	if err != nil {
		return badRequest(err)
	}
	res, err := d.flights.find(ctx, questionOf(q.Query, userOf(asked.PluginContext)), func(ctx context.Context) (*journey.Result, error) {
		return d.finder.Find(ctx, q.Query)
	})
	if err != nil {
		return failed(ctx, err)
	}
	return backend.DataResponse{Frames: d.core.Lead(encode(res, q, asked.DataQuery.RefID)), Status: backend.StatusOK}
}

// encode gives the frames that this query wants of a result that others may
// share.
func encode(res *journey.Result, q query.Question, refID string) data.Frames {
	own := *res
	own.Query = q.Query
	if q.Metrics != nil {
		return frames.EncodeMetric(&own, *q.Metrics, refID)
	}
	return frames.Encode(&own, refID)
}

func userOf(p backend.PluginContext) string {
	if p.User == nil {
		return ""
	}
	return p.User.Login
}
