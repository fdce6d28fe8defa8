package foreign

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/tests/harness/ask"
)

var (
	caddy  = &program{service: "caddy", pod: "caddy-0"}
	driver = &program{service: "driver", pod: "driver-0", others: []string{"redis-manual"}}
)

// played is a request of which Caddy wrote a line with a span, and the driver one
// without.
func played() *truth {
	return &truth{
		requests: []request{{mark: "play=p0000", fault: failing, path: "/shop", ended: noon.Add(time.Second)}},
		lines: []line{
			{from: caddy, at: noon, body: "GET /shop?play=p0000", traceID: traceA, spanID: spanA},
			{from: driver, at: noon, body: "redis timeout", traceID: traceA},
			{from: driver, at: noon, body: "listening"},
		},
	}
}

// shown is a row of the frame logs: body, node, span.
type shown [3]string

func answered(lines []shown, findings ...finding) *answer {
	columns := make([][]string, 7)
	var times []time.Time
	for _, l := range lines {
		times = append(times, noon)
		for i, v := range l {
			columns[i] = append(columns[i], v)
		}
	}
	for _, f := range findings {
		for i, v := range []string{f.code, f.node, f.severity, f.message} {
			columns[3+i] = append(columns[3+i], v)
		}
	}
	field := func(name string, column int) *data.Field { return data.NewField(name, nil, columns[column]) }
	return &answer{
		lines: ask.Rows(data.NewFrame("logs", data.NewField("timestamp", nil, times), field("body", 0), field("node", 1), field("spanID", 2))),
		findings: ask.Rows(data.NewFrame("findings",
			field("code", 3), field("node", 4), field("severity", 5), field("message", 6))),
		stored: map[string]bool{spanA: true},
	}
}

func TestJudgeLines(t *testing.T) {
	edge, redis := shown{"GET /shop?play=p0000", "caddy", spanA}, shown{"redis timeout", "redis-manual", ""}
	for name, tc := range map[string]struct {
		got  []shown
		want Score
	}{
		"all right":       {[]shown{edge, redis}, Score{Found: 2, Service: 2, WithSpan: 1, Span: 1}},
		"a lost line":     {[]shown{edge}, Score{Found: 1, Service: 1, WithSpan: 1, Span: 1}},
		"another service": {[]shown{edge, {"redis timeout", "caddy", ""}}, Score{Found: 2, Service: 1, WithSpan: 1, Span: 1}},
		"another span":    {[]shown{{edge[0], "caddy", "b7ad6b7169203331"}, redis}, Score{Found: 2, Service: 2, WithSpan: 1}},
		"a strange line":  {[]shown{edge, redis, {"hello", "caddy", ""}}, Score{Found: 2, Service: 2, WithSpan: 1, Span: 1, Strange: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := judge(played(), func(string) (*answer, error) { return answered(tc.got), nil })
			if err != nil {
				t.Fatal(err)
			}
			lines := Score{Found: got.Found, Service: got.Service, WithSpan: got.WithSpan, Span: got.Span, Strange: got.Strange}
			if diff := cmp.Diff(tc.want, lines); diff != "" || got.Lines != 2 || got.Requests != 1 {
				t.Error(got.Lines, got.Requests, diff)
			}
		})
	}
}

func TestJudgeFindings(t *testing.T) {
	fire := finding{errorOrigin, "stock", "error", `stock failed in "GET": the shelf is on fire`}
	for name, tc := range map[string]struct {
		findings      []finding
		raised, fault Tally
	}{
		"the planted one": {[]finding{fire}, Tally{1, 1}, Tally{1, 1}},
		"none":            {nil, Tally{}, Tally{1, 0}},
		"another service": {[]finding{{errorOrigin, "shop", "error", fire.message}}, Tally{1, 0}, Tally{1, 0}},
		"one too many":    {[]finding{fire, {errorOrigin, "shop", "error", "shop failed"}}, Tally{2, 1}, Tally{1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := judge(played(), func(string) (*answer, error) { return answered(nil, tc.findings...), nil })
			if err != nil {
				t.Fatal(err)
			}
			if got.Findings[errorOrigin] != tc.raised || got.Faults[failing] != tc.fault {
				t.Errorf("got %v and %v, wanted are %v and %v", got.Findings[errorOrigin], got.Faults[failing], tc.raised, tc.fault)
			}
		})
	}
}

func TestJudgeCountsLinesOfNoRequest(t *testing.T) {
	of := played()
	of.lines = append(of.lines, line{from: caddy, at: noon, body: "what?", traceID: traceB})
	got, err := judge(of, func(string) (*answer, error) { return answered(nil), nil })
	if err != nil {
		t.Fatal(err)
	}
	if last := got.Wrong[len(got.Wrong)-1]; got.Lines != 3 || last != "a line of caddy-0 belongs to no request: what?" {
		t.Error(got.Lines, last)
	}
}

func TestJudgeFailsWithTheAnswer(t *testing.T) {
	failed := errors.New("no answer")
	if _, err := judge(played(), func(string) (*answer, error) { return nil, failed }); !errors.Is(err, failed) {
		t.Error(err)
	}
}

