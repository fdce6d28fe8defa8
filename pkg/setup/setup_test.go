package setup_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/extract"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/setup"
)

const logfmt = "level=info trace_id=%s msg=served"

// healthy is a shop of two services that lack nothing.
func healthy() *world {
	w := newWorld()
	for n := range 10 {
		w.spans(n, "checkout", "cart")
		w.logs("checkout", logfmt, n).Metadata = journey.Labels{{Name: "trace_id", Value: traceID(n)}}
		w.logs("cart", logfmt, n).Metadata = journey.Labels{{Name: "trace_id", Value: traceID(n)}}
	}
	return w
}

func TestNothingIsWrongWithAHealthyShop(t *testing.T) {
	for id, r := range healthy().check(t) {
		if r.Status != setup.OK {
			t.Errorf("%s is %s: %s", id, r.Status, r.Message)
		}
	}
}

// Each fault is found by the check that is about it.
func TestFindsPlantedFaults(t *testing.T) {
	for _, test := range []struct {
		name   string
		plant  func(*world)
		check  setup.CheckID
		status setup.Status
		says   string // an expression
		gap    setup.Gap
	}{
		{"no IDs in the lines of one service", func(w *world) {
			w.logs("details", "GET /details/0 HTTP/1.1 200", 0)
			w.spans(0, "details")
		}, setup.CheckLines, setup.Warn, `those of details never do`, setup.GapNoTraceID},
		{"no IDs in any line", func(w *world) {
			w.lines = nil
			w.logs("checkout", "served", 0)
		}, setup.CheckLines, setup.Fail, `^0 of 1 sampled line carry`, setup.GapNoTraceID},
		{"a rule that captures something else", func(w *world) {
			w.rules = []extract.Rule{{Name: "request", Source: extract.SourceLine, Pattern: `req=(\w+)`}}
			w.logs("checkout", "req=deadbeefdeadbeefdeadbeefdeadbeef trace_id=%s", 1)
		}, setup.CheckRules, setup.Fail, `^rule request captures something else .* in 1 line`, ""},
		{"a rule that captures nothing", func(w *world) {
			w.rules = []extract.Rule{{Name: "old", Source: extract.SourceLine, Pattern: `traceId=(\w+)`}}
		}, setup.CheckRules, setup.Warn, `^rule old finds no trace ID`, ""},
		{"a tenant that Loki does not know", func(w *world) {
			w.lines, w.tenant = nil, "shpo"
		}, setup.CheckLines, setup.Fail, `no lines for tenant “shpo”`, setup.GapNoLines},
		{"a tenant that Tempo does not know", func(w *world) {
			clear(w.traces)
			w.tenant = "shpo"
		}, setup.CheckLogOnly, setup.Fail, `no traces at all as tenant “shpo”`, setup.GapNoTraces},
		{"a scope without streams", func(w *world) {
			w.lines, w.elsewhere = nil, 7
		}, setup.CheckLines, setup.Fail, `log scope, though Loki has 7 streams`, setup.GapNoLines},
		{"IDs cut to 64 bits", func(w *world) {
			w.logs("cart", "level=info trace_id="+traceID(3)[16:], 0)
		}, setup.CheckIDSize, setup.Fail, `^1 ID of lines are the lower half of a 128-bit ID`, setup.GapShortIDs},
		{"sampled-out traffic that says so", func(w *world) {
			w.logs("cart", "traceparent=00-%s-00f067aa0ba902b7-00", 99)
		}, setup.CheckSampled, setup.Warn, `^1 of 21 lines .* not sampled`, setup.GapSampledOut},
		{"sampled-out traffic that does not say so", func(w *world) {
			for n := range 10 {
				w.logs("cart", logfmt, 50+n)
			}
		}, setup.CheckKnown, setup.Warn, `^Tempo knows 10 of 20 trace IDs .*50 %`, setup.GapSampledOut},
		{"traces that go elsewhere", func(w *world) {
			clear(w.traces)
			w.spans(500, "other")
		}, setup.CheckKnown, setup.Fail, `^Tempo knows 0 of 10`, setup.GapNoTraces},
		{"a service that never traces", func(w *world) {
			w.logs("mailer", logfmt, 2)
		}, setup.CheckLogOnly, setup.Warn, `^mailer: it writes lines, but no span`, setup.GapNotTraced},
		{"a service that never logs", func(w *world) {
			w.spans(2, "payment")
		}, setup.CheckTraceOnly, setup.Warn, `^No log stream belongs to payment`, setup.GapNotLogged},
		{"an old Loki", func(w *world) {
			w.version = "2.8.4"
		}, setup.CheckMetadata, setup.Warn, `^Loki 2.8.4 keeps no structured metadata`, setup.GapNoMetadata},
		{"a Loki that is down", func(w *world) {
			w.lokiErr = errDown
		}, setup.CheckLoki, setup.Fail, `^Nothing listens there\.$`, ""},
		{"a Tempo that is down", func(w *world) {
			w.tempoErr = errDown
		}, setup.CheckTempo, setup.Fail, `^Nothing listens there\.$`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := healthy()
			test.plant(w)
			r := w.check(t)[test.check]
			if r.Status != test.status || !regexp.MustCompile(test.says).MatchString(r.Message) {
				t.Errorf("%s is %s: %s", test.check, r.Status, r.Message)
			}
			if test.gap != "" && !slices.Contains(r.Gaps, test.gap) {
				t.Errorf("the gaps are %v, without %s", r.Gaps, test.gap)
			}
			if r.Advice == "" && r.Status != setup.OK && test.gap != "" {
				t.Error("there is no advice")
			}
			if strings.Contains(r.Message, "\n") || strings.Contains(r.Message, "%!") {
				t.Errorf("not one sentence: %q", r.Message)
			}
		})
	}
}

// What depends on a server that is down is skipped, and says why.
func TestSkipsWhatCannotBeChecked(t *testing.T) {
	w := healthy()
	w.tempoErr = errDown
	results := w.check(t)
	for _, id := range []setup.CheckID{setup.CheckKnown, setup.CheckIDSize, setup.CheckLogOnly, setup.CheckTraceOnly, setup.CheckClocks} {
		if r := results[id]; r.Status != setup.Skipped || !strings.HasPrefix(r.Message, "Tempo does not answer") {
			t.Errorf("%s is %s: %s", id, r.Status, r.Message)
		}
	}
	if r := results[setup.CheckLines]; r.Status != setup.OK {
		t.Errorf("lines need no Tempo, but are %s: %s", r.Status, r.Message)
	}
}

func TestProposesAliasesForVariantsOfAName(t *testing.T) {
	w := healthy()
	w.logs("payment", logfmt, 1)
	w.spans(1, "payment-service")
	r := w.check(t)[setup.CheckLogOnly]
	if len(r.Code) != 1 || !strings.Contains(r.Code[0].Text, `"payment": "payment-service"`) {
		t.Errorf("proposed %+v", r.Code)
	}
}
