package mesh

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// ofKind is enough requests for every script to come up.
func ofKind(kind Kind, seed uint64) []*Request {
	return New(Options{Kind: kind, Seed: seed, Start: noon}).Requests(60)
}

func eachKind(t *testing.T, check func(t *testing.T, requests []*Request)) {
	for _, kind := range Kinds() {
		t.Run(string(kind), func(t *testing.T) { check(t, ofKind(kind, 7)) })
	}
}

func TestEveryKindIsRepeatable(t *testing.T) {
	for _, kind := range Kinds() {
		first := wire(t, ofKind(kind, 1))
		require.True(t, bytes.Equal(first, wire(t, ofKind(kind, 1))), kind)
		require.False(t, bytes.Equal(first, wire(t, ofKind(kind, 2))), kind)
		require.NotEmpty(t, kind.About())
	}
}

// Every finding that can be played has a mesh that must raise it, and every
// mesh requests on which nothing is to be said.
func TestEveryFindingIsPlayed(t *testing.T) {
	played := map[journey.FindingCode]bool{}
	for _, kind := range Kinds() {
		silent := 0
		for _, q := range ofKind(kind, 3) {
			for _, f := range q.Findings {
				played[f.Code] = true
			}
			if len(q.Findings) == 0 {
				silent++
			}
		}
		require.Positive(t, silent, kind)
	}
	for _, code := range []journey.FindingCode{
		journey.FindingErrorOrigin, journey.FindingPropagationBroken, journey.FindingSampledOut, journey.FindingTraceNotFound,
		journey.FindingClockSkew, journey.FindingRetry, journey.FindingRepeatedCalls, journey.FindingSlowHop, journey.FindingProxyTime,
		journey.FindingNotInstrumented, journey.FindingAmbientL4, journey.FindingLinesOutside, journey.FindingProxyAnswered,
	} {
		require.True(t, played[code], code)
	}
}

// A line names its trace in its text, labels or metadata, or in the record that
// carries it; one without does not, though it may name the request's ID.
func TestLinesTellTheirTrace(t *testing.T) {
	eachKind(t, func(t *testing.T, requests []*Request) {
		for _, q := range requests {
			for _, l := range q.Lines {
				require.NotEqual(t, l.ByRequest, tells(&l, q.SentTraceID) || tells(&l, q.TraceID.String()), l.Body)
				require.True(t, !l.Says || tells(&l, l.SpanID.String()), l.Body)
			}
			for _, l := range q.Unrelated {
				require.False(t, tells(&l, q.SentTraceID) || tells(&l, q.TraceID.String()), l.Body)
			}
		}
	})
}

func tells(l *Line, id string) bool {
	said := l.Body + l.Labels["trace_id"] + l.Metadata["trace_id"] + l.Metadata["span_id"]
	if l.resource != nil {
		said += l.context.traceID.String() + l.context.spanID.String()
	}
	return strings.Contains(said, id)
}

// Lines belong to spans of who wrote them.
func TestLinesBelongToWhoWroteThem(t *testing.T) {
	eachKind(t, func(t *testing.T, requests []*Request) {
		for _, q := range requests {
			for _, l := range q.Lines {
				at := slices.IndexFunc(q.Spans, func(s Span) bool { return s.ID == l.SpanID })
				if at >= 0 {
					require.Equal(t, q.Spans[at].Service, l.Service, l.Body)
				}
			}
		}
	})
}

func TestJSONLinesAreJSON(t *testing.T) {
	eachKind(t, func(t *testing.T, requests []*Request) {
		for _, q := range requests {
			for _, l := range slices.Concat(q.Lines, q.Unrelated) {
				if strings.HasPrefix(l.Body, "{") {
					require.True(t, json.Valid([]byte(l.Body)), l.Body)
				}
			}
		}
	})
}

// The golden files show a normal request through each mesh to a person.
func TestGoldenKinds(t *testing.T) {
	for _, kind := range Kinds() {
		requests := ofKind(kind, 11)
		at := slices.IndexFunc(requests, func(q *Request) bool { return q.Scenario == ScenarioNormal })
		golden := filepath.Join("testdata", "kind-"+string(kind)+".txt")
		got := dump(requests[at])
		if *update {
			require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
		}
		want, err := os.ReadFile(golden)
		require.NoError(t, err, "make it with: go test ./tests/harness/mesh -run Golden -update")
		require.Equal(t, string(want), got)
	}
}
