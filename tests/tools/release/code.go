package release

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// unwanted is code that gets a plugin rejected.
type unwanted struct {
	code    *regexp.Regexp
	instead string
}

// inBackend is about Go files of the plugin: other than their tests.
var inBackend = []unwanted{
	{regexp.MustCompile(`\bfmt\.Print(f|ln)?\(`), "use the SDK's logger"},
	{regexp.MustCompile(`\bos\.(Environ|Clearenv|ExpandEnv|Getenv|LookupEnv|Setenv|Unsetenv)\(`), "take settings from Grafana, not from the environment"},
	{regexp.MustCompile(`\bos\.(Open|OpenFile|Create|CreateTemp|ReadFile|WriteFile|ReadDir|Mkdir\w*|Remove\w*|Rename|Stat|Lstat|Getwd|TempDir|DirFS|Symlink|Link|Ch\w+|User\w+Dir)\(`), "a plugin has no files"},
	{regexp.MustCompile(`\bfilepath\.(Walk|WalkDir|Glob|EvalSymlinks|VolumeName)\(`), "a plugin has no files"},
	{regexp.MustCompile(`(^|[^.\w])(syscall|unsafe|exec)\.\w+\(`), "a plugin starts and calls nothing of the system"},
}

// inFrontend is about TypeScript files, other than their tests.
var inFrontend = []unwanted{
	{regexp.MustCompile(`\bconsole\.(log|info|table|dir|trace|time|count|group)\w*\(`), "do not write to the console"},
	{regexp.MustCompile(`\bwindow\.(grafanaBootData|grafanaRuntime|__grafanaSceneContext)`), "use @grafana/runtime"},
	{regexp.MustCompile(`\bwindow\.location\.(href|search)\b`), "use locationService"},
	{regexp.MustCompile(`(\bwindow\.(alert|confirm|prompt)|[^.\w]alert)\(`), "use Grafana's modals"},
	{regexp.MustCompile(`/api/ds/query`), "ask the data source"},
	{regexp.MustCompile(`__SECRET_INTERNALS`), "leave React's insides alone"},
	{regexp.MustCompile(`@ts-(ignore|expect-error)`), "fix the type"},
	{regexp.MustCompile(`\bgf-form`), "use @grafana/ui"},
	{regexp.MustCompile(`import\s+['"][^'"]+\.(css|scss|less)['"]|<Global\b`), "use emotion's css"},
	{regexp.MustCompile(`dangerouslySetInnerHTML|\.innerHTML\s*=`), "log lines are text, never markup"},
}

var windowOpen = regexp.MustCompile(`window\.open\([^;]*`)

var backendCodeRule = rule{"backend code", func(c checked) []string {
	return inCode(c.source, "pkg", func(name, text string) []string {
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		return found(text, inBackend)
	})
}}

var frontendCodeRule = rule{"front-end code", func(c checked) []string {
	return inCode(c.source, "src", func(name, text string) []string {
		ext := path.Ext(name)
		if ext != ".ts" && ext != ".tsx" || strings.Contains(name, ".test.") || strings.Contains(name, "/testing/") {
			return nil
		}
		wrong := found(text, inFrontend)
		for _, call := range windowOpen.FindAllString(text, -1) {
			if !strings.Contains(call, "noopener") || !strings.Contains(call, "noreferrer") {
				wrong = append(wrong, call+": add 'noopener,noreferrer'")
			}
		}
		return wrong
	})
}}

func inCode(source fs.FS, folder string, look func(name, text string) []string) (wrong []string) {
	err := fs.WalkDir(source, folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(source, name)
		if err != nil {
			return err
		}
		for _, complaint := range look(name, string(text)) {
			wrong = append(wrong, name+": "+complaint)
		}
		return nil
	})
	if err != nil {
		return complain("%v", err)
	}
	return wrong
}

func found(text string, all []unwanted) (wrong []string) {
	for _, u := range all {
		if code := u.code.FindString(text); code != "" {
			wrong = append(wrong, fmt.Sprintf("%s: %s", strings.TrimSpace(code), u.instead))
		}
	}
	return wrong
}
