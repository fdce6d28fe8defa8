package encodedframes

import (
	"errors"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/encoding"
	"google.golang.org/protobuf/proto"
)

// TestTextsAreValid checks that a message with invalid UTF-8 in any text is sent.
func TestTextsAreValid(t *testing.T) {
	answer := backend.NewQueryDataResponse()
	answer.Responses["A"] = backend.DataResponse{Error: errors.New("it says \xe2 \x80.")}
	answer.Responses["B"] = backend.DataResponse{Error: errors.New("“fine”")}
	got, err := sent(t, &Store{}, answer)
	require.NoError(t, err)
	require.Equal(t, "it says \uFFFD \uFFFD.", got.Responses["A"].Error)
	require.Equal(t, "“fine”", got.Responses["B"].Error)

	health := &pluginv2.CheckHealthResponse{Message: "\xff", JsonDetails: []byte("\xff")}
	resource := &pluginv2.CallResourceResponse{Headers: map[string]*pluginv2.StringList{"X": {Values: []string{"a", "\xc3"}}}}
	for _, message := range []proto.Message{health, resource} {
		_, err := codec{encoding.GetCodecV2("proto"), &Store{}}.Marshal(message)
		require.NoError(t, err)
	}
	require.Equal(t, "\uFFFD", health.Message)
	require.Equal(t, []byte("\xff"), health.JsonDetails, "bytes are bytes")
	require.Equal(t, []string{"a", "\uFFFD"}, resource.Headers["X"].Values)
}
