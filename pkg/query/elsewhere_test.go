package query_test

import (
	"cmp"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/query"
)

// sample is a query as another data source's link sends it, and what it asks;
// src/components/elsewhere/questionOf.test.ts reads the same file.
type sample struct {
	QueryType string            `json:"queryType,omitempty"`
	Query     string            `json:"query"`
	Becomes   map[string]string `json:"becomes"`
	ID        string            `json:"id"`
	Remark    string            `json:"remark"`
	Error     string            `json:"error"`
	Refused   string            `json:"refused"` // by the backend, of what it becomes
}

func TestReadsQueriesFromElsewhere(t *testing.T) {
	raw, err := os.ReadFile("../../tests/checks/queries/elsewhere.json")
	if err != nil {
		t.Fatal(err)
	}
	var samples []sample
	if err := json.Unmarshal(raw, &samples); err != nil {
		t.Fatal(err)
	}
	for _, s := range samples {
		t.Run(s.QueryType+" "+s.Query, func(t *testing.T) { s.check(t) })
	}
}

func (s sample) check(t *testing.T) {
	raw, err := json.Marshal(map[string]string{"queryType": s.QueryType, "query": s.Query})
	if err != nil {
		t.Fatal(err)
	}
	q, err := query.Parse(raw, bounds(hour))
	if refused := cmp.Or(s.Error, s.Refused); refused != "" {
		if err == nil || err.Error() != refused {
			t.Fatalf("got error %v, want %s", err, refused)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	got := []string{typeOf(q), q.LogQL, q.TraceQL, q.Remark}
	want := []string{s.Becomes["queryType"], s.Becomes["logql"], s.Becomes["traceql"], s.Remark}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if s.ID != "" && q.TraceID.String() != s.ID {
		t.Errorf("trace ID %s, want %s", q.TraceID, s.ID)
	}
}

func typeOf(q query.Question) string {
	if q.Metrics != nil {
		return string(query.TypeMetrics)
	}
	return string(q.Type)
}

func TestOwnFieldsWinOverTextFromElsewhere(t *testing.T) {
	for name, tc := range map[string]struct {
		raw  string
		want journey.Query
	}{
		"a search":                   {`{"query":"null","traceql":"{}"}`, journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, TraceQL: "{}"}},
		"a trace ID":                 {`{"query":"{}","traceId":"` + id + `"}`, journey.Query{Type: journey.QueryJourney}},
		"a trace ID, of Tempo's":     {`{"query":"{}","queryType":"traceql","traceId":"` + id + `"}`, journey.Query{Type: journey.QueryJourney}},
		"no text":                    {`{"query":"","queryType":"journey","traceId":"` + id + `"}`, journey.Query{Type: journey.QueryJourney}},
		"blanks":                     {`{"query":" \n","logql":"{a=\"b\"}"}`, journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, LogQL: `{a="b"}`}},
		"own fields of blanks alone": {`{"query":"{}","logql":" ","traceId":""}`, journey.Query{Type: journey.QuerySearch, Depth: journey.DepthLines, TraceQL: "{}"}},
	} {
		t.Run(name, func(t *testing.T) {
			q, err := query.Parse([]byte(tc.raw), bounds(hour))
			if err != nil || q.Type != tc.want.Type || q.LogQL != tc.want.LogQL || q.TraceQL != tc.want.TraceQL || q.Remark != "" {
				t.Errorf("got %+v, %v", q, err)
			}
			if q.Type == journey.QueryJourney && q.TraceID.String() != id {
				t.Errorf("trace ID %s, want %s", q.TraceID, id)
			}
		})
	}
}

func TestTextFromElsewhereThatIsEmpty(t *testing.T) {
	for _, raw := range []string{`{"query":""}`, `{"query":" ","queryType":"traceql"}`} {
		_, err := query.Parse([]byte(raw), bounds(hour))
		const want = "the query is empty: enter a LogQL query, a TraceQL query or both, or switch to Journey and enter a trace ID"
		if err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", raw, err, want)
		}
	}
}
