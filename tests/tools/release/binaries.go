package release

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// binariesRule wants each binary that a plugin.json names, for every platform,
// runnable once it is unpacked.
var binariesRule = rule{"binaries", func(c checked) []string {
	return c.each(func(file string, m metadata) (wrong []string) {
		for _, on := range platforms {
			if m.Executable == "" {
				break
			}
			name := path.Join(path.Dir(file), m.Executable) + "_" + on.os + "_" + on.arch
			if on.os == "windows" {
				name += ".exe"
			}
			info, err := fs.Stat(c.plugin, name)
			if err != nil {
				wrong = append(wrong, name+" is missing")
			} else if info.Mode().Perm() != 0o755 {
				wrong = append(wrong, name+" must have the mode 0755, not "+info.Mode().Perm().String())
			}
		}
		return wrong
	})
}}

// goManifestRule wants every Go file of the source in the manifest, as it is.
var goManifestRule = rule{"Go manifest", func(c checked) (wrong []string) {
	raw, err := fs.ReadFile(c.plugin, "go_plugin_build_manifest")
	if err != nil {
		return complain("%v", err)
	}
	manifest := make(map[string]string)
	for line := range strings.Lines(string(raw)) {
		sum, file, _ := strings.Cut(strings.TrimSpace(line), ":")
		manifest[file] = sum
	}
	err = fs.WalkDir(c.source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == "node_modules" {
			return fs.SkipDir
		}
		if entry.IsDir() || path.Ext(name) != ".go" {
			return nil
		}
		text, err := fs.ReadFile(c.source, name)
		if sum := sha256.Sum256(text); err == nil && manifest[name] != hex.EncodeToString(sum[:]) {
			wrong = append(wrong, name+" is not in it as it is now")
		}
		delete(manifest, name)
		return err
	})
	if err != nil {
		return complain("%v", err)
	}
	for name := range manifest {
		wrong = append(wrong, name+" is in it, but not in the source")
	}
	slices.Sort(wrong)
	return wrong
}}

var licenseTextsRule = rule{"licences", func(c checked) []string {
	if !c.exists("THIRD_PARTY_LICENSES.txt") {
		return complain("THIRD_PARTY_LICENSES.txt is missing: the licences of what is shipped ask for it")
	}
	return nil
}}
