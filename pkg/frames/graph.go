package frames

import (
	"math"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/table"
)

// nodesTable is the nodes frame of Grafana's node graph, one row per service.
// Grafana draws arc__ fields as a ring and lists detail__ fields in the menu of
// a node; it knows the other names in lower case only.
var nodesTable = table.Table[*journey.Service]{
	table.Text("id", func(s *journey.Service) string { return s.ID }),      // namespace/name, or the name alone
	table.Text("title", func(s *journey.Service) string { return s.Name }), // name
	table.Text("subtitle", subtitle),                                       // namespace and versions
	table.Millis("mainstat", func(s *journey.Service) time.Duration { return s.Work.P95 }).Shown("p95"),
	table.Number("secondarystat", "%", func(s *journey.Service) float64 { return 100 * errorShare(s) }).Shown("errors"),
	table.Number("arc__ok", "percentunit", okShare).Shown("ok").Colored("green"),
	table.Number("arc__error", "percentunit", errorShare).Shown("error").Colored("red"),
	table.Text("icon", icon), // for what serves no requests
	table.Text("detail__kind", func(s *journey.Service) journey.ServiceKind { return s.Kind }).Shown("kind"),
	table.Text("detail__namespace", func(s *journey.Service) string { return s.Namespace }).Shown("namespace"),
	table.Text("detail__versions", versions).Shown("versions"),
	table.Count("detail__journeys", func(s *journey.Service) int { return s.Journeys }).Shown("journeys"),
	table.Count("detail__requests", func(s *journey.Service) int { return s.Work.Calls }).Shown("requests served"),
	table.Count("detail__errors", func(s *journey.Service) int { return s.Work.Errors }).Shown("requests in error"),
	table.Millis("detail__p50", func(s *journey.Service) time.Duration { return s.Work.P50 }).Shown("p50"),
	table.Millis("detail__p95", func(s *journey.Service) time.Duration { return s.Work.P95 }).Shown("p95"),
	table.Millis("detail__total", func(s *journey.Service) time.Duration { return s.Work.Total }).Shown("total time"),
	table.Count("detail__spans", func(s *journey.Service) int { return s.Spans }).Shown("spans"),
	table.Count("detail__lines", func(s *journey.Service) int { return s.Lines }).Shown("log lines"),
	table.Count("detail__error_lines", func(s *journey.Service) int { return s.LineErrs }).Shown("error lines"),
	table.Count("detail__findings", func(s *journey.Service) int { return s.Findings }).Shown("findings"),
}

// edgesTable is the edges frame of Grafana's node graph, one row per hop with
// the caller's (client) and the callee's (server) view.
var edgesTable = table.Table[*journey.Hop]{
	table.Text("id", (*journey.Hop).ID),                                   // source and target
	table.Text("source", func(h *journey.Hop) string { return h.Source }), // ID of the caller
	table.Text("target", func(h *journey.Hop) string { return h.Target }), // ID of the callee
	table.Millis("mainstat", func(h *journey.Hop) time.Duration { return bestView(h).P95 }).Shown("p95"),
	table.Number("secondarystat", "%", func(h *journey.Hop) float64 { return 100 * share(h.Errors, h.Calls) }).Shown("errors"),
	table.Number("thickness", "", thickness), // 1 for one call, and 1 more for each factor of ten, to 6
	table.Text("color", hopColor),            // red when calls failed
	table.Text("strokedasharray", dashes),    // dashed when one end sent no spans, dotted for messages and links
	table.Text("detail__kind", func(h *journey.Hop) journey.HopKind { return h.Kind }).Shown("kind"),
	table.Count("detail__calls", func(h *journey.Hop) int { return h.Calls }).Shown("calls"),
	table.Count("detail__errors", func(h *journey.Hop) int { return h.Errors }).Shown("calls in error"),
	table.Count("detail__client_calls", func(h *journey.Hop) int { return h.Client.Calls }).Shown("calls, caller's view"),
	table.Count("detail__client_errors", func(h *journey.Hop) int { return h.Client.Errors }).Shown("errors, caller's view"),
	table.Millis("detail__client_p50", func(h *journey.Hop) time.Duration { return h.Client.P50 }).Shown("p50, caller's view"),
	table.Millis("detail__client_p95", func(h *journey.Hop) time.Duration { return h.Client.P95 }).Shown("p95, caller's view"),
	table.Count("detail__server_calls", func(h *journey.Hop) int { return h.Server.Calls }).Shown("calls, callee's view"),
	table.Count("detail__server_errors", func(h *journey.Hop) int { return h.Server.Errors }).Shown("errors, callee's view"),
	table.Millis("detail__server_p50", func(h *journey.Hop) time.Duration { return h.Server.P50 }).Shown("p50, callee's view"),
	table.Millis("detail__server_p95", func(h *journey.Hop) time.Duration { return h.Server.P95 }).Shown("p95, callee's view"),
	table.Millis("detail__client_proxy_p50", func(h *journey.Hop) time.Duration { return h.ClientProxy.P50 }).Shown("p50, caller's proxy"),
	table.Millis("detail__server_proxy_p50", func(h *journey.Hop) time.Duration { return h.ServerProxy.P50 }).Shown("p50, callee's proxy"),
	table.Millis("detail__overhead_p50", func(h *journey.Hop) time.Duration { return h.Overhead.P50 }).Shown("p50, network and proxies"),
	table.Millis("detail__overhead_p95", func(h *journey.Hop) time.Duration { return h.Overhead.P95 }).Shown("p95, network and proxies"),
	table.Count("detail__lines", func(h *journey.Hop) int { return h.Lines }).Shown("log lines"),
	table.Count("detail__findings", func(h *journey.Hop) int { return h.Findings }).Shown("findings"),
	table.Count("detail__l4_connections", func(h *journey.Hop) int { return h.Layer4.Connections }).Shown("layer 4, connections"),
	table.Text("detail__l4_certainty", layer4Certainty).Shown("layer 4, certainty"), // certain; or possible: the connections may have carried other requests only
	table.Text("detail__l4_address", func(h *journey.Hop) string { return h.Layer4.Address }).Shown("layer 4, connection"),
	table.Number("detail__l4_request_bytes", "bytes", func(h *journey.Hop) float64 { return float64(h.Layer4.Request) }).Shown("layer 4, sent by the caller"),
	table.Number("detail__l4_response_bytes", "bytes", func(h *journey.Hop) float64 { return float64(h.Layer4.Response) }).Shown("layer 4, sent by the callee"),
	table.Millis("detail__l4_duration", func(h *journey.Hop) time.Duration { return h.Layer4.Longest }).Shown("layer 4, longest connection"),
	table.Text("detail__l4_error", func(h *journey.Hop) string { return h.Layer4.Error }).Shown("layer 4, error"),
}

