package datasource

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/setup"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
)

// setup runs the setup check as the app's page does; body may be nil.
func (f fixture) setup(t *testing.T, body []byte) map[setup.CheckID]setup.Result {
	t.Helper()
	results := make(map[setup.CheckID]setup.Result)
	url := fmt.Sprintf("setup?from=%d&to=%d", f.in.From.UnixMilli(), f.in.To.UnixMilli())
	for _, row := range bytes.Split(f.call(t, http.MethodPost, url, body), []byte("\n")) {
		var message struct{ Result setup.Result }
		if len(row) > 0 {
			if err := json.Unmarshal(row, &message); err != nil {
				t.Fatalf("%v: %s", err, row)
			}
		}
		results[message.Result.ID] = message.Result
	}
	return results
}

// testSetup changes the settings of a data source on a healthy mesh, of which
// only the service details writes lines without trace IDs.
func testSetup(t *testing.T, f fixture) {
	rule := func(pattern string) map[string]any {
		return map[string]any{"traceIdRules": []map[string]string{{"name": "mine", "source": "line", "pattern": pattern}}}
	}
	field := func(pattern string) []byte {
		return []byte(`{"derivedFields":[{"name":"TraceID","matcherRegex":"` + pattern + `"}]}`)
	}
	for name, tc := range map[string]struct {
		settings map[string]any
		body     []byte
		check    setup.CheckID
		status   setup.Status
		says     string
	}{
		"nothing is known of what never does": {nil, nil, setup.CheckLines, setup.Warn, `; lines of details never do\.$`},
		"all else is well":                    {nil, nil, setup.CheckKnown, setup.OK, `^Tempo knows (\d+) of (\d+) trace IDs .*\(100 %\)`},
		"a rule that captures x-request-id":   {rule(`"([0-9a-f]{8}-[0-9a-f-]{27})"`), nil, setup.CheckRules, setup.Warn, `^Rule mine finds no trace ID`},
		"a rule that captures the span ID":    {rule(`span_id=(\w+)`), nil, setup.CheckRules, setup.Fail, `^Rule mine captures something other than the trace ID in \d+ lines, such as “`},
		"a rule that matches nothing":         {rule(`trace-identifier: (\w+)`), nil, setup.CheckRules, setup.Warn, `^Rule mine finds no trace ID`},
		"a rule that is right":                {rule(`traceI[dD]=(\w+)`), nil, setup.CheckRules, setup.OK, `^1 rule of your own finds the same IDs`},
		"a derived field that is right":       {nil, field(`traceI[dD]=(\\w+)`), setup.CheckRules, setup.OK, ``},
		"a derived field that finds all":      {nil, field(`race_?[iI][dD]\\W+(\\w+)`), setup.CheckDerivedFields, setup.OK, `^The derived fields of Grafana's Loki data source find the trace ID in \d+ lines, all that have one\.$`},
		"a derived field that misses":         {nil, field(`traceId=(\\w+)`), setup.CheckDerivedFields, setup.Warn, `^The derived fields of Grafana's Loki data source miss the trace ID in \d+ of \d+ lines`},
		"a derived field for other lines":     {nil, field(`other=(\\w+)`), setup.CheckRules, setup.OK, ``},
		"a scope without streams":             {map[string]any{"logScope": `{namespace="bokinfo"}`}, nil, setup.CheckLines, setup.Fail, `^The data source's log scope has no streams, but Loki has \d+ streams outside of it`},
		"Tempo's URL for Loki":                {map[string]any{"loki": map[string]string{"url": f.servers.TempoURL}}, nil, setup.CheckLoki, setup.Fail, `is that of Tempo: enter Loki's own`},
	} {
		t.Run(name, func(t *testing.T) {
			checkResult(t, f.with(t, tc.settings).setup(t, tc.body)[tc.check], tc.status, tc.says)
		})
	}
}

func checkResult(t *testing.T, got setup.Result, status setup.Status, says string) {
	t.Helper()
	if got.Status != status || !regexp.MustCompile(says).MatchString(got.Message) {
		t.Errorf("%s is %s: %q; want %s: %s", got.ID, got.Status, got.Message, status, says)
	}
	if got.Status != setup.OK && got.Advice == "" {
		t.Errorf("%s says nothing on what to do about %q", got.ID, got.Message)
	}
}

// TestSetupOfMeshes holds what the check finds in meshes of other kinds, each
// with the faults of its kind.
func TestSetupOfMeshes(t *testing.T) {
	for kind, want := range map[mesh.Kind]map[setup.CheckID]string{
		mesh.KindIstioOTel: {
			setup.CheckSampled: `^\d+ of \d+ lines with a trace ID .* say that their trace was not sampled`,
			setup.CheckKnown:   `^Tempo knows \d+ of \d+ trace IDs .*; \d+ of the others say that they were not sampled`,
			setup.CheckClocks:  `^In \d+ of \d+ recent requests, the times of ratings and reviews do not agree`,
		},
		mesh.KindAmbient: {
			setup.CheckLines:   `lines of details, ztunnel-`,
			setup.CheckLogOnly: `^details, ztunnel-.* write log lines, but sent no spans from `,
		},
		mesh.KindLinkerd: {
			setup.CheckSampled: `say that their trace was not sampled`,
			setup.CheckKnown:   `^Tempo knows \d+ of \d+ trace IDs`,
		},
	} {
		t.Run(string(kind), func(t *testing.T) {
			results := newFixture(t, kind).with(t, nil).setup(t, nil)
			for check, says := range want {
				checkResult(t, results[check], setup.Warn, says)
			}
		})
	}
}
