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

// Check is a check by name.
type Check struct {
	ID    CheckID `json:"id"`
	Title string  `json:"title"`
}

// Status is how a check came out.
type Status string

// The statuses.
const (
	OK      Status = "ok"
	Warn    Status = "warn" // journeys lack something
	Fail    Status = "fail" // journeys cannot be joined
	Skipped Status = "skipped"
)

// Gap is a kind of thing that is missing, by which a page chooses what to show
// for closing it.
type Gap string

// The gaps.
const (
	GapNoTraceID   Gap = "no-trace-id"   // lines without trace IDs
	GapNoMetadata  Gap = "no-metadata"   // IDs in the text alone
	GapShortIDs    Gap = "short-ids"     // lines hold half of their trace ID
	GapSampledOut  Gap = "sampled-out"   // traces that are dropped
	GapNotTraced   Gap = "not-traced"    // a service that sends no spans
	GapNotLogged   Gap = "not-logged"    // a service whose lines are not collected
	GapNoTraces    Gap = "no-traces"     // Tempo holds nothing, or not these
	GapNoLines     Gap = "no-lines"      // Loki holds nothing
	GapDerivedLink Gap = "derived-field" // Grafana's own links
)

// Result is what became of one check.
type Result struct {
	ID       CheckID `json:"id"`
	Status   Status  `json:"status"`
	Message  string  `json:"message"` // one sentence
	Evidence *Table  `json:"evidence,omitempty"`
	Advice   string  `json:"advice,omitempty"` // what to do, one sentence
	Code     []Code  `json:"code,omitempty"`   // to be copied
	Gaps     []Gap   `json:"gaps,omitempty"`
	Tools    []Tool  `json:"tools,omitempty"` // that the evidence points to
}

// Table is evidence: examples and counts.
type Table struct {
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	More    int        `json:"more,omitempty"` // rows left out
}

// Code is text that closes the gap when it is copied to where its title says.
type Code struct {
	Title    string `json:"title"`
	Language string `json:"language"`
	Text     string `json:"text"`
}

const mostRows = 20

func table(columns ...string) *Table { return &Table{Columns: columns} }

// add keeps the evidence short enough to be read.
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
