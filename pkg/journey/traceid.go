package journey

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// TraceID is the canonical, 128-bit form of a trace ID. A 64-bit ID (B3, older
// Zipkin) is the lower half with a zero upper half, as Tempo stores it.
//
// IDs are compared as TraceID and never as text: Tempo and Grafana strip
// leading zeros, proxies write 16 or 32 digits, and some write upper case.
type TraceID [16]byte

// SpanID is a 64-bit span ID.
type SpanID [8]byte

// ErrZeroTraceID refuses the zero ID, which W3C and B3 declare invalid.
var ErrZeroTraceID = errors.New("is the zero trace ID, which names no trace")

// ParseTraceID reads a trace ID as people paste it and as links send it: 1 to 32
// hex digits in any case, with or without "0x", or one of traceIDForms. Quotes
// around it and the name of its header do not matter.
func ParseTraceID(s string) (TraceID, error) {
	var id TraceID
	text := trimHexPrefix(traceIDPart(s))
	if text == "" {
		return id, fmt.Errorf("the trace ID is empty: enter 16 or 32 hex digits, a traceparent or a b3 header")
	}
	if err := decodeHex(id[:], text); err != nil {
		return id, fmt.Errorf("%q is not a trace ID: enter 16 or 32 hex digits, a traceparent or a b3 header", clip(s))
	}
	if id.IsZero() {
		return id, fmt.Errorf("%q %w", clip(s), ErrZeroTraceID)
	}
	return id, nil
}

// TraceIDFromBytes reads an ID as OTLP carries it: up to 16 bytes, big endian.
func TraceIDFromBytes(b []byte) (TraceID, error) {
	var id TraceID
	if len(b) > len(id) {
		return id, fmt.Errorf("a trace ID of %d bytes is longer than 16", len(b))
	}
	copy(id[len(id)-len(b):], b)
	return id, nil
}

// ParseSpanID reads 1 to 16 hex digits in any case, with or without "0x".
func ParseSpanID(s string) (SpanID, error) {
	var id SpanID
	if err := decodeHex(id[:], trimHexPrefix(strings.TrimSpace(s))); err != nil {
		return id, fmt.Errorf("%q is not a span ID: enter 16 hex digits", clip(s))
	}
	return id, nil
}

// SpanIDFromBytes reads an ID as OTLP carries it: up to 8 bytes, big endian.
func SpanIDFromBytes(b []byte) (SpanID, error) {
	var id SpanID
	if len(b) > len(id) {
		return id, fmt.Errorf("a span ID of %d bytes is longer than 8", len(b))
	}
	copy(id[len(id)-len(b):], b)
	return id, nil
}

// String gives 32 lower-case hex digits.
func (id TraceID) String() string { return hex.EncodeToString(id[:]) }

// Short gives the ID without leading zeros, as Tempo's search prints it. It is
// a substring of every hex form of the ID, so a filter for it finds them all.
func (id TraceID) Short() string { return strings.TrimLeft(id.String(), "0") }

// IsZero says that there is no ID.
func (id TraceID) IsZero() bool { return id == TraceID{} }

// Is64Bit says that the ID may have been 64 bits long when it was made.
func (id TraceID) Is64Bit() bool { return [8]byte(id[:8]) == [8]byte{} }

// String gives 16 lower-case hex digits, or nothing for the zero ID.
func (id SpanID) String() string {
	if id.IsZero() {
		return ""
	}
	return hex.EncodeToString(id[:])
}

// IsZero says that there is no ID, as in the parent of a root span.
func (id SpanID) IsZero() bool { return id == SpanID{} }

func trimHexPrefix(s string) string {
	if len(s) > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X') {
		return s[2:]
	}
	return s
}

// decodeHex reads text right-aligned into dst.
func decodeHex(dst []byte, text string) error {
	if text == "" || len(text) > 2*len(dst) {
		return hex.ErrLength
	}
	if len(text)%2 == 1 {
		text = "0" + text
	}
	_, err := hex.Decode(dst[len(dst)-len(text)/2:], []byte(text))
	return err
}

// clip keeps a quoted piece of user input short enough for a sentence.
func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
