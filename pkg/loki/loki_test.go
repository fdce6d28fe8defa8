package loki

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp/syntax"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/loki/pkg/push"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestParseLabels(t *testing.T) {
	for _, test := range []struct {
		text string
		want journey.Labels
	}{
		{`{}`, nil},
		{`{a="b"}`, journey.Labels{{Name: "a", Value: "b"}}},
		{`{b="2", a="1"}`, journey.Labels{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}}},
		{`{a="x,y}", b="{c=\"d\"}"}`, journey.Labels{{Name: "a", Value: "x,y}"}, {Name: "b", Value: `{c="d"}`}}},
		{`{a="line\nbreak \\ \u00fc \x00"}`, journey.Labels{{Name: "a", Value: "line\nbreak \\ ü \x00"}}},
		{"{a=`raw`,}", journey.Labels{{Name: "a", Value: "raw"}}},
		{`{"k8s.pod/name"="p", __tenant_id__="a"}`, journey.Labels{{Name: "__tenant_id__", Value: "a"}, {Name: "k8s.pod/name", Value: "p"}}},
	} {
		got, err := parseLabels(test.text)
		require.NoError(t, err, test.text)
		require.Empty(t, cmp.Diff(test.want, got), test.text)
	}
	for _, text := range []string{``, `{`, `a="b"`, `{a="b"`, `{a="b" c="d"}`, `{a}`, `{a=b}`, `{a='b'}`, `{="b"}`, `{a="b}`, `{a=~"b"}`, `{,}`} {
		_, err := parseLabels(text)
		require.Error(t, err, text)
	}
}

func TestScope(t *testing.T) {
	for scope, ok := range map[string]bool{
		``:                                    true, // the default
		`{namespace="shop"}`:                  true,
		` { a!="b", c=~".+", d!~"x|y", } `:    true,
		`{}`:                                  false,
		`namespace="shop"`:                    false,
		`{a="b"} |= "x"`:                      false,
		`{a="b"} or {c="d"}`:                  false,
		"{a=\"b\"}\n# comment":                false,
		`{a="b"`:                              false,
		`{a="b"} | line_format "` + "`" + `"`: false,
	} {
		_, err := New(Options{URL: "http://loki", Scope: scope})
		require.Equal(t, ok, err == nil, "%s: %v", scope, err)
		if err != nil {
			require.Contains(t, err.Error(), "enter one such as")
		}
	}
}

// message encodes length-delimited fields.
func message(fields ...any) []byte {
	var b []byte
	for i := 0; i < len(fields); i += 2 {
		b = protowire.AppendTag(b, fields[i].(protowire.Number), protowire.BytesType)
		b = protowire.AppendBytes(b, fields[i+1].([]byte))
	}
	return b
}

func TestDecode(t *testing.T) {
	at := time.Unix(1, 2).UTC()
	stream := push.Stream{Labels: `{b="2", a="1"}`, Entries: []push.Entry{
		{Timestamp: at, Line: "x", StructuredMetadata: push.LabelsAdapter{{Name: "t", Value: "1"}, {Name: "s", Value: "2"}}, Parsed: push.LabelsAdapter{{Name: "p", Value: "3"}}},
		{Timestamp: at, Line: ""},
		{Timestamp: at, Line: "y", Parsed: push.LabelsAdapter{{Name: "q", Value: "4"}, {Name: "b_extracted", Value: "5"}}},
	}}
	encoded, err := stream.Marshal()
	require.NoError(t, err)
	lokiData := message(protowire.Number(1), []byte("streams"), fieldResult, encoded)
	lines, err := (&Source{}).decode(message(fieldStreams, message(protowire.Number(1), []byte("success"), fieldData, lokiData)))
	require.NoError(t, err)
	labels := journey.Labels{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}}
	require.Empty(t, cmp.Diff([]journey.Line{
		{Time: at, Body: "x", Labels: labels, Metadata: journey.Labels{{Name: "s", Value: "2"}, {Name: "t", Value: "1"}}, Parsed: journey.Labels{{Name: "p", Value: "3"}}},
		{Time: at, Labels: labels},
		{Time: at, Body: "y", Labels: labels, Parsed: journey.Labels{{Name: "b_extracted", Value: "5"}, {Name: "q", Value: "4"}}},
	}, lines))
	require.Same(t, &lines[0].Labels[0], &lines[1].Labels[0], "shared by the stream")
}

