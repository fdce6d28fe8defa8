package release

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// notInREADME is what the catalog cannot show, or people who install do not need.
var notInREADME = map[string]*regexp.Regexp{
	"a comment":                             regexp.MustCompile(`<!--`),
	"a link that is not absolute":           regexp.MustCompile(`\]\((?:[^h#m]|h[^t]|m[^a])`),
	"a tool of developers (yarn, nodejs)":   regexp.MustCompile(`yarn|nodejs`),
	"text of the template it was made from": regexp.MustCompile(`(?i)Grafana (Panel|Data ?Source|App) Plugin Template`),
}

var documentsRule = rule{"documents", func(c checked) (wrong []string) {
	for _, name := range []string{"README.md", "CHANGELOG.md", "LICENSE"} {
		if !c.exists(name) {
			wrong = append(wrong, name+" is missing or empty")
		}
	}
	readme, _ := fs.ReadFile(c.plugin, "README.md")
	for what, found := range notInREADME {
		if found.Match(readme) {
			wrong = append(wrong, "README.md has "+what)
		}
	}
	license, _ := fs.ReadFile(c.plugin, "LICENSE")
	if text := string(license); !strings.Contains(text, "Apache License") || strings.Contains(text, "{yyyy}") {
		wrong = append(wrong, "LICENSE is not the whole text of Apache-2.0")
	}
	changes, _ := fs.ReadFile(c.plugin, "CHANGELOG.md")
	if version := c.plugins[mainPlugin].Info.Version; !strings.Contains(string(changes), "\n## "+version) {
		wrong = append(wrong, "CHANGELOG.md has no section for "+version)
	}
	slices.Sort(wrong)
	return wrong
}}

var modulesRule = rule{"modules", func(c checked) []string {
	return c.each(func(file string, _ metadata) (wrong []string) {
		for _, name := range []string{"module.js", "module.js.map"} {
			if !c.exists(path.Join(path.Dir(file), name)) {
				wrong = append(wrong, name+" is missing beside it")
			}
		}
		return wrong
	})
}}

// sourceMapsRule shows reviewers that what is shipped is what they read.
var sourceMapsRule = rule{"source maps", func(c checked) (wrong []string) {
	maps, err := sourceMaps(c.plugin)
	if err != nil {
		return complain("%v", err)
	}
	for name, m := range maps {
		if len(m.Sources) != len(m.SourcesContent) {
			wrong = append(wrong, name+" does not hold its sources")
		}
		m.own(func(source, content string) {
			if now, err := fs.ReadFile(c.source, "src/"+source); err != nil || string(now) != content {
				wrong = append(wrong, name+" differs from src/"+source+": build again")
			}
		})
	}
	slices.Sort(wrong)
	return wrong
}}

// strays are left behind by debuggers, tests and operating systems.
var strays = regexp.MustCompile(`(^|/)(standalone\.txt|pid\.txt|\.DS_Store|__MACOSX|node_modules|testdata|__fixtures__)(/|$)|\.test\.|\.go$`)

// unsafeSVG is what runs or loads something when a picture is shown.
var unsafeSVG = regexp.MustCompile(`(?i)<script|<foreignObject|\son\w+\s*=|javascript:|href\s*=\s*["']https?:`)

var strayFilesRule = rule{"stray files", func(c checked) (wrong []string) {
	err := fs.WalkDir(c.plugin, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strays.MatchString(name) {
			wrong = append(wrong, name+" does not belong into a plugin")
		}
		if path.Ext(name) == ".svg" {
			if picture, err := fs.ReadFile(c.plugin, name); err != nil || unsafeSVG.Match(picture) {
				wrong = append(wrong, name+" is an SVG that does more than show")
			}
		}
		return nil
	})
	if err != nil {
		return complain("%v", err)
	}
	return wrong
}}
