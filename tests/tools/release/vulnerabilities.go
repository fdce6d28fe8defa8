package release

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

const (
	govulncheck = "golang.org/x/vuln/cmd/govulncheck@v1.9.0"
	// explanations is the page that says why a known vulnerability stays.
	explanations = "SECURITY.md"
)

// Vulnerabilities has govulncheck look at what is shipped, and fails on what
// SECURITY.md does not explain. GOVULNDB names another database.
func Vulnerabilities(ctx context.Context, p *project.Project, out io.Writer) error {
	args := []string{"run", govulncheck, "-format", "json"}
	if db := os.Getenv("GOVULNDB"); db != "" {
		args = append(args, "-db", db)
	}
	var report bytes.Buffer
	cmd := exec.CommandContext(ctx, "go", append(args, "./pkg/...")...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.Root, &report, p.Log
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("govulncheck: %w", err)
	}
	found, err := reached(&report)
	if err != nil {
		return fmt.Errorf("what govulncheck says is not readable: %w", err)
	}
	page, err := os.ReadFile(p.Path(explanations))
	if err != nil {
		return err
	}
	return compare(out, found, advisories(string(page)))
}

// vulnerability is one that the code reaches.
type vulnerability struct{ id, module, fixed string }

// reached reads govulncheck's JSON. Findings about modules and packages of which
// nothing vulnerable is called have no function.
func reached(report io.Reader) (found []vulnerability, err error) {
	for messages := json.NewDecoder(report); messages.More(); {
		var m struct {
			Finding struct {
				OSV   string
				Fixed string `json:"fixed_version"`
				Trace []struct{ Module, Function string }
			}
		}
		if err := messages.Decode(&m); err != nil {
			return nil, err
		}
		if f := m.Finding; len(f.Trace) > 0 && f.Trace[0].Function != "" {
			found = append(found, vulnerability{f.OSV, f.Trace[0].Module, f.Fixed})
		}
	}
	slices.SortFunc(found, func(a, b vulnerability) int { return strings.Compare(a.id, b.id) })
	return slices.CompactFunc(found, func(a, b vulnerability) bool { return a.id == b.id }), nil
}

var advisory = regexp.MustCompile(`GO-\d{4}-\d+`)

func advisories(page string) []string { return advisory.FindAllString(page, -1) }

// compare reports each vulnerability, and fails when one is not explained.
func compare(out io.Writer, found []vulnerability, explained []string) error {
	var unknown error
	for _, v := range found {
		if slices.Contains(explained, v.id) {
			fmt.Fprintf(out, "%s in %s stays, as %s explains.\n", v.id, v.module, explanations)
			continue
		}
		remedy := "there is no version without it: explain in " + explanations + " why it stays"
		if v.fixed != "" {
			remedy = "it is fixed in " + v.fixed
		}
		unknown = errors.Join(unknown, fmt.Errorf("%s in %s: %s (https://pkg.go.dev/vuln/%s)", v.id, v.module, remedy, v.id))
	}
	for _, id := range explained {
		if !slices.ContainsFunc(found, func(v vulnerability) bool { return v.id == id }) {
			fmt.Fprintf(out, "%s is no longer found: remove it from %s.\n", id, explanations)
		}
	}
	return unknown
}
