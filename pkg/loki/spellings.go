package loki

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// Names under which agents and SDKs put a trace ID into structured metadata or
// a stream label. Loki has already turned dots and dashes into underscores.
var (
	// bareNames hold the ID alone.
	bareNames = []string{
		"trace_id", "traceid", "traceID", "traceId", "TraceID", "TraceId", "otelTraceID",
		"otel_trace_id", "mdc_traceId", "contextMap_trace_id", "x_b3_traceid",
	}
	// decimalNames hold the ID alone, perhaps as a decimal number (Datadog).
	decimalNames = []string{"dd_trace_id"}
	// headerNames hold a propagation header.
	headerNames = []string{"traceparent", "b3", "uber_trace_id", "x_amzn_trace_id", "x_cloud_trace_context"}
)

// What Loki does with a regular expression in a label filter decides what 200
// IDs cost. It turns plain alternatives into one comparison for each, which it
// makes on every line, whether the name is there or not. It leaves alone what
// ignores case and has two alternatives that differ in the last character only;
// such an expression costs next to nothing where the name is not there.
const (
	ignoreCase = "(?i)"
	leaveAlone = "none0|none1" // no ID equals these
)

// metadataFilter finds IDs in structured metadata and stream labels.
func metadataFilter(ids ...journey.TraceID) string {
	filters := slices.Concat(
		labelFilters(bareNames, "", alternatives(ids, bareSpellings), ""),
		labelFilters(decimalNames, "", alternatives(ids, decimalSpellings), ""),
		// version-id-…, id-…, id:…, id%3A…, id/… or …Root=1-id;…
		labelFilters(headerNames, "(?:[0-9a-f]{2}-|(?:.*Root=)?1-)?", alternatives(ids, headerSpellings), "(?:[-:%/;].*)?"),
	)
	return strings.Join(filters, " or ")
}

func labelFilters(names []string, before string, alternatives []string, after string) []string {
	value := ignoreCase + before + "(?:" + strings.Join(append(alternatives, leaveAlone), "|") + ")" + after
	filters := make([]string, len(names))
	for i, name := range names {
		filters[i] = name + `=~"` + value + `"`
	}
	return filters
}

// textFilter finds IDs in the lines' text. Plain alternatives, in the two cases
// that writers use, are what Loki matches without a regular expression engine.
func textFilter(ids ...journey.TraceID) string {
	return "`" + strings.Join(alternatives(ids, textSpellings), "|") + "`"
}

// alternatives are made of digits here: there is nothing to escape.
func alternatives(ids []journey.TraceID, spellings func(journey.TraceID) []string) []string {
	var all []string
	for _, id := range ids {
		all = append(all, spellings(id)...)
	}
	return all
}

// bareSpellings are the whole values that an ID may be written as: 32 digits,
// without leading zeros, and 16 for an ID of 64 bits.
func bareSpellings(id journey.TraceID) []string {
	padded, short := id.String(), id.Short()
	spellings := []string{padded, short}
	if len(short) <= 16 {
		spellings = append(spellings, padded[16:])
	}
	slices.Sort(spellings)
	return slices.Compact(spellings)
}

// decimalSpellings are those, and the decimal number.
func decimalSpellings(id journey.TraceID) []string {
	return append(bareSpellings(id), decimal(id)...)
}

// headerSpellings are those of an ID in a header: X-Amzn-Trace-Id divides it.
func headerSpellings(id journey.TraceID) []string {
	padded := id.String()
	spellings := bareSpellings(id)
	i := slices.Index(spellings, padded)
	spellings[i] = padded[:8] + "-?" + padded[8:]
	return spellings
}

const (
	// shortestText is how many digits a piece of text must have not to be found in
	// lines by chance. Shorter IDs, which counters and tests make, must stand alone.
	shortestText = 12
	// longestText is how many last digits X-Amzn-Trace-Id leaves together.
	longestText = 24
	// shortestDecimal is that of a number that is read as an ID.
	shortestDecimal = 13
)

// textSpellings are parts of every spelling. The match may be longer than the
// ID, or of another: callers extract the ID from the line and drop what only
// looks like it.
func textSpellings(id journey.TraceID) []string {
	digits := id.Short()
	digits = digits[max(0, len(digits)-longestText):]
	spellings := slices.Compact([]string{strings.ToUpper(digits), digits})
	if len(digits) < shortestText {
		for i, spelling := range spellings {
			spellings[i] = `\b(?:0[xX])?0*` + spelling + `\b`
		}
	}
	return append(spellings, decimal(id)...)
}

// decimal is the number that Datadog's SDKs write for an ID of 64 bits. What
// they write for the lower half of a longer one does not tell the whole.
func decimal(id journey.TraceID) []string {
	if len(id.Short()) > 16 {
		return nil
	}
	number := strconv.FormatUint(binary.BigEndian.Uint64(id[8:]), 10)
	if len(number) < shortestDecimal {
		return nil
	}
	return []string{number}
}
