// Package frames writes journeys as Grafana data frames. The names, types and
// order of fields are a public contract: panels, dashboards and Grafana's own
// node graph, trace and logs views read them.
package frames

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/table"
)

// panelID is the panel that draws these frames in Explore; the core
// visualisation beside it is what Grafana falls back to.
const panelID = "requestjourney-journey-panel"

// Encode returns the named frames in that order. A frame without rows still has all of its
// fields.
func Encode(res *journey.Result, names []string, refID string) data.Frames {
	parts := partsOf(res, names)
	frames := make(data.Frames, len(parts))
	for i, p := range parts {
		frames[i] = p.frame()
	}
	describe(res, names, refID, frames)
	return frames
}

// describe sets what all frames have in common.
func describe(res *journey.Result, names []string, refID string, frames data.Frames) {
	meta := customMeta(res)
	for i, name := range names {
		frames[i].Name, frames[i].RefID = name, refID
		frames[i].Meta.PreferredVisualizationPluginID = panelID
		frames[i].Meta.Custom = meta
	}
	// Grafana shows the notices of every frame, so only the first has them.
	if len(frames) > 0 {
		setNotices(frames[0], meta, res.Notices)
	}
}

// part is a frame in the making.
type part interface {
	frame() *data.Frame // with its rows
	head() *data.Frame  // without rows
	// arrow is the frame with its rows as an Arrow file, with the metadata of head.
	arrow(ctx context.Context, head *data.Frame) ([]byte, error)
}

func partsOf(res *journey.Result, names []string) (parts []part) {
	for _, name := range names {
		parts = append(parts, partOf(name, res))
	}
	return parts
}

func partOf(name string, res *journey.Result) part {
	switch name {
	case Journeys:
		return rows(journeysTable, data.VisTypeTable, func() []*journey.Journey { return res.Journeys })
	case Steps:
		return rows(stepsTable, data.VisTypeTable, func() []stepRow { return stepRows(res) })
	case Nodes:
		return rows(nodesTable, data.VisTypeNodeGraph, func() []*journey.Service { return res.Graph.Services })
	case Edges:
		return rows(edgesTable, data.VisTypeNodeGraph, func() []*journey.Hop { return res.Graph.Hops })
	case Trace:
		return rows(traceTable, data.VisTypeTrace, func() []spanRow { return spanRows(res.Journeys) })
	case Logs:
		return logLines{rows(logsTable, data.VisTypeLogs, func() []lineRow { return lineRows(res.Journeys) })}
	default:
		return rows(findingsTable, data.VisTypeTable, func() []journey.Finding { return findingRows(res.Journeys) })
	}
}

// rowsPart is a frame with the columns of a table. Its rows are made only when needed.
type rowsPart[R any] struct {
	table table.Table[R]
	vis   data.VisType
	rows  func() []R
}

func rows[R any](t table.Table[R], vis data.VisType, make func() []R) rowsPart[R] {
	return rowsPart[R]{t, vis, make}
}

func (p rowsPart[R]) frame() *data.Frame { return p.table.Frame(p.vis, p.rows()) }
func (p rowsPart[R]) head() *data.Frame  { return p.table.Frame(p.vis, nil) }

func (p rowsPart[R]) arrow(ctx context.Context, head *data.Frame) ([]byte, error) {
	return p.table.Arrow(ctx, head, p.rows())
}
