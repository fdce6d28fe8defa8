package loki

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/grafana/loki/v3/pkg/logql/syntax"
	"github.com/prometheus/prometheus/model/labels"
)

// built is a query out of a text that tries to be more than text, and the same
// out of an X.
type built struct {
	Builder, Text, LogQL string
	Plain                struct{ LogQL string }
}

// mayFail are builders whose text is a regular expression of the user's own.
const mayFail = "a variable between backticks"

// TestTextCannotChangeAQuery has Loki's own parser judge what the plugin makes of
// such texts: the query keeps its shape, and searches for the very text.
func TestTextCannotChangeAQuery(t *testing.T) {
	judged := 0
	for _, file := range []string{"frontend.json", "backend.json"} {
		for _, q := range read(t, file) {
			if q.LogQL == "" {
				continue
			}
			judged++
			got, err := syntax.ParseExpr(q.LogQL)
			if err != nil {
				if q.Builder != mayFail {
					t.Errorf("%s, %q: %s: %v", q.Builder, q.Text, q.LogQL, err)
				}
				continue
			}
			if want, err := syntax.ParseExpr(q.Plain.LogQL); err != nil || shape(got) != shape(want) {
				t.Errorf("%s, %q: %s means %s, want the shape of %v, %v", q.Builder, q.Text, q.LogQL, got, want, err)
			}
			checkMatcher(t, q, got)
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

var literal = regexp.MustCompile("(?s)\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`")

// shape is the query without its strings.
func shape(e syntax.Expr) string { return literal.ReplaceAllString(e.String(), `""`) }

// checkMatcher wants the matcher of "app" to be about the text, and no other.
func checkMatcher(t *testing.T, q built, e syntax.Expr) {
	t.Helper()
	selector, ok := e.(syntax.LogSelectorExpr)
	if !ok || q.Builder == mayFail {
		return
	}
	for _, m := range selector.Matchers() {
		if m.Name != "app" {
			continue
		}
		positive := m.Type == labels.MatchEqual || m.Type == labels.MatchRegexp
		if m.Matches(q.Text) != positive || m.Matches(q.Text+"z") == positive {
			t.Errorf("%s, %q: %s searches for another text", q.Builder, q.Text, m)
		}
	}
	if strings.Contains(q.Builder, "line") {
		filters := e.String()
		if !strings.Contains(filters, "|~") {
			t.Errorf("%s, %q: %s filters no lines", q.Builder, q.Text, filters)
		}
	}
}
