package journey

import "time"

// QueryType says what is asked.
type QueryType string

// The query types.
const (
	QuerySearch  QueryType = "search"  // journeys that match LogQL, TraceQL or both
	QueryJourney QueryType = "journey" // one journey by trace ID
)

// Query is a checked question; package query makes it from a panel's JSON.
type Query struct {
	Type    QueryType
	LogQL   string // search: "" when logs do not restrict the result
	TraceQL string // search: "" when spans do not restrict the result
	TraceID TraceID
	Range   TimeRange
	Limit   int   // most journeys, newest first
	Depth   Depth // how much is fetched of each journey; one that is asked for by its ID comes whole
	Nearby  bool  // journey: lines without any ID that its pods wrote at its time are wanted, too
	Counted bool  // the journeys are counted, not shown, so the answer says how many of how many
}

// Depth is how much is fetched of each request that a query finds.
type Depth int

// The depths; each has what those before it have.
const (
	// Listed is for lists and graphs: of spans what SpanFields names, and the lines
	// that the search found. Searching for the others costs Loki more than all else.
	DepthSummary Depth = iota
	// Lined is for findings: all lines of each request.
	DepthLines
	// Whole is for what shows spans and lines: all that they say.
	DepthWhole
)

// Limits bound what one query may cost; the user learns which one was reached.
type Limits struct {
	Journeys    int `json:"journeys"`    // most requests that a search may ask for
	SearchLines int `json:"searchLines"` // most lines that a LogQL search reads, where Loki allows fewer in several answers
	Lines       int `json:"lines"`       // most lines fetched for the requests of one query
	Slice       int `json:"slice"`       // most seconds of time that one request to Loki spans, to whose end Loki computes even when nobody waits any more
	Answers     int `json:"answers"`     // most megabytes, decompressed, of all answers to one query, or to one update of a live list; what goes beyond is left out, and the answer says so
	Cache       int `json:"cache"`       // most megabytes of finished journeys kept in memory, none of which two users share; 0 keeps none
	Connections int `json:"connections"` // most lines of ztunnel that are compared with the calls of one request
	Nearby      int `json:"nearby"`      // most lines without any ID that are shown with a journey, out of limits.lines that are read; limits.journeys other requests are compared with it
}

// Limit names a field of Limits that cut an answer.
type Limit string

const (
	LimitJourneys    Limit = "journeys"
	LimitSearchLines Limit = "searchLines"
	LimitLines       Limit = "lines"
)

// DefaultLimits hold where the settings name no others. A slice is as long as
// the intervals into which Loki itself divides a query
// (query_range.split_queries_by_interval).
func DefaultLimits() Limits {
	return Limits{Journeys: 500, SearchLines: 5000, Lines: 5000, Slice: 3600, Answers: 256, Cache: 64, Connections: 1000, Nearby: 500}
}

// DefaultLimit is how many journeys a search returns when it names no limit.
const DefaultLimit = 50

// DefaultSlack is how long before a trace's first and after its last span its
// lines are searched.
const DefaultSlack = 60 * time.Second

// Result is the answer to a Query.
type Result struct {
	Query    Query
	Journeys []*Journey // newest first
	Graph    Graph      // over all journeys
	Verdict  Verdict    // of the only journey, or the least whole of many
	Notices  []Notice   // all that the user must know
	Loki     SourceReport
	Tempo    SourceReport
	Limits   Limits
	Cached   int // journeys that were known from an earlier query

	Matched    int       // requests that matched the query, returned or not
	MoreLines  bool      // more lines matched the LogQL query than were read, so Matched is at least that many
	LinesSince time.Time // lines older than this were not fetched, where a limit left them out; else zero
	SpansErr   error     // the first failure to fetch a trace
}

// Notice is a sentence for the user, shown above the result.
type Notice struct {
	Severity Severity
	Text     string
	Code     NoticeCode
}

// NoticeCode says what a notice is about. A notice that repeats a finding has the
// finding's code.
type NoticeCode string

// The codes of notices that repeat no finding.
const (
	NoticeSourceFailed NoticeCode = "source-failed" // Loki or Tempo failed, so something is missing
	NoticeLimit        NoticeCode = "limit-reached" // a limit left something out
	NoticeNotSearched  NoticeCode = "not-searched"  // part of the time range was not searched
	NoticeNoMatch      NoticeCode = "no-match"      // a search found no request
	NoticeLineCounts   NoticeCode = "line-counts"   // a list counts only the lines that its query matched
	NoticeNoLines      NoticeCode = "no-lines"      // there are spans, but Loki returned no lines
	NoticeNearby       NoticeCode = "nearby"        // nearby lines are missing, or are only possible
	NoticeSettings     NoticeCode = "settings"      // a setting is wrong and was ignored
	NoticeReadAs       NoticeCode = "read-as"       // how the text of a link was read
	NoticeCoverage     NoticeCode = "coverage"      // which requests a metric counts
)

// SourceReport says what became of one source's part of a query.
type SourceReport struct {
	Asked    bool      // was it asked at all
	Err      error     // the first failure; the result holds what else was answered
	Cut      Limit     // the limit that was reached; "" for none
	Found    int       // lines, or traces
	Searched TimeRange // what of the query's range was searched; zero for all of it
	Stats    SourceStats
}
