package loki

import (
	"strings"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// What finding the lines of many IDs costs is decided by how often Loki compares
// a text with an ID, so each line is compared in the cheapest way that can find
// it, and in that way alone:
//
//   - usual: structured metadata (or a label) trace_id with the 32 lower-case
//     digits that OpenTelemetry writes. Loki compares whole values.
//   - unusual: trace_id in another form, or under another name. Lines without
//     any of the names, which are nearly all, are left out before IDs are compared.
//   - text: the ID is somewhere in the line. This is by far the dearest, so
//     lines whose metadata names their trace are left out first.
//
// Label filters before a line filter stay before it; Loki reorders only others.

const (
	traceIDName = "trace_id"
	// usualForm and wholeForm are anchored, as all matches of labels are.
	usualForm = "[0-9a-f]{32}"
	// wholeForm is an ID that nothing in the line itself can add to.
	wholeForm = "(?i)[1-9a-f][0-9a-f]{31}"
)

// usualFilter finds IDs in trace_id as it usually is.
func usualFilter(ids ...journey.TraceID) string {
	return " | " + traceIDName + `!="" | ` + traceIDName + `=~"` + strings.Join(alternatives(ids, usualSpelling), "|") + `"`
}

// unusualFilter finds IDs in trace_id in another form and under other names. It
// puts all values, each between bars, under a name of its own and looks there.
func unusualFilter(names []string) func(...journey.TraceID) string {
	some := " | " + traceIDName + `!="" and ` + traceIDName + `!~"` + usualForm + `"`
	template := "|{{." + traceIDName + "}}|"
	for _, name := range names {
		some += " or " + name + `!=""`
		template += "{{." + name + "}}|"
	}
	before := some + " | label_format journey_ids=`" + template + "` | journey_ids=~`(?i).*[|]" +
		// version-id-…, id-…, id:…, id%3A…, id/… or …Root=1-id;…
		"(?:[0-9a-f]{2}-|(?:[^|]*Root=)?1-)?(?:"
	return func(ids ...journey.TraceID) string {
		return before + strings.Join(alternatives(ids, valueSpellings), "|") + ")(?:[-:%/;][^|]*)?[|].*`"
	}
}

// textFilter finds IDs in the lines' text. With rules of the user's own, which
// may prefer it to the metadata, all lines are looked at.
func textFilter(ownRules bool) func(...journey.TraceID) string {
	before := " | " + traceIDName + `!~"` + wholeForm + `" |~ ` + "`"
	if ownRules {
		before = " |~ `"
	}
	return func(ids ...journey.TraceID) string {
		return before + strings.Join(alternatives(ids, textSpellings), "|") + "`"
	}
}

// alternatives are made of digits here: there is nothing to escape.
func alternatives(ids []journey.TraceID, spellings func(journey.TraceID) []string) []string {
	var all []string
	for _, id := range ids {
		all = append(all, spellings(id)...)
	}
	return all
}

// lineQueries are as few queries as hold all IDs.
func (s *Source) lineQueries(ids []journey.TraceID) (queries []string) {
	for _, filter := range []func(...journey.TraceID) string{usualFilter, unusualFilter(s.idNames.all()), textFilter(s.ownRules)} {
		for _, batch := range batches(ids, filter) {
			queries = append(queries, s.scope+batch)
		}
	}
	return queries
}

// maxQueryBytes keeps queries below the 131,072 bytes that Loki reads, and
// small enough for the proxies before it.
const maxQueryBytes = 96 << 10

// batches are filters for all IDs, of about maxQueryBytes at most. What an ID
// adds to a filter does not depend on the others.
func batches(ids []journey.TraceID, filter func(...journey.TraceID) string) (filters []string) {
	frame := len(filter())
	var batch []journey.TraceID
	size := frame
	for _, id := range ids {
		adds := len(filter(id)) - frame + 1
		if len(batch) > 0 && size+adds > maxQueryBytes {
			filters = append(filters, filter(batch...))
			batch, size = nil, frame
		}
		batch, size = append(batch, id), size+adds
	}
	if len(batch) > 0 {
		filters = append(filters, filter(batch...))
	}
	return filters
}
