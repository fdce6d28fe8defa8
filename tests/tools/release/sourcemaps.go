package release

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// sourceMap is what is read here of a source map (https://tc39.es/ecma426/).
type sourceMap struct {
	Sources        []string
	SourcesContent []string
}

// sourceMaps are those of a plugin, by the name of their file.
func sourceMaps(plugin fs.FS) (map[string]sourceMap, error) {
	maps := make(map[string]sourceMap)
	err := fs.WalkDir(plugin, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".js.map") {
			return err
		}
		raw, err := fs.ReadFile(plugin, name)
		if err != nil {
			return err
		}
		var m sourceMap
		if err := json.Unmarshal(raw, &m); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		maps[name] = m
		return nil
	})
	return maps, err
}

// own calls visit for each source that is the project's, with its path below src.
func (m sourceMap) own(visit func(name, content string)) {
	for i, source := range m.Sources {
		name, found := strings.CutPrefix(source, "webpack://"+pluginID+"/./")
		name, _, _ = strings.Cut(name, "?")
		if !found || strings.HasPrefix(name, "node_modules/") || path.Ext(name) == ".svg" || i >= len(m.SourcesContent) {
			continue
		}
		visit(name, m.SourcesContent[i])
	}
}