// layer4Certainty is "" for a hop without connections.
func layer4Certainty(h *journey.Hop) string {
	switch {
	case h.Layer4.Connections == 0:
		return ""
	case h.Layer4.Certain:
		return "certain"
	}
	return "possible"
}

// subtitle is "namespace · versions", as far as known.
func subtitle(s *journey.Service) string {
	var parts []string
	for _, part := range []string{s.Namespace, versions(s)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " · ")
}

func versions(s *journey.Service) string { return strings.Join(s.Versions, ", ") }

// errorShare is the share of failed requests; of a service that only calls
// others, the share of failed spans.
func errorShare(s *journey.Service) float64 {
	if s.Work.Calls > 0 {
		return share(s.Work.Errors, s.Work.Calls)
	}
	return share(s.Errors, s.Spans)
}

// okShare completes the ring; a ghost has no ring, since nothing is known of
// how its work went.
func okShare(s *journey.Service) float64 {
	if s.Work.Calls == 0 && s.Spans == 0 {
		return 0
	}
	return 1 - errorShare(s)
}

// icon is drawn by Grafana in place of the figures, so only nodes that served
// no request have one.
func icon(s *journey.Service) string {
	switch {
	case s.Kind == journey.KindGhost:
		return "file-alt"
	case s.Kind == journey.KindDatabase:
		return "database"
	case s.Kind == journey.KindQueue:
		return "exchange-alt"
	case s.Kind == journey.KindExternal:
		return "external-link-alt"
	case s.Work.Calls > 0:
		return ""
	case s.Kind == journey.KindGateway:
		return "globe"
	}
	return "cube"
}

// bestView is the callee's, which knows what the work took; the caller's where
// the callee sent no span.
func bestView(h *journey.Hop) journey.View {
	if h.Server.Calls > 0 {
		return h.Server
	}
	return h.Client
}

// thickness is 1 for a single call and one more for every factor of ten, to 6.
func thickness(h *journey.Hop) float64 {
	return min(6, 1+math.Log10(float64(max(1, h.Calls))))
}

func hopColor(h *journey.Hop) string {
	if h.Errors > 0 {
		return "red"
	}
	return ""
}

// dashes draws a hop of which only one end sent spans as a dashed line, and
// messages and links, which nobody waits for, as a dotted one.
func dashes(h *journey.Hop) string {
	if h.Kind == journey.HopMessaging || h.Kind == journey.HopLink {
		return "1 4"
	}
	if h.Client.Calls == 0 || h.Server.Calls == 0 {
		return "4 4"
	}
	return ""
}

// share is part of whole, 0 of nothing.
func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
