package cases

import (
	"fmt"
	"strconv"

	"github.com/requestjourney/requestjourney/tests/harness/ask"
)

func (c *comparison) find(frame string, is func(ask.Row) bool) (ask.Row, bool) {
	for _, r := range c.rows(frame) {
		if is(r) {
			return r, true
		}
	}
	return ask.Row{}, false
}

// step is a span's row of the frame steps.
func (c *comparison) step(id string) (ask.Row, bool) {
	return c.find("steps", func(r ask.Row) bool { return r.Text("kind") == "span" && r.Text("spanID") == id })
}

func (c *comparison) spans(w *want) {
	for field, all := range map[string]map[string][2]float64{"critical": w.Critical, "offset": w.Offsets} {
		for label, wanted := range all {
			if r, ok := c.step(c.sent.id(label)); ok {
				c.near(field+" of span "+label, wanted, r.Number(field))
			} else {
				c.fault("span %s is missing", label)
			}
		}
	}
}

func (c *comparison) lines(w *want) {
	for _, at := range w.NoLines {
		if r, ok := c.line(at); ok {
			c.fault("line %d is in the journey, joined by %q", at, r.Text("joinedBy"))
		}
	}
	for index, wanted := range w.Placed {
		at, err := strconv.Atoi(index)
		if err != nil {
			c.fault("%q is no index of a line", index)
			continue
		}
		if r, ok := c.line(at); ok {
			c.placed(at, wanted, r)
		} else {
			c.fault("line %d is missing", at)
		}
	}
}

// line is the row of a sent line in the frame steps.
func (c *comparison) line(at int) (ask.Row, bool) {
	return c.find("steps", func(r ask.Row) bool { return r.Text("kind") == "log" && r.Text("body") == c.sent.Lines[at].Line })
}

func (c *comparison) placed(at int, w placed, r ask.Row) {
	what := func(field string) string { return fmt.Sprintf("the %s of line %d", field, at) }
	if w.Node != "" && !c.names(w.Node, r.Text("node")) {
		c.fault("%s is %q, wanted is %q", what("node"), r.Text("node"), w.Node)
	}
	if w.Span != "" {
		c.equal(what("span"), c.sent.id(w.Span), r.Text("spanID"))
	}
	for field, wanted := range map[string]string{"placement": w.Placement, "level": w.Level, "joinedBy": w.JoinedBy} {
		c.equal(what(field), wanted, r.Text(field))
	}
	if w.After == nil {
		return
	}
	if on, ok := c.step(r.Text("spanID")); ok {
		c.near(what("offset"), *w.After, r.Number("offset")-on.Number("offset"))
	} else {
		c.fault("line %d is on no span", at)
	}
}
