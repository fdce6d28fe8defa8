package main

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/requestjourney/requestjourney/pkg/"

// mayImport is the one way that imports go: main → plugin → the parts that it puts
// together → join → the steps of a join → what reads spans and lines → journey.
var mayImport = map[string][]string{
	"":       {"plugin"},
	"plugin": {"encodedframes", "failure", "settings", "health", "resources", "query", "frames", "find", "loki", "tempo", "telemetry", "extract", "journey"},

	"resources": {"failure", "settings", "setup", "find", "loki", "tempo", "extract", "semconv", "journey"},
	"health":    {"settings", "loki", "tempo", "journey"},
	"settings":  {"failure", "extract", "semconv", "journey"},
	"failure":   {"journey"},

	"query":        {"frames", "journey"},
	"frames":       {"table", "jsonfield", "semconv", "journey"},
	"table":        {"journey"},
	"jsonfield":    {"journey"},
	"find":         {"join", "findings", "graph", "accesslog", "semconv", "journey"},
	"setup":        {"find", "accesslog", "semconv", "journey"},
	"loki":         {"httpsource", "wire", "journey"},
	"tempo":        {"tempo/decode", "httpsource", "wire", "semconv", "journey"},
	"tempo/decode": {"wire", "semconv", "journey"},
	"telemetry":    {"journey"},
	"httpsource":   {"journey"},

	"encodedframes": {"journey"},

	"join":     {"adjust", "place", "graph", "findings", "semconv", "journey"},
	"place":    {"adjust", "graph", "accesslog", "semconv", "journey"},
	"findings": {"graph", "accesslog", "semconv", "journey"},
	"adjust":   {"semconv", "journey"},
	"graph":    {"semconv", "journey"},

	"extract":   {"journey"},
	"accesslog": {"journey"},
	"semconv":   {"journey"},
	"wire":      {},
	"journey":   {},

	"journeytest": {"journey"},
}

// testsMayImport is what tests import beside what their package may: tests of one
// step look at what a whole join or search makes of it.
var testsMayImport = map[string][]string{
	"findings": {"join"},
	"frames":   {"find", "join"},
	"tempo":    {"find", "frames"},
	"loki":     {"extract"},
	"setup":    {"extract", "loki", "tempo"},
	"plugin":   {"httpsource"},
	"health":   {"extract"},
}

// domain are the packages that know no server and no Grafana.
var domain = []string{"find", "join", "place", "findings", "adjust", "graph", "extract", "accesslog", "semconv", "journey"}

// outsideDomain are the modules that the domain must not know.
var outsideDomain = []string{"github.com/grafana/", "google.golang.org/grpc"}

func TestImportsGoOneWay(t *testing.T) {
	for _, p := range packages(t, "./...") {
		name := strings.TrimSuffix(strings.TrimPrefix(p.ImportPath+"/", module), "/")
		allowed, known := mayImport[name]
		if !known {
			t.Errorf("pkg/%s has no place in the house: add it to mayImport", name)
		}
		checkImports(t, name, p.Imports, allowed)
		inTests := slices.Concat(allowed, testsMayImport[name], []string{name, "journeytest"})
		checkImports(t, name, slices.Concat(p.TestImports, p.XTestImports), inTests)
	}
}

// In tests, checks and tools use the harness and never each other.
func TestImportsOfTests(t *testing.T) {
	const tests = "github.com/requestjourney/requestjourney/tests/"
	for _, p := range packages(t, "../tests/...") {
		group, _, _ := strings.Cut(strings.TrimPrefix(p.ImportPath, tests), "/")
		for _, path := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			own, isOwn := strings.CutPrefix(path, tests)
			of, _, _ := strings.Cut(own, "/")
			if isOwn && of != "harness" && of != group {
				t.Errorf("%s imports %s: only harness may be imported from another group", p.ImportPath, path)
			}
		}
	}
}

type goPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func packages(t *testing.T, pattern string) (all []goPackage) {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", pattern).Output()
	if err != nil {
		t.Fatal(err)
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p goPackage
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func checkImports(t *testing.T, name string, imports, allowed []string) {
	t.Helper()
	for _, path := range imports {
		if own, ok := strings.CutPrefix(path, module); ok && !slices.Contains(allowed, own) {
			t.Errorf("pkg/%s imports pkg/%s, which it must not", name, own)
		}
		for _, outside := range outsideDomain {
			if slices.Contains(domain, name) && strings.HasPrefix(path, outside) {
				t.Errorf("pkg/%s imports %s: the domain knows no server and no Grafana", name, path)
			}
		}
	}
}
