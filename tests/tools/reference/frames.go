package reference

import (
	"cmp"
	"fmt"
	"go/ast"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/frames"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

func framesPage(root string) (string, error) {
	s, err := parse(root, "frames")
	if err != nil {
		return "", err
	}
	tables := s.tables()
	page := "# Frames\n\n" + made +
		"The answer to a query is data frames by these names. Names, types and order of their fields do not change within a major version. " +
		"A `search` answers `journeys`, `nodes` and `edges`, a `journey` all of them, unless the query names others.\n"
	for _, frame := range frames.Encode(&journey.Result{Query: journey.Query{Type: journey.QueryJourney}}, frames.Names(), "A") {
		rows, err := fieldRows(frame, tables[frame.Name])
		if err != nil {
			return "", err
		}
		page += fmt.Sprintf("\n## %s\n\n%s\n\n%s", frame.Name, about(tables[frame.Name].doc), rows)
	}
	meta, err := metaSection(root, s)
	return page + meta, err
}

// schema is what the code says of a frame and its fields.
type schema struct {
	doc      string
	comments map[string]string // by field
}

// tables are the schemas of the package, by the frame's name: stepsTable is that of steps.
func (s source) tables() map[string]schema {
	tables := make(map[string]schema)
	for _, file := range s.files {
		byLine := make(map[int]string)
		for _, group := range file.Comments {
			byLine[s.set.Position(group.Pos()).Line] = comment(group)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			decl, ok := n.(*ast.GenDecl)
			if !ok || len(decl.Specs) != 1 {
				return true
			}
			spec, ok := decl.Specs[0].(*ast.ValueSpec)
			if !ok || !strings.HasSuffix(spec.Names[0].Name, "Table") || len(spec.Values) != 1 {
				return true
			}
			is := schema{doc: comment(decl.Doc), comments: make(map[string]string)}
			for _, column := range spec.Values[0].(*ast.CompositeLit).Elts {
				is.comments[columnName(column)] = byLine[s.set.Position(column.End()).Line]
			}
			tables[strings.TrimSuffix(spec.Names[0].Name, "Table")] = is
			return true
		})
	}
	return tables
}

// columnName is the first text in a chain such as table.Text("id", …).Shown("ID").
func columnName(e ast.Expr) (name string) {
	ast.Inspect(e, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		made, ok := call.Fun.(*ast.SelectorExpr)
		if ok && identifier(made.X) == "table" && len(call.Args) > 0 && name == "" {
			name, _ = literal(call.Args[0])
		}
		return true
	})
	return name
}

// about turns "stepsTable has one row …" into a sentence on the frame.
func about(doc string) string {
	_, said, _ := strings.Cut(doc, " ")
	return strings.ToUpper(said[:1]) + said[1:]
}

func fieldRows(frame *data.Frame, is schema) (string, error) {
	var rows [][]string
	for _, f := range frame.Fields {
		config := data.FieldConfig{}
		if f.Config != nil {
			config = *f.Config
		}
		meaning := cmp.Or(is.comments[f.Name], config.Description, config.DisplayName)
		rows = append(rows, []string{"`" + f.Name + "`", kindOfField(f, config.Unit), meaning})
	}
	return table([]string{"field", "type", "meaning"}, rows)
}

var fieldKinds = map[data.FieldType]string{
	data.FieldTypeString: "text", data.FieldTypeTime: "time", data.FieldTypeJSON: "JSON",
	data.FieldTypeInt64: "integer", data.FieldTypeFloat64: "number",
}

func kindOfField(f *data.Field, unit string) string {
	kind := fieldKinds[f.Type().NonNullableType()]
	if unit != "" {
		kind += ", " + unit
	}
	if f.Nullable() {
		kind += ", or null"
	}
	return kind
}

// metaHeadings stand before what is nested in meta.custom.
var metaHeadings = map[string]string{
	"source":   "\n`sources.loki` and `sources.tempo` each have:\n\n",
	"coverage": "\n`covers` has:\n\n",
}

// metaSection is on what every frame carries beside its fields.
func metaSection(root string, s source) (string, error) {
	text := "\n## meta.custom\n\nEvery frame carries what was asked, answered, cut and failed.\n\n"
	for _, part := range []string{"custom", "source", "coverage"} {
		fields, err := s.fields(part)
		if err != nil {
			return "", err
		}
		rows, err := fieldTable(fields)
		if err != nil {
			return "", err
		}
		text += metaHeadings[part] + rows
	}
	domain, err := parse(root, "journey")
	if err != nil {
		return "", err
	}
	codes, err := valueTable("code", domain.values("NoticeCode"))
	return text + "\n`notices` holds the code of each notice in `meta.notices`, in their order. If a notice repeats a finding, it has the [finding's code](findings.md). Other notices have one of these:\n\n" + codes, err
}