func TestGood(t *testing.T) {
	good := Score{Lines: 1000, Found: 1000, Service: 995, WithSpan: 100, Span: 98, Findings: map[string]Tally{"retry": {2, 2}}}
	if !good.Good() {
		t.Error("the least that is promised is not good")
	}
	for name, change := range map[string]func(*Score){
		"a lost line":     func(s *Score) { s.Found-- },
		"a strange line":  func(s *Score) { s.Strange++ },
		"services":        func(s *Score) { s.Service-- },
		"spans":           func(s *Score) { s.Span-- },
		"a false finding": func(s *Score) { s.Findings = map[string]Tally{"retry": {2, 1}} },
		"a missed fault":  func(s *Score) { s.Faults = map[fault]Tally{abort: {2, 1}} },
	} {
		s := good
		if change(&s); s.Good() {
			t.Errorf("%s: is good", name)
		}
	}
}

var redisLine = line{from: driver, at: noon, body: "x\tredis timeout\t{}", traceID: traceA}

// confirmed are findings with what is true, or nearly, beside them.
var confirmed = map[string]struct {
	of   evidence
	f    finding
	want bool
}{
	"redis failed":            {evidence{lines: []line{redisLine}, stored: map[string]bool{spanA: true}}, finding{errorOrigin, "redis-manual", "warning", ""}, true},
	"redis did not":           {evidence{stored: map[string]bool{spanA: true}}, finding{errorOrigin, "redis-manual", "warning", ""}, false},
	"first error line":        {evidence{lines: []line{redisLine}}, finding{errorOrigin, "driver", "error", "driver wrote the first error line."}, true},
	"3 s":                     {evidence{request: request{fault: skewed}}, finding{clockSkew, "stock", "", "The clock of b is 3.01 s ahead"}, true},
	"another clock":           {evidence{request: request{fault: skewed}}, finding{clockSkew, "shop", "", "The clock of b is 3.01 s ahead"}, false},
	"2 s":                     {evidence{request: request{fault: skewed}}, finding{clockSkew, "stock", "", "The clock of b is 2 s ahead"}, false},
	"no clock is wrong":       {evidence{request: request{fault: slow}}, finding{clockSkew, "stock", "", "The clock of b is 3 s ahead"}, false},
	"calls":                   {evidence{lines: []line{redisLine}}, finding{repeated, "driver", "", `driver called redis-manual 1 times for "GetDriver"`}, true},
	"more calls":              {evidence{lines: []line{redisLine}}, finding{repeated, "driver", "", `driver called redis-manual 2 times for "GetDriver"`}, false},
	"slow":                    {evidence{request: request{fault: slow}}, finding{slowHop, "stock", "", ""}, true},
	"another is slow":         {evidence{request: request{fault: slow}}, finding{slowHop, "shop", "", ""}, false},
	"sampled":                 {evidence{request: request{edge: "sampling-0"}}, finding{sampledOut, "", "", ""}, true},
	"at another edge":         {evidence{request: request{edge: "caddy-0"}}, finding{sampledOut, "", "", ""}, false},
	"a missing span":          {evidence{}, finding{broken, "x", "", "its span " + spanA + " is not in the trace"}, true},
	"no missing span":         {evidence{stored: map[string]bool{spanA: true}}, finding{broken, "x", "", "its span " + spanA + " is not in the trace"}, false},
	"no spans of a service":   {evidence{lines: []line{redisLine}}, finding{broken, "driver", "", "driver wrote 1 log line for this trace but sent no span."}, true},
	"more lines":              {evidence{lines: []line{redisLine}}, finding{broken, "driver", "", "driver wrote 2 log lines for this trace but sent no span."}, false},
	"after the answer":        {evidence{request: request{ended: noon.Add(-1)}, lines: []line{redisLine}}, finding{linesOutside, "driver", "", ""}, true},
	"before the answer":       {evidence{request: request{ended: noon.Add(1)}, lines: []line{redisLine}}, finding{linesOutside, "driver", "", ""}, false},
	"time lost in proxies":    {evidence{}, finding{"proxy-time", "shop", "", ""}, false},
	"an abort":                {evidence{request: request{fault: abort}, stored: map[string]bool{spanA: true}}, finding{errorOrigin, "frontend", "warning", "context canceled"}, true},
	"an abort that is a fail": {evidence{request: request{fault: abort}, stored: map[string]bool{spanA: true}}, finding{errorOrigin, "stock", "error", "status 500"}, false},
}

func TestConfirms(t *testing.T) {
	for name, tc := range confirmed {
		if got := tc.of.confirms(tc.f); got != tc.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
}

// TestEveryFaultIsPlantedAndShown holds the scenarios to the table of findings.
func TestEveryFaultIsPlantedAndShown(t *testing.T) {
	planted := map[fault]bool{}
	for _, s := range scenarios() {
		planted[s.fault] = true
		if s.fault != none && len(shows[s.fault]) == 0 {
			t.Errorf("no finding shows %q", s.fault)
		}
	}
	for f := range shows {
		if !planted[f] {
			t.Errorf("%q is never planted", f)
		}
	}
}

func TestMarkdown(t *testing.T) {
	s := &Score{
		Requests: 2, Lines: 4, Found: 4, Service: 3, WithSpan: 2, Span: 1,
		Findings: map[string]Tally{"retry": {2, 1}}, Faults: map[fault]Tally{abort: {3, 3}},
	}
	want := head + "| 2 | 4 | 4 (100.00 %) | 3 (75.00 %) | 2 | 1 (50.00 %) |\n" + findingsHead + "| retry | 2 | 1 |\n" + faultsHead + "| a client that gave up | 3 | 3 |\n"
	if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(markdown(s), "\n")); diff != "" {
		t.Error(diff)
	}
}
