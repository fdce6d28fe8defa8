package cases

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// Update measures and writes the section of docs/accuracy.md. It fails when a row
// is not answered as it should be.
func Update(ctx context.Context, log io.Writer) error {
	p, err := project.Open(log)
	if err != nil {
		return err
	}
	results, err := Measure(ctx, log)
	if err != nil {
		return err
	}
	inGo, err := countCovered(ctx, p)
	if err != nil {
		return err
	}
	all := append(perKind(results), inGo...)
	if err := project.WriteSection("docs/accuracy.md", "cases", markdown(all)); err != nil {
		return err
	}
	for _, r := range results {
		for _, fault := range r.Faults {
			err = errors.Join(err, fmt.Errorf("%s: %s: %s", r.Kind, r.Name, fault))
		}
	}
	return err
}

// perKind counts the results of each kind, in their order.
func perKind(results []Result) (all []tally) {
	for _, r := range results {
		if len(all) == 0 || all[len(all)-1].kind != r.Kind {
			all = append(all, tally{kind: r.Kind, where: "tests/checks/cases"})
		}
		t := &all[len(all)-1]
		t.rows++
		if len(r.Faults) == 0 {
			t.right++
		}
	}
	return all
}

const head = `## Acceptance cases

These are small requests, lines and queries as others send them, taken from public bug
reports, documented formats and conventions. Those in the test package *cases* are sent
to a real Loki and a real Tempo, and the built plugin is asked about them. The others
are tables of unit tests.
` + "`go tool mage accuracy`" + ` writes this section; ` + "`go tool mage test`" + ` runs all cases.

| kind | table | cases | right |
|---|---|--:|--:|
`

func markdown(all []tally) string {
	page := strings.Builder{}
	page.WriteString(head)
	sum := tally{}
	for _, t := range all {
		fmt.Fprintf(&page, "| %s | %s | %d | %d |\n", t.kind, t.where, t.rows, t.right)
		sum.rows, sum.right = sum.rows+t.rows, sum.right+t.right
	}
	fmt.Fprintf(&page, "| **all** | | **%d** | **%d** |\n", sum.rows, sum.right)
	return page.String()
}
