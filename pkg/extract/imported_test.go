package extract

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// importedField is a row of the table that the config editor's import is held to
// (src/components/derivedFields): a derived field, the rule that it becomes, and
// what that rule finds.
type importedField struct {
	Name        string
	Trace, Span *Rule
	Skipped     string
	Finds       []struct {
		Line, Trace, Span string
		Labels            map[string]string
	}
}

// TestImportedFields holds that every rule that the import makes is one that the
// backend takes, and finds what the derived field finds in Grafana.
func TestImportedFields(t *testing.T) {
	raw, err := os.ReadFile("testdata/derived-fields.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []importedField
	if err := json.Unmarshal(raw, &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) < 90 {
		t.Errorf("the table has only %d rows", len(rows))
	}
	for _, row := range rows {
		t.Run(row.Name, func(t *testing.T) { row.check(t) })
	}
}

func (row importedField) check(t *testing.T) {
	t.Helper()
	if row.Skipped != "" {
		return
	}
	rule := row.Trace
	if row.Span != nil {
		rule = row.Span
	}
	e, err := New([]Rule{*rule})
	if err != nil {
		t.Fatal(err)
	}
	if rule.FindsTraces() != (row.Trace != nil) {
		t.Errorf("the rule finds traces: %t", rule.FindsTraces())
	}
	for _, finds := range row.Finds {
		line := journey.Line{Body: finds.Line}
		for name, value := range finds.Labels {
			line.Metadata = append(line.Metadata, journey.Label{Name: name, Value: value})
		}
		alone := e.byRules(&line)
		if row.Trace != nil && shownTrace(alone) != finds.Trace {
			t.Errorf("%s %v: the rule finds trace %q", finds.Line, finds.Labels, shownTrace(alone))
		}
		if row.Span != nil && finds.Span != "" && shownSpan(alone) != finds.Span {
			t.Errorf("%s %v: the rule finds span %q", finds.Line, finds.Labels, shownSpan(alone))
		}
		ctx := e.Extract(&line)
		if got := shownTrace(ctx); got != finds.Trace || shownSpan(ctx) != finds.Span {
			t.Errorf("%s %v: got %s/%s, want %s/%s", finds.Line, finds.Labels, got, shownSpan(ctx), finds.Trace, finds.Span)
		}
	}
}

func shownTrace(ctx journey.TraceContext) string {
	if ctx.TraceID.IsZero() {
		return ""
	}
	return ctx.TraceID.String()
}

func shownSpan(ctx journey.TraceContext) string {
	if ctx.SpanID.IsZero() {
		return ""
	}
	return ctx.SpanID.String()
}
