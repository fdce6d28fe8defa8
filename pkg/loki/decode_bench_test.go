package loki_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/grafana/loki/pkg/push"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
)

// canned answers every request with the same body, without a network.
type canned []byte

func (c canned) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Request: req, ContentLength: int64(len(c)),
		Header: http.Header{"Content-Type": {"application/vnd.google.protobuf"}},
		Body:   io.NopCloser(bytes.NewReader(c)),
	}, nil
}

// BenchmarkDecode reads an answer of 5,000 lines: from its body to lines.
func BenchmarkDecode(b *testing.B) {
	for name, metadata := range map[string]int{"text": 0, "metadata": 5} {
		body := answerOf(b, 50, 100, metadata)
		source, err := loki.New(loki.Options{URL: "http://loki", Client: &http.Client{Transport: canned(body)}})
		if err != nil {
			b.Fatal(err)
		}
		// One request reaches both the range's start and the limit: no other follows.
		in := journey.TimeRange{From: answeredAt, To: answeredAt.Add(5 * time.Second)}
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				res, err := source.Search(b.Context(), `{app="shop"}`, in, 5000)
				if err != nil || len(res.Lines) != 5000 {
					b.Fatalf("%d lines, %v", len(res.Lines), err)
				}
			}
		})
	}
}

// answeredAt is when the first line of an answer was written; the others follow
// at a millisecond each.
var answeredAt = time.Unix(1_790_000_000, 0)

// answerOf is a queryrange.QueryResponse: streams (6) → LokiResponse.Data (2) →
// LokiData.Result (2) = push.Stream.
func answerOf(b *testing.B, streams, lines, metadata int) []byte {
	b.Helper()
	var result []byte
	for s := range streams {
		stream := push.Stream{Labels: fmt.Sprintf(`{app="service-%d", container="istio-proxy", namespace="shop", pod="service-%d-7f99b5d5c4-x2x7p"}`, s, s)}
		for l := range lines {
			entry := push.Entry{Timestamp: answeredAt.Add(time.Duration(l*streams+s) * time.Millisecond), Line: lineText(l)}
			for m := range metadata {
				entry.StructuredMetadata = append(entry.StructuredMetadata, push.LabelAdapter{Name: fmt.Sprintf("name_%d", m), Value: fmt.Sprintf("%032x", l)})
			}
			stream.Entries = append(stream.Entries, entry)
		}
		encoded, err := stream.Marshal()
		if err != nil {
			b.Fatal(err)
		}
		result = appendMessage(result, 2, encoded)
	}
	return appendMessage(nil, 6, appendMessage(nil, 2, result))
}

func appendMessage(to []byte, field protowire.Number, message []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(to, field, protowire.BytesType), message)
}

func lineText(n int) string {
	return fmt.Sprintf(`{"level":"info","ts":1773220442.481774,"logger":"orders","caller":"orders/place.go:112","msg":"placed the order","order_id":"o-%d","customer":"c-1881","items":3,"total":41.9,"trace_id":"%032x","span_id":"%016x"}`, n, n+1, n+1)
}
