package setup

import (
	"fmt"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// tally is what one of the user's rules did with the sampled lines.
type tally struct {
	Rule
	found, wrong int
	example      *line  // that it reads wrongly
	says         string // what it reads there
}

// checkRules says which of the user's rules cannot be used, else what the others do.
func (c *Checker) checkRules(f *facts) Result {
	if c.BadRules != "" {
		return Result{ID: CheckRules, Status: Fail, Message: c.BadRules, Advice: "Correct it in the data source's settings, or remove it."}
	}
	if why := f.noLines(); why != "" {
		return skipped(CheckRules, why)
	}
	return c.compareRules(f)
}

// compareRules holds the user's rules, and the derived fields of Grafana's own
// data source, against what the built-in rules find.
func (c *Checker) compareRules(f *facts) Result {
	r := Result{ID: CheckRules, Status: OK}
	if len(c.Rules) == 0 {
		r.Message = fmt.Sprintf("The built-in rules find the IDs of %s; no rule of your own is needed.", plural(f.count((*line).hasID), "sampled line"))
		return r
	}
	r.Evidence = table("Rule", "Finds an ID in", "Wrong in", "Example")
	var idle, wrong []string
	var first *tally
	for _, rule := range c.Rules {
		t := c.tallyOf(rule, f)
		r.Evidence.add(t.title(), plural(t.found, "line"), plural(t.wrong, "line"), t.evidence())
		switch {
		case t.wrong > 0:
			wrong = append(wrong, t.title())
			if first == nil {
				first = &t
			}
		case t.found == 0 && !t.Field: // derived fields may be there for other lines
			idle = append(idle, t.title())
		}
	}
	return r.ofRules(idle, wrong, first, len(c.Rules))
}

func (r Result) ofRules(idle, wrong []string, first *tally, rules int) Result {
	switch {
	case len(wrong) > 0:
		r.Status = Fail
		r.Message = fmt.Sprintf("%s captures something else than the trace ID in %s, such as “%s”.", list(wrong), plural(first.wrong, "line"), example(first.says))
		r.Advice = "Remove it: the built-in rules find the ID of these lines. Or let it capture the part that the next check proposes."
	case len(idle) > 0:
		r.Status = Warn
		r.Message = fmt.Sprintf("%s finds no trace ID in any sampled line.", list(idle))
		r.Advice = "Correct its pattern or remove it; what the built-in rules find needs none."
	default:
		r.Message = fmt.Sprintf("%s of your own find the IDs that the built-in ones find too.", plural(rules, "rule"))
	}
	return r
}

func (c *Checker) tallyOf(rule Rule, f *facts) tally {
	t := tally{Rule: rule}
	f.each(func(_ *group, l *line) {
		id := rule.Read(l.Line)
		if id.IsZero() {
			return
		}
		t.found++
		ctx, _ := c.BuiltIn(l.Line)
		if !ctx.TraceID.IsZero() && !sameID(ctx.TraceID, id) {
			t.wrong++
			t.example, t.says = l, id.Short()
		}
	})
	return t
}

func (t tally) title() string {
	if t.Field {
		return "derived field " + t.Name
	}
	return "rule " + t.Name
}

func (t tally) evidence() string {
	if t.example == nil {
		return ""
	}
	return example(t.example.Body)
}

// sameID also takes the half of an ID for the whole.
func sameID(a, b journey.TraceID) bool {
	return a == b || (is64Bit(a) || is64Bit(b)) && [8]byte(a[8:]) == [8]byte(b[8:])
}
