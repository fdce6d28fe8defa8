package extract

import (
	"errors"
	"fmt"
	"strings"
)

// DerivedField is an entry of jsonData.derivedFields of Grafana's Loki data
// source (https://grafana.com/docs/grafana/latest/datasources/loki/configure-loki-data-source/#derived-fields).
type DerivedField struct {
	Name         string `json:"name"`
	MatcherRegex string `json:"matcherRegex"`
	MatcherType  string `json:"matcherType"` // "regex", the default, or "label"
	// DatasourceUID is where an internal link leads: a field of which it is not
	// a tracing data source is hardly about trace IDs.
	DatasourceUID string `json:"datasourceUid"`
}

// RulesFromDerivedFields turns derived fields into rules that find what Grafana
// finds. It returns the rules that work together with an error that has one
// sentence for each field that does not: Grafana matches in the browser, whose
// expressions know more than RE2. Fields that are about spans are left out, too.
func RulesFromDerivedFields(fields []DerivedField) ([]Rule, error) {
	var rules []Rule
	var problems []error
	for i, field := range fields {
		rule, err := field.rule()
		if err == nil {
			_, err = compile(rule)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("derived field %s: %w", nameOf(Rule{Name: field.Name}, i), err))
			continue
		}
		rules = append(rules, rule)
	}
	return rules, errors.Join(problems...)
}

func (f DerivedField) rule() (Rule, error) {
	if f.isOfSpans() {
		return Rule{}, errors.New("it finds the ID of a span, not of a trace")
	}
	switch f.MatcherType {
	case "", "regex":
		return Rule{Name: f.Name, Source: SourceLine, Pattern: f.MatcherRegex}, nil
	case "label", "structured_metadata": // Grafana's label matcher covers both; people write the second, too
		return Rule{Name: f.Name, Source: SourceLabel, Key: f.MatcherRegex}, nil
	}
	return Rule{}, fmt.Errorf("its type %q is unknown: only regex and label can be imported", f.MatcherType)
}

// isOfSpans goes by the words of the pattern, or of the name where the pattern has
// none.
func (f DerivedField) isOfSpans() bool {
	words := strings.ToLower(f.MatcherRegex)
	if !strings.Contains(words, "trace") && !strings.Contains(words, "span") {
		words = strings.ToLower(f.Name)
	}
	return strings.Contains(words, "span") && !strings.Contains(words, "trace")
}
