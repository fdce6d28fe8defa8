package workbench

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"

	"github.com/requestjourney/requestjourney/tests/harness/host"
)

// subscribe does over HTTP what Grafana Live does over a WebSocket: it asks the
// plugin to let the subscriber in, then passes on each message as a line, until
// the stream ends or the browser leaves.
func (a *api) subscribe(w http.ResponseWriter, r *http.Request) {
	source, proc, ok := a.source(w, r.PathValue("uid"))
	if !ok {
		return
	}
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, host.MaxMessage))
	if err != nil {
		writeError(w, http.StatusBadRequest, err.Error())
		return
	}
	about, path := a.pluginContext(source), r.PathValue("path")
	reply, err := proc.Streams.SubscribeStream(r.Context(), &pluginv2.SubscribeStreamRequest{PluginContext: about, Path: path, Data: data})
	switch {
	case err != nil:
		writeError(w, http.StatusInternalServerError, err.Error())
	case reply.Status != pluginv2.SubscribeStreamResponse_OK:
		writeJSON(w, http.StatusForbidden, rawOrNil(reply.Data))
	default:
		stream, err := proc.Streams.RunStream(r.Context(), &pluginv2.RunStreamRequest{PluginContext: about, Path: path, Data: data})
		if err != nil {
			writeError(w, http.StatusInternalServerError, err.Error())
			return
		}
		copyStream(w, stream)
	}
}

func copyStream(w http.ResponseWriter, stream pluginv2.Stream_RunStreamClient) {
	w.Header().Set("Content-Type", "application/x-ndjson")
	flush := http.NewResponseController(w).Flush
	_ = flush() // who waits for its subscription learns that it is let in
	for {
		packet, err := stream.Recv()
		if err != nil {
			return // it ended, or the browser left
		}
		_, _ = w.Write(append(packet.Data, '\n'))
		_ = flush()
	}
}

// publish passes on what a subscriber says to its stream.
func (a *api) publish(w http.ResponseWriter, r *http.Request) {
	var said struct {
		Channel string          `json:"channel"`
		Data    json.RawMessage `json:"data"`
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, host.MaxMessage)).Decode(&said); err != nil {
		writeError(w, http.StatusBadRequest, err.Error())
		return
	}
	parts := strings.SplitN(said.Channel, "/", 3)
	if len(parts) != 3 || parts[0] != "ds" {
		writeError(w, http.StatusBadRequest, fmt.Sprintf("%q is no channel of a data source", said.Channel))
		return
	}
	source, proc, ok := a.source(w, parts[1])
	if !ok {
		return
	}
	reply, err := proc.Streams.PublishStream(r.Context(), &pluginv2.PublishStreamRequest{
		PluginContext: a.pluginContext(source), Path: parts[2], Data: said.Data,
	})
	switch {
	case err != nil:
		writeError(w, http.StatusInternalServerError, err.Error())
	case reply.Status != pluginv2.PublishStreamResponse_OK:
		writeError(w, http.StatusForbidden, reply.Status.String())
	default:
		writeJSON(w, http.StatusOK, struct{}{})
	}
}
