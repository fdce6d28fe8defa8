package frames_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

func TestGolden(t *testing.T) {
	for name, res := range fixtures() {
		t.Run(name, func(t *testing.T) {
			got := dump(frames.Encode(res, frames.Names(), "A"))
			file := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("frames differ from %s; if the change is meant, run go test ./pkg/frames -update\n%s", file, diff)
			}
		})
	}
}

// The contract that panels and dashboards rely on; a change here breaks them.
var contract = map[string]string{
	"journeys": "traceID time duration service body status verdict services spans logs errors findings linesByTrace linesByRequest linesNearby",
	"steps": "time kind traceID spanID parentSpanID node service body duration offset level placement critical " +
		"attributes skew joinedBy underWay",
	"nodes": "id title subtitle mainstat secondarystat arc__ok arc__error icon detail__kind detail__namespace " +
		"detail__versions detail__journeys detail__requests detail__errors detail__p50 detail__p95 detail__total " +
		"detail__spans detail__lines detail__error_lines detail__findings",
	"edges": "id source target mainstat secondarystat thickness color strokedasharray detail__kind detail__calls detail__errors " +
		"detail__client_calls detail__client_errors detail__client_p50 detail__client_p95 detail__server_calls " +
		"detail__server_errors detail__server_p50 detail__server_p95 detail__client_proxy_p50 detail__server_proxy_p50 " +
		"detail__overhead_p50 detail__overhead_p95 detail__lines detail__findings detail__l4_connections detail__l4_certainty " +
		"detail__l4_address detail__l4_request_bytes detail__l4_response_bytes detail__l4_duration detail__l4_error",
	"trace": "traceID spanID parentSpanID operationName serviceName kind statusCode statusMessage " +
		"instrumentationLibraryName instrumentationLibraryVersion traceState serviceTags startTime duration logs " +
		"references tags warnings stackTraces",
	"logs":     "timestamp body severity id labels traceID spanID node placement skew joinedBy underWay",
	"findings": "severity code traceID node spanID message advice evidence",
}

func TestFieldsAreTheContract(t *testing.T) {
	for name, res := range fixtures() {
		encoded := frames.Encode(res, frames.Names(), "A")
		if len(encoded) != len(contract) {
			t.Errorf("%s: %d frames, want %d", name, len(encoded), len(contract))
		}
		for _, f := range encoded {
			var fields []string
			for _, field := range f.Fields {
				fields = append(fields, field.Name)
			}
			if diff := cmp.Diff(contract[f.Name], strings.Join(fields, " ")); diff != "" {
				t.Errorf("%s: fields of frame %s: %s", name, f.Name, diff)
			}
		}
	}
}

func TestEncodesAsArrowAndJSON(t *testing.T) {
	for name, res := range fixtures() {
		for _, f := range frames.Encode(res, frames.Names(), "A") {
			arrow, err := f.MarshalArrow()
			if err != nil {
				t.Fatalf("%s: frame %s as Arrow: %v", name, f.Name, err)
			}
			back, err := data.UnmarshalArrowFrame(arrow)
			if err != nil {
				t.Fatalf("%s: frame %s from Arrow: %v", name, f.Name, err)
			}
			if back.Rows() != f.Rows() || len(back.Fields) != len(f.Fields) {
				t.Errorf("%s: frame %s came back with %d rows and %d fields", name, f.Name, back.Rows(), len(back.Fields))
			}
			text, err := json.Marshal(f)
			if err != nil {
				t.Fatalf("%s: frame %s as JSON: %v", name, f.Name, err)
			}
			if !utf8.Valid(text) {
				t.Errorf("%s: frame %s is not UTF-8", name, f.Name)
			}
		}
	}
}

func TestJSONCellsAreValid(t *testing.T) {
	for name, res := range fixtures() {
		for _, f := range frames.Encode(res, frames.Names(), "A") {
			for _, field := range f.Fields {
				for row := range f.Rows() {
					if raw, ok := field.At(row).(json.RawMessage); ok && !json.Valid(raw) {
						t.Errorf("%s: %s.%s row %d: %s", name, f.Name, field.Name, row, raw)
					}
				}
			}
		}
	}
}

func TestEncodeGivesTheNamedFrames(t *testing.T) {
	want := []string{"logs", "steps"}
	res := &journey.Result{Notices: []journey.Notice{{Severity: journey.SeverityInfo, Text: "cut"}}}
	var got []string
	for i, f := range frames.Encode(res, want, "B") {
		got = append(got, f.Name)
		if isFirst := i == 0; (len(f.Meta.Notices) == 1) != isFirst {
			t.Errorf("frame %s has %d notices", f.Name, len(f.Meta.Notices))
		}
		if f.RefID != "B" {
			t.Errorf("frame %s has refId %q", f.Name, f.RefID)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestDefaultNames(t *testing.T) {
	for queryType, want := range map[journey.QueryType][]string{
		journey.QuerySearch:  {"journeys", "nodes", "edges"},
		journey.QueryJourney: {"journeys", "steps", "nodes", "edges", "trace", "logs", "findings"},
	} {
		if diff := cmp.Diff(want, frames.DefaultNames(queryType)); diff != "" {
			t.Errorf("%s: %s", queryType, diff)
		}
	}
}

func TestDepthOf(t *testing.T) {
	for _, tc := range []struct {
		names []string
		want  journey.Depth
	}{
		{[]string{"journeys", "nodes", "edges"}, journey.DepthSummary},
		{[]string{"journeys", "findings"}, journey.DepthLines},
		{[]string{"findings", "steps"}, journey.DepthWhole},
		{[]string{"logs"}, journey.DepthWhole},
		{[]string{"trace"}, journey.DepthWhole},
	} {
		if got := frames.DepthOf(tc.names); got != tc.want {
			t.Errorf("%v: depth %d, want %d", tc.names, got, tc.want)
		}
	}
}
