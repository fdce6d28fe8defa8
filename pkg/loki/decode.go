package loki

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/grafana/loki/pkg/push"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// The parts of queryrange.QueryResponse that are read here, by field number
// (https://github.com/grafana/loki/blob/v3.7.8/pkg/querier/queryrange/queryrange.proto).
// Its generated types would bring all of Loki along.
const (
	fieldStatus  protowire.Number = 1 // QueryResponse.status, a google.rpc.Status
	fieldStreams protowire.Number = 6 // QueryResponse.streams, a LokiResponse

	fieldStatusCode    protowire.Number = 1 // Status.code
	fieldStatusMessage protowire.Number = 2 // Status.message

	fieldData   protowire.Number = 2 // LokiResponse.Data, a LokiData
	fieldResult protowire.Number = 2 // LokiData.Result, repeated push.Stream
)

// response is a QueryResponse: a failure, or one kind of answer.
type response struct {
	code    int
	message string
	field   protowire.Number // which kind of answer
	payload []byte
}

var errEmpty = errors.New("the answer holds no response")

func responseOf(body []byte) (response, error) {
	var r response
	err := eachMessage(body, func(field protowire.Number, value []byte) error {
		if field == fieldStatus {
			return r.setStatus(value)
		}
		r.field, r.payload = field, value
		return nil
	})
	if err == nil && r.field == 0 && r.code == 0 {
		err = errEmpty
	}
	return r, err
}

func (r *response) setStatus(status []byte) error {
	return eachField(status, func(field protowire.Number, number uint64, value []byte) error {
		switch field {
		case fieldStatusCode:
			r.code = int(number)
		case fieldStatusMessage:
			r.message = string(value)
		}
		return nil
	})
}

// linesOf decodes a LokiResponse.
func linesOf(response []byte) ([]journey.Line, error) {
	var lines []journey.Line
	err := eachMessage(response, func(field protowire.Number, data []byte) error {
		if field != fieldData {
			return nil
		}
		return eachMessage(data, func(field protowire.Number, stream []byte) (err error) {
			if field == fieldResult {
				lines, err = appendStream(lines, stream)
			}
			return err
		})
	})
	return lines, err
}

// appendStream leaves out what the query's own parsers found (Entry.Parsed):
// the same text is in the body, where the journey's rules look for it.
func appendStream(lines []journey.Line, encoded []byte) ([]journey.Line, error) {
	var stream push.Stream
	if err := stream.Unmarshal(encoded); err != nil {
		return nil, fmt.Errorf("decode a stream: %w", err)
	}
	labels, err := parseLabels(stream.Labels)
	if err != nil {
		return nil, err
	}
	lines = slices.Grow(lines, len(stream.Entries))
	for i := range stream.Entries {
		entry := &stream.Entries[i]
		lines = append(lines, journey.Line{
			Time: entry.Timestamp, Body: entry.Line,
			Labels: labels, Metadata: metadataOf(entry.StructuredMetadata),
		})
	}
	return lines, nil
}

func metadataOf(pairs push.LabelsAdapter) journey.Labels {
	if len(pairs) == 0 {
		return nil
	}
	labels := make(journey.Labels, len(pairs))
	for i, pair := range pairs {
		labels[i] = journey.Label{Name: pair.Name, Value: pair.Value}
	}
	sortLabels(labels)
	return labels
}

func sortLabels(labels journey.Labels) {
	slices.SortFunc(labels, func(a, b journey.Label) int { return strings.Compare(a.Name, b.Name) })
}

// eachMessage calls visit for the length-delimited fields of a message.
func eachMessage(message []byte, visit func(protowire.Number, []byte) error) error {
	return eachField(message, func(field protowire.Number, _ uint64, value []byte) error {
		if value == nil {
			return nil
		}
		return visit(field, value)
	})
}

// eachField calls visit for the fields of a message: value is nil for varints,
// number is 0 for length-delimited ones. Other wire types are skipped.
func eachField(message []byte, visit func(field protowire.Number, number uint64, value []byte) error) error {
	for len(message) > 0 {
		field, kind, n := protowire.ConsumeTag(message)
		if n < 0 {
			return protowire.ParseError(n)
		}
		message = message[n:]
		size := protowire.ConsumeFieldValue(field, kind, message)
		if size < 0 {
			return protowire.ParseError(size)
		}
		if err := visitField(field, kind, message[:size], visit); err != nil {
			return err
		}
		message = message[size:]
	}
	return nil
}

func visitField(field protowire.Number, kind protowire.Type, encoded []byte, visit func(protowire.Number, uint64, []byte) error) error {
	switch kind {
	case protowire.VarintType:
		number, _ := protowire.ConsumeVarint(encoded)
		return visit(field, number, nil)
	case protowire.BytesType:
		value, _ := protowire.ConsumeBytes(encoded)
		return visit(field, 0, value)
	}
	return nil
}
