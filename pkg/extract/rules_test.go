package extract

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

func TestRules(t *testing.T) {
	inLine := func(pattern string) Rule { return Rule{Name: "r", Source: SourceLine, Pattern: pattern} }
	at := func(source Source, key string) Rule { return Rule{Name: "r", Source: source, Key: key} }
	body := func(text string) journey.Line { return journey.Line{Body: text} }
	cases := []struct {
		name string
		rule Rule
		line journey.Line
		want string
	}{
		{"group 1", inLine(`corr<(\w+)>`), body("corr<" + trace + ">"), trace + " - -"},
		{"named groups", inLine(`<(?P<span>\w+)@(?P<trace>\w+)>`), body("<" + span + "@" + trace + ">"), trace + " " + span + " -"},
		{"only a span", inLine(`sp<(?P<span>\w+)>`), body("sp<" + span + "> trace_id=" + trace), trace + " " + span + " -"},
		{"optional group that did not match", inLine(`corr(?:<(?P<trace>\w+)>)?(?P<span>x)?`), body("corr"), nothing},
		{"header captured", inLine(`ctx<(.+?)>`), body("ctx<00-" + trace + "-" + span + "-01>"), trace + " " + span + " yes"},
		{"before the built-in ones", inLine(`corr<(\w+)>`), body("trace_id=" + other + " span_id=" + other64 + " corr<" + trace + ">"), trace + " - -"},
		{"built-in ones complete it", inLine(`corr<(\w+)>`), body("corr<" + trace + "> span_id=" + span), trace + " " + span + " -"},
		{"junk captured", inLine(`traceID=(\S+)`), body("traceID=- trace_id=" + trace), trace + " - -"},
		{"no match", inLine(`corr<(\w+)>`), body("trace_id=" + trace), trace + " - -"},
		{"parsed label", at(SourceLabel, "cid"), journey.Line{Body: "rope", Parsed: pairs("cid", trace)}, trace + " - -"},
		{"label before parsed label", at(SourceLabel, "cid"), journey.Line{Labels: pairs("cid", trace), Parsed: pairs("cid_extracted", other)}, trace + " - -"},
		{"JSON that was parsed and rewritten", at(SourceJSON, "ctx.c-id"), journey.Line{Body: "rope", Parsed: pairs("ctx_c_id", trace)}, trace + " - -"},
		{"JSON that was parsed only", at(SourceJSON, "ctx.cid"), journey.Line{Body: `{"ctx":{"cid":"` + trace + `"}}`, Parsed: pairs("ctx_cid", other)}, trace + " - -"},
		{"logfmt that was parsed and rewritten", at(SourceLogfmt, "1cid"), journey.Line{Body: "rope", Parsed: pairs("_1cid", trace)}, trace + " - -"},
		{"logfmt that clashed with a label", at(SourceLogfmt, "cid"), journey.Line{Body: "rope", Parsed: pairs("cid_extracted", trace)}, trace + " - -"},
		{"metadata", at(SourceLabel, "cid"), journey.Line{Metadata: pairs("cid", trace), Labels: pairs("cid", other)}, trace + " - -"},
		{"label", at(SourceLabel, "cid"), journey.Line{Labels: pairs("cid", trace)}, trace + " - -"},
		{"label is not part of a name", at(SourceLabel, "cid"), journey.Line{Labels: pairs("my_cid", trace)}, nothing},
		{"label by expression", at(SourceLabel, "^c(orrelation_)?id$"), journey.Line{Labels: pairs("correlation_id", trace)}, trace + " - -"},
		{"label with pattern", Rule{Name: "r", Source: SourceLabel, Key: "ctx", Pattern: `^(\w+)/`}, journey.Line{Labels: pairs("ctx", trace+"/x")}, trace + " - -"},
		{"decimal label", at(SourceLabel, "dd_trace_id"), journey.Line{Labels: pairs("dd_trace_id", "1234567890123456")}, "0000000000000000000462d53c8abac0 - -"},
		{"JSON", at(SourceJSON, "cid"), body(`{"a":{"cid":"x"},"cid":"` + trace + `"}`), trace + " - -"},
		{"JSON path", at(SourceJSON, "ctx.cid"), body(`{"cid":"x","ctx":{"b":[1,{}],"cid":"` + trace + `"}}`), trace + " - -"},
		{"JSON key with dots", at(SourceJSON, "ctx.cid"), body(`{"ctx":1,"ctx.cid":"` + trace + `"}`), trace + " - -"},
		{"JSON number", at(SourceJSON, "cid"), body(`{"cid":11803532876627986230}`), "0000000000000000" + trace64 + " - -"},
		{"JSON in JSON", at(SourceJSON, "log.cid"), body(`{"log":"{\"cid\":\"` + trace + `\"}"}`), trace + " - -"},
		{"JSON behind CRI", at(SourceJSON, "cid"), body(`2026-03-11T09:14:02Z stderr F {"cid":"` + trace + `"}`), trace + " - -"},
		{"JSON cut off", at(SourceJSON, "cid"), body(`{"cid":"` + trace + `","msg":"lo`), trace + " - -"},
		{"JSON null", at(SourceJSON, "cid"), body(`{"cid":null}`), nothing},
		{"JSON of another shape", at(SourceJSON, "cid.x"), body(`{"cid":["` + trace + `"]}`), nothing},
		{"no JSON", at(SourceJSON, "cid"), body(`{nope`), nothing},
		{"logfmt", at(SourceLogfmt, "cid"), body(`my_cid=x cid=` + trace + ` b=c`), trace + " - -"},
		{"logfmt quoted", at(SourceLogfmt, "cid"), body(`a="cid" cid="` + trace + `"`), trace + " - -"},
		{"logfmt without it", at(SourceLogfmt, "cid"), body(`a=b cid`), nothing},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, err := New([]Rule{c.rule})
			if err != nil {
				t.Fatal(err)
			}
			if got := want(e.Extract(&c.line)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestRulesInOrder(t *testing.T) {
	e, err := New([]Rule{
		{Name: "junk", Source: SourceLine, Pattern: `a=(\S+)`},
		{Name: "first", Source: SourceLine, Pattern: `b=(\S+)`},
		{Name: "second", Source: SourceLine, Pattern: `c=(\S+)`},
		{Name: "span", Source: SourceLine, Pattern: `s=(?P<span>\S+)`},
	})
	if err != nil {
		t.Fatal(err)
	}
	line := journey.Line{Body: "a=null c=" + other + " b=" + trace + " s=" + span}
	if got := want(e.Extract(&line)); got != trace+" "+span+" -" {
		t.Error(got)
	}
}

func TestRulesFromSettings(t *testing.T) {
	const settings = `[{"name":"gateway","source":"label","key":"cid","pattern":"^(\\w+)/"}]`
	var rules []Rule
	if err := json.Unmarshal([]byte(settings), &rules); err != nil {
		t.Fatal(err)
	}
	want := []Rule{{Name: "gateway", Source: SourceLabel, Key: "cid", Pattern: `^(\w+)/`}}
	if diff := cmp.Diff(want, rules); diff != "" {
		t.Error(diff)
	}
}

func TestBadRules(t *testing.T) {
	cases := []struct {
		rule Rule
		want string
	}{
		{Rule{Name: "a", Source: "regex"}, `trace ID rule "a": the source "regex" is unknown: choose line, label, json or logfmt`},
		{Rule{Source: ""}, `trace ID rule number 1: the source "" is unknown: choose line, label, json or logfmt`},
		{Rule{Name: "a", Source: SourceLine}, `trace ID rule "a": it has no pattern: enter one that captures the trace ID, such as trace=(\w+)`},
		{Rule{Name: "a", Source: SourceLine, Pattern: `(x)`, Key: "k"}, `trace ID rule "a": the source "line" takes no key: remove it or choose label, json or logfmt`},
		{Rule{Name: "a", Source: SourceLine, Pattern: `(x`}, "trace ID rule \"a\": its pattern is not a valid RE2 expression: missing closing ) in \"(x\""},
		{Rule{Name: "a", Source: SourceLine, Pattern: `(?=x)(y)`}, "trace ID rule \"a\": its pattern is not a valid RE2 expression: invalid or unsupported Perl syntax in \"(?=\""},
		{Rule{Name: "a", Source: SourceLine, Pattern: `x`}, `trace ID rule "a": its pattern captures nothing: put parentheses around the part that is the trace ID`},
		{Rule{Name: "a", Source: SourceLine, Pattern: `(` + strings.Repeat("x", MaxPattern) + `)`}, `trace ID rule "a": its pattern or key is longer than 1000 bytes: shorten it`},
		{Rule{Name: "a", Source: SourceLine, Pattern: `((x{500}){500})`}, "trace ID rule \"a\": its pattern is not a valid RE2 expression: invalid repeat count in \"{500}\""},
		{Rule{Name: "a", Source: SourceLabel}, `trace ID rule "a": it has no key: enter the label's name, JSON path or logfmt key of the trace ID, such as trace_id`},
		{Rule{Name: "a", Source: SourceLabel, Key: "a("}, "trace ID rule \"a\": its key is not a valid RE2 expression: missing closing ) in \"a(\""},
		{Rule{Name: "a", Source: SourceJSON}, `trace ID rule "a": it has no key: enter the label's name, JSON path or logfmt key of the trace ID, such as trace_id`},
	}
	for _, c := range cases {
		_, err := New([]Rule{c.rule})
		if err == nil || err.Error() != c.want {
			t.Errorf("\n got  %v\n want %s", err, c.want)
		}
	}
	if _, err := New(make([]Rule, MaxRules+1)); err == nil {
		t.Error("too many rules are accepted")
	}
}

func TestRulesFromDerivedFields(t *testing.T) {
	rules, err := RulesFromDerivedFields([]DerivedField{
		{Name: "TraceID", MatcherRegex: `[tT]race_?[iI][dD]"?[:=]"?(\w+)`},
		{Name: "spring", MatcherRegex: `\[.+,(.+?),`, MatcherType: "regex"},
		{Name: "label", MatcherRegex: "trace_id", MatcherType: "label"},
		{Name: "ahead", MatcherRegex: `(?=x)(\w+)`},
		{Name: "none", MatcherRegex: `traceID=\w+`},
		{Name: "new", MatcherRegex: `x`, MatcherType: "field"},
		{Name: "metadata", MatcherRegex: "tid", MatcherType: "structured_metadata"},
		{Name: "Link", MatcherRegex: `"spanId":"(\w+)"`},
		{Name: "SpanID", MatcherRegex: `\[.+,.+,(\w+)\]`},
		{Name: "SpanID", MatcherRegex: `span_id=\w+ trace_id=(\w+)`},
	})
	want := []Rule{
		{Name: "TraceID", Source: SourceLine, Pattern: `[tT]race_?[iI][dD]"?[:=]"?(\w+)`},
		{Name: "spring", Source: SourceLine, Pattern: `\[.+,(.+?),`},
		{Name: "label", Source: SourceLabel, Key: "trace_id"},
		{Name: "metadata", Source: SourceLabel, Key: "tid"},
		{Name: "SpanID", Source: SourceLine, Pattern: `span_id=\w+ trace_id=(\w+)`},
	}
	if diff := cmp.Diff(want, rules); diff != "" {
		t.Error(diff)
	}
	const problems = `derived field "ahead": its pattern is not a valid RE2 expression: invalid or unsupported Perl syntax in "(?="
derived field "none": its pattern captures nothing: put parentheses around the part that is the trace ID
derived field "new": its type "field" is unknown: only regex and label can be imported
derived field "Link": it finds the ID of a span, not of a trace
derived field "SpanID": it finds the ID of a span, not of a trace`
	if err == nil || err.Error() != problems {
		t.Errorf("got %v", err)
	}
	if _, err := New(rules); err != nil {
		t.Error(err)
	}
}

// The derived fields that people share capture junk as readily as IDs.
func TestDerivedFieldsInUse(t *testing.T) {
	cases := []struct{ regex, id, junk string }{
		{`traceID=(\w+)`, `traceID=` + trace, `traceID=undefined`},
		{`trace_id=(\w+)`, `trace_id=` + trace, `trace_id=null`},
		{`[tT]race_?[iI][dD]"?[:=]"?(\w+)`, `"traceID":"` + trace + `"`, `traceId:84961386-6d84-929d-98bd-c5aee93b5c88`},
		{`"request_X-B3-Traceid":"(\w+)"`, `"request_X-B3-Traceid":"` + trace + `"`, `"request_X-B3-Traceid":"0"`},
		{`"trace_id": "(\w+)"`, `"trace_id": "` + trace + `"`, `"trace_id": "00000000000000000000000000000000"`},
		{`"traceId":"([a-f0-9]+)"`, `"traceId":"` + trace + `"`, `"traceId":"0dd0c98a3f5c6b7d8e9f0a1b2c3d4e5f60718293"`},
		{`\[([0-9a-f]{32}),([0-9a-f]{16})\]`, `[` + trace + `,` + span + `]`, `[` + strings.Repeat("0", 32) + `,` + span + `]`},
		{`\[.+,(.+?),`, `[shop,` + trace + `,` + span + `]`, `[shop,-,-]`},
	}
	for _, c := range cases {
		rules, err := RulesFromDerivedFields([]DerivedField{{Name: "r", MatcherRegex: c.regex}})
		if err != nil {
			t.Fatal(err)
		}
		e, err := New(rules)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Extract(&journey.Line{Body: c.id}).TraceID.String(); got != trace {
			t.Errorf("%s: got %s from %s", c.regex, got, c.id)
		}
		if got := want(e.Extract(&journey.Line{Body: c.junk})); got != nothing {
			t.Errorf("%s: got %s from %s", c.regex, got, c.junk)
		}
	}
}
