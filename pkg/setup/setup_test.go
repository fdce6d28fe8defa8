package setup_test

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
		}, setup.CheckLines, setup.Warn, `lines of details never do`, setup.GapNoTraceID},
		{"no IDs in any line", func(w *world) {
			w.lines = nil
			w.logs("checkout", "served", 0)
		}, setup.CheckLines, setup.Fail, `^0 of 1 sampled line \(0 %\) has a trace ID`, setup.GapNoTraceID},
		{"a rule that captures something else", func(w *world) {
			w.rules = []extract.Rule{{Name: "request", Source: extract.SourceLine, Pattern: `req=(\w+)`}}
			w.logs("checkout", "req=deadbeefdeadbeefdeadbeefdeadbeef trace_id=%s", 1)
		}, setup.CheckRules, setup.Fail, `^Rule request captures something other than the trace ID in 1 line, such as`, ""},
		{"a rule that captures nothing", func(w *world) {
			w.rules = []extract.Rule{{Name: "old", Source: extract.SourceLine, Pattern: `traceId=(\w+)`}}
		}, setup.CheckRules, setup.Warn, `^Rule old finds no trace ID in any sampled line\.$`, ""},
		{"a tenant that Loki does not know", func(w *world) {
			w.lines, w.tenant = nil, "shpo"
		}, setup.CheckLines, setup.Fail, `no lines for tenant “shpo”`, setup.GapNoLines},
		{"a tenant that Tempo does not know", func(w *world) {
			clear(w.traces)
			w.tenant = "shpo"
		}, setup.CheckLogOnly, setup.Fail, `no traces at all as tenant “shpo”`, setup.GapNoTraces},
		{"a scope without streams", func(w *world) {
			w.lines, w.elsewhere = nil, 7
		}, setup.CheckLines, setup.Fail, `^The data source's log scope has no streams, but Loki has 7 streams outside of it\.$`, setup.GapNoLines},
		{"IDs cut to 64 bits", func(w *world) {
			w.logs("cart", "level=info trace_id="+traceID(3)[16:], 0)
		}, setup.CheckIDSize, setup.Fail, `^1 trace ID in lines is only the lower half of a 128-bit ID in Tempo`, setup.GapShortIDs},
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
		}, setup.CheckLogOnly, setup.Warn, `^mailer writes log lines, but sent no spans from`, setup.GapNotTraced},
		{"a service that never logs", func(w *world) {
			w.spans(2, "payment")
		}, setup.CheckTraceOnly, setup.Warn, `^No log stream belongs to payment, but Tempo has its spans\.$`, setup.GapNotLogged},
		{"a Loki that refuses the scope", func(w *world) {
			w.scopeErr, w.better = errors.New("Loki refuses the log scope"), `{app=~".+"}`
		}, setup.CheckScope, setup.Fail, `^Loki refuses the log scope\.$`, setup.GapNoLines},
		{"streams that the default scope misses", func(w *world) {
			w.elsewhere, w.better = 7, `{namespace=~".+"}`
		}, setup.CheckScope, setup.Warn, `^7 of 27 streams are outside the log scope \{service_name=~"\.\+"\}, so no journey shows their lines\.$`, setup.GapNoLines},
		{"streams that share no label with others", func(w *world) {
			w.elsewhere = 7
		}, setup.CheckScope, setup.Warn, `^7 of 27 streams are outside`, setup.GapNoLines},
		{"a scope that has no streams", func(w *world) {
			w.lines, w.elsewhere, w.scope = nil, 7, `{app="x"}`
		}, setup.CheckScope, setup.Fail, `^7 of 7 streams are outside the log scope \{app="x"\}, so no journey shows their lines\.$`, setup.GapNoLines},
		{"a scope of one's own", func(w *world) {
			w.elsewhere, w.scope = 7, `{namespace="shop"}`
		}, setup.CheckScope, setup.OK, `^The log scope \{namespace="shop"\} has 20 streams\. It leaves out 7 more`, ""},
		{"a Tempo that returns any requests", func(w *world) {
			w.unordered = "Tempo 2.6.1 returns any matching requests, not the newest"
		}, setup.CheckTempo, setup.Warn, `^Tempo 2.6.1 returns any matching requests, not the newest\.$`, ""},
		{"spans that cannot be read", func(w *world) {
			w.noSpans = true
		}, setup.CheckClocks, setup.Skipped, `^Clocks were not compared, because no span of a recent request was read\.$`, ""},
		{"a rule that cannot be used", func(w *world) {
			w.badRules = `Trace ID rule "old" is not used: its pattern captures nothing.`
		}, setup.CheckRules, setup.Fail, `^Trace ID rule "old" is not used: its pattern captures nothing\.$`, ""},
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

