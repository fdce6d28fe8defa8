package loki

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

const tooOld = " is too old: Request Journey needs Loki 3.0 or newer"

// oldLoki answers as Loki 2.9 does, by the field numbers of its queryrange.proto
// (https://github.com/grafana/loki/blob/v2.9.17/pkg/querier/queryrange/queryrange.proto):
// labels in field 2 and streams in field 5 of QueryResponse. With jsonOnly it is one
// of before, which answers JSON to whatever is asked for.
func oldLoki(t *testing.T, version string, jsonOnly bool) *Source {
	t.Helper()
	success := message(protowire.Number(1), []byte("success"))
	noStreams := message(fieldData, message(protowire.Number(1), []byte("streams")))
	answers := map[string][]byte{
		pathLabels: message(oldLabels, append(success, message(protowire.Number(2), []byte("app"))...)),
		pathRange:  message(oldStreams, append(success, noStreams...)),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch answer, found := answers[r.URL.Path]; {
		case r.URL.Path == pathBuildInfo && version != "":
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"version":"` + version + `","revision":"abc"}`))
		case found && jsonOnly:
			w.Header().Set("Content-Type", "application/json; charset=UTF-8")
			_, _ = w.Write([]byte(`{"status":"success","data":[]}`))
		case found:
			w.Header().Set("Content-Type", protobuf)
			_, _ = w.Write(answer)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	source, err := New(Options{URL: server.URL})
	require.NoError(t, err)
	return source
}

func TestOldVersionsAreNamed(t *testing.T) {
	for name, tc := range map[string]struct {
		version  string
		jsonOnly bool
		want     string
	}{
		"2.9":                            {"2.9.17", false, "Loki 2.9.17" + tooOld},
		"2.9, with a letter before it":   {"v2.9.17", false, "Loki 2.9.17" + tooOld},
		"2.9 behind a gateway":           {"", false, "this Loki" + tooOld},
		"a weekly build of before 3":     {"k187-a1b2c3d", false, "Loki k187-a1b2c3d" + tooOld},
		"2.8, which knows JSON alone":    {"2.8.11", true, "Loki 2.8.11" + tooOld},
		"1.6, which knows JSON alone":    {"1.6.1", true, "Loki 1.6.1" + tooOld},
		"another server that knows JSON": {"", true, "answered application/json instead of application/vnd.google.protobuf: check that the URL is Loki's"},
	} {
		t.Run(name, func(t *testing.T) {
			source := oldLoki(t, tc.version, tc.jsonOnly)
			_, status := source.Status(t.Context())
			_, searched := source.Search(t.Context(), `{a="b"}`, aMinute, 10)
			_, fetched := source.Lines(t.Context(), []journey.FoundTrace{{TraceID: journey.TraceID{1}, Range: aMinute}}, 10)
			for _, err := range []error{status, searched, fetched, source.TryScope(t.Context(), aMinute)} {
				require.ErrorContains(t, err, tc.want)
				var fault *journey.SourceError
				require.ErrorAs(t, err, &fault)
				require.Equal(t, tc.version != "" || !tc.jsonOnly, fault.Kind == journey.ErrTooOld)
			}
		})
	}
}

// TestTheVersionDecidesWhereItIsKnown: a gateway may answer for a Loki as a newer
// one would.
func TestTheVersionDecidesWhereItIsKnown(t *testing.T) {
	for version, old := range map[string]bool{
		"2.9.17": true, "v2.4.0": true, "1.0.0": true,
		"3.0.0": false, "3.7.8": false, "v3.7.8": false, "10.1.0": false, "": false, "weekly-r123": false, "main-3f2a": false, "2": false,
	} {
		require.Equal(t, old, isOld(version), version)
	}
}

// A metric query differs from an old Loki's streams: both are field 5.
func TestAMetricQueryIsNoOldVersion(t *testing.T) {
	metric := message(oldStreams, message(protowire.Number(1), message(protowire.Number(1), []byte("success"))))
	_, err := (&Source{endpoint: oldLoki(t, "", false).endpoint}).decode(metric)
	require.ErrorContains(t, err, "Loki answered with numbers instead of log lines")
}
