package tempo

import (
	"bytes"
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/tempo/decode"
	"github.com/requestjourney/requestjourney/pkg/wire"
)

// maxWritersQuery keeps a query below the 131,072 bytes that Tempo reads.
const maxWritersQuery = 96 << 10

// SpansBy implements journey.TraceSource: one search by the attributes that name a
// span's pod and service. Only a limit that Tempo states takes it a second one.
func (s *Source) SpansBy(ctx context.Context, w journey.Writers, in journey.TimeRange, limit int) (res journey.SpansResult, err error) {
	begin := time.Now()
	wanted := request{writersQuery(w), wholeSeconds(in), limit, s.spansPerSet()}
	if len(wanted.traceql) > maxWritersQuery {
		return journey.SpansResult{Cut: true}, nil
	}
	for range mostRefusals {
		asked := s.limits.within(wanted)
		var found map[journey.TraceID]decode.Summary
		var stats journey.SourceStats
		found, stats, err = s.collect(ctx, asked)
		res.Stats = res.Stats.Add(stats)
		if err == nil {
			res.Traces, res.Cut = writersTraces(found)
			res.Cut = res.Cut || asked.in != wanted.in || len(found) >= asked.limit
			break
		}
		if !s.limits.learn(asked, err) {
			break
		}
	}
	res.Stats.Took = time.Since(begin)
	return res, err
}

// collect reads the spans that one search finds, by trace.
func (s *Source) collect(ctx context.Context, r request) (map[journey.TraceID]decode.Summary, journey.SourceStats, error) {
	found := make(map[journey.TraceID]decode.Summary)
	decoder := decode.NewSummaries(decode.NewBudget(decode.MaxBytes))
	decoder.WritesNil = func() bool { return s.writesNil(ctx) }
	stats, err := s.searchEach(ctx, r, func(m wire.Message) error {
		// Tempo sends a trace again, whole, when it learns more of it.
		trace, err := decoder.Trace(m)
		found[trace.TraceID] = trace
		return s.tooMuch(err)
	})
	return found, stats, err
}

// writersTraces are the traces in order of their IDs. cut says that spans of one of
// them are left out.
func writersTraces(found map[journey.TraceID]decode.Summary) (traces []journey.Trace, cut bool) {
	byID := func(a, b journey.TraceID) int { return bytes.Compare(a[:], b[:]) }
	for _, id := range slices.SortedFunc(maps.Keys(found), byID) {
		traces, cut = append(traces, found[id].Trace), cut || found[id].Cut
	}
	return traces, cut
}

// writersFields are what is compared with lines, and what names pod and service.
const writersFields = "kind resource.service.name resource.k8s.pod.name span.node_id span.component span.istio.canonical_service " +
	"span.http.request.method span.http.method span.http.response.status_code span.http.status_code " +
	"span.url.path span.http.target span.url.full span.http.url"

// writersQuery asks for the spans of pods and services. Envoy's proxies name their pod in
// node_id: "sidecar~10.8.0.4~cart-1.shop~shop.svc.cluster.local". Of both fields that
// name a service, each may name another one than the other does.
func writersQuery(w journey.Writers) string {
	var q query
	separator := "{ ("
	add := func(values []string, before, after string, attributes ...string) {
		for _, attribute := range attributes {
			if len(values) > 0 {
				q.add(separator + attribute + " =~ ")
				q.text.WriteString(strconv.Quote(before + "(?:" + strings.Join(quotedMeta(values), "|") + ")" + after))
				separator = " || "
			}
		}
	}
	add(w.Pods, "", "", "resource.k8s.pod.name")
	add(w.Pods, ".+~.*~", `\..*~.*`, "span.node_id")
	add(w.Services, "", "", "resource.service.name", "span.istio.canonical_service")
	q.add(")")
	q.add(mayHaveText)
	q.add(" }")
	separator = " | select("
	for _, field := range strings.Fields(writersFields) {
		q.add(separator + field)
		separator = ", "
	}
	q.add(")")
	return mostRecent(q.text.String())
}

func quotedMeta(texts []string) []string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = regexp.QuoteMeta(text)
	}
	return quoted
}
