package plugin

import (
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// codec writes what the plugin sends to Grafana. It is gRPC's own codec, which
// also exchanges tickets for frames and makes every text valid. Frames come
// encoded; package frames makes their texts valid.
type codec struct {
	encoding.CodecV2
	frames *encodedFrames
}

// register has gRPC send everything by this codec. It must be called before
// anything is served.
func (o *encodedFrames) register() {
	encoding.RegisterCodecV2(codec{encoding.GetCodecV2("proto"), o})
}

// Marshal implements encoding.CodecV2.
func (c codec) Marshal(v any) (mem.BufferSlice, error) {
	if answer, ok := v.(*pluginv2.QueryDataResponse); ok {
		if err := c.frames.replaceTickets(answer); err != nil {
			return nil, err
		}
	}
	if message, ok := v.(proto.Message); ok {
		makeValid(message.ProtoReflect())
	}
	return c.CodecV2.Marshal(v)
}

// makeValid replaces what is not UTF-8 in all texts of a message. Protobuf sends
// no message that holds such a text: one query's error would take the answers to
// all others with it.
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

// validOr looks at one value of a field, and replaces it where that must be.
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