// Two entries of one name are one field with two links in Grafana.
func TestDerivedFieldsLeadToJourneyAndTrace(t *testing.T) {
	w := healthy()
	for n := range 3 {
		w.logs("cart", `{"traceId":"%s"}`, n)
	}
	r := w.check(t)[setup.CheckDerivedFields]
	const message = "To link a line to its journey and its trace, Grafana's Loki data source needs 2 derived fields. Request Journey itself needs none."
	if r.Status != setup.OK || r.Message != message {
		t.Errorf("%s: %s", r.Status, r.Message)
	}
	const want = `jsonData:
  derivedFields:
    - name: "TraceID"
      matcherType: label
      matcherRegex: 'trace_id'
      url: '$${__value.raw}'
      urlDisplayLabel: "Request Journey"
      datasourceUid: journey
    - name: "TraceID"
      matcherType: label
      matcherRegex: 'trace_id'
      url: '$${__value.raw}'
      urlDisplayLabel: "Tempo"
      datasourceUid: tempo
    - name: "TraceID 2"
      matcherType: regex
      matcherRegex: '"traceId":"([0-9a-fA-F]{16,32})'
      url: '$${__value.raw}'
      urlDisplayLabel: "Request Journey"
      datasourceUid: journey
    - name: "TraceID 2"
      matcherType: regex
      matcherRegex: '"traceId":"([0-9a-fA-F]{16,32})'
      url: '$${__value.raw}'
      urlDisplayLabel: "Tempo"
      datasourceUid: tempo
`
	if len(r.Code) != 1 || r.Code[0].Text != want {
		t.Errorf("got %+v, want %s", r.Code, want)
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

func TestProposesAScopeThatAllStreamsMatch(t *testing.T) {
	w := healthy()
	w.elsewhere, w.better = 1, `{app=~"<.+>"}`
	r := w.check(t)[setup.CheckScope]
	want := []setup.Code{{Title: "The data source's jsonData", Language: "json", Text: "{\n  \"logScope\": \"{app=~\\\"<.+>\\\"}\"\n}\n"}}
	if diff := cmp.Diff(want, r.Code); diff != "" {
		t.Error(diff)
	}
	if r.Advice != `Set logScope in the data source's settings to {app=~"<.+>"}, which all streams match.` {
		t.Error(r.Advice)
	}
	if diff := cmp.Diff([][]string{{`{job="cron-0"}`}}, r.Evidence.Rows); diff != "" {
		t.Error(diff)
	}
}

// An empty Loki says nothing of the scope, and one that is down neither.
func TestSkipsAScopeOfWhichNothingIsKnown(t *testing.T) {
	w := healthy()
	w.lines = nil
	if r := w.check(t)[setup.CheckScope]; r.Status != setup.Skipped || !strings.HasPrefix(r.Message, "Loki has no streams from") {
		t.Errorf("%s: %s", r.Status, r.Message)
	}
	w.lokiErr = errDown
	if r := w.check(t)[setup.CheckScope]; r.Status != setup.Skipped || r.Message != "Loki does not answer, so the log scope was not tried." {
		t.Errorf("%s: %s", r.Status, r.Message)
	}
}
