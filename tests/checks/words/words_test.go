// Package words checks the language of comments, strings and documentation.
package words

import (
	"encoding/json"
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// word is an idiom that a reader has to read twice, and what to write instead.
// words.json follows the list in the project's design.
type word struct {
	Not   string  `json:"not"` // a regular expression, in any case
	But   string  `json:"but"`
	Allow []allow `json:"allow"`
}

// allow is a file that may hold the word.
type allow struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
}

const root = "../../.."

// TestWords goes through the comments and strings of the code, and through all
// documentation.
func TestWords(t *testing.T) {
	words := read(t)
	var patterns []string
	for _, w := range words {
		patterns = append(patterns, w.Not)
	}
	anyWord := regexp.MustCompile("(?i)" + strings.Join(patterns, "|")) // one pass over lines that hold none
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, root+string(filepath.Separator)))
		if entry.IsDir() {
			if path != root && !isOurs(entry.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		for line, text := range prose(t, path) {
			if !anyWord.MatchString(text) {
				continue
			}
			for _, w := range words {
				w.check(t, fmt.Sprintf("%s:%d", name, line), name, text)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// isOurs says that a folder holds what people wrote for this project.
func isOurs(folder string) bool {
	others := []string{"node_modules", "testdata", "dist", "test-results", "coverage", "playwright-report"}
	return !slices.Contains(others, folder) && !strings.HasPrefix(folder, ".")
}

type rule struct {
	word
	pattern *regexp.Regexp
}

func read(t *testing.T) (rules []rule) {
	t.Helper()
	raw, err := os.ReadFile("words.json")
	if err != nil {
		t.Fatal(err)
	}
	var words []word
	if err := json.Unmarshal(raw, &words); err != nil {
		t.Fatal(err)
	}
	for _, w := range words {
		rules = append(rules, rule{w, regexp.MustCompile("(?i)" + w.Not)})
	}
	return rules
}

func (r rule) check(t *testing.T, place, file, text string) {
	t.Helper()
	if slices.ContainsFunc(r.Allow, func(a allow) bool { return a.File == file && a.Reason != "" }) {
		return
	}
	if found := r.pattern.FindString(text); found != "" {
		t.Errorf("%s: not %q, but: %s", place, found, r.But)
	}
}

// prose is what people read in a file, by line.
func prose(t *testing.T, path string) map[int]string {
	t.Helper()
	if filepath.Base(path) == "words.json" {
		return nil
	}
	switch filepath.Ext(path) {
	case ".go":
		return goProse(t, path)
	case ".md", ".ts", ".tsx", ".yaml", ".yml":
		lines := make(map[int]string)
		for i, line := range strings.Split(string(content(t, path)), "\n") {
			lines[i+1] = line
		}
		return lines
	}
	return nil
}

// goProse are the comments and strings of a Go file.
func goProse(t *testing.T, path string) map[int]string {
	t.Helper()
	source := content(t, path)
	set := token.NewFileSet()
	file := set.AddFile(path, set.Base(), len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, scanner.ScanComments)
	lines := make(map[int]string)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return lines
		}
		if tok == token.COMMENT || tok == token.STRING {
			for i, line := range strings.Split(text, "\n") {
				lines[set.Position(pos).Line+i] += line + "\n"
			}
		}
	}
}

func content(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
