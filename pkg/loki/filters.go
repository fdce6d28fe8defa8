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

// query is one request's.
type query struct {
	logql string
	in    journey.TimeRange
}

// queriesOf are as few queries as hold all IDs of a part, but for those of the
// text, where more and shorter ones of fewer IDs are cheaper.
func (s *Source) queriesOf(p part) (queries []query) {
	queries = s.batches(queries, p, usualFilter)
	queries = s.batches(queries, p, unusualFilter(s.idNames.all()))
	for _, few := range p.divided() {
		queries = s.batches(queries, few, textFilter(s.ownRules))
	}
	return queries
}

// maxQueryBytes keeps queries below the 131,072 bytes that Loki reads, and
// small enough for the proxies before it.
const maxQueryBytes = 96 << 10

// batches adds queries for all IDs of a part, of about maxQueryBytes at most.
// What an ID adds to a filter does not depend on the others.
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
