package setup

// CheckID names a check; IDs are a contract with the page.
type CheckID string

// The checks.
const (
	CheckLoki          CheckID = "loki"
	CheckTempo         CheckID = "tempo"
	CheckLines         CheckID = "lines"
	CheckRules         CheckID = "rules"
	CheckMetadata      CheckID = "structured-metadata"
	CheckDerivedFields CheckID = "derived-fields"
	CheckSampled       CheckID = "sampled"
	CheckKnown         CheckID = "known"
	CheckIDSize        CheckID = "id-size"
	CheckLogOnly       CheckID = "log-only"
	CheckTraceOnly     CheckID = "trace-only"
	CheckClocks        CheckID = "clocks"
	CheckScope         CheckID = "scope"
)

// Check names a check.
type Check struct {
	ID    CheckID `json:"id"`
	Title string  `json:"title"`
}

// Status is the outcome of a check.
type Status string

// The statuses.
const (
	OK      Status = "ok"
	Warn    Status = "warn" // journeys lack something
	Fail    Status = "fail" // journeys cannot be joined
	Skipped Status = "skipped"
)

// Gap is a kind of thing that is missing. The page shows how to fix it.
type Gap string

// The gaps.
const (
	GapNoTraceID   Gap = "no-trace-id"   // lines without trace IDs
	GapNoMetadata  Gap = "no-metadata"   // trace IDs are only in the text
	GapShortIDs    Gap = "short-ids"     // lines have half of their trace ID
	GapSampledOut  Gap = "sampled-out"   // traces that are dropped
	GapNotTraced   Gap = "not-traced"    // a service that sends no spans
	GapNotLogged   Gap = "not-logged"    // a service whose lines are not collected
	GapNoTraces    Gap = "no-traces"     // Tempo has no traces, or not these
	GapNoLines     Gap = "no-lines"      // Loki has no lines
	GapDerivedLink Gap = "derived-field" // Grafana's own links
)

// Result is the outcome of one check, with evidence and advice.
type Result struct {
	ID       CheckID `json:"id"`
	Status   Status  `json:"status"`
	Message  string  `json:"message"` // one or two sentences
	Evidence *Table  `json:"evidence,omitempty"`
	Advice   string  `json:"advice,omitempty"` // what to do, one sentence
	Code     []Code  `json:"code,omitempty"`   // to copy
	Gaps     []Gap   `json:"gaps,omitempty"`
	Tools    []Tool  `json:"tools,omitempty"` // that the evidence points to
}

// Table is evidence: examples and counts.
type Table struct {
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	More    int        `json:"more,omitempty"` // rows left out
}

// Code is text that fixes the gap if it is copied to the place in its title.
type Code struct {
	Title    string `json:"title"`
	Language string `json:"language"`
	Text     string `json:"text"`
}

const mostRows = 20

func table(columns ...string) *Table { return &Table{Columns: columns} }

// add keeps the evidence short.
func (t *Table) add(cells ...string) {
	if len(t.Rows) == mostRows {
		t.More++
		return
	}
	t.Rows = append(t.Rows, cells)
}

// orNil leaves an empty table out.
func (t *Table) orNil() *Table {
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

func skipped(id CheckID, why string) Result {
	return Result{ID: id, Status: Skipped, Message: why}
}
