package cases

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/tests/harness/ask"
)

// comparison is an answer beside what is wanted of it.
type comparison struct {
	frames   map[string]*data.Frame
	sent     *sent
	services map[string]string // titles by IDs
	faults   []string
}

func (s *sent) compare(frames map[string]*data.Frame, w *want, trace int) []string {
	c := &comparison{frames: frames, sent: s, services: map[string]string{}}
	journeys := slices.DeleteFunc(c.rows("journeys"), func(r ask.Row) bool { return r.Text("traceID") != s.trace(trace) })
	if len(journeys) == 0 {
		return []string{"the journey was not found"}
	}
	for _, n := range c.rows("nodes") {
		if slices.Contains([]string{"service", "gateway", "ghost"}, n.Text("detail__kind")) {
			c.services[n.Text("id")] = n.Text("title")
		}
	}
	c.graph(w)
	c.findings(w)
	c.journey(w, journeys[0])
	c.spans(w)
	c.lines(w)
	return c.faults
}

func (c *comparison) rows(frame string) []ask.Row { return ask.Rows(c.frames[frame]) }

func (c *comparison) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// like compares a text with a pattern in which * stands for anything.
func like(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	for i := range parts {
		parts[i] = regexp.QuoteMeta(parts[i])
	}
	return regexp.MustCompile(`(?s)^` + strings.Join(parts, ".*") + `$`).MatchString(text)
}

// names says whether a pattern means a node, by its ID or, of a service, its title.
func (c *comparison) names(pattern, id string) bool {
	title, service := c.services[id]
	return like(pattern, id) || service && like(pattern, title)
}

func contains(text string, parts texts) bool {
	return !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(strings.ToLower(text), strings.ToLower(part)) })
}

// wanted holds that as many rows match as wanted.
func (c *comparison) wanted(frame, what string, n *count, is func(ask.Row) bool) {
	if found := c.matching(frame, is); !n.holds(found) {
		c.fault("%s wanted, %d found in %s", what, found, c.text(frame))
	}
}

// unwanted holds that no row matches.
func (c *comparison) unwanted(frame, what string, is func(ask.Row) bool) {
	if c.matching(frame, is) > 0 {
		c.fault("no %s wanted, found in %s", what, c.text(frame))
	}
}

func (c *comparison) matching(frame string, is func(ask.Row) bool) (n int) {
	for _, r := range c.rows(frame) {
		if is(r) {
			n++
		}
	}
	return n
}

// text is a frame for people.
func (c *comparison) text(frame string) string {
	var all []string
	for _, r := range c.rows(frame) {
		var row []string
		for _, field := range shown[frame] {
			row = append(row, r.Text(field))
		}
		all = append(all, strings.Join(row, " "))
	}
	return fmt.Sprintf("%q", all)
}

var shown = map[string][]string{
	"nodes":    {"id", "detail__kind", "detail__spans", "detail__lines"},
	"edges":    {"source", "target", "detail__kind", "detail__calls", "detail__errors"},
	"findings": {"severity", "code", "node", "message", "advice"},
}

func same(wanted *int, got float64) bool { return wanted == nil || float64(*wanted) == got }

func (c *comparison) isNode(w node) func(ask.Row) bool {
	return func(r ask.Row) bool {
		return c.names(w.ID, r.Text("id")) && (w.Kind == "" || w.Kind == r.Text("detail__kind")) &&
			same(w.Spans, r.Number("detail__spans")) && same(w.Lines, r.Number("detail__lines"))
	}
}

func (c *comparison) isEdge(w edge) func(ask.Row) bool {
	return func(r ask.Row) bool {
		return c.names(w.From, r.Text("source")) && c.names(w.To, r.Text("target")) && (w.Kind == "" || w.Kind == r.Text("detail__kind")) &&
			same(w.Calls, r.Number("detail__calls")) && same(w.Errors, r.Number("detail__errors"))
	}
}

func (c *comparison) isFinding(w finding) func(ask.Row) bool {
	return func(r ask.Row) bool {
		return like(w.Code, r.Text("code")) && (w.Node == "" || c.names(w.Node, r.Text("node"))) &&
			(len(w.Severity) == 0 || slices.Contains(w.Severity, r.Text("severity"))) &&
			contains(r.Text("message"), w.Text) && contains(r.Text("advice"), w.Advice) &&
			(len(w.Without) == 0 || !contains(r.Text("message"), w.Without))
	}
}

func (c *comparison) graph(w *want) {
	for _, n := range w.Nodes {
		c.wanted("nodes", fmt.Sprintf("node %+v", n), n.Count, c.isNode(n))
	}
	for _, n := range w.NoNodes {
		c.unwanted("nodes", fmt.Sprintf("node %+v", n), c.isNode(n))
	}
	for _, e := range w.Edges {
		c.wanted("edges", fmt.Sprintf("edge %+v", e), e.Count, c.isEdge(e))
	}
	for _, e := range w.NoEdges {
		c.unwanted("edges", fmt.Sprintf("edge %+v", e), c.isEdge(e))
	}
}

func (c *comparison) findings(w *want) {
	for _, f := range w.Findings {
		c.wanted("findings", fmt.Sprintf("finding %+v", f), f.Count, c.isFinding(f))
	}
	for _, f := range w.NoFindings {
		c.unwanted("findings", fmt.Sprintf("finding %+v", f), c.isFinding(f))
	}
}

func (c *comparison) equal(what, wanted, got string) {
	if wanted != "" && wanted != got {
		c.fault("%s is %q, wanted is %q", what, got, wanted)
	}
}

func (c *comparison) near(what string, wanted [2]float64, got float64) {
	if math.Abs(got-wanted[0]) > wanted[1] {
		c.fault("%s is %v ms, wanted is %v ± %v", what, got, wanted[0], wanted[1])
	}
}

func (c *comparison) journey(w *want, got ask.Row) {
	c.equal("the verdict", w.Verdict, got.Text("verdict"))
	for field, v := range w.Journey {
		c.equal("the journey's "+field, fmt.Sprint(v), got.Text(field))
	}
	if n := len(c.rows("trace")); w.Spans != nil && *w.Spans != n {
		c.fault("the trace has %d spans, wanted are %d", n, *w.Spans)
	}
}
