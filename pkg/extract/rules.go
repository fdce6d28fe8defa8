package extract

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Rule is one of a user's rules; they are the settings' traceIdRules.
type Rule struct {
	Name   string `json:"name"`   // for messages about the rule
	Source Source `json:"source"` // where to look: line, label, json or logfmt
	// Pattern is an RE2 expression whose groups "trace" and "span", or else
	// whose first group, capture IDs. It is matched with the line, or with the
	// value of Key, where it may be empty: the value then is the ID. With the
	// group "span" alone the rule finds the span of a line whose trace is found in
	// another way.
	Pattern string `json:"pattern,omitempty"`
	// Key is a label's or metadata pair's name, or an expression that its name
	// matches; a JSON path such as log.trace_id; or a logfmt key.
	Key string `json:"key,omitempty"`
}

// Source says where a Rule looks.
type Source string

// The sources.
const (
	SourceLine   Source = "line"
	SourceLabel  Source = "label"  // structured metadata, then stream labels, then what the LogQL query parsed
	SourceJSON   Source = "json"   // the line, then what the LogQL query parsed, should it have rewritten the line
	SourceLogfmt Source = "logfmt" // the same
)

// The limits of a user's rules: each line is matched with all of them.
const (
	MaxRules   = 50
	MaxPattern = 1000 // bytes of a pattern or key
)

// compiledRule is a checked Rule; a trace or span group of 0 is absent.
type compiledRule struct {
	name        string
	source      Source
	key         string
	parsedKey   string         // the name that Loki's parsers give the key
	labels      *regexp.Regexp // nil when key is the label's very name
	decimal     bool
	pattern     *regexp.Regexp // nil when the value is the ID
	trace, span int
}

func compileRules(rules []Rule) ([]compiledRule, error) {
	if len(rules) > MaxRules {
		return nil, fmt.Errorf("there are %d trace ID rules: keep at most %d", len(rules), MaxRules)
	}
	compiled := make([]compiledRule, len(rules))
	for i, rule := range rules {
		c, err := compile(rule)
		if err != nil {
			return nil, fmt.Errorf("trace ID rule %s: %w", nameOf(rule, i), err)
		}
		c.name = rule.Name
		compiled[i] = c
	}
	return compiled, nil
}

func nameOf(rule Rule, i int) string {
	if rule.Name == "" {
		return fmt.Sprintf("number %d", i+1)
	}
	return fmt.Sprintf("%q", rule.Name)
}

func compile(rule Rule) (c compiledRule, err error) {
	if err = check(rule); err != nil {
		return c, err
	}
	c = compiledRule{source: rule.Source, key: rule.Key, parsedKey: parsedName(rule.Key), decimal: classify(rule.Key).decimal}
	if rule.Source == SourceLabel && regexp.QuoteMeta(rule.Key) != rule.Key {
		if c.labels, err = compilePattern("key", rule.Key); err != nil {
			return c, err
		}
	}
	if rule.Pattern == "" {
		return c, nil
	}
	if c.pattern, err = compilePattern("pattern", rule.Pattern); err != nil {
		return c, err
	}
	c.trace, c.span, err = groups(c.pattern)
	return c, err
}

// check refuses what no source can use.
func check(rule Rule) error {
	switch rule.Source {
	case SourceLine:
		if rule.Pattern == "" {
			return errors.New("it has no pattern: enter one that captures the trace ID, such as trace=(\\w+)")
		}
		if rule.Key != "" {
			return errors.New("the source \"line\" takes no key: remove it or choose label, json or logfmt")
		}
	case SourceLabel, SourceJSON, SourceLogfmt:
		if rule.Key == "" {
			return errors.New("it has no key: enter the label's name, JSON path or logfmt key of the trace ID, such as trace_id")
		}
	default:
		return fmt.Errorf("the source %q is unknown: choose line, label, json or logfmt", rule.Source)
	}
	if len(rule.Pattern) > MaxPattern || len(rule.Key) > MaxPattern {
		return fmt.Errorf("its pattern or key is longer than %d bytes: shorten it", MaxPattern)
	}
	return nil
}

func compilePattern(what, pattern string) (*regexp.Regexp, error) {
	re, err := regexp.Compile(pattern)
	var bad *syntax.Error
	if errors.As(err, &bad) {
		return nil, fmt.Errorf("its %s is not a valid RE2 expression: %s in %q", what, bad.Code, bad.Expr)
	}
	return re, err
}

// groups finds the groups that capture the trace ID and the span ID.
func groups(re *regexp.Regexp) (trace, span int, err error) {
	trace, span = max(0, re.SubexpIndex("trace")), max(0, re.SubexpIndex("span"))
	if trace == 0 && span == 0 {
		trace = min(1, re.NumSubexp())
	}
	if trace == 0 && span == 0 {
		return 0, 0, errors.New("its pattern captures nothing: put parentheses around the part that is the trace ID")
	}
	return trace, span, nil
}

// byRules asks the user's rules in their order.
func (e *Extractor) byRules(line *journey.Line) (ctx journey.TraceContext) {
	for i := range e.rules {
		rule := &e.rules[i]
		if !ctx.TraceID.IsZero() && (rule.span == 0 || !ctx.SpanID.IsZero()) {
			continue
		}
		merge(&ctx, rule.read(line))
	}
	return ctx
}

// read is what the rule finds in a line.
func (r *compiledRule) read(line *journey.Line) journey.TraceContext {
	text := r.text(line)
	if text == "" {
		return journey.TraceContext{}
	}
	if r.pattern == nil {
		at, _ := unwrap(text, 0)
		return traceValue(text[at:], r.decimal)
	}
	match := r.pattern.FindStringSubmatchIndex(text)
	if match == nil {
		return journey.TraceContext{}
	}
	ctx := traceValue(group(text, match, r.trace), r.decimal)
	if id := spanID(group(text, match, r.span), r.decimal); !id.IsZero() {
		ctx.SpanID = id
	}
	return ctx
}

// group is what group n captured, "" when it is absent or took no part.
func group(text string, match []int, n int) string {
	if n == 0 || match[2*n] < 0 {
		return ""
	}
	return text[match[2*n]:match[2*n+1]]
}

// text is what the rule is about.
func (r *compiledRule) text(line *journey.Line) string {
	switch r.source {
	case SourceLabel:
		if v := r.label(line.Metadata); v != "" {
			return v
		}
		if v := r.label(line.Labels); v != "" {
			return v
		}
		return r.label(line.Parsed)
	case SourceJSON:
		if v := jsonValue(line.Body, r.key); v != "" {
			return v
		}
		return r.parsed(line)
	case SourceLogfmt:
		if v := logfmtValue(line.Body, r.key); v != "" {
			return v
		}
		return r.parsed(line)
	}
	return line.Body
}

// parsed is the key's value as Loki's parser found it before the line was rewritten.
func (r *compiledRule) parsed(line *journey.Line) string {
	if len(line.Parsed) == 0 {
		return ""
	}
	return line.Parsed.Get(r.parsedKey, r.parsedKey+"_extracted")
}

// parsedName is the name that Loki's parsers give a path or key: a_b for a.b.
func parsedName(key string) string {
	name := strings.Map(func(r rune) rune {
		if r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return '_'
	}, key)
	if name != "" && name[0] >= '0' && name[0] <= '9' {
		return "_" + name
	}
	return name
}

func (r *compiledRule) label(labels journey.Labels) string {
	if r.labels == nil {
		return labels.Get(r.key)
	}
	for i := range labels {
		if labels[i].Value != "" && r.labels.MatchString(labels[i].Name) {
			return labels[i].Value
		}
	}
	return ""
}
