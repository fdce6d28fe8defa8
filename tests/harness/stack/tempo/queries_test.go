// Package tempo holds what can only be checked where Tempo's own module is at
// home; the module otherwise just pins and builds Tempo's command.
package tempo

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/grafana/tempo/pkg/traceql"
)

// built is a query out of a text that tries to be more than text, and the same
// out of an X.
type built struct {
	Builder, Text, TraceQL string
	Plain                  struct{ TraceQL string }
}

// mayFail says that TraceQL refuses the query: comparisons that take no text, and
// names with a line break, which it has no spelling for.
func (q built) mayFail() bool {
	return q.Builder == "an intrinsic that takes words" || q.Builder == "a duration" ||
		q.Builder == "the name of a span attribute" && strings.Contains(q.Text, "\n")
}

// TestTextCannotChangeAQuery has Tempo's own parser judge what the plugin makes
// of such texts: the query keeps its shape, and searches for the very text.
func TestTextCannotChangeAQuery(t *testing.T) {
	judged := 0
	for _, file := range []string{"frontend.json", "backend.json"} {
		for _, q := range read(t, file) {
			if q.TraceQL == "" {
				continue
			}
			judged++
			got, err := traceql.Parse(q.TraceQL)
			if err != nil {
				if !q.mayFail() {
					t.Errorf("%s, %q: %s: %v", q.Builder, q.Text, q.TraceQL, err)
				}
				continue
			}
			plain, err := traceql.Parse(q.Plain.TraceQL)
			if err != nil {
				t.Fatalf("%s: %v", q.Builder, err)
			}
			if got, want := shape(got, q.Text), shape(plain, "X"); got != want {
				t.Errorf("%s, %q: %s means %s, want %s", q.Builder, q.Text, q.TraceQL, got, want)
			}
		}
	}
	if judged < 100 {
		t.Errorf("only %d queries were judged", judged)
	}
}

func read(t *testing.T, file string) (queries []built) {
	t.Helper()
	raw, err := os.ReadFile("../../../checks/queries/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &queries); err != nil {
		t.Fatal(err)
	}
	return queries
}

// shape is the query with the text taken out where it stands as a whole string,
// which Tempo prints between backticks, or as the name of an attribute.
func shape(e *traceql.RootExpr, text string) string {
	printed := strings.ReplaceAll(e.String(), "`"+text+"`", "``")
	printed = strings.ReplaceAll(printed, `"-`+text+`"`, "-NAME")
	return strings.ReplaceAll(printed, "span.-"+text+" ", "span.-NAME ")
}
