package loki

import (
	"maps"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// What finding the lines of many IDs costs is decided by how often Loki compares
// a text with an ID, for it compares with one after the other. So each line is
// compared in the cheapest way that can find it, and in that way alone:
//
//   - usual: structured metadata (or a label) trace_id with the 32 lower-case
//     digits that OpenTelemetry writes.
//   - unusual: trace_id in another form, or under another name. Lines without
//     any of the names, which are nearly all, are left out before IDs are compared.
//   - text: the ID is somewhere in the line. This is by far the dearest, so lines
//     whose metadata names their trace are left out first.
//
// For a handful of IDs a request more costs more than comparing: there usual and
// unusual are one. For many, last digits are compared before whole IDs, all at
// once: see endings. Label filters before a line filter stay before it; Loki
// reorders only others.

const (
	traceIDName = "trace_id"
	// usualForm and wholeForm are anchored, as all matches of labels are.
	usualForm = "[0-9a-f]{32}"
	// wholeForm is an ID that nothing in the line itself can add to.
	wholeForm = "(?i)[1-9a-f][0-9a-f]{31}"
	// noMetadata leaves out lines about which the text says no more.
	noMetadata = " | " + traceIDName + `!~"` + wholeForm + `"`
)

// usualFilter finds IDs in trace_id as it usually is.
func usualFilter(ids ...journey.TraceID) string {
	const matches = " | " + traceIDName + `=~"`
	return " | " + traceIDName + `!=""` + matches + ".{29}(?:" + endings(ids) + `)"` + matches + oneOf(ids, usualSpelling) + `"`
}

// unusualFilter finds IDs in trace_id in another form and under other names.
func unusualFilter(names []string) func(...journey.TraceID) string {
	some := " | " + traceIDName + `!="" and ` + traceIDName + `!~"` + usualForm + `"` + orAny(names)
	return func(ids ...journey.TraceID) string { return some + valuesFilter(names, ids) }
}

// metadataFilter finds IDs in trace_id in any form and under other names.
func metadataFilter(names []string) func(...journey.TraceID) string {
	return func(ids ...journey.TraceID) string {
		return " | " + traceIDName + `!="" and (` + traceIDName + `!~"` + usualForm + `" or ` +
			traceIDName + `=~"` + oneOf(ids, usualSpelling) + `")` + orAny(names) + valuesFilter(names, ids)
	}
}

func orAny(names []string) (some string) {
	for _, name := range names {
		some += " or " + name + `!=""`
	}
	return some
}

// valuesFilter puts the values of trace_id and other names, each between bars,
// under a name of its own and looks there.
func valuesFilter(names []string, ids []journey.TraceID) string {
	template := "|{{." + traceIDName + "}}|"
	for _, name := range names {
		template += "{{." + name + "}}|"
	}
	return " | label_format journey_ids=`" + template + "` | journey_ids=~`(?i).*[|]" +
		// version-id-…, id-…, id:…, id%3A…, id/… or …Root=1-id;…
		"(?:[0-9a-f]{2}-|(?:[^|]*Root=)?1-)?(?:" + oneOf(ids, valueSpellings) + ")(?:[-:%/;][^|]*)?[|].*`"
}

// textFilter finds IDs anywhere in the lines' text.
func textFilter(ids ...journey.TraceID) string {
	return noMetadata + anywhere(ids...)
}

// anywhere finds IDs in the text of all lines: rules of the user's own may prefer
// it to the metadata.
func anywhere(ids ...journey.TraceID) string {
	return " |~ `" + oneOf(ids, textSpellings) + "`"
}

// endings match the last three digits of IDs. Behind a text of a known length Go
// matches them digit by digit without ever going back, and so in a time that the
// number of IDs does not change (regexp/onepass.go, up to 1,000 instructions:
// that is why the last digit is a class).
func endings(ids []journey.TraceID) string {
	last := make(map[string]map[byte]bool) // by the two before
	for _, id := range ids {
		digits := id.String()[29:]
		if last[digits[:2]] == nil {
			last[digits[:2]] = make(map[byte]bool)
		}
		last[digits[:2]][digits[2]] = true
	}
	var all []string
	for two, digits := range last {
		all = append(all, two+"["+string(slices.Sorted(maps.Keys(digits)))+"]")
	}
	slices.Sort(all)
	return strings.Join(all, "|")
}

// oneOf is made of digits here: there is nothing to escape.
func oneOf(ids []journey.TraceID, spellings func(journey.TraceID) []string) string {
	var all []string
	for _, id := range ids {
		all = append(all, spellings(id)...)
	}
	return strings.Join(all, "|")
}

// query is one request's.
type query struct {
	logql string
	in    journey.TimeRange
}

// handful is how many IDs are searched in as few requests as possible.
const handful = 8

// queriesOf are as few queries as hold all IDs of a part, except those of the
// text, where more and shorter ones of fewer IDs are cheaper.
func (s *Source) queriesOf(p part) (queries []query) {
	text := textFilter
	if s.ownRules {
		text = anywhere
	}
	if len(p.ids()) <= handful {
		queries = s.batches(queries, p, metadataFilter(s.idNames.all()))
		return s.batches(queries, p, text)
	}
	queries = s.batches(queries, p, usualFilter)
	queries = s.batches(queries, p, unusualFilter(s.idNames.all()))
	for _, few := range p.divided() {
		queries = s.batches(queries, few, text)
	}
	return queries
}

// maxQueryBytes keeps queries below the 131,072 bytes that Loki reads, and
// small enough for the proxies before it.
const maxQueryBytes = 96 << 10

// batches adds queries for all IDs of a part, of about maxQueryBytes at most.
// Beside others an ID adds no more to a filter than alone.
func (s *Source) batches(queries []query, p part, filter func(...journey.TraceID) string) []query {
	frame := len(s.scope) + len(filter())
	var batch []journey.TraceID
	size := frame
	flush := func() {
		if len(batch) > 0 {
			queries = append(queries, query{s.scope + filter(batch...), p.in})
		}
		batch, size = nil, frame
	}
	for _, id := range p.ids() {
		adds := len(s.scope) + len(filter(id)) - frame + 1
		if size+adds > maxQueryBytes {
			flush()
		}
		batch, size = append(batch, id), size+adds
	}
	flush()
	return queries
}
