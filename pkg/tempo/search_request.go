package tempo

import (
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/wire"
)

// Field numbers of a SearchRequest
// (https://github.com/grafana/tempo/blob/v2.9.0/pkg/tempopb/tempo.proto).
const (
	fieldLimit           protowire.Number = 4
	fieldSearchStart     protowire.Number = 5 // in seconds
	fieldSearchEnd       protowire.Number = 6
	fieldQuery           protowire.Number = 8
	fieldSpansPerSpanSet protowire.Number = 9
)

// encode returns a SearchRequest.
func (r request) encode() []byte {
	start, end := seconds(r.in)
	b := wire.AppendUint(nil, fieldLimit, uint64(r.limit))
	b = wire.AppendUint(b, fieldSearchStart, uint64(start))
	b = wire.AppendUint(b, fieldSearchEnd, uint64(end))
	b = wire.AppendText(b, fieldQuery, r.traceql)
	return wire.AppendUint(b, fieldSpansPerSpanSet, uint64(r.spans))
}

// codec leaves messages encoded.
type codec struct{}

func (codec) Name() string { return "proto" }

func (codec) Marshal(v any) (mem.BufferSlice, error) {
	return mem.BufferSlice{mem.SliceBuffer(v.([]byte))}, nil
}

func (codec) Unmarshal(data mem.BufferSlice, v any) error {
	*v.(*[]byte) = data.Materialize()
	return nil
}
