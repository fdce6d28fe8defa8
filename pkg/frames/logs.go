package frames

import (
	"hash/fnv"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/jsonfield"
	"github.com/requestjourney/requestjourney/pkg/table"
)

// logsTable is Grafana's contract for log lines
// (https://grafana.com/developers/dataplane/logs), with the hop of each line. Times are
// those that Loki holds: by them a line is found in Loki, beside its neighbours, and they
// stay the same when more spans arrive. Where a host's clock was off, steps and trace show
// the line at its corrected time, among the spans; skew is the difference.
var logsTable = table.Table[lineRow]{
	table.At("timestamp", func(r lineRow) time.Time { return r.Written() }),                           // of the line, as Loki holds it
	table.Text("body", func(r lineRow) string { return r.Body }),                                      // the line
	table.Text("severity", func(r lineRow) string { return r.Level }),                                 // level
	table.Text("id", func(r lineRow) string { return r.id }),                                          // the same whenever the line is fetched
	table.Object("labels", appendLineLabels),                                                          // labels, structured metadata and what the query parsed
	table.Text("traceID", func(r lineRow) string { return r.traceID }),                                // of the journey
	table.SpanIDs("spanID", "", func(r lineRow) journey.SpanID { return lineSpanID(r.PlacedLine) }),   // of the span that it is on, or that it names
	table.Text("node", func(r lineRow) string { return r.Node }),                                      // ID of the service in nodes
	table.Text("placement", func(r lineRow) journey.Placement { return r.Placement }),                 // how the line came to its node: span, time, service, ghost or possible (it may be of another request, or of none)
	table.MaybeMillis("skew", func(r lineRow) (time.Duration, bool) { return skewOf(r.PlacedLine) }),  // what steps adds to its time, since its host's clock was off
	table.Text("joinedBy", func(r lineRow) journey.JoinedBy { return r.JoinedBy }),                    // why the line belongs to the journey: trace (it carries the trace ID), request (it carries the request's ID) or nearby (it carries no ID; a pod or service of the journey wrote it at that time)
	table.CountIfKnown("underWay", func(r lineRow) (int, bool) { return r.UnderWay, r.UnderWay > 0 }), // of a line with placement possible: how many requests were in its pod then, this one included
}

type lineRow struct {
	*journey.PlacedLine
	traceID string
	id      string
}

// logLines is the logs frame, which says which of Grafana's contracts it follows.
type logLines struct{ rowsPart[lineRow] }

func (p logLines) frame() *data.Frame { return asLogLines(p.rowsPart.frame()) }
func (p logLines) head() *data.Frame  { return asLogLines(p.rowsPart.head()) }

func asLogLines(frame *data.Frame) *data.Frame {
	frame.Meta.Type = data.FrameTypeLogLines
	frame.Meta.TypeVersion = data.FrameTypeVersion{0, 0}
	return frame
}

// lineRows are the lines of all journeys in the order in which they were written.
func lineRows(js []*journey.Journey) []lineRow {
	var rows []lineRow
	for _, j := range js {
		traceID := j.TraceID.String()
		lines := j.WithConnections(j.AllLines(), journey.AnyConnection)
		rows = slices.Grow(rows, len(lines))
		for _, l := range lines {
			rows = append(rows, lineRow{PlacedLine: l, traceID: traceID})
		}
	}
	slices.SortStableFunc(rows, func(a, b lineRow) int { return a.Written().Compare(b.Written()) })
	nameRows(rows)
	return rows
}

// nameRows gives each line an ID that is the same whenever the line is fetched
// again, and that two equal lines do not share: Grafana keys rows by it.
func nameRows(rows []lineRow) {
	seen := make(map[string]int, len(rows))
	var labels []byte
	for i := range rows {
		labels = jsonfield.AppendLabels(labels[:0], rows[i].Labels, rows[i].Metadata) // not what another query would parse
		id := lineID(rows[i], labels)
		n := seen[id]
		seen[id]++
		if n > 0 {
			id += "_" + strconv.Itoa(n)
		}
		rows[i].id = id
	}
}

func lineID(r lineRow, labels []byte) string {
	h := fnv.New64a()
	_, _ = h.Write(labels)
	_, _ = io.WriteString(h, r.Body)
	id := strconv.AppendInt(make([]byte, 0, 40), r.Written().UnixNano(), 10)
	return string(strconv.AppendUint(append(id, '_'), h.Sum64(), 16))
}

// appendLineLabels writes all that is known of a line beside its text as Loki's own
// data source shows it: one object.
func appendLineLabels(b []byte, r lineRow) []byte {
	return jsonfield.AppendLabels(b, r.Labels, r.Metadata, r.Parsed)
}

// lineSpanID is the span that a line was placed on, or the one that it names.
func lineSpanID(l *journey.PlacedLine) journey.SpanID {
	if l.Span != nil {
		return l.Span.SpanID
	}
	return l.Context.SpanID
}

// skewOf is what was added to the line's time; false when nothing was.
func skewOf(l *journey.PlacedLine) (time.Duration, bool) { return l.Skew, l.Skew != 0 }
