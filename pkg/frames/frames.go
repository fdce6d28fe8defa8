// Package frames writes journeys as Grafana data frames. The names, types and
// order of fields are a public contract: panels, dashboards and Grafana's own
// node graph, trace and logs views read them.
package frames

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// panelID is the panel that draws these frames in Explore; the core
// visualisation beside it is what Grafana falls back to.
const panelID = "requestjourney-journey-panel"

// Encode gives the frames that the query of res names, or the defaults of its
// type, in that order. A frame without rows still has all its fields.
func Encode(res *journey.Result, refID string) data.Frames {
	names := res.Query.Frames
	if len(names) == 0 {
		names = journey.DefaultFrames(res.Query.Type)
	}
	custom := customMeta(res)
	frames := make(data.Frames, 0, len(names))
	for _, name := range names {
		frame := build(name, res)
		if frame == nil {
			continue
		}
		frame.Name, frame.RefID = name, refID
		frame.Meta.PreferredVisualizationPluginID = panelID
		frame.Meta.Custom = custom
		frames = append(frames, frame)
	}
	// Grafana shows the notices of every frame: on each they would repeat.
	if len(frames) > 0 {
		frames[0].Meta.Notices = notices(res.Notices)
	}
	return frames
}

// build makes one frame; nil for a name that journey.ValidFrame refuses.
func build(name string, res *journey.Result) *data.Frame {
	switch name {
	case journey.FrameJourneys:
		return journeysTable.frame(data.VisTypeTable, res.Journeys)
	case journey.FrameSteps:
		return stepsTable.frame(data.VisTypeTable, stepRows(res))
	case journey.FrameNodes:
		return nodesTable.frame(data.VisTypeNodeGraph, res.Graph.Services)
	case journey.FrameEdges:
		return edgesTable.frame(data.VisTypeNodeGraph, res.Graph.Hops)
	case journey.FrameTrace:
		return traceTable.frame(data.VisTypeTrace, spanRows(res.Journeys))
	case journey.FrameLogs:
		return logsFrame(res.Journeys)
	case journey.FrameFindings:
		return findingsTable.frame(data.VisTypeTable, findingRows(res.Journeys))
	}
	return nil
}
