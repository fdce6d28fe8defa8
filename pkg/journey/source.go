package journey

import (
	"context"
	"fmt"
	"iter"
	"time"
)

// TimeRange is from From, inclusive, to To, exclusive.
type TimeRange struct{ From, To time.Time }

// IsZero says that no range is known.
func (r TimeRange) IsZero() bool { return r.From.IsZero() && r.To.IsZero() }

// Widen moves both ends outwards by d.
func (r TimeRange) Widen(d time.Duration) TimeRange {
	return TimeRange{From: r.From.Add(-d), To: r.To.Add(d)}
}

// Union is the smallest range around both; a zero range adds nothing.
func (r TimeRange) Union(o TimeRange) TimeRange {
	if r.IsZero() {
		return o
	}
	if o.IsZero() {
		return r
	}
	if o.From.Before(r.From) {
		r.From = o.From
	}
	if o.To.After(r.To) {
		r.To = o.To
	}
	return r
}

// FoundTrace is a trace ID with the earliest and latest time it was seen at.
type FoundTrace struct {
	TraceID TraceID
	Range   TimeRange // To is the last time seen plus 1 ns; zero when unknown
}

// LogSource finds and fetches log lines. Implementations are safe for
// concurrent use, return when ctx ends, and fail with a *SourceError.
type LogSource interface {
	// Search returns the newest lines, at most limit, that match a LogQL log
	// query. Cut says that older lines matched too.
	Search(ctx context.Context, logql string, in TimeRange, limit int) (LogResult, error)
	// Pages is Search bit by bit, the newest lines first: all lines of a page are
	// at least as new as those of the next. Each page has the stats of its own; an
	// error is the last.
	Pages(ctx context.Context, logql string, in TimeRange, limit int) iter.Seq2[LogResult, error]
	// Lines returns the newest lines, at most limit, that mention a trace ID of
	// wanted, in any spelling, within the time that this ID is wanted in. It may
	// return lines of other times, and lines that only look like it; the caller
	// extracts the ID and drops them. No line is returned twice.
	Lines(ctx context.Context, wanted []FoundTrace, limit int) (LogResult, error)
	// Connections returns the newest access lines of ztunnels within the range, at most
	// limit, about connections that any of clients opened. A client is the name of a pod
	// or the begin of one.
	Connections(ctx context.Context, clients []string, in TimeRange, limit int) (LogResult, error)
	// LinesContaining returns the newest lines within the range, at most limit, that
	// hold any of texts.
	LinesContaining(ctx context.Context, texts []string, in TimeRange, limit int) (LogResult, error)
	// LinesBy returns the newest lines within the range, at most limit, of writers. It
	// sends one request. It leaves out most lines that carry an ID, but not all.
	LinesBy(ctx context.Context, writers Writers, in TimeRange, limit int) (LogResult, error)
}

// LogTail follows the lines of a log source as they are written.
type LogTail interface {
	// Tail yields the lines that match a LogQL log query, from a time on, as they
	// come, none at first when it works, until ctx ends or something fails: an
	// error is the last. Lines come at least once, in no certain order.
	Tail(ctx context.Context, logql string, from time.Time) iter.Seq2[[]Line, error]
}

// LogResult is an answer of a LogSource; lines are in no certain order.
type LogResult struct {
	Lines []Line
	Cut   bool      // a limit was reached: there may be more
	Since time.Time // of a page or when cut: lines older than this are not all there
	Stats SourceStats

	Searched TimeRange // what of the range was searched; zero for all of it
	Notices  []Notice  // on what was not, and why
}

// TraceSource finds and fetches traces. Implementations are safe for
// concurrent use, return when ctx ends, and fail with a *SourceError.
type TraceSource interface {
	// Search returns the newest traces, at most limit, that match a TraceQL
	// query. Cut says that older ones may match too.
	Search(ctx context.Context, traceql string, in TimeRange, limit int) (TraceResult, error)
	// ByRequestID returns the newest traces, at most limit, with a span that holds
	// any of these request IDs.
	ByRequestID(ctx context.Context, ids []string, in TimeRange, limit int) (TraceResult, error)
	// SpansBy returns spans of the newest traces, at most limit, in which writers took
	// part: of these spans it reads what summaries have. It sends one request.
	SpansBy(ctx context.Context, writers Writers, in TimeRange, limit int) (SpansResult, error)
	// Get fetches traces whole, a bounded number at once: one Trace for each
	// found trace, in the same order. One that fails carries its own error; the
	// found trace's time, when known, narrows where the source looks.
	Get(ctx context.Context, foundTraces []FoundTrace) ([]Trace, SourceStats)
	// Summaries fetches of each span what SpanFields names, which costs a
	// fraction: one Trace for each found trace, in the same order. It looks no
	// farther than the found trace's time. A trace that is not all there for a
	// reason that the source knows is marked Partial; none carries an error.
	Summaries(ctx context.Context, foundTraces []FoundTrace) ([]Trace, SourceStats)
}

