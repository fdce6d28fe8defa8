package datasource

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"github.com/requestjourney/requestjourney/tests/harness/host"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

// heard is a message of a stream.
type heard struct {
	State    string          `json:"state"`
	Response json.RawMessage `json:"response"`
}

// answer reads the response as that of a query.
func (m heard) answer(t *testing.T) backend.DataResponse {
	t.Helper()
	var all backend.QueryDataResponse
	if err := json.Unmarshal(fmt.Appendf(nil, `{"results":{"A":%s}}`, m.Response), &all); err != nil {
		t.Fatalf("%s: %v", m.Response, err)
	}
	return all.Responses["A"]
}

// TestStreams runs the plugin's process as Grafana Live does.
func TestStreams(t *testing.T) {
	f := newFixture(t, mesh.KindIstio)
	process := host.Build(t)
	tails := make(chan struct{})
	source := host.Source{ID: 1, JSONData: map[string]any{
		"loki":  map[string]any{"url": tellsOfTails(t, f.servers.LokiURL, tails)},
		"tempo": map[string]any{"url": f.servers.TempoURL},
	}}
	about := process.Context(t, source)
	subscribe := func(ctx context.Context, t *testing.T, n int, query map[string]any) (path string, next func() (heard, error)) {
		path = fmt.Sprintf("journeys/1b4e28ba-2fa1-41d2-883f-%012d", n)
		query["timeRange"] = map[string]any{"from": f.in.From, "to": f.in.To}
		raw, err := json.Marshal(query)
		if err != nil {
			t.Fatal(err)
		}
		reply, err := process.Streams.SubscribeStream(ctx, &pluginv2.SubscribeStreamRequest{PluginContext: about, Path: path, Data: raw})
		if err != nil || reply.Status != pluginv2.SubscribeStreamResponse_OK {
			t.Fatalf("not let in: %s, %v", reply.GetData(), err)
		}
		stream, err := process.Streams.RunStream(ctx, &pluginv2.RunStreamRequest{PluginContext: about, Path: path, Data: raw})
		if err != nil {
			t.Fatal(err)
		}
		return path, func() (m heard, err error) {
			packet, err := stream.Recv()
			if err == nil {
				err = json.Unmarshal(packet.Data, &m)
			}
			return m, err
		}
	}
	stop := func(t *testing.T, path string) {
		reply, err := process.Streams.PublishStream(t.Context(), &pluginv2.PublishStreamRequest{PluginContext: about, Path: path, Data: []byte(`{"stop":true}`)})
		if err != nil || reply.Status != pluginv2.PublishStreamResponse_OK {
			t.Errorf("stopping it answered %v, %v", reply, err)
		}
	}

	t.Run("the last message is what a query gets", func(t *testing.T) {
		query := map[string]any{"refId": "A", "logql": `{namespace="bookinfo"}`, "limit": 30}
		path, next := subscribe(t.Context(), t, 1, query)
		states := map[string]int{}
		var last heard
		for last.State != "done" {
			var err error
			if last, err = next(); err != nil {
				t.Fatal(err)
			}
			if states[last.State]++; last.State == "error" {
				t.Fatal(last.answer(t).Error)
			}
		}
		stop(t, path)
		for err := error(nil); !errors.Is(err, io.EOF); {
			_, err = next() // until it has ended, and without an error
		}
		want, err := process.Query(t.Context(), source, host.Caller{}, f.in, map[string]any{"A": query})
		if err != nil {
			t.Fatal(err)
		}
		if states["streaming"] == 0 {
			t.Errorf("the messages are %v", states)
		}
		if diff := cmp.Diff(values(want.Responses["A"].Frames), values(last.answer(t).Frames)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("errors are those of a query", func(t *testing.T) {
		path, next := subscribe(t.Context(), t, 2, map[string]any{"refId": "A", "logql": `{namespace=`})
		m, err := next()
		if err != nil || m.State != "error" {
			t.Fatalf("got %s %s, %v", m.State, m.Response, err)
		}
		if got := m.answer(t); got.Status != backend.StatusBadRequest || !strings.Contains(got.Error.Error(), "parse error") {
			t.Errorf("got %+v", got)
		}
		stop(t, path)
	})
	t.Run("a live one shows what is just written, until it is left", func(t *testing.T) {
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		id, namespace := "4bf92f3577b34da6a3ce929d0e0e4736", fmt.Sprint("live-", time.Now().UnixNano())
		_, next := subscribe(ctx, t, 3, map[string]any{"refId": "A", "live": true, "logql": `{namespace="` + namespace + `"}`})
		<-tails // Loki is followed
		pushLine(t, f.servers.LokiURL, namespace, "traceID="+id)
		for told := false; !told; {
			m, err := next()
			if err != nil || m.State != "streaming" {
				t.Fatalf("%s %s, %v", m.State, m.Response, err)
			}
			told = strings.Contains(string(m.Response), id)
		}
		leave()
		<-tails // and is left
	})
}

func values(frames data.Frames) map[string][]string {
	all := map[string][]string{}
	for _, frame := range frames {
		raw, _ := data.FrameToJSON(frame, data.IncludeDataOnly)
		all[frame.Name] = append(all[frame.Name], string(raw))
	}
	return all
}

// tellsOfTails is a gateway before Loki that tells when a tail begins and ends.
func tellsOfTails(t *testing.T, server string, tails chan<- struct{}) string {
	t.Helper()
	target, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	forward := httputil.NewSingleHostReverseProxy(target)
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/tail") {
			tails <- struct{}{}
			defer func() { tails <- struct{}{} }()
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(gateway.Close)
	return gateway.URL
}

func pushLine(t *testing.T, lokiURL, namespace, text string) {
	t.Helper()
	body := fmt.Sprintf(`{"streams":[{"stream":{"namespace":%q,"service_name":"shop"},"values":[["%d",%q]]}]}`, namespace, time.Now().UnixNano(), text)
	res, err := http.Post(lokiURL+"/loki/api/v1/push", "application/json", bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	if res.Body.Close(); res.StatusCode != http.StatusNoContent {
		t.Fatalf("Loki answered %s", res.Status)
	}
}
