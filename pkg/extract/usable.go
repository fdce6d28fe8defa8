package extract

import (
	"errors"
	"fmt"
)

// Usable returns the rules that New accepts, in their order. The error has one
// sentence for each rule that it leaves out.
func Usable(rules []Rule) ([]Rule, error) {
	var usable []Rule
	var problems []error
	for i, rule := range rules {
		if _, err := compile(rule); err != nil {
			problems = append(problems, fmt.Errorf("trace ID rule %s is not used: %w", nameOf(rule, i), err))
			continue
		}
		usable = append(usable, rule)
	}
	if left := len(usable) - MaxRules; left > 0 {
		usable = usable[:MaxRules]
		problems = append(problems, fmt.Errorf("the last %d trace ID rules are not used: keep at most %d", left, MaxRules))
	}
	return usable, errors.Join(problems...)
}

// FindsTraces says that the rule finds trace IDs, not span IDs alone. A rule that
// New refuses finds nothing.
func (r Rule) FindsTraces() bool {
	c, err := compile(r)
	return err == nil && (c.pattern == nil || c.trace > 0)
}

// Overrules says that the rule may find another trace ID in a line than the
// line's structured metadata names under metadataName.
func (r Rule) Overrules(metadataName string) bool {
	sameName := r.Source == SourceLabel && r.Pattern == "" && r.Key == metadataName
	return r.FindsTraces() && !sameName
}