// TraceResult is an answer of TraceSource.Search.
type TraceResult struct {
	Found     []FoundTrace
	Cut       bool
	Unordered string // when cut: why these need not be the newest, for a sentence; "" when they are
	Advice    string // one sentence on a query that matched nothing, or ""
	Stats     SourceStats

	Searched   TimeRange     // what of the range was searched; zero for all of it
	Late       time.Duration // how much of the newest time is not searched yet; 0 when all is
	MaxResults int           // traces that the source returns at most, when fewer than were asked for; else 0
	Notices    []Notice      // on what else was not searched, and why
}

// Trace is the spans of one trace as the source holds them. No spans and no
// error means that the source does not know the trace.
type Trace struct {
	TraceID   TraceID
	Spans     []Span
	Partial   bool   // of a summary: there is more of it, to be had by Get
	Truncated string // why spans are missing, in the source's words; "" when whole
	Err       error
}

// Extractor reads the trace context out of a line, its labels and metadata;
// the TraceID is zero when the line carries none.
type Extractor func(*Line) TraceContext

// SourceStats is what one source was asked and what it answered.
type SourceStats struct {
	Requests int           // HTTP or gRPC requests sent
	Bytes    int64         // of the answers' bodies, decompressed
	Took     time.Duration // from first request to last answer
	Note     string        // how it was asked when that is not the first choice, e.g. a fallback; ""
}

// Add sums requests and bytes; Took is the longer of both.
func (s SourceStats) Add(o SourceStats) SourceStats {
	s.Requests += o.Requests
	s.Bytes += o.Bytes
	s.Took = max(s.Took, o.Took)
	if s.Note == "" {
		s.Note = o.Note
	}
	return s
}

// SourceError is a failed request to Loki or Tempo. Its text is one sentence
// for the user that names the source and says what to do; it holds no
// credentials, no headers and no address beyond the configured URL.
type SourceError struct {
	Source  string // "Loki" or "Tempo"
	Kind    ErrorKind
	Status  int    // HTTP status, 0 when there was no answer
	Message string // the sentence
	Err     error  // the cause, for logs
}

func (e *SourceError) Error() string { return e.Message }

// Unwrap gives the cause.
func (e *SourceError) Unwrap() error { return e.Err }

// NewSourceError makes a SourceError with a formatted sentence.
func NewSourceError(source string, kind ErrorKind, status int, cause error, format string, args ...any) *SourceError {
	return &SourceError{Source: source, Kind: kind, Status: status, Message: fmt.Sprintf(format, args...), Err: cause}
}

// ErrorKind says whose turn it is after a failed request.
type ErrorKind string

// The error kinds.
const (
	ErrBadQuery     ErrorKind = "bad-query"    // the user's query: change it
	ErrUnauthorized ErrorKind = "unauthorized" // credentials or tenant: check the settings
	ErrTooMuch      ErrorKind = "too-much"     // a limit of the server: narrow the query
	ErrRateLimited  ErrorKind = "rate-limited" // wait
	ErrTimeout      ErrorKind = "timeout"      // narrow the query, or raise the timeout
	ErrUnreachable  ErrorKind = "unreachable"  // no connection: check URL and server
	ErrBadAnswer    ErrorKind = "bad-answer"   // not what Loki or Tempo answers: check the URL
	ErrServer       ErrorKind = "server"       // the server failed
	ErrTooOld       ErrorKind = "too-old"      // the server's version: upgrade it
)

func (r TimeRange) Contains(t time.Time) bool { return !t.Before(r.From) && t.Before(r.To) }

// FirstError is the error of the first trace that could not be read, nil if all were read.
func FirstError(traces []Trace) error {
	for i := range traces {
		if traces[i].Err != nil {
			return traces[i].Err
		}
	}
	return nil
}
