package loki

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// parseLabels reads a stream's labels as Loki prints them, {a="b", c="d"},
// with values (and names that need it) quoted as in Go.
func parseLabels(text string) (journey.Labels, error) {
	var labels journey.Labels
	err := eachMatcher(text, func(name, operator, value string) error {
		if operator != "=" {
			return fmt.Errorf("operator %s in labels", operator)
		}
		labels = append(labels, journey.Label{Name: name, Value: value})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("labels %s: %w", clip(text), err)
	}
	sortLabels(labels)
	return labels, nil
}

// parseMatchers counts the matchers of a stream selector.
func parseMatchers(selector string) (count int, err error) {
	err = eachMatcher(selector, func(string, string, string) error { count++; return nil })
	return count, err
}

// eachMatcher walks through {name operator "value", …}. A comma may follow the
// last one, as in LogQL.
func eachMatcher(text string, visit func(name, operator, value string) error) error {
	rest, ok := strings.CutPrefix(strings.TrimSpace(text), "{")
	if !ok {
		return fmt.Errorf("no opening brace")
	}
	for rest = trim(rest); rest != "}"; {
		var name, operator, value string
		var err error
		if name, rest, err = takeName(rest); err != nil {
			return err
		}
		if operator, rest, err = takeOperator(trim(rest)); err != nil {
			return err
		}
		if value, rest, err = takeQuoted(trim(rest)); err != nil {
			return err
		}
		if err := visit(name, operator, value); err != nil {
			return err
		}
		if after, comma := strings.CutPrefix(trim(rest), ","); comma {
			rest = trim(after)
		} else if rest = trim(rest); rest != "}" {
			return fmt.Errorf("no comma or closing brace after %s", name)
		}
	}
	return nil
}

func takeName(s string) (name, rest string, err error) {
	if strings.HasPrefix(s, `"`) {
		return takeQuoted(s)
	}
	end := strings.IndexFunc(s, func(r rune) bool {
		return r != '_' && r != ':' && r != '.' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
	if end <= 0 {
		return "", "", fmt.Errorf("no label name")
	}
	return s[:end], s[end:], nil
}

func takeOperator(s string) (operator, rest string, err error) {
	for _, operator := range []string{"=~", "!~", "!=", "="} {
		if rest, ok := strings.CutPrefix(s, operator); ok {
			return operator, rest, nil
		}
	}
	return "", "", fmt.Errorf("no operator")
}

func takeQuoted(s string) (value, rest string, err error) {
	quoted, err := strconv.QuotedPrefix(s)
	if err != nil || quoted[0] == '\'' {
		return "", "", fmt.Errorf("no quoted value")
	}
	if value, err = strconv.Unquote(quoted); err != nil {
		return "", "", err
	}
	return value, s[len(quoted):], nil
}

func trim(s string) string { return strings.TrimLeft(s, " \t\r\n") }
