package semconv

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestSpanFieldsAreAllThatIsRead searches for attribute keys in the code itself: a
// key that is read but not listed would make a list differ from the whole.
func TestSpanFieldsAreAllThatIsRead(t *testing.T) {
	listed := SpanFields()
	read := Fields{}
	for _, file := range parsed(t, ".") {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			switch called(call) {
			case "Attributes.Text", "attributeText":
				read.Span = append(read.Span, texts(call)...)
			case "Resource.Text":
				read.Resource = append(read.Resource, texts(call)...)
			}
			return true
		})
	}
	checkSame(t, "span", read.Span, listed.Span)
	checkSame(t, "resource", read.Resource, listed.Resource)
	for _, key := range listed.Span {
		if slices.Contains(listed.Resource, key) {
			t.Errorf("%s is read of both spans and resources", key)
		}
	}
}

// TestSpansAreReadHereOnly holds that no other step of a join reads attributes: a key
// that is read elsewhere could be missing in SpanFields.
func TestSpansAreReadHereOnly(t *testing.T) {
	for _, room := range []string{"adjust", "place", "graph", "findings", "join", "find"} {
		for _, file := range parsed(t, "../"+room) {
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if ok && slices.Contains([]string{"Attributes.Text", "Resource.Text"}, called(call)) {
					t.Errorf("package %s reads the attributes %q itself: read them in package semconv", room, texts(call))
				}
				return true
			})
		}
	}
}

// parsed are the files of the package in a folder, without its tests.
func parsed(t *testing.T, folder string) (files []*ast.File) {
	t.Helper()
	names, err := filepath.Glob(folder + "/*.go")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// called names what is called: "Attributes.Text" for s.Attributes.Text.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if of, ok := f.X.(*ast.SelectorExpr); ok {
			return of.Sel.Name + "." + f.Sel.Name
		}
	}
	return ""
}

func texts(call *ast.CallExpr) (all []string) {
	for _, arg := range call.Args {
		if lit, ok := arg.(*ast.BasicLit); ok {
			text, _ := strconv.Unquote(lit.Value)
			all = append(all, text)
		}
	}
	return all
}

func checkSame(t *testing.T, scope string, read, listed []string) {
	t.Helper()
	for _, key := range read {
		if !slices.Contains(listed, key) {
			t.Errorf("the %s attribute %s is read but not listed", scope, key)
		}
	}
	for _, key := range listed {
		if !slices.Contains(read, key) {
			t.Errorf("the %s attribute %s is listed but not read", scope, key)
		}
	}
}
