// Package ask asks the plugin, in this process or behind a server, and reads
// the frames of its answers.
package ask

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/plugin"
)

const datasourceType = "requestjourney-journey-datasource"

// Asker answers a query over the last hour with its frames by name.
type Asker func(ctx context.Context, query map[string]any) (map[string]*data.Frame, error)

// OverHTTP asks the data source by /api/ds/query of the workbench or of Grafana.
func OverHTTP(baseURL, datasourceUID string) Asker {
	return func(ctx context.Context, query map[string]any) (map[string]*data.Frame, error) {
		return post(ctx, baseURL, datasourceUID, query)
	}
}

// Plugin asks the plugin's own code with the data source's settings, without
// the process around it. Callers call the returned function when done.
func Plugin(ctx context.Context, jsonData any) (Asker, func(), error) {
	raw, err := json.Marshal(jsonData)
	if err != nil {
		return nil, nil, err
	}
	instance, err := plugin.NewDatasource(ctx, backend.DataSourceInstanceSettings{Type: datasourceType, JSONData: raw})
	if err != nil {
		return nil, nil, err
	}
	ds := instance.(*plugin.Datasource)
	return func(ctx context.Context, query map[string]any) (map[string]*data.Frame, error) {
		return queryData(ctx, ds, query)
	}, ds.Dispose, nil
}

func queryData(ctx context.Context, ds backend.QueryDataHandler, query map[string]any) (map[string]*data.Frame, error) {
	raw, err := json.Marshal(query)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	res, err := ds.QueryData(ctx, &backend.QueryDataRequest{Queries: []backend.DataQuery{{
		RefID: "A", JSON: raw, TimeRange: backend.TimeRange{From: now.Add(-time.Hour), To: now.Add(time.Minute)},
	}}})
	if err != nil {
		return nil, err
	}
	return byName(res.Responses["A"].Frames), res.Responses["A"].Error
}

func post(ctx context.Context, baseURL, datasourceUID string, query map[string]any) (map[string]*data.Frame, error) {
	query["refId"] = "A"
	query["datasource"] = map[string]string{"uid": datasourceUID, "type": datasourceType}
	now := time.Now()
	body, err := json.Marshal(map[string]any{
		"from":    fmt.Sprint(now.Add(-time.Hour).UnixMilli()),
		"to":      fmt.Sprint(now.Add(time.Minute).UnixMilli()),
		"queries": []any{query},
	})
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, baseURL+"/api/ds/query", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	return framesOf(res)
}

func framesOf(res *http.Response) (map[string]*data.Frame, error) {
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	var answer backend.QueryDataResponse
	if err := json.Unmarshal(raw, &answer); err != nil {
		return nil, fmt.Errorf("%s answered by no query response: %w", res.Status, err)
	}
	a, ok := answer.Responses["A"]
	if !ok {
		return nil, fmt.Errorf("%s: %s", res.Status, raw)
	}
	return byName(a.Frames), a.Error
}

func byName(frames data.Frames) map[string]*data.Frame {
	named := make(map[string]*data.Frame)
	for _, f := range frames {
		named[f.Name] = f
	}
	return named
}

// Row reads one row of a frame by the names of its fields.
type Row struct {
	frame *data.Frame
	at    int
}

// Rows are those of a frame; none when there is no frame.
func Rows(f *data.Frame) []Row {
	if f == nil {
		return nil
	}
	rows := make([]Row, f.Rows())
	for i := range rows {
		rows[i] = Row{f, i}
	}
	return rows
}

// Text is a field of any type as text, "" when it is null or not there.
func (r Row) Text(name string) string {
	f, _ := r.frame.FieldByName(name)
	if f == nil {
		return ""
	}
	if s, ok := f.ConcreteAt(r.at); ok {
		return fmt.Sprint(s)
	}
	return ""
}

// Number is a numeric field, 0 when it is null or not there.
func (r Row) Number(name string) float64 {
	f, _ := r.frame.FieldByName(name)
	if f == nil {
		return 0
	}
	n, err := f.NullableFloatAt(r.at)
	if err != nil || n == nil {
		return 0
	}
	return *n
}

// Time is a time field, zero when it is null or not there.
func (r Row) Time(name string) time.Time {
	f, _ := r.frame.FieldByName(name)
	if f == nil {
		return time.Time{}
	}
	v, _ := f.ConcreteAt(r.at)
	t, _ := v.(time.Time)
	return t
}
