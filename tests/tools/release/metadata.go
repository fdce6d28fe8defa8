package release

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
)

// metadata is what is read here of a plugin.json
// (https://grafana.com/developers/plugin-tools/reference/plugin-json).
type metadata struct {
	ID, Name, Type, Executable string
	Backend                    bool
	Info                       struct {
		Description, Version, Updated string
		Keywords                      []string
		Author                        struct{ Name, URL string }
		Logos                         struct{ Small, Large string }
		Links                         []struct{ Name, URL string }
		Screenshots                   []struct{ Name, Path string }
	}
	Includes     []struct{ Type, Path string }
	Dependencies struct{ GrafanaDependency string }
}

const mainPlugin = "plugin.json"

func readPlugins(plugin fs.FS) (map[string]metadata, error) {
	plugins := make(map[string]metadata)
	err := fs.WalkDir(plugin, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Base(name) != mainPlugin {
			return err
		}
		raw, err := fs.ReadFile(plugin, name)
		if err != nil {
			return err
		}
		var m metadata
		if err := json.Unmarshal(raw, &m); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		plugins[name] = m
		return nil
	})
	if _, found := plugins[mainPlugin]; err == nil && !found {
		err = errors.New("there is no plugin.json: build the plugin first (go tool mage build)")
	}
	return plugins, err
}

func versionOf(plugin fs.FS) (string, error) {
	plugins, err := readPlugins(plugin)
	return plugins[mainPlugin].Info.Version, err
}

// each asks a question of every plugin, in a fixed order.
func (c checked) each(ask func(file string, m metadata) []string) (complaints []string) {
	for _, file := range slices.Sorted(maps.Keys(c.plugins)) {
		for _, complaint := range ask(file, c.plugins[file]) {
			complaints = append(complaints, file+": "+complaint)
		}
	}
	return complaints
}

func (c checked) exists(name string) bool {
	info, err := fs.Stat(c.plugin, name)
	return err == nil && info.Mode().IsRegular() && info.Size() > 0
}

var (
	date       = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	openEnded  = regexp.MustCompile(`^>=\d+\.\d+\.\d+$`)
	threeParts = regexp.MustCompile(`^[a-z0-9]+-[a-z0-9]+-(app|datasource|panel)$`)
)

var metadataRule = rule{"metadata", func(c checked) []string {
	version := packageVersion(c.source)
	return c.each(func(_ string, m metadata) []string {
		var wrong []string
		for problem, found := range map[string]bool{
			"id must be <organisation>-<name>-<type>":                     !threeParts.MatchString(m.ID) || !strings.HasSuffix(m.ID, "-"+m.Type),
			"name must be for people, not the id":                         m.Name == "" || m.Name == m.ID,
			"info.description is empty":                                   m.Info.Description == "",
			"info.keywords is empty":                                      len(m.Info.Keywords) == 0,
			"info.author needs a name and a URL":                          m.Info.Author.Name == "" || !isHTTPS(m.Info.Author.URL),
			"info.links needs a link, and https in each":                  !linksAreHTTPS(m),
			"info.version must be package.json's":                         m.Info.Version == "" || m.Info.Version != version,
			"info.updated must be a date":                                 !date.MatchString(m.Info.Updated),
			"dependencies.grafanaDependency must be open towards newer":   !openEnded.MatchString(m.Dependencies.GrafanaDependency),
			"executable and backend must be there together or not at all": m.Backend != (m.Executable != ""),
		} {
			if found {
				wrong = append(wrong, problem)
			}
		}
		slices.Sort(wrong)
		return wrong
	})
}}

func packageVersion(source fs.FS) string {
	raw, _ := fs.ReadFile(source, "package.json")
	var p struct{ Version string }
	_ = json.Unmarshal(raw, &p) // an unreadable one has no version, which is reported
	return p.Version
}

func isHTTPS(url string) bool { return strings.HasPrefix(url, "https://") }

func linksAreHTTPS(m metadata) bool {
	for _, link := range m.Info.Links {
		if !isHTTPS(link.URL) || link.Name == "" {
			return false
		}
	}
	return len(m.Info.Links) > 0
}

var includesRule = rule{"includes", func(c checked) []string {
	declared := make(map[string]string)
	for _, include := range c.plugins[mainPlugin].Includes {
		declared[include.Path] = include.Type
	}
	return c.each(func(file string, m metadata) []string {
		if file != mainPlugin && declared[file] != m.Type {
			return complain("the app's plugin.json must include it as type %q", m.Type)
		}
		return nil
	})
}}

var logosRule = rule{"logos", func(c checked) []string {
	return c.each(func(file string, m metadata) (wrong []string) {
		for _, logo := range slices.Compact([]string{m.Info.Logos.Small, m.Info.Logos.Large}) {
			if !isRelative(logo) || !c.exists(path.Join(path.Dir(file), logo)) {
				wrong = append(wrong, fmt.Sprintf("there is no logo %q", logo))
			}
		}
		return wrong
	})
}}

func isRelative(name string) bool {
	return name != "" && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "/") && !strings.Contains(name, ":")
}

// imageTypes are what the catalog shows, by the names that they must have.
var imageTypes = map[string]string{".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif"}

var screenshotsRule = rule{"screenshots", func(c checked) []string {
	if len(c.plugins[mainPlugin].Info.Screenshots) == 0 {
		return complain("plugin.json must name at least one")
	}
	return c.each(func(file string, m metadata) (wrong []string) {
		for _, shot := range m.Info.Screenshots {
			raw, err := fs.ReadFile(c.plugin, path.Join(path.Dir(file), shot.Path))
			if err != nil || shot.Name == "" || !isRelative(shot.Path) || http.DetectContentType(raw) != imageTypes[path.Ext(shot.Path)] {
				wrong = append(wrong, fmt.Sprintf("%q is not an image that is there and has a name", shot.Path))
			}
		}
		return wrong
	})
}}
