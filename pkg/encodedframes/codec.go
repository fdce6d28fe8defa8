package encodedframes

import (
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// codec is gRPC's own codec, which also replaces tickets by encoded frames and makes
// every text valid UTF-8. Package frames makes the texts of encoded frames valid.
type codec struct {
	encoding.CodecV2
	store *Store
}

// Register makes gRPC use the codec for all messages. Call it before anything is served.
func (s *Store) Register() {
	encoding.RegisterCodecV2(codec{encoding.GetCodecV2("proto"), s})
}

// Marshal implements encoding.CodecV2.
func (c codec) Marshal(v any) (mem.BufferSlice, error) {
	if answer, ok := v.(*pluginv2.QueryDataResponse); ok {
		if err := c.store.replaceTickets(answer); err != nil {
			return nil, err
		}
	}
	if message, ok := v.(proto.Message); ok {
		makeValid(message.ProtoReflect())
	}
	return c.CodecV2.Marshal(v)
}

// makeValid replaces invalid UTF-8 in all texts of a message. Protobuf refuses to send
// a message with such a text, so one query's error would fail all other queries of
// the request.
func makeValid(m protoreflect.Message) {
	m.Range(func(field protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case field.IsMap():
			values := v.Map()
			values.Range(func(key protoreflect.MapKey, v protoreflect.Value) bool {
				validOr(field.MapValue(), v, func(valid protoreflect.Value) { values.Set(key, valid) })
				return true
			})
		case field.IsList():
			values := v.List()
			for i := range values.Len() {
				validOr(field, values.Get(i), func(valid protoreflect.Value) { values.Set(i, valid) })
			}
		default:
			validOr(field, v, func(valid protoreflect.Value) { m.Set(field, valid) })
		}
		return true
	})
}

// validOr checks one value of a field and replaces it if it is invalid.
func validOr(field protoreflect.FieldDescriptor, v protoreflect.Value, replace func(protoreflect.Value)) {
	switch field.Kind() {
	case protoreflect.MessageKind:
		makeValid(v.Message())
	case protoreflect.StringKind:
		if valid := journey.ValidText(v.String()); valid != v.String() {
			replace(protoreflect.ValueOfString(valid))
		}
	}
}
