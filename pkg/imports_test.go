package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/requestjourney/requestjourney/pkg/"

// mayImport is the one way that imports go: main → plugin → its parts →
// journey. Parts never import each other.
var mayImport = map[string][]string{
	"":           {"plugin"},
	"plugin":     {"query", "loki", "tempo", "extract", "frames", "setup", "telemetry", "journey"},
	"query":      {"frames", "journey"},
	"loki":       {"journey", "httpsource", "wire"},
	"tempo":      {"journey", "httpsource", "wire"},
	"httpsource": {"journey"},
	"wire":       {},
	"extract":    {"journey"},
	"frames":     {"journey"},
	"setup":      {"journey"},
	"telemetry":  {"journey"},
	"journey":    {},
}

// outsideJourney are the modules that the domain must not know.
var outsideJourney = []string{"github.com/grafana/", "google.golang.org/grpc"}

func TestImportsGoOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		checkImports(t, strings.TrimPrefix(p.ImportPath+"/", module), p.Imports)
	}
}

func checkImports(t *testing.T, name string, imports []string) {
	name = strings.TrimSuffix(name, "/")
	allowed, known := mayImport[name]
	if !known {
		t.Errorf("pkg/%s has no place in the house: add it to mayImport", name)
	}
	for _, path := range imports {
		if own, ok := strings.CutPrefix(path, module); ok && !slices.Contains(allowed, own) {
			t.Errorf("pkg/%s imports pkg/%s, which it must not", name, own)
		}
		for _, outside := range outsideJourney {
			if name == "journey" && strings.HasPrefix(path, outside) {
				t.Errorf("pkg/journey imports %s: the domain knows no server and no Grafana", path)
			}
		}
	}
}
