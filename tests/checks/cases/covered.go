package cases

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strings"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// covered are kinds whose rows are tables of Go tests, which need no server: what
// is read out of one line or one query.
var covered = []struct{ kind, folder, tests string }{
	{"common forms of lines", "pkg/extract", "TestProxies|TestApplications|TestWrapping|TestHeaders"},
	{"colours in lines", "pkg/extract", "TestColours"},
	{"Google Cloud's traces", "pkg/extract", "TestGoogleCloud"},
	{"Serilog's compact JSON", "pkg/extract", "TestSerilog"},
	{"IDs in objects, members and pairs", "pkg/extract", "TestObjectsAndMembers"},
	{"names of keys, among them tid, operation_Id, Trace ID and X-Ray's", "pkg/extract", "TestKeys"},
	{"separators, wrappers and percent-encoding", "pkg/extract", "TestSeparators"},
	{"IDs without a key; lists, ranges and decimals, which are none", "pkg/extract", "TestPairs"},
	{"parents, and IDs inside of queries", "pkg/extract", "TestOtherContexts"},
	{"lines that were cut", "pkg/extract", "TestCutLines"},
	{"reasons why proxies answered", "pkg/accesslog", "TestAnswer"},
	{"joins by request ID", "pkg/find", "TestLinesAreJoinedByRequestID"},
	{"rules of users", "pkg/extract", "TestRules|TestRulesInOrder"},
	{"links of Grafana's own", "pkg/query", "TestReadsQueriesFromElsewhere"},
}

// tally counts rows.
type tally struct {
	kind, where string
	rows, right int
}

// countCovered runs those tables.
func countCovered(ctx context.Context, p *project.Project) ([]tally, error) {
	var all []tally
	for _, c := range covered {
		cmd := exec.CommandContext(ctx, "go", "test", "-json", "-run", "^("+c.tests+")$", "./"+c.folder)
		cmd.Dir, cmd.Stderr = p.Root, p.Log
		out, err := cmd.Output()
		t := countRows(out)
		t.kind, t.where = c.kind, c.folder
		if t.rows == 0 || err != nil && t.rows == t.right { // no row failed, so the run did
			return nil, fmt.Errorf("%s has no rows of %s: %w", c.folder, c.tests, cmp.Or(err, errors.New("none was run")))
		}
		all = append(all, t)
	}
	return all, nil
}

// countRows counts the rows in the output of `go test -json`: a row is a subtest.
func countRows(out []byte) (t tally) {
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var e struct{ Action, Test string }
		if json.Unmarshal(lines.Bytes(), &e) != nil || !strings.Contains(e.Test, "/") {
			continue
		}
		if ended.MatchString(e.Action) {
			t.rows++
		}
		if e.Action == "pass" {
			t.right++
		}
	}
	return t
}

var ended = regexp.MustCompile("^(pass|fail)$")
