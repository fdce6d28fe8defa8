// Package loki holds what can only be checked where Loki's own module is at
// home; the module otherwise just pins and builds Loki's command.
package loki

import (
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/grafana/loki/pkg/push"
	"github.com/grafana/loki/v3/pkg/logproto"
	"github.com/stretchr/testify/require"
)

// The plugin and the tests speak to Loki through package push, which is where
// logproto's types live; these aliases stop compiling when they move.
var (
	_ *push.PushRequest = (*logproto.PushRequest)(nil)
	_ *push.Stream      = (*logproto.Stream)(nil)
	_ *push.Entry       = (*logproto.Entry)(nil)
)

var stream = push.Stream{
	Labels: `{app="productpage", namespace="bookinfo"}`,
	Entries: []push.Entry{
		{Timestamp: time.Unix(1700000000, 123456789).UTC(), Line: "no metadata"},
		{
			Timestamp:          time.Unix(1700000001, 0).UTC(),
			Line:               "multi\nline, UTF-8 ✓ and \x00",
			StructuredMetadata: push.LabelsAdapter{{Name: "trace_id", Value: "0af7651916cd43dd8448eb211c80319c"}, {Name: "empty"}},
			Parsed:             push.LabelsAdapter{{Name: "level", Value: "error"}},
		},
	},
	Hash: 1<<63 + 1,
}

// What logproto writes in a query's answer, push reads.
func TestPushReadsLogproto(t *testing.T) {
	sent := logproto.QueryResponse{Streams: []logproto.Stream{stream}}
	wire, err := sent.Marshal()
	require.NoError(t, err)
	var got push.PushRequest // streams are field 1 of both messages
	require.NoError(t, got.Unmarshal(wire))
	require.Equal(t, []push.Stream{stream}, got.Streams)
}

// What push writes in a push request, logproto reads.
func TestLogprotoReadsPush(t *testing.T) {
	sent := push.PushRequest{Streams: []push.Stream{stream}}
	wire, err := sent.Marshal()
	require.NoError(t, err)
	var got logproto.QueryResponse
	require.NoError(t, got.Unmarshal(wire))
	require.Equal(t, sent.Streams, got.Streams)
}

// push.Stream is encoded by hand in Loki; StreamAdapter by the proto compiler.
func TestHandWrittenCodecFollowsTheProto(t *testing.T) {
	wire, err := stream.Marshal()
	require.NoError(t, err)
	var adapter push.StreamAdapter
	require.NoError(t, adapter.Unmarshal(wire))
	again, err := adapter.Marshal()
	require.NoError(t, err)
	require.Equal(t, wire, again)
}

// The above speaks for the plugin only while it uses the same version of push.
func TestPluginUsesTheSamePush(t *testing.T) {
	version := regexp.MustCompile(`github.com/grafana/loki/pkg/push (v\S+)`)
	pinned := func(path string) string {
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		found := version.FindSubmatch(content)
		require.NotNil(t, found, "%s does not require loki/pkg/push", path)
		return string(found[1])
	}
	require.Equal(t, pinned("go.mod"), pinned("../../../../go.mod"))
}
