package release

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

var listed = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (\\S+) \\| (\\S+) \\|$")

// listedLibraries are those of LicensesFile.
func listedLibraries(t *testing.T) (all []library) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", filepath.FromSlash(LicensesFile)))
	require.NoError(t, err)
	for _, row := range listed.FindAllStringSubmatch(string(text), -1) {
		all = append(all, library{name: row[1], version: row[2], license: row[3]})
	}
	require.NotEmpty(t, all)
	return all
}

func TestLicencesAreAllowed(t *testing.T) {
	require.NoError(t, checkLicenses(listedLibraries(t)))
	require.EqualError(t, checkLicenses([]library{
		{name: "github.com/grafana/tempo/pkg/pool", version: "v1.5.1", license: "AGPL-3.0"},
		{name: "github.com/grafana/tempo/pkg/tempopb/trace/v1", version: "v1.5.1", license: "Apache-2.0"},
		{name: "left-pad", version: "1.3.0", license: "Unknown"},
	}), "github.com/grafana/tempo/pkg/pool v1.5.1 is under AGPL-3.0, which a plugin under Apache-2.0 cannot hold: stop importing it\n"+
		"left-pad 1.3.0 is under Unknown, which a plugin under Apache-2.0 cannot hold: stop importing it")
}

// TestTheLinkedModulesAreListed compares versions: the licence of one cannot change.
func TestTheLinkedModulesAreListed(t *testing.T) {
	modules := linkedModules(t)
	of := func(module [2]string, l library) bool {
		return l.version == module[1] && strings.HasPrefix(l.name+"/", module[0]+"/")
	}
	libraries := listedLibraries(t)
	for _, m := range modules {
		if !slices.ContainsFunc(libraries, func(l library) bool { return of(m, l) }) {
			t.Errorf("%s %s is not in %s: run go tool mage licenses", m[0], m[1], LicensesFile)
		}
	}
	for _, l := range libraries {
		isModule := strings.Contains(strings.Split(l.name, "/")[0], ".")
		if isModule && !slices.ContainsFunc(modules, func(m [2]string) bool { return of(m, l) }) {
			t.Errorf("%s %s is in %s and no longer linked: run go tool mage licenses", l.name, l.version, LicensesFile)
		}
	}
}

// linkedModules are paths and versions.
func linkedModules(t *testing.T) (modules [][2]string) {
	t.Helper()
	p, err := project.Open(io.Discard)
	require.NoError(t, err)
	for _, on := range []string{"linux", "darwin", "windows"} {
		t.Setenv("GOOS", on)
		out, err := goCommand(t.Context(), p, "list", "-deps", "-tags=arrow_json_stdlib", "-f={{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "./pkg")
		require.NoError(t, err)
		for line := range strings.Lines(out) {
			path, version, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(line), "+incompatible"), " ")
			if m := [2]string{path, version}; path != "" && !slices.Contains(modules, m) {
				modules = append(modules, m)
			}
		}
	}
	return modules
}

// TestBundledPackagesAreListed compares with the lock file; which packages are
// bundled is only known once they are.
func TestBundledPackagesAreListed(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "package-lock.json"))
	require.NoError(t, err)
	var lock struct {
		Packages map[string]struct{ Version string }
	}
	require.NoError(t, json.Unmarshal(raw, &lock))
	for _, l := range listedLibraries(t) {
		if locked, isPackage := lock.Packages["node_modules/"+l.name]; isPackage {
			require.Equal(t, locked.Version, l.version, "%s: run go tool mage licenses", l.name)
		}
	}
}
