package workbench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/tests/harness/host"
)

// queryRequest is the body of POST /api/ds/query.
type queryRequest struct {
	From    string            `json:"from"` // milliseconds since 1970: browsers send no "now-1h"
	To      string            `json:"to"`
	Queries []json.RawMessage `json:"queries"`
}

// target is what Grafana itself reads of a query.
type target struct {
	RefID         string `json:"refId"`
	QueryType     string `json:"queryType"`
	MaxDataPoints int64  `json:"maxDataPoints"`
	IntervalMS    int64  `json:"intervalMs"`
	DataSource    struct {
		UID string `json:"uid"`
	} `json:"datasource"`
}

// query answers as Grafana does: one result for each refId, and status 400 when
// any of them is an error.
func (a *api) query(w http.ResponseWriter, r *http.Request) {
	bySource, err := decodeQueries(http.MaxBytesReader(w, r.Body, host.MaxMessage))
	if err != nil {
		writeError(w, http.StatusBadRequest, err.Error())
		return
	}
	all := backend.NewQueryDataResponse()
	for uid, queries := range bySource {
		source, proc, ok := a.source(w, uid)
		if !ok {
			return
		}
		answer, err := a.ask(r.Context(), proc, source, queries)
		if err != nil {
			writeError(w, http.StatusInternalServerError, err.Error())
			return
		}
		maps.Copy(all.Responses, answer.Responses)
	}
	writeJSON(w, statusOf(all), all)
}

func (a *api) ask(ctx context.Context, proc *host.Plugin, source *backend.DataSourceInstanceSettings, queries []backend.DataQuery) (*backend.QueryDataResponse, error) {
	request := backend.ToProto().QueryDataRequest(&backend.QueryDataRequest{Queries: queries})
	request.PluginContext = a.pluginContext(source)
	answer, err := proc.Data.QueryData(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("the plugin did not answer: %w", err)
	}
	return backend.FromProto().QueryDataResponse(answer)
}

// decodeQueries groups the queries of a request by data source.
func decodeQueries(body io.Reader) (map[string][]backend.DataQuery, error) {
	var request queryRequest
	if err := json.NewDecoder(body).Decode(&request); err != nil {
		return nil, fmt.Errorf("the request is not JSON: %w", err)
	}
	within, err := request.timeRange()
	if err != nil {
		return nil, err
	}
	bySource := map[string][]backend.DataQuery{}
	for _, raw := range request.Queries {
		var t target
		if err := json.Unmarshal(raw, &t); err != nil {
			return nil, fmt.Errorf("a query is not as Grafana sends it: %w", err)
		}
		bySource[t.DataSource.UID] = append(bySource[t.DataSource.UID], t.query(raw, within))
	}
	return bySource, nil
}

func (t target) query(raw json.RawMessage, within backend.TimeRange) backend.DataQuery {
	return backend.DataQuery{
		RefID: t.RefID, QueryType: t.QueryType, MaxDataPoints: t.MaxDataPoints,
		Interval: time.Duration(t.IntervalMS) * time.Millisecond, TimeRange: within, JSON: raw,
	}
}

func (r queryRequest) timeRange() (backend.TimeRange, error) {
	from, err := parseMillis("from", r.From)
	if err != nil {
		return backend.TimeRange{}, err
	}
	to, err := parseMillis("to", r.To)
	return backend.TimeRange{From: from, To: to}, err
}

func parseMillis(name, text string) (time.Time, error) {
	millis, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s is %q: give milliseconds since 1970", name, text)
	}
	return time.UnixMilli(millis).UTC(), nil
}

func statusOf(all *backend.QueryDataResponse) int {
	for _, answer := range all.Responses {
		if answer.Error != nil {
			return http.StatusBadRequest
		}
	}
	return http.StatusOK
}