// TestManyPairs holds that pairs keep to their line where those of one fill what is
// allocated at once.
func TestManyPairs(t *testing.T) {
	var stream push.Stream
	for i := range 3 {
		entry := push.Entry{Timestamp: time.Unix(int64(i), 0)}
		for n := range pairsAtOnce + 1 {
			label := push.LabelAdapter{Name: fmt.Sprintf("n%05d", n), Value: strconv.Itoa(i)}
			entry.StructuredMetadata, entry.Parsed = append(entry.StructuredMetadata, label), append(entry.Parsed, label)
		}
		stream.Entries = append(stream.Entries, entry)
	}
	stream.Labels = "{}"
	lines, err := answering(t, nil).decode(answerOf(t, stream))
	require.NoError(t, err)
	for i, line := range lines {
		for _, pairs := range []journey.Labels{line.Metadata, line.Parsed} {
			require.Len(t, pairs, pairsAtOnce+1)
			for n, pair := range pairs {
				require.Equal(t, journey.Label{Name: fmt.Sprintf("n%05d", n), Value: strconv.Itoa(i)}, pair)
			}
		}
	}
}

// TestRewrittenLinesAreNotOne holds that lines which a query has rewritten alike
// stay apart by what it parsed.
func TestRewrittenLinesAreNotOne(t *testing.T) {
	at := time.Unix(1, 0)
	of := func(trace string) journey.Line {
		return journey.Line{Time: at, Body: "rope is cut", Parsed: journey.Labels{{Name: "trace_id", Value: trace}}}
	}
	require.Len(t, unique([]journey.Line{of("a"), of("b"), of("a")}), 2)
}

// TestAnswers holds what a real Loki of this version cannot be made to answer.
func TestAnswers(t *testing.T) {
	refusal := protowire.AppendVarint(protowire.AppendTag(nil, fieldStatusCode, protowire.VarintType), 429)
	refusal = append(refusal, message(fieldStatusMessage, []byte("slow down"))...)
	for _, test := range []struct {
		name, contentType string
		body              []byte
		kind              journey.ErrorKind
		want              string
	}{
		{"empty", protobuf, nil, journey.ErrBadAnswer, "cannot be read"},
		{"no protobuf", protobuf, []byte("\xff\xff\xff"), journey.ErrBadAnswer, "cannot be read"},
		{"cut off", protobuf, message(fieldStreams, []byte{0x12, 0x7f}), journey.ErrBadAnswer, "cannot be read"},
		{"status inside", protobuf, message(fieldStatus, refusal), journey.ErrRateLimited, "slow down"},
		{"JSON", "application/json; charset=UTF-8", []byte(`{"status":"success"}`), journey.ErrBadAnswer, "its version is current"},
		{"HTML", "text/html", []byte(`<html>`), journey.ErrBadAnswer, "is a web page"},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", test.contentType)
				_, _ = w.Write(test.body)
			}))
			t.Cleanup(server.Close)
			source, err := New(Options{URL: server.URL})
			require.NoError(t, err)
			_, searched := source.Search(t.Context(), `{a="b"}`, journey.TimeRange{From: time.Unix(0, 0), To: time.Unix(60, 0)}, 10)
			_, status := source.Status(t.Context())
			if test.name == "cut off" {
				status = searched // which reads the envelope alone
			}
			for _, err := range []error{searched, status} {
				var fault *journey.SourceError
				require.ErrorAs(t, err, &fault)
				require.Equal(t, test.kind, fault.Kind)
				require.Contains(t, fault.Error(), test.want)
			}
		})
	}
}

// TestEndings: with all endings that there are, the pattern stays small enough
// for Go to match it in one pass, which is what endings are for.
func TestEndings(t *testing.T) {
	require.Equal(t, "a0[1]|ab[0c]", endings([]journey.TraceID{{14: 0x0a, 15: 0xb0}, {14: 0xfa, 15: 0xbc}, {14: 0x0a, 15: 0x01}}))
	var ids []journey.TraceID
	for i := range 1 << 12 {
		ids = append(ids, journey.TraceID{14: byte(i >> 8), 15: byte(i)})
	}
	const most = 1000
	parsed, err := syntax.Parse("^(?:.{29}(?:"+endings(ids)+"))$", syntax.Perl)
	require.NoError(t, err)
	program, err := syntax.Compile(parsed.Simplify())
	require.NoError(t, err)
	require.Less(t, len(program.Inst), most)
}

func TestLineQueriesStayBelowTheBound(t *testing.T) {
	wanted := make([]journey.FoundTrace, 5000)
	for i := range wanted {
		wanted[i] = journey.FoundTrace{TraceID: journey.TraceID{0: 0xab, 4: 0xcd, 14: byte(i >> 8), 15: byte(i)}, Range: aMinute}
	}
	source, err := New(Options{URL: "http://loki"})
	require.NoError(t, err)
	queries := source.queriesOf(part{aMinute, wanted})
	require.Greater(t, len(queries), 3)
	all := ""
	for _, query := range queries {
		require.Less(t, len(query.logql), 128<<10)
		all += query.logql + " "
	}
	for _, s := range wanted {
		id := s.TraceID.String()
		require.Equal(t, 2, strings.Count(all, id), "as it usually is, and without zeros in any other place")
		require.Equal(t, 1, strings.Count(all, id[:8]+"-?"+id[8:]), "as it is in a header")
	}
}
