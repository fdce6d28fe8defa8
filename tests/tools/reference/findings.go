package reference

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// finding is what the code says of one finding code.
type finding struct {
	value
	severities, says, advice []string
}

func findingsPage(root string) (string, error) {
	s, err := parse(root, "journey", "findings")
	if err != nil {
		return "", err
	}
	page := "# Findings\n\n" + made +
		"What is seen of a request beside its spans and lines: in the `findings` frame, in the panel, and as the metric `findings`. " +
		"Codes do not change their meaning. An `…` stands for what was found.\n"
	for _, f := range findingsOf(s) {
		if f.meaning == "" || len(f.severities) == 0 || len(f.advice) == 0 {
			return "", fmt.Errorf("the code does not say what %s means, how severe it is and what it advises", f.constant)
		}
		page += fmt.Sprintf("\n## %s\n\n%s\n\nSeverity: %s.\n\n", f.text, f.meaning, strings.Join(f.severities, " or "))
		if len(f.says) > 0 { // else the words come from where the finding was made out
			page += list("It says", f.says) + "\n"
		}
		page += list("It advises", f.advice)
	}
	return withReasons(root, page)
}

// withReasons adds the tables of why proxies answer by themselves.
func withReasons(root, page string) (string, error) {
	s, err := parse(root, "accesslog")
	if err != nil {
		return "", err
	}
	page += "\n## Why Envoy answered by itself\n\nThe finding `proxy-answered` explains these response flags and response code details. `%s` stands for the upstream.\n\n"
	page += "| flag, or beginning of the details | cause | what to check | in an Istio mesh |\n|---|---|---|---|\n"
	each(s, func(made *ast.CompositeLit) {
		row := make(map[string]string)
		for _, element := range made.Elts {
			name, assigned := assignment(element)
			row[name], _ = literal(assigned)
		}
		if row["code"] != "" {
			page += fmt.Sprintf("| `%s` | %s | %s | %s |\n", row["code"], row["cause"], row["check"], row["istio"])
		}
	})
	return page, nil
}

func list(title string, items []string) string {
	text := title + ":\n\n"
	for _, item := range items {
		text += "- " + item + "\n"
	}
	return text
}

// findingsOf reads the functions that make findings: each literal of a Finding
// and what is assigned to its fields afterwards.
func findingsOf(s source) []finding {
	var all []finding
	for _, v := range s.values("FindingCode") {
		all = append(all, finding{value: v})
	}
	severities := make(map[string]string)
	for _, v := range s.values("Severity") {
		severities[v.constant] = v.text
	}
	each(s, func(f *ast.FuncDecl) {
		var current *finding
		ast.Inspect(f, func(n ast.Node) bool {
			if code := codeOf(n); code != "" {
				current = nil
				if at := slices.IndexFunc(all, func(f finding) bool { return f.constant == code }); at >= 0 {
					current = &all[at]
				}
			}
			if current != nil {
				current.read(s, n, severities)
			}
			return true
		})
	})
	return all
}

// codeOf is the constant that a literal of a Finding names.
func codeOf(n ast.Node) string {
	made, ok := n.(*ast.CompositeLit)
	if !ok {
		return ""
	}
	for _, element := range made.Elts {
		if name, assigned := assignment(element); name == "Code" {
			return identifier(assigned)
		}
	}
	return ""
}

func (f *finding) read(s source, n ast.Node, severities map[string]string) {
	switch name, assigned := assignment(n); name {
	case "Severity":
		f.severities = add(f.severities, severities[identifier(assigned)])
	case "Message":
		f.says = add(f.says, s.texts(assigned)...)
	case "Advice":
		texts := s.texts(assigned)
		if len(texts) == 0 { // it is data, such as the table of what proxies answer
			texts = []string{"…"}
		}
		f.advice = add(f.advice, texts...)
	}
}

func add(to []string, texts ...string) []string {
	for _, text := range texts {
		if text != "" && !slices.Contains(to, text) {
			to = append(to, text)
		}
	}
	return to
}

// assignment is the field that a node sets, in a literal or afterwards.
func assignment(n ast.Node) (name string, assigned ast.Expr) {
	switch n := n.(type) {
	case *ast.KeyValueExpr:
		return identifier(n.Key), n.Value
	case *ast.AssignStmt:
		if field, ok := n.Lhs[0].(*ast.SelectorExpr); ok && len(n.Rhs) == len(n.Lhs) {
			return field.Sel.Name, n.Rhs[0]
		}
	}
	return "", nil
}

func identifier(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr: // of another package
		return e.Sel.Name
	}
	return ""
}

// verbs are what a format leaves open, however many side by side.
var verbs = regexp.MustCompile(`(%[a-z])+`)

// texts are the sentences that an expression may give.
func (s source) texts(e ast.Expr) []string {
	if text, ok := literal(e); ok {
		return []string{text}
	}
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return []string{s.part(e.X) + s.part(e.Y)}
		}
	case *ast.CallExpr:
		return s.called(e)
	}
	return nil
}

// part of a sentence; what is only known later is an ellipsis.
func (s source) part(e ast.Expr) string {
	if texts := s.texts(e); len(texts) == 1 {
		return texts[0]
	}
	return "…"
}

// called is a format, or what a function of the packages returns.
func (s source) called(call *ast.CallExpr) (texts []string) {
	var name string
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	if name == "Sprintf" {
		format, _ := literal(call.Args[0])
		return []string{verbs.ReplaceAllString(format, "…")}
	}
	each(s, func(f *ast.FuncDecl) {
		if f.Name.Name != name {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == 1 {
				texts = add(texts, s.texts(r.Results[0])...)
			}
			return true
		})
	})
	return texts
}
