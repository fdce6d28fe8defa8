package findings_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// TestYoungRequests checks that no finding blames a service for spans that may only
// be late, and that all findings are there a minute later.
func TestYoungRequests(t *testing.T) {
	const again = " Open it again in a minute."
	for name, tc := range map[string]struct {
		spans, lines string
		ago          time.Duration // since the last span or line
		want         string
	}{
		"a span in the middle is missing": {
			spans: "shop server 0 100 GET\n[ice] server 10 90 GET", ago: 2 * time.Second,
			want: "partial\ninfo young: This request ended 2 s ago: some of its spans may still be arriving." + again,
		},
		"a minute later": {
			spans: "shop server 0 100 GET\n[ice] server 10 90 GET", ago: time.Minute,
			want: `
			partial
			warning propagation-broken ice: The caller of "GET" in ice is missing: its span 000000000000dead is not in the trace. Check that the caller of ice exports its spans to this Tempo.`,
		},
		"the start is missing": {
			spans: "[ice] server 10 90 GET", ago: 59 * time.Second,
			want: "partial\ninfo young: This request ended 59 s ago: some of its spans may still be arriving." + again,
		},
		"the start is still missing after an hour": {
			spans: "[ice] server 10 90 GET", ago: time.Hour,
			want: `
			partial
			warning propagation-broken ice: The caller of "GET" in ice is missing: its span 000000000000dead is not in the trace. The start of the request is missing. Check that its sender exports spans to this Tempo.`,
		},
		"a service wrote only a line": {
			spans: "shop server 0 100 GET", lines: "50 1 0 ice INFO thick enough", ago: 2 * time.Second,
			want: "partial\ninfo young: This request ended 2 s ago: some of its spans may still be arriving." + again,
		},
		"only lines, and no blame": {
			lines: "0 1 0 shop INFO asked\n5 1 0 db level=error boom", ago: 300 * time.Millisecond,
			want: "partial\ninfo young: This request ended just now: its spans may still be arriving." + again,
		},
		"only lines after two minutes": {
			lines: "0 1 0 shop INFO asked\n5 1 0 db level=error boom", ago: 2 * time.Minute,
			want: `
			logs-only
			error error-origin db: db wrote the first error line. Start with the log lines of db. Without spans, nothing says which service called which.
			warning trace-not-found: Log lines carry this trace ID, but Tempo has no spans of the trace. The lines carry a 64-bit ID. Check whether Tempo stores the spans under a 128-bit ID that ends in it; if not, check sampling and Tempo's tenant.`,
		},
		"a clock that is ahead": {
			lines: "0 1 0 shop INFO asked", ago: -30 * time.Second,
			want: "partial\ninfo young: This request ended just now: its spans may still be arriving." + again,
		},
		"a failure below which something is missing": {
			spans: "shop server 0 1000 GET error\n[ice] server 10 90 GET error\nshop2 server 0 10 GET", lines: "4000 1 1 shop INFO late", ago: time.Second,
			want: `
			partial
			warning propagation-broken shop2: The trace has 2 roots; the second is shop2. Its caller did not propagate the trace context. Check that the caller of shop2 forwards the trace headers (traceparent or x-b3-*).
			info young: This request ended 1 s ago: some of its spans may still be arriving. Open it again in a minute.`,
		},
		"a failure with all its spans": {
			spans: "shop server 0 100 GET error\n  ice server 10 90 GET error", ago: time.Second,
			want: `
			complete
			error error-origin ice: ice failed in "GET". None of its downstream calls failed, so the error started here. Start with the log lines of ice. Its callers only passed the error on.`,
		},
		"a failed call to a silent callee": {
			spans: "shop server 0 100 GET error\n  shop client 10 90 pay error server.address=pay.svc", ago: 2 * time.Second,
			want: "partial\ninfo young: This request ended 2 s ago: some of its spans may still be arriving." + again,
		},
		"a callee that is still silent after 20 s": {
			spans: "shop server 0 100 GET error\n  shop client 10 90 pay error server.address=pay.svc", ago: 20 * time.Second,
			want: `
			complete
			error error-origin shop: shop failed in "pay". It called pay.svc, which sent no span. Start with the log lines of shop. Its callers only passed the error on.
			info not-instrumented shop: shop called pay.svc, which sent no span. If pay.svc is yours, instrument it to see what it did with the request.`,
		},
		"a successful call to a silent callee": {
			spans: "shop server 0 100 GET\n  shop client 10 90 pay server.address=pay.svc", ago: 2 * time.Second,
			want: "complete",
		},
		"lines without a service": {
			spans: "shop server 0 100 GET", lines: "50 1 0 unknown_service INFO x", ago: 2 * time.Second,
			want: `
			complete
			info propagation-broken unknown_service: No label says which service wrote 1 log line of this trace. Add the label that names the service to serviceLabels in the data source's settings.`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			raw := journey.Raw{Trace: journey.Trace{TraceID: journeytest.TraceID(1)}, Lines: journeytest.Lines(t, tc.lines), Depth: journey.DepthWhole}
			if tc.spans != "" {
				raw.Trace = journeytest.Trace(t, 1, tc.spans)
			}
			for i := range raw.Lines {
				raw.Contexts = append(raw.Contexts, journeytest.Extract(&raw.Lines[i]))
			}
			journeytest.WantText(t, said(join.Join(raw, semconv.Identity{}, lastOf(raw).Add(tc.ago))), tc.want)
		})
	}
}

// lastOf returns when the last span ended or the last line was written.
func lastOf(raw journey.Raw) (last time.Time) {
	for _, s := range raw.Trace.Spans {
		if s.End().After(last) {
			last = s.End()
		}
	}
	for _, l := range raw.Lines {
		if l.Time.After(last) {
			last = l.Time
		}
	}
	return last
}

// said formats a journey's verdict and the texts of its findings.
func said(j *journey.Journey) string {
	text := string(j.Verdict)
	for _, f := range j.Findings {
		about := string(f.Code)
		if f.Node != "" {
			about += " " + f.Node
		}
		text += fmt.Sprintf("\n%s %s: %s %s", f.Severity, about, f.Message, f.Advice)
	}
	return text
}

// TestSampledOutIsNotYoung checks that a line's "not sampled" counts at any age.
func TestSampledOutIsNotYoung(t *testing.T) {
	raw := journey.Raw{
		Trace: journey.Trace{TraceID: journeytest.TraceID(1)}, Lines: journeytest.Lines(t, "0 1 0 shop INFO hello"),
		Contexts: []journey.TraceContext{{TraceID: journeytest.TraceID(1), Sampled: journey.SampledNo}},
	}
	journeytest.WantText(t, said(join.Join(raw, semconv.Identity{}, journeytest.At(1000))), `
		sampled-out
		info sampled-out: The request was not sampled, according to its log lines. Tempo has no spans of it. Raise the sampling rate of the mesh or the SDK if such requests must have spans.`)
}
