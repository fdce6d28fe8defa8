package findings_test

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/requestjourney/requestjourney/pkg/join"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/journeytest"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

var update = flag.Bool("update", false, "rewrite testdata/findings.txt")

// findingsFile holds the whole texts of all findings of each case. tests/tools/reference
// checks that it contains every sentence of every finding.
const findingsFile = "testdata/findings.txt"

// wantFindings compares the severities, codes and nodes of the findings with what
// each case wants, and their whole texts with findingsFile.
func wantFindings(t *testing.T, tables ...map[string]findingCase) {
	t.Helper()
	texts := make(map[string]string)
	for _, table := range tables {
		for name, tc := range table {
			if _, taken := texts[name]; taken {
				t.Errorf("two cases are called %q", name)
			}
			t.Run(name, func(t *testing.T) {
				found := tc.findings(t)
				var codes string
				for _, f := range found {
					codes += fmt.Sprintf("%s %s %s\n", f.Severity, f.Code, f.Node)
				}
				journeytest.WantText(t, codes, tc.want)
				texts[name] = format(found)
			})
		}
	}
	wantFile(t, findingsFile, texts)
}

func (tc findingCase) findings(t *testing.T) []journey.Finding {
	if tc.by != nil {
		return tc.by(t)
	}
	raw := journey.Raw{Depth: journey.DepthWhole, Connections: &journey.ConnectionLines{}, Trace: journey.Trace{TraceID: journeytest.TraceID(1)}, Lines: journeytest.Lines(t, tc.lines)}
	if tc.spans != "" {
		raw.Trace = journeytest.Trace(t, 1, tc.spans)
	}
	raw.Trace.Truncated = tc.truncated
	for i := range raw.Lines {
		raw.Contexts = append(raw.Contexts, journeytest.Extract(&raw.Lines[i]))
	}
	if tc.with != nil {
		tc.with(&raw)
	}
	now := journeytest.Epoch.Add(cmp.Or(tc.after, time.Hour))
	return join.Join(raw, semconv.Identity{}, now).Findings
}

// format formats findings with all their fields.
func format(found []journey.Finding) string {
	if len(found) == 0 {
		return "nothing\n"
	}
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s %s, node %q, span %q\n\t%s\n\t%s\n", f.Severity, f.Code, f.Node, f.SpanID.String(), f.Message, f.Advice)
		for _, a := range f.Evidence {
			fmt.Fprintf(&b, "\t%s: %v\n", a.Key, a.Value)
		}
	}
	return b.String()
}

// wantFile compares texts with a file that has each text below its name.
func wantFile(t *testing.T, file string, texts map[string]string) {
	t.Helper()
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		fmt.Fprintf(&b, "# %s\n%s\n", name, texts[name])
	}
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("findings differ from %s; if the change is meant, run go test ./pkg/findings -run TestFindings -update\n%s", file, diff)
	}
}
