package loki

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/loki/pkg/push"
	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// answering is a Loki that gives the same body to every request.
func answering(t testing.TB, body []byte) *Source {
	t.Helper()
	source, err := New(Options{URL: "http://loki", Client: &http.Client{Transport: canned(body)}})
	require.NoError(t, err)
	return source
}

type canned []byte

func (c canned) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Request: r, Header: http.Header{"Content-Type": {protobuf}},
		Body: io.NopCloser(bytes.NewReader(c)), ContentLength: int64(len(c)),
	}, nil
}

// answerOf encodes streams as Loki does.
func answerOf(t testing.TB, streams ...push.Stream) []byte {
	t.Helper()
	var data []byte
	for _, s := range streams {
		encoded, err := s.Marshal()
		require.NoError(t, err)
		data = append(data, message(fieldResult, encoded)...)
	}
	return message(fieldStreams, message(fieldData, data))
}

// FuzzAnswer holds that no answer, however broken, makes the source panic, fail
// with anything but a sentence for the user, or return more than was asked for.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("<html>gateway</html>"))
	f.Add(message(fieldStatus, []byte("\x08\x03\x12\x05wrong")))
	whole := answerOf(f,
		push.Stream{Labels: `{app="shop", pod="a"}`, Entries: []push.Entry{{Timestamp: time.Unix(1, 2), Line: "trace_id=" + someTrace}}},
		push.Stream{Labels: `{}`, Entries: []push.Entry{{Line: "\xff", StructuredMetadata: push.LabelsAdapter{{Name: "trace_id", Value: someTrace}}}}},
	)
	f.Add(whole)
	f.Add(whole[:len(whole)-1])
	f.Add(message(fieldStreams, []byte{0x80}))
	id, err := journey.ParseTraceID(someTrace)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, body []byte) {
		source := answering(t, body)
		_, err := source.Search(t.Context(), `{app="shop"}`, aMinute, 10)
		requireSourceError(t, err)
		result, err := source.Lines(t.Context(), []journey.FoundTrace{{TraceID: id, Range: aMinute}}, 10)
		requireSourceError(t, err)
		require.LessOrEqual(t, len(result.Lines), 10)
		_, err = source.Labels(t.Context(), "", aMinute)
		requireSourceError(t, err)
	})
}

const someTrace = "463ac35c9f6413ad48485a3953bb6124"

var aMinute = journey.TimeRange{From: time.Unix(0, 0), To: time.Unix(60, 0)}

func requireSourceError(t *testing.T, err error) {
	t.Helper()
	var known *journey.SourceError
	if err != nil && (!errors.As(err, &known) || known.Message == "") {
		t.Fatalf("failed without a sentence: %v", err)
	}
}

// FuzzLines holds that what Loki encodes is what is read: to the byte and the
// nanosecond, with metadata and parsed labels in the order of their names.
func FuzzLines(f *testing.F) {
	f.Add(int64(1), int64(999_999_999), "a line", "shop", "trace_id", someTrace)
	f.Add(int64(0), int64(0), "", `qu"ote\`, "a", "")
	f.Add(int64(253_402_300_799), int64(1), "\x00\u202e\xff", "\n", "z", "\u2028")
	f.Fuzz(func(t *testing.T, seconds, nanos int64, body, label, name, value string) {
		const year9999 = 253_402_300_799
		at := time.Unix(seconds%year9999, nanos%int64(time.Second)).UTC()
		if at.Year() < 1 {
			t.Skip("protobuf's timestamps begin with the year 1")
		}
		entry := push.Entry{Timestamp: at, Line: body, StructuredMetadata: push.LabelsAdapter{{Name: name, Value: value}, {Name: "m", Value: label}}, Parsed: push.LabelsAdapter{{Name: "p", Value: value}, {Name: name, Value: body}}}
		source := answering(t, answerOf(t, push.Stream{Labels: `{app=` + strconv.Quote(label) + `}`, Entries: []push.Entry{entry}}))
		got, err := source.Search(t.Context(), `{app="shop"}`, aMinute, 10)
		require.NoError(t, err)
		want := []journey.Line{{
			Time: at, Body: body, Labels: journey.Labels{{Name: "app", Value: label}},
			Metadata: journey.Labels{{Name: name, Value: value}, {Name: "m", Value: label}},
			Parsed:   journey.Labels{{Name: "p", Value: value}, {Name: name, Value: body}},
		}}
		sortLabels(want[0].Metadata)
		sortLabels(want[0].Parsed)
		require.Empty(t, cmp.Diff(want, got.Lines))
	})
}
