// Package wire reads protobuf messages field by field, without types generated
// for them: what is not needed is skipped, and texts are parts of one string.
package wire

import (
	"encoding/binary"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Message is an encoded message, read from the front by Next.
type Message struct {
	rest  string
	fault int // of protowire, below 0 where the encoding is broken
}

// New makes a message of its encoding. Texts are parts of one copy.
func New(raw []byte) Message { return Message{rest: string(raw)} }

// Field is a field of a message.
type Field struct {
	Number  protowire.Number
	Message Message // of a field that has a length: a message, text or bytes
	Uint    uint64  // of a varint or a fixed field
}

// Text is the field's value as text, or as bytes.
func (f Field) Text() string { return f.Message.rest }

// Float is the value of a double.
func (f Field) Float() float64 { return math.Float64frombits(f.Uint) }

// Len is how many bytes the message takes.
func (m Message) Len() int { return len(m.rest) }

// Err is why Next ended before the end; nil when it did not.
func (m *Message) Err() error {
	if m.fault == 0 {
		return nil
	}
	return protowire.ParseError(m.fault)
}

// Next takes the next field off the message. It is false at the end, and where
// the encoding is broken, which Err then returns.
func (m *Message) Next() (f Field, ok bool) {
	if len(m.rest) == 0 || m.fault != 0 {
		return f, false
	}
	tag, n := varint(m.rest)
	number, kind := protowire.DecodeTag(tag)
	if n > 0 && number < protowire.MinValidNumber {
		n = faultNumber
	}
	if n > 0 {
		f.Number = number
		n = m.value(&f, kind, n)
	}
	if n < 0 {
		m.fault = n
		return Field{}, false
	}
	m.rest = m.rest[n:]
	return f, true
}

// What protowire calls the faults that are found here.
var (
	_, _, faultNumber = protowire.ConsumeTag([]byte{0})
	_, faultTruncated = protowire.ConsumeFixed32(nil)
	_, faultOverflow  = protowire.ConsumeVarint([]byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"))
)

// value reads the value behind a tag of n bytes, and returns the bytes of both.
func (m *Message) value(f *Field, kind protowire.Type, n int) int {
	value := m.rest[n:]
	switch kind {
	case protowire.VarintType:
		number, size := varint(value)
		f.Uint = number
		return plus(n, size)
	case protowire.Fixed64Type:
		if len(value) < 8 {
			return faultTruncated
		}
		f.Uint = binary.LittleEndian.Uint64([]byte(value[:8]))
		return n + 8
	case protowire.Fixed32Type:
		if len(value) < 4 {
			return faultTruncated
		}
		f.Uint = uint64(binary.LittleEndian.Uint32([]byte(value[:4])))
		return n + 4
	case protowire.BytesType:
		return plus(n, f.bytes(value))
	}
	return plus(n, protowire.ConsumeFieldValue(f.Number, kind, []byte(value))) // groups, which nobody sends
}

// bytes reads a value that begins with its length, and returns how many bytes both
// take.
func (f *Field) bytes(value string) int {
	length, size := varint(value)
	if size > 0 && length > uint64(len(value)-size) {
		return faultTruncated
	}
	if size > 0 {
		f.Message.rest = value[size : size+int(length)]
	}
	return plus(size, int(length))
}

// plus adds up sizes, of which the second may be a fault.
func plus(n, size int) int {
	if size < 0 {
		return size
	}
	return n + size
}

// varint reads one, and returns its bytes; below 0 it is a fault.
func varint(s string) (uint64, int) {
	if len(s) > 0 && s[0] < 0x80 {
		return uint64(s[0]), 1
	}
	var v uint64
	for i := range min(len(s), binary.MaxVarintLen64) {
		b := s[i]
		if i == binary.MaxVarintLen64-1 && b > 1 {
			return 0, faultOverflow
		}
		v |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			return v, i + 1
		}
	}
	return 0, faultTruncated
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
