package plugin

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/encoding"
	_ "google.golang.org/grpc/encoding/proto"
	"google.golang.org/protobuf/proto"
)

var asked = &backend.QueryDataRequest{}

// sent is what Grafana gets of an answer.
func sent(t *testing.T, o *encodedFrames, answer *backend.QueryDataResponse) (*pluginv2.QueryDataResponse, error) {
	t.Helper()
	message, err := backend.ToProto().QueryDataResponse(backend.DataFrameFormat_ARROW, answer)
	require.NoError(t, err)
	written, err := codec{encoding.GetCodecV2("proto"), o}.Marshal(message)
	if err != nil {
		return nil, err
	}
	got := &pluginv2.QueryDataResponse{}
	require.NoError(t, proto.Unmarshal(written.Materialize(), got))
	return got, nil
}

func TestOutboxExchangesTicketsForFrames(t *testing.T) {
	o := newEncodedFrames()
	bag := requestFramesOf(o.forRequest(t.Context(), asked))
	answer := backend.NewQueryDataResponse()
	answer.Responses["A"] = backend.DataResponse{Frames: bag.hold([][]byte{[]byte("first"), []byte("second")})}
	answer.Responses["B"] = backend.DataResponse{Frames: bag.hold(nil)}
	answer.Responses["C"] = backend.DataResponse{Frames: data.Frames{data.NewFrame("count", data.NewField("n", nil, []int64{1}))}}
	answer.Responses["D"] = backend.DataResponse{Frames: data.Frames{data.NewFrame("talks of "+ticketPrefix+"1", data.NewField("n", nil, []int64{1}))}}
	answer.Responses["E"] = badRequest(context.Canceled)
	got, err := sent(t, o, answer)
	require.NoError(t, err)
	require.Equal(t, [][]byte{[]byte("first"), []byte("second")}, got.Responses["A"].Frames)
	require.Empty(t, got.Responses["B"].Frames)
	for _, refID := range []string{"C", "D"} {
		frame, err := data.UnmarshalArrowFrame(got.Responses[refID].Frames[0])
		require.NoError(t, err)
		require.Equal(t, 1, frame.Rows())
	}
	require.NotEmpty(t, got.Responses["E"].Error)
	require.Empty(t, o.held)
}

func TestOutboxHoldsNothingOfThoseWhoLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newEncodedFrames()
		ctx, leave := context.WithCancel(t.Context())
		answer := backend.NewQueryDataResponse()
		answer.Responses["A"] = backend.DataResponse{Frames: requestFramesOf(o.forRequest(ctx, asked)).hold([][]byte{[]byte("frames")})}
		leave()
		synctest.Wait()
		require.Empty(t, o.held)
		_, err := sent(t, o, answer)
		require.ErrorIs(t, err, errLeft)
	})
}

func TestOutboxIsForArrowAlone(t *testing.T) {
	require.Nil(t, requestFramesOf(newEncodedFrames().forRequest(t.Context(), &backend.QueryDataRequest{Format: backend.DataFrameFormat_JSON})))
	require.Nil(t, requestFramesOf((*encodedFrames)(nil).forRequest(t.Context(), asked)))
}
