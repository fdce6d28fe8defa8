// Package cases holds what the plugin must get right about logs and traces that
// others write: a table of small requests for each kind, from public reports and
// documented conventions. Each request is sent to a real Loki and Tempo, and the
// built plugin is asked about it.
package cases

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
)

//go:embed *.json
var files embed.FS

// kind is a table: what its rows have in common, and the rule that they show.
type kind struct {
	Kind string
	Rule string
	Rows []json.RawMessage // each a row
}

// row is a request: what is sent, and what the plugin must answer. In all its
// texts $T stands for the trace ID, $T64 for its last 16 digits, $S1 for the ID of
// span 1, $D1 for the same as a decimal number, $R1 for a request ID, $I40 and $L40
// for the time at 40 ms, as RFC 3339 and as in Apache's log.
type row struct {
	Name    string
	Source  string // where the rule is written down
	Zipkin  bool   // the spans are sent to Tempo's Zipkin receiver
	Short   bool   // the trace ID has 64 bits
	Age     int    // seconds since the request ended; 60 when left out
	Spans   []span
	Lines   []line
	Want    *want     // of the journey
	Want2   *want     // of the second trace
	Queries []inquiry // further ones, all asked at once
}

// span has times in ms since the request began. Spans without times are Zipkin's.
type span struct {
	ID, Parent, Service, Kind, Name string
	Start, End                      *float64
	Status, Message                 string
	Attrs, Resource                 map[string]any
	Trace                           int // 2 for the second trace

	Shared     bool // Zipkin's
	IP, Remote string
}

type line struct {
	At       float64
	Labels   map[string]string
	Metadata map[string]string
	Line     string
}

// inquiry is a query as Grafana sends it. It fails with Error, or is answered as
// wanted, or does not find the request.
type inquiry struct {
	Ask   map[string]any
	Want  *want
	Error *string // a part of the message, in lower case
	None  bool

	trace int
}

// want is what must be in an answer, and what must not. IDs and codes are
// patterns, in which * stands for anything; a service goes by its ID or its title.
type want struct {
	Nodes, NoNodes       []node
	Edges, NoEdges       []edge
	Findings, NoFindings []finding
	Verdict              string
	Spans                *int
	Journey              map[string]any
	Critical, Offsets    map[string][2]float64 // by span: ms, and by how much they may differ
	Placed               map[string]placed     // by index of the line
	NoLines              []int
}

type node struct {
	ID, Kind     string
	Spans, Lines *int
	Count        *count
}

type edge struct {
	From, To, Kind string
	Calls, Errors  *int
	Count          *count
}

type finding struct {
	Code, Node   string
	Severity     texts
	Text, Advice texts // parts of them, in any case of letters
	Without      texts // what the message must not say
	Count        *count
}

type placed struct {
	Node, Span, Placement, Level, JoinedBy string
	After                                  *[2]float64
}

// count is how many there must be: a number, or "some".
type count struct{ n int }

const some = -1

func (c *count) UnmarshalJSON(raw []byte) error {
	if string(raw) == `"some"` {
		c.n = some
		return nil
	}
	return json.Unmarshal(raw, &c.n)
}

// holds says whether there are as many as wanted: one, when nothing is said.
func (c *count) holds(n int) bool {
	switch {
	case c == nil:
		return n == 1
	case c.n == some:
		return n > 0
	default:
		return n == c.n
	}
}

// texts is one text or several.
type texts []string

func (t *texts) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*t = texts{one}
		return nil
	}
	return json.Unmarshal(raw, (*[]string)(t))
}

// load reads all tables, in the order of their files.
func load() ([]kind, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []kind
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var kinds []kind
		if err := json.Unmarshal(raw, &kinds); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, kinds...)
	}
	return all, nil
}
