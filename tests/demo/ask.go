package demo

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
)

// datasourceUID is the provisioned data source's.
const datasourceUID = "requestjourney"

// asker answers a query over the last hour with its frames by name.
type asker func(ctx context.Context, query map[string]any) (map[string]*data.Frame, error)

// overHTTP asks by /api/ds/query of the workbench or of Grafana.
func overHTTP(baseURL string) asker {
	return func(ctx context.Context, query map[string]any) (map[string]*data.Frame, error) {
		return post(ctx, baseURL, query)
	}
}

func post(ctx context.Context, baseURL string, query map[string]any) (map[string]*data.Frame, error) {
	query["refId"] = "A"
	query["datasource"] = map[string]string{"uid": datasourceUID, "type": "requestjourney-journey-datasource"}
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

// row reads one row of a frame by the names of its fields.
type row struct {
	frame *data.Frame
	at    int
}

func rowsOf(f *data.Frame) []row {
	if f == nil {
		return nil
	}
	rows := make([]row, f.Rows())
	for i := range rows {
		rows[i] = row{f, i}
	}
	return rows
}

func (r row) text(name string) string {
	f, _ := r.frame.FieldByName(name)
	if f == nil {
		return ""
	}
	if s, ok := f.ConcreteAt(r.at); ok {
		return fmt.Sprint(s)
	}
	return ""
}

func (r row) number(name string) float64 {
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

func (r row) time(name string) time.Time {
	f, _ := r.frame.FieldByName(name)
	if f == nil {
		return time.Time{}
	}
	v, _ := f.ConcreteAt(r.at)
	t, _ := v.(time.Time)
	return t
}
