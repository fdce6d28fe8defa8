package wire

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"
)

// FuzzNext holds that messages are read as protowire reads them.
func FuzzNext(f *testing.F) {
	message := protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), 1<<63)
	message = protowire.AppendFixed64(protowire.AppendTag(message, 2, protowire.Fixed64Type), 1<<62)
	message = protowire.AppendFixed32(protowire.AppendTag(message, 3, protowire.Fixed32Type), 7)
	message = protowire.AppendString(protowire.AppendTag(message, 1<<20, protowire.BytesType), "text")
	f.Add(message)
	f.Add(protowire.AppendGroup(protowire.AppendTag(nil, 5, protowire.StartGroupType), 5, message))
	for cut := range message {
		f.Add(message[:cut])
	}
	f.Add([]byte{0, 0})                                           // no number
	f.Add([]byte("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02")) // more than 64 bits
	f.Add([]byte("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")) // a length beyond any message
	f.Add([]byte("\x0c"))                                         // the end of a group that did not begin
	f.Add([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01")) // a number beyond those allowed
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := New(raw)
		for len(raw) > 0 {
			number, kind, size := protowire.ConsumeTag(raw)
			length := 0
			if size > 0 {
				length = protowire.ConsumeFieldValue(number, kind, raw[size:])
			}
			got, ok := m.Next()
			if fault := min(size, length); fault < 0 {
				require.False(t, ok)
				require.Equal(t, protowire.ParseError(fault), m.Err())
				return
			}
			require.True(t, ok)
			require.Equal(t, want(number, kind, raw[size:size+length]), got)
			raw = raw[size+length:]
		}
		_, ok := m.Next()
		require.False(t, ok)
		require.NoError(t, m.Err())
	})
}

func want(number protowire.Number, kind protowire.Type, value []byte) Field {
	f := Field{Number: number}
	switch kind {
	case protowire.VarintType:
		f.Uint, _ = protowire.ConsumeVarint(value)
	case protowire.Fixed64Type:
		f.Uint, _ = protowire.ConsumeFixed64(value)
	case protowire.Fixed32Type:
		fixed, _ := protowire.ConsumeFixed32(value)
		f.Uint = uint64(fixed)
	case protowire.BytesType:
		text, _ := protowire.ConsumeBytes(value)
		f.Message = New(text)
	}
	return f
}
