package project

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWriteFileKeepsTheOldOneUntilTheNewIsWhole(t *testing.T) {
	root := t.TempDir()
	t.Chdir(root)
	require.NoError(t, os.WriteFile("Magefile.go", nil, 0o644))
	write := func(text string, result error) error {
		return WriteFile("page.md", func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return errors.Join(err, result)
		})
	}
	require.NoError(t, write("old", nil))
	failed := errors.New("no")
	require.ErrorIs(t, write("ne", failed), failed)

	page, err := os.ReadFile("page.md")
	require.NoError(t, err)
	require.Equal(t, "old", string(page))
	left, err := filepath.Glob("page.md.*")
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestWriteSectionLeavesTheOthers(t *testing.T) {
	root := t.TempDir()
	t.Chdir(root)
	require.NoError(t, os.WriteFile("Magefile.go", nil, 0o644))
	const page = "# Page\n<!-- begin a -->\nold\n<!-- end a -->\n\n<!-- begin b -->\n<!-- end b -->\nEnd\n"
	require.NoError(t, os.WriteFile("page.md", []byte(page), 0o644))
	require.NoError(t, WriteSection("page.md", "b", "first\n"))
	require.NoError(t, WriteSection("page.md", "b", "second\n"))
	require.EqualError(t, WriteSection("page.md", "c", "third"), "page.md has no section c")

	got, err := os.ReadFile("page.md")
	require.NoError(t, err)
	require.Equal(t, "# Page\n<!-- begin a -->\nold\n<!-- end a -->\n\n<!-- begin b -->\nsecond\n<!-- end b -->\nEnd\n", string(got))
}
