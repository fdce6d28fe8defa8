package release

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// checked is a built plugin beside the source that it was built from.
type checked struct {
	plugin, source fs.FS
	plugins        map[string]metadata // by the path of its plugin.json
}

// rule is one of the validator's (https://github.com/grafana/plugin-validator).
// What it returns is what to fix, a sentence each.
type rule struct {
	name  string
	check func(c checked) []string
}

// buildRules hold for every build, releaseRules beside them for a zip.
var (
	buildRules   = []rule{metadataRule, includesRule, logosRule, screenshotsRule, documentsRule, modulesRule, sourceMapsRule, strayFilesRule, backendCodeRule, frontendCodeRule}
	releaseRules = []rule{binariesRule, goManifestRule, licenseTextsRule}
)

// Check holds a built plugin to the rules that every build keeps.
func Check(plugin, source fs.FS) error {
	return run(checked{plugin: plugin, source: source}, buildRules)
}

// CheckBuild holds the dist of the normal build to the rules that every build
// keeps, and to LicensesFile.
func CheckBuild(p *project.Project) error {
	bundled, err := npmLibraries(p)
	if err != nil {
		return err
	}
	listed, err := os.ReadFile(p.Path(filepath.FromSlash(LicensesFile)))
	if err != nil {
		return err
	}
	var missing []error
	for _, l := range bundled {
		if !strings.Contains(string(listed), row(l)) {
			missing = append(missing, fmt.Errorf("%s %s is not in %s: run go tool mage licenses", l.name, l.version, LicensesFile))
		}
	}
	return errors.Join(Check(os.DirFS(p.Dist()), os.DirFS(p.Root)), errors.Join(missing...))
}

// CheckZip holds a zip to all rules.
func CheckZip(zipFile string, source fs.FS) error {
	z, err := zip.OpenReader(zipFile)
	if err != nil {
		return err
	}
	defer z.Close()
	root, err := fs.ReadDir(z, ".")
	if err != nil {
		return err
	}
	if len(root) != 1 || root[0].Name() != pluginID {
		return fmt.Errorf("%s must hold one folder, %s", zipFile, pluginID)
	}
	plugin, err := fs.Sub(z, pluginID)
	if err != nil {
		return err
	}
	c := checked{plugin: plugin, source: source}
	return errors.Join(run(c, buildRules), run(c, releaseRules))
}

func run(c checked, rules []rule) error {
	var err error
	if c.plugins, err = readPlugins(c.plugin); err != nil {
		return err
	}
	var broken []error
	for _, r := range rules {
		for _, complaint := range r.check(c) {
			broken = append(broken, fmt.Errorf("%s: %s", r.name, complaint))
		}
	}
	return errors.Join(broken...)
}

// complain turns what one thing is found to be wrong in into a rule's answer.
func complain(format string, args ...any) []string { return []string{fmt.Sprintf(format, args...)} }
