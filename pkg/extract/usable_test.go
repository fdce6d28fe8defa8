package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUsableLeavesOutWhatIsWrongAlone(t *testing.T) {
	good := Rule{Name: "good", Source: SourceLine, Pattern: `a=(\w+)`}
	usable, err := Usable([]Rule{
		{Name: "ahead", Source: SourceLine, Pattern: `(?=x)(\w+)`},
		good,
		{Source: SourceLabel},
		{Name: "none", Source: SourceLine, Pattern: `traceID=\w+`},
	})
	if diff := cmp.Diff([]Rule{good}, usable); diff != "" {
		t.Error(diff)
	}
	const problems = `trace ID rule "ahead" is not used: its pattern is not a valid RE2 expression: invalid or unsupported Perl syntax in "(?="
trace ID rule number 3 is not used: it has no key: enter the label's name, JSON path or logfmt key of the trace ID, such as trace_id
trace ID rule "none" is not used: its pattern captures nothing: put parentheses around the part that is the trace ID`
	if err == nil || err.Error() != problems {
		t.Errorf("got %v", err)
	}
	if _, err := New(usable); err != nil {
		t.Error(err)
	}
}

func TestUsableKeepsTheFirstRulesOfTooMany(t *testing.T) {
	rules := make([]Rule, MaxRules+2)
	for i := range rules {
		rules[i] = Rule{Name: "r", Source: SourceLabel, Key: strings.Repeat("k", i+1)}
	}
	usable, err := Usable(rules)
	if len(usable) != MaxRules || usable[0].Key != "k" {
		t.Errorf("%d rules are used, the first of which is %v", len(usable), usable[0])
	}
	if err == nil || err.Error() != "the last 2 trace ID rules are not used: keep at most 50" {
		t.Errorf("got %v", err)
	}
}

func TestWhatRulesFind(t *testing.T) {
	for name, tc := range map[string]struct {
		rule              Rule
		traces, overrules bool
	}{
		"an ID in the line":      {Rule{Source: SourceLine, Pattern: `t=(\w+)`}, true, true},
		"a trace and a span":     {Rule{Source: SourceLine, Pattern: `(?P<trace>\w+)/(?P<span>\w+)`}, true, true},
		"a span alone":           {Rule{Source: SourceLine, Pattern: `s=(?P<span>\w+)`}, false, false},
		"a label":                {Rule{Source: SourceLabel, Key: "tid"}, true, true},
		"the usual metadata":     {Rule{Source: SourceLabel, Key: "trace_id"}, true, false},
		"a part of the metadata": {Rule{Source: SourceLabel, Key: "trace_id", Pattern: `^(\w+)/`}, true, true},
		"a rule that is wrong":   {Rule{Source: SourceLine, Pattern: `t=\w+`}, false, false},
	} {
		if tc.rule.FindsTraces() != tc.traces || tc.rule.Overrules("trace_id") != tc.overrules {
			t.Errorf("%s: traces %t, overrules %t", name, tc.rule.FindsTraces(), tc.rule.Overrules("trace_id"))
		}
	}
}
