package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoGoroutinePanics holds that whatever starts a goroutine catches its
// panics, in the same statement: one that nobody catches ends the process, and
// with it the queries of everybody else.
func TestNoGoroutinePanics(t *testing.T) {
	found := 0
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, start := range startsOf(file) {
			found++
			if !catches(start) {
				t.Errorf("%s starts a goroutine that ends the process when it panics: give it journey.Caught or failure.Safely", files.Position(start.Pos()))
			}
		}
		return nil
	})
	if err != nil || found == 0 {
		t.Fatalf("%d goroutines found: %v", found, err)
	}
}

// startsOf are the statements that start goroutines: go, and the Go of groups.
func startsOf(file *ast.File) (starts []ast.Node) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			starts = append(starts, n)
		case *ast.CallExpr:
			if called, ok := n.Fun.(*ast.SelectorExpr); ok && called.Sel.Name == "Go" {
				starts = append(starts, n)
			}
		}
		return true
	})
	return starts
}

func catches(start ast.Node) (caught bool) {
	ast.Inspect(start, func(n ast.Node) bool {
		name, ok := n.(*ast.Ident)
		caught = caught || ok && (name.Name == "Caught" || name.Name == "Safely")
		return !caught
	})
	return caught
}
