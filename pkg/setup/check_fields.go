package setup

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// checkDerivedFields says which derived fields Grafana's own Loki data source
// needs to link the same lines to their traces.
func (c *Checker) checkDerivedFields(f *facts) Result {
	if why := f.noLines(); why != "" {
		return skipped(CheckDerivedFields, why)
	}
	fields := fieldsFor(f)
	if len(fields) == 0 {
		return skipped(CheckDerivedFields, "No sampled line has a trace ID that a derived field could find.")
	}
	r := Result{ID: CheckDerivedFields, Status: OK, Code: []Code{c.provisioned(fields)}, Evidence: table("Matcher", "Finds an ID in")}
	for _, field := range fields {
		r.Evidence.add(field.matcherType+" "+field.matcher, journey.Count(field.lines, "sampled line"))
	}
	r.Message = fmt.Sprintf("To link a line to its journey and its trace, Grafana's Loki data source needs %s. Request Journey itself needs none.", journey.Count(len(fields), "derived field"))
	r.Advice = "Copy them into the provisioning of your Loki data source, or enter them in its settings under Derived fields."
	switch missed, of := c.missedByFields(f); {
	case of > 0 && missed == 0:
		r.Message, r.Advice = fmt.Sprintf("The derived fields of Grafana's Loki data source find the trace ID in %s.", journey.CountOf(of, "line, the only one with an ID", "lines, all that have one")), ""
	case of > 0:
		r.Status, r.Gaps = Warn, []Gap{GapDerivedLink}
		r.Message = fmt.Sprintf("The derived fields of Grafana's Loki data source miss the trace ID in %d of %s.", missed, journey.Count(of, "line"))
	}
	return r
}

// fieldsFor are the derived fields that find IDs in the most lines, the best first.
func fieldsFor(f *facts) []derivedField {
	byMatcher := make(map[string]*derivedField)
	var all []*derivedField
	f.each(func(_ *group, l *line) {
		if !l.hasID() {
			return
		}
		field, ok := fieldOf(l)
		if !ok {
			return
		}
		known := byMatcher[field.matcher]
		if known == nil {
			known = &field
			byMatcher[field.matcher] = known
			all = append(all, known)
		}
		known.lines++
	})
	slices.SortStableFunc(all, func(a, b *derivedField) int {
		return cmp.Or(b.lines-a.lines, strings.Compare(a.matcher, b.matcher))
	})
	fields := make([]derivedField, min(len(all), mostFields))
	for i := range fields {
		fields[i] = *all[i]
	}
	return fields
}

// mostFields bounds the fields: the browser matches each with every line that it shows.
const mostFields = 6

// provisioned has an entry for each field and target. Grafana makes one field with several
// links out of entries with the same name, and uses the first entry's matcher. So entries
// with different matchers need different names.
func (c *Checker) provisioned(fields []derivedField) Code {
	var b strings.Builder
	b.WriteString("jsonData:\n  derivedFields:\n")
	for i, field := range fields {
		name := "TraceID"
		if i > 0 {
			name = fmt.Sprintf("TraceID %d", i+1)
		}
		for _, to := range c.Targets {
			fmt.Fprintf(&b, "    - name: %s\n      matcherType: %s\n      matcherRegex: '%s'\n      url: '$${__value.raw}'\n      urlDisplayLabel: %s\n      datasourceUid: %s\n",
				strconv.Quote(name), field.matcherType, strings.ReplaceAll(field.matcher, "'", "''"), strconv.Quote(to.Name), to.UID)
		}
	}
	return Code{Title: "Provisioning of Grafana's Loki data source", Language: "yaml", Text: b.String()}
}

// missedByFields counts the lines in which no derived field finds the trace ID.
func (c *Checker) missedByFields(f *facts) (missed, of int) {
	var fields []Rule
	for _, rule := range c.Rules {
		if rule.Field {
			fields = append(fields, rule)
		}
	}
	if len(fields) == 0 {
		return 0, 0
	}
	f.each(func(_ *group, l *line) {
		if !l.hasID() {
			return
		}
		of++
		if !slices.ContainsFunc(fields, func(r Rule) bool { return sameID(r.Read(l.Line), l.ctx.TraceID) }) {
			missed++
		}
	})
	return missed, of
}
