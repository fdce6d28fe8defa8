package setup

import (
	"fmt"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// tally counts what one of the user's rules finds in the sampled lines.
type tally struct {
	Rule
	found, wrong int
	example      *line  // in which it finds a wrong ID
	says         string // the wrong ID
}

// checkRules says which of the user's rules cannot be used, or else what the rules find.
func (c *Checker) checkRules(f *facts) Result {
	if c.BadRules != "" {
		return Result{ID: CheckRules, Status: Fail, Message: c.BadRules, Advice: "Correct the rule in the data source's settings, or remove it."}
	}
	if why := f.noLines(); why != "" {
		return skipped(CheckRules, why)
	}
	return c.compareRules(f)
}

// compareRules compares what the built-in rules find with what the user's rules and the
// derived fields of Grafana's own data source find.
func (c *Checker) compareRules(f *facts) Result {
	r := Result{ID: CheckRules, Status: OK}
	if len(c.Rules) == 0 {
		r.Message = fmt.Sprintf("The built-in rules find trace IDs in %s. You need no rules of your own.", journey.Count(f.count((*line).hasID), "sampled line"))
		return r
	}
	r.Evidence = table("Rule", "Finds an ID in", "Wrong in", "Example")
	var idle, wrong []string
	var first *tally
	for _, rule := range c.Rules {
		t := c.tallyOf(rule, f)
		r.Evidence.add(t.title(), journey.Count(t.found, "line"), journey.Count(t.wrong, "line"), t.evidence())
		switch {
		case t.wrong > 0:
			wrong = append(wrong, t.title())
			if first == nil {
				first = &t
			}
		case t.found == 0 && !t.Field: // derived fields may be meant for other lines
			idle = append(idle, t.title())
		}
	}
	return r.ofRules(idle, wrong, first, len(c.Rules))
}

func (r Result) ofRules(idle, wrong []string, first *tally, rules int) Result {
	switch {
	case len(wrong) > 0:
		r.Status = Fail
		r.Message = journey.Sentence(fmt.Sprintf("%s %s something other than the trace ID in %s, such as “%s”.", list(wrong), agree(len(wrong), "captures", "capture"), journey.Count(first.wrong, "line"), example(first.says)))
		r.Advice = "Remove it, because the built-in rules find the ID in these lines. Or let it capture what the check of derived fields proposes."
	case len(idle) > 0:
		r.Status = Warn
		r.Message = journey.Sentence(fmt.Sprintf("%s %s no trace ID in any sampled line.", list(idle), agree(len(idle), "finds", "find")))
		r.Advice = "Correct the pattern, or remove the rule if the built-in rules find the IDs."
	default:
		r.Message = journey.CountOf(rules, "rule of your own finds the same IDs as the built-in rules.", "rules of your own find the same IDs as the built-in rules.")
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

// sameID also reports true if one ID is the lower half of the other.
func sameID(a, b journey.TraceID) bool {
	return a == b || (is64Bit(a) || is64Bit(b)) && [8]byte(a[8:]) == [8]byte(b[8:])
}
