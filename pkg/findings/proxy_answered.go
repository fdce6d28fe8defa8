package findings

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/requestjourney/requestjourney/pkg/accesslog"
	"github.com/requestjourney/requestjourney/pkg/journey"
	"github.com/requestjourney/requestjourney/pkg/semconv"
)

// ownAnswer is a response that a proxy made itself.
type ownAnswer struct {
	node      string
	proxy     string        // the proxy's name; "" to derive it from the node
	span      *journey.Span // the proxy's; nil if there is only its access line
	isSidecar bool
	answer    *journey.ProxyAnswer
}

// findOwnAnswers reads access lines, which give the most detail. For spans without
// an access line it reads the response flags.
func (r Request) findOwnAnswers() (all []ownAnswer) {
	known := make(map[*journey.Span]bool)
	for _, l := range r.Journey.Lines {
		if l.Answer != nil {
			known[l.Span] = true
			all = append(all, ownAnswer{node: l.Node, span: l.Span, isSidecar: isSidecarLine(l), answer: l.Answer})
		}
	}
	for _, span := range r.Spans {
		if known[span] || r.isForwarded(span) {
			continue
		}
		if own, ok := ownAnswerOf(span); ok {
			all = append(all, own)
		}
	}
	return all
}

// ownAnswerOf reads Envoy's response flags, or the header of Linkerd's proxies.
func ownAnswerOf(span *journey.Span) (own ownAnswer, ok bool) {
	peer := calledService(span)
	if text := semconv.LinkerdError(span); text != "" {
		answer := accesslog.FromLinkerd(text, semconv.HTTPCode(span), peer)
		// The header does not say whether it was the caller's proxy or the callee's.
		proxy := fmt.Sprintf("A Linkerd proxy between %s and %s", span.Node, cmp.Or(peer, "its upstream"))
		return ownAnswer{node: span.Node, proxy: proxy, span: span, answer: &answer}, true
	}
	flags := semconv.ResponseFlags(span)
	if flags == "" {
		return own, false
	}
	answer, ok := accesslog.FromFlags(flags, semconv.HTTPCode(span), peer)
	return ownAnswer{node: span.Node, span: span, isSidecar: isSidecar(span), answer: &answer}, ok
}

// proxyAnswers reports responses that proxies made themselves: something failed
// between a proxy and its upstream, or the proxy's own rules refused the request.
// Attempts with the same outcome are reported once.
func proxyAnswers(r Request) (fs []journey.Finding) {
	type kind struct{ node, code, cause string }
	known := make(map[kind]bool)
	for _, own := range r.ownAnswers {
		if k := (kind{own.node, own.answer.Code, own.answer.Cause}); !known[k] {
			known[k] = true
			fs = append(fs, r.proxyAnswered(own))
		}
	}
	return fs
}

// wasNotReached reports whether a proxy answered instead of the callee.
func (r Request) wasNotReached(c *journey.Call) bool {
	return slices.ContainsFunc(r.ownAnswers, func(own ownAnswer) bool { return own.span != nil && slices.Contains(c.Spans(), own.span) })
}

// calledService returns the short name of the service that a proxy called, or "".
func calledService(span *journey.Span) string {
	peer, _ := semconv.PeerOf(span)
	if name, _, isCluster := strings.Cut(peer.Name, ".svc"); isCluster {
		name, _, _ = strings.Cut(name, ".")
		return name
	}
	return peer.Name
}

// isForwarded reports whether a proxy's span only repeats the status that another
// proxy below it answered.
func (r Request) isForwarded(span *journey.Span) bool {
	return slices.ContainsFunc(r.Spans, func(c *journey.Span) bool {
		return c.Parent == span && semconv.HTTPCode(c) == semconv.HTTPCode(span)
	})
}

func (r Request) proxyAnswered(own ownAnswer) journey.Finding {
	answer, proxy := own.answer, cmp.Or(own.proxy, own.node)
	if own.isSidecar {
		proxy = possessive(proxy) + " sidecar"
	}
	did := fmt.Sprintf("answered %d by itself", answer.Status)
	if answer.Status == 0 || answer.Status == statusClientClosed {
		did = "did not answer"
	}
	f := journey.Finding{
		Severity: journey.SeverityWarning, Code: journey.FindingProxyAnswered, Node: own.node,
		Message:  fmt.Sprintf("%s %s: %s%s.", proxy, did, answer.Cause, inBrackets(answer.Code)),
		Advice:   r.checkFor(answer),
		Evidence: evidenceOf(answer),
	}
	if own.span != nil {
		f.SpanID = own.span.SpanID
	}
	if answer.Status >= http.StatusInternalServerError {
		f.Severity = journey.SeverityError
	}
	return f
}

// checkFor returns the advice for the mesh that the request went through.
func (r Request) checkFor(answer *journey.ProxyAnswer) string {
	if answer.Proxy == "Envoy" && slices.ContainsFunc(r.Spans, semconv.IsIstio) {
		return answer.IstioCheck
	}
	return answer.Check
}

// possessive is "ratings'" or "productpage's".
func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return name + "'"
	}
	return name + "'s"
}

func inBrackets(code string) string {
	if code == "" {
		return ""
	}
	return " (" + code + ")"
}

func evidenceOf(answer *journey.ProxyAnswer) (evidence journey.Attributes) {
	for _, a := range []journey.Attribute{
		{Key: "proxy", Value: answer.Proxy}, {Key: "status", Value: int64(answer.Status)}, {Key: "code", Value: answer.Code},
		{Key: "upstream", Value: answer.Upstream}, {Key: "failure", Value: answer.Failure},
	} {
		if a.Value != "" {
			evidence = append(evidence, a)
		}
	}
	return evidence
}

// isSidecarLine reports whether a sidecar wrote the line.
func isSidecarLine(l *journey.PlacedLine) bool {
	if l.Span != nil && semconv.IsProxy(l.Span) {
		return isSidecar(l.Span)
	}
	container := l.Labels.Get("container", "container_name", "k8s_container_name")
	return strings.HasSuffix(container, "-proxy") && !strings.Contains(l.Node, "gateway") && !strings.Contains(l.Node, "waypoint")
}

func isSidecar(span *journey.Span) bool {
	return semconv.IsProxy(span) && !semconv.IsGateway(span) && !semconv.IsWaypoint(span)
}
