// Package wire reads protobuf messages field by field, without types generated
// for them: what is not needed is skipped, and texts are parts of one string.
package wire

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Message is an encoded message, read from the front by Next.
type Message struct {
	// Both hold the same: numbers are read from raw, and texts cut out of text.
	raw  []byte
	text string
	err  error
}

// New makes a message of its encoding, which must not be changed while the
// message is read. Texts are parts of one copy.
func New(raw []byte) Message { return Message{raw: raw, text: string(raw)} }

// Field is a field of a message.
type Field struct {
	Number  protowire.Number
	Message Message // of a field that has a length: a message, text or bytes
	Uint    uint64  // of a varint or a fixed field
}

// Text is the field's value as text.
func (f Field) Text() string { return f.Message.text }

// Len is how many bytes the message takes.
func (m Message) Len() int { return len(m.raw) }

// Bytes are the field's value; they are not to be kept or changed.
func (f Field) Bytes() []byte { return f.Message.raw }

// Float is the value of a double.
func (f Field) Float() float64 { return math.Float64frombits(f.Uint) }

// Next takes the next field off the message. It is false at the end, and where
// the encoding is broken, which Err then tells.
func (m *Message) Next() (f Field, ok bool) {
	if len(m.raw) == 0 || m.err != nil {
		return f, false
	}
	number, kind, n := protowire.ConsumeTag(m.raw)
	if n < 0 {
		m.err = protowire.ParseError(n)
		return f, false
	}
	size := protowire.ConsumeFieldValue(number, kind, m.raw[n:])
	if size < 0 {
		m.err = protowire.ParseError(size)
		return f, false
	}
	f = fieldOf(number, kind, Message{raw: m.raw[n : n+size], text: m.text[n : n+size]})
	m.raw, m.text = m.raw[n+size:], m.text[n+size:]
	return f, true
}

// Err is why Next ended before the end; nil when it did not.
func (m *Message) Err() error { return m.err }

func fieldOf(number protowire.Number, kind protowire.Type, value Message) Field {
	f := Field{Number: number}
	switch kind {
	case protowire.VarintType:
		f.Uint, _ = protowire.ConsumeVarint(value.raw)
	case protowire.Fixed64Type:
		f.Uint, _ = protowire.ConsumeFixed64(value.raw)
	case protowire.Fixed32Type:
		fixed, _ := protowire.ConsumeFixed32(value.raw)
		f.Uint = uint64(fixed)
	case protowire.BytesType:
		_, length := protowire.ConsumeVarint(value.raw)
		f.Message = Message{raw: value.raw[length:], text: value.text[length:]}
	}
	return f
}

// Count is how many fields of the number the rest of the message has.
func (m Message) Count(number protowire.Number) (n int) {
	for f, ok := m.Next(); ok; f, ok = m.Next() {
		if f.Number == number {
			n++
		}
	}
	return n
}
