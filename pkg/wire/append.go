package wire

import "google.golang.org/protobuf/encoding/protowire"

// AppendUint appends a field unless it is 0, as proto3 does.
func AppendUint(b []byte, number protowire.Number, value uint64) []byte {
	if value == 0 {
		return b
	}
	return protowire.AppendVarint(protowire.AppendTag(b, number, protowire.VarintType), value)
}

// AppendText appends a field unless it is empty, as proto3 does.
func AppendText(b []byte, number protowire.Number, text string) []byte {
	if text == "" {
		return b
	}
	return protowire.AppendString(protowire.AppendTag(b, number, protowire.BytesType), text)
}

// AppendMessage appends an encoded message.
func AppendMessage(b []byte, number protowire.Number, encoded []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, number, protowire.BytesType), encoded)
}
