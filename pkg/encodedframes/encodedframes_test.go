package encodedframes

import (
	"context"
	"errors"
	"maps"
	"slices"
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

// sent returns what Grafana gets of an answer.
func sent(t *testing.T, s *Store, answer *backend.QueryDataResponse) (*pluginv2.QueryDataResponse, error) {
	t.Helper()
	message, err := backend.ToProto().QueryDataResponse(backend.DataFrameFormat_ARROW, answer)
	require.NoError(t, err)
	written, err := codec{encoding.GetCodecV2("proto"), s}.Marshal(message)
	if err != nil {
		return nil, err
	}
	got := &pluginv2.QueryDataResponse{}
	require.NoError(t, proto.Unmarshal(written.Materialize(), got))
	return got, nil
}

// kept are the tickets for which the store still has frames.
func (s *Store) kept() []any { return slices.Collect(maps.Keys(maps.Collect(s.byTicket.Range))) }

func oneRow(name string) data.Frames {
	return data.Frames{data.NewFrame(name, data.NewField("n", nil, []int64{1}))}
}

func TestTicketsAreReplacedByFrames(t *testing.T) {
	s := &Store{}
	keep := KeepOf(s.ForRequest(t.Context(), asked))
	answer := backend.NewQueryDataResponse()
	answer.Responses["A"] = backend.DataResponse{Frames: keep([][]byte{[]byte("first"), []byte("second")})}
	answer.Responses["B"] = backend.DataResponse{Frames: keep(nil)}
	answer.Responses["C"] = backend.DataResponse{Frames: oneRow("count")}
	answer.Responses["D"] = backend.DataResponse{Frames: oneRow("mentions " + ticketPrefix + "1")}
	answer.Responses["E"] = backend.DataResponse{Frames: oneRow(ticketPrefix + "1")}
	answer.Responses["F"] = backend.DataResponse{Error: errors.New("the query is empty")}
	got, err := sent(t, s, answer)
	require.NoError(t, err)
	require.Equal(t, [][]byte{[]byte("first"), []byte("second")}, got.Responses["A"].Frames)
	require.Empty(t, got.Responses["B"].Frames)
	for _, refID := range []string{"C", "D", "E"} {
		frame, err := data.UnmarshalArrowFrame(got.Responses[refID].Frames[0])
		require.NoError(t, err)
		require.Equal(t, 1, frame.Rows())
	}
	require.Equal(t, "the query is empty", got.Responses["F"].Error)
	require.Empty(t, s.kept())
}

func TestFramesAreDroppedIfTheCallerLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Store{}
		ctx, leave := context.WithCancel(t.Context())
		answer := backend.NewQueryDataResponse()
		answer.Responses["A"] = backend.DataResponse{Frames: KeepOf(s.ForRequest(ctx, asked))([][]byte{[]byte("frames")})}
		leave()
		synctest.Wait()
		require.Empty(t, s.kept())
		_, err := sent(t, s, answer)
		require.ErrorIs(t, err, errLeft)
	})
}

func TestOnlyArrowIsKept(t *testing.T) {
	require.Nil(t, KeepOf((&Store{}).ForRequest(t.Context(), &backend.QueryDataRequest{Format: backend.DataFrameFormat_JSON})))
}

// TestWithoutAStore checks the switch back to the SDK: nothing is kept, and a frame that
// has the name of a ticket is sent as it is.
func TestWithoutAStore(t *testing.T) {
	var none *Store
	require.Nil(t, KeepOf(none.ForRequest(t.Context(), asked)))
	answer := backend.NewQueryDataResponse()
	answer.Responses["A"] = backend.DataResponse{Frames: data.Frames{data.NewFrame(ticketPrefix + "1")}}
	got, err := sent(t, none, answer)
	require.NoError(t, err)
	frame, err := data.UnmarshalArrowFrame(got.Responses["A"].Frames[0])
	require.NoError(t, err)
	require.Equal(t, ticketPrefix+"1", frame.Name)
}
