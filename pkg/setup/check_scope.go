package setup

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// scopeFacts is what Loki said about the log scope.
type scopeFacts struct {
	selector   string
	isDefault  bool
	err        error // of a query in it
	streams    []journey.Labels
	streamsErr error
	outside    []journey.Labels // none when outsideErr is set
	outsideErr error
	better     string // a selector that Loki takes, or that more streams match; ""
}

// tryScope runs a real query in the log scope, and asks for the streams inside and outside
// of it.
func (c *Checker) tryScope(ctx context.Context, f *facts) error {
	if f.loki.err != nil {
		return nil
	}
	s := &f.scope
	s.selector, s.isDefault = c.Logs.Scope()
	asking := errgroup.Group{}
	asking.Go(journey.Caught(func() error { s.err = c.Logs.TryScope(ctx, f.in); return nil }))
	asking.Go(journey.Caught(func() (err error) { s.streams, s.streamsErr = c.Logs.Streams(ctx, f.in); return nil }))
	asking.Go(journey.Caught(func() (err error) { s.outside, s.outsideErr = c.Logs.Outside(ctx, f.in); return nil }))
	if err := asking.Wait(); err != nil {
		return err
	}
	all := append(s.streams[:len(s.streams):len(s.streams)], s.outside...)
	s.better = c.Logs.BetterScope(s.err, all)
	return nil
}

// checkScope says whether Loki accepts the log scope, and which streams it leaves out.
func checkScope(f *facts) Result {
	s := f.scope
	in, out := len(s.streams), len(s.outside)
	r := Result{ID: CheckScope, Status: OK}
	switch {
	case f.loki.err != nil:
		return skipped(CheckScope, "Loki does not answer, so the log scope was not tried.")
	case s.err != nil:
		r.Status, r.Message, r.Gaps = Fail, journey.Sentence(s.err.Error()), []Gap{GapNoLines}
		r.Advice = "Set logScope in the data source's settings to a stream selector that this Loki accepts. Until then, no journey has lines."
		r.Code = scopeCode(s.better)
	case s.streamsErr != nil || s.outsideErr != nil:
		r.Message = fmt.Sprintf("Loki accepts queries in the log scope %s, but its streams could not be counted.", s.selector)
	case in+out == 0:
		return skipped(CheckScope, fmt.Sprintf("Loki has no streams from %s, so none can be outside the log scope.", spell(f.in)))
	case out == 0:
		r.Message = fmt.Sprintf("The log scope %s reaches %s.", s.selector, journey.CountOf(in, "stream, the only one that Loki has", "streams, all that Loki has"))
	case in > 0 && !s.isDefault:
		r.Message = fmt.Sprintf("The log scope %s has %s. It leaves out %d more, as the data source's settings say.", s.selector, journey.Count(in, "stream"), out)
		r.Evidence = outsideTable(s.outside)
	default:
		return outsideScope(s)
	}
	return r
}

// outsideScope reports streams outside the scope, if the scope is the default or has no
// streams.
func outsideScope(s scopeFacts) Result {
	r := Result{ID: CheckScope, Status: Warn, Gaps: []Gap{GapNoLines}, Evidence: outsideTable(s.outside), Code: scopeCode(s.better)}
	r.Message = fmt.Sprintf("%d of %s outside the log scope %s, so no journey shows their lines.",
		len(s.outside), journey.CountOf(len(s.streams)+len(s.outside), "stream is", "streams are"), s.selector)
	if len(s.streams) == 0 {
		r.Status = Fail
	}
	switch {
	case s.better != "":
		r.Advice = fmt.Sprintf("Set logScope in the data source's settings to %s, which all streams match.", s.better)
	case s.isDefault:
		r.Advice = "Set logScope in the data source's settings to a selector that these streams match, or let Loki add service_name (limits_config.discover_service_name)."
	default:
		r.Advice = "Set logScope in the data source's settings to a selector that these streams match."
	}
	return r
}

func scopeCode(selector string) []Code {
	if selector == "" {
		return nil
	}
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if encoder.Encode(map[string]string{"logScope": selector}) != nil {
		return nil
	}
	return []Code{{Title: "The data source's jsonData", Language: "json", Text: text.String()}}
}

// outsideTable shows streams by their labels.
func outsideTable(streams []journey.Labels) *Table {
	t := table("Stream outside the scope")
	for _, stream := range streams {
		t.add(example(selectorOf([]journey.Labels{stream})))
	}
	return t
}
