package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
)

// png is the beginning of every PNG.
const png = "\x89PNG\r\n\x1a\n"

const someCode = "package main\n"

// pluginJSON is a plugin.json without faults.
func pluginJSON(kind, executable, screenshots, includes string) string {
	return fmt.Sprintf(`{"id":"requestjourney-journey-%s","name":"Request Journey","type":%[1]q,"executable":%q,"backend":%t,
	"info":{"description":"d","keywords":["k"],"author":{"name":"a","url":"https://a"},"logos":{"small":"img/logo.svg","large":"img/logo.svg"},
	"links":[{"name":"Guide","url":"https://a"}],"screenshots":[%s],"version":"1.2.3","updated":"2026-11-20"},
	"includes":[%s],"dependencies":{"grafanaDependency":">=12.3.0"}}`, kind, executable, executable != "", screenshots, includes)
}

func sourceMapOf(name, content string) string {
	raw, _ := json.Marshal(sourceMap{Sources: []string{"webpack://" + pluginID + "/./" + name}, SourcesContent: []string{content}})
	return strings.NewReplacer(`"Sources"`, `"sources"`, `"SourcesContent"`, `"sourcesContent"`).Replace(string(raw))
}

// good is a plugin, and its source, that no rule complains of.
func good() (plugin, source map[string]string) {
	plugin = map[string]string{
		"plugin.json":              pluginJSON("app", "gpx_journey", `{"name":"s","path":"img/s.png"}`, `{"type":"panel","path":"panel/plugin.json"}`),
		"panel/plugin.json":        pluginJSON("panel", "", "", ""),
		"img/logo.svg":             "<svg/>",
		"img/s.png":                png,
		"panel/img/logo.svg":       "<svg/>",
		"README.md":                "# Request Journey\n[a](https://a) ![b](#c)",
		"CHANGELOG.md":             "# Changelog\n\n## 1.2.3\n",
		"LICENSE":                  "Apache License",
		"THIRD_PARTY_LICENSES.txt": "all of them",
		"module.js":                "x",
		"module.js.map":            sourceMapOf("module.tsx", "export {}"),
		"panel/module.js":          "x",
		"panel/module.js.map":      sourceMapOf("panel/module.tsx", "export {}"),
	}
	for _, on := range platforms {
		name := "gpx_journey_" + on.os + "_" + on.arch
		if on.os == "windows" {
			name += ".exe"
		}
		plugin[name] = "binary"
	}
	source = map[string]string{
		"package.json":         `{"version":"1.2.3"}`,
		"pkg/main.go":          someCode,
		"pkg/main_test.go":     someCode + "func x() { fmt.Println(os.Getenv(`A`)) }",
		"src/module.tsx":       "export {}",
		"src/panel/module.tsx": "export {}",
		"src/a.test.ts":        "console.log(1)",
	}
	manifest := ""
	for _, name := range []string{"pkg/main.go", "pkg/main_test.go"} {
		sum := sha256.Sum256([]byte(source[name]))
		manifest += hex.EncodeToString(sum[:]) + ":" + name + "\n"
	}
	plugin["go_plugin_build_manifest"] = manifest
	return plugin, source
}

