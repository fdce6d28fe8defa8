package reference

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// source is the syntax of packages, without their tests.
type source struct {
	set   *token.FileSet
	files []*ast.File
}

func parse(root string, pkgs ...string) (source, error) {
	s := source{set: token.NewFileSet()}
	var names []string
	for _, pkg := range pkgs {
		files, err := filepath.Glob(filepath.Join(root, "pkg", pkg, "*.go"))
		if err != nil {
			return s, err
		}
		names = append(names, files...)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(s.set, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return s, err
		}
		s.files = append(s.files, file)
	}
	return s, nil
}

// each calls visit for every node of the packages, file by file.
func each[N ast.Node](s source, visit func(N)) {
	for _, file := range s.files {
		ast.Inspect(file, func(n ast.Node) bool {
			if n, is := n.(N); is {
				visit(n)
			}
			return true
		})
	}
}

// field is a field of a struct that is read from JSON.
type field struct{ name, kind, meaning string }

// fields are those of a struct, in the order of the code.
func (s source) fields(typeName string) ([]field, error) {
	var all []field
	each(s, func(t *ast.TypeSpec) {
		is, ok := t.Type.(*ast.StructType)
		if t.Name.Name != typeName || !ok {
			return
		}
		for _, f := range is.Fields.List {
			if name := jsonName(f); name != "" {
				meaning := strings.TrimPrefix(comment(f.Doc, f.Comment), f.Names[0].Name+" ")
				all = append(all, field{name, jsonKind(f.Type), predicate.ReplaceAllString(meaning, "")})
			}
		}
	})
	if len(all) == 0 {
		return nil, fmt.Errorf("there is no struct %s with fields of JSON", typeName)
	}
	return all, nil
}

// predicate follows a field's name where its comment says what it is.
var predicate = regexp.MustCompile(`^(is|are) `)

func jsonName(f *ast.Field) string {
	if f.Tag == nil {
		return ""
	}
	tag, err := strconv.Unquote(f.Tag.Value)
	if err != nil {
		return ""
	}
	name, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ",")
	return name
}

// jsonKind is what a field is in JSON.
func jsonKind(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return jsonKind(t.X)
	case *ast.ArrayType:
		return "list of " + jsonKind(t.Elt) + "s"
	case *ast.MapType:
		return "object"
	case *ast.Ident:
		switch {
		case t.Name == "bool":
			return "boolean"
		case strings.HasPrefix(t.Name, "int"), strings.HasPrefix(t.Name, "float"):
			return "number"
		}
		return kindOf(t.Name)
	case *ast.SelectorExpr:
		return kindOf(t.Sel.Name)
	}
	return "string"
}

// kindOf a named type; those that are no object are kinds of string.
func kindOf(typeName string) string {
	for _, object := range []string{"Settings", "Server", "Rule", "Limits", "sources", "coverage"} {
		if strings.HasSuffix(typeName, object) {
			return "object"
		}
	}
	return "string"
}

// comment is the text of the first comment that is there, on one line.
func comment(groups ...*ast.CommentGroup) string {
	for _, g := range groups {
		if text := strings.Join(strings.Fields(g.Text()), " "); text != "" {
			return text
		}
	}
	return ""
}

// value is a constant of a string type.
type value struct{ constant, text, meaning string }

// values are the constants of a type, in the order of the code.
func (s source) values(typeName string) (all []value) {
	each(s, func(spec *ast.ValueSpec) {
		t, ok := spec.Type.(*ast.Ident)
		if !ok || t.Name != typeName || len(spec.Values) != 1 {
			return
		}
		if text, ok := literal(spec.Values[0]); ok {
			all = append(all, value{spec.Names[0].Name, text, comment(spec.Doc, spec.Comment)})
		}
	})
	return all
}

// constants are those whose names begin with prefix, in the order of the code.
func (s source) constants(prefix string) (all []value) {
	each(s, func(spec *ast.ValueSpec) {
		if len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, prefix) {
			return
		}
		if text, ok := literal(spec.Values[0]); ok {
			all = append(all, value{spec.Names[0].Name, text, comment(spec.Doc, spec.Comment)})
		}
	})
	return all
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// table writes rows in Markdown. A cell that is missing its text is a gap in
// the code's comments.
func table(head []string, rows [][]string) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	for _, row := range rows {
		if slices.Contains(row, "") {
			return "", fmt.Errorf("a comment is missing in the code: %q", row)
		}
		for i, cell := range row {
			row[i] = strings.ReplaceAll(cell, "|", `\|`)
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
	}
	return b.String(), nil
}

func fieldTable(fields []field) (string, error) {
	var rows [][]string
	for _, f := range fields {
		rows = append(rows, []string{"`" + f.name + "`", f.kind, f.meaning})
	}
	return table([]string{"field", "type", "meaning"}, rows)
}

func valueTable(head string, values []value) (string, error) {
	var rows [][]string
	for _, v := range values {
		rows = append(rows, []string{"`" + v.text + "`", v.meaning})
	}
	return table([]string{head, "meaning"}, rows)
}
