// Package reference writes docs/reference from the code that it is about.
package reference

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/requestjourney/requestjourney/tests/harness/project"
)

// made is the note below each page's title.
const made = "Made from the code by `go tool mage reference`.\n\n"

// pages are the reference's, by their file in docs/reference. Each reads the
// packages of the repository at root.
var pages = map[string]func(root string) (string, error){
	"query.md":    queryPage,
	"frames.md":   framesPage,
	"settings.md": settingsPage,
	"findings.md": findingsPage,
}

// Write writes all pages.
func Write(p *project.Project) error {
	for name, page := range pages {
		text, err := page(p.Root)
		if err != nil {
			return err
		}
		if err := os.WriteFile(p.Path("docs", "reference", name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// stale are the pages that are not what the code says now.
func stale(root string) (names []string, err error) {
	for name, page := range pages {
		text, err := page(root)
		if err != nil {
			return nil, err
		}
		written, err := os.ReadFile(filepath.Join(root, "docs", "reference", name))
		if err != nil || !bytes.Equal(written, []byte(text)) {
			names = append(names, name)
		}
	}
	return names, nil
}
