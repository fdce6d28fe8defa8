// Package frames writes journeys as Grafana data frames. The names, types and
// order of fields are a public contract: panels, dashboards and Grafana's own
// node graph, trace and logs views read them.
package frames

import (
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// panelID is the panel that draws these frames in Explore; the core
// visualisation beside it is what Grafana falls back to.
const panelID = "requestjourney-journey-panel"

// Encode gives the frames that the query of res names, or the defaults of its
// type, in that order. A frame without rows still has all its fields.
func Encode(res *journey.Result, refID string) data.Frames {
	parts := partsOf(res)
	frames := make(data.Frames, len(parts))
	for i, p := range parts {
		frames[i] = p.frame()
	}
	tell(res, refID, frames)
	return frames
}

// tell gives frames what is the same for all of them.
func tell(res *journey.Result, refID string, frames data.Frames) {
	custom := customMeta(res)
	for i, name := range namesOf(res) {
		frames[i].Name, frames[i].RefID = name, refID
		frames[i].Meta.PreferredVisualizationPluginID = panelID
		frames[i].Meta.Custom = custom
	}
	// Grafana shows the notices of every frame: on each they would repeat.
	if len(frames) > 0 {
		frames[0].Meta.Notices = notices(res.Notices)
	}
}

// namesOf are the frames that the result's query asks for.
func namesOf(res *journey.Result) []string {
	names := res.Query.Frames
	if len(names) == 0 {
		names = journey.DefaultFrames(res.Query.Type)
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !journey.ValidFrame(name) })
}

// part is a frame in the making.
type part interface {
	frame() *data.Frame         // with its rows
	head() *data.Frame          // without
	write(w *batchWriter) error // its rows
}

func partsOf(res *journey.Result) (parts []part) {
	for _, name := range namesOf(res) {
		parts = append(parts, partOf(name, res))
	}
	return parts
}

func partOf(name string, res *journey.Result) part {
	switch name {
	case journey.FrameJourneys:
		return rows(journeysTable, data.VisTypeTable, func() []*journey.Journey { return res.Journeys })
	case journey.FrameSteps:
		return rows(stepsTable, data.VisTypeTable, func() []stepRow { return stepRows(res) })
	case journey.FrameNodes:
		return rows(nodesTable, data.VisTypeNodeGraph, func() []*journey.Service { return res.Graph.Services })
	case journey.FrameEdges:
		return rows(edgesTable, data.VisTypeNodeGraph, func() []*journey.Hop { return res.Graph.Hops })
	case journey.FrameTrace:
		return rows(traceTable, data.VisTypeTrace, func() []spanRow { return spanRows(res.Journeys) })
	case journey.FrameLogs:
		return logLines{rows(logsTable, data.VisTypeLogs, func() []lineRow { return lineRows(res.Journeys) })}
	default:
		return rows(findingsTable, data.VisTypeTable, func() []journey.Finding { return findingRows(res.Journeys) })
	}
}

// rowsPart is a frame of a table's columns, whose rows are made when they are
// needed.
type rowsPart[R any] struct {
	table table[R]
	vis   data.VisType
	rows  func() []R
}

func rows[R any](t table[R], vis data.VisType, make func() []R) rowsPart[R] {
	return rowsPart[R]{t, vis, make}
}

func (p rowsPart[R]) frame() *data.Frame         { return p.table.frame(p.vis, p.rows()) }
func (p rowsPart[R]) head() *data.Frame          { return p.table.frame(p.vis, nil) }
func (p rowsPart[R]) write(w *batchWriter) error { return p.table.write(w, p.rows()) }
