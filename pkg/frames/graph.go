package frames

import (
	"math"
	"strings"
	"time"

	"github.com/requestjourney/requestjourney/pkg/journey"
)

// nodesTable is the nodes frame of Grafana's node graph, one row per service.
// Grafana draws arc__ fields as a ring and lists detail__ fields in the menu of
// a node; it knows the other names in lower case only.
var nodesTable = table[*journey.Service]{
	text("id", func(s *journey.Service) string { return s.ID }),      // namespace/name, or the name alone
	text("title", func(s *journey.Service) string { return s.Name }), // name
	text("subtitle", subtitle),                                       // namespace and versions
	millis("mainstat", func(s *journey.Service) time.Duration { return s.Work.P95 }).shown("p95"),
	number("secondarystat", "%", func(s *journey.Service) float64 { return 100 * errorShare(s) }).shown("errors"),
	number("arc__ok", "percentunit", okShare).shown("ok").colored("green"),
	number("arc__error", "percentunit", errorShare).shown("error").colored("red"),
	text("icon", icon), // for what serves no requests
	text("detail__kind", func(s *journey.Service) journey.ServiceKind { return s.Kind }).shown("kind"),
	text("detail__namespace", func(s *journey.Service) string { return s.Namespace }).shown("namespace"),
	text("detail__versions", versions).shown("versions"),
	count("detail__journeys", func(s *journey.Service) int { return s.Journeys }).shown("journeys"),
	count("detail__requests", func(s *journey.Service) int { return s.Work.Calls }).shown("requests served"),
	count("detail__errors", func(s *journey.Service) int { return s.Work.Errors }).shown("requests in error"),
	millis("detail__p50", func(s *journey.Service) time.Duration { return s.Work.P50 }).shown("p50"),
	millis("detail__p95", func(s *journey.Service) time.Duration { return s.Work.P95 }).shown("p95"),
	millis("detail__total", func(s *journey.Service) time.Duration { return s.Work.Total }).shown("total time"),
	count("detail__spans", func(s *journey.Service) int { return s.Spans }).shown("spans"),
	count("detail__lines", func(s *journey.Service) int { return s.Lines }).shown("log lines"),
	count("detail__error_lines", func(s *journey.Service) int { return s.LineErrs }).shown("error lines"),
	count("detail__findings", func(s *journey.Service) int { return s.Findings }).shown("findings"),
}

// edgesTable is the edges frame of Grafana's node graph, one row per hop with
// the caller's (client) and the callee's (server) view.
var edgesTable = table[*journey.Hop]{
	text("id", (*journey.Hop).ID),                                   // source and target
	text("source", func(h *journey.Hop) string { return h.Source }), // ID of the caller
	text("target", func(h *journey.Hop) string { return h.Target }), // ID of the callee
	millis("mainstat", func(h *journey.Hop) time.Duration { return bestView(h).P95 }).shown("p95"),
	number("secondarystat", "%", func(h *journey.Hop) float64 { return 100 * share(h.Errors, h.Calls) }).shown("errors"),
	number("thickness", "", thickness), // 1 for one call, and 1 more for each factor of ten, to 6
	text("color", hopColor),            // red when calls failed
	text("strokedasharray", dashes),    // dashed when one end sent no spans, dotted for messages and links
	text("detail__kind", func(h *journey.Hop) journey.HopKind { return h.Kind }).shown("kind"),
	count("detail__calls", func(h *journey.Hop) int { return h.Calls }).shown("calls"),
	count("detail__errors", func(h *journey.Hop) int { return h.Errors }).shown("calls in error"),
	count("detail__client_calls", func(h *journey.Hop) int { return h.Client.Calls }).shown("calls, caller's view"),
	count("detail__client_errors", func(h *journey.Hop) int { return h.Client.Errors }).shown("errors, caller's view"),
	millis("detail__client_p50", func(h *journey.Hop) time.Duration { return h.Client.P50 }).shown("p50, caller's view"),
	millis("detail__client_p95", func(h *journey.Hop) time.Duration { return h.Client.P95 }).shown("p95, caller's view"),
	count("detail__server_calls", func(h *journey.Hop) int { return h.Server.Calls }).shown("calls, callee's view"),
	count("detail__server_errors", func(h *journey.Hop) int { return h.Server.Errors }).shown("errors, callee's view"),
	millis("detail__server_p50", func(h *journey.Hop) time.Duration { return h.Server.P50 }).shown("p50, callee's view"),
	millis("detail__server_p95", func(h *journey.Hop) time.Duration { return h.Server.P95 }).shown("p95, callee's view"),
	millis("detail__client_proxy_p50", func(h *journey.Hop) time.Duration { return h.ClientProxy.P50 }).shown("p50, caller's proxy"),
	millis("detail__server_proxy_p50", func(h *journey.Hop) time.Duration { return h.ServerProxy.P50 }).shown("p50, callee's proxy"),
	millis("detail__overhead_p50", func(h *journey.Hop) time.Duration { return h.Overhead.P50 }).shown("p50, network and proxies"),
	millis("detail__overhead_p95", func(h *journey.Hop) time.Duration { return h.Overhead.P95 }).shown("p95, network and proxies"),
	count("detail__lines", func(h *journey.Hop) int { return h.Lines }).shown("log lines"),
	count("detail__findings", func(h *journey.Hop) int { return h.Findings }).shown("findings"),
	count("detail__l4_connections", func(h *journey.Hop) int { return h.Layer4.Connections }).shown("layer 4, connections"),
	text("detail__l4_certainty", layer4Certainty).shown("layer 4, certainty"), // certain; or possible: the connections may have carried other requests only
	text("detail__l4_address", func(h *journey.Hop) string { return h.Layer4.Address }).shown("layer 4, connection"),
	number("detail__l4_request_bytes", "bytes", func(h *journey.Hop) float64 { return float64(h.Layer4.Request) }).shown("layer 4, sent by the caller"),
	number("detail__l4_response_bytes", "bytes", func(h *journey.Hop) float64 { return float64(h.Layer4.Response) }).shown("layer 4, sent by the callee"),
	millis("detail__l4_duration", func(h *journey.Hop) time.Duration { return h.Layer4.Longest }).shown("layer 4, longest connection"),
	text("detail__l4_error", func(h *journey.Hop) string { return h.Layer4.Error }).shown("layer 4, error"),
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
