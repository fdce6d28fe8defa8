package reference

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var link = regexp.MustCompile(`\]\(([^)\s]+)\)`)

// TestLinksLeadSomewhere follows every link within the documentation.
func TestLinksLeadSomewhere(t *testing.T) {
	repository := os.DirFS(root)
	pages, err := fs.Glob(repository, "*.md")
	require.NoError(t, err)
	err = fs.WalkDir(repository, "docs", func(name string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(name, ".md") {
			pages = append(pages, name)
		}
		return err
	})
	require.NoError(t, err)
	for _, page := range pages {
		text, err := fs.ReadFile(repository, page)
		require.NoError(t, err)
		for _, match := range link.FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(match[1], ":") {
				continue // an address
			}
			file, heading, _ := strings.Cut(match[1], "#")
			follow(t, repository, page, path.Join(path.Dir(page), file), heading)
		}
	}
}

func follow(t *testing.T, repository fs.FS, from, to, heading string) {
	t.Helper()
	if to == path.Dir(from) {
		to = from // a heading of the page itself
	}
	info, err := fs.Stat(repository, to)
	if err != nil {
		t.Errorf("%s leads to %s, which is not there", from, to)
		return
	}
	if heading == "" || info.IsDir() {
		return
	}
	text, err := fs.ReadFile(repository, to)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if title, found := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); found && strings.HasPrefix(line, "#") && anchor(title) == heading {
			return
		}
	}
	t.Errorf("%s leads to #%s, which %s does not have", from, heading, to)
}

var notInAnchors = regexp.MustCompile(`[^\p{L}\p{N} _-]`)

// anchor is what GitHub makes of a heading.
func anchor(title string) string {
	return strings.ReplaceAll(notInAnchors.ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), ""), " ", "-")
}
