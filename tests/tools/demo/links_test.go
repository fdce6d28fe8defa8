package demo

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/tests/harness/mesh"
	"github.com/requestjourney/requestjourney/tests/harness/stack"
)

// derivedField is an entry of a Loki data source, read as Grafana reads it.
type derivedField struct {
	Name          string `yaml:"name"`
	MatcherType   string `yaml:"matcherType"`
	MatcherRegex  string `yaml:"matcherRegex"`
	URL           string `yaml:"url"`
	DatasourceUID string `yaml:"datasourceUid"`
}

// provisionedSource is what links need of a data source's settings.
type provisionedSource struct {
	UID      string `yaml:"uid"`
	JSONData struct {
		DerivedFields  []derivedField `yaml:"derivedFields"`
		TracesToLogsV2 struct {
			DatasourceUID string `yaml:"datasourceUid"`
			Query         string `yaml:"query"`
		} `yaml:"tracesToLogsV2"`
	} `yaml:"jsonData"`
}

// provisionedSources are those of the repository by UID, with Grafana's $$ resolved.
func provisionedSources(t *testing.T) map[string]provisionedSource {
	t.Helper()
	raw, err := os.ReadFile("../../../provisioning/datasources/requestjourney.yaml")
	require.NoError(t, err)
	var file struct{ Datasources []provisionedSource }
	require.NoError(t, yaml.Unmarshal([]byte(strings.ReplaceAll(string(raw), "$$", "$")), &file))
	sources := make(map[string]provisionedSource)
	for _, source := range file.Datasources {
		sources[source.UID] = source
	}
	return sources
}

// TestProvisionedLinks holds, for the requests of every mesh, that a span leads
// to all lines that name its trace, and each of those back to the trace.
func TestProvisionedLinks(t *testing.T) {
	servers, sources := stack.ForTest(t), provisionedSources(t)
	toLogs := sources["tempo"].JSONData.TracesToLogsV2
	require.Equal(t, "loki", toLogs.DatasourceUID)
	for i, kind := range mesh.Kinds() {
		m := mesh.New(mesh.Options{Kind: kind, Seed: uint64(i + 1), Start: time.Now().Add(-5 * time.Minute), Every: 5 * time.Second})
		requests, err := m.SendPast(t.Context(), mesh.On(servers), 10)
		require.NoError(t, err)
		t.Run(string(kind), func(t *testing.T) {
			for _, q := range requests {
				lines := linesAt(t, servers.LokiURL, ofSpan(toLogs.Query, q.TraceID), q)
				require.Len(t, lines, namingTheTrace(q), q.TraceID)
				for _, line := range lines {
					require.Equal(t, linkedTo{"requestjourney": q.TraceID, "tempo": q.TraceID}, line.follow(t, sources["loki"]), line.body)
				}
			}
		})
	}
}

// namingTheTrace counts the lines of q whose text or labels have its trace ID.
func namingTheTrace(q *mesh.Request) (n int) {
	for i := range q.Lines {
		if !q.Lines[i].ByRequest {
			n++
		}
	}
	return n
}

// ofSpan fills in the ID as Grafana's Tempo data source gives it: without the
// zeros of an ID of 64 bits.
func ofSpan(query string, id journey.TraceID) string {
	return strings.ReplaceAll(query, "${__span.traceId}", strings.TrimPrefix(id.String(), strings.Repeat("0", 16)))
}

// logLine is a line with all that Grafana takes for its labels.
type logLine struct {
	body   string
	labels map[string]string
}

// linkedTo are the traces to which a line leads, by data source.
type linkedTo map[string]journey.TraceID

// follow reads the line by the derived fields; all that find something must
// find the same.
func (l logLine) follow(t *testing.T, loki provisionedSource) linkedTo {
	t.Helper()
	to := make(linkedTo)
	for _, field := range loki.JSONData.DerivedFields {
		require.Equal(t, "${__value.raw}", field.URL)
		value := field.valueIn(l)
		if value == "" {
			continue
		}
		id, err := journey.ParseTraceID(value)
		require.NoError(t, err, l.body)
		if known, ok := to[field.DatasourceUID]; ok {
			require.Equal(t, known, id, l.body)
		}
		to[field.DatasourceUID] = id
	}
	return to
}

// valueIn is what Grafana finds (public/app/plugins/datasource/loki/getDerivedFields.ts).
func (f derivedField) valueIn(l logLine) string {
	matcher := regexp.MustCompile(f.MatcherRegex)
	if f.MatcherType == "label" {
		for name, value := range l.labels {
			if matcher.MatchString(name) {
				return value
			}
		}
		return ""
	}
	if groups := matcher.FindStringSubmatch(l.body); groups != nil {
		return groups[1]
	}
	return ""
}

// linesAt are what Loki answers around the time of a request.
func linesAt(t *testing.T, lokiURL, query string, q *mesh.Request) (lines []logLine) {
	t.Helper()
	for _, stream := range asked(t, lokiURL, query, q).Data.Result {
		for _, entry := range stream.Values {
			lines = append(lines, entry.line(t, stream.Stream))
		}
	}
	return lines
}

// asked asks Loki as Grafana does.
func asked(t *testing.T, lokiURL, query string, q *mesh.Request) (answer lokiAnswer) {
	t.Helper()
	in := url.Values{
		"query": {query}, "limit": {"1000"},
		"start": {q.Start.Add(-time.Minute).Format(time.RFC3339Nano)}, "end": {q.End.Add(time.Minute).Format(time.RFC3339Nano)},
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, lokiURL+"/loki/api/v1/query_range?"+in.Encode(), nil)
	require.NoError(t, err)
	req.Header.Set("X-Loki-Response-Encoding-Flags", "categorize-labels")
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	require.Equal(t, http.StatusOK, res.StatusCode, query)
	require.NoError(t, json.NewDecoder(res.Body).Decode(&answer))
	return answer
}

type lokiAnswer struct {
	Data struct {
		Result []struct {
			Stream map[string]string
			Values []lokiEntry
		}
	}
}

// lokiEntry is a time, a line, and the line's own labels by category.
type lokiEntry [3]json.RawMessage

func (e lokiEntry) line(t *testing.T, stream map[string]string) logLine {
	t.Helper()
	l := logLine{labels: maps.Clone(stream)}
	require.NoError(t, json.Unmarshal(e[1], &l.body))
	var own map[string]map[string]string
	require.NoError(t, json.Unmarshal(e[2], &own))
	for _, labels := range own {
		maps.Copy(l.labels, labels)
	}
	return l
}