func fsOf(files map[string]string) fs.FS {
	m := make(fstest.MapFS)
	for name, text := range files {
		m[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return m
}

// zipped packs a plugin as a release is packed.
func zipped(t *testing.T, plugin map[string]string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "p", "plugin.zip")
	require.NoError(t, pack(fsOf(plugin), file, time.Unix(1_700_000_000, 0)))
	return file
}

func TestAGoodPluginIsLeftInPeace(t *testing.T) {
	plugin, source := good()
	require.NoError(t, CheckZip(zipped(t, plugin), fsOf(source)))
	require.NoError(t, Check(fsOf(plugin), fsOf(source)))
}

// TestEveryRuleCanFail breaks one thing at a time, and wants it told, alone.
func TestEveryRuleCanFail(t *testing.T) {
	const gone = "\x00gone"
	replace := func(file, old, now string) map[string]string {
		plugin, _ := good()
		if !strings.Contains(plugin[file], old) {
			panic(file + " has no " + old)
		}
		return map[string]string{file: strings.Replace(plugin[file], old, now, 1)}
	}
	for want, c := range map[string]struct{ plugin, source map[string]string }{
		"metadata: panel/plugin.json: info.keywords is empty":                           {plugin: replace("panel/plugin.json", `["k"]`, `[]`)},
		"metadata: panel/plugin.json: info.version must be package.json's":              {plugin: replace("panel/plugin.json", `1.2.3`, `%VERSION%`)},
		"metadata: plugin.json: info.updated must be a date":                            {plugin: replace("plugin.json", `2026-11-20`, `%TODAY%`)},
		"metadata: plugin.json: info.links needs a link":                                {plugin: replace("plugin.json", `"https://a"}]`, `"http://a"}]`)},
		"metadata: plugin.json: dependencies.grafanaDependency":                         {plugin: replace("plugin.json", `>=12.3.0`, `12.3.x`)},
		"metadata: panel/plugin.json: id must be":                                       {plugin: replace("panel/plugin.json", `journey-panel`, `panel`)},
		"metadata: plugin.json: executable and backend":                                 {plugin: replace("plugin.json", `"backend":true`, `"backend":false`)},
		"includes: panel/plugin.json: the app's plugin.json must include it":            {plugin: replace("plugin.json", `{"type":"panel","path":"panel/plugin.json"}`, ``)},
		"logos: panel/plugin.json: there is no logo":                                    {plugin: map[string]string{"panel/img/logo.svg": gone}},
		"screenshots: plugin.json must name at least one":                               {plugin: replace("plugin.json", `{"name":"s","path":"img/s.png"}`, ``)},
		`screenshots: plugin.json: "img/s.png" is not an image`:                         {plugin: map[string]string{"img/s.png": "GIF89a"}},
		"documents: CHANGELOG.md has no section for 1.2.3":                              {plugin: map[string]string{"CHANGELOG.md": "# Changelog\n\n## 1.2.2\n"}},
		"documents: README.md has a comment":                                            {plugin: map[string]string{"README.md": "<!-- later -->"}},
		"documents: README.md has a link that is not absolute":                          {plugin: map[string]string{"README.md": "[guide](docs/guide)"}},
		"documents: LICENSE is not the whole text":                                      {plugin: map[string]string{"LICENSE": "mine"}},
		"modules: panel/plugin.json: module.js.map is missing":                          {plugin: map[string]string{"panel/module.js.map": gone}},
		"source maps: module.js.map differs from src/module.tsx":                        {source: map[string]string{"src/module.tsx": "export default 1"}},
		"stray files: pid.txt does not belong":                                          {plugin: map[string]string{"pid.txt": "1"}},
		"stray files: img/logo.svg is an SVG that does more":                            {plugin: map[string]string{"img/logo.svg": `<svg onload="x()"/>`}},
		"front-end code: src/a.ts: window.open(u, '_blank'): add 'noopener,noreferrer'": {source: map[string]string{"src/a.ts": "window.open(u, '_blank')"}},
		"front-end code: src/a.tsx: console.log(: do not write":                         {source: map[string]string{"src/a.tsx": "console.log(1)"}},
		"binaries: plugin.json: gpx_journey_windows_arm64.exe is missing":               {plugin: map[string]string{"gpx_journey_windows_arm64.exe": gone}},
		"Go manifest: pkg/new.go is not in it":                                          {source: map[string]string{"pkg/new.go": someCode}},
		"Go manifest: pkg/main.go is in it, but not in the source":                      {source: map[string]string{"pkg/main.go": gone}},
		"licences: THIRD_PARTY_LICENSES.txt is missing":                                 {plugin: map[string]string{"THIRD_PARTY_LICENSES.txt": gone}},
	} {
		t.Run(want, func(t *testing.T) {
			plugin, source := good()
			maps.Copy(plugin, c.plugin)
			maps.Copy(source, c.source)
			for _, files := range []map[string]string{plugin, source} {
				maps.DeleteFunc(files, func(_, text string) bool { return text == gone })
			}
			err := CheckZip(zipped(t, plugin), fsOf(source))
			require.ErrorContains(t, err, want)
			require.NotContains(t, err.Error(), "\n", "one fault is reported once")
		})
	}
}

func TestBackendCode(t *testing.T) {
	for code, bad := range map[string]bool{
		`fmt.Println("x")`:   true,
		`fmt.Sprintf("x")`:   false,
		`os.Getenv("HOME")`:  true,
		`os.ReadFile(name)`:  true,
		`os.Exit(1)`:         false,
		`syscall.Kill(1, 2)`: true,
		`filepath.Join("a")`: false,
		`exec.Command("sh")`: true,
		`s.exec.run()`:       false,
	} {
		source := fsOf(map[string]string{"pkg/a.go": someCode + code})
		require.Equal(t, bad, len(backendCodeRule.check(checked{source: source})) > 0, code)
	}
}

func TestAZipIsTheSameWhereverItIsMade(t *testing.T) {
	plugin, _ := good()
	at := time.Unix(1_700_000_000, 0)
	var one, two bytes.Buffer
	require.NoError(t, writeZip(&one, fsOf(plugin), at))
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, fsOf(plugin)))
	require.NoError(t, writeZip(&two, os.DirFS(folder), at.In(time.FixedZone("", 3600)).UTC()))
	require.Equal(t, one.Bytes(), two.Bytes())
}
