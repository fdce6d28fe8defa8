package release

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// library is somebody else's work that the plugin ships.
type library struct {
	name, version, license string
	text                   string // file with the licence
}

// LicensesFile tells whose work the plugin ships, and under which licences.
const LicensesFile = "docs/licenses.md"

// WriteLicenses writes LicensesFile from what the binaries link and what the
// source maps in dist name.
func WriteLicenses(ctx context.Context, p *project.Project, w io.Writer) error {
	if err := p.Frontend(ctx); err != nil {
		return err
	}
	linked, bundled, err := shipped(ctx, p)
	if err != nil {
		return err
	}
	fmt.Fprint(w, "# Licences of the libraries in the plugin\n\n"+
		"`go tool mage licenses` makes this page. The zip has the texts of the licences in `THIRD_PARTY_LICENSES.txt`. "+
		"Request Journey itself is under Apache-2.0.\n\n## In the backend\n\n")
	writeTable(w, linked)
	fmt.Fprint(w, "\n## In the front end\n\nReact, Emotion, RxJS and Grafana's own packages come with Grafana.\n\n")
	writeTable(w, bundled)
	return nil
}

func writeTable(w io.Writer, libraries []library) {
	fmt.Fprint(w, "| library | version | licence |\n|---|---|---|\n")
	for _, l := range libraries {
		fmt.Fprintln(w, row(l))
	}
}

func row(l library) string { return fmt.Sprintf("| `%s` | %s | %s |", l.name, l.version, l.license) }

// writeLicenseTexts puts the notices that the licences ask for into dist.
func writeLicenseTexts(ctx context.Context, p *project.Project) error {
	linked, bundled, err := shipped(ctx, p)
	if err != nil {
		return err
	}
	var texts bytes.Buffer
	for _, l := range slices.Concat(linked, bundled) {
		text, err := os.ReadFile(l.text)
		if err != nil {
			return fmt.Errorf("the licence of %s: %w", l.name, err)
		}
		fmt.Fprintf(&texts, "%s\n%s %s (%s)\n\n%s\n\n", strings.Repeat("=", 80), l.name, l.version, l.license, bytes.TrimSpace(text))
	}
	return os.WriteFile(filepath.Join(p.Dist(), "THIRD_PARTY_LICENSES.txt"), texts.Bytes(), 0o644)
}

// shipped fails if the plugin may not hold a library.
func shipped(ctx context.Context, p *project.Project) (linked, bundled []library, err error) {
	if linked, err = goLibraries(ctx, p); err != nil {
		return nil, nil, err
	}
	if bundled, err = npmLibraries(p); err != nil {
		return nil, nil, err
	}
	return linked, bundled, errors.Join(checkLicenses(linked), checkLicenses(bundled))
}

// allowed are licences under which others' work may be part of a plugin that is
// under Apache-2.0 (https://www.apache.org/legal/resolved.html).
var allowed = []string{"Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MPL-2.0"}

// checkLicenses names each library whose licence is not allowed.
func checkLicenses(libraries []library) (err error) {
	for _, l := range libraries {
		if !slices.Contains(allowed, l.license) {
			err = errors.Join(err, fmt.Errorf("%s %s is under %s, which a plugin under Apache-2.0 cannot hold: stop importing it", l.name, l.version, l.license))
		}
	}
	return err
}

// goLibraries are what go-licenses finds in the binaries of all platforms. A
// library is a folder with a licence of its own, mostly a module.
func goLibraries(ctx context.Context, p *project.Project) ([]library, error) {
	std, err := goItself(ctx, p)
	if err != nil {
		return nil, err
	}
	all := []library{std}
	for _, on := range platforms {
		report, err := goLicenses(ctx, p, on.os, on.arch)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(report) {
			f := strings.Split(strings.TrimSpace(line), "\t")
			all = append(all, library{name: f[0], version: f[1], license: f[2], text: f[3]})
		}
	}
	slices.SortFunc(all, byName)
	return slices.Compact(all), nil
}

func byName(a, b library) int {
	return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.license, b.license))
}

// goItself is Go's standard library, which every binary holds.
func goItself(ctx context.Context, p *project.Project) (library, error) {
	out, err := goCommand(ctx, p, "env", "GOROOT")
	root := strings.TrimSpace(out)
	return library{name: "std", version: "Go's", license: "BSD-3-Clause", text: filepath.Join(root, "LICENSE")}, err
}

// reportTemplate is a library a line.
const reportTemplate = "{{range .}}{{.Name}}\t{{.Version}}\t{{.LicenseName}}\t{{.LicensePath}}\n{{end}}"

func goLicenses(ctx context.Context, p *project.Project, goos, goarch string) (string, error) {
	template, err := os.CreateTemp("", "licenses-*.tmpl")
	if err != nil {
		return "", err
	}
	defer os.Remove(template.Name())
	_, err = template.WriteString(reportTemplate)
	if err := template.Close(); err != nil {
		return "", err
	}
	if err != nil {
		return "", err
	}
	tool, err := goCommand(ctx, p, "tool", "-n", "-modfile="+p.Path("tests", "tools", "release", "tools", "go.mod"), "go-licenses")
	if err != nil {
		return "", err
	}
	// It looks up each library's address, which it warns of where it cannot.
	cmd := exec.CommandContext(ctx, strings.TrimSpace(tool), "report", "./pkg", "--template", template.Name(),
		"--ignore", "github.com/requestjourney/requestjourney", "--stderrthreshold=FATAL", "--logtostderr=false", "--log_file="+os.DevNull)
	cmd.Dir = p.Root
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0", "GOFLAGS=-tags=arrow_json_stdlib")
	return output(cmd)
}

func goCommand(ctx context.Context, p *project.Project, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = p.Root
	return output(cmd)
}

func output(cmd *exec.Cmd) (string, error) {
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", cmd, err, said.Bytes())
	}
	return string(out), nil
}

var bundledPackage = regexp.MustCompile(`/\.\./node_modules/((?:@[^/]+/)?[^/]+)/`)

// npmLibraries are the packages that the source maps in dist name.
func npmLibraries(p *project.Project) ([]library, error) {
	maps, err := sourceMaps(os.DirFS(p.Dist()))
	if err != nil {
		return nil, err
	}
	var all []library
	for _, m := range maps {
		for _, source := range m.Sources {
			match := bundledPackage.FindStringSubmatch(source)
			if match == nil {
				continue
			}
			l, err := npmLibrary(p, match[1])
			if err != nil {
				return nil, err
			}
			all = append(all, l)
		}
	}
	slices.SortFunc(all, byName)
	return slices.Compact(all), nil
}

func npmLibrary(p *project.Project, name string) (library, error) {
	folder := p.Path("node_modules", filepath.FromSlash(name))
	raw, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err != nil {
		return library{}, err
	}
	l := library{name: name}
	var said struct{ Version, License string }
	if err := json.Unmarshal(raw, &said); err != nil {
		return l, fmt.Errorf("package.json of %s: %w", name, err)
	}
	l.version, l.license = said.Version, said.License
	l.text, err = licenseIn(folder)
	return l, err
}

func licenseIn(folder string) (string, error) {
	files, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(files, func(f fs.DirEntry) bool { return strings.HasPrefix(strings.ToLower(f.Name()), "licen") })
	if i < 0 {
		return "", fmt.Errorf("%s has no licence file", folder)
	}
	return filepath.Join(folder, files[i].Name()), nil
}
