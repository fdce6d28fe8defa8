// Package encodedframes carries frames that are already encoded past the SDK, and
// replaces invalid UTF-8 in what the plugin sends.
//
// The SDK takes the frames of an answer only as columns and encodes all of them
// before it sends the first. So a query keeps its encoded frames here and answers
// with a ticket, a frame without fields. When gRPC writes the message, the codec
// replaces the ticket by the encoded frames.
package encodedframes

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// Store keeps encoded frames until their answer is sent. A nil Store keeps none, so
// that the SDK encodes every answer.
type Store struct{ byTicket sync.Map } // [][]byte by string

// ticketPrefix begins the name of a ticket. The rest cannot be guessed: a user who knew a
// ticket would get the answer to another user's query.
const ticketPrefix = "encoded frames under "

// Keep keeps the frames of an answer and returns the ticket to answer with.
type Keep func(encoded [][]byte) (ticket data.Frames)

type keepKey struct{}

// ForRequest gives the queries of a request a Keep, if the request is answered with Arrow.
// The frames are dropped when the request ends, sent or not.
func (s *Store) ForRequest(ctx context.Context, req *backend.QueryDataRequest) context.Context {
	if s == nil || req.Format != backend.DataFrameFormat_ARROW {
		return ctx
	}
	var keep Keep = func(encoded [][]byte) data.Frames {
		ticket := ticketPrefix + rand.Text()
		s.byTicket.Store(ticket, encoded)
		context.AfterFunc(ctx, func() { s.byTicket.Delete(ticket) })
		return data.Frames{data.NewFrame(ticket)}
	}
	return context.WithValue(ctx, keepKey{}, keep)
}

// KeepOf returns the Keep of a request, or nil if the SDK encodes its answer.
func KeepOf(ctx context.Context) Keep {
	keep, _ := ctx.Value(keepKey{}).(Keep)
	return keep
}

var errLeft = errors.New("the caller left before the answer was sent")

// replaceTickets puts the encoded frames in place of their tickets.
func (s *Store) replaceTickets(answer *pluginv2.QueryDataResponse) error {
	if s == nil {
		return nil // a frame with the name of a ticket is a frame like others
	}
	for _, response := range answer.Responses {
		ticket := ticketIn(response)
		if ticket == "" {
			continue
		}
		encoded, kept := s.byTicket.LoadAndDelete(ticket)
		if !kept {
			return errLeft
		}
		response.Frames = encoded.([][]byte)
	}
	return nil
}

// ticketIn reads the ticket of an answer, "" if it has none.
func ticketIn(response *pluginv2.DataResponse) string {
	if len(response.Frames) != 1 || !bytes.Contains(response.Frames[0], []byte(ticketPrefix)) {
		return ""
	}
	frame, err := data.UnmarshalArrowFrame(response.Frames[0])
	if err != nil || len(frame.Fields) > 0 || !strings.HasPrefix(frame.Name, ticketPrefix) {
		return ""
	}
	return frame.Name
}
