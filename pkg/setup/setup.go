// Package setup checks whether Loki and Tempo have what journeys need: lines with trace
// IDs, and traces with these IDs. It asks the real servers within limits, and says for each
// thing that is missing how to fix it.
//
// Run asks first and judges then: gather.go and sample.go ask the servers, and check_*.go
// judge the answers and ask nothing.
package setup

import (
	"context"
	"time"

	"github.com/requestjourney/requestjourney/pkg/find"
	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Logs is what the checks ask Loki.
type Logs interface {
	journey.LogSource
	// Status returns the server's version, or an error that is one sentence.
	Status(ctx context.Context) (version string, err error)
	// Scope is the stream selector in which a journey's lines are searched, and
	// whether it is the one that holds when none is set.
	Scope() (selector string, isDefault bool)
	// TryScope runs a query in the scope, or returns an error that says what to
	// enter instead.
	TryScope(ctx context.Context, in journey.TimeRange) error
	// Streams are the labels of the streams with lines within the range that are
	// in the scope.
	Streams(ctx context.Context, in journey.TimeRange) ([]journey.Labels, error)
	// Outside are those of the others.
	Outside(ctx context.Context, in journey.TimeRange) ([]journey.Labels, error)
	// BetterScope is a selector that Loki takes after it refused the scope, or,
	// without an error, one that all streams match; "" when none is known.
	BetterScope(refused error, streams []journey.Labels) string
}

// Traces is what the checks ask Tempo.
type Traces interface {
	journey.TraceSource
	// Status returns the server's version, or an error that is one sentence.
	Status(ctx context.Context) (version string, err error)
	// Unordered says why a search does not return the newest traces, "" when it does.
	Unordered(ctx context.Context) string
}

// Origin says where in a line its trace ID was found.
type Origin struct {
	Kind OriginKind
	Name string // the rule's, label's or key's name, "" for an ID without a key
}

// OriginKind is a part of a line.
type OriginKind string

// The origin kinds.
const (
	FromRule     OriginKind = "rule"
	FromMetadata OriginKind = "metadata"
	FromLabel    OriginKind = "label"
	FromLine     OriginKind = "line"
)

// Explainer reads a line's trace context and says where it was.
type Explainer func(*journey.Line) (journey.TraceContext, Origin)

// Rule is one of the user's own rules for finding trace IDs, alone.
type Rule struct {
	Name  string
	Field bool                                // a derived field of Grafana's Loki data source
	Read  func(*journey.Line) journey.TraceID // zero when it finds nothing
}

// Target is a data source that shows the trace of a line.
type Target struct{ Name, UID string }

// Limits bound what the checks cost the servers.
type Limits struct {
	Groups        int // most groups of streams of which lines are read
	LinesPerGroup int // newest lines read of each
	TraceIDs      int // most trace IDs looked up
	Journeys      int // newest traces that are read in full, with their lines
	Services      int // most services for which Tempo is asked whether they sent spans
	AtOnce        int // requests at the same time
}

// DefaultLimits ask for about as much as a dashboard of a dozen panels.
func DefaultLimits() Limits {
	return Limits{Groups: 60, LinesPerGroup: 40, TraceIDs: 60, Journeys: 30, Services: 20, AtOnce: 4}
}

// Checker runs the checks.
type Checker struct {
	Logs        Logs
	Traces      Traces
	Finder      find.Finder // over the same sources
	Explain     Explainer   // with the user's and the built-in rules
	BuiltIn     Explainer   // with only the built-in rules
	Rules       []Rule
	BadRules    string // a sentence for each rule that cannot be used, "" for none
	Limits      Limits
	Targets     []Target // of links from a line, the best first
	LokiTenant  string   // "" for none
	TempoTenant string
	Now         func() time.Time
}

// Plan are the checks that Run reports, in this order.
func Plan() []Check {
	return []Check{
		{CheckLoki, "Loki answers"},
		{CheckTempo, "Tempo answers"},
		{CheckScope, "The log scope reaches all streams"},
		{CheckLines, "Log lines carry trace IDs"},
		{CheckRules, "The rules find the right IDs"},
		{CheckMetadata, "Loki keeps structured metadata"},
		{CheckDerivedFields, "Grafana's own data source links them too"},
		{CheckSampled, "Requests are sampled"},
		{CheckKnown, "Tempo knows these IDs"},
		{CheckIDSize, "IDs are whole"},
		{CheckLogOnly, "Services that log also trace"},
		{CheckTraceOnly, "Services that trace also log"},
		{CheckClocks, "Clocks agree"},
	}
}

// Run reports each check as soon as it is done. It skips a check if the server for it does
// not answer. It returns an error, without the remaining checks, only if ctx ends or a part
// of it panics.
func (c *Checker) Run(ctx context.Context, in journey.TimeRange, report func(Result)) error {
	f := &facts{in: in, limits: c.Limits, lokiTenant: c.LokiTenant, tempoTenant: c.TempoTenant}
	for _, stage := range []struct {
		gather func(context.Context, *facts) error
		judge  []judge
	}{
		{c.askServers, []judge{checkLoki, checkTempo}},
		{c.tryScope, []judge{checkScope}},
		{c.readLines, []judge{checkLines, c.checkRules, checkMetadata, c.checkDerivedFields, checkSampled}},
		{c.lookUp, []judge{checkKnown, checkIDSize}},
		{c.readJourneys, []judge{checkLogOnly, checkTraceOnly, checkClocks}},
	} {
		if err := stage.gather(ctx, f); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, judge := range stage.judge {
			report(judge(f))
		}
	}
	return nil
}

// judge makes the result of a check.
type judge func(*facts) Result
