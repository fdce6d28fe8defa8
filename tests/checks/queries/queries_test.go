// Package queries builds queries out of texts that try to be more than text, for
// Loki's and Tempo's own parsers to judge in the modules where they are at home.
package queries

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/loki"
	"github.com/requestjourney/requestjourney/pkg/plugin"
)

var update = flag.Bool("update", false, "rewrite backend.json")

// pieces are what means something somewhere between here and the parsers.
var pieces = []string{
	`"`, "`", `\`, `\"`, "'", "\n", "\r", "}", "{", "|", "=", "!=", " or ", "||", "&&", ",", "(", ")", "#", "//", "/*", "$", ".", "*", "+", "?",
	"[", "]", "^", "-", `\d`, `\Q`, `\E`, "a", "Z", "0", " ", "é", "日", "\u202e", "\u2028", "😀", "| json", `|= "a"`, "status = error",
}

// texts are the same in every run.
func texts(count int) []string {
	random := rand.New(rand.NewPCG(7, 7))
	made := make([]string, count)
	for i := range made {
		for range 1 + random.IntN(7) {
			made[i] += pieces[random.IntN(len(pieces))]
		}
	}
	return made
}

// queryPair are the queries that one text makes.
type queryPair struct {
	LogQL   string `json:"logql,omitempty"`
	TraceQL string `json:"traceql,omitempty"`
}

type built struct {
	Builder string `json:"builder"`
	Text    string `json:"text"`
	queryPair
	Plain queryPair `json:"plain"`
}

// builders make queries of text that comes from lines or from the browser.
var builders = []struct {
	name  string
	build func(t *testing.T, text string) queryPair
}{
	{"a line mentions", mentions},
	{"a pod opened connections", connections},
	{"the operations of a service", operations},
}

func TestBuiltQueries(t *testing.T) {
	var all []built
	for _, b := range builders {
		plain := b.build(t, "X")
		for _, text := range texts(60) {
			if text = strings.TrimSpace(text); text != "" { // as resources do
				all = append(all, built{b.name, text, b.build(t, text), plain})
			}
		}
	}
	written, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("backend.json", written, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile("backend.json"); err != nil || !bytes.Equal(kept, written) {
		t.Errorf("backend.json is not what is built now (%v): run go test ./tests/checks/queries -update, and the parsers' tests", err)
	}
}

// asked is the query that a server gets, in the parameter name.
func asked(t *testing.T, name string, ask func(url string)) string {
	t.Helper()
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if q := r.FormValue(name); q != "" {
			got = q
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, "{}")
	}))
	defer server.Close()
	ask(server.URL)
	if got == "" {
		t.Fatal("nothing was asked")
	}
	return got
}

func mentions(t *testing.T, text string) queryPair {
	return queryPair{LogQL: asked(t, "query", func(address string) {
		source, err := loki.New(loki.Options{URL: address})
		if err != nil {
			t.Fatal(err)
		}
		in := journey.TimeRange{From: time.Unix(0, 0), To: time.Unix(1, 0)}
		_, _ = source.LinesContaining(t.Context(), []string{text}, in, 1) // the answer is none
	})}
}

func connections(t *testing.T, text string) queryPair {
	return queryPair{LogQL: asked(t, "query", func(address string) {
		source, err := loki.New(loki.Options{URL: address})
		if err != nil {
			t.Fatal(err)
		}
		in := journey.TimeRange{From: time.Unix(0, 0), To: time.Unix(1, 0)}
		_, _ = source.Connections(t.Context(), []string{text}, in, 1) // the answer is none
	})}
}

func operations(t *testing.T, text string) queryPair {
	return queryPair{TraceQL: asked(t, "q", func(address string) {
		raw, err := json.Marshal(map[string]any{"loki": map[string]string{"url": address}, "tempo": map[string]string{"url": address}})
		if err != nil {
			t.Fatal(err)
		}
		instance, err := plugin.NewDatasource(t.Context(), backend.DataSourceInstanceSettings{JSONData: raw})
		if err != nil {
			t.Fatal(err)
		}
		defer instance.(*plugin.Datasource).Dispose()
		err = instance.(*plugin.Datasource).CallResource(t.Context(), &backend.CallResourceRequest{
			Method: http.MethodGet, Path: "operations", URL: "operations?" + url.Values{"service": {text}}.Encode(),
		}, backend.CallResourceResponseSenderFunc(func(*backend.CallResourceResponse) error { return nil }))
		if err != nil {
			t.Fatal(err)
		}
	})}
}
